/*
 * test-document-pages.c - pages of a renderer of the test's own, on paper: each page has one
 * black field, whose place on its side is worked out by hand, to the dot.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/renderer.h"
#include "tests/unit/prints.h"

/* ---- a renderer that a script plays ---- */

/* A page's field: so many pixels from the page's left and top edge, whatever the resolution. */
#define FIELD_X    150
#define FIELD_Y    250
#define FIELD_W    120
#define FIELD_H    40
#define FIELD_DOTS ((uint64_t)FIELD_W * FIELD_H)

struct script_page {
    double width, height; /* points */
};

struct start {
    unsigned first, last;
    double dpi;
};

static struct script {
    struct script_page pages[40];
    unsigned num_pages;
    bool hides_pages;          /* the document does not tell how many */
    enum renderer_error error; /* after the last page; or in it, */
    uint32_t error_line;       /* if this is not 0: after so many lines */
    bool no_memory;
    bool pages_of_nothing;
    bool is_stubborn;    /* pages of 6000 x 8000 pixels at any resolution */
    const char *warning; /* never NULL */

    struct start starts[60];
    unsigned num_starts, opened, closed;
    struct renderer_paper paper;
    char format[40];
} script;

struct renderer {
    unsigned next, last; /* pages */
    double dpi;
    uint32_t width, height, y;
    enum renderer_error error;
    bool (*canceled)(void *ctx);
    void *ctx;
};

bool renderer_can(const char *format, char *why, size_t why_size)
{
    (void)format;
    (void)why;
    (void)why_size;
    return true;
}

struct renderer *renderer_open(int fd, const char *format, const struct renderer_paper *paper,
                               const struct renderer_limits *limits)
{
    struct renderer *r = script.no_memory ? NULL : calloc(1, sizeof(*r));

    (void)fd;
    snprintf(script.format, sizeof(script.format), "%s", format);
    script.paper = *paper;
    if (r == NULL)
        return NULL;
    script.opened++;
    r->canceled = limits->canceled;
    r->ctx = limits->ctx;
    if (script.num_pages == 0)
        r->error = script.error;
    return r;
}

unsigned renderer_pages(const struct renderer *r)
{
    (void)r;
    return script.hides_pages ? 0 : script.num_pages;
}

bool renderer_start(struct renderer *r, unsigned first, unsigned last, double dpi)
{
    if (r->error != RENDERER_FINE)
        return false;
    if (script.num_starts < 60)
        script.starts[script.num_starts++] = (struct start){first, last, dpi};
    r->next = first;
    r->last = last;
    r->dpi = dpi;
    r->y = r->height = 0;
    return true;
}

bool renderer_page(struct renderer *r, uint32_t *width, uint32_t *height)
{
    const struct script_page *page = &script.pages[r->next - 1];

    if (r->canceled != NULL && r->canceled(r->ctx))
        r->error = RENDERER_CANCELED;
    if (r->error == RENDERER_FINE && r->next > script.num_pages && script.error_line == 0)
        r->error = script.error;
    if (r->error != RENDERER_FINE || r->next > script.num_pages || r->next > r->last)
        return false;
    r->next++;
    *width = r->width = (uint32_t)(page->width * r->dpi / 72 + 0.5);
    *height = r->height = (uint32_t)(page->height * r->dpi / 72 + 0.5);
    if (script.pages_of_nothing)
        *width = r->width = 0;
    if (script.is_stubborn) {
        *width = r->width = 6000;
        *height = r->height = 8000;
    }
    r->y = 0;
    return true;
}

bool renderer_line(struct renderer *r, uint8_t *gray)
{
    if (r->next - 1 == script.num_pages && script.error_line > 0 && r->y == script.error_line) {
        r->error = script.error;
        return false;
    }
    if (r->error != RENDERER_FINE || r->y == r->height)
        return false;
    memset(gray, 255, r->width);
    for (uint32_t x = FIELD_X; r->y >= FIELD_Y && r->y < FIELD_Y + FIELD_H; x++) {
        if (x == FIELD_X + FIELD_W || x >= r->width)
            break;
        gray[x] = 0;
    }
    r->y++;
    return true;
}

enum renderer_error renderer_error(const struct renderer *r)
{
    return r->error;
}

const char *renderer_why(const struct renderer *r)
{
    return r->error == RENDERER_FINE ? "" : "The script says so.";
}

struct renderer_asked renderer_asked(const struct renderer *r)
{
    (void)r;
    return (struct renderer_asked){.sides = -1};
}

const char *renderer_warning(const struct renderer *r)
{
    return r->next > r->last || r->next > script.num_pages ? script.warning : "";
}

void renderer_close(struct renderer *r)
{
    script.closed += r != NULL;
    free(r);
}

/* ---- jobs ---- */

static struct jobs *jobs;

#define A4     595.276, 841.890 /* 4961 x 7016 at 600 dpi, the sheet */
#define A4WIDE 841.890, 595.276
#define A5     419.528, 595.276 /* 3496 x 4961 */
#define A3     841.890, 1190.551
#define LETTER 612, 792 /* 5100 x 6600 */

static void play(unsigned n, double width, double height)
{
    memset(&script, 0, sizeof(script));
    script.num_pages = n;
    script.warning = "";
    for (unsigned i = 0; i < n; i++)
        script.pages[i] = (struct script_page){width, height};
}

static void print(struct prints *p, const struct job_options *options)
{
    prints_run(p, jobs, -1, "application/pdf", options, NULL, NULL);
    if (script.opened != script.closed)
        ok(false, "The renderer is closed");
}

static struct job_options asks_media(const char *name)
{
    struct job_options o = prints_options();
    const struct media *media = media_find(name);

    snprintf(o.media, sizeof(o.media), "%s", name);
    o.width_hmm = media->width_hmm;
    o.length_hmm = media->length_hmm;
    o.media_asked = true;
    return o;
}

static bool side_is(const struct prints *p, size_t i, const char *media, int64_t x, int64_t y,
                    int64_t w, int64_t h)
{
    const struct side *s = &p->sides[i];

    if (i >= p->num_sides || s->size != media_find(media)->ufr2_ticket) {
        diag("%zu sides, side %zu on paper %u", p->num_sides, i + 1, s->size);
        return false;
    }
    return side_has(s, x, y, w, h) && s->black == (uint64_t)(w * h);
}

#define ON_A4     "iso_a4_210x297mm"
#define ON_A5     "iso_a5_148x210mm"
#define ON_LETTER "na_letter_8.5x11in"
#define ON_LEGAL  "na_legal_8.5x14in"

static bool starts_are(unsigned n, const double *dpis)
{
    bool same = script.num_starts == n;

    for (unsigned i = 0; same && i < n; i++)
        same = script.starts[i].dpi > dpis[i] - 0.15 && script.starts[i].dpi < dpis[i] + 0.15;
    for (unsigned i = 0; !same && i < script.num_starts; i++)
        diag("start %u at %.3f dpi, pages %u to %u", i + 1, script.starts[i].dpi,
             script.starts[i].first, script.starts[i].last);
    return same;
}

/* ---- one page on a side ---- */

static void test_plain(void)
{
    struct job_options o = prints_options();
    struct prints p;

    play(3, A4);
    print(&p, &o);
    ok(p.accepted && p.sound && p.num_sides == 3 && p.parts == 1 && p.remarks[0] == '\0',
       "Three pages are three sides: %s", p.why);
    ok(side_is(&p, 0, ON_A4, FIELD_X, FIELD_Y, FIELD_W, FIELD_H) &&
           side_is(&p, 2, ON_A4, FIELD_X, FIELD_Y, FIELD_W, FIELD_H),
       "Pages as large as the sheet lie on it dot for dot");
    ok(starts_are(1, (double[]){600}) && script.starts[0].first == 1,
       "All come from one run at 600 dpi");
    prints_free(&p);
    play(1, 595, 842); /* 4958 x 7017: a dot to the right; one above is too much */
    print(&p, &o);
    ok(side_is(&p, 0, ON_A4, 1 + FIELD_X, -1 + FIELD_Y, FIELD_W, FIELD_H) &&
           starts_are(1, (double[]){600}),
       "A page that is nearly as large is not scaled, it lies in the middle");
    prints_free(&p);
}

static void test_fit(void)
{
    struct job_options o = asks_media(ON_A4);
    struct prints p;

    /* Letter on A4: 4725 of 5100.5 dots, so 555.83 dpi: 4725 x 6114 in the middle of 4961 x
     * 7016, (4961 - 4725) / 2 = 118, (7016 - 6114) / 2 = 451 */
    play(2, LETTER);
    print(&p, &o);
    ok(p.accepted && side_is(&p, 0, ON_A4, 118 + FIELD_X, 451 + FIELD_Y, FIELD_W, FIELD_H) &&
           side_is(&p, 1, ON_A4, 118 + FIELD_X, 451 + FIELD_Y, FIELD_W, FIELD_H),
       "Pages wider than the sheet that was asked for are made to fit, nothing is resampled");
    ok(starts_are(2, (double[]){600, 555.83}) && script.starts[1].first == 1,
       "The renderer is started again for the first, and not for the second");
    prints_free(&p);
    play(1, A5); /* 3496 x 4961: (4961 - 3496) / 2 = 732, (7016 - 4961) / 2 = 1027 */
    print(&p, &o);
    ok(side_is(&p, 0, ON_A4, 732 + FIELD_X, 1027 + FIELD_Y, FIELD_W, FIELD_H),
       "A smaller page lies in the middle in its own size");
    prints_free(&p);
    /* fit: 6780 of 4961.5, 4725 of 3496.5: 810.8 dpi, 4725 x 6704; at 118, 156 */
    o.scaling = SCALING_FIT;
    play(1, A5);
    print(&p, &o);
    ok(side_is(&p, 0, ON_A4, 118 + FIELD_X, 156 + FIELD_Y, FIELD_W, FIELD_H) &&
           starts_are(2, (double[]){600, 810.8}),
       "Or is made as large as it can be");
    prints_free(&p);
    /* fill: 4961 of 3496.5, 851.309 dpi: 4960 x 7038 */
    o.scaling = SCALING_FILL;
    play(1, A5);
    print(&p, &o);
    ok(p.num_sides == 1 && starts_are(2, (double[]){600, 851.3}) &&
           side_is(&p, 0, ON_A4, FIELD_X, -11 + FIELD_Y, FIELD_W, FIELD_H),
       "Or as large as the sheet");
    prints_free(&p);
    o.scaling = SCALING_NONE;
    play(1, A3); /* 7016 x 9921: (4961 - 7016) / 2 = -1028, (7016 - 9921) / 2 = -1453 */
    print(&p, &o);
    ok(p.accepted && p.num_sides == 1 && p.sides[0].black == 0,
       "A larger page that is not to be scaled is cut off");
    prints_free(&p);
}

/* Pages so small, or large, that the renderer cannot be asked for the resolution. */
static void test_extreme(void)
{
    struct job_options o = asks_media(ON_A4);
    struct prints p;

    /* 20 x 20 points at 2400 dpi are 667 pixels, on 4725 dots: 7.08 times; 4725 / 2 from the
     * middle of 4961 x 7016 is 118, 1145 */
    o.scaling = SCALING_FIT;
    play(1, 20, 20);
    print(&p, &o);
    ok(p.accepted && starts_are(2, (double[]){600, 2400}) &&
           side_count(&p.sides[0], 118 + 1080, 1145 + 1790, 820, 250) == UINT64_C(820) * 250,
       "A tiny page is enlarged beyond what the renderer can");
    prints_free(&p);
    play(1, 14400, 14400);
    print(&p, &o);
    ok(p.accepted && p.num_sides == 1 && starts_are(2, (double[]){600, 23.6}),
       "A page of five metres is made to fit");
    prints_free(&p);
    play(2, 0.04, 100000);
    print(&p, &o);
    ok(!p.accepted && strstr(p.why, "too large") != NULL, "One of 35 metres is not: %s", p.why);
    prints_free(&p);
    play(1, A4);
    script.pages_of_nothing = true;
    print(&p, &o);
    ok(!p.accepted && p.num_sides == 0, "A page without width is not printed: %s", p.why);
    prints_free(&p);
}

static void test_turned(void)
{
    struct job_options o = prints_options();
    struct prints p;

    /* 7016 x 4961: anti-clockwise x' = y, y' = 7016 - x - w */
    play(2, A4WIDE);
    print(&p, &o);
    ok(p.accepted && side_is(&p, 0, ON_A4, FIELD_Y, 7016 - FIELD_X - FIELD_W, FIELD_H, FIELD_W),
       "A landscape page is turned anti-clockwise");
    ok(side_is(&p, 1, ON_A4, FIELD_Y, 7016 - FIELD_X - FIELD_W, FIELD_H, FIELD_W),
       "The back is turned as the front");
    prints_free(&p);
    o.orientation = ORIENTATION_REVERSE_LANDSCAPE; /* clockwise x' = 4961 - y - h, y' = x */
    play(1, A4WIDE);
    print(&p, &o);
    ok(side_is(&p, 0, ON_A4, 4961 - FIELD_Y - FIELD_H, FIELD_X, FIELD_H, FIELD_W),
       "Or clockwise for reverse-landscape");
    prints_free(&p);
    o.orientation = ORIENTATION_REVERSE_PORTRAIT;
    play(1, A4);
    print(&p, &o);
    ok(side_is(&p, 0, ON_A4, 4961 - FIELD_X - FIELD_W, 7016 - FIELD_Y - FIELD_H, FIELD_W,
               FIELD_H),
       "Reverse-portrait stands it on its head");
    prints_free(&p);
    /* upright A4 on a canvas of 7016 x 4961: 4725 of 7016.5, 404.04 dpi: 3341 x 4725, at
     * (7016 - 3341) / 2 = 1837, 118 on the canvas */
    o.orientation = ORIENTATION_LANDSCAPE;
    play(1, A4);
    print(&p, &o);
    ok(starts_are(2, (double[]){600, 404.04}) &&
           side_is(&p, 0, ON_A4, 118 + FIELD_Y, 7016 - (1837 + FIELD_X) - FIELD_W, FIELD_H,
                   FIELD_W),
       "An upright page fits a landscape sheet where that was asked for");
    prints_free(&p);
    o = asks_media(ON_A4);
    /* 20 x 10 points at 2400 dpi are 667 x 333 pixels. 6780 dots of 667.5 / 4 make 40.6 times,
     * 10.157 dots a pixel: 6775 x 3382 at 120, 789 of the canvas. The field is at 120 + 1524 to
     * 120 + 2742 and 789 + 2539 to 789 + 2946 there, on the sheet at 3328 to 3735 and 4154 to
     * 5372. Enlarged so far its edges are soft. */
    o.scaling = SCALING_FIT;
    play(1, 20, 10);
    print(&p, &o);
    ok(p.accepted && side_count(&p.sides[0], 3340, 4166, 380, 1194) == UINT64_C(380) * 1194 &&
           side_count(&p.sides[0], 3316, 4142, 432, 1243) == p.sides[0].black,
       "A tiny landscape page is enlarged and turned");
    prints_free(&p);
}

/* ---- paper ---- */

static void test_sizes(void)
{
    struct job_options o = prints_options();
    struct prints p;

    play(5, A4);
    script.pages[1] = (struct script_page){A5};
    script.pages[2] = (struct script_page){A5};
    script.pages[3] = (struct script_page){LETTER};
    print(&p, &o);
    ok(p.accepted && p.num_sides == 5 && p.parts == 4,
       "Where no paper was asked for, each page's size is a part of its own");
    ok(side_is(&p, 0, ON_A4, FIELD_X, FIELD_Y, FIELD_W, FIELD_H) &&
           side_is(&p, 1, ON_A5, FIELD_X, FIELD_Y, FIELD_W, FIELD_H) &&
           side_is(&p, 2, ON_A5, FIELD_X, FIELD_Y, FIELD_W, FIELD_H) &&
           side_is(&p, 3, ON_LETTER, FIELD_X, FIELD_Y, FIELD_W, FIELD_H) &&
           side_is(&p, 4, ON_A4, FIELD_X, FIELD_Y, FIELD_W, FIELD_H),
       "Each page lies on its own paper dot for dot");
    ok(starts_are(1, (double[]){600}), "From one run");
    prints_free(&p);
    o = asks_media(ON_A4);
    play(3, A4);
    script.pages[1] = (struct script_page){LETTER};
    print(&p, &o);
    ok(p.accepted && p.num_sides == 3 && p.parts == 1 &&
           side_is(&p, 1, ON_A4, 118 + FIELD_X, 451 + FIELD_Y, FIELD_W, FIELD_H) &&
           side_is(&p, 2, ON_A4, FIELD_X, FIELD_Y, FIELD_W, FIELD_H),
       "Where it was, all pages go on it");
    ok(starts_are(3, (double[]){600, 555.83, 600}) && script.starts[1].first == 2 &&
           script.starts[2].first == 3,
       "The renderer goes on from the page whose resolution is another");
    prints_free(&p);
}

static void test_odd_sizes(void)
{
    struct job_options o = prints_options();
    struct prints p;

    /* 400 x 500 points: 3333 x 4167 on A4 at 814, 1424 */
    play(2, 400, 500);
    script.pages[0] = (struct script_page){A5};
    print(&p, &o);
    ok(p.accepted && p.parts == 2 &&
           side_is(&p, 1, ON_A4, 814 + FIELD_X, 1424 + FIELD_Y, FIELD_W, FIELD_H),
       "A page of no sheet's size goes on the queue's usual paper if that is large enough");
    prints_free(&p);
    /* 595 x 900 points: 4958 x 7500 on Legal, 5100 x 8400, at 71, 450 */
    play(1, 595, 900);
    print(&p, &o);
    ok(p.accepted && side_is(&p, 0, ON_LEGAL, 71 + FIELD_X, 450 + FIELD_Y, FIELD_W, FIELD_H) &&
           p.remarks[0] == '\0',
       "Else on the next larger: %s", p.remarks);
    prints_free(&p);
    /* A3 fits A4: 4725 of 7016.5 is 404.05 dpi, 4725 x 6681, at 118, 167 */
    play(1, A3);
    print(&p, &o);
    ok(p.accepted && side_is(&p, 0, ON_A4, 118 + FIELD_X, 167 + FIELD_Y, FIELD_W, FIELD_H),
       "If there is none it is made to fit the usual one");
    prints_free(&p);
    o.media[0] = '\0';
    play(1, A3);
    print(&p, &o);
    ok(p.accepted && p.num_sides == 1, "Also where the usual one has no name");
    prints_free(&p);
    snprintf(o.media, sizeof(o.media), "%s", ON_A5);
    play(1, 430, 600); /* 15 x 21 cm: envelope C5 is smaller than B5, 4299 x 6071, but none is
                        * meant; 3583 x 5000 at 358, 535 */
    print(&p, &o);
    ok(p.accepted &&
           side_is(&p, 0, "jis_b5_182x257mm", 358 + FIELD_X, 535 + FIELD_Y, FIELD_W, FIELD_H),
       "An envelope is not taken for a sheet");
    prints_free(&p);
    o = prints_options();
    play(1, 595.276, 419.528); /* A5 landscape, turned: 4961 x 3496 */
    print(&p, &o);
    ok(p.accepted && side_is(&p, 0, ON_A5, FIELD_Y, 4961 - FIELD_X - FIELD_W, FIELD_H, FIELD_W),
       "A landscape page finds its paper");
    prints_free(&p);
    play(1, 311.81, 623.62); /* envelope DL: 2598 x 5197 */
    print(&p, &o);
    ok(p.accepted &&
           side_is(&p, 0, "iso_dl_110x220mm", 236, FIELD_Y, FIELD_X + FIELD_W - 236, FIELD_H),
       "So does an envelope, where 10 mm cannot be printed on");
    prints_free(&p);
}

static void test_usual_paper(void)
{
    struct job_options o = prints_options();
    struct prints p;

    o.scaling = SCALING_FIT;
    play(1, LETTER);
    print(&p, &o);
    ok(side_is(&p, 0, ON_A4, 118 + FIELD_X, 451 + FIELD_Y, FIELD_W, FIELD_H),
       "Fit means the queue's usual paper where none was asked for");
    prints_free(&p);
    o.scaling = SCALING_AUTO_FIT;
    play(1, LETTER);
    print(&p, &o);
    ok(side_is(&p, 0, ON_LETTER, FIELD_X, FIELD_Y, FIELD_W, FIELD_H), "Auto-fit does not");
    prints_free(&p);
}

static void test_paper_of_text(void)
{
    struct job_options o = prints_options();
    struct prints p;

    play(1, A4);
    prints_run(&p, jobs, -1, "text/plain", &o, NULL, NULL);
    ok(p.accepted && strcmp(script.format, "text/plain") == 0 &&
           script.paper.width_hmm == 21000 && script.paper.length_hmm == 29700 &&
           script.paper.margin_hmm == 500,
       "Text is laid out on the queue's paper");
    prints_free(&p);
    o = asks_media(ON_LEGAL);
    o.orientation = ORIENTATION_LANDSCAPE;
    play(1, A4);
    prints_run(&p, jobs, -1, "text/plain", &o, NULL, NULL);
    ok(script.paper.width_hmm == 35560 && script.paper.length_hmm == 21590,
       "Or on what was asked for, on its side for landscape");
    prints_free(&p);
    o = prints_options();
    o.media_asked = true;
    o.media[0] = '\0';
    o.width_hmm = 10000;
    o.length_hmm = 15000;
    play(1, A4);
    prints_run(&p, jobs, -1, "text/plain", &o, NULL, NULL);
    ok(script.paper.width_hmm == 13970 && script.paper.length_hmm == 21590 &&
           strstr(p.remarks, "Statement") != NULL,
       "A size that the machine lacks is what it gets instead: %s", p.remarks);
    prints_free(&p);
}

/* ---- which pages ---- */

static void test_ranges(void)
{
    struct job_options o = prints_options();
    struct prints p;

    play(9, A4);
    script.pages[6] = (struct script_page){A5};
    o.ranges[0] = (struct page_range){2, 3};
    o.ranges[1] = (struct page_range){7, 7};
    o.ranges[2] = (struct page_range){9, 20};
    o.ranges[3] = (struct page_range){30, 31};
    o.num_ranges = 4;
    print(&p, &o);
    ok(p.accepted && p.num_sides == 4 && p.parts == 3 &&
           side_is(&p, 2, ON_A5, FIELD_X, FIELD_Y, FIELD_W, FIELD_H),
       "The pages of the ranges are printed");
    ok(script.num_starts == 3 && script.starts[0].first == 2 && script.starts[0].last == 3 &&
           script.starts[1].first == 7 && script.starts[1].last == 7 &&
           script.starts[2].first == 9,
       "No others are rendered, and no range behind the end");
    prints_free(&p);
    play(9, A4);
    o.ranges[0] = (struct page_range){10, 12};
    o.num_ranges = 1;
    print(&p, &o);
    ok(!p.accepted && script.num_starts == 0 && strstr(p.why, "asked for") != NULL,
       "A range behind the end is told: %s", p.why);
    prints_free(&p);
    play(3, A4);
    script.hides_pages = true;
    o.ranges[0] = (struct page_range){3, 12};
    print(&p, &o);
    ok(p.accepted && p.num_sides == 1, "The number of pages need not be known");
    prints_free(&p);
}

/* Whether a document is printed two-sided where the queue is set so and nobody asked. */
static bool is_two_sided(const struct job_options *o)
{
    struct prints p;
    bool two_sided;

    print(&p, o);
    two_sided = p.num_sides > 0 && p.sides[0].two_sided;
    prints_free(&p);
    return two_sided;
}

static void test_sides(void)
{
    struct job_options o = prints_options();

    o.sides = SIDES_LONG_EDGE;
    play(2, A4);
    ok(is_two_sided(&o), "Two pages go on two sides where the queue is set so");
    play(1, A4);
    ok(!is_two_sided(&o), "One page does not");
    play(1, A4);
    script.hides_pages = true;
    ok(is_two_sided(&o), "A number of pages that is not known may be two");
    play(5, A4);
    o.ranges[0] = (struct page_range){5, 9};
    ok(!is_two_sided(&o), "One page of a range is one page");
    o.ranges[0] = (struct page_range){1, UINT32_MAX};
    o.number_up = 4;
    play(4, A4);
    ok(!is_two_sided(&o), "Four pages on a side are one side");
    play(5, A4);
    ok(is_two_sided(&o), "Five are two");
}

/* ---- several on a side ---- */

/* Upright A4 pages two on A4: the canvas is 7016 x 4961, cells are (6780 - 75) / 2 = 3352 wide
 * and 4725 high. 3352 of 4961.5 is less than 4725 of 7016.5: .67342, 404.05 dpi gives 3341 x
 * 4725, since 3352 would be 4740 high. Cells at 118 and 118 + 3352 + 75 = 3545; in the middle:
 * 5 further. */
static void test_two_up(void)
{
    struct job_options o = prints_options();
    struct prints p;

    o.number_up = 2;
    play(3, A4);
    print(&p, &o);
    ok(p.accepted && p.num_sides == 2 && p.sides[0].black == 2u * FIELD_DOTS &&
           side_has(&p.sides[0], 118 + FIELD_Y, 7016 - (123 + FIELD_X) - FIELD_W, FIELD_H,
                    FIELD_W) &&
           side_has(&p.sides[0], 118 + FIELD_Y, 7016 - (3550 + FIELD_X) - FIELD_W, FIELD_H,
                    FIELD_W),
       "Two pages on a side stand side by side when the sheet lies on its side");
    ok(side_is(&p, 1, ON_A4, 118 + FIELD_Y, 7016 - (123 + FIELD_X) - FIELD_W, FIELD_H, FIELD_W),
       "The third has the next side for itself");
    ok(starts_are(2, (double[]){600, 404.05}), "All have the size of their cells");
    prints_free(&p);
    o.direction = DIRECTION_TOLEFT_TOBOTTOM;
    play(1, A4);
    print(&p, &o);
    ok(side_is(&p, 0, ON_A4, 118 + FIELD_Y, 7016 - (3550 + FIELD_X) - FIELD_W, FIELD_H,
               FIELD_W),
       "From right to left the first is the right one");
    prints_free(&p);
}

/* Four: cells of (4725 - 75) / 2 = 2325 and (6780 - 75) / 2 = 3352; 2325 of 4961.5 is 281.2
 * dpi: 2325 x 3288; rows at 118 and 3545, 32 further in the middle; columns at 118, 2518. */
static void test_four_up(void)
{
    struct job_options o = prints_options();
    struct prints p;

    o.number_up = 4;
    play(4, A4);
    print(&p, &o);
    ok(p.accepted && p.num_sides == 1 && starts_are(2, (double[]){600, 281.17}) &&
           side_has(&p.sides[0], 118 + FIELD_X, 150 + FIELD_Y, FIELD_W, FIELD_H) &&
           side_has(&p.sides[0], 2518 + FIELD_X, 150 + FIELD_Y, FIELD_W, FIELD_H) &&
           side_has(&p.sides[0], 118 + FIELD_X, 3577 + FIELD_Y, FIELD_W, FIELD_H) &&
           side_has(&p.sides[0], 2518 + FIELD_X, 3577 + FIELD_Y, FIELD_W, FIELD_H) &&
           p.sides[0].black == 4u * FIELD_DOTS,
       "Four pages on a side stand in two rows");
    prints_free(&p);
    /* a landscape page among them: 2325 of 7016.5, 198.8 dpi: 2325 x 1644; 3545 + (3352 - 1644)
     * / 2 = 4399 */
    play(4, A4);
    script.pages[3] = (struct script_page){A4WIDE};
    print(&p, &o);
    ok(p.accepted && p.num_sides == 1 &&
           side_has(&p.sides[0], 118 + FIELD_X, 3577 + FIELD_Y, FIELD_W, FIELD_H) &&
           side_has(&p.sides[0], 2518 + FIELD_X, 4399 + FIELD_Y, FIELD_W, FIELD_H),
       "A landscape page among them is upright in its cell");
    ok(starts_are(3, (double[]){600, 281.17, 198.82}) && script.starts[2].first == 4,
       "At a resolution of its own");
    prints_free(&p);
    play(4, A4);
    script.pages[1] = (struct script_page){A5};
    print(&p, &o);
    ok(p.accepted && p.num_sides == 1, "The first page of a side chooses its paper");
    prints_free(&p);
    play(4, A4);
    script.is_stubborn = true;
    print(&p, &o);
    ok(p.accepted && p.num_sides == 1 && script.num_starts <= 1 + 4 * 3,
       "A renderer that gives other sizes than it is asked for is not asked for ever, and what "
       "lies over the edges of the sheet is left out");
    prints_free(&p);
    o.number_up = 16;
    play(33, A4);
    print(&p, &o);
    ok(p.accepted && p.num_sides == 3 && p.sides[0].black == 16u * FIELD_DOTS &&
           p.sides[2].black == 1u * FIELD_DOTS,
       "33 pages, sixteen on a side, are three sides");
    prints_free(&p);
}

/* ---- what goes wrong ---- */

static void test_errors(void)
{
    static const struct {
        enum renderer_error error;
        const char *why;
    } errors[] = {
        {RENDERER_DAMAGED,  "The script says so."      },
        {RENDERER_PASSWORD, "print it from the program"},
        {RENDERER_LIMIT,    "The script says so."      },
        {RENDERER_FAILED,   "The script says so."      },
    };
    struct job_options o = prints_options();
    struct prints p;

    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        play(0, A4);
        script.error = errors[i].error;
        print(&p, &o);
        ok(!p.accepted && strstr(p.why, errors[i].why) != NULL && script.num_starts == 0,
           "A document that cannot be opened is told: %s", p.why);
        prints_free(&p);
        play(2, A4);
        script.error = errors[i].error;
        print(&p, &o);
        ok(!p.accepted && p.num_sides == 2 && strstr(p.why, errors[i].why) != NULL,
           "So is one that is not sound behind its second page, which is printed");
        prints_free(&p);
        play(2, A4);
        script.error = errors[i].error;
        script.error_line = 3000;
        print(&p, &o);
        ok(!p.accepted && p.num_sides == 1 && strstr(p.why, errors[i].why) != NULL,
           "Of a page that ends in the middle nothing is printed");
        prints_free(&p);
    }
    play(0, A4);
    print(&p, &o);
    ok(!p.accepted && strcmp(p.why, "The document has no pages.") == 0,
       "A document without pages is told");
    prints_free(&p);
    play(2, A4);
    script.warning = "Something may be missing.";
    print(&p, &o);
    ok(p.accepted && strcmp(p.remarks, script.warning) == 0,
       "What may be wrong with pages that are printed is remarked");
    prints_free(&p);
    play(2, A4);
    script.error_line = 3000;
    print(&p, &o);
    ok(!p.accepted && p.num_sides == 1 && strstr(p.why, "too early") != NULL,
       "A page with too few lines is told, though the renderer is content: %s", p.why);
    prints_free(&p);
    play(1, A4);
    script.no_memory = true;
    print(&p, &o);
    ok(!p.accepted && strstr(p.why, "memory") != NULL, "No memory for a renderer: %s", p.why);
    prints_free(&p);
}

static void test_errors_up(void)
{
    struct job_options o = prints_options();
    struct prints p;

    o.number_up = 4;
    play(3, A4);
    script.error = RENDERER_DAMAGED;
    script.error_line = 500;
    print(&p, &o);
    ok(!p.accepted && p.num_sides == 1 && p.sides[0].black == 2u * FIELD_DOTS &&
           strstr(p.why, "The script says so.") != NULL,
       "The good pages of a side are printed without the bad one");
    prints_free(&p);
}

static void test_no_room(void)
{
    static const struct document_limits none = {spools_folder, 1000, 0},
                                        nowhere = {"/nowhere/at/all", 1 << 30, 0};
    struct job_options o = prints_options();
    struct prints p;

    documents_set_limits(&none);
    play(1, A4WIDE);
    print(&p, &o);
    ok(!p.accepted && p.num_sides == 0 && p.why[0] != '\0', "No room for a turned page: %s",
       p.why);
    prints_free(&p);
    play(1, A4);
    print(&p, &o);
    ok(p.accepted, "An upright one needs none");
    prints_free(&p);
    documents_set_limits(&nowhere);
    play(1, A4WIDE);
    print(&p, &o);
    ok(!p.accepted && p.num_sides == 0 && p.why[0] != '\0', "No folder for it: %s", p.why);
    prints_free(&p);
}

static bool after_some(void *ctx)
{
    unsigned *left = ctx;

    return *left == 0 || --*left == 0;
}

static void test_cancel(void)
{
    struct job_options o = prints_options();
    struct prints p;
    unsigned left = 3;

    play(9, A4);
    prints_run(&p, jobs, -1, "application/pdf", &o, after_some, &left);
    ok(p.num_sides == 2 && script.opened == script.closed,
       "After it was canceled no more pages are made");
    prints_free(&p);
    o.number_up = 4;
    left = 3;
    play(9, A4);
    prints_run(&p, jobs, -1, "application/pdf", &o, after_some, &left);
    ok(p.num_sides == 0, "Nor a side that was not full");
    prints_free(&p);
}

int main(void)
{
    static const struct jobs_limits many = MANY;
    static const struct document_limits room = {spools_folder, (uint64_t)1 << 30, 0};

    if (mkdtemp(spools_folder) == NULL || (jobs = queues_open(&many)) == NULL)
        return 1;
    documents_set_limits(&room);
    test_plain();
    test_fit();
    test_extreme();
    test_turned();
    test_sizes();
    test_odd_sizes();
    test_usual_paper();
    test_paper_of_text();
    test_ranges();
    test_sides();
    test_two_up();
    test_four_up();
    test_errors();
    test_errors_up();
    test_cancel();
    test_no_room();
    jobs_close(jobs);
    queues_clear();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
