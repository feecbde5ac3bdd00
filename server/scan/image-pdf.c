/*
 * image-pdf.c - a PDF of scanned pages in one pass, see image-pdf.h.
 *
 * Objects 1 to 3 are the catalog, the list of pages and the facts, and come last, when all is
 * known; a page is four objects from the fourth on: its picture, how many bytes that has (not
 * known when it begins), what it draws, the page. Grows with the number of pages: 8 bytes for
 * each object.
 *
 * Effects: memory; bytes go to the sink, those of pages are read.
 * Source: ISO 32000-1; for PNG's bytes as they are: 7.4.4.4, predictor 15.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-pdf.h"

#include "image-read.h"
#include "pdf-text.h"

#include "driver/bytes.h"
#include "driver/g4.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY_BYTES       16384u
#define OBJECTS_PER_PAGE 4u
#define PNG_SIGNATURE    8u
#define PNG_HEAD         8u /* of a chunk: its length, its name */
#define PNG_CHECKSUM     4u

enum { CATALOG = 1, PAGES, FACTS, FIRST_PAGE };

/* Of a page's objects, from the first of them. */
enum { PICTURE, LENGTH, DRAWING, PAGE };

struct pdf_writer {
    struct sink out;
    enum result result;
    uint64_t at; /* bytes written */
    size_t num_pages;
    uint64_t *offsets; /* of the objects, from number 1 */
    size_t num_offsets, room;
    char *title, *creator; /* as PDF strings */
    time_t made;
};

static void write_bytes(struct pdf_writer *w, const void *bytes, size_t n)
{
    if (w->result == RESULT_OK)
        w->result = sink_write(&w->out, bytes, n);
    w->at += n;
}

__attribute__((format(printf, 2, 3))) static void print(struct pdf_writer *w,
                                                        const char *format, ...)
{
    char text[512];
    va_list args;
    int n;

    va_start(args, format);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it was started above */
    n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof text)
        w->result = w->result == RESULT_OK ? RESULT_SPACE : w->result;
    else
        write_bytes(w, text, (size_t)n);
}

static void begin_object(struct pdf_writer *w, size_t number)
{
    if (number > w->num_offsets)
        w->num_offsets = number;
    w->offsets[number - 1] = w->at;
    print(w, "%zu 0 obj\n", number);
}

static void end_object(struct pdf_writer *w)
{
    print(w, "endobj\n");
}

static bool make_room(struct pdf_writer *w, size_t objects)
{
    size_t room = w->room ? w->room : 64;
    uint64_t *larger;

    while (room < objects)
        room *= 2;
    if (room == w->room)
        return true;
    larger = realloc(w->offsets, room * sizeof *larger);
    if (!larger)
        return false;
    memset(larger + w->room, 0, (room - w->room) * sizeof *larger);
    w->offsets = larger;
    w->room = room;
    return true;
}

struct pdf_writer *pdf_writer_new(const struct pdf_facts *facts, const struct sink *out)
{
    struct pdf_writer *w = calloc(1, sizeof *w);

    if (!w)
        return NULL;
    w->out = *out;
    w->made = facts->made;
    w->title = facts->title ? pdf_text(facts->title) : NULL;
    w->creator = facts->creator ? pdf_text(facts->creator) : NULL;
    if ((facts->title && !w->title) || (facts->creator && !w->creator) ||
        !make_room(w, FIRST_PAGE - 1)) {
        pdf_writer_free(w);
        return NULL;
    }
    /* Four bytes above 127: to be taken for binary by whatever carries files. */
    print(w, "%%PDF-1.4\n%%\xE2\xE3\xCF\xD3\n");
    return w;
}

/* The picture's dictionary up to its filter, of which there are three kinds. */
static void begin_picture(struct pdf_writer *w, const struct scan_page_facts *facts,
                          size_t first)
{
    unsigned colors = facts->color == SCAN_COLOR ? 3 : 1;

    begin_object(w, first + PICTURE);
    print(w,
          "<</Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace/%s/BitsPerComponent %u"
          "/Length %zu 0 R",
          facts->width, facts->height, colors == 3 ? "DeviceRGB" : "DeviceGray",
          facts->color == SCAN_BLACK_AND_WHITE ? 1u : 8u, first + LENGTH);
    if (facts->encoding == SCAN_JPEG)
        print(w, "/Filter/DCTDecode");
    else if (facts->color == SCAN_BLACK_AND_WHITE)
        print(w,
              "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns %u/Rows %u/BlackIs1 false>>",
              facts->width, facts->height);
    else
        print(w,
              "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %u/BitsPerComponent 8"
              "/Columns %u>>",
              colors, facts->width);
    print(w, ">>\nstream\n");
}

static void refuse(struct pdf_writer *w, enum result result)
{
    if (w->result == RESULT_OK)
        w->result = result;
}

/* n bytes of the page from an offset, as they are. */
static void copy(struct pdf_writer *w, const struct scan_page *page, uint64_t from, uint64_t n)
{
    uint8_t bytes[COPY_BYTES];

    while (n > 0 && w->result == RESULT_OK) {
        long got = scan_page_read(page, from, bytes, n < sizeof bytes ? (size_t)n : COPY_BYTES);

        if (got <= 0) {
            refuse(w, got < 0 ? RESULT_IO : RESULT_FORMAT);
            return;
        }
        write_bytes(w, bytes, (size_t)got);
        from += (uint64_t)got;
        n -= (uint64_t)got;
    }
}

/* The IDAT chunks one behind the other are one stream of zlib's. */
static void copy_png(struct pdf_writer *w, const struct scan_page *page)
{
    uint64_t at = PNG_SIGNATURE;
    uint8_t head[PNG_HEAD];

    while (w->result == RESULT_OK) {
        if (scan_page_read(page, at, head, sizeof head) != (long)sizeof head) {
            refuse(w, RESULT_FORMAT);
            return;
        }
        if (memcmp(head + 4, "IEND", 4) == 0)
            return;
        if (memcmp(head + 4, "IDAT", 4) == 0)
            copy(w, page, at + PNG_HEAD, get_be32(head));
        at += PNG_HEAD + (uint64_t)get_be32(head) + PNG_CHECKSUM;
    }
}

static enum result write_reversed(void *ctx, const void *bytes, size_t n)
{
    struct pdf_writer *w = ctx;
    const uint8_t *from = bytes;
    uint8_t turned[G4_BUFFER];
    size_t i, part;

    for (; n > 0; n -= part, from += part) {
        part = n < sizeof turned ? n : sizeof turned;
        for (i = 0; i < part; i++) {
            unsigned b = from[i];

            b = (b & 0xF0) >> 4 | (b & 0x0F) << 4;
            b = (b & 0xCC) >> 2 | (b & 0x33) << 2;
            turned[i] = (uint8_t)((b & 0xAA) >> 1 | (b & 0x55) << 1);
        }
        write_bytes(w, turned, part);
    }
    return w->result;
}

/* PDF wants the first bit highest, the code has it lowest. */
static void code_dots(struct pdf_writer *w, struct image_reader *r)
{
    const struct sink out = {write_reversed, w};
    uint32_t width = image_reader_width(r), y = image_reader_height(r);
    size_t stride = ((size_t)width + 7) / 8;
    uint8_t *rows = malloc(2 * stride);
    struct g4 g;

    if (!rows) {
        refuse(w, RESULT_SPACE);
        return;
    }
    g4_init(&g, width, rows + stride, &out);
    for (; y > 0 && w->result == RESULT_OK; y--) {
        if (!image_reader_line(r, rows))
            refuse(w, RESULT_FORMAT);
        else if (g4_row(&g, rows) != RESULT_OK)
            refuse(w, g.result);
    }
    if (w->result == RESULT_OK && g4_end(&g) != RESULT_OK)
        refuse(w, g.result);
    free(rows);
}

static void write_picture(struct pdf_writer *w, struct scan_page *page, size_t first)
{
    const struct scan_page_facts *facts = scan_page_facts(page);
    struct image_reader *r = NULL;
    uint64_t from;

    if (facts->color == SCAN_BLACK_AND_WHITE && !(r = image_reader_new(page, 1))) {
        refuse(w, RESULT_FORMAT);
        return;
    }
    begin_picture(w, facts, first);
    from = w->at;
    if (r)
        code_dots(w, r);
    else if (facts->encoding == SCAN_JPEG)
        copy(w, page, 0, facts->bytes);
    else
        copy_png(w, page);
    from = w->at - from;
    image_reader_free(r);
    print(w, "\nendstream\n");
    end_object(w);
    begin_object(w, first + LENGTH);
    print(w, "%llu\n", (unsigned long long)from);
    end_object(w);
}

/* A length in points with three digits behind the point; printf's own point is the locale's. */
struct points {
    char text[24];
};

static struct points points_of(uint32_t pixels, unsigned dpi)
{
    uint64_t milli = ((uint64_t)pixels * 72000 + dpi / 2) / dpi;
    struct points p;

    snprintf(p.text, sizeof p.text, "%u.%03u", (unsigned)(milli / 1000),
             (unsigned)(milli % 1000));
    return p;
}

static void write_drawing(struct pdf_writer *w, const struct points *width,
                          const struct points *height, size_t first)
{
    char text[96];
    int n =
        snprintf(text, sizeof text, "q %s 0 0 %s 0 0 cm /P Do Q", width->text, height->text);

    begin_object(w, first + DRAWING);
    print(w, "<</Length %d>>\nstream\n%s\nendstream\n", n, text);
    end_object(w);
}

enum result pdf_writer_page(struct pdf_writer *w, struct scan_page *page, unsigned quarters)
{
    const struct scan_page_facts *facts = scan_page_facts(page);
    size_t first = FIRST_PAGE + OBJECTS_PER_PAGE * w->num_pages;
    struct points width, height;

    if (facts->width == 0 || facts->height == 0 || facts->dpi == 0)
        refuse(w, RESULT_FORMAT);
    if (w->result == RESULT_OK && !make_room(w, first + OBJECTS_PER_PAGE))
        refuse(w, RESULT_SPACE);
    if (w->result != RESULT_OK)
        return w->result;
    write_picture(w, page, first);
    width = points_of(facts->width, facts->dpi);
    height = points_of(facts->height, facts->dpi);
    write_drawing(w, &width, &height, first);
    begin_object(w, first + PAGE);
    print(w,
          "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Rotate %u"
          "/Resources<</XObject<</P %zu 0 R>>>>/Contents %zu 0 R>>\n",
          PAGES, width.text, height.text, quarters % 4 * 90, first + PICTURE, first + DRAWING);
    end_object(w);
    w->num_pages++;
    return w->result;
}

static void write_page_list(struct pdf_writer *w)
{
    size_t i;

    begin_object(w, PAGES);
    print(w, "<</Type/Pages/Count %zu/Kids[", w->num_pages);
    for (i = 0; i < w->num_pages; i++)
        print(w, "%s%zu 0 R", i ? "\n" : "", FIRST_PAGE + OBJECTS_PER_PAGE * i + PAGE);
    print(w, "]>>\n");
    end_object(w);
}

static void write_text(struct pdf_writer *w, const char *key, const char *text)
{
    if (!text)
        return;
    print(w, "/%s", key);
    write_bytes(w, text, strlen(text));
}

static void write_facts(struct pdf_writer *w)
{
    struct tm tm;
    char date[32];

    begin_object(w, FACTS);
    print(w, "<<");
    write_text(w, "Title", w->title);
    write_text(w, "Creator", w->creator);
    print(w, "/Producer(canon-printer-app " VERSION ")");
    if (w->made != 0 && gmtime_r(&w->made, &tm) &&
        strftime(date, sizeof date, "%Y%m%d%H%M%S", &tm) > 0)
        print(w, "/CreationDate(D:%sZ)", date);
    print(w, ">>\n");
    end_object(w);
}

/* Each line of the table has 20 bytes. */
static void write_offsets(struct pdf_writer *w)
{
    uint64_t table = w->at;
    size_t i;

    print(w, "xref\n0 %zu\n0000000000 65535 f \n", w->num_offsets + 1);
    for (i = 0; i < w->num_offsets; i++)
        print(w, "%010llu 00000 n \n", (unsigned long long)w->offsets[i]);
    print(w, "trailer\n<</Size %zu/Root %d 0 R/Info %d 0 R>>\nstartxref\n%llu\n%%%%EOF\n",
          w->num_offsets + 1, CATALOG, FACTS, (unsigned long long)table);
}

enum result pdf_writer_end(struct pdf_writer *w)
{
    begin_object(w, CATALOG);
    print(w, "<</Type/Catalog/Pages %d 0 R>>\n", PAGES);
    end_object(w);
    write_page_list(w);
    write_facts(w);
    if (w->at > 9999999999) /* no room for such an offset */
        refuse(w, RESULT_SPACE);
    write_offsets(w);
    return w->result;
}

void pdf_writer_free(struct pdf_writer *w)
{
    if (!w)
        return;
    free(w->offsets);
    free(w->title);
    free(w->creator);
    free(w);
}
