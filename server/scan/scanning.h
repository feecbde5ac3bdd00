/*
 * scanning.h - all of scanning, begun and ended in order.
 * Effects: those of its parts.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCANNING_H
#define SERVER_SCAN_SCANNING_H

#include "server/listen.h"

#include <pappl/pappl.h>
#include <stdint.h>

struct scanning_setup {
    pappl_system_t *system;
    const char *state_file;   /* beside it lie STATE.scanners and STATE.profiles */
    const char *spool_folder; /* pages lie in its folder "scans" */
    uint64_t max_page;        /* bytes of a page; 0: 256 MiB */
    uint64_t max_pages;       /* bytes of all pages that wait; 0: 1 GiB */
    const char *allow;        /* whose addresses may scan (http-access.h); "" or NULL: local */
    const char *host_aliases;
    struct listen listen;
    bool tls;           /* there is a certificate */
    unsigned port;      /* the first scanner's; 0: any free one */
    unsigned web_port;  /* PAPPL's, for links */
    char host[256];     /* as clients are told; "" */
    unsigned mac_gamma; /* see escl-http.h */
};

/*
 * scanning_start - serve the scanners of the system's queues, and others that were set.
 *
 * After the state file was read, so that all queues are there, and before PAPPL's loop. From
 * then on scanners_changed() is to be called when queues change. setup is copied but for its
 * texts' ends, which must stay.
 *
 * False and a sentence: nothing was begun; printing goes on without.
 */
bool scanning_start(const struct scanning_setup *setup, char *why, size_t why_size);

/* scanning_stop - cancel scans, end listeners and processes. Harmless when nothing was begun.
 */
void scanning_stop(void);

#endif
