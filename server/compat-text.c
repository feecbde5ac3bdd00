/*
 * compat-text.c - what clients write is UTF-8, and has no control characters in it.
 *
 * PAPPL writes names that clients choose (of jobs, users, queues, places) as they are into its
 * state file, a line each, and into its log. A newline in the title of a job was enough to put
 * a queue or a setting of the sender's choice into the state, any other control character to
 * keep the state from being saved. So each message is cleaned as soon as its attributes have
 * been read: control characters become spaces.
 *
 * It also hands on bytes that are no UTF-8, of old clients that write in the code page of their
 * computer, and refuses requests that say so with a character set of their own. Such text
 * becomes UTF-8, and the request one in UTF-8, which every IPP client has to understand.
 * Effects: as ippRead.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "charset.h"
#include "compat.h"
#include "ipp-access.h"
#include "ipp-events.h"
#include "ipp-jobs.h"

#include <cups/ipp.h>
#include <stdio.h>
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

/* The longest a value of IPP may be, in UTF-8: RFC 8010 gives its length two bytes, PAPPL and
 * libcups less room. Text that is no name has more than enough. */
#define MAX_NAME 255
#define MAX_TEXT 1023

static bool is_clean(const char *value, const char *charset)
{
    const char *c = value;
    size_t n;

    if (charset != NULL)
        return false;
    while ((unsigned char)*c < 0x80 && !is_control(*c))
        c++;
    if (*c == '\0')
        return true; /* most are of plain ASCII */
    n = strlen(value);
    for (; *c != '\0'; c++)
        if (is_control(*c))
            return false;
    return charset_utf8_length((const uint8_t *)value, n) == n;
}

/* Into utf8, cut to what a value may have. */
static void convert(const char *charset, const char *value, size_t max, char *utf8, size_t size)
{
    size_t n = strlen(value);

    if (charset == NULL || !charset_to_utf8(charset, value, utf8, size)) {
        if (charset_utf8_length((const uint8_t *)value, n) == n)
            snprintf(utf8, size, "%s", value);
        else {
            charset_from_1252((const uint8_t *)value, n, utf8, size);
            utf8[charset_cut(utf8, max)] = '\0';
        }
    } else
        utf8[charset_cut(utf8, max)] = '\0';
    for (char *c = utf8; *c != '\0'; c++)
        if (is_control(*c))
            *c = ' ';
}

/* charset: of the message, NULL: UTF-8. */
static bool clean_value(ipp_t *message, ipp_attribute_t **attr, int i, const char *charset)
{
    const char *value = ippGetString(*attr, i, NULL);
    ipp_tag_t tag = ippGetValueTag(*attr);
    size_t size;
    char *clean;
    bool good;

    if (value == NULL || is_clean(value, charset))
        return true;
    size = 3 * strlen(value) + 1; /* no byte becomes more than three */
    if ((clean = malloc(size)) == NULL)
        return false;
    convert(charset, value,
            tag == IPP_TAG_NAME || tag == IPP_TAG_NAMELANG ? MAX_NAME : MAX_TEXT, clean, size);
    good = ippSetString(message, attr, i, clean) != 0;
    free(clean);
    return good;
}

/* False when a value stayed as it was. Collections are nested as deep as libcups reads them. */
static bool clean_message(ipp_t *message, const char *charset)
{
    bool good = true;

    for (ipp_attribute_t *attr = ippFirstAttribute(message); attr != NULL;
         attr = ippNextAttribute(message)) {
        ipp_tag_t tag = ippGetValueTag(attr);

        for (int i = 0; i < ippGetCount(attr); i++) {
            if (tag == IPP_TAG_BEGIN_COLLECTION)
                good = clean_message(ippGetCollection(attr, i), charset) && good;
            else if (is_string(tag))
                good = clean_value(message, &attr, i, charset) && good;
        }
    }
    return good;
}

/* The same, by what the message says its characters are. */
static bool clean_whole(ipp_t *message)
{
    ipp_attribute_t *attr = ippFindAttribute(message, "attributes-charset", IPP_TAG_CHARSET);
    const char *said = attr != NULL ? ippGetString(attr, 0, NULL) : NULL;
    char charset[32];

    if (said == NULL || !charset_known(said))
        return clean_message(message, NULL);
    snprintf(charset, sizeof(charset), "%s", said);
    return clean_message(message, charset) && ippSetString(message, &attr, 0, "utf-8") != 0;
}

ipp_state_t ippRead(http_t *http, ipp_t *ipp)
{
    static _Atomic(compat_fn) known;
    read_fn next = (read_fn)compat_cached(&known, "ippRead");
    ipp_state_t state;

    state = next != NULL ? next(http, ipp) : IPP_STATE_ERROR;
    if (state == IPP_STATE_DATA && !clean_whole(ipp))
        state = IPP_STATE_ERROR;
    if (state != IPP_STATE_DATA)
        return state;
    if (ipp_serves()) {
        ipp_access_take(http, ipp);
        compat_take_defaults(ipp);
        ipp_events_take_request(ipp);
        ipp_take_request(ipp);
    } else
        compat_read_answer(ipp);
    return state;
}
