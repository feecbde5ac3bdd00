/*
 * fuzz-pnm.c - hostile headers of pictures at the parser that reads what a renderer writes.
 * Effects: aborts on a broken promise.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/pnm.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_known(enum pixel pixel)
{
    return pixel == PIXEL_BLACK1 || pixel == PIXEL_GRAY8 || pixel == PIXEL_RGB8;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum pnm_step step = PNM_MORE;
    struct pnm pnm;
    size_t i;

    pnm_start(&pnm);
    for (i = 0; i < size && step == PNM_MORE; i++)
        step = pnm_byte(&pnm, data[i]);
    if (i > PNM_MAX_HEADER && step != PNM_BAD)
        abort(); /* a header has an end */
    if (step == PNM_DONE && (pnm.width == 0 || pnm.width > PNM_MAX_SIDE || pnm.height == 0 ||
                             pnm.height > PNM_MAX_SIDE || !is_known(pnm.pixel)))
        abort(); /* what is handed on has the shape that was promised */
    return 0;
}
