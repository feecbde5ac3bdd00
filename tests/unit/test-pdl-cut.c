/*
 * test-pdl-cut.c - pages of UFR II LT that are cut while they are replayed: at every element
 * and inside it, given in pieces of any size, whole again after that, damaged, and with a sink
 * that fails. Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/bytes.h"
#include "driver/pdl.h"
#include "tests/decode/ufr2lt-decode.h"
#include "tests/unit/buffer.h"
#include "tests/unit/tap.h"

#define MONARCH      "na_monarch_3.875x7.5in"
#define MAX_ELEMENTS 400

static const struct pdl_ops *const pdl = &pdl_ufr2lt;

static uint64_t random_state = 1;

static uint32_t next_random(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33);
}

/* A recorded page, its rows, and its elements as the format note tells them. */
struct sample {
    const struct model *model;
    struct job_params job;
    struct page_params page;
    uint8_t *rows;   /* as they are given */
    uint8_t *bitmap; /* as the stream has them */
    size_t stride;   /* of the bitmap */
    uint32_t height;
    struct buffer record;
    size_t num_elements;
    size_t begins[MAX_ELEMENTS + 1];    /* in record; then its end */
    uint32_t rows_to[MAX_ELEMENTS + 1]; /* of the page, with the element */
};

/* What came out of a job. */
struct seen {
    const struct sample *sample;
    uint32_t kept[3]; /* rows that are the sample's, of each page; the rest is white */
    unsigned pages, jobs, remarks, differs;
};

/* ---- the sample ---- */

/* Dots in every row; so many in some that a band has more than 65535 bytes. */
static void draw(struct sample *s)
{
    for (uint32_t y = 0; y < s->page.page_height; y++) {
        uint8_t *row = s->rows + y * s->page.stride;
        unsigned dots = y >= 512 && y < 768 ? 500 : y % 700 < 300 ? 20 : 1;

        for (unsigned i = 0; i < dots; i++)
            row[next_random() % (s->page.paper_width / 8)] |= (uint8_t)(next_random() | 1);
    }
}

/* The page turned by 90 degrees clockwise. */
static void turn(struct sample *s)
{
    for (uint32_t y = 0; y < s->page.page_height; y++)
        for (uint32_t x = 0; x < s->page.paper_width; x++) {
            uint32_t to = s->page.page_height - 1 - y;

            if (s->rows[y * s->page.stride + x / 8] & 0x80u >> x % 8)
                s->bitmap[x * s->stride + to / 8] |= (uint8_t)(0x80u >> to % 8);
        }
}

static bool make_bitmap(struct sample *s)
{
    bool turned = caps_media_more(s->model->caps, s->job.media).turned;

    s->stride = turned ? ((size_t)s->page.page_height + 127) / 128 * 16 : s->page.stride;
    s->height = turned ? s->page.paper_width : s->page.page_height;
    s->bitmap = calloc(s->height, s->stride);
    if (s->bitmap && turned)
        turn(s);
    else if (s->bitmap)
        memcpy(s->bitmap, s->rows, s->height * s->stride);
    return s->bitmap != NULL;
}

static bool record_page(struct sample *s)
{
    struct buffer nowhere = {.bytes = NULL};
    const struct sink out = {buffer_write, &nowhere}, record = {buffer_write, &s->record};
    void *work = malloc(pdl->work_size(s->model));
    enum result result = pdl->start_job(work, s->model, &s->job, &out, &record);

    if (result == RESULT_OK)
        result = pdl->start_page(work, &s->page);
    for (uint32_t y = 0; result == RESULT_OK && y < s->page.page_height; y++)
        result = pdl->write_line(work, s->rows + y * s->page.stride);
    if (result == RESULT_OK)
        result = pdl->end_page(work);
    free(work);
    buffer_free(&nowhere);
    return result == RESULT_OK;
}

/* FORMAT-ufr2lt.md section 4. */
static void find_elements(struct sample *s)
{
    size_t at = 0;
    uint32_t rows = 0;

    while (at < s->record.n && s->num_elements < MAX_ELEMENTS) {
        const uint8_t *p = s->record.bytes + at;

        s->begins[s->num_elements] = at;
        if (p[0] == 0x62) {
            rows += get_be16(p + 5);
            at += p[16] == 0x84 ? 22 + get_be16(p + 17) : 26 + get_be32(p + 17);
        } else
            at += p[0] == 0x03 ? 24 : 1;
        s->rows_to[s->num_elements++] = rows;
    }
    s->begins[s->num_elements] = at;
}

static bool sample_draw(struct sample *s, const struct model *model, const struct media *media)
{
    memset(s, 0, sizeof *s);
    s->model = model;
    s->job = (struct job_params){.title = "title",
                                 .user = "user",
                                 .media = media,
                                 .source = media_source_find("auto"),
                                 .type = media_type_find("auto"),
                                 .copies = 1,
                                 .toner_save = model->caps->toner_save_default,
                                 .refinement = model->caps->refinement_default};
    random_state = 5;
    if (pdl->page_params(model, media, &s->page) != RESULT_OK)
        return false;
    s->rows = calloc(s->page.page_height, s->page.stride);
    if (!s->rows)
        return false;
    draw(s);
    return make_bitmap(s) && record_page(s);
}

static bool sample_make(struct sample *s, const struct model *model, const struct media *media)
{
    if (!sample_draw(s, model, media))
        return false;
    find_elements(s);
    return s->begins[s->num_elements] == s->record.n;
}

/* Of which the elements are not looked at. */
static bool sample_make_whole(struct sample *s, const struct model *model)
{
    return sample_draw(s, model, model->caps->media[0].media);
}

static void sample_free(struct sample *s)
{
    free(s->rows);
    free(s->bitmap);
    buffer_free(&s->record);
}

/* Rows of the page when it is cut behind so many of its bytes. */
static uint32_t rows_kept(const struct sample *s, size_t at)
{
    uint32_t rows = s->height;

    for (size_t i = 0; at > 0 && at < s->record.n && i < s->num_elements; i++)
        if (s->begins[i] < at)
            rows = s->rows_to[i];
    return rows;
}

/* ---- what came out ---- */

static bool seen_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                      size_t stride, const uint8_t *bits)
{
    struct seen *s = ctx;
    const uint8_t *wanted = s->sample->bitmap + y * stride;
    unsigned number = page->number - 1;

    if (stride != s->sample->stride || number >= 3)
        return false;
    for (uint32_t i = 0; i < rows; i++, bits += stride, wanted += stride) {
        bool white = true;

        for (size_t x = 0; white && x < stride; x++)
            white = bits[x] == 0;
        s->differs += y + i < s->kept[number] ? memcmp(bits, wanted, stride) != 0 : !white;
    }
    return true;
}

static bool seen_page(void *ctx, const struct decode_page *page)
{
    (void)page;
    ((struct seen *)ctx)->pages++;
    return true;
}

static bool seen_job(void *ctx)
{
    ((struct seen *)ctx)->jobs++;
    return true;
}

static void seen_remark(void *ctx, uint64_t offset, const char *text)
{
    ((struct seen *)ctx)->remarks++;
    diag("at %llu: %s", (unsigned long long)offset, text);
}

/* One whole job of so many pages, nothing in it unlike what the maker's driver writes. */
static bool is_whole(const struct buffer *stream, struct seen *s, unsigned pages)
{
    const struct decode_callbacks callbacks = {.band = seen_band,
                                               .page_end = seen_page,
                                               .job_end = seen_job,
                                               .remark = seen_remark,
                                               .ctx = s};
    struct decoder *d = decoder_new(&callbacks);
    bool fine = d && decoder_feed(d, stream->bytes, stream->n) && decoder_finish(d);

    if (d && !fine)
        diag("%s at byte %llu", decoder_error(d), (unsigned long long)decoder_offset(d));
    decoder_free(d);
    if (s->differs != 0)
        diag("%u rows are not as they should be", s->differs);
    return fine && s->remarks == 0 && s->differs == 0 && s->pages == pages && s->jobs == 1;
}

/* ---- jobs of replayed pages ---- */

struct run {
    void *work;
    struct buffer out;
    struct sink sink;
};

static bool run_start(struct run *r, const struct sample *s)
{
    memset(r, 0, sizeof *r);
    r->work = malloc(pdl->work_size(s->model));
    r->sink = (struct sink){buffer_write, &r->out};
    return r->work && pdl->start_job(r->work, s->model, &s->job, &r->sink, NULL) == RESULT_OK &&
           pdl->flush(r->work) == RESULT_OK;
}

static void run_free(struct run *r)
{
    free(r->work);
    buffer_free(&r->out);
}

static enum result replay(struct run *r, const uint8_t *bytes, size_t n, size_t piece)
{
    enum result result = RESULT_OK;

    while (result == RESULT_OK && n > 0) {
        size_t m = n < piece ? n : piece;
        uint8_t *copy = malloc(m); /* a byte read too far is found */

        memcpy(copy, bytes, m);
        result = pdl->replay(r->work, copy, m);
        free(copy);
        bytes += m;
        n -= m;
    }
    return result;
}

/* The page cut behind so many of its bytes, as often as told, in pieces; then whole again. */
static bool cut_fits(const struct sample *s, size_t at, size_t piece, unsigned times,
                     bool again)
{
    uint32_t height = s->height, kept = rows_kept(s, at);
    struct seen seen = {
        .sample = s, .kept = {kept, height}
    };
    struct run r;
    bool fine = run_start(&r, s) && replay(&r, s->record.bytes, at, piece) == RESULT_OK;

    for (unsigned i = 0; fine && i < times; i++)
        fine = pdl->cut(r.work) == RESULT_OK;
    fine = fine && replay(&r, s->record.bytes + at, s->record.n - at, piece) == RESULT_OK &&
           pdl->white_rows(r.work) == height - kept;
    if (again)
        fine = fine && replay(&r, s->record.bytes, s->record.n, piece) == RESULT_OK &&
               pdl->white_rows(r.work) == 0;
    fine = fine && pdl->end_job(r.work, true) == RESULT_OK &&
           is_whole(&r.out, &seen, again ? 2 : 1);
    if (!fine)
        diag("%s, %s, behind byte %zu of %zu", s->model->name, s->job.media->name, at,
             s->record.n);
    run_free(&r);
    return fine;
}

static const size_t pieces[] = {1, 7, 1000};

#define NUM_PIECES (sizeof pieces / sizeof pieces[0])

static unsigned fit_elements(const struct sample *s)
{
    unsigned good = 0;

    for (size_t e = 0; e <= s->num_elements; e++)
        good += cut_fits(s, s->begins[e], s->record.n, 1, e % 8 == 0);
    return good;
}

#define NUM_INSIDE 5

static unsigned fit_inside(const struct sample *s, size_t piece)
{
    unsigned good = 0;

    for (unsigned n = 0; n < NUM_INSIDE; n++) {
        size_t at = next_random() % s->record.n;

        if (n < 2) /* in a head, or a little behind it */
            at = s->begins[next_random() % s->num_elements] + next_random() % 27;
        good += cut_fits(s, at < s->record.n ? at : s->record.n, piece, 1 + n % 3, n == 2);
    }
    return good;
}

static void test_sizes(const struct model *model)
{
    unsigned elements = 0, good = 0, inside[NUM_PIECES] = {0}, sizes = 0;

    for (size_t i = 0; i < model->caps->num_media; i++) {
        struct sample s;

        sizes += sample_make(&s, model, model->caps->media[i].media);
        elements += (unsigned)s.num_elements + 1;
        good += fit_elements(&s);
        for (size_t p = 0; p < NUM_PIECES; p++)
            inside[p] += fit_inside(&s, pieces[p]);
        sample_free(&s);
    }
    ok(sizes == model->caps->num_media && good == elements && elements > 100,
       "%s: cut at each of %u elements pages of %u sizes are whole and end in white",
       model->name, elements, sizes);
    for (size_t p = 0; p < NUM_PIECES; p++)
        ok(inside[p] == sizes * NUM_INSIDE,
           "%s: cut anywhere, in pieces of %zu bytes, the band is completed", model->name,
           pieces[p]);
}

/* The bytes of a job: the page as often as told, cut or not where nothing can be cut. */
static bool between(const struct sample *s, size_t piece, bool cut, struct buffer *out)
{
    struct run r;
    bool fine = run_start(&r, s);

    for (unsigned i = 0; fine && i < 2; i++) {
        fine = (!cut || pdl->cut(r.work) == RESULT_OK) &&
               replay(&r, s->record.bytes, s->record.n, piece) == RESULT_OK &&
               (!cut || pdl->cut(r.work) == RESULT_OK) && pdl->white_rows(r.work) == 0;
    }
    fine = fine && pdl->end_job(r.work, false) == RESULT_OK;
    *out = r.out;
    free(r.work);
    return fine;
}

static void test_between(const struct model *model)
{
    struct buffer whole = {.bytes = NULL}, other = {.bytes = NULL};
    struct sample s;
    bool fine;

    if (!sample_make(&s, model, media_find(MONARCH)))
        return;
    fine = between(&s, s.record.n, false, &whole);
    for (size_t piece = 1; piece < 3000; piece = piece * 7 + 3) {
        fine = fine && between(&s, piece, piece > 100, &other) &&
               buffer_equals(&other, whole.bytes, whole.n);
        buffer_free(&other);
    }
    ok(fine, "%s: uncut, or cut between pages, the bytes are the same in any pieces",
       model->name);
    buffer_free(&whole);
    sample_free(&s);
}

/* ---- damage ---- */

/* A cut of what is not recognised; the sum of out tells whether it was passed on. */
static bool damaged_passes(struct sample *s, size_t at, uint8_t change)
{
    struct buffer with = {.bytes = NULL}, without = {.bytes = NULL};
    struct run r;
    bool fine = true;

    s->record.bytes[at] ^= change;
    for (unsigned cut = 0; cut < 2; cut++) {
        fine = fine && run_start(&r, s) &&
               replay(&r, s->record.bytes, at + 30, 7) == RESULT_OK &&
               (!cut || pdl->cut(r.work) == RESULT_OK) &&
               replay(&r, s->record.bytes + at + 30, s->record.n - at - 30, 999) == RESULT_OK &&
               pdl->white_rows(r.work) == 0 && pdl->end_job(r.work, false) == RESULT_OK;
        *(cut ? &with : &without) = r.out;
        free(r.work);
    }
    s->record.bytes[at] ^= change;
    fine = fine && with.n > s->record.n && buffer_equals(&with, without.bytes, without.n);
    buffer_free(&with);
    buffer_free(&without);
    return fine;
}

static void test_damage(const struct model *model)
{
    struct sample s;
    unsigned good = 0;
    bool fine;

    if (!sample_make(&s, model, media_find(MONARCH)))
        return;
    for (size_t at = 0; at < 24; at++)
        good += damaged_passes(&s, at, 0xff);
    for (size_t at = 0; at < 22; at++)
        good += at == 6 /* rows, any fitting number of which is believed */ ||
                damaged_passes(&s, s.begins[2] + at, (uint8_t)(1u << at % 8));
    ok(good == 46, "%s: a page that is not recognised is passed on as it is, cut or not: %u",
       model->name, good);
    fine = true;
    for (unsigned i = 0; fine && i < 300; i++) {
        struct run r;
        size_t at = next_random() % s.record.n, cut = next_random() % s.record.n;
        enum result result;

        s.record.bytes[at] ^= (uint8_t)(1u << i % 8);
        fine = run_start(&r, &s) && replay(&r, s.record.bytes, cut, 5000) == RESULT_OK &&
               pdl->cut(r.work) == RESULT_OK;
        result = replay(&r, s.record.bytes + cut, s.record.n - cut, 5000);
        fine = fine && (result == RESULT_OK || result == RESULT_FORMAT) &&
               pdl->end_job(r.work, true) == result;
        s.record.bytes[at] ^= (uint8_t)(1u << i % 8);
        run_free(&r);
    }
    ok(fine, "%s: damaged anywhere a page is passed on, cut or refused", model->name);
    sample_free(&s);
}

/* A page of another size than the job's cannot be ended for it. */
static void test_other_page(const struct model *model)
{
    struct sample s, other;
    struct run r;

    if (!sample_make(&s, model, media_find(MONARCH)) ||
        !sample_make(&other, model, media_find("iso_a5_148x210mm")))
        return;
    ok(run_start(&r, &s) &&
           replay(&r, other.record.bytes, other.begins[3], 1000) == RESULT_OK &&
           pdl->cut(r.work) == RESULT_OK &&
           replay(&r, other.record.bytes + other.begins[3], other.record.n - other.begins[3],
                  1000) == RESULT_OK &&
           pdl->white_rows(r.work) == 0,
       "%s: a page of another size is passed on", model->name);
    run_free(&r);
    sample_free(&s);
    sample_free(&other);
}

/* ---- order and failures ---- */

static void test_order(const struct model *model)
{
    struct sample s;
    struct seen seen = {.kept = {0}};
    struct run r;

    if (!sample_make(&s, model, media_find(MONARCH)))
        return;
    seen.sample = &s;
    seen.kept[0] = 0;
    seen.kept[1] = 1;
    ok(run_start(&r, &s) && replay(&r, s.record.bytes, s.begins[1], 9) == RESULT_OK &&
           pdl->cut(r.work) == RESULT_OK && pdl->start_page(r.work, &s.page) == RESULT_OK &&
           pdl->write_line(r.work, s.rows) == RESULT_OK && pdl->cut(r.work) == RESULT_OK &&
           pdl->end_job(r.work, true) == RESULT_OK && is_whole(&r.out, &seen, 2),
       "%s: a page that is cut is complete at once where no band is open", model->name);
    run_free(&r);
    sample_free(&s);
}

static void test_failures(const struct model *model)
{
    struct sample s;
    enum result result = RESULT_IO;
    unsigned n = 2; /* the first write is the ticket's */
    bool quiet = true;

    if (!sample_make(&s, model, media_find("iso_a4_210x297mm")))
        return;
    for (; quiet && result == RESULT_IO; n++) {
        struct run r;
        size_t sent;

        quiet = run_start(&r, &s);
        r.out.fail_write = n;
        result = replay(&r, s.record.bytes, s.begins[9] + 5, 4096);
        if (result == RESULT_OK)
            result = pdl->cut(r.work);
        if (result == RESULT_OK)
            result = replay(&r, s.record.bytes + s.begins[9] + 5, s.record.n - s.begins[9] - 5,
                            4096);
        if (result == RESULT_OK)
            result = pdl->end_job(r.work, true);
        sent = r.out.writes;
        quiet = quiet && pdl->cut(r.work) == result &&
                (result == RESULT_OK || pdl->replay(r.work, "x", 1) == result) &&
                r.out.writes == sent;
        run_free(&r);
    }
    ok(quiet && result == RESULT_OK && n > 4,
       "%s: each of %u writes that fails stops a cut job for good", model->name, n - 3);
    sample_free(&s);
}

/* ---- pages that are coded as a whole ---- */

/* Two pages: sent, or one recorded and given again in pieces, with cuts that do nothing. */
static bool send_twice(const struct sample *s, bool again, size_t piece, struct buffer *out)
{
    struct run r;
    bool fine = run_start(&r, s);

    for (unsigned n = 0; fine && n < 2; n++) {
        if (again) {
            fine = replay(&r, s->record.bytes, s->record.n / 2, piece) == RESULT_OK &&
                   pdl->cut(r.work) == RESULT_OK &&
                   replay(&r, s->record.bytes + s->record.n / 2, s->record.n - s->record.n / 2,
                          piece) == RESULT_OK &&
                   pdl->white_rows(r.work) == 0;
            continue;
        }
        fine = pdl->start_page(r.work, &s->page) == RESULT_OK;
        for (uint32_t y = 0; fine && y < s->page.page_height; y++)
            fine = pdl->write_line(r.work, s->rows + y * s->page.stride) == RESULT_OK;
        fine = fine && pdl->end_page(r.work) == RESULT_OK;
    }
    fine = fine && pdl->end_job(r.work, false) == RESULT_OK;
    *out = r.out;
    free(r.work);
    return fine;
}

static void test_whole_pages(const struct model *model)
{
    static const size_t sizes[] = {1, 1000, 1u << 20};
    struct buffer sent = {.bytes = NULL}, again = {.bytes = NULL};
    struct sample s;
    bool fine;

    if (!ok(model && sample_make_whole(&s, model), "%s has a page", model ? model->name : "?"))
        return;
    fine = send_twice(&s, false, 0, &sent);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fine = fine && send_twice(&s, true, sizes[i], &again) &&
               buffer_equals(&again, sent.bytes, sent.n);
        buffer_free(&again);
    }
    ok(fine && sent.n > 1000,
       "%s: a page in pieces of any size makes the bytes it made first, and is not cut",
       model->name);
    buffer_free(&sent);
    sample_free(&s);
}

/* Every kind of band that can be cut: SLIM by rows and by size, and turned; PackBits. */
static void test_bands(const struct model *model)
{
    test_sizes(model);
    test_between(model);
    test_damage(model);
    test_other_page(model);
    test_order(model);
    test_failures(model);
}

int main(void)
{
    test_bands(model_find("canon_ir1020_ufr2lt"));
    test_bands(model_find("canon_ir1018_ufr2lt"));
    test_bands(model_find("canon_ir3025_ufr2"));
    test_whole_pages(model_find("canon_mf4010_ufr2lt"));
    test_whole_pages(model_find("canon_ir2318_ufr2lt"));
    test_whole_pages(model_find("canon_mf3010_ufr2lt"));
    return tap_done();
}
