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

/* movemask takes the first lane as the lowest bit: turn the lanes of each byte round before,
 * first the pairs, then the lanes of each pair. */
static inline void store_dots(uint8_t *bits, V mask)
{
    V pairs = _mm_shufflehi_epi16(_mm_shufflelo_epi16(mask, 0x1B), 0x1B);
    V lanes = _mm_or_si128(_mm_slli_epi16(pairs, 8), _mm_srli_epi16(pairs, 8));
    uint16_t dots = (uint16_t)~_mm_movemask_epi8(lanes);

    memcpy(bits, &dots, sizeof(dots));
}

#include "halftone-simd.h"

halftone_fn *const halftone_row_sse2 = row_of_dots;
#else
halftone_fn *const halftone_row_sse2 = NULL;
#endif
