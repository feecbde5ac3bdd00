/*
 * any-decode.h - a decoder of jobs in any of the languages, which it tells by their first
 * bytes. It only hands on: see ufr2lt-decode.h, pcl5e-decode.h and pclxl-decode.h. Effects:
 * memory from malloc, that of the decoder in use.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_ANY_DECODE_H
#define DECODE_ANY_DECODE_H

#include "tests/decode/ufr2lt-decode.h"

/* Bits of a set of languages. */
enum any_language {
    ANY_NONE = 0, /* it is none of these */
    ANY_UFR2LT = 1 << 0,
    ANY_PCL5E = 1 << 1,
    ANY_PCLXL = 1 << 2,
};

/* any_language_name - "ufr2lt", "pcl5e", "pclxl"; "" for others. any_language_find - the
 * reverse, of n bytes; ANY_NONE. */
const char *any_language_name(enum any_language language);
enum any_language any_language_find(const char *name, size_t n);

/* any_language_entered - the language of a line "@PJL ENTER LANGUAGE = PCL", without its end.
 *
 * enters   out: it is such a line, of whatever language
 */
enum any_language any_language_entered(const char *line, size_t n, bool *enters);

/* any_language_of - the language of a job that begins with this byte, and not with PJL. */
enum any_language any_language_of(uint8_t first);

struct any_decoder;

/* any_decoder_new - for one language; NULL when there is no memory, and for ANY_NONE. The
 * callbacks are copied. The others are as those of each decoder. */
struct any_decoder *any_decoder_new(enum any_language language,
                                    const struct decode_callbacks *callbacks);
void any_decoder_free(struct any_decoder *d);
bool any_decoder_feed(struct any_decoder *d, const void *bytes, size_t n);
bool any_decoder_finish(struct any_decoder *d);
bool any_decoder_idle(const struct any_decoder *d);
const char *any_decoder_error(const struct any_decoder *d);
uint64_t any_decoder_offset(const struct any_decoder *d);

#endif
