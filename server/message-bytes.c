/*
 * message-bytes.c - see message-bytes.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "message-bytes.h"

#include <stdbool.h>
#include <string.h>

struct packing {
    uint8_t *bytes;
    size_t at, n;
};

static ssize_t pack_piece(void *ctx, ipp_uchar_t *bytes, size_t n)
{
    struct packing *p = ctx;

    if (n > p->n - p->at)
        return -1;
    memcpy(p->bytes + p->at, bytes, n);
    p->at += n;
    return (ssize_t)n;
}

size_t message_pack(ipp_t *message, uint8_t *bytes, size_t room)
{
    struct packing p = {.bytes = bytes, .n = room};
    ipp_state_t state;

    ippSetState(message, IPP_STATE_IDLE);
    do
        state = ippWriteIO(&p, pack_piece, 1, NULL, message);
    while (state != IPP_STATE_DATA && state != IPP_STATE_ERROR);
    return state == IPP_STATE_DATA ? p.at : 0;
}

struct unpacking {
    const uint8_t *bytes;
    size_t at, n;
};

static ssize_t unpack_piece(void *ctx, ipp_uchar_t *bytes, size_t n)
{
    struct unpacking *u = ctx;

    if (n > u->n - u->at)
        n = u->n - u->at;
    memcpy(bytes, u->bytes + u->at, n);
    u->at += n;
    return (ssize_t)n;
}

ipp_t *message_unpack(const uint8_t *bytes, size_t n)
{
    struct unpacking u = {.bytes = bytes, .n = n};
    ipp_t *message = ippNew();
    ipp_state_t state = IPP_STATE_ERROR;

    if (message != NULL)
        do
            state = ippReadIO(&u, unpack_piece, 1, NULL, message);
        while (state != IPP_STATE_DATA && state != IPP_STATE_ERROR);
    if (state == IPP_STATE_DATA)
        return message;
    ippDelete(message);
    return NULL;
}
