/*
 * urf.c - see urf.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "urf.h"

/* Copies of Apple raster are made here, up to 999; no client asks for more than 255, and no
 * machine announces more. */
#define COPIES "CP255"

/* All models have one resolution, three sources and the same kinds of paper. The numbers of IS,
 * MT and OB are those of the Printer MIB and of PAPPL's lists: sources, types, face down. */
size_t urf_keywords(const struct model *model, const char *keywords[], size_t max)
{
    static const char *const words[] = {"V1.5", "W8",         "DEVW8",         "PQ3-4-5", "DM1",
                                        "FN3",  "IS19-20-21", "MT0-1-4-2-5-3", "OB10"};
    size_t n = 0;

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && n < max; i++)
        keywords[n++] = words[i];
    if (n < max)
        keywords[n++] = model->caps->dpi == 300 ? "RS300" : "RS600";
    if (n < max)
        keywords[n++] = COPIES;
    return n;
}
