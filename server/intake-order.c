/*
 * intake-order.c - pages that are kept aside until all have come: for booklets, and where the
 * last page is to come first.
 *
 * What is kept are dots, not the language's bytes: these may depend on the pages before, and
 * two pages of a booklet become one. The renderer is not asked for the last page first either,
 * nor is a tool that changes the order in the PDF (qpdf): raster has to be kept anyway, sides
 * and blank pages are known here, and a page would take a run of the renderer of its own.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "intake-parts.h"

#include "driver/pdl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is kept with a page: what its ticket is made for, and which pages share one. */
struct kept {
    struct page_wish wish;
    unsigned sizes;
};
_Static_assert(sizeof(struct kept) <= DOT_STORE_NOTE, "a page's note has no room for it");

/* Of the file's sentences: what it means to the person. */
#define NO_ROOM                                                                                \
    "The computer's disk has no room for the pages, which are kept until all of them have "    \
    "come."

/* ---- aside ---- */

static enum result fail_aside(struct intake *in, const char *why)
{
    intake_fail(in, 0, why);
    return RESULT_IO;
}

static enum result aside_start(void *work, const struct page_params *page)
{
    struct intake *in = work;
    const struct kept kept = {in->wish, in->sizes};
    char why[256] = "";

    if (dot_store_pages(in->aside) >= PAGE_ORDER_MAX_PAGES)
        return fail_aside(in, "The document has too many pages.");
    return dot_store_begin(in->aside, page->stride, &kept, sizeof(kept), why, sizeof(why))
               ? RESULT_OK
               : fail_aside(in, why);
}

static enum result aside_line(void *work, const uint8_t *bits)
{
    struct intake *in = work;
    char why[256] = "";

    return dot_store_line(in->aside, bits, why, sizeof(why)) ? RESULT_OK
                                                             : fail_aside(in, NO_ROOM);
}

static enum result aside_end(void *work)
{
    struct intake *in = work;
    char why[256] = "";

    return dot_store_end(in->aside, why, sizeof(why)) ? RESULT_OK : fail_aside(in, NO_ROOM);
}

const struct pdl_ops aside_ops = {
    .start_page = aside_start, .write_line = aside_line, .end_page = aside_end};

bool intake_orders(const struct intake *in)
{
    return in->options->page.booklet || in->options->page.reverse;
}

/* What a booklet does not leave to the person. */
static void tell_booklet(struct intake *in)
{
    const struct job_options *o = in->options;

    if (o->number_up > 1)
        intake_remark(in, "Printed two pages on a side: a booklet has no other number.");
    if (o->sides_asked && o->sides != (int)SIDES_SHORT_EDGE)
        intake_remark(in, "Printed two-sided over the short edge, as a booklet needs it.");
}

bool intake_begin_order(struct intake *in)
{
    const struct job_options *o = in->options;
    char why[256] = "";

    in->order = (struct page_order){.booklet = o->page.booklet,
                                    .from_right = ((unsigned)o->direction & 2) != 0,
                                    .reverse = o->page.reverse};
    in->aside = dot_store_new(&in->space, why, sizeof(why));
    if (in->aside == NULL) {
        intake_fail(in, 0, why);
        return false;
    }
    in->finish.next = &aside_ops;
    if (o->page.booklet)
        tell_booklet(in);
    return true;
}

/* ---- to the document ---- */

static bool read_kept(struct intake *in, uint32_t page, struct kept *kept)
{
    char why[256] = "";
    bool good = dot_store_note(in->aside, page, kept, sizeof(*kept), why, sizeof(why));

    if (!good)
        intake_fail(in, 0, why);
    return good;
}

/* The dots of a line that lie beyond a margin at its left or right go. */
static void cut_margins(uint8_t *bits, const struct page_params *page)
{
    uint32_t end = page->paper_width > page->margin ? page->paper_width - page->margin : 0;

    for (size_t i = 0; i < page->stride * 8; i++) {
        if (i == page->margin && i < end)
            i = end;
        if (i < page->stride * 8)
            bits[i / 8] &= (uint8_t) ~(0x80u >> i % 8);
    }
}

/* Add a line to another one, so many dots further to the right. */
static void add_moved(uint8_t *line, const uint8_t *bits, size_t stride, int32_t x)
{
    int64_t bytes = x >= 0 ? x / 8 : -((7 - (int64_t)x) / 8); /* down, for both signs */
    unsigned rest = (unsigned)(x - bytes * 8);

    for (int64_t i = 0; i < (int64_t)stride; i++) {
        int64_t from = i - bytes;
        unsigned left = from > 0 && from <= (int64_t)stride ? bits[from - 1] : 0;
        unsigned here = from >= 0 && from < (int64_t)stride ? bits[from] : 0;

        line[i] |= (uint8_t)((left << 8 | here) >> rest);
    }
}

/* What is added to a line of the side: the next one of each of its pages. */
static bool add_lines(struct intake *in, const uint32_t on[2], int32_t x, uint8_t *line,
                      uint8_t *other)
{
    char why[256] = "";

    for (unsigned i = 0; i < 2; i++) {
        if (on[i] == PAGE_ORDER_WHITE)
            continue;
        if (!dot_store_read(in->aside, i, other, why, sizeof(why))) {
            intake_fail(in, 0, why);
            return false;
        }
        add_moved(line, other, in->page.stride, x);
    }
    return true;
}

/* Begin to read the pages of a side, behind the lines that its calibration moves off it. */
static bool open_pages(struct intake *in, const uint32_t on[2], int32_t y, uint8_t *line)
{
    char why[256] = "";

    for (unsigned i = 0; i < 2; i++)
        if (on[i] != PAGE_ORDER_WHITE &&
            !dot_store_open(in->aside, i, on[i], in->page.stride, why, sizeof(why))) {
            intake_fail(in, 0, why);
            return false;
        }
    for (; y < 0; y++)
        if (!add_lines(in, on, 0, line, line + in->page.stride))
            return false;
    return true;
}

/* The pages of a side, one or two, become its lines, moved as the queue is calibrated: what
 * gets over the edge of what can be printed is cut off. lines: room for two. */
static bool write_lines(struct intake *in, const uint32_t on[2], uint8_t *lines)
{
    const struct page_params *page = &in->page;
    int32_t x, y;

    intake_shift(in, &x, &y);
    if (!open_pages(in, on, y, lines))
        return false;
    for (uint32_t row = 0; row < page->paper_height; row++) {
        bool outside = row < page->margin || row + page->margin >= page->paper_height;

        memset(lines, 0, page->stride);
        if ((int64_t)row >= y && !add_lines(in, on, x, lines, lines + page->stride))
            return false;
        if (x != 0 || y != 0) {
            cut_margins(lines, page);
            if (outside)
                memset(lines, 0, page->stride);
        }
        if (!intake_check(in, side_ops.write_line(in, lines)))
            return false;
    }
    return true;
}

static bool write_side(struct intake *in, const uint32_t on[2])
{
    bool white = on[0] == PAGE_ORDER_WHITE && on[1] == PAGE_ORDER_WHITE, good;
    uint8_t *lines;

    if (in->failed || intake_is_canceled(in) ||
        !intake_check(in, side_ops.start_page(in, &in->page)))
        return false;
    lines = malloc(2 * in->page.stride);
    if (lines == NULL)
        intake_fail(in, 0, "There is not enough memory for the page.");
    good = lines != NULL && (white || write_lines(in, on, lines)) &&
           intake_check(in, side_ops.end_page(in)) && intake_keep_side(in);
    free(lines);
    return good;
}

/* Pages of one size, which have a ticket of their own. */
static bool write_part(struct intake *in, uint32_t first, uint32_t pages)
{
    struct page_order *order = &in->order;
    struct kept kept;
    uint32_t sides, on[2];

    if (!read_kept(in, first, &kept))
        return false;
    intake_end_part(in);
    intake_plan(in, &kept.wish);
    order->two_sided = in->ticket.job.sides != SIDES_ONE;
    if (!intake_check(in,
                      in->model->pdl->page_params(in->model, in->ticket.job.media, &in->page)))
        return false;
    sides = page_order_sides(order, pages);
    for (uint32_t side = 0; side < sides; side++) {
        page_order_side(order, pages, side, on);
        for (unsigned i = 0; i < 2; i++)
            on[i] = on[i] == PAGE_ORDER_WHITE ? on[i] : first + on[i];
        if (!write_side(in, on))
            return false;
    }
    return true;
}

/* The first page of those that end before another and have its size. */
static bool find_part(struct intake *in, uint32_t end, uint32_t *first)
{
    struct kept last, before;

    *first = end - 1;
    if (!read_kept(in, end - 1, &last))
        return false;
    for (; *first > 0; --*first) {
        if (!read_kept(in, *first - 1, &before))
            return false;
        if (before.sizes != last.sizes)
            break;
    }
    return true;
}

bool intake_end_order(struct intake *in)
{
    uint32_t end = dot_store_pages(in->aside), first;

    for (; end > 0; end = first) /* more than one only where the order is reversed */
        if (!find_part(in, end, &first) || !write_part(in, first, end - first))
            return false;
    return true;
}
