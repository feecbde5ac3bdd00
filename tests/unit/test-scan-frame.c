/*
 * test-scan-frame.c - what drivers deliver becomes 8 bits of gray or colour; what they call
 * their sources and modes is understood.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tap.h"

#include "server/sane/frame.h"
#include "server/sane/names.h"
#include "server/sane/planes.h"

#include <string.h>

static bool becomes(const struct frame_format *format, const void *raw, bool color,
                    const char *expected, size_t n)
{
    uint8_t line[64];

    memset(line, 0xaa, sizeof line);
    frame_line(format, raw, color, line);
    return frame_ok(format) && memcmp(line, expected, n) == 0 && line[n] == 0xaa;
}

static void test_lines(void)
{
    static const struct frame_format gray1 = {FRAME_GRAY, 1, 10, 2};
    static const struct frame_format gray8 = {FRAME_GRAY, 8, 3, 8};
    static const struct frame_format gray16 = {FRAME_GRAY, 16, 4, 8};
    static const struct frame_format color1 = {FRAME_COLOR, 1, 9, 6};
    static const struct frame_format color8 = {FRAME_COLOR, 8, 2, 6};
    static const struct frame_format color16 = {FRAME_COLOR, 16, 1, 6};
    static const struct frame_format red1 = {FRAME_ONE_COLOR, 1, 2, 1};
    static const uint16_t words[] = {0, 65535, 32768, 128};
    static const uint16_t rgb[] = {65535, 0, 257};

    ok(becomes(&gray1, "\x80\x40", false, "\0\xff\xff\xff\xff\xff\xff\xff\xff\0", 10),
       "a bit of gray is 1 for black");
    ok(becomes(&gray1, "\x80\x40", true, "\0\0\0\xff\xff\xff", 6) == false,
       "in colour it has three bytes for each");
    ok(becomes(&gray8, "\1\2\3garba", false, "\1\2\3", 3), "8 bits stay, padding goes");
    ok(becomes(&gray8, "\1\2\3garba", true, "\1\1\1\2\2\2\3\3\3", 9), "gray becomes colour");
    /* 32768 * 255 / 65535 = 127.5; 128 / 257 = 0.5 */
    ok(becomes(&gray16, words, false, "\0\xff\x80\0", 4) ||
           becomes(&gray16, words, false, "\0\xff\x80\1", 4),
       "16 bits are rounded to 8, in this machine's order");
    /* Pixel 0 red, pixel 1 green, pixel 8 blue; the others black. */
    ok(becomes(&color1, "\x80\x40\0\0\0\x80", true,
               "\xff\0\0\0\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff", 27),
       "a bit of a colour is 1 for light, eight pixels in three bytes");
    ok(becomes(&color8, "\1\2\3\4\5\6", true, "\1\2\3\4\5\6", 6), "colour stays");
    /* (77 * 255 + 128) / 256 = 77; (150 * 255 + 128) / 256 = 149 */
    ok(becomes(&color8, "\xff\0\0\0\xff\0", false, "\x4d\x95", 2),
       "gray of a colour is its brightness");
    ok(becomes(&color8, "\xff\xff\xff\0\0\0", false, "\xff\0", 2),
       "white and black stay white and black");
    ok(becomes(&color16, rgb, true, "\xff\0\1", 3), "16 bits of colour become 8");
    ok(becomes(&red1, "\x80", false, "\xff\0", 2), "a bit of one colour is 1 for light");
}

static void test_limits(void)
{
    static const struct frame_format bad[] = {
        {FRAME_GRAY,  8,  0,     10      },
        {FRAME_GRAY,  8,  65536, 65536   },
        {FRAME_GRAY,  8,  10,    9       },
        {FRAME_GRAY,  16, 10,    19      },
        {FRAME_COLOR, 8,  10,    29      },
        {FRAME_COLOR, 1,  9,     5       },
        {FRAME_GRAY,  4,  10,    10      },
        {FRAME_GRAY,  0,  10,    10      },
        {FRAME_GRAY,  8,  10,    70000   },
        {FRAME_COLOR, 16, 10,    1u << 31},
    };
    static const struct frame_format widest = {FRAME_COLOR, 16, 65535, 393210};
    unsigned refused = 0;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        refused += !frame_ok(&bad[i]);
    ok(refused == sizeof bad / sizeof bad[0], "impossible formats are refused");
    ok(frame_ok(&widest), "the widest is not");
}

static void test_planes(void)
{
    struct planes planes = {0};
    uint8_t line[6];

    for (unsigned c = 0; c < 3; c++) {
        ok(planes_begin(&planes, 2 - c, 2), "a colour begins");
        for (unsigned y = 0; y < 3 - c; y++)
            memset(planes_line(&planes), (int)(10 * (2 - c) + y), 2);
    }
    ok(planes_height(&planes) == 1, "the page is as long as the shortest of its colours");
    planes_get(&planes, 0, true, line);
    ok(memcmp(line, "\0\x0a\x14\0\x0a\x14", 6) == 0, "its colours are put together");
    /* (150 * 10 + 29 * 20 + 128) / 256 = 8 */
    planes_get(&planes, 0, false, line);
    ok(line[0] == 8 && line[1] == 8, "or made gray");
    ok(!planes_begin(&planes, 1, 2) && !planes_begin(&planes, 3, 2),
       "a colour that was there is refused, and one that does not exist");
    planes_free(&planes);
    planes_begin(&planes, 0, 65535);
    for (size_t n = 0; n < (512u << 20) / 3 / 65535; n++)
        if (planes_line(&planes) == NULL) {
            ok(false, "a page of 512 MB fits");
            break;
        }
    ok(planes_line(&planes) == NULL, "a larger one does not");
    planes_free(&planes);
}

static void test_sources(void)
{
    static const struct {
        const char *name;
        int input; /* -1: none */
    } all[] = {
        {"Flatbed",                                        SCAN_PLATEN       },
        {"FlatBed",                                        SCAN_PLATEN       },
        {"Platen",                                         SCAN_PLATEN       },
        {"Normal",                                         SCAN_PLATEN       },
        {"Auto",                                           SCAN_PLATEN       },
        {"ADF",                                            SCAN_FEEDER       },
        {"Automatic Document Feeder",                      SCAN_FEEDER       },
        {"ADF Front",                                      SCAN_FEEDER       },
        {"ADF Simplex",                                    SCAN_FEEDER       },
        {"Automatic Document Feeder(left aligned)",        SCAN_FEEDER       },
        {"ADF Duplex",                                     SCAN_FEEDER_DUPLEX},
        {"Automatic Document Feeder(left aligned,Duplex)", SCAN_FEEDER_DUPLEX},
        {"Duplex",                                         SCAN_FEEDER_DUPLEX},
        {"ADF Back",                                       -1                },
        {"Card Front",                                     -1                },
        {"Transparency Unit",                              -1                },
        {"Transparency Adapter",                           -1                },
        {"Negative",                                       -1                },
        {"Film",                                           -1                },
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        enum scan_input input = SCAN_PLATEN;
        unsigned fits = names_source(all[i].name, &input);

        ok(all[i].input < 0 ? fits == 0 : fits > 0 && (int)input == all[i].input,
           "\"%s\" is understood", all[i].name);
    }
}

static void test_names(void)
{
    char serial[64];

    ok(names_mode("Color", true) > names_mode("48 bits color", true) &&
           names_mode("24bit Color", true) > names_mode("48 bits color", true) &&
           names_mode("Colour", true) > 0 && names_mode("Gray", true) == 0,
       "modes of colour are told, the plainest first");
    ok(names_mode("Gray", false) > names_mode("16 bits gray", false) &&
           names_mode("True Gray", false) > 0 && names_mode("Grayscale", false) > 0 &&
           names_mode("Lineart", false) == 0,
       "modes of gray, too");
    ok(names_button("button-1") && names_button("scan") && !names_button("button-update") &&
           !names_button("source"),
       "buttons are told from other sensors");
    names_serial("pixma:04A926E6_0123456789AB", serial, sizeof serial);
    ok(strcmp(serial, "0123456789AB") == 0, "pixma's name has the serial number");
    names_serial("pixma:04A926E6", serial, sizeof serial);
    ok(serial[0] == '\0', "or has none");
    names_serial("pixma:MF4800_192.0.2.7", serial, sizeof serial);
    ok(serial[0] == '\0', "an address in the network is none");
    names_serial("genesys:libusb:001:002", serial, sizeof serial);
    ok(serial[0] == '\0', "other drivers' names have none");
}

int main(void)
{
    test_lines();
    test_limits();
    test_planes();
    test_sources();
    test_names();
    return tap_done();
}
