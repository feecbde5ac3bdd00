/*
 * test-server-listen.c - which port is chosen, and where the server is announced.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/listen.h"
#include "tap.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>

/* Which ports cannot be had, and why. */
struct world {
    unsigned taken_from, taken_to; /* EADDRINUSE */
    unsigned one_more;             /* EADDRINUSE too */
    bool no_low_ports;             /* EACCES */
    int everything;                /* for all of them; 0: nothing */
};

static int error_of(const void *ctx, unsigned port)
{
    const struct world *world = ctx;

    if (world->everything != 0)
        return world->everything;
    if (world->no_low_ports && port < 1024)
        return EACCES;
    if ((port >= world->taken_from && port <= world->taken_to) || port == world->one_more)
        return EADDRINUSE;
    return 0;
}

static void chooses(unsigned wanted, int wanted_error, struct listen_wish wish,
                    struct world world, const char *what)
{
    int error = -1;
    unsigned port = listen_choose_port(&wish, error_of, &world, &error);

    if (!ok(port == wanted && error == wanted_error, "%s", what))
        diag("port %u, error %d", port, error);
}

static void test_port(void)
{
    struct listen_wish first = {0, true, false}, with_cups = {0, true, true},
                       upgrade = {0, false, false}, again = {8003, false, false},
                       again_631 = {631, false, false};

    chooses(631, 0, first, (struct world){.no_low_ports = false}, "631 where it is allowed");
    chooses(8000, 0, first, (struct world){.no_low_ports = true}, "else 8000");
    chooses(8000, 0, first, (struct world){.one_more = 631}, "also where 631 is taken");
    chooses(8000, 0, with_cups, (struct world){.no_low_ports = false},
            "631 is left to CUPS, which may start later");
    chooses(8000, 0, upgrade, (struct world){.no_low_ports = false},
            "A server that clients know by 8000 does not move to 631");
    chooses(8002, 0, first,
            (struct world){.no_low_ports = true, .taken_from = 8000, .taken_to = 8001},
            "The first free one from 8000 upwards");
    chooses(8003, 0, again, (struct world){.no_low_ports = false},
            "The port of the last start, though others are free");
    chooses(631, 0, again_631, (struct world){.no_low_ports = false}, "Also when it is 631");
    chooses(8000, EADDRINUSE, again, (struct world){.one_more = 8003},
            "A remembered port that is taken is told, and another one is used");
    chooses(8000, EACCES, again_631, (struct world){.no_low_ports = true},
            "and one that is not allowed any more");
    chooses(0, EADDRINUSE, first,
            (struct world){.no_low_ports = true, .taken_from = 8000, .taken_to = 8999},
            "A thousand ports are enough");
    chooses(0, EADDRNOTAVAIL, first, (struct world){.everything = EADDRNOTAVAIL},
            "An address that is not here is not tried a thousand times");
}

static bool has(const struct listen *listen, const char *name)
{
    for (size_t i = 0; i < listen->n; i++)
        if (strcmp(listen->addresses[i].name, name) == 0)
            return true;
    return false;
}

static void test_addresses(void)
{
    struct listen listen;
    int numbers[LISTEN_MAX_INTERFACES];
    char why[200] = "";

    ok(listen_find(&listen, "", why, sizeof(why)) && listen.everywhere &&
           has(&listen, "0.0.0.0"),
       "Without a name the server listens everywhere");
    ok(listen_interfaces(&listen, numbers) == 0, "and is announced everywhere");
    ok(listen_find(&listen, "*", why, sizeof(why)) && listen.everywhere, "* is everywhere");
    ok(listen_find(&listen, "127.0.0.1", why, sizeof(why)) && !listen.everywhere &&
           listen.n == 1 && has(&listen, "127.0.0.1"),
       "An address is one");
    ok(listen_interfaces(&listen, numbers) == 1 && numbers[0] == (int)if_nametoindex("lo"),
       "It is announced on its interface only");
    ok(listen_find(&listen, "[::1]", why, sizeof(why)) && has(&listen, "[::1]"),
       "An IPv6 address may be in brackets");
    ok(listen_find(&listen, "::1", why, sizeof(why)) && has(&listen, "[::1]"), "or not");
    ok(!listen_find(&listen, "no such name.invalid", why, sizeof(why)) &&
           strstr(why, "'no such name.invalid'") != NULL,
       "A name that is not known is told");
}

static bool covers(const char *one, const char *other)
{
    struct listen a, b;
    char why[200];

    return listen_find(&a, one, why, sizeof(why)) && listen_find(&b, other, why, sizeof(why)) &&
           listen_covers(&a, &b);
}

static void test_covers(void)
{
    ok(covers("*", "*") && covers("*", "127.0.0.1"), "Everywhere is where others are");
    ok(!covers("127.0.0.1", "*"), "One interface is not everywhere");
    ok(covers("127.0.0.1", "127.0.0.1"), "but where it is");
    ok(!covers("192.0.2.1", "127.0.0.1") && !covers("127.0.0.1", "192.0.2.1"),
       "An address that is not here is nowhere");
}

int main(void)
{
    test_port();
    test_covers();
    test_addresses();
    return tap_done();
}
