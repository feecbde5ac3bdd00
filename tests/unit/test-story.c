/*
 * test-story.c - the record of a job as a story: each kind of line, names that lie, lines that
 * are cut.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/site/story.h"

#include "server/site/words.h"
#include "tests/unit/tap.h"

#include <string.h>

static struct story_event event;

static bool reads(const char *line)
{
    return story_line(line, strlen(line), &event);
}

static bool kind_is(const char *text, enum story_kind kind)
{
    char line[1300];

    snprintf(line, sizeof(line), "2026-11-27T21:24:00.123Z %s", text);
    return reads(line) && event.kind == kind && event.when == 1795814640;
}

static void try_kinds(void)
{
    ok(kind_is("Came by LPD from 192.0.2.7.", STORY_CAME), "where it came from");
    ok(kind_is("Accepted for office: 2 pages.", STORY_TAKEN), "it was taken");
    ok(kind_is("Ready for office: 2 pages.", STORY_READY), "its pages are ready");
    ok(kind_is("Delivery to socket://x begins.", STORY_BEGINS), "sending begins");
    ok(kind_is("Waits for Letter, which is not loaded.", STORY_WAITS), "it waits for paper");
    ok(kind_is("Waits: it reads like a PCL file.", STORY_WAITS), "it waits for a look");
    ok(kind_is("Released on the web page, at ::1.", STORY_RELEASED), "it was released");
    ok(kind_is("Something new.", STORY_NOTE) && strcmp(event.text, "Something new.") == 0,
       "what is not known stays as it is");
    ok(kind_is("Sending page 3 (side 1 of this part).", STORY_DEBUG),
       "what is for developers is known");
    ok(kind_is("canceled: Canceled. Nothing was printed.", STORY_CANCELED) &&
           strcmp(event.text, "Canceled. Nothing was printed.") == 0,
       "how it ended is without the state's name");
    ok(kind_is("Queue office: Load A4.", STORY_MACHINE) && strcmp(event.text, "Load A4.") == 0,
       "what the machine waits for is without the printer's name");
}

static void try_names(void)
{
    ok(kind_is("To be canceled, says Ann at 192.0.2.7.", STORY_ASKED_CANCEL) &&
           strcmp(event.who, "Ann") == 0,
       "who canceled it");
    ok(kind_is("To be held, says Ann at 192.0.2.7.", STORY_ASKED) &&
           strcmp(event.text, "held") == 0,
       "who held it");
    ok(kind_is("To be canceled, says Ann at home, says Bob at 192.0.2.7.",
               STORY_ASKED_CANCEL) &&
           strcmp(event.who, "Ann at home, says Bob") == 0,
       "a name may look like a line");
    ok(kind_is("To be , says ", STORY_ASKED) && event.who[0] == '\0', "or be missing");
}

static unsigned events;

static bool count(void *ctx, const struct story_event *one)
{
    (void)ctx;
    (void)one;
    return ++events < 3;
}

static void try_records(void)
{
    static const char record[] = "2026-11-27T21:24:00.123Z Queue a: Load A4.\n"
                                 "2026-11-27T21:24:30.123Z Queue a: Load A4.\n"
                                 "\n"
                                 "... lines are left out here ...\n"
                                 "2026-11-27T21:25:00";
    char large[3000];

    events = 0;
    story_each(record, sizeof(record) - 1, count, NULL);
    ok(events == 3, "the same line twice is told once, an empty one not at all");
    events = 0;
    story_each(record, 44, count, NULL);
    ok(events == 2, "nothing behind the end is read");
    ok(reads("... lines are left out here ...") && event.kind == STORY_LEFT_OUT &&
           event.when == 0,
       "a gap is told");
    memset(large, 'x', sizeof(large));
    ok(story_line(large, sizeof(large), &event) && strlen(event.text) < sizeof(event.text),
       "a line that is too long is cut");
    ok(!story_line("", 0, &event), "an empty line is nothing");
}

int main(void)
{
    bool all = true;

    try_kinds();
    try_names();
    try_records();
    for (int kind = 0; kind < STORY_KINDS; kind++)
        all = all && word_exists(story_key((enum story_kind)kind));
    ok(all, "there are words for each kind");
    return tap_done();
}
