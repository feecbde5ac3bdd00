/*
 * document-input.c - see document-input.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "document-input.h"

#include "device-net.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define POLL_MS 100

static void begin(struct document_input *in)
{
    in->silent = in->broken = in->ended = false;
    in->http = NULL;
    in->fd = -1;
    in->left = INPUT_UNKNOWN;
    in->canceled = NULL;
    in->ctx = NULL;
    in->start_at = in->start_n = 0;
    in->looked = in->unwrapping = false;
    in->bare_at = in->bare_n = 0;
}

void input_from_http(struct document_input *in, http_t *http)
{
    begin(in);
    in->http = http;
}

void input_from_fd(struct document_input *in, int fd, uint64_t length)
{
    begin(in);
    in->fd = fd;
    in->left = length;
}

void input_set_canceled(struct document_input *in, bool (*canceled)(void *ctx), void *ctx)
{
    in->canceled = canceled;
    in->ctx = ctx;
}

/* Whether httpRead would block for bytes of the document (and not return its end). */
static bool http_may_block(http_t *http)
{
    const char *coding = httpGetField(http, HTTP_FIELD_CONTENT_ENCODING);

    /* Compressed documents: what is left inside the decompressor cannot be asked for. */
    if (coding != NULL && coding[0] != '\0' && strcmp(coding, "identity") != 0)
        return false;
    return httpGetState(http) == HTTP_STATE_POST_RECV &&
           (httpIsChunked(http) || httpGetRemaining(http) > 0);
}

/* Whether something is there (its end counts), within POLL_MS. */
static bool is_ready(const struct document_input *in)
{
    struct pollfd poll_fd = {.fd = in->fd, .events = POLLIN};

    if (in->http != NULL)
        return !http_may_block(in->http) || httpWait(in->http, POLL_MS);
    return poll(&poll_fd, 1, POLL_MS) > 0;
}

static bool wait_for_sender(struct document_input *in)
{
    int64_t end = net_clock_ms() + INPUT_SILENCE_MS;

    while (!is_ready(in)) {
        if (in->canceled != NULL && in->canceled(in->ctx))
            return false;
        if (net_clock_ms() > end) {
            in->silent = true;
            return false;
        }
    }
    return true;
}

static ssize_t read_fd(struct document_input *in, void *bytes, size_t n)
{
    ssize_t got;

    if (in->left < n)
        n = (size_t)in->left;
    if (n == 0)
        return 0;
    do
        got = read(in->fd, bytes, n);
    while (got < 0 && errno == EINTR);
    if (got > 0 && in->left != INPUT_UNKNOWN)
        in->left -= (uint64_t)got;
    return got;
}

/* From the source itself, past what was looked at. */
static ssize_t read_more(struct document_input *in, void *bytes, size_t n)
{
    ssize_t got;

    if (in->ended || (in->http == NULL && in->left == 0) || !wait_for_sender(in)) {
        in->ended = true;
        return 0;
    }
    got = in->http != NULL ? httpRead2(in->http, bytes, n) : read_fd(in, bytes, n);
    in->broken = in->broken || got < 0;
    in->ended = got <= 0;
    return got;
}

size_t input_peek(struct document_input *in, uint8_t *bytes, size_t n)
{
    if (n > sizeof(in->start))
        n = sizeof(in->start);
    while (in->start_n < n) {
        ssize_t got = read_more(in, in->start + in->start_n, n - in->start_n);

        if (got <= 0)
            break;
        in->start_n += (size_t)got;
    }
    if (n > in->start_n)
        n = in->start_n;
    memcpy(bytes, in->start, n);
    return n;
}

const struct unwrap_info *input_look(struct document_input *in)
{
    uint8_t start[INPUT_PEEK_MAX];

    if (!in->looked) {
        size_t n = input_peek(in, start, sizeof(start));

        (void)unwrap_look(start, n, n < sizeof(start), &in->info);
        in->looked = true;
    }
    return &in->info;
}

static ssize_t read_wrapped(struct document_input *in, void *bytes, size_t n)
{
    size_t known = in->start_n - in->start_at;

    if (known == 0)
        return read_more(in, bytes, n);
    if (n > known)
        n = known;
    memcpy(bytes, in->start + in->start_at, n);
    in->start_at += n;
    return (ssize_t)n;
}

void input_unwrap(struct document_input *in, const struct unwrap_info *info)
{
    in->unwrapping = true;
    in->bare_at = in->bare_n = 0;
    unwrap_begin(&in->unwrap, info);
}

/* More of what is in the wrapper, and what is behind it, which is dropped. */
static ssize_t fill_bare(struct document_input *in)
{
    uint8_t piece[INPUT_PEEK_MAX];
    ssize_t got;

    in->bare_at = in->bare_n = 0;
    do {
        got = read_wrapped(in, piece, sizeof(piece));
        if (got > 0)
            in->bare_n = unwrap_pass(&in->unwrap, piece, (size_t)got, in->bare);
    } while (got > 0 && in->bare_n == 0);
    if (got > 0)
        return got;
    in->unwrapping = false; /* nothing more comes */
    in->bare_n = unwrap_finish(&in->unwrap, in->bare);
    return got < 0 ? got : (ssize_t)in->bare_n;
}

ssize_t input_read(struct document_input *in, void *bytes, size_t n)
{
    if (in->bare_at == in->bare_n && in->unwrapping) {
        ssize_t got = fill_bare(in);

        if (got <= 0)
            return got;
    }
    if (in->bare_at == in->bare_n)
        return read_wrapped(in, bytes, n);
    if (n > in->bare_n - in->bare_at)
        n = in->bare_n - in->bare_at;
    memcpy(bytes, in->bare + in->bare_at, n);
    in->bare_at += n;
    return (ssize_t)n;
}

bool input_came_whole(const struct document_input *in)
{
    if (in->silent || in->broken)
        return false;
    if (in->http == NULL)
        return in->left == 0 || in->left == INPUT_UNKNOWN;
    return httpGetState(in->http) != HTTP_STATE_POST_RECV ||
           (!httpIsChunked(in->http) && httpGetRemaining(in->http) == 0);
}
