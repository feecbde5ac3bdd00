/*
 * listener.c - see listener.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "listener.h"

#include "document-input.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_SOCKETS 64

/* What is read to let a last answer arrive. */
#define SETTLE_MS    2000
#define SETTLE_BYTES (1 << 20)

#define CLIENTS_OF_ONE (LISTENER_CLIENTS / 4)

struct listening {
    int fd;
    const struct way_listen *at;
    listener_serve *serve;
};

/* Set before there are threads. */
static struct listening listening[MAX_SOCKETS];
static size_t num_listening;
static pappl_system_t *the_system;
static struct jobs *the_jobs;
static int wake[2] = {-1, -1}; /* a byte: a connection has ended, or it is the end */

/* What clients_mutex guards. */
static pthread_mutex_t clients_mutex = PTHREAD_MUTEX_INITIALIZER;
static char clients[LISTENER_CLIENTS][64]; /* addresses; "": free */
static size_t num_clients;
static bool ending;

/* ---- taking an address ---- */

static int bind_one(const struct addrinfo *info, int *error)
{
    int one = 1;
    int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0) {
        *error = errno;
        return -1;
    }
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (info->ai_family == AF_INET6)
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
    if (bind(fd, info->ai_addr, info->ai_addrlen) != 0 || listen(fd, 32) != 0) {
        *error = errno;
        close(fd);
        return -1;
    }
    return fd;
}

static const char *reason(int error)
{
    return error == EADDRINUSE ? "another program has it"
           : error == EACCES   ? "ports below 1024 are for programs with the right to them "
                                 "(CAP_NET_BIND_SERVICE)"
                               : strerror(error);
}

bool listener_open(const struct way_listen *at, listener_serve *serve, char *why,
                   size_t why_size)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    const char *host = strcmp(at->host, "*") == 0 ? NULL : at->host;
    char port[8];
    bool any = false;
    int error;

    snprintf(port, sizeof(port), "%u", at->port);
    error = getaddrinfo(host, port, &hints, &found);
    if (error != 0) {
        snprintf(why, why_size, "The address '%s' to listen on is not known: %s.", at->host,
                 gai_strerror(error));
        return false;
    }
    error = EADDRNOTAVAIL;
    for (const struct addrinfo *i = found; i != NULL && num_listening < MAX_SOCKETS;
         i = i->ai_next) {
        int fd = bind_one(i, &error);

        if (fd < 0)
            continue;
        listening[num_listening++] = (struct listening){fd, at, serve};
        any = true;
    }
    freeaddrinfo(found);
    if (!any)
        snprintf(why, why_size, "Cannot listen on %s port %u: %s.", at->host, at->port,
                 reason(error));
    return any;
}

/* ---- connections ---- */

struct connection {
    struct listener_client client;
    listener_serve *serve;
    size_t place;
};

static void wake_up(void)
{
    char byte = 0;

    (void)!write(wake[1], &byte, 1);
}

/* A place for one more of this address; false: it has its share. */
static bool take_place(const char *host, size_t *place)
{
    size_t same = 0;
    bool found = false;

    pthread_mutex_lock(&clients_mutex);
    for (size_t i = 0; i < LISTENER_CLIENTS; i++) {
        same += strcmp(clients[i], host) == 0;
        if (!found && clients[i][0] == '\0') {
            *place = i;
            found = true;
        }
    }
    found = found && same < CLIENTS_OF_ONE;
    if (found) {
        snprintf(clients[*place], sizeof(clients[0]), "%s", host);
        num_clients++;
    }
    pthread_mutex_unlock(&clients_mutex);
    return found;
}

static void free_place(size_t place)
{
    pthread_mutex_lock(&clients_mutex);
    clients[place][0] = '\0';
    num_clients--;
    pthread_mutex_unlock(&clients_mutex);
    wake_up();
}

static void *serve_connection(void *ctx)
{
    struct connection *c = ctx;

    c->serve(&c->client);
    close(c->client.fd);
    free_place(c->place);
    free(c);
    return NULL;
}

static bool start_connection(struct connection *c)
{
    pthread_attr_t attributes;
    pthread_t thread;
    bool good;

    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    good = pthread_create(&thread, &attributes, serve_connection, c) == 0;
    pthread_attr_destroy(&attributes);
    return good;
}

static void accept_one(const struct listening *l)
{
    struct sockaddr_storage from;
    socklen_t size = sizeof(from);
    int one = 1, fd = accept(l->fd, (struct sockaddr *)&from, &size);
    struct connection *c;

    if (fd < 0)
        return;
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    (void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
    c = calloc(1, sizeof(*c));
    if (c != NULL && getnameinfo((struct sockaddr *)&from, size, c->client.host,
                                 sizeof(c->client.host), NULL, 0, NI_NUMERICHOST) != 0)
        snprintf(c->client.host, sizeof(c->client.host), "unknown");
    if (c == NULL || !take_place(c->client.host, &c->place)) {
        if (c != NULL)
            log_say(LOG_SAY_WARN, "%s has too many connections to port %u.", c->client.host,
                    l->at->port);
        close(fd);
        free(c);
        return;
    }
    c->client.fd = fd;
    c->client.system = the_system;
    c->client.jobs = the_jobs;
    c->client.at = l->at;
    c->serve = l->serve;
    if (!start_connection(c)) {
        free_place(c->place);
        close(fd);
        free(c);
    }
}

/* Whether to go on; room: for one more. */
static bool look(bool *room)
{
    bool on;

    pthread_mutex_lock(&clients_mutex);
    *room = num_clients < LISTENER_CLIENTS;
    on = !ending;
    pthread_mutex_unlock(&clients_mutex);
    return on;
}

static void *accept_all(void *ctx)
{
    struct pollfd fds[MAX_SOCKETS + 1];
    bool room;

    (void)ctx;
    while (look(&room)) {
        char bytes[64];

        fds[0] = (struct pollfd){.fd = wake[0], .events = POLLIN};
        for (size_t i = 0; i < num_listening; i++)
            fds[i + 1] = (struct pollfd){.fd = room ? listening[i].fd : -1, .events = POLLIN};
        if (poll(fds, (nfds_t)(num_listening + 1), -1) < 0)
            continue;
        while (read(wake[0], bytes, sizeof(bytes)) > 0)
            ;
        for (size_t i = 0; i < num_listening; i++)
            if ((fds[i + 1].revents & POLLIN) != 0 && look(&room) && room)
                accept_one(&listening[i]);
    }
    return NULL;
}

static pthread_t acceptor;
static bool accepting;

void listeners_start(pappl_system_t *system, struct jobs *jobs)
{
    the_system = system;
    the_jobs = jobs;
    if (num_listening == 0)
        return;
    if (pipe(wake) != 0) {
        log_say(LOG_SAY_ERROR, "Raw and LPD ports are not served: %s.", strerror(errno));
        return;
    }
    for (int i = 0; i < 2; i++) {
        (void)fcntl(wake[i], F_SETFD, FD_CLOEXEC);
        (void)fcntl(wake[i], F_SETFL, O_NONBLOCK);
    }
    accepting = pthread_create(&acceptor, NULL, accept_all, NULL) == 0;
    for (size_t i = 0; accepting && i < num_listening; i++)
        if (i == 0 || listening[i].at != listening[i - 1].at)
            log_say(LOG_SAY_INFO, "Serving %s%s%s on %s port %u.",
                    listening[i].at->queue[0] != '\0' ? "raw documents for " : "LPD",
                    listening[i].at->queue, "", listening[i].at->host, listening[i].at->port);
}

void listeners_stop(void)
{
    pthread_mutex_lock(&clients_mutex);
    ending = true;
    pthread_mutex_unlock(&clients_mutex);
    if (!accepting)
        return;
    wake_up();
    pthread_join(acceptor, NULL);
    accepting = false;
    for (size_t i = 0; i < num_listening; i++)
        close(listening[i].fd);
    num_listening = 0;
}

/* ---- for who serves ---- */

static bool wait_for(int fd, short events)
{
    struct pollfd poll_fd = {.fd = fd, .events = events};
    int n;

    do
        n = poll(&poll_fd, 1, INPUT_SILENCE_MS);
    while (n < 0 && errno == EINTR);
    return n > 0;
}

bool listener_wait(const struct listener_client *client)
{
    return wait_for(client->fd, POLLIN);
}

bool listener_send(const struct listener_client *client, const void *bytes, size_t n)
{
    const char *at = bytes;

    while (n > 0) {
        ssize_t sent = send(client->fd, at, n, MSG_NOSIGNAL | MSG_DONTWAIT);

        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            if (!wait_for(client->fd, POLLOUT))
                return false;
            continue;
        }
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        at += sent;
        n -= (size_t)sent;
    }
    return true;
}

bool listener_read(const struct listener_client *client, void *bytes, size_t n)
{
    char *at = bytes;

    while (n > 0) {
        ssize_t got;

        if (!listener_wait(client))
            return false;
        got = recv(client->fd, at, n, MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
            continue;
        if (got <= 0)
            return false;
        at += got;
        n -= (size_t)got;
    }
    return true;
}

void listener_settle(const struct listener_client *client)
{
    struct pollfd poll_fd = {.fd = client->fd, .events = POLLIN};
    size_t left = SETTLE_BYTES;
    char bytes[16384];
    ssize_t got;

    (void)shutdown(client->fd, SHUT_WR);
    while (poll(&poll_fd, 1, SETTLE_MS) > 0 &&
           (got = recv(client->fd, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0 &&
           (size_t)got < left)
        left -= (size_t)got;
}
