/*
 * ipp-printer-abilities.c - what a job can ask for, as attributes of a printer.
 *
 * Here is said what is done, no more: an attribute that is listed is followed, or refused
 * before the job is accepted (job-check.c). Not said, and why:
 * - black_1, srgb_8 and SRGB24. Documents of that kind are printed; but a client that knows
 *   would make dots of its own from a photo, or send three times the bytes, for a machine with
 *   one colour. 300 dpi is printed as well; but clients would choose it, and the page would be
 *   coarser.
 * - overrides of anything: pages and document-numbers, which PWG 5100.14 asks for, can be
 *   named, but no attribute can be given for them.
 * - events about jobs (notify-events-supported): PAPPL sends events of its own jobs only.
 * - IPP/2.1, which wants events of jobs, though its suite does not look for them; IPP/2.2, for
 *   which a job would have to take several documents. Requests of both are answered.
 * Source: RFC 8011, RFC 3996, PWG 5100.3, 5100.7, 5100.11 to 5100.14, 5100.16; CUPS.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "documents.h"
#include "driver/pdl.h"
#include "ipp-events.h"
#include "ipp-printer-parts.h"
#include "printer.h"
#include "release-code.h"
#include "urf.h"
#include "value.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

#define MAX_FORMATS 24
#define MAX_OPTIONS 32

#define MAX_OPERATIONS 128

/* Seconds an event can be fetched at least: RFC 3996 wants 15. PAPPL keeps the last 100. */
#define EVENT_LIFE_S 15

/* ---- documents ---- */

static bool prints(const struct answer *a, const char *format)
{
    return a->model != NULL && document_format_known(format, a->model);
}

/* Of a document, as much as is stored. */
static int max_k_octets(void)
{
    uint64_t k = document_limits()->max_temporary >> 10;

    return k > INT32_MAX ? INT32_MAX : (int)k;
}

static void amend_pdf(const struct answer *a, int max_k)
{
    static const char *const versions[] = {
        "adobe-1.2", "adobe-1.3", "adobe-1.4",        "adobe-1.5",
        "adobe-1.6", "adobe-1.7", "iso-32000-1_2008", "iso-32000-2_2017",
    };
    static const char *const names[] = {"pdf-versions-supported", "pdf-k-octets-supported"};

    if (!answer_wants_any(a, COUNT(names), names) || !prints(a, "application/pdf"))
        return;
    answer_put_keywords(a, "pdf-versions-supported", COUNT(versions), versions);
    answer_put_range(a, "pdf-k-octets-supported", 0, max_k);
}

static void put_formats(const struct answer *a)
{
    const char *formats[MAX_FORMATS];
    /* small on its way, and made into pages faster than the machine prints them; without a
     * renderer raster with the better compression */
    const char *preferred = prints(a, "application/pdf") ? "application/pdf" : "image/urf";
    int n = 0;

    for (size_t i = 0; document_formats[i] != NULL && n < MAX_FORMATS - 1; i++)
        if (i == 0 || prints(a, document_formats[i])) /* the first is the sniffed one */
            formats[n++] = document_formats[i];
    formats[n++] = a->model->pdl->format;
    answer_put_strings(a, IPP_CONST_TAG(IPP_TAG_MIMETYPE), "document-format-supported", n,
                       formats);
    answer_put_strings(a, IPP_CONST_TAG(IPP_TAG_MIMETYPE), "document-format-preferred", 1,
                       &preferred);
}

static void amend_formats(const struct answer *a)
{
    static const char *const names[] = {"document-format-supported",
                                        "document-format-preferred"};
    int max_k = max_k_octets();

    if (a->model == NULL)
        return;
    if (answer_wants_any(a, COUNT(names), names))
        put_formats(a);
    answer_put_range(a, "job-k-octets-supported", 0, max_k);
    answer_put_range(a, "jpeg-k-octets-supported", 0, max_k);
    amend_pdf(a, max_k);
}

/* ---- what a job can ask ---- */

static void amend_holding(const struct answer *a)
{
    static const char *const holds[] = {
        "no-hold", "indefinite",   "day-time",    "evening",
        "night",   "second-shift", "third-shift", "weekend",
    };
    static const char *const which[] = {
        "completed",  "not-completed",      "all",      "pending", "pending-held",
        "processing", "processing-stopped", "canceled", "aborted",
    };
    static const char *const settable[] = {"job-hold-until", "job-hold-until-time",
                                           "job-priority"};

    answer_put_keywords(a, "job-hold-until-supported", COUNT(holds), holds);
    answer_put_keywords(a, "job-hold-until-default", 1, holds);
    answer_put_keywords(a, "which-jobs-supported", COUNT(which), which);
    answer_put_keywords(a, "job-settable-attributes-supported", COUNT(settable), settable);
    answer_put_integer(a, "multiple-operation-time-out", 300);
    answer_put_integer(a, "job-priority-supported", 100);
    answer_put_integer(a, "job-priority-default", 50);
}

static void amend_pages(const struct answer *a)
{
    static const char *const intents[] = {"auto"};
    static const char *const overrides[] = {"document-numbers", "pages"};

    answer_put_range(a, "copies-supported", 1, VALUE_MAX_COPIES);
    answer_put_boolean(a, "page-ranges-supported", true);
    answer_put_integer(a, "max-page-ranges-supported", VALUE_MAX_RANGES);
    answer_put_keywords(a, "print-rendering-intent-default", 1, intents);
    answer_put_keywords(a, "print-rendering-intent-supported", COUNT(intents), intents);
    answer_put_keywords(a, "overrides-supported", COUNT(overrides), overrides);
}

/* PAPPL's number for "as the page lies" is none that the standard has for a default. */
static void amend_orientation(const struct answer *a)
{
    ipp_attribute_t *attr = answer_find(a, "orientation-requested-default");

    if (attr != NULL && ippGetInteger(attr, 0) == IPP_ORIENT_NONE)
        answer_put_no_value(a, "orientation-requested-default");
}

/* The department. PAPPL's own attribute is a text, for its pages. */
static void amend_accounts(const struct answer *a)
{
    ipp_attribute_t *attr = answer_find(a, "job-account-id-default");
    char id[64] = "";

    if (attr != NULL)
        (void)value_text(attr, id, sizeof(id));
    answer_put_boolean(a, "job-account-id-supported", true);
    answer_put_boolean(a, "job-accounting-user-id-supported", true);
    answer_put_no_value(a, "job-accounting-user-id-default");
    if (id[0] != '\0') {
        const char *value = id;

        answer_put_strings(a, IPP_TAG_NAME, "job-account-id-default", 1, &value);
    } else
        answer_put_no_value(a, "job-account-id-default");
}

static bool is_among(int n, const char *const names[], const char *name)
{
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* What lets a job wait for a person. A code is of any characters that a keyboard has; where
 * people type it on a phone it is of digits. */
static void amend_release(const struct answer *a)
{
    static const char *const ways[] = {"none", "sha2-256"};
    static const char *const repertoires[] = {"iana_us-ascii_any"};
    static const char *const members[] = {"proof-print-copies"};

    answer_put_integer(a, "job-password-supported", CODE_MAX);
    answer_put_range(a, "job-password-length-supported", CODE_MIN, CODE_MAX);
    answer_put_keywords(a, "job-password-encryption-supported", COUNT(ways), ways);
    answer_put_keywords(a, "job-password-repertoire-configured", 1, repertoires);
    answer_put_keywords(a, "job-password-repertoire-supported", 1, repertoires);
    answer_put_keywords(a, "proof-print-supported", COUNT(members), members);
    answer_put_no_value(a, "proof-print-default");
}

/* All that a request which makes a job may have in it. */
static void amend_creation(const struct answer *a)
{
    static const char *const standard[] = {
        "compression",
        "copies",
        "document-format",
        "document-name",
        "finishings",
        "ipp-attribute-fidelity",
        "job-account-id",
        "job-accounting-user-id",
        "job-hold-until",
        "job-hold-until-time",
        "job-name",
        "job-password",
        "job-password-encryption",
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
        "print-quality",
        "print-rendering-intent",
        "print-scaling",
        "printer-resolution",
        "proof-print",
        "sides",
    };
    const char *names[COUNT(standard) + MAX_OPTIONS];
    int n = 0;

    if (!answer_wants(a, "job-creation-attributes-supported"))
        return;
    for (int i = 0; i < COUNT(standard); i++)
        names[n++] = standard[i];
    for (size_t i = 0; printer_vendor_options[i] != NULL && n < COUNT(names); i++)
        if (!is_among(COUNT(standard), standard, printer_vendor_options[i]))
            names[n++] = printer_vendor_options[i];
    answer_put_keywords(a, "job-creation-attributes-supported", n, names);
}

/* ---- the queue ---- */

static void amend_operations(const struct answer *a)
{
    static const int more[] = {
        IPP_OP_RESTART_JOB, IPP_OP_SET_JOB_ATTRIBUTES, IPP_OP_REPROCESS_JOB,
        IPP_OP_PROMOTE_JOB, IPP_OP_SCHEDULE_JOB_AFTER, IPP_OP_RESUBMIT_JOB,
        IPP_OP_PURGE_JOBS,  IPP_OP_CANCEL_MY_JOBS,     IPP_OP_CANCEL_CURRENT_JOB,
        IPP_OP_CLOSE_JOB,
    };
    ipp_attribute_t *attr = answer_find(a, "operations-supported");
    int operations[MAX_OPERATIONS], n = 0, count = attr != NULL ? ippGetCount(attr) : 0;

    for (int i = 0; i < count && n + COUNT(more) < MAX_OPERATIONS; i++) {
        int operation = ippGetInteger(attr, i);

        if (operation != IPP_OP_CREATE_JOB_SUBSCRIPTIONS)
            operations[n++] = operation;
    }
    for (int i = 0; count > 0 && i < COUNT(more); i++)
        if (!ippContainsInteger(attr, more[i]))
            operations[n++] = more[i];
    if (n > 0 && answer_take(a, "operations-supported"))
        ippAddIntegers(a->response, IPP_TAG_PRINTER, IPP_TAG_ENUM, "operations-supported", n,
                       operations);
}

static void amend_events(const struct answer *a)
{
    static const char *const events[] = {IPP_EVENTS_DEFAULT, "printer-stopped",
                                         "printer-config-changed", "printer-deleted"};

    answer_put_keywords(a, "notify-events-supported", COUNT(events), events);
    answer_put_keywords(a, "notify-events-default", 1, events);
    answer_put_integer(a, "ippget-event-life", EVENT_LIFE_S);
}

static char option_defaults[MAX_OPTIONS][64]; /* "toner-save-default"; "" behind the last */

static void name_defaults(void)
{
    const char *name;

    for (size_t i = 0; i < MAX_OPTIONS && (name = printer_option_name(i)) != NULL; i++)
        snprintf(option_defaults[i], sizeof(option_defaults[i]), "%s-default", name);
}

/* PAPPL writes this attribute's name wrongly. */
static void amend_settable(const struct answer *a)
{
    static const char *const standard[] = {
        "media-col-default",
        "media-col-ready",
        "media-default",
        "media-ready",
        "orientation-requested-default",
        "output-bin-default",
        "print-color-mode-default",
        "print-content-optimize-default",
        "print-quality-default",
        "print-scaling-default",
        "printer-contact-col",
        "printer-geo-location",
        "printer-location",
        "printer-organization",
        "printer-organizational-unit",
        "printer-resolution-default",
        "sides-default",
    };
    const char *names[COUNT(standard) + MAX_OPTIONS];
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int n = 0;

    (void)answer_take(a, "printer-settable-attributes");
    if (!answer_wants(a, "printer-settable-attributes-supported"))
        return;
    for (int i = 0; i < COUNT(standard); i++)
        names[n++] = standard[i];
    (void)pthread_once(&once, name_defaults);
    for (int i = 0; i < MAX_OPTIONS && option_defaults[i][0] != '\0'; i++)
        names[n++] = option_defaults[i];
    answer_put_keywords(a, "printer-settable-attributes-supported", n, names);
}

static void amend_device_id(const struct answer *a)
{
    char text[512];
    const char *value = text;

    if (a->model == NULL || !answer_wants(a, "printer-device-id"))
        return;
    printer_device_id(a->model, text, sizeof(text));
    answer_put_strings(a, IPP_TAG_TEXT, "printer-device-id", 1, &value);
}

/* As DNS-SD says it. */
static void amend_urf(const struct answer *a)
{
    const char *words[URF_MAX_KEYWORDS];

    if (a->model != NULL)
        answer_put_keywords(a, "urf-supported",
                            (int)urf_keywords(a->model, words, URF_MAX_KEYWORDS), words);
}

void amend_abilities(const struct answer *a)
{
    static const char *const versions[] = {"1.0", "1.1", "2.0"};

    answer_put_keywords(a, "ipp-versions-supported", COUNT(versions), versions);
    answer_put_boolean(a, "preferred-attributes-supported", true);
    amend_formats(a);
    amend_holding(a);
    amend_pages(a);
    amend_orientation(a);
    amend_accounts(a);
    amend_release(a);
    amend_creation(a);
    amend_operations(a);
    amend_events(a);
    amend_settable(a);
    amend_device_id(a);
    amend_urf(a);
}
