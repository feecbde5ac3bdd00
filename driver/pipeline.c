/*
 * pipeline.c - lines of a document become pages of the machine.
 * Effects: none; bytes go to the job's sink.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/pipeline.h"

#include "driver/luma.h"
#include "driver/resample.h"

#include <string.h>

#define MAX_TARGET (4 * PIPELINE_MAX_WIDTH)
#define ALIGNMENT  64

/* What of a page's source becomes lines of the sheet, and how. */
enum method {
    METHOD_NOTHING,  /* all of it lies outside */
    METHOD_DOTS,     /* bits in the machine's resolution are its dots: no halftone */
    METHOD_COPY,     /* one sample for one dot */
    METHOD_RESAMPLE, /* another size */
};

/* The part of the sheet that gets something of the source, in dots; right and bottom are
 * behind it. */
struct region {
    uint32_t left, right, top, bottom;
};

struct pipeline {
    const struct pdl_ops *pdl;
    void *pdl_work;
    enum result result; /* the first that is not RESULT_OK stays */
    struct page_params page;
    struct page_source source;
    enum method method;
    struct region region;
    uint32_t lines; /* of the source, so far */
    uint32_t y;     /* lines of the sheet, so far */
    uint32_t first; /* pixels of a source line that are needed */
    uint32_t count;
    size_t line_bytes;
    struct halftone *halftone; /* not for METHOD_DOTS */
    struct resample *resample; /* METHOD_RESAMPLE */

    bool has_before;
    uint8_t *before; /* the source line looked at last, line_bytes */
    uint8_t *gray;   /* count samples of it, METHOD_RESAMPLE */
    uint8_t *sheet;  /* paper_width samples: white but for the region */
    uint8_t *white;  /* paper_width samples */
    uint8_t *dots;   /* page.stride bytes of 0 but for the region, METHOD_DOTS */
    uint8_t *blank;  /* page.stride bytes of 0 */
};

size_t pixel_line_bytes(enum pixel pixel, uint32_t width)
{
    switch (pixel) {
    case PIXEL_GRAY1:
    case PIXEL_BLACK1:
        return ((size_t)width + 7) / 8;
    case PIXEL_GRAY8:
    case PIXEL_BLACK8:
        return width;
    case PIXEL_GRAY16:
        return (size_t)width * 2;
    case PIXEL_RGB8:
        return (size_t)width * 3;
    case PIXEL_CMYK8:
        return (size_t)width * 4;
    case PIXEL_RGB16:
        return (size_t)width * 6;
    }
    return 0;
}

static bool is_bilevel(enum pixel pixel)
{
    return pixel == PIXEL_GRAY1 || pixel == PIXEL_BLACK1;
}

/* ---- where the source goes ---- */

static bool is_sane(const struct page_source *s)
{
    return pixel_line_bytes(s->pixel, 1) > 0 && s->width > 0 &&
           s->width <= PIPELINE_MAX_WIDTH && s->height > 0 &&
           s->height <= PIPELINE_MAX_HEIGHT && s->target_width > 0 &&
           s->target_width <= MAX_TARGET && s->target_height > 0 &&
           s->target_height <= MAX_TARGET;
}

/* The dots [*from, *to) of one direction of the sheet that a target covers; empty: 0, 0. */
static void cover(int32_t at, uint32_t target, uint32_t paper, uint32_t margin, uint32_t *from,
                  uint32_t *to)
{
    int64_t begin = at > (int64_t)margin ? at : (int64_t)margin;
    int64_t end = (int64_t)at + target;

    if (end > (int64_t)paper - margin)
        end = (int64_t)paper - margin;
    if (begin >= end)
        begin = end = 0;
    *from = (uint32_t)begin;
    *to = (uint32_t)end;
}

static struct region find_region(const struct page_params *page,
                                 const struct page_source *source)
{
    uint32_t margin = source->clip_margins ? page->margin : 0;
    struct region r;

    cover(source->x, source->target_width, page->paper_width, margin, &r.left, &r.right);
    cover(source->y, source->target_height, page->paper_height, margin, &r.top, &r.bottom);
    return r;
}

static enum method choose_method(const struct page_source *s, const struct region *region)
{
    if (region->left == region->right || region->top == region->bottom)
        return METHOD_NOTHING;
    if (s->width != s->target_width || s->height != s->target_height)
        return METHOD_RESAMPLE;
    return is_bilevel(s->pixel) ? METHOD_DOTS : METHOD_COPY;
}

/*
 * Replicated samples keep text and line art of a page rendered at 300, 200 or 150 dpi as sharp
 * as they came. Pictures at an odd size, or enlarged so far that one would see the squares, are
 * interpolated, and so is all that is called a photo. Bits never are: their squares have hard
 * edges, and a fax at 204 dpi is read better so.
 */
static bool wants_replication(uint32_t source, uint32_t target)
{
    return target <= source || (target % source == 0 && target / source <= 4);
}

static bool wants_smooth(const struct page_source *s, enum content content)
{
    if (is_bilevel(s->pixel))
        return false;
    return content == CONTENT_PHOTO || !wants_replication(s->width, s->target_width) ||
           !wants_replication(s->height, s->target_height);
}

static struct resample_params make_resample_params(const struct page_source *s,
                                                   const struct region *region, bool smooth)
{
    return (struct resample_params){
        .width = s->width,
        .height = s->height,
        .target_width = s->target_width,
        .target_height = s->target_height,
        .first_column = (uint32_t)((int64_t)region->left - s->x),
        .num_columns = region->right - region->left,
        .first_row = (uint32_t)((int64_t)region->top - s->y),
        .num_rows = region->bottom - region->top,
        .smooth = smooth,
    };
}

/* ---- memory ---- */

/* Bytes of a piece of memory, rounded up so that the next piece is aligned. */
static size_t piece(size_t n)
{
    return n > SIZE_MAX - ALIGNMENT ? SIZE_MAX : (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* A sum that cannot overflow: memory of SIZE_MAX bytes is never had. */
static size_t add(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

static struct halftone_params make_halftone_params(const struct page_params *page,
                                                   enum content content, enum quality quality,
                                                   enum halftone_screen screen)
{
    return (struct halftone_params){.width = page->paper_width,
                                    .stride = page->stride,
                                    .content = content,
                                    .quality = quality,
                                    .screen = screen};
}

/* Enough for any ticket. */
static size_t halftone_size(const struct page_params *page)
{
    static const enum quality qualities[] = {QUALITY_DEFAULT, QUALITY_DRAFT, QUALITY_NORMAL,
                                             QUALITY_HIGH};
    size_t largest = 0;

    for (int content = CONTENT_AUTO; content <= CONTENT_PHOTO; content++)
        for (int screen = SCREEN_GRADATION; screen <= SCREEN_COLOR_TONE; screen++)
            for (size_t i = 0; i < sizeof qualities / sizeof qualities[0]; i++) {
                struct halftone_params params = make_halftone_params(
                    page, (enum content)content, qualities[i], (enum halftone_screen)screen);
                size_t n = halftone_work_size(&params);

                largest = n > largest ? n : largest;
            }
    return largest;
}

/* Enough for both ways to resample; nothing when there is none. */
static size_t resample_size(const struct page_source *source, const struct region *region)
{
    struct resample_params area, smooth;
    size_t a, b;

    if (choose_method(source, region) != METHOD_RESAMPLE)
        return 0;
    area = make_resample_params(source, region, false);
    smooth = make_resample_params(source, region, true);
    a = resample_work_size(&area);
    b = resample_work_size(&smooth);
    return a > b ? a : b;
}

size_t pipeline_work_size(const struct page_params *page, const struct page_source *source)
{
    size_t n = piece(sizeof(struct pipeline));
    struct region region;

    if (!is_sane(source))
        return n; /* start_page refuses it and touches none of it */
    region = find_region(page, source);
    n = add(n, piece(pixel_line_bytes(source->pixel, source->width)));
    n = add(n, piece(source->width));
    n = add(n, 2 * piece(page->paper_width));
    n = add(n, add(piece(page->stride), piece(page->stride)));
    n = add(n, piece(resample_size(source, &region)));
    return add(n, piece(halftone_size(page)));
}

static void *take(unsigned char **memory, size_t n)
{
    void *taken = *memory;

    *memory += piece(n);
    return taken;
}

/* ---- lines of the sheet ---- */

static void put_dots(struct pipeline *p, const uint8_t *bits)
{
    if (p->result == RESULT_OK && bits)
        p->result = p->pdl->write_line(p->pdl_work, bits);
}

static void put_gray(struct pipeline *p, const uint8_t *gray)
{
    p->y++;
    put_dots(p, halftone_push(p->halftone, gray));
}

/* White lines up to a line of the sheet. */
static void put_white(struct pipeline *p, uint32_t until)
{
    while (p->result == RESULT_OK && p->y < until) {
        if (p->method == METHOD_DOTS) {
            p->y++;
            put_dots(p, p->blank);
        } else {
            put_gray(p, p->white);
        }
    }
}

/* ---- lines of the source ---- */

/* True when the line equals the one looked at before. */
static bool is_same_line(struct pipeline *p, const uint8_t *line)
{
    if (p->has_before && memcmp(p->before, line, p->line_bytes) == 0)
        return true;
    memcpy(p->before, line, p->line_bytes);
    p->has_before = true;
    return false;
}

static void copy_line(struct pipeline *p, const uint8_t *line)
{
    /* To look whether a line of bytes has changed costs as much as to take it over. */
    bool cheap = p->source.pixel == PIXEL_GRAY8 || p->source.pixel == PIXEL_BLACK8;

    if (cheap || !is_same_line(p, line))
        luma_line(p->source.pixel, line, p->first, p->count, p->sheet + p->region.left);
    put_gray(p, p->sheet);
}

/* n bits, MSB first, from bit `at` of a line, in the upper bits; n is 1..8. */
static unsigned get_bits(const uint8_t *line, uint32_t at, uint32_t n)
{
    unsigned shift = at % 8, bits = (unsigned)line[at / 8] << shift;

    if (shift + n > 8)
        bits |= (unsigned)line[at / 8 + 1] >> (8 - shift);
    return bits & 0xFF00u >> n & 0xFFu;
}

/* The dots of the region, from the first needed bit of the source. */
static void copy_bits(struct pipeline *p, const uint8_t *line)
{
    const unsigned invert = p->source.pixel == PIXEL_GRAY1 ? 0xFF : 0;
    uint32_t from = p->first, to = p->region.left;

    while (to < p->region.right) {
        uint32_t n = 8 - to % 8;
        unsigned mask, bits;

        if (n > p->region.right - to)
            n = p->region.right - to;
        mask = (0xFF00u >> n & 0xFFu) >> to % 8;
        bits = (get_bits(line, from, n) ^ invert) >> to % 8;
        p->dots[to / 8] = (uint8_t)((p->dots[to / 8] & ~mask) | (bits & mask));
        from += n;
        to += n;
    }
}

static void dots_line(struct pipeline *p, const uint8_t *line)
{
    if (!is_same_line(p, line))
        copy_bits(p, line);
    p->y++;
    put_dots(p, p->dots);
}

static void resample_line(struct pipeline *p, const uint8_t *line)
{
    bool same = is_same_line(p, line);
    const uint8_t *gray;

    if (!same)
        luma_line(p->source.pixel, line, p->first, p->count, p->gray);
    resample_push(p->resample, p->gray, same);
    while (p->result == RESULT_OK && (gray = resample_pull(p->resample)) != NULL) {
        put_white(p, p->region.top);
        memcpy(p->sheet + p->region.left, gray, p->region.right - p->region.left);
        put_gray(p, p->sheet);
    }
}

/* A line that is a line of the sheet, at the machine's resolution. */
static void exact_line(struct pipeline *p, const uint8_t *line)
{
    int64_t y = (int64_t)p->source.y + p->lines;

    if (y < p->region.top || y >= p->region.bottom)
        return;
    put_white(p, p->region.top);
    if (p->method == METHOD_DOTS)
        dots_line(p, line);
    else
        copy_line(p, line);
}

/* ---- the interface, in the order a page calls it ---- */

static void lay_out(struct pipeline *p, unsigned char *memory)
{
    p->before = take(&memory, p->line_bytes);
    p->gray = take(&memory, p->source.width);
    p->sheet = take(&memory, p->page.paper_width);
    p->white = take(&memory, p->page.paper_width);
    p->dots = take(&memory, p->page.stride);
    p->blank = take(&memory, p->page.stride);
    memset(p->sheet, 255, p->page.paper_width);
    memset(p->white, 255, p->page.paper_width);
    memset(p->dots, 0, p->page.stride);
    memset(p->blank, 0, p->page.stride);
    p->resample = (void *)take(&memory, resample_size(&p->source, &p->region));
    p->halftone = (void *)memory;
}

static void start_stages(struct pipeline *p, const struct ticket *ticket)
{
    struct halftone_params halftone =
        make_halftone_params(&p->page, ticket->content, ticket->quality, ticket->job.screen);

    halftone.adjust = ticket->adjust;
    p->first = (uint32_t)((int64_t)p->region.left - p->source.x);
    p->count = p->region.right - p->region.left;
    if (p->method == METHOD_RESAMPLE) {
        struct resample_params resample = make_resample_params(
            &p->source, &p->region, wants_smooth(&p->source, ticket->content));

        resample_source_columns(&resample, &p->first, &p->count);
        p->resample = resample_start(p->resample, &resample);
    }
    if (p->method != METHOD_DOTS)
        p->halftone = halftone_start(p->halftone, &halftone, HALFTONE_BEST);
}

enum result pipeline_start_page(void *work, const struct pdl_ops *pdl, void *pdl_work,
                                const struct page_params *page, const struct ticket *ticket,
                                const struct page_source *source, struct pipeline **out)
{
    unsigned char *memory = work;
    struct pipeline *p;
    enum result result;

    *out = NULL;
    if (!is_sane(source))
        return RESULT_FORMAT;
    result = pdl->start_page(pdl_work, page);
    if (result != RESULT_OK)
        return result;
    p = take(&memory, sizeof *p);
    *p = (struct pipeline){.pdl = pdl, .pdl_work = pdl_work, .page = *page, .source = *source};
    p->region = find_region(page, source);
    p->method = choose_method(source, &p->region);
    p->line_bytes = pixel_line_bytes(source->pixel, source->width);
    lay_out(p, memory);
    start_stages(p, ticket);
    *out = p;
    return RESULT_OK;
}

enum result pipeline_write_line(struct pipeline *p, const uint8_t *line)
{
    if (p->result == RESULT_OK && p->lines == p->source.height)
        p->result = RESULT_FORMAT;
    if (p->result != RESULT_OK)
        return p->result;
    if (p->method == METHOD_RESAMPLE)
        resample_line(p, line);
    else if (p->method != METHOD_NOTHING)
        exact_line(p, line);
    p->lines++;
    return p->result;
}

enum result pipeline_end_page(struct pipeline *p)
{
    put_white(p, p->page.paper_height);
    if (p->result == RESULT_OK && p->method != METHOD_DOTS)
        put_dots(p, halftone_finish(p->halftone));
    if (p->result == RESULT_OK)
        p->result = p->pdl->end_page(p->pdl_work);
    return p->result;
}
