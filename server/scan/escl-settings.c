/*
 * escl-settings.c - what a client's ScanSettings ask for; see escl-xml.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "escl-parts.h"
#include "escl-xml.h"

#include <expat.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A real document has about 25 elements, four deep. */
#define MAX_DEPTH    16
#define MAX_ELEMENTS 500
#define VALUE_SIZE   96

/* What is read; each once, the first one counts. */
enum field {
    INTENT,
    UNITS,
    X_OFFSET,
    Y_OFFSET,
    WIDTH,
    HEIGHT,
    INPUT_SOURCE,
    DUPLEX,
    COLOR_MODE,
    X_RESOLUTION,
    Y_RESOLUTION,
    FORMAT,
    FORMAT_EXT,
    COMPRESSION,
    BRIGHTNESS,
    CONTRAST,
    THRESHOLD,
    BLANK_DETECTION,
    BLANK_REMOVAL,
    NUM_FIELDS
};

/* SANE's escl backend sends the number by the name of the ability. */
static const struct {
    const char *name;
    enum field field;
    bool of_region;
} names[] = {
    {"Intent",                       INTENT,          false},
    {"ContentRegionUnits",           UNITS,           true },
    {"XOffset",                      X_OFFSET,        true },
    {"YOffset",                      Y_OFFSET,        true },
    {"Width",                        WIDTH,           true },
    {"Height",                       HEIGHT,          true },
    {"InputSource",                  INPUT_SOURCE,    false},
    {"Duplex",                       DUPLEX,          false},
    {"ColorMode",                    COLOR_MODE,      false},
    {"XResolution",                  X_RESOLUTION,    false},
    {"YResolution",                  Y_RESOLUTION,    false},
    {"DocumentFormat",               FORMAT,          false},
    {"DocumentFormatExt",            FORMAT_EXT,      false},
    {"CompressionFactor",            COMPRESSION,     false},
    {"CompressionFactorSupport",     COMPRESSION,     false},
    {"Brightness",                   BRIGHTNESS,      false},
    {"BrightnessSupport",            BRIGHTNESS,      false},
    {"Contrast",                     CONTRAST,        false},
    {"ContrastSupport",              CONTRAST,        false},
    {"Threshold",                    THRESHOLD,       false},
    {"ThresholdSupport",             THRESHOLD,       false},
    {"BlankPageDetection",           BLANK_DETECTION, false},
    {"BlankPageDetectionAndRemoval", BLANK_REMOVAL,   false},
};

struct value {
    char text[VALUE_SIZE]; /* "": not given */
    size_t n;
    bool must; /* MustHonor: do so, or refuse */
};

struct reading {
    XML_Parser parser;
    struct value values[NUM_FIELDS];
    struct value *into; /* the element that we are in; NULL: one that we do not read */
    unsigned depth, elements;
    unsigned region_depth; /* of the region that is read; 0: not in it */
    bool region_seen;
    const char *wrong; /* a sentence; NULL: good so far */
};

static void stop(struct reading *r, const char *why)
{
    if (r->wrong == NULL)
        r->wrong = why;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

/* Names come as "namespace|local", from a parser that knows namespaces. */
static const char *local_name(const char *name)
{
    const char *bar = strrchr(name, '|');

    return bar != NULL ? bar + 1 : name;
}

static bool is_true(const char *text)
{
    return strcasecmp(text, "true") == 0 || strcmp(text, "1") == 0;
}

static bool must_honor(const XML_Char **attributes)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2)
        if (strcmp(local_name(attributes[i]), "MustHonor") == 0)
            return is_true(attributes[i + 1]);
    return false;
}

/* Settings are children of the root, those of a region children of the first region. */
static struct value *value_of(struct reading *r, const char *name)
{
    bool in_region = r->region_depth != 0 && r->depth == r->region_depth + 1;

    if (!in_region && r->depth != 2)
        return NULL;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].of_region == in_region && strcmp(names[i].name, name) == 0 &&
            r->values[names[i].field].text[0] == '\0')
            return &r->values[names[i].field];
    return NULL;
}

static void XMLCALL on_start(void *ctx, const XML_Char *full_name, const XML_Char **attributes)
{
    struct reading *r = ctx;
    const char *name = local_name(full_name);

    if (++r->depth > MAX_DEPTH || ++r->elements > MAX_ELEMENTS) {
        stop(r, "There are too many elements in these settings.");
        return;
    }
    if (r->depth == 1 && strcmp(name, "ScanSettings") != 0) {
        stop(r, "These are no ScanSettings.");
        return;
    }
    if (strcmp(name, "ScanRegion") == 0 && !r->region_seen) {
        r->region_seen = true;
        r->region_depth = r->depth;
    }
    r->into = value_of(r, name);
    if (r->into != NULL)
        r->into->must = must_honor(attributes);
}

static void trim(struct value *value)
{
    size_t lead;

    while (value->n > 0 && strchr(" \t\r\n", value->text[value->n - 1]) != NULL)
        value->n--;
    value->text[value->n] = '\0';
    lead = strspn(value->text, " \t\r\n");
    value->n -= lead;
    memmove(value->text, value->text + lead, value->n + 1);
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
    struct reading *r = ctx;

    (void)name;
    if (r->into != NULL)
        trim(r->into);
    r->into = NULL;
    if (r->depth == r->region_depth)
        r->region_depth = 0;
    r->depth--;
}

static void XMLCALL on_text(void *ctx, const XML_Char *text, int n)
{
    struct reading *r = ctx;

    if (r->into == NULL)
        return;
    if (r->into->n + (size_t)n >= VALUE_SIZE) {
        stop(r, "A value in these settings is too long.");
        return;
    }
    memcpy(r->into->text + r->into->n, text, (size_t)n);
    r->into->n += (size_t)n;
    r->into->text[r->into->n] = '\0';
}

/* No settings have one, and entities could be defined in it. */
static void XMLCALL on_doctype(void *ctx, const XML_Char *name, const XML_Char *system_id,
                               const XML_Char *public_id, int has_internal_subset)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_internal_subset;
    stop(ctx, "Settings with a document type are not read.");
}

static bool parse(struct reading *r, const void *xml, size_t n)
{
    memset(r, 0, sizeof(*r));
    if (n > INT32_MAX || n == 0) {
        r->wrong = "There are no settings.";
        return false;
    }
    r->parser = XML_ParserCreateNS(NULL, '|');
    if (r->parser == NULL) {
        r->wrong = "There is no memory left.";
        return false;
    }
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    if (XML_Parse(r->parser, xml, (int)n, XML_TRUE) != XML_STATUS_OK && r->wrong == NULL)
        r->wrong = "This is no well-formed XML.";
    XML_ParserFree(r->parser);
    return r->wrong == NULL;
}

/* ---- what the values mean ---- */

/* One document, on its way from values to a request. */
struct asking {
    const struct reading *r;
    const struct scanner_facts *facts;
    struct escl_request *request;
    enum escl_verdict verdict;
    char *why;
    size_t why_size;
};

__attribute__((format(printf, 3, 4))) static void
refuse(struct asking *a, enum escl_verdict verdict, const char *format, ...)
{
    va_list args;

    if (a->verdict != ESCL_GOOD)
        return;
    a->verdict = verdict;
    va_start(args, format);
    vsnprintf(a->why, a->why_size, format, args);
    va_end(args);
}

static const char *text_of(const struct asking *a, enum field field)
{
    return a->r->values[field].text;
}

static bool given(const struct asking *a, enum field field)
{
    return text_of(a, field)[0] != '\0';
}

static bool must(const struct asking *a, enum field field)
{
    return given(a, field) && a->r->values[field].must;
}

/* No length or resolution is larger; larger numbers are taken for it, so that sums of two stay
 * within 32 bits. */
#define MOST 1000000

/* A whole number, or one with a fraction, which is rounded: "2550", "-1", "2550.5". An exponent
 * or a word is none. */
static bool read_number(const char *text, long *number)
{
    bool negative = *text == '-';
    bool up = false;
    long value = 0;
    size_t digits;

    text += negative || *text == '+';
    digits = strspn(text, "0123456789");
    if (digits == 0)
        return false;
    for (size_t i = 0; i < digits; i++)
        value = value >= MOST ? MOST : value * 10 + (text[i] - '0');
    text += digits;
    if (*text == '.') {
        up = text[1] >= '5' && text[1] <= '9';
        text += 1 + strspn(text + 1, "0123456789");
    }
    if (*text != '\0')
        return false;
    value = value + up > MOST ? MOST : value + up;
    *number = negative ? -value : value;
    return true;
}

/* A number of the document; false, and number as it was: it is not given, or is refused. */
static bool number_of(struct asking *a, enum field field, const char *name, long *number)
{
    if (!given(a, field))
        return false;
    if (read_number(text_of(a, field), number))
        return true;
    refuse(a, ESCL_NONSENSE, "%s is no number.", name);
    return false;
}

static long clamp(long value, long least, long most)
{
    return value < least ? least : value > most ? most : value;
}

static bool has_input(const struct asking *a, enum scan_input input)
{
    return a->facts->caps.has[input];
}

static bool intent_is(const struct asking *a, const char *intent)
{
    return strcasecmp(text_of(a, INTENT), intent) == 0;
}

static bool is_document(const struct asking *a)
{
    return intent_is(a, "Document") || intent_is(a, "TextAndGraphic");
}

/* Two-sided sheets, where only one side can be had, are refused: the backs would be missing,
 * and nobody would tell. */
static void ask_input(struct asking *a)
{
    const char *source = text_of(a, INPUT_SOURCE);
    bool feeder = strcasecmp(source, "Feeder") == 0 || strcasecmp(source, "Adf") == 0;

    if (!given(a, INPUT_SOURCE)) {
        feeder = has_input(a, SCAN_FEEDER) &&
                 (!has_input(a, SCAN_PLATEN) ||
                  (intent_is(a, "Document") && a->facts->feeder == SCAN_FEEDER_LOADED));
    } else if (strcasecmp(source, "Camera") == 0) {
        refuse(a, ESCL_CANNOT, "This scanner has no camera.");
    } else if (!feeder && strcasecmp(source, "Platen") != 0) {
        refuse(a, ESCL_NONSENSE, "InputSource is Platen or Feeder.");
    }
    a->request->scan.input = feeder ? SCAN_FEEDER : SCAN_PLATEN;
    if (feeder && is_true(text_of(a, DUPLEX)))
        a->request->scan.input = SCAN_FEEDER_DUPLEX;
    if (!has_input(a, a->request->scan.input))
        refuse(a, ESCL_CANNOT,
               feeder ? has_input(a, SCAN_FEEDER)
                            ? "The feeder of this scanner does not scan both sides."
                            : "This scanner has no feeder."
                      : "This scanner has no glass.");
}

/* Names that say more than there is become the nearest there is, unless the client insists. */
static void ask_color(struct asking *a)
{
    static const struct {
        const char *name;
        enum scan_color color;
        bool exact;
    } modes[] = {
        {"BlackAndWhite1", SCAN_BLACK_AND_WHITE, true },
        {"Grayscale8",     SCAN_GRAY,            true },
        {"Grayscale16",    SCAN_GRAY,            false},
        {"RGB24",          SCAN_COLOR,           true },
        {"RGB48",          SCAN_COLOR,           false},
    };
    struct scan_settings *scan = &a->request->scan;
    bool exact = true;
    size_t i = 0;

    scan->color = is_document(a) ? SCAN_GRAY : SCAN_COLOR;
    if (given(a, COLOR_MODE)) {
        while (i < sizeof(modes) / sizeof(modes[0]) &&
               strcasecmp(modes[i].name, text_of(a, COLOR_MODE)) != 0)
            i++;
        if (i == sizeof(modes) / sizeof(modes[0])) {
            refuse(a, ESCL_NONSENSE, "There is no ColorMode of that name.");
            return;
        }
        scan->color = modes[i].color;
        exact = modes[i].exact;
    }
    if (scan->color == SCAN_COLOR && !a->facts->caps.color) {
        scan->color = SCAN_GRAY;
        exact = false;
    }
    if (!exact && must(a, COLOR_MODE))
        refuse(a, ESCL_CANNOT, "This scanner does not have ColorMode %s.",
               text_of(a, COLOR_MODE));
}

static bool find_format(const char *type, enum escl_format *format)
{
    static const struct {
        const char *type;
        enum escl_format format;
    } types[] = {
        {"application/pdf", ESCL_PDF },
        {"image/jpeg",      ESCL_JPEG},
        {"image/jpg",       ESCL_JPEG},
        {"image/png",       ESCL_PNG },
    };

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (strcasecmp(types[i].type, type) == 0) {
            *format = types[i].format;
            return true;
        }
    return false;
}

/* Either of the two elements, the newer one first. */
static void ask_format(struct asking *a)
{
    struct escl_request *request = a->request;
    bool bilevel = request->scan.color == SCAN_BLACK_AND_WHITE;

    if (!given(a, FORMAT) && !given(a, FORMAT_EXT)) {
        request->format = is_document(a) ? ESCL_PDF : bilevel ? ESCL_PNG : ESCL_JPEG;
        return;
    }
    if (find_format(text_of(a, FORMAT_EXT), &request->format))
        return;
    if (!find_format(text_of(a, FORMAT), &request->format) || must(a, FORMAT_EXT))
        refuse(a, ESCL_CANNOT,
               "This scanner makes application/pdf, image/jpeg and image/png only.");
}

/* JPEG has no black and white. Who asks for it by name can show a JPEG, and perhaps nothing
 * else: page_make then sends the black and white dots as a gray one. In a PDF they become Group
 * 4, from the dots of a PNG. */
static void ask_encoding(struct asking *a)
{
    struct scan_settings *scan = &a->request->scan;
    bool bilevel = scan->color == SCAN_BLACK_AND_WHITE;

    scan->encoding =
        a->request->format == ESCL_PNG || (a->request->format == ESCL_PDF && bilevel)
            ? SCAN_PNG
            : SCAN_JPEG;
}

/* Where X and Y differ the page is scanned by the finer one: dots of the page are square. */
static void ask_resolution(struct asking *a)
{
    const struct scan_caps *caps = &a->facts->caps;
    long x = 0;
    long y = 0;
    bool has_x = number_of(a, X_RESOLUTION, "XResolution", &x);
    bool has_y = number_of(a, Y_RESOLUTION, "YResolution", &y);
    bool offered = false;

    if ((has_x && x <= 0) || (has_y && y <= 0))
        refuse(a, ESCL_NONSENSE, "A resolution is larger than 0.");
    a->request->scan.dpi = has_x || has_y            ? (unsigned)clamp(x > y ? x : y, 1, MOST)
                           : intent_is(a, "Preview") ? 75
                                                     : 300;
    for (size_t i = 0; i < caps->num_resolutions; i++)
        offered = offered || caps->resolutions[i] == a->request->scan.dpi;
    if (!offered && (must(a, X_RESOLUTION) || must(a, Y_RESOLUTION)))
        refuse(a, ESCL_CANNOT, "This scanner does not have that resolution.");
}

/* What lies before the edge is cut off, as what lies behind it is (page_plan). */
static void ask_span(struct asking *a, const enum field fields[2], const char *const said[2],
                     uint32_t *start, uint32_t *length)
{
    long from = 0;
    long size = MOST;

    (void)number_of(a, fields[0], said[0], &from);
    if (number_of(a, fields[1], said[1], &size) && size <= 0)
        refuse(a, ESCL_NONSENSE, "%s is larger than 0.", said[1]);
    if (from < 0)
        size += from;
    *start = (uint32_t)clamp(from, 0, MOST);
    *length = (uint32_t)clamp(size, ESCL_MIN_LENGTH, MOST);
}

/* MustHonor of a region is not looked at: clients set it on regions of our own whole size, and
 * round it up. */
static void ask_area(struct asking *a)
{
    struct scan_area *area = &a->request->scan.area;
    const char *units = text_of(a, UNITS);
    const char *colon = strrchr(units, ':');

    if (given(a, UNITS) &&
        strcasecmp(colon != NULL ? colon + 1 : units, "ThreeHundredthsOfInches") != 0)
        refuse(a, ESCL_CANNOT, "Lengths are told in ThreeHundredthsOfInches.");
    if (!given(a, X_OFFSET) && !given(a, Y_OFFSET) && !given(a, WIDTH) && !given(a, HEIGHT))
        return;
    ask_span(a, (const enum field[]){X_OFFSET, WIDTH},
             (const char *const[]){"XOffset", "Width"}, &area->x, &area->width);
    ask_span(a, (const enum field[]){Y_OFFSET, HEIGHT},
             (const char *const[]){"YOffset", "Height"}, &area->y, &area->height);
}

/* Of JPEG, from 100 to 20. */
static unsigned quality_of(long compression)
{
    return (unsigned)(100 - compression * 4 / 5);
}

/* Numbers without a unit, in the ranges that we tell. */
static void ask_tones(struct asking *a)
{
    struct scan_settings *scan = &a->request->scan;
    long value;

    if (number_of(a, COMPRESSION, "CompressionFactor", &value))
        scan->quality = quality_of(clamp(value, 0, ESCL_COMPRESSION_MAX));
    if (number_of(a, BRIGHTNESS, "Brightness", &value))
        scan->brightness = (int)clamp(value - ESCL_TONE_NORMAL, -100, 100);
    if (number_of(a, CONTRAST, "Contrast", &value))
        scan->contrast = (int)clamp(value - ESCL_TONE_NORMAL, -100, 100);
    if (number_of(a, THRESHOLD, "Threshold", &value))
        scan->threshold = (int)clamp(value, 0, ESCL_THRESHOLD_MAX);
    scan->drop_blank = is_true(text_of(a, BLANK_REMOVAL));
    scan->measure_blank = scan->drop_blank || is_true(text_of(a, BLANK_DETECTION));
}

enum escl_verdict escl_read_settings(const void *xml, size_t n,
                                     const struct scanner_facts *facts,
                                     struct escl_request *request, char *why, size_t why_size)
{
    struct reading reading;
    struct asking a = {&reading, facts, request, ESCL_GOOD, why, why_size};

    memset(request, 0, sizeof(*request));
    if (!parse(&reading, xml, n)) {
        refuse(&a, ESCL_NONSENSE, "%s", reading.wrong);
        return a.verdict;
    }
    ask_input(&a);
    ask_color(&a);
    ask_format(&a);
    ask_encoding(&a);
    ask_resolution(&a);
    ask_area(&a);
    ask_tones(&a);
    return a.verdict;
}
