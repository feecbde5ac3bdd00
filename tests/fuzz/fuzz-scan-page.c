/*
 * fuzz-scan-page.c - fuzz target: any bytes as a scanned page of any facts: read, whole and
 * smaller, put into a PDF, turned and straightened.
 * Input: a byte of encoding, colour and by how much it is read smaller; width and height, 2
 * bytes each, little endian; the page. Effects: nameless files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/image-pdf.h"
#include "server/scan/image-read.h"
#include "server/scan/page-change.h"

#include "driver/bytes.h"

#include <stdlib.h>
#include <string.h>

#define HEAD      5u
#define MAX_SIDE  1500u
#define MAX_BYTES (1u << 22)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Lines go to exactly as many bytes as they have, so that a sanitizer sees one too many. */
static void read_all(struct scan_page *page, unsigned reduce)
{
    struct image_reader *r = image_reader_new(page, reduce);
    uint8_t *line;
    size_t n;

    if (!r)
        return;
    n = image_reader_width(r);
    n = image_reader_color(r) == SCAN_BLACK_AND_WHITE ? (n + 7) / 8
        : image_reader_color(r) == SCAN_COLOR         ? 3 * n
                                                      : n;
    line = malloc(n);
    while (line && image_reader_line(r, line))
        ;
    free(line);
    image_reader_free(r);
}

static enum result forget(void *ctx, const void *bytes, size_t n)
{
    (void)ctx;
    (void)bytes;
    (void)n;
    return RESULT_OK;
}

static void write_pdf(struct scan_page *page)
{
    const struct pdf_facts facts = {"t", NULL, 0};
    const struct sink sink = {forget, NULL};
    struct pdf_writer *w = pdf_writer_new(&facts, &sink);

    if (w && pdf_writer_page(w, page, 1) == RESULT_OK && pdf_writer_end(w) != RESULT_OK)
        abort(); /* nothing but a page can fail here */
    pdf_writer_free(w);
}

static void change(struct scan_page *page, const uint8_t *data)
{
    const struct page_change how = {
        .crop = {data[1], data[3], data[2], data[4]},
        .quarters = data[0] % 4u,
        .degrees = data[1] % 2 ? data[3] / 10.0 - 12 : 0,
        .encoding = data[0] & 4 ? SCAN_JPEG : SCAN_PNG,
        .color = data[2] % 3,
        .reduce = data[4] % 3
    };
    char why[300] = "";
    struct scan_page *made = page_change(page, &how, "/tmp", MAX_BYTES, why, sizeof why);

    if (!made && !why[0])
        abort(); /* a failure without a reason is a bug of ours */
    scan_page_release(made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scan_page_facts facts = {.dpi = 300};
    struct scan_page *page;
    struct sink sink;
    char why[300];

    if (size <= HEAD || !(page = scan_page_new("/tmp", MAX_BYTES, why, sizeof why)))
        return 0;
    facts.encoding = data[0] & 1 ? SCAN_PNG : SCAN_JPEG;
    facts.color = (data[0] >> 1 & 3) % SCAN_NUM_COLORS;
    facts.width = get_le16(data + 1) % MAX_SIDE;
    facts.height = get_le16(data + 3) % MAX_SIDE;
    sink = scan_page_sink(page);
    if (sink_write(&sink, data + HEAD, size - HEAD) == RESULT_OK) {
        scan_page_complete(page, &facts);
        read_all(page, 1);
        read_all(page, 1 + (data[0] >> 3) % 12u);
        write_pdf(page);
        change(page, data);
        (void)page_skew(page);
    }
    scan_page_release(page);
    return 0;
}
