/*
 * client-values.h - numbers, times and job options as people write them on the command line.
 * Effects: reads the clock's time zone; makes IPP attributes.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_VALUES_H
#define SERVER_CLIENT_VALUES_H

#include <cups/cups.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* client_number - digits only, at most max; 0: no such number. NULL is none. */
int client_number(const char *text, int max);

/* client_next_time - the next time after now that a clock shows HH:MM; 0: that is no time. */
time_t client_next_time(const char *text, time_t now);

/* client_is_period - whether it is a word of job-hold-until that holds a job. */
bool client_is_period(const char *text);

/*
 * client_put_code - the code of a job, as job-password; its SHA-256 is what goes out.
 *
 * why   out: a sentence when it is none
 */
bool client_put_code(ipp_t *request, const char *code, char *why, size_t why_size);

/* client_put_paper - a size by its name, as the operation attribute media; false: it is none,
 * and a sentence. */
bool client_put_paper(ipp_t *request, const char *name, char *why, size_t why_size);

/*
 * client_wishes - what a person asks of a job with -o, as attributes of a request.
 *
 * ours     the printer is one of this program: values of its own options are looked at, too
 * request  out: each goes to the group it belongs to
 * why      out: a sentence about the first that is wrong
 *
 * Values are checked for what IPP knows; what a queue has of that only the queue can tell.
 * False: nothing is to be sent.
 */
bool client_wishes(int n, cups_option_t *pairs, bool ours, time_t now, ipp_t *request,
                   char *why, size_t why_size);

/* client_complete_uri - the address of a machine into whole, n bytes, as libcups takes it. */
char *client_complete_uri(const char *text, char *whole, size_t n);

#endif
