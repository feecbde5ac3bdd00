/*
 * story.c - see story.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "story.h"

#include <stdio.h>
#include <string.h>

#define NUM(array) (sizeof(array) / sizeof((array)[0]))

/* How lines begin. keep: characters of the beginning that are told, too. */
static const struct {
    const char *begin;
    enum story_kind kind;
    bool keep;
} beginnings[] = {
    {"Came by ",                 STORY_CAME,       true },
    {"Accepted for ",            STORY_TAKEN,      true },
    {"Ready for ",               STORY_READY,      true },
    {"Delivery to ",             STORY_BEGINS,     true },
    {"Released on the web page", STORY_RELEASED,   true },
    {"A wrong code was given",   STORY_WRONG_CODE, true },
    {"Waits: ",                  STORY_WAITS,      true },
    {"Waits for ",               STORY_WAITS,      true },
    {"Its paper is loaded now",  STORY_PAPER_CAME, true },
    {"The proof is printed",     STORY_PROOF,      true },
    {"canceled: ",               STORY_CANCELED,   false},
    {"aborted: ",                STORY_FAILED,     false},
    {"completed: ",              STORY_PRINTED,    false},
    {"... lines are left out",   STORY_LEFT_OUT,   true },
    {"Ticket from page ",        STORY_DEBUG,      true },
    {"Sending page ",            STORY_DEBUG,      true },
    {"Page ",                    STORY_DEBUG,      true },
};

/* "2026-11-27T21:24:00.123Z "; how many characters it takes, 0: there is none. */
static size_t read_time(const char *text, time_t *when)
{
    struct tm utc = {.tm_isdst = 0};
    int ms = 0, used = 0;

    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ %n", &utc.tm_year, &utc.tm_mon, &utc.tm_mday,
               &utc.tm_hour, &utc.tm_min, &utc.tm_sec, &ms, &used) != 7 ||
        used == 0)
        return 0;
    utc.tm_year -= 1900;
    utc.tm_mon -= 1;
    *when = timegm(&utc);
    return (size_t)used;
}

/* "To be held, says NAME at ADDRESS." The name may have anything in it. */
static bool read_wish(struct story_event *event)
{
    const char *what = event->text + strlen("To be "), *says, *at = NULL;
    char text[64];
    size_t n;

    if (strncmp(event->text, "To be ", 6) != 0 || (says = strstr(what, ", says ")) == NULL)
        return false;
    n = (size_t)(says - what);
    if (n >= sizeof(text))
        return false;
    memcpy(text, what, n);
    text[n] = '\0';
    says += strlen(", says ");
    for (const char *next = strstr(says, " at "); next != NULL; next = strstr(next + 1, " at "))
        at = next;
    n = at != NULL ? (size_t)(at - says) : strlen(says);
    n = n < sizeof(event->who) ? n : sizeof(event->who) - 1;
    memcpy(event->who, says, n);
    event->who[n] = '\0';
    event->kind = strcmp(text, "canceled") == 0 ? STORY_ASKED_CANCEL : STORY_ASKED;
    snprintf(event->text, sizeof(event->text), "%s", text);
    return true;
}

/* "Queue NAME: what it waits for". Names of queues have no colon. */
static bool read_machine(struct story_event *event)
{
    const char *colon = strchr(event->text, ':');

    if (strncmp(event->text, "Queue ", 6) != 0 || colon == NULL || colon[1] != ' ')
        return false;
    memmove(event->text, colon + 2, strlen(colon + 2) + 1);
    event->kind = STORY_MACHINE;
    return true;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

static void recognize(struct story_event *event)
{
    event->kind = STORY_NOTE;
    for (size_t i = 0; i < NUM(beginnings); i++) {
        size_t n = strlen(beginnings[i].begin);

        if (strncmp(event->text, beginnings[i].begin, n) != 0)
            continue;
        event->kind = beginnings[i].kind;
        if (!beginnings[i].keep)
            memmove(event->text, event->text + n, strlen(event->text + n) + 1);
        return;
    }
    if (!read_wish(event) && !read_machine(event) &&
        ends_with(event->text, " bytes have arrived."))
        event->kind = STORY_DEBUG;
}

bool story_line(const char *line, size_t n, struct story_event *event)
{
    char text[1200];
    size_t used;

    n = n < sizeof(text) ? n : sizeof(text) - 1;
    memcpy(text, line, n);
    text[n] = '\0';
    event->when = 0;
    event->who[0] = '\0';
    used = read_time(text, &event->when);
    snprintf(event->text, sizeof(event->text), "%.*s", (int)sizeof(event->text) - 1,
             text + used);
    if (event->text[0] == '\0')
        return false;
    recognize(event);
    return true;
}

void story_each(const char *record, size_t n,
                bool (*each)(void *ctx, const struct story_event *event), void *ctx)
{
    struct story_event events[2];
    size_t at = 0, now = 0;
    bool more = true, any = false;

    while (more && at < n) {
        const char *end = memchr(record + at, '\n', n - at);
        size_t length = end != NULL ? (size_t)(end - record) - at : n - at;
        const struct story_event *before = &events[1 - now];

        if (story_line(record + at, length, &events[now]) &&
            !(any && before->kind == events[now].kind &&
              strcmp(before->text, events[now].text) == 0 &&
              strcmp(before->who, events[now].who) == 0)) {
            more = each(ctx, &events[now]);
            any = true;
            now = 1 - now;
        }
        at += length + 1;
    }
}

const char *story_key(enum story_kind kind)
{
    static const char *const keys[STORY_KINDS] = {
        [STORY_CAME] = "story.came",
        [STORY_TAKEN] = "story.taken",
        [STORY_READY] = "story.ready",
        [STORY_BEGINS] = "story.begins",
        [STORY_MACHINE] = "story.machine",
        [STORY_ASKED_CANCEL] = "story.asked-cancel",
        [STORY_ASKED] = "story.asked",
        [STORY_RELEASED] = "story.released",
        [STORY_WRONG_CODE] = "story.wrong-code",
        [STORY_WAITS] = "story.waits",
        [STORY_PAPER_CAME] = "story.paper-came",
        [STORY_PROOF] = "story.proof",
        [STORY_CANCELED] = "story.canceled",
        [STORY_FAILED] = "story.failed",
        [STORY_PRINTED] = "story.printed",
        [STORY_LEFT_OUT] = "story.left-out",
        [STORY_NOTE] = "story.note",
        [STORY_DEBUG] = "story.note",
    };

    return keys[kind];
}
