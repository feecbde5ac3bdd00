/*
 * scan-tone.h - brightness, contrast and gamma of scanned samples, as a table.
 *
 * A printer's grays are adjusted in another way (tone.h): paper must stay white and toner black
 * there. Who scans wants both to move: a gray paper to become white, a pale pencil dark.
 * Effects: none. Integers only: the same on every machine.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_SCAN_TONE_H
#define DRIVER_SCAN_TONE_H

#include <stdbool.h>
#include <stdint.h>

struct scan_tone {
    int brightness;       /* -100 to 100; 100 makes middle gray white, -100 makes it black */
    int contrast;         /* -100: all is middle gray, to 100: black or white */
    unsigned gamma_milli; /* 100 to 10000; 1000: as it is, more: lighter */
};

/* scan_tone_table - what each sample becomes: first gamma, then contrast about the middle, then
 * brightness. Values beyond their limits are taken as these. */
void scan_tone_table(uint8_t table[256], const struct scan_tone *tone);

/* scan_tone_nothing - whether the table would change no sample. */
bool scan_tone_nothing(const struct scan_tone *tone);

#endif
