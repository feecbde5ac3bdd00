/*
 * story.h - the record of a job (recorder.h) as events that can be told in any language.
 *
 * The record is lines of the log, in English, some with names that people chose: nothing in
 * them is believed. What is not recognized is told as it stands.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_STORY_H
#define SERVER_SITE_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum story_kind {
    STORY_CAME,
    STORY_TAKEN,
    STORY_READY,
    STORY_BEGINS,
    STORY_MACHINE, /* text: what the delivery waits for */
    STORY_ASKED_CANCEL,
    STORY_ASKED, /* text: "held", "printed next" ... */
    STORY_RELEASED,
    STORY_WRONG_CODE,
    STORY_WAITS, /* text: for what */
    STORY_PAPER_CAME,
    STORY_PROOF,
    STORY_CANCELED, /* text: the rest, as for the next two */
    STORY_FAILED,
    STORY_PRINTED,
    STORY_LEFT_OUT,
    STORY_NOTE,  /* anything else, in text */
    STORY_DEBUG, /* what interests developers only, in text */
    STORY_KINDS
};

struct story_event {
    enum story_kind kind;
    time_t when;   /* 0: not told */
    char who[160]; /* of STORY_ASKED*: the name that was given */
    char text[1100];
};

/* story_line - one line of a record, n bytes without its end. False: it is empty. */
bool story_line(const char *line, size_t n, struct story_event *event);

/* story_each - all events of a record, n bytes; stops when each returns false. Events of which
 * several follow on each other with the same text are told once. */
void story_each(const char *record, size_t n,
                bool (*each)(void *ctx, const struct story_event *event), void *ctx);

/* story_key - the key of words for a kind, "story.came". */
const char *story_key(enum story_kind kind);

#endif
