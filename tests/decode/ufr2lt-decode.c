/*
 * ufr2lt-decode.c - the packets of a UFR II LT stream, see ufr2lt-decode.h.
 * Effects: memory.
 * Source: driver/FORMAT-ufr2lt.md, section on packets; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/decode-internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    END_JOB = 0x13,
    BEGIN = 0x14,
    JOB_ATTRIBUTE = 0x15,
    END = 0x16,
    BEGIN_DOCUMENT = 0x17,
    DOCUMENT_ATTRIBUTE = 0x18,
    END_DOCUMENT = 0x19,
    PAGE_DATA = 0x1A,
    SETTING = 0x1D,
    BEGIN_JOB = 0x6B,
};

#define FLAG_CONTINUED 0x02u

static const uint8_t magic[3] = {0xCD, 0xCA, 0x10};
static const uint8_t no_account[8] = {0xFF, 0xFF, 0, 0, 0, 0, 0, 0};

bool decode_fail(struct decoder *d, const char *format, ...)
{
    va_list args;

    if (d->error[0])
        return false;
    va_start(args, format);
    vsnprintf(d->error, sizeof d->error, format, args);
    va_end(args);
    return false;
}

void decode_remark(struct decoder *d, const char *format, ...)
{
    char text[200];
    va_list args;

    if (!d->callbacks.remark || d->remarks == DECODE_MAX_REMARKS)
        return;
    d->remarks++;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    d->callbacks.remark(d->callbacks.ctx, d->offset, text);
}

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void start_job(struct decoder *d)
{
    d->in_job = true;
    d->ticket_told = false;
    d->page_data_ended = false;
    d->remarks = 0;
    decode_ticket_start(&d->ticket);
    decode_page_start(&d->page);
    memcpy(d->account, d->header + 10, sizeof d->account);
    if (memcmp(d->account, no_account, sizeof no_account) != 0) {
        d->ticket.account = true;
        d->ticket.department_id = be32(d->account);
        d->ticket.pin = be32(d->account + 4);
    }
    if (d->operation != BEGIN_JOB)
        decode_remark(d, "the job begins with packet %02X instead of 6B", d->operation);
}

static bool end_job(struct decoder *d)
{
    if (!decode_page_finish(d) || !decode_tell_ticket(d))
        return false;
    d->in_job = false;
    if (d->callbacks.job_end && !d->callbacks.job_end(d->callbacks.ctx))
        return decode_fail(d, "stopped by the caller");
    return true;
}

static void check_header(struct decoder *d)
{
    if (d->header[6] != 0 || d->header[7] > 1 || d->header[18] != 0 || d->header[19] != 0)
        decode_remark(d, "the packet's header has other constants");
    if (memcmp(d->account, d->header + 10, sizeof d->account) != 0)
        decode_remark(d, "the department id or PIN changes inside the job");
    if (d->flags != 0 && (d->flags != FLAG_CONTINUED || d->operation != PAGE_DATA))
        decode_remark(d, "packet %02X has the flags %02X", d->operation, d->flags);
    switch (d->operation) {
    case BEGIN_JOB:
    case BEGIN:
    case JOB_ATTRIBUTE:
    case BEGIN_DOCUMENT:
    case DOCUMENT_ATTRIBUTE:
    case PAGE_DATA:
    case SETTING:
    case END_DOCUMENT:
    case END:
    case END_JOB:
        break;
    default:
        decode_remark(d, "unknown packet %02X", d->operation);
    }
}

static bool start_packet(struct decoder *d)
{
    d->flags = d->header[3];
    d->operation = (unsigned)d->header[4] << 8 | d->header[5];
    d->data_size = (uint32_t)d->header[8] << 8 | d->header[9];
    d->data_have = 0;
    if (!d->in_job)
        start_job(d);
    else if (d->operation == BEGIN_JOB)
        return decode_fail(d, "a job begins inside another");
    check_header(d);
    if (d->operation != PAGE_DATA)
        return true;
    if (d->data_size == 0)
        decode_remark(d, "a packet 1A without data");
    if (d->page_data_ended)
        decode_remark(d, "page data go on after their last packet");
    d->page_data_ended = d->flags != FLAG_CONTINUED;
    return true;
}

static bool end_packet(struct decoder *d)
{
    d->header_have = 0;
    if (d->operation == END_JOB)
        return end_job(d);
    return d->operation == PAGE_DATA || decode_ticket_packet(d);
}

/* A header byte. What is not a packet is found at its first byte. */
static bool feed_header(struct decoder *d, uint8_t byte)
{
    if (d->header_have < sizeof magic && byte != magic[d->header_have])
        return decode_fail(d, "no packet begins here (byte %02X instead of %02X)", byte,
                           magic[d->header_have]);
    d->header[d->header_have++] = byte;
    d->offset++;
    if (d->header_have < PACKET_HEADER)
        return true;
    if (!start_packet(d))
        return false;
    return d->data_size > 0 || end_packet(d);
}

/* Up to n bytes of a packet's data; *used tells how many. */
static bool feed_data(struct decoder *d, const uint8_t *bytes, size_t n, size_t *used)
{
    uint32_t left = d->data_size - d->data_have;
    size_t take = n < left ? n : left;

    *used = take;
    if (d->operation != PAGE_DATA) {
        memcpy(d->data + d->data_have, bytes, take);
        d->offset += take;
    } else {
        /* the first byte of the packet is not page data */
        if (d->data_have == 0) {
            if (bytes[0] != 1)
                decode_remark(d, "a packet 1A begins with %02X instead of 01", bytes[0]);
            *used = take = 1;
            d->offset++;
        } else if (!decode_page_feed(d, bytes, take)) {
            return false;
        }
    }
    d->data_have += (uint32_t)take;
    return d->data_have < d->data_size || end_packet(d);
}

struct decoder *decoder_new(const struct decode_callbacks *callbacks)
{
    struct decoder *d = calloc(1, sizeof *d);

    if (d && callbacks)
        d->callbacks = *callbacks;
    return d;
}

void decoder_free(struct decoder *d)
{
    if (!d)
        return;
    decode_band_free(d);
    free(d);
}

bool decoder_feed(struct decoder *d, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;

    while (n > 0 && !d->error[0]) {
        size_t used = 1;

        if (d->header_have < PACKET_HEADER)
            feed_header(d, *p);
        else
            feed_data(d, p, n, &used);
        p += used;
        n -= used;
    }
    return !d->error[0];
}

bool decoder_finish(struct decoder *d)
{
    if (d->error[0])
        return false;
    if (decoder_idle(d))
        return true;
    if (d->page.in_page)
        return decode_fail(d, "the stream ends inside page %u, after %u of %u rows",
                           d->page.page.number, (unsigned)d->page.rows_done,
                           (unsigned)d->page.page.height);
    if (d->header_have > 0)
        return decode_fail(d, "the stream ends inside a packet");
    return decode_fail(d, "the stream ends inside the job");
}

bool decoder_idle(const struct decoder *d)
{
    return !d->error[0] && !d->in_job && d->header_have == 0;
}

const char *decoder_error(const struct decoder *d)
{
    return d->error;
}

uint64_t decoder_offset(const struct decoder *d)
{
    return d->offset;
}
