/*
 * page-store.c - gray lines in a nameless file, in tiles.
 *
 * The page is cut into tiles of the same size, padded at the right and at the bottom. A band
 * of tiles lies in the file in one piece, so putting a band takes one system call; reading a
 * column of tiles takes one call per tile, never one per sample. How high a band and how wide a
 * column of tiles is follows from the memory allowed. For rows alone a tile is as wide as the
 * page.
 *
 * Effects: a nameless temporary file.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_TILE_EDGE 256u /* a tile of columns then has at most 64 KiB */
#define NOTHING       UINT32_MAX

struct page_store {
    struct scratch file;
    uint32_t width, height;
    uint32_t tile_width, tile_height;
    uint32_t across, down; /* tiles */
    size_t band_bytes;     /* of one band of tiles */
    uint32_t rows_put;
    uint32_t loaded; /* band or column of tiles in buffer while reading, or NOTHING */
    uint8_t *buffer; /* writing: one band; reading: one band, or one column turned */
    uint8_t *tile;   /* for columns: one tile as it is in the file */
};

static uint32_t clamp(size_t value, uint32_t low, uint32_t high)
{
    return value < low ? low : value > high ? high : (uint32_t)value;
}

static uint32_t divide_up(uint32_t a, uint32_t b)
{
    return a / b + (a % b != 0);
}

static void choose_tiles(struct page_store *store, enum page_store_order order, size_t memory)
{
    uint32_t width = store->width, height = store->height;

    store->tile_width = width;
    store->tile_height = clamp(memory / width, 1, height);
    if (order == PAGE_STORE_COLUMNS) {
        store->tile_width = clamp(memory / height, 1, width);
        if (store->tile_width > MAX_TILE_EDGE)
            store->tile_width = MAX_TILE_EDGE;
        if (store->tile_height > MAX_TILE_EDGE)
            store->tile_height = MAX_TILE_EDGE;
    }
    store->across = divide_up(width, store->tile_width);
    store->down = divide_up(height, store->tile_height);
    store->band_bytes = (size_t)store->across * store->tile_width * store->tile_height;
}

static size_t tile_bytes(const struct page_store *store)
{
    return (size_t)store->tile_width * store->tile_height;
}

/* A band while writing; while reading columns as many whole columns as a tile is wide. */
static size_t buffer_bytes(const struct page_store *store, enum page_store_order order)
{
    size_t columns = (size_t)store->down * store->tile_height * store->tile_width;

    return order == PAGE_STORE_COLUMNS && columns > store->band_bytes ? columns
                                                                      : store->band_bytes;
}

struct page_store *page_store_new(uint32_t width, uint32_t height, enum page_store_order order,
                                  size_t memory, struct scratch_space *space, char *why,
                                  size_t why_size)
{
    struct page_store *store = calloc(1, sizeof *store);

    if (!store)
        goto no_memory;
    store->file.fd = -1;
    store->width = width;
    store->height = height;
    store->loaded = NOTHING;
    choose_tiles(store, order, memory);
    store->buffer = calloc(1, buffer_bytes(store, order)); /* the padding is written too */
    if (!store->buffer)
        goto no_memory;
    if (order == PAGE_STORE_COLUMNS && (store->tile = malloc(tile_bytes(store))) == NULL)
        goto no_memory;
    if (!scratch_open(&store->file, space, why, why_size))
        goto failed;
    return store;
no_memory:
    snprintf(why, why_size, "Not enough memory for a picture of %u x %u pixels",
             (unsigned)width, (unsigned)height);
failed:
    page_store_free(store);
    return NULL;
}

/* Row y's place in the buffer, cut into its tiles. */
static void row_to_band(struct page_store *store, uint32_t y, const uint8_t *row)
{
    uint8_t *to = store->buffer + (size_t)(y % store->tile_height) * store->tile_width;
    uint32_t left = store->width;

    while (left > 0) {
        uint32_t n = left < store->tile_width ? left : store->tile_width;

        memcpy(to, row, n);
        to += tile_bytes(store);
        row += n;
        left -= n;
    }
}

bool page_store_put_row(struct page_store *store, const uint8_t *row, char *why,
                        size_t why_size)
{
    uint32_t y = store->rows_put;

    if (y >= store->height) {
        snprintf(why, why_size, "The picture has more lines than the %u it announced",
                 (unsigned)store->height);
        return false;
    }
    row_to_band(store, y, row);
    store->rows_put++;
    if (store->rows_put % store->tile_height != 0 && store->rows_put != store->height)
        return true;
    return scratch_write(&store->file, (uint64_t)(y / store->tile_height) * store->band_bytes,
                         store->buffer, store->band_bytes, why, why_size);
}

static bool complete(const struct page_store *store, char *why, size_t why_size)
{
    if (store->rows_put == store->height)
        return true;
    snprintf(why, why_size, "The picture has %u of the %u lines it announced",
             (unsigned)store->rows_put, (unsigned)store->height);
    return false;
}

bool page_store_read_row(struct page_store *store, uint32_t y, uint8_t *row, char *why,
                         size_t why_size)
{
    uint32_t band = y / store->tile_height;

    if (!complete(store, why, why_size))
        return false;
    if (store->loaded != band) {
        store->loaded = NOTHING;
        if (!scratch_read(&store->file, (uint64_t)band * store->band_bytes, store->buffer,
                          store->band_bytes, why, why_size))
            return false;
        store->loaded = band;
    }
    memcpy(row, store->buffer + (size_t)(y % store->tile_height) * store->tile_width,
           store->width);
    return true;
}

/* Turn the tile into the buffer, where column i of the tiles is a run of `stride` samples. */
static void turn_tile(struct page_store *store, uint32_t down, size_t stride)
{
    const uint8_t *from = store->tile;
    uint8_t *to = store->buffer + (size_t)down * store->tile_height;
    uint32_t x, y;

    for (y = 0; y < store->tile_height; y++)
        for (x = 0; x < store->tile_width; x++)
            to[(size_t)x * stride + y] = *from++;
}

static bool load_columns(struct page_store *store, uint32_t column, char *why, size_t why_size)
{
    size_t stride = (size_t)store->down * store->tile_height;
    uint32_t i;

    store->loaded = NOTHING;
    for (i = 0; i < store->down; i++) {
        uint64_t at = (uint64_t)i * store->band_bytes + (uint64_t)column * tile_bytes(store);

        if (!scratch_read(&store->file, at, store->tile, tile_bytes(store), why, why_size))
            return false;
        turn_tile(store, i, stride);
    }
    store->loaded = column;
    return true;
}

bool page_store_read_column(struct page_store *store, uint32_t x, uint8_t *column, char *why,
                            size_t why_size)
{
    size_t stride = (size_t)store->down * store->tile_height;

    if (!complete(store, why, why_size))
        return false;
    if (store->loaded != x / store->tile_width &&
        !load_columns(store, x / store->tile_width, why, why_size))
        return false;
    memcpy(column, store->buffer + (size_t)(x % store->tile_width) * stride, store->height);
    return true;
}

void page_store_free(struct page_store *store)
{
    if (!store)
        return;
    scratch_close(&store->file);
    free(store->tile);
    free(store->buffer);
    free(store);
}
