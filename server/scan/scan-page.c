/*
 * scan-page.c - scanned pages in nameless files, see scan-page.h.
 * Effects: scratch files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scan-page.h"

#include "server/scratch.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHY_SIZE 320

/* What is here is written by the one thread that makes the page, and not changed after
 * scan_page_complete: readers need no lock. Whoever hands a page to another thread does that by
 * something that orders memory, as every queue does. */
struct scan_page {
    atomic_uint references;
    struct scratch_space space; /* of this page alone */
    struct scratch file;
    struct scan_page_facts facts;
    bool complete;
    char why[WHY_SIZE];
    char folder[]; /* which space points to */
};

const char *scan_encoding_type(enum scan_encoding encoding)
{
    return encoding == SCAN_JPEG ? "image/jpeg" : "image/png";
}

struct scan_page *scan_page_new(const char *folder, uint64_t max_bytes, char *why,
                                size_t why_size)
{
    size_t n = strlen(folder) + 1;
    struct scan_page *page = calloc(1, sizeof *page + n);

    if (!page) {
        snprintf(why, why_size, "Not enough memory");
        return NULL;
    }
    memcpy(page->folder, folder, n);
    page->space = (struct scratch_space){page->folder, max_bytes};
    atomic_init(&page->references, 1);
    if (scratch_open(&page->file, &page->space, why, why_size))
        return page;
    free(page);
    return NULL;
}

static enum result append(void *ctx, const void *bytes, size_t n)
{
    struct scan_page *page = ctx;

    return !page->complete && scratch_write(&page->file, page->file.size, bytes, n, page->why,
                                            sizeof page->why)
               ? RESULT_OK
               : RESULT_IO;
}

struct sink scan_page_sink(struct scan_page *page)
{
    return (struct sink){append, page};
}

const char *scan_page_why(const struct scan_page *page)
{
    return page->why;
}

void scan_page_complete(struct scan_page *page, const struct scan_page_facts *facts)
{
    page->facts = *facts;
    page->facts.bytes = page->file.size;
    page->complete = true;
}

const struct scan_page_facts *scan_page_facts(const struct scan_page *page)
{
    return &page->facts;
}

long scan_page_read(const struct scan_page *page, uint64_t at, void *bytes, size_t n)
{
    char why[WHY_SIZE];

    if (!page->complete)
        return -1;
    if (at >= page->facts.bytes)
        return 0;
    if (n > page->facts.bytes - at)
        n = (size_t)(page->facts.bytes - at);
    if (n > LONG_MAX)
        n = LONG_MAX;
    return scratch_read(&page->file, at, bytes, n, why, sizeof why) ? (long)n : -1;
}

struct scan_page *scan_page_hold(struct scan_page *page)
{
    atomic_fetch_add_explicit(&page->references, 1, memory_order_relaxed);
    return page;
}

void scan_page_release(struct scan_page *page)
{
    if (!page || atomic_fetch_sub_explicit(&page->references, 1, memory_order_acq_rel) != 1)
        return;
    scratch_close(&page->file);
    free(page);
}
