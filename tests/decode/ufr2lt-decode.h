/*
 * ufr2lt-decode.h - a decoder of UFR II LT streams, written from the format note alone and
 * never from the encoder: it shares no code with driver/. Effects: memory from malloc, at most
 * one decoded band (see DECODE_MAX_BAND) and 256 KiB. Source: driver/FORMAT-ufr2lt.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_UFR2LT_DECODE_H
#define DECODE_UFR2LT_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECODE_MAX_BAND    (64u << 20)  /* bytes of one decoded band */
#define DECODE_MAX_DATA    (128u << 20) /* bytes of one compressed band; they are not kept */
#define DECODE_MAX_SIDE    32768u /* dots of a page's width or height: 1.38 m at 600 dpi */
#define DECODE_MAX_REMARKS 100u   /* in one job; further ones are not told */

/* The ticket of a job, in the words of the stream. Strings are NUL-terminated and raw bytes. */
struct decode_ticket {
    char title[256];
    char user[256];
    bool has_user, has_title;
    unsigned sets;      /* 0x15 07D7 */
    unsigned finishing; /* 0x15 07D8: 0x08, 0x0B, 0x0F */
    unsigned copies;    /* 0x18 07D7 */
    unsigned sides;     /* 1 or 2 */
    unsigned edge;      /* 4 left, 3 top */
    int32_t shift;      /* 0.1 mm */
    unsigned source;    /* byte of 08 6E, or its like for the name in 07 EE */
    unsigned type;      /* byte of 07 ED */
    unsigned size;      /* ticket number of the size */
    int toner_save;     /* -1 not in the stream, 1 off, 2 on */
    int refinement;     /* the same */
    bool account;
    uint32_t department_id;
    uint32_t pin;
    unsigned doc_size;    /* C3 of opcode 02 */
    unsigned doc_duplex;  /* C5 */
    unsigned doc_source;  /* F2 of opcode 51 */
    unsigned model_id[2]; /* C1 of opcode 01 */
    /* Of languages that are not UFR II: their name ("pcl5e", "pclxl"; "" is UFR II) and what
     * they have words for, as IPP says it; "" where the stream says nothing. The numbers above
     * that belong to UFR II are 0 then. */
    char language[16];
    char media_name[64];
    char source_name[64];
    char type_name[64];
};

struct decode_page {
    unsigned number; /* from 1 */
    uint32_t width;  /* of the bitmap: E7, turned when the orientation says so */
    uint32_t height;
    uint32_t x_dpi, y_dpi; /* 600, or 400 down the page; height is in dots of y_dpi */
    unsigned orientation;  /* DE: 0 upright, 1 the bitmap is turned 90 degrees clockwise */
    unsigned bands;        /* so far; all of them at page_end */
    uint64_t bytes;        /* compressed bytes so far */
};

/* Any may be NULL. Returning false stops the decoder with "stopped by the caller". */
struct decode_callbacks {
    /* The ticket is complete: called before the first page, or at the end of a job without. */
    bool (*ticket)(void *ctx, const struct decode_ticket *ticket);
    bool (*page_start)(void *ctx, const struct decode_page *page);
    /* rows lines of stride bytes from line y; 1 is black, MSB left. stride * 8 >= page width.
     */
    bool (*band)(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                 size_t stride, const uint8_t *bits);
    bool (*page_end)(void *ctx, const struct decode_page *page);
    bool (*job_end)(void *ctx); /* packet 0x13 has come */
    /* Something the maker's driver never does, but which can be decoded: an unknown packet or
     * attribute, other padding, other parameters. An encoder's tests want none of them. */
    void (*remark)(void *ctx, uint64_t offset, const char *text);
    void *ctx;
};

struct decoder;

/* NULL when there is no memory. The callbacks are copied. */
struct decoder *decoder_new(const struct decode_callbacks *callbacks);
void decoder_free(struct decoder *d);

/*
 * decoder_feed - the next n bytes, in pieces of any size. Several jobs may follow one another.
 *
 * False once the stream is found damaged; decoder_error() and decoder_offset() then tell. Never
 * reads outside its input, whatever the bytes are.
 */
bool decoder_feed(struct decoder *d, const void *bytes, size_t n);

/* decoder_finish - no more bytes come. False if the stream is damaged or ends inside a job. */
bool decoder_finish(struct decoder *d);

/* True between jobs (nothing fed, or the last job is complete). */
bool decoder_idle(const struct decoder *d);

const char *decoder_error(const struct decoder *d); /* "" while all is well */
uint64_t decoder_offset(const struct decoder *d);   /* bytes consumed up to the fault */

#endif
