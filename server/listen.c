/*
 * listen.c - see listen.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- addresses ---- */

static void add_address(struct listen *listen, const struct addrinfo *info)
{
    struct listen_address *address = &listen->addresses[listen->n];
    char text[INET6_ADDRSTRLEN + 16];

    if (listen->n == LISTEN_MAX_ADDRESSES ||
        (info->ai_family != AF_INET && info->ai_family != AF_INET6) ||
        getnameinfo(info->ai_addr, info->ai_addrlen, text, sizeof(text), NULL, 0,
                    NI_NUMERICHOST) != 0)
        return;
    snprintf(address->name, sizeof(address->name), info->ai_family == AF_INET6 ? "[%s]" : "%s",
             text);
    memcpy(&address->socket, info->ai_addr, info->ai_addrlen);
    address->size = info->ai_addrlen;
    listen->n++;
}

/* "[::1]" and "::1" are the same. */
static void strip_brackets(const char *name, char *bare, size_t size)
{
    size_t n = strlen(name);

    snprintf(bare, size, "%s", name[0] == '[' ? name + 1 : name);
    if (name[0] == '[' && n > 2 && name[n - 1] == ']')
        bare[n - 2] = '\0';
}

bool listen_find(struct listen *listen, const char *name, char *why, size_t why_size)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    char bare[256];
    int error;

    memset(listen, 0, sizeof(*listen));
    strip_brackets(name, bare, sizeof(bare));
    listen->everywhere = bare[0] == '\0' || strcmp(bare, "*") == 0;
    error = getaddrinfo(listen->everywhere ? NULL : bare, "1", &hints, &found);
    if (error != 0) {
        snprintf(why, why_size, "The address '%s' to listen on is not known: %s.", name,
                 gai_strerror(error));
        return false;
    }
    for (const struct addrinfo *info = found; info != NULL; info = info->ai_next)
        add_address(listen, info);
    freeaddrinfo(found);
    if (listen->n == 0)
        snprintf(why, why_size, "There is no address '%s' to listen on.", name);
    return listen->n > 0;
}

/* ---- the port ---- */

/* 0: the port is free at this address, else errno. */
static int try_bind(const struct listen_address *address, unsigned port)
{
    struct sockaddr_storage at = address->socket;
    int one = 1, result = 0;
    int fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return errno;
    if (at.ss_family == AF_INET6) {
        ((struct sockaddr_in6 *)(void *)&at)->sin6_port = htons((uint16_t)port);
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
    } else
        ((struct sockaddr_in *)(void *)&at)->sin_port = htons((uint16_t)port);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(fd, (struct sockaddr *)&at, address->size) != 0 || listen(fd, 1) != 0)
        result = errno;
    close(fd);
    return result;
}

bool listen_can_bind(const struct listen *listen, size_t i, unsigned port)
{
    return try_bind(&listen->addresses[i], port) == 0;
}

int listen_port_error(const void *ctx, unsigned port)
{
    const struct listen *listen = ctx;
    int error = 0;
    bool any = false;

    for (size_t i = 0; i < listen->n; i++) {
        int one = try_bind(&listen->addresses[i], port);

        if (one == 0)
            any = true;
        else if (one != EAFNOSUPPORT && one != EADDRNOTAVAIL)
            error = one;
    }
    return error != 0 ? error : any ? 0 : EADDRNOTAVAIL;
}

unsigned listen_choose_port(const struct listen_wish *wish,
                            int (*error_of)(const void *ctx, unsigned port), const void *ctx,
                            int *error)
{
    int last = 0;

    *error = 0;
    if (wish->remembered != 0) {
        *error = error_of(ctx, wish->remembered);
        if (*error == 0)
            return wish->remembered;
    } else if (wish->first_start && !wish->cups_here && error_of(ctx, LISTEN_IPP_PORT) == 0)
        return LISTEN_IPP_PORT;
    for (unsigned port = LISTEN_FIRST_PORT; port <= LISTEN_LAST_PORT; port++) {
        last = error_of(ctx, port);
        if (last == 0)
            return port;
        if (last != EADDRINUSE)
            break;
    }
    *error = last;
    return 0;
}

bool listen_cups_is_here(void)
{
    static const char *const places[] = {"/usr/sbin/cupsd", "/usr/local/sbin/cupsd",
                                         "/run/cups/cups.sock", "/snap/cups/current"};

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (access(places[i], F_OK) == 0)
            return true;
    return false;
}

/* ---- interfaces ---- */

static bool same_address(const struct sockaddr *a, const struct sockaddr_storage *b)
{
    if (a == NULL || a->sa_family != b->ss_family)
        return false;
    if (a->sa_family == AF_INET)
        return ((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr ==
               ((const struct sockaddr_in *)(const void *)b)->sin_addr.s_addr;
    return a->sa_family == AF_INET6 &&
           memcmp(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr,
                  &((const struct sockaddr_in6 *)(const void *)b)->sin6_addr,
                  sizeof(struct in6_addr)) == 0;
}

static bool has_one_of(const struct ifaddrs *at, const struct listen *listen)
{
    for (size_t i = 0; i < listen->n; i++)
        if (same_address(at->ifa_addr, &listen->addresses[i].socket))
            return true;
    return false;
}

size_t listen_interfaces(const struct listen *listen, int numbers[LISTEN_MAX_INTERFACES])
{
    struct ifaddrs *all = NULL;
    size_t n = 0;

    if (listen->everywhere || getifaddrs(&all) != 0)
        return 0;
    for (const struct ifaddrs *at = all; at != NULL && n < LISTEN_MAX_INTERFACES;
         at = at->ifa_next) {
        int number = has_one_of(at, listen) ? (int)if_nametoindex(at->ifa_name) : 0;
        size_t i = 0;

        while (i < n && numbers[i] != number)
            i++;
        if (number > 0 && i == n)
            numbers[n++] = number;
    }
    freeifaddrs(all);
    return n;
}

bool listen_covers(const struct listen *one, const struct listen *other)
{
    int ours[LISTEN_MAX_INTERFACES], theirs[LISTEN_MAX_INTERFACES];
    size_t num_ours, num_theirs;

    if (one->everywhere || other->everywhere)
        return one->everywhere;
    num_ours = listen_interfaces(one, ours);
    num_theirs = listen_interfaces(other, theirs);
    for (size_t i = 0; i < num_theirs; i++) {
        size_t j = 0;

        while (j < num_ours && ours[j] != theirs[i])
            j++;
        if (j == num_ours)
            return false;
    }
    return num_theirs > 0;
}
