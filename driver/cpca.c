/*
 * cpca.c - packets of a UFR II LT job: header, data, and page data cut into fragments.
 * Effects: none of its own; bytes go to the sink it was given.
 * Source: driver/FORMAT-ufr2lt.md section 2.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cpca.h"

#include "bytes.h"

#include <string.h>

enum { FLAG_NONE = 0x00, FLAG_CONTINUED = 0x02 };

void cpca_init(struct cpca *c, uint8_t *buffer, const struct sink *out, uint8_t header_7,
               const struct cpca_account *account)
{
    static const uint8_t start[3] = {0xCD, 0xCA, 0x10};

    memset(c, 0, sizeof *c);
    c->out = *out;
    c->buffer = buffer;
    memcpy(c->header, start, sizeof start);
    c->header[7] = header_7;
    put_be32(c->header + 10, account ? account->department_id : 0xFFFF0000u);
    put_be32(c->header + 14, account ? account->pin : 0);
}

static void put_header(const struct cpca *c, uint8_t *p, unsigned flags, unsigned operation,
                       size_t n)
{
    memcpy(p, c->header, CPCA_HEADER_BYTES);
    p[3] = (uint8_t)flags;
    put_be16(p + 4, operation);
    put_be16(p + 8, (uint32_t)n);
}

enum result cpca_flush(struct cpca *c)
{
    size_t complete = c->in_page_data ? c->page_data : c->used;

    if (c->result == RESULT_OK)
        c->result = sink_write(&c->out, c->buffer, complete);
    if (c->result != RESULT_OK || complete == 0)
        return c->result;
    memmove(c->buffer, c->buffer + complete, c->used - complete);
    c->used -= complete;
    c->page_data = 0;
    return RESULT_OK;
}

enum result cpca_packet(struct cpca *c, enum cpca_operation operation, const void *data,
                        size_t n)
{
    if (c->result == RESULT_OK && (c->in_page_data || n > CPCA_MAX_DATA))
        c->result = RESULT_FORMAT;
    if (c->result == RESULT_OK && CPCA_BUFFER_SIZE - c->used < CPCA_HEADER_BYTES + n)
        c->result = cpca_flush(c);
    if (c->result != RESULT_OK)
        return c->result;
    put_header(c, c->buffer + c->used, FLAG_NONE, operation, n);
    c->used += CPCA_HEADER_BYTES;
    if (n > 0)
        memcpy(c->buffer + c->used, data, n);
    c->used += n;
    return RESULT_OK;
}

/* A page data packet begins in the buffer; its header is written when its length is known. */
static enum result open_page_data(struct cpca *c)
{
    if (CPCA_BUFFER_SIZE - c->used < CPCA_HEADER_BYTES + CPCA_MAX_DATA &&
        cpca_flush(c) != RESULT_OK)
        return c->result;
    c->in_page_data = true;
    c->page_data = c->used;
    c->used += CPCA_HEADER_BYTES;
    c->buffer[c->used++] = 0x01;
    return RESULT_OK;
}

static void close_page_data(struct cpca *c, unsigned flags)
{
    uint8_t *header = c->buffer + c->page_data;

    put_header(c, header, flags, CPCA_PAGE_DATA, c->used - c->page_data - CPCA_HEADER_BYTES);
    c->in_page_data = false;
}

enum result cpca_page_data(struct cpca *c, const void *bytes, size_t n)
{
    const uint8_t *from = bytes;

    while (n > 0 && c->result == RESULT_OK) {
        size_t room;

        if (!c->in_page_data && open_page_data(c) != RESULT_OK)
            break;
        room = c->page_data + CPCA_HEADER_BYTES + CPCA_MAX_DATA - c->used;
        if (room > n)
            room = n;
        memcpy(c->buffer + c->used, from, room);
        c->used += room;
        from += room;
        n -= room;
        /* Full is full even when nothing follows: the last packet is then an empty one. */
        if (c->used - c->page_data == CPCA_HEADER_BYTES + CPCA_MAX_DATA) {
            close_page_data(c, FLAG_CONTINUED);
            c->result = cpca_flush(c);
        }
    }
    return c->result;
}

enum result cpca_cut_page_data(struct cpca *c)
{
    if (c->result == RESULT_OK && c->in_page_data &&
        c->used - c->page_data > CPCA_HEADER_BYTES + 1)
        close_page_data(c, FLAG_CONTINUED);
    return c->result;
}

enum result cpca_end_page_data(struct cpca *c)
{
    if (c->result == RESULT_OK && !c->in_page_data)
        c->result = open_page_data(c);
    if (c->result == RESULT_OK)
        close_page_data(c, FLAG_NONE);
    return c->result;
}
