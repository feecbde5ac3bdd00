/*
 * receiver.c - the bytes of a connection, see receiver.h.
 * Effects: those of job.c.
 * Source: HP's PJL Technical Reference for the escape sequence, INFO ID and ENTER LANGUAGE.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/receiver.h"

#include "tests/virtual-printer/events.h"

#include <stdio.h>
#include <string.h>

static const char uel[] = "\033%-12345X";

#define UEL_SIZE (sizeof uel - 1)

void receiver_start(struct receiver *r)
{
    r->job = NULL;
    r->dropped = NULL;
    r->dropping = r->dropped_ended = false;
    r->line_have = r->head_have = 0;
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

static void end_dropped(struct receiver *r)
{
    any_decoder_free(r->dropped);
    r->dropped = NULL;
    r->dropped_ended = false;
}

/* Stops the decoder of a job that is thrown away, so that its offset tells the job's end. */
static bool dropped_end(void *ctx)
{
    ((struct receiver *)ctx)->dropped_ended = true;
    return false;
}

/* Bytes of a job in a language the machine lacks. Returns how many were its own; of one that is
 * damaged, all are up to the next UEL. */
static size_t drop(struct receiver *r, const uint8_t *bytes, size_t n)
{
    uint64_t before = any_decoder_offset(r->dropped);

    if (any_decoder_feed(r->dropped, bytes, n))
        return n;
    if (r->dropped_ended)
        n = (size_t)(any_decoder_offset(r->dropped) - before);
    else
        r->dropping = true;
    end_dropped(r);
    return n;
}

/* Bytes of the job that is open. Returns how many were its own. */
static size_t feed_job(struct receiver *r, const uint8_t *bytes, size_t n)
{
    size_t used;

    if (r->dropped)
        return drop(r, bytes, n);
    if (!r->job)
        return n; /* there was no memory for it */
    used = job_feed(r->job, bytes, n);
    if (job_complete(r->job))
        end_job(r, NULL);
    return used;
}

/*
 * A job begins, in this language. What is no language that is known is taken by the first one,
 * which keeps it as a broken job, for whoever looks for a fault.
 */
static void begin_job(struct receiver *r, enum any_language language)
{
    const struct decode_callbacks callbacks = {.job_end = dropped_end, .ctx = r};

    if (language != ANY_NONE && !(r->languages & language)) {
        event("dropped", "s", "language", any_language_name(language));
        r->dropped = any_decoder_new(language, &callbacks);
    } else {
        r->job = job_start(r->store, language == ANY_NONE ? ANY_UFR2LT : language);
    }
    if (!r->job && !r->dropped) {
        if (!r->out_of_memory)
            fprintf(stderr, "virtual-printer: no memory for a job\n");
        r->out_of_memory = true;
    }
    if (language == ANY_PCL5E || language == ANY_PCLXL)
        (void)feed_job(r, (const uint8_t *)r->head, r->head_have);
    r->head_have = 0;
}

/* What came between jobs may turn out to be the head of one. */
static void keep_head(struct receiver *r, const char *bytes, size_t n)
{
    if (n <= sizeof r->head - r->head_have) {
        memcpy(r->head + r->head_have, bytes, n);
        r->head_have += n;
    }
}

/* A line of PJL, without its line feed. Only one needs an answer, and belongs to no job. */
static bool answer_line(struct receiver *r)
{
    char answer[PJL_LINE];
    size_t n = r->line_have;

    while (n > 0 && (r->line[n - 1] == '\r' || r->line[n - 1] == ' '))
        n--;
    if (n != 12 || memcmp(r->line, "@PJL INFO ID", 12) != 0)
        return false;
    n = (size_t)snprintf(answer, sizeof answer, "@PJL INFO ID\r\n\"%s\"\r\n\f", r->pjl_id);
    if (r->reply)
        r->reply(r->ctx, answer, n);
    return true;
}

/* The line that ended, with its line feed in line. One that enters a language begins a job, or
 * lets all be thrown away that is in a language nobody here knows. */
static void end_line(struct receiver *r)
{
    bool enters;
    enum any_language language = any_language_entered(r->line, r->line_have - 1, &enters);

    r->line_have--;
    if (answer_line(r)) {
        r->line_have = 0;
        return;
    }
    r->line[r->line_have++] = '\n';
    keep_head(r, r->line, r->line_have);
    r->line_have = 0;
    if (enters && language != ANY_NONE)
        begin_job(r, language);
    else if (enters) {
        event("dropped", "s", "language", "");
        r->dropping = true;
    }
}

/* A byte between jobs. False when it, and what is in the line before it, begin a job. */
static bool feed_between(struct receiver *r, char byte)
{
    if (r->line_have == 0 && (byte == '\r' || byte == '\n' || byte == ' '))
        return true;
    if (r->line_have == 0 && byte != uel[0] && byte != '@')
        return false;
    if (r->line_have == sizeof r->line)
        return false;
    if (r->line_have > 0 && r->line[0] == uel[0] && byte != uel[r->line_have])
        return false;
    r->line[r->line_have++] = byte;
    if (r->line[0] == '@' && byte == '\n') {
        end_line(r);
    } else if (r->line[0] == uel[0] && r->line_have == UEL_SIZE) {
        r->head_have = 0; /* of a job that did not come */
        keep_head(r, r->line, r->line_have);
        r->line_have = 0;
    }
    return true;
}

/* A byte of what is thrown away up to the next UEL. */
static void look_for_end(struct receiver *r, char byte)
{
    if (byte != uel[r->line_have])
        r->line_have = 0;
    if (byte == uel[r->line_have])
        r->line[r->line_have++] = byte;
    if (r->line_have < UEL_SIZE)
        return;
    r->dropping = false;
    r->line_have = r->head_have = 0;
    keep_head(r, uel, UEL_SIZE);
}

void receiver_feed(struct receiver *r, const uint8_t *bytes, size_t n)
{
    while (n > 0) {
        size_t used = 1;

        if (r->job || r->dropped || r->out_of_memory) {
            used = feed_job(r, bytes, n);
        } else if (r->dropping) {
            look_for_end(r, (char)*bytes);
        } else if (!feed_between(r, (char)*bytes)) {
            size_t have = r->line_have;

            r->line_have = 0;
            begin_job(r, any_language_of(have > 0 ? (uint8_t)r->line[0] : *bytes));
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
    end_dropped(r);
    r->dropping = false;
    r->line_have = r->head_have = 0;
}
