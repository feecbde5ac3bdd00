/*
 * test-decode-pcl5e.c - the decoder of PCL 5e by hand: streams of all sorts of writers, and
 * damaged ones.
 * Effects: standard output, memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pcl5e-decode.h"
#include "tests/unit/tap.h"

#include <string.h>

#define UEL "\033%-12345X"

struct seen {
    struct decode_ticket ticket;
    unsigned tickets, pages, jobs, remarks, black;
    uint32_t width, height, left, top, right, bottom; /* of the dots of all pages */
    char remark[200];
    char error[200];
};

static bool on_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct seen *s = ctx;

    s->ticket = *ticket;
    s->tickets++;
    return true;
}

static void note_dot(struct seen *s, uint32_t x, uint32_t y)
{
    s->black++;
    s->left = x < s->left ? x : s->left;
    s->right = x > s->right ? x : s->right;
    s->top = y < s->top ? y : s->top;
    s->bottom = y > s->bottom ? y : s->bottom;
}

static bool on_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                    size_t stride, const uint8_t *bits)
{
    struct seen *s = ctx;

    s->width = page->width;
    s->height = page->height;
    for (size_t i = 0; i < rows * stride; i++)
        for (uint32_t x = 0; bits[i] != 0 && x < 8; x++)
            if (bits[i] & 0x80u >> x)
                note_dot(s, (uint32_t)(i % stride * 8) + x, y + (uint32_t)(i / stride));
    return true;
}

static bool on_page_end(void *ctx, const struct decode_page *page)
{
    (void)page;
    ((struct seen *)ctx)->pages++;
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
    s->remarks++;
    snprintf(s->remark, sizeof s->remark, "%s", text);
}

/* In pieces of so many bytes. */
static bool decode(const char *bytes, size_t n, size_t piece, struct seen *s)
{
    const struct decode_callbacks callbacks = {on_ticket,  NULL,      on_band, on_page_end,
                                               on_job_end, on_remark, s};
    struct pcl5e_decoder *d = pcl5e_decoder_new(&callbacks);
    bool fine = d != NULL;

    memset(s, 0, sizeof *s);
    s->left = s->top = UINT32_MAX;
    for (size_t at = 0; fine && at < n; at += piece)
        fine = pcl5e_decoder_feed(d, bytes + at, n - at < piece ? n - at : piece);
    fine = fine && pcl5e_decoder_finish(d) && pcl5e_decoder_idle(d);
    if (d)
        snprintf(s->error, sizeof s->error, "%s", pcl5e_decoder_error(d));
    pcl5e_decoder_free(d);
    return fine;
}

#define DECODE(bytes, s)                                                                       \
    (decode(bytes, sizeof(bytes) - 1, sizeof(bytes), s) &&                                     \
     decode(bytes, sizeof(bytes) - 1, 1, s))

static bool box_is(const struct seen *s, uint32_t left, uint32_t top, uint32_t right,
                   uint32_t bottom, unsigned black)
{
    bool right_place = s->left == left && s->top == top && s->right == right &&
                       s->bottom == bottom && s->black == black;

    if (!right_place)
        diag("%u dots from %u, %u to %u, %u; %s", s->black, (unsigned)s->left, (unsigned)s->top,
             (unsigned)s->right, (unsigned)s->bottom, s->error);
    return right_place;
}

/* ---- jobs ---- */

static void test_jobs(void)
{
    struct seen s;

    ok(DECODE("", &s) && s.jobs == 0, "No bytes are no job");
    ok(DECODE(UEL UEL "@PJL INFO ID\r\n" UEL, &s) && s.jobs == 0, "Nor is a question in PJL");
    ok(DECODE("\033E\033*r1A\033*b1W\200\033*rB\f\033E", &s) && s.jobs == 1 && s.pages == 1 &&
           s.tickets == 1 && strcmp(s.ticket.language, "pcl5e") == 0 && s.ticket.copies == 1 &&
           s.ticket.sides == 1 && s.ticket.toner_save == -1 &&
           strcmp(s.ticket.media_name, "na_letter_8.5x11in") == 0 && s.width == 5100,
       "A job without PJL is a job up to its end, on Letter unless it says so");
    ok(DECODE("\033E\033*r1A\033*b1W\200", &s) && s.pages == 1 && s.jobs == 1 && s.remarks == 1,
       "A page without end is printed, and that is told");
    ok(DECODE(UEL "@PJL ENTER LANGUAGE = pcl\n\033E\f\033E" UEL "@PJL ENTER LANGUAGE=PCL\r\n"
                  "\f\f" UEL,
              &s) &&
           s.jobs == 2 && s.pages == 3,
       "Jobs may follow one another; a form feed alone is a white page");
    ok(DECODE(UEL "@PJL JOB NAME = \"A b\"  DISPLAY=\"c\"\r\n@PJL SET USERNAME=\"u\"\r\n"
                  "@PJL SET DUPLEX = ON\r\n@PJL SET BINDING=SHORTEDGE\n@PJL SET QTY=4\n"
                  "@PJL SET COPIES=2\n@PJL SET ECONOMODE=ON\n@PJL SET RET=DARK\n"
                  "@PJL COMMENT x\n@PJL ENTER LANGUAGE=PCL\n\033E\f\033E" UEL "@PJL EOJ\n" UEL,
              &s) &&
           s.jobs == 1 && strcmp(s.ticket.title, "A b") == 0 &&
           strcmp(s.ticket.user, "u") == 0 && s.ticket.sides == 2 && s.ticket.edge == 3 &&
           s.ticket.sets == 4 && s.ticket.finishing == 0x0B && s.ticket.copies == 2 &&
           s.ticket.toner_save == 2 && s.ticket.refinement == 2,
       "What PJL says is in the ticket");
    ok(DECODE(UEL "@PJL SET DUPLEX=ON\r\n@PJL ENTER LANGUAGE=PCL\r\n\033&l0S\f" UEL, &s) &&
           s.ticket.sides == 1,
       "What PCL says counts more");
    ok(DECODE(UEL "@PJL JOB\r\n@PJL ENTER LANGUAGE=PCL\r\n\033E\f" UEL "@PJL EOJ" UEL, &s) &&
           s.jobs == 1,
       "A UEL ends a line, too");
}

static void test_ticket(void)
{
    struct seen s;

    ok(DECODE("\033&l26a4h1s72u2x\060o0E\033&n9WdRecycled\f", &s) &&
           strcmp(s.ticket.media_name, "iso_a4_210x297mm") == 0 && s.ticket.source == 4 &&
           strcmp(s.ticket.source_name, "by-pass-tray") == 0 && s.ticket.sides == 2 &&
           s.ticket.edge == 4 && s.ticket.shift == 25 && s.ticket.copies == 2 &&
           strcmp(s.ticket.type_name, "stationery-recycled") == 0 && s.width == 4961 &&
           s.height == 7016,
       "Size, source, sides, shift, copies and type are in the ticket");
    ok(DECODE("\033&l99A\f", &s) && s.remarks == 1 && s.pages == 1,
       "An unknown size is told, and left as it was");
    ok(DECODE("\033&l2A\033*b1W\1\033&l26A\033*b1W\1\f", &s) && s.pages == 2 && s.remarks == 1,
       "Another size ejects the page");
}

/* ---- places ---- */

static void test_places(void)
{
    struct seen s;

    ok(DECODE("\033&l0E\033*p0x0Y\033*t600R\033*r1A\033*b1W\300\033*rC\f", &s) &&
           box_is(&s, 150, 0, 151, 0, 2),
       "Letter's logical page begins at dot 150");
    ok(DECODE("\033&l26a0E\033*p0x0Y\033*t600R\033*r1A\033*b1W\300\033*rC\f", &s) &&
           box_is(&s, 142, 0, 143, 0, 2),
       "A4's at dot 142");
    ok(DECODE("\033&l0E\033*p0x0Y\033*t75R\033*r1A\033*b1W\300\033*rC\f", &s) &&
           box_is(&s, 150, 0, 165, 7, 128),
       "A dot of 75 dpi is 8 by 8");
    ok(DECODE("\033&l0E\033*p100x200Y\033*t300R\033*r1A\033*b1W\200\033*rC\f", &s) &&
           box_is(&s, 350, 400, 351, 401, 4),
       "The cursor's units are 1/300 inch at first");
    ok(DECODE("\033&l0E\033&u600D\033*p100x200Y\033*p+5x-7Y\033*t600R\033*r1A\033*b1W\200"
              "\033*rC\f",
              &s) &&
           box_is(&s, 255, 193, 255, 193, 1),
       "A sign counts from where the cursor is");
    ok(DECODE("\033*p0x0Y\033*t600R\033*r1A\033*b1W\200\f", &s) &&
           box_is(&s, 150, 300, 150, 300, 1),
       "The top margin is half an inch unless told");
    ok(DECODE("\033&l0E\033&a720h1440V\033*t600R\033*r0A\033*b1W\200\f", &s) &&
           box_is(&s, 150, 1200, 150, 1200, 1),
       "A raster can begin at the left edge; 720 decipoints are an inch");
    ok(DECODE("\033&l0e72u-36Z\033*p0x300Y\033*t600R\033*r1A\033*b1W\200\f", &s) &&
           box_is(&s, 210, 570, 210, 570, 1),
       "Registration moves the logical page");
    ok(DECODE("\033&l1s0e72U\f\033*p60x300Y\033*t600R\033*r1A\033*b1W\200\f", &s) &&
           box_is(&s, 210, 600, 210, 600, 1),
       "On the back of a sheet bound at the long edge it goes to the left");
    ok(DECODE("\033&l2s0e72Z\f\033*p0x300Y\033*t600R\033*r1A\033*b1W\200\f", &s) &&
           box_is(&s, 150, 540, 150, 540, 1),
       "On one bound at the short edge up");
}

/* ---- rows ---- */

#define BEGIN "\033&l0E\033*p0x0Y\033*t600R\033*r1A"

static void test_rows(void)
{
    struct seen s;

    ok(DECODE(BEGIN "\033*b2W\377\360\033*b3y1W\200\f", &s) && box_is(&s, 150, 0, 161, 4, 13),
       "Rows follow one another, a Y offset skips some");
    ok(DECODE(BEGIN "\033*b1m4W\002\377\000\001\f", &s) && box_is(&s, 150, 0, 181, 0, 25),
       "Method 1: counts and bytes");
    ok(DECODE(BEGIN "\033*b2m5W\200\376\377\000\001\f", &s) && box_is(&s, 150, 0, 181, 0, 25),
       "Method 2: runs, bytes, and -128 is nothing");
    ok(DECODE(BEGIN "\033*b1W\377\033*b3m2W\001\001\033*b0W\f", &s) &&
           box_is(&s, 150, 0, 165, 2, 26),
       "Method 3: the row above with a byte more, and again");
    ok(DECODE(BEGIN "\033*b1W\377\033*b1y3m2W\001\200\f", &s) && box_is(&s, 150, 0, 158, 2, 9),
       "A Y offset makes the row above white");
    ok(DECODE(BEGIN "\033*b9m4W\201\377\010\200\f", &s) && box_is(&s, 150, 0, 182, 0, 25),
       "Method 9: a run of three, then a byte after one that stays");
    ok(DECODE(BEGIN "\033*b5m13W\000\000\001\377\004\000\002\005\000\001\003\000\000\f", &s) &&
           box_is(&s, 150, 0, 157, 0, 8),
       "Method 5: a row, two white ones, the last again, nothing new");
    ok(DECODE(BEGIN "\033*b3m2w\000\2002w\000\3000W\f", &s) && box_is(&s, 150, 0, 151, 2, 5),
       "Small letters go on behind their data");
    ok(DECODE("\033&l0E\033*p0x0Y\033*t600R\033*r4s2T\033*r1A\033*b1W\377\033*b1W\377"
              "\033*b1W\377\033*rC\f",
              &s) &&
           box_is(&s, 150, 0, 153, 1, 8),
       "A raster can be limited to some dots and rows");
    ok(DECODE("\033*p0x0Y\033*r1A\033*b2m1W\000\033*rC\033*r1A\033*b1W\200\f", &s) == false,
       "A packet without its byte is damage");
}

static void test_remarks(void)
{
    struct seen s;

    ok(DECODE("\033EHello\f", &s) && s.pages == 1 && strcmp(s.remark, "text is not drawn") == 0,
       "Text is told");
    ok(DECODE("\033%0BINSP1PU0,0PD100,100;\033%0A\f", &s) && s.pages == 1 &&
           strcmp(s.remark, "HP-GL/2 is not drawn") == 0,
       "So is HP-GL/2");
    ok(DECODE("\033*c100a100b0P\f", &s) && s.remarks == 1, "And rules");
    ok(DECODE("\033&l1O\f", &s) && s.remarks == 1, "And a page that lies sideways");
    ok(DECODE("\033)s4Wabcd\033(8U\033(s0p10H\033&k1W\f", &s) && s.remarks == 0 && s.pages == 1,
       "Fonts are none of its business, nor is their data");
}

/* ---- damage ---- */

static bool fails_with(const char *bytes, size_t n, const char *error)
{
    struct seen s;
    bool right = !decode(bytes, n, n, &s) && strcmp(s.error, error) == 0;

    if (!right)
        diag("\"%s\"", s.error);
    return right;
}

#define FAILS(bytes, error) fails_with(bytes, sizeof(bytes) - 1, error)
#define ENTER               UEL "@PJL JOB\n@PJL ENTER LANGUAGE=PCL\n"

static void test_damage(void)
{
    ok(FAILS(ENTER "\033E", "the stream ends inside the job"), "A job in PJL has an end");
    ok(FAILS(ENTER "\033E" UEL, "the stream ends inside the job"), "which is an EOJ");
    ok(FAILS(ENTER "\033*r1A\033*b1W\1\033*b0W", "the stream ends inside page 1, after 2 rows"),
       "A page that breaks off is told with its rows");
    ok(FAILS("\033*b10W123", "the stream ends inside a command"), "So are data,");
    ok(FAILS("\033*b10", "the stream ends inside a command"), "and a command");
    ok(FAILS("@PJ", "the stream ends inside the job"), "and a line");
    ok(FAILS(UEL "@PJL ENTER LANGUAGE=PCLXL\n", "the job is in the language PCLXL"),
       "Another language is not guessed at");
    ok(FAILS("\033*b40000W", "a command has 40000 bytes of data"),
       "Data have at most 32767 bytes");
    ok(FAILS("\033*b7M", "compression method 7 is not known"), "Methods are known ones");
    ok(FAILS("\033*b1\001W", "byte 01 inside a command"), "A command has no control codes");
    ok(FAILS("\033*p111111111111111111111111111X", "a command's number is too long"),
       "Nor numbers without end");
    ok(FAILS("\033*b1m1W\1", "a row ends inside a command"), "Method 1 has pairs");
    ok(FAILS("\033*b2m2W\005\1", "a row ends inside a command"), "Method 2 has all its bytes");
    ok(FAILS("\033*b3m2W\377\1", "a row ends inside a command"), "So has method 3,");
    ok(FAILS("\033*b3m2W\037\377", "a row ends inside a command"), "all its offsets,");
    ok(FAILS("\033*b9m1W\200", "a row ends inside a command"), "and method 9");
    ok(FAILS("\033*b5m2W\0\0", "a block of rows ends inside a command") &&
           FAILS("\033*b5m4W\0\0\2\1", "a block of rows is damaged"),
       "A block has all of its rows");
    ok(FAILS("\033*b5m3W\5\377\377", "a raster has more than 32768 rows") &&
           FAILS("\033*r1A\033*b32767y2Y", "a raster has more than 32768 rows"),
       "A raster has an end");
}

static void test_wide(void)
{
    char bytes[64] = "\033*b3m20W";
    size_t n = strlen(bytes);

    bytes[n++] = 0x1F;
    memset(bytes + n, 0xFF, 17);
    bytes[n + 17] = 0;
    bytes[n + 18] = 1;
    ok(fails_with(bytes, n + 19, "a row is wider than any page"),
       "Nor does an offset lead out of memory");
}

int main(void)
{
    test_jobs();
    test_ticket();
    test_places();
    test_rows();
    test_remarks();
    test_damage();
    test_wide();
    return tap_done();
}
