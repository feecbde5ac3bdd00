/*
 * http-request.c - one request from its first line to the end of its answer: what is checked,
 * its body, its handler (http-server.h).
 *
 * An answer before the body was read makes libmicrohttpd close the connection, and what the
 * client still sends then may cost it the answer. So the little that a client may have sent
 * without thinking is read and thrown away first.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http-request.h"

#include "http-access.h"
#include "http-target.h"

#include "server/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* So much of a body that is refused is read. */
#define SURPLUS_BYTES ((uint64_t)1024 * 1024)

#define FORM_TYPE "application/x-www-form-urlencoded"

struct http_incoming {
    const struct http_settings *settings;
    struct http_connections *connections;
    struct http_connection *connection;
    struct MHD_Connection *mhd;
    struct http_target target;
    unsigned target_status; /* 0: the target is good */
    bool begun, head, sent;
    const struct http_route *route;
    struct http_request request;
    struct http_fields fields;
    uint8_t *body;
    size_t body_n, body_size;
    bool taking;                 /* request.taken is to be ended */
    bool full;                   /* the taker wants no more */
    uint64_t taken_n;            /* bytes that it got */
    uint64_t surplus;            /* bytes that were thrown away */
    struct http_answer *refusal; /* instead of the handler's */
    struct http_answer *answer;
};

static const char *header(const struct http_incoming *in, const char *name)
{
    const char *value = MHD_lookup_connection_value(in->mhd, MHD_HEADER_KIND, name);

    return value != NULL ? value : "";
}

const char *http_header(const struct http_request *request, const char *name)
{
    return header(request->internal, name);
}

const char *http_query(const struct http_request *request, const char *name)
{
    const struct http_incoming *in = request->internal;

    return http_fields_find(&in->fields, name);
}

void http_each(const struct http_request *request,
               void (*each)(void *ctx, const char *name, const char *value), void *ctx)
{
    const struct http_incoming *in = request->internal;

    for (size_t i = 0; i < in->fields.n; i++)
        each(ctx, in->fields.list[i].name, in->fields.list[i].value);
}

/* ---- its life ---- */

struct http_incoming *http_incoming_new(const struct http_settings *settings,
                                        struct http_connections *connections,
                                        struct http_connection *connection, const char *uri)
{
    struct http_incoming *in = calloc(1, sizeof(*in));

    if (in == NULL)
        return NULL;
    in->settings = settings;
    in->connections = connections;
    in->connection = connection;
    in->target_status = http_target_parse(&in->target, uri != NULL ? uri : "");
    return in;
}

void http_incoming_free(struct http_incoming *in, bool sent)
{
    bool all =
        in->sent && sent && !in->head && in->answer != NULL && http_answer_read_all(in->answer);

    http_connection_does(in->connections, in->connection, HTTP_WORKS, 0);
    http_answer_free(in->answer, all);
    http_answer_free(in->refusal, false);
    if (in->taking)
        in->route->taker->end(in->request.taken);
    http_connection_does(in->connections, in->connection, HTTP_AWAITS, 0);
    http_fields_reset(&in->fields);
    free(in->body);
    free(in);
}

/* ---- answers ---- */

static struct http_answer *say(unsigned status, const char *sentence)
{
    char text[600];

    snprintf(text, sizeof(text), "%s\n", sentence);
    return http_text(status, "text/plain; charset=utf-8", text);
}

/* For a person, where the server has pages for them. */
static struct http_answer *refuse(struct http_incoming *in, unsigned status,
                                  const char *sentence)
{
    if (in->settings->refuse != NULL)
        return in->settings->refuse(&in->request, status, sentence);
    return say(status, sentence);
}

/* What comes after it on the connection cannot be told from a body. */
static struct http_answer *say_and_close(unsigned status, const char *sentence)
{
    return http_add(say(status, sentence), "Connection", "close");
}

/* HTTP/1.0 knows the end of a body of unknown length by the end of the connection only: one
 * that is reset is told from one that is closed. The kernel does so when a socket that still
 * has a peer is connected to nobody. */
static void reset_connection(struct http_incoming *in)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(in->mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};

    if (info != NULL)
        (void)connect(info->connect_fd, &nobody, sizeof(nobody));
}

static ssize_t read_answer(void *ctx, uint64_t at, char *bytes, size_t n)
{
    struct http_incoming *in = ctx;
    long got;

    http_connection_does(in->connections, in->connection, HTTP_WORKS, 0);
    got = http_answer_read(in->answer, at, bytes, n);
    http_connection_does(in->connections, in->connection, HTTP_SENDS, 0);
    if (got > 0)
        return got;
    if (got == 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (!http_answer_length_known(in->answer))
        reset_connection(in);
    return MHD_CONTENT_READER_END_WITH_ERROR;
}

static enum MHD_Result send_answer(struct http_incoming *in, struct http_answer *answer)
{
    struct MHD_Response *response;
    enum MHD_Result result;

    if (answer == NULL)
        answer = say(500, "The server could not do it; its log says more.");
    in->answer = answer;
    if (answer == NULL || (response = http_answer_response(answer, read_answer, in)) == NULL)
        return MHD_NO;
    log_say(LOG_SAY_DEBUG, "HTTP: %s asks for %s: %u.", http_connection_host(in->connection),
            in->target_status == 0 ? in->target.path : "nonsense", http_answer_status(answer));
    in->sent = true;
    http_connection_does(in->connections, in->connection, HTTP_SENDS, 0);
    result = MHD_queue_response(in->mhd, http_answer_status(answer), response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result send_refusal(struct http_incoming *in)
{
    struct http_answer *refusal = in->refusal;

    in->refusal = NULL;
    return send_answer(in, refusal);
}

/* ---- checks ---- */

struct count {
    const char *name;
    unsigned n;
};

static enum MHD_Result count_one(void *ctx, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    struct count *count = ctx;

    (void)kind;
    (void)value;
    count->n += strcasecmp(name, count->name) == 0;
    return MHD_YES;
}

static unsigned count_header(struct http_incoming *in, const char *name)
{
    struct count count = {name, 0};

    (void)MHD_get_connection_values(in->mhd, MHD_HEADER_KIND, count_one, &count);
    return count.n;
}

/* How long the body is, in two ways that differ, or in one that a proxy may read otherwise. */
static bool framing_is_plain(struct http_incoming *in, bool old)
{
    const char *encoding = header(in, "Transfer-Encoding");
    unsigned encodings = count_header(in, "Transfer-Encoding");
    unsigned lengths = count_header(in, "Content-Length");

    if (encodings == 0)
        return lengths <= 1;
    return encodings == 1 && lengths == 0 && !old && strcasecmp(encoding, "chunked") == 0;
}

/* NULL when the client may call us so. */
static struct http_answer *check_names(struct http_incoming *in, bool old)
{
    const char *host =
        in->target.authority[0] != '\0' ? in->target.authority : header(in, "Host");
    const char *origin = header(in, "Origin");
    bool tls = in->settings->tls;

    if (count_header(in, "Host") > 1 || count_header(in, "Origin") > 1)
        return say_and_close(400, "A field stands twice in the request.");
    if (host[0] == '\0' && old && origin[0] == '\0')
        return NULL; /* HTTP/1.0 has no such field; no browser of today speaks it */
    if (host[0] == '\0')
        return say_and_close(400, "The request does not say whom it is for.");
    if (!http_access_host(host, "", tls))
        return say(421,
                   "This computer does not know itself by the name in the address. Use one "
                   "of its own names, or name this one with -o host-aliases=NAME.");
    if (!http_access_host(host, origin, tls))
        return say(403, "The request came from a page of another server.");
    return NULL;
}

static struct http_answer *check_route(struct http_incoming *in, const char *method)
{
    char allow[200];

    in->route = http_route_find(in->settings->routes, in->settings->num_routes, &in->target,
                                method, in->request.piece, allow, sizeof(allow));
    in->request.route = in->route;
    if (in->route != NULL)
        return NULL;
    if (allow[0] == '\0')
        return refuse(in, 404, "There is no such page here.");
    return http_add(refuse(in, 405, "This cannot be done with that page."), "Allow", allow);
}

/* The length that is told; UINT64_MAX: not told, but there is a body. */
static uint64_t body_length(struct http_incoming *in)
{
    if (header(in, "Transfer-Encoding")[0] != '\0')
        return UINT64_MAX;
    return strtoull(header(in, "Content-Length"), NULL, 10);
}

static struct http_answer *check_length(struct http_incoming *in, uint64_t length)
{
    if (length == UINT64_MAX || length <= in->route->max_body)
        return NULL;
    return refuse(in, 413, "The request is too large.");
}

static struct http_answer *check(struct http_incoming *in, const char *method, bool old)
{
    struct http_answer *refusal = NULL;

    if (in->target_status == 414)
        return say_and_close(414, "The address is too long.");
    if (in->target_status != 0)
        return say_and_close(400, "The address makes no sense.");
    if (!framing_is_plain(in, old))
        return say_and_close(400, "The request does not say clearly how long it is.");
    if ((refusal = check_names(in, old)) == NULL && (refusal = check_route(in, method)) == NULL)
        refusal = check_length(in, body_length(in));
    return refusal;
}

/* ---- the body ---- */

static bool has_room(struct http_incoming *in, size_t n)
{
    size_t size = in->body_size > 0 ? in->body_size : 4096;
    uint8_t *body;

    while (size - 1 < in->body_n + n)
        size *= 2;
    if (size == in->body_size)
        return true;
    if ((body = realloc(in->body, size)) == NULL)
        return false;
    in->body = body;
    in->body_size = size;
    return true;
}

/* Bytes that nobody wants: a few, so that the client reads the answer. */
static enum MHD_Result throw_away(struct http_incoming *in, size_t n)
{
    in->surplus += n;
    return in->surplus <= SURPLUS_BYTES ? MHD_YES : MHD_NO;
}

/* To the taker; it may wait for the disk. */
static enum MHD_Result give_body(struct http_incoming *in, const char *bytes, size_t n)
{
    in->taken_n += n;
    if (in->full)
        return throw_away(in, n);
    http_connection_does(in->connections, in->connection, HTTP_WORKS, 0);
    in->full = !in->route->taker->take(in->request.taken, (const uint8_t *)bytes, n);
    http_connection_does(in->connections, in->connection, HTTP_TAKES, 0);
    return MHD_YES;
}

static enum MHD_Result take_body(struct http_incoming *in, const char *bytes, size_t n)
{
    uint64_t had = in->taking ? in->taken_n : in->body_n;

    http_connection_does(in->connections, in->connection, HTTP_TAKES, n);
    if (in->refusal == NULL && n > in->route->max_body - had)
        in->refusal = refuse(in, 413, "The request is too large.");
    if (in->refusal != NULL)
        return throw_away(in, n);
    if (in->taking)
        return give_body(in, bytes, n);
    if (!has_room(in, n))
        return MHD_NO;
    memcpy(in->body + in->body_n, bytes, n);
    in->body_n += n;
    return MHD_YES;
}

/* ---- what libmicrohttpd calls ---- */

/* Without a proxy's or a person's thinking, so much would have been on its way already. */
static bool may_be_sent_already(struct http_incoming *in)
{
    uint64_t length = body_length(in);

    return header(in, "Expect")[0] == '\0' && (length == UINT64_MAX || length <= SURPLUS_BYTES);
}

static bool read_query(struct http_incoming *in)
{
    return http_fields_add(&in->fields, in->target.query, strlen(in->target.query));
}

/* Before the body comes. A taker gets none that is refused. */
static void begin_taking(struct http_incoming *in)
{
    if (in->refusal != NULL || in->route->taker == NULL ||
        strcmp(in->request.method, "GET") == 0)
        return;
    if (!read_query(in)) {
        in->refusal = say(400, "The fields of the request make no sense.");
        return;
    }
    in->request.taken = in->route->taker->begin(&in->request, &in->refusal);
    in->taking = in->request.taken != NULL;
    if (!in->taking && in->refusal == NULL)
        in->refusal = say(500, "The server could not do it; its log says more.");
}

static enum MHD_Result begin(struct http_incoming *in, const char *method, const char *version)
{
    bool old = strcmp(version, "HTTP/1.0") == 0;

    in->begun = true;
    in->head = strcmp(method, "HEAD") == 0;
    for (size_t i = 0; i < HTTP_MAX_PIECES; i++)
        in->request.piece[i] = "";
    in->request.method = in->head ? "GET" : method;
    in->request.path = in->target.path;
    in->request.host = http_connection_host(in->connection);
    in->request.local = http_connection_own(in->connection);
    in->request.tls = in->settings->tls;
    in->request.ctx = in->settings->ctx;
    in->request.internal = in;
    in->request.body = (const uint8_t *)"";
    in->refusal = check(in, method, old);
    begin_taking(in);
    if (in->refusal != NULL && (!framing_is_plain(in, old) || !may_be_sent_already(in)))
        return send_refusal(in);
    http_connection_does(in->connections, in->connection, HTTP_TAKES, 0);
    return MHD_YES;
}

static bool read_fields(struct http_incoming *in)
{
    const char *type = header(in, "Content-Type");
    size_t n = strcspn(type, "; ");

    if (in->taking) /* the query was read before */
        return true;
    if (!read_query(in))
        return false;
    return n != strlen(FORM_TYPE) || strncasecmp(type, FORM_TYPE, n) != 0 ||
           http_fields_add(&in->fields, (const char *)in->request.body, in->body_n);
}

static enum MHD_Result answer(struct http_incoming *in)
{
    struct http_answer *made;

    if (in->refusal != NULL)
        return send_refusal(in);
    if (!has_room(in, 0))
        return MHD_NO;
    in->body[in->body_n] = '\0';
    in->request.body = in->body;
    in->request.body_n = in->body_n;
    if (!read_fields(in))
        return send_answer(in, say(400, "The fields of the request make no sense."));
    http_connection_does(in->connections, in->connection, HTTP_WORKS, 0);
    made = in->route->handle(&in->request);
    return send_answer(in, made);
}

enum MHD_Result http_incoming_go_on(struct http_incoming *in, struct MHD_Connection *mhd,
                                    const char *method, const char *version, const char *bytes,
                                    size_t n)
{
    in->mhd = mhd;
    if (!in->begun)
        return begin(in, method, version);
    return n > 0 ? take_body(in, bytes, n) : answer(in);
}
