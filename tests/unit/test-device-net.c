/*
 * test-device-net.c - names that are looked up by a resolver that answers late or never.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/device-net.h"
#include "tests/device/owner.h"
#include "tests/device/peer.h"
#include "tests/unit/tap.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

/* This program's own resolver stands before the C library's: "late" and "stuck" wait for their
 * gates, "two" has an address that refuses and one that does not. */
static struct peer *gate, *stuck_gate;
static uint16_t refusing_port;

static struct addrinfo *new_item(uint16_t port, int type, struct addrinfo *next)
{
    struct addrinfo *item = calloc(1, sizeof *item);
    struct sockaddr_in *address = calloc(1, sizeof *address);

    if (!item || !address)
        abort();
    address->sin_family = AF_INET;
    address->sin_port = htons(port);
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    item->ai_family = AF_INET;
    item->ai_socktype = type;
    item->ai_addr = (struct sockaddr *)address;
    item->ai_addrlen = sizeof *address;
    item->ai_next = next;
    return item;
}

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                struct addrinfo **list)
{
    uint16_t port = (uint16_t)strtoul(service, NULL, 10);

    if (hints->ai_flags & AI_NUMERICHOST)
        return EAI_NONAME;
    if (strcmp(host, "unknown") == 0)
        return EAI_NONAME;
    if (strcmp(host, "late") == 0)
        peer_pass(gate);
    if (strcmp(host, "stuck") == 0)
        peer_pass(stuck_gate);
    *list = new_item(port, hints->ai_socktype, NULL);
    if (strcmp(host, "two") == 0)
        *list = new_item(refusing_port, hints->ai_socktype, *list);
    return 0;
}

void freeaddrinfo(struct addrinfo *list)
{
    while (list) {
        struct addrinfo *next = list->ai_next;

        free(list->ai_addr);
        free(list);
        list = next;
    }
}

static void take_all(struct peer *p)
{
    if (peer_accept(p))
        peer_read(p, SIZE_MAX);
    peer_end(p);
}

static bool always(void *ctx)
{
    (void)ctx;
    return true;
}

static void test_limits(void)
{
    struct net_addresses addresses;
    const struct net_limits canceled = {INT64_MAX, always, NULL};
    const struct net_limits over = {net_clock_ms(), NULL, NULL};
    char why[300] = "";

    ok(!net_resolve("late", 80, SOCK_STREAM, &canceled, &addresses, why, sizeof why) &&
           strstr(why, "late"),
       "A look-up that does not end can be canceled: %s", why);
    ok(!net_resolve("late", 80, SOCK_STREAM, &over, &addresses, why, sizeof why) &&
           strstr(why, "does not answer"),
       "It ends at its deadline");
    peer_open(gate);
    peer_open(gate);
    ok(!net_resolve("unknown", 80, SOCK_STREAM, &canceled, &addresses, why, sizeof why) &&
           strstr(why, "unknown"),
       "A name nobody knows is told: %s", why);
}

/* Look-ups that never end must not pile up: what is beyond the limit is told at once. */
static void test_many(void)
{
    struct net_addresses addresses;
    const struct net_limits over = {net_clock_ms(), NULL, NULL};
    char why[300] = "";
    unsigned i, waited = 0, refused = 0;

    for (i = 0; i < 40; i++) {
        net_resolve("stuck", 80, SOCK_STREAM, &over, &addresses, why, sizeof why);
        waited += strstr(why, "does not answer") != NULL;
        refused += strstr(why, "cannot be looked up now") != NULL;
    }
    ok(waited > 0 && waited <= 16 && waited + refused == 40,
       "Of forty look-ups that hang %u are left to themselves and %u refused", waited, refused);
    for (i = 0; i < waited; i++)
        peer_open(stuck_gate);
}

static enum result send_to(const char *host, const struct peer *p, struct owner *owner)
{
    char uri[100];
    struct device *d;
    enum result result;

    snprintf(uri, sizeof uri, "socket://%s:%u", host, (unsigned)p->port);
    d = owner_open(owner, uri);
    if (!d)
        return RESULT_UNSUPPORTED;
    result = owner_write(d, 0, 1000, 1000);
    if (result == RESULT_OK)
        result = device_finish(d);
    device_close(d);
    return result;
}

static void test_second_address(void)
{
    struct peer *refuses = peer_new(0);
    struct peer *takes = peer_new(0);
    struct owner owner = {.last = DEVICE_READY};

    if (refuses && takes && peer_start(takes, take_all, NULL)) {
        refusing_port = refuses->port;
        ok(send_to("two", takes, &owner) == RESULT_OK && owner.connecting == 0,
           "When the first address of a name refuses the second one is taken");
        peer_join(takes);
        ok(takes->n == 1000, "The job arrives there");
    }
    peer_free(takes);
    peer_free(refuses);
}

static void test_job_canceled(void)
{
    struct peer *p = peer_new(0);
    struct owner owner = {.cancel = true};

    ok(p && send_to("late", p, &owner) == RESULT_IO && owner.asked == 1 &&
           owner.connecting == 0,
       "A job that waits for a name ends the first time it hears that it is canceled");
    peer_open(gate);
    peer_free(p);
}

int main(void)
{
    gate = peer_new(0);
    stuck_gate = peer_new(0);
    if (!ok(gate && stuck_gate, "Gates are made"))
        return tap_done();
    test_limits();
    test_second_address();
    test_job_canceled();
    test_many();
    /* The gates stay: a look-up that was left to itself may still pass it */
    return tap_done();
}
