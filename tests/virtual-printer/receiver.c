/*
 * receiver.c - the bytes of a connection, see receiver.h.
 * Effects: those of job.c.
 * Source: HP's PJL Technical Reference for the escape sequence and INFO ID.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/receiver.h"

#include <stdio.h>
#include <string.h>

static const char uel[] = "\033%-12345X";

#define UEL_SIZE (sizeof uel - 1)

void receiver_start(struct receiver *r)
{
    r->job = NULL;
    r->line_have = 0;
    r->complete = r->broken = 0;
    r->out_of_memory = false;
}

static void end_job(struct receiver *r, const char *aborted)
{
    if (!r->job)
        return;
    if (job_finish(r->job, aborted))
        r->complete++;
    else
        r->broken++;
    r->job = NULL;
}

/* Bytes of a job; a new one begins if none is open. Returns how many were its own. */
static size_t feed_job(struct receiver *r, const uint8_t *bytes, size_t n)
{
    size_t used;

    if (!r->job)
        r->job = job_start(r->store);
    if (!r->job) {
        if (!r->out_of_memory)
            fprintf(stderr, "virtual-printer: no memory for a job\n");
        r->out_of_memory = true;
        return n;
    }
    used = job_feed(r->job, bytes, n);
    if (job_complete(r->job))
        end_job(r, NULL);
    return used;
}

/* A line of PJL, without its line feed. Only one needs an answer. */
static void pjl_line(struct receiver *r)
{
    char answer[PJL_LINE];
    size_t n = r->line_have;

    while (n > 0 && (r->line[n - 1] == '\r' || r->line[n - 1] == ' '))
        n--;
    if (n != 12 || memcmp(r->line, "@PJL INFO ID", 12) != 0 || !r->reply)
        return;
    n = (size_t)snprintf(answer, sizeof answer, "@PJL INFO ID\r\n\"%s\"\r\n\f", r->pjl_id);
    r->reply(r->ctx, answer, n);
}

/* A byte between jobs. False when it, and what is in the line before it, begin a job. */
static bool feed_between(struct receiver *r, char byte)
{
    if (r->line_have == 0 && (byte == '\r' || byte == '\n' || byte == ' '))
        return true;
    if (r->line_have == 0 && byte != uel[0] && byte != '@')
        return false;
    if (r->line[0] == '@' && r->line_have > 0 && byte == '\n') {
        pjl_line(r);
        r->line_have = 0;
        return true;
    }
    if (r->line_have == sizeof r->line)
        return false;
    if (r->line_have > 0 && r->line[0] == uel[0] && byte != uel[r->line_have])
        return false;
    r->line[r->line_have++] = byte;
    if (r->line[0] == uel[0] && r->line_have == UEL_SIZE)
        r->line_have = 0;
    return true;
}

void receiver_feed(struct receiver *r, const uint8_t *bytes, size_t n)
{
    while (n > 0) {
        size_t used = 1;

        if (r->job) {
            used = feed_job(r, bytes, n);
        } else if (!feed_between(r, (char)*bytes)) {
            size_t have = r->line_have;

            r->line_have = 0;
            if (have)
                feed_job(r, (const uint8_t *)r->line, have);
            used = feed_job(r, bytes, n);
        }
        bytes += used;
        n -= used;
    }
}

void receiver_end(struct receiver *r, const char *aborted)
{
    end_job(r, aborted);
    r->line_have = 0;
}
