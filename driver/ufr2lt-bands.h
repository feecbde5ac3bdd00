/*
 * ufr2lt-bands.h - the rows of a page's bitmap become bands: coded, with their heads.
 * Effects: none of its own; bytes go to the sink it was given. JBIG takes memory, see jbig.h.
 * Source: driver/FORMAT-ufr2lt.md sections 4, 6 and 9.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_UFR2LT_BANDS_H
#define DRIVER_UFR2LT_BANDS_H

#include "models.h"
#include "sink.h"
#include "slim.h"
#include "ufr2lt-pages.h"

/* A page on its way. Read-only; the buffers are the caller's memory. */
struct ufr2lt_bands {
    const struct ufr2lt_params *params;
    struct ufr2lt_page page;
    struct sink out;
    enum result (*edge)(void *ctx); /* called before and behind a band's data */
    size_t stride;                  /* bytes of a row */
    uint32_t band_rows;             /* in a band that does not end early */
    uint32_t y;                     /* the next row */
    uint32_t band_y;                /* the first row of the open band */
    size_t max_stride;
    struct slim slim;
    size_t used;      /* bytes in block, PackBits */
    uint8_t *history; /* SLIM: of rows; G4: the row above */
    uint8_t *block;   /* room for a band's head, then for its data */
};

/* ufr2lt_codes_whole_pages - a page of this group is coded as one thing, from a bitmap. */
bool ufr2lt_codes_whole_pages(const struct ufr2lt_params *params);

/* ufr2lt_bands_memory - bytes of memory for pages with rows of up to max_stride bytes. */
size_t ufr2lt_bands_memory(const struct ufr2lt_params *params, size_t max_stride);

/*
 * ufr2lt_bands_init - bands go to out.
 *
 * edge    of groups that code whole pages: called with out's ctx before and behind the data of
 *         a band; not called for the others
 * memory  ufr2lt_bands_memory() bytes, the caller's, for as long as b is used
 */
void ufr2lt_bands_init(struct ufr2lt_bands *b, const struct ufr2lt_params *params,
                       size_t max_stride, uint8_t *memory, const struct sink *out,
                       enum result (*edge)(void *ctx));

/*
 * ufr2lt_bands_open - begin a page at its row y. The page's own head is the caller's.
 *
 * slim  SLIM distances; not looked at by the other codecs
 *
 * RESULT_UNSUPPORTED: rows too wide, or too many.
 */
MUST_CHECK enum result ufr2lt_bands_open(struct ufr2lt_bands *b, const struct ufr2lt_page *page,
                                         const struct slim_params *slim, uint32_t y);

/*
 * ufr2lt_bands_row - the next row: stride bytes, MSB left, 1 is black; with the page's last row
 * its last band goes out. Not for groups that code whole pages.
 */
MUST_CHECK enum result ufr2lt_bands_row(struct ufr2lt_bands *b, const uint8_t *bits);

/* ufr2lt_bands_whole - all rows of the page, for groups that code whole pages. */
MUST_CHECK enum result ufr2lt_bands_whole(struct ufr2lt_bands *b, const uint8_t *bits);

#endif
