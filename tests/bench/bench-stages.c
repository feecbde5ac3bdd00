/*
 * bench-stages.c - what each stage of a page costs, beside the floor: libcups reading the same
 * raster and throwing it away.
 * usage: bench-stages [-r RUNS] FILE.pwg...
 * Processor time, the least of RUNS runs; every stage sees the same lines in the same order.
 * Effects: reads the files, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/halftone.h"
#include "driver/models.h"
#include "driver/pdl.h"
#include "driver/pipeline.h"
#include "driver/ticket.h"

#include <cups/raster.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct document {
    const char *path;
    const char *name;
    uint32_t width, height;
    uint8_t *gray; /* width * height */
};

struct bench {
    const struct model *model;
    struct ticket ticket;
    struct page_params page;
    struct halftone_params halftone;
    struct document document;
    enum halftone_path path;
    uint8_t *threshold_bits;
    void *halftone_work;
    void *pdl_work;
    void *pipeline_work;
    uint64_t bytes;    /* that came out of the last run */
    uint32_t checksum; /* keeps the compiler from leaving work out */
};

/* One run of a stage; false if it could not be done. */
typedef bool stage(struct bench *b);

static double processor_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- stages --------------------------------------------------------------------------------
 */

static bool run_floor(struct bench *b)
{
    int fd = open(b->document.path, O_RDONLY | O_CLOEXEC);
    cups_raster_t *raster = fd < 0 ? NULL : cupsRasterOpen(fd, CUPS_RASTER_READ);
    cups_page_header2_t header;
    uint8_t *line = malloc(b->document.width);
    uint32_t y = 0;

    if (raster && line && cupsRasterReadHeader2(raster, &header))
        while (y < header.cupsHeight &&
               cupsRasterReadPixels(raster, line, header.cupsBytesPerLine) > 0)
            y++;
    free(line);
    if (raster)
        cupsRasterClose(raster);
    if (fd >= 0)
        close(fd);
    return y == b->document.height && y > 0;
}

/* What a driver does that knows nothing better: each pixel against a cell of a 16 x 16 matrix.
 */
static bool run_threshold(struct bench *b)
{
    static uint8_t matrix[16][16];
    const struct document *d = &b->document;
    uint32_t x, y;

    for (y = 0; y < 16; y++) {
        for (x = 0; x < 16; x++)
            matrix[y][x] = (uint8_t)((x * 37 + y * 101) % 255 + 1);
    }
    for (y = 0; y < d->height; y++) {
        const uint8_t *gray = d->gray + (size_t)y * d->width, *cells = matrix[y % 16];
        uint8_t *bits = b->threshold_bits, byte = 0, bit = 128;

        for (x = 0; x < d->width; x++) {
            if (gray[x] < cells[x % 16])
                byte |= bit;
            if (bit == 1) {
                *bits++ = byte;
                byte = 0;
                bit = 128;
            } else {
                bit >>= 1;
            }
        }
        if (bit < 128)
            *bits = byte;
        b->checksum += b->threshold_bits[d->width / 16];
    }
    return true;
}

static bool run_halftone(struct bench *b)
{
    const struct document *d = &b->document;
    struct halftone *h = halftone_start(b->halftone_work, &b->halftone, b->path);
    const uint8_t *bits;
    uint32_t y;

    for (y = 0; y < d->height; y++) {
        if ((bits = halftone_push(h, d->gray + (size_t)y * d->width)))
            b->checksum += bits[d->width / 16];
    }
    bits = halftone_finish(h);
    return bits != NULL;
}

static enum result count_bytes(void *ctx, const void *bytes, size_t n)
{
    (void)bytes;
    *(uint64_t *)ctx += n;
    return RESULT_OK;
}

static bool run_pipeline(struct bench *b, const struct pdl_ops *pdl)
{
    const struct document *d = &b->document;
    struct sink sink = {count_bytes, &b->bytes};
    struct page_source source = {.pixel = PIXEL_GRAY8,
                                 .width = d->width,
                                 .height = d->height,
                                 .target_width = d->width,
                                 .target_height = d->height,
                                 .clip_margins = true};
    struct pipeline *p;
    enum result result;
    uint32_t y;

    b->bytes = 0;
    result = pdl->start_job(b->pdl_work, b->model, &b->ticket.job, &sink, NULL);
    if (result == RESULT_OK)
        result = pipeline_start_page(b->pipeline_work, pdl, b->pdl_work, &b->page, &b->ticket,
                                     &source, &p);
    for (y = 0; result == RESULT_OK && y < d->height; y++)
        result = pipeline_write_line(p, d->gray + (size_t)y * d->width);
    if (result == RESULT_OK)
        result = pipeline_end_page(p);
    if (result == RESULT_OK)
        result = pdl->end_job(b->pdl_work, false);
    return result == RESULT_OK;
}

/* A language that says nothing: what is left is the pipeline's own work. */
static enum result null_start_job(void *work, const struct model *model,
                                  const struct job_params *job, const struct sink *out,
                                  const struct sink *record)
{
    (void)work, (void)model, (void)job, (void)out, (void)record;
    return RESULT_OK;
}

static enum result null_start_page(void *work, const struct page_params *page)
{
    (void)work, (void)page;
    return RESULT_OK;
}

static enum result null_write_line(void *work, const uint8_t *bits)
{
    *(uint8_t *)work ^= bits[0];
    return RESULT_OK;
}

static enum result null_end_page(void *work)
{
    (void)work;
    return RESULT_OK;
}

static enum result null_end_job(void *work, bool canceled)
{
    (void)work, (void)canceled;
    return RESULT_OK;
}

static const struct pdl_ops pdl_null = {
    .name = "null",
    .start_job = null_start_job,
    .start_page = null_start_page,
    .write_line = null_write_line,
    .end_page = null_end_page,
    .end_job = null_end_job,
};

static bool run_pipeline_alone(struct bench *b)
{
    return run_pipeline(b, &pdl_null);
}

static bool run_everything(struct bench *b)
{
    return run_pipeline(b, b->model->pdl);
}

/* --- measuring -----------------------------------------------------------------------------
 */

/* Milliseconds, the least of the runs; negative if a run failed. */
static double least(struct bench *b, stage *run, unsigned runs)
{
    double best = -1, start, took;

    for (; runs > 0; runs--) {
        start = processor_seconds();
        if (!run(b))
            return -1;
        took = processor_seconds() - start;
        best = best < 0 || took < best ? took : best;
    }
    return best * 1e3;
}

static bool document_read(struct document *d, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    cups_raster_t *raster = fd < 0 ? NULL : cupsRasterOpen(fd, CUPS_RASTER_READ);
    cups_page_header2_t header;
    uint32_t y = 0;

    *d = (struct document){.path = path, .name = strrchr(path, '/')};
    d->name = d->name ? d->name + 1 : path;
    if (raster && cupsRasterReadHeader2(raster, &header) && header.cupsBitsPerPixel == 8 &&
        header.cupsWidth <= PIPELINE_MAX_WIDTH && header.cupsHeight <= PIPELINE_MAX_HEIGHT) {
        d->width = header.cupsWidth;
        d->height = header.cupsHeight;
        d->gray = malloc((size_t)d->width * d->height + 1);
        while (d->gray && y < d->height &&
               cupsRasterReadPixels(raster, d->gray + (size_t)y * d->width, d->width))
            y++;
    }
    if (raster)
        cupsRasterClose(raster);
    if (fd >= 0)
        close(fd);
    return d->gray && y == d->height;
}

static bool bench_prepare(struct bench *b, const char *path)
{
    struct wishes wishes;
    struct page_source source = {.pixel = PIXEL_GRAY8};

    *b = (struct bench){.model = model_find("canon_ir1020_ufr2lt")};
    if (!document_read(&b->document, path)) {
        fprintf(stderr, "bench-stages: %s is no page of 8-bit gray\n", path);
        return false;
    }
    wishes_init(&wishes);
    ticket_resolve(b->model, &wishes, &b->ticket);
    if (b->model->pdl->page_params(b->model, b->ticket.job.media, &b->page) != RESULT_OK)
        return false;
    b->halftone = (struct halftone_params){.width = b->document.width,
                                           .stride = (b->document.width + 7) / 8,
                                           .content = b->ticket.content,
                                           .quality = b->ticket.quality,
                                           .screen = b->ticket.job.screen};
    source.width = source.target_width = b->document.width;
    source.height = source.target_height = b->document.height;
    b->threshold_bits = calloc(1, b->halftone.stride);
    b->halftone_work = malloc(halftone_work_size(&b->halftone));
    b->pdl_work = malloc(b->model->pdl->work_size(b->model));
    b->pipeline_work = malloc(pipeline_work_size(&b->page, &source));
    return b->threshold_bits && b->halftone_work && b->pdl_work && b->pipeline_work;
}

static void bench_free(struct bench *b)
{
    free(b->document.gray);
    free(b->threshold_bits);
    free(b->halftone_work);
    free(b->pdl_work);
    free(b->pipeline_work);
}

static void row(const char *name, double ms, double floor, double threshold, const char *goal)
{
    if (ms < 0)
        printf("  %-44s could not be run\n", name);
    else if (threshold > 0)
        printf("  %-44s %8.2f ms %7.2f x %9.1f x %s\n", name, ms, ms / floor, threshold / ms,
               goal);
    else
        printf("  %-44s %8.2f ms %7.2f x %11s %s\n", name, ms, ms / floor, "", goal);
}

static void bench_document(struct bench *b, unsigned runs)
{
    static const struct {
        enum halftone_path path;
        const char *name, *goal;
    } paths[] = {
        {HALFTONE_SCALAR, "halftone, scalar path", ""                       },
        {HALFTONE_SSE2,   "halftone, SSE2 path",   "10 x the threshold loop"},
        {HALFTONE_AVX2,   "halftone, AVX2 path",   "10 x the threshold loop"},
        {HALFTONE_NEON,   "halftone, NEON path",   "10 x the threshold loop"},
    };
    bool photo = strstr(b->document.name, "photo") != NULL;
    double floor = least(b, run_floor, runs), threshold = least(b, run_threshold, runs);
    size_t i;

    printf("%s, %u x %u %27s %10s %12s\n", b->document.name, b->document.width,
           b->document.height, "least", "of floor", "threshold /");
    row("floor: libcups reads it, thrown away", floor, floor, 0, "");
    row("plain scalar threshold loop", threshold, floor, threshold, "");
    for (i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        b->path = paths[i].path;
        if (halftone_has_path(b->path))
            row(paths[i].name, least(b, run_halftone, runs), floor, threshold, paths[i].goal);
        else
            printf("  %-44s not on this processor\n", paths[i].name);
    }
    row("pipeline: place, clip, halftone", least(b, run_pipeline_alone, runs), floor, 0, "");
    row("everything: and SLIM, packets, sink", least(b, run_everything, runs), floor, 0,
        photo ? "0.50 x of floor" : "0.25 x of floor");
    printf("  %-44s %8.1f KiB\n\n", "bytes for the machine", (double)b->bytes / 1024);
}

int main(int argc, char **argv)
{
    unsigned runs = 9;
    struct bench b;
    int c, i, status = 0;

    while ((c = getopt(argc, argv, "r:")) != -1) {
        if (c != 'r' || (runs = (unsigned)strtoul(optarg, NULL, 10)) == 0) {
            fprintf(stderr, "usage: bench-stages [-r RUNS] FILE.pwg...\n");
            return 2;
        }
    }
    for (i = optind; i < argc; i++) {
        if (bench_prepare(&b, argv[i]))
            bench_document(&b, runs);
        else
            status = 1;
        bench_free(&b);
    }
    return status;
}
