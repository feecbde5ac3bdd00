/*
 * test-scan-web-form.c - what the forms of the page to scan from say; names of files; ZIP
 * files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/web-scan-form.h"
#include "server/scan/zip-write.h"

#include "driver/bytes.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* A form as NAME=VALUE;NAME=VALUE. */
static const char *get(const void *ctx, const char *name)
{
    static char values[4][64];
    static unsigned next;
    const char *at = ctx;
    size_t n = strlen(name);

    while (*at != '\0') {
        if (strncmp(at, name, n) == 0 && at[n] == '=') {
            char *value = values[next++ % 4];

            snprintf(value, sizeof(values[0]), "%.*s", (int)strcspn(at + n + 1, ";"),
                     at + n + 1);
            return value;
        }
        at += strcspn(at, ";");
        at += *at == ';';
    }
    return "";
}

static struct scan_caps caps;

/* The glass and the feeder of an iR1020. */
static void make_caps(void)
{
    static const unsigned resolutions[] = {75, 150, 300, 600};

    for (enum scan_input i = 0; i < SCAN_NUM_INPUTS; i++) {
        caps.has[i] = true;
        caps.width[i] = 2544;
        caps.height[i] = i == SCAN_PLATEN ? 3472 : 4200;
    }
    caps.gray = caps.color = true;
    memcpy(caps.resolutions, resolutions, sizeof(resolutions));
    caps.num_resolutions = 4;
}

static struct scan_settings settings;
static char why[256];

static bool read_form(const char *form)
{
    struct web_fields fields = {get, form};

    why[0] = '\0';
    return web_form_settings(&fields, &caps, &settings, why, sizeof(why));
}

static bool refused(const char *form)
{
    return !read_form(form) && why[0] != '\0';
}

#define GOOD "input=platen;color=gray;dpi=300;"

static void test_settings(void)
{
    ok(read_form(GOOD "paper=a4") && settings.input == SCAN_PLATEN &&
           settings.color == SCAN_GRAY && settings.dpi == 300 && settings.area.width == 2480 &&
           settings.area.height == 3508 && settings.encoding == SCAN_JPEG &&
           !settings.drop_blank,
       "A4 in gray from the glass is understood");
    ok(read_form("input=feeder-two-sided;color=black-and-white;dpi=600;paper=legal;blank=drop;"
                 "straighten=yes;threshold=90") &&
           settings.input == SCAN_FEEDER_DUPLEX && settings.encoding == SCAN_PNG &&
           settings.area.height == 4200 && settings.drop_blank && settings.measure_blank &&
           settings.straighten && settings.threshold == 90,
       "so is a stack of Legal on both sides in black and white, without its blank pages");
    ok(read_form(GOOD "paper=a4;blank=drop") && !settings.drop_blank,
       "the page on the glass is kept, blank or not");
    ok(read_form(GOOD "paper=all") && settings.area.width == 0, "all of the glass has no area");
    ok(read_form(GOOD "paper=a4;brightness=-100;contrast=100") && settings.brightness == -100 &&
           settings.contrast == 100,
       "brightness and contrast go to their ends");
    ok(refused(GOOD "paper=legal"), "Legal does not lie on this glass");
    ok(refused(GOOD "paper=a4;brightness=101"), "brightness beyond its end is refused");
    ok(refused(GOOD "paper=a4;contrast=1e2"), "so is a number that is none");
    ok(refused(GOOD "paper=a4;threshold=256"), "and a threshold that no gray is below");
    ok(refused("input=roof;color=gray;dpi=300;paper=a4"), "and a source that is none");
    ok(refused("input=platen;color=red;dpi=300;paper=a4"), "and a colour that is none");
    ok(refused("input=platen;color=gray;dpi=301;paper=a4"), "and a resolution it has not");
    ok(refused("input=platen;color=gray;dpi=60000;paper=a4"), "and one that nothing has");
    ok(refused("input=platen;color=gray;dpi=;paper=a4"), "and none at all");
    ok(refused(""), "and an empty form");
}

static void test_areas(void)
{
    ok(read_form(GOOD "paper=custom;left=25.4;top=50,8;width=101.6;height=76.2") &&
           settings.area.x == 300 && settings.area.y == 600 && settings.area.width == 1200 &&
           settings.area.height == 900,
       "an area of one's own is in millimetres, with a point or a comma");
    ok(read_form(GOOD "paper=custom;left=200;top=290;width=500;height=500") &&
           settings.area.x + settings.area.width == 2550 &&
           settings.area.y + settings.area.height == 3508,
       "what reaches over the edge is cut there");
    ok(refused(GOOD "paper=custom;left=0;top=0;width=4;height=100"), "4 mm are no area");
    ok(refused(GOOD "paper=custom;left=217;top=0;width=50;height=50"),
       "nor is one beside the glass");
    ok(refused(GOOD "paper=custom;left=-5;top=0;width=50;height=50"),
       "nor one that begins before it");
    ok(refused(GOOD "paper=custom;left=0;top=0;width=99999;height=50"), "nor one of 100 m");
    ok(refused(GOOD "paper=custom;left=0;top=0;width=nan;height=50"),
       "nor one without a number");
    ok(refused(GOOD "paper=custom"), "nor one without any");
}

static void test_card_and_preview(void)
{
    struct scan_caps few = caps;

    few.resolutions[0] = 100;
    few.resolutions[1] = 200;
    few.num_resolutions = 2;
    few.color = false;
    web_form_preview(&few, &settings);
    ok(settings.dpi == 100 && settings.color == SCAN_GRAY && settings.input == SCAN_PLATEN,
       "a preview has the least resolution from 75 dpi, and gray where there is no colour");
    web_form_card(&few, &settings);
    ok(settings.dpi == 200 && settings.area.width == 1122, "a card the largest below 300 dpi");
    web_form_card(&caps, &settings);
    ok(settings.dpi == 300 && settings.color == SCAN_COLOR, "or 300 dpi and colour");
}

static bool names(const char *written, const char *wanted)
{
    char name[24];

    web_form_name(written, "Scan", name, sizeof(name));
    if (strcmp(name, wanted) != 0)
        diag("got '%s'", name);
    return strcmp(name, wanted) == 0;
}

static void test_names(void)
{
    ok(names("Rechnung März", "Rechnung März"), "a name stays as it is");
    ok(names("", "Scan") && names(" .. ", "Scan"),
       "none, and dots alone, become the usual one");
    ok(names("../../etc/passwd", "-..-etc-passwd"), "a name does not lead to another folder");
    ok(names(".profile", "profile"), "nor is it hidden");
    ok(names("a\r\nSet-Cookie: b", "a  Set-Cookie- b"), "it has no lines");
    ok(names("a\"b<c>|d", "a-b-c--d"), "nor what file systems refuse");
    ok(names("0123456789012345678901234", "01234567890123456789012"), "a long name is cut");
    ok(names("012345678901234567890\xc3\xa4\xc3\xa4", "012345678901234567890\xc3\xa4"),
       "between two characters");
}

static void test_words(void)
{
    char text[64];

    ok(web_word_find("scan", 4) == WORD_scan && web_word_find("nothing", 7) == NUM_WEB_WORDS,
       "words are found by their names");
    web_word_fill(text, sizeof(text), WORD_page_n, 12);
    ok(strcmp(text, "Page 12") == 0, "a number comes into its place");
}

/* ---- ZIP ---- */

struct bytes {
    uint8_t b[4096];
    size_t n, room;
};

static enum result keep(void *ctx, const void *bytes, size_t n)
{
    struct bytes *to = ctx;

    if (to->n + n > to->room)
        return RESULT_IO;
    memcpy(to->b + to->n, bytes, n);
    to->n += n;
    return RESULT_OK;
}

static enum result put(struct zip_writer *zip, const char *name, const char *text)
{
    size_t n = strlen(text);
    uint32_t crc = (uint32_t)crc32_z(0, (const uint8_t *)text, n);
    enum result result = zip_file(zip, name, (uint32_t)n, crc);

    return result == RESULT_OK ? zip_bytes(zip, text, n) : result;
}

static enum result make_zip(struct bytes *to)
{
    struct zip_writer *zip = calloc(1, sizeof(*zip));
    struct sink out = {keep, to};
    enum result result = RESULT_IO;

    if (zip == NULL)
        return result;
    zip_begin(zip, &out, 1700000000);
    result = put(zip, "a.jpg", "first");
    if (result == RESULT_OK)
        result = put(zip, "\xc3\xa4.jpg", "second one");
    if (result == RESULT_OK)
        result = zip_end(zip);
    free(zip);
    return result;
}

static void test_zip(void)
{
    struct bytes zip = {.room = sizeof(zip.b)};
    const uint8_t *end, *list;
    bool fails = true;

    ok(make_zip(&zip) == RESULT_OK, "a ZIP file of two is made");
    /* 30 + 5 + 5, 30 + 6 + 10, 46 + 5, 46 + 6, 22 */
    ok(zip.n == 40 + 46 + 51 + 52 + 22, "it has no byte too many");
    end = zip.b + zip.n - 22;
    list = zip.b + get_le32(end + 16);
    ok(get_le32(end) == 0x06054b50 && get_le16(end + 10) == 2 && get_le32(end + 12) == 103 &&
           list == zip.b + 86,
       "its end tells where its list is");
    ok(get_le32(list) == 0x02014b50 && get_le32(list + 20) == 5 && get_le32(list + 42) == 0 &&
           memcmp(list + 46, "a.jpg", 5) == 0 && get_le32(list + 51 + 42) == 40 &&
           get_le16(list + 51 + 28) == 6,
       "the list has names, sizes and places");
    ok(get_le32(zip.b) == 0x04034b50 && memcmp(zip.b + 35, "first", 5) == 0 &&
           get_le32(zip.b + 14) == 0x9271ee57,
       "files have their sum before them");
    for (size_t room = 0; room < zip.n; room++) {
        struct bytes less = {.room = room};

        fails = fails && make_zip(&less) != RESULT_OK;
    }
    ok(fails, "a disk that is full at any byte is noticed");
}

int main(void)
{
    make_caps();
    test_settings();
    test_areas();
    test_card_and_preview();
    test_names();
    test_words();
    test_zip();
    return tap_done();
}
