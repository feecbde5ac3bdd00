/*
 * web.h - what a browser gets on the listener of IPP: it is sent to the web page (site/site.h),
 * which has a port of its own. PAPPL's own pages are not used: they let everybody change
 * everything. Where there is no web page a text says so, and tells the addresses to print to.
 * Effects: answers HTTP requests.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WEB_H
#define SERVER_WEB_H

#include "jobs.h"

#include <pappl/pappl.h>
#include <stdbool.h>
#include <stddef.h>

/* web_setup - add the ways to the page, and the icons; before the system runs. */
void web_setup(pappl_system_t *system, struct jobs *jobs);

/* web_add_printer - the same at the addresses where people look who know one to print to. */
void web_add_printer(pappl_printer_t *printer);

/* web_go - answer a browser: go on at a path of the web page, or the text. */
bool web_go(pappl_client_t *client, const char *path);

/* web_icon - the PNG of a printer in size 0 (48 dots), 1 (128) or 2 (512). */
const void *web_icon(int size, size_t *n);

/* What the system has to have as its footer: PAPPL's own pages crash without one. */
extern const char web_footer[];

#endif
