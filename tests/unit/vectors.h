/*
 * vectors.h - reading the captured streams and their pictures, where they are present.
 * Effects: reads files of $CANON_VECTORS, else of ../shared/vectors, which are no part of the
 * project. Users of this link zlib.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_VECTORS_H
#define UNIT_VECTORS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#define VECTOR_MAX_BYTES (32u << 20)

/* The whole of NAME or NAME.gz below the vectors' folder; free it. NULL: it is not there. */
static inline uint8_t *vector_read(const char *name, size_t *size)
{
    const char *folder = getenv("CANON_VECTORS");
    char path[1024];
    uint8_t *bytes = NULL;
    gzFile file;
    int n;

    folder = folder && *folder ? folder : "../shared/vectors";
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = gzopen(path, "rb");
    if (!file) {
        snprintf(path, sizeof path, "%s/%s.gz", folder, name);
        file = gzopen(path, "rb");
    }
    if (!file)
        return NULL;
    bytes = malloc(VECTOR_MAX_BYTES);
    n = bytes ? gzread(file, bytes, VECTOR_MAX_BYTES) : -1;
    gzclose(file);
    if (n < 0) {
        free(bytes);
        return NULL;
    }
    *size = (size_t)n;
    return bytes;
}

/*
 * vector_picture - the raw PBM NAME as lines; free it.
 *
 * width, height   out: dots
 * stride          out: bytes of one line in the file, (width + 7) / 8
 * first           out: where the first line begins in what is returned
 */
static inline uint8_t *vector_picture(const char *name, unsigned *width, unsigned *height,
                                      size_t *stride, const uint8_t **first)
{
    size_t size = 0;
    int head = 0;
    uint8_t *bytes = vector_read(name, &size);

    if (!bytes || size == VECTOR_MAX_BYTES) {
        free(bytes);
        return NULL;
    }
    bytes[size] = 0;
    if (sscanf((const char *)bytes, "P4 %u %u%n", width, height, &head) == 2) {
        *stride = ((size_t)*width + 7) / 8;
        *first = bytes + head + 1;
        if ((size_t)head + 1 + *stride * *height == size)
            return bytes;
    }
    free(bytes);
    return NULL;
}

#endif
