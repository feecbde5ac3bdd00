/*
 * scan-page.h - one scanned page, encoded, in a nameless file of a folder that only this user
 * can read: gone with its last reference.
 *
 * A page is written once, by one thread, and read by any when it is complete.
 * Effects: scratch files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCAN_PAGE_H
#define SERVER_SCAN_SCAN_PAGE_H

#include "scan.h"

#include "driver/sink.h"

/* How the dots of a page are kept. JPEG: gray or colour. PNG: all three. (Group 4 is made when
 * a PDF is written, see image-pdf.h: clients know no such file, and we need no decoder of it.)
 */
enum scan_encoding { SCAN_JPEG, SCAN_PNG };

/* scan_encoding_type - "image/jpeg", "image/png". */
const char *scan_encoding_type(enum scan_encoding encoding);

struct scan_page_facts {
    enum scan_encoding encoding;
    enum scan_color color;
    uint32_t width, height; /* pixels */
    unsigned dpi;
    enum scan_input input;
    bool back;  /* the other side of a sheet of the feeder */
    bool blank; /* nothing is on it (page-blank.h); measured only when it was asked for */
    uint64_t bytes;
};

struct scan_page;

/* scan_page_new - an empty page in folder. NULL and a sentence: the disk. */
struct scan_page *scan_page_new(const char *folder, uint64_t max_bytes, char *why,
                                size_t why_size);

/* scan_page_sink - where its bytes go. RESULT_IO when the disk is full or max_bytes are
 * reached. */
struct sink scan_page_sink(struct scan_page *page);

/* scan_page_why - a sentence on why its sink refused bytes, "" when it did not. */
const char *scan_page_why(const struct scan_page *page);

/* scan_page_complete - it is whole; facts but bytes are copied; pages that are not cannot be
 * read. */
void scan_page_complete(struct scan_page *page, const struct scan_page_facts *facts);

/* scan_page_facts - of a complete page. */
const struct scan_page_facts *scan_page_facts(const struct scan_page *page);

/* scan_page_read - up to n bytes at an offset; the number read, 0 at the end, -1: the disk.
 * From any thread. */
long scan_page_read(const struct scan_page *page, uint64_t at, void *bytes, size_t n);

/* References, from any thread. NULL is fine for release. */
struct scan_page *scan_page_hold(struct scan_page *page);
void scan_page_release(struct scan_page *page);

#endif
