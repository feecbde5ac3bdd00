/*
 * spool-write.c - see spool.h: documents are written, committed and noted on.
 *
 * A record's data is written behind a hole for its header, which is filled when the sum is
 * known; only then the record is in the list that readers see. The index is written at the
 * commit.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "spool-parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MIB    (UINT64_C(1) << 20)
#define BUFFER ((size_t)64 << 10)

/* ---- room ---- */

__attribute__((format(printf, 2, 3))) static enum result fail(struct document *d,
                                                              const char *text, ...)
{
    va_list args;

    va_start(args, text);
    vsnprintf(d->error, sizeof(d->error), text, args);
    va_end(args);
    return d->failed = RESULT_IO;
}

static enum result fail_errno(struct document *d, int error)
{
    if (error == ENOSPC || error == EDQUOT)
        return fail(d, "The computer's disk is full: there is no room for the job.");
    return fail(d, "The job cannot be kept on the computer's disk: %s.", strerror(error));
}

static unsigned long long mib(uint64_t bytes)
{
    return (bytes + MIB - 1) / MIB;
}

static bool disk_has(const struct spool *spool, uint64_t more)
{
    struct statvfs info;
    uint64_t free_bytes;

    /* a file system that does not tell will say so when it is full */
    if (spool->limits.keep_free == 0 || fstatvfs(spool->folder, &info) != 0)
        return true;
    free_bytes = (uint64_t)info.f_bavail * info.f_frsize;
    return free_bytes >= more && free_bytes - more >= spool->limits.keep_free;
}

void spool_set_limits(struct spool *spool, const struct spool_limits *limits)
{
    pthread_mutex_lock(&spool->mutex);
    spool->limits = *limits;
    pthread_mutex_unlock(&spool->mutex);
}

/* Make the file's bytes up to end count. */
static enum result charge(struct document *d, uint64_t end)
{
    struct spool *spool = d->spool;
    const struct spool_limits *limits = &spool->limits;
    enum result result = RESULT_OK;

    pthread_mutex_lock(&spool->mutex);
    if (d->state == DOCUMENT_LOST)
        result = fail(d, "The job was removed.");
    else if (end > limits->max_document)
        result = fail(d, "The job is larger than the %llu MiB that one job may have.",
                      mib(limits->max_document));
    else if (end > d->charged && (spool->used > limits->max_total ||
                                  end - d->charged > limits->max_total - spool->used))
        result = fail(d,
                      "The jobs that wait fill the %llu MiB they may have; try again when some "
                      "are printed.",
                      mib(limits->max_total));
    else if (end > d->charged && !disk_has(spool, end - d->charged))
        result = fail(d, "The computer's disk is full: %llu MiB of it must stay free.",
                      mib(limits->keep_free));
    else if (end > d->charged) {
        spool->used += end - d->charged;
        d->charged = end;
    }
    pthread_mutex_unlock(&spool->mutex);
    return result;
}

static enum result write_at(struct document *d, uint64_t at, const uint8_t *bytes, size_t n)
{
    enum result result = charge(d, at + n);

    if (result == RESULT_OK && !spool_write_all(d->fd, at, bytes, n))
        result = fail_errno(d, errno);
    return result;
}

/* ---- write ---- */

static enum result write_first_block(struct document *d)
{
    uint8_t block[SPOOL_BLOCK] = {0};

    spool_put_head(block, d->id);
    d->note.sequence = 1;
    spool_put_slot(block + spool_slot_at(0), d->note.sequence, d->note.bytes);
    d->at = d->end = SPOOL_BLOCK;
    return write_at(d, 0, block, sizeof(block));
}

/* Pages of an earlier run that are to be made anew: the note stays in its block, all else goes.
 * False: there are none, or they cannot be used. */
static bool take_over(struct document *d)
{
    char name[SPOOL_NAME];
    struct stat info = {.st_size = 0};

    spool_name(name, d->id, false);
    d->fd = openat(d->spool->folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (d->fd < 0)
        return false;
    if (fstat(d->fd, &info) == 0 && S_ISREG(info.st_mode) && spool_load_block(d) == RESULT_OK &&
        spool_calls.ftruncate(d->fd, SPOOL_BLOCK) == 0) {
        d->charged = (uint64_t)info.st_size; /* as the spool has counted it */
        spool_uncharge(d, SPOOL_BLOCK);
        d->at = d->end = SPOOL_BLOCK;
        return true;
    }
    close(d->fd);
    d->fd = -1;
    memset(&d->note, 0, sizeof(d->note));
    if (spool_calls.unlinkat(d->spool->folder, name, 0) == 0)
        d->spool->used -=
            d->spool->used < (uint64_t)info.st_size ? d->spool->used : (uint64_t)info.st_size;
    return false;
}

static int create_file(struct spool *spool, int id)
{
    char name[SPOOL_NAME];
    struct stat info;

    spool_name(name, id, true);
    if (fstatat(spool->folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    spool_name(name, id, false);
    return openat(spool->folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                  0600);
}

struct document *document_create(struct spool *spool, int id, char *why, size_t why_size)
{
    struct document *d = document_new(spool, id);
    bool taken_over;

    if (d == NULL || (d->buffer = malloc(BUFFER)) == NULL) {
        snprintf(why, why_size, "There is no memory for the job.");
        document_free(d);
        return NULL;
    }
    pthread_mutex_lock(&spool->mutex);
    taken_over = id < 0 && take_over(d);
    if (!taken_over)
        d->fd = create_file(spool, id);
    if (d->fd >= 0)
        spool_link(d);
    pthread_mutex_unlock(&spool->mutex);
    if (d->fd < 0) {
        (void)fail_errno(d, errno);
        snprintf(why, why_size, "%s", d->error);
        document_free(d);
        return NULL;
    }
    if (!taken_over && write_first_block(d) != RESULT_OK) {
        snprintf(why, why_size, "%s", d->error);
        document_release(d);
        return NULL;
    }
    return d;
}

static enum result flush(struct document *d)
{
    enum result result = write_at(d, d->at, d->buffer, d->buffered);

    if (result == RESULT_OK) {
        d->at += d->buffered;
        d->buffered = 0;
    }
    return result;
}

static enum result put(struct document *d, const uint8_t *bytes, size_t n)
{
    while (n > 0) {
        size_t fits = BUFFER - d->buffered < n ? BUFFER - d->buffered : n;
        enum result result;

        memcpy(d->buffer + d->buffered, bytes, fits);
        d->buffered += fits;
        bytes += fits;
        n -= fits;
        if (d->buffered == BUFFER && (result = flush(d)) != RESULT_OK)
            return result;
    }
    return RESULT_OK;
}

/* RESULT_FORMAT: the caller's order is wrong, which changes nothing. */
static enum result may_write(const struct document *d, bool in_record)
{
    if (d->failed != RESULT_OK)
        return d->failed;
    return d->buffer != NULL && d->in_record == in_record ? RESULT_OK : RESULT_FORMAT;
}

enum result document_begin(struct document *d, enum record_kind kind)
{
    enum result result = may_write(d, false);

    if (result != RESULT_OK)
        return result;
    d->record = (struct spool_record){.at = d->end, .kind = kind};
    d->in_record = true;
    d->at = d->end + SPOOL_HEADER;
    return RESULT_OK;
}

enum result document_write(struct document *d, const void *bytes, size_t n)
{
    enum result result = may_write(d, true);

    if (result != RESULT_OK || n == 0)
        return result;
    d->record.sum = spool_sum(d->record.sum, bytes, n);
    d->record.length += n;
    return put(d, bytes, n);
}

static enum result grow_records(struct document *d)
{
    size_t room = d->room > 0 ? 2 * d->room : 16;
    struct spool_record *larger;

    if (d->num_records < d->room)
        return RESULT_OK;
    if (d->num_records == SPOOL_MAX_RECORDS)
        return fail(d, "The job has more than %u pages.", SPOOL_MAX_RECORDS);
    pthread_mutex_lock(&d->mutex);
    larger = realloc(d->records, room * sizeof(*larger));
    if (larger != NULL) {
        d->records = larger;
        d->room = room;
    }
    pthread_mutex_unlock(&d->mutex);
    return larger != NULL ? RESULT_OK : fail_errno(d, ENOMEM);
}

enum result document_end(struct document *d)
{
    enum result result = may_write(d, true);
    uint8_t header[SPOOL_HEADER];

    if (result != RESULT_OK)
        return result;
    spool_put_header(header, &d->record, (uint32_t)d->num_records);
    if ((result = grow_records(d)) != RESULT_OK || (result = flush(d)) != RESULT_OK ||
        (result = write_at(d, d->record.at, header, sizeof(header))) != RESULT_OK)
        return result;
    pthread_mutex_lock(&d->mutex);
    d->records[d->num_records++] = d->record;
    pthread_mutex_unlock(&d->mutex);
    d->end = d->at;
    d->in_record = false;
    return RESULT_OK;
}

void document_drop(struct document *d)
{
    if (d->buffer == NULL)
        return;
    d->failed = RESULT_OK;
    d->error[0] = '\0';
    d->in_record = false;
    d->buffered = 0;
    d->at = d->end;
    /* what could not be cut off is overwritten, or cut off by the commit, and counts until then
     */
    if (spool_calls.ftruncate(d->fd, (off_t)d->end) != 0)
        return;
    pthread_mutex_lock(&d->spool->mutex);
    if (d->state == DOCUMENT_WRITING)
        spool_uncharge(d, d->end);
    pthread_mutex_unlock(&d->spool->mutex);
}

/* ---- commit ---- */

static enum result put_index(struct document *d)
{
    struct spool_trailer trailer = {
        .index_at = d->end, .num_records = (uint32_t)d->num_records, .id = d->id};
    uint8_t bytes[SPOOL_TRAILER];
    enum result result = RESULT_OK;

    for (size_t i = 0; result == RESULT_OK && i < d->num_records; i++) {
        spool_put_entry(bytes, &d->records[i]);
        trailer.index_sum = spool_sum(trailer.index_sum, bytes, SPOOL_ENTRY);
        result = put(d, bytes, SPOOL_ENTRY);
    }
    trailer.size = d->end + d->num_records * SPOOL_ENTRY + SPOOL_TRAILER;
    spool_put_trailer(bytes, &trailer);
    if (result == RESULT_OK)
        result = put(d, bytes, SPOOL_TRAILER);
    return result == RESULT_OK ? flush(d) : result;
}

/* With the note that is in the file when it begins. */
static bool sync_file(struct document *d, int (*sync)(int fd))
{
    bool synced;

    pthread_mutex_lock(&d->note_mutex);
    synced = sync(d->fd) == 0;
    if (synced)
        d->note.synced = d->note.latest;
    pthread_mutex_unlock(&d->note_mutex);
    return synced;
}

/* To the disk, and to its length: a dropped record may have left it longer. */
static enum result settle(struct document *d)
{
    if (spool_calls.ftruncate(d->fd, (off_t)d->at) != 0 || !sync_file(d, spool_calls.fsync))
        return fail_errno(d, errno);
    pthread_mutex_lock(&d->spool->mutex);
    if (d->state == DOCUMENT_WRITING)
        spool_uncharge(d, d->at);
    pthread_mutex_unlock(&d->spool->mutex);
    return RESULT_OK;
}

static enum result take_final_name(struct document *d)
{
    char from[SPOOL_NAME], to[SPOOL_NAME];
    enum result result = RESULT_OK;
    int folder = d->spool->folder;

    spool_name(from, d->id, false);
    spool_name(to, d->id, true);
    pthread_mutex_lock(&d->spool->mutex);
    if (d->state != DOCUMENT_WRITING)
        result = fail(d, "The job was removed.");
    else if (spool_calls.renameat(folder, from, folder, to) != 0)
        result = fail_errno(d, errno);
    else
        d->final_name = true;
    pthread_mutex_unlock(&d->spool->mutex);
    /* EINVAL: a file system that cannot sync folders */
    if (result == RESULT_OK && spool_calls.fsync(folder) != 0 && errno != EINVAL)
        result = fail_errno(d, errno);
    return result;
}

/*
 * A commit that failed is not tried again: after a failed fsync the system may take pages for
 * written that are not, so a second one would say nothing.
 */
enum result document_commit(struct document *d)
{
    enum result result = may_write(d, false);

    if (result != RESULT_OK)
        return result;
    if ((result = put_index(d)) == RESULT_OK && (result = settle(d)) == RESULT_OK)
        result = take_final_name(d);
    pthread_mutex_lock(&d->spool->mutex);
    if (result == RESULT_OK && d->state == DOCUMENT_LOST)
        result = fail(d, "The job was removed.");
    else if (result == RESULT_OK)
        d->state = DOCUMENT_COMMITTED;
    else
        spool_discard(d);
    pthread_mutex_unlock(&d->spool->mutex);
    free(d->buffer);
    d->buffer = NULL;
    return result;
}

const char *document_error(const struct document *d)
{
    return d->error;
}

/* ---- note ---- */

/* Neither the last note nor the one that is safe on the disk. */
static int free_slot(const struct note *note)
{
    int slot = 0;

    while (slot == note->latest || slot == note->synced)
        slot++;
    return slot;
}

bool document_set_note(struct document *d, const void *note)
{
    uint8_t bytes[SPOOL_SLOT];
    bool set;
    int slot;

    pthread_mutex_lock(&d->note_mutex);
    /* after a restart any slot may be the one on the disk */
    if (d->note.synced < 0 && spool_calls.fdatasync(d->fd) == 0)
        d->note.synced = d->note.latest;
    slot = free_slot(&d->note);
    spool_put_slot(bytes, d->note.sequence + 1, note);
    /* the last number of all is never ours, but a file may say so */
    set = d->note.synced >= 0 && d->note.sequence < UINT64_MAX &&
          spool_write_all(d->fd, spool_slot_at(slot), bytes, sizeof(bytes));
    if (set) {
        pthread_mutex_lock(&d->mutex);
        d->note.sequence++;
        d->note.latest = slot;
        memcpy(d->note.bytes, note, NOTE_BYTES);
        pthread_mutex_unlock(&d->mutex);
    }
    pthread_mutex_unlock(&d->note_mutex);
    return set;
}

void document_get_note(struct document *d, void *note)
{
    pthread_mutex_lock(&d->mutex);
    memcpy(note, d->note.bytes, NOTE_BYTES);
    pthread_mutex_unlock(&d->mutex);
}

bool document_sync_note(struct document *d)
{
    return sync_file(d, spool_calls.fdatasync);
}
