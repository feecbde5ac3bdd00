/*
 * page-file.c - the bitmap of a page while it comes, see page-file.h.
 * Effects: files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/page-file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static void sum(struct page_file *p, const void *bytes, size_t n)
{
    p->crc = (uint32_t)crc32(p->crc, bytes, (uInt)n);
}

/* The rows as they stand in the file: bits beyond the width are 0. */
static void sum_rows(struct page_file *p, const uint8_t *bits, size_t stride, uint32_t rows)
{
    size_t whole = p->width / 8;
    unsigned rest = p->width % 8;

    if (!rest && stride == whole && rows <= UINT32_MAX / (stride + 1)) {
        sum(p, bits, rows * whole);
        return;
    }
    for (; rows > 0; rows--, bits += stride) {
        sum(p, bits, whole);
        if (rest) {
            uint8_t last = (uint8_t)(bits[whole] & (0xFF00 >> rest & 0xFF));

            sum(p, &last, 1);
        }
    }
}

bool page_file_open(struct page_file *p, const char *path, uint32_t width, uint32_t height)
{
    char head[64];
    int n = snprintf(head, sizeof head, "P4\n%lu %lu\n", (unsigned long)width,
                     (unsigned long)height);

    p->open = p->kept = false;
    p->width = width;
    p->height = height;
    p->rows = 0;
    p->crc = 0;
    sum(p, head, (size_t)n);
    if (path && !pbm_open(&p->pbm, path, width, height))
        return false;
    p->open = true;
    p->kept = path != NULL;
    return true;
}

bool page_file_write(struct page_file *p, const uint8_t *bits, size_t stride, uint32_t rows)
{
    p->rows += rows;
    sum_rows(p, bits, stride, rows);
    p->open = !p->kept || pbm_write(&p->pbm, bits, stride, rows);
    return p->open;
}

bool page_file_close(struct page_file *p)
{
    p->open = false;
    return !p->kept || pbm_close(&p->pbm);
}

bool page_file_close_half(struct page_file *p, const char *path)
{
    uint8_t *white = calloc(p->width / 8 + 1, 1);

    while (white && p->open && p->rows < p->height)
        page_file_write(p, white, p->width / 8 + 1, 1);
    free(white);
    if (!white || !p->open) {
        pbm_abandon(&p->pbm);
        p->open = false;
        errno = white ? errno : ENOMEM;
        return false;
    }
    if (p->kept)
        snprintf(p->pbm.path, sizeof p->pbm.path, "%s", path);
    return page_file_close(p);
}
