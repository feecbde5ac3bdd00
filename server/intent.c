/*
 * intent.c - see intent.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "intent.h"

#include "message-bytes.h"

#include <stdlib.h>

/* Higher than any sound request. */
#define MAX_BYTES ((size_t)1 << 20)

struct intent *intent_new(ipp_t *attributes, pappl_printer_t *printer, const char *title,
                          const char *user)
{
    size_t n = ippLength(attributes);
    struct intent *intent = n <= MAX_BYTES ? calloc(1, sizeof(*intent) + n) : NULL;

    if (intent == NULL)
        return NULL;
    intent->n = message_pack(attributes, intent->bytes, n);
    if (intent->n == 0) {
        free(intent);
        return NULL;
    }
    job_options_read(&intent->options, attributes, printer, title, user, time(NULL));
    return intent;
}
