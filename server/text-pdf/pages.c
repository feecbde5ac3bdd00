/*
 * pages.c - see pages.h. Pango finds the fonts for each script, turns and joins letters; cairo
 * writes the PDF, a page at a time.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pages.h"

#include "output.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdint.h>
#include <stdlib.h>

#define FONT       "monospace"
#define FONT_SIZE  10.0 /* points */
#define LEAST_SIZE 8.5  /* to get the columns below onto a sheet */
#define COLUMNS    80
#define TAB        8
#define LEADING    1.0

struct pages {
    int fd;
    double width, height, margin;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoLayout *layout;
    double y;       /* top of the next line */
    double pitch;   /* of lines that need no more */
    bool inked;     /* the page has something on it */
    unsigned shown; /* pages that are done */
};

/* Of a digit, points. */
static double column_width(PangoLayout *layout)
{
    int width;

    pango_layout_set_text(layout, "0000000000", 10);
    pango_layout_get_size(layout, &width, NULL);
    return (double)width / PANGO_SCALE / 10;
}

static void set_font(PangoLayout *layout, double size)
{
    PangoFontDescription *font = pango_font_description_from_string(FONT);

    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

static void set_tabs(PangoLayout *layout, double column)
{
    PangoTabArray *tabs = pango_tab_array_new(2, FALSE);

    for (int i = 0; i < 2; i++) /* the distance between the last two is that of all others */
        pango_tab_array_set_tab(tabs, i, PANGO_TAB_LEFT,
                                (int)((i + 1) * TAB * column * PANGO_SCALE + 0.5));
    pango_layout_set_tabs(layout, tabs);
    pango_tab_array_free(tabs);
}

/* Positions as on paper, not as on a screen: else letters move to whole pixels of 72 dpi. */
static void set_for_paper(cairo_t *cairo, PangoLayout *layout)
{
    cairo_font_options_t *options = cairo_font_options_create();
    PangoContext *context = pango_layout_get_context(layout);

    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cairo, options);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_destroy(options);
}

static void prepare_layout(struct pages *p)
{
    double room = p->width - 2 * p->margin, column;
    int height;

    p->layout = pango_cairo_create_layout(p->cairo);
    set_for_paper(p->cairo, p->layout);
    set_font(p->layout, FONT_SIZE);
    column = column_width(p->layout);
    if (column * COLUMNS > room && column * COLUMNS * LEAST_SIZE / FONT_SIZE <= room) {
        set_font(p->layout, FONT_SIZE * room / (column * COLUMNS) * 0.9999);
        column = column_width(p->layout);
    }
    pango_layout_get_size(p->layout, NULL, &height);
    p->pitch = (double)height / PANGO_SCALE * LEADING;
    set_tabs(p->layout, column);
    pango_layout_set_width(p->layout, (int)(room * PANGO_SCALE));
    pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(p->layout, TRUE);
}

struct pages *pages_new(int fd, double width, double height, double margin)
{
    struct pages *p = calloc(1, sizeof *p);

    if (p == NULL)
        return NULL;
    p->fd = fd;
    p->width = width;
    p->height = height;
    p->margin = margin;
    p->y = margin;
    p->surface = cairo_pdf_surface_create_for_stream(output_write, &p->fd, width, height);
    p->cairo = cairo_create(p->surface);
    prepare_layout(p);
    return p;
}

static void show_page(struct pages *p)
{
    cairo_show_page(p->cairo);
    p->shown++;
    p->y = p->margin;
    p->inked = false;
}

/* One line of those that a long one is wrapped to. */
static void draw_line(struct pages *p, PangoLayoutIter *iter)
{
    PangoRectangle extents;
    double height, baseline;

    pango_layout_iter_get_line_extents(iter, NULL, &extents);
    baseline = (double)(pango_layout_iter_get_baseline(iter) - extents.y) / PANGO_SCALE;
    height = (double)extents.height / PANGO_SCALE;
    if (height < p->pitch)
        height = p->pitch;
    if (p->y + height > p->height - p->margin && p->y > p->margin)
        show_page(p);
    cairo_move_to(p->cairo, p->margin + (double)extents.x / PANGO_SCALE, p->y + baseline);
    pango_cairo_show_layout_line(p->cairo, pango_layout_iter_get_line_readonly(iter));
    p->y += height;
    if (extents.width > 0)
        p->inked = true;
}

void pages_line(struct pages *p, const char *utf8, size_t n)
{
    PangoLayoutIter *iter;

    pango_layout_set_text(p->layout, utf8, (int)n);
    iter = pango_layout_get_iter(p->layout);
    do
        draw_line(p, iter);
    while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
}

void pages_break(struct pages *p)
{
    if (p->inked || p->shown > 0)
        show_page(p);
}

bool pages_end(struct pages *p)
{
    bool done;

    if (p->inked || p->shown == 0)
        show_page(p);
    g_object_unref(p->layout);
    cairo_destroy(p->cairo);
    cairo_surface_finish(p->surface);
    done = cairo_surface_status(p->surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(p->surface);
    free(p);
    return done;
}
