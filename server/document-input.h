/*
 * document-input.h - where the bytes of a document come from: a client's IPP or HTTP request,
 * or a descriptor (a socket of a printing protocol, a file). Readers see no difference.
 *
 * One thread uses an input. Effects: reads the connection or descriptor, waits for it.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DOCUMENT_INPUT_H
#define SERVER_DOCUMENT_INPUT_H

#include "unwrap.h"

#include <cups/http.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As much of a document's beginning can be looked at before it is read. */
#define INPUT_PEEK_MAX 4096

/* Longest silence of a sender inside a document. */
#define INPUT_SILENCE_MS 60000

#define INPUT_UNKNOWN UINT64_MAX

/* Members are for document-input.c, but for these two, which say why there are no more bytes.
 */
struct document_input {
    bool silent; /* the sender stopped in the middle */
    bool broken; /* the connection or file failed */

    http_t *http; /* NULL: fd */
    int fd;
    uint64_t left; /* bytes that are to come from fd; INPUT_UNKNOWN: to its end */
    bool ended;
    bool (*canceled)(void *ctx); /* NULL: never */
    void *ctx;
    uint8_t start[INPUT_PEEK_MAX]; /* what was looked at and not yet read */
    size_t start_at, start_n;
    bool looked;
    struct unwrap_info info; /* of what was looked at */
    bool unwrapping;
    struct unwrap unwrap;
    uint8_t
        bare[UNWRAP_ROOM(INPUT_PEEK_MAX)]; /* what came out of the wrapper and was not read */
    size_t bare_at, bare_n;
};

/* input_from_http - a request in the middle of its POST. What its Content-Encoding was is
 * undone by libcups. */
void input_from_http(struct document_input *in, http_t *http);

/* input_from_fd - length bytes of a socket, pipe or file, or (INPUT_UNKNOWN) all to its end.
 * The descriptor stays the caller's. */
void input_from_fd(struct document_input *in, int fd, uint64_t length);

/* input_set_canceled - ask this while waiting; true ends the input. */
void input_set_canceled(struct document_input *in, bool (*canceled)(void *ctx), void *ctx);

/* input_peek - the first bytes without taking them, up to n (at most INPUT_PEEK_MAX): waits
 * until they are there or the document ends, and gives fewer only then. Before any input_read.
 */
size_t input_peek(struct document_input *in, uint8_t *bytes, size_t n);

/* input_look - what the document is by its beginning (unwrap_look). Looks once; the input's
 * own. Before any input_read. */
const struct unwrap_info *input_look(struct document_input *in);

/* input_unwrap - what is read from here on is the document in its wrapper (unwrap_look), bare.
 * Before any input_read. */
void input_unwrap(struct document_input *in, const struct unwrap_info *info);

/* input_read - 1 to n bytes; 0 or less: no more, see input_came_whole. */
ssize_t input_read(struct document_input *in, void *bytes, size_t n);

/* input_came_whole - after the last byte: whether the document came to its end. A connection
 * that broke off, and a sender that was silent for long, have it too early. */
bool input_came_whole(const struct document_input *in);

#endif
