/*
 * hold.c - see hold.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE /* O_TMPFILE */
#include "hold.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE ((size_t)16 << 10)

struct hold {
    uint8_t *memory;
    size_t room; /* of memory */
    uint64_t n, max;
    int fd; /* bytes from room on; -1: none yet */
    const char *folder;
    char error[160];
};

struct hold *hold_new(size_t memory, uint64_t max, const char *folder)
{
    struct hold *hold = calloc(1, sizeof(*hold));

    if (hold == NULL)
        return NULL;
    hold->memory = memory > 0 ? malloc(memory) : NULL;
    hold->room = memory;
    hold->max = max;
    hold->fd = -1;
    hold->folder = folder;
    if (memory > 0 && hold->memory == NULL) {
        free(hold);
        return NULL;
    }
    return hold;
}

void hold_free(struct hold *hold)
{
    if (hold == NULL)
        return;
    if (hold->fd >= 0)
        close(hold->fd);
    free(hold->memory);
    free(hold);
}

static enum result fail(struct hold *hold, const char *what)
{
    snprintf(hold->error, sizeof(hold->error),
             "The computer's disk has no room for the job: %s.", what);
    return RESULT_IO;
}

/* Not every file system knows O_TMPFILE. */
static int open_nameless(const char *folder)
{
    char path[1100];
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0)
        return fd;
    snprintf(path, sizeof(path), "%s/hold-XXXXXX", folder);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        (void)unlink(path);
    return fd;
}

static enum result write_file(struct hold *hold, const uint8_t *bytes, size_t n)
{
    if (hold->fd < 0 && (hold->fd = open_nameless(hold->folder)) < 0)
        return fail(hold, strerror(errno));
    while (n > 0) {
        ssize_t put = pwrite(hold->fd, bytes, n, (off_t)(hold->n - hold->room));

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return fail(hold, put < 0 ? strerror(errno) : "nothing was written");
        bytes += put;
        n -= (size_t)put;
        hold->n += (uint64_t)put;
    }
    return RESULT_OK;
}

enum result hold_write(struct hold *hold, const void *bytes, size_t n)
{
    const uint8_t *from = bytes;

    if (n > hold->max - hold->n)
        return fail(hold, "it is larger than allowed");
    if (hold->n < hold->room) {
        size_t fits = hold->room - (size_t)hold->n;

        if (fits > n)
            fits = n;
        memcpy(hold->memory + hold->n, from, fits);
        hold->n += fits;
        from += fits;
        n -= fits;
    }
    return n > 0 ? write_file(hold, from, n) : RESULT_OK;
}

uint64_t hold_bytes(const struct hold *hold)
{
    return hold != NULL ? hold->n : 0;
}

void hold_cut(struct hold *hold, uint64_t n)
{
    if (hold != NULL && n < hold->n)
        hold->n = n;
}

static enum result send_file(struct hold *hold, uint64_t from, uint64_t to,
                             const struct sink *sink)
{
    uint8_t piece[PIECE];

    while (from < to) {
        size_t want = to - from < PIECE ? (size_t)(to - from) : PIECE;
        ssize_t got = pread(hold->fd, piece, want, (off_t)(from - hold->room));
        enum result result;

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail(hold, "what was written cannot be read");
        if ((result = sink_write(sink, piece, (size_t)got)) != RESULT_OK)
            return result;
        from += (uint64_t)got;
    }
    return RESULT_OK;
}

enum result hold_send(struct hold *hold, uint64_t from, uint64_t to, const struct sink *sink)
{
    uint64_t in_memory = to < hold->room ? to : hold->room;
    enum result result = RESULT_OK;

    if (from < in_memory) {
        result = sink_write(sink, hold->memory + from, (size_t)(in_memory - from));
        from = in_memory;
    }
    return result == RESULT_OK ? send_file(hold, from, to, sink) : result;
}

static uint64_t in_memory(const struct hold *hold)
{
    return hold->n < hold->room ? hold->n : hold->room;
}

uint64_t hold_common(const struct hold *a, const struct hold *b)
{
    uint64_t most = in_memory(a) < in_memory(b) ? in_memory(a) : in_memory(b);
    uint64_t n = 0;

    while (n < most && a->memory[n] == b->memory[n])
        n++;
    return n;
}

const char *hold_error(const struct hold *a, const struct hold *b)
{
    if (a != NULL && a->error[0] != '\0')
        return a->error;
    if (b != NULL && b->error[0] != '\0')
        return b->error;
    return "The job could not be passed on.";
}
