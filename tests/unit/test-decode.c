/*
 * test-decode.c - the decoder on streams put together by hand, bit by bit.
 * Effects: standard output.
 * Source: driver/FORMAT-ufr2lt.md; the codes are written out as text, so that no encoder has a
 * part in them.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/hand-streams.h"

/* ---- tests ---- */

/* The codes give these bytes, written in hex. */
static void gives(size_t width, size_t rows, const char *parameters, const char *text,
                  const char *expected, const char *name)
{
    static struct buffer e;
    const struct result *r;

    e.n = 0;
    hex(&e, expected);
    one_band(&stream, width, rows, parameters, text);
    r = decode(&stream);
    if (!ok(r->finished && r->ends == 1 && r->n == e.n && memcmp(r->bits, e.bytes, e.n) == 0,
            "%s", name))
        diag("%s at %llu, %zu bytes", r->error, (unsigned long long)r->offset, r->n);
}

static void test_codes(void)
{
    gives(32, 1, NORMAL, "1101 00000001  1101 00000010  11111101  1101 11111111 " END,
          "01 02 00 FF", "Literals and zeros are bytes as they stand");
    gives(32, 1, NORMAL, "1101 00000001  1101 00000010  10 1110  10 1110 " END, "01 02 01 02",
          "A dictionary code names the entry by its inverted index and moves it to the front");
    gives(24, 1, NORMAL, "11111101  10 1111  10 1111 " END, "00 00 00",
          "A zero code puts its byte into the dictionary");
    gives(48, 1, NORMAL, "1101 00000001 1101 00000010 1101 00000011  1110 010 " END,
          "01 02 03 01 02 03", "A run copies from the first run distance");
    gives(72, 1, NORMAL, "1101 00000001 1101 00000010 1101 00000011  1110 10 01 " END,
          "01 02 03 01 02 03 01 02 03", "A run may overlap what it writes");
    gives(24, 2, NORMAL, "1101 00000001 1101 00000010 1101 00000011  0 010 " END,
          "01 02 03 01 02 03", "A line copies from the row above");
    gives(64, 2, NORMAL,
          "1101 00000001 1101 00000010 1101 00000011 1101 00000100 "
          "1101 00000101 1101 00000110 1101 00000111 1101 00001000  110 0 011  0 10 01 " END,
          "01 02 03 04 05 06 07 08 07 08 07 08 07 08 07 08",
          "The other line distance stays selected after its switch");
    gives(64, 1, "01 04 01 01 00 FA 50 00",
          "1101 00001001 1101 00000010 1101 00000011 1101 00000100  11 1110 011  1110 011 " END,
          "09 02 03 04 09 02 03 04", "The other run distance stays selected after its switch");
    gives(48, 1, "03 06 01 01 00 FA 02 00", "1101 00000001 1101 00000010  11110 10 11 " END,
          "01 02 01 02 01 02", "A far copy uses the distance of the header");
    gives(16, 2, "03 06 01 01 01 FA 50 00", "1101 00000001 1101 00000010 11111101 0 00 " END,
          "01 02 00 01", "The offset is added to the line distance");
}

/* Fill a band with a literal, a run of n copies of it, and zeros. */
static void test_number(unsigned n, const char *number)
{
    static char text[8192];
    const struct result *r;
    unsigned i;
    bool good;

    snprintf(text, sizeof text, "1101 01011010 1110 %s ", number);
    for (i = n + 1; i < 136; i++)
        strcat(text, i == n + 1 ? "11111101 " : "10 1111 ");
    strcat(text, END);
    one_band(&stream, 136 * 8, 1, "01 02 01 01 00 00 50 00", text);
    r = decode(&stream);
    good = r->finished && r->n == 136;
    for (i = 0; good && i < 136; i++)
        good = r->bits[i] == (i <= n ? 0x5A : 0);
    if (!ok(good, "The number %u is written %s", n, number))
        diag("%s", r->error);
}

static void test_numbers(void)
{
    static const struct {
        unsigned n;
        const char *bits;
    } numbers[] = {
        {0,   "111111"       },
        {1,   "00"           },
        {2,   "01 1"         },
        {3,   "01 0"         },
        {4,   "10 11"        },
        {7,   "10 00"        },
        {8,   "110 111"      },
        {15,  "110 000"      },
        {16,  "1110 1111"    },
        {31,  "1110 0000"    },
        {32,  "11110 11111"  },
        {63,  "11110 00000"  },
        {64,  "111110 111111"},
        {109, "111110 010010"},
        {127, "111110 000000"},
    };
    size_t i;

    for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        test_number(numbers[i].n, numbers[i].bits);
}

static void test_prefix(void)
{
    const struct result *r;
    size_t i;
    bool good;

    /* 1 + (2 * 128 + 44) = 301 bytes, and a copy of 3 without the prefix */
    one_band(&stream, 304 * 8, 1, "01 02 01 01 00 00 50 00",
             "1101 01011010  11111100 01 1  1110 11110 10011  1110 01 0 " END);
    r = decode(&stream);
    good = r->finished && r->n == 304;
    for (i = 0; good && i < 304; i++)
        good = r->bits[i] == 0x5A;
    ok(good, "A prefix adds 128 for each of its number to one copy only");
}

static void test_dictionary(void)
{
    char text[1024] = "";
    unsigned i;
    const struct result *r;

    for (i = 1; i <= 17; i++) {
        snprintf(text + strlen(text), sizeof text - strlen(text), "1101 %d%d%d%d%d%d%d%d ", 0,
                 0, 0, i >> 4 & 1, i >> 3 & 1, i >> 2 & 1, i >> 1 & 1, i & 1);
    }
    strcat(text, "10 0000 " END);
    one_band(&stream, 18 * 8, 1, NORMAL, text);
    r = decode(&stream);
    ok(r->finished && r->bits[17] == 2,
       "The dictionary holds sixteen bytes and drops the one used longest ago");
}

/* The codes are refused with this reason. */
static void refuses(size_t width, size_t rows, const char *text, const char *reason,
                    const char *name)
{
    const struct result *r;

    one_band(&stream, width, rows, NORMAL, text);
    r = decode(&stream);
    if (!ok(!r->finished && strstr(r->error, reason) && r->ends == 0, "%s", name))
        diag("\"%s\" at %llu", r->error, (unsigned long long)r->offset);
}

static void test_bad_codes(void)
{
    refuses(32, 1, "1101 00000001 1110 00 " END, "outside the band",
            "A copy from before the band is refused");
    refuses(32, 1, "0 00 " END, "outside the band", "A line copy in the first row is refused");
    refuses(16, 1, "1101 00000001 10 1110 " END, "not filled",
            "A dictionary code for an empty entry is refused");
    refuses(16, 1, "10 1111 " END, "not filled", "The dictionary is empty at the start");
    refuses(8, 1, "1101 00000001 1101 00000001 " END, "more bytes",
            "A byte beyond the band is refused");
    refuses(8, 4, "1101 00000001 1101 00000001 1101 00000001 1110 01 1 " END,
            "beyond the band's last row", "A copy beyond the band is refused");
    refuses(8, 4,
            "1101 00000001 1101 00000001 1101 00000001 11111100 111110 000000 "
            "1110 111110 000000 " END,
            "beyond the band's last row", "The longest copy of all is refused, not made");
    refuses(16, 1, "1101 00000001 11111111 " END, "no meaning",
            "The code of eight ones is refused");
    refuses(16, 1, "1101 00000001 " END, "before the band's last row is full",
            "A band that ends early is refused");
    refuses(16, 1, "1101 00000001 1101", "", "Codes without an end code are refused");
    refuses(24, 4, "1101 00000001 1101 00000010 1101 00000011 110 0 00 " END,
            "outside the band", "A line distance that points forward is refused");
}

/* A page description is refused with this reason. */
static void refuses_pages(const char *reason, const char *name)
{
    const struct result *r;

    stream.n = 0;
    job(&stream, pages.bytes, pages.n, 65534);
    r = decode(&stream);
    if (!ok(!r->finished && strstr(r->error, reason) && *r->error, "%s", name))
        diag("\"%s\" at %llu", r->error, (unsigned long long)r->offset);
}

static void start_pages(void)
{
    pages.n = 0;
    hex(&pages, PAGES_START);
}

#define ONE_BYTE "1101 00000001 " END

static void test_bad_pages(void)
{
    static const struct {
        const char *bytes, *reason, *name;
    } cases[] = {
        {"80",                                                                                  "no opcode",             "A byte that is no opcode is refused"            },
        {"03 E7 95 00 00",                                                                      "unknown type",          "A value of unknown type is refused"             },
        {"03 E7 8C 00 00",                                                                      "unknown type",          "A value of 64 bits is refused"                  },
        {"03 DE 80 00 61",                                                                      "has no size",           "A page without a size is refused"               },
        {"03 E7 85 00 00 00 10 61",                                                             "impossible size",       "A page without width is refused"                },
        {"03 E7 85 FF FF FF FF 61",                                                             "impossible size",       "A page too large is refused"                    },
        {"03 E7 89 FF FF FF FF FF FF FF FF 61",                                                 "impossible size",
         "A page with 32-bit sizes is refused as well"                                                                                                                    },
        {"03 E7 A5 FF FF 00 08 61",                                                             "negative",              "A page of negative width is refused"            },
        {"13",                                                                                  "not begun",             "The end of a page outside one is refused"       },
        {"62",                                                                                  "outside a page",        "A band outside a page is refused"               },
        {"03 E7 85 00 08 00 01 61 62 13",                                                       "without data",          "A band without data is refused"                 },
        {"03 E7 85 00 08 00 01 61 13",                                                          "after 0 of its 1 rows",
         "A page with rows missing is refused"                                                                                                                            },
        {"03 E7 85 00 08 00 01 61 03",                                                          "inside page 1",         "A page inside a page is refused"                },
        {"03 E7 85 00 08 00 01 61 12",                                                          "inside page 1",
         "The end of the document inside a page is refused"                                                                                                               },
        {"03 E7 85 00 08 00 01 61 62 9D 00 01 00",                                              "without size",
         "A band without attributes is refused"                                                                                                                           },
        {"03 E7 85 00 08 00 01 61 62 E3 85 00 08 00 01 E8 A5 00 00 00 00 E1 03 9D 00 0D",
         "shorter than its header",                                                                                      "A data block shorter than its header is refused"},
        {"03 E7 85 00 08 00 01 61 62 E3 85 00 08 00 01 E8 A5 00 00 00 00 E1 02 9D 00 01 00",
         "unsupported compression 2",                                                                                    "A compression that nobody has seen is refused"  },
        {"03 E7 85 00 08 00 01 61 62 E3 85 00 08 00 01 E8 A5 00 00 00 00 E1 09 9D 00 01 00",
         "unsupported compression 9",                                                                                    "A number far from all compressions is refused"  },
        {"03 E7 85 00 08 00 01 61 62 E3 85 00 08 00 02 E8 A5 00 00 00 00 E1 03 9D 00 01 00",
         "has 1 left",                                                                                                   "A band longer than its page is refused"         },
        {"03 E7 85 00 08 00 01 61 62 E3 85 00 08 00 01 E8 A5 00 00 00 01 E1 03 9D 00 01 00",
         "row 0 comes next",                                                                                             "A band with a gap before it is refused"         },
        {"03 E7 85 00 08 00 01 61 62 E3 85 00 08 00 01 E8 A5 00 08 00 00 E1 03 9D 00 01 00",
         "a band at (8, 0)",                                                                                             "A band that is not at the left is refused"      },
        {"03 E7 85 00 10 00 01 61 62 E3 85 00 08 00 01 E8 A5 00 00 00 00 E1 03 9D 00 01 00",
         "8 dots wide on a page of 16",                                                                                  "A band narrower than its page is refused"       },
        {"03 E7 85 00 08 00 01 61 62 E3 85 FF F8 00 01 E8 A5 00 00 00 00 E1 03 9D 00 01 00",
         "dots wide",                                                                                                    "A band far wider than its page is refused"      },
        {"03 E7 85 80 00 80 00 61 62 E3 85 80 00 80 00 E8 A5 00 00 00 00 E1 03 9D 00 01 00",
         "too large",                                                                                                    "A band too large for any memory is refused"     },
        {"03 E7 85 00 08 00 01 61 62 E3 85 00 08 00 01 E8 A5 00 00 00 00 E1 03 9E FF FF FF FF",
         "bytes of data",                                                                                                "A data block too large is refused"              },
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        start_pages();
        hex(&pages, cases[i].bytes);
        refuses_pages(cases[i].reason, cases[i].name);
    }
    start_pages();
    page_start(&pages, 8, 2);
    band(&pages, 8, 1, 0, false, NORMAL, ONE_BYTE);
    band(&pages, 8, 1, 0, true, NORMAL, ONE_BYTE);
    refuses_pages("row 1 comes next", "The same band twice is refused");
    start_pages();
    page_start(&pages, 8, 1);
    refuses_pages("inside page 1", "A job that ends inside a page is refused");
    start_pages();
    hex(&pages, "03 E7 85");
    refuses_pages("in the middle of opcode 03", "A job that ends inside a value is refused");
}

/* A page of three bands, 8 dots wide. */
static void three_bands(void)
{
    start_pages();
    page_start(&pages, 8, 3);
    band(&pages, 8, 1, 0, false, NORMAL, "1101 00000001 " END);
    band(&pages, 8, 1, 1, false, NORMAL, "1101 00000010 " END);
    band(&pages, 8, 1, 2, true, NORMAL, "1101 00000011 " END);
    hex(&pages, "13" PAGES_END);
}

static void test_packets(void)
{
    const struct result *r;
    size_t piece;
    bool good = true;

    three_bands();
    for (piece = 1; piece <= 300; piece += piece < 20 ? 1 : 97) {
        stream.n = 0;
        job(&stream, pages.bytes, pages.n, piece);
        r = decode(&stream);
        good = good && r->finished && r->n == 3 && memcmp(r->bits, "\1\2\3", 3) == 0;
    }
    ok(good, "Page data may be cut into packets anywhere");
    stream.n = 0;
    job(&stream, pages.bytes, pages.n, pages.n);
    r = decode(&stream);
    ok(r->finished && r->n == 3 && r->remarks == 0,
       "Page data that fill their packets end with an empty one");
    stream.n = 0;
    job(&stream, pages.bytes, pages.n, 65534);
    for (good = true, piece = 1; piece < stream.n; piece = piece * 3 / 2 + 1) {
        r = decode_pieces(stream.bytes, stream.n, piece, 0);
        good = good && r->finished && r->idle && r->n == 3 && r->remarks == 0;
    }
    ok(good, "A stream may come in pieces of any size");
}

static void test_breaks(void)
{
    const struct result *r;
    size_t n;
    bool good = true;

    three_bands();
    stream.n = 0;
    job(&stream, pages.bytes, pages.n, 65534);
    for (n = 1; n < stream.n; n++) {
        r = decode_pieces(stream.bytes, n, n, 0);
        good = good && !r->finished && strstr(r->error, "ends inside") && r->offset == n &&
               r->jobs == 0;
    }
    ok(good, "A stream that breaks off anywhere is found incomplete, at its end");
    r = decode_pieces(stream.bytes, 0, 1, 0);
    ok(r->finished && r->idle && r->jobs == 0, "No bytes are no job and no fault");
    r = decode_pieces((const uint8_t *)"%PDF-1.4", 8, 8, 0);
    ok(!r->finished && r->offset == 0 && strstr(r->error, "no packet begins here"),
       "Another file format is refused at its first byte");
}

static void test_ticket(void)
{
    const struct decode_ticket *t;
    const struct result *r;

    three_bands();
    stream.n = 0;
    job(&stream, pages.bytes, pages.n, 65534);
    r = decode(&stream);
    t = &r->ticket;
    ok(strcmp(t->title, "abc") == 0 && strcmp(t->user, "zz") == 0 && t->has_title &&
           t->has_user,
       "Title and user are read");
    ok(t->copies == 7 && t->sets == 1 && t->finishing == 8, "Copies and collation are read");
    ok(t->sides == 2 && t->edge == 3 && t->shift == -2, "Sides, edge and shift are read");
    ok(t->source == 0x65 && t->type == 0x2F && t->size == 0x0D,
       "Source, type and size are read");
    ok(t->toner_save == 2 && t->refinement == 1, "Toner save and refinement are read");
    ok(!t->account, "Bytes for no department are no account");
    ok(t->model_id[0] == 0x1000 && t->model_id[1] == 0x1053 && t->doc_size == 0,
       "The page description's own numbers are read");
    ok(r->tickets == 1 && r->jobs == 1, "Ticket and end of job are told once");

    stream.n = 0;
    packet(&stream, 0x6B, "00 00");
    packet(&stream, 0x13, "00");
    stream.bytes[10] = stream.bytes[22 + 10] = 0;
    stream.bytes[11] = stream.bytes[22 + 11] = 0x12;
    stream.bytes[17] = stream.bytes[22 + 17] = 0x34;
    r = decode(&stream);
    t = &r->ticket;
    ok(r->finished && r->tickets == 1 && t->account && t->department_id == 0x120000 &&
           t->pin == 0x34,
       "A job without pages has a ticket, and its account");
    ok(t->toner_save == -1 && t->refinement == -1 && !t->has_title && !t->has_user &&
           t->copies == 1 && t->sides == 1,
       "What the stream does not say is told as such");
}

static void test_bad_tickets(void)
{
    static const struct {
        unsigned operation;
        const char *data, *reason, *name;
    } cases[] = {
        {0x6B, "00",                            "count",                 "A first packet without its count is refused"},
        {0x6B, "00 01 00 04 00",                "middle of a record",    "A record that breaks off is refused"        },
        {0x6B, "00 01 00 04 FF FF 00",          "middle of a record",
         "A record longer than its packet is refused"                                                                 },
        {0x6B, "00 01 00 04 00 02 00 03",       "shorter than the name",
         "A name without its length is refused"                                                                       },
        {0x6B, "00 01 00 04 00 04 00 03 05 61", "shorter than the name",
         "A name longer than its record is refused"                                                                   },
        {0x15, "07",                            "attribute's number",    "Half an attribute is refused"               },
        {0x15, "07 D7 00",                      "has only 1 bytes",      "A short number of sets is refused"          },
        {0x15, "07 D8",                         "has only 0 bytes",      "A finishing without value is refused"       },
        {0x18, "",                              "attribute's number",    "An empty attribute is refused"              },
        {0x18, "07 ED FE FE 00",                "has only 3 bytes",      "A short paper size is refused"              },
        {0x18, "07 E1 00 00 00",                "has only 3 bytes",      "A short shift is refused"                   },
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct result *r;

        stream.n = 0;
        packet(&stream, cases[i].operation, cases[i].data);
        r = decode(&stream);
        if (!ok(!r->finished && strstr(r->error, cases[i].reason), "%s", cases[i].name))
            diag("\"%s\"", r->error);
    }
    stream.n = 0;
    packet(&stream, 0x6B, "00 00");
    packet(&stream, 0x6B, "00 00");
    ok(strstr(decode(&stream)->error, "inside another") != NULL,
       "A job inside a job is refused");
}

static void test_unknown(void)
{
    const struct result *r;
    static struct buffer whole;
    size_t first; /* bytes of the job's own first packet */

    three_bands();
    stream.n = 0;
    job(&stream, pages.bytes, pages.n, 65534);
    whole.n = 0;
    packet(&whole, 0x6B, "00 01 12 34 00 01 00");
    packet(&whole, 0x1C, "01 02 03");
    packet(&whole, 0x15, "12 34 56");
    packet(&whole, 0x18, "12 34");
    first = 20 + stream.bytes[9];
    put(&whole, stream.bytes + first, stream.n - first);
    r = decode(&whole);
    if (!ok(r->finished && r->ends == 1 && r->remarks == 4 && strstr(r->remark, "1234"),
            "Unknown records, packets and attributes are skipped and remarked"))
        diag("%u remarks, %s; %s", r->remarks, r->remark, r->error);

    start_pages();
    page_start(&pages, 8, 1);
    hex(&pages, "70 C0 81 01 02 9E 00 00 00 02 62 13"); /* an opcode with a data block */
    band(&pages, 8, 1, 0, true, NORMAL, ONE_BYTE);
    hex(&pages, "13" PAGES_END);
    stream.n = 0;
    job(&stream, pages.bytes, pages.n, 7);
    r = decode(&stream);
    ok(r->finished && r->ends == 1 && r->remarks == 2,
       "Unknown opcodes with attributes and data are skipped and remarked");
}

static void test_remarks(void)
{
    const struct result *r;

    one_band(&stream, 8, 1, NORMAL, ONE_BYTE);
    r = decode(&stream);
    ok(r->finished && r->remarks == 0, "A band as the maker's driver writes it has no remark");
    one_band(&stream, 8, 1, "01 02 04 08 00 00 50 00", ONE_BYTE);
    r = decode(&stream);
    ok(r->finished && r->remarks == 1 && strstr(r->remark, "unknown parameters"),
       "Other parameters are decoded and remarked");
    one_band(&stream, 8, 1, NORMAL, "1101 00000001 11111110 11");
    r = decode(&stream);
    ok(r->finished && r->remarks == 1 && strstr(r->remark, "padding"),
       "Other padding is decoded and remarked");
    one_band(&stream, 8, 2, NORMAL, "1101 00000001 1101 00000001 " END);
    stream.bytes[stream.n - 2 * 20 - 21 - 4] = 0x81; /* the block's 80, before 13 12 11 */
    r = decode(&stream);
    ok(r->finished && r->remarks == 1 && strstr(r->remark, "does not end in 80"),
       "Another last byte is decoded and remarked");
    one_band(&stream, 8, 4, "01 02 01 01 00 00 50 00", "1101 00000001 1110 01 0 " END);
    r = decode(&stream);
    ok(r->finished && r->remarks == 2,
       "A copy beyond the end of a row is decoded and remarked");
    start_pages();
    page_start(&pages, 4, 1);
    band(&pages, 8, 1, 0, true, NORMAL, ONE_BYTE);
    hex(&pages, "13" PAGES_END);
    stream.n = 0;
    job(&stream, pages.bytes, pages.n, 65534);
    r = decode(&stream);
    ok(r->finished && r->remarks == 1 && strstr(r->remark, "right of the page"),
       "Ink right of the page is remarked");
    start_pages();
    page_start(&pages, 8, 1);
    band(&pages, 8, 1, 0, false, NORMAL, ONE_BYTE);
    hex(&pages, "13" PAGES_END);
    stream.n = 0;
    job(&stream, pages.bytes, pages.n, 65534);
    r = decode(&stream);
    ok(r->finished && r->remarks == 1 && strstr(r->remark, "more bands follow"),
       "A last band that says that more follow is remarked");
}

static void test_callers(void)
{
    static struct buffer two;
    const struct result *r;
    unsigned stop;
    bool good = true;

    three_bands();
    stream.n = two.n = 0;
    job(&stream, pages.bytes, pages.n, 65534);
    put(&two, stream.bytes, stream.n);
    put(&two, stream.bytes, stream.n);
    r = decode(&two);
    ok(r->finished && r->jobs == 2 && r->tickets == 2 && r->n == 6,
       "Jobs may follow one another");
    for (stop = 1; stop <= 5; stop++) {
        r = decode_pieces(two.bytes, two.n, two.n, stop);
        good = good && !r->finished && strcmp(r->error, "stopped by the caller") == 0;
    }
    ok(good, "Each callback can stop the decoder");
    ok(r->jobs == 1 && r->offset == stream.n,
       "Stopped at the end of a job, the offset is where the next begins");
}

static void test_turned(void)
{
    const struct result *r;
    static struct buffer turned;

    start_pages();
    hex(&pages, "03 E7 85 0001 0008 DE 80 01 61");
    band(&pages, 8, 1, 0, true, NORMAL, ONE_BYTE);
    hex(&pages, "13" PAGES_END);
    turned.n = 0;
    job(&turned, pages.bytes, pages.n, 65534);
    r = decode(&turned);
    ok(r->finished && r->ends == 1 && r->n == 1,
       "A page of orientation 1 has a bitmap as wide as the page is high");
}

int main(void)
{
    test_codes();
    test_numbers();
    test_prefix();
    test_dictionary();
    test_bad_codes();
    test_bad_pages();
    test_packets();
    test_breaks();
    test_ticket();
    test_bad_tickets();
    test_unknown();
    test_remarks();
    test_callers();
    test_turned();
    return tap_done();
}
