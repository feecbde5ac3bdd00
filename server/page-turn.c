/*
 * page-turn.c - see page-turn.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-turn.h"

#include "page-store.h"

#include <stdio.h>
#include <stdlib.h>

/* Buffer of the page store: an A4 page of 600 dpi is then read in some 17 passes of its file,
 * which stays in the system's cache. */
#define STORE_MEMORY ((size_t)2 << 20)

struct page_turn {
    struct page_turn_how how;
    uint32_t width, height; /* as the page came */
    struct page_store *store;
};

struct page_turn *page_turn_new(uint32_t width, uint32_t height,
                                const struct page_turn_how *how, struct scratch_space *space,
                                char *why, size_t why_size)
{
    struct page_turn *turn = calloc(1, sizeof(*turn));

    if (turn == NULL) {
        snprintf(why, why_size, "There is not enough memory for the page.");
        return NULL;
    }
    turn->how = *how;
    turn->width = width;
    turn->height = height;
    turn->store =
        page_store_new(width, height, how->quarter ? PAGE_STORE_COLUMNS : PAGE_STORE_ROWS,
                       STORE_MEMORY, space, why, why_size);
    if (turn->store == NULL) {
        free(turn);
        return NULL;
    }
    return turn;
}

bool page_turn_put(struct page_turn *turn, const uint8_t *line, char *why, size_t why_size)
{
    return page_store_put_row(turn->store, line, why, why_size);
}

void page_turn_mirror(uint8_t *samples, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        uint8_t left = samples[i];

        samples[i] = samples[n - 1 - i];
        samples[n - 1 - i] = left;
    }
}

/* A quarter turn makes a line of each column, the rightmost first, which is the leftmost of a
 * mirrored page; its samples run from the top, of a flipped page from the bottom. */
bool page_turn_read(struct page_turn *turn, uint32_t y, uint8_t *line, char *why,
                    size_t why_size)
{
    const struct page_turn_how *how = &turn->how;

    if (how->quarter) {
        if (!page_store_read_column(turn->store, how->mirror ? y : turn->width - 1 - y, line,
                                    why, why_size))
            return false;
        if (how->flip)
            page_turn_mirror(line, turn->height);
        return true;
    }
    if (!page_store_read_row(turn->store, how->flip ? turn->height - 1 - y : y, line, why,
                             why_size))
        return false;
    if (how->mirror)
        page_turn_mirror(line, turn->width);
    return true;
}

void page_turn_free(struct page_turn *turn)
{
    if (turn == NULL)
        return;
    page_store_free(turn->store);
    free(turn);
}
