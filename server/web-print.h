/*
 * web-print.h - a page to print from: a file and the options of a queue, as a form without
 * scripts that is sent to the address of upload.h.
 * Effects: answers HTTP requests.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WEB_PRINT_H
#define SERVER_WEB_PRINT_H

#include <pappl/pappl.h>
#include <stdbool.h>

/*
 * web_print_form - the page for a queue, in the browser's language where we have names in it.
 *
 * Each option that the queue announces is a field, empty for what the queue does by itself.
 * What is sent goes to the address that was asked for, with answer=html.
 */
bool web_print_form(pappl_client_t *client, pappl_printer_t *printer);

#endif
