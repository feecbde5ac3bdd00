/*
 * test-pclxl-cut.c - pages of PCL XL that are replayed, on the other side as well, and cut at
 * every element and inside it, in pieces of any size; damaged, and not given to their end.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/bytes.h"
#include "tests/unit/xl-runs.h"

#define MAX_ELEMENTS 100
#define BAND_HEAD    54u

/* A recorded page, its rows, and its elements as the format note tells them. */
struct sample {
    const char *model;
    enum sides sides;
    struct page_params page;
    uint8_t *rows;
    uint8_t *moved[2]; /* as on the front and the back, a white row below */
    struct buffer record;
    size_t num_elements, head_size;
    size_t begins[MAX_ELEMENTS + 1];    /* in record; then its end */
    uint32_t rows_to[MAX_ELEMENTS + 1]; /* of the page, down to the element's end */
};

/* ---- the sample ---- */

static bool begin(struct run *r, const struct sample *s)
{
    if (!setup(r, s->model, MONARCH))
        return false;
    r->job.sides = s->sides;
    r->job.binding_shift_hmm = 500;
    return true;
}

static bool record_page(struct sample *s)
{
    struct run r;
    bool fine = begin(&r, s) && start(&r, true) == RESULT_OK &&
                pdl->start_page(r.work, &s->page) == RESULT_OK;

    for (uint32_t y = 0; fine && y < s->page.page_height; y++)
        fine = pdl->write_line(r.work, s->rows + y * s->page.stride) == RESULT_OK;
    fine = fine && pdl->end_page(r.work) == RESULT_OK;
    s->record = r.record;
    r.record = (struct buffer){.bytes = NULL};
    teardown(&r);
    return fine;
}

/* FORMAT-pclxl.md sections 5 and 9: the head is the bytes up to the first band. */
static void find_elements(struct sample *s)
{
    const uint8_t *bytes = s->record.bytes;
    size_t at = s->head_size;
    uint32_t rows = 0;

    s->num_elements = 1;
    while (at < s->record.n && s->num_elements < MAX_ELEMENTS) {
        s->begins[s->num_elements] = at;
        if (bytes[at] == 0xD1) {
            rows = get_le16(bytes + at + 3) + get_le16(bytes + at + 22);
            at += BAND_HEAD + get_le32(bytes + at + 50) + 1;
        } else
            at += 6;
        s->rows_to[s->num_elements++] = rows;
    }
    s->begins[s->num_elements] = at;
}

/* 5 mm to the right on the front, to the left on the back: 118 dots. */
static void move_rows(struct sample *s)
{
    const int width = (int)s->page.paper_width;
    const size_t stride = ((size_t)width + 7) / 8;

    for (int back = 0; back < 2; back++) {
        s->moved[back] = calloc(s->page.page_height + 1, stride);
        for (uint32_t y = 0; s->moved[back] && y < s->page.page_height; y++) {
            const uint8_t *row = s->rows + y * s->page.stride;
            uint8_t *moved = s->moved[back] + y * stride;

            for (int x = 0; x < width; x++) {
                int from = back ? x + 118 : x - 118;

                if (from >= 0 && from < width && row[from / 8] >> (7 - from % 8) & 1)
                    moved[x / 8] |= (uint8_t)(0x80 >> x % 8);
            }
        }
    }
}

static bool sample_make(struct sample *s, const char *model, enum sides sides)
{
    struct run r;

    *s = (struct sample){.model = model, .sides = sides};
    random_state = 9;
    if (!setup(&r, model, MONARCH))
        return false;
    s->page = r.page;
    teardown(&r);
    /* BeginPage: 4 + 4 + 4, and 4 or 8 for the sides, 1; the origin 8; colours 21 */
    s->head_size = 12 + (sides == SIDES_ONE ? 4 : 8) + 1 + 8 + 21;
    s->rows = calloc(s->page.page_height, s->page.stride);
    for (uint32_t y = 0; s->rows && y < s->page.page_height; y++)
        for (unsigned i = 0; i < (y % 700 < 400 ? 20 : 0); i++)
            s->rows[y * s->page.stride + next_random() % (s->page.paper_width / 8)] |=
                (uint8_t)(next_random() | 1);
    if (!s->rows || !record_page(s))
        return ok(false, "%s: a page is recorded", model);
    find_elements(s);
    move_rows(s);
    return ok(s->moved[0] && s->moved[1] && s->begins[s->num_elements] == s->record.n &&
                  s->num_elements > 20,
              "%s: a recorded page consists of %zu elements", model, s->num_elements);
}

static void sample_free(struct sample *s)
{
    free(s->rows);
    free(s->moved[0]);
    free(s->moved[1]);
    buffer_free(&s->record);
}

/* Rows that are left of the page when it is cut behind so many of its bytes. */
static uint32_t rows_kept(const struct sample *s, size_t at)
{
    uint32_t rows = s->page.page_height;

    for (size_t i = 0; at > 0 && at < s->record.n && i < s->num_elements; i++)
        if (s->begins[i] < at)
            rows = i + 1 == s->num_elements ? s->page.page_height : s->rows_to[i];
    return rows;
}

/* The first rows of a page are the sample's, moved by the shift of its side, the rest white. */
static bool page_is(const struct sample *s, const uint8_t *bits, size_t stride, uint32_t kept,
                    bool back)
{
    for (uint32_t y = 0; y < s->page.page_height; y++) {
        const uint8_t *want = s->moved[back] + (y < kept ? y : s->page.page_height) * stride;

        if (memcmp(bits + y * stride, want, stride) != 0)
            return false;
    }
    return true;
}

/* ---- replay ---- */

static void test_replay(const char *model, enum sides sides)
{
    struct sample s;
    struct seen seen = {.pages = 0};
    struct run r;
    bool fine;

    if (!sample_make(&s, model, sides))
        return;
    fine = begin(&r, &s) && start(&r, true) == RESULT_OK;
    for (unsigned i = 0; fine && i < 3; i++) {
        fine = replay(&r, s.record.bytes, s.record.n, 900) == RESULT_OK &&
               pdl->pending(r.work) == 0;
        if (i == 1) /* a white page between */
            fine = fine && pdl->start_page(r.work, &s.page) == RESULT_OK &&
                   pdl->end_page(r.work) == RESULT_OK;
    }
    fine = fine && pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &seen) &&
           seen.pages == 4;
    for (unsigned i = 0; fine && i < 4; i++)
        fine = page_is(&s, seen.bits.bytes + i * seen.stride * s.page.page_height, seen.stride,
                       i == 2 ? 0 : s.page.page_height, sides != SIDES_ONE && i % 2 == 1);
    ok(fine && r.record.n == s.head_size + 6,
       "%s, sides %d: a recorded page is replayed on either side, and not recorded again",
       model, (int)sides);
    buffer_free(&seen.bits);
    teardown(&r);
    sample_free(&s);
}

static void test_pieces(const char *model)
{
    struct buffer whole = {.bytes = NULL};
    struct sample s;
    bool fine;

    if (!sample_make(&s, model, SIDES_LONG_EDGE))
        return;
    fine = true;
    for (size_t piece = 100000; fine && piece > 0; piece /= 9) {
        struct run r;

        fine = begin(&r, &s) && start(&r, false) == RESULT_OK;
        for (unsigned i = 0; fine && i < 2; i++)
            fine = pdl->cut(r.work) == RESULT_OK &&
                   replay(&r, s.record.bytes, s.record.n, piece) == RESULT_OK &&
                   pdl->cut(r.work) == RESULT_OK && pdl->white_rows(r.work) == 0;
        fine = fine && pdl->end_job(r.work, false) == RESULT_OK;
        if (whole.n == 0)
            buffer_append(&whole, r.out.bytes, r.out.n);
        fine = fine && buffer_equals(&r.out, whole.bytes, whole.n);
        teardown(&r);
    }
    ok(fine, "%s: cut between pages the bytes are the same in any pieces", model);
    buffer_free(&whole);
    sample_free(&s);
}

/* ---- cut ---- */

/* The page cut behind so many of its bytes, then whole again. */
static bool cut_fits(const struct sample *s, size_t at, size_t piece, unsigned times)
{
    uint32_t height = s->page.page_height, kept = rows_kept(s, at);
    struct seen seen = {.pages = 0};
    struct run r;
    bool fine = begin(&r, s) && start(&r, false) == RESULT_OK &&
                replay(&r, s->record.bytes, at, piece) == RESULT_OK;

    for (unsigned i = 0; fine && i < times; i++)
        fine = pdl->cut(r.work) == RESULT_OK;
    fine = fine && replay(&r, s->record.bytes + at, s->record.n - at, piece) == RESULT_OK;
    /* Behind the last band nothing is lost. */
    if (fine && kept == s->rows_to[s->num_elements - 1])
        kept = height;
    fine = fine && pdl->white_rows(r.work) == height - kept &&
           replay(&r, s->record.bytes, s->record.n, piece) == RESULT_OK &&
           pdl->white_rows(r.work) == 0 && pdl->end_job(r.work, true) == RESULT_OK &&
           look(&r.out, &seen) && seen.pages == 2 &&
           page_is(s, seen.bits.bytes, seen.stride, kept, false) &&
           page_is(s, seen.bits.bytes + seen.stride * height, seen.stride, height,
                   s->sides != SIDES_ONE);
    if (!fine)
        diag("%s, behind byte %zu of %zu", s->model, at, s->record.n);
    buffer_free(&seen.bits);
    teardown(&r);
    return fine;
}

static void test_cut(const char *model, enum sides sides)
{
    struct sample s;
    unsigned good = 0, inside = 0;

    if (!sample_make(&s, model, sides))
        return;
    for (size_t e = 0; e <= s.num_elements; e++)
        good += cut_fits(&s, s.begins[e], s.record.n, 1 + e % 2);
    ok(good == s.num_elements + 1,
       "%s: cut at each of %u elements a page is whole and ends in white", model, good);
    for (unsigned i = 0; i < 20; i++) {
        size_t at = i < 10 ? s.begins[next_random() % s.num_elements] + next_random() % 60
                           : next_random() % s.record.n;

        inside += cut_fits(&s, at < s.record.n ? at : s.record.n, i % 4 ? 1000 : 7, 1);
    }
    ok(inside == 20, "%s: cut anywhere, the band is completed", model);
    sample_free(&s);
}

/* ---- damage ---- */

/* What is not recognised is passed on, cut or not. */
static bool damaged_passes(struct sample *s, size_t at, uint8_t change)
{
    struct buffer with = {.bytes = NULL}, without = {.bytes = NULL};
    bool fine = true;

    s->record.bytes[at] ^= change;
    for (unsigned cut = 0; cut < 2; cut++) {
        struct run r;

        fine = begin(&r, s) && fine && start(&r, false) == RESULT_OK &&
               replay(&r, s->record.bytes, at + 60, 7) == RESULT_OK &&
               (!cut || pdl->cut(r.work) == RESULT_OK) &&
               replay(&r, s->record.bytes + at + 60, s->record.n - at - 60, 999) == RESULT_OK &&
               pdl->white_rows(r.work) == 0 && pdl->end_job(r.work, false) == RESULT_OK;
        buffer_append(cut ? &with : &without, r.out.bytes, r.out.n);
        teardown(&r);
    }
    fine = fine && buffer_equals(&with, without.bytes, without.n);
    for (size_t i = 0; fine; i++) { /* all of it, in one piece, is in what was sent */
        if (i + s->record.n > with.n)
            fine = false;
        else if (memcmp(with.bytes + i, s->record.bytes, s->record.n) == 0)
            break;
    }
    s->record.bytes[at] ^= change;
    buffer_free(&with);
    buffer_free(&without);
    return fine;
}

static void test_damage(const char *model)
{
    struct sample s;
    unsigned good = 0, tried = 0;
    bool fine = true;

    if (!sample_make(&s, model, SIDES_ONE))
        return;
    for (size_t at = 0; at < s.head_size; at++, tried++)
        good += damaged_passes(&s, at, 0xFF);
    ok(good == tried, "%s: a page with another head is passed on as it is: %u", model, good);
    good = tried = 0;
    for (size_t at = 5; at < 50; at++) {
        /* what may differ: width and rows of the band, its compression */
        if ((at >= 17 && at <= 18) || (at >= 22 && at <= 23) || at == 45)
            continue;
        tried++;
        good += damaged_passes(&s, s.begins[2] + at, 0xFF);
    }
    ok(good == tried, "%s: so is one with another band: %u", model, good);
    for (unsigned i = 0; fine && i < 300; i++) {
        struct run r;
        size_t at = next_random() % s.record.n, cut = next_random() % s.record.n;
        enum result result;

        s.record.bytes[at] ^= (uint8_t)(1u << i % 8);
        fine = begin(&r, &s) && start(&r, false) == RESULT_OK &&
               replay(&r, s.record.bytes, cut, 5000) == RESULT_OK &&
               pdl->cut(r.work) == RESULT_OK;
        result = replay(&r, s.record.bytes + cut, s.record.n - cut, 5000);
        fine = fine && (result == RESULT_OK || result == RESULT_FORMAT) &&
               pdl->end_job(r.work, true) == result;
        s.record.bytes[at] ^= (uint8_t)(1u << i % 8);
        teardown(&r);
    }
    ok(fine, "%s: damaged anywhere a page is passed on, cut or refused", model);
    sample_free(&s);
}

/* Bytes of the page that are sent when no more than at of them come, with the end of the page:
 * an element whose head is complete goes to its end. */
static size_t torn_size(const struct sample *s, size_t at)
{
    size_t e = 0;

    if (at < s->head_size)
        return 0;
    while (e + 1 < s->num_elements && s->begins[e + 1] <= at)
        e++;
    if (e > 0 && at - s->begins[e] < BAND_HEAD)
        return s->begins[e] + 6;
    return s->begins[e + 1] + 6;
}

/* The rest of a page never comes: what follows must not be taken for its dots. */
static void test_torn(const char *model)
{
    static const uint8_t end_of_session[] = {0x49, 0x42, 0x1B};
    struct sample s;
    unsigned good = 0;

    if (!sample_make(&s, model, SIDES_ONE))
        return;
    for (unsigned i = 0; i < 60; i++) {
        size_t at = next_random() % (s.record.n - 6), prefix, page = torn_size(&s, at);
        struct run r;
        bool fine = begin(&r, &s) && start(&r, false) == RESULT_OK;

        prefix = fine ? pdl->pending(r.work) : 0;
        fine = fine && pdl->flush(r.work) == RESULT_OK &&
               replay(&r, s.record.bytes, at, 3000) == RESULT_OK &&
               pdl->end_job(r.work, true) == RESULT_OK;
        good += fine && r.out.n > prefix + page + 3 &&
                memcmp(r.out.bytes + prefix + page, end_of_session, 3) == 0 &&
                (page == 0 || r.out.bytes[prefix + page - 1] == 0x44);
        teardown(&r);
    }
    ok(good == 60, "%s: a page whose rest does not come is filled up: %u", model, good);
    good = 0;
    for (unsigned i = 0; i < 2; i++) {
        struct run r;

        good +=
            begin(&r, &s) && start(&r, false) == RESULT_OK &&
            replay(&r, s.record.bytes, i ? s.head_size : s.head_size + 9, 3000) == RESULT_OK &&
            pdl->start_page(r.work, &s.page) == RESULT_FORMAT;
        teardown(&r);
    }
    ok(good == 2, "%s: no page begins inside such a one", model);
    sample_free(&s);
}

int main(void)
{
    static const char *const names[] = {"generic_pclxl", "generic_pclxl3"};

    for (unsigned i = 0; i < 2; i++) {
        test_replay(names[i], SIDES_ONE);
        test_replay(names[i], SIDES_LONG_EDGE);
        test_pieces(names[i]);
        test_cut(names[i], SIDES_ONE);
        test_cut(names[i], SIDES_LONG_EDGE);
        test_damage(names[i]);
        test_torn(names[i]);
    }
    return tap_done();
}
