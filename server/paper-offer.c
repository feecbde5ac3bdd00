/*
 * paper-offer.c - see paper-offer.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "paper-offer.h"

#include <stdio.h>
#include <string.h>

/* The least that is offered: 3 x 5 inches. Smaller pages can be printed, too, but nobody shall
 * think that the machine feeds such paper. */
#define LEAST_NAME       "custom_min_3x5in"
#define LEAST_WIDTH_HMM  7620
#define LEAST_LENGTH_HMM 12700

/* Where they are no paper of the machine: Folio and Oficio, which offices from Mexico to the
 * Philippines have, and which differ from Legal by a strip at the foot. */
static const char *const larger[] = {
    "na_foolscap_8.5x13in",
    "na_oficio_8.5x13.4in",
};

/* Paper whose width and length no sheet of the machine exceeds. */
static void find_largest(const struct caps *caps, uint32_t *width, uint32_t *length)
{
    *width = *length = 0;
    for (size_t i = 0; i < caps->num_media; i++) {
        const struct media *media = caps->media[i].media;

        if (media->envelope)
            continue;
        *width = media->width_hmm > *width ? media->width_hmm : *width;
        *length = media->length_hmm > *length ? media->length_hmm : *length;
    }
}

static bool is_held(const struct caps *caps, const struct paper *paper)
{
    for (size_t i = 0; i < caps->num_media; i++)
        if (!caps->media[i].media->envelope &&
            media_holds(caps->media[i].media, paper->width_hmm, paper->length_hmm,
                        VALUE_SAME_SIZE_HMM))
            return true;
    return false;
}

static bool is_own(const struct caps *caps, const char *name)
{
    return caps_find_media(caps, media_find(name)) != NULL;
}

/* 1/100 mm as a PWG name has it: without zeros at the end. */
static void write_mm(char *text, size_t n, uint32_t hmm)
{
    unsigned whole = hmm / 100, part = hmm % 100;

    if (part == 0)
        snprintf(text, n, "%u", whole);
    else if (part % 10 == 0)
        snprintf(text, n, "%u.%u", whole, part / 10);
    else
        snprintf(text, n, "%u.%02u", whole, part);
}

static void name_largest(char *name, uint32_t width, uint32_t length)
{
    char across[16], along[16];

    write_mm(across, sizeof(across), width);
    write_mm(along, sizeof(along), length);
    snprintf(name, PAPER_NAME_MAX, "custom_max_%sx%smm", across, along);
}

size_t paper_offer(const struct caps *caps, const char *names[], size_t max, char *largest)
{
    size_t n = 0;
    uint32_t width, length;

    for (size_t i = 0; i < caps->num_media && n < max; i++)
        names[n++] = caps->media[i].media->name;
    for (size_t i = 0; i < sizeof(larger) / sizeof(larger[0]) && n < max; i++) {
        struct paper paper;

        if (!is_own(caps, larger[i]) && value_paper_of_name(larger[i], &paper) &&
            is_held(caps, &paper))
            names[n++] = larger[i];
    }
    find_largest(caps, &width, &length);
    if (n + 2 > max || width < LEAST_WIDTH_HMM || length < LEAST_LENGTH_HMM)
        return n;
    name_largest(largest, width, length);
    names[n++] = LEAST_NAME;
    names[n++] = largest;
    return n;
}

bool paper_is_offered(const struct caps *caps, const struct paper *paper)
{
    if (paper->name[0] != '\0' && is_own(caps, paper->name))
        return true;
    return paper->width_hmm >= LEAST_WIDTH_HMM && paper->length_hmm >= LEAST_LENGTH_HMM &&
           is_held(caps, paper);
}
