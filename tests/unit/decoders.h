/*
 * decoders.h - the decoders of all languages by the language of a model, for tests of all rows.
 * Effects: as the decoders'.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_DECODERS_H
#define UNIT_DECODERS_H

#include "driver/pdl.h"
#include "tests/decode/pcl5e-decode.h"
#include "tests/decode/pclxl-decode.h"
#include "tests/decode/ufr2lt-decode.h"

/* A decoder's functions; d is what start gave. */
struct decoder_calls {
    const struct pdl_ops *pdl;
    void *(*start)(const struct model *model, const struct decode_callbacks *callbacks);
    bool (*feed)(void *d, const void *bytes, size_t n);
    bool (*finish)(void *d);
    const char *(*error)(const void *d);
    void (*free)(void *d);
};

static void *ufr2lt_calls_start(const struct model *model,
                                const struct decode_callbacks *callbacks)
{
    (void)model;
    return decoder_new(callbacks);
}

static bool ufr2lt_calls_feed(void *d, const void *bytes, size_t n)
{
    return decoder_feed(d, bytes, n);
}

static bool ufr2lt_calls_finish(void *d)
{
    return decoder_finish(d);
}

static const char *ufr2lt_calls_error(const void *d)
{
    return decoder_error(d);
}

static void ufr2lt_calls_free(void *d)
{
    decoder_free(d);
}

static void *pcl5e_calls_start(const struct model *model,
                               const struct decode_callbacks *callbacks)
{
    struct pcl5e_decoder *d = pcl5e_decoder_new(callbacks);

    if (d)
        pcl5e_decoder_number_sources(d, !model->caps->pcl5e.multi_purpose_tray);
    return d;
}

static bool pcl5e_calls_feed(void *d, const void *bytes, size_t n)
{
    return pcl5e_decoder_feed(d, bytes, n);
}

static bool pcl5e_calls_finish(void *d)
{
    return pcl5e_decoder_finish(d);
}

static const char *pcl5e_calls_error(const void *d)
{
    return pcl5e_decoder_error(d);
}

static void pcl5e_calls_free(void *d)
{
    pcl5e_decoder_free(d);
}

static void *pclxl_calls_start(const struct model *model,
                               const struct decode_callbacks *callbacks)
{
    (void)model;
    return pclxl_decoder_new(callbacks);
}

static bool pclxl_calls_feed(void *d, const void *bytes, size_t n)
{
    return pclxl_decoder_feed(d, bytes, n);
}

static bool pclxl_calls_finish(void *d)
{
    return pclxl_decoder_finish(d);
}

static const char *pclxl_calls_error(const void *d)
{
    return pclxl_decoder_error(d);
}

static void pclxl_calls_free(void *d)
{
    pclxl_decoder_free(d);
}

#define DECODER_CALLS(language)                                                                \
    {                                                                                          \
        &pdl_##language, language##_calls_start, language##_calls_feed,                        \
            language##_calls_finish, language##_calls_error, language##_calls_free             \
    }

static const struct decoder_calls decoder_table[] = {
    DECODER_CALLS(ufr2lt),
    DECODER_CALLS(pcl5e),
    DECODER_CALLS(pclxl),
};

/* NULL: a language without a decoder. */
static inline const struct decoder_calls *decoder_calls_of(const struct model *model)
{
    for (size_t i = 0; i < sizeof decoder_table / sizeof decoder_table[0]; i++)
        if (decoder_table[i].pdl == model->pdl)
            return &decoder_table[i];
    return NULL;
}

#endif
