/*
 * migrate-cups.h - the queues that the CUPS of this computer has, each with its PPD and what
 * people have set in it. Effects: asks CUPS; temporary files; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_MIGRATE_CUPS_H
#define SERVER_MIGRATE_CUPS_H

#include "migrate.h"

struct migrate_queue {
    const char *name, *uri; /* uri: "" where CUPS does not say */
    const struct ppd *ppd;
    const struct model *model; /* NULL: it is not by the maker's driver for one of ours */
    int num_options;
    cups_option_t *options; /* of lpoptions, and facts */
};

/* migrate_each - call each for all queues. False: CUPS does not answer. */
bool migrate_each(void (*each)(void *ctx, const struct migrate_queue *queue), void *ctx);

#endif
