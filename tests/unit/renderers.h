/*
 * renderers.h - documents and pages for the tests of renderer.c.
 * Effects: child processes, files in the test's folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_RENDERERS_H
#define UNIT_RENDERERS_H

#include "server/renderer.h"

#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define PDF  "application/pdf"
#define PS   "application/postscript"
#define TEXT "text/plain"

static char folder[] = "/tmp/test-renderer-XXXXXX";
static struct renderer_limits limits = {.folder = folder, .max_temporary = UINT64_C(1) << 30};

/* ---- documents ---- */

/* A file that has no name any more. */
static inline int file_of(const void *bytes, size_t n)
{
    char path[64];
    int fd;

    snprintf(path, sizeof path, "%s-XXXXXX", folder);
    fd = mkstemp(path);
    unlink(path);
    if (write(fd, bytes, n) != (ssize_t)n)
        diag("the test's file could not be written");
    return fd;
}

/* The end of a command's output. */
static inline int output_of(const char *command)
{
    static char bytes[1 << 20];
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): commands of this test */
    size_t n = pipe != NULL ? fread(bytes, 1, sizeof bytes, pipe) : 0;

    if (pipe != NULL)
        pclose(pipe);
    return file_of(bytes, n);
}

/* A PDF of 1 inch by 2, of PostScript without a single quote. */
static inline int pdf_of(const char *postscript)
{
    char command[4000];

    snprintf(command, sizeof command,
             "echo '%s' | gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite "
             "-dAutoRotatePages=/None -dDEVICEWIDTHPOINTS=72 -dDEVICEHEIGHTPOINTS=144 "
             "-sOutputFile=%%stdout -",
             postscript);
    return output_of(command);
}

/* Page n has n squares of 10 points, the first at the lower left. */
#define SQUARES "0 1 2 index 1 sub { 15 mul 0 10 10 rectfill } for pop showpage "

static inline int three_pages(void)
{
    return pdf_of("1 " SQUARES "2 " SQUARES "3 " SQUARES);
}

static inline struct renderer *open_fd(int fd, const char *format)
{
    struct renderer *r = renderer_open(fd, format, NULL, &limits);

    close(fd); /* which is allowed at once */
    return r;
}

static inline struct renderer *open_text(const char *format, const char *text)
{
    return open_fd(file_of(text, strlen(text)), format);
}

/* ---- pages ---- */

struct page {
    uint32_t width, height, lines;
    uint8_t *gray;
};

static inline void drop_page(struct page *page)
{
    free(page->gray);
    page->gray = NULL;
}

static inline bool read_page(struct renderer *r, struct page *page)
{
    drop_page(page);
    page->lines = 0;
    if (!renderer_page(r, &page->width, &page->height))
        return false;
    page->gray = calloc(page->height, page->width);
    while (page->gray != NULL && page->lines < page->height &&
           renderer_line(r, page->gray + (size_t)page->lines * page->width))
        page->lines++;
    return true;
}

static inline unsigned dark(const struct page *page)
{
    unsigned n = 0;

    for (size_t i = 0; i < (size_t)page->width * page->lines; i++)
        n += page->gray[i] < 128;
    return n;
}

static inline uint8_t at(const struct page *page, uint32_t x, uint32_t y)
{
    if (page->gray == NULL || x >= page->width || y >= page->lines)
        return 1; /* which no test wants */
    return page->gray[(size_t)y * page->width + x];
}

/* Dark pixels of the next page, 0 without one. */
static inline unsigned next_dark(struct renderer *r)
{
    struct page page = {0};
    unsigned n = read_page(r, &page) ? dark(&page) : 0;

    drop_page(&page);
    return n;
}

/* How a document ends of which all pages are taken; *pages of them came in full. */
static inline enum renderer_error take_all(struct renderer *r, unsigned *pages)
{
    struct page page = {0};

    *pages = 0;
    if (renderer_start(r, 1, 1000, 72))
        while (read_page(r, &page)) {
            *pages += page.lines == page.height;
            drop_page(&page);
        }
    return renderer_error(r);
}

/* The document cannot be printed, and says why. */
static inline void fails(struct renderer *r, enum renderer_error error, unsigned good_pages,
                         const char *name)
{
    unsigned pages;
    enum renderer_error got = take_all(r, &pages);

    if (!ok(got == error && pages == good_pages && renderer_why(r)[0] != '\0', "%s", name))
        diag("error %d, %u pages, '%s'", (int)got, pages, renderer_why(r));
    renderer_close(r);
}

/* Without a table of contents: it is found by its objects. */
#define PDF_OF(resources, contents)                                                            \
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R " resources ">>endobj\n"                     \
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" contents "trailer<</Root 1 0 R>>\n"

/* rmdir() does it only when the folder is empty. */
static inline void test_nothing_left(void)
{
    ok(rmdir(folder) == 0, "Nothing is left in the folder for temporary files");
}

#endif
