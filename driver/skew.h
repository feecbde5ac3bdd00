/*
 * skew.h - how far the lines of text on a page lean, from its dots.
 *
 * The lower edges of letters stand on lines. Seen along these, they fall into few rows with
 * many of them; along any other direction they are spread. The direction with the sharpest rows
 * is the text's, where it is clearly sharper than others (H. Baird, The skew angle of printed
 * documents, 1987): white pages and noise have none, pictures that of a straight edge, if any.
 * Effects: none. Integers only: the same on every machine.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_SKEW_H
#define DRIVER_SKEW_H

#include <stddef.h>
#include <stdint.h>

#define SKEW_MAX_WIDTH  4096u /* what is to the right or below of this is not looked at */
#define SKEW_MAX_HEIGHT 8192u
#define SKEW_MAX_MILLI  10000 /* degrees / 1000 */

struct skew; /* in the caller's memory; about 100 dots in an inch are right */

size_t skew_work_size(uint32_t width);

/* skew_start - begin a page in work, aligned as malloc does. Cannot fail. */
struct skew *skew_start(void *work, uint32_t width);

/* skew_line - the next line: (width + 7) / 8 bytes, the left dot in the highest bit, 1 is
 * black. */
void skew_line(struct skew *s, const uint8_t *bits);

/* skew_end - after the last line: by how many 1/1000 degrees clockwise the page is to be turned
 * so that its lines lie level, within SKEW_MAX_MILLI either way; 0: they do, or none are there.
 */
int skew_end(struct skew *s);

#endif
