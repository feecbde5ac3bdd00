/*
 * test-golden.c - whole jobs, byte for byte: tests/golden/NAME holds the job's ticket, its
 * pictures (put at the top left of the sheet) and the stream they gave.
 * Effects: reads tests/golden; with GOLDEN_UPDATE=1 in the environment it writes there each
 * expected.prn that differs, for a person to look at the difference before it is committed.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/pdl.h"
#include "driver/ticket.h"
#include "tests/unit/buffer.h"
#include "tests/unit/decoders.h"
#include "tests/unit/tap.h"

#include <dirent.h>
#include <stdio.h>

#define FOLDER    "tests/golden"
#define MAX_PAGES 9

struct picture {
    unsigned width, height;
    size_t stride;
    struct buffer file;
    const uint8_t *bits;
};

struct golden {
    const char *name;
    struct buffer ticket_text;
    const struct model *model;
    struct wishes wishes;
    struct ticket ticket;
    struct picture pages[MAX_PAGES];
    unsigned num_pages;
    struct buffer expected, stream;
};

static bool read_file(const char *name, const char *file, struct buffer *b)
{
    char path[512];
    uint8_t bytes[4096];
    FILE *f;
    size_t n;

    snprintf(path, sizeof path, FOLDER "/%s/%s", name, file);
    f = fopen(path, "rb");
    if (!f)
        return false;
    while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
        buffer_append(b, bytes, n);
    fclose(f);
    return true;
}

static bool write_expected(const struct golden *g)
{
    char path[512];
    FILE *f;
    bool fine;

    snprintf(path, sizeof path, FOLDER "/%s/expected.prn", g->name);
    f = fopen(path, "wb");
    fine = f && fwrite(g->stream.bytes, 1, g->stream.n, f) == g->stream.n;
    return f && fclose(f) == 0 && fine;
}

/* ---- reading ---- */

/* "model NAME", "title TEXT", "user TEXT" or an option, NAME=VALUE. Strings stay in the text.
 */
static bool read_line(struct golden *g, char *line)
{
    char *value = strpbrk(line, " =");

    if (!value)
        return false;
    if (*value == '=') {
        *value++ = '\0';
        return wishes_set(&g->wishes, line, value) == RESULT_OK;
    }
    *value++ = '\0';
    if (strcmp(line, "title") == 0)
        g->wishes.title = value;
    else if (strcmp(line, "user") == 0)
        g->wishes.user = value;
    else if (strcmp(line, "model") == 0)
        g->model = model_find(value);
    else
        return false;
    return true;
}

static bool read_ticket(struct golden *g)
{
    bool fine = read_file(g->name, "ticket.txt", &g->ticket_text);
    char *line, *end;

    wishes_init(&g->wishes);
    if (!fine || !buffer_append(&g->ticket_text, "", 1))
        return false;
    for (line = (char *)g->ticket_text.bytes; fine && *line != '\0'; line = end + 1) {
        end = strchr(line, '\n');
        if (!end)
            return false;
        *end = '\0';
        fine = read_line(g, line);
        if (!fine)
            diag("%s: ticket.txt: %s", g->name, line);
    }
    return fine && g->model;
}

static bool read_picture(struct golden *g, struct picture *p, unsigned number)
{
    char file[32];
    int head = 0;

    snprintf(file, sizeof file, "page-%u.pbm", number);
    if (!read_file(g->name, file, &p->file) || !buffer_append(&p->file, "", 1) ||
        sscanf((const char *)p->file.bytes, "P4 %u %u%n", &p->width, &p->height, &head) != 2)
        return false;
    p->stride = ((size_t)p->width + 7) / 8;
    p->bits = p->file.bytes + head + 1;
    return p->file.n == (size_t)head + 1 + p->stride * p->height + 1;
}

static bool read_golden(struct golden *g)
{
    if (!read_ticket(g))
        return false;
    while (g->num_pages < MAX_PAGES &&
           read_picture(g, &g->pages[g->num_pages], g->num_pages + 1))
        g->num_pages++;
    ticket_resolve(g->model, &g->wishes, &g->ticket);
    return g->num_pages > 0 && g->ticket.host_copies == 1;
}

/* ---- encoding ---- */

static enum result encode_page(const struct golden *g, void *work,
                               const struct page_params *page, const struct picture *p)
{
    uint8_t *line = calloc(1, page->stride);
    enum result result = RESULT_SPACE;
    unsigned y;

    if (line && p->stride <= page->stride)
        result = g->model->pdl->start_page(work, page);
    for (y = 0; result == RESULT_OK && y < p->height; y++) {
        memcpy(line, p->bits + y * p->stride, p->stride);
        result = g->model->pdl->write_line(work, line);
    }
    free(line);
    return result == RESULT_OK ? g->model->pdl->end_page(work) : result;
}

static bool encode(struct golden *g)
{
    const struct pdl_ops *pdl = g->model->pdl;
    const struct sink sink = {buffer_write, &g->stream};
    struct page_params page;
    void *work = malloc(pdl->work_size(g->model));
    enum result result = RESULT_SPACE;
    unsigned i;

    if (work)
        result = pdl->page_params(g->model, g->ticket.job.media, &page);
    if (result == RESULT_OK)
        result = pdl->start_job(work, g->model, &g->ticket.job, &sink, NULL);
    for (i = 0; result == RESULT_OK && i < g->num_pages; i++)
        result = encode_page(g, work, &page, &g->pages[i]);
    if (result == RESULT_OK)
        result = pdl->end_job(work, false);
    free(work);
    return result == RESULT_OK;
}

/* ---- decoding what is expected ---- */

struct compare {
    const struct golden *g;
    unsigned pages;
    bool same;
};

/* The picture at the top left, white elsewhere. */
static bool compare_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                         size_t stride, const uint8_t *bits)
{
    struct compare *c = ctx;
    const struct picture *p;
    size_t x;

    if (page->number > c->g->num_pages)
        return false;
    p = &c->g->pages[page->number - 1];
    for (; rows > 0; rows--, y++, bits += stride)
        for (x = 0; x < stride; x++)
            c->same =
                c->same &&
                bits[x] == (y < p->height && x < p->stride ? p->bits[y * p->stride + x] : 0);
    return c->same;
}

static bool compare_end(void *ctx, const struct decode_page *page)
{
    (void)page;
    ((struct compare *)ctx)->pages++;
    return true;
}

static bool decodes(const struct golden *g)
{
    struct compare c = {g, 0, true};
    const struct decode_callbacks callbacks = {
        .band = compare_band, .page_end = compare_end, .ctx = &c};
    const struct decoder_calls *calls = decoder_calls_of(g->model);
    void *d = calls ? calls->start(g->model, &callbacks) : NULL;
    bool fine = d && calls->feed(d, g->expected.bytes, g->expected.n) && calls->finish(d);

    if (d && !fine)
        diag("%s: %s", g->name, calls->error(d));
    if (d)
        calls->free(d);
    return fine && c.same && c.pages == g->num_pages;
}

static void test_golden(const char *name)
{
    const char *update = getenv("GOLDEN_UPDATE");
    struct golden g = {.name = name};
    unsigned i;
    size_t at = 0;

    if (ok(read_golden(&g) && encode(&g), "%s: its pages can be encoded", name)) {
        read_file(name, "expected.prn", &g.expected);
        if (update && strcmp(update, "1") == 0 &&
            !buffer_equals(&g.stream, g.expected.bytes, g.expected.n)) {
            diag("%s: %zu bytes become %zu", name, g.expected.n, g.stream.n);
            buffer_free(&g.expected);
            if (write_expected(&g))
                read_file(name, "expected.prn", &g.expected);
        }
        while (at < g.stream.n && at < g.expected.n &&
               g.stream.bytes[at] == g.expected.bytes[at])
            at++;
        if (!ok(buffer_equals(&g.stream, g.expected.bytes, g.expected.n),
                "%s: the stream is the one expected", name))
            diag("%zu bytes instead of %zu, different from byte %zu on", g.stream.n,
                 g.expected.n, at);
        ok(decodes(&g), "%s: what is expected decodes to the pictures", name);
    }
    for (i = 0; i < MAX_PAGES; i++)
        buffer_free(&g.pages[i].file);
    buffer_free(&g.ticket_text);
    buffer_free(&g.expected);
    buffer_free(&g.stream);
}

int main(void)
{
    struct dirent **names = NULL;
    int i, n = scandir(FOLDER, &names, NULL, alphasort);

    ok(n > 2, "There are golden jobs in " FOLDER);
    for (i = 0; i < n; i++) {
        if (names[i]->d_name[0] != '.')
            test_golden(names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return tap_done();
}
