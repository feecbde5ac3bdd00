/*
 * test-decode-classes.c - the decoder on what only sisters of the iR1020 send: PackBits, Group
 * 4, JBIG, two bits a dot, 400 dpi, records of their tickets. Streams are put together by hand.
 * Effects: standard output.
 * Source: driver/FORMAT-ufr2lt.md sections 9 and 11; TIFF 6.0, ITU-T T.4 and T.6.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/hand-streams.h"

#define EOFB "000000000001 000000000001"

/* A page of orientation 0 with E6 in its plane. */
static void start_page(size_t width, size_t height, unsigned dot_bits)
{
    hex(&pages, "03 E7 85");
    put16(&pages, width);
    put16(&pages, height);
    hex(&pages, "DE 80 00 C8 00 CA A1 00 00 CB 00 61 E6 80");
    pages.bytes[pages.n++] = (uint8_t)dot_bits;
    hex(&pages, "E5 00");
}

static void put_band(size_t width, size_t rows, size_t y, unsigned compression,
                     const struct buffer *data)
{
    hex(&pages, "62 E3 85");
    put16(&pages, width);
    put16(&pages, rows);
    hex(&pages, "E8 A5 00 00");
    put16(&pages, y);
    hex(&pages, "E1");
    pages.bytes[pages.n++] = (uint8_t)compression;
    hex(&pages, "D7 A4"); /* signed, as those classes have it */
    put16(&pages, data->n);
    hex(&pages, "9D");
    put16(&pages, data->n);
    put(&pages, data->bytes, data->n);
}

static void start_pages(void)
{
    pages.n = 0;
    hex(&pages, PAGES_START);
}

static const struct result *decode_pages(void)
{
    hex(&pages, "13" PAGES_END);
    stream.n = 0;
    job(&stream, pages.bytes, pages.n, 65534);
    return decode_pieces(stream.bytes, stream.n, 7, 0);
}

/* A page of one band. */
static const struct result *decode_band(size_t width, size_t rows, unsigned compression,
                                        const struct buffer *data)
{
    start_pages();
    start_page(width, rows, 1);
    put_band(width, rows, 0, compression, data);
    return decode_pages();
}

static struct buffer data;

/* Bits written as text become bytes, the first bit the lowest; spaces are for the reader. */
static void fax(const char *text)
{
    unsigned have = 0;

    data.n = 0;
    for (; *text; text++) {
        if (*text != '0' && *text != '1')
            continue;
        if (have % 8 == 0)
            data.bytes[data.n++] = 0;
        data.bytes[data.n - 1] |= (uint8_t)((*text == '1') << have % 8);
        have++;
    }
}

static void bytes_of(const char *text)
{
    data.n = 0;
    hex(&data, text);
}

/* The data decode to these bytes, with this remark or none. */
static void gives(const struct result *r, const char *expected, const char *remark,
                  const char *name)
{
    static struct buffer e;

    e.n = 0;
    hex(&e, expected);
    if (!ok(r->finished && r->ends == 1 && r->n == e.n && memcmp(r->bits, e.bytes, e.n) == 0 &&
                (remark ? r->remarks == 1 && strstr(r->remark, remark) : r->remarks == 0),
            "%s", name))
        diag("\"%s\" at %llu, %zu bytes, %u remarks: %s", r->error,
             (unsigned long long)r->offset, r->n, r->remarks, r->remark);
}

static void refuses(const struct result *r, const char *reason, const char *name)
{
    if (!ok(!r->finished && r->ends == 0 && strstr(r->error, reason), "%s", name))
        diag("\"%s\" at %llu", r->error, (unsigned long long)r->offset);
}

static void packbits(size_t rows, const char *text, const char *expected, const char *remark,
                     const char *name)
{
    bytes_of(text);
    gives(decode_band(24, rows, 1, &data), expected, remark, name);
}

static void packbits_refused(const char *text, const char *reason, const char *name)
{
    bytes_of(text);
    refuses(decode_band(24, 2, 1, &data), reason, name);
}

static void test_packbits(void)
{
    packbits(
        2, "02 01 02 03 FE AA 80", "01 02 03 AA AA AA", NULL,
        "PackBits: a count below 80 is followed by bytes, one above by the byte to repeat");
    packbits(1, "FF 05 00 06 80", "05 05 06", NULL,
             "PackBits: FF repeats twice, 00 is one byte");
    packbits(2, "FB 11 80", "11 11 11 11 11 11", "beyond the end of a row",
             "A packet over two rows is decoded and remarked");
    packbits(1, "FE 11 80 80", "11 11 11", "count of 80 inside",
             "A count of 80 in the middle does nothing and is remarked");
    packbits(1, "FE 11", "11 11 11", "does not end in 80",
             "PackBits without their last 80 are decoded and remarked");
    packbits_refused("FE 11 FC 12 80", "more bytes", "A run beyond the band is refused");
    packbits_refused("FE 11 03 1 2 3 4 80", "more bytes",
                     "Literals beyond the band are refused");
    packbits_refused("FE 11 80", "before the band's last row",
                     "PackBits with rows missing are refused");
    packbits_refused("FE 11 FE", "middle of a packet", "A run without its byte is refused");
    packbits_refused("FE 11 02 01 02", "middle of a packet", "Cut literals are refused");
}

/* Group 4 in rows of 16 dots. */
static void g4(size_t rows, const char *text, const char *expected, const char *name)
{
    fax(text);
    gives(decode_band(16, rows, 4, &data), expected, NULL, name);
}

static void g4_refused(size_t rows, const char *text, const char *reason, const char *name)
{
    fax(text);
    refuses(decode_band(16, rows, 4, &data), reason, name);
}

/* Three white dots, two black ones, white. */
#define BAR "001 1000 11  1 "

static void test_g4(void)
{
    g4(1, "1" EOFB, "00 00", "Group 4: a white row is one bit");
    g4(1, BAR EOFB, "18 00", "Group 4: a horizontal mode has a white run and a black one");
    g4(2, BAR "1 1 1" EOFB, "18 00 18 00", "Group 4: a row may be as the one above");
    g4(2, BAR "011 000011 1" EOFB, "18 00 0E 00",
       "Group 4: changes may be one and two dots further right");
    g4(2, BAR "0000010 010 1" EOFB, "18 00 F0 00",
       "Group 4: changes may be three dots and one further left");
    g4(2, BAR "000010 0000011 1" EOFB, "18 00 7F 00",
       "Group 4: changes may be two dots further left and three further right");
    g4(2, BAR "0001 1" EOFB, "18 00 00 00", "Group 4: a bar above may be passed");
    g4(2, BAR "0001 001 1111 11 1" EOFB, "18 00 00 0C",
       "Group 4: a run goes on over what was passed");
    g4(2, "001 00110101 0000010111" BAR EOFB, "FF FF 18 00",
       "Group 4: a row may begin black, and a black row be above");
    g4(2, "001 00110101 0000010111  1 1" EOFB, "FF FF FF FF",
       "Group 4: a black row is two changes after a black row");
}

static void test_long_g4(void)
{
    const struct result *r;
    unsigned i;
    bool good;

    fax("001 000000011111 00110101  000000011111 0000110111 " EOFB);
    r = decode_band(5120, 1, 4, &data);
    good = r->finished && r->n == 640 && r->remarks == 0;
    for (i = 0; good && i < 640; i++)
        good = r->bits[i] == (i < 320 ? 0 : 0xFF);
    ok(good, "Group 4: runs of 2560 dots have a code of their own and one for what is left");
    /* 2560 + 1792 + 63, then 640 + 65 black ones */
    fax("001 000000011111 00000001000 00110100  0000001001010 0000001111 010 " EOFB);
    r = decode_band(5120, 1, 4, &data);
    good = r->finished && r->n == 640 && r->remarks == 0 && r->bits[551] == 1;
    for (i = 0; good && i < 640; i++)
        good = i == 551 || r->bits[i] == (i < 551 ? 0 : 0xFF);
    ok(good, "Group 4: several codes may make one run");
}

static void test_bad_g4(void)
{
    g4_refused(1, "001 00110101 0000011000" EOFB, "a run beyond",
               "A run of 17 dots is refused");
    g4_refused(1, "001 11011 11011 11011", "a run beyond", "Runs without end are refused");
    g4_refused(1, "011" EOFB, "beyond the end of the row",
               "A change right of the row is refused");
    g4_refused(1, "0000010 0000010 1" EOFB, "left of the one before",
               "A change at the one before is refused");
    g4_refused(2, BAR "1 0000010 1" EOFB, "left of the one before",
               "A change left of the one before is refused");
    g4_refused(1, "0001 1" EOFB, "not there", "Passing what is not there is refused");
    g4_refused(1, "0000001 111" EOFB, "no meaning", "An extension of Group 4 is refused");
    g4_refused(1, "001 00000000 11", "run's code", "A run's code of zeros is refused");
    g4_refused(2, "1" EOFB, "end of the block comes", "An end before the last row is refused");
    g4_refused(2, "1", "a code that has no", "Group 4 that breaks off is refused");
    g4_refused(1, "001 1000 1", "middle of one", "A code that breaks off is refused");
    g4_refused(9, "11111111", "before the band's last row",
               "Rows that are missing are refused");
    data.n = 0;
    refuses(decode_band(16, 1, 4, &data), "before the band's last row",
            "Group 4 of no bytes is refused");
    fax("1");
    gives(decode_band(16, 1, 4, &data), "00 00", "another end",
          "Rows without an end are decoded and remarked");
    fax("1 " EOFB "1");
    gives(decode_band(16, 1, 4, &data), "00 00", "another end",
          "Bits behind the end are decoded and remarked");
    fax("1 " EOFB "00000000 0000");
    gives(decode_band(16, 1, 4, &data), "00 00", "another end",
          "A byte too much behind the end is remarked");
}

/* JBIG: without any code bytes a stripe is white. */
#define HEAD "00 00 01 00  00000010 00000100  00000080 00 00 00 48 "

static void test_jbig(void)
{
    static char white[2 * 256 * 3 + 1];
    size_t i;
    struct buffer *second = malloc(sizeof *second);

    for (i = 0; i < 256 * 2; i++)
        memcpy(white + 3 * i, "00 ", 4);
    bytes_of(HEAD "FF 02 FF 03");
    gives(decode_band(16, 256, 5, &data), white, NULL, "JBIG: two white stripes");
    bytes_of(HEAD "FF 03");
    second->n = 0;
    hex(second, "FF 03");
    start_pages();
    start_page(16, 256, 1);
    put_band(16, 128, 0, 5, &data);
    put_band(16, 128, 128, 5, second);
    gives(decode_pages(), white, NULL, "JBIG: the bands of a page are one image");
    bytes_of(HEAD "FF 02 FF 02");
    gives(decode_band(16, 256, 5, &data), white, "FF 03",
          "JBIG without the last reset is decoded and remarked");
    bytes_of(HEAD "FF 02 FF 03 FF 03");
    gives(decode_band(16, 256, 5, &data), white, "FF 03",
          "Bytes behind the image are remarked");
    bytes_of("00 00 01 00  00000010 00000100  00000100 00 00 00 48 FF 03");
    gives(decode_band(16, 256, 5, &data), white, "another JBIG header",
          "JBIG in other stripes is decoded and remarked");
    free(second);
}

static void jbig_refused(const char *text, const char *reason, const char *name)
{
    bytes_of(text);
    refuses(decode_band(16, 256, 5, &data), reason, name);
}

static void test_bad_jbig(void)
{
    jbig_refused("00 00 01 00  00000018 00000100  00000080 00 00 00 48 FF 02 FF 03",
                 "another size", "A JBIG image of another width is refused");
    jbig_refused("00 00 01 00  00000010 00000101  00000080 00 00 00 48 FF 02 FF 03",
                 "another size", "A JBIG image of another height is refused");
    jbig_refused("00 00 02 00  00000010 00000100  00000080 00 00 00 48 FF 02 FF 03",
                 "resolutions or planes", "JBIG of two planes is refused");
    jbig_refused("00 01 01 00  00000010 00000100  00000080 00 00 00 48 FF 02 FF 03",
                 "resolutions or planes", "JBIG of two resolutions is refused");
    jbig_refused("00 00 01 00  00000010 00000100  00000080 00 00 00 68 FF 02 FF 03",
                 "unknown options", "JBIG that may change its height is refused");
    jbig_refused("00 00 01 00  00000010 00000100  00000000 00 00 00 48 FF 02 FF 03", "damaged",
                 "JBIG in stripes of no rows is refused");
    jbig_refused(HEAD "FF 02", "before the band's last row", "A missing stripe is refused");
    jbig_refused("00 00 01 00 00 00", "before the band's last row", "A cut header is refused");
    jbig_refused(HEAD "FF 04", "damaged", "JBIG that says it is given up is refused");
    jbig_refused(HEAD "FF 09", "damaged", "An unknown marker is refused");
    bytes_of(HEAD "FF 02 FF 03");
    start_pages();
    start_page(16, 256, 1);
    put_band(16, 128, 0, 5, &data);
    refuses(decode_pages(), "more rows than the band", "A stripe too many is refused");
}

/* Two bits a dot; PackBits show them as they are. */
static const struct result *decode_two_bits(const char *text, unsigned dot_bits)
{
    bytes_of(text);
    start_pages();
    start_page(16, 1, dot_bits);
    put_band(16, 1, 0, 1, &data);
    return decode_pages();
}

static void test_two_bits(void)
{
    gives(decode_two_bits("03 FF 00 F0 0C 80", 2), "F0 C2", NULL,
          "Two bits a dot: 11 is black and 00 is white");
    gives(decode_two_bits("03 E4 1B 00 00 80", 2), "C3 00", "between black and white",
          "Dots between black and white become what they are nearer to, and are remarked");
    refuses(decode_two_bits("03 00 00 00 00 80", 3), "bits of a dot: 3",
            "Three bits a dot are refused");
    refuses(decode_two_bits("01 00 00 80", 0), "bits of a dot: 0", "No bits a dot are refused");
}

/* A page of 8 dots by height with this E9. */
static const struct result *decode_dpi(const char *resolution, size_t height, size_t rows,
                                       const char *orientation)
{
    pages.n = 0;
    hex(&pages, "01 C1 85 10 00 10 84 C2 00 D8 84 02 58 DD 80 C8 F0 84 08 00");
    hex(&pages, resolution);
    hex(&pages, "02 C3 00 C5 00 C6 00 51 F2 00 03 E7 85 00 08");
    put16(&pages, height);
    hex(&pages, orientation);
    hex(&pages, "61 E6 80 01");
    put_band(8, rows, 0, 1, &data);
    return decode_pages();
}

static void test_dpi(void)
{
    bytes_of("00 01 00 02 00 03 00 04 80");
    gives(decode_dpi("E9 84 01 90", 7, 4, "DE 80 00"), "01 02 03 04", NULL,
          "At 400 dpi down the page two rows stand for three, and what is left has none");
    gives(decode_dpi("E9 84 02 58", 4, 4, "DE 80 00"), "01 02 03 04", NULL,
          "600 dpi down the page may be said");
    refuses(decode_dpi("E9 84 01 90", 7, 5, "DE 80 00"), "has 4 left",
            "At 400 dpi a page has no more rows than that");
    refuses(decode_dpi("E9 84 01 2C", 8, 4, "DE 80 00"), "unsupported resolution 600 x 300",
            "Other resolutions are refused");
    refuses(decode_dpi("E9 84 01 90", 7, 4, "DE 80 01"), "unsupported resolution",
            "A turned page at 400 dpi is refused: nobody has seen one");
    refuses(decode_dpi("E9 84 01 90", 2, 1, "DE 80 00"), "no rows",
            "A page too low for a row at 400 dpi is refused");
}

/* A job of one packet of the ticket and no pages. */
static const struct result *decode_ticket(unsigned operation, const char *text)
{
    stream.n = 0;
    packet(&stream, 0x6B, "00 00");
    packet(&stream, operation, text);
    packet(&stream, 0x13, "00");
    return decode(&stream);
}

static void test_source_names(void)
{
    const struct result *r = decode_ticket(0x18, "07 EE 02 00 04 41 55 54 4F");

    ok(r->finished && r->remarks == 0 && r->ticket.source == 0x0B,
       "A source may be named AUTO instead of numbered");
    r = decode_ticket(0x18, "07 EE 02 00 09 43 41 53 53 45 54 54 45 32");
    ok(r->finished && r->remarks == 0 && r->ticket.source == 0x66, "CASSETTE2 is drawer 2");
    r = decode_ticket(0x18, "07 EE 02 00 03 41 55 54");
    ok(r->finished && r->remarks == 1 && strstr(r->remark, "unknown source"),
       "Another name of a source is remarked");
    r = decode_ticket(0x18, "07 EE 02 00 05 41 55 54 4F");
    ok(!r->finished && strstr(r->error, "shorter than the name"),
       "A source's name longer than its packet is refused");
    r = decode_ticket(0x18, "07 EE 02 00");
    ok(!r->finished && strstr(r->error, "shorter than the name"),
       "A source's name without its length is refused");
}

static void test_settings(void)
{
    const struct result *r = decode_ticket(0x1D, "0000000000 8F 00 FF 01 41 02 4F 4E");

    ok(r->finished && r->remarks == 0, "A packet 1D has a name and a value");
    r = decode_ticket(0x1D, "0000000000 8E 00 FF 01 41 02 4F 4E");
    ok(r->finished && strstr(r->remark, "other constants"),
       "A packet 1D of another beginning is remarked");
    r = decode_ticket(0x1D, "0000000000 8F 00 FF 01 41 02 4F 4E 00");
    ok(r->finished && strstr(r->remark, "behind its texts"),
       "A packet 1D with more than two texts is remarked");
    r = decode_ticket(0x1D, "0000000000 8F 00 FF 01 41 03 4F 4E");
    ok(!r->finished && strstr(r->error, "shorter than the texts"),
       "A value longer than its packet is refused");
    r = decode_ticket(0x1D, "0000000000 8F 00 FF 01 41");
    ok(!r->finished && strstr(r->error, "shorter than the texts"),
       "A packet 1D without a value is refused");
    r = decode_ticket(0x1D, "00");
    ok(!r->finished && strstr(r->error, "shorter than the texts"),
       "A packet 1D of one byte is refused");
}

static void test_known_records(void)
{
    static const char *const job_records[] = {"07DA010C6600CA", "084A04", "084B03", "088100",
                                              "08A5FEFEFFFE000000000000000003"};
    const struct result *r;
    unsigned known = 0;
    size_t i;

    for (i = 0; i < sizeof job_records / sizeof job_records[0]; i++)
        known += decode_ticket(0x15, job_records[i])->remarks == 0;
    ok(known == 4, "Records of sisters about finishing are known by number, others are not");
    known = decode_ticket(0x18, "0971FF")->remarks == 0;
    known += decode_ticket(0x18, "084001050C0000FEFEFFFE000000000000000003")->remarks == 0;
    known += decode_ticket(0x18, "08D3010145")->remarks == 0;
    ok(known == 3, "Records of sisters about the document are known by number");
    stream.n = 0;
    packet(&stream, 0x6B, "00 00");
    packet(&stream, 0x13, "00");
    stream.bytes[7] = stream.bytes[22 + 7] = 1;
    r = decode(&stream);
    ok(r->finished && r->remarks == 0, "Byte 7 of a packet's header may be 1");
}

int main(void)
{
    test_packbits();
    test_g4();
    test_long_g4();
    test_bad_g4();
    test_jbig();
    test_bad_jbig();
    test_two_bits();
    test_dpi();
    test_source_names();
    test_settings();
    test_known_records();
    return tap_done();
}
