/*
 * fuzz-spool.c - any bytes as the file of a document: as they are; and with the first 40 of
 * them as its trailer, the others between first block and trailer, and all sums made right, so
 * that what is behind the sums is reached too. Effects: a temporary folder, removed at the end.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/bytes.h"
#include "server/spool-format.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILE_NAME "doc-000000001.doc"

static char folder[] = "/tmp/fuzz-spool-XXXXXX";
static char file[sizeof(folder) + sizeof(FILE_NAME)];
static struct spool *spool;

static void stop(void)
{
    (void)unlink(file);
    spool_close(spool);
    (void)rmdir(folder);
}

static bool start(void)
{
    struct spool_limits limits = {UINT64_MAX, UINT64_MAX, 0};
    char why[200];

    if (spool != NULL)
        return true;
    if (mkdtemp(folder) == NULL)
        return false;
    snprintf(file, sizeof(file), "%s/" FILE_NAME, folder);
    spool = spool_open(folder, &limits, why, sizeof(why));
    atexit(stop);
    return spool != NULL;
}

static enum result count(void *ctx, const void *bytes, size_t n)
{
    uint64_t *total = ctx;
    uint8_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum ^= ((const uint8_t *)bytes)[i]; /* each byte must be there */
    *total += n + (sum & 0u);
    return RESULT_OK;
}

/* What is handed on is each record whole or nothing of it, and all within the file. Returns
 * whether a note could be set: behind the last number there is none. */
static bool read_document(struct document *d, size_t size)
{
    uint8_t note[NOTE_BYTES];
    size_t n = document_records(d);
    uint64_t all = 0;

    for (size_t i = 0; i <= n; i++) {
        uint64_t total = 0;
        struct sink sink = {count, &total};
        enum result result = document_send(d, i, &sink);

        if (total != (result == RESULT_OK ? document_length(d, i) : 0) ||
            (result == RESULT_OK && document_kind(d, i) == 0))
            abort();
        all += total;
    }
    if (all + n * (SPOOL_HEADER + SPOOL_ENTRY) + SPOOL_BLOCK + SPOOL_TRAILER > size)
        abort();
    memset(note, 0x5a, sizeof(note));
    return document_set_note(d, note);
}

static bool write_file(const uint8_t *bytes, size_t size)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool written = fd >= 0 && write(fd, bytes, size) == (ssize_t)size;

    if (fd >= 0)
        close(fd);
    return written;
}

static void run_file(const uint8_t *bytes, size_t size)
{
    struct document *d;
    uint8_t note[NOTE_BYTES];
    char why[200] = "";
    bool noted;

    if (!write_file(bytes, size))
        return;
    d = document_open(spool, 1, why, sizeof(why));
    if (d == NULL && why[0] == '\0')
        abort();
    if (d == NULL)
        return;
    noted = read_document(d, size);
    document_release(d);
    /* a note that was set is there, and does no harm to the document */
    if ((d = document_open(spool, 1, why, sizeof(why))) == NULL)
        abort();
    document_get_note(d, note);
    if (noted && (note[0] != 0x5a || note[NOTE_BYTES - 1] != 0x5a))
        abort();
    document_release(d);
}

/* The last 4 of n bytes become the sum of those before. */
static void seal(uint8_t *p, size_t n)
{
    put_le32(p + n - 4, spool_sum(0, p, n - 4));
}

/* Headers and data of records as far as their lengths lead within the bytes. */
static void seal_records(uint8_t *p, size_t n)
{
    while (n >= SPOOL_HEADER) {
        uint32_t length = get_le32(p + 8);

        if (get_le32(p + 12) != 0 || length > n - SPOOL_HEADER)
            return;
        put_le32(p + 4, spool_sum(0, p + SPOOL_HEADER, length));
        seal(p, SPOOL_HEADER);
        p += SPOOL_HEADER + length;
        n -= SPOOL_HEADER + length;
    }
}

static void seal_index(uint8_t *bytes, size_t size)
{
    uint8_t *trailer = bytes + size - SPOOL_TRAILER;
    uint64_t at = (uint64_t)get_le32(trailer + 12) << 32 | get_le32(trailer + 8);

    if (at >= SPOOL_BLOCK && at <= size - SPOOL_TRAILER)
        put_le32(trailer + 32, spool_sum(0, bytes + at, size - SPOOL_TRAILER - at));
    seal(trailer, SPOOL_TRAILER);
}

static void run_parts(const uint8_t *data, size_t size)
{
    uint8_t note[NOTE_BYTES] = {0};
    size_t file_size = SPOOL_BLOCK + size;
    uint8_t *bytes = calloc(1, file_size);

    if (bytes == NULL)
        return;
    spool_put_head(bytes, 1);
    spool_put_slot(bytes + spool_slot_at(1), UINT64_C(1) << 62, note);
    memcpy(bytes + SPOOL_BLOCK, data + SPOOL_TRAILER, size - SPOOL_TRAILER);
    memcpy(bytes + file_size - SPOOL_TRAILER, data, SPOOL_TRAILER);
    seal_records(bytes + SPOOL_BLOCK, size - SPOOL_TRAILER);
    seal_index(bytes, file_size);
    run_file(bytes, file_size);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!start())
        return 0;
    run_file(data, size);
    if (size >= SPOOL_TRAILER)
        run_parts(data, size);
    return 0;
}
