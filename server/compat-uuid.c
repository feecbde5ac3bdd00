/*
 * compat-uuid.c - a queue keeps its UUID.
 *
 * PAPPL (1.3, 1.4) makes printer-uuid from the server's host name and port and the queue's name
 * and has no way to set another. It puts it into the queue's attributes when it makes the
 * queue, and takes it from there for every answer: so it is replaced on the way into them.
 * Effects: as ippAddString; identity.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"
#include "identity.h"

#include <string.h>

typedef ipp_attribute_t *(*add_fn)(ipp_t *, ipp_tag_t, ipp_tag_t, const char *, const char *,
                                   const char *);

/* The queue that this thread is making; 0: none. */
static _Thread_local struct {
    int id;
    const char *name;
    bool is_new;
} making;

void compat_making_queue(int id, const char *name, bool is_new)
{
    making.id = id;
    making.name = name;
    making.is_new = is_new;
}

ipp_attribute_t *ippAddString(ipp_t *ipp, ipp_tag_t group, ipp_tag_t tag, const char *name,
                              const char *language, const char *value)
{
    static _Atomic(compat_fn) known; /* each answer asks, many times */
    add_fn next = (add_fn)compat_cached(&known, "ippAddString");
    char uuid[IDENTITY_UUID_SIZE];

    if (making.id != 0 && making.name != NULL && name != NULL && value != NULL &&
        (strcmp(name, "printer-uuid") == 0 || strcmp(name, "device-uuid") == 0)) {
        identity_uuid(making.id, making.name, making.is_new, value, uuid);
        value = uuid;
    }
    return next != NULL ? next(ipp, group, tag, name, language, value) : NULL;
}
