/*
 * halftone-neon.c - one line of gray to dots, 16 samples at a time, on any 64-bit ARM.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "halftone-paths.h"

#if defined(__aarch64__)
#include <arm_neon.h>
#include <string.h>

#define TARGET
#define V               uint8x16_t
#define LANES           16
#define LOAD(p)         vld1q_u8(p)
#define LOAD_ALIGNED(p) vld1q_u8(p)
#define SPLAT(u8)       vdupq_n_u8(u8)
#define MIN             vminq_u8
#define MAX             vmaxq_u8
#define AVG             vrhaddq_u8
#define ADD             vaddq_u8
#define ADDS            vqaddq_u8
#define SUBS            vqsubq_u8
#define GE              vcgeq_u8
#define AND             vandq_u8
#define OR              vorrq_u8
#define NOT_AND(a, b)   vbicq_u8(b, a)
#define SELECT          vbslq_u8
#define ANY(m)          (vmaxvq_u8(m) > 127)
#define MORE_THAN_1(v)  (vmaxvq_u8(v) > 1)
#define STORE_DOTS      store_dots

/* Each lane without a dot loses its bit; adding neighbours three times makes the bytes. */
static inline void store_dots(uint8_t *bits, V first, V second)
{
    static const uint8_t weights[16] = {128, 64, 32, 16, 8, 4, 2, 1,
                                        128, 64, 32, 16, 8, 4, 2, 1};
    V all = vld1q_u8(weights);
    V dots = vpaddq_u8(vbicq_u8(all, first), vbicq_u8(all, second));
    uint32_t four;

    dots = vpaddq_u8(dots, dots);
    dots = vpaddq_u8(dots, dots);
    four = vgetq_lane_u32(vreinterpretq_u32_u8(dots), 0);
    memcpy(bits, &four, sizeof(four));
}

#include "halftone-simd.h"

halftone_fn *const halftone_row_neon = row_of_dots;
#else
halftone_fn *const halftone_row_neon = NULL;
#endif
