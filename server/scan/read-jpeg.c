/*
 * read-jpeg.c - a JPEG of ours as lines, through libjpeg-turbo, smaller by 2, 4 or 8 as well,
 * which it does for less than the whole picture costs.
 *
 * Only what our writer makes is read: one scan, so that no coefficients are kept. A warning of
 * libjpeg's is damage here.
 * Effects: memory; reads the page.
 * Source: libjpeg-turbo's libjpeg.txt.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-parts.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#define INPUT_BYTES   16384u
#define LARGEST_SCALE 8u

struct jpeg_reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr source;
    jmp_buf out; /* where errors go; see guarded() */
    const struct scan_page *page;
    uint64_t at;
    unsigned scale;
    uint8_t *line; /* the caller's, while it is read */
    uint8_t input[INPUT_BYTES];
};

static struct jpeg_reader *reader_of(j_common_ptr jpeg)
{
    return jpeg->client_data;
}

/* Run work; nothing lives in local variables across the jump, all state is in *r. */
static bool guarded(struct jpeg_reader *r, void (*work)(struct jpeg_reader *r))
{
    if (setjmp(r->out) != 0)
        return false;
    work(r);
    return true;
}

_Noreturn static void error_exit(j_common_ptr jpeg)
{
    longjmp(reader_of(jpeg)->out, 1);
}

/* Level -1 is a warning: libjpeg would go on with gray where data is missing. */
static void emit_message(j_common_ptr jpeg, int level)
{
    if (level < 0)
        error_exit(jpeg);
}

static void output_message(j_common_ptr jpeg)
{
    (void)jpeg;
}

static boolean fill_input(j_decompress_ptr jpeg)
{
    struct jpeg_reader *r = reader_of((j_common_ptr)jpeg);
    long n = scan_page_read(r->page, r->at, r->input, sizeof r->input);

    if (n <= 0)
        error_exit((j_common_ptr)jpeg);
    r->at += (uint64_t)n;
    r->source.next_input_byte = r->input;
    r->source.bytes_in_buffer = (size_t)n;
    return TRUE;
}

static void skip_input(j_decompress_ptr jpeg, long count)
{
    struct jpeg_reader *r = reader_of((j_common_ptr)jpeg);
    size_t left = count > 0 ? (size_t)count : 0;

    if (left < r->source.bytes_in_buffer) {
        r->source.next_input_byte += left;
        r->source.bytes_in_buffer -= left;
        return;
    }
    r->at += left - r->source.bytes_in_buffer;
    r->source.bytes_in_buffer = 0;
}

static void do_nothing(j_decompress_ptr jpeg)
{
    (void)jpeg;
}

static void start(struct jpeg_reader *r)
{
    const struct scan_page_facts *facts = scan_page_facts(r->page);
    bool color = facts->color == SCAN_COLOR;

    jpeg_create_decompress(&r->jpeg);
    r->source.init_source = do_nothing;
    r->source.fill_input_buffer = fill_input;
    r->source.skip_input_data = skip_input;
    r->source.resync_to_restart = jpeg_resync_to_restart;
    r->source.term_source = do_nothing;
    r->jpeg.src = &r->source;
    jpeg_read_header(&r->jpeg, TRUE);
    if (r->jpeg.image_width != facts->width || r->jpeg.image_height != facts->height ||
        r->jpeg.num_components != (color ? 3 : 1) || r->jpeg.progressive_mode ||
        r->jpeg.arith_code || jpeg_has_multiple_scans(&r->jpeg))
        error_exit((j_common_ptr)&r->jpeg);
    r->jpeg.out_color_space = color ? JCS_RGB : JCS_GRAYSCALE;
    r->jpeg.scale_num = 1;
    r->jpeg.scale_denom = r->scale;
    jpeg_start_decompress(&r->jpeg);
}

static void jpeg_close(void *reader)
{
    struct jpeg_reader *r = reader;

    jpeg_destroy_decompress(&r->jpeg);
    free(r);
}

static void *jpeg_open(const struct scan_page *page, unsigned *reduce)
{
    struct jpeg_reader *r = calloc(1, sizeof *r);
    unsigned asked = *reduce;

    if (!r)
        return NULL;
    r->page = page;
    for (r->scale = 1; asked % 2 == 0 && r->scale < LARGEST_SCALE; asked /= 2)
        r->scale *= 2;
    r->jpeg.err = jpeg_std_error(&r->errors);
    r->errors.error_exit = error_exit;
    r->errors.emit_message = emit_message;
    r->errors.output_message = output_message;
    r->jpeg.client_data = r; /* jpeg_create_decompress keeps these two */
    if (guarded(r, start)) {
        *reduce = r->scale;
        return r;
    }
    jpeg_close(r);
    return NULL;
}

static void read_line(struct jpeg_reader *r)
{
    JSAMPROW row = r->line;

    if (jpeg_read_scanlines(&r->jpeg, &row, 1) != 1)
        error_exit((j_common_ptr)&r->jpeg);
}

static bool jpeg_line(void *reader, uint8_t *line)
{
    struct jpeg_reader *r = reader;

    r->line = line;
    return guarded(r, read_line);
}

const struct image_read_ops image_read_jpeg = {jpeg_open, jpeg_line, jpeg_close};
