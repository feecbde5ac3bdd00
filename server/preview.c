/*
 * preview.c - see preview.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "preview.h"

#include "document-parts.h"
#include "scan/image-write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of a picture of one page: dots of a photo are the worst, and have a tenth of this. */
#define MAX_PICTURE ((size_t)4 << 20)

struct eye {
    const struct preview_taker *taker;
    bool enough; /* the taker wants no more */

    /* the side */
    unsigned factor; /* dots of the machine in a pixel, each way */
    uint32_t width, height, dots, rows, row;
    size_t stride;
    uint32_t *counts; /* black dots of the pixels of a line */
    uint8_t *line;
    struct image_writer *writer;
    FILE *out;
    char *text;
    size_t n;
};

static enum result write_picture(void *ctx, const void *bytes, size_t n)
{
    struct eye *eye = ctx;

    if (ftell(eye->out) > (long)MAX_PICTURE || fwrite(bytes, 1, n, eye->out) != n)
        return RESULT_IO;
    return RESULT_OK;
}

static void drop_side(struct eye *eye)
{
    image_writer_free(eye->writer);
    if (eye->out != NULL)
        fclose(eye->out);
    free(eye->text);
    free(eye->counts);
    free(eye->line);
    eye->writer = NULL;
    eye->out = NULL;
    eye->text = NULL;
    eye->counts = NULL;
    eye->line = NULL;
}

static enum result start_side(void *work, const struct page_params *page)
{
    struct eye *eye = work;
    const struct sink sink = {write_picture, eye};
    struct image_params params;

    drop_side(eye);
    if (eye->enough)
        return RESULT_IO;
    eye->factor = page->dpi > PREVIEW_DPI ? page->dpi / PREVIEW_DPI : 1;
    eye->dots = page->paper_width;
    eye->rows = page->paper_height;
    eye->stride = page->stride;
    eye->width = eye->dots / eye->factor;
    eye->height = eye->rows / eye->factor;
    eye->row = 0;
    if (eye->width == 0 || eye->height == 0 ||
        (size_t)eye->width * eye->factor > eye->stride * 8)
        return RESULT_FORMAT;
    params = (struct image_params){.encoding = SCAN_PNG,
                                   .color = SCAN_GRAY,
                                   .width = eye->width,
                                   .height = eye->height,
                                   .dpi = page->dpi / eye->factor};
    eye->counts = calloc(eye->width, sizeof(*eye->counts));
    eye->line = malloc(eye->width);
    eye->out = open_memstream(&eye->text, &eye->n);
    eye->writer = eye->out != NULL ? image_writer_new(&params, &sink) : NULL;
    return eye->counts != NULL && eye->line != NULL && eye->writer != NULL ? RESULT_OK
                                                                           : RESULT_IO;
}

/* Rows that are complete become a line of gray. */
static enum result end_line(struct eye *eye)
{
    uint32_t all = eye->factor * eye->factor;

    for (uint32_t x = 0; x < eye->width; x++)
        eye->line[x] = (uint8_t)(255 - (eye->counts[x] * 255 + all / 2) / all);
    memset(eye->counts, 0, eye->width * sizeof(*eye->counts));
    return image_writer_line(eye->writer, eye->line);
}

/* bits NULL: white */
static enum result add_row(struct eye *eye, const uint8_t *bits)
{
    uint32_t end = eye->width * eye->factor;

    if (eye->row >= eye->height * eye->factor) /* what does not fill a pixel */
        return RESULT_OK;
    for (uint32_t byte = 0; bits != NULL && byte * 8 < end; byte++)
        for (uint32_t bit = 0; bits[byte] != 0 && bit < 8 && byte * 8 + bit < end; bit++)
            if ((bits[byte] & (0x80u >> bit)) != 0)
                eye->counts[(byte * 8 + bit) / eye->factor]++;
    eye->row++;
    return eye->row % eye->factor == 0 ? end_line(eye) : RESULT_OK;
}

static enum result take_line(void *work, const uint8_t *bits)
{
    return add_row(work, bits);
}

static enum result end_side(void *work)
{
    struct eye *eye = work;
    enum result result = RESULT_OK;
    struct preview_page page;

    while (result == RESULT_OK && eye->row < eye->height * eye->factor)
        result = add_row(eye, NULL);
    if (result == RESULT_OK)
        result = image_writer_end(eye->writer);
    if (result == RESULT_OK && fclose(eye->out) == 0) {
        eye->out = NULL;
        page = (struct preview_page){eye->text, eye->n, eye->width, eye->height};
        eye->text = NULL;
        eye->enough = !eye->taker->page(eye->taker->ctx, &page);
    }
    drop_side(eye);
    return eye->enough ? RESULT_IO : result;
}

static const struct pdl_ops eye_ops = {
    .start_page = start_side, .write_line = take_line, .end_page = end_side};

bool preview_make(int fd, const char *format, const struct model *model,
                  const struct job_options *options, const struct preview_taker *taker,
                  char *why, size_t why_size)
{
    struct eye eye = {.taker = taker};
    struct intake *in =
        intake_open_eye(model, options, &eye_ops, &eye, taker->canceled, taker->ctx);
    bool good;

    if (in != NULL)
        document_make_pages(in, fd, format, options, taker->canceled, taker->ctx);
    good = intake_close_eye(in, why, why_size);
    drop_side(&eye);
    return good || eye.enough;
}
