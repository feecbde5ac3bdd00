/*
 * decode-jbig.h - the reading side of JBIG, fed in pieces: the data of a page's bands in a row
 * are one image. Effects: memory for three rows. Source: driver/FORMAT-ufr2lt.md, section on
 * JBIG; the coding itself is libjbig's decoder of T.85, which takes no memory of its own.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_DECODE_JBIG_H
#define DECODE_DECODE_JBIG_H

#include <jbig85.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNJBIG_HEADER 20u

/* What a band has that the maker's driver never writes; it decodes all the same. */
enum unjbig_oddity {
    UNJBIG_HEADER_DIFFERS = 1 << 0, /* other stripes or options in the header */
    UNJBIG_END = 1 << 1, /* the band does not end in FF 03, or something is behind it */
};

/* One page's image on its way. All members are private to decode-jbig.c but the last two. */
struct unjbig {
    struct jbg85_dec_state state;
    uint8_t *lines; /* three rows */
    size_t lines_size;
    bool started; /* the page's first band has come */
    bool ended;   /* all rows of the image have come */
    uint32_t width, height;
    uint8_t header[UNJBIG_HEADER];
    unsigned header_have;
    uint8_t *out;
    size_t stride, rows, row; /* of the band */
    uint64_t block, seen;
    uint8_t last[2]; /* bytes of the block */

    const char *error; /* NULL while all is well */
    unsigned oddities; /* enum unjbig_oddity, complete after unjbig_finish */
};

/* What unjbig_start wants to know of the page. */
struct unjbig_image {
    uint32_t width, height; /* of the page's bitmap, as its header must say; width in bits */
};

/* unjbig_page - forget the page before, keep the memory; *u is zero the first time. */
void unjbig_page(struct unjbig *u);

/* unjbig_free - give the memory back. */
void unjbig_free(struct unjbig *u);

/* As unslim_start, unslim_feed and unslim_finish in decode-slim.h, for bands in their order.
 * image counts at the first one; its width is 8 * stride. */
void unjbig_start(struct unjbig *u, uint8_t *out, size_t stride, size_t rows, uint64_t block,
                  const struct unjbig_image *image);
size_t unjbig_feed(struct unjbig *u, const uint8_t *bytes, size_t n);
bool unjbig_finish(struct unjbig *u);

#endif
