/*
 * lpd-queue.h - LPD's commands about jobs that wait: lpq and lprm.
 * Effects: answers the connection; cancels jobs. Source: RFC 1179 sections 5.3 to 5.5.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_LPD_QUEUE_H
#define SERVER_LPD_QUEUE_H

#include "listener.h"

/* lpd_queue_list - the jobs that wait or print. wanted: numbers and users, separated by blanks;
 * "": all. printer may be NULL. */
void lpd_queue_list(const struct listener_client *client, pappl_printer_t *printer,
                    const char *wanted, bool verbose);

/*
 * lpd_queue_remove - cancel jobs.
 *
 * text  "USER LIST": who asks, and the numbers and users; without a list the job that prints
 *
 * Only jobs of who asks, by name or by computer. False: none was canceled.
 */
bool lpd_queue_remove(const struct listener_client *client, pappl_printer_t *printer,
                      const char *text);

#endif
