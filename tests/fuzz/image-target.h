/*
 * image-target.h - what the fuzz targets of pictures share: bytes through server/image.h.
 * Effects: a nameless file.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef FUZZ_IMAGE_TARGET_H
#define FUZZ_IMAGE_TARGET_H

#include "server/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Lines go to exactly as many bytes as they have, so that a sanitizer sees one too many. */
static void image_target_read(const char *path, unsigned quarters)
{
    const struct image_limits limits = {.max_width = 20000,
                                        .max_height = 20000,
                                        .max_pixels = 1u << 18,
                                        .max_temporary = 1u << 22,
                                        .temporary_folder = "/tmp"};
    struct image_info info;
    char why[200] = "";
    struct image *image = image_open(path, &limits, &info, why, sizeof why);
    uint8_t *line = NULL;
    uint32_t y;

    if (image && image_turn(image, quarters, &info, why, sizeof why))
        line = malloc(info.width);
    for (y = 0; line && y < info.height; y++)
        if (!image_read_line(image, line, why, sizeof why))
            break;
    if (image ? line && y < info.height && !*why : !*why)
        abort(); /* a failure without a reason is a bug of ours */
    free(line);
    image_close(image);
}

/* The same bytes upright and turned. */
static int image_target(const uint8_t *data, size_t size)
{
    FILE *file = tmpfile();
    char path[64];

    if (file && fwrite(data, 1, size, file) == size && fflush(file) == 0) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(file));
        image_target_read(path, 0);
        image_target_read(path, (unsigned)(size % 3) + 1);
    }
    if (file)
        fclose(file);
    return 0;
}

#endif
