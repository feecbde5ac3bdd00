/*
 * test-document-pdf.c - real documents from Ghostscript, rendered and put on paper: each page
 * has one black field, 120 x 40 dots at 600 dpi, 150 from its left and 250 from its top.
 * Expected places were worked out by hand.
 * Effects: runs gs.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/renderer.h"
#include "tests/unit/prints.h"

static struct jobs *jobs;

/* The field on a page of a size in points: 18 points are 150 dots, 30 are 250. */
#define PAGE(size, height)                                                                     \
    "<< /PageSize [" size "] >> setpagedevice 18 " height                                      \
    " 34.8 sub 14.4 4.8 rectfill showpage\n"
#define LETTER_PAGE PAGE("612 792", "792")          /* 5100 x 6600 */
#define LEGAL_PAGE  PAGE("612 1008", "1008")        /* 5100 x 8400 */
#define A4_PAGE     PAGE("595.32 841.92", "841.92") /* 4961 x 7016 */
#define WIDE_PAGE   PAGE("792 612", "612")          /* Letter on its side */

#define ON_A4     "iso_a4_210x297mm"
#define ON_LETTER "na_letter_8.5x11in"
#define ON_LEGAL  "na_legal_8.5x14in"

/* Give a program to gs, options before it; false when there is no gs. */
static bool make_pdf(const char *options, const char *program)
{
    char command[900];
    FILE *gs;

    snprintf(command, sizeof(command),
             "gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite %s -sOutputFile=%s -", options,
             spools_path("t.pdf"));
    gs = popen(command, "w"); /* NOLINT(cert-env33-c): no word of it comes from outside */
    if (gs == NULL)
        return false;
    fputs(program, gs);
    return pclose(gs) == 0;
}

static void print_file(struct prints *p, const char *format, const struct job_options *options)
{
    int fd = open(spools_path("t.pdf"), O_RDONLY | O_CLOEXEC);

    prints_run(p, jobs, fd, format, options, NULL, NULL);
    if (fd >= 0)
        close(fd);
    (void)unlink(spools_path("t.pdf"));
}

static void print_pdf(struct prints *p, const char *program, const struct job_options *options)
{
    if (!make_pdf("", program))
        diag("gs made no PDF");
    print_file(p, "application/pdf", options);
}

static bool side_is(const struct prints *p, size_t i, const char *media, int64_t x, int64_t y,
                    int64_t w, int64_t h)
{
    const struct side *s = &p->sides[i];

    if (i >= p->num_sides || s->size != media_find(media)->ufr2_ticket) {
        diag("%zu sides, side %zu on paper %u: %s", p->num_sides, i + 1, s->size, p->why);
        return false;
    }
    return side_has(s, x, y, w, h) && s->black == (uint64_t)(w * h);
}

/* A field at a fraction of a dot: its inside is black, and nothing 2 dots around it. */
static bool side_near(const struct side *s, double x, double y, double w, double h)
{
    int64_t left = (int64_t)x, top = (int64_t)y, width = (int64_t)w, height = (int64_t)h;
    uint64_t inside = side_count(s, left + 2, top + 2, width - 4, height - 4);
    uint64_t near = side_count(s, left - 2, top - 2, width + 5, height + 5);
    uint64_t around = side_count(s, left - 20, top - 20, width + 40, height + 40);

    if (inside == (uint64_t)((width - 4) * (height - 4)) && near == around)
        return true;
    diag("field at %.1f, %.1f: %llu inside, %llu near, %llu around", x, y,
         (unsigned long long)inside, (unsigned long long)near, (unsigned long long)around);
    return false;
}

static void test_own_size(void)
{
    struct job_options o = prints_options();
    struct prints p;

    print_pdf(&p, A4_PAGE LETTER_PAGE LETTER_PAGE LEGAL_PAGE WIDE_PAGE, &o);
    ok(p.accepted && p.sound && p.num_sides == 5 && p.parts == 4,
       "Pages of several sizes become parts: %s", p.why);
    ok(side_is(&p, 0, ON_A4, 150, 250, 120, 40) &&
           side_is(&p, 1, ON_LETTER, 150, 250, 120, 40) &&
           side_is(&p, 2, ON_LETTER, 150, 250, 120, 40) &&
           side_is(&p, 3, ON_LEGAL, 150, 250, 120, 40),
       "Each lies on its own paper dot for dot");
    ok(side_is(&p, 4, ON_LETTER, 250, 6600 - 150 - 120, 40, 120),
       "A landscape page is turned anti-clockwise");
    prints_free(&p);
}

static void test_turned_by_document(void)
{
    struct job_options o = prints_options();
    struct prints p;

    /* An upright page that is to be seen turned anti-clockwise: its right edge becomes the top.
     * Turned again onto the sheet it stands on its head. */
    print_pdf(&p, "[ {ThisPage} << /Rotate 270 >> /PUT pdfmark\n" LETTER_PAGE, &o);
    ok(p.accepted && side_is(&p, 0, ON_LETTER, 5100 - 150 - 120, 6600 - 250 - 40, 120, 40),
       "A page that the document turns is turned from there");
    prints_free(&p);
}

static void test_fit(void)
{
    struct job_options o = prints_options();
    struct prints p;

    /* Letter on A4: 4725 of 5100.5 dots, .92638; at 118, 451 */
    o.media_asked = true;
    print_pdf(&p, LETTER_PAGE A4_PAGE LETTER_PAGE, &o);
    ok(p.accepted && p.num_sides == 3 && p.parts == 1 &&
           side_near(&p.sides[0], 118 + 150 * .92638, 451 + 250 * .92638, 120 * .92638,
                     40 * .92638) &&
           side_is(&p, 1, ON_A4, 150, 250, 120, 40),
       "Where paper was asked for, a larger page is made to fit, others are not");
    ok(p.num_sides == 3 && p.sides[0].black == p.sides[2].black &&
           side_near(&p.sides[2], 118 + 150 * .92638, 451 + 250 * .92638, 120 * .92638,
                     40 * .92638),
       "Pages of one size come out alike");
    prints_free(&p);
    /* landscape asked: on a canvas of 7016 x 4961 A4 is 4725 of 7016.5 high, .67341; at (7016 -
     * 3341) / 2 = 1837, 118 */
    o.orientation = ORIENTATION_LANDSCAPE;
    print_pdf(&p, A4_PAGE, &o);
    ok(p.accepted && side_near(&p.sides[0], 118 + 250 * .67341, 7016 - (1837 + 270 * .67341),
                               40 * .67341, 120 * .67341),
       "An upright page fits a landscape sheet");
    prints_free(&p);
}

static void test_number_up(void)
{
    struct job_options o = prints_options();
    struct prints p;

    /* Letter four on Letter: cells of (4864 - 75) / 2 = 2394 and (6364 - 75) / 2 = 3144; 2394
     * of 5100.5 is .46937: 2394 x 3098, 23 below the cell's top; cells at 118, 2587; 118, 3337
     */
    o.number_up = 4;
    print_pdf(&p, LETTER_PAGE LETTER_PAGE LETTER_PAGE LETTER_PAGE LETTER_PAGE, &o);
    ok(p.accepted && p.num_sides == 2, "Five pages, four on a side, are two sides: %s", p.why);
    for (int i = 0; i < 4; i++)
        ok(p.num_sides == 2 && side_near(&p.sides[0], 118 + i % 2 * 2469 + 150 * .46937,
                                         118 + (i > 1 ? 3219 : 0) + 23 + 250 * .46937,
                                         120 * .46937, 40 * .46937),
           "Page %d is in its cell", i + 1);
    ok(p.num_sides == 2 && p.sides[0].black == 4 * p.sides[1].black, "All are alike");
    prints_free(&p);
}

static void test_ranges(void)
{
    struct job_options o = prints_options();
    struct prints p;

    o.ranges[0] = (struct page_range){2, 2};
    o.ranges[1] = (struct page_range){4, 9};
    o.num_ranges = 2;
    print_pdf(&p, LETTER_PAGE A4_PAGE LETTER_PAGE LEGAL_PAGE, &o);
    ok(p.accepted && p.num_sides == 2 && side_is(&p, 0, ON_A4, 150, 250, 120, 40) &&
           side_is(&p, 1, ON_LEGAL, 150, 250, 120, 40),
       "The pages that were asked for are printed, no others: %s", p.why);
    prints_free(&p);
    o.ranges[0] = (struct page_range){5, 9};
    o.num_ranges = 1;
    print_pdf(&p, LETTER_PAGE LETTER_PAGE, &o);
    ok(!p.accepted && p.num_sides == 0 && strstr(p.why, "asked for") != NULL,
       "Pages that are not there are told: %s", p.why);
    prints_free(&p);
}

static void save(const char *text)
{
    FILE *file = fopen(spools_path("t.pdf"), "we");

    if (file == NULL)
        return;
    fputs(text, file);
    fclose(file);
}

static void test_postscript(void)
{
    struct job_options o = prints_options();
    struct prints p;

    save("%!PS\n" LETTER_PAGE A4_PAGE);
    print_file(&p, "application/postscript", &o);
    ok(p.accepted && p.num_sides == 2 && side_is(&p, 0, ON_LETTER, 150, 250, 120, 40) &&
           side_is(&p, 1, ON_A4, 150, 250, 120, 40),
       "PostScript comes out as PDF does: %s", p.why);
    prints_free(&p);
}

/* Whether there is ink, and none within a margin of 18 mm (text has 20), 425 dots. */
static bool has_text(const struct side *s)
{
    uint64_t inside =
        side_count(s, 425, 425, (int64_t)s->width - 850, (int64_t)s->height - 850);

    return s->black > 0 && s->black == inside;
}

/* Black dots in the upper half of a side, in thousandths of all. */
static unsigned upper_share(const struct side *s)
{
    uint64_t upper = side_count(s, 0, 0, s->width, s->height / 2);

    return s->black > 0 ? (unsigned)(upper * 1000 / s->black) : 0;
}

static void test_text(void)
{
    struct job_options o = prints_options();
    struct prints p;

    save("One line of text.\n\fAnother page.\n");
    print_file(&p, "text/plain", &o);
    ok(p.accepted && p.num_sides == 2 && p.parts == 1 && has_text(&p.sides[0]) &&
           has_text(&p.sides[1]),
       "Text lies within its margins: %s", p.why);
    ok(p.num_sides == 2 && upper_share(&p.sides[0]) == 1000 &&
           p.sides[0].width < p.sides[0].height,
       "It begins above");
    prints_free(&p);
    o = prints_options();
    o.orientation = ORIENTATION_REVERSE_PORTRAIT;
    save("One line of text.\n");
    print_file(&p, "text/plain", &o);
    ok(p.accepted && p.num_sides == 1 && has_text(&p.sides[0]) && upper_share(&p.sides[0]) == 0,
       "Or below, upside down");
    prints_free(&p);
    /* turned anti-clockwise the line runs upwards at the left, from below: all of its ink is in
     * the lower half and left */
    o.orientation = ORIENTATION_LANDSCAPE;
    save("One line of text.\n");
    print_file(&p, "text/plain", &o);
    ok(p.accepted && p.num_sides == 1 && has_text(&p.sides[0]) &&
           upper_share(&p.sides[0]) == 0 &&
           side_count(&p.sides[0], 0, 0, 1000, p.sides[0].height) == p.sides[0].black,
       "Landscape text is laid out for the sheet on its side");
    prints_free(&p);
}

static void test_errors(void)
{
    struct job_options o = prints_options();
    struct prints p;

    make_pdf("-sOwnerPassword=a -sUserPassword=b -dEncryptionR=3 -dKeyLength=128", A4_PAGE);
    print_file(&p, "application/pdf", &o);
    ok(!p.accepted && p.num_sides == 0 && strstr(p.why, "password") != NULL,
       "A password is told: %s", p.why);
    prints_free(&p);
    make_pdf("-sOwnerPassword=a -sUserPassword= -dEncryptionR=3 -dKeyLength=128", A4_PAGE);
    print_file(&p, "application/pdf", &o);
    ok(p.accepted && side_is(&p, 0, ON_A4, 150, 250, 120, 40),
       "A document that is encrypted without one is printed: %s", p.why);
    prints_free(&p);
    save("%PDF-1.4\nThis is none.\n");
    print_file(&p, "application/pdf", &o);
    ok(!p.accepted && p.num_sides == 0 && p.why[0] != '\0', "A broken document is told: %s",
       p.why);
    prints_free(&p);
}

/* A ticket and a page. */
static bool after_a_page(void *ctx)
{
    return document_records(ctx) >= 2;
}

static void test_cancel(void)
{
    struct job_options o = prints_options();
    struct job_request request = queues_request("letter");
    struct job *job = queues_create(jobs, &request);
    struct document *document;
    struct intake *in;
    int fd;

    if (job == NULL || !job_begin_document(job, spools_why, sizeof(spools_why)) ||
        !make_pdf("", "1 1 1000 { pop " LETTER_PAGE " } for"))
        return;
    document = job_document(job);
    fd = open(spools_path("t.pdf"), O_RDONLY | O_CLOEXEC);
    in = intake_open(job, &models[0], &o);
    document_print_pages(in, fd, "application/pdf", &o, after_a_page, document);
    ok(document_records(document) >= 2 && document_records(document) < 20,
       "After it was canceled no more pages are made");
    document_release(document);
    intake_drop(in);
    close(fd);
    (void)unlink(spools_path("t.pdf"));
    job_abort(job, 0, "Canceled.");
    job_release(job);
}

int main(void)
{
    static const struct jobs_limits many = MANY;
    static const struct document_limits room = {spools_folder, (uint64_t)1 << 30, 0};
    char why[200] = "";

    if (mkdtemp(spools_folder) == NULL || (jobs = queues_open(&many)) == NULL)
        return 1;
    documents_set_limits(&room);
    if (!renderer_can("application/pdf", why, sizeof(why)))
        diag("%s", why);
    test_own_size();
    test_turned_by_document();
    test_fit();
    test_number_up();
    test_ranges();
    test_postscript();
    test_text();
    test_errors();
    test_cancel();
    jobs_close(jobs);
    queues_clear();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
