/*
 * documents.c - see documents.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "documents.h"

#include "device-net.h"
#include "driver/pdl.h"
#include "image.h"
#include "intake.h"
#include "raster-reader.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Longest silence of a sender inside a document. */
#define SILENCE_MS 60000
#define POLL_MS    100

#define MAX_PIXELS ((uint64_t)400 * 1000 * 1000)
#define MAX_SIDE   32768u

const char *const document_formats[] = {"application/octet-stream",
                                        "image/pwg-raster",
                                        "image/urf",
                                        "image/jpeg",
                                        "image/png",
                                        NULL};

static struct document_limits limits = {"/tmp", (uint64_t)1 << 32};

void documents_set_limits(const struct document_limits *set)
{
    limits = *set;
}

const char *document_sniff(const uint8_t *bytes, size_t n)
{
    static const struct {
        const char *start;
        size_t n;
        const char *format;
    } table[] = {
        {"RaS2PwgR",          8, "image/pwg-raster"            },
        {"UNIRAST",           8, "image/urf"                   },
        {"\377\330\377",      3, "image/jpeg"                  },
        {"\211PNG\r\n\032\n", 8, "image/png"                   },
        {"%PDF-",             5, "application/pdf"             },
        {"%!",                2, "application/postscript"      },
        {"\315\312\020",      3, "application/vnd.canon-ufr2lt"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (n >= table[i].n && memcmp(bytes, table[i].start, table[i].n) == 0)
            return table[i].format;
    return NULL;
}

bool document_format_known(const char *format, const struct model *model)
{
    for (size_t i = 1; document_formats[i] != NULL; i++)
        if (strcmp(format, document_formats[i]) == 0)
            return true;
    return strcmp(format, model->pdl->format) == 0;
}

/* ---- the client's connection ---- */

/* A document that comes over a connection. */
struct source {
    http_t *http;
    struct job *job;
    bool silent; /* the sender stopped in the middle */
    bool ended;
};

static bool is_canceled(void *ctx)
{
    const struct source *s = ctx;

    return job_is_canceled(s->job);
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

static bool wait_for_sender(struct source *s)
{
    int64_t end = net_clock_ms() + SILENCE_MS;

    while (may_block(s->http) && !httpWait(s->http, POLL_MS)) {
        if (is_canceled(s))
            return false;
        if (net_clock_ms() > end) {
            s->silent = true;
            return false;
        }
    }
    return true;
}

static ssize_t source_read(void *ctx, unsigned char *buffer, size_t n)
{
    struct source *s = ctx;
    ssize_t got;

    if (s->ended || !wait_for_sender(s)) {
        s->ended = true;
        return 0;
    }
    got = httpRead2(s->http, (char *)buffer, n);
    if (got <= 0)
        s->ended = true;
    return got;
}

size_t document_peek(http_t *http, uint8_t *bytes, size_t n)
{
    int64_t end = net_clock_ms() + SILENCE_MS;
    ssize_t got;

    while (may_block(http) && !httpWait(http, POLL_MS))
        if (net_clock_ms() > end)
            return 0;
    got = httpPeek(http, (char *)bytes, n);
    return got > 0 ? (size_t)got : 0;
}

/* Whether the document came to its end: a connection that broke off has it too early. */
static bool came_whole(const struct source *s)
{
    return httpGetState(s->http) != HTTP_STATE_POST_RECV ||
           (!httpIsChunked(s->http) && httpGetRemaining(s->http) == 0);
}

/* ---- raster ---- */

/* Dots of a header at its resolution in 1/100 mm. */
static uint32_t to_hmm(uint32_t dots, uint32_t dpi)
{
    return (uint32_t)(((uint64_t)dots * 2540 + dpi / 2) / dpi);
}

/* The same in dots of the sheet. */
static uint32_t to_dots(uint32_t dots, uint32_t dpi, uint32_t sheet_dpi)
{
    return (uint32_t)(((uint64_t)dots * sheet_dpi + dpi / 2) / dpi);
}

/* A page of another size than its sheet is shown in its true size, or smaller if it is larger
 * than the sheet, from the top left corner. */
static void place(const cups_page_header2_t *h, const struct page_params *page,
                  struct page_source *source)
{
    uint64_t width = to_dots(h->cupsWidth, h->HWResolution[0], page->dpi);
    uint64_t height = to_dots(h->cupsHeight, h->HWResolution[1], page->dpi);
    /* rounding of sizes is no reason to resample: 1 mm at 600 dpi */
    uint32_t slack = page->dpi / 25;

    if (width > page->paper_width + slack || height > page->paper_height + slack) {
        if (width * page->paper_height > height * page->paper_width) {
            height = height * page->paper_width / width;
            width = page->paper_width;
        } else {
            width = width * page->paper_height / height;
            height = page->paper_height;
        }
    }
    memset(source, 0, sizeof(*source));
    source->pixel = h->cupsColorSpace == CUPS_CSPACE_K ? PIXEL_BLACK8 : PIXEL_GRAY8;
    source->width = h->cupsWidth;
    source->height = h->cupsHeight;
    source->target_width = width > 0 ? (uint32_t)width : 1;
    source->target_height = height > 0 ? (uint32_t)height : 1;
    source->clip_margins = true;
}

static void wish_of(const cups_page_header2_t *h, struct page_wish *wish)
{
    wish->width_hmm = to_hmm(h->cupsWidth, h->HWResolution[0]);
    wish->length_hmm = to_hmm(h->cupsHeight, h->HWResolution[1]);
    wish->pages = 0; /* TotalPageCount may lie */
    wish->sides = -1;
    if (h->Duplex)
        wish->sides = h->Tumble ? (int)SIDES_SHORT_EDGE : (int)SIDES_LONG_EDGE;
}

static bool receive_page(struct intake *in, struct raster_reader *reader,
                         const cups_page_header2_t *h, uint8_t *line)
{
    struct page_wish wish;
    struct page_source source;
    struct page_params page;

    wish_of(h, &wish);
    if (media_find_size(wish.width_hmm, wish.length_hmm, 250) == NULL &&
        media_find_size(wish.length_hmm, wish.width_hmm, 250) != NULL) {
        intake_fail(in, JOB_UNPRINTABLE,
                    "The page lies on its side: this printer takes upright pages only.");
        return false;
    }
    if (!intake_page(in, &wish, &page))
        return false;
    place(h, &page, &source);
    if (!intake_source(in, &source))
        return false;
    for (uint32_t y = 0; y < h->cupsHeight; y++)
        if (!raster_reader_line(reader, line) || !intake_line(in, line))
            break;
    if (raster_reader_error(reader)[0] != '\0')
        return false;
    return intake_end_page(in);
}

static void receive_raster(struct intake *in, struct source *s)
{
    struct raster_reader *reader = raster_reader_new(source_read, s);
    uint8_t *line = malloc(RASTER_MAX_WIDTH);
    cups_page_header2_t header;

    if (reader == NULL || line == NULL)
        intake_fail(in, 0, "There is not enough memory for the job.");
    else
        while (raster_reader_page(reader, &header) && receive_page(in, reader, &header, line))
            ;
    if (s->silent)
        intake_fail(in, JOB_FORMAT_ERROR, "The sender stopped in the middle of the document.");
    else if (reader != NULL && raster_reader_error(reader)[0] != '\0')
        intake_fail(in, JOB_FORMAT_ERROR, raster_reader_error(reader));
    free(line);
    raster_reader_free(reader);
}

/* ---- pictures ---- */

/* The whole document into a nameless file. -1 and a sentence. */
static int receive_file(struct source *s, char *why, size_t why_size)
{
    char name[1100];
    unsigned char piece[16384];
    uint64_t total = 0;
    ssize_t n;
    int fd;

    snprintf(name, sizeof(name), "%s/in-XXXXXX", limits.folder);
    fd = mkstemp(name);
    if (fd < 0) {
        snprintf(why, why_size, "The document cannot be kept in '%s'.", limits.folder);
        return -1;
    }
    (void)unlink(name);
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    while ((n = source_read(s, piece, sizeof(piece))) > 0) {
        total += (uint64_t)n;
        if (total > limits.max_temporary || write(fd, piece, (size_t)n) != n) {
            snprintf(why, why_size, "The computer's disk has no room for the document.");
            close(fd);
            return -1;
        }
    }
    if (s->silent || n < 0 || !came_whole(s)) {
        snprintf(why, why_size,
                 s->silent ? "The sender stopped in the middle of the document."
                           : "The document ends too early.");
        close(fd);
        return -1;
    }
    return fd;
}

/* All lines of a picture whose page has begun. */
static void receive_lines(struct intake *in, struct image *image,
                          const struct page_source *source)
{
    char why[256] = "The picture is damaged.";
    uint8_t *line = malloc(source->width);
    bool good = line != NULL;

    for (uint32_t y = 0; good && y < source->height; y++) {
        good = image_read_line(image, line, why, sizeof(why));
        if (!good)
            intake_fail(in, JOB_FORMAT_ERROR, why);
        good = good && intake_line(in, line);
    }
    free(line);
    (void)intake_end_page(in);
}

static void receive_picture(struct intake *in, struct image *image, struct image_info *info,
                            const struct job_options *options)
{
    struct page_wish wish = {.sides = -1, .pages = 1};
    struct page_params page;
    struct page_source source;
    char why[256] = "";
    unsigned quarters;

    if (!intake_page(in, &wish, &page))
        return;
    quarters = image_quarters(info, &page, options->orientation);
    if (quarters != 0 && !image_turn(image, quarters, info, why, sizeof(why))) {
        intake_fail(in, JOB_FORMAT_ERROR, why);
        return;
    }
    memset(&source, 0, sizeof(source));
    image_place(info, &page, options->scaling, &source);
    source.clip_margins = true;
    if (intake_source(in, &source))
        receive_lines(in, image, &source);
}

static void receive_image(struct intake *in, struct source *s,
                          const struct job_options *options)
{
    struct image_limits image_limits = {.max_width = MAX_SIDE,
                                        .max_height = MAX_SIDE,
                                        .max_pixels = MAX_PIXELS * 2,
                                        .max_temporary = limits.max_temporary,
                                        .temporary_folder = limits.folder,
                                        .canceled = is_canceled,
                                        .ctx = s};
    char why[256] = "The picture cannot be read.", path[64];
    struct image_info info;
    struct image *image;
    int fd = receive_file(s, why, sizeof(why));

    if (fd < 0) {
        intake_fail(in, s->silent ? JOB_FORMAT_ERROR : 0, why);
        return;
    }
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    image = image_open(path, &image_limits, &info, why, sizeof(why));
    close(fd);
    if (image != NULL)
        receive_picture(in, image, &info, options);
    else
        intake_fail(in, JOB_FORMAT_ERROR, why);
    image_close(image);
}

/* ---- files in the machine's own language ---- */

static bool receive_raw(struct job *job, struct source *s, char *why, size_t why_size)
{
    unsigned char piece[16384];
    struct document *document = job_document(job);
    enum result result = document != NULL ? document_begin(document, RECORD_RAW) : RESULT_IO;
    uint64_t total = 0;
    ssize_t n = 0;
    bool accepted = false;

    while (result == RESULT_OK && (n = source_read(s, piece, sizeof(piece))) > 0) {
        result = document_write(document, piece, (size_t)n);
        total += (uint64_t)n;
    }
    if (result == RESULT_OK)
        result = document_end(document);
    if (is_canceled(s))
        ;
    else if (result != RESULT_OK)
        snprintf(why, why_size, "%s", document_error(document));
    else if (s->silent || n < 0 || !came_whole(s))
        snprintf(why, why_size, "The document ends too early.");
    else if (total == 0)
        snprintf(why, why_size, "The document is empty.");
    else
        accepted = job_accept(job, why, why_size);
    if (!accepted && document != NULL)
        document_drop(document);
    if (!accepted && why[0] != '\0')
        job_abort(job, result == RESULT_OK ? JOB_FORMAT_ERROR : 0, why);
    document_release(document);
    return accepted;
}

bool document_receive(struct job *job, http_t *http, const char *format,
                      const struct model *model, const struct job_options *options, char *why,
                      size_t why_size)
{
    struct source source = {.http = http, .job = job};
    struct intake *in;

    why[0] = '\0';
    if (strcmp(format, model->pdl->format) == 0)
        return receive_raw(job, &source, why, why_size);
    in = intake_open(job, model, options);
    if (in == NULL)
        return !is_canceled(&source) && intake_close(in, why, why_size);
    if (strcmp(format, "image/jpeg") == 0 || strcmp(format, "image/png") == 0)
        receive_image(in, &source, options);
    else
        receive_raster(in, &source);
    return intake_close(in, why, why_size);
}
