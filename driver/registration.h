/*
 * registration.h - where on the sheet a machine really prints: an offset for each tray and
 * side, measured on a calibration page, by which pages are moved.
 * Effects: none.
 *
 * As text, the queue's option "registration": for each tray its name, the front's offset to the
 * right and down in mm, and after another colon the back's, with semicolons between trays:
 *
 *     tray-1:1.5,-0.8:0.2,0;by-pass-tray:0,2
 *
 * A back that is not named is not moved. Offsets have two decimals at most.
 *
 * Which holds where the machine chooses the tray: that of "auto" where there is one, else that
 * of the tray it is likely to take: the first drawer, or the bypass for what no drawer takes.
 *
 * Offsets are those of the image as it is read, the back's measured on a sheet that was turned
 * over its long edge. Over the short edge the machine turns the back's image half round, so
 * that the same offset of the paper points the other way in the image.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_REGISTRATION_H
#define DRIVER_REGISTRATION_H

#include "pdl.h"

#define REGISTRATION_LIMIT_HMM 1000 /* 10 mm, in each direction */
#define REGISTRATION_MAX       8    /* trays */
#define REGISTRATION_TEXT      320  /* bytes that hold any, with the NUL */

/* To the right and down, 1/100 mm. */
struct offset {
    int32_t x_hmm, y_hmm;
};

struct registration_tray {
    const struct media_source *source;
    struct offset front, back;
};

struct registration {
    struct registration_tray trays[REGISTRATION_MAX];
    size_t n;
};

/* registration_read - from text; "" is none. False, and none: it is wrong, or a tray is unknown
 * or named twice. */
bool registration_read(const char *text, struct registration *r);

/* registration_write - as text, which registration_read understands; the NUL included it takes
 * at most REGISTRATION_TEXT bytes. Trays that are not moved are left out. */
void registration_write(const struct registration *r, char text[REGISTRATION_TEXT]);

/* registration_read_offset - "1.5,-0.8". False: it is none, or beyond the limit. */
bool registration_read_offset(const char *text, struct offset *offset);

/* registration_write_offset - the same as text; 16 bytes hold it. */
void registration_write_offset(const struct offset *offset, char *text, size_t n);

/* registration_set - put a tray's offsets, NULL: leave those of that side. False: there are too
 * many trays. */
bool registration_set(struct registration *r, const struct media_source *source,
                      const struct offset *front, const struct offset *back);

/*
 * registration_find - the offset for a side of a job.
 *
 * side   of the part, from 0: of a job with two sides the odd ones are backs
 */
struct offset registration_find(const struct registration *r, const struct caps *caps,
                                const struct job_params *job, unsigned side);

/* registration_dots - the nearest number of dots, halves away from 0. */
int32_t registration_dots(int32_t hmm, unsigned dpi);

#endif
