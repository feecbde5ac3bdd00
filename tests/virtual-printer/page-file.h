/*
 * page-file.h - the bitmap of a page while it comes: its checksum, and a PBM file if one is
 * wanted. Effects: files. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_PAGE_FILE_H
#define VIRTUAL_PRINTER_PAGE_FILE_H

#include "tests/decode/pbm.h"

struct page_file {
    struct pbm pbm;
    bool open, kept;
    uint32_t width, height, rows;
    uint32_t crc; /* CRC-32 of the PBM file so far, whether or not it is kept */
};

/* Each is false with errno set when the disk does not allow it; the page is then closed. */

/* page_file_open - path is the file's name at the end; NULL for the checksum alone. */
bool page_file_open(struct page_file *p, const char *path, uint32_t width, uint32_t height);

/* rows of stride bytes, at least (width + 7) / 8. */
bool page_file_write(struct page_file *p, const uint8_t *bits, size_t stride, uint32_t rows);

/* page_file_close - the page is complete; crc is that of the whole file. */
bool page_file_close(struct page_file *p);

/* page_file_close_half - no more comes: the rows that are missing stay white, and path (not
 * NULL if the file is kept) becomes its name. */
bool page_file_close_half(struct page_file *p, const char *path);

#endif
