/*
 * test-resume.c - where a job goes on after it broke off, and what is told about it: cases
 * computed by hand, and machines of all kinds that print what they got.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/resume.h"
#include "tests/unit/tap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- computed by hand ---- */

/*
 * What a case says beside this: ten sides from 0 on a socket, 20 a minute for a minute,
 * one-sided, once, nothing known of a restart.
 */
struct facts {
    unsigned acknowledged, taken, offered;
    unsigned base;
    unsigned total;     /* 0: ten */
    bool total_unknown; /* the document is still coming */
    bool not_begun, all_or_nothing;
    bool midway, own_end, two_sided, whole_sets;
    bool ran_on, restarted; /* neither: not known */
    unsigned copies;        /* 0: one */
    bool counts;
    int64_t counted;
    double seconds; /* 0: sixty */
};
#define SIDES(a, t, o) .acknowledged = a, .taken = t, .offered = o
#define COUNTED(n)     .counts = true, .counted = n

static struct broken_job job_of(const struct facts *f)
{
    return (struct broken_job){
        .base = f->base,
        .total = f->total_unknown ? 0
                 : f->total != 0  ? f->total
                                  : 10,
        .taken = f->taken,
        .offered = f->offered,
        .acknowledged = f->acknowledged,
        .begun = !f->not_begun,
        .midway = f->midway,
        .takes_parts = !f->all_or_nothing,
        .own_end = f->own_end,
        .two_sided = f->two_sided,
        .copies = f->copies != 0 ? f->copies : 1,
        .whole_sets = f->whole_sets,
        .restart_known = f->ran_on || f->restarted,
        .restarted = f->restarted,
        .counted = f->counts ? f->counted : -1,
        .seconds = f->seconds != 0 ? f->seconds : 60,
        .pages_per_minute = 20,
    };
}

static const struct {
    const char *name;
    struct facts facts;
    struct resume wanted;
} cases[] = {
    {"A job that never reached the machine begins where it was to begin",
     {.not_begun = true, .base = 4, SIDES(4, 4, 4)},
     {4, 4, 4, 4, 4}                                                                                                                                          },

 /* this program ended: what was taken arrives, and is printed */
    {"After an end of this program the next side follows",
     {.own_end = true, SIDES(0, 3, 3)},
     {3, 3, 3, 3, 3}                                                                                                                                          },
    {"within a side, that side again, a part of which may lie there",
     {.own_end = true, SIDES(0, 3, 3), .midway = true},
     {3, 3, 3, 3, 4}                                                                                                                                          },
    {"when a side was offered and nobody knows whether it was taken, it may come twice, and "
     "a part of it or of the next may lie there",                                      {.own_end = true, SIDES(0, 3, 4)},
     {3, 3, 4, 3, 5}                                                                                                                                          },
    {"the same within the side",
     {.own_end = true, SIDES(0, 3, 4), .midway = true},
     {3, 3, 4, 3, 5}                                                                                                                                          },
    {"Several small sides in one piece may all come twice",
     {.own_end = true, SIDES(0, 3, 7)},
     {3, 3, 7, 3, 8}                                                                                                                                          },
    {"A job that began in the middle goes on behind what it sent itself",
     {.own_end = true, .base = 4, SIDES(4, 6, 6), .midway = true},
     {6, 6, 6, 6, 7}                                                                                                                                          },
    {"When all sides were taken none comes again",
     {.own_end = true, SIDES(0, 10, 10)},
     {10, 10, 10, 10, 10}                                                                                                                                     },
    {"Behind the last side there is none to lie there in part",
     {.own_end = true, SIDES(0, 9, 10)},
     {9, 9, 10, 9, 10}                                                                                                                                        },
    {"Where the end is not known yet there may be another",
     {.total_unknown = true, .own_end = true, SIDES(0, 9, 10)},
     {9, 9, 10, 9, 11}                                                                                                                                        },

 /* the connection broke, and the machine ran on: it prints what it acknowledged */
    {"A machine that ran on prints what it acknowledged; what is on its way may come too",
     {.ran_on = true, SIDES(2, 5, 5)},
     {2, 2, 5, 2, 5}                                                                                                                                          },
    {"the same with a side taken in part",
     {.ran_on = true, SIDES(2, 5, 5), .midway = true},
     {2, 2, 5, 2, 6}                                                                                                                                          },
    {"the same with one more offered",                                                      {.ran_on = true, SIDES(2, 5, 6)},                  {2, 2, 6, 2, 7}},
    {"All was acknowledged: nothing comes twice",
     {.ran_on = true, SIDES(5, 5, 5)},
     {5, 5, 5, 5, 5}                                                                                                                                          },
    {"A count while it ran on says less than what was acknowledged",
     {.ran_on = true, SIDES(5, 5, 5), COUNTED(2)},
     {5, 5, 5, 5, 5}                                                                                                                                          },

 /* restarted, with a counter */
    {"A restarted machine has printed what it counted, and a part of the next",
     {.restarted = true, SIDES(6, 6, 6), COUNTED(2)},
     {2, 2, 2, 2, 3}                                                                                                                                          },
    {"It may have counted nothing",
     {.restarted = true, SIDES(6, 6, 6), COUNTED(0)},
     {0, 0, 0, 0, 1}                                                                                                                                          },
    {"or all that it had",                                                                  {.restarted = true, SIDES(6, 6, 6), COUNTED(6)},   {6, 6, 6, 6, 6}},
    {"or a side that nobody knows whether it was taken: it comes again",
     {.restarted = true, SIDES(6, 6, 7), COUNTED(7)},
     {6, 6, 7, 6, 8}                                                                                                                                          },
    {"A count from a later beginning is added to it",
     {.restarted = true, .base = 4, SIDES(9, 9, 9), COUNTED(3)},
     {7, 7, 7, 7, 8}                                                                                                                                          },
    {"A count higher than what the machine can have is not this job's: all comes again",
     {.restarted = true, SIDES(6, 6, 6), COUNTED(7)},
     {0, 0, 6, 0, 6}                                                                                                                                          },
    {"It counts a side of which it had a part",
     {.restarted = true, SIDES(6, 6, 6), .midway = true, COUNTED(7)},
     {6, 6, 6, 6, 7}                                                                                                                                          },
    {"A very high count is none either",
     {.restarted = true, SIDES(6, 6, 6), COUNTED(INT64_MAX)},
     {0, 0, 6, 0, 6}                                                                                                                                          },
    {"A machine restarted after the end of this program has lost what it did not count",
     {.own_end = true, .restarted = true, SIDES(6, 6, 6), COUNTED(2)},
     {2, 2, 2, 2, 3}                                                                                                                                          },

 /* restarted, without one: nothing is sure, however long it had */
    {"Without a counter all comes again after a restart, even after a long time",
     {.restarted = true, SIDES(6, 6, 6), .seconds = 6000},
     {0, 0, 6, 0, 6}                                                                                                                                          },
    {"and after a short time only the first ones can have come out: twice 3 s at 20 a minute, "
     "and two sheets on their way, each doubled",                                      {.restarted = true, SIDES(9, 9, 9), .seconds = 3},
     {0, 0, 6, 0, 7}                                                                                                                                          },
    {"A clock that was set back says nothing",
     {.restarted = true, SIDES(9, 9, 9), .seconds = -5},
     {0, 0, 9, 0, 9}                                                                                                                                          },
    {"nor does an endless time",
     {.restarted = true, SIDES(9, 9, 9), .seconds = 1e300},
     {0, 0, 9, 0, 9}                                                                                                                                          },

 /* nobody knows */
    {"When nobody knows whether the machine was restarted all comes again",
     {SIDES(5, 6, 6), .seconds = 6000},
     {0, 0, 6, 0, 6}                                                                                                                                          },
    {"the same with a side in part",
     {SIDES(5, 6, 6), .midway = true, .seconds = 1},
     {0, 0, 6, 0, 7}                                                                                                                                          },
    {"from where the job began",                                                            {.base = 4, SIDES(5, 6, 7)},                       {4, 4, 7, 4, 8}},
    {"except what it has counted",                                                          {SIDES(6, 6, 6), COUNTED(2)},                      {2, 2, 6, 2, 6}},
    {"Only a beginning without a side went: nothing can lie there",
     {SIDES(0, 0, 0)},
     {0, 0, 0, 0, 0}                                                                                                                                          },

 /* two-sided: a sheet comes again as a whole */
    {"A sheet of which one side was taken comes again",
     {.own_end = true, .two_sided = true, SIDES(0, 3, 3)},
     {2, 2, 3, 3, 3}                                                                                                                                          },
    {"A whole sheet does not",
     {.own_end = true, .two_sided = true, SIDES(0, 4, 4), .midway = true},
     {4, 4, 4, 4, 5}                                                                                                                                          },
    {"Sheets are counted from where the job began",
     {.own_end = true, .two_sided = true, .base = 3, SIDES(3, 6, 6)},
     {5, 5, 6, 6, 6}                                                                                                                                          },
    {"A sheet whose second side was offered may come twice",
     {.own_end = true, .two_sided = true, SIDES(0, 3, 4)},
     {2, 2, 4, 3, 5}                                                                                                                                          },
    {"A counted front is not a sheet; which side it was is not known",
     {.two_sided = true, .restarted = true, SIDES(8, 8, 8), COUNTED(3)},
     {2, 2, 4, 2, 4}                                                                                                                                          },
    {"Both sides counted are a sheet",
     {.two_sided = true, .restarted = true, SIDES(8, 8, 8), COUNTED(4)},
     {4, 4, 4, 4, 6}                                                                                                                                          },
    {"What was acknowledged in the middle of a sheet makes it come again",
     {.two_sided = true, .ran_on = true, SIDES(3, 5, 5)},
     {2, 2, 5, 3, 5}                                                                                                                                          },

 /* copies that the machine makes of each sheet */
    {"A side of which the copies are counted in part comes again, too often",
     {.copies = 3, .restarted = true, SIDES(6, 6, 6), COUNTED(4)},
     {1, 1, 2, 1, 2}                                                                                                                                          },
    {"One with all copies counted does not",
     {.copies = 3, .restarted = true, SIDES(6, 6, 6), COUNTED(6)},
     {2, 2, 2, 2, 3}                                                                                                                                          },
    {"Two-sided, three copies: seven sides are one sheet and some of the next",
     {.copies = 3, .two_sided = true, .restarted = true, SIDES(8, 8, 8), COUNTED(7)},
     {2, 2, 4, 2, 4}                                                                                                                                          },
    {"All copies of all sides can be counted",
     {.copies = 3, .restarted = true, SIDES(6, 6, 6), COUNTED(18)},
     {6, 6, 6, 6, 6}                                                                                                                                          },
    {"One more is too many",
     {.copies = 3, .restarted = true, SIDES(6, 6, 6), COUNTED(19)},
     {0, 0, 6, 0, 6}                                                                                                                                          },
    {"Copies take their time",
     {.copies = 10, .restarted = true, SIDES(9, 9, 9), .seconds = 30},
     {0, 0, 6, 0, 7}                                                                                                                                          },

 /* sets that the machine makes */
    {"Sets come again from the beginning",
     {.copies = 3, .whole_sets = true, .own_end = true, SIDES(0, 6, 7)},
     {0, 0, 7, 0, 8}                                                                                                                                          },
    {"whatever was acknowledged",
     {.copies = 3, .whole_sets = true, .ran_on = true, SIDES(6, 6, 6)},
     {0, 0, 6, 0, 6}                                                                                                                                          },
    {"and counted: four sides of three sets of two are the first set and the second",
     {.total = 2,
      .copies = 3,
      .whole_sets = true,
      .restarted = true,
      SIDES(2, 2, 2),
      COUNTED(4)},
     {0, 0, 2, 0, 2}                                                                                                                                          },
    {"of which one side may be all",
     {.total = 2,
      .copies = 3,
      .whole_sets = true,
      .restarted = true,
      SIDES(2, 2, 2),
      COUNTED(1)},
     {0, 0, 1, 0, 2}                                                                                                                                          },
    {"One set is like any job",
     {.copies = 1, .whole_sets = true, .own_end = true, SIDES(0, 6, 6)},
     {6, 6, 6, 6, 6}                                                                                                                                          },

 /* a job arrives whole or not at all */
    {"Where no parts are taken a job that broke off begins again, and nothing was printed",
     {.all_or_nothing = true, SIDES(0, 6, 7), .midway = true},
     {0, 0, 0, 0, 0}                                                                                                                                          },
    {"the same after an end of this program",
     {.all_or_nothing = true, .own_end = true, SIDES(0, 6, 6)},
     {0, 0, 0, 0, 0}                                                                                                                                          },
    {"When all of it was offered it may have been taken: it may come twice",
     {.all_or_nothing = true, SIDES(0, 10, 10)},
     {0, 0, 10, 0, 0}                                                                                                                                         },
    {"That needs no more than an offer",
     {.all_or_nothing = true, .own_end = true, SIDES(0, 6, 10)},
     {0, 0, 10, 0, 0}                                                                                                                                         },
};

static void put_resume(const char *what, const struct resume *r)
{
    diag("%s: side %u, twice %u to %u, cut %u to %u", what, r->side, r->twice_from, r->twice_to,
         r->cut_from, r->cut_to);
}

/* Empty ranges are the same wherever they are. */
static bool same_range(unsigned a, unsigned b, unsigned c, unsigned d)
{
    return (a == b && c == d) || (a == c && b == d);
}

static void test_cases(void)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct resume *w = &cases[i].wanted;
        struct broken_job job = job_of(&cases[i].facts);
        struct resume r;

        resume_decide(&job, &r);
        if (!ok(r.side == w->side &&
                    same_range(r.twice_from, r.twice_to, w->twice_from, w->twice_to) &&
                    same_range(r.cut_from, r.cut_to, w->cut_from, w->cut_to),
                "%s", cases[i].name)) {
            put_resume("wanted", w);
            put_resume("got", &r);
        }
    }
}

/* ---- in words ---- */

static const struct {
    const char *name;
    struct facts facts;
    unsigned first, sides;
    const char *wanted;
} texts[] = {
    {"Of a job that never reached the machine nothing is told",           {.not_begun = true}, 1, 10, ""},
    {"nor of one without pages",                                          {SIDES(0, 0, 0)},    1, 0,  ""},
    {"The end of this program is told apart from a broken connection",
     {.own_end = true, SIDES(0, 3, 3)},
     1,                                                                                           10,
     "This program was ended while the job was printed; printing went on with page 4."                  },
    {"Pages are counted from the first of the part",
     {.own_end = true, SIDES(0, 3, 3), .midway = true},
     11,                                                                                          10,
     "This program was ended while the job was printed; printing went on with page 14. A sheet "
     "with only a part of page 14 may have come out."                                                   },
    {"What may come twice, and in part, is named",
     {.ran_on = true, SIDES(2, 5, 5), .midway = true},
     1,                                                                                           10,
     "The connection to the machine broke while the job was printed; printing went on with "
     "page "
     "3. A sheet with only a part of one of pages 3 to 6 may have come out. There may be two "
     "of "
     "pages 3 to 5."                                                                                    },
    {"A single page is no range",
     {.own_end = true, .total = 5, SIDES(0, 4, 5)},
     1,                                                                                           5,
     "This program was ended while the job was printed; printing went on with page 5. A sheet "
     "with only a part of page 5 may have come out. There may be two of page 5."                        },
    {"Sides of a later set are its pages",
     {.total = 12, .own_end = true, SIDES(0, 9, 11)},
     1,                                                                                           4,
     "This program was ended while the job was printed; printing went on with page 2. A sheet "
     "with only a part of one of pages 2 to 4 may have come out. There may be two of pages 2 "
     "to "
     "3."                                                                                               },
    {"A range over the end of a set is the whole set",
     {.total = 12, .own_end = true, SIDES(0, 7, 9)},
     1,                                                                                           4,
     "This program was ended while the job was printed; printing went on with page 4. A sheet "
     "with only a part of one of pages 1 to 4 may have come out. There may be two of pages 1 "
     "to "
     "4."                                                                                               },
    {"A document of one page has one page",
     {.total = 5, .own_end = true, SIDES(0, 2, 4)},
     1,                                                                                           1,
     "This program was ended while the job was printed; printing went on with page 1. A sheet "
     "with only a part of page 1 may have come out. There may be two of page 1."                        },
    {"When the machine had all pages that is told, and no page invented",
     {.own_end = true, SIDES(0, 10, 10)},
     1,                                                                                           10,
     "This program was ended while the job was printed; it had all pages."                              },
};

static void test_texts(void)
{
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct broken_job job = job_of(&texts[i].facts);
        struct resume r;
        char text[400];

        resume_decide(&job, &r);
        resume_explain(&job, &r, texts[i].first, texts[i].sides, text, sizeof(text));
        if (!ok(strcmp(text, texts[i].wanted) == 0, "%s", texts[i].name))
            diag("%s", text);
    }
}

static void test_short_texts(void)
{
    static const struct facts facts = {SIDES(5, 6, 7)};
    struct broken_job job = job_of(&facts);
    struct resume r;
    char whole[400];
    bool good = true;

    resume_decide(&job, &r);
    resume_explain(&job, &r, 1, 10, whole, sizeof(whole));
    for (size_t n = 1; n < sizeof(whole); n++) {
        char *text = malloc(n);

        resume_explain(&job, &r, 1, 10, text, n);
        good = good && strlen(text) == (n - 1 < strlen(whole) ? n - 1 : strlen(whole)) &&
               strncmp(text, whole, strlen(text)) == 0;
        free(text);
    }
    ok(good, "A text that does not fit is cut, at any length");
}

/* ---- machines ---- */

static uint64_t random_state = 88172645463325252u;

static unsigned random_below(unsigned n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state >> 33) % n;
}

static unsigned random_in(unsigned low, unsigned high)
{
    return low + random_below(high - low + 1);
}

static bool one_in(unsigned n)
{
    return random_below(n) == 0;
}

#define MOST_SIDES 24
#define PARTS      4 /* a side is sent in so many pieces */

/* What really happened, of which a struct broken_job tells a part. */
struct world {
    struct broken_job job;
    unsigned prints[MOST_SIDES + 1]; /* of each side, whole ones */
    bool part[MOST_SIDES + 1];       /* a part came out */
};

/* Print number i of the job's sides in the order of the engine. */
static unsigned side_of_print(const struct broken_job *b, unsigned i, unsigned sides,
                              bool back_first)
{
    unsigned together = b->two_sided ? 2 : 1, side;

    if (b->whole_sets)
        return i % sides;
    side = i / (together * b->copies) * together + i % together;
    if (back_first && together == 2 && (side ^ 1) < sides)
        side ^= 1;
    return side;
}

/* The machine has got this many pieces, and has come to its end: it was restarted after some
 * prints, or has printed all of it. */
static void print(struct world *w, unsigned got, unsigned all_pieces)
{
    struct broken_job *b = &w->job;
    unsigned sides = got / PARTS, prints, possible;
    bool restarted = b->restarted, back_first = one_in(2);

    if (b->whole_sets && b->copies > 1 && got < all_pieces && one_in(2))
        sides = 0; /* it waits for the end of the job, in vain */
    /* a last front alone has no back beside it */
    possible = sides * b->copies;
    prints = restarted ? random_below(possible + 1) : possible;
    for (unsigned i = 0, made = 0; made < prints; i++) {
        unsigned side = side_of_print(b, i, sides, back_first);

        if (side >= sides)
            continue; /* the other side of the last front */
        w->prints[b->base + side]++;
        made++;
        if (made == prints && prints < possible) { /* the next was in the engine */
            unsigned next = side_of_print(b, i + 1, sides, back_first);

            if (next >= sides)
                next = side_of_print(b, i + 2, sides, back_first);
            w->part[b->base + next] = one_in(2);
        }
    }
    if (prints == 0 && possible > 0)
        w->part[b->base + side_of_print(b, 0, sides, back_first)] = one_in(2);
    if (prints == possible && sides == got / PARTS && got % PARTS != 0)
        w->part[b->base + sides] = one_in(2);
    if (b->counted >= 0)
        b->counted = prints;
    /* it needed at least the time its engine needs */
    b->seconds = prints * 60.0 / b->pages_per_minute * random_in(1, 3);
}

static void make_world(struct world *w)
{
    struct broken_job *b = &w->job;
    unsigned pieces, taken, offered, acknowledged, got, to_go;
    bool ended;

    memset(w, 0, sizeof(*w));
    *b = (struct broken_job){
        .begun = true,
        .takes_parts = !one_in(8),
        .own_end = one_in(3),
        .two_sided = one_in(2),
        .copies = one_in(2) ? 1 : random_in(2, 4),
        .restart_known = one_in(2),
        .counted = one_in(2) ? 0 : -1,
        .pages_per_minute = 20,
    };
    b->total = random_in(1, MOST_SIDES);
    b->base = one_in(2) ? 0 : random_below(b->total);
    b->whole_sets = b->copies > 1 && one_in(2);
    /* what is not known to have been restarted at an own end was not */
    b->restarted = one_in(2) && (b->restart_known || !b->own_end);
    to_go = b->total - b->base;
    pieces = to_go * PARTS + 1; /* and the end of the job */
    taken = random_below(pieces + 1);
    offered = one_in(2) ? taken : random_in(taken, taken + 6 < pieces ? taken + 6 : pieces);
    acknowledged = random_below(taken + 1);
    got = b->own_end ? random_in(taken, offered) : random_in(acknowledged, offered);
    if (b->takes_parts)
        print(w, got < to_go * PARTS ? got : to_go * PARTS, to_go * PARTS);
    else if (got == pieces && one_in(2)) {
        b->restarted = b->restart_known = false;
        print(w, to_go * PARTS, to_go * PARTS);
    } else if (b->counted > 0)
        b->counted = 0;
    ended = offered == pieces;
    if (taken > to_go * PARTS)
        taken = to_go * PARTS;
    if (offered > to_go * PARTS)
        offered = to_go * PARTS;
    b->taken = b->base + taken / PARTS;
    b->offered = b->base + offered / PARTS;
    b->acknowledged = b->base + (acknowledged / PARTS > to_go ? to_go : acknowledged / PARTS);
    b->midway = offered > taken / PARTS * PARTS;
    if (!b->restart_known)
        b->restarted = false;
    if (one_in(4) && !ended)
        b->total = 0; /* the document is still coming */
}

/* The pages a sentence names as "page 3" or "pages 3 to 5" behind some words. */
static bool names(const char *text, const char *words, unsigned page)
{
    const char *at = strstr(text, words);
    unsigned from = 0, to = 0;

    if (at == NULL)
        return false;
    at += strlen(words);
    if (strncmp(at, "one of ", 7) == 0)
        at += 7;
    if (sscanf(at, "pages %u to %u", &from, &to) == 2)
        return from <= page && page <= to;
    return sscanf(at, "page %u", &from) == 1 && from == page;
}

struct faults {
    unsigned lost, twice, cut, unnamed, far, sheet;
};

static void judge(const struct world *w, struct faults *f)
{
    const struct broken_job *b = &w->job;
    unsigned sides = w->job.total != 0 ? w->job.total : MOST_SIDES;
    struct resume r;
    char text[400];

    resume_decide(b, &r);
    resume_explain(b, &r, 1, sides, text, sizeof(text));
    f->far += r.side < b->base || r.side > b->taken || r.twice_to > b->offered ||
              (r.twice_from < r.twice_to && r.twice_from < r.side);
    f->sheet += b->two_sided && (r.side - b->base) % 2 != 0;
    for (unsigned side = b->base; side < r.side; side++)
        f->lost += w->prints[side] < b->copies;
    for (unsigned side = r.side; side < MOST_SIDES; side++)
        if (w->prints[side] > 0) {
            f->twice += side < r.twice_from || side >= r.twice_to;
            f->unnamed += !names(text, "There may be two of ", side + 1);
        }
    for (unsigned side = 0; side < MOST_SIDES; side++)
        if (w->part[side]) {
            f->cut += side < r.cut_from || side >= r.cut_to;
            f->unnamed += !names(text, "only a part of ", side + 1);
        }
    f->unnamed += r.side < sides && !names(text, "went on with ", r.side + 1);
}

static void test_machines(void)
{
    struct faults f = {0};
    unsigned worlds = 300000, shown = 0;

    for (unsigned i = 0; i < worlds; i++) {
        struct world w;
        struct faults before = f;

        make_world(&w);
        judge(&w, &f);
        if (memcmp(&before, &f, sizeof(f)) != 0 && shown++ < 5) {
            const struct broken_job *b = &w.job;
            struct resume r;

            resume_decide(b, &r);
            diag(
                "world %u: base %u of %u, %u acknowledged, %u taken, %u offered%s%s%s%s%s%s%s, "
                "%u copies, counted %lld, %.0f s",
                i, b->base, b->total, b->acknowledged, b->taken, b->offered,
                b->midway ? ", midway" : "", b->takes_parts ? "" : ", no parts",
                b->own_end ? ", own end" : "", b->two_sided ? ", two-sided" : "",
                b->whole_sets ? ", sets" : "", b->restart_known ? ", restart known" : "",
                b->restarted ? ", restarted" : "", b->copies, (long long)b->counted,
                b->seconds);
            put_resume("got", &r);
            for (unsigned side = 0; side < MOST_SIDES; side++)
                if (w.prints[side] > 0 || w.part[side])
                    diag("side %u: %u%s", side, w.prints[side],
                         w.part[side] ? " and a part" : "");
        }
    }
    ok(f.lost == 0,
       "No side is passed over that was not printed as often as asked for (%u of %u)", f.lost,
       worlds);
    ok(f.twice == 0, "A side that comes again is among those that may come twice (%u not)",
       f.twice);
    ok(f.cut == 0, "A sheet that came out in part is among those that may (%u not)", f.cut);
    ok(f.unnamed == 0, "All of that is named in words (%u not)", f.unnamed);
    ok(f.far == 0, "No side is made up (%u)", f.far);
    ok(f.sheet == 0, "A job that is two-sided goes on with a front (%u not)", f.sheet);
}

int main(void)
{
    test_cases();
    test_texts();
    test_short_texts();
    test_machines();
    return tap_done();
}
