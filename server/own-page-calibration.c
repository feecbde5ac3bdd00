/*
 * own-page-calibration.c - the calibration page: by it a person reads where on the sheet the
 * machine prints, without any tool.
 *
 * A sheet that is folded edge onto edge has its crease in its middle, whatever the machine did.
 * Two scales lie where the machine believes the middle to be; the number at the crease is how
 * far the page must be moved. The scales stand where they are whatever is set for the tray, so
 * the number is always what is to be set, not what is to be added. All else on the page is
 * moved as any page, so that a second page shows whether it is right: the crease goes through
 * the pointers then. Along the edges are rules that count from the edge of the sheet.
 *
 * Places of ticks are the nearest dots, a tick is three dots wide with that dot in its middle.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/registration.h"
#include "own-page-parts.h"

#include <stdio.h>
#include <string.h>

#define SCALE_MM   10    /* to each side */
#define SCALE_ROOM 190   /* dots of its ticks and numbers */
#define BAND       300   /* dots the scales take above and below the middle */
#define RULE       190   /* dots the rules along the edges take */
#define CROSS_AT   2000  /* 1/100 mm from the edges */
#define CROSS_MM   5     /* half its length */
#define WIDE       19000 /* 1/100 mm; narrower sheets are printed on one side only */

/* A line across a rule or scale, at its place in one direction. */
static void tick(struct side *s, bool level, int32_t at, int32_t from, int32_t length)
{
    if (level)
        drawing_box(s->drawing, at - 1, from, 3, length, DRAWING_BLACK);
    else
        drawing_box(s->drawing, from, at - 1, length, 3, DRAWING_BLACK);
}

static void label(struct side *s, int number, int32_t x, int32_t y)
{
    char text[16];
    int32_t width;

    snprintf(text, sizeof(text), "%d", number);
    width = drawing_text_width(FACE_TINY, text);
    (void)drawing_text(s->drawing, FACE_TINY, x - width / 2, y + 15, text, 0);
}

/* ---- rules along the edges ---- */

/* One rule. level: along the top or bottom; far: along the bottom or right. It counts from the
 * left or the top along the near edges, from the others along the far ones. */
static void draw_rule(struct side *s, bool level, bool far)
{
    int32_t length = level ? s->width : s->height, across = level ? s->height : s->width;
    int32_t edge = far ? across - s->margin : s->margin;

    for (int mm = 1; drawing_dots(mm * 100) < length - s->margin; mm++) {
        int32_t dots = drawing_dots(mm * 100), at = far ? length - 1 - dots : dots;
        int32_t size = mm % 10 == 0 ? 100 : mm % 5 == 0 ? 70 : 40;

        if (dots < s->margin)
            continue;
        tick(s, level, at, far ? edge - size : edge, size);
        if (mm % 10 != 0 || dots > length - s->margin - RULE || dots < s->margin + RULE)
            continue;
        if (level)
            label(s, mm, at, far ? edge - 130 : edge + 130);
        else
            label(s, mm, far ? edge - 155 : edge + 155, at);
    }
}

/* ---- the scales ---- */

/* level: X. sign: of what is set, in the image. */
static void draw_scale(struct side *s, bool level, int32_t across, int sign)
{
    int32_t middle = level ? s->width / 2 : s->height / 2;
    int32_t zero = middle - (level ? s->shift_x : s->shift_y);

    for (int half = -2 * SCALE_MM; half <= 2 * SCALE_MM; half++) {
        int32_t at = zero + sign * drawing_dots(half * 50);
        int32_t size = half % 10 == 0 ? 120 : half % 2 == 0 ? 80 : 45;

        tick(s, level, at, across - size, size);
        if (half % 10 != 0)
            continue;
        if (level)
            label(s, half / 2, at, across - 150);
        else
            label(s, half / 2, across - 160, at);
    }
    if (level)
        drawing_box(s->drawing, zero - drawing_dots(SCALE_MM * 100), across,
                    2 * drawing_dots(SCALE_MM * 100), 4, DRAWING_BLACK);
    else
        drawing_box(s->drawing, across, zero - drawing_dots(SCALE_MM * 100), 4,
                    2 * drawing_dots(SCALE_MM * 100), DRAWING_BLACK);
    /* the pointer: where the middle is with what is set */
    for (int32_t i = 0; i < 40; i++)
        if (level)
            drawing_box(s->drawing, middle - i / 2, across + 14 + i, 2 * (i / 2) + 1, 1,
                        DRAWING_BLACK);
        else
            drawing_box(s->drawing, across + 14 + i, middle - i / 2, 1, 2 * (i / 2) + 1,
                        DRAWING_BLACK);
}

static void draw_scales(struct side *s)
{
    /* over the short edge the machine turns the back round, and what is set with it */
    int sign = s->back && s->ticket->job.sides == SIDES_SHORT_EDGE ? -1 : 1;
    int32_t x = s->width / 2, y = s->height / 2 + 60, left = x - drawing_dots(2700);

    /* not into the rule of a narrow sheet */
    if (left < s->margin + RULE + SCALE_ROOM)
        left = s->margin + RULE + SCALE_ROOM;

    draw_scale(s, true, y, sign);
    (void)drawing_text(s->drawing, FACE_HEADING, x + drawing_dots(1300), y + 40, "X", 0);
    draw_scale(s, false, left, sign);
    (void)drawing_text(s->drawing, FACE_HEADING, left + 90, s->height / 2 - 80, "Y", 0);
}

/* ---- both sides against the light ---- */

static void draw_cross(struct side *s, int32_t x, int32_t y)
{
    int32_t half = drawing_dots(CROSS_MM * 100);

    tick(s, true, x, y - half, 2 * half + 1);
    tick(s, false, y, x - half, 2 * half + 1);
    for (int mm = 1; mm < CROSS_MM; mm++)
        for (int sign = -1; sign <= 1; sign += 2) {
            int32_t d = sign * drawing_dots(mm * 100);

            tick(s, true, x + d, y - 15, 31);
            tick(s, false, y + d, x - 15, 31);
        }
    /* the back's is in a box, so that one knows which is which */
    if (s->back)
        drawing_frame(s->drawing, x - half, y - half, 2 * half + 1, 2 * half + 1, 3);
}

static bool is_wide(const struct side *s)
{
    return s->width >= drawing_dots(WIDE);
}

static void draw_crosses(struct side *s)
{
    int32_t d = drawing_dots(CROSS_AT), ys[] = {d, s->height / 2, s->height - 1 - d};

    if (!is_wide(s))
        return;
    for (size_t i = 0; i < sizeof(ys) / sizeof(ys[0]); i++) {
        draw_cross(s, d, ys[i]);
        draw_cross(s, s->width - 1 - d, ys[i]);
    }
}

/* ---- words ---- */

/* Above the scales, or below them where there is no more room. */
static void put_paragraph(struct side *s, const char *text, int32_t last)
{
    if (side_paragraph(s, text) || s->bottom == last)
        return;
    s->y = s->height / 2 + BAND;
    s->bottom = last;
    (void)side_paragraph(s, text);
}

/* As the page is told to tell it. */
static const char *queue_of(const struct side *s)
{
    static const char name[] = "Queue\t";

    for (size_t i = 0; i < OWN_PAGE_LINES && s->page->lines[i] != NULL; i++)
        if (strncmp(s->page->lines[i], name, sizeof(name) - 1) == 0)
            return s->page->lines[i] + sizeof(name) - 1;
    return "QUEUE";
}

static void put_words(struct side *s, int32_t last)
{
    const struct job_params *job = &s->ticket->job;
    char text[256];

    put_paragraph(s, "1. Fold the sheet left edge onto right edge. Read scale X at the crease.",
                  last);
    put_paragraph(s, "2. Fold it top edge onto bottom edge. Read scale Y at the crease.", last);
    snprintf(text, sizeof(text),
             "3. canon-printer-app calibrate -d %s -o media-source=%s -o %s=X,Y", queue_of(s),
             job->source->name, s->back ? "back" : "front");
    put_paragraph(s, text, last);
    if (is_wide(s) && job->sides != SIDES_ONE)
        put_paragraph(s,
                      "Against the light the crosses of both sides lie on each other when both "
                      "are right; each tick of a cross is 1 mm.",
                      last);
}

static void put_facts(struct side *s)
{
    const struct job_params *job = &s->ticket->job;
    struct offset offset = {0, 0};
    char line[256];

    snprintf(line, sizeof(line), "Tray\t%s", job->source->label);
    (void)side_fact(s, line);
    snprintf(line, sizeof(line), "Paper\t%s, %s", job->media->label, job->type->label);
    (void)side_fact(s, line);
    /* as it is on the page: in dots */
    offset.x_hmm = s->shift_x * 2540 / DRAWING_DPI;
    offset.y_hmm = s->shift_y * 2540 / DRAWING_DPI;
    snprintf(line, sizeof(line), "Moved by\t%.1f mm to the right, %.1f mm down",
             offset.x_hmm / 100.0, offset.y_hmm / 100.0);
    (void)side_fact(s, line);
    side_facts(s);
}

void side_calibrate(struct side *s)
{
    static const struct module *const modules[] = {&module_tones, &module_lines, &module_text,
                                                   &module_ramp, NULL};
    int32_t last = s->bottom - RULE, inset = is_wide(s) ? drawing_dots(3200) - s->left : RULE;

    drawing_frame(s->drawing, s->margin, s->margin, s->width - 2 * s->margin,
                  s->height - 2 * s->margin, 2);
    for (int i = 0; i < 4; i++)
        draw_rule(s, (i & 1) != 0, (i & 2) != 0);
    draw_scales(s);
    draw_crosses(s);
    s->left += inset;
    s->right -= inset;
    s->y += RULE;
    s->bottom = s->height / 2 - BAND;
    side_title(s, s->back ? "Back side" : "Front side", "Calibration page");
    put_facts(s);
    s->y += 60;
    put_words(s, last);
    if (s->bottom != last)
        s->y = s->height / 2 + BAND;
    s->bottom = last;
    side_modules(s, modules);
}
