/*
 * jpeg-arrays.c - libjpeg's virtual arrays over a nameless file.
 *
 * The decompressor asks for the same few rows of blocks of each component again and again, in
 * ascending order in each scan; so each array keeps one window of the rows asked for last.
 * Rows that were never anything but zero (a part of a picture of one colour, in most scans of
 * most pictures) are neither written nor read.
 *
 * Effects: a nameless temporary file.
 * Source: libjpeg-turbo's libjpeg.txt, "Memory management", and the contract in its jpeglib.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "jpeg-arrays.h"

#include <stdlib.h>
#include <string.h>

/* libjpeg leaves this type to the memory manager. */
struct jvirt_barray_control {
    struct jvirt_barray_control *next;
    JDIMENSION rows;       /* of the array */
    JDIMENSION max_access; /* rows in one access */
    size_t row_bytes;
    uint64_t offset; /* of row 0 in the file */
    uint8_t *stored; /* for each row, whether it is in the file */

    JBLOCKROW window;    /* NULL until the first access */
    JBLOCKROW *pointers; /* to the window's rows */
    JDIMENSION window_rows;
    JDIMENSION start, used; /* the rows in the window */
    bool changed;
};

static struct jpeg_arrays *arrays_of(j_common_ptr jpeg)
{
    return *(struct jpeg_arrays **)jpeg->client_data;
}

static jvirt_barray_ptr request_blocks(j_common_ptr jpeg, int pool, boolean pre_zero,
                                       JDIMENSION blocks, JDIMENSION rows,
                                       JDIMENSION max_access)
{
    struct jpeg_arrays *arrays = arrays_of(jpeg);
    jvirt_barray_ptr array = calloc(1, sizeof *array);

    (void)pool;
    (void)pre_zero; /* all are */
    if (array) {
        array->next = arrays->first;
        arrays->first = array;
        array->stored = calloc(rows ? rows : 1, 1);
    }
    if (!array || !array->stored)
        arrays->fail(jpeg, "Not enough memory");
    array->rows = rows;
    array->max_access = max_access;
    array->row_bytes = (size_t)blocks * sizeof(JBLOCK);
    array->offset = arrays->end;
    arrays->end += (uint64_t)array->row_bytes * rows;
    return array;
}

/* Only reduction to few colours would ask for these. */
static jvirt_sarray_ptr request_samples(j_common_ptr jpeg, int pool, boolean pre_zero,
                                        JDIMENSION samples, JDIMENSION rows,
                                        JDIMENSION max_access)
{
    (void)pool;
    (void)pre_zero;
    (void)samples;
    (void)rows;
    (void)max_access;
    arrays_of(jpeg)->fail(jpeg, "This kind of JPEG is not supported");
    return NULL;
}

static void realize(j_common_ptr jpeg)
{
    struct jpeg_arrays *arrays = arrays_of(jpeg);
    char why[256] = "";

    if (arrays->first && arrays->file.fd < 0 &&
        !scratch_open(&arrays->file, arrays->space, why, sizeof why))
        arrays->fail(jpeg, why);
}

static bool all_zero(const void *bytes, size_t n)
{
    const uint8_t *b = bytes;

    return n == 0 || (b[0] == 0 && memcmp(b, b + 1, n - 1) == 0);
}

static void write_window(j_common_ptr jpeg, jvirt_barray_ptr array)
{
    struct jpeg_arrays *arrays = arrays_of(jpeg);
    char why[256] = "";
    JDIMENSION i;

    for (i = 0; array->changed && i < array->used; i++) {
        JDIMENSION row = array->start + i;

        if (!array->stored[row] && all_zero(array->pointers[i], array->row_bytes))
            continue;
        if (!scratch_write(&arrays->file, array->offset + (uint64_t)row * array->row_bytes,
                           array->pointers[i], array->row_bytes, why, sizeof why))
            arrays->fail(jpeg, why);
        array->stored[row] = 1;
    }
    array->changed = false;
}

static void read_window(j_common_ptr jpeg, jvirt_barray_ptr array, JDIMENSION start,
                        JDIMENSION rows)
{
    struct jpeg_arrays *arrays = arrays_of(jpeg);
    char why[256] = "";
    JDIMENSION i;

    array->used = 0;
    for (i = 0; i < rows; i++) {
        uint64_t at = array->offset + (uint64_t)(start + i) * array->row_bytes;

        if (!array->stored[start + i])
            /* NOLINTNEXTLINE(clang-analyzer-*): grow_window filled as many pointers */
            memset(array->pointers[i], 0, array->row_bytes);
        else if (!scratch_read(&arrays->file, at, array->pointers[i], array->row_bytes, why,
                               sizeof why))
            arrays->fail(jpeg, why);
    }
    array->start = start;
    array->used = rows;
}

/* Room for `rows` rows; libjpeg promises no more than max_access, but mostly takes less. */
static void grow_window(j_common_ptr jpeg, jvirt_barray_ptr array, JDIMENSION rows)
{
    size_t step = array->row_bytes / sizeof(JBLOCK);
    JDIMENSION i;

    free(array->window);
    free(array->pointers);
    array->window_rows = 0;
    array->used = 0;
    array->window = malloc(array->row_bytes * rows);
    array->pointers = calloc(rows, sizeof(JBLOCKROW)); /* one for each row of window */
    if (!array->window || !array->pointers)
        arrays_of(jpeg)->fail(jpeg, "Not enough memory");
    for (i = 0; i < rows; i++)
        array->pointers[i] = array->window + step * i;
    array->window_rows = rows;
}

static JBLOCKARRAY access_blocks(j_common_ptr jpeg, jvirt_barray_ptr array, JDIMENSION start,
                                 JDIMENSION rows, boolean writable)
{
    if (rows == 0 || rows > array->max_access || rows > array->rows ||
        start > array->rows - rows)
        arrays_of(jpeg)->fail(jpeg, "The JPEG file is damaged: a scan leaves the picture");
    if (start < array->start || start + rows > array->start + array->used) {
        write_window(jpeg, array);
        if (rows > array->window_rows)
            grow_window(jpeg, array, rows);
        read_window(jpeg, array, start, rows);
    }
    if (writable)
        array->changed = true;
    return array->pointers + (start - array->start);
}

void jpeg_arrays_install(struct jpeg_arrays *arrays, j_decompress_ptr jpeg,
                         struct scratch_space *space,
                         void (*fail)(j_common_ptr jpeg, const char *sentence)
                             __attribute__((noreturn)))
{
    *arrays = (struct jpeg_arrays){.file = SCRATCH_NONE, .space = space, .fail = fail};
    jpeg->mem->request_virt_sarray = request_samples;
    jpeg->mem->request_virt_barray = request_blocks;
    jpeg->mem->realize_virt_arrays = realize;
    jpeg->mem->access_virt_barray = access_blocks;
}

void jpeg_arrays_free(struct jpeg_arrays *arrays)
{
    while (arrays->first) {
        jvirt_barray_ptr array = arrays->first;

        arrays->first = array->next;
        free(array->stored);
        free(array->window);
        free(array->pointers);
        free(array);
    }
    scratch_close(&arrays->file);
}
