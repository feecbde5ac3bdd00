/*
 * test-pcl5e-cut.c - pages of PCL 5e that are cut while they are replayed: at every byte of a
 * small page. What had been begun is whole, what had not is white, the job stays in order.
 * Effects: standard output, memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/pcl5e-prints.h"

#define ROWS 24u

/* A page and where its elements end. */
struct sample {
    struct run run;
    size_t ends[ROWS + 2];   /* of its elements, in bytes of the record */
    uint32_t rows[ROWS + 2]; /* of the page that are whole then */
    unsigned num;
};

/* Each line by itself into the record, so that it is known where its bytes end. White lines
 * belong to the next that is not. */
static bool make(struct sample *s, const char *model)
{
    struct run *r = &s->run;
    uint8_t line[304];
    bool fine = setup(r, model, MONARCH) && start(r, true) == RESULT_OK &&
                pdl->start_page(r->work, &r->page) == RESULT_OK;

    s->ends[0] = strlen("\033*p2x0Y\033*r1A");
    s->rows[0] = 0;
    s->num = 1;
    random_state = 11;
    for (uint32_t y = 0; fine && y < ROWS; y++) {
        size_t before = pdl->pending(r->work);

        memset(line, 0, sizeof line);
        for (unsigned i = 0; y % 5 > 1 && i < 6 + y; i++)
            line[FIRST + next_random() % 200] = (uint8_t)(1 + next_random() % 255);
        fine = pdl->write_line(r->work, line) == RESULT_OK;
        if (pdl->pending(r->work) == before)
            continue;
        s->ends[s->num] = s->ends[s->num - 1] + pdl->pending(r->work) - before;
        s->rows[s->num++] = y + 1;
    }
    fine = fine && pdl->end_page(r->work) == RESULT_OK;
    if (!fine)
        diag("no page to cut");
    return fine;
}

/* As the server does: the machine hears early of a job. */
static bool begin(struct run *r)
{
    return start(r, false) == RESULT_OK && pdl->flush(r->work) == RESULT_OK;
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

/* Rows that are whole when the cut comes behind so many bytes: the element that was begun is
 * completed. A cut in the end of the page leaves nothing white. */
static uint32_t rows_kept(const struct sample *s, size_t at)
{
    unsigned i = 0;

    while (i < s->num && s->ends[i] < at)
        i++;
    return i < s->num ? s->rows[i] : ROWS;
}

static bool cut_fits(const struct sample *s, size_t at, size_t piece, unsigned times)
{
    const struct buffer *record = &s->run.record;
    uint32_t kept = at == 0 ? ROWS : rows_kept(s, at), height = s->run.page.page_height;
    struct seen cut = {.limit = {kept}}, whole = {.limit = {kept}};
    uint32_t left;
    struct run r;
    bool fine = setup(&r, s->run.model->name, MONARCH) && begin(&r) &&
                replay(&r, record->bytes, at, piece) == RESULT_OK;

    for (unsigned i = 0; fine && i < times; i++)
        fine = pdl->cut(r.work) == RESULT_OK;
    fine = fine && replay(&r, record->bytes + at, record->n - at, piece) == RESULT_OK;
    left = pdl->white_rows(r.work);
    fine = fine && left == (kept >= ROWS ? 0 : height - kept) &&
           replay(&r, record->bytes, record->n, piece) == RESULT_OK &&
           pdl->white_rows(r.work) == 0 && pdl->end_job(r.work, true) == RESULT_OK &&
           look(&r.out, &cut) && cut.pages == 2 && cut.jobs == 1 && cut.rows[0] == kept;
    buffer_free(&r.out);
    fine = fine && begin(&r) && replay(&r, record->bytes, record->n, piece) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &whole) &&
           (kept == 0 || cut.hashes[0] == whole.hashes[0]) && cut.rows[1] == ROWS;
    if (!fine)
        diag("cut behind byte %zu of %zu: %u rows, %u left white", at, record->n,
             (unsigned)cut.rows[0], (unsigned)left);
    teardown(&r);
    return fine;
}

static void test_places(const struct sample *s)
{
    size_t n = s->run.record.n;
    bool fine = true;

    for (size_t at = 0; fine && at <= n; at += at > 400 ? 14u : 1u)
        fine = cut_fits(s, at, n, 1);
    ok(fine, "%s: cut at any byte, the page has whole rows and then none", s->run.model->name);
    fine = true;
    for (unsigned i = 0; fine && i < s->num; i++)
        fine = cut_fits(s, s->ends[i] - 1, n, 1) && cut_fits(s, s->ends[i], n, 2) &&
               cut_fits(s, s->ends[i] + 1, n, 1);
    ok(fine, "%s: so it is around the end of each row", s->run.model->name);
    ok(cut_fits(s, s->ends[3] + 2, 1, 1) && cut_fits(s, s->ends[5] + 9, 7, 3),
       "%s: and when the bytes come one by one, or seven", s->run.model->name);
}

static void test_between(const struct sample *s)
{
    const struct buffer *record = &s->run.record;
    struct seen seen = {.pages = 0};
    struct run r;

    if (!setup(&r, s->run.model->name, MONARCH))
        return;
    ok(begin(&r) && pdl->cut(r.work) == RESULT_OK &&
           replay(&r, record->bytes, record->n, 100) == RESULT_OK &&
           pdl->cut(r.work) == RESULT_OK && pdl->white_rows(r.work) == 0 &&
           pdl->end_job(r.work, true) == RESULT_OK && look(&r.out, &seen) && seen.pages == 1 &&
           seen.rows[0] == ROWS,
       "%s: between pages nothing is cut", s->run.model->name);
    buffer_free(&r.out);
    ok(begin(&r) && replay(&r, record->bytes, 200, 200) == RESULT_OK &&
           pdl->cut(r.work) == RESULT_OK &&
           replay(&r, record->bytes + 200, record->n - 200, 50) == RESULT_OK &&
           send_page(&r, 20, 4) == RESULT_OK && pdl->end_job(r.work, false) == RESULT_OK,
       "%s: a page can be given line by line after one that was cut", s->run.model->name);
    teardown(&r);
}

/* Bytes that are no pages of ours go through as they are, and are never cut. */
static void test_foreign(const struct sample *s)
{
    static const char *const others[] = {
        "\033*p9x0Y\033*r1A\033*b1W\1\033*rC\f",      /* another place */
        "\033*p2x0Y\033*r1A\033*b1X\1\033*rC\f",      /* another command */
        "\033*p2x0Y\033*r1A\033*b4500y1W\1\033*rC\f", /* beyond the page */
        "\033*p2x0Y\033*r1A\033*b999999999999999999999999999W", "\033E"};
    bool fine = true;
    struct run r;

    for (size_t i = 0; fine && i < sizeof others / sizeof others[0]; i++) {
        size_t n = strlen(others[i]);

        fine = setup(&r, s->run.model->name, MONARCH) && begin(&r) &&
               replay(&r, (const uint8_t *)others[i], n, 1) == RESULT_OK &&
               pdl->cut(r.work) == RESULT_OK && pdl->white_rows(r.work) == 0 &&
               pdl->flush(r.work) == RESULT_OK && r.out.n > n &&
               memcmp(r.out.bytes + r.out.n - n, others[i], n) == 0;
        teardown(&r);
    }
    ok(fine, "%s: what is no page of ours goes through whole", s->run.model->name);
    if (!setup(&r, s->run.model->name, MONARCH))
        return;
    ok(begin(&r) && replay(&r, s->run.record.bytes, s->ends[2], 50) == RESULT_OK &&
           pdl->cut(r.work) == RESULT_OK &&
           replay(&r, (const uint8_t *)"garbage", 7, 7) == RESULT_FORMAT,
       "%s: a cut page that turns into something else is an error", s->run.model->name);
    teardown(&r);
}

int main(void)
{
    static const char *const names[] = {"generic_pcl5e", "generic_pcl5e_9"};

    for (size_t i = 0; i < 2; i++) {
        struct sample s = {.num = 0};

        if (ok(make(&s, names[i]), "%s: there is a page to cut", names[i])) {
            test_places(&s);
            test_between(&s);
            test_foreign(&s);
        }
        teardown(&s.run);
    }
    return tap_done();
}
