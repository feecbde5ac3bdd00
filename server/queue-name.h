/*
 * queue-name.h - what people call a printer, and where its machine is: both may change while
 * its queue, and with it the address that clients have, stays.
 *
 * The name for people is a queue setting ("human-name"), the name it is announced by follows
 * it. The address is a queue setting, too ("address"): PAPPL has one for each queue that it
 * cannot change, so papplPrinterGetDeviceURI gives ours where there is one. Effects:
 * queue-settings.h, PAPPL's printers, announcing; any thread without PAPPL's locks.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_QUEUE_NAME_H
#define SERVER_QUEUE_NAME_H

#include <pappl/pappl.h>
#include <stdbool.h>
#include <stddef.h>

#define QUEUE_NAME_MAX 127 /* bytes for people */

/* queue_human_name - what people call it; its queue's name where nobody said. */
void queue_human_name(pappl_printer_t *printer, char *text, size_t n);

/* queue_rename - call it so, UTF-8; "": as its queue. Lists of phones show it within moments.
 * False and a sentence: it is called as before. */
bool queue_rename(pappl_printer_t *printer, const char *name, char *why, size_t why_size);

/* queue_set_address - its machine is there from now on; jobs that wait go there. False and a
 * sentence: the URI cannot be used, or not be kept. */
bool queue_set_address(pappl_printer_t *printer, const char *uri, char *why, size_t why_size);

#endif
