/*
 * test-document-order.c - pages in another order: booklets, the last page first, without blank
 * ones; and what happens when they cannot be kept until all have come.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/numbered.h"

static struct jobs *jobs;

/*
 * A booklet of A4 pages on A4: a canvas of 7016 x 4961 with margins of 118 and 75 between its
 * cells, 3352 x 4725 each. A page is made 4725 of 7016.5 as large, 3341 x 4725, in cells at 118
 * and 3545: (3352 - 3341) / 2 = 5, so at 123 and 3550. Turned anti-clockwise x' = y and y' =
 * 7016 - x - w: the field of a left page is at y' = 7016 - 123 - 200 - w, of a right one at
 * 7016
 * - 3550 - 200 - w, both at x' = 118 + 300.
 */
#define LEFT_Y  6693
#define RIGHT_Y 3266
#define HALF_X  418

/* Whether the pages on a side are these, 0: white. */
static bool is_side(const struct side *s, unsigned left, unsigned right)
{
    uint64_t black = 0;
    bool good = true;

    if (left > 0) {
        good = side_has(s, HALF_X, LEFT_Y - FIELD_W(left), FIELD_H, FIELD_W(left));
        black += (uint64_t)FIELD_H * FIELD_W(left);
    }
    if (right > 0) {
        good = side_has(s, HALF_X, RIGHT_Y - FIELD_W(right), FIELD_H, FIELD_W(right)) && good;
        black += (uint64_t)FIELD_H * FIELD_W(right);
    }
    return good && s->black == black;
}

static struct job_options booklet(void)
{
    struct job_options o = prints_options();

    o.page.booklet = true;
    return o;
}

static void test_booklets(void)
{
    static const struct {
        unsigned pages, sides, on[6][2];
    } expected[] = {
        {1, 2, {{0, 1}, {0, 0}}                                },
        {3, 2, {{0, 1}, {2, 3}}                                },
        {4, 2, {{4, 1}, {2, 3}}                                },
        {5, 4, {{0, 1}, {2, 0}, {0, 3}, {4, 5}}                },
        {8, 4, {{8, 1}, {2, 7}, {6, 3}, {4, 5}}                },
        {9, 6, {{0, 1}, {2, 0}, {0, 3}, {4, 9}, {8, 5}, {6, 7}}},
    };
    struct job_options o = booklet();
    struct prints p;

    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        bool good;

        numbered_reset();
        numbered_print(&p, jobs, expected[i].pages, &o);
        good = p.accepted && p.sound && p.parts == 1 && p.num_sides == expected[i].sides;
        for (size_t side = 0; good && side < p.num_sides; side++)
            good = is_side(&p.sides[side], expected[i].on[side][0], expected[i].on[side][1]) &&
                   p.sides[side].two_sided;
        ok(good, "A booklet of %u pages has %u sides: %s%s", expected[i].pages,
           expected[i].sides, p.why, p.remarks);
        ok(p.impressions == expected[i].sides, "They are counted");
        prints_free(&p);
    }
}

static void test_booklet_asks(void)
{
    struct job_options o = booklet();
    struct prints p;

    numbered_reset();
    o.direction = DIRECTION_TOLEFT_TOBOTTOM;
    numbered_print(&p, jobs, 4, &o);
    ok(p.num_sides == 2 && is_side(&p.sides[0], 1, 4) && is_side(&p.sides[1], 3, 2),
       "A booklet can be read from the right to the left");
    prints_free(&p);
    o = booklet();
    o.number_up = 4;
    o.sides = SIDES_LONG_EDGE;
    o.sides_asked = true;
    numbered_print(&p, jobs, 4, &o);
    ok(p.num_sides == 2 && is_side(&p.sides[0], 4, 1) && is_side(&p.sides[1], 2, 3) &&
           p.ticket.sides == 2 && p.ticket.edge == 3 &&
           strstr(p.remarks, "two pages on a side") != NULL &&
           strstr(p.remarks, "short edge") != NULL,
       "What a booklet does not allow is told: %s", p.remarks);
    prints_free(&p);
    o = booklet();
    o.page.reverse = true;
    numbered_print(&p, jobs, 8, &o);
    ok(p.num_sides == 4 && is_side(&p.sides[0], 6, 3) && is_side(&p.sides[1], 4, 5) &&
           is_side(&p.sides[2], 8, 1) && is_side(&p.sides[3], 2, 7),
       "Its inner sheet can come first");
    prints_free(&p);
    o = booklet();
    o.page.remove_blank = true;
    numbered.blank[1] = numbered.blank[4] = true;
    numbered_print(&p, jobs, 6, &o);
    ok(p.num_sides == 2 && is_side(&p.sides[0], 6, 1) && is_side(&p.sides[1], 3, 4) &&
           strcmp(p.remarks, "2 blank pages were left out.") == 0,
       "The pages behind a blank one move up: %s", p.remarks);
    prints_free(&p);
    o = booklet();
    numbered_reset();
    numbered.a5_from = 2;
    numbered_print(&p, jobs, 4, &o);
    ok(p.accepted && p.parts == 1 && p.num_sides == 2, "Pages of all sizes share one booklet");
    prints_free(&p);
}

static void test_reverse(void)
{
    struct job_options o = prints_options();
    struct prints p;

    numbered_reset();
    o.page.reverse = true;
    numbered_print(&p, jobs, 3, &o);
    ok(p.accepted && p.sound && p.parts == 1 && sides_are(&p, "3,2,1"),
       "The last page comes first");
    prints_free(&p);
    o.sides = SIDES_LONG_EDGE;
    numbered_print(&p, jobs, 5, &o);
    ok(sides_are(&p, "5,0,3,4,1,2") && p.sides[0].two_sided && p.impressions == 6,
       "With two sides the sheets change places, and the last one has a white back");
    prints_free(&p);
    numbered_print(&p, jobs, 4, &o);
    ok(sides_are(&p, "3,4,1,2"), "Where it is full it needs none");
    prints_free(&p);
    numbered_print(&p, jobs, 1, &o);
    ok(sides_are(&p, "1"), "One page is one side");
    prints_free(&p);
    o.page.remove_blank = true;
    numbered.blank[2] = true;
    numbered_print(&p, jobs, 4, &o);
    ok(sides_are(&p, "4,0,1,2") && strcmp(p.remarks, "1 blank page was left out.") == 0,
       "Blank pages are left out before: %s", p.remarks);
    prints_free(&p);
    o = prints_options();
    numbered_reset();
    o.page.reverse = true;
    numbered.a5_from = 3;
    numbered_print(&p, jobs, 4, &o);
    ok(p.accepted && p.parts == 2 && sides_are(&p, "4,3,2,1") &&
           p.sides[0].size == media_find("iso_a5_148x210mm")->ufr2_ticket &&
           p.sides[2].size == media_find("iso_a4_210x297mm")->ufr2_ticket,
       "Pages of another size stay a part of their own");
    prints_free(&p);
    numbered_reset();
    o.number_up = 4;
    numbered_print(&p, jobs, 6, &o);
    ok(p.num_sides == 2 && p.sides[0].black == (uint64_t)FIELD_H * (FIELD_W(5) + FIELD_W(6)),
       "With several pages on a side the sides change places");
    prints_free(&p);
}

/* 1.27 mm are 30 dots, 2.54 mm 60, 0.42 mm 10. */
static void test_calibrated(void)
{
    struct job_options o = prints_options();
    struct prints p;

    numbered_reset();
    o.page.reverse = true;
    o.sides = SIDES_LONG_EDGE;
    ok(registration_read("tray-1:1.27,-2.54:-1.27,0.42", &o.registration),
       "A queue is calibrated");
    numbered_print(&p, jobs, 3, &o);
    ok(p.num_sides == 4 &&
           side_has(&p.sides[0], FIELD_X + 30, FIELD_Y - 60, FIELD_W(3), FIELD_H) &&
           side_has(&p.sides[2], FIELD_X + 30, FIELD_Y - 60, FIELD_W(1), FIELD_H) &&
           side_has(&p.sides[3], FIELD_X - 30, FIELD_Y + 10, FIELD_W(2), FIELD_H),
       "Pages in another order are moved as the side that they come to");
    prints_free(&p);
    o.page.border = BORDER_SINGLE;
    numbered_print(&p, jobs, 1, &o);
    /* the left line goes along, the right one over the edge and the upper one too */
    ok(p.num_sides == 1 && side_dot(&p.sides[0], 148, 3000) &&
           !side_dot(&p.sides[0], 147, 3000) &&
           side_count(&p.sides[0], 4843, 0, 118, 7016) == 0 &&
           side_count(&p.sides[0], 0, 0, 4961, 118) == 0,
       "Nothing gets over the edge of what can be printed");
    prints_free(&p);
}

static void test_blank(void)
{
    struct job_options o = prints_options();
    struct prints p;

    numbered_reset();
    numbered.blank[1] = true;
    numbered_print(&p, jobs, 3, &o);
    ok(sides_are(&p, "1,0,3") && p.remarks[0] == '\0', "A blank page is printed");
    prints_free(&p);
    o.page.remove_blank = true;
    o.sides = SIDES_LONG_EDGE;
    numbered_print(&p, jobs, 3, &o);
    ok(sides_are(&p, "1,3") && p.impressions == 2 &&
           strcmp(p.remarks, "1 blank page was left out.") == 0,
       "Or left out, where that is asked for: %s", p.remarks);
    prints_free(&p);
    numbered.blank[0] = true;
    numbered_print(&p, jobs, 3, &o);
    ok(p.accepted && sides_are(&p, "3"), "So is the first");
    prints_free(&p);
    numbered.blank[2] = true;
    numbered_print(&p, jobs, 3, &o);
    ok(!p.accepted && p.num_sides == 0 && strstr(p.why, "All pages are blank") != NULL,
       "A document of blank pages is told: %s", p.why);
    prints_free(&p);
    numbered_reset();
    numbered.blank[0] = numbered.blank[3] = true;
    o.number_up = 4;
    numbered_print(&p, jobs, 6, &o);
    ok(p.num_sides == 1 &&
           p.sides[0].black ==
               (uint64_t)FIELD_H * (FIELD_W(2) + FIELD_W(3) + FIELD_W(5) + FIELD_W(6)) &&
           strcmp(p.remarks, "2 blank pages were left out.") == 0,
       "Several on a side leave no gaps: %s", p.remarks);
    prints_free(&p);
}

/* Canceled when all pages have come, before they are sent; or while they come. */
struct cancel {
    const struct job_options *options;
    bool late;
};

static void read_canceled(struct intake *in, struct job *job, void *ctx)
{
    const struct cancel *cancel = ctx;

    if (!cancel->late)
        (void)job_cancel(job);
    document_print_pages(in, -1, "application/pdf", cancel->options, NULL, NULL);
    (void)job_cancel(job);
}

static void test_cancel(void)
{
    struct job_options o = prints_options();
    struct cancel cancel = {&o, true};
    struct prints p;

    numbered_reset();
    numbered.pages = 5;
    o.page.reverse = true;
    prints_take(&p, jobs, &o, read_canceled, &cancel);
    ok(!p.accepted && p.num_sides == 0 && p.why[0] == '\0',
       "Of a job that is canceled when its pages are kept aside nothing is printed");
    prints_free(&p);
    cancel.late = false;
    prints_take(&p, jobs, &o, read_canceled, &cancel);
    ok(!p.accepted && p.num_sides == 0 && p.why[0] == '\0', "Nor when none has come");
    prints_free(&p);
}

static void test_trouble(void)
{
    static const struct document_limits little = {spools_folder, 60000, 0},
                                        room = {spools_folder, (uint64_t)1 << 30, 0};
    struct job_options o = prints_options();
    struct prints p;

    numbered_reset();
    o.page.reverse = true;
    numbered.cancel_at = 3;
    numbered_print(&p, jobs, 5, &o);
    ok(p.num_sides <= 2, "A job that is canceled in the middle ends");
    prints_free(&p);
    numbered_reset();
    documents_set_limits(&little);
    numbered_print(&p, jobs, 20, &o);
    ok(!p.accepted && p.num_sides == 0 && strstr(p.why, "no room for the pages") != NULL,
       "A disk that is full is told, and nothing is printed: %s", p.why);
    prints_free(&p);
    documents_set_limits(&room);
}

int main(void)
{
    static const struct jobs_limits many = MANY;
    static const struct document_limits room = {spools_folder, (uint64_t)1 << 30, 0};

    if (mkdtemp(spools_folder) == NULL || (jobs = queues_open(&many)) == NULL)
        return 1;
    documents_set_limits(&room);
    test_booklets();
    test_booklet_asks();
    test_reverse();
    test_calibrated();
    test_blank();
    test_cancel();
    test_trouble();
    jobs_close(jobs);
    queues_clear();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
