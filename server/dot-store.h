/*
 * dot-store.h - the dots of a job's pages put away in a nameless file, and read again in
 * another order: the last page first, or two pages at a time for a side of a booklet.
 *
 * Pages are packed by zlib: a full one of text takes some 0.4 MB of its 4.3 MB on A4. Memory
 * does not grow with the pages. Effects: nameless temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DOT_STORE_H
#define SERVER_DOT_STORE_H

#include "scratch.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that a page may have kept with it. */
#define DOT_STORE_NOTE 64

/* Pages that can be read at the same time. */
#define DOT_STORE_READERS 2

struct dot_store;

/* dot_store_new - without pages. space must outlive it. NULL and a sentence. */
struct dot_store *dot_store_new(struct scratch_space *space, char *why, size_t why_size);

/*
 * The pages in order, each: begin, lines, end. A page begun anew takes the place of one that
 * was not ended.
 *
 * stride   bytes of each line, at least 1
 * note     note_size bytes, at most DOT_STORE_NOTE
 *
 * False and a sentence: the disk is full, or there is no memory.
 */
bool dot_store_begin(struct dot_store *store, size_t stride, const void *note, size_t note_size,
                     char *why, size_t why_size);
bool dot_store_line(struct dot_store *store, const uint8_t *bits, char *why, size_t why_size);
bool dot_store_end(struct dot_store *store, char *why, size_t why_size);

/* dot_store_pages - whole ones so far. */
uint32_t dot_store_pages(const struct dot_store *store);

/* dot_store_note - what was kept with a page, note_size bytes of it. False and a sentence. */
bool dot_store_note(struct dot_store *store, uint32_t page, void *note, size_t note_size,
                    char *why, size_t why_size);

/*
 * dot_store_open - begin to read a page; none may be being written.
 *
 * reader   below DOT_STORE_READERS; what it read before is forgotten
 * stride   of the caller's lines: another one than the page's is an error
 */
bool dot_store_open(struct dot_store *store, unsigned reader, uint32_t page, size_t stride,
                    char *why, size_t why_size);

/* dot_store_read - the next line of a reader's page; white behind the last one. */
bool dot_store_read(struct dot_store *store, unsigned reader, uint8_t *bits, char *why,
                    size_t why_size);

void dot_store_free(struct dot_store *store); /* NULL is fine */

#endif
