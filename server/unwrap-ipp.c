/*
 * unwrap-ipp.c - see unwrap.h: what PJL asks, as job attributes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "unwrap.h"

static bool says(ipp_t *attributes, const char *name)
{
    return ippFindAttribute(attributes, name, IPP_TAG_ZERO) != NULL;
}

static void add_word(ipp_t *attributes, const char *name, const char *value)
{
    if (value != NULL && !says(attributes, name))
        ippAddString(attributes, IPP_TAG_JOB, IPP_TAG_KEYWORD, name, NULL, value);
}

/* The source is a member of media-col only, and media-col says the size then, too. */
static void add_media(ipp_t *attributes, const struct unwrap_wishes *w)
{
    ipp_t *column;

    if (says(attributes, "media") || says(attributes, "media-col"))
        return;
    if (w->source == NULL) {
        add_word(attributes, "media", w->media);
        return;
    }
    column = ippNew();
    if (w->media != NULL)
        ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-size-name", NULL, w->media);
    ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", NULL, w->source);
    ippAddCollection(attributes, IPP_TAG_JOB, "media-col", column);
    ippDelete(column);
}

void unwrap_apply(const struct unwrap_wishes *w, ipp_t *attributes)
{
    if (w->copies > 1 && !says(attributes, "copies")) {
        ippAddInteger(attributes, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", w->copies);
        add_word(attributes, "multiple-document-handling",
                 w->collated ? "separate-documents-collated-copies"
                             : "separate-documents-uncollated-copies");
    }
    add_word(attributes, "sides", w->sides);
    add_media(attributes, w);
    add_word(attributes, "toner-save", w->toner_save);
}
