/*
 * resume.c - see resume.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "resume.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What is on paper, in sides from 0: all before sure, nothing but parts from most on. */
struct printed {
    unsigned sure, most;
    unsigned cut_to; /* a part of a side from sure to before this may be there */
};

static unsigned at_most(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Sides that a sheet has, and the machine prints together. */
static unsigned sheet_sides(const struct broken_job *b)
{
    return b->two_sided ? 2 : 1;
}

/* The side of which the machine may have a part and no more, and the one after it. */
static unsigned parts_end(const struct broken_job *b)
{
    unsigned end = b->offered + (b->midway || b->offered > b->taken ? 1 : 0);

    return b->total > 0 && b->total >= b->offered ? at_most(end, b->total) : end;
}

/* Prints that are counted as made: a higher number was made by something else, too, and tells
 * nothing. */
static bool is_count_ours(const struct broken_job *b)
{
    return b->counted >= 0 &&
           b->counted <= (int64_t)(parts_end(b) - b->base) * (int64_t)b->copies;
}

/* How often a sheet is printed before the next one is begun. */
static unsigned sheet_prints(const struct broken_job *b)
{
    return b->whole_sets ? 1 : b->copies;
}

static unsigned sides_up_to(const struct broken_job *b, int64_t sides, unsigned limit)
{
    return sides < limit - b->base ? b->base + (unsigned)sides : limit;
}

/* All copies of a sheet come before the next one, but its sides in either order. */
static void look_at_count(const struct broken_job *b, struct printed *p)
{
    int64_t prints = (int64_t)sheet_sides(b) * sheet_prints(b);
    int64_t whole = b->counted / prints * sheet_sides(b);
    int64_t begun = b->counted % prints != 0 ? whole + sheet_sides(b) : whole;

    p->sure = sides_up_to(b, whole, b->taken);
    p->most = sides_up_to(b, begun, b->offered);
    p->cut_to = sides_up_to(b, whole + sheet_sides(b), parts_end(b));
}

/* No machine is twice as fast as it is said to be, and two sheets were on their way. */
static unsigned most_made(const struct broken_job *b)
{
    double sheets = b->seconds * b->pages_per_minute / 60 / sheet_prints(b) + 2;

    if (b->seconds < 0 || b->pages_per_minute == 0 || sheets > UINT32_MAX)
        return b->offered;
    return sides_up_to(b, 2 * (int64_t)sheets * sheet_sides(b), b->offered);
}

static void look(const struct broken_job *b, struct printed *p)
{
    bool restarted = b->restart_known && b->restarted;

    p->sure = b->base;
    p->most = b->offered;
    p->cut_to = parts_end(b);
    if (restarted && is_count_ours(b))
        look_at_count(b, p);
    else if (restarted) {
        p->most = most_made(b);
        p->cut_to = at_most(p->most + 1, parts_end(b));
    } else if (b->own_end)
        p->sure = b->taken;
    else if (b->restart_known)
        p->sure = b->acknowledged;
    else if (is_count_ours(b)) { /* if it ran on it has printed more by now */
        look_at_count(b, p);
        p->most = b->offered;
        p->cut_to = parts_end(b);
    }
}

void resume_decide(const struct broken_job *b, struct resume *r)
{
    struct printed p;
    bool all_offered = b->total > 0 && b->offered >= b->total;

    *r = (struct resume){b->base, b->base, b->base, b->base, b->base};
    if (!b->begun)
        return;
    if (!b->takes_parts) { /* all or nothing */
        r->twice_to = all_offered ? b->offered : b->base;
        return;
    }
    look(b, &p);
    if (b->whole_sets && b->copies > 1) { /* the first set may be all there is of a side */
        p.sure = b->base;
        p.cut_to = parts_end(b);
    }
    r->side = p.sure - (p.sure - b->base) % sheet_sides(b); /* a sheet has two */
    r->twice_from = r->side;
    r->twice_to = p.most > r->side ? p.most : r->side;
    r->cut_from = p.sure;
    r->cut_to = p.cut_to > p.sure ? p.cut_to : p.sure;
}

/* ---- in words ---- */

struct text {
    char *bytes;
    size_t n, used;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *t, const char *format, ...)
{
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(t->bytes + t->used, t->n - t->used, format, args);
    va_end(args);
    if (n > 0)
        t->used += (size_t)n < t->n - t->used ? (size_t)n : t->n - t->used - 1;
}

/* The pages of sides; those of later sets are the pages again. */
static void find_pages(unsigned from, unsigned to, unsigned first, unsigned sides, unsigned *a,
                       unsigned *b)
{
    *a = first + from % sides;
    *b = first + (to - 1) % sides;
    if (to - from >= sides || *b < *a) {
        *a = first;
        *b = first + sides - 1;
    }
}

/* Make a range hold another one, too; 0 is none. */
static void widen(unsigned *from, unsigned *to, unsigned a, unsigned b)
{
    if (*from == 0 || a < *from)
        *from = a;
    if (b > *to)
        *to = b;
}

void resume_add(struct resume_sum *sum, const struct broken_job *b, const struct resume *r,
                unsigned first, unsigned sides)
{
    unsigned from, to;

    if (!b->begun || sides == 0)
        return;
    sum->times++;
    sum->own = b->own_end;
    sum->page = b->total > 0 && r->side >= b->total ? 0 : first + r->side % sides;
    if (r->cut_to > r->cut_from) {
        find_pages(r->cut_from, r->cut_to, first, sides, &from, &to);
        widen(&sum->cut_from, &sum->cut_to, from, to);
    }
    if (r->twice_to > r->twice_from) {
        find_pages(r->twice_from, r->twice_to, first, sides, &from, &to);
        widen(&sum->twice_from, &sum->twice_to, from, to);
    }
}

/* "page 3" or "pages 3 to 5" */
static void put_pages(struct text *t, unsigned from, unsigned to)
{
    if (from == to)
        put(t, "page %u", from);
    else
        put(t, "pages %u to %u", from, to);
}

void resume_sum_explain(const struct resume_sum *sum, char *text, size_t n)
{
    struct text t = {text, n, 0};

    text[0] = '\0';
    if (sum->times == 0)
        return;
    if (sum->times == 1)
        put(&t, "%s while the job was printed; ",
            sum->own ? "This program was ended" : "The connection to the machine broke");
    else
        put(&t, "Printing was broken off %u times; the last time ", sum->times);
    if (sum->page == 0)
        put(&t, "it had all pages.");
    else
        put(&t, "%s with page %u.", sum->times == 1 ? "printing went on" : "it went on",
            sum->page);
    if (sum->cut_from > 0) {
        put(&t, " A sheet with only a part of %s",
            sum->cut_to > sum->cut_from ? "one of " : "");
        put_pages(&t, sum->cut_from, sum->cut_to);
        put(&t, " may have come out.");
    }
    if (sum->twice_from > 0) {
        put(&t, " There may be two of ");
        put_pages(&t, sum->twice_from, sum->twice_to);
        put(&t, ".");
    }
}

void resume_explain(const struct broken_job *b, const struct resume *r, unsigned first,
                    unsigned sides, char *text, size_t n)
{
    struct resume_sum sum = {.times = 0};

    resume_add(&sum, b, r, first, sides);
    resume_sum_explain(&sum, text, n);
}
