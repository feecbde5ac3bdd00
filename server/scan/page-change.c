/*
 * page-change.c - a page made of another one, see page-change.h.
 *
 * Lines go through: read (smaller), turn by degrees, cut, turn by quarters, less colour, dots,
 * encode. Dots are gray on their way, black or white, and become dots again by half.
 * Effects: memory, scratch files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-change.h"

#include "image-read.h"
#include "page-output.h"

#include "driver/luma.h"
#include "driver/rotate.h"
#include "server/page-turn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEGREES     15.0
#define LEAST_DEGREES   0.01 /* the far end of a page of 600 dpi moves by a dot */
#define DEFAULT_QUALITY 90u
#define HALF            128
#define TILE            256u /* side of the largest tile of server/page-store.c */
#define MAX_CHANNELS    3u

struct cut {
    uint32_t left, top, width, height; /* pixels of the page that was read */
};

struct changing {
    const struct page_change *change;
    const struct scan_page_facts *facts; /* of the page as it is */
    struct scan_page *made;
    struct scratch_space space;
    struct image_reader *reader;
    uint32_t width, height; /* of what is read */
    unsigned channels;
    enum scan_color color; /* of the new page */
    struct cut cut;
    void *rotate_work;
    struct rotate *rotate;                 /* NULL: not turned by degrees */
    struct page_turn *turns[MAX_CHANNELS]; /* one for each channel; NULL: not by quarters */
    struct page_output *output;
    uint8_t *read, *line, *part, *gray;
    char *why;
    size_t why_size;
};

static bool fail(const struct changing *c, const char *sentence)
{
    snprintf(c->why, c->why_size, "%s", sentence);
    return false;
}

static unsigned reduce_of(const struct page_change *change)
{
    return change->reduce > 1 ? change->reduce : 1;
}

static bool is_turned(const struct page_change *change)
{
    return fabs(change->degrees) >= LEAST_DEGREES;
}

/* --- sizes ------------------------------------------------------------------------------ */

/* So many 1/300 inch in pixels of the page that was read. */
static uint32_t pixels(const struct changing *c, uint32_t units)
{
    uint64_t by = (uint64_t)SCAN_UNITS * reduce_of(c->change);

    return (uint32_t)(((uint64_t)units * c->facts->dpi + by / 2) / by);
}

static void cut_side(uint32_t from, uint32_t length, uint32_t all, uint32_t *first, uint32_t *n)
{
    *first = from < all ? from : all - 1;
    *n = length < all - *first ? length : all - *first;
    if (*n == 0)
        *n = 1;
}

static void set_cut(struct changing *c)
{
    const struct scan_area *crop = &c->change->crop;

    c->cut = (struct cut){0, 0, c->width, c->height};
    if (crop->width == 0 || crop->height == 0)
        return;
    cut_side(pixels(c, crop->x), pixels(c, crop->width), c->width, &c->cut.left, &c->cut.width);
    cut_side(pixels(c, crop->y), pixels(c, crop->height), c->height, &c->cut.top,
             &c->cut.height);
}

static bool covers(uint32_t from, uint32_t length, unsigned dpi, uint32_t all)
{
    return from == 0 && ((uint64_t)length * dpi + SCAN_UNITS / 2) / SCAN_UNITS >= all;
}

bool page_change_nothing(const struct scan_page *page, const struct page_change *change)
{
    const struct scan_page_facts *f = scan_page_facts(page);
    const struct scan_area *crop = &change->crop;
    bool all = crop->width == 0 || crop->height == 0 ||
               (covers(crop->x, crop->width, f->dpi, f->width) &&
                covers(crop->y, crop->height, f->dpi, f->height));

    return all && change->quarters % 4 == 0 && !is_turned(change) && reduce_of(change) == 1 &&
           change->encoding == f->encoding && change->color >= f->color;
}

/* --- lines ------------------------------------------------------------------------------ */

/* The next line of the page, dots as gray. */
static bool read_line(struct changing *c)
{
    uint32_t x;

    if (image_reader_color(c->reader) != SCAN_BLACK_AND_WHITE)
        return image_reader_line(c->reader, c->read);
    if (!image_reader_line(c->reader, c->part))
        return false;
    for (x = 0; x < c->width; x++)
        c->read[x] = c->part[x / 8] >> (7 - x % 8) & 1 ? 0 : 255;
    return true;
}

/* A line of the cut and turned page goes out. */
static bool put_out(struct changing *c, const uint8_t *line, uint32_t width)
{
    if (c->channels == 3 && c->color != SCAN_COLOR) {
        luma_line(PIXEL_RGB8, line, 0, width, c->gray);
        line = c->gray;
    }
    return page_output_line(c->output, line) || fail(c, page_output_why(c->made));
}

/* A line of the cut page, before it is turned by quarters. */
static bool put_cut(struct changing *c, const uint8_t *line)
{
    unsigned n = c->channels, i;
    uint32_t x;

    if (!c->turns[0])
        return put_out(c, line, c->cut.width);
    for (i = 0; i < n; i++) {
        for (x = 0; x < c->cut.width; x++)
            c->part[x] = line[(size_t)x * n + i];
        if (!page_turn_put(c->turns[i], c->part, c->why, c->why_size))
            return false;
    }
    return true;
}

/* Line y of the whole page, levelled. */
static bool put_whole(struct changing *c, uint32_t y, const uint8_t *line)
{
    if (y < c->cut.top || y - c->cut.top >= c->cut.height)
        return true;
    return put_cut(c, line + (size_t)c->cut.left * c->channels);
}

static bool run_lines(struct changing *c)
{
    uint32_t y, leveled = 0;
    const uint8_t *line;

    for (y = 0; y < c->height; y++) {
        if (!read_line(c))
            return fail(c, "The page in the temporary file is damaged");
        if (!c->rotate) {
            if (!put_whole(c, y, c->read))
                return false; /* NOLINT(clang-analyzer-unix.Malloc): end() frees all of it */
            continue;
        }
        rotate_push(c->rotate, c->read);
        while ((line = rotate_pull(c->rotate)) != NULL)
            if (!put_whole(c, leveled++, line))
                return false;
    }
    return true;
}

static bool run_turned_lines(struct changing *c, uint32_t width, uint32_t height)
{
    unsigned n = c->channels, i;
    uint32_t x, y;

    for (y = 0; c->turns[0] && y < height; y++) {
        for (i = 0; i < n; i++) {
            if (!page_turn_read(c->turns[i], y, c->part, c->why, c->why_size))
                return false;
            for (x = 0; x < width; x++)
                c->line[(size_t)x * n + i] = c->part[x];
        }
        if (!put_out(c, c->line, width))
            return false;
    }
    return true;
}

/* --- beginning and end ------------------------------------------------------------------ */

static bool begin_rotate(struct changing *c)
{
    double degrees = fmax(-MAX_DEGREES, fmin(MAX_DEGREES, c->change->degrees));
    double angle = degrees * acos(-1) / 180;
    const struct rotate_params params = {.width = c->width,
                                         .height = c->height,
                                         .channels = c->channels,
                                         .sine = (int32_t)lround(sin(angle) * ROTATE_ONE),
                                         .cosine = (int32_t)lround(cos(angle) * ROTATE_ONE)};

    if (!is_turned(c->change))
        return true;
    c->rotate_work = malloc(rotate_work_size(&params));
    if (c->rotate_work)
        c->rotate = rotate_start(c->rotate_work, &params);
    return c->rotate != NULL;
}

static bool begin_turns(struct changing *c)
{
    unsigned quarters = c->change->quarters % 4, i;
    const struct page_turn_how how = {
        .mirror = quarters == 1 || quarters == 2,
        .flip = quarters == 1 || quarters == 2,
        .quarter = quarters % 2 == 1, /* the other way round, so half a turn before it */
    };

    for (i = 0; quarters != 0 && i < c->channels; i++) {
        c->turns[i] =
            page_turn_new(c->cut.width, c->cut.height, &how, &c->space, c->why, c->why_size);
        if (!c->turns[i])
            return false;
    }
    return true;
}

static bool begin_output(struct changing *c, uint32_t width, uint32_t height)
{
    unsigned reduce = reduce_of(c->change), dpi = (c->facts->dpi + reduce / 2) / reduce;
    const struct page_output_params params = {
        .encoding = c->change->encoding,
        .color = c->color,
        .width = width,
        .height = height,
        .dpi = dpi ? dpi : 1,
        .quality = c->change->quality ? c->change->quality : DEFAULT_QUALITY,
        .threshold = c->facts->color == SCAN_BLACK_AND_WHITE ? HALF : 0,
    };

    c->output = page_output_new(&params, c->made);
    return c->output || fail(c, page_output_why(c->made));
}

static bool begin(struct changing *c, struct scan_page *page)
{
    uint32_t longest;

    c->reader = image_reader_new(page, reduce_of(c->change));
    if (!c->reader)
        return fail(c, "The page in the temporary file cannot be read");
    c->width = image_reader_width(c->reader);
    c->height = image_reader_height(c->reader);
    c->channels = image_reader_color(c->reader) == SCAN_COLOR ? 3 : 1;
    set_cut(c);
    longest = c->width > c->height ? c->width : c->height;
    c->read = malloc((size_t)c->width * c->channels);
    c->line = malloc((size_t)longest * c->channels);
    c->part = malloc(longest);
    c->gray = malloc(longest);
    if (!c->read || !c->line || !c->part || !c->gray || !begin_rotate(c))
        return fail(c, "Not enough memory to change the page");
    return begin_turns(c);
}

static void end(struct changing *c)
{
    unsigned i;

    page_output_free(c->output);
    for (i = 0; i < MAX_CHANNELS; i++)
        page_turn_free(c->turns[i]);
    image_reader_free(c->reader);
    free(c->rotate_work);
    free(c->read);
    free(c->line);
    free(c->part);
    free(c->gray);
}

static bool make(struct changing *c, struct scan_page *page)
{
    bool lying = c->change->quarters % 2 == 1;
    struct scan_page_facts facts = {
        .input = c->facts->input, .back = c->facts->back, .blank = c->facts->blank};
    uint32_t width, height;

    if (!begin(c, page))
        return false;
    width = lying ? c->cut.height : c->cut.width;
    height = lying ? c->cut.width : c->cut.height;
    if (!begin_output(c, width, height) || !run_lines(c) || !run_turned_lines(c, width, height))
        return false;
    return page_output_end(c->output, &facts) || fail(c, page_output_why(c->made));
}

/* What turning by quarters may take: samples on their way are not encoded, and lie in tiles. */
static uint64_t turned_bytes(const struct scan_page_facts *facts)
{
    return ((uint64_t)facts->width + TILE) * ((uint64_t)facts->height + TILE) * MAX_CHANNELS;
}

struct scan_page *page_change(struct scan_page *page, const struct page_change *change,
                              const char *folder, uint64_t max_bytes, char *why,
                              size_t why_size)
{
    const struct scan_page_facts *facts = scan_page_facts(page);
    struct changing c = {.change = change,
                         .facts = facts,
                         .color = change->color < facts->color ? change->color : facts->color,
                         .why = why,
                         .why_size = why_size};
    bool made = false;

    if (page_change_nothing(page, change))
        return scan_page_hold(page);
    c.space = (struct scratch_space){folder, turned_bytes(facts)};
    c.made = scan_page_new(folder, max_bytes, why, why_size);
    if (!c.made)
        return NULL;
    made = make(&c, page);
    end(&c);
    if (made)
        return c.made;
    scan_page_release(c.made);
    return NULL;
}
