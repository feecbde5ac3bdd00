/*
 * document-raster.c - documents of PWG and Apple raster: each page to its place on the sheet.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "document-cells.h"
#include "document-parts.h"

#include "driver/luma.h"
#include "raster-page.h"
#include "raster-reader.h"

#include <stdlib.h>
#include <string.h>

/* What a page needs on its way. */
struct way {
    struct intake *in;
    struct raster_reader *reader;
    cups_page_header2_t header; /* trimmed */
    uint32_t lines;             /* that come */
    enum pixel pixel;
    struct page_turn_how how;
    struct cells cells; /* where several pages lie on a side */
    bool has_cells;
    uint8_t *line; /* RASTER_MAX_LINE: as it came */
    uint8_t *gray; /* the longer side of any page: what had to be turned */
};

/* Read the lines below the trimmed page. */
static bool pass_over(struct way *way)
{
    for (uint32_t y = way->header.cupsHeight; y < way->lines; y++)
        if (!raster_reader_line(way->reader, way->line))
            return false;
    return true;
}

/* ---- pages whose lines are the sheet's ---- */

static bool next_line(struct way *way)
{
    const cups_page_header2_t *h = &way->header;

    if (!raster_reader_line(way->reader, way->line))
        return false;
    if (!way->how.mirror)
        return intake_line(way->in, way->line);
    luma_line(way->pixel, way->line, 0, h->cupsWidth, way->gray);
    page_turn_mirror(way->gray, h->cupsWidth);
    return intake_line(way->in, way->gray);
}

static bool receive_lines(struct way *way, const struct page_source *source)
{
    if (!intake_source(way->in, source))
        return false;
    for (uint32_t y = 0; y < source->height; y++)
        if (!next_line(way))
            break;
    if (raster_reader_error(way->reader)[0] != '\0' || !pass_over(way))
        return false;
    return intake_end_page(way->in);
}

/* ---- pages whose lines come in another order ---- */

/* False: the reader or the intake knows why. */
static bool put_lines(struct way *way, struct page_turn *turn, char *why, size_t why_size)
{
    const cups_page_header2_t *h = &way->header;

    for (uint32_t y = 0; y < h->cupsHeight; y++) {
        if (!raster_reader_line(way->reader, way->line))
            return false;
        luma_line(way->pixel, way->line, 0, h->cupsWidth, way->gray);
        if (!page_turn_put(turn, way->gray, why, why_size)) {
            intake_fail(way->in, 0, why);
            return false;
        }
    }
    return pass_over(way);
}

static bool receive_turned(struct way *way, const struct page_source *source)
{
    struct scratch_space space = {document_limits()->folder, document_limits()->max_temporary};
    char why[256] = "";
    struct page_turn *turn = page_turn_new(way->header.cupsWidth, way->header.cupsHeight,
                                           &way->how, &space, why, sizeof(why));
    bool good = turn != NULL;

    if (!good)
        intake_fail(way->in, 0, why);
    good = good && put_lines(way, turn, why, sizeof(why)) && intake_source(way->in, source);
    for (uint32_t y = 0; good && y < source->height; y++) {
        good = page_turn_read(turn, y, way->gray, why, sizeof(why));
        if (!good)
            intake_fail(way->in, 0, why);
        good = good && intake_line(way->in, way->gray);
    }
    page_turn_free(turn);
    return good && intake_end_page(way->in);
}

/* ---- pages that share a side with others ---- */

static bool receive_cell(struct way *way)
{
    const cups_page_header2_t *h = &way->header;
    unsigned dpi = intake_model(way->in)->caps->dpi;
    struct cell_page page = {.width = h->cupsWidth, .height = h->cupsHeight, .how = &way->how};
    struct page_wish wish;

    raster_page_wish(h, &wish);
    raster_page_undo(h, &way->how);
    page.size.width = (double)h->cupsWidth * dpi / h->HWResolution[0];
    page.size.height = (double)h->cupsHeight * dpi / h->HWResolution[1];
    if (!cells_page(&way->cells, &wish, &page))
        return false;
    for (uint32_t y = 0; y < h->cupsHeight; y++) {
        if (!raster_reader_line(way->reader, way->line))
            return false;
        luma_line(way->pixel, way->line, 0, h->cupsWidth, way->gray);
        if (!cells_line(&way->cells, way->gray))
            return false;
    }
    return cells_end_page(&way->cells);
}

/* ---- documents ---- */

/* Which way the page's lines are turned: where its borders and a watermark are to follow. */
static void tell_marks(struct way *way, const struct page_source *source)
{
    const struct page_marks marks = {
        .quarters = way->how.quarter ? 3 : 0,
        .num_places = 1,
        .places = {{source->x, source->y, source->target_width, source->target_height}}};

    intake_marks(way->in, &marks);
}

static bool receive_page(struct way *way)
{
    struct page_wish wish;
    struct page_params page;
    struct page_source source;
    bool stored;

    if (way->has_cells)
        return receive_cell(way);
    raster_page_wish(&way->header, &wish);
    if (!intake_page(way->in, &wish, &page))
        return false;
    way->lines = way->header.cupsHeight;
    raster_page_trim(&way->header, &page);
    raster_page_how(&way->header, &page, &way->how);
    stored = way->how.quarter || way->how.flip;
    raster_page_place(&way->header, &way->how,
                      stored || way->how.mirror ? PIXEL_GRAY8 : way->pixel, &page, &source);
    tell_marks(way, &source);
    return stored ? receive_turned(way, &source) : receive_lines(way, &source);
}

/* A page that is not wanted. */
static bool drop_page(struct way *way)
{
    for (uint32_t y = 0; y < way->header.cupsHeight; y++)
        if (!raster_reader_line(way->reader, way->line))
            return false;
    return true;
}

static ssize_t read_input(void *ctx, unsigned char *buffer, size_t n)
{
    return input_read(ctx, buffer, n);
}

/* The pages came; whether all did only the end of the document tells: a sender that breaks off
 * between two pages leaves whole ones. */
static bool came_whole(struct document_input *input)
{
    unsigned char rest[4096];

    while (input_read(input, rest, sizeof(rest)) > 0)
        ;
    return input_came_whole(input);
}

/* The beginning of a document. */
struct beginning {
    uint8_t bytes[INPUT_PEEK_MAX];
    size_t at, n;
};

static ssize_t read_beginning(void *ctx, unsigned char *buffer, size_t n)
{
    struct beginning *b = ctx;

    if (n > b->n - b->at)
        n = b->n - b->at;
    memcpy(buffer, b->bytes + b->at, n);
    b->at += n;
    return (ssize_t)n;
}

bool document_first_page(struct document_input *input, struct page_wish *wish)
{
    struct beginning beginning = {.at = 0};
    struct raster_reader *reader = NULL;
    cups_page_header2_t header;
    enum pixel pixel;
    bool found = false;

    if (input->unwrapping) /* what was looked at is its wrapper */
        return false;
    beginning.n = input_peek(input, beginning.bytes, sizeof(beginning.bytes));
    reader = raster_reader_new(read_beginning, &beginning);
    if (reader != NULL && raster_reader_page(reader, &header, &pixel)) {
        raster_page_wish(&header, wish);
        found = true;
    }
    raster_reader_free(reader);
    return found;
}

void document_read_raster(struct intake *in, struct document_input *input,
                          const struct job_options *options)
{
    uint32_t page = 0;
    bool done = false;
    struct raster_reader *reader = raster_reader_new(read_input, input);
    struct way way = {.in = in,
                      .reader = reader,
                      .line = malloc(RASTER_MAX_LINE),
                      .gray = malloc(RASTER_MAX_HEIGHT),
                      .has_cells = cells_wanted(options)};

    cells_init(&way.cells, in, options);
    if (reader == NULL || way.line == NULL || way.gray == NULL)
        intake_fail(in, 0, "There is not enough memory for the job.");
    else
        while (!(done = !raster_reader_page(reader, &way.header, &way.pixel)) &&
               (job_options_wants_page(options, ++page) ? receive_page(&way) : drop_page(&way)))
            ;
    if (input->silent)
        intake_fail(in, JOB_FORMAT_ERROR, "The sender stopped in the middle of the document.");
    else if (reader != NULL && raster_reader_error(reader)[0] != '\0')
        intake_fail(in, JOB_FORMAT_ERROR, raster_reader_error(reader));
    else if (done && !came_whole(input))
        intake_fail(in, JOB_FORMAT_ERROR, "The document ends too early.");
    else if (page > 0 && job_options_count_pages(options, page) == 0)
        intake_fail(in, 0, "The document does not have the pages that were asked for.");
    if (done && way.has_cells)
        (void)cells_end(&way.cells);
    cells_clear(&way.cells);
    free(way.line);
    free(way.gray);
    raster_reader_free(reader);
}
