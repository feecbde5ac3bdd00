/*
 * job-check.c - whether the queue has what a request asks of a job; see job-options.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "job-options.h"

#include "paper-offer.h"
#include "pin.h"
#include "raster-reader.h"
#include "printer.h"
#include "value.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct keyword none_keyword[] = {
    {"none", 0},
    {NULL,   0},
};

static const struct keyword auto_keyword[] = {
    {"auto", 0},
    {NULL,   0},
};

struct queue {
    const struct model *model; /* NULL: not known */
    pappl_pr_driver_data_t data;
    ipp_t *attributes;
};

/* One attribute, or member of a collection, and how to tell whether its value is supported. */
struct known {
    const char *name;
    bool (*has)(const struct queue *queue, const struct known *known, ipp_attribute_t *attr);
    int min, max;
    const struct keyword *keywords;
};

static bool has_any(const struct queue *queue, const struct known *known, ipp_attribute_t *attr)
{
    (void)queue;
    (void)known;
    (void)attr;
    return true;
}

static bool has_integer(const struct queue *queue, const struct known *known,
                        ipp_attribute_t *attr)
{
    int number;

    (void)queue;
    return value_number(attr, IPP_TAG_INTEGER, known->min, known->max, &number);
}

static bool has_enum(const struct queue *queue, const struct known *known,
                     ipp_attribute_t *attr)
{
    int number;

    (void)queue;
    return value_number(attr, IPP_TAG_ENUM, known->min, known->max, &number);
}

/* One or more. */
static bool has_enums(const struct queue *queue, const struct known *known,
                      ipp_attribute_t *attr)
{
    int n = ippGetCount(attr);

    (void)queue;
    if (n < 1 || ippGetValueTag(attr) != IPP_TAG_ENUM)
        return false;
    for (int i = 0; i < n; i++)
        if (ippGetInteger(attr, i) < known->min || ippGetInteger(attr, i) > known->max)
            return false;
    return true;
}

static bool has_keyword(const struct queue *queue, const struct known *known,
                        ipp_attribute_t *attr)
{
    int value;

    (void)queue;
    return value_lookup(known->keywords, value_keyword(attr), &value);
}

/* A keyword that a ticket knows. */
static bool has_wish(const struct queue *queue, const struct known *known,
                     ipp_attribute_t *attr)
{
    const char *keyword = value_keyword(attr);
    struct wishes wishes;

    (void)queue;
    wishes_init(&wishes);
    return keyword != NULL && wishes_set(&wishes, known->name, keyword) == RESULT_OK;
}

static bool has_word(const struct queue *queue, const struct known *known,
                     ipp_attribute_t *attr)
{
    int value;

    (void)queue;
    return value_lookup(known->keywords, value_word(attr), &value);
}

/* Among the values that the queue announces. */
static bool is_listed(const struct queue *queue, const char *name, const char *value)
{
    char full[64];

    snprintf(full, sizeof(full), "%s-supported", name);
    return value != NULL && ippContainsString(value_find(queue->attributes, full), value);
}

static bool has_listed_keyword(const struct queue *queue, const struct known *known,
                               ipp_attribute_t *attr)
{
    return is_listed(queue, known->name, value_keyword(attr));
}

static bool has_listed_word(const struct queue *queue, const struct known *known,
                            ipp_attribute_t *attr)
{
    return is_listed(queue, known->name, value_word(attr));
}

static bool has_darkness(const struct queue *queue, const struct known *known,
                         ipp_attribute_t *attr)
{
    return queue->data.darkness_supported > 0 && has_integer(queue, known, attr);
}

static bool has_date(const struct queue *queue, const struct known *known,
                     ipp_attribute_t *attr)
{
    time_t when;

    (void)queue;
    (void)known;
    return value_date(attr, &when);
}

static bool has_page_ranges(const struct queue *queue, const struct known *known,
                            ipp_attribute_t *attr)
{
    struct page_range ranges[VALUE_MAX_RANGES];
    size_t n;

    (void)queue;
    (void)known;
    return value_page_ranges(attr, ranges, &n);
}

static bool has_number_up(const struct queue *queue, const struct known *known,
                          ipp_attribute_t *attr)
{
    unsigned number_up;

    (void)queue;
    (void)known;
    return value_number_up(attr, &number_up);
}

/* Pages are scaled: any resolution that a raster page may have. */
static bool has_resolution(const struct queue *queue, const struct known *known,
                           ipp_attribute_t *attr)
{
    ipp_res_t unit = IPP_RES_PER_CM;
    int y = 0;
    int x = value_one(attr, IPP_TAG_RESOLUTION) ? ippGetResolution(attr, 0, &y, &unit) : 0;

    (void)queue;
    return unit == IPP_RES_PER_INCH && x >= known->min && x <= known->max && y >= known->min &&
           y <= known->max;
}

static bool is_offered(const struct queue *queue, const struct paper *paper)
{
    return queue->model != NULL && paper_is_offered(queue->model->caps, paper);
}

static bool has_paper_name(const struct queue *queue, const struct known *known,
                           ipp_attribute_t *attr)
{
    struct paper paper;

    (void)known;
    return value_paper_of_name(value_word(attr), &paper) && is_offered(queue, &paper);
}

static bool has_paper_size(const struct queue *queue, const struct known *known,
                           ipp_attribute_t *attr)
{
    struct paper paper;

    (void)known;
    return value_paper(attr, &paper) && is_offered(queue, &paper);
}

static const struct known *find_known(const struct known *known, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(known[i].name, name) == 0)
            return &known[i];
    return NULL;
}

/* Whether each member of a collection is known and has a supported value. */
static bool has_members(const struct queue *queue, const struct known *members, size_t n,
                        ipp_t *collection)
{
    if (collection == NULL)
        return false;
    for (ipp_attribute_t *attr = ippFirstAttribute(collection); attr != NULL;
         attr = ippNextAttribute(collection)) {
        const char *name = ippGetName(attr);
        const struct known *member = name != NULL ? find_known(members, n, name) : NULL;

        if (member == NULL || !member->has(queue, member, attr))
            return false;
    }
    return true;
}

/* Margins only have to be lengths: a page brings its own. */
static bool has_media_col(const struct queue *queue, const struct known *known,
                          ipp_attribute_t *attr)
{
    static const struct known members[] = {
        {"media-size",          has_paper_size,  0, 0,                  NULL},
        {"media-size-name",     has_paper_name,  0, 0,                  NULL},
        {"media-source",        has_listed_word, 0, 0,                  NULL},
        {"media-type",          has_listed_word, 0, 0,                  NULL},
        {"media-bottom-margin", has_integer,     0, VALUE_MAX_SIDE_HMM, NULL},
        {"media-left-margin",   has_integer,     0, VALUE_MAX_SIDE_HMM, NULL},
        {"media-right-margin",  has_integer,     0, VALUE_MAX_SIDE_HMM, NULL},
        {"media-top-margin",    has_integer,     0, VALUE_MAX_SIDE_HMM, NULL},
    };

    (void)known;
    return has_members(queue, members, COUNT(members), value_collection(attr));
}

/* A value of an option of ours that the machine can be told as it is; an empty one asks
 * nothing. */
static bool has_option(const struct queue *queue, const char *name, ipp_attribute_t *attr)
{
    struct ticket ticket;
    struct wishes wishes;
    char value[128];

    if (!own_option_text(name, attr, value, sizeof(value)) ||
        (pin_is(name) && !pin_unseal_text(value, sizeof(value))))
        return false;
    if (value[0] == '\0')
        return true;
    wishes_init(&wishes);
    if (wishes_set(&wishes, name, value) != RESULT_OK)
        return own_option_ok(name, value); /* what the machine is not told */
    wishes.account = true;                 /* a PIN alone counts as well */
    if (queue->model != NULL)
        ticket_resolve(queue->model, &wishes, &ticket);
    return queue->model == NULL || ticket.changed == 0;
}

/* A number is a department. Any other name is whose job it is: CUPS, on Macs too, puts the
 * login name of its user there in each job, and there is nothing about it that is not followed.
 */
static bool has_accounting_user(const struct queue *queue, const struct known *known,
                                ipp_attribute_t *attr)
{
    char value[128];

    (void)known;
    if (!value_text(attr, value, sizeof(value)))
        return false;
    return value[strspn(value, "0123456789")] != '\0' ||
           has_option(queue, "job-account-id", attr);
}

static bool has_proof(const struct queue *queue, const struct known *known,
                      ipp_attribute_t *attr)
{
    static const struct known members[] = {
        {"proof-print-copies", has_integer, 0, VALUE_MAX_COPIES, NULL},
    };

    (void)known;
    return has_members(queue, members, COUNT(members), value_collection(attr));
}

static const struct known *find_template(const char *name)
{
    static const struct known templates[] = {
        {"copies",                           has_integer,         1,              VALUE_MAX_COPIES, NULL           },
        {"finishings",                       has_enums,           3,              3,                NULL           },
        {"job-accounting-user-id",           has_accounting_user, 0,              0,                NULL           },
        {"job-hold-until",                   has_word,            0,              0,                value_hold     },
        {"job-hold-until-time",              has_date,            0,              0,                NULL           },
        {"job-pages-per-set",                has_integer,         1,              INT32_MAX,        NULL           },
        {"job-priority",                     has_integer,         1,              100,              NULL           },
        {"job-sheets",                       has_word,            0,              0,                none_keyword   },
        {"media",                            has_paper_name,      0,              0,                NULL           },
        {"media-col",                        has_media_col,       0,              0,                NULL           },
        {"multiple-document-handling",       has_keyword,         0,              0,                value_handling },
        {"number-up",                        has_number_up,       0,              0,                NULL           },
        {"orientation-requested",            has_enum,            3,              7,                NULL           },
        {"output-bin",                       has_listed_word,     0,              0,                NULL           },
        {"page-ranges",                      has_page_ranges,     0,              0,                NULL           },
        {"presentation-direction-number-up", has_keyword,         0,              0,                value_direction},
        {"print-color-mode",                 has_listed_keyword,  0,              0,                NULL           },
        {"print-content-optimize",           has_wish,            0,              0,                NULL           },
        {"print-darkness",                   has_darkness,        -100,           100,              NULL           },
        {"print-quality",                    has_enum,            3,              5,                NULL           },
        {"print-rendering-intent",           has_keyword,         0,              0,                auto_keyword   },
        {"print-scaling",                    has_keyword,         0,              0,                value_scaling  },
        {"printer-resolution",               has_resolution,      RASTER_MIN_DPI, RASTER_MAX_DPI,   NULL           },
        {"proof-print",                      has_proof,           0,              0,                NULL           },
        {"sides",                            has_listed_keyword,  0,              0,                NULL           },
 /* operation attributes that some clients put among the others */
        {"job-impressions",                  has_any,             0,              0,                NULL           },
        {"job-k-octets",                     has_any,             0,              0,                NULL           },
        {"job-media-sheets",                 has_any,             0,              0,                NULL           },
        {"job-name",                         has_any,             0,              0,                NULL           },
        {"job-password",                     has_any,             0,              0,                NULL           },
        {"job-password-encryption",          has_any,             0,              0,                NULL           },
    };

    return find_known(templates, COUNT(templates), name);
}

static bool is_option(const char *name)
{
    for (size_t i = 0; printer_vendor_options[i] != NULL; i++)
        if (strcmp(printer_vendor_options[i], name) == 0)
            return true;
    return false;
}

/* Whether an attribute of the request is to be looked at. Some clients put job attributes we
 * know among those of the operation. */
static bool is_asked(ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);
    ipp_tag_t group = ippGetGroupTag(attr);

    return name != NULL &&
           (group == IPP_TAG_JOB ||
            (group == IPP_TAG_OPERATION && (find_template(name) != NULL || is_option(name))));
}

/* The attribute with its value; one we do not know, and a secret, without. */
static void report(ipp_t *response, ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);
    ipp_attribute_t *copy = NULL;

    if ((find_template(name) != NULL || is_option(name)) && !pin_is(name))
        copy = ippCopyAttribute(response, attr, 0);
    if (copy != NULL)
        ippSetGroupTag(response, &copy, IPP_TAG_UNSUPPORTED_GROUP);
    else
        ippAddOutOfBand(response, IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_UNSUPPORTED_VALUE, name);
}

static bool is_supported(const struct queue *queue, ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);
    const struct known *known = find_template(name);

    if (known != NULL)
        return known->has(queue, known, attr);
    return is_option(name) && has_option(queue, name, attr);
}

bool job_options_check(ipp_t *request, ipp_t *response, pappl_printer_t *printer)
{
    struct queue queue = {.model = printer_model(printer)};
    bool good = true;

    (void)papplPrinterGetDriverData(printer, &queue.data);
    queue.attributes = papplPrinterGetDriverAttributes(printer);
    for (ipp_attribute_t *attr = ippFirstAttribute(request); attr != NULL;
         attr = ippNextAttribute(request))
        if (is_asked(attr) && !is_supported(&queue, attr)) {
            report(response, attr);
            good = false;
        }
    ippDelete(queue.attributes);
    return good;
}
