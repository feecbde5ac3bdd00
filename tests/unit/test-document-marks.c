/*
 * test-document-marks.c - borders around pages and words across sides, to the dot: on pages
 * that are rendered.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/numbered.h"

static struct jobs *jobs;

#define SHEET_W 4961
#define SHEET_H 7016
#define MARGIN  118

/* ---- borders ---- */

struct rectangle {
    int64_t x, y, w, h;
};

/* Dots of a frame of lines of a width, at the inside of a rectangle. */
static uint64_t frame_dots(int64_t w, int64_t h, int64_t line)
{
    return (uint64_t)(2 * line * w + 2 * line * (h - 2 * line));
}

/* A corner: the dots that are to be black and white along a line from outside it. */
static bool has_corner(const struct side *s, const struct rectangle *r, bool right, bool below,
                       const char *dots)
{
    int64_t x = right ? r->x + r->w - 1 : r->x, y = below ? r->y + r->h - 1 : r->y;
    int64_t step_x = right ? -1 : 1, step_y = below ? -1 : 1;

    for (int i = -1; dots[i + 1] != '\0'; i++)
        if (side_dot(s, x + i * step_x, y + i * step_y) != (dots[i + 1] == '#')) {
            diag("%d dots from the corner at %lld, %lld", i, (long long)x, (long long)y);
            return false;
        }
    return true;
}

/* The lines are 5 dots wide at 600 dpi, thick ones 15; 10 lie between two. */
static const struct {
    const char *name, *corner;
    int64_t line;
    enum border border;
    bool twice;
} kinds[] = {
    {"No border",       ".....",                                        0,  BORDER_NONE,         false},
    {"A single line",   ".#####.....",                                  5,  BORDER_SINGLE,       false},
    {"A thick line",    ".###############.....",                        15, BORDER_SINGLE_THICK, false},
    {"Two lines",       ".#####..........#####.....",                   5,  BORDER_DOUBLE,       true },
    {"Two thick lines", ".###############..........###############...", 15, BORDER_DOUBLE_THICK,
     true                                                                                             },
};

static void check_border(unsigned number_up, const struct rectangle *r, size_t kind)
{
    struct job_options o = prints_options();
    uint64_t black = (uint64_t)FIELD_W(1) * FIELD_H;
    int64_t line = kinds[kind].line, in = 2 * (line + 10);
    struct prints p;
    bool good;

    numbered_reset();
    o.number_up = number_up;
    o.page.border = kinds[kind].border;
    numbered_print(&p, jobs, 1, &o);
    if (line > 0)
        black += frame_dots(r->w, r->h, line);
    if (kinds[kind].twice)
        black += frame_dots(r->w - in, r->h - in, line);
    good = p.accepted && p.sound && p.num_sides == 1 && p.sides[0].black == black;
    for (unsigned corner = 0; good && corner < 4; corner++)
        good = has_corner(&p.sides[0], r, (corner & 1) != 0, (corner & 2) != 0,
                          kinds[kind].corner);
    if (p.num_sides == 1 && p.sides[0].black != black)
        diag("%llu dots instead of %llu", (unsigned long long)p.sides[0].black,
             (unsigned long long)black);
    ok(good, "%s: round one of %u pages on a side", kinds[kind].name, number_up);
    prints_free(&p);
}

/*
 * Where the first page of a side lies, A4 on A4: its cell's middle. The sheet without its
 * margins is 4725 x 6780; 75 dots lie between cells. Two and six pages lie on a canvas of 7016
 * x 4961, which is turned: x' = y, y' = 7016 - x - w.
 *
 *   up  cell         scale    page         at, on the canvas
 *    1  the sheet    1        4961 x 7016  0, 0: the border goes along the margins
 *    2  3352 x 4725  0.67341  3341 x 4724  118 + 5, 118
 *    4  2325 x 3352  0.46861  2325 x 3288  118, 118 + 32
 *    6  2210 x 2325  0.33136  1644 x 2325  118 + 283, 118
 *    9  1525 x 2210  0.30737  1525 x 2156  118, 118 + 27
 *   16  1125 x 1638  0.22675  1125 x 1591  118, 118 + 23
 */
static void test_borders(void)
{
    static const struct {
        unsigned number_up;
        struct rectangle page;
    } ups[] = {
        {1,  {118, 118, 4725, 6780}              },
        {2,  {118, 7016 - 123 - 3341, 4724, 3341}},
        {4,  {118, 150, 2325, 3288}              },
        {6,  {118, 7016 - 401 - 1644, 2325, 1644}},
        {9,  {118, 145, 1525, 2156}              },
        {16, {118, 141, 1125, 1591}              },
    };

    for (size_t i = 0; i < sizeof(ups) / sizeof(ups[0]); i++)
        for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++)
            check_border(ups[i].number_up, &ups[i].page, kind);
}

static void test_borders_of_all(void)
{
    struct job_options o = prints_options();
    uint64_t fields = (uint64_t)FIELD_H * (FIELD_W(1) + FIELD_W(2) + FIELD_W(3));
    struct prints p;

    numbered_reset();
    o.number_up = 4;
    o.page.border = BORDER_SINGLE;
    numbered_print(&p, jobs, 3, &o);
    ok(p.num_sides == 1 && p.sides[0].black == 3 * frame_dots(2325, 3288, 5) + fields,
       "Each page on a side has its border, an empty place has none");
    prints_free(&p);
    o.page.remove_blank = true;
    numbered.blank[1] = true;
    numbered_print(&p, jobs, 3, &o);
    ok(p.num_sides == 1 &&
           p.sides[0].black ==
               2 * frame_dots(2325, 3288, 5) + (uint64_t)FIELD_H * (FIELD_W(1) + FIELD_W(3)),
       "A page that is left out has none either");
    prints_free(&p);
    o = prints_options();
    o.page.border = BORDER_DOUBLE;
    o.page.remove_blank = true;
    numbered_print(&p, jobs, 3, &o);
    ok(p.num_sides == 2, "A page with nothing but a border is blank");
    prints_free(&p);
    numbered_reset();
    o.page.booklet = true;
    o.page.border = BORDER_SINGLE;
    numbered_print(&p, jobs, 3, &o);
    ok(p.num_sides == 2 &&
           p.sides[0].black == frame_dots(3341, 4724, 5) + (uint64_t)FIELD_H * FIELD_W(1) &&
           p.sides[1].black ==
               2 * frame_dots(3341, 4724, 5) + (uint64_t)FIELD_H * (FIELD_W(2) + FIELD_W(3)),
       "In a booklet, too");
    prints_free(&p);
}

/* ---- watermarks ---- */

static struct job_options marked(void)
{
    struct job_options o = prints_options();

    strcpy(o.page.watermark, "Entwurf \xC3\xA4");
    return o;
}

/* Share of a rectangle's dots that is black, in percent. */
static double share(const struct side *s, int64_t x, int64_t y, int64_t w, int64_t h)
{
    return 100.0 * (double)side_count(s, x, y, w, h) / (double)(w * h);
}

/* Light gray (204 of 255 is some 15 to 25 % black) in the band alone. */
static bool has_band(const struct side *s, const struct rectangle *band)
{
    double in = share(s, band->x, band->y, band->w, band->h);

    if (in > 5 && in < 40)
        return true;
    diag("%.1f %% of the band is black", in);
    return false;
}

static void test_watermark(void)
{
    const struct rectangle band = {MARGIN, MARK_Y, SHEET_W - 2 * MARGIN, MARK_H};
    struct job_options o = marked();
    uint64_t field = (uint64_t)FIELD_W(1) * FIELD_H;
    struct prints p;

    numbered_reset();
    numbered_print(&p, jobs, 2, &o);
    ok(p.accepted && p.num_sides == 2 && numbered.drawn == 1 &&
           strcmp(numbered.words, "Entwurf \xC3\xA4") == 0 &&
           numbered.paper_mark.width_hmm / 10 == 2100 &&
           numbered.paper_mark.length_hmm / 10 == 2970,
       "The words are drawn once for all sides, as large as the sheet");
    ok(p.num_sides == 2 && has_band(&p.sides[0], &band) && has_band(&p.sides[1], &band) &&
           memcmp(p.sides[0].bits + MARK_Y * p.sides[0].stride,
                  p.sides[1].bits + MARK_Y * p.sides[1].stride,
                  MARK_H * p.sides[0].stride) == 0,
       "They are light gray, on each side alike");
    ok(p.num_sides == 2 && side_has(&p.sides[0], FIELD_X, FIELD_Y, FIELD_W(1), FIELD_H) &&
           p.sides[0].black == field + side_count(&p.sides[0], 0, MARK_Y, SHEET_W, MARK_H),
       "Elsewhere is nothing but the page");
    prints_free(&p);
    numbered_reset();
    o.page.remove_blank = true;
    numbered.blank[0] = true;
    numbered_print(&p, jobs, 2, &o);
    ok(p.num_sides == 1 && strstr(p.remarks, "1 blank page") != NULL,
       "A page with nothing but a watermark is blank");
    prints_free(&p);
}

/* On a landscape page the words run as its lines do: the band is 500 lines from line 2000 of a
 * canvas of 7016 x 4961, so 500 columns from 2000. */
static void test_watermark_turned(void)
{
    const struct rectangle band = {MARK_Y, MARGIN, MARK_H, SHEET_H - 2 * MARGIN};
    struct job_options o = marked();
    struct prints p;

    numbered_reset();
    numbered.wide[0] = numbered.wide[2] = true;
    numbered_print(&p, jobs, 3, &o);
    ok(p.accepted && numbered.drawn == 2 && p.num_sides == 3 && has_band(&p.sides[0], &band) &&
           p.sides[0].black == (uint64_t)FIELD_W(1) * FIELD_H +
                                   side_count(&p.sides[0], MARK_Y, 0, MARK_H, SHEET_H) &&
           p.sides[2].black - p.sides[0].black == (uint64_t)2 * 20 * FIELD_H,
       "Landscape pages have it across, drawn once as well");
    prints_free(&p);
    numbered_reset();
    o.number_up = 2;
    numbered_print(&p, jobs, 2, &o);
    ok(p.num_sides == 1 && has_band(&p.sides[0], &band), "Two pages on a side share one");
    prints_free(&p);
    numbered_reset();
    o = marked();
    o.page.booklet = true;
    numbered_print(&p, jobs, 1, &o);
    ok(p.num_sides == 2 && has_band(&p.sides[0], &band) && p.sides[1].black == 0,
       "So do those of a booklet, whose white sides have none");
    prints_free(&p);
}

/* The page lies over the words: what is black stays black. */
static void test_watermark_under(void)
{
    struct job_options o = marked();
    struct prints p, plain;

    numbered_reset();
    o.number_up = 6; /* a field in the band: at x' = 118 + 300, y' = 7016 - 401 - 200 - w */
    numbered_print(&p, jobs, 6, &o);
    o.page.watermark[0] = '\0';
    numbered_print(&plain, jobs, 6, &o);
    ok(p.num_sides == 1 && plain.num_sides == 1, "Both are printed");
    if (p.num_sides == 1 && plain.num_sides == 1) {
        bool kept = true;
        size_t n = (size_t)plain.sides[0].height * plain.sides[0].stride;

        for (size_t i = 0; i < n; i++)
            kept = kept && (plain.sides[0].bits[i] & ~p.sides[0].bits[i]) == 0;
        ok(kept && p.sides[0].black > plain.sides[0].black,
           "Each dot of the pages is there under a watermark");
    }
    prints_free(&p);
    prints_free(&plain);
}

static void test_watermark_trouble(void)
{
    static const struct document_limits little = {spools_folder, 1000000, 0},
                                        room = {spools_folder, (uint64_t)1 << 30, 0};
    struct job_options o = marked();
    struct prints p;

    numbered_reset();
    numbered.no_watermark = true;
    numbered_print(&p, jobs, 1, &o);
    ok(!p.accepted && p.num_sides == 0 &&
           strstr(p.why, "watermark cannot be drawn: The test says so.") != NULL,
       "What should have a watermark is not printed without: %s", p.why);
    prints_free(&p);
    numbered_reset();
    documents_set_limits(&little);
    numbered_print(&p, jobs, 1, &o);
    ok(!p.accepted && p.num_sides == 0 && strstr(p.why, "disk has no room") != NULL,
       "No room for it is told: %s", p.why);
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
    test_borders();
    test_borders_of_all();
    test_watermark();
    test_watermark_turned();
    test_watermark_under();
    test_watermark_trouble();
    jobs_close(jobs);
    queues_clear();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
