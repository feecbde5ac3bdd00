/*
 * write-jpeg.c - lines become a JPEG, through libjpeg-turbo.
 *
 * Colour is kept in half the resolution from 300 dpi on: 150 dots of colour in an inch are more
 * than eyes tell apart, the edges of letters lie in the luma, and a page is a third smaller.
 * Below that each dot keeps its colour, for there coloured letters are a few dots wide. Huffman
 * tables are the standard ones: better ones need all coefficients of the page in memory, for a
 * few hundredths of its size.
 *
 * Effects: none of its own; bytes go to the sink.
 * Source: libjpeg-turbo's libjpeg.txt; ITU-T T.871 (JFIF).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-parts.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#define OUTPUT_BYTES    16384u
#define HALF_COLOUR_DPI 300u
#define DEFAULT_QUALITY 88u

struct jpeg_writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_destination_mgr destination;
    jmp_buf out; /* where errors go; see guarded() */
    struct sink sink;
    enum result result;
    struct image_params params;
    const uint8_t *line; /* the caller's, while it is written */
    uint8_t output[OUTPUT_BYTES];
};

static struct jpeg_writer *writer_of(j_common_ptr jpeg)
{
    return jpeg->client_data;
}

/* Run work; nothing lives in local variables across the jump, all state is in *w. */
static enum result guarded(struct jpeg_writer *w, void (*work)(struct jpeg_writer *w))
{
    if (setjmp(w->out) == 0)
        work(w);
    return w->result;
}

_Noreturn static void fail(struct jpeg_writer *w, enum result result)
{
    w->result = result;
    longjmp(w->out, 1);
}

/* Memory is the one thing that it can lack: parameters are checked, and the sink is ours. */
_Noreturn static void error_exit(j_common_ptr jpeg)
{
    fail(writer_of(jpeg), RESULT_SPACE);
}

static void output_message(j_common_ptr jpeg)
{
    (void)jpeg; /* nothing of ours goes to standard error from here */
}

static void empty_buffer(j_compress_ptr jpeg)
{
    struct jpeg_writer *w = writer_of((j_common_ptr)jpeg);

    w->destination.next_output_byte = w->output;
    w->destination.free_in_buffer = OUTPUT_BYTES;
}

/* All of it, whatever free_in_buffer says: so libjpeg wants it. */
static boolean write_buffer(j_compress_ptr jpeg)
{
    struct jpeg_writer *w = writer_of((j_common_ptr)jpeg);
    enum result result = sink_write(&w->sink, w->output, OUTPUT_BYTES);

    if (result != RESULT_OK)
        fail(w, result);
    empty_buffer(jpeg);
    return TRUE;
}

static void write_rest(j_compress_ptr jpeg)
{
    struct jpeg_writer *w = writer_of((j_common_ptr)jpeg);
    enum result result =
        sink_write(&w->sink, w->output, OUTPUT_BYTES - w->destination.free_in_buffer);

    if (result != RESULT_OK)
        fail(w, result);
}

static void set_parameters(struct jpeg_writer *w)
{
    const struct image_params *p = &w->params;
    unsigned quality = p->quality == 0 ? DEFAULT_QUALITY : p->quality;
    bool color = p->color == SCAN_COLOR;

    w->jpeg.image_width = p->width;
    w->jpeg.image_height = p->height;
    w->jpeg.input_components = color ? 3 : 1;
    w->jpeg.in_color_space = color ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&w->jpeg); /* halves the resolution of colour */
    jpeg_set_quality(&w->jpeg, quality > 100 ? 100 : (int)quality, TRUE);
    if (p->dpi < HALF_COLOUR_DPI)
        w->jpeg.comp_info[0].h_samp_factor = w->jpeg.comp_info[0].v_samp_factor = 1;
    w->jpeg.density_unit = 1; /* dots per inch */
    w->jpeg.X_density = w->jpeg.Y_density = (UINT16)p->dpi;
}

static void start(struct jpeg_writer *w)
{
    jpeg_create_compress(&w->jpeg);
    w->destination.init_destination = empty_buffer;
    w->destination.empty_output_buffer = write_buffer;
    w->destination.term_destination = write_rest;
    w->jpeg.dest = &w->destination;
    set_parameters(w);
    jpeg_start_compress(&w->jpeg, TRUE);
}

static void jpeg_close(void *writer)
{
    struct jpeg_writer *w = writer;

    jpeg_destroy_compress(&w->jpeg);
    free(w);
}

static void *jpeg_open(const struct image_params *params, const struct sink *out)
{
    struct jpeg_writer *w;

    if (params->color == SCAN_BLACK_AND_WHITE || params->width > JPEG_MAX_DIMENSION ||
        params->height > JPEG_MAX_DIMENSION)
        return NULL;
    w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->sink = *out;
    w->params = *params;
    w->jpeg.err = jpeg_std_error(&w->errors);
    w->errors.error_exit = error_exit;
    w->errors.output_message = output_message;
    w->jpeg.client_data = w; /* jpeg_create_compress keeps these two */
    if (guarded(w, start) == RESULT_OK)
        return w;
    jpeg_close(w);
    return NULL;
}

static void write_line(struct jpeg_writer *w)
{
    /* It is only read, but libjpeg says no const. NOLINTNEXTLINE(performance-no-int-to-ptr) */
    JSAMPROW row = (JSAMPROW)(uintptr_t)w->line;

    jpeg_write_scanlines(&w->jpeg, &row, 1);
}

static enum result jpeg_line(void *writer, const uint8_t *line)
{
    struct jpeg_writer *w = writer;

    w->line = line;
    return guarded(w, write_line);
}

static void finish(struct jpeg_writer *w)
{
    jpeg_finish_compress(&w->jpeg);
}

static enum result jpeg_end(void *writer)
{
    return guarded(writer, finish);
}

const struct image_write_ops image_write_jpeg = {jpeg_open, jpeg_line, jpeg_end, jpeg_close};
