/*
 * pcl5e-decode.h - a decoder of PCL 5e jobs, written from the format note alone and never from
 * the encoder: it shares no code with driver/. Effects: memory from malloc, one page of dots at
 * 600 dpi (the largest size known is A3, 8.7 MB) and one block of raster data.
 * Source: driver/FORMAT-pcl5e.md.
 *
 * It reads the head and foot in PJL, and raster graphics with all compression methods of one
 * plane (0, 1, 2, 3, 5, 9) at each resolution, of anybody's streams. Text, HP-GL/2, rules and
 * patterns are told as remarks and not drawn.
 *
 * A page is always told at 600 dpi, coarser dots are repeated; its dots come as bands when it
 * ends, since a cursor may go up again: one band for each run of rows, all of the page. Dots
 * outside of the logical page, where the machine prints none, are white.
 *
 * Of struct decode_ticket these are filled in as UFR II says them: title, user, copies, sides,
 * edge, shift, toner_save, refinement. sets is 1 and finishing 0x08: PCL has no word for sets
 * (but `@PJL SET QTY`, of other people's jobs, which gives sets and 0x0B). source is the number
 * of ESC & l # H, doc_size that of ESC & l # A; type_name is the word as the stream has it
 * where IPP has none for it.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_PCL5E_DECODE_H
#define DECODE_PCL5E_DECODE_H

#include "tests/decode/ufr2lt-decode.h"

struct pcl5e_decoder;

/* NULL when there is no memory. The callbacks are copied. */
struct pcl5e_decoder *pcl5e_decoder_new(const struct decode_callbacks *callbacks);
void pcl5e_decoder_free(struct pcl5e_decoder *d);

/*
 * pcl5e_decoder_feed - the next n bytes, in pieces of any size. Several jobs may follow one
 * another. A job begins with the first byte that is not the exit to PJL (UEL), and ends with
 * `@PJL EOJ`, or with the UEL behind the language where it did not begin with `@PJL JOB`.
 *
 * False once the stream is found damaged; the two below then tell. Never reads outside its
 * input, whatever the bytes are.
 */
bool pcl5e_decoder_feed(struct pcl5e_decoder *d, const void *bytes, size_t n);

/*
 * pcl5e_decoder_finish - no more bytes come.
 *
 * False if the stream is damaged, or ends inside a job that began with PJL, or inside a
 * command. A job without PJL has no other end than this; an open page of it is ended.
 */
bool pcl5e_decoder_finish(struct pcl5e_decoder *d);

/*
 * pcl5e_decoder_number_sources - how the machine numbers its sources (section 3.2 of the note).
 *
 * reference  true: 2 is the bypass, 4 is tray-2; false, as from the start: 4 is the bypass too,
 *            5 is tray-2
 */
void pcl5e_decoder_number_sources(struct pcl5e_decoder *d, bool reference);

/* True between jobs (nothing fed, or the last job is complete). */
bool pcl5e_decoder_idle(const struct pcl5e_decoder *d);

const char *pcl5e_decoder_error(const struct pcl5e_decoder *d); /* "" while all is well */
uint64_t pcl5e_decoder_offset(const struct pcl5e_decoder *d);   /* bytes up to the fault */

#endif
