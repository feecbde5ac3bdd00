/*
 * test-conformance.c - every model prints every size: pages of all kinds go through the whole
 * of driver/ and come back from the independent decoder dot for dot, with the ticket's values.
 * A new row of models.def is tested by this before anyone writes a test for it.
 * Effects: standard output, memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/pipeline.h"
#include "tests/unit/decoders.h"
#include "tests/unit/tap.h"

#include <stdlib.h>
#include <string.h>

/* ---- pages ---- */

enum kind { WHITE, BLACK, TEXT, TINT, NOISE, GRADIENT, DOTS, SMALL_RGB, NUM_KINDS };

static const char *const kind_names[NUM_KINDS] = {"white", "black",    "text", "tint",
                                                  "noise", "gradient", "dots", "small RGB"};

static uint32_t mix(uint32_t a, uint32_t b)
{
    uint32_t h = a * 0x9E3779B1u ^ (b + 0x7F4A7C15u) * 0x85EBCA77u;

    h ^= h >> 15;
    h *= 0xC2B2AE3Du;
    return h ^ h >> 13;
}

/* One dot of a letter of 40 x 64: strokes, bars and slants with soft edges, as type is
 * rendered. */
static uint8_t letter(uint32_t cell, uint32_t x, uint32_t y)
{
    if (x >= 6 && x < 11 && (cell & 8))
        return x == 6 ? 128 : 0;
    if (y / 4 == (cell >> 4) % 11 && x > 4 && x < 32)
        return y % 4 == 0 ? 90 : 0;
    return (cell & 64) && x + y / 2 > 30 && x + y / 2 < 35 ? 0 : 255;
}

static void text_line(uint32_t width, uint32_t y, uint8_t *gray)
{
    memset(gray, 255, width);
    if (y % 64 > 44 || y / 64 % 9 == 8)
        return;
    for (uint32_t left = 0; left < width; left += 40) {
        uint32_t cell = mix(left / 40, y / 64);

        for (uint32_t x = 0; cell % 6 > 0 && x < 40 && left + x < width; x++)
            gray[left + x] = letter(cell, x, y % 64);
    }
}

/* A third of the page: noise is larger than its input and takes its time. */
static void noise_line(size_t n, uint32_t y, uint8_t rest, uint8_t *bytes)
{
    memset(bytes, rest, n);
    for (size_t i = 0; y % 768 < 256 && i + 4 <= n; i += 4) {
        uint32_t random = mix((uint32_t)i, y);

        memcpy(bytes + i, &random, 4);
    }
}

static void gradient_line(uint32_t width, uint32_t y, uint8_t *gray)
{
    uint32_t step = (255u << 16) / width;

    for (uint32_t x = 0; x < width; x++)
        gray[x] = (uint8_t)((x * step >> 16) + y / 16);
}

static struct page_source source_of(enum kind kind, const struct page_params *page)
{
    struct page_source s = {.pixel = kind == DOTS        ? PIXEL_BLACK1
                                     : kind == SMALL_RGB ? PIXEL_RGB8
                                                         : PIXEL_GRAY8,
                            .width = page->paper_width,
                            .height = page->paper_height,
                            .target_width = page->paper_width,
                            .target_height = page->paper_height,
                            .clip_margins = kind != DOTS};

    if (kind == SMALL_RGB) {
        s.width /= 2; /* 300 dpi */
        s.height /= 2;
        s.target_width = s.width * 2;
        s.target_height = s.height * 2;
    }
    return s;
}

static void rgb_line(uint32_t width, uint32_t y, uint8_t *rgb)
{
    text_line(width, y, rgb);
    for (uint32_t x = width; x-- > 0;)
        memset(rgb + (size_t)x * 3, rgb[x], 3);
}

static void make_line(enum kind kind, const struct page_source *s, uint32_t y, uint8_t *line)
{
    switch (kind) {
    case WHITE:
    case BLACK:
        memset(line, kind == WHITE ? 255 : 0, s->width);
        break;
    case TEXT:
        text_line(s->width, y, line);
        break;
    case TINT:
        memset(line, (int)(60 + y / 512 * 14 % 180), s->width);
        break;
    case NOISE:
        noise_line(s->width, y, 255, line);
        break;
    case GRADIENT:
        gradient_line(s->width, y, line);
        break;
    case DOTS:
        noise_line(pixel_line_bytes(s->pixel, s->width), y, 0, line);
        break;
    case SMALL_RGB:
        rgb_line(s->width, y, line);
        break;
    case NUM_KINDS:
        break;
    }
}

/* ---- a job: its dots on the way in, and on the way back ---- */

struct job {
    const struct model *model;
    struct ticket ticket;
    struct page_params page;
    void *pdl_work;
    uint8_t *bits[NUM_KINDS]; /* of each page, as given to the language */
    uint32_t lines[NUM_KINDS];
    unsigned given; /* pages, the one being given too */

    const struct decoder_calls *calls;
    void *decoder;
    bool back; /* the page that comes back is the back of a sheet */
    bool pages_right, ticket_right, bands_right, margins_right;
    unsigned tickets, pages, ends;
    uint32_t decoded; /* lines of the page that came back */
    uint64_t bytes;   /* of the page's bands so far */
};

static enum result job_start_page(void *work, const struct page_params *page)
{
    struct job *job = work;

    job->given++;
    return job->model->pdl->start_page(job->pdl_work, page);
}

static enum result job_write_line(void *work, const uint8_t *bits)
{
    struct job *job = work;
    uint32_t *lines = &job->lines[job->given - 1];

    if (*lines < job->page.paper_height)
        memcpy(job->bits[job->given - 1] + *lines * job->page.stride, bits, job->page.stride);
    ++*lines;
    return job->model->pdl->write_line(job->pdl_work, bits);
}

static enum result job_end_page(void *work)
{
    struct job *job = work;

    return job->model->pdl->end_page(job->pdl_work);
}

/* The model's language, with a look at the dots it is given. */
static const struct pdl_ops watched = {.name = "watched",
                                       .start_page = job_start_page,
                                       .write_line = job_write_line,
                                       .end_page = job_end_page};

static enum result feed(void *ctx, const void *bytes, size_t n)
{
    struct job *job = ctx;

    return job->calls->feed(job->decoder, bytes, n) ? RESULT_OK : RESULT_IO;
}

static int choice_code(enum choice choice)
{
    return choice == CHOICE_DEVICE ? -1 : choice == CHOICE_ON ? 2 : 1;
}

static bool copies_are_right(const struct job_params *want, const struct decode_ticket *got)
{
    switch (want->collate) {
    case COLLATE_UNCOLLATED:
        return got->sets == 1 && got->finishing == 0x08 && got->copies == want->copies;
    case COLLATE_COLLATED:
        return got->sets == want->copies && got->finishing == 0x0B && got->copies == 1;
    case COLLATE_GROUP:
        return got->sets == want->copies && got->finishing == 0x0F && got->copies == 1;
    }
    return false;
}

static bool ufr2lt_ticket_is_right(const struct job *job, const struct decode_ticket *got)
{
    const struct job_params *want = &job->ticket.job;
    const struct caps *caps = job->model->caps;
    bool duplex = want->sides != SIDES_ONE;

    return strcmp(got->title, want->title) == 0 && strcmp(got->user, want->user) == 0 &&
           copies_are_right(want, got) && got->sides == (duplex ? 2u : 1u) &&
           got->edge == (want->binding == BINDING_LEFT ? 4u : 3u) &&
           got->shift == (int32_t)want->binding_shift_hmm / 10 &&
           got->source == want->source->ufr2_ticket && got->type == want->type->ufr2_ticket &&
           got->size == want->media->ufr2_ticket &&
           got->toner_save == choice_code(want->toner_save) &&
           got->refinement == choice_code(want->refinement) && got->account == want->account &&
           (!got->account || got->pin == want->pin) &&
           (!got->account || got->department_id == want->department_id) &&
           got->doc_size == want->media->ufr2_doc && got->doc_duplex == duplex &&
           got->doc_source == want->source->ufr2_doc &&
           got->model_id[0] == caps->ufr2lt.model_id[0] &&
           got->model_id[1] == caps->ufr2lt.model_id[1];
}

/* There the shift is a number of 1/720 inch, and the edge is told by where it goes. */
static bool pcl5e_ticket_is_right(const struct job *job, const struct decode_ticket *got)
{
    const struct job_params *want = &job->ticket.job;
    bool top = want->sides == SIDES_SHORT_EDGE ||
               (want->sides == SIDES_ONE && want->binding == BINDING_TOP &&
                want->binding_shift_hmm > 0);
    int32_t shift_wrong = got->shift - (int32_t)want->binding_shift_hmm / 10;

    return strcmp(got->language, "pcl5e") == 0 && strcmp(got->title, want->title) == 0 &&
           strcmp(got->user, want->user) == 0 && got->sets == 1 && got->finishing == 0x08 &&
           got->copies == want->copies && got->sides == (want->sides != SIDES_ONE ? 2u : 1u) &&
           got->edge == (top ? 3u : 4u) && shift_wrong >= -1 && shift_wrong <= 1 &&
           strcmp(got->media_name, want->media->name) == 0 &&
           strcmp(got->source_name, want->source->name) == 0 &&
           strcmp(got->type_name, want->type->name) == 0 &&
           got->toner_save == choice_code(want->toner_save) &&
           got->refinement == choice_code(want->refinement) && !got->account;
}

/* There automatic paper has no name, and thick paper one for two types. */
static bool pclxl_type_is_right(const char *want, const char *got)
{
    if (strcmp(want, "auto") == 0)
        return got[0] == '\0';
    return strcmp(got, strcmp(want, "cardboard") == 0 ? "cardstock" : want) == 0;
}

static bool pclxl_ticket_is_right(const struct job *job, const struct decode_ticket *got)
{
    const struct job_params *want = &job->ticket.job;
    bool top = want->sides == SIDES_SHORT_EDGE ||
               (want->sides == SIDES_ONE && want->binding == BINDING_TOP &&
                want->binding_shift_hmm > 0);
    int32_t shift_wrong = got->shift - (int32_t)want->binding_shift_hmm / 10;

    return strcmp(got->language, "pclxl") == 0 && strcmp(got->title, want->title) == 0 &&
           strcmp(got->user, want->user) == 0 && got->sets == 1 &&
           got->copies == want->copies && got->sides == (want->sides != SIDES_ONE ? 2u : 1u) &&
           got->edge == (top ? 3u : 4u) && shift_wrong >= -1 && shift_wrong <= 1 &&
           strcmp(got->media_name, want->media->name) == 0 &&
           strcmp(got->source_name, want->source->name) == 0 &&
           pclxl_type_is_right(want->type->name, got->type_name) &&
           got->toner_save == choice_code(want->toner_save) &&
           got->refinement == choice_code(want->refinement) && !got->account;
}

static bool ticket_is_right(const struct job *job, const struct decode_ticket *got)
{
    if (job->model->pdl == &pdl_pcl5e)
        return pcl5e_ticket_is_right(job, got);
    if (job->model->pdl == &pdl_pclxl)
        return pclxl_ticket_is_right(job, got);
    return ufr2lt_ticket_is_right(job, got);
}

/* ---- dots of PCL: of the logical page only, and moved by the shift ---- */

/* 142 dots from the edges of metric paper, 150 from those of others. */
static uint32_t logical_left(const struct media *media)
{
    return strncmp(media->name, "na_", 3) == 0 ? 150 : 142;
}

/* Dots before first and from end on become white. */
static void keep_dots(uint8_t *line, uint32_t first, uint32_t end, size_t stride)
{
    for (size_t i = 0; i < stride; i++) {
        uint32_t x = (uint32_t)i * 8;

        if (x + 8 <= first || x >= end)
            line[i] = 0;
        else if (x < first)
            line[i] &= (uint8_t)(0xFFu >> (first - x));
        if (x < end && x + 8 > end)
            line[i] &= (uint8_t)(0xFFu << (x + 8 - end));
    }
}

/* By whole dots, to the right or to the left. */
static void move_dots(uint8_t *line, int32_t dots, size_t stride)
{
    uint8_t moved[1024] = {0};
    int32_t bytes = dots >= 0 ? dots / 8 : -((-dots + 7) / 8), bits = dots - bytes * 8;

    for (int32_t i = 0; i < (int32_t)stride; i++) {
        int32_t from = i - bytes;
        unsigned here = from >= 0 && from < (int32_t)stride ? line[from] : 0;
        unsigned before = from >= 1 && from <= (int32_t)stride ? line[from - 1] : 0;

        moved[i] = (uint8_t)((before << 8 | here) >> bits);
    }
    memcpy(line, moved, stride);
}

/* 1/100 mm to 1/720 inch, to dots; the other way on the back of a sheet. */
static int32_t shift_dots(const struct job *job, enum sides turned, enum binding binding)
{
    const struct job_params *want = &job->ticket.job;
    int32_t points = (int32_t)((want->binding_shift_hmm * 720 + 1270) / 2540);
    int32_t dots = (points * 10 + 6) / 12;

    if (want->binding != binding)
        return 0;
    if (!job->back || want->sides != turned)
        return dots;
    return -dots;
}

/* What line y of the sheet should be; false: one that was not given yet. */
static bool wanted_pcl_line(const struct job *job, unsigned n, uint32_t y, uint8_t *line)
{
    const struct page_params *p = &job->page;
    uint32_t left = logical_left(job->ticket.job.media);
    int64_t from = (int64_t)y - shift_dots(job, SIDES_SHORT_EDGE, BINDING_TOP);

    memset(line, 0, p->stride);
    if (from < 0 || from >= p->paper_height)
        return true;
    if (from >= job->lines[n])
        return false;
    memcpy(line, job->bits[n] + (size_t)from * p->stride, p->stride);
    keep_dots(line, (left + 7) / 8 * 8, p->paper_width - left, p->stride);
    move_dots(line, shift_dots(job, SIDES_LONG_EDGE, BINDING_LEFT), p->stride);
    keep_dots(line, 0, p->paper_width, p->stride);
    return true;
}

/* In PCL XL the origin moves, by dots of 1/600 inch, and all of the sheet with it. */
static bool wanted_xl_line(const struct job *job, unsigned n, uint32_t y, uint8_t *line)
{
    const struct job_params *want = &job->ticket.job;
    const struct page_params *p = &job->page;
    int32_t dots = (int32_t)((want->binding_shift_hmm * 600 + 1270) / 2540);
    int64_t from;

    if (job->back && want->sides != SIDES_ONE)
        dots = -dots;
    from = (int64_t)y - (want->binding == BINDING_TOP ? dots : 0);
    memset(line, 0, p->stride);
    if (from < 0 || from >= p->paper_height)
        return true;
    if (from >= job->lines[n])
        return false;
    memcpy(line, job->bits[n] + (size_t)from * p->stride, p->stride);
    keep_dots(line, 0, p->paper_width, p->stride);
    move_dots(line, want->binding == BINDING_LEFT ? dots : 0, p->stride);
    keep_dots(line, 0, p->paper_width, p->stride);
    return true;
}

static bool line_is_right(const struct job *job, unsigned n, uint32_t y, const uint8_t *bits,
                          size_t stride)
{
    uint8_t line[1024];

    if (job->model->pdl == &pdl_pclxl)
        return stride <= job->page.stride && job->page.stride <= sizeof line &&
               wanted_xl_line(job, n, y, line) && memcmp(line, bits, stride) == 0;
    if (job->model->pdl != &pdl_pcl5e)
        return stride == job->page.stride && y < job->lines[n] &&
               memcmp(job->bits[n] + y * stride, bits, stride) == 0;
    return stride <= job->page.stride && job->page.stride <= sizeof line &&
           wanted_pcl_line(job, n, y, line) && memcmp(line, bits, stride) == 0;
}

static bool on_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct job *job = ctx;

    job->tickets++;
    job->ticket_right = job->ticket_right && ticket_is_right(job, ticket);
    return true;
}

static bool on_page_start(void *ctx, const struct decode_page *page)
{
    struct job *job = ctx;

    job->decoded = 0;
    job->bytes = 0;
    job->back = page->number % 2 == 0;
    job->pages_right = job->pages_right && page->width == job->page.page_width &&
                       page->height == job->page.page_height && page->orientation == 0;
    return true;
}

/* Bands come some pages later than their lines, since the packets are large, or while their
 * page is still being given: what is there must be the same. */
static bool on_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                    size_t stride, const uint8_t *bits)
{
    struct job *job = ctx;
    const struct ufr2lt_params *params = &job->model->caps->ufr2lt;
    uint64_t bytes = page->bytes - job->bytes;
    unsigned n = job->pages < NUM_KINDS ? job->pages : 0;

    job->bytes = page->bytes;
    if (job->model->pdl == &pdl_ufr2lt)
        job->bands_right = job->bands_right && rows <= params->band_rows &&
                           (params->band_max_bytes == 0 || bytes < params->band_max_bytes);
    job->pages_right = job->pages_right && y == job->decoded;
    for (uint32_t i = 0; job->pages_right && i < rows; i++)
        job->pages_right = line_is_right(job, n, y + i, bits + i * stride, stride);
    job->decoded += rows;
    return true;
}

/* What a line of the black page between the margins should be; line is 0. */
static void black_line(const struct page_params *p, uint8_t *line)
{
    for (uint32_t x = p->margin; x < p->paper_width - p->margin; x++)
        line[x / 8] |= (uint8_t)(0x80u >> x % 8);
}

/* White is white, black is black, both to the dot. */
static bool plain_is_right(const struct job *job, unsigned page)
{
    const struct page_params *p = &job->page;
    uint8_t *edge = calloc(2, p->stride), *want;
    bool right = edge != NULL;

    if (right)
        black_line(p, edge + p->stride);
    for (uint32_t y = 0; right && y < p->paper_height; y++) {
        bool inside = y >= p->margin && y < p->paper_height - p->margin;

        want = page == BLACK && inside ? edge + p->stride : edge;
        right = memcmp(job->bits[page] + y * p->stride, want, p->stride) == 0;
    }
    free(edge);
    return right;
}

static bool on_page_end(void *ctx, const struct decode_page *page)
{
    struct job *job = ctx;

    (void)page;
    if (job->pages == WHITE || job->pages == BLACK)
        job->margins_right = job->margins_right && plain_is_right(job, job->pages);
    job->pages++;
    job->pages_right = job->pages_right && job->decoded == job->page.page_height;
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
    uint32_t n = (uint32_t)(m + 5 * (size_t)(model - models));

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

static enum result print_page(struct job *job, enum kind kind)
{
    struct page_source source = source_of(kind, &job->page);
    void *work = malloc(pipeline_work_size(&job->page, &source));
    uint8_t *line = malloc(pixel_line_bytes(source.pixel, source.width));
    struct pipeline *p = NULL;
    enum result result = RESULT_SPACE;

    if (work && line)
        result =
            pipeline_start_page(work, &watched, job, &job->page, &job->ticket, &source, &p);
    for (uint32_t y = 0; result == RESULT_OK && y < source.height; y++) {
        make_line(kind, &source, y, line);
        result = pipeline_write_line(p, line);
    }
    if (result == RESULT_OK)
        result = pipeline_end_page(p);
    free(line);
    free(work);
    return result;
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
            diag("giving page %s, reading page %u: result %d, %s", kind_names[kind],
                 job->pages + 1, (int)result, job->calls->error(job->decoder));
            return false;
        }
    }
    if (result == RESULT_OK)
        result = pdl->end_job(job->pdl_work, false);
    return result == RESULT_OK && job->calls->finish(job->decoder);
}

static bool get_memory(struct job *job, const struct decode_callbacks *callbacks)
{
    size_t n = job->page.stride * job->page.page_height;

    job->pdl_work = malloc(job->model->pdl->work_size(job->model));
    job->bits[0] = malloc(n * NUM_KINDS);
    job->decoder = job->calls->start(job->model, callbacks);
    for (unsigned i = 1; job->bits[0] && i < NUM_KINDS; i++)
        job->bits[i] = job->bits[0] + i * n;
    return ok(job->pdl_work && job->bits[0] && job->decoder, "There is memory for a job");
}

static void test_size(const struct model *model, size_t m)
{
    const char *size = model->caps->media[m].media->label;
    struct job job = {.model = model,
                      .pages_right = true,
                      .ticket_right = true,
                      .bands_right = true,
                      .margins_right = true};
    const struct decode_callbacks callbacks = {.ticket = on_ticket,
                                               .page_start = on_page_start,
                                               .band = on_band,
                                               .page_end = on_page_end,
                                               .job_end = on_job_end,
                                               .ctx = &job};
    struct wishes wishes;

    job.calls = decoder_calls_of(model);
    if (!ok(job.calls != NULL, "%s speaks a language with a decoder", model->name))
        return;
    make_wishes(&wishes, model, m);
    ticket_resolve(model, &wishes, &job.ticket);
    if (!ok(job.ticket.job.media == model->caps->media[m].media &&
                model->pdl->page_params(model, job.ticket.job.media, &job.page) == RESULT_OK,
            "%s has pages of %s", model->name, size))
        return;
    if (get_memory(&job, &callbacks)) {
        ok(print_job(&job) && job.ends == 1, "%s %s: the stream is whole", model->name, size);
        ok(job.pages == NUM_KINDS && job.pages_right, "%s %s: all dots come back", model->name,
           size);
        ok(job.margins_right, "%s %s: white is white, black fills the printable area",
           model->name, size);
        ok(job.tickets == 1 && job.ticket_right, "%s %s: so does the ticket", model->name,
           size);
        ok(job.bands_right, "%s %s: the bands are within their limits", model->name, size);
    }
    job.calls->free(job.decoder);
    free(job.bits[0]);
    free(job.pdl_work);
}

int main(void)
{
    for (size_t i = 0; i < num_models; i++)
        for (size_t m = 0; m < models[i].caps->num_media; m++)
            if (!models[i].caps->types_more) /* the others: test-conformance-sisters.c */
                test_size(&models[i], m);
    return tap_done();
}
