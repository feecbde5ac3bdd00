/*
 * pclxl-operators.c - the operators of PCL XL as far as they concern pages of images.
 * Effects: memory for a page of dots.
 * Source: driver/FORMAT-pclxl.md sections 2 to 4 and 7; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pclxl-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool stopped(struct pclxl_decoder *d)
{
    return pclxl_fail(d, "stopped by the caller");
}

/* ---- session ---- */

static bool begin_session(struct pclxl_decoder *d)
{
    static const double in_an_inch[] = {1, 25.4, 254};
    const struct xl_value *units = pclxl_find(d, XL_UNITS);
    uint32_t measure = pclxl_unsigned(d, XL_MEASURE, 0);

    if (d->in_session)
        return pclxl_fail(d, "a session begins inside another");
    if (!units || measure > 2)
        return pclxl_fail(d, "the session has no measure");
    d->units_x = pclxl_number(d, units, 0) * in_an_inch[measure];
    d->units_y = pclxl_number(d, units, 1) * in_an_inch[measure];
    if (!(d->units_x >= 1 && d->units_x <= 10000 && d->units_y >= 1 && d->units_y <= 10000))
        return pclxl_fail(d, "the session has impossible units");
    d->in_session = true;
    d->session_done = false;
    return true;
}

static bool end_session(struct pclxl_decoder *d)
{
    if (!d->in_session || d->in_page)
        return pclxl_fail(d, "a session ends that %s",
                          d->in_page ? "is inside a page" : "has not begun");
    d->in_session = false;
    d->session_done = true;
    return true;
}

static bool open_data_source(struct pclxl_decoder *d)
{
    if (pclxl_unsigned(d, XL_DATA_ORG, 1) != (d->high_first ? 0 : 1))
        pclxl_remark(d, "the data source has another order of bytes than the stream");
    return true;
}

/* ---- the ticket ---- */

static int choice_of(int on)
{
    return on < 0 ? -1 : on ? 2 : 1;
}

/* What PJL said and what the page says. */
static void fill_ticket(struct pclxl_decoder *d, uint32_t copies)
{
    const struct pjl_job *job = &d->pjl.job;
    struct decode_ticket *ticket = &d->ticket;

    *ticket = d->page_ticket;
    snprintf(ticket->language, sizeof ticket->language, "pclxl");
    snprintf(ticket->title, sizeof ticket->title, "%s", job->title);
    snprintf(ticket->user, sizeof ticket->user, "%s", job->user);
    ticket->has_title = job->has_title;
    ticket->has_user = job->has_user;
    ticket->sets = job->sets > 0 ? (unsigned)job->sets : 1;
    ticket->copies = copies > 0 ? copies : job->copies > 0 ? (uint32_t)job->copies : 1;
    ticket->toner_save = choice_of(job->economode);
    ticket->refinement = choice_of(job->ret);
}

bool pclxl_tell_ticket(struct pclxl_decoder *d, uint32_t copies)
{
    if (d->ticket_told)
        return true;
    d->ticket_told = true;
    fill_ticket(d, copies);
    if (d->callbacks.ticket && !d->callbacks.ticket(d->callbacks.ctx, &d->ticket))
        return stopped(d);
    return true;
}

/* Further pages should be of the same job. */
static void compare_ticket(struct pclxl_decoder *d, uint32_t copies)
{
    const struct decode_ticket *job = &d->ticket, *page = &d->page_ticket;

    if (copies > 0 && copies != job->copies)
        pclxl_remark(d, "page %u has %u copies instead of %u", d->page.number, (unsigned)copies,
                     job->copies);
    if (strcmp(job->media_name, page->media_name) != 0 || job->sides != page->sides ||
        strcmp(job->source_name, page->source_name) != 0 || job->edge != page->edge ||
        strcmp(job->type_name, page->type_name) != 0)
        pclxl_remark(d, "page %u has other paper or other sides than the first",
                     d->page.number);
}

/* ---- pages ---- */

static bool get_dots(struct pclxl_decoder *d)
{
    size_t needed;

    d->stride = ((size_t)d->page.width + 7) / 8;
    needed = d->stride * d->page.height;
    if (needed > PCLXL_MAX_PAGE)
        return pclxl_fail(d, "page %u is too large", d->page.number);
    if (needed > d->bits_size) {
        free(d->bits);
        d->bits = malloc(needed);
        d->bits_size = d->bits ? needed : 0;
        if (!d->bits)
            return pclxl_fail(d, "no memory for a page of %zu bytes", needed);
    }
    memset(d->bits, 0, needed);
    return true;
}

static bool begin_page(struct pclxl_decoder *d)
{
    if (!d->in_session || d->in_page)
        return pclxl_fail(d, "a page begins %s",
                          d->in_page ? "inside another" : "outside a session");
    d->page = (struct decode_page){.number = d->page.number + 1};
    memset(&d->page_ticket, 0, sizeof d->page_ticket);
    if (!pclxl_page_values(d) || !get_dots(d))
        return false;
    memset(&d->graphics, 0, sizeof d->graphics);
    d->graphics.color_space = 1;
    d->graphics.rop = 252;
    d->num_pushed = 0;
    d->lines_left = (uint64_t)d->page.height * XL_MAX_LAYERS;
    d->image.open = false;
    d->in_page = true;
    return true;
}

static bool tell_page(struct pclxl_decoder *d)
{
    const struct decode_callbacks *c = &d->callbacks;
    const struct decode_page *page = &d->page;

    if (c->page_start && !c->page_start(c->ctx, page))
        return stopped(d);
    if (c->band && !c->band(c->ctx, page, 0, page->height, d->stride, d->bits))
        return stopped(d);
    if (c->page_end && !c->page_end(c->ctx, page))
        return stopped(d);
    return true;
}

static bool end_page(struct pclxl_decoder *d)
{
    uint32_t copies = pclxl_unsigned(d, XL_PAGE_COPIES, 0);

    if (!d->in_page)
        return pclxl_fail(d, "a page ends that has not begun");
    if (d->image.open)
        return pclxl_fail(d, "page %u ends inside an image", d->page.number);
    if (d->ticket_told)
        compare_ticket(d, copies);
    d->in_page = false;
    return pclxl_tell_ticket(d, copies) && tell_page(d);
}

/* ---- graphics state ---- */

static double nearest(double x)
{
    return (double)(int32_t)(x < 0 ? x - 0.5 : x + 0.5);
}

/* Both numbers of the attribute; false where it is not there. */
static bool get_xy(const struct pclxl_decoder *d, unsigned attribute, double *x, double *y)
{
    const struct xl_value *value = pclxl_find(d, attribute);

    if (!value || value->kept < 2)
        return false;
    *x = pclxl_number(d, value, 0);
    *y = pclxl_number(d, value, 1);
    return true;
}

/* Before any dots it is a binding shift. */
static bool set_page_origin(struct pclxl_decoder *d)
{
    double x, y;

    if (!get_xy(d, XL_PAGE_ORIGIN, &x, &y))
        return pclxl_fail(d, "SetPageOrigin without a place");
    d->graphics.origin_x += x;
    d->graphics.origin_y += y;
    if (d->page.bands == 0) {
        d->page_ticket.shift =
            (int32_t)nearest(x != 0 ? x * 254 / d->units_x : y * 254 / d->units_y);
        if (d->page_ticket.sides == 1)
            d->page_ticket.edge = x == 0 && y != 0 ? 3 : 4;
    }
    return true;
}

static bool set_page_scale(struct pclxl_decoder *d)
{
    double x = 1, y = 1;

    get_xy(d, XL_PAGE_SCALE, &x, &y);
    if (x != 1 || y != 1)
        pclxl_remark(d, "the page's scale is not followed");
    return true;
}

static bool move_cursor(struct pclxl_decoder *d, bool relative)
{
    double x, y;

    if (!get_xy(d, XL_POINT, &x, &y))
        return pclxl_fail(d, "SetCursor without a place");
    d->graphics.cursor_x = relative ? d->graphics.cursor_x + x : x;
    d->graphics.cursor_y = relative ? d->graphics.cursor_y + y : y;
    return true;
}

static bool push(struct pclxl_decoder *d)
{
    if (d->num_pushed == XL_MAX_STATES)
        return pclxl_fail(d, "too many graphics states are pushed");
    d->pushed[d->num_pushed++] = d->graphics;
    return true;
}

static bool pop(struct pclxl_decoder *d)
{
    if (d->num_pushed > 0)
        d->graphics = d->pushed[--d->num_pushed];
    return true;
}

static bool set_rop(struct pclxl_decoder *d)
{
    d->graphics.rop = pclxl_unsigned(d, XL_ROP3, 252);
    return true;
}

static bool set_source_mode(struct pclxl_decoder *d)
{
    d->graphics.transparent = pclxl_unsigned(d, XL_TX_MODE, 0) == 1;
    return true;
}

/* ---- the others ---- */

/* What draws, or changes where images appear: in words for a remark. NULL: nothing that
 * matters to images. */
static const char *not_followed(unsigned operation)
{
    switch (operation) {
    case 0x5E:
        return "ExecStream";
    case 0x62:
        return "SetClipReplace";
    case 0x67:
        return "SetClipIntersect";
    case 0x68:
        return "SetClipRectangle";
    case 0x76:
        return "SetPageRotation";
    case 0x80:
        return "SetPathToClip";
    case 0x86:
        return "PaintPath";
    case 0x96:
        return "Chord";
    case 0x98:
        return "Ellipse";
    case 0x9E:
        return "Pie";
    case 0xA0:
        return "Rectangle";
    case 0xA2:
        return "RoundRectangle";
    case 0xA8:
        return "Text";
    case 0xB9:
        return "ScanLineRel";
    case 0xBF:
        return "PassThrough";
    default:
        return NULL;
    }
}

/* Those of the note that only set or define something. */
static bool is_harmless(unsigned operation)
{
    static const uint8_t known[] = {
        0x46, 0x47, 0x49, 0x4F, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x57, 0x58,
        0x5B, 0x5C, 0x5D, 0x5F, 0x63, 0x64, 0x65, 0x66, 0x69, 0x6D, 0x6E, 0x6F,
        0x70, 0x71, 0x72, 0x73, 0x74, 0x78, 0x79, 0x7A, 0x7D, 0x7E, 0x7F, 0x81,
        0x82, 0x83, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x97, 0x99, 0x9B,
        0x9D, 0x9F, 0xA1, 0xA3, 0xA9, 0xB3, 0xB4, 0xB5, 0xB6, 0xB8, 0x56,
    };

    return memchr(known, (int)operation, sizeof known) != NULL;
}

static bool other_operator(struct pclxl_decoder *d, unsigned operation)
{
    const char *name = not_followed(operation);

    if ((!name && is_harmless(operation)) || d->told[operation])
        return true;
    d->told[operation] = true;
    if (name)
        pclxl_remark(d, "%s is not followed", name);
    else
        pclxl_remark(d, "unknown operator %02X", operation);
    return true;
}

bool pclxl_operator(struct pclxl_decoder *d, unsigned operation)
{
    switch (operation) {
    case 0x41:
        return begin_session(d);
    case 0x42:
        return end_session(d);
    case 0x43:
        return begin_page(d);
    case 0x44:
        return end_page(d);
    case 0x48:
        return open_data_source(d);
    case 0x60:
        return pop(d);
    case 0x61:
        return push(d);
    case 0x6A:
        return pclxl_set_color_space(d);
    case 0x6B:
        return move_cursor(d, false);
    case 0x6C:
        return move_cursor(d, true);
    case 0x75:
        return set_page_origin(d);
    case 0x77:
        return set_page_scale(d);
    case 0x7B:
        return set_rop(d);
    case 0x7C:
        return set_source_mode(d);
    case 0xB0:
        return pclxl_begin_image(d);
    case XL_OP_READ_IMAGE:
        return pclxl_begin_block(d);
    case 0xB2:
        return pclxl_end_image(d);
    default:
        return other_operator(d, operation);
    }
}
