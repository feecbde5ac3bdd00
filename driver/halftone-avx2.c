/*
 * halftone-avx2.c - one line of gray to dots, 32 samples at a time.
 * Effects: none. Must only be run where the processor has AVX2.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "halftone-paths.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#include <string.h>

#define TARGET          __attribute__((target("avx2")))
#define V               __m256i
#define LANES           32
#define LOAD(p)         _mm256_loadu_si256((const __m256i *)(const void *)(p))
#define LOAD_ALIGNED(p) _mm256_load_si256((const __m256i *)(const void *)(p))
#define SPLAT(u8)       _mm256_set1_epi8((char)(u8))
#define MIN             _mm256_min_epu8
#define MAX             _mm256_max_epu8
#define AVG             _mm256_avg_epu8
#define ADD             _mm256_add_epi8
#define ADDS            _mm256_adds_epu8
#define SUBS            _mm256_subs_epu8
#define GE(a, b)        _mm256_cmpeq_epi8(_mm256_max_epu8(a, b), a)
#define AND             _mm256_and_si256
#define OR              _mm256_or_si256
#define NOT_AND         _mm256_andnot_si256
#define SELECT(m, a, b) _mm256_blendv_epi8(b, a, m)
#define ANY(m)          (_mm256_movemask_epi8(m) != 0)
#define MORE_THAN_1(v)  (!_mm256_testz_si256(v, SPLAT(0xFE)))
#define STORE_DOTS      store_dots

/* movemask takes the first lane as the lowest bit: turn the lanes of each byte round before. */
TARGET static inline void store_dots(uint8_t *bits, V first, V second)
{
    const __m256i turn = _mm256_setr_epi8(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8,
                                          7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
    uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_shuffle_epi8(first, turn));
    uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_shuffle_epi8(second, turn));
    uint64_t dots = ~(high << 32 | low);

    memcpy(bits, &dots, sizeof(dots));
}

#include "halftone-simd.h"

halftone_fn *const halftone_row_avx2 = row_of_dots;
#else
halftone_fn *const halftone_row_avx2 = NULL;
#endif
