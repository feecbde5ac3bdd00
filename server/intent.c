/*
 * intent.c - see intent.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "intent.h"

#include "message-bytes.h"
#include "pin.h"

#include <stdlib.h>
#include <string.h>

/* Higher than any sound request. */
#define MAX_BYTES ((size_t)1 << 20)

/* The code of a job is kept elsewhere, and not as it is. */
static int is_kept(void *ctx, ipp_t *message, ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);

    (void)ctx;
    (void)message;
    return name == NULL || strncmp(name, "job-password", 12) != 0;
}

/* Pages that are made again after a restart must come out as they did: what was printed of them
 * is known by the count of bytes. */
static void keep_registration(const struct job_options *options, ipp_t *attributes)
{
    char text[REGISTRATION_TEXT];

    if (ippFindAttribute(attributes, "registration", IPP_TAG_ZERO) != NULL)
        return;
    registration_write(&options->registration, text);
    ippAddString(attributes, IPP_TAG_JOB, IPP_TAG_TEXT, "registration", NULL, text);
}

/* As they go to the disk. *sealed: false when there is no key for the PIN, which is left out.
 */
static ipp_t *for_disk(ipp_t *attributes, const struct job_options *options, bool *sealed)
{
    ipp_t *copy = ippNew();

    if (copy != NULL) {
        ippCopyAttributes(copy, attributes, 0, is_kept, NULL);
        *sealed = pin_seal_attribute(copy, "job-account-pin", true);
        keep_registration(options, copy);
    }
    return copy;
}

struct intent *intent_new(ipp_t *attributes, pappl_printer_t *printer, const char *title,
                          const char *user)
{
    struct job_options options;
    struct intent *intent;
    bool sealed = true;
    ipp_t *copy;
    size_t n;

    job_options_read(&options, attributes, printer, title, user, time(NULL));
    copy = for_disk(attributes, &options, &sealed);
    n = copy != NULL ? ippLength(copy) : 0;
    intent = copy != NULL && n <= MAX_BYTES ? calloc(1, sizeof(*intent) + n) : NULL;
    if (intent != NULL)
        intent->n = message_pack(copy, intent->bytes, n);
    ippDelete(copy);
    if (intent == NULL || intent->n == 0) {
        free(intent);
        return NULL;
    }
    intent->options = options;
    intent->options.pin_lost = options.pin_lost || !sealed;
    return intent;
}
