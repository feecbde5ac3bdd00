/*
 * compat-text.c - what clients write has no control characters in it.
 *
 * PAPPL writes names that clients choose (of jobs, users, queues, places) as they are into its
 * state file, a line each, and into its log. A newline in the title of a job was enough to put
 * a queue or a setting of the sender's choice into the state, any other control character to
 * keep the state from being saved. So each message is cleaned as soon as its attributes have
 * been read: control characters become spaces.
 * Effects: as ippRead.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"
#include "ipp-jobs.h"

#include <cups/ipp.h>
#include <stdlib.h>
#include <string.h>

typedef ipp_state_t (*read_fn)(http_t *, ipp_t *);

static bool is_string(ipp_tag_t tag)
{
    return tag == IPP_TAG_TEXT || tag == IPP_TAG_TEXTLANG || tag == IPP_TAG_NAME ||
           tag == IPP_TAG_NAMELANG || tag == IPP_TAG_KEYWORD || tag == IPP_TAG_URI ||
           tag == IPP_TAG_URISCHEME || tag == IPP_TAG_CHARSET || tag == IPP_TAG_LANGUAGE ||
           tag == IPP_TAG_MIMETYPE;
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F;
}

static bool clean_value(ipp_t *message, ipp_attribute_t **attr, int i)
{
    const char *value = ippGetString(*attr, i, NULL);
    char *clean;
    bool good;

    if (value == NULL)
        return true;
    for (clean = NULL; *value != '\0' && !is_control(*value); value++)
        ;
    if (*value == '\0')
        return true;
    if ((clean = strdup(ippGetString(*attr, i, NULL))) == NULL)
        return false;
    for (char *c = clean; *c != '\0'; c++)
        if (is_control(*c))
            *c = ' ';
    good = ippSetString(message, attr, i, clean) != 0;
    free(clean);
    return good;
}

/* False when a value stayed as it was. Collections are nested as deep as libcups reads them. */
static bool clean_message(ipp_t *message)
{
    bool good = true;

    for (ipp_attribute_t *attr = ippFirstAttribute(message); attr != NULL;
         attr = ippNextAttribute(message)) {
        ipp_tag_t tag = ippGetValueTag(attr);

        for (int i = 0; i < ippGetCount(attr); i++) {
            if (tag == IPP_TAG_BEGIN_COLLECTION)
                good = clean_message(ippGetCollection(attr, i)) && good;
            else if (is_string(tag))
                good = clean_value(message, &attr, i) && good;
        }
    }
    return good;
}

ipp_state_t ippRead(http_t *http, ipp_t *ipp)
{
    static _Atomic(compat_fn) known;
    read_fn next = (read_fn)compat_cached(&known, "ippRead");
    ipp_state_t state;

    state = next != NULL ? next(http, ipp) : IPP_STATE_ERROR;
    if (state == IPP_STATE_DATA && !clean_message(ipp))
        state = IPP_STATE_ERROR;
    if (state == IPP_STATE_DATA) {
        compat_take_defaults(ipp);
        ipp_take_request(ipp);
    }
    return state;
}
