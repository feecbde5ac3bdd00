/*
 * xl-pages.c - see xl-pages.h.
 * Effects: none.
 * Source: driver/FORMAT-pclxl.md sections 2, 4, 5, 7 and 9.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "xl-pages.h"

#include "bytes.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The first bytes of values, by their type. */
enum {
    UBYTE = 0xC0,
    UINT16 = 0xC1,
    UBYTE_ARRAY = 0xC8,
    UINT16_XY = 0xD1,
    SINT16_XY = 0xD3,
    ATTRIBUTE = 0xF8,
    DATA_LENGTH = 0xFA,
};

/* Numbers of attributes. */
enum {
    PALETTE_DEPTH = 2,
    COLOR_SPACE = 3,
    PALETTE_DATA = 6,
    MEDIA_SIZE = 37,
    MEDIA_SOURCE = 38,
    MEDIA_TYPE = 39,
    ORIENTATION = 40,
    PAGE_ORIGIN = 42,
    ROP3 = 44,
    CUSTOM_MEDIA_SIZE = 47,
    CUSTOM_MEDIA_SIZE_UNITS = 48,
    PAGE_COPIES = 49,
    SIMPLEX_PAGE_MODE = 52,
    DUPLEX_PAGE_MODE = 53,
    DUPLEX_PAGE_SIDE = 54,
    POINT = 76,
    COLOR_DEPTH = 98,
    BLOCK_HEIGHT = 99,
    COLOR_MAPPING = 100,
    COMPRESS_MODE = 101,
    DESTINATION_SIZE = 103,
    SOURCE_HEIGHT = 107,
    SOURCE_WIDTH = 108,
    START_LINE = 109,
};

enum {
    BEGIN_PAGE = 0x43,
    END_PAGE = 0x44,
    SET_COLOR_SPACE = 0x6A,
    SET_CURSOR = 0x6B,
    SET_PAGE_ORIGIN = 0x75,
    SET_ROP = 0x7B,
    BEGIN_IMAGE = 0xB0,
    READ_IMAGE = 0xB1,
};

/* ---- values ---- */

static uint8_t *put_attribute(uint8_t *p, uint8_t attribute)
{
    *p++ = ATTRIBUTE;
    *p++ = attribute;
    return p;
}

static uint8_t *put_ubyte(uint8_t *p, uint8_t value, uint8_t attribute)
{
    *p++ = UBYTE;
    *p++ = value;
    return put_attribute(p, attribute);
}

static uint8_t *put_uint16(uint8_t *p, uint32_t value, uint8_t attribute)
{
    *p++ = UINT16;
    put_le16(p, value);
    return put_attribute(p + 2, attribute);
}

/* type is UINT16_XY or SINT16_XY; negative numbers are of the second. */
static uint8_t *put_xy(uint8_t *p, uint8_t type, uint32_t x, uint32_t y, uint8_t attribute)
{
    *p++ = type;
    put_le16(p, x);
    put_le16(p + 2, y);
    return put_attribute(p + 4, attribute);
}

static uint8_t *put_bytes(uint8_t *p, const void *bytes, uint8_t n, uint8_t attribute)
{
    *p++ = UBYTE_ARRAY;
    *p++ = UBYTE;
    *p++ = n;
    memcpy(p, bytes, n);
    return put_attribute(p + n, attribute);
}

/* ---- the head of a page ---- */

struct code {
    const char *name; /* of PWG or IPP */
    uint8_t code;
};

static const struct code sizes[] = {
    {"na_letter_8.5x11in",       0 },
    {"na_legal_8.5x14in",        1 },
    {"iso_a4_210x297mm",         2 },
    {"na_executive_7.25x10.5in", 3 },
    {"na_ledger_11x17in",        4 },
    {"iso_a3_297x420mm",         5 },
    {"na_number-10_4.125x9.5in", 6 },
    {"na_monarch_3.875x7.5in",   7 },
    {"iso_c5_162x229mm",         8 },
    {"iso_dl_110x220mm",         9 },
    {"jis_b4_257x364mm",         10},
    {"jis_b5_182x257mm",         11},
    {"iso_b5_176x250mm",         12},
    {"iso_a5_148x210mm",         16},
    {"iso_a6_105x148mm",         17},
};

static const struct code sources[] = {
    {"auto",         1},
    {"by-pass-tray", 3},
    {"tray-1",       4},
    {"tray-2",       5},
    {"envelope",     6},
    {"tray-3",       7},
    {"tray-4",       8},
};

static const struct {
    const char *name;
    const char *printers; /* name of it */
} types[] = {
    {"stationery",             "Plain"       },
    {"stationery-recycled",    "Recycled"    },
    {"stationery-colored",     "Color"       },
    {"stationery-fine",        "Bond"        },
    {"stationery-heavyweight", "Heavy"       },
    {"cardstock",              "Card Stock"  },
    {"cardboard",              "Card Stock"  },
    {"transparency",           "Transparency"},
    {"labels",                 "Labels"      },
    {"envelope",               "Envelope"    },
    {"stationery-prepunched",  "Prepunched"  },
    {"stationery-letterhead",  "Letterhead"  },
    {"stationery-preprinted",  "Preprinted"  },
};

static const struct code *find_code(const struct code *codes, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(codes[i].name, name) == 0)
            return &codes[i];
    return NULL;
}

static uint8_t *put_size(uint8_t *p, const struct media *media)
{
    const struct code *code = find_code(sizes, COUNT(sizes), media->name);

    if (code)
        return put_ubyte(p, code->code, MEDIA_SIZE);
    p = put_xy(p, UINT16_XY, (media->width_hmm + 5) / 10, (media->length_hmm + 5) / 10,
               CUSTOM_MEDIA_SIZE);
    return put_ubyte(p, 2, CUSTOM_MEDIA_SIZE_UNITS);
}

/* What has no code is left to the printer. */
static uint8_t *put_source(uint8_t *p, const struct media_source *source)
{
    const struct code *code = find_code(sources, COUNT(sources), source->name);

    return code ? put_ubyte(p, code->code, MEDIA_SOURCE) : p;
}

static uint8_t *put_type(uint8_t *p, const struct media_type *type)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (strcmp(types[i].name, type->name) == 0)
            return put_bytes(p, types[i].printers, (uint8_t)strlen(types[i].printers),
                             MEDIA_TYPE);
    return p;
}

static uint8_t *put_sides(uint8_t *p, enum sides sides, bool back)
{
    if (sides == SIDES_ONE)
        return put_ubyte(p, 0, SIMPLEX_PAGE_MODE);
    p = put_ubyte(p, sides == SIDES_LONG_EDGE ? 1 : 0, DUPLEX_PAGE_MODE);
    return put_ubyte(p, back ? 1 : 0, DUPLEX_PAGE_SIDE);
}

/* Away from the edge of the binding, which on the back lies at the other side. */
static uint8_t *put_origin(uint8_t *p, const struct job_params *job, bool back)
{
    uint32_t dots = (job->binding_shift_hmm * 600 + 1270) / 2540;
    uint32_t shift = back ? (uint32_t)0 - dots : dots;
    bool left = job->binding == BINDING_LEFT;

    if (dots == 0)
        return p;
    p = put_xy(p, SINT16_XY, left ? shift : 0, left ? 0 : shift, PAGE_ORIGIN);
    *p++ = SET_PAGE_ORIGIN;
    return p;
}

/* A bit 0 is white, 1 is black, and is put on the page as it is. */
static uint8_t *put_colors(uint8_t *p)
{
    static const uint8_t white_and_black[] = {0xFF, 0x00};

    p = put_ubyte(p, 1, COLOR_SPACE);
    p = put_ubyte(p, 2, PALETTE_DEPTH);
    p = put_bytes(p, white_and_black, sizeof white_and_black, PALETTE_DATA);
    *p++ = SET_COLOR_SPACE;
    p = put_ubyte(p, 204, ROP3);
    *p++ = SET_ROP;
    return p;
}

size_t xl_page_head(uint8_t *head, const struct job_params *job, bool back)
{
    uint8_t *p = put_ubyte(head, 0, ORIENTATION);

    p = put_size(p, job->media);
    p = put_source(p, job->source);
    p = put_type(p, job->type);
    p = put_sides(p, job->sides, back);
    *p++ = BEGIN_PAGE;
    p = put_origin(p, job, back);
    p = put_colors(p);
    return (size_t)(p - head);
}

/* ---- bands, and the end ---- */

void xl_band_head(uint8_t *head, const struct xl_band *band)
{
    uint8_t *p = put_xy(head, UINT16_XY, band->x, band->y, POINT);

    *p++ = SET_CURSOR;
    p = put_ubyte(p, 1, COLOR_MAPPING);
    p = put_ubyte(p, 0, COLOR_DEPTH);
    p = put_uint16(p, band->width, SOURCE_WIDTH);
    p = put_uint16(p, band->rows, SOURCE_HEIGHT);
    p = put_xy(p, UINT16_XY, band->width, band->rows, DESTINATION_SIZE);
    *p++ = BEGIN_IMAGE;
    p = put_uint16(p, 0, START_LINE);
    p = put_uint16(p, band->rows, BLOCK_HEIGHT);
    p = put_ubyte(p, (uint8_t)band->compression, COMPRESS_MODE);
    *p++ = READ_IMAGE;
    *p++ = DATA_LENGTH;
    put_le32(p, band->size);
}

void xl_page_end(uint8_t *end, const struct job_params *job)
{
    uint8_t *p = put_uint16(end, job->copies, PAGE_COPIES);

    *p = END_PAGE;
}

/* ---- following ---- */

enum { AT_X = 1, AT_Y = 3, AT_WIDTH = 17, AT_ROWS = 22, AT_COMPRESSION = 45, AT_SIZE = 50 };

void xl_follower_init(struct xl_follower *f, const struct job_params *job,
                      const struct page_params *page)
{
    memset(f, 0, sizeof *f);
    f->job = job;
    f->page = *page;
}

/* Bytes of the head that begins with f->head[0]. */
static size_t head_size(const struct xl_follower *f)
{
    uint8_t head[XL_PAGE_HEAD_MAX];

    switch (f->head[0]) {
    case UBYTE:
        return xl_page_head(head, f->job, false);
    case UINT16_XY:
        return XL_BAND_HEAD;
    case UINT16:
        return XL_PAGE_END;
    default:
        return 1;
    }
}

static bool is_page_head(const struct xl_follower *f)
{
    uint8_t front[XL_PAGE_HEAD_MAX], back[XL_PAGE_HEAD_MAX];
    size_t n = xl_page_head(front, f->job, false);

    xl_page_head(back, f->job, true);
    return memcmp(f->head, front, n) == 0 || memcmp(f->head, back, n) == 0;
}

static bool is_band_head(const struct xl_follower *f)
{
    const uint8_t *p = f->head;
    const struct xl_band band = {
        .x = get_le16(p + AT_X),
        .y = get_le16(p + AT_Y),
        .width = get_le16(p + AT_WIDTH),
        .rows = get_le16(p + AT_ROWS),
        .compression = (enum xl_compression)p[AT_COMPRESSION],
        .size = get_le32(p + AT_SIZE),
    };
    uint8_t wanted[XL_BAND_HEAD];

    xl_band_head(wanted, &band);
    return memcmp(p, wanted, sizeof wanted) == 0 && band.width > 0 && band.rows > 0 &&
           band.x + band.width <= f->page.stride * 8 && band.y >= f->rows &&
           band.y + band.rows <= f->page.page_height && band.size > 0 &&
           band.size <= (uint64_t)(band.width / 8) * band.rows;
}

static bool is_page_end(const struct xl_follower *f)
{
    uint8_t wanted[XL_PAGE_END];

    xl_page_end(wanted, f->job);
    return memcmp(f->head, wanted, sizeof wanted) == 0;
}

/* The head is complete. */
static enum xl_element take_head(struct xl_follower *f)
{
    if (f->state == XL_BETWEEN && f->head[0] == UBYTE && is_page_head(f)) {
        f->state = XL_IN_PAGE;
        f->rows = 0;
        return XL_HEAD;
    }
    if (f->state == XL_IN_PAGE && f->head[0] == UINT16_XY && is_band_head(f)) {
        f->rows = get_le16(f->head + AT_Y) + get_le16(f->head + AT_ROWS);
        f->data_left = (size_t)get_le32(f->head + AT_SIZE) + 1;
        return XL_BAND;
    }
    if (f->state == XL_IN_PAGE && f->head[0] == UINT16 && is_page_end(f)) {
        f->state = XL_BETWEEN;
        return XL_END;
    }
    f->state = XL_LOST;
    return XL_STRANGER;
}

static enum xl_element follow_head(struct xl_follower *f, const uint8_t *bytes, size_t n,
                                   size_t *used)
{
    if (f->head_done)
        f->num_head = 0;
    f->head_done = false;
    for (*used = 0; *used < n && !f->head_done;) {
        f->head[f->num_head++] = bytes[(*used)++];
        f->head_done = f->num_head == head_size(f);
    }
    return f->head_done ? take_head(f) : XL_PART;
}

enum xl_element xl_follow(struct xl_follower *f, const uint8_t *bytes, size_t n, size_t *used)
{
    *used = n;
    if (f->state == XL_LOST) {
        f->num_head = 0;
        return XL_STRANGER;
    }
    if (f->data_left == 0)
        return follow_head(f, bytes, n, used);
    if (f->data_left < n)
        *used = f->data_left;
    f->data_left -= *used;
    return XL_DATA;
}

bool xl_follow_within(const struct xl_follower *f)
{
    return f->data_left > 0 || (f->num_head > 0 && !f->head_done);
}
