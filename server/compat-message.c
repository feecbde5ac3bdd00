/*
 * compat-message.c - changing a job's message while somebody reads it.
 *
 * papplJobSetMessage frees the text before; PAPPL 1.3 answers Get-Job-Attributes with that text
 * without the job's lock. A client that polls a job while its message changes then reads freed
 * memory. So each job gets one text of a fixed size, once, and it is changed in place: a reader
 * may see the beginning of one message and the end of another, but never beyond its end.
 * Effects: the message of the PAPPL job.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <pappl/pappl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MESSAGE_SIZE 512

void compat_set_message(pappl_job_t *job, const char *format, ...)
{
    char text[MESSAGE_SIZE];
    char *shared;
    va_list args;
    size_t n;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    n = strlen(text);
    if (papplJobGetMessage(job) == NULL) {
        /* blanks up to the size; there is no text before that could be freed */
        papplJobSetMessage(job, "%-*s", MESSAGE_SIZE - 1, text);
    }
    /* PAPPL's own copy, made above; only the job's thread comes here */
    memcpy(&shared, &(const char *){papplJobGetMessage(job)}, sizeof(shared));
    if (shared == NULL)
        return;
    memcpy(shared, text, n);
    shared[n] = '\0';
}
