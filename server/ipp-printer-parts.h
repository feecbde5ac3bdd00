/*
 * ipp-printer-parts.h - an answer to Get-Printer-Attributes while it is amended. For
 * ipp-printer*.c only.
 *
 * Each answer_put_ function says ours in place of what PAPPL said, if it was asked for; so no
 * attribute is there twice, as long as none is put twice. What was not asked for PAPPL does not
 * say.
 * Effects: changes the answer.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_PRINTER_PARTS_H
#define SERVER_IPP_PRINTER_PARTS_H

#include "driver/models.h"
#include "driver/status.h"
#include "requested.h"

#include <pappl/pappl.h>
#include <stdbool.h>
#include <stdint.h>

/* More than twice what PAPPL says of a printer. */
#define ANSWER_SLOTS 512

struct answer_slot {
    ipp_attribute_t *attr; /* NULL: free, or taken out */
    uint32_t hash;         /* of its name */
    bool used;
};

struct answer {
    pappl_client_t *client;
    pappl_printer_t *printer;
    ipp_t *request, *response;
    struct requested *wanted; /* of the caller; unless: */
    cups_array_t *groups;     /* names of groups of attributes; or: */
    bool wants_all;
    const struct model *model; /* NULL: not known */
    /* What PAPPL said, found by its name: libcups would go through the whole answer for each.
     */
    struct answer_slot *said; /* ANSWER_SLOTS, of the caller */
};

/* answer_begin - fill in what is wanted and said, until answer_end. */
void answer_begin(struct answer *a);
void answer_end(struct answer *a);

/*
 * answer_keep_words - keep the strings of an answer that has everything, the first time one is
 * made.
 *
 * libcups has each string once, in a sorted list; a name that nothing else holds is put into it
 * for each answer and taken out again, which costs four times what a look does, with a lock
 * over all clients. So the strings of one answer stay.
 */
void answer_keep_words(const struct answer *a);

/* answer_wants - whether the client asked for an attribute; one of several. */
bool answer_wants(const struct answer *a, const char *name);
bool answer_wants_any(const struct answer *a, size_t n, const char *const names[]);

/* answer_find - what PAPPL said; NULL: nothing, or it was taken out. */
ipp_attribute_t *answer_find(const struct answer *a, const char *name);

/* answer_take - take an attribute out; true when it was there. */
bool answer_take(const struct answer *a, const char *name);

void answer_put_boolean(const struct answer *a, const char *name, bool value);
void answer_put_integer(const struct answer *a, const char *name, int value);
void answer_put_integers(const struct answer *a, const char *name, int n, const int values[]);
void answer_put_enum(const struct answer *a, const char *name, int value);
void answer_put_range(const struct answer *a, const char *name, int low, int high);

/* answer_put_keywords - n string constants: kept by pointer until the answer is gone. libcups
 * looks each string up in a list of all, under a lock, when it is copied and freed. */
void answer_put_keywords(const struct answer *a, const char *name, int n,
                         const char *const values[]);

/* answer_put_strings - n values of one syntax, copied. */
void answer_put_strings(const struct answer *a, ipp_tag_t syntax, const char *name, int n,
                        const char *const values[]);
void answer_put_no_value(const struct answer *a, const char *name);

/* ---- the parts ---- */

void amend_abilities(const struct answer *a);
void amend_alerts(const struct answer *a, uint32_t reasons, const char *panel);
void amend_media(const struct answer *a);
void amend_places(const struct answer *a);
void amend_supplies(const struct answer *a, const struct device_status *status);
void amend_trays(const struct answer *a, const struct device_status *status);

#endif
