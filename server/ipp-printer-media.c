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

static const char *const margin_names[] = {"media-bottom-margin", "media-left-margin",
                                           "media-right-margin", "media-top-margin"};
#define NUM_MARGINS (sizeof(margin_names) / sizeof(margin_names[0]))

#define MAX_READY 16

/* The margins of a size that has others than PAPPL said. */
static void set_margins(ipp_t *column)
{
    ipp_attribute_t *name = ippFindAttribute(column, "media-size-name", IPP_TAG_ZERO);
    const struct media *media = name != NULL ? media_find(ippGetString(name, 0, NULL)) : NULL;

    for (size_t i = 0; media != NULL && i < NUM_MARGINS; i++) {
        ipp_attribute_t *margin = ippFindAttribute(column, margin_names[i], IPP_TAG_INTEGER);

        if (margin != NULL)
            (void)ippSetInteger(column, &margin, 0, (int)media->margin_hmm);
    }
}

static void amend_columns(const struct answer *a, const char *name)
{
    ipp_attribute_t *attr = answer_find(a, name);

    for (int i = 0; attr != NULL && i < ippGetCount(attr); i++)
        set_margins(ippGetCollection(attr, i));
}

/* Each that a size of the model has. */
static void amend_margins(const struct answer *a)
{
    int margins[8], n = 0;

    if (a->model == NULL)
        return;
    for (size_t i = 0; i < a->model->caps->num_media && n < 8; i++) {
        int margin = (int)a->model->caps->media[i].media->margin_hmm, j = 0;

        while (j < n && margins[j] != margin)
            j++;
        if (j == n)
            margins[n++] = margin;
    }
    for (size_t i = 0; i < NUM_MARGINS; i++) {
        char name[64];

        snprintf(name, sizeof(name), "%s-supported", margin_names[i]);
        answer_put_integers(a, name, n, margins);
    }
}

static void amend_ready(const struct answer *a)
{
    ipp_attribute_t *attr = answer_find(a, "media-ready");
    char names[MAX_READY][128];
    const char *values[MAX_READY];
    int n = 0;

    for (int i = 0; attr != NULL && i < ippGetCount(attr) && n < MAX_READY; i++) {
        const char *name = ippGetString(attr, i, NULL);
        int j = 0;

        while (name != NULL && j < n && strcmp(names[j], name) != 0)
            j++;
        if (name == NULL || j < n)
            continue;
        snprintf(names[n], sizeof(names[n]), "%s", name);
        values[n] = names[n];
        n++;
    }
    if (n > 0)
        answer_put_strings(a, IPP_TAG_KEYWORD, "media-ready", n, values);
}

void amend_media(const struct answer *a)
{
    amend_margins(a);
    amend_columns(a, "media-col-database");
    amend_columns(a, "media-col-default");
    amend_columns(a, "media-col-ready");
    amend_ready(a);
}
