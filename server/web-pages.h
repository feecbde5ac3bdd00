/*
 * web-pages.h - the buttons of the status page that print pages of our own. For web.c only.
 * Effects: writes HTML; makes jobs.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WEB_PAGES_H
#define SERVER_WEB_PAGES_H

#include "web-parts.h"

/* web_put_pages - a form with the queue's trays and a button for each page; nothing for
 * clients that are not on this computer. */
void web_put_pages(const struct web_drawing *drawing, pappl_printer_t *printer);

/* What the buttons ask for, for the table of actions. False: it was not possible. */
bool web_print_test(struct web_drawing *drawing, struct job_queue *queue,
                    const struct web_form *form);
bool web_print_calibration(struct web_drawing *drawing, struct job_queue *queue,
                           const struct web_form *form);
bool web_print_demo(struct web_drawing *drawing, struct job_queue *queue,
                    const struct web_form *form);

#endif
