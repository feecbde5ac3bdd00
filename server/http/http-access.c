/*
 * http-access.c - see http-access.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http-access.h"

#include "server/host-names.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* The computer's name may change while the program runs. */
#define NAMES_GOOD_SECONDS 30

static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
/* Guarded by mutex. */
static struct http_access allowed = {.local = true};
static char aliases[1024];
static struct host_names names;
static time_t names_at; /* monotonic seconds; 0: never */

/* ---- lists ---- */

static bool parse_bits(const char *text, unsigned max, unsigned *bits)
{
    char *end;
    unsigned long value;

    if (text[0] < '0' || text[0] > '9')
        return false;
    value = strtoul(text, &end, 10);
    *bits = (unsigned)value;
    return *end == '\0' && value <= max;
}

/* "192.0.2.0/24", "2001:db8::1". */
static bool parse_network(const char *text, struct http_network *network)
{
    char address[INET6_ADDRSTRLEN];
    size_t n = strcspn(text, "/");
    struct in_addr four;

    if (n >= sizeof(address))
        return false;
    memcpy(address, text, n);
    address[n] = '\0';
    network->bits = 128;
    if (inet_pton(AF_INET, address, &four) == 1) {
        memcpy(network->address, mapped, sizeof(mapped));
        memcpy(network->address + sizeof(mapped), &four, sizeof(four));
        if (text[n] == '\0')
            return true;
        if (!parse_bits(text + n + 1, 32, &network->bits))
            return false;
        network->bits += 96;
        return true;
    }
    return inet_pton(AF_INET6, address, network->address) == 1 &&
           (text[n] == '\0' || parse_bits(text + n + 1, 128, &network->bits));
}

static bool parse_word(struct http_access *access, const char *word)
{
    if (strcasecmp(word, "all") == 0)
        access->all = true;
    else if (strcasecmp(word, "local") == 0)
        access->local = true;
    else if (strcasecmp(word, "private") == 0)
        access->near_by = access->local = true;
    else if (access->n < HTTP_ACCESS_MAX && parse_network(word, &access->networks[access->n]))
        access->n++;
    else
        return false;
    return true;
}

bool http_access_parse(struct http_access *access, const char *list)
{
    memset(access, 0, sizeof(*access));
    for (;;) {
        char word[64];
        size_t n;

        list += strspn(list, " \t");
        n = strcspn(list, ", \t");
        if (n == 0 || n >= sizeof(word))
            return false;
        memcpy(word, list, n);
        word[n] = '\0';
        if (!parse_word(access, word))
            return false;
        list += n;
        list += strspn(list, " \t");
        if (*list == '\0')
            return true;
        if (*list++ != ',')
            return false;
    }
}

void http_access_set(const struct http_access *access, const char *host_aliases)
{
    pthread_mutex_lock(&mutex);
    allowed = *access;
    pthread_mutex_unlock(&mutex);
    http_access_names(host_aliases);
}

void http_access_names(const char *host_aliases)
{
    pthread_mutex_lock(&mutex);
    snprintf(aliases, sizeof(aliases), "%s", host_aliases);
    names_at = 0;
    pthread_mutex_unlock(&mutex);
}

/* ---- addresses ---- */

bool http_access_in(const uint8_t address[16], const struct http_network *network)
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;

    if (network->bits > 128 || memcmp(address, network->address, whole) != 0)
        return false;
    return rest == 0 || ((address[whole] ^ network->address[whole]) >> (8 - rest)) == 0;
}

/* IPv4 as mapped; false: of another family. */
static bool flatten(const struct sockaddr *address, uint8_t flat[16])
{
    if (address != NULL && address->sa_family == AF_INET) {
        memcpy(flat, mapped, sizeof(mapped));
        memcpy(flat + sizeof(mapped),
               &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
        return true;
    }
    if (address == NULL || address->sa_family != AF_INET6)
        return false;
    memcpy(flat, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 16);
    return true;
}

static bool is_loopback(const uint8_t flat[16])
{
    static const struct http_network four =
                                         {
                                             {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127},
                                             104
    },
                                     six = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
                                            128};

    return http_access_in(flat, &four) || http_access_in(flat, &six);
}

/* A network that no router of the internet knows (RFC 1918, 3927, 4193, 4291, 6598). */
static bool is_private(const uint8_t flat[16])
{
    static const char *const networks = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,"
                                        "169.254.0.0/16,fc00::/7,fe80::/10";
    struct http_access known;

    (void)http_access_parse(&known, networks);
    for (size_t i = 0; i < known.n; i++)
        if (http_access_in(flat, &known.networks[i]))
            return true;
    return false;
}

/* The network an interface is in. False: it has no mask, or one that lets everybody in. */
static bool network_of(const struct ifaddrs *at, struct http_network *network)
{
    uint8_t mask[16];

    if (at->ifa_netmask == NULL || !flatten(at->ifa_addr, network->address) ||
        !flatten(at->ifa_netmask, mask))
        return false;
    if (at->ifa_netmask->sa_family == AF_INET)
        memset(mask, 0xff, sizeof(mapped));
    network->bits = 0;
    while (network->bits < 128 && (mask[network->bits / 8] & (0x80 >> network->bits % 8)) != 0)
        network->bits++;
    return network->bits > (at->ifa_netmask->sa_family == AF_INET ? 96u : 0u);
}

/* own: it is this computer; near: in a network of one of its interfaces. */
static void look_around(const uint8_t flat[16], bool *own, bool *near)
{
    struct ifaddrs *all = NULL;
    struct http_network network;
    uint8_t one[16];

    *own = is_loopback(flat);
    *near = *own;
    if (*own || getifaddrs(&all) != 0)
        return;
    for (const struct ifaddrs *at = all; at != NULL && !*own; at = at->ifa_next) {
        if ((at->ifa_flags & IFF_UP) == 0 || !flatten(at->ifa_addr, one))
            continue;
        *own = memcmp(one, flat, sizeof(one)) == 0;
        *near |= network_of(at, &network) && http_access_in(flat, &network);
    }
    freeifaddrs(all);
}

bool http_access_own(const struct sockaddr *address)
{
    uint8_t flat[16];
    bool own = false, near = false;

    if (flatten(address, flat))
        look_around(flat, &own, &near);
    return own;
}

bool http_access_allows(const struct http_access *access, const struct sockaddr *address)
{
    uint8_t flat[16];
    bool own, near;

    if (!flatten(address, flat))
        return false;
    if (access->all || (access->near_by && is_private(flat)))
        return true;
    for (size_t i = 0; i < access->n; i++)
        if (http_access_in(flat, &access->networks[i]))
            return true;
    look_around(flat, &own, &near);
    return own || (access->local && near);
}

bool http_access_check(const struct sockaddr *address)
{
    struct http_access access;

    pthread_mutex_lock(&mutex);
    access = allowed;
    pthread_mutex_unlock(&mutex);
    return http_access_allows(&access, address);
}

/* ---- names ---- */

static bool name_is_ours(const char *name)
{
    struct timespec now;
    bool ours;

    clock_gettime(CLOCK_MONOTONIC, &now);
    pthread_mutex_lock(&mutex);
    if (names_at == 0 || now.tv_sec >= names_at + NAMES_GOOD_SECONDS) {
        host_names_find(&names, aliases);
        names_at = now.tv_sec + 1;
    }
    ours = host_is_ours(&names, name);
    pthread_mutex_unlock(&mutex);
    return ours;
}

/* A host and its port; that of the scheme where none stands there. */
static bool split(const char *text, bool tls, char host[HOST_NAME_SIZE], unsigned *port)
{
    size_t n = text[0] == '[' ? strcspn(text, "]") : strcspn(text, ":");

    n += text[0] == '[' && text[n] == ']';
    if (n == 0 || n >= HOST_NAME_SIZE ||
        strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_[]:%") !=
            strlen(text))
        return false;
    memcpy(host, text, n);
    host[n] = '\0';
    *port = tls ? 443 : 80;
    return text[n] == '\0' ||
           (text[n] == ':' && (text[n + 1] == '\0' || parse_bits(text + n + 1, 65535, port)));
}

bool http_access_host(const char *host, const char *origin, bool tls)
{
    const char *scheme = tls ? "https://" : "http://";
    char ours[HOST_NAME_SIZE], theirs[HOST_NAME_SIZE];
    unsigned our_port, their_port;

    if (!split(host, tls, ours, &our_port) || !name_is_ours(ours))
        return false;
    if (origin[0] == '\0')
        return true;
    /* "null" too, which a page in a frame without rights sends, is somebody else's */
    return strncasecmp(origin, scheme, strlen(scheme)) == 0 &&
           split(origin + strlen(scheme), tls, theirs, &their_port) &&
           strcasecmp(ours, theirs) == 0 && our_port == their_port;
}
