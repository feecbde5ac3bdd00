/*
 * pclxl-decode.c - jobs in PCL XL down to values and operators, see pclxl-decode.h.
 * Effects: memory.
 * Source: driver/FORMAT-pclxl.md sections 1 to 3; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pclxl-internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    TAG_ESCAPE = 0x1B,
    TAG_FIRST_OPERATOR = 0x41,
    TAG_LAST_OPERATOR = 0xBF,
    TAG_ATTRIBUTE = 0xF8,
    TAG_ATTRIBUTE_16 = 0xF9,
    TAG_DATA_32 = 0xFA,
    TAG_DATA_8 = 0xFB,
};

bool pclxl_fail(struct pclxl_decoder *d, const char *format, ...)
{
    va_list args;

    if (d->error[0])
        return false;
    va_start(args, format);
    vsnprintf(d->error, sizeof d->error, format, args);
    va_end(args);
    return false;
}

void pclxl_remark(struct pclxl_decoder *d, const char *format, ...)
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

/* ---- numbers ---- */

static const uint8_t kind_sizes[6] = {1, 2, 4, 2, 4, 4};

static uint32_t number_at(const struct pclxl_decoder *d, const uint8_t *p, unsigned size)
{
    uint32_t v = 0;

    for (unsigned i = 0; i < size; i++)
        v |= (uint32_t)p[i] << 8 * (d->high_first ? size - 1 - i : i);
    return v;
}

static double real_of(uint32_t bits)
{
    float f;

    memcpy(&f, &bits, sizeof f);
    return f > -1e9F && f < 1e9F ? (double)f : 0;
}

const struct xl_value *pclxl_find(const struct pclxl_decoder *d, unsigned attribute)
{
    for (size_t i = d->num_values; i-- > 0;)
        if (d->values[i].attribute == attribute)
            return &d->values[i];
    return NULL;
}

double pclxl_number(const struct pclxl_decoder *d, const struct xl_value *value, uint32_t i)
{
    const unsigned size = kind_sizes[value->kind];
    uint32_t v;

    if (i >= value->kept)
        return 0;
    v = number_at(d, d->pool + value->at + (size_t)i * size, size);
    switch (value->kind) {
    case 3:
        return (int16_t)v;
    case 4:
        return (int32_t)v;
    case 5:
        return real_of(v);
    default:
        return v;
    }
}

uint32_t pclxl_unsigned(const struct pclxl_decoder *d, unsigned attribute, uint32_t other)
{
    const struct xl_value *value = pclxl_find(d, attribute);
    double v = value ? pclxl_number(d, value, 0) : other;

    return v < 0 ? 0 : (uint32_t)v;
}

/* ---- the job ---- */

static void start_job(struct pclxl_decoder *d)
{
    d->in_job = true;
    d->ticket_told = d->session_done = false;
    d->remarks = 0;
    memset(&d->ticket, 0, sizeof d->ticket);
    memset(&d->page_ticket, 0, sizeof d->page_ticket);
    memset(&d->page, 0, sizeof d->page);
    memset(d->told, 0, sizeof d->told);
}

static bool end_job(struct pclxl_decoder *d)
{
    d->in_job = false;
    if (!pclxl_tell_ticket(d, 0))
        return false;
    pjl_job_init(&d->pjl.job);
    if (d->callbacks.job_end && !d->callbacks.job_end(d->callbacks.ctx))
        return pclxl_fail(d, "stopped by the caller");
    return true;
}

/* The language has ended, or a line of PJL: is it the job's end? A job that PJL began it also
 * ends. */
static bool look_for_end(struct pclxl_decoder *d)
{
    const struct pjl_job *job = &d->pjl.job;

    if (!d->in_job || !d->session_done || (job->begun && !job->ended))
        return true;
    return end_job(d);
}

static bool enter_language(struct pclxl_decoder *d, const char *language)
{
    if (language[0] != '\0' && strcasecmp(language, "PCLXL") != 0)
        return pclxl_fail(d, "the job is in another language: %s", language);
    d->num_header = 0;
    d->reading = READ_HEADER;
    return true;
}

static bool feed_header(struct pclxl_decoder *d, uint8_t byte);

static bool feed_pjl(struct pclxl_decoder *d, const uint8_t *bytes, size_t n, size_t *used)
{
    enum pjl_result result = pjl_reader_feed(&d->pjl, bytes, n, used);

    d->offset += *used;
    if (!d->in_job)
        start_job(d);
    switch (result) {
    case PJL_MORE:
        return true;
    case PJL_LINE:
        return look_for_end(d);
    case PJL_LANGUAGE:
        return enter_language(d, d->pjl.job.language);
    case PJL_DATA:
        break;
    }
    if (!enter_language(d, ""))
        return false;
    for (size_t i = 0; i < d->pjl.num_held; i++)
        if (!feed_header(d, d->pjl.held[i]))
            return false;
    d->pjl.num_held = 0;
    return true;
}

/* ---- the header ---- */

static bool take_header(struct pclxl_decoder *d)
{
    static const char name[] = " HP-PCL XL;";
    unsigned class = 0;

    d->header[d->num_header] = '\0';
    if (strncmp(d->header + 1, name, sizeof name - 1) != 0)
        return pclxl_fail(d, "no stream of PCL XL begins here");
    class = (unsigned)(d->header[sizeof name] - '0');
    if (class < 1 || class > 3)
        return pclxl_fail(d, "the protocol class is not known");
    d->high_first = d->header[0] == '(';
    d->reading = READ_TAG;
    d->in_language = true;
    d->in_session = d->session_done = false;
    d->last_operator = 0;
    d->num_values = d->num_pool = 0;
    d->value_open = false;
    return true;
}

static bool feed_header(struct pclxl_decoder *d, uint8_t byte)
{
    static const char begin[] = " HP-PCL XL;";

    if (byte == '\n')
        return take_header(d);
    /* White space before it is nothing. */
    if (d->num_header == 0 && (byte == '\r' || byte == ' ' || byte == 0))
        return true;
    if (d->num_header == 0
            ? byte != ')' && byte != '('
            : d->num_header < sizeof begin && byte != (uint8_t)begin[d->num_header - 1])
        return pclxl_fail(d, "no stream of PCL XL begins here");
    if (d->num_header == XL_HEADER_MAX)
        return pclxl_fail(d, "the header of the stream does not end");
    d->header[d->num_header++] = (char)byte;
    return true;
}

/* ---- values ---- */

static void start_small(struct pclxl_decoder *d, unsigned size, enum xl_reading reading)
{
    d->small_have = 0;
    d->small_size = size;
    d->reading = reading;
}

/* Another byte of a small number; true when it is complete. */
static bool small_done(struct pclxl_decoder *d, uint8_t byte)
{
    d->small[d->small_have++] = byte;
    return d->small_have == d->small_size;
}

static uint32_t small_number(const struct pclxl_decoder *d)
{
    return number_at(d, d->small, d->small_size);
}

/* elements are known: their bytes come. */
static bool start_elements(struct pclxl_decoder *d, uint32_t elements)
{
    struct xl_value *value = &d->values[d->num_values];
    unsigned size = kind_sizes[value->kind];
    size_t room;

    value->elements = elements;
    d->value_left = (uint64_t)elements * size;
    d->value_have = 0;
    room = d->value_left < XL_MAX_KEPT ? (size_t)d->value_left : XL_MAX_KEPT;
    if (room > XL_POOL - d->num_pool)
        return pclxl_fail(d, "too many values before an operator");
    value->kept = (uint32_t)(room / size);
    value->at = d->num_pool;
    d->num_pool += room;
    d->value_open = true;
    d->reading = d->value_left > 0 ? READ_VALUE : READ_TAG;
    return true;
}

static bool start_value(struct pclxl_decoder *d, uint8_t tag)
{
    static const uint8_t counts[3] = {1, 2, 4};
    struct xl_value *value = &d->values[d->num_values];

    if (d->value_open)
        return pclxl_fail(d, "a value without its attribute");
    if (d->num_values == XL_MAX_VALUES)
        return pclxl_fail(d, "too many values before an operator");
    memset(value, 0, sizeof *value);
    value->kind = tag & 7;
    if (value->kind > 5)
        return pclxl_fail(d, "a value of the unknown type %02X", tag);
    if (tag >= 0xC8 && tag < 0xD0) {
        value->array = true;
        d->reading = READ_LENGTH_TAG;
        return true;
    }
    return start_elements(d, counts[(tag - 0xC0) >> 4]);
}

static bool feed_length_tag(struct pclxl_decoder *d, uint8_t tag)
{
    if (tag != 0xC0 && tag != 0xC1)
        return pclxl_fail(d, "an array's length has the type %02X", tag);
    start_small(d, tag == 0xC0 ? 1 : 2, READ_LENGTH);
    return true;
}

static size_t feed_value(struct pclxl_decoder *d, const uint8_t *bytes, size_t n)
{
    const struct xl_value *value = &d->values[d->num_values];
    size_t kept = value->kept * (size_t)kind_sizes[value->kind];
    size_t take = n < d->value_left ? n : (size_t)d->value_left;

    if (d->value_have < kept) {
        size_t room = kept - (size_t)d->value_have;

        memcpy(d->pool + value->at + d->value_have, bytes, take < room ? take : room);
    }
    d->value_have += take;
    d->value_left -= take;
    if (d->value_left == 0)
        d->reading = READ_TAG;
    return take;
}

static bool take_attribute(struct pclxl_decoder *d)
{
    if (!d->value_open)
        return pclxl_fail(d, "an attribute without its value");
    d->values[d->num_values++].attribute = small_number(d);
    d->value_open = false;
    d->reading = READ_TAG;
    return true;
}

/* ---- operators and their data ---- */

static bool take_operator(struct pclxl_decoder *d, uint8_t tag)
{
    bool good;

    if (d->value_open)
        return pclxl_fail(d, "a value without its attribute");
    if (d->image.in_block && !d->image.jpeg)
        return pclxl_fail(d, "an image block without its data");
    good = pclxl_operator(d, tag);
    d->last_operator = tag;
    d->num_values = d->num_pool = 0;
    return good;
}

static bool end_data(struct pclxl_decoder *d)
{
    d->reading = READ_TAG;
    return d->last_operator != XL_OP_READ_IMAGE || pclxl_end_block(d);
}

static bool start_data(struct pclxl_decoder *d)
{
    d->data_left = small_number(d);
    if (d->last_operator == 0)
        return pclxl_fail(d, "data that belong to no operator");
    d->reading = READ_DATA;
    if (d->last_operator == XL_OP_READ_IMAGE)
        d->page.bytes += d->data_left;
    return d->data_left > 0 || end_data(d);
}

static bool feed_data(struct pclxl_decoder *d, const uint8_t *bytes, size_t n, size_t *used)
{
    size_t take = n < d->data_left ? n : d->data_left;

    *used = take;
    d->offset += take;
    d->data_left -= (uint32_t)take;
    if (d->last_operator == XL_OP_READ_IMAGE && !pclxl_block_data(d, bytes, take))
        return false;
    return d->data_left > 0 || end_data(d);
}

static bool feed_tag(struct pclxl_decoder *d, uint8_t tag)
{
    if (tag == 0 || (tag >= 9 && tag <= 13) || tag == ' ')
        return true;
    if (tag >= TAG_FIRST_OPERATOR && tag <= TAG_LAST_OPERATOR)
        return take_operator(d, tag);
    if ((tag >= 0xC0 && tag < 0xD8) || (tag >= 0xE0 && tag < 0xE8))
        return start_value(d, tag);
    switch (tag) {
    case TAG_ATTRIBUTE:
    case TAG_ATTRIBUTE_16:
        start_small(d, tag == TAG_ATTRIBUTE ? 1 : 2, READ_ATTRIBUTE);
        return true;
    case TAG_DATA_32:
    case TAG_DATA_8:
        start_small(d, tag == TAG_DATA_8 ? 1 : 4, READ_DATA_LENGTH);
        return true;
    case TAG_ESCAPE:
        d->uel_have = 1;
        d->reading = READ_UEL;
        return true;
    default:
        return pclxl_fail(d, "byte %02X begins neither a value nor an operator", tag);
    }
}

/* The UEL ends the language, wherever it comes between operators. */
static bool feed_uel(struct pclxl_decoder *d, uint8_t byte)
{
    static const char uel[] = PJL_UEL;

    if (byte != (uint8_t)uel[d->uel_have])
        return pclxl_fail(d, "an escape that is no UEL");
    if (++d->uel_have < PJL_UEL_SIZE)
        return true;
    if (d->in_page)
        return pclxl_fail(d, "the language is left inside page %u", d->page.number);
    if (d->in_session || !d->session_done)
        pclxl_remark(d, "the language is left inside the session");
    d->in_language = d->in_session = false;
    d->session_done = true;
    d->reading = READ_PJL;
    return look_for_end(d);
}

/* One byte of what is read byte by byte. */
static bool feed_byte(struct pclxl_decoder *d, uint8_t byte)
{
    d->offset++;
    switch (d->reading) {
    case READ_HEADER:
        return feed_header(d, byte);
    case READ_TAG:
        return feed_tag(d, byte);
    case READ_LENGTH_TAG:
        return feed_length_tag(d, byte);
    case READ_LENGTH:
        return !small_done(d, byte) || start_elements(d, small_number(d));
    case READ_ATTRIBUTE:
        return !small_done(d, byte) || take_attribute(d);
    case READ_DATA_LENGTH:
        return !small_done(d, byte) || start_data(d);
    case READ_UEL:
        return feed_uel(d, byte);
    case READ_PJL:
    case READ_VALUE:
    case READ_DATA:
        break;
    }
    return false;
}

/* ---- the interface ---- */

struct pclxl_decoder *pclxl_decoder_new(const struct decode_callbacks *callbacks)
{
    struct pclxl_decoder *d = calloc(1, sizeof *d);

    if (!d)
        return NULL;
    if (callbacks)
        d->callbacks = *callbacks;
    pjl_reader_init(&d->pjl);
    return d;
}

void pclxl_decoder_free(struct pclxl_decoder *d)
{
    if (!d)
        return;
    free(d->bits);
    free(d->image.line);
    free(d);
}

bool pclxl_decoder_feed(struct pclxl_decoder *d, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;
    bool good = !d->error[0];

    while (good && n > 0) {
        size_t used = 1;

        if (d->reading == READ_PJL)
            good = feed_pjl(d, p, n, &used);
        else if (d->reading == READ_DATA)
            good = feed_data(d, p, n, &used);
        else if (d->reading == READ_VALUE)
            d->offset += used = feed_value(d, p, n);
        else
            good = feed_byte(d, *p);
        p += used;
        n -= used;
    }
    return good;
}

bool pclxl_decoder_finish(struct pclxl_decoder *d)
{
    if (d->error[0])
        return false;
    if (pclxl_decoder_idle(d))
        return true;
    if (d->in_page)
        return pclxl_fail(d, "the stream ends inside page %u", d->page.number);
    if (d->reading != READ_PJL)
        return pclxl_fail(d, "the stream ends inside the language");
    if (!pjl_reader_idle(&d->pjl))
        return pclxl_fail(d, "the stream ends inside a line of PJL");
    if (!d->session_done)
        return pclxl_fail(d, "the stream ends before the job has a session");
    pclxl_remark(d, "the job has no EOJ");
    return end_job(d);
}

bool pclxl_decoder_idle(const struct pclxl_decoder *d)
{
    return !d->error[0] && d->reading == READ_PJL && pjl_reader_idle(&d->pjl) &&
           (!d->in_job || (!d->session_done && !d->pjl.job.begun));
}

const char *pclxl_decoder_error(const struct pclxl_decoder *d)
{
    return d->error;
}

uint64_t pclxl_decoder_offset(const struct pclxl_decoder *d)
{
    return d->offset;
}
