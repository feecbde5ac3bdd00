/*
 * image-reader.h - what image.c and its file formats share; nobody else includes it.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IMAGE_READER_H
#define SERVER_IMAGE_READER_H

#include "image.h"
#include "scratch.h"

#include <stdio.h>

/* What a file says of itself, as it is stored, not yet turned upright. */
struct image_facts {
    uint32_t width, height;
    double x_dpi, y_dpi;  /* 0: not said */
    double pixel_aspect;  /* width of a pixel to its height, 0: not said */
    unsigned orientation; /* EXIF, 1..8 */
};

/* The surroundings of one picture; lives as long as it. */
struct image_env {
    struct image_limits limits;
    struct scratch_space space;
};

/*
 * One file format. open reads as far as the size and leaves file's ownership with the caller;
 * read_line gives the next stored line, facts->width samples, exactly facts->height times. Both
 * say why not in a sentence. close takes what open returned.
 */
struct image_reader_ops {
    void *(*open)(FILE *file, struct image_env *env, struct image_facts *facts, char *why,
                  size_t why_size);
    bool (*read_line)(void *reader, uint8_t *gray, char *why, size_t why_size);
    void (*close)(void *reader);
};

extern const struct image_reader_ops image_reader_jpeg;
extern const struct image_reader_ops image_reader_png;

/* True, and the sentence, when the person does not want the picture any more. */
bool image_canceled(const struct image_env *env, char *why, size_t why_size);

/* False and a sentence when a picture of this size is not allowed. */
bool image_size_allowed(const struct image_env *env, uint64_t width, uint64_t height, char *why,
                        size_t why_size);

/*
 * image_set_density - take over a density a file gives: x and y dots per unit, of which one
 * inch has per_inch (2.54 for centimetres, 0.0254 for metres, 0: unknown unit, only the ratio
 * counts). Values no real picture has are taken as not said.
 */
void image_set_density(struct image_facts *facts, double x, double y, double per_inch);

/* a * b / 255, rounded. */
static inline uint8_t image_scale(uint8_t a, uint8_t b)
{
    uint32_t product = (uint32_t)a * b + 128;

    return (uint8_t)((product + (product >> 8)) >> 8);
}

#endif
