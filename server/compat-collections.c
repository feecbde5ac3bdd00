/*
 * compat-collections.c - copies of IPP attributes that share nothing.
 *
 * PAPPL answers each client with copies of a printer's attributes. libcups 2 before 2.5 does
 * not copy a collection: it shares it and counts its users without a lock, and writing a
 * message changes the collection's own state. Two clients that ask for media-col-database at
 * the same time then corrupt each other's answers: stalls of 30 seconds, now and then a crash.
 * PAPPL copies deeply itself since 1.4.10; with older ones this guard does. Harmless with newer
 * ones. Effects: as ippCopyAttributes. SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <cups/ipp.h>
#include <stdlib.h>
#include <string.h>

typedef int (*copy_attributes_fn)(ipp_t *, ipp_t *, int, ipp_copycb_t, void *);
typedef ipp_attribute_t *(*copy_attribute_fn)(ipp_t *, ipp_attribute_t *, int);

/* One call of ippCopyAttributes on its way through libcups. */
struct copying {
    ipp_copycb_t cb; /* the caller's, may be NULL */
    void *context;
    bool failed;
};

/* Add to dst what attr holds, in new messages. Reads the source by ippCopyAttributes alone:
 * libcups' way to walk a message with ippNextAttribute writes to it. */
static ipp_attribute_t *copy_collections(ipp_t *dst, ipp_attribute_t *attr)
{
    int n = ippGetCount(attr);
    ipp_t **copies = n > 0 ? calloc((size_t)n, sizeof(*copies)) : NULL;
    ipp_attribute_t *added = NULL;
    bool whole = copies != NULL;

    for (int i = 0; whole && i < n; i++) {
        copies[i] = ippNew();
        whole = copies[i] != NULL &&
                ippCopyAttributes(copies[i], ippGetCollection(attr, i), 0, NULL, NULL) != 0;
    }
    if (whole)
        added = ippAddCollections(dst, ippGetGroupTag(attr), ippGetName(attr), n,
                                  (const ipp_t **)(void *)copies);
    for (int i = 0; copies != NULL && i < n; i++)
        ippDelete(copies[i]);
    free(copies);
    return added;
}

/* What only the job itself may know. PAPPL copies a request into a job as well as a job into an
 * answer; messages that go to a client have a request's number, a job's attributes have none.
 */
static bool is_secret(ipp_t *dst, const char *name)
{
    return name != NULL && ippGetRequestId(dst) != 0 &&
           strncmp(name, "job-account-pin", 15) == 0 &&
           strcmp(name, "job-account-pin-supported") != 0;
}

static int pass_plain(void *context, ipp_t *dst, ipp_attribute_t *attr)
{
    struct copying *copying = context;

    if (copying->cb != NULL &&
        (is_secret(dst, ippGetName(attr)) || !copying->cb(copying->context, dst, attr)))
        return 0;
    if (ippGetValueTag(attr) != IPP_TAG_BEGIN_COLLECTION)
        return 1;
    if (copy_collections(dst, attr) == NULL)
        copying->failed = true;
    return 0;
}

int ippCopyAttributes(ipp_t *dst, ipp_t *src, int quickcopy, ipp_copycb_t cb, void *context)
{
    static _Atomic(compat_fn) known;
    copy_attributes_fn next = (copy_attributes_fn)compat_cached(&known, "ippCopyAttributes");
    struct copying copying = {.cb = cb, .context = context};

    (void)quickcopy;
    if (next == NULL)
        return 0;
    /* A quick copy shares the strings of the printer, which may be changed and freed before the
     * answer is sent: PAPPL sends it when it has let go of the printer's lock. */
    return next(dst, src, 0, pass_plain, &copying) && !copying.failed;
}

ipp_attribute_t *ippCopyAttribute(ipp_t *dst, ipp_attribute_t *attr, int quickcopy)
{
    static _Atomic(compat_fn) known;
    copy_attribute_fn next = (copy_attribute_fn)compat_cached(&known, "ippCopyAttribute");

    if (dst != NULL && attr != NULL && ippGetValueTag(attr) == IPP_TAG_BEGIN_COLLECTION)
        return copy_collections(dst, attr);
    return next != NULL ? next(dst, attr, quickcopy) : NULL;
}
