/*
 * migrate.h - a queue that CUPS has with the maker's driver, as one of ours: which machine,
 * where it is, and what becomes of each of its options.
 * Effects: none.
 * Source: the guide of these machines' PPDs (options and their choices), CUPS' option names.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_MIGRATE_H
#define SERVER_MIGRATE_H

#include "ppd-read.h"

#include "driver/models.h"

#include <cups/cups.h>

#define MIGRATE_MAX 160

enum migrate_fate {
    MIGRATE_TAKEN,   /* set here: name and value */
    MIGRATE_NOTHING, /* nothing is to be done: it is so here anyway */
    MIGRATE_LOST,    /* there is nothing like it */
};

struct migrate_option {
    char keyword[64], choice[128], words[PPD_TEXT]; /* as CUPS has it; words: for a person */
    enum migrate_fate fate;
    char name[40], value[64]; /* of MIGRATE_TAKEN, as for -o */
    const char *why;          /* of MIGRATE_LOST, a sentence or NULL */
};

struct migrate_options {
    struct migrate_option list[MIGRATE_MAX];
    size_t n;
};

/* migrate_model - of a PPD of the maker for one of our machines; NULL: it is none. */
const struct model *migrate_model(const struct ppd *ppd);

/*
 * migrate_uri - an address of CUPS as one of ours.
 *
 * False and a sentence: it does not tell where the machine is.
 */
bool migrate_uri(const char *device, const struct model *model, char *uri, size_t size,
                 char *why, size_t why_size);

/*
 * migrate_options - what becomes of what is set.
 *
 * ppd      its choices; NULL: none
 * options  n of a person's own (lpoptions), which win over the PPD's
 */
void migrate_options(const struct ppd *ppd, int n, const cups_option_t *options,
                     struct migrate_options *out);

#endif
