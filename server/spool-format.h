/*
 * spool-format.h - the file of a document, values to bytes and back.
 *
 * Numbers are little-endian, "sum" is the CRC-32 of zlib. Offsets of parts are in bytes from
 * the start of the part.
 *
 *     first block   SPOOL_BLOCK bytes
 *       0  "CPASPOOL"
 *       8  u32 version, 1
 *      12  u32 number of the document, two's complement: below 0 for pages
 *      16  u32 sum of 0..15
 *    1024, 2048, 3072  note slots of 108 bytes
 *            0  u64 sequence, from 1; the whole slot with the highest one is the note
 *            8  the note, NOTE_BYTES
 *          104  u32 sum of 0..103
 *          other bytes are 0 and mean nothing
 *     records, one after the other
 *       0  u32 kind, enum record_kind
 *       4  u32 sum of the data
 *       8  u64 length of the data
 *      16  u32 number of the record, from 0
 *      20  u32 sum of 0..19
 *      24  the data
 *     index, per record
 *       0  u64 offset of the record in the file
 *       8  u64 length of its data
 *      16  u32 kind
 *      20  u32 sum of the data
 *     trailer, the last 40 bytes
 *       0  "CPASPEND"
 *       8  u64 offset of the index
 *      16  u64 size of the file
 *      24  u32 records
 *      28  u32 number of the document
 *      32  u32 sum of the index
 *      36  u32 sum of 0..35
 *
 * A slot lies in sectors of its own, so a write cut in half damages no other. There are three
 * because two are not to be overwritten: the last note, which a kill must find, and the last
 * one that was synced, which a power failure must find.
 *
 * The index says nothing that the records do not say; it is there so that a document is opened
 * without reading them. A record's own header shows that the index points to what was written.
 *
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SPOOL_FORMAT_H
#define SERVER_SPOOL_FORMAT_H

#include "spool.h"

#define SPOOL_BLOCK   4096u
#define SPOOL_HEAD    20u
#define SPOOL_SLOT    108u
#define SPOOL_SLOTS   3
#define SPOOL_HEADER  24u
#define SPOOL_ENTRY   24u
#define SPOOL_TRAILER 40u

/* More sheets than a machine prints in its life; bounds what opening a file may allocate. */
#define SPOOL_MAX_RECORDS (1u << 18)

struct spool_record {
    uint64_t at; /* of its header, in the file */
    uint64_t length;
    enum record_kind kind;
    uint32_t sum;
};

struct spool_trailer {
    uint64_t index_at, size;
    uint32_t num_records;
    int id;
    uint32_t index_sum;
};

/* Offset of note slot i. */
static inline uint64_t spool_slot_at(int i)
{
    return UINT64_C(1024) * ((unsigned)i + 1);
}

/* The sum of what sum is of and n bytes more; 0 at first. */
uint32_t spool_sum(uint32_t sum, const void *bytes, size_t n);

/* SPOOL_HEAD bytes. RESULT_UNSUPPORTED: of a later version. */
void spool_put_head(uint8_t *p, int id);
MUST_CHECK enum result spool_get_head(const uint8_t *p, int id);

/* SPOOL_SLOT bytes; false: never written, or not to its end. */
void spool_put_slot(uint8_t *p, uint64_t sequence, const uint8_t *note);
bool spool_get_slot(const uint8_t *p, uint64_t *sequence, uint8_t *note);

/* SPOOL_HEADER bytes; whether they are those of this record. */
void spool_put_header(uint8_t *p, const struct spool_record *record, uint32_t number);
bool spool_is_header(const uint8_t *p, const struct spool_record *record, uint32_t number);

/* SPOOL_ENTRY bytes; false: no record of this kind exists. */
void spool_put_entry(uint8_t *p, const struct spool_record *record);
bool spool_get_entry(const uint8_t *p, struct spool_record *record);

/* SPOOL_TRAILER bytes; false: it is not one. That it fits the file is still to be checked. */
void spool_put_trailer(uint8_t *p, const struct spool_trailer *trailer);
bool spool_get_trailer(const uint8_t *p, struct spool_trailer *trailer);

#endif
