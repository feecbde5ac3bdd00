/*
 * escl-http.h - eSCL: every scanner's listeners, plain and encrypted, with its protocol under
 * /eSCL, and the page for people under / (web-scan.h).
 *
 * Ports: the first scanner's is the one that was asked for; else those of earlier starts, else
 * the first free ones from that one, or 8010, upwards.
 * Effects: HTTP servers, scan jobs.
 * Source: the names and order of elements that clients were seen to read: sane-airscan, SANE's
 * escl backend, AirSane's issues.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_ESCL_HTTP_H
#define SERVER_SCAN_ESCL_HTTP_H

#include "server/http/http-server.h"
#include "scanner.h"

struct escl_setup {
    pappl_system_t *system;
    struct listen listen;
    bool tls;          /* there is a certificate */
    unsigned port;     /* the first scanner's; 0: none is asked for */
    unsigned web_port; /* PAPPL's, for links */
    char host[256];    /* as clients are told */
    /* Hundredths; 0: 100. macOS takes the profile of a screen of gamma 1.8 for scans, whatever
     * they say: those for its own program are made lighter (180) by this. */
    unsigned mac_gamma;
};

/* escl_start - serve every scanner, and those that come (scanners_watch). escl_stop - none. */
void escl_start(const struct escl_setup *setup);
void escl_stop(void);

/* The routes of eSCL and of the page, each with its scanner as ctx. */
extern const struct http_route escl_routes[];
extern const size_t num_escl_routes;

#endif
