/*
 * intent.c - see intent.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "intent.h"

#include "message-bytes.h"

#include <stdlib.h>

/* Higher than any sound request. */
#define MAX_BYTES ((size_t)1 << 20)

/* Pages that are made again after a restart must come out as they did: what was printed of them
 * is known by the count of bytes. What was put in; NULL: it was there. */
static ipp_attribute_t *keep_registration(const struct job_options *options, ipp_t *attributes)
{
    char text[REGISTRATION_TEXT];

    if (ippFindAttribute(attributes, "registration", IPP_TAG_ZERO) != NULL)
        return NULL;
    registration_write(&options->registration, text);
    return ippAddString(attributes, IPP_TAG_JOB, IPP_TAG_TEXT, "registration", NULL, text);
}

struct intent *intent_new(ipp_t *attributes, pappl_printer_t *printer, const char *title,
                          const char *user)
{
    struct job_options options;
    ipp_attribute_t *kept;
    struct intent *intent;
    size_t n;

    job_options_read(&options, attributes, printer, title, user, time(NULL));
    kept = keep_registration(&options, attributes);
    n = ippLength(attributes);
    intent = n <= MAX_BYTES ? calloc(1, sizeof(*intent) + n) : NULL;
    if (intent != NULL)
        intent->n = message_pack(attributes, intent->bytes, n);
    ippDeleteAttribute(attributes, kept); /* it is no wish of the client's */
    if (intent == NULL)
        return NULL;
    intent->options = options;
    if (intent->n == 0) {
        free(intent);
        return NULL;
    }
    return intent;
}
