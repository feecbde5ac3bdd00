/*
 * pictures.h - reads pictures through server/image.h, for tests.
 * Effects: memory; files in TMPDIR or /tmp. A failure in here ends the program.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_PICTURES_H
#define UNIT_PICTURES_H

#include "server/image.h"
#include "tests/unit/picture-files.h"

/* All of a picture. */
struct seen {
    bool opened;
    struct image_info info;
    uint8_t *gray;  /* info.width * info.height */
    uint32_t lines; /* that came */
    char why[400];
};

static inline struct image_limits pictures_limits(void)
{
    return (struct image_limits){.max_width = 65535,
                                 .max_height = 65535,
                                 .max_pixels = 1u << 26,
                                 .max_temporary = 1u << 28,
                                 .temporary_folder = pictures_folder()};
}

static inline struct seen read_file(const char *path, const struct image_limits *limits,
                                    unsigned quarters)
{
    struct seen seen = {.why = ""};
    struct image *image = image_open(path, limits, &seen.info, seen.why, sizeof seen.why);

    seen.opened = image != NULL;
    if (image && quarters && !image_turn(image, quarters, &seen.info, seen.why, 400))
        seen.opened = false;
    if (seen.opened) {
        seen.gray = pictures_alloc((size_t)seen.info.width * seen.info.height);
        while (seen.lines < seen.info.height &&
               image_read_line(image, seen.gray + (size_t)seen.info.width * seen.lines,
                               seen.why, sizeof seen.why))
            seen.lines++;
    }
    image_close(image);
    return seen;
}

/* Reads a file with these bytes and frees them. */
static inline struct seen read_blob(struct blob *blob, const struct image_limits *limits,
                                    unsigned quarters)
{
    const struct image_limits usual = pictures_limits();
    char path[256];
    struct seen seen;

    pictures_save(blob, path);
    seen = read_file(path, limits ? limits : &usual, quarters);
    unlink(path);
    blob_free(blob);
    return seen;
}

static inline bool seen_all(const struct seen *seen)
{
    return seen->opened && seen->lines == seen->info.height;
}

/* The whole picture, in this size, with these samples. */
static inline bool seen_is(const struct seen *seen, uint32_t width, uint32_t height,
                           const uint8_t *gray)
{
    return seen_all(seen) && seen->info.width == width && seen->info.height == height &&
           memcmp(seen->gray, gray, (size_t)width * height) == 0;
}

static inline void seen_free(struct seen *seen)
{
    free(seen->gray);
    seen->gray = NULL;
}

#endif
