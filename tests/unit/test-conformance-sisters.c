/*
 * test-conformance-sisters.c - every sister prints every size, with its ticket's values; pages
 * of all kinds of dots come back from the independent decoder for a model of each class: turned
 * where the machine has them so, with two rows for three where it has 400 dpi down the page.
 * Effects: standard output, memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/pdl.h"
#include "driver/ticket.h"
#include "tests/decode/ufr2lt-decode.h"
#include "tests/unit/tap.h"

#include <stdlib.h>
#include <string.h>

/* ---- pages ---- */

enum kind { WHITE, BLACK, TEXT, NOISE, NUM_KINDS };

static uint32_t mix(uint32_t a, uint32_t b)
{
    uint32_t h = a * 0x9E3779B1u ^ (b + 0x7F4A7C15u) * 0x85EBCA77u;

    h ^= h >> 15;
    h *= 0xC2B2AE3Du;
    return h ^ h >> 13;
}

/* Strokes and bars of letters of 40 x 64. */
static void text_line(size_t stride, uint32_t y, uint8_t *bits)
{
    if (y % 64 > 44 || y / 64 % 9 == 8)
        return;
    for (size_t i = 0; i < stride; i++) {
        uint32_t cell = mix((uint32_t)i / 5, y / 64);

        if (i % 5 == 0 && cell % 6 > 0)
            bits[i] = 0x3C;
        else if (y / 4 % 11 == (cell >> 4) % 11)
            bits[i] = 0xFF;
    }
}

/* A line of the page; bits is 0 before. */
static void make_line(enum kind kind, size_t stride, uint32_t y, uint8_t *bits)
{
    if (kind == BLACK)
        memset(bits, 0xFF, stride);
    if (kind == TEXT)
        text_line(stride, y, bits);
    for (size_t i = 0; kind == NOISE && y % 768 < 256 && i < stride; i++)
        bits[i] = (uint8_t)mix((uint32_t)i, y);
}

/* ---- a job: its dots on the way in, and on the way back ---- */

struct job {
    const struct model *model;
    struct ticket ticket;
    struct page_params page;
    void *pdl_work;
    uint8_t *bits[NUM_KINDS]; /* of each page, as given to the language */
    struct decoder *decoder;
    bool blank; /* the only page is blank, and none of the kinds */
    bool pages_right, ticket_right, bands_right;
    unsigned tickets, pages, ends;
    uint32_t decoded; /* lines of the page that came back */
    uint64_t bytes;   /* of the page's bands so far */
};

static enum result feed(void *ctx, const void *bytes, size_t n)
{
    struct job *job = ctx;

    return decoder_feed(job->decoder, bytes, n) ? RESULT_OK : RESULT_IO;
}

/* A machine that does not know "none" or "group" has the other for it. */
static unsigned finishing(const struct ufr2lt_params *params, enum collate collate)
{
    if (collate == COLLATE_COLLATED)
        return 0x0B;
    if (collate == COLLATE_GROUP)
        return params->no_group ? 0x08 : 0x0F;
    return params->no_uncollated ? 0x0F : 0x08;
}

static unsigned source_code(const struct caps *caps, const struct media_source *source,
                            bool doc)
{
    for (size_t i = 0; caps->ufr2lt.sources && i < caps->num_sources; i++)
        if (caps->sources[i] == source)
            return doc                            ? caps->ufr2lt.sources[i].doc
                   : caps->ufr2lt.sources[i].name ? 0x0B /* what the decoder makes of AUTO */
                                                  : caps->ufr2lt.sources[i].ticket;
    return doc ? source->ufr2_doc : source->ufr2_ticket;
}

static unsigned type_code(const struct caps *caps, const struct media_type *type)
{
    unsigned code = caps_type_more(caps, type).ticket;

    return code ? code : type->ufr2_ticket;
}

static int choice_code(enum choice choice)
{
    return choice == CHOICE_DEVICE ? -1 : choice == CHOICE_ON ? 2 : 1;
}

static bool copies_are_right(const struct caps *caps, const struct job_params *want,
                             const struct decode_ticket *got)
{
    const unsigned code = finishing(&caps->ufr2lt, want->collate);

    return got->finishing == code && got->sets == (code == 0x08 ? 1 : want->copies) &&
           got->copies == (code == 0x08 ? want->copies : 1);
}

static bool ticket_is_right(const struct job *job, const struct decode_ticket *got)
{
    const struct job_params *want = &job->ticket.job;
    const struct caps *caps = job->model->caps;
    bool duplex = want->sides != SIDES_ONE;

    return strcmp(got->title, want->title) == 0 && strcmp(got->user, want->user) == 0 &&
           copies_are_right(caps, want, got) && got->sides == (duplex ? 2u : 1u) &&
           got->edge == (want->binding == BINDING_LEFT ? 4u : 3u) &&
           got->shift == (int32_t)want->binding_shift_hmm / 10 &&
           got->source == source_code(caps, want->source, false) &&
           got->type == type_code(caps, want->type) && got->size == want->media->ufr2_ticket &&
           got->toner_save == choice_code(want->toner_save) &&
           got->refinement == choice_code(want->refinement) && got->account == want->account &&
           (!got->account || got->pin == want->pin) &&
           (!got->account || got->department_id == want->department_id) &&
           got->doc_size == want->media->ufr2_doc && got->doc_duplex == duplex &&
           got->doc_source == source_code(caps, want->source, true) &&
           got->model_id[0] == caps->ufr2lt.model_id[0] &&
           got->model_id[1] == caps->ufr2lt.model_id[1];
}

static bool on_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct job *job = ctx;

    job->tickets++;
    job->ticket_right = job->ticket_right && ticket_is_right(job, ticket);
    return true;
}

static bool is_turned(const struct job *job)
{
    return caps_media_more(job->model->caps, job->ticket.job.media).turned;
}

/* 400 dpi down the page. */
static bool has_two_thirds(const struct job *job)
{
    const struct caps *caps = job->model->caps;

    return caps->ufr2lt.two_thirds && !caps_media_more(caps, job->ticket.job.media).fine &&
           !caps_type_more(caps, job->ticket.job.type).fine;
}

static uint32_t rows_of(const struct job *job)
{
    if (is_turned(job))
        return job->page.paper_width;
    return has_two_thirds(job) ? job->page.page_height / 3 * 2 : job->page.page_height;
}

static bool page_is_right(const struct job *job, const struct decode_page *page)
{
    const struct page_params *want = &job->page;

    if (is_turned(job))
        return page->orientation == 1 && page->height == want->paper_width &&
               page->width == (want->page_height + 31) / 32 * 32;
    return page->orientation == 0 && page->width == want->page_width &&
           page->height == rows_of(job) && page->y_dpi == (has_two_thirds(job) ? 400u : 600u);
}

static bool is_black(const uint8_t *bits, size_t stride, uint32_t x, uint32_t y)
{
    return (bits[y * stride + x / 8] & 0x80u >> x % 8) != 0;
}

/* The page's column y, its top at the right. */
static bool turned_row_is_right(const struct job *job, const uint8_t *page, uint32_t y,
                                size_t stride, const uint8_t *row)
{
    const uint32_t height = job->page.page_height;
    bool right = true;

    for (uint32_t x = 0; right && x < stride * 8; x++)
        right = is_black(row, stride, x, 0) ==
                (x < height && is_black(page, job->page.stride, y, height - 1 - x));
    return right;
}

/* Two rows for three: all, none, or else one dot, on the side where it is. */
static bool two_rows_are_right(const uint8_t *three, size_t three_stride, size_t stride,
                               const uint8_t *two)
{
    const uint8_t *a = three, *b = a + three_stride, *c = b + three_stride;
    bool right = true;

    for (size_t i = 0; right && i < stride; i++) {
        unsigned all = a[i] & b[i] & c[i], any = a[i] | b[i] | c[i];
        unsigned one = any & ~all, first = two[i], second = two[stride + i];

        right = (first & second) == all && (first | second) == any &&
                (first & one & ~a[i] & c[i]) == 0 && (second & one & ~c[i] & a[i]) == 0;
    }
    return right;
}

/* Rows of a band that are all there. */
static bool rows_are_right(const struct job *job, unsigned n, uint32_t y, uint32_t rows,
                           size_t stride, const uint8_t *bits)
{
    const uint8_t *page = job->bits[n];
    bool right = true;

    for (uint32_t i = 0; right && i < rows; i++) {
        if (is_turned(job))
            right = turned_row_is_right(job, page, y + i, stride, bits + i * stride);
        else if (!has_two_thirds(job))
            right = memcmp(page + (y + i) * job->page.stride, bits + i * stride, stride) == 0;
        else if (i % 2 == 0)
            right = two_rows_are_right(page + (size_t)(y + i) / 2 * 3 * job->page.stride,
                                       job->page.stride, stride, bits + i * stride);
    }
    return right;
}

static bool on_page_start(void *ctx, const struct decode_page *page)
{
    struct job *job = ctx;

    job->decoded = 0;
    job->bytes = 0;
    job->pages_right = job->pages_right && page_is_right(job, page);
    return true;
}

/* The most rows a band has. */
static uint32_t band_limit(const struct job *job)
{
    const struct ufr2lt_params *params = &job->model->caps->ufr2lt;

    if (params->codec == CODEC_G4)
        return rows_of(job);
    if (params->band_dots != 0)
        return params->band_dots /
               (is_turned(job) ? job->page.page_height : job->page.page_width);
    return params->band_rows;
}

/* Bands come some pages later than their lines, since the packets are large, or while their
 * page is still being given. */
static bool on_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                    size_t stride, const uint8_t *bits)
{
    struct job *job = ctx;
    const struct ufr2lt_params *params = &job->model->caps->ufr2lt;
    uint64_t bytes = page->bytes - job->bytes;
    unsigned n = job->pages < NUM_KINDS ? job->pages : 0;

    job->bytes = page->bytes;
    job->bands_right = job->bands_right && rows <= band_limit(job) &&
                       (params->band_max_bytes == 0 || bytes < params->band_max_bytes);
    job->pages_right = job->pages_right && y == job->decoded &&
                       (is_turned(job) || stride == job->page.stride) &&
                       (job->blank || rows_are_right(job, n, y, rows, stride, bits));
    job->decoded += rows;
    return true;
}

static bool on_page_end(void *ctx, const struct decode_page *page)
{
    struct job *job = ctx;

    (void)page;
    job->pages++;
    job->pages_right = job->pages_right && job->decoded == rows_of(job);
    return true;
}

static bool on_job_end(void *ctx)
{
    struct job *job = ctx;

    job->ends++;
    return true;
}

/* ---- running ---- */

/* Other wishes for each job, so that over all of them each value is asked for. */
static void make_wishes(struct wishes *w, const struct model *model, size_t m)
{
    const struct caps *caps = model->caps;
    uint32_t n = (uint32_t)m + 5 * (uint32_t)(model - models);

    wishes_init(w);
    w->title = n % 3 ? "conformance" : "";
    w->user = n % 4 ? "tester" : NULL;
    w->media = caps->media[m].media->name;
    w->type = caps->types[(size_t)n * 7 % caps->num_types].type->name;
    w->source = caps->sources[n % caps->num_sources]->name;
    w->sides = (int)(n % 3);
    w->copies = 1 + n % 4 * 83;
    w->collate = (int)(n % 4) - 1;
    w->quality =
        (enum quality[]){QUALITY_DEFAULT, QUALITY_DRAFT, QUALITY_NORMAL, QUALITY_HIGH}[n % 4];
    w->content = (enum content)(n / 2 % 4);
    w->toner_save = (int)(n % 5) - 1;
    w->refinement = (int)(n / 3 % 4) - 1;
    w->screen = (int)(n % 4) - 1;
    w->binding_shift_hmm = n % 6 * 550;
    w->account = n % 2;
    w->department_id = 1234567 + n;
    w->pin = n % 3 ? 7654321 - n : 0;
}

/* White right of the paper: of what lies there nothing is sent. */
static void clip(const struct page_params *page, uint8_t *line)
{
    size_t n = page->paper_width / 8;

    if (page->paper_width % 8 != 0)
        line[n++] &= (uint8_t)(0xFF00u >> page->paper_width % 8);
    memset(line + n, 0, page->stride - n);
}

/* Each line is kept as it should come back. */
static enum result print_page(struct job *job, enum kind kind)
{
    const struct pdl_ops *pdl = job->model->pdl;
    const struct page_params *page = &job->page;
    enum result result = pdl->start_page(job->pdl_work, page);

    for (uint32_t y = 0; result == RESULT_OK && y < page->page_height; y++) {
        uint8_t *kept = job->bits[kind] + y * page->stride, line[1280] = {0};

        make_line(kind, page->stride, y, line);
        memcpy(kept, line, page->stride);
        clip(page, kept);
        result = pdl->write_line(job->pdl_work, line);
    }
    return result == RESULT_OK ? pdl->end_page(job->pdl_work) : result;
}

/* A job of a page nobody wrote on. */
static bool print_blank(struct job *job)
{
    const struct pdl_ops *pdl = job->model->pdl;
    const struct sink sink = {feed, job};

    return pdl->start_job(job->pdl_work, job->model, &job->ticket.job, &sink, NULL) ==
               RESULT_OK &&
           pdl->start_page(job->pdl_work, &job->page) == RESULT_OK &&
           pdl->end_page(job->pdl_work) == RESULT_OK &&
           pdl->end_job(job->pdl_work, false) == RESULT_OK && decoder_finish(job->decoder);
}

/* All kinds of pages in one job. */
static bool print_job(struct job *job)
{
    const struct pdl_ops *pdl = job->model->pdl;
    const struct sink sink = {feed, job};
    enum result result =
        pdl->start_job(job->pdl_work, job->model, &job->ticket.job, &sink, NULL);

    for (int kind = 0; result == RESULT_OK && kind < NUM_KINDS; kind++) {
        result = print_page(job, (enum kind)kind);
        if (result != RESULT_OK || !job->pages_right) {
            diag("giving page %d, reading page %u: result %d, %s", kind + 1, job->pages + 1,
                 (int)result, decoder_error(job->decoder));
            return false;
        }
    }
    if (result == RESULT_OK)
        result = pdl->end_job(job->pdl_work, false);
    return result == RESULT_OK && decoder_finish(job->decoder);
}

static bool get_memory(struct job *job, const struct decode_callbacks *callbacks)
{
    size_t n = job->page.stride * job->page.page_height;

    job->pdl_work = malloc(job->model->pdl->work_size(job->model));
    job->bits[0] = calloc(NUM_KINDS, n);
    job->decoder = decoder_new(callbacks);
    for (unsigned i = 1; job->bits[0] && i < NUM_KINDS; i++)
        job->bits[i] = job->bits[0] + i * n;
    return ok(job->pdl_work && job->bits[0] && job->decoder, "There is memory for a job");
}

static void test_job(struct job *job, const char *size)
{
    const char *name = job->model->name;
    const struct decode_callbacks callbacks = {.ticket = on_ticket,
                                               .page_start = on_page_start,
                                               .band = on_band,
                                               .page_end = on_page_end,
                                               .job_end = on_job_end,
                                               .ctx = job};

    if (get_memory(job, &callbacks)) {
        ok((job->blank ? print_blank(job) : print_job(job)) && job->ends == 1,
           "%s %s: the stream is whole", name, size);
        ok(job->pages == (job->blank ? 1 : NUM_KINDS) && job->pages_right,
           "%s %s: all dots come back", name, size);
        ok(job->tickets == 1 && job->ticket_right, "%s %s: so does the ticket", name, size);
        ok(job->bands_right, "%s %s: the bands are within their limits", name, size);
    }
    decoder_free(job->decoder);
    free(job->bits[0]);
    free(job->pdl_work);
}

static void test_size(const struct model *model, size_t m, bool blank)
{
    const char *size = model->caps->media[m].media->label;
    struct job job = {.model = model,
                      .blank = blank,
                      .pages_right = true,
                      .ticket_right = true,
                      .bands_right = true};
    struct wishes wishes;

    make_wishes(&wishes, model, m);
    ticket_resolve(model, &wishes, &job.ticket);
    if (ok(job.ticket.job.media == model->caps->media[m].media &&
               model->pdl->page_params(model, job.ticket.job.media, &job.page) == RESULT_OK,
           "%s has pages of %s", model->name, size))
        test_job(&job, size);
}

/* One of each class, and of those that turn pages. */
static bool stands_for_class(const struct model *model)
{
    static const char *const names[] = {
        "canon_ir2018_ufr2lt", "canon_ir1133_ufr2lt", "canon_ir3025_ufr2",
        "canon_lbp6670_ufr2",  "canon_mf4010_ufr2lt", "canon_ir2318_ufr2lt",
        "canon_mf3010_ufr2lt", "canon_mf4500_ufr2lt",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(model->name, names[i]) == 0)
            return true;
    return false;
}

/* Of a class the usual size, A5, and what is turned. The others differ in their tickets. */
static bool gets_all_kinds(const struct model *model, size_t m)
{
    const struct media *media = model->caps->media[m].media;

    return stands_for_class(model) && (m == 0 || model->caps->media_more[m].turned ||
                                       strcmp(media->name, "iso_a5_148x210mm") == 0);
}

int main(void)
{
    for (size_t i = 0; i < num_models; i++)
        for (size_t m = 0; m < models[i].caps->num_media; m++)
            if (models[i].caps->types_more) /* the others: test-conformance.c */
                test_size(&models[i], m, !gets_all_kinds(&models[i], m));
    return tap_done();
}
