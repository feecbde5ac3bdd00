/*
 * test-toner.c - counting dots, and what is left of a cartridge.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/toner.h"
#include "tests/unit/tap.h"

#include <string.h>

#define A4_DOTS (UINT64_C(4961) * 7016)

static void test_count(void)
{
    uint8_t bits[64];
    uint64_t expected = 0;
    unsigned good = 0;

    memset(bits, 0xFF, sizeof bits);
    ok(toner_count_black(bits, 0) == 0, "Nothing has no dots");
    for (size_t n = 0; n <= sizeof bits; n++)
        good += toner_count_black(bits, n) == n * 8;
    ok(good == sizeof bits + 1, "Black bytes have eight dots each, in lines of any length");
    for (size_t i = 0; i < sizeof bits; i++) {
        bits[i] = (uint8_t)(i * 37 + 11);
        for (unsigned bit = 0; bit < 8; bit++)
            expected += bits[i] >> bit & 1;
    }
    ok(toner_count_black(bits, sizeof bits) == expected, "Dots are those counted one by one");
    good = 0;
    for (size_t i = 0; i < 8; i++)
        good += toner_count_black(bits + i, 1) + toner_count_black(bits + i + 1, 40) ==
                toner_count_black(bits + i, 41);
    ok(good == 8, "Where a line begins in memory does not matter");
}

static void test_level(void)
{
    struct toner_estimate e = {0, 0};

    ok(toner_level_percent(&e) == -1, "Without a cartridge there is no estimate");
    toner_reset(&e, 0);
    ok(e.capacity_dots == UINT64_C(17542413504),
       "6 %% of 8,400 A4 pages are 17,542,413,504 dots");
    ok(toner_level_percent(&e) == 100, "A new cartridge is full");
    for (int i = 0; i < 840; i++)
        toner_add(&e, A4_DOTS * 6 / 100, 600, 100);
    ok(toner_level_percent(&e) == 90, "840 pages at 6 %% take a tenth");
    toner_reset(&e, 1000);
    toner_add(&e, 999, 600, 100);
    ok(toner_level_percent(&e) == 1, "The last bit is not nothing");
    toner_add(&e, 1, 600, 100);
    ok(toner_level_percent(&e) == 0, "Nothing is");
    toner_add(&e, UINT64_MAX, 600, 100);
    toner_add(&e, UINT64_MAX, 1, 1000);
    ok(e.dots == UINT64_MAX && toner_level_percent(&e) == 0, "Dots do not wrap around");
    toner_reset(&e, 0);
    ok(e.dots == 0 && toner_level_percent(&e) == 100, "A new cartridge begins anew");
}

static void test_add(void)
{
    struct toner_estimate e;

    toner_reset(&e, 0);
    toner_add(&e, 1000, 1200, 100);
    ok(e.dots == 250, "Four dots at 1200 dpi are one");
    toner_add(&e, 1000, 300, 100);
    ok(e.dots == 4250, "One dot at 300 dpi is four");
    toner_reset(&e, 0);
    toner_add(&e, 1000, 600, TONER_SAVE_PERCENT);
    ok(e.dots == 700, "Toner saving takes its part only");
    toner_add(&e, 1000, 0, 100);
    toner_add(&e, 1000, 1000000, 100);
    ok(e.dots == 700, "A resolution that is none adds nothing");
    toner_add(&e, 100, 600, 5000);
    ok(e.dots == 1700, "A factor has a limit");
}

static void test_supply(void)
{
    struct toner_estimate e;
    struct supply supply;

    toner_reset(&e, 200);
    toner_add(&e, 50, 600, 100);
    toner_supply(&e, &supply);
    ok(supply.kind == SUPPLY_TONER && supply.level_percent == 75 && supply.estimate &&
           !supply.some_left && supply.description[0],
       "The estimate is a supply that says it is one");
}

int main(void)
{
    test_count();
    test_level();
    test_add();
    test_supply();
    return tap_done();
}
