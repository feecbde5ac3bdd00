/*
 * test-page-order.c - which pages are on which side: booklets, and the last page first. The
 * expected ones are those of paper that was folded and numbered by hand.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/page-order.h"
#include "tap.h"

#define W PAGE_ORDER_WHITE

struct expected {
    uint32_t pages, sides;
    uint32_t on[8][2]; /* from 0 */
};

static void check(const struct page_order *order, const struct expected *e, const char *what)
{
    bool good = page_order_sides(order, e->pages) == e->sides;

    for (uint32_t side = 0; good && side < e->sides; side++) {
        uint32_t on[2];

        page_order_side(order, e->pages, side, on);
        good = on[0] == e->on[side][0] && on[1] == e->on[side][1];
        if (!good)
            diag("side %u has %d and %d", (unsigned)side, (int)on[0], (int)on[1]);
    }
    ok(good, "%s of %u pages has %u sides, each with its own", what, (unsigned)e->pages,
       (unsigned)e->sides);
}

static void check_booklets(void)
{
    static const struct expected folded[] = {
        {0,  0, {{0}}                                             },
        {1,  2, {{W, 0}, {W, W}}                                  },
        {3,  2, {{W, 0}, {1, 2}}                                  },
        {4,  2, {{3, 0}, {1, 2}}                                  },
        {5,  4, {{W, 0}, {1, W}, {W, 2}, {3, 4}}                  },
        {8,  4, {{7, 0}, {1, 6}, {5, 2}, {3, 4}}                  },
        {9,  6, {{W, 0}, {1, W}, {W, 2}, {3, 8}, {7, 4}, {5, 6}}  },
        {12, 6, {{11, 0}, {1, 10}, {9, 2}, {3, 8}, {7, 4}, {5, 6}}},
    };
    static const struct expected reversed = {
        8, 4, {{5, 2}, {3, 4}, {7, 0}, {1, 6}}
    };
    static const struct expected from_right = {
        5, 4, {{0, W}, {W, 1}, {2, W}, {4, 3}}
    };
    const struct page_order left = {.booklet = true, .two_sided = true};
    const struct page_order right = {.booklet = true, .from_right = true, .two_sided = true};
    const struct page_order last = {.booklet = true, .reverse = true, .two_sided = true};
    bool good = true;

    for (size_t i = 0; i < sizeof(folded) / sizeof(folded[0]); i++)
        check(&left, &folded[i], "A booklet");
    check(&right, &from_right, "A booklet from the right");
    check(&last, &reversed, "A booklet with the inner sheet first");
    for (uint32_t side = 0; side < 6; side++) {
        uint32_t on[2];

        page_order_side(&left, 9, side, on);
        for (unsigned half = 0; half < 2; half++)
            good = good && (on[half] == W || page_order_half(&left, on[half]) == half);
    }
    ok(good, "The half that a page is on is known before the number of pages");
}

static void check_reversed(void)
{
    static const struct expected single = {
        3, 3, {{2, W}, {1, W}, {0, W}}
    };
    static const struct expected even = {
        4, 4, {{2, W}, {3, W}, {0, W}, {1, W}}
    };
    static const struct expected odd = {
        5, 6, {{4, W}, {W, W}, {2, W}, {3, W}, {0, W}, {1, W}}
    };
    static const struct expected one = {
        1, 2, {{0, W}, {W, W}}
    };
    static const struct expected same = {
        3, 3, {{0, W}, {1, W}, {2, W}}
    };
    const struct page_order last = {.reverse = true};
    const struct page_order both = {.reverse = true, .two_sided = true};
    const struct page_order plain = {.two_sided = true};

    check(&last, &single, "The last page first");
    check(&both, &even, "The last sheet first, with two sides,");
    check(&both, &odd, "The last sheet first, with two sides,");
    check(&both, &one, "The last sheet first, with two sides,");
    check(&plain, &same, "The usual order");
}

int main(void)
{
    check_booklets();
    check_reversed();
    return tap_done();
}
