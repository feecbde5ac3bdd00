/*
 * state-words.c - see state-words.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "state-words.h"

#include "names.h"
#include "visit.h"

#include "server/identify.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* In the order of their bits. */
static const struct {
    const char *key, *todo;
} reasons[] = {
    {"state.media-jam",        "state.media-jam.do"      },
    {"state.cover-open",       "state.cover-open.do"     },
    {"state.door-open",        "state.door-open.do"      },
    {"state.drawer-out",       "state.drawer-out.do"     },
    {"state.output-missing",   "state.output-missing.do" },
    {"state.supply-missing",   "state.supply-missing.do" },
    {"state.toner-empty",      "state.toner-empty.do"    },
    {"state.media-needed",     "state.load"              },
    {"state.media-empty",      "state.load"              },
    {"state.output-full",      "state.output-full.do"    },
    {"state.waste-full",       "state.waste-full.do"     },
    {"state.drum-empty",       "state.drum-empty.do"     },
    {"state.offline",          "state.offline.do"        },
    {"state.attention",        "state.attention.do"      },
    {"state.tray-empty",       "state.tray-empty.do"     },
    {"state.toner-low",        "state.toner-low.do"      },
    {"state.media-low",        "state.media-low.do"      },
    {"state.output-near-full", "state.output-full.do"    },
    {"state.waste-near-full",  "state.waste-near-full.do"},
    {"state.drum-low",         "state.drum-low.do"       },
    {"state.service",          "state.attention.do"      },
};
_Static_assert(sizeof(reasons) / sizeof(reasons[0]) == NUM_REASONS, "one row for each bit");

static const struct {
    const char *key, *todo, *color;
} kinds[] = {
    [STATE_READY] = {"state.ready",      "",                    "ok"  },
    [STATE_PRINTING] = {"state.printing",   "",                    "ok"  },
    [STATE_WAITING] = {"state.attention",  "",                    "bad" },
    [STATE_CONNECTING] = {"state.connecting", "state.connecting.do", "bad" },
    [STATE_PAUSED] = {"state.paused",     "state.paused.do",     "busy"},
    [STATE_QUIET] = {"state.quiet",      "state.quiet.do",      "busy"},
    [STATE_REFUSING] = {"state.refusing",   "state.refusing.do",   "busy"},
    [STATE_ASLEEP] = {"state.asleep",     "",                    "ok"  },
    [STATE_WARMING] = {"state.warming",    "",                    "ok"  },
};

static int index_of(uint32_t reason)
{
    for (int i = 0; i < NUM_REASONS; i++)
        if (reason == UINT32_C(1) << i)
            return i;
    return -1;
}

const char *state_reason_key(uint32_t reason)
{
    int i = index_of(reason);

    return i >= 0 ? reasons[i].key : NULL;
}

/* ---- looking ---- */

/* The one with the lowest bit: they are in the order of how they press. */
static uint32_t most_pressing(uint32_t bits)
{
    return bits & (~bits + 1);
}

static uint32_t warnings_of(uint32_t bits)
{
    /* what is empty is not low, too */
    static const struct {
        uint32_t said, beside;
    } same[] = {
        {REASON_TONER_LOW,                     REASON_TONER_EMPTY                      },
        {REASON_TRAY_EMPTY | REASON_MEDIA_LOW, REASON_MEDIA_NEEDED | REASON_MEDIA_EMPTY},
        {REASON_MEDIA_LOW,                     REASON_TRAY_EMPTY                       },
        {REASON_OUTPUT_NEAR_FULL,              REASON_OUTPUT_FULL                      },
        {REASON_WASTE_NEAR_FULL,               REASON_WASTE_FULL                       },
        {REASON_DRUM_LOW,                      REASON_DRUM_EMPTY                       },
    };
    uint32_t some = 0;

    for (int i = 0; i < NUM_REASONS; i++)
        if (status_reason_severity(UINT32_C(1) << i) == SEVERITY_WARNING)
            some |= bits & UINT32_C(1) << i;
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
        if ((bits & same[i].beside) != 0)
            some &= ~same[i].said;
    return some;
}

static uint32_t errors_of(uint32_t bits)
{
    uint32_t some = 0;

    for (int i = 0; i < NUM_REASONS; i++)
        if (status_reason_severity(UINT32_C(1) << i) == SEVERITY_ERROR)
            some |= bits & UINT32_C(1) << i;
    return some;
}

static void look_at_quiet(const char *hours, struct state_view *state)
{
    time_t until;
    struct tm local;

    if (queue_is_quiet(hours, time(NULL), &until) && localtime_r(&until, &local) != NULL)
        snprintf(state->quiet_until, sizeof(state->quiet_until), "%02d:%02d",
                 local.tm_hour % 24, local.tm_min % 60);
}

static enum state_kind kind_of(const struct state_view *state, bool silent)
{
    if (silent)
        return STATE_CONNECTING;
    if (state->queue.paused && state->queue.state != IPP_PSTATE_PROCESSING)
        return STATE_PAUSED;
    if (state->reason != 0)
        return STATE_WAITING;
    if (state->queue.state == IPP_PSTATE_PROCESSING)
        return STATE_PRINTING;
    if (state->quiet_until[0] != '\0' && state->queue.active > 0)
        return STATE_QUIET;
    if (!state->queue.accepting)
        return STATE_REFUSING;
    if (state->status.asleep)
        return STATE_ASLEEP;
    return state->status.state == MACHINE_WARMUP ? STATE_WARMING : STATE_READY;
}

void state_look(struct job_queue *queue, struct state_view *state)
{
    uint32_t told;
    char quiet[sizeof(queue->quiet)];

    memset(state, 0, sizeof(*state));
    queue_look(queue, &state->queue);
    queue_status(queue, &state->status);
    jobs_lock(queue->jobs);
    told = queue->reasons;
    state->paper = queue->paper;
    state->paper_from = queue->paper_from;
    snprintf(quiet, sizeof(quiet), "%s", queue->quiet);
    jobs_unlock(queue->jobs);
    if (state->queue.identify)
        (void)identify_message(queue->id, state->looked_for, sizeof(state->looked_for));
    look_at_quiet(quiet, state);
    state->reason = most_pressing(errors_of(state->queue.reasons));
    state->warnings = warnings_of(state->queue.reasons);
    /* "offline" of the delivery: it gets no answer at all; of the machine: somebody pressed a
     * key */
    state->kind =
        kind_of(state, state->reason == REASON_OFFLINE && (told & REASON_OFFLINE) != 0 &&
                           (state->status.reasons & REASON_OFFLINE) == 0);
}

/* ---- saying ---- */

const char *state_class(const struct state_view *state)
{
    if (kinds[state->kind].color[0] == 'o' && state->warnings != 0)
        return "busy";
    return kinds[state->kind].color;
}

void state_say(enum words_language language, const struct state_view *state, char *text,
               size_t n)
{
    const char *key =
        state->kind == STATE_WAITING ? state_reason_key(state->reason) : kinds[state->kind].key;

    say_into(language, text, n, key, "time", state->quiet_until, NULL);
}

/* "Load A4: Drawer 1.", as far as it is known. */
static void say_load(enum words_language language, const struct state_view *state, char *text,
                     size_t n)
{
    const char *paper = state->paper != NULL ? state->paper->label : "";
    char source[80] = "";

    if (state->paper_from != NULL)
        (void)name_find(language, "media-source", state->paper_from->name, source,
                        sizeof(source));
    say_into(language, text, n,
             paper[0] == '\0'    ? "state.load"
             : source[0] == '\0' ? "state.load-paper"
                                 : "state.load-paper-source",
             "paper", paper, "source", source, NULL);
}

void state_todo(enum words_language language, const struct state_view *state, char *text,
                size_t n)
{
    int i = index_of(state->reason);

    text[0] = '\0';
    if (state->kind != STATE_WAITING) {
        if (kinds[state->kind].todo[0] != '\0')
            say_into(language, text, n, kinds[state->kind].todo, "time", state->quiet_until,
                     NULL);
    } else if ((state->reason & (REASON_MEDIA_NEEDED | REASON_MEDIA_EMPTY)) != 0)
        say_load(language, state, text, n);
    else if (state->reason == REASON_ATTENTION && state->status.panel[0] != '\0')
        say_into(language, text, n, "state.panel", "text", state->status.panel, NULL);
    else if (i >= 0)
        say_into(language, text, n, reasons[i].todo, NULL);
}

void state_found(enum words_language language, const struct state_view *state, char *text,
                 size_t n)
{
    text[0] = '\0';
    if (state->queue.identify)
        say_into(language, text, n,
                 state->looked_for[0] != '\0' ? "state.looked-for-text" : "state.looked-for",
                 "text", state->looked_for, NULL);
}

void state_warn(enum words_language language, uint32_t reason, char *text, size_t n)
{
    int i = index_of(reason);
    char what[200], todo[300];

    text[0] = '\0';
    if (i < 0)
        return;
    say_into(language, what, sizeof(what), reasons[i].key, NULL);
    say_into(language, todo, sizeof(todo), reasons[i].todo, NULL);
    say_into(language, text, n, "state.warning", "what", what, "todo", todo, NULL);
}
