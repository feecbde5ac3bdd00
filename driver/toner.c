/*
 * toner.c - how much toner is left, estimated from the black dots that were printed.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "toner.h"

#include <string.h>

#define DPI         600  /* that dots are counted at */
#define MAX_DPI     4800 /* beyond this a number is none */
#define MAX_PERCENT 1000

void toner_reset(struct toner_estimate *e, uint64_t capacity_dots)
{
    e->dots = 0;
    e->capacity_dots = capacity_dots ? capacity_dots : TONER_CAPACITY_DOTS;
}

/* value * factor / divisor without overflow on the way; UINT64_MAX when it is too large.
 * factor < 2^32, 0 < divisor < 2^31. */
static uint64_t scale(uint64_t value, uint64_t factor, uint64_t divisor)
{
    uint64_t whole = value / divisor;
    uint64_t rest = value % divisor * factor / divisor;

    if (factor != 0 && whole > (UINT64_MAX - rest) / factor)
        return UINT64_MAX;
    return whole * factor + rest;
}

void toner_add(struct toner_estimate *e, uint64_t black_dots, unsigned dpi, unsigned percent)
{
    uint64_t dots;

    if (dpi == 0 || dpi > MAX_DPI)
        return;
    if (percent > MAX_PERCENT)
        percent = MAX_PERCENT;
    dots = scale(black_dots, (uint64_t)DPI * DPI, (uint64_t)dpi * dpi);
    dots = scale(dots, percent, 100);
    e->dots = dots > UINT64_MAX - e->dots ? UINT64_MAX : e->dots + dots;
}

int toner_level_percent(const struct toner_estimate *e)
{
    uint64_t left;
    int percent = 0;

    if (e->capacity_dots == 0)
        return -1;
    if (e->dots >= e->capacity_dots)
        return 0;
    left = e->capacity_dots - e->dots;
    /* the largest percent whose share is not above what is left */
    while (percent < 100 && scale(e->capacity_dots, (uint64_t)percent + 1, 100) <= left)
        percent++;
    return percent > 0 ? percent : 1;
}

void toner_supply(const struct toner_estimate *e, struct supply *supply)
{
    static const char description[] = "Black toner";

    memset(supply, 0, sizeof *supply);
    supply->kind = SUPPLY_TONER;
    memcpy(supply->description, description, sizeof description);
    supply->level_percent = toner_level_percent(e);
    supply->estimate = true;
}

/* 1 bits of a word: pairs, fours and eights are summed side by side, then all by the
 * multiplication. The compiler's own function for this may be a call into its library, which is
 * not here. */
static uint64_t count_bits(uint64_t v)
{
    v -= v >> 1 & UINT64_C(0x5555555555555555);
    v = (v & UINT64_C(0x3333333333333333)) + (v >> 2 & UINT64_C(0x3333333333333333));
    v = (v + (v >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return v * UINT64_C(0x0101010101010101) >> 56;
}

uint64_t toner_count_black(const uint8_t *bits, size_t n)
{
    uint64_t count = 0;
    uint64_t word;

    for (; n >= sizeof word; n -= sizeof word, bits += sizeof word) {
        memcpy(&word, bits, sizeof word);
        count += count_bits(word);
    }
    for (; n > 0; n--)
        count += count_bits(*bits++);
    return count;
}
