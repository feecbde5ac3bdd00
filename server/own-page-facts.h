/*
 * own-page-facts.h - what a page of our own tells of a queue and its machine.
 * Effects: asks the machine by SNMP for at most three seconds, where it is known to answer.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_OWN_PAGE_FACTS_H
#define SERVER_OWN_PAGE_FACTS_H

#include "jobs.h"
#include "own-page.h"

#include <pappl/pappl.h>

#define OWN_FACT_BYTES 320

struct own_facts {
    char lines[OWN_PAGE_LINES][OWN_FACT_BYTES];
    size_t n;
};

/*
 * own_facts_collect - for a page of this kind.
 *
 * address  to print to, an URI; NULL: made from the system's name
 *
 * What nobody told is "not known"; the other pages tell less than the test page.
 */
void own_facts_collect(struct own_facts *facts, enum own_page_kind kind,
                       pappl_printer_t *printer, struct job_queue *queue, const char *address);

/* own_facts_link - let the page tell them; facts must outlive its printing. */
void own_facts_link(const struct own_facts *facts, struct own_page *page);

/* own_fact_uri - where a device is, without what is secret in its URI: a user's name, and all
 * behind a question mark. text: n bytes. Pure. */
void own_fact_uri(const char *uri, char *text, size_t n);

/* own_fact_toner - "72 %", "72 % (estimate)", "some left", "not known". Pure. */
void own_fact_toner(const struct device_status *status, char *text, size_t n);

#endif
