/*
 * fuzz-pcl5e.c - any bytes into the decoder of PCL 5e, in two pieces.
 * Effects: memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pcl5e-decode.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    uint64_t bytes;
    uint32_t next_row;
    unsigned pages;
    bool in_page;
    uint8_t sum;
};

static bool got_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct seen *seen = ctx;

    if (seen->in_page || strlen(ticket->title) >= sizeof ticket->title ||
        strlen(ticket->type_name) >= sizeof ticket->type_name)
        abort(); /* a promise of the header is broken: let the fuzzer see it */
    seen->pages = 0;
    return true;
}

static bool got_page_start(void *ctx, const struct decode_page *page)
{
    struct seen *seen = ctx;

    if (seen->in_page || page->number != ++seen->pages || page->width == 0 || page->height == 0)
        abort();
    seen->in_page = true;
    seen->next_row = 0;
    return true;
}

/* All rows, one after the other; every byte of them must be there. */
static bool got_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                     size_t stride, const uint8_t *bits)
{
    struct seen *seen = ctx;

    if (!seen->in_page || y != seen->next_row || rows == 0 || y + rows > page->height ||
        stride * 8 < page->width)
        abort();
    seen->next_row = y + rows;
    for (size_t i = 0; i < rows * stride; i++)
        seen->sum ^= bits[i];
    /* many pages take long and show nothing new */
    seen->bytes += rows * stride;
    return seen->bytes < (8u << 20);
}

static bool got_page_end(void *ctx, const struct decode_page *page)
{
    struct seen *seen = ctx;

    if (!seen->in_page || seen->next_row != page->height)
        abort();
    seen->in_page = false;
    return true;
}

static bool got_job_end(void *ctx)
{
    if (((struct seen *)ctx)->in_page)
        abort();
    return true;
}

static void got_remark(void *ctx, uint64_t offset, const char *text)
{
    (void)ctx;
    (void)offset;
    if (text[0] == '\0')
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen seen = {.bytes = 0};
    const struct decode_callbacks callbacks = {
        got_ticket, got_page_start, got_band, got_page_end, got_job_end, got_remark, &seen};
    struct pcl5e_decoder *d = pcl5e_decoder_new(&callbacks);
    size_t first = size > 0 ? data[size - 1] % (size + 1) : 0; /* two pieces, anywhere */

    if (!d)
        return 0;
    if (pcl5e_decoder_feed(d, data, first))
        pcl5e_decoder_feed(d, data + first, size - first);
    if (pcl5e_decoder_finish(d) != (pcl5e_decoder_error(d)[0] == '\0') ||
        pcl5e_decoder_offset(d) > size)
        abort();
    pcl5e_decoder_free(d);
    return 0;
}
