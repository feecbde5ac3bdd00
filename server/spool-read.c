/*
 * spool-read.c - see spool.h: documents are opened and handed on.
 *
 * A file is hostile until its trailer and its index are checked: then each record is known to
 * lie within the file, behind the one before.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "spool-parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE      ((size_t)32 << 10) /* on the stack */
#define INDEX_STEP 128u               /* entries read at once */

/* ---- open ---- */

enum result spool_load_block(struct document *d)
{
    uint8_t block[SPOOL_BLOCK];
    enum result result = spool_read_all(d->fd, 0, block, sizeof(block));
    struct note *note = &d->note;

    if (result == RESULT_OK)
        result = spool_get_head(block, d->id);
    if (result != RESULT_OK)
        return result;
    for (int i = 0; i < SPOOL_SLOTS; i++) {
        uint8_t bytes[NOTE_BYTES];
        uint64_t sequence;

        if (!spool_get_slot(block + spool_slot_at(i), &sequence, bytes) ||
            sequence <= note->sequence)
            continue;
        note->sequence = sequence;
        note->latest = i;
        memcpy(note->bytes, bytes, NOTE_BYTES);
    }
    note->synced = -1;
    /* the first note is written with the block, so one is always whole */
    return note->sequence > 0 ? RESULT_OK : RESULT_FORMAT;
}

/* Records lie one after the other, from the first block to the index. */
static bool take_entry(struct document *d, const uint8_t *p, uint64_t index_at)
{
    struct spool_record record;

    if (!spool_get_entry(p, &record) || record.at != d->end ||
        index_at - d->end < SPOOL_HEADER || record.length > index_at - d->end - SPOOL_HEADER)
        return false;
    d->records[d->num_records++] = record;
    d->end += SPOOL_HEADER + record.length;
    return true;
}

static enum result load_entries(struct document *d, const struct spool_trailer *trailer)
{
    uint8_t entries[INDEX_STEP * SPOOL_ENTRY];
    uint64_t at = trailer->index_at;
    uint32_t left = trailer->num_records, sum = 0;

    d->end = SPOOL_BLOCK;
    while (left > 0) {
        uint32_t step = left < INDEX_STEP ? left : INDEX_STEP;
        size_t n = (size_t)step * SPOOL_ENTRY;
        enum result result = spool_read_all(d->fd, at, entries, n);

        if (result != RESULT_OK)
            return result;
        for (uint32_t i = 0; i < step; i++)
            if (!take_entry(d, entries + (size_t)i * SPOOL_ENTRY, trailer->index_at))
                return RESULT_FORMAT;
        sum = spool_sum(sum, entries, n);
        at += n;
        left -= step;
    }
    return sum == trailer->index_sum && d->end == trailer->index_at ? RESULT_OK : RESULT_FORMAT;
}

static bool trailer_fits(const struct spool_trailer *trailer, int id, uint64_t size)
{
    uint64_t index = (uint64_t)trailer->num_records * SPOOL_ENTRY;

    return trailer->id == id && trailer->size == size &&
           trailer->num_records <= SPOOL_MAX_RECORDS &&
           size >= SPOOL_BLOCK + index + SPOOL_TRAILER &&
           trailer->index_at == size - index - SPOOL_TRAILER;
}

static enum result load_index(struct document *d)
{
    uint8_t bytes[SPOOL_TRAILER];
    struct spool_trailer trailer;
    struct stat info;
    enum result result;

    if (fstat(d->fd, &info) != 0)
        return RESULT_IO;
    if (!S_ISREG(info.st_mode) || info.st_size < (off_t)(SPOOL_BLOCK + SPOOL_TRAILER))
        return RESULT_FORMAT;
    d->charged = (uint64_t)info.st_size;
    result = spool_read_all(d->fd, d->charged - SPOOL_TRAILER, bytes, sizeof(bytes));
    if (result != RESULT_OK)
        return result;
    if (!spool_get_trailer(bytes, &trailer) || !trailer_fits(&trailer, d->id, d->charged))
        return RESULT_FORMAT;
    d->room = trailer.num_records;
    d->records = malloc((d->room + 1) * sizeof(*d->records)); /* + 1: never of 0 bytes */
    return d->records != NULL ? load_entries(d, &trailer) : RESULT_IO;
}

/* Under the spool's mutex. */
static struct document *open_file(struct spool *spool, int id, char *why, size_t why_size)
{
    struct document *d = document_new(spool, id);
    char name[SPOOL_NAME];
    enum result result = RESULT_IO;

    spool_name(name, id, true);
    if (d != NULL) {
        d->state = DOCUMENT_COMMITTED;
        d->final_name = true;
        /* O_NONBLOCK: a pipe in its place is not waited for */
        d->fd = openat(spool->folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    }
    if (d != NULL && d->fd >= 0 && (result = spool_load_block(d)) == RESULT_OK &&
        (result = load_index(d)) == RESULT_OK) {
        spool_link(d);
        return d;
    }
    if (result == RESULT_FORMAT)
        snprintf(why, why_size, "The job's file %s is damaged.", name);
    else if (result == RESULT_UNSUPPORTED)
        snprintf(why, why_size, "The job's file %s is of a later version of this program.",
                 name);
    else
        snprintf(why, why_size, "The job's file %s cannot be read: %s.", name, strerror(errno));
    document_free(d);
    return NULL;
}

/*
 * Under the mutex all the way: two threads that open one document then get the same, and a
 * removal comes before or after.
 */
struct document *document_open(struct spool *spool, int id, char *why, size_t why_size)
{
    struct document *d;

    pthread_mutex_lock(&spool->mutex);
    d = spool_find(spool, id);
    if (d == NULL)
        d = open_file(spool, id, why, why_size);
    else if (d->state == DOCUMENT_COMMITTED)
        d->refs++;
    else {
        snprintf(why, why_size, "Job %d is still being received.", id);
        d = NULL;
    }
    pthread_mutex_unlock(&spool->mutex);
    return d;
}

/* ---- read ---- */

static bool get_record(struct document *d, size_t i, struct spool_record *record)
{
    bool there;

    pthread_mutex_lock(&d->mutex);
    there = i < d->num_records;
    *record = there ? d->records[i] : (struct spool_record){0};
    pthread_mutex_unlock(&d->mutex);
    return there;
}

size_t document_records(struct document *d)
{
    size_t n;

    pthread_mutex_lock(&d->mutex);
    n = d->num_records;
    pthread_mutex_unlock(&d->mutex);
    return n;
}

enum record_kind document_kind(struct document *d, size_t i)
{
    struct spool_record record;

    (void)get_record(d, i, &record);
    return record.kind;
}

uint64_t document_length(struct document *d, size_t i)
{
    struct spool_record record;

    (void)get_record(d, i, &record);
    return record.length;
}

static enum result check_header(struct document *d, const struct spool_record *record, size_t i)
{
    uint8_t header[SPOOL_HEADER];
    enum result result = spool_read_all(d->fd, record->at, header, sizeof(header));

    if (result == RESULT_OK && !spool_is_header(header, record, (uint32_t)i))
        result = RESULT_FORMAT;
    return result;
}

/* All data of a record, past the sum and into the sink if there is one. */
static enum result run_through(struct document *d, const struct spool_record *record,
                               const struct sink *sink)
{
    uint8_t piece[PIECE];
    uint64_t at = record->at + SPOOL_HEADER, left = record->length;
    uint32_t sum = 0;

    while (left > 0) {
        size_t n = left < PIECE ? (size_t)left : PIECE;
        enum result result = spool_read_all(d->fd, at, piece, n);

        if (result == RESULT_OK && sink != NULL)
            result = sink_write(sink, piece, n);
        if (result != RESULT_OK)
            return result;
        sum = spool_sum(sum, piece, n);
        at += n;
        left -= n;
    }
    return sum == record->sum ? RESULT_OK : RESULT_FORMAT;
}

/*
 * Read twice: a page does not fit in memory for sure, and its first byte must not leave before
 * its last one is known to be good. The second time it comes from the system's cache.
 */
enum result document_send(struct document *d, size_t i, const struct sink *sink)
{
    struct spool_record record;
    enum result result = get_record(d, i, &record) ? RESULT_OK : RESULT_FORMAT;

    if (result == RESULT_OK)
        result = check_header(d, &record, i);
    if (result == RESULT_OK)
        result = run_through(d, &record, NULL);
    return result == RESULT_OK ? run_through(d, &record, sink) : result;
}
