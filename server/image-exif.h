/*
 * image-exif.h - the few facts of EXIF data that matter for printing.
 * Effects: none.
 * Source: CIPA DC-008 (Exif 2.32) sections 4.5 and 4.6, TIFF 6.0 section 2.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IMAGE_EXIF_H
#define SERVER_IMAGE_EXIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum exif_unit { EXIF_UNIT_NONE = 1, EXIF_UNIT_INCH = 2, EXIF_UNIT_CM = 3 };

struct exif {
    unsigned orientation; /* 1..8; 1 where it is missing or none of these */
    double x, y;          /* dots per unit, 0: not said */
    enum exif_unit unit;
};

/*
 * exif_parse - read the first directory of EXIF data.
 *
 * tiff  n bytes from the TIFF header ("II" or "MM") on; untrusted, offsets may point anywhere
 *
 * False, with exif saying nothing, when there is no directory. A damaged entry is left out.
 */
bool exif_parse(const uint8_t *tiff, size_t n, struct exif *exif);

#endif
