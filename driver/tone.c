/*
 * tone.c - brightness and contrast.
 *
 * Brightness is a power of the gray, so that black and white stay: g^(2^(-b/100)), from the
 * square to the root. Contrast is a power on either side of the middle gray, (2g)^k / 2 below
 * it and the same mirrored above, with k from 1/2 to 2. A straight line cut off at the ends,
 * which is what many dialogs mean by these words, would turn light grays into paper and dark
 * ones into black at once; text on a light tint would lose its tint.
 *
 * Effects: none.
 * Source: driver/HALFTONE.md section 3.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/tone.h"

#define ONE 65536u

/* log2 of v >= 1 in 1/65536: the logarithm doubles when its number is squared, which brings out
 * one bit after the other. */
static uint32_t log2_q16(uint32_t v)
{
    uint32_t result = 0;
    unsigned top = 31;
    uint64_t m;

    while (!(v >> top))
        top--;
    m = (uint64_t)v << (31 - top); /* 1..2, 31 bits after the point */
    for (int i = 0; i < 16; i++) {
        m = m * m >> 31;
        result = result << 1 | (uint32_t)(m >> 32);
        m >>= m >> 32;
    }
    return (uint32_t)top << 16 | result;
}

/* 2^-(e / 65536) in 1/65536. */
uint32_t tone_power(uint32_t e)
{
    /* 2^32 * 2^-(1/2), 2^-(1/4), ... 2^-(1/65536) */
    static const uint32_t roots[16] = {3037000500u, 3611622603u, 3938502376u, 4112874773u,
                                       4202935003u, 4248701965u, 4271771996u, 4283353945u,
                                       4289156690u, 4292061010u, 4293513907u, 4294240540u,
                                       4294603903u, 4294785595u, 4294876445u, 4294921870u};
    uint64_t result = UINT64_C(1) << 32;

    if (e >> 16 > 31)
        return 0;
    for (unsigned i = 0; i < 16; i++) {
        if (e & 0x8000u >> i)
            result = result * roots[i] >> 32;
    }
    return (uint32_t)(((result >> (e >> 16)) + 0x8000) >> 16);
}

/* 2^(n / 100) in 1/65536, n from -TONE_MAX to TONE_MAX. */
static uint32_t factor(int n)
{
    if (n <= 0)
        return tone_power((uint32_t)-n * ONE / 100);
    return 2 * tone_power((uint32_t)(100 - n) * ONE / 100);
}

/* -log2 of v / 65536; v from 1 to 65536. */
static uint32_t log_of(uint32_t v)
{
    return 16 * ONE - log2_q16(v);
}

/* (v / 65536)^(k / 65536) in 1/65536 */
static uint32_t power(uint32_t v, uint32_t k)
{
    return v == 0 ? 0 : tone_power((uint32_t)((uint64_t)log_of(v) * k / ONE));
}

/* A gray of 0..65536 away from or towards the middle one. */
static uint32_t contrasted(uint32_t v, int contrast)
{
    uint32_t k = factor(contrast);

    if (v <= ONE / 2)
        return power(2 * v, k) / 2;
    return ONE - power(2 * (ONE - v), k) / 2;
}

uint32_t tone_log(uint8_t gray, const struct tone_adjust *adjust)
{
    uint64_t log;

    if (gray == 255)
        return 0;
    if (adjust->contrast == 0) {
        log = log2_q16(255) - log2_q16(gray);
    } else {
        uint32_t v = contrasted((gray * ONE + 127) / 255, adjust->contrast);

        log = log_of(v > 0 ? v : 1);
    }
    return (uint32_t)(log * factor(-adjust->brightness) / ONE);
}

uint8_t tone_gray(uint8_t gray, const struct tone_adjust *adjust)
{
    if (gray == 0)
        return 0;
    return (uint8_t)((tone_power(tone_log(gray, adjust)) * 255u + ONE / 2) / ONE);
}
