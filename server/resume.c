/*
 * resume.c - see resume.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "resume.h"

#include <stdio.h>

static unsigned at_most(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/*
 * The sides that are surely on paper when the machine may have lost its memory: those it
 * counted; else no more than its engine can have made in the time.
 */
static unsigned surely_printed(const struct broken_job *b)
{
    unsigned has = b->taken - b->base;
    double made;

    if (b->counted >= 0)
        return b->base + at_most(has, (unsigned)(b->counted / b->copies));
    made = b->seconds * b->pages_per_minute / 60 / b->copies;
    return b->base + (made < has ? (unsigned)made : has);
}

void resume_decide(const struct broken_job *b, struct resume *r)
{
    unsigned sure, had = b->offered;

    r->side = r->twice_from = r->twice_to = r->cut_side = b->base;
    r->cut = false;
    if (!b->begun || !b->takes_parts)
        return;
    if (b->whole_sets && b->copies > 1) {
        /* it prints nothing before it has all: from the beginning, and said so */
        r->twice_to = b->taken;
        return;
    }
    if (b->own_end)
        sure = b->taken;
    else if (b->restart_known && !b->restarted)
        sure = b->acknowledged;
    else
        sure = surely_printed(b);
    if (b->restarted && b->counted >= 0)
        had = sure; /* counted: what did not come out never will */
    r->side = sure;
    if (b->two_sided && (r->side - b->base) % 2 != 0)
        r->side--; /* a sheet has two */
    r->cut = b->midway && had == b->taken && !(b->restarted && b->counted >= 0);
    r->cut_side = b->taken;
    r->twice_from = r->side;
    r->twice_to = had > r->side ? had : r->side;
    if (r->side < sure && r->twice_to < sure)
        r->twice_to = sure;
}

/* "page 3" or "pages 3 to 5"; sides of later sets are the pages again. */
static int put_pages(char *text, size_t n, unsigned from, unsigned to, unsigned first,
                     unsigned sides)
{
    unsigned a = first + from % sides, b = first + (to - 1) % sides;

    if (to - from >= sides || b < a) {
        a = first;
        b = first + sides - 1;
    }
    return a == b ? snprintf(text, n, "page %u", a) : snprintf(text, n, "pages %u to %u", a, b);
}

void resume_explain(const struct broken_job *b, const struct resume *r, unsigned first,
                    unsigned sides, char *text, size_t n)
{
    int used = 0;
    char pages[64];

    text[0] = '\0';
    if (!b->begun || sides == 0)
        return;
    put_pages(pages, sizeof(pages), r->side, r->side + 1, first, sides);
    used = snprintf(text, n, "%s; printing went on with %s.",
                    b->own_end ? "This program was ended while the job was printed"
                               : "The connection to the machine broke while the job was printed",
                    pages);
    if (r->cut && used > 0 && (size_t)used < n) {
        put_pages(pages, sizeof(pages), r->cut_side, r->cut_side + 1, first, sides);
        used += snprintf(text + used, n - (size_t)used,
                         " A sheet with only a part of %s may have come out.", pages);
    }
    if (r->twice_to > r->twice_from && used > 0 && (size_t)used < n) {
        put_pages(pages, sizeof(pages), r->twice_from, r->twice_to, first, sides);
        snprintf(text + used, n - (size_t)used, " There may be two of %s.", pages);
    }
}
