/*
 * pclxl-decode.h - a decoder of PCL XL jobs, written from the format note alone and never from
 * the encoder: it shares no code with driver/. Effects: memory from malloc, one page of dots
 * (DECODE_MAX_SIDE on each side, but no more than PCLXL_MAX_PAGE bytes) and one row of an
 * image. Source: driver/FORMAT-pclxl.md.
 *
 * It reads the head in PJL, both byte orders, every type of data and image blocks in all
 * compressions but JPEG. What draws something else than an image of one bit is told as a remark
 * and not drawn.
 *
 * All that concerns a page is told when it ends, the ticket before it: only there the copies
 * stand, and images may lie over one another until then. A page is one band. Where the numbers
 * of UFR II in struct decode_ticket have a meaning in IPP's words they are filled in, too:
 * copies (PageCopies of the first page), sides, edge, toner_save, refinement, shift.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_PCLXL_DECODE_H
#define DECODE_PCLXL_DECODE_H

#include "tests/decode/ufr2lt-decode.h"

#define PCLXL_MAX_PAGE (64u << 20) /* bytes of a page of dots */

struct pclxl_decoder;

/* NULL when there is no memory. The callbacks are copied. */
struct pclxl_decoder *pclxl_decoder_new(const struct decode_callbacks *callbacks);
void pclxl_decoder_free(struct pclxl_decoder *d);

/*
 * pclxl_decoder_feed - the next n bytes, in pieces of any size. Several jobs may follow one
 * another; a job begins at its UEL or at the header of the stream, and ends at the UEL behind
 * the session.
 *
 * False once the stream is found damaged; the two below then tell. Never reads outside its
 * input, whatever the bytes are.
 */
bool pclxl_decoder_feed(struct pclxl_decoder *d, const void *bytes, size_t n);

/* pclxl_decoder_finish - no more bytes come. False if the stream is damaged or ends inside a
 * job. */
bool pclxl_decoder_finish(struct pclxl_decoder *d);

/* True between jobs (nothing fed, or the last job is complete). */
bool pclxl_decoder_idle(const struct pclxl_decoder *d);

const char *pclxl_decoder_error(const struct pclxl_decoder *d); /* "" while all is well */
uint64_t pclxl_decoder_offset(const struct pclxl_decoder *d);   /* bytes up to the fault */

#endif
