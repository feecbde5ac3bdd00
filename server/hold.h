/*
 * hold.h - bytes that wait: first in memory, then in a nameless file that is gone with the
 * program, however it ends. Of a limited size.
 * Effects: a file in the given folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_HOLD_H
#define SERVER_HOLD_H

#include "driver/sink.h"

#include <stddef.h>
#include <stdint.h>

struct hold;

/* hold_new - memory bytes wait in memory, at most max in all; folder is kept by pointer.
 * NULL without memory. */
struct hold *hold_new(size_t memory, uint64_t max, const char *folder);
void hold_free(struct hold *hold); /* NULL is fine */

/* hold_write - append all n bytes; RESULT_IO when they do not fit or the disk refuses. */
MUST_CHECK enum result hold_write(struct hold *hold, const void *bytes, size_t n);

/* hold_bytes - how many wait; 0 for NULL. */
uint64_t hold_bytes(const struct hold *hold);

/* hold_cut - forget all from n on. NULL is fine. */
void hold_cut(struct hold *hold, uint64_t n);

/* hold_send - give the bytes from..to to a sink, in pieces. They stay. */
MUST_CHECK enum result hold_send(struct hold *hold, uint64_t from, uint64_t to,
                                 const struct sink *sink);

/* hold_common - how many bytes at the beginning of both are the same, of those in memory. */
uint64_t hold_common(const struct hold *a, const struct hold *b);

/* hold_error - the sentence for the RESULT_IO of either, a general one if neither has one. */
const char *hold_error(const struct hold *a, const struct hold *b);

#endif
