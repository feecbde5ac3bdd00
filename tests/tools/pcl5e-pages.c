/*
 * pcl5e-pages.c - the pages of a stream in PCL 5e as pictures: pcl5e-pages PREFIX <stream
 * writes PREFIX1.pbm and so on, and says on standard output what the ticket and the remarks
 * are. Effects: files; the exit status is 1 for a damaged stream, 2 where a file cannot be
 * written.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pbm.h"
#include "tests/decode/pcl5e-decode.h"

#include <inttypes.h>
#include <stdio.h>

struct pages {
    const char *prefix;
    struct pbm pbm;
    bool failed;
};

static bool on_ticket(void *ctx, const struct decode_ticket *t)
{
    (void)ctx;
    printf("ticket: \"%s\" by \"%s\", %s, source %u %s, type %s, sides %u, edge %u, shift %ld, "
           "copies %u, toner save %d, refinement %d\n",
           t->title, t->user, t->media_name, t->source, t->source_name, t->type_name, t->sides,
           t->edge, (long)t->shift, t->copies, t->toner_save, t->refinement);
    return true;
}

static bool on_page_start(void *ctx, const struct decode_page *page)
{
    struct pages *pages = ctx;
    char path[4000];

    snprintf(path, sizeof path, "%s%u.pbm", pages->prefix, page->number);
    pages->failed = !pbm_open(&pages->pbm, path, page->width, page->height);
    return !pages->failed;
}

static bool on_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                    size_t stride, const uint8_t *bits)
{
    struct pages *pages = ctx;

    (void)page;
    (void)y;
    pages->failed = !pbm_write(&pages->pbm, bits, stride, rows);
    return !pages->failed;
}

static bool on_page_end(void *ctx, const struct decode_page *page)
{
    struct pages *pages = ctx;

    printf("page %u: %u x %u, %" PRIu64 " bytes\n", page->number, page->width, page->height,
           page->bytes);
    pages->failed = !pbm_close(&pages->pbm);
    return !pages->failed;
}

static bool on_job_end(void *ctx)
{
    (void)ctx;
    puts("end of the job");
    return true;
}

static void on_remark(void *ctx, uint64_t offset, const char *text)
{
    (void)ctx;
    printf("remark at %" PRIu64 ": %s\n", offset, text);
}

static int decode(struct pages *pages)
{
    const struct decode_callbacks callbacks = {on_ticket,  on_page_start, on_band, on_page_end,
                                               on_job_end, on_remark,     pages};
    struct pcl5e_decoder *d = pcl5e_decoder_new(&callbacks);
    char bytes[65536];
    bool fine = d != NULL;
    size_t n;

    while (fine && (n = fread(bytes, 1, sizeof bytes, stdin)) > 0)
        fine = pcl5e_decoder_feed(d, bytes, n);
    fine = fine && pcl5e_decoder_finish(d);
    pbm_abandon(&pages->pbm);
    if (d && !fine && !pages->failed)
        fprintf(stderr, "pcl5e-pages: at byte %" PRIu64 ": %s\n", pcl5e_decoder_offset(d),
                pcl5e_decoder_error(d));
    pcl5e_decoder_free(d);
    return pages->failed || !d ? 2 : fine ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct pages pages = {.prefix = argc == 2 ? argv[1] : ""};
    int status;

    if (argc != 2) {
        fputs("usage: pcl5e-pages PREFIX <stream\n", stderr);
        return 2;
    }
    status = decode(&pages);
    if (status == 2)
        perror("pcl5e-pages");
    return status;
}
