/*
 * test-pdl-pclxl.c - jobs in PCL XL: a whole one computed by hand from the format note, each
 * option of a ticket, bands, pages that end early, the order of calls, sinks that fail.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/xl-runs.h"

#include <stdio.h>

#define RLE_MODEL   "generic_pclxl"
#define DELTA_MODEL "generic_pclxl3"

/* ---- a whole job, byte for byte ---- */

static void test_by_hand(void)
{
    static const char head[] = "\033%-12345X@PJL JOB NAME=\"T\" DISPLAY=\"T\"\r\n"
                               "@PJL SET USERNAME=\"U\"\r\n@PJL SET RESOLUTION=600\r\n"
                               "@PJL SET DUPLEX=OFF\r\n@PJL ENTER LANGUAGE=PCLXL\r\n"
                               ") HP-PCL XL;2;0;Comment canon-printer-app\n";
    static const char foot[] = "\033%-12345X@PJL EOJ NAME=\"T\"\r\n\033%-12345X";
    struct buffer want = {.bytes = NULL};
    uint8_t line[640] = {0};
    struct run r;
    bool fine;

    if (!setup(&r, RLE_MODEL, "iso_a5_148x210mm"))
        return;
    r.job.source = media_source_find("tray-1");
    r.job.type = media_type_find("stationery");
    r.job.copies = 2;
    fine = start(&r, false) == RESULT_OK && r.out.n == 0 &&
           pdl->pending(r.work) == sizeof head - 1 + 25 &&
           pdl->start_page(r.work, &r.page) == RESULT_OK && pdl->pending(r.work) == 0;
    for (unsigned y = 0; fine && y < 5; y++) {
        line[5] = y == 3 ? 0x81 : 0;
        fine = pdl->write_line(r.work, line) == RESULT_OK;
    }
    fine =
        fine && pdl->end_page(r.work) == RESULT_OK && pdl->end_job(r.work, false) == RESULT_OK;
    buffer_append(&want, head, sizeof head - 1);
    buffer_append_hex(&want, "D158025802F889 C000F886 C002F88F 41 C000F888 C001F882 48"
                             /* A5, upper cassette, "Plain", one-sided */
                             "C000F828 C010F825 C004F826 C8C005 506C61696E F827 C000F834 43"
                             /* gray, white and black; source copy */
                             "C001F803 C002F802 C8C002FF00F806 6A C0CCF82C 7B"
                             /* 32 x 1 dots at 32, 3, as they are */
                             "D120000300F84C 6B C001F864 C000F862 C12000F86C C10100F86B"
                             "D120000100F867 B0 C10000F86D C10100F863 C000F865 B1"
                             "FA04000000 00810000 B2"
                             /* two copies */
                             "C10200F831 44 4942");
    buffer_append(&want, foot, sizeof foot - 1);
    ok(fine && buffer_equals(&r.out, want.bytes, want.n), "A small job is as the note says");
    buffer_free(&want);
    teardown(&r);
}

/* ---- pages ---- */

/* Lines of a kind: white here and there, so that bands differ. */
static void draw(uint8_t *rows, const struct page_params *page)
{
    for (uint32_t y = 0; y < page->page_height; y++) {
        uint8_t *row = rows + y * page->stride;
        unsigned kind = y / 100 % 8;

        for (size_t x = 0; x < page->stride; x++) {
            uint32_t random = next_random();

            if (kind == 1)
                row[x] = (uint8_t)random;
            else if (kind == 3 && x > 60 && x < 70)
                row[x] = 0xF0;
            else if (kind == 4 && y > 0)
                row[x] = random % 90 ? row[x - page->stride] : (uint8_t)(random >> 8);
            else if (kind == 6)
                row[x] = x / 9 % 2 ? 0xFF : 0;
        }
    }
}

/* The page's dots as they come back: no ink right of the paper. */
static bool same_dots(const struct run *r, const uint8_t *rows, const uint8_t *bits,
                      size_t stride)
{
    unsigned beyond = r->page.paper_width % 8;

    for (uint32_t y = 0; y < r->page.page_height; y++) {
        const uint8_t *want = rows + y * r->page.stride, *got = bits + y * stride;
        uint8_t last = want[stride - 1];

        if (beyond != 0)
            last &= (uint8_t)(0xFF00 >> beyond);
        if (memcmp(want, got, stride - 1) != 0 || got[stride - 1] != last)
            return false;
    }
    return true;
}

static bool page_comes_back(const char *model, const struct media *media)
{
    struct seen s = {.pages = 0};
    struct run r;
    uint8_t *rows;
    bool fine = setup(&r, model, media->name) && start(&r, false) == RESULT_OK;

    rows = calloc(r.page.page_height, r.page.stride);
    draw(rows, &r.page);
    fine = fine && pdl->start_page(r.work, &r.page) == RESULT_OK;
    for (uint32_t y = 0; fine && y < r.page.page_height; y++)
        fine = pdl->write_line(r.work, rows + y * r.page.stride) == RESULT_OK;
    fine = fine && pdl->end_page(r.work) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &s) && s.pages == 1 &&
           s.page.width == media->width_dots_600 && s.page.height == media->length_dots_600 &&
           strcmp(s.ticket.media_name, media->name) == 0 &&
           same_dots(&r, rows, s.bits.bytes, s.stride);
    if (!fine)
        diag("%s, %s", model, media->name);
    buffer_free(&s.bits);
    free(rows);
    teardown(&r);
    return fine;
}

static void test_pages(const struct model *model)
{
    unsigned fine = 0;

    for (size_t i = 0; i < model->caps->num_media; i++)
        fine += page_comes_back(model->name, model->caps->media[i].media);
    ok(fine == model->caps->num_media, "%s: pages of %u sizes come back dot for dot",
       model->name, fine);
}

static enum result send_lines(struct run *r, uint32_t lines, uint8_t byte)
{
    uint8_t line[640];
    enum result result = pdl->start_page(r->work, &r->page);

    memset(line, byte, sizeof line);
    while (result == RESULT_OK && lines-- > 0)
        result = pdl->write_line(r->work, line);
    return result == RESULT_OK ? pdl->end_page(r->work) : result;
}

static void test_bands(void)
{
    struct seen s;
    struct run r;
    bool fine;

    if (!setup(&r, RLE_MODEL, MONARCH))
        return;
    fine = start(&r, false) == RESULT_OK && send_lines(&r, 4500, 0) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &s);
    ok(fine && s.pages == 1 && s.page.bands == 0 && count_hex(&r.out, "B0") == 0,
       "A white page has no image at all");
    buffer_free(&s.bits);
    teardown(&r);
    if (!setup(&r, RLE_MODEL, MONARCH))
        return;
    fine = start(&r, false) == RESULT_OK && send_lines(&r, 4500, 0xFF) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &s);
    ok(fine && s.page.bands == 36 && count_hex(&r.out, "C18000F863 C001F865 B1") == 35 &&
           count_hex(&r.out, "C11400F863 C001F865 B1") == 1,
       "A black one of 4500 rows has 35 bands of 128 and one of 20, in RLE");
    buffer_free(&s.bits);
    teardown(&r);
    if (!setup(&r, DELTA_MODEL, MONARCH))
        return;
    fine = start(&r, false) == RESULT_OK && send_lines(&r, 200, 0x5A) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &s);
    ok(fine && s.page.bands == 2 && count_hex(&r.out, "C003F865 B1") == 2 &&
           count_hex(&r.out, "292048502D50434C20584C3B333B30") == 1,
       "Where delta row is known and smaller it is used, in a stream of class 3.0");
    ok(s.bits.n == s.stride * 4500 && s.bits.bytes[s.stride * 199] == 0x5A &&
           s.bits.bytes[s.stride * 200] == 0,
       "Rows that did not come are white");
    buffer_free(&s.bits);
    teardown(&r);
}

/* Monarch is 2325 dots wide: 290 bytes and five bits. */
static void test_beyond_the_paper(void)
{
    uint8_t line[304] = {0};
    struct seen s = {.pages = 0};
    struct run r;
    bool fine;

    if (!setup(&r, RLE_MODEL, MONARCH))
        return;
    line[290] = 0x07;
    memset(line + 291, 0xFF, r.page.stride - 291);
    fine = start(&r, false) == RESULT_OK && pdl->start_page(r.work, &r.page) == RESULT_OK &&
           pdl->write_line(r.work, line) == RESULT_OK && pdl->end_page(r.work) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &s);
    ok(fine && s.pages == 1 && s.page.bands == 0, "Dots right of the paper are not sent");
    buffer_free(&s.bits);
    teardown(&r);
}

static void test_text_is_smaller(void)
{
    size_t n[2] = {0, 0};

    for (unsigned i = 0; i < 2; i++) {
        struct run r;
        uint8_t line[304];

        if (!setup(&r, i ? DELTA_MODEL : RLE_MODEL, MONARCH))
            return;
        if (start(&r, false) == RESULT_OK && pdl->start_page(r.work, &r.page) == RESULT_OK)
            for (uint32_t y = 0; y < 2000; y++) { /* upright strokes, six rows alike */
                for (size_t x = 0; x < sizeof line; x++)
                    line[x] = (uint8_t)((x * 7 + y / 6 * 3) % 5 == 0 ? 0x3C : 0);
                if (pdl->write_line(r.work, line) != RESULT_OK)
                    break;
            }
        if (pdl->end_page(r.work) == RESULT_OK && pdl->end_job(r.work, false) == RESULT_OK)
            n[i] = r.out.n;
        teardown(&r);
    }
    ok(n[1] > 0 && n[1] < n[0] / 3, "Strokes are far smaller in delta row: %zu, %zu bytes",
       n[1], n[0]);
}

/* ---- tickets ---- */

/* A job of two pages of one line. */
static bool two_pages(struct run *r, struct seen *s)
{
    return start(r, false) == RESULT_OK && send_lines(r, 1, 1) == RESULT_OK &&
           send_lines(r, 1, 1) == RESULT_OK && pdl->end_job(r->work, false) == RESULT_OK &&
           look(&r->out, s) && s->pages == 2;
}

static void test_sides(enum sides sides, unsigned edge, const char *mode, const char *name)
{
    char front[64], back[64];
    struct seen s = {.pages = 0};
    struct run r;

    snprintf(front, sizeof front, "%sF835 C000F836 43", mode);
    snprintf(back, sizeof back, "%sF835 C001F836 43", mode);
    if (setup(&r, RLE_MODEL, "iso_a4_210x297mm")) {
        r.job.sides = sides;
        r.job.binding = sides == SIDES_SHORT_EDGE ? BINDING_TOP : BINDING_LEFT;
        ok(two_pages(&r, &s) && s.ticket.sides == 2 && s.ticket.edge == edge &&
               count_hex(&r.out, front) == 1 && count_hex(&r.out, back) == 1,
           "%s: a front and a back", name);
    }
    buffer_free(&s.bits);
    teardown(&r);
}

/* 10.00 mm are 236 dots, 00EC; the other way FF14. */
static void test_shift(enum sides sides, enum binding binding, const char *front,
                       const char *back, const char *name)
{
    struct seen s = {.pages = 0};
    struct run r;

    if (setup(&r, RLE_MODEL, "iso_a4_210x297mm")) {
        r.job.sides = sides;
        r.job.binding = binding;
        r.job.binding_shift_hmm = 1000;
        ok(two_pages(&r, &s) && s.ticket.shift == 100 &&
               s.ticket.edge == (binding == BINDING_TOP ? 3u : 4u) &&
               count_hex(&r.out, front) == (sides == SIDES_ONE ? 2 : 1) &&
               count_hex(&r.out, back) == (sides == SIDES_ONE ? 0 : 1),
           "%s", name);
    }
    buffer_free(&s.bits);
    teardown(&r);
}

static void test_choices(enum choice choice, int code)
{
    struct seen s = {.pages = 0};
    struct run r;

    if (setup(&r, RLE_MODEL, "iso_a4_210x297mm")) {
        r.job.toner_save = r.job.refinement = choice;
        ok(two_pages(&r, &s) && s.ticket.toner_save == code && s.ticket.refinement == code,
           "Toner save and refinement %d are %d", (int)choice, code);
    }
    buffer_free(&s.bits);
    teardown(&r);
}

static void test_paper(const struct model *model)
{
    unsigned sources = 0, types = 0;

    for (size_t i = 0; i < model->caps->num_sources; i++) {
        struct seen s = {.pages = 0};
        struct run r;

        if (!setup(&r, model->name, "iso_a4_210x297mm"))
            return;
        r.job.source = model->caps->sources[i];
        sources += two_pages(&r, &s) && strcmp(s.ticket.source_name, r.job.source->name) == 0;
        buffer_free(&s.bits);
        teardown(&r);
    }
    ok(sources == model->caps->num_sources, "%s: each of %u sources is asked for", model->name,
       sources);
    for (size_t i = 0; i < model->caps->num_types; i++) {
        struct seen s = {.pages = 0};
        struct run r;
        const char *want;

        if (!setup(&r, model->name, "iso_a4_210x297mm"))
            return;
        r.job.type = model->caps->types[i].type;
        want = r.job.type->name;
        if (strcmp(want, "auto") == 0)
            want = "";
        else if (strcmp(want, "cardboard") == 0)
            want = "cardstock"; /* the language has one name for both */
        types += two_pages(&r, &s) && strcmp(s.ticket.type_name, want) == 0;
        buffer_free(&s.bits);
        teardown(&r);
    }
    ok(types == model->caps->num_types, "%s: each of %u types is asked for", model->name,
       types);
}

static void test_names(void)
{
    struct seen s = {.pages = 0};
    struct run r;

    if (setup(&r, RLE_MODEL, "iso_a4_210x297mm")) {
        r.job.title = "a \"title\"\r\n@PJL SET COPIES=99\033%-12345X";
        r.job.user = "J\303\266rg";
        r.job.copies = 999;
        ok(two_pages(&r, &s) &&
               strcmp(s.ticket.title, "a 'title'  @PJL SET COPIES=99 %-12345X") == 0 &&
               strcmp(s.ticket.user, "J?rg") == 0 && s.ticket.copies == 999,
           "A hostile title is a title: %s", s.ticket.title);
    }
    buffer_free(&s.bits);
    teardown(&r);
    if (setup(&r, RLE_MODEL, "iso_a4_210x297mm")) {
        r.job.copies = 2;
        r.job.collate = COLLATE_GROUP;
        ok(two_pages(&r, &s) && s.ticket.copies == 2, "Groups are copies of each page");
        r.job.collate = COLLATE_COLLATED;
        ok(start(&r, false) == RESULT_UNSUPPORTED, "Sets are left to the host");
    }
    buffer_free(&s.bits);
    teardown(&r);
}

/* ---- order, cancel, failures ---- */

static void test_order(void)
{
    static const uint8_t line[640];
    struct run r;

    for (unsigned i = 0; i < 5; i++) {
        enum result result = RESULT_OK;

        if (!setup(&r, RLE_MODEL, MONARCH) || start(&r, false) != RESULT_OK)
            return;
        if (i == 0)
            result = pdl->write_line(r.work, line);
        else if (i == 1)
            result = pdl->end_page(r.work);
        else if (pdl->start_page(r.work, &r.page) == RESULT_OK)
            result = i == 2   ? pdl->start_page(r.work, &r.page)
                     : i == 3 ? pdl->replay(r.work, line, 1)
                              : RESULT_OK;
        for (uint32_t y = 0; i == 4 && y <= r.page.page_height; y++)
            result = pdl->write_line(r.work, line);
        ok(result == RESULT_FORMAT && pdl->start_page(r.work, &r.page) == RESULT_FORMAT &&
               pdl->end_job(r.work, true) == RESULT_FORMAT,
           "Calls out of order end the job: case %u", i);
        teardown(&r);
    }
}

static void test_cancel(void)
{
    static uint8_t line[304];
    struct seen s = {.pages = 0};
    struct run r;
    bool fine = true;

    if (!setup(&r, RLE_MODEL, MONARCH))
        return;
    ok(start(&r, false) == RESULT_OK && pdl->end_job(r.work, true) == RESULT_OK && r.out.n == 0,
       "A job canceled before its first page never reaches the machine");
    ok(start(&r, false) == RESULT_OK && pdl->flush(r.work) == RESULT_OK && r.out.n > 0 &&
           pdl->pending(r.work) == 0 && pdl->end_job(r.work, true) == RESULT_OK &&
           look(&r.out, &s) && s.pages == 0,
       "One that had been flushed is ended");
    r.out.n = 0;
    memset(line, 0xFF, sizeof line);
    fine = start(&r, false) == RESULT_OK && pdl->start_page(r.work, &r.page) == RESULT_OK;
    for (unsigned y = 0; fine && y < 300; y++)
        fine = pdl->write_line(r.work, line) == RESULT_OK;
    ok(fine && pdl->end_job(r.work, true) == RESULT_OK && look(&r.out, &s) && s.pages == 1 &&
           s.bits.bytes[s.stride * 299] == 0xFF && s.bits.bytes[s.stride * 300] == 0,
       "A job canceled inside a page is a whole job: the page ends white");
    buffer_free(&s.bits);
    teardown(&r);
}

/* The job with the n-th write of out or record failing. */
static enum result failing_job(unsigned n, bool record, bool *quiet)
{
    struct run r;
    struct buffer *b = record ? &r.record : &r.out;
    enum result result = RESULT_SPACE;

    if (setup(&r, DELTA_MODEL, MONARCH)) {
        b->fail_write = n;
        result = start(&r, true);
        if (result == RESULT_OK)
            result = send_lines(&r, 500, 0x0F);
        if (result == RESULT_OK)
            result = replay(&r, r.record.bytes, r.record.n, 1000);
        if (result == RESULT_OK)
            result = pdl->end_job(r.work, false);
        if (result != RESULT_OK) {
            size_t sent = r.out.writes, recorded = r.record.writes;

            *quiet = *quiet && pdl->end_page(r.work) == result &&
                     pdl->start_page(r.work, &r.page) == result &&
                     pdl->replay(r.work, "x", 1) == result && pdl->flush(r.work) == result &&
                     pdl->end_job(r.work, true) == result && r.out.writes == sent &&
                     r.record.writes == recorded;
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

static void test_geometry(const struct model *model)
{
    const struct media unknown = *media_find("iso_a4_210x297mm");
    struct page_params p;
    struct run r;

    ok(pdl->page_params(model, &unknown, &p) == RESULT_UNSUPPORTED,
       "%s: a size it does not have has no page", model->name);
    ok(pdl->page_params(model, media_find("iso_a4_210x297mm"), &p) == RESULT_OK &&
           p.paper_width == 4961 && p.page_width == 4961 && p.page_height == 7016 &&
           p.stride == 624 && p.margin == 118 && p.dpi == 600,
       "%s: A4 is 4961 x 7016 dots, with 5 mm that cannot be printed on", model->name);
    ok(pdl->work_size(model) < 400 * 1024, "%s: a job needs less than 400 KB: %zu", model->name,
       pdl->work_size(model));
    if (!setup(&r, model->name, MONARCH) || start(&r, false) != RESULT_OK)
        return;
    r.page.stride += 2;
    ok(pdl->start_page(r.work, &r.page) == RESULT_UNSUPPORTED,
       "%s: a page of another shape is refused", model->name);
    teardown(&r);
}

int main(void)
{
    test_by_hand();
    test_bands();
    test_beyond_the_paper();
    test_text_is_smaller();
    test_sides(SIDES_LONG_EDGE, 4, "C001", "Long edge");
    test_sides(SIDES_SHORT_EDGE, 3, "C000", "Short edge");
    test_shift(SIDES_ONE, BINDING_LEFT, "D3 EC000000 F82A 75", "D3 14FF0000 F82A 75",
               "Bound at the left, dots move to the right");
    test_shift(SIDES_ONE, BINDING_TOP, "D3 0000EC00 F82A 75", "D3 000014FF F82A 75",
               "Bound at the top, they move down");
    test_shift(SIDES_LONG_EDGE, BINDING_LEFT, "D3 EC000000 F82A 75", "D3 14FF0000 F82A 75",
               "On the back of a long edge they move to the left");
    test_shift(SIDES_SHORT_EDGE, BINDING_TOP, "D3 0000EC00 F82A 75", "D3 000014FF F82A 75",
               "On the back of a short edge they move up");
    test_choices(CHOICE_DEVICE, -1);
    test_choices(CHOICE_OFF, 1);
    test_choices(CHOICE_ON, 2);
    test_names();
    test_order();
    test_cancel();
    test_failures(false);
    test_failures(true);
    for (size_t i = 0; i < num_models; i++)
        if (models[i].pdl == pdl) {
            test_geometry(&models[i]);
            test_paper(&models[i]);
            if (models[i].caps->pclxl.delta_row || strcmp(models[i].name, RLE_MODEL) == 0)
                test_pages(&models[i]);
        }
    return tap_done();
}
