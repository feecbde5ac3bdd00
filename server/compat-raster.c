/*
 * compat-raster.c - raster pages arrive sound and in one shape, or the job is told why not.
 *
 * What PAPPL does with a client's raster stream needs guarding against:
 *  - a 1-bit page is handed to an 8-bit driver as bits under an 8-bit header;
 *  - colour and 16-bit pages are refused, though a gray printer can print them;
 *  - a stream that ends inside a page gives fewer lines and counts as printed, one that ends
 *    inside a later page header counts as complete, and a first header that cannot be read
 *    aborts the job without a reason;
 *  - a client that stops sending holds the printer until the connection breaks.
 * So the reader itself is wrapped: it checks each header, hands on 8-bit gray or black only
 * (converting what is not), notes the first thing that is wrong, and waits for a silent sender
 * for a limited time. A broken stream is handed on as one more page, of one dot: the driver's
 * callback for its start asks raster_guard_error(), tells the person and ends the job.
 *
 * libpappl only passes the cups_raster_t pointer between the four functions below, so it can
 * be the guard's own.
 * Effects: as cupsRasterOpenIO and friends.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <cups/http.h>
#include <cups/raster.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Longest silence of a sender inside a job. */
#define SILENCE_MS 60000
#define POLL_MS    100

/* How a line becomes 8 bits a pixel. */
enum shape {
    SHAPE_PASS, /* it is */
    SHAPE_BITS, /* 1 bit */
    SHAPE_16,   /* 16 bits gray or black */
    SHAPE_RGB8,
    SHAPE_RGB16,
    SHAPE_CMYK8,
};

struct guard {
    cups_raster_t *reader; /* the library's; NULL: what was opened is no raster */
    cups_raster_iocb_t read;
    void *read_ctx;
    bool http; /* read_ctx is an http_t */
    bool (*canceled)(void *ctx);
    void *cancel_ctx;
    enum shape shape;
    uint32_t width;
    size_t line_bytes;     /* of the stream's lines */
    uint8_t *line;         /* line_bytes, when a line is converted */
    size_t header_request; /* bytes the library asks for at a page boundary, see read_bytes */
    size_t first_request;  /* asked for first in this reading of a header; 0: nothing yet */
    bool ended;            /* the sender's data is at its end */
    unsigned pages;
    bool failed; /* a header was handed on that stands for the error */
    char error[160];
    struct guard *next;
};

/* The one this thread opened last. */
static _Thread_local struct guard *current;

/* All that are open: rasters that are written, or read from a file, are the library's own. */
static pthread_mutex_t open_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct guard *open_guards;

typedef cups_raster_t *(*open_fn)(cups_raster_iocb_t, void *, cups_mode_t);
typedef unsigned (*header_fn)(cups_raster_t *, cups_page_header2_t *);
typedef unsigned (*pixels_fn)(cups_raster_t *, unsigned char *, unsigned);
typedef void (*close_fn)(cups_raster_t *);

static open_fn next_open;
static header_fn next_header;
static pixels_fn next_pixels;
static close_fn next_close;

/* Before main: no thread can meet them half filled. */
__attribute__((constructor)) static void find_library(void)
{
    next_open = (open_fn)compat_next("cupsRasterOpenIO");
    next_header = (header_fn)compat_next("cupsRasterReadHeader2");
    next_pixels = (pixels_fn)compat_next("cupsRasterReadPixels");
    next_close = (close_fn)compat_next("cupsRasterClose");
}

static void fail(struct guard *g, const char *why)
{
    if (g->error[0] == '\0')
        snprintf(g->error, sizeof(g->error), "%s", why);
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Whether httpRead would block for bytes of the document (and not return its end). */
static bool may_block(http_t *http)
{
    const char *coding = httpGetField(http, HTTP_FIELD_CONTENT_ENCODING);

    /* Compressed documents: what is left inside the decompressor cannot be asked for. */
    if (coding != NULL && coding[0] != '\0' && strcmp(coding, "identity") != 0)
        return false;
    return httpGetState(http) == HTTP_STATE_POST_RECV &&
           (httpIsChunked(http) || httpGetRemaining(http) > 0);
}

static bool wait_for_sender(struct guard *g)
{
    http_t *http = g->read_ctx;
    int64_t end = now_ms() + SILENCE_MS;

    while (may_block(http) && !httpWait(http, POLL_MS)) {
        if (g->canceled != NULL && g->canceled(g->cancel_ctx))
            return false;
        if (now_ms() > end) {
            fail(g, "The sender stopped in the middle of the document.");
            return false;
        }
    }
    return true;
}

/*
 * The library's way to its bytes. At a page boundary nothing is left in the library's buffer,
 * so it asks for a whole header at once; asking for another number (the rest of it, or a new
 * buffer for its last bytes) means that a part of a header came.
 */
static ssize_t read_bytes(void *ctx, unsigned char *buffer, size_t n)
{
    struct guard *g = ctx;
    ssize_t got;

    if (g->first_request == 0)
        g->first_request = n;
    if (g->http && !wait_for_sender(g)) {
        g->ended = true;
        return 0;
    }
    got = g->read(g->read_ctx, buffer, n);
    if (got <= 0)
        g->ended = true;
    return got;
}

/* The guard behind a raster; NULL: it is the library's own. */
static struct guard *guard_of(const cups_raster_t *raster)
{
    const void *same = raster;
    struct guard *g;

    if (same == current)
        return current;
    pthread_mutex_lock(&open_mutex);
    for (g = open_guards; g != NULL && (const void *)g != same; g = g->next)
        ;
    pthread_mutex_unlock(&open_mutex);
    return g;
}

static void add_guard(struct guard *g)
{
    pthread_mutex_lock(&open_mutex);
    g->next = open_guards;
    open_guards = g;
    pthread_mutex_unlock(&open_mutex);
    current = g;
}

static void remove_guard(struct guard *g)
{
    pthread_mutex_lock(&open_mutex);
    for (struct guard **link = &open_guards; *link != NULL; link = &(*link)->next)
        if (*link == g) {
            *link = g->next;
            break;
        }
    pthread_mutex_unlock(&open_mutex);
    if (current == g)
        current = NULL;
}

cups_raster_t *cupsRasterOpenIO(cups_raster_iocb_t iocb, void *ctx, cups_mode_t mode)
{
    struct guard *g;

    if (mode != CUPS_RASTER_READ)
        return next_open(iocb, ctx, mode);
    if ((g = calloc(1, sizeof(*g))) == NULL)
        return NULL;
    g->read = iocb;
    g->read_ctx = ctx;
    g->http = (compat_fn)iocb == compat_optional("httpRead2");
    add_guard(g);
    if ((g->reader = next_open(read_bytes, g, mode)) == NULL)
        fail(g, "The document is not a PWG or Apple raster, or it is empty.");
    return (cups_raster_t *)(void *)g;
}

/* The pixels of a header as one of our shapes; false when they are none we know. */
static bool shape_of(const cups_page_header2_t *h, enum shape *shape)
{
    bool gray = h->cupsColorSpace == CUPS_CSPACE_W || h->cupsColorSpace == CUPS_CSPACE_SW ||
                h->cupsColorSpace == CUPS_CSPACE_K;
    bool rgb = h->cupsColorSpace == CUPS_CSPACE_RGB || h->cupsColorSpace == CUPS_CSPACE_SRGB ||
               h->cupsColorSpace == CUPS_CSPACE_ADOBERGB;

    if (gray && h->cupsBitsPerPixel == h->cupsBitsPerColor) {
        *shape = h->cupsBitsPerColor == 1    ? SHAPE_BITS
                 : h->cupsBitsPerColor == 16 ? SHAPE_16
                                             : SHAPE_PASS;
        return h->cupsBitsPerColor == 1 || h->cupsBitsPerColor == 8 ||
               h->cupsBitsPerColor == 16;
    }
    if (rgb && h->cupsBitsPerPixel == 3 * h->cupsBitsPerColor) {
        *shape = h->cupsBitsPerColor == 16 ? SHAPE_RGB16 : SHAPE_RGB8;
        return h->cupsBitsPerColor == 8 || h->cupsBitsPerColor == 16;
    }
    *shape = SHAPE_CMYK8;
    return h->cupsColorSpace == CUPS_CSPACE_CMYK && h->cupsBitsPerColor == 8 &&
           h->cupsBitsPerPixel == 32;
}

/* What is wrong with a header, NULL if nothing is. */
static const char *judge(const cups_page_header2_t *h, enum shape *shape)
{
    if (h->cupsWidth == 0 || h->cupsHeight == 0)
        return "The document has a page without size.";
    if (h->cupsWidth > RASTER_MAX_WIDTH || h->cupsHeight > RASTER_MAX_HEIGHT)
        return "The document has a page that is too large.";
    if (h->HWResolution[0] < RASTER_MIN_DPI || h->HWResolution[0] > RASTER_MAX_DPI ||
        h->HWResolution[1] < RASTER_MIN_DPI || h->HWResolution[1] > RASTER_MAX_DPI)
        return "The document has a page whose resolution makes no sense.";
    if (h->cupsColorOrder != CUPS_ORDER_CHUNKED || !shape_of(h, shape))
        return "The document has a page in colours that cannot be read.";
    if (h->cupsBytesPerLine != (h->cupsWidth * h->cupsBitsPerPixel + 7) / 8)
        return "The document has a damaged page header.";
    return NULL;
}

/* The header PAPPL gets: the same page in 8-bit gray or black. */
static void normalise(struct guard *g, cups_page_header2_t *h)
{
    g->width = h->cupsWidth;
    g->line_bytes = h->cupsBytesPerLine;
    if (h->cupsColorSpace != CUPS_CSPACE_K)
        h->cupsColorSpace = CUPS_CSPACE_SW;
    h->cupsBitsPerColor = 8;
    h->cupsBitsPerPixel = 8;
    h->cupsNumColors = 1;
    h->cupsBytesPerLine = h->cupsWidth;
    h->cupsInteger[CUPS_RASTER_PWG_TotalPageCount] =
        h->cupsInteger[CUPS_RASTER_PWG_TotalPageCount] > 100000
            ? 0
            : h->cupsInteger[CUPS_RASTER_PWG_TotalPageCount];
}

/* A page of one dot, which stands for g->error. */
static unsigned hand_on_error(struct guard *g, cups_page_header2_t *h)
{
    if (g->failed) /* once is enough */
        return 0;
    g->failed = true;
    memset(h, 0, sizeof(*h));
    h->cupsWidth = h->cupsHeight = h->cupsBytesPerLine = 1;
    h->cupsBitsPerColor = h->cupsBitsPerPixel = 8;
    h->cupsNumColors = 1;
    h->cupsColorSpace = CUPS_CSPACE_SW;
    h->HWResolution[0] = h->HWResolution[1] = 600;
    return 1;
}

unsigned cupsRasterReadHeader2(cups_raster_t *raster, cups_page_header2_t *h)
{
    struct guard *g = guard_of(raster);
    const char *why;

    if (g == NULL)
        return next_header(raster, h);
    if (h == NULL)
        return 0;
    if (g->error[0] != '\0')
        return hand_on_error(g, h);
    g->first_request = 0;
    if (!next_header(g->reader, h)) {
        bool boundary = g->pages > 0 && g->ended && g->first_request == g->header_request;

        if (boundary)
            return 0;
        fail(g, g->ended ? "The document ends too early." : "The document is damaged.");
        return hand_on_error(g, h);
    }
    if (g->pages++ == 0)
        g->header_request = g->first_request;
    if ((why = judge(h, &g->shape)) != NULL) {
        fail(g, why);
        return hand_on_error(g, h);
    }
    normalise(g, h);
    free(g->line);
    g->line = NULL;
    if (g->shape != SHAPE_PASS && (g->line = malloc(g->line_bytes)) == NULL) {
        fail(g, "There is not enough memory for the page.");
        return hand_on_error(g, h);
    }
    return 1;
}

static uint16_t sample16(const uint8_t *line, size_t i)
{
    uint16_t value;

    memcpy(&value, line + 2 * i, 2);
    return value;
}

/* Luma of ITU-R BT.601, in 1/256; the shares add up to 256. */
static unsigned luma(unsigned r, unsigned g, unsigned b)
{
    return (77 * r + 150 * g + 29 * b + 128) >> 8;
}

static void convert(const struct guard *g, uint8_t *out)
{
    const uint8_t *in = g->line;

    for (size_t i = 0; i < g->width; i++) {
        switch (g->shape) {
        case SHAPE_BITS:
            out[i] = in[i / 8] & (0x80 >> (i % 8)) ? 255 : 0;
            break;
        case SHAPE_16:
            out[i] = (uint8_t)((sample16(in, i) * 255u + 32767) / 65535);
            break;
        case SHAPE_RGB8:
            out[i] = (uint8_t)luma(in[3 * i], in[3 * i + 1], in[3 * i + 2]);
            break;
        case SHAPE_RGB16:
            out[i] = (uint8_t)((luma(sample16(in, 3 * i), sample16(in, 3 * i + 1),
                                     sample16(in, 3 * i + 2)) *
                                    255u +
                                32767) /
                               65535);
            break;
        case SHAPE_CMYK8: {
            unsigned ink = luma(in[4 * i], in[4 * i + 1], in[4 * i + 2]) + in[4 * i + 3];

            out[i] = (uint8_t)(255 - (ink > 255 ? 255 : ink));
            break;
        }
        case SHAPE_PASS:
            break;
        }
    }
}

unsigned cupsRasterReadPixels(cups_raster_t *raster, unsigned char *pixels, unsigned n)
{
    struct guard *g = guard_of(raster);

    if (g == NULL)
        return next_pixels(raster, pixels, n);
    if (pixels == NULL || g->reader == NULL || g->error[0] != '\0' || n != g->width)
        return 0;
    if (g->shape == SHAPE_PASS) {
        if (next_pixels(g->reader, pixels, n) == n)
            return n;
    } else if (next_pixels(g->reader, g->line, (unsigned)g->line_bytes) == g->line_bytes) {
        convert(g, pixels);
        return n;
    }
    fail(g, g->ended ? "The document ends too early." : "The document is damaged.");
    return 0;
}

void cupsRasterClose(cups_raster_t *raster)
{
    struct guard *g = guard_of(raster);

    if (g == NULL) {
        next_close(raster);
        return;
    }
    remove_guard(g);
    if (g->reader != NULL)
        next_close(g->reader);
    free(g->line);
    free(g);
}

const char *raster_guard_error(void)
{
    return current != NULL ? current->error : "";
}

void raster_guard_on_cancel(bool (*canceled)(void *ctx), void *ctx)
{
    if (current != NULL) {
        current->canceled = canceled;
        current->cancel_ctx = ctx;
    }
}
