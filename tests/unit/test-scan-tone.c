/*
 * test-scan-tone.c - brightness, contrast and gamma of scanned samples. Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/scan-tone.h"
#include "tests/unit/tap.h"

static uint8_t table[256];

static bool is(int brightness, int contrast, unsigned gamma, uint8_t black, uint8_t low,
               uint8_t high, uint8_t white)
{
    const struct scan_tone tone = {brightness, contrast, gamma};

    scan_tone_table(table, &tone);
    if (table[0] == black && table[64] == low && table[192] == high && table[255] == white)
        return true;
    diag("%u %u %u %u", table[0], table[64], table[192], table[255]);
    return false;
}

static bool never_falls(int brightness, int contrast, unsigned gamma)
{
    const struct scan_tone tone = {brightness, contrast, gamma};
    unsigned i;

    scan_tone_table(table, &tone);
    for (i = 1; i < 256; i++)
        if (table[i] < table[i - 1])
            return false;
    return true;
}

int main(void)
{
    static const struct scan_tone nothing = {0, 0, 1000}, something = {0, 0, 1001};

    ok(is(0, 0, 1000, 0, 64, 192, 255), "Nothing asked is nothing changed");
    ok(scan_tone_nothing(&nothing) && !scan_tone_nothing(&something),
       "Which can be told before");
    ok(is(100, 0, 1000, 128, 192, 255, 255) && is(-100, 0, 1000, 0, 0, 64, 127),
       "All of the brightness moves by half of all");
    ok(is(0, -100, 1000, 127, 127, 127, 127), "No contrast is one gray");
    ok(is(0, 100, 1000, 0, 0, 255, 255), "All of it is black and white");
    ok(is(0, 50, 1000, 0, 0, 255, 255) && table[127] == 126 && table[128] == 128 &&
           table[150] == 172,
       "Half of it is twice the slope about the middle");
    /* 255 * (64 / 255)^(1 / 2.2) = 136.1; 255 * (192 / 255)^(1 / 2.2) = 224.2 */
    ok(is(0, 0, 2200, 0, 136, 224, 255), "A gamma of 2.2 lightens");
    /* 255 * (64 / 255)^2 = 16.1; 255 * (192 / 255)^2 = 144.6 */
    ok(is(0, 0, 500, 0, 16, 145, 255), "A gamma of a half darkens");
    ok(never_falls(-30, 70, 300) && never_falls(30, -70, 9000) && never_falls(1000, 1000, 0) &&
           never_falls(-1000, -1000, 4000000),
       "Lighter never becomes darker, whatever is asked");
    return tap_done();
}
