/*
 * web-scan.h - the page to scan from, served by a scanner's own listener.
 * Effects: scan jobs, print jobs, files of profiles.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_WEB_SCAN_H
#define SERVER_SCAN_WEB_SCAN_H

#include "server/http/http-server.h"

#include <pappl/pappl.h>

/* The routes of the page; their ctx is a struct scanner *. */
extern const struct http_route web_scan_routes[];
extern const size_t num_web_scan_routes;

/* web_scan_setup - before there are clients: the system whose queues print copies; folder,
 * where pages and documents are made; max_bytes, what all collected pages may take together. */
void web_scan_setup(pappl_system_t *system, const char *folder, uint64_t max_bytes);

/* web_scan_stop - forget all pages that were collected. */
void web_scan_stop(void);

#endif
