/*
 * test-document-cells.c - raster and pictures: several on a side, booklets, borders, watermarks
 * and blank pages as for what is rendered.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/numbered.h"
#include "tests/unit/picture-files.h"

#include <cups/raster.h>

static struct jobs *jobs;

/* ---- documents ---- */

/* A4 at 300 dpi; page k has a black field of 100 k x 1000 pixels. */
#define PAGE_W     2480u
#define PAGE_H     3508u
#define FIELD_LEFT 100
#define FIELD_TOP  200
#define LENGTH     1000

struct pages {
    unsigned n;
    unsigned blank;   /* this one is; 0: none is */
    unsigned rotated; /* this one came on its head, which its header tells */
    unsigned cut;     /* the last one ends after so many lines; 0: it does not */
};

static ssize_t put(void *ctx, unsigned char *bytes, size_t n)
{
    blob_add(ctx, bytes, n);
    return (ssize_t)n;
}

static int file_of(struct blob *blob)
{
    char path[256];
    int fd;

    pictures_save(blob, path);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    unlink(path);
    blob_free(blob);
    return fd;
}

static void make_line(const struct pages *pages, unsigned k, unsigned y, uint8_t *line)
{
    bool turned = k == pages->rotated;
    unsigned row = turned ? PAGE_H - 1 - y : y;

    memset(line, 255, PAGE_W);
    if (k == pages->blank || row < FIELD_TOP || row >= FIELD_TOP + LENGTH)
        return;
    memset(line + (turned ? PAGE_W - FIELD_LEFT - 100 * k : FIELD_LEFT), 0, (size_t)100 * k);
}

static int make_raster(const struct pages *pages)
{
    struct blob blob = {NULL, 0, 0};
    cups_raster_t *raster = cupsRasterOpenIO(put, &blob, CUPS_RASTER_WRITE_PWG);
    uint8_t line[PAGE_W];

    for (unsigned k = 1; k <= pages->n; k++) {
        unsigned back = k == pages->rotated ? (unsigned)-1 : 1;
        unsigned lines = k == pages->n && pages->cut > 0 ? pages->cut : PAGE_H;
        cups_page_header2_t h = {
            .MediaClass = "PwgRaster",
            .HWResolution = {300, 300},
            .PageSize = {595, 842},
            .cupsWidth = PAGE_W,
            .cupsHeight = PAGE_H,
            .cupsBitsPerColor = 8,
            .cupsBitsPerPixel = 8,
            .cupsNumColors = 1,
            .cupsBytesPerLine = PAGE_W,
            .cupsColorSpace = CUPS_CSPACE_SW,
            .NumCopies = 1
        };

        h.cupsInteger[CUPS_RASTER_PWG_CrossFeedTransform] = back;
        h.cupsInteger[CUPS_RASTER_PWG_FeedTransform] = back;
        cupsRasterWriteHeader2(raster, &h);
        for (unsigned y = 0; y < lines; y++) {
            make_line(pages, k, y, line);
            cupsRasterWritePixels(raster, line, PAGE_W);
        }
    }
    cupsRasterClose(raster);
    return file_of(&blob);
}

struct order {
    int fd;
    bool picture;
    const struct job_options *options;
};

static void read_order(struct intake *in, struct job *job, void *ctx)
{
    const struct order *order = ctx;
    struct document_input input;

    (void)job;
    input_from_fd(&input, order->fd, INPUT_UNKNOWN);
    if (order->picture)
        document_read_picture(in, &input, order->options, NULL, NULL);
    else
        document_read_raster(in, &input, order->options);
}

static void print(struct prints *p, int fd, bool picture, const struct job_options *o)
{
    struct order order = {fd, picture, o};

    prints_take(p, jobs, o, read_order, &order);
    close(fd);
}

static void print_raster(struct prints *p, const struct pages *pages,
                         const struct job_options *o)
{
    print(p, make_raster(pages), false, o);
}

/* ---- what is on a side ---- */

struct area {
    double x, y, w, h;
};

/* Whether the dots well within some areas are black, and no dot is outside all of them. */
static bool areas_are(const struct side *s, const struct area *areas, size_t n)
{
    uint64_t black = 0;

    for (size_t i = 0; i < n; i++) {
        const struct area *a = &areas[i];
        int64_t x = (int64_t)a->x, y = (int64_t)a->y, w = (int64_t)a->w, h = (int64_t)a->h;

        if (side_count(s, x + 3, y + 3, w - 6, h - 6) != (uint64_t)((w - 6) * (h - 6))) {
            diag("area %zu at %lld, %lld of %lld x %lld is not black", i + 1, (long long)x,
                 (long long)y, (long long)w, (long long)h);
            return false;
        }
        black += side_count(s, x - 3, y - 3, w + 6, h + 6);
    }
    if (black != s->black)
        diag("%llu dots elsewhere", (unsigned long long)(s->black - black));
    return black == s->black;
}

/*
 * Two A4 pages of 4960 x 7016 dots on a side: a canvas of 7016 x 4961, cells of 3352 x 4725, so
 * pages of 3340 x 4725 at 118 + 6 and 3545 + 6, 118; a pixel is 1.3468 dots. Turned
 * anti-clockwise: x' = y, y' = 7016 - x - w.
 */
static struct area half(unsigned k, bool right)
{
    const double pixel = 3340.0 / PAGE_W;
    double x = (right ? 3551 : 124) + FIELD_LEFT * pixel, w = 100 * k * pixel;

    return (struct area){118 + FIELD_TOP * pixel, 7016 - x - w, LENGTH * pixel, w};
}

/* On a sheet alone a pixel is two dots. */
static struct area whole(unsigned k)
{
    return (struct area){2 * FIELD_LEFT, 2 * FIELD_TOP, 200.0 * k, 2 * LENGTH};
}

static bool is_pair(const struct prints *p, size_t i, unsigned left, unsigned right)
{
    struct area areas[2];
    size_t n = 0;

    if (left > 0)
        areas[n++] = half(left, false);
    if (right > 0)
        areas[n++] = half(right, true);
    return i < p->num_sides && areas_are(&p->sides[i], areas, n);
}

/* ---- raster ---- */

static void test_two_up(void)
{
    const struct pages three = {.n = 3}, rotated = {.n = 2, .rotated = 2};
    struct job_options o = prints_options();
    struct prints p;

    o.number_up = 2;
    print_raster(&p, &three, &o);
    ok(p.accepted && p.sound && p.num_sides == 2 && p.remarks[0] == '\0' &&
           is_pair(&p, 0, 1, 2) && is_pair(&p, 1, 3, 0),
       "Two raster pages lie on a side, made smaller: %s", p.why);
    prints_free(&p);
    o.direction = DIRECTION_TOLEFT_TOBOTTOM;
    print_raster(&p, &three, &o);
    ok(p.num_sides == 2 && is_pair(&p, 0, 2, 1) && is_pair(&p, 1, 0, 3),
       "In the order that was asked for");
    prints_free(&p);
    o.direction = DIRECTION_TORIGHT_TOBOTTOM;
    print_raster(&p, &rotated, &o);
    ok(p.num_sides == 1 && is_pair(&p, 0, 1, 2), "One that came on its head is upright there");
    prints_free(&p);
    o.ranges[0] = (struct page_range){2, 3};
    print_raster(&p, &three, &o);
    ok(p.num_sides == 1 && is_pair(&p, 0, 2, 3), "Of some pages only");
    prints_free(&p);
}

/* Cells of 1525 x 2210 dots, 75 apart: pages of 1525 x 2157 at 118 + 1600 c, 118 + 26 + 2285 r;
 * a pixel is 0.6149 dots. */
static void test_nine_up(void)
{
    const struct pages nine = {.n = 9};
    struct job_options o = prints_options();
    struct area areas[9];
    struct prints p;

    for (unsigned i = 0; i < 9; i++) {
        unsigned column = i % 3, row = i / 3;

        areas[i] = (struct area){118 + 1600 * column + FIELD_LEFT * 0.61492,
                                 144 + 2285 * row + FIELD_TOP * 0.61492,
                                 100 * (i + 1) * 0.61492, LENGTH * 0.61492};
    }
    o.number_up = 9;
    print_raster(&p, &nine, &o);
    ok(p.accepted && p.num_sides == 1 && areas_are(&p.sides[0], areas, 9),
       "Nine raster pages lie on a side");
    prints_free(&p);
}

static void test_order(void)
{
    const struct pages three = {.n = 3}, five = {.n = 5}, blank = {.n = 3, .blank = 2};
    struct job_options o = prints_options();
    struct area areas[3] = {whole(1), whole(2), whole(3)};
    struct prints p;

    o.page.booklet = true;
    print_raster(&p, &five, &o);
    ok(p.accepted && p.num_sides == 4 && is_pair(&p, 0, 0, 1) && is_pair(&p, 1, 2, 0) &&
           is_pair(&p, 2, 0, 3) && is_pair(&p, 3, 4, 5) && p.sides[0].two_sided,
       "Raster pages become a booklet");
    prints_free(&p);
    o = prints_options();
    o.page.reverse = true;
    o.sides = SIDES_LONG_EDGE;
    print_raster(&p, &three, &o);
    ok(p.num_sides == 4 && areas_are(&p.sides[0], &areas[2], 1) && p.sides[1].black == 0 &&
           areas_are(&p.sides[2], &areas[0], 1) && areas_are(&p.sides[3], &areas[1], 1),
       "The last sheet of raster pages comes first");
    prints_free(&p);
    o = prints_options();
    o.page.remove_blank = true;
    print_raster(&p, &blank, &o);
    ok(p.num_sides == 2 && areas_are(&p.sides[0], &areas[0], 1) &&
           areas_are(&p.sides[1], &areas[2], 1) &&
           strcmp(p.remarks, "1 blank page was left out.") == 0,
       "A blank one of them is left out: %s", p.remarks);
    prints_free(&p);
    o.number_up = 2;
    print_raster(&p, &blank, &o);
    ok(p.num_sides == 1 && is_pair(&p, 0, 1, 3), "Where two lie on a side, too");
    prints_free(&p);
}

static void test_marks(void)
{
    const struct pages two = {.n = 2};
    struct job_options o = prints_options();
    struct prints p;

    numbered_reset();
    strcpy(o.page.watermark, "COPY");
    print_raster(&p, &two, &o);
    ok(p.num_sides == 2 && numbered.drawn == 1 &&
           side_count(&p.sides[1], 400, MARK_Y, 200, 200) == UINT64_C(200) * 200 &&
           side_count(&p.sides[1], 3000, MARK_Y, 500, MARK_H) > 10000 &&
           side_count(&p.sides[1], 3000, MARK_Y, 500, MARK_H) < 100000,
       "Raster pages have a watermark under what is black");
    prints_free(&p);
    o = prints_options();
    o.page.border = BORDER_SINGLE;
    print_raster(&p, &two, &o);
    /* 4725 x 6780 without the margins; dots of the field are in none of the lines */
    ok(p.num_sides == 2 &&
           p.sides[0].black == 2u * 5 * 4725 + 2u * 5 * 6770 + UINT64_C(200) * 2000 &&
           side_dot(&p.sides[0], 118, 118) && !side_dot(&p.sides[0], 117, 118) &&
           !side_dot(&p.sides[0], 123, 123),
       "And a border");
    prints_free(&p);
}

static void test_trouble(void)
{
    static const struct document_limits little = {spools_folder, 1000000, 0},
                                        room = {spools_folder, (uint64_t)1 << 30, 0};
    const struct pages cut = {.n = 2, .cut = 100}, three = {.n = 3};
    struct job_options o = prints_options();
    struct prints p;

    o.number_up = 2;
    print_raster(&p, &cut, &o);
    ok(!p.accepted && p.num_sides == 0, "A document that ends too early is told: %s", p.why);
    prints_free(&p);
    o.page.booklet = true;
    print_raster(&p, &cut, &o);
    ok(!p.accepted && p.num_sides == 0, "Of a booklet nothing is printed then: %s", p.why);
    prints_free(&p);
    documents_set_limits(&little);
    print_raster(&p, &three, &o);
    ok(!p.accepted && p.num_sides == 0 && strstr(p.why, "no room") != NULL,
       "A full disk is told: %s", p.why);
    prints_free(&p);
    documents_set_limits(&room);
}

/* ---- pictures ---- */

static int make_picture(unsigned per_metre)
{
    static uint8_t rows[600 * 800];
    const struct png_wish wish = {.width = 600,
                                  .height = 800,
                                  .rows = rows,
                                  .color_type = PNG_COLOR_TYPE_GRAY,
                                  .depth = 8,
                                  .x_per_unit = per_metre,
                                  .y_per_unit = per_metre,
                                  .per_metre = true};
    struct blob blob;

    memset(rows, 255, sizeof(rows));
    for (unsigned y = 100; y < 300; y++)
        memset(rows + (size_t)y * 600 + 100, 0, 400);
    blob = make_png(&wish);
    return file_of(&blob);
}

/* Four on a side: cells of 2325 x 3352. The picture fills the width, 2325 x 3100, at 118, 118 +
 * 126; a pixel is 3.875 dots. One of 600 dpi stays as it is, at 118 + 862, 118 + 1276. */
static void test_pictures(void)
{
    const struct area fitted = {118 + 387.5, 244 + 387.5, 1550, 775};
    const struct area own = {118 + 862 + 100, 118 + 1276 + 100, 400, 200};
    struct job_options o = prints_options();
    struct prints p;

    o.number_up = 4;
    print(&p, make_picture(0), true, &o);
    ok(p.accepted && p.num_sides == 1 && areas_are(&p.sides[0], &fitted, 1),
       "A picture goes to the first place of its side: %s", p.why);
    prints_free(&p);
    print(&p, make_picture(23622), true, &o);
    ok(p.num_sides == 1 && areas_are(&p.sides[0], &own, 1),
       "In its own size, if it says that it has one");
    prints_free(&p);
    o = prints_options();
    o.page.booklet = true;
    o.page.border = BORDER_SINGLE;
    print(&p, make_picture(0), true, &o);
    ok(p.num_sides == 2 && p.sides[0].black > 0 && p.sides[1].black == 0,
       "A booklet of one picture has a white side");
    prints_free(&p);
}

int main(void)
{
    static const struct jobs_limits many = MANY;
    static const struct document_limits room = {spools_folder, (uint64_t)1 << 30, 0};

    if (mkdtemp(spools_folder) == NULL || (jobs = queues_open(&many)) == NULL)
        return 1;
    documents_set_limits(&room);
    test_two_up();
    test_nine_up();
    test_order();
    test_marks();
    test_trouble();
    test_pictures();
    jobs_close(jobs);
    queues_clear();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
