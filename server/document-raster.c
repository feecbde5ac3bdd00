/*
 * document-raster.c - documents of PWG and Apple raster: each page to its place on the sheet.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "document-parts.h"

#include "driver/pdl.h"
#include "raster-reader.h"

#include <stdlib.h>
#include <string.h>

/* Dots of a header at its resolution in 1/100 mm. */
static uint32_t to_hmm(uint32_t dots, uint32_t dpi)
{
    return (uint32_t)(((uint64_t)dots * 2540 + dpi / 2) / dpi);
}

/* The same in dots of the sheet. */
static uint32_t to_dots(uint32_t dots, uint32_t dpi, uint32_t sheet_dpi)
{
    return (uint32_t)(((uint64_t)dots * sheet_dpi + dpi / 2) / dpi);
}

/* A page of another size than its sheet is shown in its true size, or smaller if it is larger
 * than the sheet, from the top left corner. */
static void place(const cups_page_header2_t *h, const struct page_params *page,
                  struct page_source *source)
{
    uint64_t width = to_dots(h->cupsWidth, h->HWResolution[0], page->dpi);
    uint64_t height = to_dots(h->cupsHeight, h->HWResolution[1], page->dpi);
    /* rounding of sizes is no reason to resample: 1 mm at 600 dpi */
    uint32_t slack = page->dpi / 25;

    if (width > page->paper_width + slack || height > page->paper_height + slack) {
        if (width * page->paper_height > height * page->paper_width) {
            height = height * page->paper_width / width;
            width = page->paper_width;
        } else {
            width = width * page->paper_height / height;
            height = page->paper_height;
        }
    }
    memset(source, 0, sizeof(*source));
    source->pixel = h->cupsColorSpace == CUPS_CSPACE_K ? PIXEL_BLACK8 : PIXEL_GRAY8;
    source->width = h->cupsWidth;
    source->height = h->cupsHeight;
    source->target_width = width > 0 ? (uint32_t)width : 1;
    source->target_height = height > 0 ? (uint32_t)height : 1;
    source->clip_margins = true;
}

static void wish_of(const cups_page_header2_t *h, struct page_wish *wish)
{
    wish->width_hmm = to_hmm(h->cupsWidth, h->HWResolution[0]);
    wish->length_hmm = to_hmm(h->cupsHeight, h->HWResolution[1]);
    wish->pages = 0; /* TotalPageCount may lie */
    wish->sides = -1;
    if (h->Duplex)
        wish->sides = h->Tumble ? (int)SIDES_SHORT_EDGE : (int)SIDES_LONG_EDGE;
}

static bool receive_page(struct intake *in, struct raster_reader *reader,
                         const cups_page_header2_t *h, uint8_t *line)
{
    struct page_wish wish;
    struct page_source source;
    struct page_params page;

    wish_of(h, &wish);
    if (media_find_size(wish.width_hmm, wish.length_hmm, 250) == NULL &&
        media_find_size(wish.length_hmm, wish.width_hmm, 250) != NULL) {
        intake_fail(in, JOB_UNPRINTABLE,
                    "The page lies on its side: this printer takes upright pages only.");
        return false;
    }
    if (!intake_page(in, &wish, &page))
        return false;
    place(h, &page, &source);
    if (!intake_source(in, &source))
        return false;
    for (uint32_t y = 0; y < h->cupsHeight; y++)
        if (!raster_reader_line(reader, line) || !intake_line(in, line))
            break;
    if (raster_reader_error(reader)[0] != '\0')
        return false;
    return intake_end_page(in);
}

/* A page that is not wanted. */
static bool drop_page(struct raster_reader *reader, const cups_page_header2_t *h, uint8_t *line)
{
    for (uint32_t y = 0; y < h->cupsHeight; y++)
        if (!raster_reader_line(reader, line))
            return false;
    return true;
}

static ssize_t read_input(void *ctx, unsigned char *buffer, size_t n)
{
    return input_read(ctx, buffer, n);
}

void document_read_raster(struct intake *in, struct document_input *input,
                          const struct job_options *options)
{
    uint32_t page = 0;
    struct raster_reader *reader = raster_reader_new(read_input, input);
    uint8_t *line = malloc(RASTER_MAX_WIDTH);
    cups_page_header2_t header;

    if (reader == NULL || line == NULL)
        intake_fail(in, 0, "There is not enough memory for the job.");
    else
        while (raster_reader_page(reader, &header) &&
               (job_options_wants_page(options, ++page)
                    ? receive_page(in, reader, &header, line)
                    : drop_page(reader, &header, line)))
            ;
    if (input->silent)
        intake_fail(in, JOB_FORMAT_ERROR, "The sender stopped in the middle of the document.");
    else if (reader != NULL && raster_reader_error(reader)[0] != '\0')
        intake_fail(in, JOB_FORMAT_ERROR, raster_reader_error(reader));
    free(line);
    raster_reader_free(reader);
}
