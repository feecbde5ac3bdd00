/*
 * ticket-file.h - a resolved ticket as text, for the spool: lines "name value", read again by a
 * later run, of another version perhaps. Names of media, sources and types, no codes. A PIN is
 * sealed (vault.h). Effects: none. SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_TICKET_FILE_H
#define SERVER_TICKET_FILE_H

#include "driver/models.h"
#include "driver/ticket.h"

#include <stdbool.h>
#include <stddef.h>

#define TICKET_FILE_MAX 2048

/* ticket_file_write - the text's length; 0 when it does not fit in n bytes, of which
 * TICKET_FILE_MAX are always enough, or there is a PIN and no key to seal it with. Of title and
 * user 255 bytes are kept, line ends as spaces.
 */
size_t ticket_file_write(const struct model *model, const struct ticket *ticket, char *text,
                         size_t n);

/* A ticket that was read; its strings are in it. */
struct stored_ticket {
    const struct model *model;
    struct ticket ticket;
    char title[256], user[256];
    bool pin_lost; /* it had a PIN, which cannot be read any more */
};

/*
 * ticket_file_read - n bytes, not trusted: what is missing has the model's first choice, what
 * is unknown is left out. False without a model of ours.
 */
bool ticket_file_read(const char *text, size_t n, struct stored_ticket *stored);

/* ticket_file_reseal - the text of a ticket whose PIN is not sealed, with it sealed: its
 * length; 0: there is no such PIN, no key, or no room. */
size_t ticket_file_reseal(const char *text, size_t n, char *sealed, size_t size);

#endif
