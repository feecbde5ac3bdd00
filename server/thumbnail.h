/*
 * thumbnail.h - small gray pictures of a job's pages, made of the dots that are sent to the
 * machine, as the pages come in: so they show what is printed, in any of its languages.
 *
 * They are made for queues whose owner wants them only (queue-settings.h, "thumbnails" = yes),
 * of the first pages of a job, never of a private one. Memory: one line of cells; time: one
 * look at each byte. Effects: files thumb-NNNNNNNNN-N.png in the spool folder, mode 0600.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_THUMBNAIL_H
#define SERVER_THUMBNAIL_H

#include "jobs.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define THUMBNAIL_SETTING "thumbnails"
#define THUMBNAIL_PAGES   8u  /* of a job */
#define THUMBNAIL_WIDTH   160 /* dots at most */
#define THUMBNAIL_HEIGHT  400

/* Members are for thumbnail.c. */
struct thumbnail {
    size_t stride;       /* bytes of a line */
    size_t cell;         /* bytes of a line for a dot of the picture; lines: eight times that */
    unsigned width, row; /* of the picture; the row that is being summed up */
    unsigned edge;       /* dots of the last column that are paper, 1 .. 8 * cell */
    unsigned height;
    uint32_t lines;                  /* in the row so far */
    uint32_t black[THUMBNAIL_WIDTH]; /* dots in the cells of the row */
    uint8_t gray[THUMBNAIL_HEIGHT][THUMBNAIL_WIDTH];
};

/* thumbnails_wanted - whether the queue's owner wants them of this job. Takes the lock. */
bool thumbnails_wanted(struct job *job);

/* thumbnail_begin - a page of width x height dots, lines of stride bytes. */
void thumbnail_begin(struct thumbnail *t, uint32_t width, uint32_t height, size_t stride);

/* thumbnail_line - the next line, MSB left, 1 is black. More than the page has are left out. */
void thumbnail_line(struct thumbnail *t, const uint8_t *bits);

/* thumbnail_png - the picture; lines that did not come are white. To be freed; NULL: no memory.
 */
uint8_t *thumbnail_png(struct thumbnail *t, size_t *n);

/* thumbnail_keep - write it as that of a page, from 1. Where that fails there is none. */
void thumbnail_keep(struct thumbnail *t, const char *folder, int id, unsigned page);

/* thumbnail_path - the file of a page. */
void thumbnail_path(const char *folder, int id, unsigned page, char *path, size_t n);

/* thumbnails_remove - all of a job. */
void thumbnails_remove(const char *folder, int id);

/* thumbnails_sweep - those of jobs for which keep is false. */
void thumbnails_sweep(const char *folder, bool (*keep)(void *ctx, int id), void *ctx);

#endif
