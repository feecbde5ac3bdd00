/*
 * watermark.c - see watermark.h. Pango finds the fonts for each script, cairo writes the PDF.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "watermark.h"

#include "output.h"

#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>

#define FONT      "sans bold"
#define FONT_SIZE 100.0 /* points, before the words are made to fit */

/* Light enough to read the page through it, dark enough to survive a copier. */
#define GRAY 0.8

/* Of the sheet, at most: its width and height for the words as they lie, and its shorter side
 * for the height of letters, so that a single one does not fill it. */
#define SHARE        0.85
#define LETTER_SHARE 0.22

static PangoLayout *lay_out(cairo_t *cairo, const char *utf8)
{
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    PangoFontDescription *font = pango_font_description_from_string(FONT);

    pango_font_description_set_absolute_size(font, FONT_SIZE * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_text(layout, utf8, -1);
    return layout;
}

/* The factor by which words of a size fit a sheet they lie across. */
static double fit(double words_width, double words_height, double width, double height)
{
    double angle = atan2(height, width), c = cos(angle), s = sin(angle);
    double by_width = SHARE * width / (words_width * c + words_height * s);
    double by_height = SHARE * height / (words_width * s + words_height * c);
    double by_letter = LETTER_SHARE * fmin(width, height) / words_height;

    return fmin(fmin(by_width, by_height), by_letter);
}

static void draw(cairo_t *cairo, PangoLayout *layout, double width, double height)
{
    PangoRectangle ink;
    double factor, words_width, words_height;

    pango_layout_get_extents(layout, &ink, NULL);
    words_width = (double)ink.width / PANGO_SCALE;
    words_height = (double)ink.height / PANGO_SCALE;
    if (words_width <= 0 || words_height <= 0) /* blanks */
        return;
    factor = fit(words_width, words_height, width, height);
    cairo_translate(cairo, width / 2, height / 2);
    cairo_rotate(cairo, -atan2(height, width));
    cairo_scale(cairo, factor, factor);
    cairo_move_to(cairo, -words_width / 2 - (double)ink.x / PANGO_SCALE,
                  -words_height / 2 - (double)ink.y / PANGO_SCALE);
    cairo_set_source_rgb(cairo, GRAY, GRAY, GRAY);
    pango_cairo_show_layout(cairo, layout);
}

bool watermark_write(int fd, double width, double height, const char *utf8)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(output_write, &fd, width, height);
    cairo_t *cairo = cairo_create(surface);
    PangoLayout *layout = lay_out(cairo, utf8);
    bool done;

    draw(cairo, layout, width, height);
    cairo_show_page(cairo);
    g_object_unref(layout);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    done = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return done;
}
