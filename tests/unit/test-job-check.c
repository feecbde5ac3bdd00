/*
 * test-job-check.c - what of a request the queue has; and that whatever a request holds does no
 * harm, there and where it is followed.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/charset.h"
#include "server/job-options.h"
#include "ipp-requests.h"
#include "tap.h"

/* ---- what the queue has ---- */

/* Whether a request is supported; frees it. The response is for the caller to look at. */
static bool check(ipp_t *request, ipp_t **response)
{
    bool good;

    *response = ippNewResponse(request);
    good = job_options_check(request, *response, printer);
    ippDelete(request);
    return good;
}

static ipp_t *request_with(ipp_tag_t group, const struct value *v)
{
    ipp_t *request = new_request();

    add(request, group, v);
    return request;
}

/* The attribute that the unsupported group has, and only if it has just this one. */
static ipp_attribute_t *only_unsupported(ipp_t *response, const char *name)
{
    ipp_attribute_t *found = NULL;
    unsigned n = 0;

    for (ipp_attribute_t *a = ippFirstAttribute(response); a != NULL;
         a = ippNextAttribute(response))
        if (ippGetGroupTag(a) == IPP_TAG_UNSUPPORTED_GROUP && ippGetName(a) != NULL) {
            found = a;
            n++;
        }
    return n == 1 && strcmp(ippGetName(found), name) == 0 ? found : NULL;
}

static const struct value supported[] = {
    {"copies",                           IPP_TAG_INTEGER,    NULL,                                   1,   0,         0},
    {"copies",                           IPP_TAG_INTEGER,    NULL,                                   999, 0,         0},
    {"finishings",                       IPP_TAG_ENUM,       NULL,                                   3,   3,         2},
    {"job-account-id",                   IPP_TAG_NAME,       "9999999",                              0,   0,         0},
    {"job-account-id",                   IPP_TAG_INTEGER,    NULL,                                   7,   0,         0},
    {"job-account-id",                   IPP_TAG_TEXT,       "",                                     0,   0,         0},
    {"job-account-pin",                  IPP_TAG_TEXT,       "0042",                                 0,   0,         0},
    {"job-accounting-user-id",           IPP_TAG_NAME,       "123",                                  0,   0,         0},
    {"job-accounting-user-id",           IPP_TAG_NAME,       "alice",                                0,   0,         0},
    {"job-hold-until",                   IPP_TAG_KEYWORD,    "weekend",                              0,   0,         0},
    {"job-hold-until",                   IPP_TAG_NAME,       "no-hold",                              0,   0,         0},
    {"job-hold-until-time",              IPP_TAG_DATE,       "07E807030C1E00002B0200",               0,   0,         0},
    {"job-name",                         IPP_TAG_NAME,       "Letter",                               0,   0,         0},
    {"job-pages-per-set",                IPP_TAG_INTEGER,    NULL,                                   4,   0,         0},
    {"job-priority",                     IPP_TAG_INTEGER,    NULL,                                   100, 0,         0},
    {"job-sheets",                       IPP_TAG_NAME,       "none",                                 0,   0,         0},
    {"media",                            IPP_TAG_KEYWORD,    "iso_a4_210x297mm",                     0,   0,         0},
    {"media",                            IPP_TAG_NAMELANG,   "iso-a4",                               0,   0,         0},
    {"multiple-document-handling",       IPP_TAG_KEYWORD,    "separate-documents-uncollated-copies", 0,
     0,                                                                                                              0},
    {"number-up",                        IPP_TAG_INTEGER,    NULL,                                   1,   0,         0},
    {"number-up",                        IPP_TAG_INTEGER,    NULL,                                   16,  0,         0},
    {"orientation-requested",            IPP_TAG_ENUM,       NULL,                                   7,   0,         0},
    {"output-bin",                       IPP_TAG_KEYWORD,    "face-down",                            0,   0,         0},
    {"page-ranges",                      IPP_TAG_RANGE,      NULL,                                   1,   INT32_MAX, 0},
    {"page-ranges",                      IPP_TAG_RANGE,      NULL,                                   1,   3,         2},
    {"presentation-direction-number-up", IPP_TAG_KEYWORD,    "tobottom-toleft",                      0,   0,         0},
    {"print-color-mode",                 IPP_TAG_KEYWORD,    "monochrome",                           0,   0,         0},
    {"print-color-mode",                 IPP_TAG_KEYWORD,    "auto",                                 0,   0,         0},
    {"print-content-optimize",           IPP_TAG_KEYWORD,    "photo",                                0,   0,         0},
    {"print-quality",                    IPP_TAG_ENUM,       NULL,                                   3,   0,         0},
    {"print-rendering-intent",           IPP_TAG_KEYWORD,    "auto",                                 0,   0,         0},
    {"print-scaling",                    IPP_TAG_KEYWORD,    "fill",                                 0,   0,         0},
    {"printer-resolution",               IPP_TAG_RESOLUTION, NULL,                                   300, 600,       0},
    {"sides",                            IPP_TAG_KEYWORD,    "two-sided-short-edge",                 0,   0,         0},
    {"toner-save",                       IPP_TAG_KEYWORD,    "device",                               0,   0,         0},
    {"page-border",                      IPP_TAG_KEYWORD,    "double-thick",                         0,   0,         0},
    {"imposition-template",              IPP_TAG_KEYWORD,    "signature",                            0,   0,         0},
    {"page-delivery",                    IPP_TAG_KEYWORD,    "reverse-order-face-down",              0,   0,         0},
    {"page-delivery",                    IPP_TAG_KEYWORD,    "system-specified",                     0,   0,         0},
    {"blank-pages",                      IPP_TAG_KEYWORD,    "remove",                               0,   0,         0},
    {"watermark",                        IPP_TAG_TEXT,       "Nur f\xC3\xBCr uns",                   0,   0,         0},
    {"watermark",                        IPP_TAG_TEXT,       "",                                     0,   0,         0},
    {"copies-order",                     IPP_TAG_KEYWORD,    "group",                                0,   0,         0},
    {"halftone",                         IPP_TAG_NAME,       "color-tone",                           0,   0,         0},
    {"binding-edge",                     IPP_TAG_TEXT,       "top",                                  0,   0,         0},
    {"binding-shift",                    IPP_TAG_NAME,       "100",                                  0,   0,         0},
};

static const struct value unsupported[] = {
    {"copies",                           IPP_TAG_INTEGER,          NULL,                     0,         0,    0},
    {"copies",                           IPP_TAG_INTEGER,          NULL,                     1000,      0,    0},
    {"copies",                           IPP_TAG_INTEGER,          NULL,                     1,         1,    2},
    {"copies",                           IPP_TAG_ENUM,             NULL,                     1,         0,    0},
    {"copies",                           IPP_TAG_NAME,             "1",                      0,         0,    0},
    {"copies",                           IPP_TAG_NOVALUE,          NULL,                     0,         0,    0},
    {"finishings",                       IPP_TAG_ENUM,             NULL,                     4,         0,    0},
    {"finishings",                       IPP_TAG_ENUM,             NULL,                     3,         4,    2},
    {"finishings",                       IPP_TAG_INTEGER,          NULL,                     3,         0,    0},
    {"job-account-id",                   IPP_TAG_NAME,             "10000000",               0,         0,    0},
    {"job-account-id",                   IPP_TAG_NAME,             "sales",                  0,         0,    0},
    {"job-account-id",                   IPP_TAG_BEGIN_COLLECTION, NULL,                     0,         0,    0},
    {"job-accounting-user-id",           IPP_TAG_NAME,             "12345678901",            0,         0,    0},
    {"job-hold-until",                   IPP_TAG_KEYWORD,          "tomorrow",               0,         0,    0},
    {"job-hold-until",                   IPP_TAG_TEXT,             "weekend",                0,         0,    0},
    {"job-hold-until-time",              IPP_TAG_DATE,             "07E80D030C1E00002B0200", 0,         0,    0},
    {"job-hold-until-time",              IPP_TAG_INTEGER,          NULL,                     1,         0,    0},
    {"job-pages-per-set",                IPP_TAG_INTEGER,          NULL,                     0,         0,    0},
    {"job-priority",                     IPP_TAG_INTEGER,          NULL,                     0,         0,    0},
    {"job-sheets",                       IPP_TAG_KEYWORD,          "standard",               0,         0,    0},
    {"media",                            IPP_TAG_KEYWORD,          "iso_a0_841x1189mm",      0,         0,    0},
    {"media",                            IPP_TAG_KEYWORD,          "paper",                  0,         0,    0},
    {"media",                            IPP_TAG_TEXT,             "iso_a4_210x297mm",       0,         0,    0},
    {"media-col",                        IPP_TAG_KEYWORD,          "iso_a4_210x297mm",       0,         0,    0},
    {"media-col",                        IPP_TAG_BEGIN_COLLECTION, NULL,                     0,         0,    0},
    {"multiple-document-handling",       IPP_TAG_KEYWORD,          "group",                  0,         0,    0},
    {"number-up",                        IPP_TAG_INTEGER,          NULL,                     3,         0,    0},
    {"number-up",                        IPP_TAG_INTEGER,          NULL,                     32,        0,    0},
    {"number-up",                        IPP_TAG_RANGE,            NULL,                     1,         2,    0},
    {"orientation-requested",            IPP_TAG_ENUM,             NULL,                     8,         0,    0},
    {"output-bin",                       IPP_TAG_KEYWORD,          "face-up",                0,         0,    0},
    {"page-ranges",                      IPP_TAG_RANGE,            NULL,                     0,         3,    0},
    {"page-ranges",                      IPP_TAG_RANGE,            NULL,                     4,         3,    2},
    {"page-ranges",                      IPP_TAG_INTEGER,          NULL,                     1,         0,    0},
    {"presentation-direction-number-up", IPP_TAG_KEYWORD,          "tobottom",               0,         0,    0},
    {"print-color-mode",                 IPP_TAG_KEYWORD,          "color",                  0,         0,    0},
    {"print-content-optimize",           IPP_TAG_KEYWORD,          "poetry",                 0,         0,    0},
    {"print-darkness",                   IPP_TAG_INTEGER,          NULL,                     0,         0,    0},
    {"print-quality",                    IPP_TAG_ENUM,             NULL,                     6,         0,    0},
    {"print-rendering-intent",           IPP_TAG_KEYWORD,          "perceptual",             0,         0,    0},
    {"print-scaling",                    IPP_TAG_KEYWORD,          "shrink",                 0,         0,    0},
    {"printer-resolution",               IPP_TAG_RESOLUTION,       NULL,                     1,         600,  0},
    {"printer-resolution",               IPP_TAG_RESOLUTION,       NULL,                     600,       9999, 0},
    {"printer-resolution",               IPP_TAG_RESOLUTION,       NULL,                     300,       300,  2},
    {"sides",                            IPP_TAG_KEYWORD,          "tumble",                 0,         0,    0},
    {"sides",                            IPP_TAG_NAME,             "one-sided",              0,         0,    0},
    {"toner-save",                       IPP_TAG_KEYWORD,          "much",                   0,         0,    0},
    {"page-border",                      IPP_TAG_KEYWORD,          "triple",                 0,         0,    0},
    {"imposition-template",              IPP_TAG_KEYWORD,          "booklet",                0,         0,    0},
    {"page-delivery",                    IPP_TAG_KEYWORD,          "same-order-face-up",     0,         0,    0},
    {"blank-pages",                      IPP_TAG_KEYWORD,          "skip",                   0,         0,    0},
    {"watermark",                        IPP_TAG_TEXT,             "  ",                     0,         0,    0},
    {"watermark",                        IPP_TAG_TEXT,             "two\nlines",             0,         0,    0},
    {"watermark",                        IPP_TAG_TEXT,             "\xFF\xFE",               0,         0,    0},
    {"watermark",                        IPP_TAG_INTEGER,          NULL,                     5,         0,    0},
    {"copies-order",                     IPP_TAG_KEYWORD,          "stapled",                0,         0,    0},
    {"toner-save",                       IPP_TAG_KEYWORD,          "on",                     0,         0,    2},
    {"binding-shift",                    IPP_TAG_INTEGER,          NULL,                     INT32_MAX, 0,    0},
    {"brightness",                       IPP_TAG_INTEGER,          NULL,                     101,       0,    0},
    {"contrast",                         IPP_TAG_INTEGER,          NULL,                     -101,      0,    0},
};

static void test_supported(void)
{
    ipp_t *response;

    for (size_t i = 0; i < COUNT(supported); i++) {
        bool good = check(request_with(IPP_TAG_JOB, &supported[i]), &response);

        ok(good && only_unsupported(response, supported[i].name) == NULL,
           "Supported %zu: %s of syntax %s", i, supported[i].name,
           ippTagString(supported[i].syntax));
        ippDelete(response);
    }
}

static void test_unsupported(void)
{
    ipp_t *response;

    for (size_t i = 0; i < COUNT(unsupported); i++) {
        bool good = check(request_with(IPP_TAG_JOB, &unsupported[i]), &response);
        ipp_attribute_t *a = only_unsupported(response, unsupported[i].name);

        ok(!good && a != NULL && ippGetValueTag(a) == unsupported[i].syntax &&
               ippGetCount(a) >=
                   (unsupported[i].count == 2 && unsupported[i].syntax != IPP_TAG_RESOLUTION
                        ? 2
                        : 1),
           "Unsupported %zu: %s of syntax %s comes back with its value", i, unsupported[i].name,
           ippTagString(unsupported[i].syntax));
        ippDelete(response);
    }
}

static void test_reports(void)
{
    static const struct value unknown = {"staple-twice", IPP_TAG_BOOLEAN, NULL, 1, 0, 0},
                              pin = {"job-account-pin", IPP_TAG_TEXT, "12345678", 0, 0, 0},
                              copies = {"copies", IPP_TAG_INTEGER, NULL, 0, 0, 0};
    ipp_t *response, *request;
    ipp_attribute_t *a;

    ok(check(new_request(), &response) && only_unsupported(response, "") == NULL,
       "A request that asks nothing asks nothing that is not supported");
    ippDelete(response);
    ok(!check(request_with(IPP_TAG_JOB, &unknown), &response) &&
           (a = only_unsupported(response, unknown.name)) != NULL &&
           ippGetValueTag(a) == IPP_TAG_UNSUPPORTED_VALUE,
       "An attribute that nobody knows comes back as unsupported itself");
    ippDelete(response);
    ok(!check(request_with(IPP_TAG_JOB, &pin), &response) &&
           (a = only_unsupported(response, pin.name)) != NULL &&
           ippGetValueTag(a) == IPP_TAG_UNSUPPORTED_VALUE,
       "A PIN does not come back");
    ippDelete(response);
    ok(!check(request_with(IPP_TAG_OPERATION, &copies), &response),
       "What is put among the operation's attributes by mistake is looked at");
    ippDelete(response);
    ok(check(request_with(IPP_TAG_OPERATION, &unknown), &response),
       "What is unknown there is not ours to judge");
    ippDelete(response);
    request = new_request();
    add(request, IPP_TAG_JOB, &unknown);
    add(request, IPP_TAG_JOB, &copies);
    ok(!check(request, &response) && ippFindAttribute(response, unknown.name, IPP_TAG_ZERO) &&
           ippFindAttribute(response, copies.name, IPP_TAG_ZERO),
       "All that is not supported comes back, not the first alone");
    ippDelete(response);
}

static void check_col(const char *what, bool wanted, const char *size_name, int x, int y,
                      const char *source, const char *type)
{
    ipp_t *request = new_request(), *response;
    bool good;

    add_media_col(request, size_name, x, y, source, type);
    good = check(request, &response);
    ok(good == wanted && (only_unsupported(response, "media-col") != NULL) == !wanted, "%s",
       what);
    ippDelete(response);
}

static void test_check_media_col(void)
{
    check_col("A size, source and type of the queue are supported", true, NULL, 21000, 29700,
              "tray-1", "stationery");
    check_col("So is a size by name", true, "na_letter_8.5x11in", 0, 0, "auto", "auto");
    check_col("So is one that is turned", true, NULL, 29700, 21000, NULL, NULL);
    check_col("An unknown size is not", false, NULL, 9000, 12000, NULL, NULL);
    check_col("A negative size is not", false, NULL, -21000, 29700, NULL, NULL);
    check_col("A drawer that is not there is not", false, NULL, 21000, 29700, "tray-9", NULL);
    check_col("A type that nobody knows is not", false, NULL, 21000, 29700, NULL, "silk");
    check_col("A media-col that asks nothing is supported", true, NULL, 0, 0, NULL, NULL);
}

static const ipp_tag_t syntaxes[] = {
    IPP_TAG_UNSUPPORTED_VALUE,
    IPP_TAG_DEFAULT,
    IPP_TAG_UNKNOWN,
    IPP_TAG_NOVALUE,
    IPP_TAG_NOTSETTABLE,
    IPP_TAG_DELETEATTR,
    IPP_TAG_ADMINDEFINE,
    IPP_TAG_INTEGER,
    IPP_TAG_BOOLEAN,
    IPP_TAG_ENUM,
    IPP_TAG_STRING,
    IPP_TAG_DATE,
    IPP_TAG_RESOLUTION,
    IPP_TAG_RANGE,
    IPP_TAG_BEGIN_COLLECTION,
    IPP_TAG_TEXTLANG,
    IPP_TAG_NAMELANG,
    IPP_TAG_TEXT,
    IPP_TAG_NAME,
    IPP_TAG_KEYWORD,
    IPP_TAG_URI,
    IPP_TAG_URISCHEME,
    IPP_TAG_CHARSET,
    IPP_TAG_LANGUAGE,
    IPP_TAG_MIMETYPE,
};

/* ---- hostile ---- */

static struct job_options usual_options(void)
{
    struct job_options o;

    job_options_read(&o, NULL, printer, "t", "u", NOW);
    return o;
}

static const char *const names[] = {
    "copies",
    "finishings",
    "job-account-id",
    "job-account-pin",
    "job-accounting-user-id",
    "job-hold-until",
    "job-hold-until-time",
    "job-name",
    "job-pages-per-set",
    "job-priority",
    "job-sheets",
    "media",
    "media-col",
    "multiple-document-handling",
    "number-up",
    "orientation-requested",
    "output-bin",
    "page-ranges",
    "presentation-direction-number-up",
    "print-color-mode",
    "print-content-optimize",
    "print-darkness",
    "print-quality",
    "print-rendering-intent",
    "print-scaling",
    "printer-resolution",
    "sides",
    "toner-save",
    "image-refinement",
    "halftone",
    "brightness",
    "contrast",
    "binding-edge",
    "binding-shift",
    "copies-order",
    "page-border",
    "imposition-template",
    "page-delivery",
    "blank-pages",
    "watermark",
    "x-unknown",
};

/* One line of UTF-8. */
static bool is_drawable(const char *words)
{
    size_t n = strlen(words);

    for (size_t i = 0; i < n; i++)
        if ((unsigned char)words[i] < ' ')
            return false;
    return n < WATERMARK_MAX && charset_utf8_length((const uint8_t *)words, n) == n;
}

static bool is_sane(const struct job_options *o)
{
    struct page_wish page = {.sides = -1};
    struct ticket ticket;
    struct wishes w;

    job_options_wishes(o, &page, &w);
    ticket_resolve(printer_model(printer), &w, &ticket);
    return o->copies >= 1 && o->copies <= 999 && o->priority >= 1 && o->priority <= 100 &&
           o->num_ranges >= 1 && o->ranges[0].first >= 1 &&
           o->ranges[0].first <= o->ranges[0].last && layout_has(o->number_up) &&
           o->sides >= SIDES_ONE && o->sides <= SIDES_SHORT_EDGE &&
           o->quality >= QUALITY_DRAFT && o->quality <= QUALITY_HIGH &&
           o->orientation <= ORIENTATION_REVERSE_PORTRAIT && ticket.job.media != NULL &&
           o->page.border <= BORDER_DOUBLE_THICK && is_drawable(o->page.watermark) &&
           (o->hold == HOLD_UNTIL) == (o->hold_time > NOW);
}

/* What a job follows of an attribute, without the paper and our own options, which are kept to
 * be told. */
static bool follows_nothing(const struct job_options *o, const struct job_options *usual)
{
    return o->copies == usual->copies && o->priority == usual->priority && o->num_ranges == 1 &&
           o->ranges[0].first == 1 && o->ranges[0].last == UINT32_MAX && o->number_up == 1 &&
           o->direction == usual->direction && o->sides == usual->sides && !o->sides_asked &&
           o->quality == usual->quality && o->orientation == usual->orientation &&
           o->content == usual->content && o->scaling == usual->scaling &&
           o->collate == usual->collate && o->hold == usual->hold;
}

struct tally {
    unsigned insane, followed, lost;
};

/* Read and check one request; frees it. */
static void try_request(ipp_t *request, const struct job_options *usual, struct tally *tally)
{
    struct job_options o;
    ipp_t *response;
    bool good;

    job_options_read(&o, request, printer, "t", "u", NOW);
    tally->insane += !is_sane(&o);
    good = check(request, &response);
    if (usual != NULL)
        tally->followed += !good && !follows_nothing(&o, usual);
    tally->lost += ippLength(response) == 0;
    ippDelete(response);
}

static void test_hostile(void)
{
    static const int numbers[] = {INT32_MIN, -1, 0, 1, 3, 5, 7, 1000, INT32_MAX};
    static char longest[2000];
    static const char *const texts[] = {
        "",
        "1",
        "-1",
        "secret",
        "99999999999999999999",
        "%s%n%d",
        "07FFFFFFFFFFFFFFFFFFFF",
        "\xff\xfe\xc3(\xf0\x9f",
        "iso_a4_210x297mm",
        "_x_-1x-1mm",
        "a_b_1e9x1in",
        "auto",
        longest,
    };
    struct job_options usual = usual_options();
    struct tally tally = {0, 0, 0};

    memset(longest, '9', sizeof(longest) - 1);
    for (size_t n = 0; n < COUNT(names); n++)
        for (size_t s = 0; s < COUNT(syntaxes); s++)
            for (size_t i = 0; i < COUNT(texts); i++) {
                int number = numbers[i % COUNT(numbers)];
                struct value v = {names[n],
                                  syntaxes[s],
                                  texts[i],
                                  number,
                                  number == INT32_MIN ? 0 : -number,
                                  1 + (int)(i % 2)};

                if (v.syntax == IPP_TAG_DATE && strlen(v.text) < 22)
                    v.text = "07E807030C1EFF00000200";
                try_request(request_with(IPP_TAG_JOB, &v), &usual, &tally);
            }
    ok(tally.insane == 0, "No attribute of any syntax makes a job that is none (%u)",
       tally.insane);
    ok(tally.followed == 0, "What is not supported is not followed (%u times it was)",
       tally.followed);
    ok(tally.lost == 0, "The answer can always be sent");
}

/* Each member of a media-col in turn with a value of every kind. */
static void test_odd_members(void)
{
    static const char *const members[] = {"media-size", "media-size-name", "media-source",
                                          "media-type", "media-top-margin"};
    struct tally tally = {0, 0, 0};

    for (size_t m = 0; m < COUNT(members); m++)
        for (size_t s = 0; s < COUNT(syntaxes); s++) {
            struct value v = {members[m], syntaxes[s], "07E807030C1E00002B0200", -1, 2, 0};
            ipp_t *request = new_request(), *column = ippNew();

            add(column, IPP_TAG_JOB, &v);
            ippAddCollection(request, IPP_TAG_JOB, "media-col", column);
            ippDelete(column);
            try_request(request, NULL, &tally);
        }
    ok(tally.insane == 0 && tally.lost == 0, "Odd members of a media-col do no harm");
}

/* ---- messages as they come from the network ---- */

struct wire {
    uint8_t bytes[16384];
    size_t n, at;
};

static ssize_t wire_write(void *ctx, ipp_uchar_t *bytes, size_t n)
{
    struct wire *w = ctx;

    if (n > sizeof(w->bytes) - w->n)
        return -1;
    memcpy(w->bytes + w->n, bytes, n);
    w->n += n;
    return (ssize_t)n;
}

static ssize_t wire_read(void *ctx, ipp_uchar_t *bytes, size_t n)
{
    struct wire *w = ctx;

    if (n > w->n - w->at)
        n = w->n - w->at;
    memcpy(bytes, w->bytes + w->at, n);
    w->at += n;
    return (ssize_t)n;
}

static void everything(struct wire *w)
{
    ipp_t *request = new_request();

    for (size_t i = 0; i < COUNT(supported); i++)
        add(request, IPP_TAG_JOB, &supported[i]);
    add_media_col(request, "na_letter_8.5x11in", 21590, 27940, "tray-1", "labels");
    w->n = 0;
    ippWriteIO(w, wire_write, 1, NULL, request);
    ippDelete(request);
}

/* The same damage each time. */
static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void test_damaged(void)
{
    struct wire *whole = calloc(1, sizeof(*whole)), *w = calloc(1, sizeof(*w));
    struct tally tally = {0, 0, 0};
    uint32_t state = 1;
    unsigned read = 0;

    if (whole != NULL)
        everything(whole);
    for (int i = 0; i < 3000 && whole != NULL && w != NULL; i++) {
        ipp_t *request = ippNew();

        *w = *whole;
        for (uint32_t k = 0, n = 1 + next_random(&state) % 3; k < n; k++)
            w->bytes[8 + next_random(&state) % (w->n - 8)] = (uint8_t)next_random(&state);
        if (ippReadIO(w, wire_read, 1, NULL, request) == IPP_STATE_DATA) {
            read++;
            try_request(request, NULL, &tally);
        } else
            ippDelete(request);
    }
    ok(read > 300 && tally.insane == 0 && tally.lost == 0,
       "Requests that were damaged on the way make no job that is none (%u of 3000 read)",
       read);
    free(whole);
    free(w);
}

int main(void)
{
    if (!make_queue()) {
        ok(false, "A queue can be made");
        return tap_done();
    }
    test_supported();
    test_unsupported();
    test_reports();
    test_check_media_col();
    test_hostile();
    test_odd_members();
    test_damaged();
    remove_queue();
    return tap_done();
}
