/*
 * test-ufr2lt-sheet.c - pages in memory that are turned, get fewer rows or two bits for a dot:
 * by bytes worked out by hand.
 * Effects: standard output, memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/ufr2lt-sheet.h"
#include "tests/unit/tap.h"

#include <string.h>

/* Three rows of 16 dots; turned clockwise the lowest row comes to the left. */
static void test_turn(void)
{
    /* X....... .......X
     * .X...... ........
     * ..X..... ....X... */
    static const uint8_t page[6] = {0x80, 0x01, 0x40, 0x00, 0x20, 0x08};
    static const uint8_t left[16] = {0x20, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    static const uint8_t right[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0x20, 0};
    uint8_t turned[16];

    memset(turned, 0xFF, sizeof turned);
    sheet_turn(page, 2, 3, 0, turned, 2);
    ok(memcmp(turned, left, sizeof left) == 0,
       "Eight columns become rows, their tops at the right, white behind the page");
    sheet_turn(page, 2, 3, 1, turned, 2);
    ok(memcmp(turned, right, sizeof right) == 0, "The next eight are the next rows");
}

static void test_two_thirds(void)
{
    /* A column each: none, first, middle, last, upper two, outer two, lower two, all. */
    uint8_t rows[8] = {0};
    uint8_t first, second, odd_first, odd_second;

    rows[0] = 0x4D; /* .X..XX.X */
    rows[1] = 0x2B; /* ..X.X.XX */
    rows[2] = 0x17; /* ...X.XXX */
    rows[3] = 0x4D;
    rows[4] = 0x2B;
    rows[5] = 0x17;
    ok(sheet_two_thirds(rows, 1, 8) == 4, "Of eight rows four are left, two are dropped");
    first = rows[0];
    second = rows[1];
    odd_first = rows[2];
    odd_second = rows[3];
    ok((first & second) == 0x01 && (odd_first & odd_second) == 0x01,
       "Only three dots of three are both dots of two");
    ok((first | second) == 0x7F && (odd_first | odd_second) == 0x7F,
       "A dot in any of three rows is in one of two");
    ok((first & 0x48) == 0x48 && (second & 0x48) == 0, "Upper dots are in the upper row");
    ok((second & 0x12) == 0x12 && (first & 0x12) == 0, "Lower dots in the lower");
    ok(((first ^ odd_first) & 0x24) == 0x24,
       "A dot that is neither goes up in one group and down in the next");
}

static void test_two_bits(void)
{
    uint8_t rows[8] = {0xA5, 0x0F, 0xFF, 0x01};
    static const uint8_t want[8] = {0xCC, 0x33, 0x00, 0xFF, 0xFF, 0xFF, 0x00, 0x03};

    sheet_two_bits(rows, 2, 2);
    ok(memcmp(rows, want, sizeof want) == 0, "Each dot becomes two bits, in place");
}

int main(void)
{
    test_turn();
    test_two_thirds();
    test_two_bits();
    return tap_done();
}
