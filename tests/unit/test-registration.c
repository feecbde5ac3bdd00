/*
 * test-registration.c - offsets of trays and sides: as text, and which holds.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models.h"
#include "driver/registration.h"
#include "tests/unit/tap.h"

#include <string.h>

static bool becomes(const char *text, const char *wanted)
{
    struct registration r;
    char written[REGISTRATION_TEXT];

    if (!registration_read(text, &r))
        return false;
    registration_write(&r, written);
    if (strcmp(written, wanted) != 0)
        diag("'%s' became '%s'", text, written);
    return strcmp(written, wanted) == 0;
}

static bool is_refused(const char *text)
{
    struct registration r = {.n = 3};

    return !registration_read(text, &r) && r.n == 0;
}

static void test_text(void)
{
    struct registration r;

    ok(registration_read("tray-1:1.5,-0.8:0.25,0;by-pass-tray:0,+10", &r) && r.n == 2 &&
           r.trays[0].source == media_source_find("tray-1") && r.trays[0].front.x_hmm == 150 &&
           r.trays[0].front.y_hmm == -80 && r.trays[0].back.x_hmm == 25 &&
           r.trays[0].back.y_hmm == 0 && r.trays[1].front.y_hmm == 1000 &&
           r.trays[1].back.x_hmm == 0,
       "Millimetres are read for trays and sides");
    ok(becomes("", "") && becomes("tray-1:0,0", "") && becomes("auto:0,0", "auto:0,0") &&
           becomes("tray-1:+1.50,-0.80:0,0", "tray-1:1.5,-0.8") &&
           becomes("tray-2:0,0:-0.05,10;tray-1:10.00,-10", "tray-2:0,0:-0.05,10;tray-1:10,-10"),
       "They are written short, and trays that are not moved not at all");
    ok(becomes("auto:-9.99,-9.99:-9.99,-9.99;by-pass-tray:-9.99,-9.99:-9.99,-9.99;"
               "tray-1:-9.99,-9.99:-9.99,-9.99;tray-2:-9.99,-9.99:-9.99,-9.99",
               "auto:-9.99,-9.99:-9.99,-9.99;by-pass-tray:-9.99,-9.99:-9.99,-9.99;"
               "tray-1:-9.99,-9.99:-9.99,-9.99;tray-2:-9.99,-9.99:-9.99,-9.99"),
       "All trays have room");
    ok(is_refused("tray-1:10.01,0") && is_refused("tray-1:0,-11") &&
           is_refused("tray-1:99999999999999999999,0"),
       "What is more than 10 mm is refused");
    ok(is_refused("tray-1") && is_refused("tray-1:") && is_refused("tray-1:1") &&
           is_refused("tray-1:1,") && is_refused("tray-1:1,2:") && is_refused("tray-1:1,2,3") &&
           is_refused("tray-1:1,2:3") && is_refused("tray-9:1,2") && is_refused(":1,2") &&
           is_refused("tray-1:1.234,0") && is_refused("tray-1:1.,0") &&
           is_refused("tray-1:--1,0") && is_refused("tray-1:1,0 ") &&
           is_refused("tray-1:1,0;tray-1:1,0"),
       "What is written otherwise, too");
}

static struct job_params job_of(const char *source, const char *media, enum sides sides)
{
    return (struct job_params){.source = media_source_find(source),
                               .media = media_find(media),
                               .type = media_type_find("auto"),
                               .sides = sides};
}

static bool moves(const char *text, const char *source, const char *media, enum sides sides,
                  unsigned side, int32_t x, int32_t y)
{
    const struct job_params job = job_of(source, media, sides);
    struct registration r;
    struct offset offset;

    if (!registration_read(text, &r))
        return false;
    offset = registration_find(&r, models[0].caps, &job, side);
    if (offset.x_hmm != x || offset.y_hmm != y)
        diag("%s of %s: %d, %d", source, text, (int)offset.x_hmm, (int)offset.y_hmm);
    return offset.x_hmm == x && offset.y_hmm == y;
}

#define A4 "iso_a4_210x297mm"
#define A5 "iso_a5_148x210mm"

static void test_which(void)
{
    const char *both = "tray-1:1,2:3,4;by-pass-tray:5,6";

    ok(moves(both, "tray-1", A4, SIDES_ONE, 0, 100, 200) &&
           moves(both, "tray-1", A4, SIDES_ONE, 1, 100, 200) &&
           moves(both, "by-pass-tray", A4, SIDES_ONE, 0, 500, 600) &&
           moves(both, "tray-2", A4, SIDES_ONE, 0, 0, 0),
       "Each tray has its own offset, and one that was not measured none");
    ok(moves(both, "tray-1", A4, SIDES_LONG_EDGE, 0, 100, 200) &&
           moves(both, "tray-1", A4, SIDES_LONG_EDGE, 1, 300, 400) &&
           moves(both, "tray-1", A4, SIDES_LONG_EDGE, 2, 100, 200),
       "Backs have theirs");
    ok(moves(both, "tray-1", A4, SIDES_SHORT_EDGE, 0, 100, 200) &&
           moves(both, "tray-1", A4, SIDES_SHORT_EDGE, 1, -300, -400),
       "Over the short edge the back is turned round, and its offset with it");
    ok(moves(both, "auto", A4, SIDES_ONE, 0, 100, 200) &&
           moves(both, "auto", A5, SIDES_ONE, 0, 500, 600),
       "The automatic choice is the first drawer, or the bypass for what no drawer takes");
    ok(moves("auto:0,0;tray-1:1,2", "auto", A4, SIDES_ONE, 0, 0, 0) &&
           moves("auto:7,8;tray-1:1,2", "auto", A4, SIDES_ONE, 0, 700, 800),
       "Unless it has an offset itself");
}

static void test_set(void)
{
    const struct offset front = {100, -50}, back = {0, 30};
    struct registration r;
    char text[REGISTRATION_TEXT];

    ok(registration_read("tray-1:9,9:1,1", &r) &&
           registration_set(&r, media_source_find("tray-1"), &front, NULL) &&
           registration_set(&r, media_source_find("tray-2"), NULL, &back),
       "Sides are set one by one");
    registration_write(&r, text);
    ok(strcmp(text, "tray-1:1,-0.5:1,1;tray-2:0,0:0,0.3") == 0, "The others stay: %s", text);
}

static void test_dots(void)
{
    /* 2 mm at 600 dpi are 47.24 dots, 10 mm 236.2, .02 mm .47, .03 mm .71 */
    ok(registration_dots(200, 600) == 47 && registration_dots(-200, 600) == -47 &&
           registration_dots(1000, 600) == 236 && registration_dots(2, 600) == 0 &&
           registration_dots(3, 600) == 1 && registration_dots(-3, 600) == -1 &&
           registration_dots(200, 300) == 24,
       "Millimetres become the nearest dots");
}

int main(void)
{
    test_text();
    test_which();
    test_set();
    test_dots();
    return tap_done();
}
