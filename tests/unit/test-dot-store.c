/*
 * test-dot-store.c - pages that are put away and read in another order, two at a time, until
 * the space is used up.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/dot-store.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STRIDE 700
#define LINES  300

static char why[256];

/* Line y of a page: nothing like another one. */
static void make_line(unsigned page, unsigned y, uint8_t *bits)
{
    uint32_t state = page * 7919 + y * 104729 + 1;

    for (size_t i = 0; i < STRIDE; i++) {
        state = state * 1664525 + 1013904223;
        bits[i] = page % 2 == 0 && y % 3 == 0 ? 0 : (uint8_t)(state >> 24);
    }
}

static bool put_page(struct dot_store *store, unsigned page)
{
    uint8_t bits[STRIDE];
    bool good = dot_store_begin(store, STRIDE, &page, sizeof(page), why, sizeof(why));

    for (unsigned y = 0; good && y < LINES; y++) {
        make_line(page, y, bits);
        good = dot_store_line(store, bits, why, sizeof(why));
    }
    return good && dot_store_end(store, why, sizeof(why));
}

static bool is_line(const uint8_t *bits, unsigned page, unsigned y)
{
    uint8_t wanted[STRIDE];

    make_line(page, y, wanted);
    return memcmp(bits, wanted, STRIDE) == 0;
}

/* Two pages side by side, each as it was. */
static bool reads(struct dot_store *store, uint32_t first, uint32_t second)
{
    uint8_t bits[STRIDE];
    bool good = dot_store_open(store, 0, first, STRIDE, why, sizeof(why)) &&
                dot_store_open(store, 1, second, STRIDE, why, sizeof(why));

    for (unsigned y = 0; good && y < LINES; y++)
        good = dot_store_read(store, 0, bits, why, sizeof(why)) && is_line(bits, first, y) &&
               dot_store_read(store, 1, bits, why, sizeof(why)) && is_line(bits, second, y);
    return good && dot_store_read(store, 0, bits, why, sizeof(why)) && bits[0] == 0 &&
           memcmp(bits, bits + 1, STRIDE - 1) == 0;
}

static void check_order(struct scratch_space *space)
{
    struct dot_store *store = dot_store_new(space, why, sizeof(why));
    unsigned note = 0;
    uint8_t bits[STRIDE] = {0};
    bool good = store != NULL;

    for (unsigned page = 0; good && page < 5; page++)
        good = put_page(store, page);
    ok(good && dot_store_pages(store) == 5, "Five pages are put away");
    ok(good && reads(store, 4, 0) && reads(store, 3, 1) && reads(store, 2, 2),
       "They are read in any order, two at a time, and white follows them");
    ok(good && dot_store_note(store, 3, &note, sizeof(note), why, sizeof(why)) && note == 3,
       "What was kept with a page is there");
    ok(good && !dot_store_open(store, 0, 1, STRIDE + 1, why, sizeof(why)) && why[0] != '\0',
       "A page of another width is refused");
    ok(good && dot_store_begin(store, STRIDE, &note, sizeof(note), why, sizeof(why)) &&
           dot_store_line(store, bits, why, sizeof(why)) && put_page(store, 5) &&
           dot_store_pages(store) == 6 && reads(store, 5, 4),
       "A page that was not ended leaves nothing");
    dot_store_free(store);
}

static void check_full(const char *folder)
{
    struct scratch_space space = {folder, 300000}; /* a page of noise has 210000 */
    struct dot_store *store = dot_store_new(&space, why, sizeof(why));

    ok(store != NULL && put_page(store, 1), "A page has room");
    why[0] = '\0';
    ok(store != NULL && !put_page(store, 3) && why[0] != '\0' && dot_store_pages(store) == 1,
       "The next one has none, which is told");
    dot_store_free(store);
    ok(space.left == 300000, "All the space is free again");
    space.folder = "/nowhere/at/all";
    ok(dot_store_new(&space, why, sizeof(why)) == NULL, "A folder that is not there is told");
    dot_store_free(NULL);
}

int main(void)
{
    char folder[] = "/tmp/canon-dots.XXXXXX";
    struct scratch_space space = {folder, 100 << 20};

    if (mkdtemp(folder) == NULL)
        return 1;
    check_order(&space);
    check_full(folder);
    ok(rmdir(folder) == 0, "No file is left");
    return tap_done();
}
