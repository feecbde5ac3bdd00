/*
 * test-scan-pdf.c - PDFs of scanned pages: their parts by hand, and read back by qpdf, poppler
 * and libtiff. Effects: temporary files; runs qpdf, pdfimages and pdftoppm.
 * Source: ISO 32000-1.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/image-pdf.h"
#include "server/scan/pdf-text.h"
#include "tests/unit/scan-pages.h"
#include "tests/unit/tap.h"
#include "tests/unit/tiff-strips.h"

#define DPI 144u /* a dot is half a point */

static enum result write_pdf(struct scan_page *const *pages, size_t n,
                             const struct pdf_facts *facts, struct buffer *out)
{
    const struct sink sink = {buffer_write, out};
    struct pdf_writer *w = pdf_writer_new(facts, &sink);
    enum result result = w ? RESULT_OK : RESULT_SPACE;
    size_t i;

    for (i = 0; w && result == RESULT_OK && i < n; i++)
        result = pdf_writer_page(w, pages[i], (unsigned)i);
    if (w && result == RESULT_OK)
        result = pdf_writer_end(w);
    pdf_writer_free(w);
    return result;
}

/* Where text stands in a PDF from an offset on; its size: nowhere. */
static size_t find(const struct buffer *pdf, size_t from, const char *text)
{
    size_t n = strlen(text);

    for (; from + n <= pdf->n; from++)
        if (memcmp(pdf->bytes + from, text, n) == 0)
            return from;
    return pdf->n;
}

static bool has(const struct buffer *pdf, const char *text)
{
    return find(pdf, 0, text) < pdf->n;
}

/* Each entry of the table is 20 bytes and leads to its object; startxref leads to the table. */
static bool table_leads(const struct buffer *pdf, unsigned objects)
{
    size_t table = find(pdf, 0, "\nxref\n") + 1, start = find(pdf, 0, "startxref\n");
    char line[64];
    unsigned i;

    snprintf(line, sizeof line, "xref\n0 %u\n", objects + 1);
    if (find(pdf, table, line) != table ||
        strtoul((const char *)pdf->bytes + start + 10, NULL, 10) != table)
        return false;
    table += strlen(line);
    for (i = 1; i <= objects; i++) {
        const char *entry = (const char *)pdf->bytes + table + (size_t)20 * i;

        snprintf(line, sizeof line, "%u 0 obj\n", i);
        if (entry[19] != '\n' || entry[17] != 'n' ||
            find(pdf, strtoul(entry, NULL, 10), line) != strtoul(entry, NULL, 10))
            return false;
    }
    return true;
}

static void test_parts(void)
{
    struct samples s = samples_pattern(SCAN_GRAY, 20, 30);
    struct scan_page *pages[2] = {page_of(&s, SCAN_JPEG, DPI), page_of(&s, SCAN_PNG, DPI)};
    const struct pdf_facts facts = {"Bill (March)", "Canon iR1020", 0};
    struct blob jpeg = page_bytes(pages[0]);
    struct buffer pdf = {.fail_write = 0}, again = {.fail_write = 0};
    size_t stream;

    ok(write_pdf(pages, 2, &facts, &pdf) == RESULT_OK, "Two pages become a PDF");
    ok(has(&pdf, "%PDF-1.4\n") && pdf.n > 6 && memcmp(pdf.bytes + pdf.n - 6, "%%EOF\n", 6) == 0,
       "It begins and ends as one");
    ok(table_leads(&pdf, 3 + 2 * 4), "Its table leads to each of its objects");
    ok(has(&pdf, "/MediaBox[0 0 10.000 15.000]/Rotate 0") &&
           has(&pdf, "/MediaBox[0 0 10.000 15.000]/Rotate 90"),
       "20 by 30 dots at 144 dpi are 10 by 15 points, and the second page is turned");
    ok(has(&pdf, "/Title(Bill \\(March\\))/Creator(Canon iR1020)") &&
           !has(&pdf, "CreationDate"),
       "It has title and creator, brackets in them are escaped, and no date when none is told");
    stream = find(&pdf, 0, "/Filter/DCTDecode>>\nstream\n") + 27;
    ok(stream + jpeg.n < pdf.n && memcmp(pdf.bytes + stream, jpeg.bytes, jpeg.n) == 0 &&
           memcmp(pdf.bytes + stream + jpeg.n, "\nendstream", 10) == 0,
       "A JPEG's bytes are in it as they are");
    ok(write_pdf(pages, 2, &facts, &again) == RESULT_OK &&
           buffer_equals(&again, pdf.bytes, pdf.n),
       "The same pages are the same bytes");
    blob_free(&jpeg);
    buffer_free(&again);
    buffer_free(&pdf);
    scan_page_release(pages[0]);
    scan_page_release(pages[1]);
    samples_free(&s);
}

static bool text_is(const char *utf8, const char *expected)
{
    char *string = pdf_text(utf8);
    bool is = string && strcmp(string, expected) == 0;

    if (!is)
        diag("%s", string ? string : "nothing");
    free(string);
    return is;
}

static void test_text(void)
{
    ok(text_is("", "()") && text_is("a\\b", "(a\\\\b)"), "Plain text is a literal string");
    ok(text_is("\xC3\xBC", "<FEFF00FC>") && text_is("\xE2\x82\xAC"
                                                    "1",
                                                    "<FEFF20AC0031>"),
       "Other letters make it UTF-16");
    ok(text_is("\xF0\x9F\x96\xA8", "<FEFFD83DDDA8>"), "A character above U+FFFF is two");
    ok(text_is("a\nb", "<FEFF0061000A0062>"), "So does a line feed");
    ok(text_is("\xFF\xC3", "<FEFFFFFDFFFD>") && text_is("\xC0\x80", "<FEFFFFFDFFFD>") &&
           text_is("\xED\xA0\x80", "<FEFFFFFD"
                                   "FFFD"
                                   "FFFD>") &&
           text_is("\xF4\x90\x80\x80", "<FEFFFFFDFFFDFFFDFFFD>"),
       "What is no UTF-8 is replaced: cut, overlong, surrogates, too high");
}

static void test_date(void)
{
    struct samples s = samples_pattern(SCAN_GRAY, 4, 4);
    struct scan_page *page = page_of(&s, SCAN_PNG, DPI);
    const struct pdf_facts facts = {NULL, NULL, 1700000000}; /* 2023-11-14 22:13:20 UTC */
    struct buffer pdf = {.fail_write = 0};

    ok(write_pdf(&page, 1, &facts, &pdf) == RESULT_OK &&
           has(&pdf, "/CreationDate(D:20231114221320Z)") && !has(&pdf, "/Title"),
       "The date is UTC, and no title is none");
    buffer_free(&pdf);
    scan_page_release(page);
    samples_free(&s);
}

/* The coded dots, as libtiff decodes them with the first bit highest. */
static void test_g4(void)
{
    struct samples s = samples_pattern(SCAN_BLACK_AND_WHITE, 77, 40);
    struct scan_page *page = page_of(&s, SCAN_PNG, DPI);
    const struct pdf_facts facts = {NULL, NULL, 0};
    struct buffer pdf = {.fail_write = 0};
    struct bitmap b = {.width = 77, .height = 40, .stride = 10};
    size_t from, to, i;

    ok(write_pdf(&page, 1, &facts, &pdf) == RESULT_OK &&
           has(&pdf,
               "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 77/Rows 40/BlackIs1 false>>"),
       "Black and white is Group 4");
    from = find(&pdf, 0, "stream\n") + 7;
    to = find(&pdf, from, "\nendstream");
    b.bits = pictures_alloc(b.stride * b.height);
    for (i = from; i < to; i++) { /* tiff_decode wants the first bit lowest */
        unsigned byte = 0, bit;

        for (bit = 0; bit < 8; bit++)
            byte |= (unsigned)(pdf.bytes[i] >> bit & 1) << (7 - bit);
        pdf.bytes[i] = (uint8_t)byte;
    }
    ok(tiff_decode(COMPRESSION_CCITTFAX4, pdf.bytes + from, to - from, &b) &&
           memcmp(b.bits, s.bytes, b.stride * b.height) == 0,
       "libtiff decodes the same dots, its bits in PDF's order");
    free(b.bits);
    buffer_free(&pdf);
    scan_page_release(page);
    samples_free(&s);
}

/* A shell command, which has the file as $PDF. */
static bool runs(const char *command, const char *path)
{
    setenv("PDF", path, 1);
    return system(command) == 0; /* NOLINT(cert-env33-c): the programs are the test's subject */
}

/* The picture of a page, as poppler decodes it. */
static uint8_t *extract(const char *path, const struct samples *s)
{
    struct blob png = {NULL, 0, 0};
    uint8_t part[1000], *samples = NULL;
    char name[300];
    size_t n;
    FILE *file;

    snprintf(name, sizeof name, "%s-000.png", path);
    file = runs("pdfimages -png -f 1 -l 1 \"$PDF\" \"$PDF\"", path) ? fopen(name, "rb") : NULL;
    while (file && (n = fread(part, 1, sizeof part, file)) > 0)
        blob_add(&png, part, n);
    if (file)
        fclose(file);
    if (png.n > 0)
        samples = png_samples(&png, s->color == SCAN_COLOR, s->width, s->height);
    unlink(name);
    blob_free(&png);
    return samples;
}

/* poppler finds the samples that libpng or libjpeg find in the page alone. */
static void check_picture(const char *path, const struct samples *s,
                          const struct scan_page *page)
{
    uint8_t *expected = page_samples(page), *shown = extract(path, s);
    size_t i, n = (size_t)s->width * s->height * (s->color == SCAN_COLOR ? 3 : 1);
    bool same = shown != NULL;

    for (i = 0; same && i < n; i++)
        same = abs(shown[i] - expected[i]) <= 3; /* other decoders of JPEG round otherwise */
    ok(same, "poppler decodes a page of colour %d, %s, as it was scanned", (int)s->color,
       scan_encoding_type(scan_page_facts(page)->encoding));
    free(shown);
    free(expected);
}

/* Drawn as a page, black lies where it should: at the left of a page that is white else, and
 * when it is turned clockwise, at the top. */
static void check_place(unsigned quarters, const char *crop, const char *name)
{
    struct samples s = samples_new(SCAN_GRAY, 200, 200);
    const struct pdf_facts facts = {NULL, NULL, 0};
    struct buffer pdf = {.fail_write = 0};
    const struct sink sink = {buffer_write, &pdf};
    struct scan_page *page;
    struct pdf_writer *w = pdf_writer_new(&facts, &sink);
    struct blob blob = {NULL, 0, 0};
    char path[256], command[300];
    uint32_t y;

    memset(s.bytes, 255, s.stride * s.height);
    for (y = 0; y < s.height; y++)
        memset(s.bytes + s.stride * y, 0, 50);
    page = page_of(&s, SCAN_PNG, DPI);
    if (pdf_writer_page(w, page, quarters) != RESULT_OK || pdf_writer_end(w) != RESULT_OK)
        exit(99);
    pdf_writer_free(w);
    blob_add(&blob, pdf.bytes, pdf.n);
    pictures_save(&blob, path);
    snprintf(command, sizeof command,
             "[ \"$(pdftoppm -gray -r 144 %s \"$PDF\" | tail -c 4 | od -An -tx1)\" = ' 00 00 "
             "00 00' ]",
             crop);
    ok(runs(command, path), "%s", name);
    unlink(path);
    scan_page_release(page);
    samples_free(&s);
    blob_free(&blob);
    buffer_free(&pdf);
}

static void test_readers(void)
{
    static const enum scan_color colors[5] = {SCAN_GRAY, SCAN_BLACK_AND_WHITE, SCAN_COLOR,
                                              SCAN_GRAY, SCAN_COLOR};
    static const enum scan_encoding encodings[5] = {SCAN_PNG, SCAN_PNG, SCAN_PNG, SCAN_JPEG,
                                                    SCAN_JPEG};
    const struct pdf_facts facts = {"Br\xC3\xBC"
                                    "cke",
                                    "x", 1700000000};
    struct samples s[5];
    struct scan_page *pages[5];
    struct buffer pdf = {.fail_write = 0};
    struct blob blob = {NULL, 0, 0};
    char path[256];
    unsigned i;

    for (i = 0; i < 5; i++) {
        s[i] = samples_pattern(colors[i], 200, 120);
        pages[i] = page_of(&s[i], encodings[i], DPI);
    }
    ok(write_pdf(pages, 5, &facts, &pdf) == RESULT_OK, "Pages of all kinds become one PDF");
    blob_add(&blob, pdf.bytes, pdf.n);
    pictures_save(&blob, path);
    ok(runs("qpdf --check \"$PDF\" >/dev/null", path) &&
           runs("! qpdf --check \"$PDF\" 2>&1 | grep -q WARN", path),
       "qpdf finds nothing wrong in it");
    ok(runs("pdfimages -list \"$PDF\" | awk 'NR > 2 { printf \"%s \", $9 }' | grep -qx 'image "
            "ccitt "
            "image jpeg jpeg '",
            path),
       "poppler sees each picture's own coding");
    unlink(path);
    for (i = 0; i < 5; i++) {
        samples_free(&s[i]);
        scan_page_release(pages[i]);
    }
    blob_free(&blob);
    buffer_free(&pdf);
}

/* One page of each kind alone, so not turned. */
static void test_shown(void)
{
    static const struct {
        enum scan_color color;
        enum scan_encoding encoding;
    } kinds[] = {
        {SCAN_BLACK_AND_WHITE, SCAN_PNG },
        {SCAN_COLOR,           SCAN_PNG },
        {SCAN_GRAY,            SCAN_JPEG},
        {SCAN_COLOR,           SCAN_JPEG}
    };
    const struct pdf_facts facts = {NULL, NULL, 0};
    size_t i;

    for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct samples s = samples_pattern(kinds[i].color, 200, 120);
        struct scan_page *page = page_of(&s, kinds[i].encoding, DPI);
        struct buffer pdf = {.fail_write = 0};
        struct blob blob = {NULL, 0, 0};
        char path[256];

        if (write_pdf(&page, 1, &facts, &pdf) != RESULT_OK)
            exit(99);
        blob_add(&blob, pdf.bytes, pdf.n);
        pictures_save(&blob, path);
        check_picture(path, &s, page);
        unlink(path);
        blob_free(&blob);
        buffer_free(&pdf);
        scan_page_release(page);
        samples_free(&s);
    }
}

static void test_trouble(void)
{
    struct samples s = samples_pattern(SCAN_BLACK_AND_WHITE, 400, 100);
    struct samples t = samples_pattern(SCAN_COLOR, 100, 100);
    struct scan_page *pages[2] = {page_of(&s, SCAN_PNG, DPI), page_of(&t, SCAN_PNG, DPI)};
    const struct scan_page_facts facts = *scan_page_facts(pages[1]);
    const struct pdf_facts none = {NULL, NULL, 0};
    struct buffer whole = {.fail_write = 0};
    struct blob blob = page_bytes(pages[1]);
    struct scan_page *cut = page_of_bytes(blob.bytes, blob.n / 2, &facts);
    unsigned fail;
    bool told = write_pdf(pages, 2, &none, &whole) == RESULT_OK;

    for (fail = 1; fail <= whole.writes; fail++) {
        struct buffer out = {.fail_write = fail};

        told = told && write_pdf(pages, 2, &none, &out) == RESULT_IO && out.writes == fail;
        buffer_free(&out);
    }
    ok(told && whole.writes > 20, "A sink that refuses any write is told, and left alone");
    ok(write_pdf(&cut, 1, &none, &whole) == RESULT_FORMAT, "A damaged page is found");
    scan_page_release(cut);
    scan_page_release(pages[0]);
    scan_page_release(pages[1]);
    blob_free(&blob);
    buffer_free(&whole);
    samples_free(&s);
    samples_free(&t);
}

int main(void)
{
    test_parts();
    test_text();
    test_date();
    test_g4();
    test_readers();
    test_shown();
    check_place(0, "-x 0 -y 150 -W 40 -H 40", "What is at the left is shown there");
    check_place(1, "-x 150 -y 0 -W 40 -H 40", "Turned by one quarter, it is at the top");
    test_trouble();
    return tap_done();
}
