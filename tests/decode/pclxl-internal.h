/*
 * pclxl-internal.h - what the files of the decoder of PCL XL share.
 * Effects: none. SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_PCLXL_INTERNAL_H
#define DECODE_PCLXL_INTERNAL_H

#include "tests/decode/pclxl-decode.h"
#include "tests/decode/pjl-decode.h"

#define XL_MAX_VALUES 64u   /* before one operator */
#define XL_MAX_KEPT   1024u /* bytes of an array that are kept; the others are only counted */
#define XL_POOL       16384u
#define XL_MAX_STATES 32u /* of graphics, pushed */
#define XL_MAX_ROW    (65535u * 3u + 255u)
#define XL_MAX_LAYERS 64u /* times that each line of a page may be drawn on average */
#define XL_HEADER_MAX 256u

/* Numbers of attributes, note section 2 to 5. */
enum {
    XL_PALETTE_DEPTH = 2,
    XL_COLOR_SPACE = 3,
    XL_PALETTE_DATA = 6,
    XL_MEDIA_SIZE = 37,
    XL_MEDIA_SOURCE = 38,
    XL_MEDIA_TYPE = 39,
    XL_ORIENTATION = 40,
    XL_PAGE_ORIGIN = 42,
    XL_PAGE_SCALE = 43,
    XL_ROP3 = 44,
    XL_TX_MODE = 45,
    XL_CUSTOM_SIZE = 47,
    XL_CUSTOM_UNITS = 48,
    XL_PAGE_COPIES = 49,
    XL_DUPLEX_MODE = 53,
    XL_POINT = 76,
    XL_COLOR_DEPTH = 98,
    XL_BLOCK_HEIGHT = 99,
    XL_COLOR_MAPPING = 100,
    XL_COMPRESS_MODE = 101,
    XL_DESTINATION_SIZE = 103,
    XL_SOURCE_HEIGHT = 107,
    XL_SOURCE_WIDTH = 108,
    XL_START_LINE = 109,
    XL_PAD_BYTES = 110,
    XL_DATA_ORG = 130,
    XL_MEASURE = 134,
    XL_UNITS = 137,
};

enum { XL_OP_READ_IMAGE = 0xB1 };

/* A value with its attribute. */
struct xl_value {
    unsigned attribute;
    uint8_t kind; /* 0 ubyte, 1 uint16, 2 uint32, 3 sint16, 4 sint32, 5 real32 */
    bool array;   /* of so many; else 1, 2 or 4 */
    uint32_t elements;
    uint32_t kept; /* of them, the first */
    size_t at;     /* in the pool */
};

/* The part of the graphics state that images use. */
struct xl_graphics {
    double origin_x, origin_y; /* in units */
    double cursor_x, cursor_y;
    unsigned color_space; /* 1 gray, else RGB */
    bool has_palette;
    uint8_t black[256]; /* of each index: 1 black, 0 white */
    unsigned num_palette;
    unsigned rop;
    bool transparent; /* white of a source is not put on the page */
};

/* An image, and the block of it that is being read. */
struct xl_image {
    bool open, jpeg;
    bool indexed;
    unsigned bits; /* of a pixel: 1, 4, 8, 24 */
    uint32_t width, height;
    int64_t x, y; /* where its corner lies on the page, dots */
    uint32_t to_width, to_height;
    uint32_t next_line; /* of the destination */
    uint32_t row;       /* of the source: the next */
    bool in_block;
    uint32_t rows_left; /* in the block */
    unsigned mode;
    size_t row_bytes;  /* of the row in the block, with padding where the mode has it */
    size_t have;       /* of the row that is being read */
    size_t data_bytes; /* of a row without padding */
    int run;           /* RLE: bytes to come: > 0 as they are, < 0 of one byte, 0 none */
    unsigned delta_state;
    uint32_t delta_left; /* bytes of the row's commands */
    unsigned delta_new;  /* bytes to replace */
    uint8_t *line;       /* XL_MAX_ROW bytes; in delta row the seed as well */
};

enum xl_reading {
    READ_PJL,
    READ_HEADER,
    READ_TAG,
    READ_LENGTH_TAG, /* of an array */
    READ_LENGTH,
    READ_VALUE,
    READ_ATTRIBUTE,   /* its number */
    READ_DATA_LENGTH, /* of embedded data */
    READ_DATA,
    READ_UEL,
};

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): in the order they are read */
struct pclxl_decoder {
    struct decode_callbacks callbacks;
    struct decode_ticket ticket;
    unsigned remarks;
    uint64_t offset;
    char error[200];
    struct pjl_reader pjl;
    enum xl_reading reading;
    bool in_job;      /* its first byte has come */
    bool in_language; /* the header was complete; until the UEL */
    bool in_session;
    bool session_done;
    bool ticket_told;
    bool told[256]; /* operators that a remark has named */

    /* values and operators */
    bool high_first;
    char header[XL_HEADER_MAX + 1];
    size_t num_header;
    uint8_t small[4]; /* a number that is being read */
    unsigned small_have, small_size;
    struct xl_value values[XL_MAX_VALUES];
    size_t num_values;
    bool value_open;     /* the last value waits for its attribute */
    uint64_t value_left; /* bytes of it that have not come */
    uint64_t value_have;
    uint8_t pool[XL_POOL];
    size_t num_pool;
    unsigned last_operator;
    uint32_t data_left;
    unsigned uel_have;

    /* the session, the page */
    double units_x, units_y; /* in an inch */
    bool in_page;
    struct decode_page page;
    struct decode_ticket page_ticket; /* what BeginPage and SetPageOrigin say */
    uint8_t *bits;
    size_t bits_size, stride;
    uint64_t lines_left; /* that may still be drawn on the page */
    struct xl_graphics graphics, pushed[XL_MAX_STATES];
    unsigned num_pushed;
    struct xl_image image;
};

/* pclxl_fail - the stream is damaged here; the first text stays. Always false. */
__attribute__((format(printf, 2, 3))) bool pclxl_fail(struct pclxl_decoder *d,
                                                      const char *format, ...);
__attribute__((format(printf, 2, 3))) void pclxl_remark(struct pclxl_decoder *d,
                                                        const char *format, ...);

/* ---- values before the operator, pclxl-decode.c ---- */

/* pclxl_find - NULL when the operator has no such attribute. */
const struct xl_value *pclxl_find(const struct pclxl_decoder *d, unsigned attribute);

/* pclxl_number - the i-th number of a value; 0 beyond those that are kept, or where it is no
 * number of a useful size (within a milliard). */
double pclxl_number(const struct pclxl_decoder *d, const struct xl_value *value, uint32_t i);

/* pclxl_unsigned - the attribute's first number, or other where it is not there. Below 0 is 0.
 */
uint32_t pclxl_unsigned(const struct pclxl_decoder *d, unsigned attribute, uint32_t other);

/* ---- operators, pclxl-operators.c ---- */

bool pclxl_operator(struct pclxl_decoder *d, unsigned operation);

/* pclxl_tell_ticket - once a job. copies: of the first page, 0 where it does not say. */
bool pclxl_tell_ticket(struct pclxl_decoder *d, uint32_t copies);

/* pclxl_page_values - what BeginPage says, into d->page and d->page_ticket. */
bool pclxl_page_values(struct pclxl_decoder *d);

/* ---- images, pclxl-image.c ---- */

bool pclxl_begin_image(struct pclxl_decoder *d);
bool pclxl_begin_block(struct pclxl_decoder *d);
bool pclxl_block_data(struct pclxl_decoder *d, const uint8_t *bytes, size_t n);
bool pclxl_end_block(struct pclxl_decoder *d);
bool pclxl_end_image(struct pclxl_decoder *d);
bool pclxl_set_color_space(struct pclxl_decoder *d);

#endif
