/*
 * multipart.h - the body of an HTML form with a file in it, taken apart while it comes in.
 * Effects: none but those of the functions it calls. Source: RFC 7578, RFC 2046 section 5.1.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_MULTIPART_H
#define SERVER_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who gets the parts. Each returns false to end it. */
struct multipart_taker {
    /* a part begins; file: the name its sender gives it, "" for a field of the form */
    bool (*begin)(void *ctx, const char *name, const char *file);
    bool (*data)(void *ctx, const uint8_t *bytes, size_t n);
    void *ctx;
};

/* Members are for multipart.c. */
struct multipart {
    const struct multipart_taker *taker;
    char mark[76]; /* CR LF "--" and the boundary */
    size_t mark_n, matched;
    char line[1024];
    size_t line_n;
    char name[128], file[256];
    enum {
        MULTIPART_BEFORE,
        MULTIPART_DATA,
        MULTIPART_MARKED,
        MULTIPART_HEAD,
        MULTIPART_END
    } at;
};

/* multipart_begin - by the Content-Type of the body; false: it has no boundary that is one.
 * taker: kept by pointer. */
bool multipart_begin(struct multipart *m, const char *content_type,
                     const struct multipart_taker *taker);

/* multipart_take - the next bytes; false: they are none of a form, or the taker ended it. */
bool multipart_take(struct multipart *m, const uint8_t *bytes, size_t n);

/* multipart_ended - whether the last part came to its end. */
bool multipart_ended(const struct multipart *m);

#endif
