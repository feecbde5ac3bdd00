/*
 * fuzz-raster.c - hostile raster streams at the reader that stands before the library's.
 * Whatever comes, a page that is handed on has the shape that was promised.
 * Effects: aborts on a broken promise.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/raster-reader.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PAGES 8
#define MAX_LINES 4000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct stream {
    const uint8_t *bytes;
    size_t n;
};

static ssize_t get(void *ctx, unsigned char *buffer, size_t n)
{
    struct stream *s = ctx;

    if (n > s->n)
        n = s->n;
    memcpy(buffer, s->bytes, n);
    s->bytes += n;
    s->n -= n;
    return (ssize_t)n;
}

static void check_header(const cups_page_header2_t *h, enum pixel pixel)
{
    if (h->cupsWidth == 0 || h->cupsWidth > RASTER_MAX_WIDTH || h->cupsHeight == 0 ||
        h->cupsHeight > RASTER_MAX_HEIGHT || h->cupsBytesPerLine > RASTER_MAX_LINE ||
        h->cupsBytesPerLine != pixel_line_bytes(pixel, h->cupsWidth) ||
        h->HWResolution[0] < RASTER_MIN_DPI || h->HWResolution[0] > RASTER_MAX_DPI ||
        h->HWResolution[1] < RASTER_MIN_DPI || h->HWResolution[1] > RASTER_MAX_DPI)
        abort();
}

/* The lines of a page, each into exactly as many bytes as it has. */
static void read_lines(struct raster_reader *reader, const cups_page_header2_t *h)
{
    unsigned y, lines = h->cupsHeight < MAX_LINES ? h->cupsHeight : MAX_LINES;
    uint8_t *line = malloc(h->cupsBytesPerLine);

    for (y = 0; line && y < lines; y++)
        if (!raster_reader_line(reader, line)) {
            if (raster_reader_error(reader)[0] == '\0')
                abort(); /* a page that breaks off says why */
            if (raster_reader_line(reader, line))
                abort(); /* and what is broken stays so */
            break;
        }
    free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct stream stream = {data, size};
    struct raster_reader *reader = raster_reader_new(get, &stream);
    cups_page_header2_t h;
    enum pixel pixel;
    unsigned page;

    for (page = 0; reader && page < MAX_PAGES && raster_reader_page(reader, &h, &pixel);
         page++) {
        check_header(&h, pixel);
        read_lines(reader, &h);
    }
    if (reader && page == 0 && raster_reader_error(reader)[0] == '\0')
        abort(); /* a stream without a page says why */
    raster_reader_free(reader);
    return 0;
}
