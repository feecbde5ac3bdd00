/*
 * pipeline.h - lines of a document become pages of the machine:
 * convert colour -> resample -> place on the sheet, clip to the printable area -> halftone ->
 * PDL.
 * Effects: none; bytes go to the job's sink.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_PIPELINE_H
#define DRIVER_PIPELINE_H

#include "halftone.h"
#include "pdl.h"
#include "ticket.h"

/* Samples of a source line. Multi-byte pixels are chunked; 16-bit samples in host order. */
enum pixel {
    PIXEL_GRAY8,  /* 0 black, 255 white (sgray_8) */
    PIXEL_BLACK8, /* 0 white, 255 black (black_8) */
    PIXEL_GRAY1,  /* MSB first, 0 black, 1 white (sgray_1) */
    PIXEL_BLACK1, /* MSB first, 0 white, 1 black (black_1) */
    PIXEL_RGB8,   /* srgb_8, adobe-rgb_8, rgb_8 */
    PIXEL_GRAY16,
    PIXEL_RGB16,
    PIXEL_CMYK8, /* 0 no ink */
};

/* Bytes in a line of n pixels; n <= PIPELINE_MAX_WIDTH. */
size_t pixel_line_bytes(enum pixel pixel, uint32_t width);

/* Widest and highest source; wider or higher ones are refused with RESULT_FORMAT. */
#define PIPELINE_MAX_WIDTH  200000u
#define PIPELINE_MAX_HEIGHT 400000u

/*
 * One source page and where it goes: the whole of it fills the target rectangle, in dots of the
 * sheet, which may reach over the sheet's edges (x, y may be negative). What falls outside the
 * printable area is left out.
 *
 * At a target as large as the source, samples are dots: gray is only halftoned, and bits are
 * printed as they are, whatever the ticket says of content, quality, brightness and contrast.
 * Otherwise a reduced source is averaged over the area under each dot. An enlarged one is
 * replicated at whole factors up to 4 (a page of 300 dpi stays sharp: give width * 2 as the
 * target, not the width of the sheet) and interpolated else; photos (CONTENT_PHOTO) always are
 * interpolated, bits never.
 */
struct page_source {
    enum pixel pixel;
    uint32_t width;  /* pixels */
    uint32_t height; /* lines that will come */
    int32_t x;
    int32_t y;
    uint32_t target_width; /* dots, 1..4 * PIPELINE_MAX_WIDTH */
    uint32_t target_height;
    bool clip_margins; /* white in the unprintable margin; false: dot for dot to the edge */
};

struct pipeline; /* in the caller's memory */

/*
 * pipeline_work_size - memory for one page of this source on this page, with any ticket.
 *
 * Grows with the widths only. SIZE_MAX when there can be no such memory.
 */
size_t pipeline_work_size(const struct page_params *page, const struct page_source *source);

/*
 * pipeline_start_page - begin a page on the language's job.
 *
 * work     pipeline_work_size() bytes, aligned as malloc does, until end_page
 * pdl      the language, pdl_work a job of it between start_job and end_job
 *
 * RESULT_FORMAT: the source's sizes are 0 or beyond the limits above.
 * Any other result: the language's. NULL in *out on failure.
 */
MUST_CHECK enum result pipeline_start_page(void *work, const struct pdl_ops *pdl,
                                           void *pdl_work, const struct page_params *page,
                                           const struct ticket *ticket,
                                           const struct page_source *source,
                                           struct pipeline **out);

/* The next source line, pixel_line_bytes() of it; lines beyond height give RESULT_FORMAT. The
 * first result that is not RESULT_OK sticks and no further work is done. */
MUST_CHECK enum result pipeline_write_line(struct pipeline *p, const uint8_t *line);

/* Lines that have not come are white. After a result that is not RESULT_OK the language's page
 * may still be open: end the job as canceled. */
MUST_CHECK enum result pipeline_end_page(struct pipeline *p);

#endif
