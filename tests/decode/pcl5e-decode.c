/*
 * pcl5e-decode.c - the commands of a PCL 5e stream and the jobs they make, see pcl5e-decode.h.
 * Effects: memory.
 * Source: driver/FORMAT-pcl5e.md sections 1 and 2, never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pcl5e-internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ESC 0x1B

bool pcl_fail(struct pcl5e_decoder *d, const char *format, ...)
{
    va_list args;

    if (d->error[0])
        return false;
    va_start(args, format);
    vsnprintf(d->error, sizeof d->error, format, args);
    va_end(args);
    return false;
}

void pcl_remark(struct pcl5e_decoder *d, const char *format, ...)
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

/* ---- jobs ---- */

static void begin_job(struct pcl5e_decoder *d, bool by_pjl)
{
    if (d->in_job)
        return;
    d->in_job = true;
    d->by_pjl = by_pjl;
    d->ticket_told = false;
    d->remarks = 0;
    d->page.number = 0;
}

static bool end_job(struct pcl5e_decoder *d)
{
    if (!d->in_job)
        return true;
    if (!pcl_tell_ticket(d))
        return false;
    d->in_job = false;
    pjl_job_init(&d->pjl.job);
    pcl_reset(d);
    if (d->callbacks.job_end && !d->callbacks.job_end(d->callbacks.ctx))
        return pcl_fail(d, "stopped by the caller");
    return true;
}

/* The last page of a language is printed when it is left. */
static bool leave_language(struct pcl5e_decoder *d)
{
    pcl_raster_end(d);
    if (!d->in_page)
        return true;
    pcl_remark(d, "the last page has no end");
    return pcl_page_eject(d);
}

/* ---- PJL ---- */

static bool line_of_pjl(struct pcl5e_decoder *d)
{
    if (d->pjl.too_long)
        pcl_remark(d, "a line of PJL is longer than %u bytes", PJL_MAX_LINE);
    if (d->pjl.job.begun && !d->pjl.job.ended)
        begin_job(d, true);
    if (!d->pjl.job.ended)
        return true;
    d->pjl.job.ended = false;
    return end_job(d);
}

static bool enter_language(struct pcl5e_decoder *d)
{
    const char *language = d->pjl.job.language;

    if (strcasecmp(language, "PCL") != 0)
        return pcl_fail(d, "the job is in the language %s", language);
    begin_job(d, true);
    pcl_reset(d);
    d->state = PCL_TEXT;
    return true;
}

static bool feed_language(struct pcl5e_decoder *d, uint8_t byte);

/* What the reader of PJL took for its own until it saw that it is not. */
static bool enter_usual_language(struct pcl5e_decoder *d)
{
    uint8_t held[PJL_UEL_SIZE];
    size_t n = d->pjl.num_held;
    bool fine = true;

    memcpy(held, d->pjl.held, n);
    d->pjl.num_held = 0;
    begin_job(d, false);
    pcl_reset(d);
    d->state = PCL_TEXT;
    for (size_t i = 0; fine && i < n; i++)
        fine = feed_language(d, held[i]);
    return fine;
}

static bool feed_outside(struct pcl5e_decoder *d, const uint8_t *bytes, size_t n, size_t *used)
{
    enum pjl_result result = pjl_reader_feed(&d->pjl, bytes, n, used);

    d->offset += *used;
    switch (result) {
    case PJL_LINE:
        return line_of_pjl(d);
    case PJL_LANGUAGE:
        return enter_language(d);
    case PJL_DATA:
        return enter_usual_language(d);
    case PJL_MORE:
        break;
    }
    return true;
}

/* UEL: the language ends, and with it a job that PJL did not begin. */
static bool exit_language(struct pcl5e_decoder *d)
{
    if (!leave_language(d))
        return false;
    d->state = PCL_OUTSIDE;
    return d->pjl.job.begun || end_job(d);
}

/* ---- commands ---- */

static bool is_parameter(uint8_t byte)
{
    return byte >= 33 && byte <= 47;
}

static bool is_group(uint8_t byte)
{
    return byte >= 96 && byte <= 126;
}

/* ESC and one more character. */
static bool short_command(struct pcl5e_decoder *d, uint8_t byte)
{
    d->state = PCL_TEXT;
    if (byte == 'E') {
        if (d->in_page && !pcl_page_eject(d))
            return false;
        pcl_reset(d);
        return true;
    }
    pcl_raster_end(d);
    if (byte != '9' && byte != '=' && byte != 'Y' && byte != 'Z')
        pcl_remark(d, "unknown command ESC %02X", byte);
    return true;
}

static bool after_escape(struct pcl5e_decoder *d, uint8_t byte)
{
    if (!is_parameter(byte))
        return short_command(d, byte);
    d->parameter = (char)byte;
    d->group = 0;
    d->num_value = 0;
    d->state = PCL_GROUP;
    return true;
}

/* A command is complete but for its data. */
static bool complete(struct pcl5e_decoder *d, uint8_t byte)
{
    bool goes_on = is_group(byte);
    struct pcl_command c = {d->parameter, d->group, (char)(goes_on ? byte - 32 : byte), 0,
                            false};

    d->value[d->num_value] = '\0';
    c.number = strtod(d->value, NULL);
    c.relative = d->value[0] == '+' || d->value[0] == '-';
    d->num_value = 0;
    d->state = goes_on ? PCL_VALUE : PCL_TEXT;
    if (c.parameter == '%' && c.letter == 'X' && c.number == -12345)
        return exit_language(d);
    if (!pcl_has_data(&c))
        return pcl_command(d, &c);
    if (c.number < -(double)PCL_MAX_DATA || c.number > PCL_MAX_DATA)
        return pcl_fail(d, "a command has %.0f bytes of data", c.number);
    d->letter = (char)byte;
    d->data_size = (size_t)(c.number < 0 ? -c.number : c.number);
    d->data_have = 0;
    if (d->data_size > 0) /* less than one is none */
        d->state = PCL_DATA;
    return true;
}

static bool in_value(struct pcl5e_decoder *d, uint8_t byte)
{
    if ((byte >= '0' && byte <= '9') || byte == '.' || byte == '+' || byte == '-') {
        if (d->num_value + 1 == sizeof d->value)
            return pcl_fail(d, "a command's number is too long");
        d->value[d->num_value++] = (char)byte;
        return true;
    }
    if (is_group(byte) || (byte >= 64 && byte <= 94))
        return complete(d, byte);
    return pcl_fail(d, "byte %02X inside a command", byte);
}

static bool in_group(struct pcl5e_decoder *d, uint8_t byte)
{
    d->state = PCL_VALUE;
    if (!is_group(byte))
        return in_value(d, byte);
    d->group = (char)byte;
    return true;
}

static bool feed_language(struct pcl5e_decoder *d, uint8_t byte)
{
    switch (d->state) {
    case PCL_TEXT:
        if (byte != ESC)
            return pcl_character(d, byte);
        d->state = PCL_ESCAPE;
        return true;
    case PCL_ESCAPE:
        return after_escape(d, byte);
    case PCL_GROUP:
        return in_group(d, byte);
    case PCL_VALUE:
        return in_value(d, byte);
    case PCL_DATA:
    case PCL_OUTSIDE:
        break;
    }
    return true;
}

/* Up to n bytes of a command's data. */
static bool feed_data(struct pcl5e_decoder *d, const uint8_t *bytes, size_t n, size_t *used)
{
    size_t left = d->data_size - d->data_have, take = n < left ? n : left;
    bool goes_on = is_group((uint8_t)d->letter);

    memcpy(d->data + d->data_have, bytes, take);
    d->data_have += take;
    d->offset += take;
    *used = take;
    if (d->data_have < d->data_size)
        return true;
    d->letter = (char)(goes_on ? d->letter - 32 : d->letter);
    d->state = goes_on ? PCL_VALUE : PCL_TEXT;
    return pcl_data(d);
}

/* ---- the interface ---- */

struct pcl5e_decoder *pcl5e_decoder_new(const struct decode_callbacks *callbacks)
{
    struct pcl5e_decoder *d = calloc(1, sizeof *d);

    if (!d)
        return NULL;
    if (callbacks)
        d->callbacks = *callbacks;
    d->state = PCL_OUTSIDE;
    pjl_reader_init(&d->pjl);
    pcl_reset(d);
    return d;
}

void pcl5e_decoder_free(struct pcl5e_decoder *d)
{
    if (!d)
        return;
    free(d->bits);
    free(d);
}

void pcl5e_decoder_number_sources(struct pcl5e_decoder *d, bool reference)
{
    d->reference_sources = reference;
}

bool pcl5e_decoder_feed(struct pcl5e_decoder *d, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;

    while (n > 0 && !d->error[0]) {
        size_t used = 1;

        if (d->state == PCL_OUTSIDE) {
            feed_outside(d, p, n, &used);
        } else if (d->state == PCL_DATA) {
            feed_data(d, p, n, &used);
        } else {
            d->offset++;
            feed_language(d, *p);
        }
        p += used;
        n -= used;
    }
    return !d->error[0];
}

bool pcl5e_decoder_finish(struct pcl5e_decoder *d)
{
    if (d->error[0])
        return false;
    if (pcl5e_decoder_idle(d))
        return true;
    if (d->state != PCL_OUTSIDE && d->state != PCL_TEXT)
        return pcl_fail(d, "the stream ends inside a command");
    if (d->by_pjl && d->in_page)
        return pcl_fail(d, "the stream ends inside page %u, after %u rows", d->page.number,
                        (unsigned)d->raster.row);
    if (d->by_pjl || !pjl_reader_idle(&d->pjl))
        return pcl_fail(d, "the stream ends inside the job");
    if (!leave_language(d))
        return false;
    d->state = PCL_OUTSIDE;
    return end_job(d);
}

bool pcl5e_decoder_idle(const struct pcl5e_decoder *d)
{
    return !d->error[0] && !d->in_job && d->state == PCL_OUTSIDE && pjl_reader_idle(&d->pjl);
}

const char *pcl5e_decoder_error(const struct pcl5e_decoder *d)
{
    return d->error;
}

uint64_t pcl5e_decoder_offset(const struct pcl5e_decoder *d)
{
    return d->offset;
}
