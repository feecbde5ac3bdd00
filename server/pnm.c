/*
 * pnm.c - see pnm.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pnm.h"

#define MAX_VALUE 255u /* the only one that our programs write */

void pnm_start(struct pnm *pnm)
{
    *pnm = (struct pnm){0};
}

static enum pnm_step set_kind(struct pnm *pnm, uint8_t byte)
{
    if (byte == '4')
        pnm->pixel = PIXEL_BLACK1;
    else if (byte == '5')
        pnm->pixel = PIXEL_GRAY8;
    else if (byte == '6')
        pnm->pixel = PIXEL_RGB8;
    else
        return PNM_BAD;
    return PNM_MORE;
}

/* The white space after a number: the number is complete. */
static enum pnm_step end_number(struct pnm *pnm)
{
    uint32_t number = pnm->number;

    pnm->digits = false;
    pnm->number = 0;
    switch (pnm->fields++) {
    case 0:
        pnm->width = number;
        return number > 0 ? PNM_MORE : PNM_BAD;
    case 1:
        pnm->height = number;
        if (number == 0)
            return PNM_BAD;
        return pnm->pixel == PIXEL_BLACK1 ? PNM_DONE : PNM_MORE; /* bits have no maximum */
    default:
        return number == MAX_VALUE ? PNM_DONE : PNM_BAD;
    }
}

static enum pnm_step add_digit(struct pnm *pnm, uint8_t byte)
{
    if (pnm->fields == 0 && pnm->read == 3)
        return PNM_BAD; /* right after the kind */
    pnm->number = pnm->number * 10 + (uint32_t)(byte - '0');
    pnm->digits = true;
    return pnm->number <= PNM_MAX_SIDE ? PNM_MORE : PNM_BAD;
}

static bool is_space(uint8_t byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

enum pnm_step pnm_byte(struct pnm *pnm, uint8_t byte)
{
    if (++pnm->read > PNM_MAX_HEADER)
        return PNM_BAD;
    if (pnm->read == 1)
        return byte == 'P' ? PNM_MORE : PNM_BAD;
    if (pnm->read == 2)
        return set_kind(pnm, byte);
    if (pnm->comment) {
        pnm->comment = byte != '\n';
        return PNM_MORE;
    }
    if (byte >= '0' && byte <= '9')
        return pnm->number <= PNM_MAX_SIDE / 10 ? add_digit(pnm, byte) : PNM_BAD;
    if (is_space(byte))
        return pnm->digits ? end_number(pnm) : PNM_MORE;
    pnm->comment = byte == '#' && !pnm->digits && pnm->read > 3;
    return pnm->comment ? PNM_MORE : PNM_BAD;
}
