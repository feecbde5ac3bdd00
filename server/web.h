/*
 * web.h - what a browser shows: one page without scripts that tells how the queues are.
 * Effects: answers HTTP requests.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WEB_H
#define SERVER_WEB_H

#include "jobs.h"

#include <pappl/pappl.h>
#include <stddef.h>

/* web_setup - add the page, its style and icons; before the system runs. */
void web_setup(pappl_system_t *system, struct jobs *jobs);

/* web_add_printer - the same page at the address that a printer's attributes name. */
void web_add_printer(pappl_printer_t *printer);

/* web_icon - the PNG of a printer in size 0 (48 dots), 1 (128) or 2 (512). */
const void *web_icon(int size, size_t *n);

/* What the system has to have as its footer: PAPPL's own pages crash without one. */
extern const char web_footer[];

#endif
