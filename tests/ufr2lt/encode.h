/*
 * encode.h - `ufr2lt encode`: documents become a job of the machine.
 * Effects: reads files, temporary files, standard output and error.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UFR2LT_ENCODE_H
#define UFR2LT_ENCODE_H

#include "driver/ticket.h"

/*
 * encode_files - one job with all pages of all files, to standard output.
 *
 * media, width_hmm and length_hmm of wishes are taken from the first page if they are not set.
 *
 * False after a message on standard error.
 */
bool encode_files(const struct model *model, struct wishes *wishes, char **paths, size_t num);

#endif
