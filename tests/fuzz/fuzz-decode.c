/*
 * fuzz-decode.c - any bytes into the decoder, and what it tells into the JSON report.
 * Effects: memory; the null device.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/report.h"
#include "tests/decode/ufr2lt-decode.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    struct report report;
    uint64_t rows;
    uint8_t sum;
};

static bool got_ticket(void *ctx, const struct decode_ticket *ticket)
{
    report_ticket(&((struct seen *)ctx)->report, ticket);
    return true;
}

/* Every byte of a band must be there, and the band within its page. */
static bool got_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                     size_t stride, const uint8_t *bits)
{
    struct seen *seen = ctx;
    size_t i;

    if (rows == 0 || y + rows > page->height || stride * 8 < page->width)
        abort(); /* a promise of the header is broken: let the fuzzer see it */
    for (i = 0; i < rows * stride; i++)
        seen->sum ^= bits[i];
    /* many pages of full size take long and show nothing new */
    seen->rows += (uint64_t)rows * stride;
    return seen->rows < (64u << 20);
}

static bool got_page_end(void *ctx, const struct decode_page *page)
{
    report_page(&((struct seen *)ctx)->report, page);
    return true;
}

static void got_remark(void *ctx, uint64_t offset, const char *text)
{
    report_remark(&((struct seen *)ctx)->report, offset, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    struct seen seen;
    struct decode_callbacks callbacks = {got_ticket, NULL,       got_band, got_page_end,
                                         NULL,       got_remark, &seen};
    struct decoder *d = decoder_new(&callbacks);
    size_t first = size > 0 ? data[size - 1] % (size + 1) : 0; /* two pieces, anywhere */

    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    if (!d || !nowhere)
        return 0;
    memset(&seen, 0, sizeof seen);
    report_start(&seen.report, nowhere);
    if (decoder_feed(d, data, first))
        decoder_feed(d, data + first, size - first);
    decoder_finish(d);
    if (decoder_offset(d) > size)
        abort();
    report_end(&seen.report, decoder_error(d), decoder_offset(d));
    decoder_free(d);
    return 0;
}
