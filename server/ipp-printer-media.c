/*
 * ipp-printer-media.c - paper, as attributes of a printer.
 *
 * PAPPL knows one pair of margins for all sizes, envelopes have wider ones; and it repeats a
 * size in media-ready for each tray that holds it. The sizes of media-col-database name no
 * source and no type: each may be asked for from anywhere, what does not fit together is
 * resolved (ticket.h), and clients would show a size once for each tray.
 * Source: PWG 5100.7, 5100.11.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-printer-parts.h"

#include <stdio.h>
#include <string.h>

static const char *const margins_supported[] = {
    "media-bottom-margin-supported", "media-left-margin-supported",
    "media-right-margin-supported", "media-top-margin-supported"};
#define NUM_MARGINS (sizeof(margins_supported) / sizeof(margins_supported[0]))

#define MAX_VALUES 16

static bool is_margin(const char *name)
{
    size_t n = strlen(name);

    return n > 7 && memcmp(name + n - 7, "-margin", 7) == 0;
}

/* The margins of a size that has others than PAPPL said. Each member is looked at once: to
 * search for the five by their names would take longer than all else of an answer's paper. */
static void set_margins(const struct answer *a, ipp_t *column)
{
    ipp_attribute_t *margins[NUM_MARGINS];
    const struct media *media = NULL;
    size_t n = 0;

    for (ipp_attribute_t *attr = ippFirstAttribute(column); attr != NULL;
         attr = ippNextAttribute(column)) {
        const char *name = ippGetName(attr);

        if (ippGetValueTag(attr) == IPP_TAG_BEGIN_COLLECTION || name == NULL)
            continue;
        if (ippGetValueTag(attr) != IPP_TAG_INTEGER)
            media = strcmp(name, "media-size-name") == 0
                        ? media_find(ippGetString(attr, 0, NULL))
                        : media;
        else if (n < NUM_MARGINS && is_margin(name))
            margins[n++] = attr;
    }
    for (size_t i = 0; media != NULL && a->model != NULL && i < n; i++) {
        int margin = (int)caps_margin(a->model->caps, media);

        if (ippGetInteger(margins[i], 0) != margin)
            (void)ippSetInteger(column, &margins[i], 0, margin);
    }
}

static void amend_columns(const struct answer *a, const char *name)
{
    ipp_attribute_t *attr = answer_find(a, name);

    for (int i = 0; attr != NULL && i < ippGetCount(attr); i++)
        set_margins(a, ippGetCollection(attr, i));
}

/* Each that a size of the model has. */
static void amend_margins(const struct answer *a)
{
    int margins[8], n = 0;

    if (a->model == NULL || !answer_wants_any(a, NUM_MARGINS, margins_supported))
        return;
    for (size_t i = 0; i < a->model->caps->num_media && n < 8; i++) {
        const struct caps *caps = a->model->caps;
        int margin = (int)caps_margin(caps, caps->media[i].media), j = 0;

        while (j < n && margins[j] != margin)
            j++;
        if (j == n)
            margins[n++] = margin;
    }
    for (size_t i = 0; i < NUM_MARGINS; i++)
        answer_put_integers(a, margins_supported[i], n, margins);
}

static bool is_before(ipp_attribute_t *attr, int end)
{
    const char *name = ippGetString(attr, end, NULL);

    for (int i = 0; name != NULL && i < end; i++) {
        const char *other = ippGetString(attr, i, NULL);

        if (other != NULL && strcmp(name, other) == 0)
            return true;
    }
    return false;
}

/* Each value once: sizes that lie in several drawers, and "auto", which PAPPL adds. */
static void amend_twice(const struct answer *a, const char *attribute)
{
    ipp_attribute_t *attr = answer_find(a, attribute);
    int count = attr != NULL ? ippGetCount(attr) : 0, n = 0;
    char names[MAX_VALUES][128];
    const char *values[MAX_VALUES];

    for (int i = 0; i < count && n < MAX_VALUES; i++) {
        const char *name = ippGetString(attr, i, NULL);

        if (name == NULL || is_before(attr, i))
            continue;
        snprintf(names[n], sizeof(names[n]), "%s", name);
        values[n] = names[n];
        n++;
    }
    if (n > 0 && n < count)
        answer_put_strings(a, IPP_TAG_KEYWORD, attribute, n, values);
}

void amend_media(const struct answer *a)
{
    amend_margins(a);
    amend_columns(a, "media-col-database");
    amend_columns(a, "media-col-default");
    amend_columns(a, "media-col-ready");
    amend_twice(a, "media-ready");
    amend_twice(a, "media-source-supported");
}
