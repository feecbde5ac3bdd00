/*
 * test-papers-ready.c - which paper is known to lie in a machine, and what a person is told.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/papers-ready.h"

#include "driver/status.h"
#include "tests/unit/tap.h"

#include <stdio.h>
#include <string.h>

static struct device_status status;
static struct papers_ready ready;

/* A tray of this size (0: it does not tell), with paper or empty; told: it says which. */
static void tray(const char *name, uint32_t width, uint32_t length, bool told, bool empty)
{
    struct tray *t = &status.trays[status.num_trays++];

    memset(t, 0, sizeof(*t));
    snprintf(t->name, sizeof(t->name), "%s", name);
    t->width_hmm = width;
    t->length_hmm = length;
    t->known = told;
    t->empty = empty;
}

static bool lacks(const char *name)
{
    return papers_ready_lacks(&ready, media_find(name));
}

static const char *const letter = "na_letter_8.5x11in", *const a4 = "iso_a4_210x297mm",
                         *const a5 = "iso_a5_148x210mm";

static void test_told(void)
{
    status_init(&status);
    papers_ready_told(&status, &ready);
    ok(!ready.known && !lacks(letter), "A machine without trays tells nothing");
    tray("Drawer 1", 21000, 29700, true, false);
    papers_ready_told(&status, &ready);
    ok(ready.known && lacks(letter) && !lacks(a4), "A drawer with A4 has no Letter");
    tray("Bypass Tray", 0, 0, false, false);
    papers_ready_told(&status, &ready);
    ok(lacks(letter), "A bypass tray that tells nothing holds nothing");
    status.trays[1].known = true;
    papers_ready_told(&status, &ready);
    ok(!lacks(letter), "One that has paper of a size it does not tell may hold Letter");
    status.trays[1].empty = true;
    papers_ready_told(&status, &ready);
    ok(lacks(letter), "When it is empty it does not");
    status.trays[1] =
        (struct tray){.name = "Bypass Tray", .width_hmm = 21600, .length_hmm = 27940};
    papers_ready_told(&status, &ready);
    ok(!lacks(letter) && lacks(a5) && ready.n == 2,
       "One that tells Letter to a tenth of a millimetre has it");
    tray("Drawer 2", 0, 0, true, false);
    papers_ready_told(&status, &ready);
    ok(!lacks(a5), "A drawer that does not tell its size may hold any");
    status.trays[2].unavailable = true;
    papers_ready_told(&status, &ready);
    ok(lacks(a5), "Not when it is broken");
    status.trays[0].empty = true;
    papers_ready_told(&status, &ready);
    ok(!lacks(a4), "An empty drawer has its size: the machine asks for more");
    status_init(&status);
    tray("Drawer 1", 0, 0, true, false);
    papers_ready_told(&status, &ready);
    ok(!ready.known, "A machine that tells no size at all is not known");
}

static void test_hint(void)
{
    const struct media_source *sources[] = {media_source_find("tray-1"),
                                            media_source_find("by-pass-tray")};
    char text[256], small[20];

    memset(&ready, 0, sizeof(ready));
    papers_ready_add(&ready, media_find(a4));
    papers_ready_add(&ready, NULL);
    papers_ready_add(&ready, media_find(a4));
    ok(ready.n == 1, "Each size is there once");
    papers_ready_hint(&ready, letter, sources, 2, true, text, sizeof(text));
    ok(strcmp(text, "Waits for Letter. Load it in drawer 1 or the bypass tray, or print it on "
                    "A4.") == 0,
       "It says what to do: %s", text);
    papers_ready_hint(&ready, "na_letter_8.5x11in nonsense na_legal_8.5x14in", sources, 1,
                      false, text, sizeof(text));
    ok(strcmp(text, "Waits for Letter and Legal. Load it in drawer 1.") == 0,
       "Of several sizes, without other paper: %s", text);
    papers_ready_hint(&ready, letter, sources, 2, true, small, sizeof(small));
    ok(strcmp(small, "Waits for Letter. L") == 0, "What has no room is cut");
}

int main(void)
{
    test_told();
    test_hint();
    return tap_done();
}
