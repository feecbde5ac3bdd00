/*
 * job-options.c - see job-options.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "job-options.h"

#include "accounts.h"
#include "ascii.h"
#include "pin.h"
#include "printer.h"
#include "value.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Beginnings of shifts lie on quarters of an hour, in every time zone. */
#define QUARTER_S      900
#define QUARTERS_LIMIT (8 * 24 * 4)

/* ---- paper ---- */

static void read_size(struct job_options *o, ipp_t *attributes, ipp_t *column,
                      const pappl_media_col_t *usual)
{
    struct paper paper = {"", 0, 0};

    o->media_asked =
        value_paper_of_name(value_word(value_find(column, "media-size-name")), &paper) ||
        value_paper(value_find(column, "media-size"), &paper) ||
        value_paper_of_name(value_word(value_find(attributes, "media")), &paper);
    if (!o->media_asked && !value_paper_of_name(usual->size_name, &paper))
        (void)value_paper_of_size(usual->size_width, usual->size_length, &paper);
    papplCopyString(o->media, paper.name, sizeof(o->media));
    papplCopyString(o->usual, usual->size_name, sizeof(o->usual));
    o->width_hmm = paper.width_hmm;
    o->length_hmm = paper.length_hmm;
}

/* Whether a word was asked. A source or type that the machine lacks is kept: the ticket tells
 * the person. */
static bool read_paper_word(char *word, size_t n, ipp_attribute_t *attr, const char *usual)
{
    const char *asked = value_word(attr);
    bool is_asked = asked != NULL && asked[0] != '\0';

    papplCopyString(word, is_asked ? asked : usual, n);
    return is_asked;
}

/* media-col before media. The drawer that is believed to hold the size is not put in where
 * nobody asked for one: the machine knows better. */
static void read_media(struct job_options *o, ipp_t *attributes, const pappl_media_col_t *usual)
{
    ipp_t *column = value_collection(value_find(attributes, "media-col"));

    read_size(o, attributes, column, usual);
    o->source_asked = read_paper_word(o->source, sizeof(o->source),
                                      value_find(column, "media-source"), usual->source);
    o->type_asked = read_paper_word(o->type, sizeof(o->type), value_find(column, "media-type"),
                                    usual->type);
}

/* ---- what is asked, and the queue's defaults ---- */

static enum content usual_content(const pappl_pr_driver_data_t *data)
{
    return data->content_default == PAPPL_CONTENT_TEXT    ? CONTENT_TEXT
           : data->content_default == PAPPL_CONTENT_PHOTO ? CONTENT_PHOTO
           : data->content_default == PAPPL_CONTENT_GRAPHIC ||
                   data->content_default == PAPPL_CONTENT_TEXT_AND_GRAPHIC
               ? CONTENT_GRAPHIC
               : CONTENT_AUTO;
}

static enum scaling usual_scaling(const pappl_pr_driver_data_t *data)
{
    return data->scaling_default == PAPPL_SCALING_AUTO_FIT ? SCALING_AUTO_FIT
           : data->scaling_default == PAPPL_SCALING_FILL   ? SCALING_FILL
           : data->scaling_default == PAPPL_SCALING_FIT    ? SCALING_FIT
           : data->scaling_default == PAPPL_SCALING_NONE   ? SCALING_NONE
                                                           : SCALING_AUTO;
}

static enum sides usual_sides(const pappl_pr_driver_data_t *data)
{
    return data->sides_default == PAPPL_SIDES_TWO_SIDED_LONG_EDGE    ? SIDES_LONG_EDGE
           : data->sides_default == PAPPL_SIDES_TWO_SIDED_SHORT_EDGE ? SIDES_SHORT_EDGE
                                                                     : SIDES_ONE;
}

/* The keyword's value, else the usual one. */
static int choose(ipp_attribute_t *attr, const struct keyword *keywords, int usual)
{
    (void)value_lookup(keywords, value_keyword(attr), &usual);
    return usual;
}

/* Whether a keyword was asked that a ticket knows; it is in wishes then. */
static bool asks(ipp_t *attributes, const char *name, struct wishes *wishes)
{
    const char *keyword = value_keyword(value_find(attributes, name));

    return keyword != NULL && wishes_set(wishes, name, keyword) == RESULT_OK;
}

static enum orientation orientation_of(int orientation)
{
    return orientation >= IPP_ORIENT_PORTRAIT && orientation <= IPP_ORIENT_REVERSE_PORTRAIT
               ? (enum orientation)orientation
               : ORIENTATION_NONE;
}

static void read_page_options(struct job_options *o, ipp_t *attributes,
                              const pappl_pr_driver_data_t *data)
{
    int quality =
        data->quality_default == IPP_QUALITY_DRAFT || data->quality_default == IPP_QUALITY_HIGH
            ? (int)data->quality_default
            : (int)QUALITY_NORMAL;
    int orientation = (int)data->orient_default;
    struct wishes asked;

    wishes_init(&asked);
    o->quality_asked = value_number(value_find(attributes, "print-quality"), IPP_TAG_ENUM,
                                    QUALITY_DRAFT, QUALITY_HIGH, &quality);
    (void)value_number(value_find(attributes, "orientation-requested"), IPP_TAG_ENUM,
                       IPP_ORIENT_PORTRAIT, IPP_ORIENT_NONE, &orientation);
    o->quality = (enum quality)quality;
    o->orientation = orientation_of(orientation);
    o->content_asked = asks(attributes, "print-content-optimize", &asked);
    o->content = o->content_asked ? asked.content : usual_content(data);
    o->scaling = (enum scaling)choose(value_find(attributes, "print-scaling"), value_scaling,
                                      (int)usual_scaling(data));
}

static void read_job_options(struct job_options *o, ipp_t *attributes,
                             const pappl_pr_driver_data_t *data)
{
    int copies = 1, priority = 50;
    struct wishes asked;

    o->copies_asked = value_number(value_find(attributes, "copies"), IPP_TAG_INTEGER, 1,
                                   VALUE_MAX_COPIES, &copies);
    (void)value_number(value_find(attributes, "job-priority"), IPP_TAG_INTEGER, 1, 100,
                       &priority);
    o->copies = (uint32_t)copies;
    o->priority = priority;
    o->collate = choose(value_find(attributes, "multiple-document-handling"), value_handling,
                        COLLATE_COLLATED);
    wishes_init(&asked);
    o->sides_asked = asks(attributes, "sides", &asked);
    o->sides = o->sides_asked ? asked.sides : (int)usual_sides(data);
    o->ranges[0] = (struct page_range){1, UINT32_MAX};
    o->num_ranges = 1;
    (void)value_page_ranges(value_find(attributes, "page-ranges"), o->ranges, &o->num_ranges);
}

static void read_proof(struct job_options *o, ipp_t *attributes)
{
    ipp_t *proof = value_collection(value_find(attributes, "proof-print"));
    int copies = 0;

    if (proof != NULL && value_number(value_find(proof, "proof-print-copies"), IPP_TAG_INTEGER,
                                      1, VALUE_MAX_COPIES, &copies))
        o->proof = (unsigned)copies;
}

/* Not both may be given; whoever does gets the keyword, if it holds the job. */
static void read_hold(struct job_options *o, ipp_t *attributes, time_t now)
{
    time_t until;

    o->hold =
        job_hold_time(value_word(value_find(attributes, "job-hold-until")), now, &o->hold_time);
    if (o->hold == HOLD_NONE &&
        value_date(value_find(attributes, "job-hold-until-time"), &until) && until > now) {
        o->hold = HOLD_UNTIL;
        o->hold_time = until;
    }
}

/* ---- our own options ---- */

/* A value that cannot be followed is told to the person, NULL: one that cannot be read. A
 * sentence that has no room is left out. */
static void refuse(struct job_options *o, const char *name, const char *value)
{
    size_t used = strlen(o->refused), room = sizeof(o->refused) - used;
    const char *space = used > 0 ? " " : "";
    int n;

    if (value == NULL)
        n = snprintf(o->refused + used, room, "%sThe value of %s cannot be read.", space, name);
    else
        n = snprintf(o->refused + used, room, "%s'%.40s' is no value of %s.", space,
                     pin_is(name) ? "(hidden)" : value, name);
    if (n < 0 || (size_t)n >= room)
        o->refused[used] = '\0';
}

/* The value, a PIN as it was typed. False: it cannot be read. */
static bool read_text(struct job_options *o, const char *name, ipp_attribute_t *attr,
                      char *value, size_t n)
{
    if (!own_option_text(name, attr, value, n))
        return false;
    if (pin_is(name) && !pin_unseal_text(value, n))
        o->pin_lost = true;
    return true;
}

/* False: nothing was asked that can be followed. An empty value asks nothing. */
static bool read_asked(struct job_options *o, const char *name, ipp_attribute_t *attr,
                       char *value, size_t n)
{
    if (attr == NULL || value_out_of_band(attr))
        return false;
    if (!read_text(o, name, attr, value, n)) {
        refuse(o, name, NULL);
        return false;
    }
    if (value[0] == '\0' || own_option_ok(name, value))
        return value[0] != '\0';
    refuse(o, name, value);
    return false;
}

/* The other name of the department: PWG 5100.3 has one for who pays and one for who printed,
 * and clients differ in which they offer. CUPS puts the login name there where nobody gave one;
 * so what is no number is not told. */
static bool read_accounting_user(const char *name, ipp_t *attributes, char *value, size_t n)
{
    return strcmp(name, "job-account-id") == 0 && value_find(attributes, name) == NULL &&
           value_text(value_find(attributes, "job-accounting-user-id"), value, n) &&
           own_option_ok(name, value);
}

/* The queue's own value. */
static void read_stored(struct job_options *o, const char *name, ipp_t *stored, char *value,
                        size_t n)
{
    char full[64];

    snprintf(full, sizeof(full), "%s-default", name);
    if (!read_text(o, name, value_find(stored, full), value, n))
        value[0] = '\0';
    if (value[0] == '\0' || own_option_ok(name, value))
        return;
    refuse(o, name, value);
    value[0] = '\0';
}

/* The queue's, or what it was when the job was made, which the job keeps (intent.h). */
static void read_registration(struct job_options *o, ipp_t *attributes, ipp_t *stored)
{
    ipp_attribute_t *attr = value_find(attributes, "registration");
    char value[REGISTRATION_TEXT] = "";

    if (attr == NULL)
        attr = value_find(stored, "registration-default");
    if (value_text(attr, value, sizeof(value)) && !registration_read(value, &o->registration))
        refuse(o, "registration", value);
}

static void read_vendor(struct job_options *o, ipp_t *attributes, pappl_printer_t *printer)
{
    ipp_t *stored = papplPrinterGetDriverAttributes(printer);

    read_registration(o, attributes, stored);

    for (size_t i = 0; i < JOB_VENDOR_MAX && printer_vendor_options[i] != NULL; i++) {
        const char *name = printer_vendor_options[i];
        char *value = o->vendor[i];
        size_t n = sizeof(o->vendor[i]);

        if (!read_asked(o, name, value_find(attributes, name), value, n) &&
            !read_accounting_user(name, attributes, value, n))
            read_stored(o, name, stored, value, n);
        (void)page_options_set(&o->page, name, value); /* the others are the ticket's */
    }
    o->number_up = o->page.number_up > 0 ? o->page.number_up : 1;
    o->direction = o->page.direction;
    ippDelete(stored);
}

static char *option_value(struct job_options *o, const char *name)
{
    for (size_t i = 0; i < JOB_VENDOR_MAX && printer_vendor_options[i] != NULL; i++)
        if (strcmp(printer_vendor_options[i], name) == 0)
            return o->vendor[i];
    return NULL;
}

/* The queue's order of copies is for those who did not say one in IPP's words. */
static void read_copies_order(struct job_options *o, ipp_t *attributes)
{
    char *order = option_value(o, "copies-order");
    int collate;

    if (order != NULL && value_find(attributes, "copies-order") == NULL &&
        value_lookup(value_handling,
                     value_keyword(value_find(attributes, "multiple-document-handling")),
                     &collate))
        order[0] = '\0';
}

/* Whether the client named a department itself, by either of the names. */
static bool names_department(ipp_t *attributes)
{
    char value[128] = "";

    return (value_text(value_find(attributes, "job-account-id"), value, sizeof(value)) &&
            value[0] != '\0') ||
           (value_text(value_find(attributes, "job-accounting-user-id"), value,
                       sizeof(value)) &&
            own_option_ok("job-account-id", value));
}

/* The department of the user, where the client named none; before that of the queue. */
static void read_account(struct job_options *o, ipp_t *attributes, const char *user)
{
    char *id = option_value(o, "job-account-id"), *pin = option_value(o, "job-account-pin");
    struct account account;

    if (user == NULL || id == NULL || pin == NULL || names_department(attributes) ||
        !accounts_find(user, &account))
        return;
    papplCopyString(id, account.id, sizeof(o->vendor[0]));
    papplCopyString(pin, account.pin, sizeof(o->vendor[0]));
    o->pin_lost = account.pin_lost;
}

void job_options_read(struct job_options *o, ipp_t *attributes, pappl_printer_t *printer,
                      const char *title, const char *user, time_t now)
{
    pappl_pr_driver_data_t data;

    memset(o, 0, sizeof(*o));
    (void)papplPrinterGetDriverData(printer, &data);
    ascii_from_utf8(title, o->title, sizeof(o->title));
    ascii_from_utf8(user, o->user, sizeof(o->user));
    read_media(o, attributes, &data.media_default);
    read_page_options(o, attributes, &data);
    read_job_options(o, attributes, &data);
    read_hold(o, attributes, now);
    read_proof(o, attributes);
    read_vendor(o, attributes, printer);
    read_copies_order(o, attributes);
    read_account(o, attributes, user);
}

/* ---- pages ---- */

bool job_options_wants_page(const struct job_options *o, uint32_t page)
{
    for (size_t i = 0; i < o->num_ranges; i++)
        if (page >= o->ranges[i].first && page <= o->ranges[i].last)
            return true;
    return false;
}

uint32_t job_options_count_pages(const struct job_options *o, uint32_t pages)
{
    uint32_t n = 0;

    for (size_t i = 0; i < o->num_ranges && o->ranges[i].first <= pages; i++)
        n += (o->ranges[i].last < pages ? o->ranges[i].last : pages) - o->ranges[i].first + 1;
    return n;
}

/* ---- wishes ---- */

/* Whether a page fits on the job's sheet; both upright. */
static bool fits_on_sheet(const struct job_options *o, const struct page_wish *page)
{
    return page->width_hmm <= o->width_hmm && page->length_hmm <= o->length_hmm;
}

/* The size of the page itself first, else that of the job: on which a page goes that is smaller
 * and no sheet's. */
static void wish_size(const struct job_options *o, const struct page_wish *page,
                      struct wishes *wishes)
{
    const struct media *media =
        media_find_size(page->width_hmm, page->length_hmm, VALUE_SAME_SIZE_HMM);

    if (media != NULL) {
        wishes->media = media->name;
    } else if (page->width_hmm > 0 && !fits_on_sheet(o, page)) {
        wishes->width_hmm = page->width_hmm;
        wishes->length_hmm = page->length_hmm;
    } else {
        wishes->media = o->media[0] != '\0' ? o->media : NULL;
        wishes->width_hmm = o->width_hmm;
        wishes->length_hmm = o->length_hmm;
    }
}

/* As the client says, else the page's header, else the queue; whose two sides are for two
 * pages: a document of one takes the shorter way through the machine. */
static int wish_sides(const struct job_options *o, const struct page_wish *page)
{
    if (o->sides_asked)
        return o->sides;
    if (page->sides >= 0)
        return page->sides;
    return page->pages == 1 ? (int)SIDES_ONE : o->sides;
}

/* What the page's header says where the request said nothing: before the queue's defaults. */
static void follow_page(const struct job_options *o, const struct page_wish *page,
                        struct wishes *wishes)
{
    if (!o->source_asked && page->source != NULL)
        wishes->source = page->source;
    if (!o->type_asked && page->type != NULL)
        wishes->type = page->type;
    if (!o->quality_asked && page->quality != QUALITY_DEFAULT)
        wishes->quality = page->quality;
    if (!o->content_asked && page->content != CONTENT_AUTO)
        wishes->content = page->content;
    if (!o->copies_asked && page->copies > 0)
        wishes->copies = page->copies;
}

void job_options_wishes(const struct job_options *o, const struct page_wish *page,
                        struct wishes *wishes)
{
    wishes_init(wishes);
    wishes->title = o->title;
    wishes->user = o->user;
    wish_size(o, page, wishes);
    wishes->usual = o->usual;
    wishes->source = o->source[0] != '\0' ? o->source : NULL;
    wishes->type = o->type[0] != '\0' ? o->type : NULL;
    wishes->sides = wish_sides(o, page);
    wishes->copies = o->copies;
    wishes->collate = o->collate;
    wishes->quality = o->quality;
    wishes->content = o->content;
    wishes->pages = page->pages;
    follow_page(o, page, wishes);
    if (o->page.booklet)
        wishes->sides = SIDES_SHORT_EDGE;
    for (size_t i = 0; i < JOB_VENDOR_MAX && printer_vendor_options[i] != NULL; i++)
        if (o->vendor[i][0] != '\0' &&
            wishes_set(wishes, printer_vendor_options[i], o->vendor[i]) != RESULT_OK)
            continue; /* job_options_read keeps none of these */
}

/* ---- hold ---- */

static bool is_shift(const char *keyword, const struct tm *tm)
{
    static const struct {
        const char *keyword;
        int from, to; /* hours */
    } shifts[] = {
        {"day-time",     6,  18},
        {"evening",      18, 24},
        {"second-shift", 18, 24},
        {"night",        0,  6 },
        {"third-shift",  0,  6 },
    };

    if (strcmp(keyword, "weekend") == 0)
        return tm->tm_wday == 0 || tm->tm_wday == 6;
    for (size_t i = 0; i < COUNT(shifts); i++)
        if (strcmp(shifts[i].keyword, keyword) == 0)
            return tm->tm_hour >= shifts[i].from && tm->tm_hour < shifts[i].to;
    return false;
}

/* Looks at each quarter of an hour to come, instead of computing the beginning: that also finds
 * it on days when clocks are put forward over it. */
enum hold_kind job_hold_time(const char *keyword, time_t now, time_t *until)
{
    int kind = HOLD_NONE;
    time_t t = now;
    struct tm tm;

    if (!value_lookup(value_hold, keyword, &kind) || kind != HOLD_UNTIL)
        return (enum hold_kind)kind;
    if (localtime_r(&t, &tm) == NULL || is_shift(keyword, &tm))
        return HOLD_NONE;
    for (int i = 0; i < QUARTERS_LIMIT; i++) {
        t += QUARTER_S - t % QUARTER_S;
        if (localtime_r(&t, &tm) != NULL && is_shift(keyword, &tm)) {
            *until = t;
            return HOLD_UNTIL;
        }
    }
    return HOLD_NONE;
}
