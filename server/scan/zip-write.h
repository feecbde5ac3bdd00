/*
 * zip-write.h - several pictures as one ZIP file, stored as they are: they are compressed
 * already.
 *
 * No library: for storing alone, libzip or libarchive would be one more thing to install in the
 * place of a header and a sum for each file. Effects: none of its own; bytes go to the sink.
 * Source: PKWARE's APPNOTE.TXT 6.3.x, sections 4.3.7, 4.3.9, 4.3.12, 4.3.16.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_ZIP_WRITE_H
#define SERVER_SCAN_ZIP_WRITE_H

#include "driver/sink.h"

#include <stdint.h>
#include <time.h>

#define ZIP_MAX_FILES 128

/* Members are for zip-write.c. */
struct zip_writer {
    struct sink out;
    uint64_t at; /* bytes that went out */
    uint16_t date, time;
    size_t n;
    struct zip_file {
        char name[256];
        uint32_t crc, size, at;
    } files[ZIP_MAX_FILES];
};

/* zip_begin - made: of all files, local time. */
void zip_begin(struct zip_writer *zip, const struct sink *out, time_t made);

/* zip_file - a file begins, named in UTF-8; its size and CRC-32 are told before, because not
 * every reader takes files that tell them behind. zip_bytes - so many bytes follow.
 * RESULT_SPACE: too many files, or more than 4 GB. */
MUST_CHECK enum result zip_file(struct zip_writer *zip, const char *name, uint32_t size,
                                uint32_t crc);
MUST_CHECK enum result zip_bytes(struct zip_writer *zip, const void *bytes, size_t n);

/* zip_end - the list of all files. */
MUST_CHECK enum result zip_end(struct zip_writer *zip);

#endif
