/*
 * web-scan.h - the page to scan from. It is a part of the site (site-scan.c), or, where there
 * is none, served by the scanner's own listener. All addresses in it are relative. Effects:
 * scan jobs, print jobs, files of profiles.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_WEB_SCAN_H
#define SERVER_SCAN_WEB_SCAN_H

#include "server/http/http-server.h"
#include "server/site/words.h"

#include <pappl/pappl.h>
#include <stdio.h>

/* The routes of the page; their ctx is a struct scanner *. "/" sends browsers to the site where
 * there is one. */
extern const struct http_route web_scan_routes[];
extern const size_t num_web_scan_routes;

/* web_scan_speak - the language of what the routes' handlers answer in this thread. */
void web_scan_speak(enum words_language language);

/* web_scan_waits - whether something goes on, so that a page without scripts is to be loaded
 * again. */
bool web_scan_waits(const struct http_request *request);

/*
 * web_scan_put - the page below its title.
 *
 * token   that its forms have; NULL: one of its own
 * cookie  out: a Set-Cookie that is to go out; ""
 *
 * False: too many use it.
 */
bool web_scan_put(const struct http_request *request, const char *token, FILE *out,
                  char *cookie, size_t size);

/* web_scan_path - where the site has the page of a scanner, "/scan/NAME/". web_scan_link - the
 * same as a whole address for a host; "": there is no site. (web-scan-link.c) */
void web_scan_path(const char *name, char *path, size_t size);
void web_scan_link(const char *name, const char *host, bool tls, char *link, size_t size);

/* web_scan_setup - before there are clients: the system whose queues print copies; folder,
 * where pages and documents are made; max_bytes, what all collected pages may take together. */
void web_scan_setup(pappl_system_t *system, const char *folder, uint64_t max_bytes);

/* web_scan_stop - forget all pages that were collected. */
void web_scan_stop(void);

#endif
