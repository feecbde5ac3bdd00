/*
 * fuzz-xl-replay.c - any bytes as recorded pages of a job in PCL XL: replayed in pieces, cut on
 * the way. The last byte tells where. Effects: memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/pdl.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum result count(void *ctx, const void *bytes, size_t n)
{
    *(size_t *)ctx += n;
    return bytes != NULL || n == 0 ? RESULT_OK : RESULT_IO;
}

static enum result replay(void *work, const uint8_t *data, size_t size, size_t cut_at)
{
    const size_t piece = 1 + cut_at % 97;
    enum result result = RESULT_OK;

    for (size_t at = 0; result == RESULT_OK && at < size; at += piece) {
        if (at <= cut_at && cut_at < at + piece)
            result = pdl_pclxl.cut(work);
        if (result == RESULT_OK)
            result = pdl_pclxl.replay(work, data + at, size - at < piece ? size - at : piece);
    }
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct model *model = model_find("generic_pclxl");
    struct job_params job = {.title = "",
                             .user = "",
                             .media = media_find("iso_a5_148x210mm"),
                             .source = media_source_find("auto"),
                             .type = media_type_find("auto"),
                             .copies = 1};
    size_t sent = 0, cut_at = size > 0 ? data[size - 1] * 4u : 0;
    const struct sink out = {count, &sent};
    void *work = malloc(pdl_pclxl.work_size(model));
    enum result result;

    if (!work)
        return 0;
    result = pdl_pclxl.start_job(work, model, &job, &out, NULL);
    if (result == RESULT_OK)
        result = replay(work, data, size, cut_at);
    if (result != RESULT_OK && result != RESULT_FORMAT)
        abort(); /* nothing else can go wrong: let the fuzzer see it */
    if (pdl_pclxl.white_rows(work) > job.media->length_dots_600 ||
        pdl_pclxl.end_job(work, true) != result)
        abort();
    free(work);
    return 0;
}
