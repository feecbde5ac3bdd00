/*
 * page-store.h - gray lines put away in a nameless file and read again in another order: from
 * below, or column by column.
 * Effects: a nameless temporary file.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PAGE_STORE_H
#define SERVER_PAGE_STORE_H

#include "scratch.h"

enum page_store_order {
    PAGE_STORE_ROWS,    /* rows will be read, best in ascending or descending order */
    PAGE_STORE_COLUMNS, /* columns will be read, the same */
};

struct page_store;

/*
 * page_store_new - room for a page of width x height samples, both at least 1.
 *
 * memory   about how many bytes of buffer to use; what is needed for one row (and one column)
 *          is used in any case, and PAGE_STORE_COLUMNS takes 64 KiB more
 * space    where the file goes; must outlive the store
 *
 * NULL and a sentence in why when there is no memory or no file.
 */
struct page_store *page_store_new(uint32_t width, uint32_t height, enum page_store_order order,
                                  size_t memory, struct scratch_space *space, char *why,
                                  size_t why_size);

/* The next row from the top, width samples. All rows must be put before the first is read. */
bool page_store_put_row(struct page_store *store, const uint8_t *row, char *why,
                        size_t why_size);

/* Row y, of a store for rows; width samples. */
bool page_store_read_row(struct page_store *store, uint32_t y, uint8_t *row, char *why,
                         size_t why_size);

/* Column x from the top, of a store for columns; height samples. */
bool page_store_read_column(struct page_store *store, uint32_t x, uint8_t *column, char *why,
                            size_t why_size);

/* NULL is fine. */
void page_store_free(struct page_store *store);

#endif
