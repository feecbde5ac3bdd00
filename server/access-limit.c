/*
 * access-limit.c - see access-limit.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access-limit.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static bool read_six(const char *host, struct in6_addr *six)
{
    char text[INET6_ADDRSTRLEN];
    size_t n = strcspn(host, "%");

    if (n >= sizeof(text))
        return false;
    memcpy(text, host, n);
    text[n] = '\0';
    return inet_pton(AF_INET6, text, six) == 1;
}

bool access_is_loopback(const char *host)
{
    struct in_addr four;
    struct in6_addr six;

    if (inet_pton(AF_INET, host, &four) == 1)
        return (ntohl(four.s_addr) >> 24) == 127;
    if (!read_six(host, &six))
        return false;
    return IN6_IS_ADDR_LOOPBACK(&six) || (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == 127);
}

/* What counts as one. */
static void key_of(const char *host, char key[48])
{
    struct in6_addr six;
    struct in_addr four;

    if (!read_six(host, &six)) {
        snprintf(key, 48, "%s", host);
        return;
    }
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        memcpy(&four, six.s6_addr + 12, sizeof(four));
        (void)inet_ntop(AF_INET, &four, key, 48);
        return;
    }
    memset(six.s6_addr + 8, 0, 8);
    (void)inet_ntop(AF_INET6, &six, key, 48);
}

static struct access_limit_host *find(struct access_limit *limit, const char *key)
{
    for (size_t i = 0; i < limit->n; i++)
        if (strcmp(limit->hosts[i].host, key) == 0)
            return &limit->hosts[i];
    return NULL;
}

/* Who makes room: first those from whom nobody was right. */
static bool goes_before(const struct access_limit_host *one,
                        const struct access_limit_host *other)
{
    return one->known != other->known ? !one->known : one->last < other->last;
}

static struct access_limit_host *find_or_add(struct access_limit *limit, const char *key)
{
    struct access_limit_host *host = find(limit, key);

    if (host != NULL)
        return host;
    host = &limit->hosts[0];
    if (limit->n < ACCESS_LIMIT_HOSTS)
        host = &limit->hosts[limit->n++];
    else
        for (size_t i = 1; i < limit->n; i++)
            if (goes_before(&limit->hosts[i], host))
                host = &limit->hosts[i];
    *host = (struct access_limit_host){.wrong = 0};
    snprintf(host->host, sizeof(host->host), "%s", key);
    return host;
}

static int64_t wait_after(unsigned wrong)
{
    unsigned steps = wrong - ACCESS_LIMIT_FREE;

    if (wrong < ACCESS_LIMIT_FREE)
        return 0;
    return steps >= 9 || (1u << steps) > ACCESS_LIMIT_LONG ? ACCESS_LIMIT_LONG : 1u << steps;
}

unsigned access_limit_try(struct access_limit *limit, const char *host, int64_t now)
{
    struct access_limit_host *one;
    char key[48];

    key_of(host, key);
    if (now - limit->since >= ACCESS_LIMIT_SPAN || limit->all == 0) {
        limit->since = now;
        limit->all = 0;
    }
    one = find(limit, key);
    if (limit->all >= ACCESS_LIMIT_ALL && !access_is_loopback(host) &&
        (one == NULL || !one->known))
        return (unsigned)(limit->since + ACCESS_LIMIT_SPAN - now);
    one = find_or_add(limit, key);
    if (now - one->last >= ACCESS_LIMIT_FORGET)
        one->wrong = 0;
    if (now < one->next)
        return (unsigned)(one->next - now);
    one->wrong++;
    one->last = now;
    one->next = now + wait_after(one->wrong);
    limit->all++;
    return 0;
}

void access_limit_undo(struct access_limit *limit, const char *host)
{
    struct access_limit_host *one;
    char key[48];

    key_of(host, key);
    if ((one = find(limit, key)) != NULL && one->wrong > 0) {
        one->wrong--;
        one->next = one->last + wait_after(one->wrong);
    }
    limit->all -= limit->all > 0;
}

void access_limit_right(struct access_limit *limit, const char *host, int64_t now)
{
    struct access_limit_host *one;
    char key[48];

    key_of(host, key);
    one = find_or_add(limit, key);
    one->known = true;
    one->wrong = 0;
    one->last = now;
    one->next = 0;
    limit->all -= limit->all > 0;
}
