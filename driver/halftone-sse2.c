/*
 * halftone-sse2.c - one line of gray to dots, 16 samples at a time, on any x86-64.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "halftone-paths.h"

#if defined(__SSE2__) && defined(__GNUC__)
#include <emmintrin.h>
#include <string.h>

#define TARGET
#define V               __m128i
#define LANES           16
#define LOAD(p)         _mm_loadu_si128((const __m128i *)(const void *)(p))
#define LOAD_ALIGNED(p) _mm_load_si128((const __m128i *)(const void *)(p))
#define SPLAT(u8)       _mm_set1_epi8((char)(u8))
#define MIN             _mm_min_epu8
#define MAX             _mm_max_epu8
#define AVG             _mm_avg_epu8
#define ADD             _mm_add_epi8
#define ADDS            _mm_adds_epu8
#define SUBS            _mm_subs_epu8
#define GE(a, b)        _mm_cmpeq_epi8(_mm_max_epu8(a, b), a)
#define AND             _mm_and_si128
#define OR              _mm_or_si128
#define NOT_AND         _mm_andnot_si128
#define SELECT(m, a, b) _mm_or_si128(_mm_and_si128(m, a), _mm_andnot_si128(m, b))
#define ANY(m)          (_mm_movemask_epi8(m) != 0)
#define MORE_THAN_1     more_than_1
#define STORE_DOTS      store_dots

static inline bool more_than_1(V v)
{
    V high = _mm_and_si128(v, SPLAT(0xFE));

    return _mm_movemask_epi8(_mm_cmpeq_epi8(high, _mm_setzero_si128())) != 0xFFFF;
}

/* The weights of 8 lanes with dots add up to their byte, one in each half of a vector; the four
 * bytes are then brought together. movemask would have them in the other order of bits. */
static inline void store_dots(uint8_t *bits, V first, V second)
{
    const V weights = _mm_set1_epi64x(0x0102040810204080);
    V zero = _mm_setzero_si128();
    V in_first = _mm_sad_epu8(_mm_andnot_si128(first, weights), zero);
    V in_second = _mm_sad_epu8(_mm_andnot_si128(second, weights), zero);
    V halves = _mm_or_si128(in_first, _mm_slli_epi64(in_second, 16));
    int dots = _mm_cvtsi128_si32(_mm_or_si128(halves, _mm_srli_si128(halves, 7)));

    memcpy(bits, &dots, sizeof(dots));
}

#include "halftone-simd.h"

halftone_fn *const halftone_row_sse2 = row_of_dots;
#else
halftone_fn *const halftone_row_sse2 = NULL;
#endif
