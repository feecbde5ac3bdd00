/*
 * state-words.h - how a queue and its machine are, in words of people in ten languages: a
 * state, what is the matter, what to do.
 * Effects: reads queues, takes the lock of jobs for a moment.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_STATE_WORDS_H
#define SERVER_SITE_STATE_WORDS_H

#include "words.h"

#include "driver/media.h"
#include "driver/status.h"
#include "server/ipp-printer.h"
#include "server/jobs.h"

/* state_reason_key - the key of words of a REASON_ bit, "state.cover-open"; with ".do" behind
 * it what to do. NULL when it is not exactly one bit. */
const char *state_reason_key(uint32_t reason);

/* What a queue does, in one word. */
enum state_kind {
    STATE_READY,
    STATE_PRINTING,
    STATE_WAITING,    /* a person is to do something at the machine: state_say tells what */
    STATE_CONNECTING, /* the machine does not answer */
    STATE_PAUSED,
    STATE_QUIET, /* jobs wait for the end of quiet hours */
    STATE_REFUSING,
    STATE_ASLEEP,
    STATE_WARMING,
};

/* Everything of one moment. */
struct state_view {
    struct queue_view queue;
    struct device_status status; /* as of queue_status: with our estimate of the toner */
    enum state_kind kind;
    uint32_t reason;                       /* the most pressing one that hinders; 0 */
    uint32_t warnings;                     /* what does not hinder yet */
    char quiet_until[8];                   /* "07:00"; "" */
    const struct media *paper;             /* of the job that is printed; NULL: not known */
    const struct media_source *paper_from; /* NULL: any */
    char looked_for[256]; /* what somebody says who looks for it, where queue.identify is so */
};

/* state_look - now. Without the lock. */
void state_look(struct job_queue *queue, struct state_view *state);

/* state_class - of the element that says it: "ok", "busy", "bad". */
const char *state_class(const struct state_view *state);

/* state_say - a few words: "Printing", "Out of paper", "Quiet hours until 07:00". */
void state_say(enum words_language language, const struct state_view *state, char *text,
               size_t n);

/* state_todo - a sentence that says what a person is to do: "Load A4: Drawer 1." ""; nothing.
 */
void state_todo(enum words_language language, const struct state_view *state, char *text,
                size_t n);

/* state_found - of a printer that somebody looks for, a sentence; "". */
void state_found(enum words_language language, const struct state_view *state, char *text,
                 size_t n);

/* state_warn - the same for one of the warnings: words and what to do in one. */
void state_warn(enum words_language language, uint32_t reason, char *text, size_t n);

#endif
