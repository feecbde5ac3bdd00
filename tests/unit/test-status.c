/*
 * test-status.c - bytes and numbers of a machine, worked out by hand, as reasons and words.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/status.h"
#include "tests/unit/tap.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *sentence(uint32_t reason, const struct status_words *words)
{
    static char text[256];

    status_reason_sentence(reason, words, text, sizeof text);
    return text;
}

static bool says(uint32_t reason, const struct status_words *words, const char *expected)
{
    if (strcmp(sentence(reason, words), expected) == 0)
        return true;
    diag("%s", sentence(reason, words));
    return false;
}

/* ---- words ---- */

static void test_keywords(void)
{
    unsigned good = 0;

    for (unsigned i = 0; i < NUM_REASONS; i++) {
        const char *keyword = status_reason_keyword(UINT32_C(1) << i);
        const char *name = status_reason_name(UINT32_C(1) << i);
        const char *suffix =
            status_reason_severity(UINT32_C(1) << i) == SEVERITY_ERROR ? "-error" : "-warning";

        good += keyword && name && strncmp(keyword, name, strlen(name)) == 0 &&
                strcmp(keyword + strlen(name), suffix) == 0 &&
                sentence(UINT32_C(1) << i, NULL)[0];
    }
    ok(good == NUM_REASONS, "Each bit has a keyword with its suffix, and a sentence");
    ok(strcmp(status_reason_keyword(REASON_MEDIA_EMPTY), "media-empty-error") == 0 &&
           strcmp(status_reason_keyword(REASON_TRAY_EMPTY), "media-empty-warning") == 0 &&
           strcmp(status_reason_keyword(REASON_TONER_LOW), "toner-low-warning") == 0 &&
           strcmp(status_reason_keyword(REASON_MEDIA_JAM), "media-jam-error") == 0 &&
           strcmp(status_reason_keyword(REASON_SERVICE), "other-warning") == 0,
       "Keywords are those of IPP");
    ok(!status_reason_keyword(0) && !status_reason_name(3) &&
           !status_reason_keyword(UINT32_C(1) << NUM_REASONS) &&
           !status_reason_keyword(UINT32_MAX) && !sentence(3, NULL)[0],
       "None and several bits have none");
}

static bool feeds(const char *size, const char *source, const char *type, const char *expected)
{
    const struct status_words words = {size, source, NULL};
    char text[128];

    status_feed_sentence(&words, type, text, sizeof text);
    return strcmp(text, expected) == 0;
}

static void test_feed(void)
{
    ok(feeds("A5", "Bypass tray", NULL, "Put A5 into the bypass tray."),
       "Paper is put in by hand");
    ok(feeds("A5", "Bypass tray", "Labels", "Put A5 (labels) into the bypass tray."),
       "Of a type that somebody named");
    ok(feeds(NULL, "", "", "Put paper into the bypass tray."),
       "What is not known is not named");
}

static void test_sentences(void)
{
    const struct status_words drawer = {"A4", "Drawer 1", "TRAY 1 A4"};
    const struct status_words bypass = {"Envelope DL", "Bypass tray", NULL};
    const struct status_words size_only = {"Letter", "", ""};

    ok(says(REASON_MEDIA_NEEDED, &drawer, "Load A4 in drawer 1."),
       "Paper and drawer are named");
    ok(says(REASON_MEDIA_EMPTY, &bypass, "Load Envelope DL in the bypass tray."),
       "A source without a number has an article");
    ok(says(REASON_MEDIA_EMPTY, &size_only, "Load Letter."), "An unknown source is not named");
    ok(says(REASON_MEDIA_EMPTY, NULL, "Load paper."), "Nor is an unknown size");
    ok(says(REASON_MEDIA_JAM, &drawer,
            "Paper is jammed: open the machine's covers and take the sheet out."),
       "A jam tells what to do");
    ok(says(REASON_ATTENTION, &drawer,
            "The machine needs attention: its panel shows \"TRAY 1 A4\".") &&
           says(REASON_ATTENTION, &bypass, "The machine needs attention: see its panel."),
       "What only the panel tells is quoted from it");
}

static void test_all_sentences(void)
{
    const struct status_words words = {"A4", "Drawer 2", NULL};
    char text[256], tight[24];
    size_t n;

    status_sentence(REASON_TONER_LOW | REASON_MEDIA_EMPTY | REASON_COVER_OPEN, &words, text,
                    sizeof text);
    ok(strcmp(text, "Close the cover of the machine. Load A4 in drawer 2. "
                    "The toner is low: have a new cartridge ready.") == 0,
       "Several sentences come with the most pressing first");
    status_sentence(REASON_MEDIA_NEEDED | REASON_MEDIA_EMPTY | REASON_TRAY_EMPTY |
                        REASON_MEDIA_LOW,
                    &words, text, sizeof text);
    ok(strcmp(text, "Load A4 in drawer 2.") == 0, "What was said is not said again");
    status_sentence(REASON_MEDIA_JAM | REASON_MEDIA_EMPTY, &words, tight, sizeof tight);
    ok(strcmp(tight, "Load A4 in drawer 2.") == 0, "A sentence that does not fit is left out");
    n = strlen("Load A4 in drawer 2.");
    status_sentence(REASON_MEDIA_EMPTY, &words, tight, n + 1);
    ok(strlen(tight) == n, "A sentence may fill its room to the last byte");
    status_sentence(REASON_MEDIA_EMPTY, &words, tight, n);
    ok(tight[0] == '\0', "One byte less is none");
    status_sentence(UINT32_MAX, NULL, text, 0);
    status_sentence(0, NULL, text, sizeof text);
    ok(text[0] == '\0', "No reason says nothing");
}

static bool cleans(const char *from, size_t n, size_t size, const char *expected)
{
    char to[40];

    memset(to, 'x', sizeof to);
    status_text(to, size, from, n);
    if (strcmp(to, expected) == 0)
        return true;
    diag("\"%s\"", to);
    return false;
}
#define CLEANS(from, size, expected) cleans(from, sizeof(from) - 1, size, expected)

static void test_text(void)
{
    ok(CLEANS("  Ready\r\n\tto \x7F print \x01", 40, "Ready to print"),
       "Control characters and blanks are one blank, none around");
    ok(CLEANS("Papier f\xC3\xBCr", 40, "Papier f\xC3\xBCr"), "UTF-8 stays");
    ok(CLEANS("f\xFCr \x83\x84", 40, "f?r ??"), "Bytes of other codes are question marks");
    ok(CLEANS("\xC0\x80\xED\xA0\x80\xF5\xE2\x82", 40, "????????"),
       "Overlong, surrogate and cut characters are none");
    ok(CLEANS("a\xC2\x85"
              "b",
              40, "a b"),
       "A control character of two bytes is a blank");
    ok(CLEANS("ab\0cd", 40, "ab"), "A NUL ends the text");
    ok(CLEANS("ab\xC3\xBC", 4, "ab") && CLEANS("ab\xC3\xBC", 5, "ab\xC3\xBC"),
       "No character is cut in half");
    ok(CLEANS("ab cd", 4, "ab") && CLEANS("abc", 1, ""), "The end is never a blank");
    status_text(NULL, 0, "abc", 3);
}

/* ---- the struct ---- */

static void test_merge(void)
{
    struct device_status s, heard;

    status_init(&s);
    ok(!s.answered && s.reasons == 0 && s.known == 0 && s.life_count == -1 &&
           s.uptime_ticks == -1 && s.state == MACHINE_UNKNOWN,
       "At first nothing is known");
    status_add(&s, REASON_TONER_LOW, REASON_TONER_LOW);
    status_add(&s, 0, REASON_TONER_LOW);
    ok(s.reasons == REASON_TONER_LOW,
       "Replies of one moment do not clear each other's reasons");
    status_add(&s, REASON_MEDIA_JAM, 0);
    ok(s.known == (REASON_TONER_LOW | REASON_MEDIA_JAM), "What is set is known");
    status_init(&heard);
    status_add(&heard, REASON_COVER_OPEN, REASON_COVER_OPEN | REASON_MEDIA_JAM);
    heard.state = MACHINE_IDLE;
    heard.life_count = 7;
    heard.answered = true;
    strcpy(heard.panel, "Ready");
    status_merge(&s, &heard);
    ok(s.reasons == (REASON_COVER_OPEN | REASON_TONER_LOW) && s.state == MACHINE_IDLE &&
           s.life_count == 7 && s.answered && strcmp(s.panel, "Ready") == 0,
       "Another channel clears only what it knows");
    status_init(&heard);
    status_merge(&s, &heard);
    ok(s.reasons == (REASON_COVER_OPEN | REASON_TONER_LOW) && s.state == MACHINE_IDLE &&
           s.life_count == 7 && s.answered && strcmp(s.panel, "Ready") == 0,
       "One that knows nothing changes nothing");
}

static struct device_status with_supply(enum supply_kind kind, int percent, bool estimate)
{
    struct device_status s;

    status_init(&s);
    s.num_supplies = 1;
    s.supplies[0].kind = kind;
    s.supplies[0].level_percent = percent;
    s.supplies[0].estimate = estimate;
    return s;
}

static void test_estimates(void)
{
    struct device_status s, estimate = with_supply(SUPPLY_TONER, 40, true);
    struct device_status measured = with_supply(SUPPLY_TONER, 80, false);

    s = measured;
    status_merge(&s, &estimate);
    ok(s.num_supplies == 1 && s.supplies[0].level_percent == 80 && !s.supplies[0].estimate,
       "An estimate does not replace a measured level");
    s = with_supply(SUPPLY_TONER, -1, false);
    strcpy(s.supplies[0].description, "Black Toner");
    s.supplies[0].some_left = true;
    status_merge(&s, &estimate);
    ok(s.num_supplies == 1 && s.supplies[0].level_percent == 40 && s.supplies[0].estimate &&
           s.supplies[0].some_left && strcmp(s.supplies[0].description, "Black Toner") == 0,
       "It is put where the machine tells no level");
    status_merge(&s, &measured);
    ok(s.supplies[0].level_percent == 80 && !s.supplies[0].estimate,
       "A measured level replaces it");
    s = with_supply(SUPPLY_DRUM, 10, false);
    status_merge(&s, &estimate);
    ok(s.num_supplies == 2 && s.supplies[1].estimate, "It is added where there is none");
    s.num_supplies = STATUS_SUPPLIES;
    memset(s.supplies, 0, sizeof s.supplies);
    status_merge(&s, &estimate);
    ok(s.num_supplies == STATUS_SUPPLIES, "A full list stays as it is");
}

static void test_same(void)
{
    struct device_status a = with_supply(SUPPLY_TONER, 40, false), b = a;

    b.uptime_ticks = 1000;
    strcpy(b.panel, "x");
    b.panel[0] = '\0'; /* bytes behind the end differ */
    ok(status_same(&a, &b), "Time that goes on is no difference");
    b.supplies[0].level_percent = 39;
    ok(!status_same(&a, &b), "A level is");
    b = a;
    b.known = REASON_MEDIA_LOW;
    ok(!status_same(&a, &b), "So is what is known");
    b = a;
    b.num_trays = a.num_trays = 1;
    memset(a.trays, 0, sizeof a.trays);
    memset(b.trays, 0, sizeof b.trays);
    b.trays[0].empty = true;
    ok(!status_same(&a, &b), "So is an empty tray");
}

/* ---- hrPrinter ---- */

#define FIRST_OCTET                                                                            \
    (REASON_MEDIA_LOW | REASON_MEDIA_EMPTY | REASON_TONER_LOW | REASON_TONER_EMPTY |           \
     REASON_DOOR_OPEN | REASON_MEDIA_JAM | REASON_OFFLINE | REASON_SERVICE)
#define SECOND_OCTET                                                                           \
    (REASON_INPUT_TRAY_MISSING | REASON_OUTPUT_TRAY_MISSING | REASON_SUPPLY_MISSING |          \
     REASON_OUTPUT_NEAR_FULL | REASON_OUTPUT_FULL | REASON_TRAY_EMPTY)

static struct device_status error_state(unsigned first, unsigned second, size_t n)
{
    const uint8_t octets[4] = {(uint8_t)first, (uint8_t)second, 0xFF, 0xFF};
    struct device_status s;

    status_init(&s);
    status_from_error_state(&s, octets, n);
    return s;
}

static void test_error_state(void)
{
    static const struct {
        uint8_t first, second;
        uint32_t reason;
    } bits[] = {
        {0x80, 0,    REASON_MEDIA_LOW          },
        {0x40, 0,    REASON_MEDIA_EMPTY        },
        {0x20, 0,    REASON_TONER_LOW          },
        {0x10, 0,    REASON_TONER_EMPTY        },
        {0x08, 0,    REASON_DOOR_OPEN          },
        {0x04, 0,    REASON_MEDIA_JAM          },
        {0x02, 0,    REASON_OFFLINE            },
        {0x01, 0,    REASON_SERVICE            },
        {0,    0x80, REASON_INPUT_TRAY_MISSING },
        {0,    0x40, REASON_OUTPUT_TRAY_MISSING},
        {0,    0x20, REASON_SUPPLY_MISSING     },
        {0,    0x10, REASON_OUTPUT_NEAR_FULL   },
        {0,    0x08, REASON_OUTPUT_FULL        },
        {0,    0x04, REASON_TRAY_EMPTY         },
        {0,    0x02, REASON_SERVICE            },
        {0,    0x01, 0                         },
    };
    unsigned good = 0;
    struct device_status s;

    for (size_t i = 0; i < COUNT(bits); i++)
        good += error_state(bits[i].first, bits[i].second, 2).reasons == bits[i].reason;
    ok(good == COUNT(bits), "Each bit of RFC 2790 is its reason, the highest bit first");
    s = error_state(0, 0, 2);
    ok(s.reasons == 0 && s.known == (FIRST_OCTET | SECOND_OCTET), "Zeros clear all 15");
    s = error_state(0x44, 0, 1);
    ok(s.reasons == (REASON_MEDIA_EMPTY | REASON_MEDIA_JAM) && s.known == FIRST_OCTET,
       "Of one octet the other bits are not known");
    s = error_state(0xFF, 0xFF, 0);
    ok(s.reasons == 0 && s.known == 0, "No octets tell nothing");
    s = error_state(0, 0, 4);
    ok(s.reasons == 0 && s.known == (FIRST_OCTET | SECOND_OCTET), "More octets add nothing");
}

static struct device_status hr_status(int64_t printer, int64_t device, uint32_t reasons)
{
    struct device_status s;

    status_init(&s);
    status_add(&s, reasons, 0);
    status_from_hr_status(&s, printer, device);
    return s;
}

static void test_hr_status(void)
{
    ok(hr_status(3, 2, 0).state == MACHINE_IDLE &&
           hr_status(4, 2, 0).state == MACHINE_PRINTING &&
           hr_status(5, 5, 0).state == MACHINE_WARMUP &&
           hr_status(1, 2, 0).state == MACHINE_OTHER,
       "hrPrinterStatus is read");
    ok(hr_status(2, 2, 0).state == MACHINE_UNKNOWN &&
           hr_status(0, 2, 0).state == MACHINE_UNKNOWN &&
           hr_status(6, 2, 0).state == MACHINE_UNKNOWN &&
           hr_status(-1, 2, 0).state == MACHINE_UNKNOWN &&
           hr_status(STATUS_NO_VALUE, STATUS_NO_VALUE, 0).state == MACHINE_UNKNOWN,
       "Other numbers are no state");
    ok(hr_status(1, 2, 0).asleep && hr_status(1, 2, REASON_TONER_LOW).asleep &&
           !hr_status(1, 2, REASON_MEDIA_JAM).asleep && !hr_status(3, 2, 0).asleep &&
           !hr_status(1, 1, 0).asleep,
       "A machine that runs in no other state sleeps, if nothing stops it");
    ok(hr_status(1, 5, 0).reasons == REASON_ATTENTION &&
           hr_status(1, 5, REASON_TONER_LOW).reasons == (REASON_TONER_LOW | REASON_ATTENTION),
       "One that is down and does not say why needs attention");
    ok(hr_status(1, 5, REASON_MEDIA_EMPTY).reasons == REASON_MEDIA_EMPTY &&
           hr_status(5, 5, 0).reasons == 0,
       "One that says why, or comes up, does not");
}

/* ---- tables ---- */

static struct device_status supply(const char *description, int64_t type, int64_t unit,
                                   int64_t max, int64_t level)
{
    const struct status_supply_row row = {description, strlen(description), type, unit, max,
                                          level};
    struct device_status s;

    status_init(&s);
    status_from_supply(&s, &row);
    return s;
}

static int percent(int64_t max, int64_t level)
{
    return supply("x", 3, 7, max, level).supplies[0].level_percent;
}

static void test_levels(void)
{
    struct device_status s = supply("Canon Black Toner\r\n", 3, 7, 8400, 3780);

    ok(s.num_supplies == 1 && s.supplies[0].kind == SUPPLY_TONER &&
           strcmp(s.supplies[0].description, "Canon Black Toner") == 0 &&
           s.supplies[0].level_percent == 45 && !s.supplies[0].some_left &&
           !s.supplies[0].estimate,
       "A measured level is a percentage of what fits");
    s = supply("Toner", 3, 19, 100, -3);
    ok(s.supplies[0].level_percent == -1 && s.supplies[0].some_left && s.reasons == 0 &&
           s.known == 0,
       "-3 is some left, and no percentage");
    s = supply("Toner", 3, 19, -2, -2);
    ok(s.supplies[0].level_percent == -1 && !s.supplies[0].some_left, "-2 is not known");
    ok(percent(-2, 50) == -1 && percent(0, 0) == -1 && percent(100, -1) == -1 &&
           percent(STATUS_NO_VALUE, 5) == -1 && percent(100, STATUS_NO_VALUE) == -1,
       "Without level or maximum there is no percentage");
    ok(supply("x", 3, 19, -2, 50).supplies[0].level_percent == 50 &&
           supply("x", 3, 19, -2, 101).supplies[0].level_percent == -1,
       "A level that counts in percent needs no maximum");
    ok(percent(10000, 1) == 1 && percent(10000, 0) == 0 && percent(50, 60) == 100 &&
           percent(INT64_MAX, INT64_MAX / 2) == 50 && percent(1, INT64_MAX) == 100,
       "Only nothing is 0 percent, no more than 100 is told, large numbers do not overflow");
    ok(supply("", STATUS_NO_VALUE, STATUS_NO_VALUE, STATUS_NO_VALUE, STATUS_NO_VALUE)
               .num_supplies == 0,
       "A row the machine does not have is none");
}

static void test_supply_kinds(void)
{
    ok(supply("x", 21, 7, 1, 1).supplies[0].kind == SUPPLY_TONER &&
           supply("x", 4, 7, 1, 1).supplies[0].kind == SUPPLY_WASTE &&
           supply("x", 9, 7, 1, 1).supplies[0].kind == SUPPLY_DRUM &&
           supply("toner", 15, 7, 1, 1).supplies[0].kind == SUPPLY_OTHER,
       "The type is the machine's");
    ok(supply("Black TONER", STATUS_NO_VALUE, 7, 1, 1).supplies[0].kind == SUPPLY_TONER &&
           supply("Waste Toner Box", 1, 7, 1, 1).supplies[0].kind == SUPPLY_WASTE &&
           supply("Drum Unit", 2, 7, 1, 1).supplies[0].kind == SUPPLY_DRUM &&
           supply("", 2, 7, 1, 1).supplies[0].kind == SUPPLY_UNKNOWN,
       "Where it leaves it open the description tells");
}

static void test_supply_reasons(void)
{
    struct device_status s = supply("x", 3, 7, 100, 0);

    ok(s.reasons == REASON_TONER_EMPTY && s.known == (REASON_TONER_EMPTY | REASON_TONER_LOW),
       "Level 0 is empty");
    ok(supply("x", 3, 7, 100, 10).reasons == REASON_TONER_LOW &&
           supply("x", 3, 7, 100, 11).reasons == 0,
       "10 percent are low, 11 are not");
    ok(supply("x", 9, 7, 100, 5).reasons == REASON_DRUM_LOW &&
           supply("x", 4, 7, 100, 0).reasons == REASON_WASTE_FULL &&
           supply("x", 15, 7, 100, 0).reasons == 0,
       "Drum and waste container have reasons of their own, other parts have none");
    for (int i = 0; i < 10; i++) {
        const struct status_supply_row row = {"x", 1, 3, 7, 100, 50};

        status_from_supply(&s, &row);
    }
    ok(s.num_supplies == STATUS_SUPPLIES, "A full list takes no more");
}

static struct tray tray(int64_t max, int64_t level, int64_t status)
{
    const struct status_tray_row row = {"Drawer 1", 8,      "A4\n", 3,      max,
                                        level,      status, 4,      297000, 210000};
    struct device_status s;

    status_init(&s);
    status_from_tray(&s, &row);
    return s.trays[0];
}

static void test_trays(void)
{
    struct tray t = tray(500, 120, 0);

    ok(strcmp(t.name, "Drawer 1") == 0 && strcmp(t.media, "A4") == 0 && t.known && !t.empty &&
           t.level == 120 && t.capacity == 500 && !t.unavailable,
       "A tray tells its sheets");
    t = tray(500, 0, 9);
    ok(t.known && t.empty && t.level == 0 && !t.unavailable,
       "An empty one does, too, though it is only there on request");
    t = tray(-2, -3, 0);
    ok(t.known && !t.empty && t.level == -3 && t.capacity == -1, "-3 is some paper");
    t = tray(500, -2, 0);
    ok(!t.known && !t.empty && t.level == -1, "-2 is not known");
    t = tray(INT64_MAX, INT64_MAX, 0);
    ok(!t.known && t.level == -1 && t.capacity == -1, "Numbers beyond all trays are none");
    ok(tray(500, 1, 3).unavailable && tray(500, 1, 32).unavailable &&
           tray(500, 1, 19).unavailable && !tray(500, 1, 16).unavailable &&
           !tray(500, 1, 131).unavailable && !tray(500, 1, -1).unavailable,
       "Broken and off-line trays are not available");
}

static struct tray size(int64_t unit, int64_t feed, int64_t xfeed)
{
    const struct status_tray_row row = {"T", 1, NULL, 0, 1, 1, 0, unit, feed, xfeed};
    struct device_status s;

    status_init(&s);
    status_from_tray(&s, &row);
    return s.trays[0];
}

static bool is_size(struct tray t, uint32_t width, uint32_t length)
{
    return t.width_hmm == width && t.length_hmm == length;
}

static void test_sizes(void)
{
    ok(is_size(size(4, 297000, 210000), 21000, 29700) &&
           is_size(size(4, 210000, 297000), 21000, 29700),
       "Micrometres; a sheet that lies across is the same sheet");
    ok(is_size(size(3, 110000, 85000), 21590, 27940),
       "1/10000 inch: Letter is 215.9 x 279.4 mm");
    ok(is_size(size(4, -1, 210000), 0, 0) && is_size(size(4, 297000, -2), 0, 0) &&
           is_size(size(5, 297000, 210000), 0, 0) && is_size(size(3, INT64_MAX, 1), 0, 0) &&
           is_size(size(STATUS_NO_VALUE, 1, 1), 0, 0),
       "Half a size, an unknown unit, no sheet's size: not known");
}

/* ---- USB, PJL ---- */

static struct device_status port(unsigned byte)
{
    struct device_status s;

    status_init(&s);
    status_from_port(&s, (uint8_t)byte);
    return s;
}

static void test_port(void)
{
    struct device_status s = port(0x18);

    ok(s.answered && s.reasons == 0 &&
           s.known == (REASON_MEDIA_EMPTY | REASON_OFFLINE | REASON_ATTENTION),
       "18: selected, no error");
    ok(port(0x38).reasons == REASON_MEDIA_EMPTY && port(0x30).reasons == REASON_MEDIA_EMPTY,
       "Without paper, with or without an error: load paper");
    ok(port(0x10).reasons == REASON_ATTENTION && port(0x08).reasons == REASON_OFFLINE &&
           port(0x00).reasons == (REASON_ATTENTION | REASON_OFFLINE),
       "An error with paper needs attention; not selected is offline");
    ok(port(0xDF).reasons == 0, "Reserved bits do not count");
}

static struct device_status pjl(const char *reply)
{
    struct device_status s;

    status_init(&s);
    status_from_pjl(&s, reply, strlen(reply));
    return s;
}

#define PJL(code, online)                                                                      \
    "@PJL INFO STATUS\r\nCODE=" code "\r\nDISPLAY=\"Panel\"\r\nONLINE=" online "\r\n\f"

static void test_pjl(void)
{
    struct device_status s = pjl(PJL("10001", "TRUE"));

    ok(s.answered && s.state == MACHINE_IDLE && s.reasons == 0 &&
           (s.known & (REASON_MEDIA_JAM | REASON_OFFLINE | REASON_TONER_LOW)) ==
               (REASON_MEDIA_JAM | REASON_OFFLINE | REASON_TONER_LOW) &&
           strcmp(s.panel, "Panel") == 0,
       "A ready machine has nothing");
    ok(pjl(PJL("10003", "TRUE")).state == MACHINE_WARMUP &&
           pjl(PJL("10023", "TRUE")).state == MACHINE_PRINTING,
       "One that warms up or prints says so");
    ok(pjl(PJL("10006", "TRUE")).reasons == REASON_TONER_LOW &&
           pjl(PJL("11102", "TRUE")).reasons == REASON_TRAY_EMPTY &&
           pjl(PJL("40021", "FALSE")).reasons == REASON_COVER_OPEN &&
           pjl(PJL("41213", "FALSE")).reasons == REASON_MEDIA_NEEDED &&
           pjl(PJL("42001", "FALSE")).reasons == REASON_MEDIA_JAM &&
           pjl(PJL("50001", "FALSE")).reasons == REASON_ATTENTION &&
           pjl(PJL("40099", "FALSE")).reasons == REASON_ATTENTION,
       "Codes and ranges of codes are reasons; what stops the machine is not offline besides");
    s = pjl(PJL("40021", "FALSE"));
    ok(s.known == (REASON_COVER_OPEN | REASON_OFFLINE), "One trouble clears no other");
    ok(pjl(PJL("10001", "FALSE")).reasons == REASON_OFFLINE &&
           pjl(PJL("10006", "FALSE")).reasons == (REASON_TONER_LOW | REASON_OFFLINE),
       "Not online without a trouble is offline");
    s = pjl("CODE = 10006\nDISPLAY=Low\nONLINE=MAYBE\nCODE2=42000\nDISPLAY2=\"Jam\"");
    ok(s.reasons == (REASON_TONER_LOW | REASON_MEDIA_JAM) && strcmp(s.panel, "Low") == 0 &&
           !(s.known & REASON_OFFLINE),
       "Several codes, other line ends and blanks are read");
}

static void test_pjl_garbage(void)
{
    static const char *const none[] = {
        "",           "CODE=",       "CODE=1000",  "CODE=100011",
        "CODE=1x001", "XCODE=10001", "CODE 10001", "ONLINE=FALSE"};
    struct device_status s, before;
    unsigned refused = 0;

    status_init(&s);
    before = s;
    for (size_t i = 0; i < COUNT(none); i++)
        refused += !status_from_pjl(&s, none[i], strlen(none[i]));
    ok(refused == COUNT(none) && status_same(&s, &before), "What is no reply adds nothing");
    ok(status_from_pjl(&s, "CODE=27001", 10) && s.reasons == 0 && s.known == 0 && s.answered,
       "A code without a meaning for paper or toner is an answer only");
}

int main(void)
{
    test_keywords();
    test_sentences();
    test_feed();
    test_all_sentences();
    test_text();
    test_merge();
    test_estimates();
    test_same();
    test_error_state();
    test_hr_status();
    test_levels();
    test_supply_kinds();
    test_supply_reasons();
    test_trays();
    test_sizes();
    test_port();
    test_pjl();
    test_pjl_garbage();
    return tap_done();
}
