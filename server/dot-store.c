/*
 * dot-store.c - see dot-store.h.
 *
 * Two files: the packed pages one behind the other, and for each page where it is and what was
 * kept with it, so that neither pages nor their number take memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#define ZLIB_CONST /* what is packed is not written to */
#include "dot-store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define PIECE 32768u /* bytes read or written at a time */

/* Dots hardly get smaller by more work. */
#define LEVEL 1

struct entry {
    uint64_t at, length;
    size_t stride;
    uint32_t lines;
    uint8_t note[DOT_STORE_NOTE];
};

struct reader {
    z_stream stream;
    bool open; /* the stream needs its end */
    struct entry entry;
    uint64_t taken; /* packed bytes */
    uint32_t lines;
    uint8_t piece[PIECE];
};

struct dot_store {
    struct scratch dots, index;
    uint32_t pages;
    uint64_t end; /* of the last whole page */

    /* the page that is written */
    z_stream stream;
    bool writing; /* the stream needs its end */
    struct entry entry;
    uint8_t piece[PIECE];

    struct reader readers[DOT_STORE_READERS];
};

static bool no_memory(char *why, size_t why_size)
{
    snprintf(why, why_size, "There is not enough memory for the page.");
    return false;
}

struct dot_store *dot_store_new(struct scratch_space *space, char *why, size_t why_size)
{
    struct dot_store *store = calloc(1, sizeof(*store));

    if (store == NULL) {
        (void)no_memory(why, why_size);
        return NULL;
    }
    store->dots.fd = store->index.fd = -1;
    if (!scratch_open(&store->dots, space, why, why_size) ||
        !scratch_open(&store->index, space, why, why_size)) {
        dot_store_free(store);
        return NULL;
    }
    return store;
}

/* ---- writing ---- */

static void stop_writing(struct dot_store *store)
{
    if (store->writing)
        (void)deflateEnd(&store->stream);
    store->writing = false;
}

bool dot_store_begin(struct dot_store *store, size_t stride, const void *note, size_t note_size,
                     char *why, size_t why_size)
{
    stop_writing(store);
    memset(&store->entry, 0, sizeof(store->entry));
    store->entry.at = store->end;
    store->entry.stride = stride;
    memcpy(store->entry.note, note, note_size < DOT_STORE_NOTE ? note_size : DOT_STORE_NOTE);
    memset(&store->stream, 0, sizeof(store->stream));
    if (deflateInit(&store->stream, LEVEL) != Z_OK)
        return no_memory(why, why_size);
    store->writing = true;
    store->stream.next_out = store->piece;
    store->stream.avail_out = PIECE;
    return true;
}

/* What is packed goes to the file. */
static bool put_piece(struct dot_store *store, char *why, size_t why_size)
{
    size_t n = PIECE - store->stream.avail_out;

    if (!scratch_write(&store->dots, store->entry.at + store->entry.length, store->piece, n,
                       why, why_size))
        return false;
    store->entry.length += n;
    store->stream.next_out = store->piece;
    store->stream.avail_out = PIECE;
    return true;
}

bool dot_store_line(struct dot_store *store, const uint8_t *bits, char *why, size_t why_size)
{
    z_stream *stream = &store->stream;

    stream->next_in = bits;
    stream->avail_in = (uInt)store->entry.stride;
    while (stream->avail_in > 0) {
        (void)deflate(stream, Z_NO_FLUSH);
        if (stream->avail_out == 0 && !put_piece(store, why, why_size))
            return false;
    }
    store->entry.lines++;
    return true;
}

bool dot_store_end(struct dot_store *store, char *why, size_t why_size)
{
    int result = Z_OK;

    while (result != Z_STREAM_END) {
        result = deflate(&store->stream, Z_FINISH);
        if ((result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) ||
            !put_piece(store, why, why_size))
            return false;
    }
    stop_writing(store);
    if (!scratch_write(&store->index, (uint64_t)store->pages * sizeof(store->entry),
                       &store->entry, sizeof(store->entry), why, why_size))
        return false;
    store->end += store->entry.length;
    store->pages++;
    return true;
}

uint32_t dot_store_pages(const struct dot_store *store)
{
    return store->pages;
}

/* ---- reading ---- */

static bool find(const struct dot_store *store, uint32_t page, struct entry *entry, char *why,
                 size_t why_size)
{
    return scratch_read(&store->index, (uint64_t)page * sizeof(*entry), entry, sizeof(*entry),
                        why, why_size);
}

bool dot_store_note(struct dot_store *store, uint32_t page, void *note, size_t note_size,
                    char *why, size_t why_size)
{
    struct entry entry;

    if (!find(store, page, &entry, why, why_size))
        return false;
    memcpy(note, entry.note, note_size < DOT_STORE_NOTE ? note_size : DOT_STORE_NOTE);
    return true;
}

static void close_reader(struct reader *r)
{
    if (r->open)
        (void)inflateEnd(&r->stream);
    r->open = false;
}

bool dot_store_open(struct dot_store *store, unsigned reader, uint32_t page, size_t stride,
                    char *why, size_t why_size)
{
    struct reader *r = &store->readers[reader];

    close_reader(r);
    if (!find(store, page, &r->entry, why, why_size))
        return false;
    if (r->entry.stride != stride) {
        snprintf(why, why_size, "The pages of one side are of different sizes.");
        return false;
    }
    memset(&r->stream, 0, sizeof(r->stream));
    if (inflateInit(&r->stream) != Z_OK)
        return no_memory(why, why_size);
    r->open = true;
    r->taken = 0;
    r->lines = 0;
    return true;
}

/* More packed bytes. */
static bool get_piece(const struct dot_store *store, struct reader *r, char *why,
                      size_t why_size)
{
    uint64_t left = r->entry.length - r->taken;
    size_t n = left < PIECE ? (size_t)left : PIECE;

    if (!scratch_read(&store->dots, r->entry.at + r->taken, r->piece, n, why, why_size))
        return false;
    r->taken += n;
    r->stream.next_in = r->piece;
    r->stream.avail_in = (uInt)n;
    return true;
}

bool dot_store_read(struct dot_store *store, unsigned reader, uint8_t *bits, char *why,
                    size_t why_size)
{
    struct reader *r = &store->readers[reader];
    int result = Z_OK;

    if (r->lines == r->entry.lines) {
        memset(bits, 0, r->entry.stride);
        return true;
    }
    r->stream.next_out = bits;
    r->stream.avail_out = (uInt)r->entry.stride;
    while (r->stream.avail_out > 0) {
        if (r->stream.avail_in == 0 && !get_piece(store, r, why, why_size))
            return false;
        result = inflate(&r->stream, Z_NO_FLUSH);
        if (result != Z_OK && (result != Z_STREAM_END || r->stream.avail_out > 0)) {
            snprintf(why, why_size, "What was kept of the page on the disk is damaged.");
            return false;
        }
    }
    r->lines++;
    return true;
}

void dot_store_free(struct dot_store *store)
{
    if (store == NULL)
        return;
    stop_writing(store);
    for (unsigned i = 0; i < DOT_STORE_READERS; i++)
        close_reader(&store->readers[i]);
    scratch_close(&store->dots);
    scratch_close(&store->index);
    free(store);
}
