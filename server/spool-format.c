/*
 * spool-format.c - see spool-format.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "spool-format.h"

#include "driver/bytes.h"

#include <string.h>
#include <zlib.h>

#define MAGIC_BYTES 8
#define VERSION_1   1u

static const uint8_t head_magic[MAGIC_BYTES] = {'C', 'P', 'A', 'S', 'P', 'O', 'O', 'L'};
static const uint8_t trailer_magic[MAGIC_BYTES] = {'C', 'P', 'A', 'S', 'P', 'E', 'N', 'D'};

static void put_le64(uint8_t *p, uint64_t v)
{
    put_le32(p, (uint32_t)v);
    put_le32(p + 4, (uint32_t)(v >> 32));
}

static uint64_t get_le64(const uint8_t *p)
{
    return (uint64_t)get_le32(p + 4) << 32 | get_le32(p);
}

uint32_t spool_sum(uint32_t sum, const void *bytes, size_t n)
{
    return (uint32_t)crc32_z(sum, bytes, n);
}

/* The last 4 of n bytes are the sum of those before. */
static void seal(uint8_t *p, size_t n)
{
    put_le32(p + n - 4, spool_sum(0, p, n - 4));
}

static bool is_sealed(const uint8_t *p, size_t n)
{
    return get_le32(p + n - 4) == spool_sum(0, p, n - 4);
}

void spool_put_head(uint8_t *p, int id)
{
    memcpy(p, head_magic, MAGIC_BYTES);
    put_le32(p + 8, VERSION_1);
    put_le32(p + 12, (uint32_t)id);
    seal(p, SPOOL_HEAD);
}

enum result spool_get_head(const uint8_t *p, int id)
{
    if (memcmp(p, head_magic, MAGIC_BYTES) != 0 || !is_sealed(p, SPOOL_HEAD))
        return RESULT_FORMAT;
    if (get_le32(p + 8) != VERSION_1)
        return RESULT_UNSUPPORTED;
    return get_le32(p + 12) == (uint32_t)id ? RESULT_OK : RESULT_FORMAT;
}

void spool_put_slot(uint8_t *p, uint64_t sequence, const uint8_t *note)
{
    put_le64(p, sequence);
    memcpy(p + 8, note, NOTE_BYTES);
    seal(p, SPOOL_SLOT);
}

bool spool_get_slot(const uint8_t *p, uint64_t *sequence, uint8_t *note)
{
    *sequence = get_le64(p);
    if (*sequence == 0 || !is_sealed(p, SPOOL_SLOT))
        return false;
    memcpy(note, p + 8, NOTE_BYTES);
    return true;
}

void spool_put_header(uint8_t *p, const struct spool_record *record, uint32_t number)
{
    put_le32(p, (uint32_t)record->kind);
    put_le32(p + 4, record->sum);
    put_le64(p + 8, record->length);
    put_le32(p + 16, number);
    seal(p, SPOOL_HEADER);
}

bool spool_is_header(const uint8_t *p, const struct spool_record *record, uint32_t number)
{
    uint8_t expected[SPOOL_HEADER];

    spool_put_header(expected, record, number);
    return memcmp(p, expected, sizeof(expected)) == 0;
}

void spool_put_entry(uint8_t *p, const struct spool_record *record)
{
    put_le64(p, record->at);
    put_le64(p + 8, record->length);
    put_le32(p + 16, (uint32_t)record->kind);
    put_le32(p + 20, record->sum);
}

bool spool_get_entry(const uint8_t *p, struct spool_record *record)
{
    uint32_t kind = get_le32(p + 16);

    if (kind < RECORD_TICKET || kind > RECORD_SOURCE)
        return false;
    record->at = get_le64(p);
    record->length = get_le64(p + 8);
    record->kind = (enum record_kind)kind;
    record->sum = get_le32(p + 20);
    return true;
}

void spool_put_trailer(uint8_t *p, const struct spool_trailer *trailer)
{
    memcpy(p, trailer_magic, MAGIC_BYTES);
    put_le64(p + 8, trailer->index_at);
    put_le64(p + 16, trailer->size);
    put_le32(p + 24, trailer->num_records);
    put_le32(p + 28, (uint32_t)trailer->id);
    put_le32(p + 32, trailer->index_sum);
    seal(p, SPOOL_TRAILER);
}

bool spool_get_trailer(const uint8_t *p, struct spool_trailer *trailer)
{
    if (memcmp(p, trailer_magic, MAGIC_BYTES) != 0 || !is_sealed(p, SPOOL_TRAILER))
        return false;
    trailer->index_at = get_le64(p + 8);
    trailer->size = get_le64(p + 16);
    trailer->num_records = get_le32(p + 24);
    trailer->id = (int)(int32_t)get_le32(p + 28); /* below 0: pages */
    trailer->index_sum = get_le32(p + 32);
    return true;
}
