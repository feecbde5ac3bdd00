/*
 * own-page.c - see own-page.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "own-page.h"

#include "own-page-parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INSET 118 /* dots from the printable edge to the contents, 5 mm */

/* ---- the pages ---- */

/* Where the paper comes from is decided by now. */
static void put_paper(struct side *s)
{
    const struct job_params *job = &s->ticket->job;
    char line[256];

    snprintf(line, sizeof(line), "Tray\t%s", job->source->label);
    (void)side_fact(s, line);
    snprintf(line, sizeof(line), "Paper\t%s, %s", job->media->label, job->type->label);
    (void)side_fact(s, line);
}

static void draw_frame(struct side *s)
{
    drawing_frame(s->drawing, s->margin, s->margin, s->width - 2 * s->margin,
                  s->height - 2 * s->margin, 2);
}

static void draw_test(struct side *s)
{
    static const struct module *const modules[] = {
        &module_tones, &module_text,    &module_photo,    &module_lines,
        &module_ramp,  &module_rosette, &module_specimen, NULL};

    draw_frame(s);
    side_title(s, "Test page", "canon-printer-app " VERSION);
    put_paper(s);
    side_facts(s);
    s->y += 40;
    side_modules(s, modules);
}

static void draw_demo(struct side *s)
{
    static const struct module *const modules[] = {
        &module_specimen, &module_rosette, &module_tones, &module_ramp,
        &module_lines,    &module_text,    NULL};
    int32_t width = s->right - s->left, height = width * 2 / 3;

    side_title(s, "Black on white", "canon-printer-app " VERSION);
    drawing_scaled(s->drawing, PICTURE_PHOTO, s->left, s->y, width, height);
    s->y += height + 60;
    side_facts(s);
    s->y += 40;
    side_modules(s, modules);
}

/* The number in the middle of the line. */
static void draw_number(struct side *s)
{
    int32_t width, height, x, digits = s->page->number > 9 ? 2 : 1;

    drawing_picture_size(PICTURE_DIGITS, &width, &height);
    x = (s->width - digits * PICTURE_DIGIT_WIDTH) / 2;
    if (digits == 2)
        drawing_part(s->drawing, PICTURE_DIGITS, x, s->y,
                     (int32_t)(s->page->number / 10 % 10) * PICTURE_DIGIT_WIDTH,
                     PICTURE_DIGIT_WIDTH);
    drawing_part(s->drawing, PICTURE_DIGITS, x + (digits - 1) * PICTURE_DIGIT_WIDTH, s->y,
                 (int32_t)(s->page->number % 10) * PICTURE_DIGIT_WIDTH, PICTURE_DIGIT_WIDTH);
    s->y += height + 60;
}

static void draw_finder(struct side *s)
{
    draw_number(s);
    drawing_box(s->drawing, s->left, s->y, s->right - s->left, 6, DRAWING_BLACK);
    s->y += 80;
    side_facts(s);
}

static void draw(struct side *s)
{
    switch (s->page->kind) {
    case OWN_PAGE_TEST:
        draw_test(s);
        break;
    case OWN_PAGE_CALIBRATION:
        side_calibrate(s);
        break;
    case OWN_PAGE_DEMO:
        draw_demo(s);
        break;
    case OWN_PAGE_FINDER:
        draw_finder(s);
        break;
    }
}

/* ---- into the intake ---- */

/* Dots of the machine as dots of the drawing. */
static int32_t scaled(int64_t dots, const struct page_params *page)
{
    int64_t twice = dots * DRAWING_DPI * 2 / (int64_t)page->dpi;

    return (int32_t)((twice + (twice < 0 ? -1 : 1)) / 2);
}

static struct drawing *make_drawing(struct intake *in, const struct own_page *page,
                                    const struct page_params *params, bool back)
{
    struct side s = {.page = page, .ticket = intake_ticket(in), .back = back};

    s.width = scaled(params->paper_width, params);
    s.height = scaled(params->paper_height, params);
    s.margin = scaled(params->margin, params);
    intake_shift(in, &s.shift_x, &s.shift_y);
    s.shift_x = scaled(s.shift_x, params);
    s.shift_y = scaled(s.shift_y, params);
    s.left = s.y = s.margin + INSET;
    s.right = s.width - s.margin - INSET;
    s.bottom = s.height - s.margin - INSET;
    s.drawing = drawing_new((uint32_t)s.width, (uint32_t)s.height);
    if (s.drawing != NULL)
        draw(&s);
    return s.drawing;
}

static bool put_lines(struct intake *in, struct drawing *drawing,
                      const struct page_source *source)
{
    uint8_t *line = malloc(source->width);
    bool good = line != NULL && drawing_is_whole(drawing);

    for (uint32_t y = 0; good && y < source->height; y++) {
        good = drawing_line(drawing, line);
        if (good && !intake_line(in, line))
            break;
    }
    free(line);
    if (!good)
        intake_fail(in, 0, "There is not enough memory for the page.");
    return intake_end_page(in);
}

static bool print_side(struct intake *in, const struct own_page *page,
                       const struct page_wish *wish, bool back)
{
    struct page_params params;
    struct page_source source = {.pixel = PIXEL_GRAY8, .clip_margins = true};
    struct drawing *drawing;
    bool good;

    if (!intake_page(in, wish, &params))
        return false;
    source.width = (uint32_t)scaled(params.paper_width, &params);
    source.height = (uint32_t)scaled(params.paper_height, &params);
    source.target_width = params.paper_width;
    source.target_height = params.paper_height;
    drawing = make_drawing(in, page, &params, back);
    if (drawing == NULL)
        intake_fail(in, 0, "There is not enough memory for the page.");
    good = drawing != NULL && intake_source(in, &source) && put_lines(in, drawing, &source);
    drawing_free(drawing);
    return good;
}

bool own_page_print(struct intake *in, const struct own_page *page,
                    const struct page_wish *wish)
{
    if (!print_side(in, page, wish, false))
        return false;
    return page->kind != OWN_PAGE_CALIBRATION || intake_ticket(in)->job.sides == SIDES_ONE ||
           print_side(in, page, wish, true);
}
