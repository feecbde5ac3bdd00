/*
 * requested.h - the attributes a request asks for (requested-attributes), as a set that is fast
 * to ask: an answer is asked about each of some two hundred names, and those who ask often
 * want five of them.
 * Effects: none.
 * Source: RFC 8011 4.2.5.1.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_REQUESTED_H
#define SERVER_REQUESTED_H

#include <cups/ipp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More names than any client is known to send. */
#define REQUESTED_MAX 128

#define REQUESTED_DATABASE "media-col-database" /* not one of "all": it is large */

struct requested {
    bool all;
    size_t n;
    const char *names[REQUESTED_MAX]; /* the request's strings */
    uint32_t hashes[REQUESTED_MAX];
    uint64_t bits; /* one for each hash: most names are not there, and fail here */
};

/* requested_read - fill in r with the names in attr, which has to stay. False when a name may
 * be that of a group (job-template, printer-description), or they are too many; r is then not
 * to be used. "all" goes before both. */
bool requested_read(struct requested *r, ipp_attribute_t *attr);

/* requested_has - whether name is asked for. */
bool requested_has(const struct requested *r, const char *name);

/* requested_hash - of a name, as a number of 32 well mixed bits. */
uint32_t requested_hash(const char *name);

#endif
