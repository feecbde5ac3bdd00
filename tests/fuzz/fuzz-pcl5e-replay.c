/*
 * fuzz-pcl5e-replay.c - any bytes as recorded pages of PCL 5e, in two pieces with a cut between
 * them: they go through as they are, or the job stops, and nothing is read where it is not.
 * Effects: memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/pdl.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum result count(void *ctx, const void *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)ctx += n;
    return RESULT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct model *model = model_find("generic_pcl5e_9");
    size_t sent = 0, first = size > 0 ? data[size - 1] % (size + 1) : 0;
    const struct sink out = {count, &sent};
    const struct job_params job = {.media = model->caps->media[0].media,
                                   .source = media_source_find("auto"),
                                   .type = media_type_find("auto"),
                                   .copies = 1};
    void *work = malloc(pdl_pcl5e.work_size(model));
    bool cut = size > 1 && data[size - 2] % 2 == 0;
    size_t before;

    if (!work)
        return 0;
    if (pdl_pcl5e.start_job(work, model, &job, &out, NULL) != RESULT_OK ||
        pdl_pcl5e.flush(work) != RESULT_OK)
        abort();
    before = sent;
    if (pdl_pcl5e.replay(work, data, first) != RESULT_OK)
        abort(); /* it has nothing to refuse while nothing is cut */
    if (cut && pdl_pcl5e.cut(work) != RESULT_OK)
        abort();
    if (pdl_pcl5e.replay(work, data + first, size - first) != RESULT_OK && !cut)
        abort();
    if (!cut && sent + pdl_pcl5e.pending(work) - before != size)
        abort();
    if (pdl_pcl5e.white_rows(work) > job.media->length_dots_600)
        abort();
    (void)pdl_pcl5e.end_job(work, true);
    free(work);
    return 0;
}
