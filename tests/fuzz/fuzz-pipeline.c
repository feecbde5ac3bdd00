/*
 * fuzz-pipeline.c - sources of any size, place and kind of pixel, with lines of any bytes.
 * The first 24 bytes say what comes, the others are its lines, over and over. Every page must
 * come out whole or be refused, and nothing outside the memory asked for may be touched.
 * Effects: memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/bytes.h"
#include "driver/pipeline.h"

#include <stdlib.h>
#include <string.h>

#define HEADER 24

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum result count_start(void *work, const struct page_params *page)
{
    (void)work;
    (void)page;
    return RESULT_OK;
}

/* Reads the line, so that a sanitizer sees a short one. */
static enum result count_line(void *work, const uint8_t *bits)
{
    uint32_t *lines = work;
    uint8_t line[32];

    memcpy(line, bits, sizeof line);
    if (line[31] & 0x1F)
        abort(); /* dots right of the paper */
    ++*lines;
    return RESULT_OK;
}

static enum result count_end(void *work)
{
    (void)work;
    return RESULT_OK;
}

static const struct pdl_ops counter = {.name = "counter",
                                       .start_page = count_start,
                                       .write_line = count_line,
                                       .end_page = count_end};

/* Mostly small sizes, which get far; now and then any size. */
static uint32_t some_size(const uint8_t *p)
{
    return p[3] > 250 ? get_be32(p) : get_be16(p + 2) % 1000;
}

static int32_t some_place(const uint8_t *p)
{
    return p[1] > 250 ? (int32_t)(get_be16(p) << 16) : (int32_t)(get_be16(p) % 1000) - 500;
}

static struct page_source make_source(const uint8_t *p)
{
    return (struct page_source){.pixel = (enum pixel)(p[0] % 9),
                                .clip_margins = p[1] & 1,
                                .width = some_size(p + 4),
                                .height = some_size(p + 8),
                                .target_width = some_size(p + 12),
                                .target_height = some_size(p + 16),
                                .x = some_place(p + 20),
                                .y = some_place(p + 22)};
}

static void write_lines(struct pipeline *p, const struct page_source *source,
                        const uint8_t *data, size_t size, uint32_t lines)
{
    size_t n = pixel_line_bytes(source->pixel, source->width);
    uint8_t *line = malloc(n);
    enum result result = RESULT_OK;

    for (uint32_t y = 0; line && result == RESULT_OK && y < lines; y++) {
        for (size_t at = 0; at < n; at += size) {
            size_t part = size < n - at ? size : n - at;

            memcpy(line + at, data, part);
            line[at] = (uint8_t)(line[at] + y / 3);
        }
        result = pipeline_write_line(p, line);
    }
    if (line && result == RESULT_OK)
        result = pipeline_end_page(p);
    if (line && result != (lines > source->height ? RESULT_FORMAT : RESULT_OK))
        abort();
    free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct page_params page = {.dpi = 600,
                                            .paper_width = 251,
                                            .paper_height = 83,
                                            .page_width = 256,
                                            .page_height = 83,
                                            .margin = 7,
                                            .stride = 32};
    struct ticket ticket = {.content = CONTENT_AUTO};
    struct page_source source;
    struct pipeline *p;
    uint32_t given = 0, lines;
    void *work;

    if (size <= HEADER)
        return 0;
    source = make_source(data);
    ticket.content = (enum content)(data[2] % 4);
    lines = data[3] % 150;
    work = malloc(pipeline_work_size(&page, &source));
    if (!work)
        return 0;
    if (pipeline_start_page(work, &counter, &given, &page, &ticket, &source, &p) == RESULT_OK) {
        write_lines(p, &source, data + HEADER, size - HEADER, lines);
        if (lines <= source.height && given != page.paper_height)
            abort();
    }
    free(work);
    return 0;
}
