/*
 * http-server.c - see http-server.h. Sockets and libmicrohttpd's daemons, one for each socket;
 * what is done with a request is in http-request.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http-server.h"

#include "http-access.h"
#include "http-request.h"

#include "server/log.h"
#include "server/tls.h"
#include "server/vault.h"
#include "server/whole-file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BACKLOG       64
#define TRIES         20 /* to find one port that is free at all addresses */
#define MAX_PEM_BYTES ((size_t)256 * 1024)
#define QUIET_SECONDS 60              /* between two lines about clients that are sent away */
#define MEMORY_BYTES  ((size_t)32768) /* for the head of a request and of its answer */

static char tls_priorities[] =
    "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE";

struct http_server {
    struct http_settings settings;
    struct http_connections *connections;
    struct MHD_Daemon *daemons[LISTEN_MAX_ADDRESSES];
    size_t num_daemons;
    unsigned port;
    char *certificate, *key;
    pthread_mutex_t mutex;
    time_t told_at; /* guarded by mutex */
};

/* ---- the log ---- */

static void log_line(void *ctx, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void log_line(void *ctx, const char *format, va_list args)
{
    char text[512];

    (void)ctx;
    vsnprintf(text, sizeof(text), format, args);
    text[strcspn(text, "\r\n")] = '\0';
    log_say(LOG_SAY_DEBUG, "HTTP: %s", text);
}

/* libmicrohttpd found itself in a state that must not be; it goes on with nothing after this.
 */
static void panic(void *ctx, const char *file, unsigned line, const char *reason)
{
    (void)ctx;
    log_say(LOG_SAY_ERROR, "The HTTP server cannot go on (%s, line %u): %s", file, line,
            reason != NULL ? reason : "");
    abort();
}

static void tell_refusal(struct http_server *server, const struct sockaddr *address,
                         const char *why)
{
    char host[INET6_ADDRSTRLEN] = "?";
    struct timespec now;
    bool tell;

    clock_gettime(CLOCK_MONOTONIC, &now);
    pthread_mutex_lock(&server->mutex);
    tell = server->told_at == 0 || now.tv_sec >= server->told_at + QUIET_SECONDS;
    if (tell)
        server->told_at = now.tv_sec + 1;
    pthread_mutex_unlock(&server->mutex);
    if (!tell)
        return;
    http_address_text(address, host, sizeof(host));
    log_say(LOG_SAY_WARN, "A client at %s may not connect to port %u: %s.", host, server->port,
            why);
}

/* ---- what libmicrohttpd calls ---- */

static enum MHD_Result may_connect(void *ctx, const struct sockaddr *address, socklen_t size)
{
    struct http_server *server = ctx;

    (void)size;
    if (server->settings.may != NULL ? !server->settings.may(address)
                                     : !http_access_check(address)) {
        tell_refusal(server, address, "its network is not among those that may");
        return MHD_NO;
    }
    if (!http_connections_room(server->connections, address, http_access_own(address))) {
        tell_refusal(server, address, "there are too many connections");
        return MHD_NO;
    }
    return MHD_YES;
}

static void connection_changed(void *ctx, struct MHD_Connection *mhd, void **context,
                               enum MHD_ConnectionNotificationCode what)
{
    struct http_server *server = ctx;
    const union MHD_ConnectionInfo *fd, *address;

    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        http_connection_close(server->connections, *context);
        *context = NULL;
        return;
    }
    fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    address = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (fd != NULL && address != NULL && address->client_addr != NULL)
        *context =
            http_connection_open(server->connections, fd->connect_fd, address->client_addr);
}

static void *first_line(void *ctx, const char *uri, struct MHD_Connection *mhd)
{
    struct http_server *server = ctx;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    if (info == NULL || info->socket_context == NULL)
        return NULL;
    return http_incoming_new(&server->settings, server->connections, info->socket_context, uri);
}

static enum MHD_Result handle(void *ctx, struct MHD_Connection *mhd, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *n, void **context)
{
    size_t had = *n;

    (void)ctx;
    (void)url;
    *n = 0;
    if (*context == NULL)
        return MHD_NO;
    return http_incoming_go_on(*context, mhd, method, version, bytes, had);
}

static void completed(void *ctx, struct MHD_Connection *mhd, void **context,
                      enum MHD_RequestTerminationCode how)
{
    (void)ctx;
    (void)mhd;
    if (*context != NULL)
        http_incoming_free(*context, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    *context = NULL;
}

/* The target is decoded in http-target.c; here a NUL in it would end it. */
static size_t leave_escaped(void *ctx, struct MHD_Connection *mhd, char *text)
{
    (void)ctx;
    (void)mhd;
    return strlen(text);
}

/* ---- sockets ---- */

static void set_port(struct sockaddr_storage *at, unsigned port)
{
    if (at->ss_family == AF_INET6)
        ((struct sockaddr_in6 *)(void *)at)->sin6_port = htons((uint16_t)port);
    else
        ((struct sockaddr_in *)(void *)at)->sin_port = htons((uint16_t)port);
}

static unsigned port_of(int fd)
{
    struct sockaddr_storage at;
    socklen_t size = sizeof(at);

    if (getsockname(fd, (struct sockaddr *)&at, &size) != 0)
        return 0;
    return ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)(void *)&at)->sin6_port
                                          : ((struct sockaddr_in *)(void *)&at)->sin_port);
}

/* -1 with errno. */
static int listen_at(const struct listen_address *address, unsigned port)
{
    struct sockaddr_storage at = address->socket;
    int one = 1, fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), error;

    if (fd < 0)
        return -1;
    set_port(&at, port);
    if (at.ss_family == AF_INET6)
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(fd, (struct sockaddr *)&at, address->size) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    error = errno;
    close(fd);
    errno = error;
    return -1;
}

static void close_all(int *fds, size_t n)
{
    while (n-- > 0)
        close(fds[n]);
}

/* One port at all addresses that exist; how many sockets, 0 with errno. */
static size_t listen_once(const struct listen *where, unsigned *port, int *fds)
{
    size_t n = 0;

    for (size_t i = 0; i < where->n; i++) {
        int fd = listen_at(&where->addresses[i], *port);

        if (fd < 0 && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL))
            continue;
        if (fd < 0) {
            int error = errno;

            close_all(fds, n);
            errno = error;
            return 0;
        }
        fds[n++] = fd;
        if (*port == 0)
            *port = port_of(fd);
    }
    return n;
}

static size_t listen_everywhere(const struct listen *where, unsigned wanted, unsigned *port,
                                int *fds)
{
    size_t n = 0;

    errno = EADDRNOTAVAIL;
    for (unsigned i = 0; n == 0 && i < (wanted == 0 ? TRIES : 1); i++) {
        *port = wanted;
        n = listen_once(where, port, fds);
        if (n == 0 && errno != EADDRINUSE)
            break;
    }
    return n;
}

/* ---- start, stop ---- */

static char *read_pem(const char *path, char *why, size_t why_size)
{
    size_t n = 0;
    char *text = whole_file_read(path, MAX_PEM_BYTES, &n);

    if (text == NULL)
        snprintf(why, why_size, "The file '%s' cannot be read: %s.", path, strerror(errno));
    else
        text[n] = '\0';
    return text;
}

static bool read_certificate(struct http_server *server, char *why, size_t why_size)
{
    const char *certificate, *key;

    if (!tls_files(&certificate, &key)) {
        snprintf(why, why_size, "There is no certificate.");
        return false;
    }
    server->certificate = read_pem(certificate, why, why_size);
    server->key = server->certificate != NULL ? read_pem(key, why, why_size) : NULL;
    return server->key != NULL;
}

static struct MHD_Daemon *start_daemon(struct http_server *server, int fd)
{
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD |
                     MHD_USE_POLL | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_HTTPS_MEM_CERT,   0, server->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY,    0, server->key        },
        {MHD_OPTION_HTTPS_PRIORITIES, 0, tls_priorities     },
        {MHD_OPTION_END,              0, NULL               },
    };

    if (server->settings.tls)
        flags |= MHD_USE_TLS;
    else
        options[0].option = MHD_OPTION_END;
    return MHD_start_daemon(
        flags, 0, may_connect, server, handle, server, MHD_OPTION_EXTERNAL_LOGGER, log_line,
        server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, 2 * HTTP_MAX_CLIENTS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, MEMORY_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, first_line, server, MHD_OPTION_NOTIFY_COMPLETED, completed,
        server, MHD_OPTION_NOTIFY_CONNECTION, connection_changed, server,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, server, MHD_OPTION_ARRAY, options,
        MHD_OPTION_END);
}

static bool start_daemons(struct http_server *server, const int *fds, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        server->daemons[i] = start_daemon(server, fds[i]);
        if (server->daemons[i] == NULL) {
            /* those up to this one are closed by libmicrohttpd */
            for (size_t j = i + 1; j < n; j++)
                close(fds[j]);
            return false;
        }
        server->num_daemons++;
    }
    return true;
}

static bool start(struct http_server *server, const struct listen *where, char *why,
                  size_t why_size)
{
    int fds[LISTEN_MAX_ADDRESSES];
    size_t n;

    if (server->settings.tls && !read_certificate(server, why, why_size))
        return false;
    server->connections = http_connections_new(server->settings.idle_ms);
    if (server->connections == NULL) {
        snprintf(why, why_size, "There is no memory for an HTTP server.");
        return false;
    }
    n = listen_everywhere(where, server->settings.port, &server->port, fds);
    if (n == 0) {
        snprintf(why, why_size, "Port %u cannot be used: %s.", server->settings.port,
                 strerror(errno));
        return false;
    }
    if (!start_daemons(server, fds, n)) {
        snprintf(why, why_size, "The HTTP server at port %u does not start%s.", server->port,
                 server->settings.tls ? "; see whether its certificate and key belong together"
                                      : "");
        return false;
    }
    return true;
}

struct http_server *http_server_start(const struct http_settings *settings, char *why,
                                      size_t why_size)
{
    struct http_server *server = calloc(1, sizeof(*server));

    if (server == NULL) {
        snprintf(why, why_size, "There is no memory for an HTTP server.");
        return NULL;
    }
    MHD_set_panic_func(panic, NULL);
    server->settings = *settings;
    server->settings.listen = NULL;
    if (server->settings.idle_ms == 0)
        server->settings.idle_ms = HTTP_IDLE_SECONDS * 1000;
    pthread_mutex_init(&server->mutex, NULL);
    if (start(server, settings->listen, why, why_size))
        return server;
    http_server_stop(server);
    return NULL;
}

unsigned http_server_port(const struct http_server *server)
{
    return server->port;
}

void http_server_stop(struct http_server *server)
{
    if (server == NULL)
        return;
    for (size_t i = 0; i < server->num_daemons; i++)
        MHD_stop_daemon(server->daemons[i]);
    http_connections_free(server->connections);
    pthread_mutex_destroy(&server->mutex);
    if (server->key != NULL)
        vault_wipe(server->key, strlen(server->key));
    free(server->key);
    free(server->certificate);
    free(server);
}
