/*
 * pbm.h - raw PBM files (P4), written row by row under another name until they are complete.
 * Effects: files. SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_PBM_H
#define DECODE_PBM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct pbm {
    FILE *file; /* NULL: none is open */
    uint32_t width, height, rows;
    char path[4096];      /* its name at the end */
    char temporary[4104]; /* its name until then */
};

/* Each is false with errno set when the disk or a name does not allow it; the file is then
 * closed and removed. */

bool pbm_open(struct pbm *pbm, const char *path, uint32_t width, uint32_t height);

/* rows of stride bytes, of which each row's first (width + 7) / 8 are written; bits beyond the
 * width become 0. */
bool pbm_write(struct pbm *pbm, const uint8_t *bits, size_t stride, uint32_t rows);

/* pbm_close - complete: it gets its name. False also when rows are missing. */
bool pbm_close(struct pbm *pbm);

/* pbm_abandon - remove what was written of an incomplete file; none open is fine. */
void pbm_abandon(struct pbm *pbm);

#endif
