/*
 * test-page-turn.c - pages that were sent lying, upside down or mirrored, as upright ones.
 * Effects: temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/page-turn.h"
#include "tests/unit/pictures.h"
#include "tests/unit/tap.h"

#include <string.h>

/* The page that is sent, 3 wide and 2 high:
 *     a b c
 *     d e f
 */
static const char sent[] = "abcdef";

/* What comes out, line after line. */
static void check(const char *name, struct page_turn_how how, const char *wanted)
{
    struct scratch_space space = {pictures_folder(), 1u << 20};
    char why[256] = "", got[7] = "";
    struct page_turn *turn = page_turn_new(3, 2, &how, &space, why, sizeof(why));
    uint32_t width = how.quarter ? 2 : 3, height = how.quarter ? 3 : 2;
    bool good = turn != NULL;

    for (uint32_t y = 0; good && y < 2; y++)
        good = page_turn_put(turn, (const uint8_t *)sent + (size_t)y * 3, why, sizeof(why));
    for (uint32_t y = 0; good && y < height; y++)
        good = page_turn_read(turn, y, (uint8_t *)got + (size_t)y * width, why, sizeof(why));
    page_turn_free(turn);
    ok(good && memcmp(got, wanted, 6) == 0, "%s: '%s' %s", name, got, why);
    ok(space.left == 1u << 20, "Its file is gone");
}

/* Larger than the buffer and no multiple of anything: every dot at its place. */
static void test_large(void)
{
    enum { WIDTH = 3001, HEIGHT = 1999 };
    struct scratch_space space = {pictures_folder(), 1u << 26};
    struct page_turn_how how = {.quarter = true};
    char why[256] = "";
    struct page_turn *turn = page_turn_new(WIDTH, HEIGHT, &how, &space, why, sizeof(why));
    uint8_t line[WIDTH];
    unsigned long wrong = 0;
    bool good = turn != NULL;

    for (unsigned y = 0; good && y < HEIGHT; y++) {
        for (unsigned x = 0; x < WIDTH; x++)
            line[x] = (uint8_t)(x * 31 + y * 17 + x * y % 253);
        good = page_turn_put(turn, line, why, sizeof(why));
    }
    for (unsigned x = WIDTH; good && x-- > 0;) {
        good = page_turn_read(turn, WIDTH - 1 - x, line, why, sizeof(why));
        for (unsigned y = 0; good && y < HEIGHT; y++)
            wrong += line[y] != (uint8_t)(x * 31 + y * 17 + x * y % 253);
    }
    page_turn_free(turn);
    ok(good && wrong == 0, "A large page is turned dot for dot: %lu wrong %s", wrong, why);
}

static void test_failures(void)
{
    struct scratch_space small = {pictures_folder(), 100}, none = {"/nowhere/at/all", 1u << 20};
    struct page_turn_how how = {.quarter = true};
    uint8_t line[100] = {0};
    char why[256] = "";
    struct page_turn *turn = page_turn_new(100, 50, &how, &small, why, sizeof(why));
    bool good = turn != NULL;

    for (unsigned y = 0; good && y < 50; y++)
        good = page_turn_put(turn, line, why, sizeof(why));
    ok(turn != NULL && !good && why[0] != '\0', "A page without room is given up: %s", why);
    page_turn_free(turn);
    why[0] = '\0';
    turn = page_turn_new(100, 50, &how, &none, why, sizeof(why));
    ok(turn == NULL && why[0] != '\0', "So is one without a folder: %s", why);
    page_turn_free(NULL);
}

int main(void)
{
    uint8_t odd[] = "abc", even[] = "abcd";

    check("A page that is to stay as it is does", (struct page_turn_how){0}, "abcdef");
    check("A mirrored page", (struct page_turn_how){.mirror = true}, "cbafed");
    check("A flipped page", (struct page_turn_how){.flip = true}, "defabc");
    check("A page that was turned round", (struct page_turn_how){.mirror = true, .flip = true},
          "fedcba");
    /* counter-clockwise: the right column is the first line, from its top */
    check("A lying page", (struct page_turn_how){.quarter = true}, "cfbead");
    check("A lying page, mirrored before", (struct page_turn_how){true, false, true}, "adbecf");
    check("A lying page, flipped before", (struct page_turn_how){false, true, true}, "fcebda");
    check("A lying page, turned round before", (struct page_turn_how){true, true, true},
          "daebfc");
    page_turn_mirror(odd, 3);
    page_turn_mirror(even, 4);
    ok(memcmp(odd, "cba", 3) == 0 && memcmp(even, "dcba", 4) == 0, "Lines are mirrored");
    test_large();
    test_failures();
    return tap_done();
}
