/*
 * decode-internal.h - what the files of the decoder share; users include ufr2lt-decode.h.
 * Effects: none. SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_DECODE_INTERNAL_H
#define DECODE_DECODE_INTERNAL_H

#include "tests/decode/decode-g4.h"
#include "tests/decode/decode-jbig.h"
#include "tests/decode/decode-packbits.h"
#include "tests/decode/decode-slim.h"
#include "tests/decode/ufr2lt-decode.h"

#define PACKET_HEADER 20u
#define PACKET_DATA   65535u

/* What the next byte of the page description is. */
enum page_state {
    PAGE_CODE,         /* an opcode, an attribute or a data block */
    PAGE_TYPE,         /* the type of an attribute's value, or the value itself */
    PAGE_VALUE,        /* more of a value */
    PAGE_BLOCK_LENGTH, /* more of a data block's length */
    PAGE_BLOCK,        /* a data block */
};

enum compression {
    COMPRESSION_PACKBITS = 1,
    COMPRESSION_SLIM = 3,
    COMPRESSION_G4 = 4,
    COMPRESSION_JBIG = 5,
};

/* The attributes of one band, gathered until its data block comes. */
struct band_attributes {
    uint32_t width, rows; /* E3 */
    int32_t x, y;         /* E8 */
    unsigned compression; /* E1 */
    uint32_t length;      /* D7 */
    bool has_size, has_place, has_compression, has_length;
};

/* Decoders of bands, and what they decode to; kept from job to job. */
struct band_memory {
    struct unslim slim;
    struct unpackbits packbits;
    struct ung4 g4;
    struct unjbig jbig;
    uint8_t *bits;
    size_t bits_size;
    size_t stride; /* of the open band */
};

/* The reader of the page description, the byte string in the 0x1A packets. */
struct page_reader {
    enum page_state state;
    int opcode; /* -1: none yet */
    uint8_t attribute;
    uint8_t type;
    uint8_t value[16];
    unsigned value_size, value_have;
    uint32_t block, block_left;
    bool block_is_band;

    struct band_attributes band;
    bool band_done; /* the band's data block has come */
    bool has_page_size;
    bool in_page;       /* page_start was told */
    uint32_t rows_done; /* of this page */
    bool document_ended, job_ended;
    struct decode_page page;

    uint32_t x_dpi, y_dpi; /* D8 and E9 of opcode 01 */
    uint32_t dot_bits;     /* E6 of opcode 61 */
    struct band_memory memory;
};

struct decoder {
    struct decode_callbacks callbacks;
    struct decode_ticket ticket;
    bool in_job;
    bool ticket_told;
    unsigned remarks;
    uint64_t offset;
    char error[200];

    uint8_t header[PACKET_HEADER];
    size_t header_have;
    unsigned operation, flags;
    uint32_t data_size, data_have;
    bool page_data_ended; /* a 0x1A packet with flags 00 has come */
    uint8_t account[8];   /* of the job's first packet */
    struct page_reader page;
    uint8_t data[PACKET_DATA];
};

/* decode_fail - the stream is damaged here; the first text stays. Always false. */
__attribute__((format(printf, 2, 3))) bool decode_fail(struct decoder *d, const char *format,
                                                       ...);

__attribute__((format(printf, 2, 3))) void decode_remark(struct decoder *d, const char *format,
                                                         ...);

/* decode_tell_ticket - call the callback, once a job. False when it stops the decoder. */
bool decode_tell_ticket(struct decoder *d);

/* decode_ticket_packet - a whole packet of the ticket, d->operation and d->data. */
bool decode_ticket_packet(struct decoder *d);

/* decode_ticket_start - the ticket of a job that says nothing. */
void decode_ticket_start(struct decode_ticket *ticket);

/* decode_page_start - forget the last job's page data, keep the memory of bands. */
void decode_page_start(struct page_reader *r);

/* decode_band_page - a page begins. */
void decode_band_page(struct decoder *d);

/* decode_band_start - the data block of a band, of d->page.block bytes, begins. */
bool decode_band_start(struct decoder *d);

/* decode_band_feed - its next n bytes; *used tells how many made sense, all of them if true. */
bool decode_band_feed(struct decoder *d, const uint8_t *bytes, size_t n, size_t *used);

/* decode_band_end - the block is complete. */
bool decode_band_end(struct decoder *d);

/* decode_band_free - give the memory of bands back. */
void decode_band_free(struct decoder *d);

/* decode_page_feed - the next bytes of the page description; counts d->offset up. */
bool decode_page_feed(struct decoder *d, const uint8_t *bytes, size_t n);

/* decode_page_finish - no more page data comes in this job. */
bool decode_page_finish(struct decoder *d);

#endif
