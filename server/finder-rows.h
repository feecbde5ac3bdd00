/*
 * finder-rows.h - in which languages a machine may be asked whether it speaks them.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_FINDER_ROWS_H
#define SERVER_FINDER_ROWS_H

#include "driver/models.h"
#include "server/device.h"

#include <stdbool.h>
#include <stddef.h>

#define FINDER_MAX 9 /* pages of one search */

/*
 * finder_rows - the models of which one may be the machine's, one for each page.
 *
 * now       the model it has
 * identity  what the machine says of itself, "" and 0 where it says nothing
 * rows      out: at most FINDER_MAX
 *
 * These are the rows of the group that the machine names, else of the group it has; where that
 * is a generic one, of the first group of the table. Then a generic one for each language that
 * none of these has. What languages the machine names does not count: that it may be wrong
 * about them is why it is asked.
 */
size_t finder_rows(const struct model *now, const struct device_identity *identity,
                   const struct model *rows[FINDER_MAX]);

/* finder_rows_named - those of a list "canon_ir1020_ufr2lt,generic_pcl5e", in its order. 0 and
 * a sentence in why when one is none, there twice, or one too many. */
size_t finder_rows_named(const char *names, const struct model *rows[FINDER_MAX], char *why,
                         size_t why_size);

#endif
