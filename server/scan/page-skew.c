/*
 * page-skew.c - how crooked a page is, see page-change.h: its dots at about 100 to an inch.
 * Effects: memory; reads the page.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-change.h"

#include "image-read.h"

#include "driver/luma.h"
#include "driver/skew.h"
#include "driver/threshold.h"

#include <stdlib.h>

#define DPI 100u

struct looking {
    struct image_reader *reader;
    uint32_t width;
    uint8_t *line, *gray;
    void *threshold_work, *skew_work;
    struct threshold *threshold;
    struct skew *skew;
};

static unsigned reduce_of(const struct scan_page_facts *facts)
{
    unsigned reduce = facts->dpi / DPI;

    return reduce < 1 ? 1 : reduce > IMAGE_MAX_REDUCE ? IMAGE_MAX_REDUCE : reduce;
}

static bool begin(struct looking *l, struct scan_page *page)
{
    unsigned reduce = reduce_of(scan_page_facts(page));
    unsigned dpi = scan_page_facts(page)->dpi / reduce;

    l->reader = image_reader_new(page, reduce);
    if (!l->reader)
        return false;
    l->width = image_reader_width(l->reader);
    l->line = malloc((size_t)l->width * 3);
    l->gray = malloc(l->width);
    l->threshold_work = malloc(threshold_work_size(l->width, dpi));
    l->skew_work = malloc(skew_work_size(l->width));
    if (!l->line || !l->gray || !l->threshold_work || !l->skew_work)
        return false;
    l->threshold = threshold_start(l->threshold_work, l->width, dpi);
    l->skew = skew_start(l->skew_work, l->width);
    return true;
}

static void use_ready_lines(struct looking *l)
{
    const uint8_t *bits;

    while ((bits = threshold_pull(l->threshold)) != NULL)
        skew_line(l->skew, bits);
}

static bool look(struct looking *l)
{
    uint32_t y, height = image_reader_height(l->reader);
    enum scan_color color = image_reader_color(l->reader);

    for (y = 0; y < height; y++) {
        if (!image_reader_line(l->reader, l->line))
            return false;
        if (color == SCAN_BLACK_AND_WHITE) {
            skew_line(l->skew, l->line);
            continue;
        }
        luma_line(color == SCAN_COLOR ? PIXEL_RGB8 : PIXEL_GRAY8, l->line, 0, l->width,
                  l->gray);
        threshold_push(l->threshold, l->gray);
        use_ready_lines(l);
    }
    threshold_end(l->threshold);
    use_ready_lines(l);
    return true;
}

double page_skew(struct scan_page *page)
{
    struct looking l = {.reader = NULL};
    int milli = 0;

    if (begin(&l, page) && look(&l))
        milli = skew_end(l.skew);
    image_reader_free(l.reader);
    free(l.line);
    free(l.gray);
    free(l.threshold_work);
    free(l.skew_work);
    return milli / 1000.0;
}
