/*
 * http-answer.c - answers: text, bytes, or a body that is made while it is sent
 * (http-server.h).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http-parts.h"

#include "server/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_FIELDS 16

/* So much of a body is asked for, and must be taken by the client before its time is over. */
#define BLOCK_BYTES ((size_t)32768)

struct http_answer {
    unsigned status;
    uint64_t size; /* UINT64_MAX: not known */
    uint64_t read_bytes;
    bool ended; /* the reader said so */
    long (*read)(void *ctx, uint64_t at, void *bytes, size_t n);
    void (*done)(void *ctx, bool all_sent);
    void *ctx;
    struct {
        char *name, *value;
    } fields[MAX_FIELDS];
    size_t n;
};

/* What every answer says unless it says otherwise. Scans are nobody's but who asked for them:
 * not kept, not shown within other pages. same-origin and not no-referrer: with that, browsers
 * send "null" for the Origin of our own forms. */
static const char *const always[][2] = {
    {"Cache-Control",                "no-store"                  },
    {"X-Content-Type-Options",       "nosniff"                   },
    {"X-Frame-Options",              "DENY"                      },
    {"Referrer-Policy",              "same-origin"               },
    {"Cross-Origin-Resource-Policy", "same-origin"               },
    {"Server",                       "canon-printer-app/" VERSION},
};

/* ---- bodies that are there ---- */

struct whole {
    uint8_t *bytes;
    size_t n;
};

static long whole_read(void *ctx, uint64_t at, void *bytes, size_t n)
{
    const struct whole *whole = ctx;

    if (at >= whole->n)
        return 0;
    if (n > whole->n - at)
        n = (size_t)(whole->n - at);
    memcpy(bytes, whole->bytes + at, n);
    return (long)n;
}

static void whole_done(void *ctx, bool all_sent)
{
    struct whole *whole = ctx;

    (void)all_sent;
    free(whole->bytes);
    free(whole);
}

/* ---- making them ---- */

struct http_answer *http_stream(unsigned status, const char *type, uint64_t size,
                                long (*read)(void *ctx, uint64_t at, void *bytes, size_t n),
                                void (*done)(void *ctx, bool all_sent), void *ctx)
{
    struct http_answer *answer = calloc(1, sizeof(*answer));

    if (answer == NULL) {
        done(ctx, false);
        return NULL;
    }
    answer->status = status;
    answer->size = size;
    answer->read = read;
    answer->done = done;
    answer->ctx = ctx;
    return type != NULL ? http_add(answer, "Content-Type", type) : answer;
}

struct http_answer *http_bytes(unsigned status, const char *type, void *body, size_t n)
{
    struct whole *whole = malloc(sizeof(*whole));

    if (whole == NULL) {
        free(body);
        return NULL;
    }
    whole->bytes = body;
    whole->n = n;
    return http_stream(status, type, n, whole_read, whole_done, whole);
}

struct http_answer *http_text(unsigned status, const char *type, const char *body)
{
    char *copy = strdup(body);

    return copy != NULL ? http_bytes(status, type, copy, strlen(copy)) : NULL;
}

/* Nothing that would begin another field. */
static bool field_is_plain(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return false;
    return true;
}

struct http_answer *http_add(struct http_answer *answer, const char *name, const char *value)
{
    char *name_copy, *value_copy;

    if (answer == NULL)
        return NULL;
    if (answer->n == MAX_FIELDS || !field_is_plain(name) || !field_is_plain(value)) {
        log_say(LOG_SAY_WARN, "The field %.40s of an HTTP answer cannot be sent.", name);
        return answer;
    }
    name_copy = strdup(name);
    value_copy = strdup(value);
    if (name_copy == NULL || value_copy == NULL) {
        free(name_copy);
        free(value_copy);
        http_answer_free(answer, false);
        return NULL;
    }
    answer->fields[answer->n].name = name_copy;
    answer->fields[answer->n++].value = value_copy;
    return answer;
}

/* ---- sending them ---- */

static bool has_field(const struct http_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->n; i++)
        if (strcasecmp(answer->fields[i].name, name) == 0)
            return true;
    return false;
}

struct MHD_Response *http_answer_response(struct http_answer *answer,
                                          MHD_ContentReaderCallback read, void *ctx)
{
    static char nothing[1];
    size_t block =
        answer->size > 0 && answer->size < BLOCK_BYTES ? (size_t)answer->size : BLOCK_BYTES;
    struct MHD_Response *response =
        answer->size == 0
            ? MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT)
            : MHD_create_response_from_callback(answer->size, block, read, ctx, NULL);

    if (response == NULL)
        return NULL;
    for (size_t i = 0; i < answer->n; i++)
        (void)MHD_add_response_header(response, answer->fields[i].name,
                                      answer->fields[i].value);
    for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
        if (!has_field(answer, always[i][0]))
            (void)MHD_add_response_header(response, always[i][0], always[i][1]);
    return response;
}

unsigned http_answer_status(const struct http_answer *answer)
{
    return answer->status;
}

bool http_answer_length_known(const struct http_answer *answer)
{
    return answer->size != UINT64_MAX;
}

long http_answer_read(struct http_answer *answer, uint64_t at, void *bytes, size_t n)
{
    long got = answer->read(answer->ctx, at, bytes, n);

    if (got > 0)
        answer->read_bytes = at + (uint64_t)got;
    if (got == 0 && answer->size != UINT64_MAX && at < answer->size)
        return -1;
    answer->ended |= got == 0;
    return got;
}

bool http_answer_read_all(const struct http_answer *answer)
{
    return answer->size == UINT64_MAX ? answer->ended : answer->read_bytes == answer->size;
}

void http_answer_free(struct http_answer *answer, bool all_sent)
{
    if (answer == NULL)
        return;
    answer->done(answer->ctx, all_sent);
    for (size_t i = 0; i < answer->n; i++) {
        free(answer->fields[i].name);
        free(answer->fields[i].value);
    }
    free(answer);
}
