/*
 * zip-write.c - see zip-write.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "zip-write.h"

#include "driver/bytes.h"

#include <stdio.h>
#include <string.h>

#define LOCAL_HEADER   0x04034b50u
#define CENTRAL_HEADER 0x02014b50u
#define END            0x06054b50u

#define UTF8_NAME      0x0800u /* bit 11 */
#define VERSION_NEEDED 20u

static enum result put(struct zip_writer *zip, const void *bytes, size_t n)
{
    if (zip->at + n > UINT32_MAX)
        return RESULT_SPACE; /* beyond it, ZIP has another format */
    zip->at += n;
    return sink_write(&zip->out, bytes, n);
}

void zip_begin(struct zip_writer *zip, const struct sink *out, time_t made)
{
    struct tm t = {.tm_year = 80, .tm_mday = 1};

    memset(zip, 0, sizeof(*zip));
    zip->out = *out;
    (void)localtime_r(&made, &t);
    if (t.tm_year >= 80 && t.tm_year < 80 + 128) {
        zip->date = (uint16_t)((t.tm_year - 80) << 9 | (t.tm_mon + 1) << 5 | t.tm_mday);
        zip->time = (uint16_t)(t.tm_hour << 11 | t.tm_min << 5 | t.tm_sec / 2);
    }
}

/* What both headers have: version, flags, method 0, time, date, sum, sizes, length of name. */
static void common(const struct zip_writer *zip, const struct zip_file *file, uint8_t *b)
{
    put_le16(b, VERSION_NEEDED);
    put_le16(b + 2, UTF8_NAME);
    put_le16(b + 4, 0);
    put_le16(b + 6, zip->time);
    put_le16(b + 8, zip->date);
    put_le32(b + 10, file->crc);
    put_le32(b + 14, file->size);
    put_le32(b + 18, file->size);
    put_le16(b + 22, (uint16_t)strlen(file->name));
    put_le16(b + 24, 0);
}

enum result zip_file(struct zip_writer *zip, const char *name, uint32_t size, uint32_t crc)
{
    struct zip_file *file = &zip->files[zip->n];
    uint8_t header[30];
    enum result result;

    if (zip->n == ZIP_MAX_FILES)
        return RESULT_SPACE;
    snprintf(file->name, sizeof(file->name), "%s", name);
    file->at = (uint32_t)zip->at;
    file->size = size;
    file->crc = crc;
    put_le32(header, LOCAL_HEADER);
    common(zip, file, header + 4);
    zip->n++;
    result = put(zip, header, sizeof(header));
    return result == RESULT_OK ? put(zip, file->name, strlen(file->name)) : result;
}

enum result zip_bytes(struct zip_writer *zip, const void *bytes, size_t n)
{
    return put(zip, bytes, n);
}

static enum result put_central(struct zip_writer *zip, const struct zip_file *file)
{
    uint8_t header[46] = {0};
    enum result result;

    put_le32(header, CENTRAL_HEADER);
    put_le16(header + 4, VERSION_NEEDED);
    common(zip, file, header + 6);
    put_le32(header + 42, file->at);
    result = put(zip, header, sizeof(header));
    return result == RESULT_OK ? put(zip, file->name, strlen(file->name)) : result;
}

enum result zip_end(struct zip_writer *zip)
{
    uint32_t start = (uint32_t)zip->at;
    enum result result = RESULT_OK;
    uint8_t end[22] = {0};

    for (size_t i = 0; i < zip->n && result == RESULT_OK; i++)
        result = put_central(zip, &zip->files[i]);
    put_le32(end, END);
    put_le16(end + 8, (uint16_t)zip->n);
    put_le16(end + 10, (uint16_t)zip->n);
    put_le32(end + 12, (uint32_t)zip->at - start);
    put_le32(end + 16, start);
    return result == RESULT_OK ? put(zip, end, sizeof(end)) : result;
}
