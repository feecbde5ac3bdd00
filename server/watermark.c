/*
 * watermark.c - see watermark.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "watermark.h"

#include "driver/halftone.h"
#include "page-turn.h"
#include "renderer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The words as dots, for sheets of one size. */
struct mask {
    struct scratch dots;
    uint32_t width, height; /* of the sheet; 0: not drawn */
    size_t stride;
};

struct watermark {
    const char *text;
    struct scratch_space *space;
    bool (*canceled)(void *ctx);
    void *ctx;
    struct mask masks[4]; /* by quarters */
    const struct mask *last;
    uint8_t *line; /* room for one of dots */
    size_t line_size;
};

/* What is needed while a mask is drawn. */
struct drawing {
    struct watermark *w;
    struct mask *mask;
    const struct page_params *page;
    unsigned quarters;
    struct renderer *renderer;
    uint32_t width, height; /* of what is rendered: the sheet as the reader holds it */
    struct page_turn *turn;
    uint8_t *gray;
    void *halftone;
    char *why;
    size_t why_size;
};

struct watermark *watermark_new(const char *text, struct scratch_space *space,
                                bool (*canceled)(void *ctx), void *ctx)
{
    struct watermark *w = calloc(1, sizeof(*w));

    if (w == NULL)
        return NULL;
    w->text = text;
    w->space = space;
    w->canceled = canceled;
    w->ctx = ctx;
    for (unsigned i = 0; i < 4; i++)
        w->masks[i].dots = (struct scratch)SCRATCH_NONE;
    return w;
}

static bool fail(const struct drawing *d, const char *why)
{
    snprintf(d->why, d->why_size, "The watermark cannot be drawn: %s", why);
    return false;
}

/* What the files' own sentences mean to the person. */
static bool no_room(const struct drawing *d)
{
    return fail(d, "the computer's disk has no room for it.");
}

/* ---- from words to lines of gray ---- */

static uint32_t to_hmm(uint32_t dots, unsigned dpi)
{
    return (uint32_t)((uint64_t)dots * 2540 / dpi);
}

static bool fail_render(const struct drawing *d)
{
    if (renderer_error(d->renderer) == RENDERER_CANCELED) {
        d->why[0] = '\0';
        return false;
    }
    return fail(d, renderer_why(d->renderer));
}

/* A renderer whose page has begun. */
static bool begin(struct drawing *d)
{
    const struct watermark *w = d->w;
    const struct renderer_limits limits = {.folder = w->space->folder,
                                           .max_temporary = w->space->left,
                                           .canceled = w->canceled,
                                           .ctx = w->ctx};
    const struct page_params *page = d->page;
    bool across = d->quarters % 2 == 1;
    uint32_t width = to_hmm(page->paper_width, page->dpi);
    uint32_t length = to_hmm(page->paper_height, page->dpi);
    const struct renderer_paper paper = {across ? length : width, across ? width : length, 0};
    struct scratch text;
    bool kept;

    if (!scratch_open(&text, w->space, d->why, d->why_size))
        return no_room(d);
    kept = scratch_write(&text, 0, w->text, strlen(w->text), d->why, d->why_size);
    if (kept)
        d->renderer = renderer_open(text.fd, RENDERER_WATERMARK, &paper, &limits);
    scratch_close(&text);
    if (!kept)
        return no_room(d);
    if (d->renderer == NULL)
        return fail(d, "there is not enough memory.");
    return (renderer_error(d->renderer) == RENDERER_FINE &&
            renderer_start(d->renderer, 1, 1, page->dpi) &&
            renderer_page(d->renderer, &d->width, &d->height)) ||
           fail_render(d);
}

static bool have_memory(struct drawing *d)
{
    const struct page_params *page = d->page;
    uint32_t longest =
        page->paper_width > page->paper_height ? page->paper_width : page->paper_height;

    longest = d->width > longest ? d->width : longest;
    longest = d->height > longest ? d->height : longest;
    d->gray = malloc(longest);
    return d->gray != NULL || fail(d, "there is not enough memory.");
}

/* The lines as they come, turned as the pages of the side are. */
static bool keep_lines(struct drawing *d)
{
    const struct page_turn_how how = {.mirror = d->quarters == 1 || d->quarters == 2,
                                      .flip = d->quarters == 1 || d->quarters == 2,
                                      .quarter = d->quarters % 2 == 1};

    d->turn = page_turn_new(d->width, d->height, &how, d->w->space, d->why, d->why_size);
    if (d->turn == NULL)
        return no_room(d);
    for (uint32_t y = 0; y < d->height; y++) {
        if (!renderer_line(d->renderer, d->gray))
            return fail_render(d);
        if (!page_turn_put(d->turn, d->gray, d->why, d->why_size))
            return no_room(d);
    }
    return true;
}

/* ---- from gray to dots ---- */

static bool put_dots(const struct drawing *d, uint32_t y, const uint8_t *bits)
{
    return scratch_write(&d->mask->dots, (uint64_t)y * d->mask->stride, bits, d->mask->stride,
                         d->why, d->why_size) ||
           no_room(d);
}

/* A line of the sheet: what was rendered may be a dot smaller or larger. */
static bool read_gray(const struct drawing *d, uint32_t y)
{
    uint32_t width = d->quarters % 2 == 1 ? d->height : d->width;
    uint32_t height = d->quarters % 2 == 1 ? d->width : d->height;

    if (y >= height)
        width = 0;
    else if (!page_turn_read(d->turn, y, d->gray, d->why, d->why_size))
        return false;
    if (width < d->page->paper_width)
        memset(d->gray + width, 255, d->page->paper_width - width);
    return true;
}

static bool make_dots(struct drawing *d)
{
    const struct page_params *page = d->page;
    const struct halftone_params params = {.width = page->paper_width,
                                           .stride = page->stride,
                                           .content = CONTENT_GRAPHIC,
                                           .quality = QUALITY_NORMAL,
                                           .screen = SCREEN_GRADATION};
    struct halftone *halftone;
    const uint8_t *bits;

    d->halftone = malloc(halftone_work_size(&params));
    if (d->halftone == NULL)
        return fail(d, "there is not enough memory.");
    halftone = halftone_start(d->halftone, &params, HALFTONE_BEST);
    for (uint32_t y = 0; y < page->paper_height; y++) {
        if (!read_gray(d, y))
            return false;
        bits = halftone_push(halftone, d->gray); /* of the line before */
        if (bits != NULL && !put_dots(d, y - 1, bits))
            return false;
    }
    bits = halftone_finish(halftone);
    return bits == NULL || put_dots(d, page->paper_height - 1, bits);
}

/* ---- the interface ---- */

static bool draw(struct drawing *d)
{
    struct mask *mask = d->mask;
    bool good;

    scratch_close(&mask->dots);
    mask->width = 0;
    mask->stride = d->page->stride;
    good = (scratch_open(&mask->dots, d->w->space, d->why, d->why_size) || no_room(d)) &&
           begin(d) && have_memory(d) && keep_lines(d) && make_dots(d);
    if (good) {
        mask->width = d->page->paper_width;
        mask->height = d->page->paper_height;
    }
    page_turn_free(d->turn);
    renderer_close(d->renderer);
    free(d->gray);
    free(d->halftone);
    return good;
}

static bool have_line(struct watermark *w, size_t stride)
{
    if (stride > w->line_size) {
        free(w->line);
        w->line = malloc(stride);
        w->line_size = w->line != NULL ? stride : 0;
    }
    return w->line != NULL;
}

bool watermark_draw(struct watermark *w, const struct page_params *page, unsigned quarters,
                    char *why, size_t why_size)
{
    struct mask *mask = &w->masks[quarters % 4];
    struct drawing d = {.w = w,
                        .mask = mask,
                        .page = page,
                        .quarters = quarters % 4,
                        .why = why,
                        .why_size = why_size};

    w->last = mask;
    if (!have_line(w, page->stride))
        return fail(&d, "there is not enough memory.");
    if (mask->width == page->paper_width && mask->height == page->paper_height &&
        mask->stride == page->stride)
        return true;
    return draw(&d);
}

bool watermark_line(struct watermark *w, uint32_t y, uint8_t *bits, char *why, size_t why_size)
{
    const struct mask *mask = w->last;

    if (y >= mask->height)
        return true;
    if (!scratch_read(&mask->dots, (uint64_t)y * mask->stride, w->line, mask->stride, why,
                      why_size))
        return false;
    for (size_t i = 0; i < mask->stride; i++)
        bits[i] |= w->line[i];
    return true;
}

void watermark_free(struct watermark *w)
{
    if (w == NULL)
        return;
    for (unsigned i = 0; i < 4; i++)
        scratch_close(&w->masks[i].dots);
    free(w->line);
    free(w);
}
