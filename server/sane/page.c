/*
 * page.c - see page.h.
 *
 * A driver is read to the end of its frame, also when nobody wants the lines any more: some
 * leave their machine in the middle of a sheet otherwise. sane_cancel() comes at the end of a
 * batch only for feeders, whose next sheets it would eject; on the glass after each page.
 * Source: SANE standard 1.06, sections 4.3.8 to 4.4.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page.h"
#include "frame.h"
#include "planes.h"
#include "talk.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define READ_SIZE        65536
#define MAX_READS_AT_END 1000 /* after a cancel */
#define NOTHING_MS       20   /* at most, before asking a driver again that had nothing */

/* What is known while a page is read. */
struct page {
    struct batch *batch;
    struct frame_format format;
    struct scan_image image;
    uint8_t *raw; /* a line of the driver's, as far as it has come */
    size_t raw_n;
    uint8_t *lines; /* WIRE_MAX_LINES, for the server */
    size_t lines_n;
    uint32_t num_lines;
    struct planes planes; /* of a scanner that reads red, green and blue one after the other */
};

static void fail(struct wire_result *result, enum scan_result why_result, const char *why)
{
    result->result = why_result;
    snprintf(result->why, sizeof result->why, "%s", why);
}

/* ---- lines ---- */

static void send_lines(struct page *page)
{
    if (page->lines_n > 0)
        talk_send(WIRE_LINES, page->lines, page->lines_n);
    page->lines_n = 0;
}

static size_t line_size(const struct page *page)
{
    return (size_t)page->image.width * (page->image.color ? 3 : 1);
}

/* Where the next line for the server goes. */
static uint8_t *line_room(struct page *page)
{
    uint8_t *room;

    if (page->lines_n + line_size(page) > WIRE_MAX_LINES)
        send_lines(page);
    room = page->lines + page->lines_n;
    page->lines_n += line_size(page);
    return room;
}

/* One whole line of the driver. Those that are more than it had announced are left out. False:
 * no memory. */
static bool take_line(struct page *page)
{
    uint32_t most = page->image.height > 0 ? page->image.height : SCAN_MAX_HEIGHT;

    if (page->num_lines >= most)
        return true;
    page->num_lines++;
    if (page->format.kind == FRAME_ONE_COLOR) {
        uint8_t *room = planes_line(&page->planes);

        if (room != NULL)
            frame_line(&page->format, page->raw, false, room);
        return room != NULL;
    }
    frame_line(&page->format, page->raw, page->image.color, line_room(page));
    return true;
}

static bool take_bytes(struct page *page, const uint8_t *bytes, size_t n)
{
    while (n > 0 && page->raw != NULL) {
        size_t part = page->format.bytes_per_line - page->raw_n;

        part = part < n ? part : n;
        memcpy(page->raw + page->raw_n, bytes, part);
        page->raw_n += part;
        bytes += part;
        n -= part;
        if (page->raw_n < page->format.bytes_per_line)
            break;
        page->raw_n = 0;
        if (!take_line(page))
            return false;
    }
    return true;
}

/* ---- calls of the driver ---- */

static SANE_Status start(struct batch *batch)
{
    SANE_Status status;

    talk_call_begins(batch->device->handle);
    batch->started = true;
    status = sane_start(batch->device->handle);
    talk_call_ends();
    return status;
}

static SANE_Status read_some(struct batch *batch, uint8_t *bytes, size_t *n)
{
    SANE_Int length = 0;
    SANE_Status status;

    talk_call_begins(batch->device->handle);
    status = sane_read(batch->device->handle, bytes, READ_SIZE, &length);
    talk_call_ends();
    *n = status == SANE_STATUS_GOOD && length > 0 && length <= READ_SIZE ? (size_t)length : 0;
    return status;
}

/* A driver is done with a cancel when it has said so to a read. */
static void cancel(struct batch *batch)
{
    uint8_t bytes[READ_SIZE];
    size_t n;

    sane_cancel(batch->device->handle);
    for (unsigned i = 0; i < MAX_READS_AT_END; i++)
        if (read_some(batch, bytes, &n) != SANE_STATUS_GOOD)
            break;
    batch->started = false;
}

/* The frame's bytes up to its end. SCAN_OK: it is there. */
static enum scan_result read_frame(struct page *page, struct wire_result *result)
{
    uint8_t bytes[READ_SIZE];
    time_t told = time(NULL);
    int empty = 0;

    for (;;) {
        size_t n;
        SANE_Status status;

        if (talk_canceled()) {
            cancel(page->batch);
            fail(result, SCAN_CANCELED, "");
            return result->result;
        }
        status = read_some(page->batch, bytes, &n);
        if (status == SANE_STATUS_EOF && !talk_canceled())
            return SCAN_OK;
        if (status != SANE_STATUS_GOOD && !talk_canceled())
            return device_failed(result, status, "reading a page");
        if (!take_bytes(page, bytes, n)) {
            fail(result, SCAN_NO_MEMORY, "The page is too large for a scanner of three passes");
            return result->result;
        }
        if (page->lines_n > 0)
            send_lines(page);
        else if (n > 0 && time(NULL) != told)
            talk_send(WIRE_LINES, NULL, 0); /* it lives, though there is no line yet */
        told = time(NULL);
        /* There is nothing that could be waited for. */
        if (n == 0)
            poll(NULL, 0, empty < NOTHING_MS ? empty++ : NOTHING_MS);
        else
            empty = 0;
    }
}

/* ---- a page ---- */

/* What the driver says of the frame that it has begun. */
static bool take_format(struct page *page, SANE_Parameters *p, bool color)
{
    bool first = page->raw == NULL;

    if (p->pixels_per_line <= 0 || p->bytes_per_line <= 0 || p->depth <= 0 || p->lines == 0 ||
        p->lines > (SANE_Int)SCAN_MAX_HEIGHT || p->format > SANE_FRAME_BLUE)
        return false;
    if (!first && ((uint32_t)p->pixels_per_line != page->format.width ||
                   page->format.kind != FRAME_ONE_COLOR))
        return false;
    page->format = (struct frame_format){
        .kind = p->format == SANE_FRAME_RGB    ? FRAME_COLOR
                : p->format == SANE_FRAME_GRAY ? FRAME_GRAY
                                               : FRAME_ONE_COLOR,
        .depth = (unsigned)p->depth,
        .width = (uint32_t)p->pixels_per_line,
        .bytes_per_line = (size_t)p->bytes_per_line,
    };
    page->image.width = page->format.width;
    page->image.height = p->lines < 0 ? 0 : (uint32_t)p->lines;
    page->image.color = color;
    return frame_ok(&page->format);
}

/* Start the next frame and make room for its lines. */
static enum scan_result begin_frame(struct page *page, SANE_Parameters *p,
                                    struct wire_result *result)
{
    struct batch *batch = page->batch;
    SANE_Status status = start(batch);

    if (status == SANE_STATUS_GOOD && talk_canceled()) {
        cancel(batch);
        status = SANE_STATUS_CANCELLED;
    } else if (status == SANE_STATUS_GOOD)
        status = sane_get_parameters(batch->device->handle, p);
    if (status != SANE_STATUS_GOOD) {
        device_failed(result, status, "starting a page");
        if (talk_canceled())
            fail(result, SCAN_CANCELED, "");
        return result->result;
    }
    if (!take_format(page, p, batch->params.color == SCAN_COLOR)) {
        snprintf(result->why, sizeof result->why,
                 "The driver announces an impossible picture: %d x %d pixels of %d bits, lines "
                 "of %d bytes",
                 (int)p->pixels_per_line, (int)p->lines, (int)p->depth, (int)p->bytes_per_line);
        return result->result = SCAN_IO;
    }
    free(page->raw);
    page->raw = malloc(page->format.bytes_per_line);
    page->raw_n = 0;
    page->num_lines = 0;
    if (page->raw == NULL)
        fail(result, SCAN_NO_MEMORY, "There is no memory for a line");
    return result->result;
}

/* Frames of red, green and blue; then their lines. */
static enum scan_result read_planes(struct page *page, SANE_Parameters *p,
                                    struct wire_result *result)
{
    for (unsigned frames = 1;; frames++) {
        if (!planes_begin(&page->planes, (unsigned)(p->format - SANE_FRAME_RED),
                          page->format.width))
            fail(result, SCAN_IO, "The driver sends the same colour twice");
        if (result->result != SCAN_OK || read_frame(page, result) != SCAN_OK)
            return result->result;
        if (frames == 3)
            break;
        if (begin_frame(page, p, result) != SCAN_OK)
            return result->result;
    }
    for (uint32_t y = 0; y < planes_height(&page->planes); y++) {
        planes_get(&page->planes, y, page->image.color, line_room(page));
        if (page->lines_n > READ_SIZE)
            send_lines(page);
    }
    send_lines(page);
    return SCAN_OK;
}

static void scan(struct page *page, struct wire_result *result)
{
    uint8_t bytes[WIRE_MAX_SMALL];
    SANE_Parameters p = {0};

    if (begin_frame(page, &p, result) != SCAN_OK)
        return;
    talk_send(WIRE_IMAGE, bytes, wire_put_image(bytes, &page->image));
    if (page->format.kind == FRAME_ONE_COLOR)
        read_planes(page, &p, result);
    else
        read_frame(page, result);
    /* The glass is at rest until its next page; a feeder has more. */
    if (result->result == SCAN_OK && page->batch->params.input == SCAN_PLATEN)
        page_finish(page->batch);
}

void page_scan(struct batch *batch, const struct scan_params *params,
               struct wire_result *result)
{
    struct page page = {.batch = batch};

    if (talk_canceled()) {
        fail(result, SCAN_CANCELED, "");
        return;
    }
    if (!batch->set) {
        if (device_set(batch->device, params, result) != SCAN_OK)
            return;
        batch->params = *params;
        batch->set = true;
    }
    page.lines = malloc(WIRE_MAX_LINES);
    if (page.lines == NULL)
        fail(result, SCAN_NO_MEMORY, "There is no memory for lines");
    else
        scan(&page, result);
    planes_free(&page.planes);
    free(page.lines);
    free(page.raw);
}

void page_finish(struct batch *batch)
{
    if (batch->started)
        sane_cancel(batch->device->handle);
    batch->started = false;
}
