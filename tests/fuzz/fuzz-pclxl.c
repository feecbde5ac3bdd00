/*
 * fuzz-pclxl.c - any bytes into the decoder of PCL XL.
 * Effects: memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pclxl-decode.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    uint64_t bytes;
    uint8_t sum;
    unsigned tickets, jobs;
};

/* Each string ends within its room. */
static bool got_ticket(void *ctx, const struct decode_ticket *t)
{
    struct seen *seen = ctx;

    seen->tickets++;
    if (!memchr(t->title, 0, sizeof t->title) || !memchr(t->user, 0, sizeof t->user) ||
        !memchr(t->media_name, 0, sizeof t->media_name) ||
        !memchr(t->source_name, 0, sizeof t->source_name) ||
        !memchr(t->type_name, 0, sizeof t->type_name) || t->copies == 0)
        abort(); /* a promise of the header is broken: let the fuzzer see it */
    return true;
}

static bool got_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                     size_t stride, const uint8_t *bits)
{
    struct seen *seen = ctx;

    if (rows == 0 || y + rows > page->height || stride * 8 < page->width)
        abort();
    for (size_t i = 0; i < rows * stride; i++)
        seen->sum ^= bits[i];
    if (page->width % 8 != 0)
        for (uint32_t i = 1; i <= rows; i++)
            if (bits[i * stride - 1] & 0xFF >> page->width % 8)
                abort(); /* ink right of the page */
    /* many pages of full size take long and show nothing new */
    seen->bytes += rows * (uint64_t)stride;
    return seen->bytes < (64u << 20);
}

static bool got_job_end(void *ctx)
{
    struct seen *seen = ctx;

    if (++seen->jobs != seen->tickets)
        abort();
    return true;
}

static void got_remark(void *ctx, uint64_t offset, const char *text)
{
    ((struct seen *)ctx)->sum ^= (uint8_t)(offset + strlen(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen seen = {.sum = 0};
    struct decode_callbacks callbacks = {.ticket = got_ticket,
                                         .band = got_band,
                                         .job_end = got_job_end,
                                         .remark = got_remark,
                                         .ctx = &seen};
    struct pclxl_decoder *d = pclxl_decoder_new(&callbacks);
    size_t first = size > 0 ? data[size - 1] % (size + 1) : 0; /* two pieces, anywhere */

    if (!d)
        return 0;
    if (pclxl_decoder_feed(d, data, first))
        pclxl_decoder_feed(d, data + first, size - first);
    pclxl_decoder_finish(d);
    if (pclxl_decoder_offset(d) > size)
        abort();
    pclxl_decoder_free(d);
    return 0;
}
