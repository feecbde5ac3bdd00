/*
 * tls.h - the certificate by which clients know this server, kept for ten years.
 *
 * libcups makes one for a name when it is first used, in the home folder of the user, for a
 * year, and one more for each name that an address of this computer is found to have. Clients
 * that remember a certificate then take the server for a false one. So there is one, made here,
 * beside the state file. A certificate of the person's own is used when it is put there by the
 * same name. Effects: the folder STATE.tls: NAME.crt and NAME.key, mode 0600.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_TLS_H
#define SERVER_TLS_H

#include "host-names.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * tls_prepare - have a certificate for name and the names in aliases (with commas between
 * them), and have libcups and PAPPL use it. One that is valid for them and the next thirty days
 * stays.
 *
 * state_file   beside which the folder is
 *
 * True, and in what "" or, when one was made, a sentence on why; or false and why not.
 */
bool tls_prepare(const char *state_file, const char *name, const char *aliases, char *what,
                 size_t what_size);

/* tls_names - the names that tls_prepare has it for; none before. */
void tls_names(struct host_names *names);

/* tls_renew - make another in its place. What is served by libcups has it at once, the others
 * from the next start on. False: errno, or the sentence of cupsLastErrorString. */
bool tls_renew(void);

/* tls_files - where that certificate and its key are, as PEM; kept for ever. False: there is
 * none, or tls_prepare was not called. */
bool tls_files(const char **certificate, const char **key);

#endif
