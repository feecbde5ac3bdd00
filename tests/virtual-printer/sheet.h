/*
 * sheet.h - a picture of a sheet's side, as PNG.
 * Effects: files. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_SHEET_H
#define VIRTUAL_PRINTER_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sheet {
    uint32_t width, height;             /* of the bitmap */
    uint32_t paper_width, paper_height; /* upright; 0: not known, as large as the bitmap */
    uint32_t x_dpi, y_dpi;              /* of the bitmap; fewer rows are made higher */
    bool turned;                        /* the bitmap lies 90 degrees clockwise */
    bool upside_down;                   /* the picture is to be turned by 180 degrees */
};

/*
 * sheet_write - make the PNG of a raw PBM that has the bitmap's size. The picture is upright
 * and has x_dpi both ways, as the paper does; a bitmap with another y_dpi must not be turned.
 *
 * False and a sentence in why when that fails; no file is left then.
 */
bool sheet_write(const struct sheet *sheet, const char *pbm_path, const char *png_path,
                 char *why, size_t why_size);

#endif
