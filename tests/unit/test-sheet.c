/*
 * test-sheet.c - the virtual printer's pictures: upright whichever way the bitmap lies.
 * Effects: temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/tap.h"
#include "tests/virtual-printer/sheet.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A PBM of rows of text, '#' black, divided by '/'. */
static bool write_pbm(const char *path, const char *dots)
{
    size_t width = strcspn(dots, "/"), height = (strlen(dots) + 1) / (width + 1), x, y;
    FILE *file = fopen(path, "wb");

    if (!file)
        return false;
    fprintf(file, "P4\n%zu %zu\n", width, height);
    for (y = 0; y < height; y++, dots += width + 1) {
        unsigned byte = 0;

        for (x = 0; x < (width + 7) / 8 * 8; x++) {
            byte = byte << 1 | (x < width && dots[x] == '#');
            if (x % 8 == 7)
                putc((int)(byte & 0xFF), file);
        }
    }
    return fclose(file) == 0;
}

/* The PNG as such a text. */
static bool read_png(const char *path, char *text, size_t size)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    uint8_t *gray;
    size_t x, y;

    if (!png_image_begin_read_from_file(&image, path))
        return false;
    image.format = PNG_FORMAT_GRAY;
    gray = malloc(PNG_IMAGE_SIZE(image));
    if (!gray || !png_image_finish_read(&image, NULL, gray, 0, NULL) ||
        (size_t)(image.width + 1) * image.height + 1 > size) {
        free(gray);
        return false;
    }
    for (y = 0; y < image.height; y++) {
        if (y > 0)
            *text++ = '/';
        for (x = 0; x < image.width; x++)
            *text++ = gray[y * image.width + x] < 128 ? '#' : '.';
    }
    *text = '\0';
    free(gray);
    return true;
}

/* The bitmap comes out like this. */
static void gives(struct sheet sheet, const char *dots, const char *expected, const char *name)
{
    char folder[] = "/tmp/canon-test-sheet.XXXXXX", pbm[64], png[64], got[200] = "",
         why[200] = "";
    bool good;

    if (!mkdtemp(folder)) {
        ok(false, "there is a folder");
        return;
    }
    snprintf(pbm, sizeof pbm, "%s/a.pbm", folder);
    snprintf(png, sizeof png, "%s/a.png", folder);
    sheet.width = (uint32_t)strcspn(dots, "/");
    sheet.height = (uint32_t)((strlen(dots) + 1) / (sheet.width + 1));
    good = write_pbm(pbm, dots) && sheet_write(&sheet, pbm, png, why, sizeof why) &&
           read_png(png, got, sizeof got) && strcmp(got, expected) == 0;
    if (!ok(good, "%s", name))
        diag("%s instead of %s %s", got, expected, why);
    unlink(pbm);
    unlink(png);
    rmdir(folder);
}

int main(void)
{
    gives((struct sheet){.x_dpi = 600, .y_dpi = 600}, "##./#../...", "##./#../...",
          "An upright bitmap is the picture");
    gives((struct sheet){.paper_width = 2, .paper_height = 2, .x_dpi = 600, .y_dpi = 600},
          "##./#../...", "##/#.", "What is beyond the paper is not in the picture");
    gives((struct sheet){.upside_down = true, .x_dpi = 600, .y_dpi = 600}, "##./#..", "..#/.##",
          "The back of a sheet bound at the top is turned over");
    /* upright ##. / ... turned clockwise: its top row is the right column */
    gives((struct sheet){.turned = true, .x_dpi = 600, .y_dpi = 600}, ".#/.#/..", "##./...",
          "A bitmap that lies clockwise is turned back");
    gives(
        (struct sheet){
            .turned = true, .paper_width = 2, .paper_height = 2, .x_dpi = 600, .y_dpi = 600},
        "..#/.#./...", ".#/..",
        "and cut where the paper ends in the bitmap: dots to spare are right and below");
    gives((struct sheet){.turned = true, .upside_down = true, .x_dpi = 600, .y_dpi = 600},
          ".#/.#/..", ".../.##", "and turned over");
    gives((struct sheet){.x_dpi = 600, .y_dpi = 400}, "#./.#/#./..", "#./#./.#/#./#./..",
          "Two rows of 400 dpi are three of the picture");
    gives((struct sheet){.upside_down = true, .x_dpi = 600, .y_dpi = 400}, "#./.#", "#./.#/.#",
          "and upside down as well");
    return tap_done();
}
