/*
 * jpeg-arrays.h - libjpeg's virtual arrays over a nameless file.
 *
 * A JPEG of several scans (progressive ones, and others that give one component after the
 * other) must be gone through as often as it has scans; libjpeg keeps all coefficients in
 * "virtual arrays" meanwhile: 2 bytes for each sample of each component, in memory, since
 * libjpeg-turbo is built without a backing store. Its memory manager is a table of function
 * pointers in its public interface; here are those of the virtual arrays, keeping in memory
 * the rows in use only.
 *
 * Effects: a nameless temporary file.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_JPEG_ARRAYS_H
#define SERVER_JPEG_ARRAYS_H

#include "scratch.h"

#include <stdio.h>
#include <jpeglib.h>

struct jpeg_arrays {
    struct jvirt_barray_control *first; /* all arrays, newest first */
    struct scratch file;
    struct scratch_space *space;
    uint64_t end; /* where the next array begins in the file */
    /* Something failed, the sentence says what; leaves libjpeg with a jump. */
    void (*fail)(j_common_ptr jpeg, const char *sentence) __attribute__((noreturn));
};

/*
 * jpeg_arrays_install - let the decompressor keep its coefficients in arrays.
 *
 * Call after jpeg_create_decompress. arrays must live until jpeg_arrays_free, which is to be
 * called after jpeg_destroy_decompress; fail and space are the caller's. jpeg->client_data must
 * point to a pointer to arrays: its first member is read as one.
 */
void jpeg_arrays_install(struct jpeg_arrays *arrays, j_decompress_ptr jpeg,
                         struct scratch_space *space,
                         void (*fail)(j_common_ptr jpeg, const char *sentence)
                             __attribute__((noreturn)));

/* Also of arrays that are all zero. */
void jpeg_arrays_free(struct jpeg_arrays *arrays);

#endif
