/*
 * upload.h - documents by plain HTTP, for scripts:
 *
 *   curl --data-binary @file.pdf 'http://HOST:PORT/print/NAME?copies=2'
 *   curl -F file=@file.pdf -F copies=2 http://HOST:PORT/print/NAME
 *
 * /print alone is the default queue. Parameters are IPP's job attributes, checked as those are:
 * what the queue has not refuses the job. title and user name the job; answer=json has the
 * answer in JSON, answer=html shows the page of jobs. An empty value asks nothing. 200: taken,
 * with the number of the job; 4xx: not, and trying again is of no use; 503: not now. A browser
 * that shows a page of somebody else is refused. Effects: answers HTTP requests, makes jobs.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_UPLOAD_H
#define SERVER_UPLOAD_H

#include "ways.h"

/* upload_setup - before there are queues. Nothing is served with UPLOAD_OFF. */
void upload_setup(pappl_system_t *system, enum way_upload upload);

/* upload_add_printer - serve a queue. */
void upload_add_printer(pappl_printer_t *printer);

#endif
