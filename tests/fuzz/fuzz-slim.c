/*
 * fuzz-slim.c - rows of any content, distances of any kind: what the SLIM encoder makes of
 * them stays within its bound, decodes to them, and is nothing the maker's driver would not
 * write. The first 10 bytes are the stride and the distances, the rest are rows.
 * Effects: memory; ends the program when the encoder is wrong.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/bytes.h"
#include "driver/slim.h"
#include "tests/decode/decode-slim.h"

#include <stdlib.h>
#include <string.h>

#define HEAD_BYTES 10
#define MAX_ROWS   600

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void encode_and_decode(struct slim *s, const uint8_t *rows, size_t num_rows, bool last)
{
    const size_t stride = s->stride, room = slim_buffer_size(num_rows, stride);
    uint8_t *block = malloc(room), *out = malloc(stride * num_rows);
    struct unslim u;
    size_t i, n;

    if (!block || !out || slim_start_band(s, block, room) != RESULT_OK)
        abort();
    for (i = 0; i < num_rows; i++)
        if (slim_row(s, rows + i * stride) != RESULT_OK)
            abort();
    n = slim_end_band(s, last ? SLIM_END_PAGE : SLIM_END_BAND);
    unslim_start(&u, out, stride, num_rows, n);
    if (n > slim_bound(num_rows, stride) || unslim_feed(&u, block, n) != n ||
        !unslim_finish(&u) || u.more == last ||
        (u.oddities & ~(unsigned)UNSLIM_PARAMETERS) != 0 ||
        memcmp(out, rows, stride * num_rows) != 0)
        abort();
    free(block);
    free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slim_params params;
    size_t stride, num_rows;
    struct slim s;
    void *history;

    if (size < HEAD_BYTES)
        return 0;
    params = (struct slim_params){data[2],
                                  data[3],
                                  data[4],
                                  data[5],
                                  (int8_t)data[6],
                                  (int8_t)data[7],
                                  (uint16_t)get_le16(data + 8)};
    stride = get_be16(data) % (SLIM_MAX_STRIDE + 2);
    history = malloc(slim_history_size(SLIM_MAX_STRIDE + 1));
    if (history && slim_init(&s, &params, stride, history) == RESULT_OK) {
        num_rows = (size - HEAD_BYTES) / stride;
        num_rows = num_rows < MAX_ROWS ? num_rows : MAX_ROWS;
        if (num_rows > 0)
            encode_and_decode(&s, data + HEAD_BYTES, num_rows, num_rows % 2 == 0);
    }
    free(history);
    return 0;
}
