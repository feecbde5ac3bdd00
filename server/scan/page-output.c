/*
 * page-output.c - gray or colour lines become a page, see page-output.h.
 * Effects: memory; bytes go to the page.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-output.h"

#include "image-write.h"

#include "driver/threshold.h"

#include <stdlib.h>

#define DEFAULT_QUALITY 88u
#define WHITE           255

struct page_output {
    struct page_output_params params;
    struct scan_page *page;
    struct image_writer *writer;
    enum scan_color stored; /* what the file has */
    bool dots;
    void *threshold_work;
    struct threshold *threshold; /* NULL: fixed, or none */
    uint8_t *bits;               /* of a fixed one */
    uint8_t *gray;               /* dots for a JPEG */
};

static bool prepare_dots(struct page_output *o)
{
    uint32_t width = o->params.width;

    if (o->stored == SCAN_GRAY && !(o->gray = malloc(width)))
        return false;
    if (o->params.threshold > 0)
        return (o->bits = malloc(((size_t)width + 7) / 8)) != NULL;
    o->threshold_work = malloc(threshold_work_size(width, o->params.dpi));
    if (o->threshold_work)
        o->threshold = threshold_start(o->threshold_work, width, o->params.dpi);
    return o->threshold != NULL;
}

struct page_output *page_output_new(const struct page_output_params *params,
                                    struct scan_page *page)
{
    const struct sink sink = scan_page_sink(page);
    struct page_output *o = calloc(1, sizeof *o);
    struct image_params image = {.encoding = params->encoding,
                                 .width = params->width,
                                 .height = params->height,
                                 .dpi = params->dpi};

    if (!o)
        return NULL;
    o->params = *params;
    o->page = page;
    o->dots = params->color == SCAN_BLACK_AND_WHITE;
    o->stored = o->dots && params->encoding == SCAN_JPEG ? SCAN_GRAY : params->color;
    image.color = o->stored;
    image.quality = params->quality ? params->quality : DEFAULT_QUALITY;
    o->writer = image_writer_new(&image, &sink); /* which checks the sizes */
    if (o->writer && (!o->dots || prepare_dots(o)))
        return o;
    page_output_free(o);
    return NULL;
}

static bool write_dots(struct page_output *o, const uint8_t *bits)
{
    uint32_t x;

    if (!o->gray)
        return image_writer_line(o->writer, bits) == RESULT_OK;
    for (x = 0; x < o->params.width; x++)
        o->gray[x] = bits[x / 8] >> (7 - x % 8) & 1 ? 0 : WHITE;
    return image_writer_line(o->writer, o->gray) == RESULT_OK;
}

static bool write_ready_dots(struct page_output *o)
{
    const uint8_t *bits;

    while ((bits = threshold_pull(o->threshold)) != NULL)
        if (!write_dots(o, bits))
            return false;
    return true;
}

bool page_output_line(struct page_output *o, const uint8_t *line)
{
    if (!o->dots)
        return image_writer_line(o->writer, line) == RESULT_OK;
    if (o->threshold) {
        threshold_push(o->threshold, line);
        return write_ready_dots(o);
    }
    threshold_fixed(line, o->params.width, (unsigned)o->params.threshold, o->bits);
    return write_dots(o, o->bits);
}

bool page_output_end(struct page_output *o, struct scan_page_facts *facts)
{
    if (o->threshold) {
        threshold_end(o->threshold);
        if (!write_ready_dots(o))
            return false;
    }
    if (image_writer_end(o->writer) != RESULT_OK)
        return false;
    facts->encoding = o->params.encoding;
    facts->color = o->stored;
    facts->width = o->params.width;
    facts->height = o->params.height;
    facts->dpi = o->params.dpi;
    scan_page_complete(o->page, facts);
    return true;
}

void page_output_free(struct page_output *o)
{
    if (!o)
        return;
    image_writer_free(o->writer);
    free(o->threshold_work);
    free(o->bits);
    free(o->gray);
    free(o);
}

const char *page_output_why(const struct scan_page *page)
{
    const char *why = scan_page_why(page);

    return why[0] ? why : "Not enough memory to encode the page";
}
