/*
 * any-decode.c - see any-decode.h.
 * Effects: memory.
 * Source: driver/FORMAT-ufr2lt.md, FORMAT-pcl5e.md and FORMAT-pclxl.md (how a stream begins).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/any-decode.h"

#include "tests/decode/pcl5e-decode.h"
#include "tests/decode/pclxl-decode.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct any_decoder {
    const struct language *language;
    void *decoder;
};

/* One decoder behind a face that is the same for all. */
struct language {
    enum any_language bit;
    const char *name;
    const char *pjl; /* in @PJL ENTER LANGUAGE; NULL: none */
    void *(*make)(const struct decode_callbacks *callbacks);
    void (*free)(void *d);
    bool (*feed)(void *d, const void *bytes, size_t n);
    bool (*finish)(void *d);
    bool (*idle)(const void *d);
    const char *(*error)(const void *d);
    uint64_t (*offset)(const void *d);
};

/* The functions of a decoder, as those above; its names begin with prefix. */
#define FACE(prefix)                                                                           \
    static void *prefix##_face_make(const struct decode_callbacks *callbacks)                  \
    {                                                                                          \
        return prefix##_new(callbacks);                                                        \
    }                                                                                          \
    static void prefix##_face_free(void *d)                                                    \
    {                                                                                          \
        prefix##_free(d);                                                                      \
    }                                                                                          \
    static bool prefix##_face_feed(void *d, const void *bytes, size_t n)                       \
    {                                                                                          \
        return prefix##_feed(d, bytes, n);                                                     \
    }                                                                                          \
    static bool prefix##_face_finish(void *d)                                                  \
    {                                                                                          \
        return prefix##_finish(d);                                                             \
    }                                                                                          \
    static bool prefix##_face_idle(const void *d)                                              \
    {                                                                                          \
        return prefix##_idle(d);                                                               \
    }                                                                                          \
    static const char *prefix##_face_error(const void *d)                                      \
    {                                                                                          \
        return prefix##_error(d);                                                              \
    }                                                                                          \
    static uint64_t prefix##_face_offset(const void *d)                                        \
    {                                                                                          \
        return prefix##_offset(d);                                                             \
    }

FACE(decoder)
FACE(pcl5e_decoder)
FACE(pclxl_decoder)

#define FUNCTIONS(prefix)                                                                      \
    prefix##_face_make, prefix##_face_free, prefix##_face_feed, prefix##_face_finish,          \
        prefix##_face_idle, prefix##_face_error, prefix##_face_offset

static const struct language languages[] = {
    {ANY_UFR2LT, "ufr2lt", NULL,    FUNCTIONS(decoder)      },
    {ANY_PCL5E,  "pcl5e",  "PCL",   FUNCTIONS(pcl5e_decoder)},
    {ANY_PCLXL,  "pclxl",  "PCLXL", FUNCTIONS(pclxl_decoder)},
};

#define NUM_LANGUAGES (sizeof languages / sizeof languages[0])

const char *any_language_name(enum any_language language)
{
    for (size_t i = 0; i < NUM_LANGUAGES; i++)
        if (languages[i].bit == language)
            return languages[i].name;
    return "";
}

enum any_language any_language_find(const char *name, size_t n)
{
    for (size_t i = 0; i < NUM_LANGUAGES; i++)
        if (strlen(languages[i].name) == n && memcmp(languages[i].name, name, n) == 0)
            return languages[i].bit;
    return ANY_NONE;
}

/* Takes a word, and blanks before it, off the line. */
static bool take(const char **line, size_t *n, const char *word)
{
    size_t length = strlen(word);

    while (*n > 0 && **line == ' ') {
        (*line)++;
        (*n)--;
    }
    if (*n < length || strncasecmp(*line, word, length) != 0)
        return false;
    *line += length;
    *n -= length;
    return true;
}

enum any_language any_language_entered(const char *line, size_t n, bool *enters)
{
    *enters = take(&line, &n, "@PJL") && take(&line, &n, "ENTER") &&
              take(&line, &n, "LANGUAGE") && take(&line, &n, "=");
    if (!*enters)
        return ANY_NONE;
    (void)take(&line, &n, "");
    while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == ' '))
        n--;
    for (size_t i = 0; i < NUM_LANGUAGES; i++)
        if (languages[i].pjl && strlen(languages[i].pjl) == n &&
            strncasecmp(languages[i].pjl, line, n) == 0)
            return languages[i].bit;
    return ANY_NONE;
}

enum any_language any_language_of(uint8_t first)
{
    switch (first) {
    case 0xCD: /* of a packet */
        return ANY_UFR2LT;
    case 0x1B: /* an escape sequence that does not exit to PJL */
        return ANY_PCL5E;
    case '\'': /* the header of a stream: text, big and little endian */
    case '(':
    case ')':
        return ANY_PCLXL;
    default:
        return ANY_NONE;
    }
}

struct any_decoder *any_decoder_new(enum any_language language,
                                    const struct decode_callbacks *callbacks)
{
    struct any_decoder *d = calloc(1, sizeof *d);

    for (size_t i = 0; d && i < NUM_LANGUAGES; i++)
        if (languages[i].bit == language) {
            d->language = &languages[i];
            d->decoder = languages[i].make(callbacks);
        }
    if (d && d->decoder)
        return d;
    free(d);
    return NULL;
}

void any_decoder_free(struct any_decoder *d)
{
    if (d)
        d->language->free(d->decoder);
    free(d);
}

bool any_decoder_feed(struct any_decoder *d, const void *bytes, size_t n)
{
    return d->language->feed(d->decoder, bytes, n);
}

bool any_decoder_finish(struct any_decoder *d)
{
    return d->language->finish(d->decoder);
}

bool any_decoder_idle(const struct any_decoder *d)
{
    return d->language->idle(d->decoder);
}

const char *any_decoder_error(const struct any_decoder *d)
{
    return d->language->error(d->decoder);
}

uint64_t any_decoder_offset(const struct any_decoder *d)
{
    return d->language->offset(d->decoder);
}
