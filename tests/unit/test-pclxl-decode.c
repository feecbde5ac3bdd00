/*
 * test-pclxl-decode.c - the decoder of PCL XL on streams written by hand and on Ghostscript's:
 * types of data, both byte orders, compressions, what is not drawn, damage.
 * Effects: starts gs; standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pclxl-decode.h"
#include "tests/unit/buffer.h"
#include "tests/unit/tap.h"

/* What a stream turned out to be. */
struct seen {
    struct decode_ticket ticket;
    struct decode_page page; /* the last */
    unsigned tickets, pages, jobs, remarks;
    char remark[200]; /* the first */
    char error[200];
    struct buffer bits; /* of the last page */
    size_t stride;
};

static bool on_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct seen *s = ctx;

    s->ticket = *ticket;
    s->tickets++;
    return true;
}

static bool on_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                    size_t stride, const uint8_t *bits)
{
    struct seen *s = ctx;

    (void)page;
    if (y == 0)
        s->bits.n = 0;
    s->stride = stride;
    return buffer_append(&s->bits, bits, rows * stride);
}

static bool on_page_end(void *ctx, const struct decode_page *page)
{
    struct seen *s = ctx;

    s->page = *page;
    s->pages++;
    return true;
}

static bool on_job_end(void *ctx)
{
    ((struct seen *)ctx)->jobs++;
    return true;
}

static void on_remark(void *ctx, uint64_t offset, const char *text)
{
    struct seen *s = ctx;

    (void)offset;
    if (s->remarks++ == 0)
        snprintf(s->remark, sizeof s->remark, "%s", text);
}

/* The stream in pieces; true when it is whole. */
static bool look(const struct buffer *stream, size_t piece, struct seen *s)
{
    const struct decode_callbacks callbacks = {.ticket = on_ticket,
                                               .band = on_band,
                                               .page_end = on_page_end,
                                               .job_end = on_job_end,
                                               .remark = on_remark,
                                               .ctx = s};
    struct pclxl_decoder *d = pclxl_decoder_new(&callbacks);
    bool good = d != NULL;

    memset(s, 0, sizeof *s);
    for (size_t at = 0; good && at < stream->n; at += piece) {
        size_t n = stream->n - at < piece ? stream->n - at : piece;
        uint8_t *copy = malloc(n); /* a byte read too far is found */

        memcpy(copy, stream->bytes + at, n);
        good = pclxl_decoder_feed(d, copy, n);
        free(copy);
    }
    good = good && pclxl_decoder_finish(d) && pclxl_decoder_idle(d);
    if (d)
        snprintf(s->error, sizeof s->error, "%s", pclxl_decoder_error(d));
    pclxl_decoder_free(d);
    return good;
}

/* ---- streams by hand ---- */

#define UEL   "1B 25 2D 31 32 33 34 35 58"
#define LOW   "29 20 48 50 2D 50 43 4C 20 58 4C 3B 32 3B 30 0A" /* ") HP-PCL XL;2;0\n" */
#define HIGH  "28 20 48 50 2D 50 43 4C 20 58 4C 3B 32 3B 30 0A"
#define BEGIN "D1 58025802 F889 C000 F886 C002 F88F 41 C000 F888 C001 F882 48 "
#define END   "49 42 " UEL
/* A page of 24 x 16 dots: 1016 x 677 thousandths of a millimetre, as real32 in inches:
 * 0.04 = 3D23D70A, 0.0266667 = 3CDA740E. */
#define PAGE           "C000 F828 D5 0AD7233D 0E74DA3C F82F C000 F830 C000 F834 43 "
#define COLORS         "C001 F803 C002 F802 C8 C002 FF00 F806 6A C0CC F82C 7B "
#define CURSOR(x, y)   "D1 " x y "F84C 6B "
#define IMAGE(w, h)    "C001 F864 C000 F862 C1 " w "F86C C1 " h "F86B D1 " w h "F867 B0 "
#define BLOCK(h, mode) "C1 0000 F86D C1 " h "F863 C0 " mode "F865 B1 "
#define PAGE_END       "B2 44 "

static const char PJL[] =
    "\033%-12345X@PJL JOB NAME=\"A title\"\r\n@PJL SET USERNAME=\"ann\"\r\n"
    "@PJL SET ECONOMODE=ON\r\n@PJL SET RET=OFF\r\n"
    "@PJL ENTER LANGUAGE=PCLXL\r\n";
static const char EOJ[] = "@PJL EOJ\r\n\033%-12345X";

static void make(struct buffer *b, const char *hex)
{
    b->n = 0;
    buffer_append_hex(b, hex);
}

/* The first rows of the page, three bytes each, as text. */
static bool rows_are(const struct seen *s, const char *hex)
{
    struct buffer want = {.bytes = NULL};
    bool same;

    buffer_append_hex(&want, hex);
    same = s->stride == 3 && s->bits.n >= want.n &&
           (want.n == 0 || memcmp(s->bits.bytes, want.bytes, want.n) == 0);
    for (size_t i = want.n; same && i < s->bits.n; i++)
        same = s->bits.bytes[i] == 0;
    if (!same)
        diag("page %u x %u, error %s", (unsigned)s->page.width, (unsigned)s->page.height,
             s->error);
    buffer_free(&want);
    return same;
}

/* The page of this body has these rows, in pieces of any size, and nothing is remarked. */
static void draws(const char *body, const char *rows, const char *name)
{
    static const size_t pieces[] = {1, 7, 100000};
    struct buffer b = {.bytes = NULL};
    struct seen s;
    bool fine = true;

    make(&b, LOW BEGIN);
    buffer_append_hex(&b, body);
    buffer_append_hex(&b, END);
    for (unsigned i = 0; i < 3; i++) {
        fine = fine && look(&b, pieces[i], &s) && rows_are(&s, rows) && s.remarks == 0 &&
               s.pages == 1 && s.jobs == 1 && s.tickets == 1 && s.page.width == 24 &&
               s.page.height == 16;
        if (!fine)
            diag("error: %s, remark: %s", s.error, s.remark);
        buffer_free(&s.bits);
    }
    ok(fine, "%s", name);
    buffer_free(&b);
}

static void test_images(void)
{
    draws(PAGE "44 ", "", "A page without an image is white");
    draws(PAGE COLORS CURSOR("0800", "0100") IMAGE("0800", "0200")
              BLOCK("0200", "00") "FB 08 81000000 FF123456" PAGE_END,
          "000000 008100 00FF00", "Rows are padded to four bytes");
    draws(PAGE COLORS CURSOR("0300", "0000") IMAGE("0A00", "0100")
              BLOCK("0100", "00") "FA 04000000 FFFFFFFF" PAGE_END,
          "1FF800", "An image may begin at any dot and ends at its width");
    draws(PAGE COLORS CURSOR("0000", "0000")
              IMAGE("0A00", "0200") "C001 F86E " BLOCK("0200", "00") "FB 04 8040 FFC0" PAGE_END,
          "804000 FFC000", "Other padding is believed");
    draws(PAGE COLORS CURSOR("0000", "0000") IMAGE("1800", "0200")
              BLOCK("0200", "01") "FB 09 FDFF 80 0200AA55 0033" PAGE_END,
          "FFFFFF 00AA55", "RLE: a run, nothing, bytes as they are");
    draws(PAGE COLORS CURSOR("0000", "0000") IMAGE("1800", "0200")
              BLOCK("0200", "01") "FB 02 F9C3" PAGE_END,
          "C3C3C3 C3C3C3", "RLE: a run may go on in the next row");
    draws(PAGE COLORS CURSOR("0000", "0000") IMAGE("1800", "0300")
              BLOCK("0300", "03") "FB 0C 0400 40A1B2C3 0200 0155 0000" PAGE_END,
          "A1B2C3 A155C3 A155C3", "Delta row: all new, one byte new, none new");
    draws(PAGE COLORS CURSOR("0000", "0000") IMAGE("1800", "0200")
              BLOCK("0100", "00") "FB 04 11223300"
                                  "C1 0100 F86D C1 0100 F863 C0 01 F865 B1 "
                                  "FB 06 03445566 00 80"
                                  "B2 44 ",
          "112233 445566", "An image may come in blocks of several compressions");
    draws(PAGE COLORS CURSOR("0000", "0000") IMAGE("0800", "0100")
              BLOCK("0100", "00") "FB 04 FF000000 B2 " CURSOR("0400", "0000")
                  IMAGE("0800", "0100") BLOCK("0100", "00") "FB 04 0F000000" PAGE_END,
          "F0F000", "What lies over another image covers it");
    draws(PAGE COLORS "C001 F82D 7C " CURSOR("0000", "0000") IMAGE("0800", "0100")
              BLOCK("0100", "00") "FB 04 F0000000 B2 " CURSOR("0400", "0000")
                  IMAGE("0800", "0100") BLOCK("0100", "00") "FB 04 18000000" PAGE_END,
          "F18000", "Where white is transparent it does not");
    draws(PAGE "C001 F803 C002 F802 C8 C002 00FF F806 6A " CURSOR("0000", "0000")
              IMAGE("0800", "0100") BLOCK("0100", "00") "FB 04 0F000000" PAGE_END,
          "F00000", "A palette may be the other way round");
    draws(PAGE "C000 F864 C000 F862 C1 0800 F86C C1 0100 F86B D1 08000100 F867 " CURSOR(
              "0000", "0000") "C000 F864 C000 F862 C1 0800 F86C C1 0100 F86B D1 08000100 F867 "
                              "B0 " BLOCK("0100", "00") "FB 04 0F000000" PAGE_END,
          "F00000", "Without a palette a bit 0 is black");
    draws(PAGE COLORS "D3 FCFF0100 F82A 75 " CURSOR("0000", "0000") IMAGE("0800", "0100")
              BLOCK("0100", "00") "FB 04 1F000000" PAGE_END,
          "000000 F00000", "The page's origin moves images, over the edge as well");
    draws(PAGE COLORS CURSOR("0800", "0000") "61 " CURSOR("0000", "0500") "60 " IMAGE(
              "0800", "0100") BLOCK("0100", "00") "FB 04 FF000000" PAGE_END,
          "00FF00", "A graphics state that was pushed comes back");
    draws(PAGE COLORS CURSOR("0000", "0000") "D3 08000200 F84C 6C " IMAGE("0800", "0100")
              BLOCK("0100", "00") "FB 04 FF000000" PAGE_END,
          "000000 000000 00FF00", "The cursor also goes by steps");
    draws(PAGE "C0 01 F8FF C1 0100 F9 2C01 C2 01000000 F8FF C3 FFFF F8FF C4 FFFFFFFF F8FF "
               "C5 0000803F F8FF C8 C0 03 010203 F8FF C9 C1 0200 01000200 F8FF "
               "CA C0 01 01000000 F8FF CB C0 01 FFFF F8FF CC C0 01 FFFFFFFF F8FF "
               "CD C0 01 0000803F F8FF D0 0102 F8FF D2 0100000002000000 F8FF "
               "D4 0100000002000000 F8FF D5 0000803F0000803F F8FF E0 01020304 F8FF "
               "E1 0100020003000400 F8FF E3 0100020003000400 F8FF C8 C0 00 F8FF 85 "
               "C0 01 F84D C0 03 F850 9B FB 04 B0B1B2B3 9B FA 03000000 444300 44 ",
          "", "All types of data and the data of other operators are passed over");
}

/* In the other order of bytes, from the header on. */
static void test_high_first(void)
{
    struct buffer b = {.bytes = NULL};
    struct seen s;

    make(&b, HIGH "D1 02580258 F889 C000 F886 C002 F88F 41 C000 F888 C000 F882 48 "
                  "C000 F828 D5 3D23D70A 3CDA740E F82F C000 F830 C000 F834 43 " COLORS
                  "D1 00080001 F84C 6B C001 F864 C000 F862 C1 0008 F86C C1 0002 F86B "
                  "D1 00080002 F867 B0 C1 0000 F86D C1 0002 F863 C003 F865 B1 "
                  "FA 00000006 0200 00F1 0000 B2 C1 0003 F831 44 " END);
    ok(look(&b, 1, &s) && s.remarks == 0 && rows_are(&s, "000000 00F100 00F100") &&
           s.ticket.copies == 3,
       "The high byte may come first");
    buffer_free(&s.bits);
    buffer_free(&b);
}

/* ---- tickets ---- */

static void test_ticket(void)
{
    struct buffer b = {.bytes = NULL}, twice = {.bytes = NULL};
    struct seen s;
    bool whole;

    buffer_append(&b, PJL, sizeof PJL - 1);
    buffer_append_hex(&b, LOW BEGIN
                      "C000 F828 C010 F825 C005 F826 C8 C0 0A 43617264205374 6F636B F827 "
                      "C000 F835 C000 F836 43 D3 0000EC00 F82A 75 C1 0700 F831 44 "
                      "49 42 " UEL);
    buffer_append(&b, EOJ, sizeof EOJ - 1);
    whole = look(&b, 5, &s);
    ok(whole && s.remarks == 0 && s.jobs == 1 && strcmp(s.ticket.title, "A title") == 0 &&
           strcmp(s.ticket.user, "ann") == 0 && strcmp(s.ticket.language, "pclxl") == 0,
       "The job's names are PJL's: %s", s.error);
    ok(strcmp(s.ticket.media_name, "iso_a5_148x210mm") == 0 &&
           strcmp(s.ticket.source_name, "tray-2") == 0 &&
           strcmp(s.ticket.type_name, "cardstock") == 0 && s.page.width == 3496 &&
           s.page.height == 4961,
       "Size, source and type are told in words: %s, %s, %s", s.ticket.media_name,
       s.ticket.source_name, s.ticket.type_name);
    ok(s.ticket.sides == 2 && s.ticket.edge == 3 && s.ticket.copies == 7 &&
           s.ticket.sets == 1 && s.ticket.toner_save == 2 && s.ticket.refinement == 1 &&
           s.ticket.shift == 100,
       "So are sides, edge, copies, toner save, refinement and shift");
    buffer_free(&s.bits);
    buffer_append(&twice, b.bytes, b.n);
    buffer_append(&twice, b.bytes, b.n);
    ok(look(&twice, 1000, &s) && s.jobs == 2 && s.pages == 2 && s.tickets == 2,
       "A job may follow another");
    buffer_free(&s.bits);
    twice.n -= sizeof EOJ - 1;
    whole = look(&twice, 1000, &s);
    ok(whole && s.jobs == 2 && s.remarks == 1, "A job without its EOJ is remarked: %s",
       s.remark);
    buffer_free(&s.bits);
    make(&b, LOW BEGIN PAGE "C1 0200 F831 44 " PAGE "C1 0300 F831 44 " END);
    whole = look(&b, 1000, &s);
    ok(whole && s.pages == 2 && s.remarks == 1, "So are other copies: %s", s.remark);
    buffer_free(&s.bits);
    buffer_free(&twice);
    buffer_free(&b);
}

/* ---- what is not drawn ---- */

static void test_remarks(void)
{
    /* clang-format off */
    static const struct {
        const char *body, *remark;
    } cases[] = {
        {PAGE "A8 A8 44 ", "Text is not followed"},
        {PAGE "86 44 ", "PaintPath is not followed"},
        {PAGE "A0 44 ", "Rectangle is not followed"},
        {PAGE "62 44 ", "SetClipReplace is not followed"},
        {PAGE "4A 44 ", "unknown operator 4A"},
        {PAGE "D1 02000200 F82B 77 44 ", "the page's scale is not followed"},
        {"C001 F828 D5 0AD7233D 0E74DA3C F82F C000 F830 C000 F834 43 44 ",
         "page 1 is landscape: shown as it is written"},
        {PAGE COLORS CURSOR("0000", "0000")
         "C000 F864 C002 F862 C1 0100 F86C C1 0100 F86B D1 01000100 F867 B0 "
         BLOCK("0100", "00") "FB 04 00000000" PAGE_END,
         "page 1, image 1 has levels: drawn in black and white"},
        {PAGE COLORS CURSOR("0000", "0000")
         "C001 F864 C000 F862 C1 0100 F86C C1 0100 F86B D1 02000200 F867 B0 "
         BLOCK("0100", "00") "FB 04 80000000" PAGE_END,
         "page 1, image 1 is scaled"},
        {PAGE COLORS CURSOR("0000", "0000") IMAGE("0800", "0800")
         BLOCK("0800", "02") "FB 04 FFD8FFD9" PAGE_END,
         "page 1, image 1 is a JPEG: not drawn"},
        {"C000 F828 C063 F825 C000 F834 43 44 ",
         "page 1 has an unknown size; taken for Letter"},
    };
    /* clang-format on */

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer b = {.bytes = NULL};
        struct seen s;
        bool whole;

        make(&b, LOW BEGIN);
        buffer_append_hex(&b, cases[i].body);
        buffer_append_hex(&b, END);
        whole = look(&b, 3, &s);
        ok(whole && s.pages == 1 && s.remarks == 1 && strcmp(s.remark, cases[i].remark) == 0,
           "Told: %s%s%s", cases[i].remark, s.error[0] ? ", error " : "", s.error);
        buffer_free(&s.bits);
        buffer_free(&b);
    }
}

/* ---- damage ---- */

#define DRAW PAGE COLORS CURSOR("0000", "0000")

static void test_damage(void)
{
    /* clang-format off */
    static const struct {
        const char *stream, *error;
    } cases[] = {
        {"2A 20", "no stream of PCL XL begins here"},
        {"29 20 48 51", "no stream of PCL XL begins here"},
        {"29 20 48 50 2D 50 43 4C 20 58 4C 3B 34 3B 30 0A",
         "the protocol class is not known"},
        {LOW, "the stream ends inside the language"},
        {LOW BEGIN "01", "byte 01 begins neither a value nor an operator"},
        {LOW BEGIN "C0 01 43", "a value without its attribute"},
        {LOW BEGIN "C0 01 C0", "a value without its attribute"},
        {LOW BEGIN "F8 01", "an attribute without its value"},
        {LOW BEGIN "C8 C5", "an array's length has the type C5"},
        {LOW BEGIN "C7", "a value of the unknown type C7"},
        {LOW BEGIN BEGIN, "a session begins inside another"},
        {LOW "41", "the session has no measure"},
        {LOW "D1 00000000 F889 41", "the session has impossible units"},
        {LOW "FB 01", "data that belong to no operator"},
        {LOW PAGE, "a page begins outside a session"},
        {LOW BEGIN PAGE PAGE, "a page begins inside another"},
        {LOW BEGIN PAGE "49 42", "a session ends that is inside a page"},
        {LOW BEGIN PAGE, "the stream ends inside page 1"},
        {LOW BEGIN PAGE UEL, "the language is left inside page 1"},
        {LOW BEGIN PAGE "1B 45", "an escape that is no UEL"},
        {LOW BEGIN "44", "a page ends that has not begun"},
        {LOW BEGIN "C000 F828 D5 00000000 00000000 F82F 43", "page 1 has an impossible size"},
        {LOW BEGIN "C000 F828 D5 00004042 00004042 F82F 43", "page 1 is too large"},
        {LOW BEGIN DRAW "B0", "an image without its colours"},
        {LOW BEGIN PAGE IMAGE("0800", "0800"), "an image without its palette"},
        {LOW BEGIN DRAW IMAGE("0000", "0800"), "an image without its size"},
        {LOW BEGIN DRAW IMAGE("0800", "0800") "44", "page 1 ends inside an image"},
        {LOW BEGIN DRAW IMAGE("0800", "0800") "B2",
         "page 1, image 1 ends after 0 of 8 rows"},
        {LOW BEGIN DRAW BLOCK("0100", "00"), "an image block outside an image"},
        {LOW BEGIN DRAW IMAGE("0800", "0100") BLOCK("0200", "00"),
         "an image block that does not follow the one before"},
        {LOW BEGIN DRAW IMAGE("0800", "0100") BLOCK("0100", "05"),
         "an image block of an unknown kind"},
        {LOW BEGIN DRAW IMAGE("0800", "0100") BLOCK("0100", "00") "B2",
         "an image block without its data"},
        {LOW BEGIN DRAW IMAGE("0800", "0100") BLOCK("0100", "00") "FB 03 000000 B2",
         "page 1, image 1: 1 rows are missing in a block"},
        {LOW BEGIN DRAW IMAGE("0800", "0100") BLOCK("0100", "00") "FB 05 0000000000",
         "page 1, image 1: a block has more than its rows"},
        {LOW BEGIN DRAW IMAGE("0800", "0100") BLOCK("0100", "01") "FB 02 FC00",
         "page 1, image 1: a block has more than its rows"},
        {LOW BEGIN DRAW IMAGE("0800", "0100") BLOCK("0100", "03") "FB 05 0300 200000",
         "page 1, image 1: a change beyond the end of a row"},
        {LOW BEGIN DRAW IMAGE("0800", "0100") BLOCK("0100", "03") "FB 03 0100 20",
         "page 1, image 1: a row ends inside a command"},
    };
    /* clang-format on */

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer b = {.bytes = NULL};
        struct seen s, whole;
        bool good;

        make(&b, cases[i].stream);
        good = look(&b, 1, &s) || look(&b, 10000, &whole);
        ok(!good && strcmp(s.error, cases[i].error) == 0 && strcmp(whole.error, s.error) == 0,
           "Refused: %s%s%s", cases[i].error, strcmp(s.error, cases[i].error) ? ", not " : "",
           strcmp(s.error, cases[i].error) ? s.error : "");
        buffer_free(&s.bits);
        buffer_free(&whole.bits);
        buffer_free(&b);
    }
}

/* ---- Ghostscript's streams ---- */

/* 1200 x 1600 dots at 600 dpi; blocks, slants, noise, white. */
#define GS_WIDTH  1200
#define GS_HEIGHT 1600
static const char gs_page[] =
    "<</PageSize [144 192]>> setpagedevice 144 192 scale 1 srand "
    "/row 150 string def /y 0 def "
    "1200 1600 1 [1200 0 0 -1600 0 1600] { 0 1 149 { /i exch def row i "
    "y 400 lt {i y 8 idiv add 3 mod 0 eq {0} {255} ifelse} "
    "{y 800 lt {rand 255 and} {y 1200 lt {255} {i 40 lt {15 y 7 and bitshift 255 and} {0} "
    "ifelse}"
    " ifelse} ifelse} ifelse put } for /y y 1 add def row } image showpage ";

/* What gs makes of the page; empty when there is no gs. */
static bool run_gs(const char *options, struct buffer *out)
{
    char command[2048];
    uint8_t bytes[4096];
    FILE *pipe;
    size_t n;

    snprintf(command, sizeof command,
             "gs -q -dNOPAUSE -dBATCH -dSAFER -r600 %s -sOutputFile=- -c '%s' 2>/dev/null",
             options, gs_page);
    pipe = popen(command, "r"); /* NOLINT(cert-env33-c): the test's own words */
    while (pipe && (n = fread(bytes, 1, sizeof bytes, pipe)) > 0)
        buffer_append(out, bytes, n);
    return pipe && pclose(pipe) == 0 && out->n > 0;
}

static void test_ghostscript(const char *options, const char *name)
{
    struct buffer stream = {.bytes = NULL}, picture = {.bytes = NULL};
    const size_t pixels = (size_t)GS_WIDTH / 8 * GS_HEIGHT;
    struct seen s;
    bool whole;

    if (!run_gs("-sDEVICE=pbmraw", &picture) || !run_gs(options, &stream)) {
        ok(false, "%s: gs runs", name);
        buffer_free(&stream);
        buffer_free(&picture);
        return;
    }
    whole = look(&stream, 1000, &s);
    ok(whole && s.pages == 1 && s.jobs == 1, "%s: the stream is read%s%s", name,
       s.error[0] ? ", error " : "", s.error);
    ok(s.page.width == GS_WIDTH && s.page.height == GS_HEIGHT && s.bits.n == pixels &&
           picture.n > pixels &&
           memcmp(s.bits.bytes, picture.bytes + picture.n - pixels, pixels) == 0,
       "%s: its dots are those of Ghostscript's own picture", name);
    if (s.remarks > 0)
        diag("%u remarks, the first: %s", s.remarks, s.remark);
    buffer_free(&s.bits);
    buffer_free(&stream);
    buffer_free(&picture);
}

int main(void)
{
    test_images();
    test_high_first();
    test_ticket();
    test_remarks();
    test_damage();
    test_ghostscript("-sDEVICE=pxlmono -dCompressMode=1", "pxlmono, RLE");
    test_ghostscript("-sDEVICE=pxlmono -dCompressMode=3", "pxlmono, delta row");
    return tap_done();
}
