/*
 * test-pdl-pcl5e.c - jobs in PCL 5e: a whole one by hand from the format note, what each option
 * becomes, the compression of rows, and everything that goes wrong.
 * Effects: standard output, memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/pcl5e-prints.h"

#define GENERIC "generic_pcl5e"
#define NINE    "generic_pcl5e_9"
#define CANON   "canon_ir1020_pcl5e"
#define UEL     "\033%-12345X"

/* ---- a job by hand ---- */

#define HEAD_BEGIN                                                                             \
    UEL "@PJL JOB NAME=\"title\" DISPLAY=\"title\"\r\n@PJL SET USERNAME=\"user\"\r\n"          \
        "@PJL SET RESOLUTION=600\r\n@PJL SET DUPLEX=OFF\r\n@PJL ENTER LANGUAGE=PCL\r\n"
#define HEAD HEAD_BEGIN "\033E\033&l80a7h0s0u0z1x0o0e0L\033&u600D\033*t600R\033*r0F"
#define FOOT "\033E" UEL "@PJL EOJ NAME=\"title\"\r\n" UEL

static bool stream_is(const struct buffer *b, const char *want, size_t n)
{
    size_t i = 0;

    if (buffer_equals(b, want, n))
        return true;
    while (i < n && i < b->n && b->bytes[i] == (uint8_t)want[i])
        i++;
    diag("the stream of %zu bytes differs from that of %zu at byte %zu", b->n, n, i);
    return false;
}

#define STREAM_IS(b, text) stream_is(b, text, sizeof(text) - 1)

/* Lines of one byte each, the first of a row; then white. */
static bool print_bytes(struct run *r, const char *bytes)
{
    uint8_t line[304] = {0};
    bool fine = start(r, false) == RESULT_OK && pdl->start_page(r->work, &r->page) == RESULT_OK;

    for (; fine && *bytes; bytes++) {
        line[FIRST] = *bytes == '.' ? 0 : (uint8_t)*bytes;
        fine = pdl->write_line(r->work, line) == RESULT_OK;
    }
    return fine && pdl->end_page(r->work) == RESULT_OK &&
           pdl->end_job(r->work, false) == RESULT_OK;
}

static void test_by_hand(void)
{
    struct run r;

    if (!setup(&r, GENERIC, MONARCH))
        return;
    ok(print_bytes(&r, "") && STREAM_IS(&r.out, HEAD "\033*p2x0Y\033*r1A\033*rC\f" FOOT),
       "A white page has a begin and an end");
    buffer_free(&r.out);
    ok(print_bytes(&r, ".AAB") &&
           STREAM_IS(&r.out, HEAD "\033*p2x0Y\033*r1A"
                                  "\033*b1y0m1WA" /* behind white: all of it, as it is */
                                  "\033*b3m0W"    /* the same again */
                                  "\033*b2W\000B" /* a byte at the left differs */
                                  "\033*rC\f" FOOT),
       "A white line, a line, the same line and another one");
    teardown(&r);
}

/* ---- what options become ---- */

static bool job_has(struct run *r, const char *text)
{
    bool fine = start(r, false) == RESULT_OK && send_page(r, 1, 0) == RESULT_OK &&
                pdl->end_job(r->work, false) == RESULT_OK && has(&r->out, text, 1);

    if (!fine)
        diag("no %s", text);
    buffer_free(&r->out);
    return fine;
}

static void test_page_control(void)
{
    struct run r;

    if (!setup(&r, GENERIC, "iso_a4_210x297mm"))
        return;
    ok(job_has(&r, "\033&l26a7h0s0u0z1x0o0e0L"), "A4 from any source, one-sided, one copy");
    r.job.sides = SIDES_LONG_EDGE;
    r.job.binding_shift_hmm = 500;
    r.job.copies = 999;
    ok(job_has(&r, "\033&l26a7h1s142u0z999x0o0e0L"),
       "Two-sided over the long edge, 5 mm to the right, 999 copies");
    r.job.sides = SIDES_SHORT_EDGE;
    r.job.binding = BINDING_TOP;
    r.job.binding_shift_hmm = 5000;
    r.job.copies = 3;
    r.job.collate = COLLATE_GROUP;
    ok(job_has(&r, "\033&l26a7h2s0u1417z3x0o0e0L"),
       "Two-sided over the short edge, 50 mm down, 3 copies in groups");
    r.job.collate = COLLATE_COLLATED;
    ok(start(&r, false) == RESULT_UNSUPPORTED && r.out.n == 0, "Sets are not begun");
    teardown(&r);
}

static void test_sources(void)
{
    static const struct {
        const char *name, *reference, *multi_purpose;
    } sources[] = {
        {"auto",         "a7h", "a7h"},
        {"by-pass-tray", "a2h", "a4h"},
        {"tray-1",       "a1h", "a1h"},
        {"tray-2",       "a4h", "a5h"},
    };
    struct run canon, generic = {.work = NULL};
    bool fine = setup(&canon, CANON, MONARCH) && setup(&generic, GENERIC, MONARCH);

    for (size_t i = 0; fine && i < 4; i++) {
        canon.job.source = generic.job.source = media_source_find(sources[i].name);
        fine = job_has(&canon, sources[i].reference) &&
               job_has(&generic, sources[i].multi_purpose);
    }
    ok(fine, "Each source has its number, in both ways of counting");
    teardown(&canon);
    teardown(&generic);
}

static void test_types(void)
{
    static const struct {
        const char *name, *command;
    } types[] = {
        {"stationery",             "L\033&n6WdPlain\033&u"        },
        {"stationery-recycled",    "L\033&n9WdRecycled\033&u"     },
        {"stationery-colored",     "L\033&n6WdColor\033&u"        },
        {"stationery-fine",        "L\033&n5WdBond\033&u"         },
        {"stationery-heavyweight", "L\033&n6WdHeavy\033&u"        },
        {"cardstock",              "L\033&n10WdCardstock\033&u"   },
        {"cardboard",              "L\033&n12WdExtra Heavy\033&u" },
        {"transparency",           "L\033&n13WdTransparency\033&u"},
        {"labels",                 "L\033&n7WdLabels\033&u"       },
        {"envelope",               "L\033&n9WdEnvelope\033&u"     },
        {"stationery-prepunched",  "L\033&n11WdPrepunched\033&u"  },
        {"auto",                   "L\033&u"                      },
    };
    struct run r;
    bool fine = setup(&r, CANON, MONARCH);

    for (size_t i = 0; fine && i < sizeof types / sizeof types[0]; i++) {
        r.job.type = media_type_find(types[i].name);
        fine = job_has(&r, types[i].command);
    }
    ok(fine, "Each type has its word; the automatic one is not asked for");
    teardown(&r);
}

static void test_sizes(void)
{
    static const struct {
        const char *name;
        const char *command;
        uint32_t margin;
    } sizes[] = {
        {"iso_a4_210x297mm",         "\033&l26a",  152},
        {"na_letter_8.5x11in",       "\033&l2a",   152},
        {"na_legal_8.5x14in",        "\033&l3a",   152},
        {"na_invoice_5.5x8.5in",     "\033&l15a",  152},
        {"na_executive_7.25x10.5in", "\033&l1a",   152},
        {"iso_a5_148x210mm",         "\033&l25a",  152},
        {"jis_b5_182x257mm",         "\033&l45a",  152},
        {MONARCH,                    "\033&l80a",  236},
        {"na_number-10_4.125x9.5in", "\033&l81a",  236},
        {"iso_dl_110x220mm",         "\033&l90a",  236},
        {"iso_c5_162x229mm",         "\033&l91a",  236},
        {"iso_b5_176x250mm",         "\033&l100a", 236},
    };
    const struct media foreign = {.name = "iso_a3_297x420mm", .width_dots_600 = 7016};
    struct page_params page;
    struct run r;
    bool fine = true;

    for (size_t i = 0; fine && i < sizeof sizes / sizeof sizes[0]; i++) {
        fine = setup(&r, GENERIC, sizes[i].name) && job_has(&r, sizes[i].command) &&
               r.page.dpi == 600 && r.page.paper_width == r.job.media->width_dots_600 &&
               r.page.page_width == r.page.paper_width &&
               r.page.page_height == r.job.media->length_dots_600 &&
               r.page.margin == sizes[i].margin && r.page.stride * 8 >= r.page.page_width;
        if (!fine)
            diag("%s: margin %u", sizes[i].name, (unsigned)r.page.margin);
        teardown(&r);
    }
    ok(fine, "Each size has its number, and margins inside of the logical page");
    ok(pdl->page_params(model_find(GENERIC), &foreign, &page) == RESULT_UNSUPPORTED,
       "A size that the model does not have has no page");
    ok(caps_margin(model_find(GENERIC)->caps, media_find("iso_a4_210x297mm")) == 643 &&
           caps_margin(model_find(GENERIC)->caps, media_find(MONARCH)) == 1000 &&
           caps_margin(model_find("canon_ir1020_ufr2lt")->caps,
                       media_find("iso_a4_210x297mm")) == 500,
       "Clients are told a margin of 6.43 mm, of 10 mm for envelopes");
}

static void test_titles(void)
{
    struct run r;
    struct seen s = {.pages = 0};

    if (!setup(&r, GENERIC, MONARCH))
        return;
    r.job.title = "x\"\r\n@PJL EOJ\r\n" UEL "\033E";
    r.job.user = "\n@PJL DEFAULT PASSWORD=1";
    ok(start(&r, false) == RESULT_OK && send_page(&r, 1, 0) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &s) && s.jobs == 1 &&
           s.pages == 1 && strcmp(s.ticket.title, "x'  @PJL EOJ   %-12345X E") == 0 &&
           strcmp(s.ticket.user, " @PJL DEFAULT PASSWORD=1") == 0 &&
           has(&r.out, "\n@PJL EOJ", 0) && has(&r.out, UEL, 3),
       "A title that would be commands stays a title");
    teardown(&r);
}

/* ---- rows ---- */

/* The row's compression as the stream tells it, after a first line of 'first' bytes. */
static bool second_row_is(const char *model, const uint8_t *first, const uint8_t *second,
                          size_t n, const char *want)
{
    uint8_t line[304] = {0};
    struct run r;
    bool fine = setup(&r, model, MONARCH) && start(&r, false) == RESULT_OK &&
                pdl->start_page(r.work, &r.page) == RESULT_OK;

    memcpy(line + FIRST, first, n);
    fine = fine && pdl->write_line(r.work, line) == RESULT_OK;
    memcpy(line + FIRST, second, n);
    fine = fine && pdl->write_line(r.work, line) == RESULT_OK &&
           pdl->end_page(r.work) == RESULT_OK && pdl->end_job(r.work, false) == RESULT_OK &&
           has(&r.out, want, 1);
    teardown(&r);
    return fine;
}

static void test_methods(void)
{
    uint8_t noise[200], runs[200], same[200];

    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)(i * 89 + 1);
    memset(runs, 0x55, sizeof runs);
    memcpy(same, noise, sizeof same);
    same[100] ^= 0xFF;
    ok(second_row_is(GENERIC, noise, noise, 200, "\033*r1A\033*b0m200W"),
       "Noise is sent as it is");
    ok(second_row_is(GENERIC, noise, runs, 200, "\033*b2m4W\x81\x55\xB9\x55\033*rC"),
       "A run of 200 is two of PackBits");
    ok(second_row_is(GENERIC, noise, same, 200, "\033*b3m3W\x1F\x45"),
       "One byte of many that differs is a difference");
    ok(second_row_is(NINE, noise, same, 200, "\033*b3m3W\x1F\x45"),
       "So it is where method 9 is as long");
    ok(second_row_is(NINE, noise, runs, 200, "\033*b9m3W\x9F\xA7\x55\033*rC"),
       "In method 9 a run of any length is one command");
    ok(second_row_is(GENERIC, noise, noise, 200, "\033*b3m0W\033*rC"),
       "The same line again is a command without data");
}

/* Where a difference from white would be shorter: readers do not agree that white is above. */
static void test_after_skip(void)
{
    uint8_t line[304] = {0};
    struct run r;

    if (!setup(&r, NINE, MONARCH))
        return;
    ok(start(&r, false) == RESULT_OK && pdl->start_page(r.work, &r.page) == RESULT_OK &&
           pdl->write_line(r.work, line) == RESULT_OK && (line[FIRST + 100] = 'A') &&
           pdl->write_line(r.work, line) == RESULT_OK && pdl->end_page(r.work) == RESULT_OK &&
           memcmp(r.out.bytes + r.out.n - 18, "\033*b1y2m4W\x9D\0\0A\033*rC\f", 18) == 0,
       "Behind white lines a row says all of itself");
    teardown(&r);
}

static void test_edges(void)
{
    uint8_t line[304];
    struct run r;
    struct seen s = {.pages = 0};

    if (!setup(&r, GENERIC, MONARCH))
        return;
    memset(line, 0xFF, sizeof line);
    ok(start(&r, false) == RESULT_OK && pdl->start_page(r.work, &r.page) == RESULT_OK &&
           pdl->write_line(r.work, line) == RESULT_OK && pdl->end_page(r.work) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &s) && s.left == 152 &&
           s.right == END - 1 && s.rows[0] == 1 && s.width == 2325 && s.height == 4500,
       "A black line is black from the first whole byte to the end of the logical page");
    teardown(&r);
}

/* ---- calls ---- */

static void test_order(void)
{
    uint8_t line[304] = {0};
    struct run r;
    bool fine;

    if (!setup(&r, GENERIC, MONARCH))
        return;
    ok(start(&r, false) == RESULT_OK && pdl->write_line(r.work, line) == RESULT_FORMAT &&
           pdl->start_page(r.work, &r.page) == RESULT_FORMAT &&
           pdl->end_job(r.work, false) == RESULT_FORMAT,
       "A line outside of a page is refused, and so is all that follows");
    ok(start(&r, false) == RESULT_OK && pdl->end_page(r.work) == RESULT_FORMAT,
       "So is the end of no page");
    ok(start(&r, false) == RESULT_OK && pdl->start_page(r.work, &r.page) == RESULT_OK &&
           pdl->start_page(r.work, &r.page) == RESULT_FORMAT,
       "And a page inside a page");
    fine = start(&r, false) == RESULT_OK && pdl->start_page(r.work, &r.page) == RESULT_OK;
    for (unsigned y = 0; fine && y < 4500; y++)
        fine = pdl->write_line(r.work, line) == RESULT_OK;
    ok(fine && pdl->write_line(r.work, line) == RESULT_FORMAT,
       "A page has as many lines as its paper, and not one more");
    r.page.page_height = 40000;
    ok(start(&r, false) == RESULT_OK && pdl->start_page(r.work, &r.page) == RESULT_UNSUPPORTED,
       "A page longer than a Y offset reaches is refused");
    teardown(&r);
}

static void test_cancel(void)
{
    uint8_t line[304];
    struct run r;
    struct seen s = {.pages = 0};
    bool fine;

    if (!setup(&r, GENERIC, MONARCH))
        return;
    memset(line, 0xFF, sizeof line);
    ok(start(&r, false) == RESULT_OK && pdl->end_job(r.work, true) == RESULT_OK && r.out.n == 0,
       "A job canceled before its first page never reaches the machine");
    fine = start(&r, false) == RESULT_OK && pdl->flush(r.work) == RESULT_OK &&
           pdl->start_page(r.work, &r.page) == RESULT_OK;
    for (unsigned y = 0; fine && y < 300; y++)
        fine = pdl->write_line(r.work, line) == RESULT_OK;
    ok(fine && pdl->end_job(r.work, true) == RESULT_OK && look(&r.out, &s) && s.pages == 1 &&
           s.jobs == 1 && s.rows[0] == 300,
       "A job canceled inside a page is a whole job: the page ends white");
    teardown(&r);
}

static void test_pending(void)
{
    struct run r;
    size_t n;

    if (!setup(&r, GENERIC, MONARCH))
        return;
    ok(start(&r, false) == RESULT_OK && r.out.n == 0 &&
           pdl->pending(r.work) == sizeof(HEAD) - 1 && pdl->flush(r.work) == RESULT_OK &&
           r.out.n == sizeof(HEAD) - 1 && pdl->pending(r.work) == 0,
       "What is not sent yet is counted, until it is sent");
    n = r.out.n;
    ok(send_page(&r, 200, 60) == RESULT_OK && pdl->pending(r.work) == 0 && r.out.n > n &&
           r.out.bytes[r.out.n - 1] == '\f',
       "A page has gone out when it ends: the machine can print it");
    ok(pdl->end_job(r.work, false) == RESULT_OK && pdl->pending(r.work) == 0 &&
           memcmp(r.out.bytes + r.out.n - 9, UEL, 9) == 0,
       "So has the end of the job");
    teardown(&r);
}

/* ---- record and replay ---- */

static void test_replay(void)
{
    struct run r, twice;
    struct seen s = {.pages = 0};
    size_t first, n;
    bool fine;

    if (!setup(&r, NINE, MONARCH) || !setup(&twice, NINE, MONARCH))
        return;
    random_state = 7;
    fine = start(&r, true) == RESULT_OK && send_page(&r, 900, 40) == RESULT_OK;
    first = r.record.n;
    fine = fine && send_page(&r, 100, 3) == RESULT_OK;
    ok(fine && memcmp(r.record.bytes, "\033*p2x0Y", 7) == 0 &&
           memcmp(r.record.bytes + first - 5, "\033*rC\f\033*p2x0Y", 12) == 0 &&
           memcmp(r.record.bytes + r.record.n - 5, "\033*rC\f", 5) == 0,
       "A page's recorded bytes go from its place to its form feed");
    n = r.record.n;
    for (size_t at = 0; fine && at < n; at += 997)
        fine =
            pdl->replay(r.work, r.record.bytes + at, n - at < 997 ? n - at : 997) == RESULT_OK;
    ok(fine && pdl->end_job(r.work, false) == RESULT_OK && r.record.n == n,
       "A replay is not recorded again");
    ok(look(&r.out, &s) && s.pages == 4 && s.jobs == 1 && s.hashes[0] == s.hashes[2] &&
           s.hashes[1] == s.hashes[3] && s.hashes[0] != s.hashes[1],
       "Two pages and their replay are four");
    fine = start(&twice, false) == RESULT_OK;
    for (unsigned i = 0; fine && i < 2; i++) {
        random_state = 7;
        fine =
            send_page(&twice, 900, 40) == RESULT_OK && send_page(&twice, 100, 3) == RESULT_OK;
    }
    ok(fine && pdl->end_job(twice.work, false) == RESULT_OK &&
           buffer_equals(&twice.out, r.out.bytes, r.out.n),
       "The replay is byte for byte what encoding the pages again gives");
    teardown(&twice);
    teardown(&r);
}

/* A copy of the job's memory, put back, takes back what was done since. */
static void test_copy(void)
{
    struct run r;
    size_t size, at;
    void *copy;
    bool fine;

    if (!setup(&r, NINE, MONARCH))
        return;
    size = pdl->work_size(r.model);
    copy = malloc(size);
    random_state = 5;
    fine = copy && start(&r, true) == RESULT_OK && send_page(&r, 50, 30) == RESULT_OK;
    if (fine) {
        uint32_t random = random_state;

        memcpy(copy, r.work, size);
        at = r.record.n;
        fine = send_page(&r, 80, 30) == RESULT_OK;
        memcpy(r.work, copy, size);
        random_state = random;
        fine = fine && send_page(&r, 80, 30) == RESULT_OK && (r.record.n - at) % 2 == 0 &&
               memcmp(r.record.bytes + at, r.record.bytes + at + (r.record.n - at) / 2,
                      (r.record.n - at) / 2) == 0;
    }
    ok(fine, "A job's whole state lies in its memory");
    free(copy);
    teardown(&r);
}

/* ---- failures ---- */

static enum result whole_job(struct run *r)
{
    enum result result = start(r, true);

    random_state = 3;
    if (result == RESULT_OK)
        result = send_page(r, 300, 200);
    if (result == RESULT_OK)
        result = send_page(r, 100, 2);
    if (result == RESULT_OK)
        result = pdl->replay(r->work, r->record.bytes, r->record.n);
    return result == RESULT_OK ? pdl->end_job(r->work, false) : result;
}

/* The job with the n-th write of out or record failing. */
static enum result failing_job(unsigned n, bool record, bool *quiet)
{
    struct run r;
    struct buffer *b = record ? &r.record : &r.out;
    enum result result = RESULT_SPACE;
    uint8_t line[304] = {0};

    if (setup(&r, GENERIC, MONARCH)) {
        b->fail_write = n;
        result = whole_job(&r);
        if (result != RESULT_OK) {
            size_t sent = r.out.writes, recorded = r.record.writes;

            *quiet = pdl->write_line(r.work, line) == result &&
                     pdl->end_page(r.work) == result && pdl->flush(r.work) == result &&
                     pdl->cut(r.work) == result && pdl->start_page(r.work, &r.page) == result &&
                     pdl->replay(r.work, line, 1) == result &&
                     pdl->end_job(r.work, true) == result && r.out.writes == sent &&
                     r.record.writes == recorded && b->writes == n;
        }
    }
    teardown(&r);
    return result;
}

static void test_failures(bool record)
{
    unsigned n = 1;
    bool quiet = true;

    while (quiet && failing_job(n, record, &quiet) == RESULT_IO)
        n++;
    ok(quiet && n > 5 && failing_job(n, record, &quiet) == RESULT_OK,
       "Each of %u writes to the %s that fails stops the job for good", n - 1,
       record ? "record" : "machine");
}

int main(void)
{
    test_by_hand();
    test_page_control();
    test_sources();
    test_types();
    test_sizes();
    test_titles();
    test_methods();
    test_after_skip();
    test_edges();
    test_order();
    test_cancel();
    test_pending();
    test_replay();
    test_copy();
    test_failures(false);
    test_failures(true);
    return tap_done();
}
