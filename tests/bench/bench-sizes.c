/*
 * bench-sizes.c - our compressed bands against the maker's, over streams of the maker's driver.
 * usage: bench-sizes [-m MODEL] FILE.bin[.gz]... [-m MODEL FILE.bin[.gz]...]...
 * Each page is decoded, encoded again for the model (the streams do not name theirs) with the
 * same screen, and its compressed bytes are counted in both.
 * Effects: reads the files, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models.h"
#include "driver/pdl.h"
#include "driver/ticket.h"
#include "tests/decode/ufr2lt-decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* One stream on its way through: decoded band by band, encoded again at once. */
struct stream {
    const char *name;
    const struct model *model;
    struct ticket ticket;
    struct page_params page;
    uint8_t *line; /* a line of the model's own stride */
    void *work;
    struct decoder *again; /* reads what we wrote, for its count of bytes */
    enum result result;
    uint64_t theirs, ours;
};

static enum result feed_again(void *ctx, const void *bytes, size_t n)
{
    struct stream *s = ctx;

    return decoder_feed(s->again, bytes, n) ? RESULT_OK : RESULT_IO;
}

static bool count_ours(void *ctx, const struct decode_page *page)
{
    struct stream *s = ctx;

    s->ours += page->bytes;
    return true;
}

static bool take_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct stream *s = ctx;
    struct decode_callbacks count = {.page_end = count_ours, .ctx = s};
    struct sink sink = {feed_again, s};
    struct wishes wishes;

    (void)ticket;
    wishes_init(&wishes);
    wishes.screen = strstr(s->name, "colortone") ? SCREEN_COLOR_TONE : -1;
    ticket_resolve(s->model, &wishes, &s->ticket);
    s->work = malloc(s->model->pdl->work_size(s->model));
    s->again = decoder_new(&count);
    s->result = s->work && s->again
                    ? s->model->pdl->start_job(s->work, s->model, &s->ticket.job, &sink, NULL)
                    : RESULT_SPACE;
    return s->result == RESULT_OK;
}

/* The size whose page has the dots of the stream's page. */
static bool take_page_start(void *ctx, const struct decode_page *page)
{
    struct stream *s = ctx;
    const struct caps *caps = s->model->caps;
    size_t i;

    for (i = 0; i < caps->num_media; i++) {
        if (s->model->pdl->page_params(s->model, caps->media[i].media, &s->page) == RESULT_OK &&
            s->page.page_width == page->width && s->page.page_height == page->height)
            break;
    }
    free(s->line);
    s->line = i < caps->num_media ? calloc(1, s->page.stride) : NULL;
    s->result = s->line ? s->model->pdl->start_page(s->work, &s->page) : RESULT_UNSUPPORTED;
    return s->result == RESULT_OK;
}

static bool take_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                      size_t stride, const uint8_t *bits)
{
    struct stream *s = ctx;
    size_t n = stride < s->page.stride ? stride : s->page.stride;

    (void)page, (void)y;
    for (; rows > 0 && s->result == RESULT_OK; rows--, bits += stride) {
        memcpy(s->line, bits, n);
        s->result = s->model->pdl->write_line(s->work, s->line);
    }
    return s->result == RESULT_OK;
}

static bool take_page_end(void *ctx, const struct decode_page *page)
{
    struct stream *s = ctx;

    s->theirs += page->bytes;
    s->result = s->model->pdl->end_page(s->work);
    return s->result == RESULT_OK;
}

static bool take_job_end(void *ctx)
{
    struct stream *s = ctx;

    s->result = s->model->pdl->end_job(s->work, false);
    return s->result == RESULT_OK;
}

/* gzopen reads plain files as they are. */
static bool stream_run(struct stream *s, const char *path)
{
    struct decode_callbacks take = {.ticket = take_ticket,
                                    .page_start = take_page_start,
                                    .band = take_band,
                                    .page_end = take_page_end,
                                    .job_end = take_job_end,
                                    .ctx = s};
    struct decoder *decoder = decoder_new(&take);
    gzFile file = gzopen(path, "rb");
    uint8_t bytes[65536];
    bool good = file && decoder;
    int n = 1;

    while (good && (n = gzread(file, bytes, sizeof bytes)) > 0)
        good = decoder_feed(decoder, bytes, (size_t)n);
    good = good && n == 0 && decoder_finish(decoder);
    if (file)
        gzclose(file);
    decoder_free(decoder);
    return good;
}

int main(int argc, char **argv)
{
    uint64_t theirs = 0, ours = 0;
    const struct model *model = model_find("canon_ir1020_ufr2lt");
    int i, status = 0;

    printf("  %-44s %10s %10s %8s\n", "compressed bytes", "maker's", "ours", "ratio");
    for (i = 1; i < argc; i++) {
        const char *slash = strrchr(argv[i], '/');
        struct stream s = {.name = slash ? slash + 1 : argv[i], .model = model};

        if (strcmp(argv[i], "-m") == 0 && i + 1 < argc) {
            if (!(model = model_find(argv[++i])))
                return 2;
            continue;
        }
        if (stream_run(&s, argv[i])) {
            printf("  %-44s %10llu %10llu %8.4f\n", s.name, (unsigned long long)s.theirs,
                   (unsigned long long)s.ours,
                   s.theirs ? (double)s.ours / (double)s.theirs : 0);
            theirs += s.theirs;
            ours += s.ours;
        } else {
            printf("  %-44s could not be read (result %d)\n", s.name, (int)s.result);
            status = 1;
        }
        free(s.line);
        free(s.work);
        decoder_free(s.again);
    }
    printf("  %-44s %10llu %10llu %8.4f   goal 0.99\n\n", "sum", (unsigned long long)theirs,
           (unsigned long long)ours, theirs ? (double)ours / (double)theirs : 0);
    return theirs > 0 ? status : 1;
}
