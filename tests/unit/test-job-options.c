/*
 * test-job-options.c - what a job is asked to be by IPP attributes, and when it may begin.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/intent.h"
#include "server/job-options.h"
#include "server/message-bytes.h"
#include "ipp-requests.h"
#include "tap.h"

#include <time.h>

/* Change the queue's defaults; one vendor option, name NULL for none. */
static void set_defaults(void (*change)(pappl_pr_driver_data_t *data), const char *name,
                         const char *value)
{
    pappl_pr_driver_data_t data;
    cups_option_t *options = NULL;
    int n = 0;

    papplPrinterGetDriverData(printer, &data);
    if (change != NULL)
        change(&data);
    if (name != NULL)
        n = cupsAddOption(name, value, 0, &options);
    papplPrinterSetDriverDefaults(printer, &data, n, options);
    cupsFreeOptions(n, options);
}

/* What a request with attributes asks; frees it. */
static struct job_options options_of(ipp_t *request)
{
    struct job_options o;

    job_options_read(&o, request, printer, "title", "user", NOW);
    ippDelete(request);
    return o;
}

static struct job_options options_with(const struct value *v)
{
    ipp_t *request = new_request();

    if (v != NULL)
        add(request, IPP_TAG_JOB, v);
    return options_of(request);
}

static struct job_options asks(const char *name, ipp_tag_t syntax, const char *text)
{
    return options_with(&(struct value){name, syntax, text, 0, 0, 0});
}

static struct job_options asks_number(const char *name, ipp_tag_t syntax, int number)
{
    return options_with(&(struct value){name, syntax, NULL, number, 0, 0});
}

static struct job_options asks_range(int lower, int upper, int count)
{
    return options_with(
        &(struct value){"page-ranges", IPP_TAG_RANGE, NULL, lower, upper, count});
}

/* ---- what is asked ---- */

static void test_nothing(void)
{
    struct job_options o = options_with(NULL), none;

    ok(strcmp(o.media, "iso_a4_210x297mm") == 0 && strcmp(o.source, "auto") == 0 &&
           strcmp(o.type, "auto") == 0,
       "A client that asks nothing gets the queue's paper");
    ok(o.sides == SIDES_ONE && !o.sides_asked && o.copies == 1 && o.collate == COLLATE_COLLATED,
       "It gets one collated copy, on one side, which it did not ask for");
    ok(o.quality == QUALITY_NORMAL && o.content == CONTENT_AUTO && o.scaling == SCALING_AUTO &&
           o.orientation == ORIENTATION_NONE,
       "It gets the queue's quality, content, scaling and orientation");
    ok(job_options_count_pages(&o, 7) == 7 && o.number_up == 1 &&
           o.direction == DIRECTION_TORIGHT_TOBOTTOM && !o.media_asked,
       "It gets each page on a side of its own, and the page's own size");
    ok(o.num_ranges == 1 && o.ranges[0].first == 1 && o.ranges[0].last == UINT32_MAX &&
           o.priority == 50 && o.hold == HOLD_NONE && o.refused[0] == '\0',
       "It gets all pages, now, in the order of arrival");
    ok(strcmp(o.title, "title") == 0 && strcmp(o.user, "user") == 0, "The job keeps its names");
    job_options_read(&none, NULL, printer, NULL, "Zo\xc3\xab", NOW);
    ok(none.title[0] == '\0' && strcmp(none.user, "Zoe") == 0 &&
           strcmp(none.media, o.media) == 0,
       "No attributes at all are the same; names become ASCII");
}

static void change_most(pappl_pr_driver_data_t *data)
{
    data->sides_default = PAPPL_SIDES_TWO_SIDED_SHORT_EDGE;
    data->quality_default = IPP_QUALITY_HIGH;
    data->content_default = PAPPL_CONTENT_PHOTO;
    data->scaling_default = PAPPL_SCALING_FILL;
    papplCopyString(data->media_default.size_name, "na_letter_8.5x11in",
                    sizeof(data->media_default.size_name));
    papplCopyString(data->media_default.source, "tray-1", sizeof(data->media_default.source));
    papplCopyString(data->media_default.type, "labels", sizeof(data->media_default.type));
}

static void change_back(pappl_pr_driver_data_t *data)
{
    data->sides_default = PAPPL_SIDES_ONE_SIDED;
    data->quality_default = IPP_QUALITY_NORMAL;
    data->content_default = PAPPL_CONTENT_AUTO;
    data->scaling_default = PAPPL_SCALING_AUTO;
    papplCopyString(data->media_default.size_name, "iso_a4_210x297mm",
                    sizeof(data->media_default.size_name));
    papplCopyString(data->media_default.source, "auto", sizeof(data->media_default.source));
    papplCopyString(data->media_default.type, "auto", sizeof(data->media_default.type));
}

static void test_defaults(void)
{
    struct job_options o;

    set_defaults(change_most, NULL, NULL);
    o = options_with(NULL);
    ok(o.sides == SIDES_SHORT_EDGE && !o.sides_asked && o.quality == QUALITY_HIGH &&
           o.content == CONTENT_PHOTO && o.scaling == SCALING_FILL,
       "What the queue is set to is followed where a client asks nothing");
    ok(strcmp(o.media, "na_letter_8.5x11in") == 0 && o.width_hmm == 21590 &&
           strcmp(o.source, "tray-1") == 0 && strcmp(o.type, "labels") == 0,
       "So is its paper");
    o = asks("sides", IPP_TAG_KEYWORD, "one-sided");
    ok(o.sides == SIDES_ONE && o.sides_asked, "A client that asks for one side gets it");
    o = asks("media", IPP_TAG_KEYWORD, "iso_a5_148x210mm");
    ok(strcmp(o.media, "iso_a5_148x210mm") == 0 && strcmp(o.source, "tray-1") == 0,
       "A client that names a size alone does not change the queue's drawer");
    o = asks_number("orientation-requested", IPP_TAG_ENUM, 7);
    ok(o.orientation == ORIENTATION_NONE, "A client can ask for no orientation");
    set_defaults(change_back, NULL, NULL);
}

static void test_values(void)
{
    struct job_options o;

    ok(asks_number("copies", IPP_TAG_INTEGER, 999).copies == 999, "999 copies are asked");
    ok(asks_number("copies", IPP_TAG_INTEGER, 1000).copies == 1 &&
           asks_number("copies", IPP_TAG_INTEGER, 0).copies == 1 &&
           asks_number("copies", IPP_TAG_INTEGER, -3).copies == 1 &&
           asks("copies", IPP_TAG_KEYWORD, "3").copies == 1,
       "Numbers of copies that are none are not followed");
    o = asks("sides", IPP_TAG_KEYWORD, "two-sided-long-edge");
    ok(o.sides == SIDES_LONG_EDGE && o.sides_asked, "Two sides are asked");
    ok(asks_number("print-quality", IPP_TAG_ENUM, 3).quality == QUALITY_DRAFT &&
           asks_number("print-quality", IPP_TAG_ENUM, 5).quality == QUALITY_HIGH &&
           asks_number("print-quality", IPP_TAG_ENUM, 6).quality == QUALITY_NORMAL,
       "The qualities are 3, 4 and 5");
    ok(asks("print-content-optimize", IPP_TAG_KEYWORD, "text").content == CONTENT_TEXT &&
           asks("print-content-optimize", IPP_TAG_KEYWORD, "text-and-graphic").content ==
               CONTENT_GRAPHIC,
       "The content is asked");
    ok(asks("print-scaling", IPP_TAG_KEYWORD, "auto-fit").scaling == SCALING_AUTO_FIT &&
           asks("print-scaling", IPP_TAG_KEYWORD, "none").scaling == SCALING_NONE,
       "The scaling is asked");
    ok(asks_number("orientation-requested", IPP_TAG_ENUM, 5).orientation ==
           ORIENTATION_REVERSE_LANDSCAPE,
       "The orientation is asked");
    ok(asks("multiple-document-handling", IPP_TAG_KEYWORD,
            "separate-documents-uncollated-copies")
               .collate == COLLATE_UNCOLLATED,
       "Uncollated copies are asked");
    ok(asks_number("job-priority", IPP_TAG_INTEGER, 100).priority == 100 &&
           asks_number("job-priority", IPP_TAG_INTEGER, 101).priority == 50,
       "Priorities end at 100");
    ok(asks_number("number-up", IPP_TAG_INTEGER, 6).number_up == 6 &&
           asks_number("number-up", IPP_TAG_INTEGER, 3).number_up == 1 &&
           asks_number("number-up", IPP_TAG_INTEGER, 0).number_up == 1 &&
           asks_number("number-up", IPP_TAG_INTEGER, 25).number_up == 1,
       "6 pages on a sheet are asked; 3, 0 or 25 are not followed");
    ok(asks("presentation-direction-number-up", IPP_TAG_KEYWORD, "totop-toleft").direction ==
               DIRECTION_TOTOP_TOLEFT &&
           asks("presentation-direction-number-up", IPP_TAG_KEYWORD, "totop-tobottom")
                   .direction == DIRECTION_TORIGHT_TOBOTTOM,
       "The order of pages on a sheet is asked");
}

/* ---- pages ---- */

static struct job_options asks_ranges(int n, const int *lower, const int *upper)
{
    ipp_t *request = new_request();

    ippAddRanges(request, IPP_TAG_JOB, "page-ranges", n, lower, upper);
    return options_of(request);
}

/* Whether the ranges are those, "2-5 9-9 ". */
static bool ranges_are(const struct job_options *o, const char *wanted)
{
    char text[200] = "";
    size_t used = 0;

    for (size_t i = 0; i < o->num_ranges && used < sizeof(text) - 40; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%u-%u ",
                                 (unsigned)o->ranges[i].first, (unsigned)o->ranges[i].last);
    if (strcmp(text, wanted) != 0)
        diag("%s", text);
    return strcmp(text, wanted) == 0;
}

static void test_ranges(void)
{
    static const int lower[] = {20, 3, 5, 9, 1, 15, 16, 13},
                     upper[] = {30, 4, 7, 9, 1, 25, 17, 14};
    int many_lower[VALUE_MAX_RANGES + 1], many_upper[VALUE_MAX_RANGES + 1];
    struct job_options o = asks_range(2, 5, 1);

    ok(ranges_are(&o, "2-5 "), "A range of pages is asked");
    ok(!job_options_wants_page(&o, 1) && job_options_wants_page(&o, 2) &&
           job_options_wants_page(&o, 5) && !job_options_wants_page(&o, 6),
       "Its first and its last page are in it");
    ok(job_options_count_pages(&o, 1) == 0 && job_options_count_pages(&o, 3) == 2 &&
           job_options_count_pages(&o, 9) == 4,
       "Of a document those pages are counted that it has");
    o = asks_range(5, 2, 1);
    ok(ranges_are(&o, "1-4294967295 "), "A range that ends early is none");
    o = asks_range(2, 5, 2);
    ok(ranges_are(&o, "2-5 "), "A range that comes twice is one");
    o = asks_ranges(8, lower, upper);
    ok(ranges_are(&o, "1-1 3-7 9-9 13-30 "),
       "Ranges in any order, that touch and overlap, become ascending ones that do not");
    ok(job_options_wants_page(&o, 9) && !job_options_wants_page(&o, 8) &&
           job_options_count_pages(&o, 16) == 11,
       "Their pages are wanted and counted");
    for (int i = 0; i <= VALUE_MAX_RANGES; i++)
        many_lower[i] = many_upper[i] = 2 * i + 1;
    o = asks_ranges(VALUE_MAX_RANGES, many_lower, many_upper);
    ok(o.num_ranges == VALUE_MAX_RANGES && job_options_wants_page(&o, 127) &&
           !job_options_wants_page(&o, 128),
       "As many ranges as there is room for are followed");
    o = asks_ranges(VALUE_MAX_RANGES + 1, many_lower, many_upper);
    ok(ranges_are(&o, "1-4294967295 "), "One more is none at all");
    many_upper[0] = 500;
    o = asks_ranges(VALUE_MAX_RANGES + 1, many_lower, many_upper);
    ok(ranges_are(&o, "1-500 "), "Unless they become one");
}

/* ---- paper ---- */

static void check_name(const char *asked, ipp_tag_t syntax, const char *wanted)
{
    ok(strcmp(asks("media", syntax, asked).media, wanted) == 0, "media '%s' is %s", asked,
       wanted[0] != '\0' ? wanted : "a size without a name");
}

static void test_media(void)
{
    struct job_options o;

    check_name("na_legal_8.5x14in", IPP_TAG_KEYWORD, "na_legal_8.5x14in");
    check_name("na_legal_8.5x14in", IPP_TAG_NAME, "na_legal_8.5x14in");
    check_name("na-letter", IPP_TAG_KEYWORD, "na_letter_8.5x11in");
    check_name("iso-a5", IPP_TAG_KEYWORD, "iso_a5_148x210mm");
    check_name("custom_flyer_110x220mm", IPP_TAG_KEYWORD, "iso_dl_110x220mm");
    check_name("custom_card_100x150mm", IPP_TAG_KEYWORD, "");
    check_name("iso_a0_841x1189mm", IPP_TAG_KEYWORD, "");
    check_name("", IPP_TAG_KEYWORD, "iso_a4_210x297mm");
    check_name("paper", IPP_TAG_KEYWORD, "iso_a4_210x297mm");
    check_name("a__", IPP_TAG_KEYWORD, "iso_a4_210x297mm");
    check_name("a_b_0x0mm", IPP_TAG_KEYWORD, "iso_a4_210x297mm");
    check_name("a_b_99999999999999999999x99999999mm", IPP_TAG_KEYWORD, "iso_a4_210x297mm");
    check_name("na_legal_8.5x14in", IPP_TAG_TEXT, "iso_a4_210x297mm");
    o = asks("media", IPP_TAG_KEYWORD, "custom_card_100x150mm");
    ok(o.width_hmm == 10000 && o.length_hmm == 15000, "Its width and length are kept");
}

static void check_column(const char *what, ipp_t *request, const char *media, uint32_t width,
                         const char *source, const char *type)
{
    struct job_options o = options_of(request);

    ok(strcmp(o.media, media) == 0 && o.width_hmm == width && strcmp(o.source, source) == 0 &&
           strcmp(o.type, type) == 0,
       "%s", what);
}

static ipp_t *with_column(const char *size_name, int x, int y, const char *source,
                          const char *type)
{
    ipp_t *request = new_request();

    ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, "na_letter_8.5x11in");
    add_media_col(request, size_name, x, y, source, type);
    return request;
}

static void test_media_col(void)
{
    static const char a5[] = "iso_a5_148x210mm", letter[] = "na_letter_8.5x11in";

    check_column("media-col is followed and wins over media",
                 with_column(NULL, 14800, 21000, "by-pass-tray", "labels"), a5, 14800,
                 "by-pass-tray", "labels");
    check_column("A size may have a name", with_column(a5, 0, 0, NULL, NULL), a5, 14800, "auto",
                 "auto");
    check_column("A size that has a name and lengths is what the name says",
                 with_column(a5, 21590, 27940, NULL, NULL), a5, 14800, "auto", "auto");
    check_column("A name that is unknown gives way to the lengths",
                 with_column("paper", 14800, 21000, NULL, NULL), a5, 14800, "auto", "auto");
    check_column("A size that is turned is the same sheet",
                 with_column(NULL, 21000, 14800, NULL, NULL), a5, 14800, "auto", "auto");
    check_column("A size rounded to points is the same sheet",
                 with_column(NULL, 14817, 20990, NULL, NULL), a5, 14800, "auto", "auto");
    check_column("A size that is no known one stays as it is",
                 with_column(NULL, 9000, 12000, NULL, NULL), "", 9000, "auto", "auto");
    check_column("A media-col without a size leaves it to media",
                 with_column(NULL, 0, 0, "tray-1", NULL), letter, 21590, "tray-1", "auto");
    check_column("So does one of negative size", with_column(NULL, -1, 21000, "tray-1", NULL),
                 letter, 21590, "tray-1", "auto");
    check_column("So does one that is larger than any",
                 with_column(NULL, INT32_MAX, INT32_MAX, NULL, NULL), letter, 21590, "auto",
                 "auto");
    check_column("A source that the machine lacks is kept for the ticket to tell",
                 with_column(NULL, 0, 0, "tray-9", "silk"), letter, 21590, "tray-9", "silk");
    check_column("Empty words are the queue's", with_column("", 0, 0, "", ""), letter, 21590,
                 "auto", "auto");
}

/* ---- our own options ---- */

static const char *vendor(const struct job_options *o, const char *name)
{
    for (size_t i = 0; printer_vendor_options[i] != NULL; i++)
        if (strcmp(printer_vendor_options[i], name) == 0)
            return o->vendor[i];
    return "?";
}

static void check_vendor(const char *what, struct job_options o, const char *name,
                         const char *value, const char *refused)
{
    if (!ok(strcmp(vendor(&o, name), value) == 0 && strcmp(o.refused, refused) == 0, "%s",
            what))
        diag("'%s', refused: '%s'", vendor(&o, name), o.refused);
}

static void test_vendor(void)
{
    check_vendor("An option may be a keyword", asks("toner-save", IPP_TAG_KEYWORD, "on"),
                 "toner-save", "on", "");
    check_vendor("It may be a name", asks("toner-save", IPP_TAG_NAME, "on"), "toner-save", "on",
                 "");
    check_vendor("It may be a text in a language",
                 asks("toner-save", IPP_TAG_TEXTLANG, "device"), "toner-save", "device", "");
    check_vendor("It may be a boolean", asks_number("toner-save", IPP_TAG_BOOLEAN, 1),
                 "toner-save", "true", "");
    check_vendor("A number may be an integer",
                 asks_number("binding-shift", IPP_TAG_INTEGER, 500), "binding-shift", "500",
                 "");
    check_vendor("A number may be digits", asks("binding-shift", IPP_TAG_NAME, "500"),
                 "binding-shift", "500", "");
    check_vendor("An unknown word is told", asks("halftone", IPP_TAG_KEYWORD, "fine"),
                 "halftone", "auto", "'fine' is no value of halftone.");
    check_vendor("A negative number is told", asks_number("binding-shift", IPP_TAG_INTEGER, -1),
                 "binding-shift", "0", "'-1' is no value of binding-shift.");
    check_vendor("Two values are told",
                 options_with(&(struct value){"toner-save", IPP_TAG_KEYWORD, "on", 0, 0, 2}),
                 "toner-save", "auto", "The value of toner-save cannot be read.");
    check_vendor("A collection is told", asks_number("toner-save", IPP_TAG_BEGIN_COLLECTION, 0),
                 "toner-save", "auto", "The value of toner-save cannot be read.");
    check_vendor("An empty value asks nothing", asks("job-account-id", IPP_TAG_TEXT, ""),
                 "job-account-id", "", "");
    check_vendor("A word about a value asks nothing",
                 asks_number("toner-save", IPP_TAG_NOVALUE, 0), "toner-save", "auto", "");
    check_vendor("A bad PIN is told but not shown",
                 asks("job-account-pin", IPP_TAG_TEXT, "secret"), "job-account-pin", "",
                 "'(hidden)' is no value of job-account-pin.");
    check_vendor("The other name of the department counts",
                 asks("job-accounting-user-id", IPP_TAG_NAME, "4711"), "job-account-id", "4711",
                 "");
    check_vendor("A login name there is not told",
                 asks("job-accounting-user-id", IPP_TAG_NAME, "alice"), "job-account-id", "",
                 "");
}

static void test_two_accounts(void)
{
    ipp_t *request = new_request();
    struct job_options o;

    ippAddString(request, IPP_TAG_JOB, IPP_TAG_NAME, "job-accounting-user-id", NULL, "22");
    ippAddString(request, IPP_TAG_JOB, IPP_TAG_NAME, "job-account-id", NULL, "11");
    o = options_of(request);
    ok(strcmp(vendor(&o, "job-account-id"), "11") == 0, "job-account-id is the first to count");
}

/* Options that are followed here. */
static void test_pages_as_a_whole(void)
{
    static const char words[] = "Streng geheim \xE2\x80\x93 \xE7\xA7\x98\xE5\xAF\x86";
    char longest[WATERMARK_MAX], too_long[WATERMARK_MAX + 1];
    struct job_options o = options_with(NULL);

    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    memset(too_long, 'x', sizeof(too_long) - 1);
    too_long[sizeof(too_long) - 1] = '\0';
    ok(!o.page.booklet && !o.page.reverse && !o.page.remove_blank &&
           o.page.border == BORDER_NONE && o.page.watermark[0] == '\0' && o.refused[0] == '\0',
       "Nothing is done with pages that nobody asked for");
    ok(asks("imposition-template", IPP_TAG_KEYWORD, "signature").page.booklet &&
           !asks("imposition-template", IPP_TAG_KEYWORD, "none").page.booklet,
       "A booklet can be asked for");
    ok(asks("page-delivery", IPP_TAG_KEYWORD, "reverse-order-face-down").page.reverse &&
           !asks("page-delivery", IPP_TAG_KEYWORD, "same-order-face-down").page.reverse &&
           !asks("page-delivery", IPP_TAG_KEYWORD, "system-specified").page.reverse,
       "So can the last page first");
    ok(asks("page-border", IPP_TAG_KEYWORD, "single").page.border == BORDER_SINGLE &&
           asks("page-border", IPP_TAG_NAME, "single-thick").page.border ==
               BORDER_SINGLE_THICK &&
           asks("page-border", IPP_TAG_KEYWORD, "double").page.border == BORDER_DOUBLE &&
           asks("page-border", IPP_TAG_KEYWORD, "double-thick").page.border ==
               BORDER_DOUBLE_THICK,
       "So can each border");
    ok(asks("blank-pages", IPP_TAG_KEYWORD, "remove").page.remove_blank,
       "Blank pages can be left out");
    o = asks("watermark", IPP_TAG_TEXT, words);
    ok(strcmp(o.page.watermark, words) == 0 && o.refused[0] == '\0',
       "Words of a watermark stay UTF-8");
    ok(strcmp(asks("watermark", IPP_TAG_NAME, longest).page.watermark, longest) == 0,
       "They may be as long as there is room");
    o = asks("watermark", IPP_TAG_TEXT, too_long);
    ok(o.page.watermark[0] == '\0' && strstr(o.refused, "watermark") != NULL,
       "Longer ones are told, and not cut: %s", o.refused);
    o = asks("page-border", IPP_TAG_KEYWORD, "dotted");
    ok(o.page.border == BORDER_NONE &&
           strcmp(o.refused, "'dotted' is no value of page-border.") == 0,
       "A value that is none is told");
    o = asks("copies-order", IPP_TAG_KEYWORD, "group");
    ok(strcmp(vendor(&o, "copies-order"), "group") == 0, "Copies can be grouped");
}

static void test_pages_defaults(void)
{
    static const struct page_wish page = {.sides = -1};
    struct wishes wishes;
    struct job_options o;

    set_defaults(NULL, "watermark", "HOUSE \xC3\xA4");
    set_defaults(NULL, "copies-order", "group");
    o = options_with(NULL);
    job_options_wishes(&o, &page, &wishes);
    ok(strcmp(o.page.watermark, "HOUSE \xC3\xA4") == 0 && wishes.collate == COLLATE_GROUP,
       "What the queue has holds for jobs that do not say");
    o = asks("watermark", IPP_TAG_TEXT, "MINE");
    ok(strcmp(o.page.watermark, "MINE") == 0, "A job's own goes before it");
    o = asks("multiple-document-handling", IPP_TAG_KEYWORD,
             "separate-documents-uncollated-copies");
    job_options_wishes(&o, &page, &wishes);
    ok(wishes.collate == COLLATE_UNCOLLATED, "So does its order of copies in IPP's words");
    o = asks("imposition-template", IPP_TAG_KEYWORD, "signature");
    job_options_wishes(&o, &page, &wishes);
    ok(wishes.sides == SIDES_SHORT_EDGE, "A booklet is two-sided over the short edge");
    set_defaults(NULL, "number-up", "4");
    set_defaults(NULL, "presentation-direction-number-up", "totop-toleft");
    o = options_with(NULL);
    ok(o.number_up == 4 && o.direction == DIRECTION_TOTOP_TOLEFT &&
           asks_number("number-up", IPP_TAG_INTEGER, 1).number_up == 1,
       "So do several pages on a side");
    set_defaults(NULL, "watermark", "");
    set_defaults(NULL, "copies-order", "auto");
    set_defaults(NULL, "number-up", "1");
    set_defaults(NULL, "presentation-direction-number-up", "toright-tobottom");
}

static void test_vendor_defaults(void)
{
    set_defaults(NULL, "job-account-id", "1234");
    check_vendor("The queue's department is taken", options_with(NULL), "job-account-id",
                 "1234", "");
    check_vendor("A client's department goes before it",
                 asks_number("job-account-id", IPP_TAG_INTEGER, 55), "job-account-id", "55",
                 "");
    check_vendor("In place of one that is none, the queue's is taken and that is told",
                 asks("job-account-id", IPP_TAG_NAME, "sales"), "job-account-id", "1234",
                 "'sales' is no value of job-account-id.");
    set_defaults(NULL, "job-account-id", "nonsense");
    check_vendor("A department of the queue that is none is told", options_with(NULL),
                 "job-account-id", "", "'nonsense' is no value of job-account-id.");
    set_defaults(NULL, "job-account-id", "");
}

static void test_many_refused(void)
{
    static const char bad[] = "a value that is none and goes on for a long time, longer still";
    ipp_t *request = new_request();
    struct job_options o;
    size_t n;

    for (size_t i = 0; printer_vendor_options[i] != NULL; i++)
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_TEXT, printer_vendor_options[i], NULL, bad);
    o = options_of(request);
    n = strlen(o.refused);
    ok(n > 100 && n < sizeof(o.refused) && o.refused[n - 1] == '.',
       "When much is refused, what is told ends with a whole sentence");
}

/* ---- wishes ---- */

static void test_wishes(void)
{
    ipp_t *request = new_request();
    struct job_options o;
    struct page_wish page = {.sides = -1};
    struct wishes w;

    add_media_col(request, "na_legal_8.5x14in", 0, 0, "tray-2", "labels");
    ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 3);
    ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "toner-save", NULL, "on");
    ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-account-id", 77);
    o = options_of(request);
    job_options_wishes(&o, &page, &w);
    ok(w.media == o.media && w.source == o.source && w.type == o.type && w.title == o.title &&
           w.user == o.user && w.copies == 3 && w.collate == COLLATE_COLLATED,
       "A page that says nothing is printed as the job says");
    ok(w.toner_save == CHOICE_ON && w.account && w.department_id == 77 && w.refinement == -1,
       "So are our own options");
    page = (struct page_wish){.width_hmm = 21010, .length_hmm = 29690, .sides = -1, .pages = 4};
    job_options_wishes(&o, &page, &w);
    ok(w.media != NULL && strcmp(w.media, "iso_a4_210x297mm") == 0 && w.pages == 4,
       "A page of another size has it");
    page = (struct page_wish){.width_hmm = 22000, .length_hmm = 30000, .sides = -1};
    job_options_wishes(&o, &page, &w);
    ok(w.media == NULL && w.width_hmm == 22000 && w.length_hmm == 30000,
       "A page of an unknown size that is too wide for the job's sheet has its lengths");
    page = (struct page_wish){.width_hmm = 9000, .length_hmm = 12000, .sides = -1};
    job_options_wishes(&o, &page, &w);
    ok(w.media == o.media, "One that fits on the job's sheet is printed on it");
    o = asks("media", IPP_TAG_KEYWORD, "custom_card_100x150mm");
    page = (struct page_wish){.sides = -1};
    job_options_wishes(&o, &page, &w);
    ok(w.media == NULL && w.width_hmm == 10000 && w.length_hmm == 15000,
       "So has a job of an unknown size");
    ok(o.media_asked && !asks("media", IPP_TAG_KEYWORD, "paper").media_asked,
       "A size that is none is not asked for");
}

static int sides_of(const struct job_options *o, int page_sides, uint32_t pages)
{
    struct page_wish page = {.sides = page_sides, .pages = pages};
    struct wishes w;

    job_options_wishes(o, &page, &w);
    return w.sides;
}

static void test_wish_sides(void)
{
    struct job_options o = asks("sides", IPP_TAG_KEYWORD, "two-sided-long-edge");

    ok(sides_of(&o, SIDES_ONE, 0) == SIDES_LONG_EDGE,
       "The sides that a client asks for go before those of a page's header");
    ok(sides_of(&o, -1, 1) == SIDES_LONG_EDGE, "They hold for one page too");
    set_defaults(change_most, NULL, NULL);
    o = options_with(NULL);
    ok(sides_of(&o, SIDES_LONG_EDGE, 0) == SIDES_LONG_EDGE,
       "Those of a page's header go before the queue's");
    ok(sides_of(&o, -1, 0) == SIDES_SHORT_EDGE, "The queue's are taken where nobody says");
    ok(sides_of(&o, -1, 1) == SIDES_ONE,
       "A queue for two sides prints a document of one page on one");
    set_defaults(change_back, NULL, NULL);
}

/* A page whose header says something of everything. */
static const struct page_wish telling = {.sides = -1,
                                         .source = "tray-2",
                                         .type = "labels",
                                         .quality = QUALITY_DRAFT,
                                         .content = CONTENT_PHOTO,
                                         .copies = 4};

static void test_wish_header(void)
{
    struct job_options o = options_with(NULL);
    ipp_t *request = new_request();
    struct wishes w;

    job_options_wishes(&o, &telling, &w);
    ok(strcmp(w.source, "tray-2") == 0 && strcmp(w.type, "labels") == 0 &&
           w.quality == QUALITY_DRAFT && w.content == CONTENT_PHOTO && w.copies == 4,
       "What a page's header says holds where the request said nothing");
    add_media_col(request, "iso_a4_210x297mm", 0, 0, "by-pass-tray", "envelope");
    ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 1);
    ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_ENUM, "print-quality", 5);
    ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-content-optimize", NULL, "auto");
    o = options_of(request);
    job_options_wishes(&o, &telling, &w);
    ok(strcmp(w.source, "by-pass-tray") == 0 && strcmp(w.type, "envelope") == 0 &&
           w.quality == QUALITY_HIGH && w.content == CONTENT_AUTO && w.copies == 1,
       "What the request says goes before it");
}

/* ---- hold ---- */

static void set_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

static time_t local(int year, int month, int day, int hour, int minute, int second)
{
    struct tm tm = {.tm_year = year - 1900,
                    .tm_mon = month - 1,
                    .tm_mday = day,
                    .tm_hour = hour,
                    .tm_min = minute,
                    .tm_sec = second,
                    .tm_isdst = -1};

    return mktime(&tm);
}

/* wanted 0: not held */
static void check_hold(const char *what, const char *keyword, time_t now, time_t wanted)
{
    time_t until = 0;
    enum hold_kind kind = job_hold_time(keyword, now, &until);

    if (!ok(kind == (wanted != 0 ? HOLD_UNTIL : HOLD_NONE) && until == wanted, "%s", what))
        diag("%d until %lld, not %lld", (int)kind, (long long)until, (long long)wanted);
}

static void test_hold(void)
{
    time_t until = 5;

    set_zone("UTC0");
    ok(job_hold_time("indefinite", NOW, &until) == HOLD_INDEFINITE &&
           job_hold_time("no-hold", NOW, &until) == HOLD_NONE &&
           job_hold_time("tomorrow", NOW, &until) == HOLD_NONE &&
           job_hold_time(NULL, NOW, &until) == HOLD_NONE && until == 5,
       "Words that name no time set none");
    /* 2024-07-03 is a Wednesday */
    check_hold("It is day", "day-time", local(2024, 7, 3, 6, 0, 0), 0);
    check_hold("It is day still", "day-time", local(2024, 7, 3, 17, 59, 59), 0);
    check_hold("Day comes tomorrow", "day-time", local(2024, 7, 3, 18, 0, 0),
               local(2024, 7, 4, 6, 0, 0));
    check_hold("Day comes in a second", "day-time", local(2024, 7, 3, 5, 59, 59),
               local(2024, 7, 3, 6, 0, 0));
    check_hold("Evening comes today", "evening", local(2024, 7, 3, 10, 7, 9),
               local(2024, 7, 3, 18, 0, 0));
    check_hold("The second shift is the evening", "second-shift", local(2024, 7, 3, 0, 0, 0),
               local(2024, 7, 3, 18, 0, 0));
    check_hold("It is evening until midnight", "evening", local(2024, 7, 3, 23, 59, 59), 0);
    check_hold("Night comes next year", "night", local(2024, 12, 31, 6, 0, 0),
               local(2025, 1, 1, 0, 0, 0));
    check_hold("The third shift is the night", "third-shift", local(2024, 7, 3, 0, 0, 0), 0);
    check_hold("The weekend comes on Saturday", "weekend", local(2024, 7, 3, 10, 0, 0),
               local(2024, 7, 6, 0, 0, 0));
    check_hold("On Friday it comes in a second", "weekend", local(2024, 7, 5, 23, 59, 59),
               local(2024, 7, 6, 0, 0, 0));
    check_hold("Saturday is weekend", "weekend", local(2024, 7, 6, 0, 0, 0), 0);
    check_hold("Sunday is weekend", "weekend", local(2024, 7, 7, 23, 59, 59), 0);
    check_hold("On Monday it is over", "weekend", local(2024, 7, 8, 0, 0, 0),
               local(2024, 7, 13, 0, 0, 0));
    set_zone("CET-1CEST,M3.5.0,M10.5.0/3");
    check_hold("Clocks put back make a night longer", "day-time", local(2024, 10, 26, 18, 0, 0),
               local(2024, 10, 27, 6, 0, 0));
    set_zone("<-03>3<-02>,M10.3.0/0,M2.3.0/0");
    /* the Sunday of 2024-10-20 begins at 1 h */
    check_hold("A night whose first hour is left out begins with the second", "night",
               local(2024, 10, 19, 12, 0, 0), local(2024, 10, 20, 1, 0, 0));
    set_zone("UTC0");
}

static bool in_shift(const char *keyword, time_t t)
{
    struct tm tm;

    localtime_r(&t, &tm);
    if (strcmp(keyword, "weekend") == 0)
        return tm.tm_wday % 6 == 0;
    return strcmp(keyword, "night") == 0     ? tm.tm_hour < 6
           : strcmp(keyword, "evening") == 0 ? tm.tm_hour >= 18
                                             : tm.tm_hour >= 6 && tm.tm_hour < 18;
}

/* Whether the answer for an instant is the first moment of the shift. */
static bool is_first(const char *keyword, time_t now)
{
    time_t until = 0, most = strcmp(keyword, "weekend") == 0 ? 5 * 24 + 1 : 18 + 1;
    enum hold_kind kind = job_hold_time(keyword, now, &until);

    if (in_shift(keyword, now))
        return kind == HOLD_NONE && until == 0;
    return kind == HOLD_UNTIL && until > now && until - now <= most * 3600 &&
           in_shift(keyword, until) && !in_shift(keyword, until - 1);
}

static void test_hold_always(void)
{
    static const char *const zones[] = {
        "UTC0",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "EST5EDT,M3.2.0,M11.1.0",
        "<-03>3<-02>,M10.3.0/0,M2.3.0/0",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "<+0545>-5:45",
    };
    static const char *const keywords[] = {"day-time", "evening", "night", "weekend"};

    for (size_t z = 0; z < COUNT(zones); z++) {
        unsigned wrong = 0;

        set_zone(zones[z]);
        for (time_t now = NOW; now < NOW + (time_t)400 * 86400; now += 2 * 3600 + 17 * 60 + 11)
            for (size_t k = 0; k < COUNT(keywords); k++)
                wrong += !is_first(keywords[k], now);
        ok(wrong == 0, "In %s every shift of a year is found at its first moment", zones[z]);
    }
    set_zone("UTC0");
}

static void test_hold_asked(void)
{
    /* 2024-07-03 12:30:00 +02:00, which is 10:30 UTC, half an hour after NOW */
    static const char later[] = "07E807030C1E00002B0200";
    struct job_options o = asks("job-hold-until-time", IPP_TAG_DATE, later);
    ipp_t *request = new_request();

    ok(o.hold == HOLD_UNTIL && o.hold_time == NOW + 1800, "A job can be held until a time");
    set_zone("CET-1CEST,M3.5.0,M10.5.0/3");
    o = asks("job-hold-until-time", IPP_TAG_DATE, later);
    ok(o.hold == HOLD_UNTIL && o.hold_time == NOW + 1800, "In summer too");
    set_zone("UTC0");
    o = asks("job-hold-until-time", IPP_TAG_DATE, "07E807030A00FF002B0000");
    ok(o.hold == HOLD_NONE, "A time with 255 seconds is none");
    o = asks("job-hold-until-time", IPP_TAG_DATE, "07E9021E0A0000002B0000");
    ok(o.hold == HOLD_NONE, "The 30th of February is none");
    o = asks("job-hold-until-time", IPP_TAG_DATE, "07E807030A0000002B0000");
    ok(o.hold == HOLD_NONE, "A time that is now holds nothing");
    o = asks("job-hold-until", IPP_TAG_NAME, "indefinite");
    ok(o.hold == HOLD_INDEFINITE, "A job can be held until it is released");
    o = asks("job-hold-until", IPP_TAG_KEYWORD, "evening");
    ok(o.hold == HOLD_UNTIL && o.hold_time == NOW + (time_t)8 * 3600,
       "It can be held until evening");
    ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-hold-until", NULL, "indefinite");
    ippAddDate(request, IPP_TAG_JOB, "job-hold-until-time", date_of(later));
    ok(options_of(request).hold == HOLD_INDEFINITE, "A word that holds goes before a time");
}

/* ---- registration ---- */

static bool moves(const struct registration *r, int32_t x_hmm)
{
    return r->n == 1 && strcmp(r->trays[0].source->name, "tray-1") == 0 &&
           r->trays[0].front.x_hmm == x_hmm;
}

static void test_registration(void)
{
    struct job_options o = options_with(NULL);
    ipp_t *request = new_request(), *again;
    struct intent *intent, *later;

    ok(o.registration.n == 0, "Nothing is moved unless it is set");
    set_defaults(NULL, "registration", "tray-1:1.5,0");
    intent = intent_new(request, printer, "title", "user");
    ok(intent != NULL && moves(&intent->options.registration, 150),
       "A job is moved as the queue is set");
    set_defaults(NULL, "registration", "tray-1:3,0");
    again = intent != NULL ? message_unpack(intent->bytes, intent->n) : NULL;
    later = again != NULL ? intent_new(again, printer, "title", "user") : NULL;
    ok(later != NULL && moves(&later->options.registration, 150),
       "Pages that are made again after a restart are moved as they were, whatever is set now");
    ippDelete(request);
    ippDelete(again);
    free(intent);
    free(later);
    o = options_with(NULL);
    ok(moves(&o.registration, 300), "Later jobs as it is now");
    set_defaults(NULL, "registration", "tray-1");
    o = options_with(NULL);
    ok(o.registration.n == 0 && strstr(o.refused, "registration") != NULL,
       "One that is none moves nothing, and is told: %s", o.refused);
    set_defaults(NULL, "registration", "");
}

int main(void)
{
    set_zone("UTC0");
    if (!make_queue()) {
        ok(false, "A queue can be made");
        return tap_done();
    }
    test_registration();
    test_nothing();
    test_defaults();
    test_values();
    test_ranges();
    test_media();
    test_media_col();
    test_vendor();
    test_pages_as_a_whole();
    test_pages_defaults();
    test_two_accounts();
    test_vendor_defaults();
    test_many_refused();
    test_wishes();
    test_wish_sides();
    test_wish_header();
    test_hold();
    test_hold_always();
    test_hold_asked();
    remove_queue();
    return tap_done();
}
