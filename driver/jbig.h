/*
 * jbig.h - a page as JBIG (ITU-T T.82), cut into the bands of the page description.
 * Effects: memory from the heap while it works: the one thing driver/ takes from outside. The
 * function is in server/jbig.c, over libjbig (-ljbig), whose coder is the standard's; it is in
 * libdriver.a with the rest.
 * Source: driver/FORMAT-ufr2lt.md section 11.3.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_JBIG_H
#define DRIVER_JBIG_H

#include "result.h"

#include <stddef.h>
#include <stdint.h>

#define JBIG_MAX_SIDE 32768u /* dots, either way */

/*
 * Where bands go, from the top, each once and in one piece. y and rows say which rows of the
 * page the band stands for; bytes are valid during the call only. Anything but RESULT_OK ends
 * the work.
 */
struct jbig_bands {
    enum result (*band)(void *ctx, uint32_t y, uint32_t rows, const uint8_t *bytes, size_t n);
    void *ctx;
};

/*
 * jbig_encode_band - one band of a page. Bands are coded each by itself, so a page need not be
 * in memory as a whole, and may go on with other dots than were planned (pdl_ops.cut).
 *
 * bits      the band's rows of stride bytes, MSB left, 1 is black; what is right of width does
 *           not count
 * width     dots of its rows (twice as many at two bits a dot); stride * 8 >= width
 * y, rows   where it is on the page: y is a multiple of 128, and rows as well unless it is the
 *           page's last band
 * height    rows of the page: the first band's header tells it
 * out       called once, when all went well
 *
 * The code depends on width, the dots inside the band, and in the band at 0 on height; on
 * nothing else.
 *
 * Memory: three rows and the band's code. Nothing of libjbig is used that takes memory, so its
 * way of ending the program when there is none (abort) is not met.
 *
 * Returns RESULT_OK, what the callback said, RESULT_UNSUPPORTED for a size or place other than
 * above, or RESULT_SPACE when there is no memory for the code.
 */
MUST_CHECK enum result jbig_encode_band(const uint8_t *bits, size_t stride, uint32_t width,
                                        uint32_t y, uint32_t rows, uint32_t height,
                                        const struct jbig_bands *out);

/*
 * jbig_encode_page - all bands of a page of height rows at bits, band_rows each (a multiple of
 * 128, or at least height). Results are those of jbig_encode_band; nothing is called for a page
 * that cannot be.
 */
MUST_CHECK enum result jbig_encode_page(const uint8_t *bits, size_t stride, uint32_t width,
                                        uint32_t height, uint32_t band_rows,
                                        const struct jbig_bands *out);

#endif
