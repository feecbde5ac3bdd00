/*
 * encode.c - `ufr2lt encode`, see encode.h.
 * Effects: reads files, a temporary file for copies, standard output and error.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/ufr2lt/encode.h"

#include "tests/ufr2lt/document.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DPI   600u
#define PIECE 65536u

/* A job on its way to standard output. */
struct encoder {
    const struct model *model;
    struct wishes *wishes;
    struct ticket ticket;
    struct page_params page; /* the same for all pages */
    void *work;
    FILE *set; /* the pages of one set, when the host makes the copies */
    bool begun;
    unsigned pages;
    bool told; /* the message for a failure is out */
};

__attribute__((format(printf, 2, 3))) static bool fail(struct encoder *e, const char *format,
                                                       ...)
{
    va_list args;

    if (!e->told) {
        fprintf(stderr, "ufr2lt: ");
        va_start(args, format);
        vfprintf(stderr, format, args);
        va_end(args);
        putc('\n', stderr);
    }
    e->told = true;
    return false;
}

static bool check(struct encoder *e, enum result result)
{
    switch (result) {
    case RESULT_OK:
        return true;
    case RESULT_IO:
        return fail(e, "cannot write: %s", strerror(errno));
    case RESULT_SPACE:
        return fail(e, "out of memory");
    case RESULT_FORMAT:
        return fail(e, "the page has another form than it says");
    case RESULT_UNSUPPORTED:
        break;
    }
    return fail(e, "%s cannot print this", e->model->name);
}

static enum result write_file(void *ctx, const void *bytes, size_t n)
{
    return fwrite(bytes, 1, n, ctx) == n ? RESULT_OK : RESULT_IO;
}

/* ---- the sheet ---- */

static bool is_sheet(const struct page_params *page, const struct document_page *p)
{
    return p->height == page->page_height &&
           (p->width == page->paper_width || p->width == page->page_width);
}

/* The first page says what paper is meant, unless the options do. A PBM does by its size. */
static void choose_media(struct encoder *e, const struct document_page *first)
{
    size_t i;

    if (e->wishes->media || e->wishes->width_hmm)
        return;
    if (first->width_hmm) {
        e->wishes->width_hmm = first->width_hmm;
        e->wishes->length_hmm = first->length_hmm;
        return;
    }
    for (i = 0; i < e->model->caps->num_media; i++) {
        const struct media *media = e->model->caps->media[i].media;
        struct page_params page;

        if (e->model->pdl->page_params(e->model, media, &page) == RESULT_OK &&
            is_sheet(&page, first)) {
            e->wishes->media = media->name;
            return;
        }
    }
}

static bool begin_job(struct encoder *e, const struct document_page *first)
{
    struct sink out = {write_file, stdout}, record = {write_file, NULL};
    char text[500];

    choose_media(e, first);
    ticket_resolve(e->model, e->wishes, &e->ticket);
    ticket_explain(e->model, e->wishes, &e->ticket, text, sizeof text);
    if (text[0])
        fprintf(stderr, "ufr2lt: %s\n", text);
    if (!check(e, e->model->pdl->page_params(e->model, e->ticket.job.media, &e->page)))
        return false;
    e->work = malloc(e->model->pdl->work_size(e->model));
    if (!e->work)
        return check(e, RESULT_SPACE);
    if (e->ticket.host_copies > 1) {
        e->set = tmpfile();
        if (!e->set)
            return fail(e, "no temporary file for the copies: %s", strerror(errno));
        record.ctx = e->set;
    }
    e->begun = true;
    return check(e, e->model->pdl->start_job(e->work, e->model, &e->ticket.job, &out,
                                             e->set ? &record : NULL));
}

/* ---- pages ---- */

/* Where a page goes. Dots lie at the top left; a raster page has the size it says. */
static void place(const struct encoder *e, const char *path, unsigned number,
                  const struct document_page *p, struct page_source *source)
{
    memset(source, 0, sizeof *source);
    source->pixel = p->pixel;
    source->width = source->target_width = p->width;
    source->height = source->target_height = p->height;
    if (p->x_dpi == 0) {
        if (!is_sheet(&e->page, p))
            fprintf(stderr,
                    "ufr2lt: %s: page %u has %ux%u dots, the sheet %ux%u; put at the top left, "
                    "what lies beyond is cut\n",
                    path, number, (unsigned)p->width, (unsigned)p->height,
                    (unsigned)e->page.paper_width, (unsigned)e->page.page_height);
        return;
    }
    source->clip_margins = true;
    source->target_width = (uint32_t)(((uint64_t)p->width * DPI + p->x_dpi / 2) / p->x_dpi);
    source->target_height = (uint32_t)(((uint64_t)p->height * DPI + p->y_dpi / 2) / p->y_dpi);
    if (source->target_width == 0)
        source->target_width = 1;
    if (source->target_height == 0)
        source->target_height = 1;
}

static bool encode_lines(struct encoder *e, const char *path, struct document *document,
                         const struct document_page *p, struct pipeline *pipeline)
{
    uint8_t *line = malloc(pixel_line_bytes(p->pixel, p->width));
    char why[300];
    bool good = line != NULL;
    uint32_t y;

    if (!line)
        check(e, RESULT_SPACE);
    for (y = 0; good && y < p->height; y++) {
        good = document_line(document, p, line, why, sizeof why);
        if (!good)
            fail(e, "%s: %s", path, why);
        else
            good = check(e, pipeline_write_line(pipeline, line));
    }
    free(line);
    return good;
}

static bool encode_page(struct encoder *e, const char *path, struct document *document,
                        unsigned number, const struct document_page *p)
{
    struct page_source source;
    struct pipeline *pipeline = NULL;
    size_t size;
    void *work;
    bool good;

    place(e, path, number, p, &source);
    size = pipeline_work_size(&e->page, &source);
    work = size == SIZE_MAX ? NULL : malloc(size);
    if (!work)
        return fail(e, "%s: no memory for a page of %ux%u", path, (unsigned)p->width,
                    (unsigned)p->height);
    good = check(e, pipeline_start_page(work, e->model->pdl, e->work, &e->page, &e->ticket,
                                        &source, &pipeline)) &&
           encode_lines(e, path, document, p, pipeline) &&
           check(e, pipeline_end_page(pipeline));
    free(work);
    e->pages += good;
    return good;
}

static bool encode_file(struct encoder *e, const char *path)
{
    char why[300];
    struct document *document = document_open(path, why, sizeof why);
    struct document_page page;
    unsigned number = 0;
    int more = 1;
    bool good = true;

    if (!document)
        return fail(e, "%s: %s", path, why);
    while (good && (more = document_page(document, &page, why, sizeof why)) > 0)
        good = (e->begun || begin_job(e, &page)) &&
               encode_page(e, path, document, ++number, &page);
    if (more < 0)
        good = fail(e, "%s: %s", path, why);
    document_close(document);
    return good;
}

/* ---- copies ---- */

/* A two-sided set with an odd number of pages: the next begins on a new sheet. */
static bool white_page(struct encoder *e)
{
    return check(e, e->model->pdl->start_page(e->work, &e->page)) &&
           check(e, e->model->pdl->end_page(e->work));
}

static bool replay(struct encoder *e, uint64_t size)
{
    static uint8_t bytes[PIECE];

    rewind(e->set);
    while (size > 0) {
        size_t n = fread(bytes, 1, size < sizeof bytes ? (size_t)size : sizeof bytes, e->set);

        if (n == 0)
            return fail(e, "cannot read the temporary file back");
        if (!check(e, e->model->pdl->replay(e->work, bytes, n)))
            return false;
        size -= n;
    }
    return true;
}

static bool encode_copies(struct encoder *e)
{
    bool fill = e->ticket.job.sides != SIDES_ONE && e->pages % 2 == 1;
    uint32_t copy;
    off_t size;

    if (!e->set)
        return true;
    size = ftello(e->set);
    if (size < 0 || fflush(e->set) != 0)
        return fail(e, "temporary file: %s", strerror(errno));
    for (copy = 1; copy < e->ticket.host_copies; copy++) {
        /* the white page is recorded behind the set, where nobody reads it */
        if (fill && (fseeko(e->set, 0, SEEK_END) != 0 || !white_page(e)))
            return fail(e, "temporary file: %s", strerror(errno));
        if (!replay(e, (uint64_t)size))
            return false;
    }
    return true;
}

bool encode_files(const struct model *model, struct wishes *wishes, char **paths, size_t num)
{
    struct encoder e = {.model = model, .wishes = wishes};
    bool good = true;
    size_t i;

    for (i = 0; good && i < num; i++)
        good = encode_file(&e, paths[i]);
    good = good && encode_copies(&e);
    /* a job that broke off is still ended, so that a machine does not wait for more */
    if (e.begun)
        good = check(&e, model->pdl->end_job(e.work, !good)) && good;
    if (fflush(stdout) != 0)
        good = fail(&e, "cannot write: %s", strerror(errno));
    if (e.set)
        fclose(e.set);
    free(e.work);
    return good;
}
