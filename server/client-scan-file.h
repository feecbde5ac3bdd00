/*
 * client-scan-file.h - scan into a file: by eSCL, from the scanner's listener on this computer.
 * The way of every other client, so that a person who tries it has tried that, too; pages
 * cannot come by IPP.
 * Effects: a connection to the listener, files, standard output and error; Ctrl-C cancels.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_SCAN_FILE_H
#define SERVER_CLIENT_SCAN_FILE_H

#include "client-link.h"
#include "client-scan-ticket.h"

struct scan_fetch {
    struct link *link;
    char host[256]; /* of the listener */
    unsigned port;
    char scanner[128]; /* its name */
    const char *file;  /* "-": standard output; one document then */
    const struct scan_ticket *ticket;
};

/* client_scan_file - the exit status; what is wrong is said. */
int client_scan_file(const struct scan_fetch *fetch);

/* client_scan_catch - have Ctrl-C noted from now on; client_scan_interrupted - whether it was
 * pressed. The second one ends the program. */
void client_scan_catch(void);
bool client_scan_interrupted(void);

/* How a scan is going, as ipp-scan.h has it. */
struct scan_progress {
    int state; /* enum scan_job_state; -1: the server does not tell */
    unsigned pages;
    char words[1024];
};

/* client_scan_ask - ask for it, which waits up to a second for its end; or end it. Whether it
 * goes on. */
bool client_scan_ask(struct link *link, const char *scanner, const char *id, bool cancel,
                     struct scan_progress *progress);

/* client_scan_read - it, out of an answer. */
void client_scan_read(ipp_t *response, struct scan_progress *progress);

#endif
