/*
 * printers-parts.h - what the files of the site's part "printers" share.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_PRINTERS_PARTS_H
#define SERVER_SITE_PRINTERS_PARTS_H

#include "site.h"

#include "driver/models.h"
#include "server/device.h"
#include "server/uri.h"

#include <cups/ipp.h>

#define PRINTERS_VALUE 512 /* bytes of a value of an option as text */

/* ---- a printer (printers-one.c) ---- */

/* printers_find - the printer of the route; NULL, and *refusal is the answer. */
pappl_printer_t *printers_find(struct visit *visit, struct http_answer **refusal);

/* printers_go - 303 to a page of a printer: below "" or "/options". */
struct http_answer *printers_go(struct visit *visit, pappl_printer_t *printer,
                                const char *below, const char *notice);

/* printers_begin - a page below that of a printer, with a link up. False: no memory. */
bool printers_begin(struct visit *visit, pappl_printer_t *printer, const char *title);

/* printers_form - page_form to a page of a printer. */
void printers_form(struct visit *visit, pappl_printer_t *printer, const char *below);

/* printers_keep - write to the disk what was set of a printer. False and a sentence. */
bool printers_keep(pappl_printer_t *printer, char *why, size_t why_size);

/* printers_refuse - the sentence of a key, and behind it what the server said, in
 * visit->refusal; detail "" for nothing. */
void printers_refuse(struct visit *visit, const char *key, const char *detail);

/* printers_typed - a field of a form; false: the form had none of that name. */
bool printers_typed(const struct visit *visit, const char *name, char *value, size_t n);

/* printers_text_ok - well-formed UTF-8 without control characters. */
bool printers_text_ok(const char *text);

/* printers_put_option - "<option>" of a select. */
void printers_put_option(struct visit *visit, const char *value, const char *label,
                         bool selected);

struct http_answer *printers_get_one(struct visit *visit);
struct http_answer *printers_post_name(struct visit *visit);
struct http_answer *printers_post_address(struct visit *visit);
struct http_answer *printers_post_model(struct visit *visit);
struct http_answer *printers_post_default(struct visit *visit);
struct http_answer *printers_post_identify(struct visit *visit);
struct http_answer *printers_get_delete(struct visit *visit);
struct http_answer *printers_post_delete(struct visit *visit);

/* ---- finding and adding (printers-found.c, printers-add.c, printers-address.c) ---- */

struct printers_machine {
    char info[256], uri[URI_MAX + 1];
    const struct model *model; /* NULL: it names none of ours */
};

/* printers_search - begin to look for machines; one that goes on for others ends. snmp:
 * addresses to ask alone, as of `devices`; "": all networks. */
void printers_search(const char *snmp);

/* printers_found - a copy of what was found until now; true: it goes on. */
#define PRINTERS_MAX_FOUND 64
bool printers_found(struct printers_machine found[PRINTERS_MAX_FOUND], size_t *n);
bool printers_was_searched(void); /* within the last minutes */
void printers_stop_search(void);

/*
 * printers_complete - an address as people write it, "192.0.2.7", "office.local:9100" or an
 * URI, as the URI of a machine. Without a scheme ports are tried, for some seconds.
 *
 * False: visit->refusal says why.
 */
bool printers_complete(struct visit *visit, const char *address, char uri[URI_MAX + 1]);

/* printers_detect - which model answers there; certain: it said in which languages it prints.
 * NULL: visit->refusal says why. */
const struct model *printers_detect(struct visit *visit, const char *uri, bool *certain);

/* printers_put_models - the options of a select of models. */
void printers_put_models(struct visit *visit, const char *selected);

struct http_answer *printers_get_add(struct visit *visit);
struct http_answer *printers_post_add(struct visit *visit);
struct http_answer *printers_get_found(struct visit *visit);
struct http_answer *printers_post_search(struct visit *visit);

/* ---- options (printers-options.c, printers-labels.c) ---- */

/* printers_label - what people call an option, or, value not NULL, one of its values. */
void printers_label(enum words_language language, const char *name, const char *value,
                    char *text, size_t n);

/* printers_attributes - what the queue tells of itself; ippDelete it. NULL and a sentence. */
ipp_t *printers_attributes(pappl_printer_t *printer, char *why, size_t why_size);

/* printers_value - a value of an attribute as text, numbers of an enum; "" where there is none.
 */
void printers_value(ipp_attribute_t *attr, int i, char *text, size_t n);

struct http_answer *printers_get_options(struct visit *visit);
struct http_answer *printers_post_options(struct visit *visit);
struct http_answer *printers_post_reset(struct visit *visit);

/* ---- paper, toner, calibration (printers-paper.c, printers-place.c) ---- */

struct http_answer *printers_get_paper(struct visit *visit);
struct http_answer *printers_post_paper(struct visit *visit);
struct http_answer *printers_post_toner(struct visit *visit);
struct http_answer *printers_get_calibration(struct visit *visit);
struct http_answer *printers_post_calibration(struct visit *visit);

/* printers_set_text - one of a queue's own settings of text or number, by ask.h. */
bool printers_set_text(pappl_printer_t *printer, const char *name, const char *value, char *why,
                       size_t why_size);

/* printers_put_trays - the options of a select of trays. */
void printers_put_trays(struct visit *visit, const struct model *model);

/* ---- pages of our own, and the language (printers-pages.c) ---- */

struct http_answer *printers_post_page(struct visit *visit);
struct http_answer *printers_get_language(struct visit *visit);
struct http_answer *printers_post_language(struct visit *visit);

#endif
