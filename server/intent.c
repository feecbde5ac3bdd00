/*
 * intent.c - see intent.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "intent.h"

#include <stdlib.h>
#include <string.h>

/* Higher than any sound request. */
#define MAX_BYTES ((size_t)1 << 20)

struct buffer {
    uint8_t *bytes;
    size_t at, n;
};

static ssize_t buffer_write(void *ctx, ipp_uchar_t *bytes, size_t n)
{
    struct buffer *b = ctx;

    if (n > b->n - b->at)
        return -1;
    memcpy(b->bytes + b->at, bytes, n);
    b->at += n;
    return (ssize_t)n;
}

static ssize_t buffer_read(void *ctx, ipp_uchar_t *bytes, size_t n)
{
    struct buffer *b = ctx;

    if (n > b->n - b->at)
        n = b->n - b->at;
    memcpy(bytes, b->bytes + b->at, n);
    b->at += n;
    return (ssize_t)n;
}

static bool pack(ipp_t *message, struct buffer *buffer)
{
    ipp_state_t state;

    ippSetState(message, IPP_STATE_IDLE);
    do
        state = ippWriteIO(buffer, buffer_write, 1, NULL, message);
    while (state != IPP_STATE_DATA && state != IPP_STATE_ERROR);
    return state == IPP_STATE_DATA;
}

struct intent *intent_new(ipp_t *attributes, pappl_printer_t *printer, const char *title,
                          const char *user)
{
    size_t n = ippLength(attributes);
    struct intent *intent = n <= MAX_BYTES ? calloc(1, sizeof(*intent) + n) : NULL;
    struct buffer buffer = {.n = n};

    if (intent == NULL)
        return NULL;
    buffer.bytes = intent->bytes;
    if (!pack(attributes, &buffer)) {
        free(intent);
        return NULL;
    }
    intent->n = buffer.at;
    job_options_read(&intent->options, attributes, printer, title, user, time(NULL));
    return intent;
}

ipp_t *intent_attributes(const uint8_t *bytes, size_t n)
{
    uint8_t *copy = malloc(n + 1);
    struct buffer buffer = {.bytes = copy, .n = n};
    ipp_t *message = copy != NULL ? ippNew() : NULL;
    ipp_state_t state = IPP_STATE_ERROR;

    if (message != NULL) {
        memcpy(copy, bytes, n);
        do
            state = ippReadIO(&buffer, buffer_read, 1, NULL, message);
        while (state != IPP_STATE_DATA && state != IPP_STATE_ERROR);
    }
    free(copy);
    if (state == IPP_STATE_DATA)
        return message;
    ippDelete(message);
    return NULL;
}
