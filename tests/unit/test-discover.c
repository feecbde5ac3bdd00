/*
 * test-discover.c - machines found by SNMP on loopback, some lying; what is made of their
 * words. DNS-SD is in tests/integration/test-server-dnssd.sh.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/discover.h"

#include "driver/device-id.h"
#include "server/discover-list.h"
#include "tests/device/agent.h"
#include "tests/unit/tap.h"

#include <stdlib.h>
#include <string.h>

#define MAX_FOUND 4

struct found {
    unsigned n, stop_at; /* 0: never */
    char info[MAX_FOUND][200], uri[MAX_FOUND][300], id[MAX_FOUND][300];
};

static bool found(void *ctx, const char *info, const char *uri, const char *id)
{
    struct found *f = ctx;

    if (f->n < MAX_FOUND) {
        snprintf(f->info[f->n], sizeof f->info[0], "%s", info);
        snprintf(f->uri[f->n], sizeof f->uri[0], "%s", uri);
        snprintf(f->id[f->n], sizeof f->id[0], "%s", id);
    }
    f->n++;
    return f->n == f->stop_at;
}

/* ---- a network of agents ---- */

#define MAX_AGENTS 4

static struct peer *peers[MAX_AGENTS];
static char addresses[MAX_AGENTS * 24];

static bool start(struct agent *agents, unsigned n)
{
    unsigned i;
    size_t used = 0;

    for (i = 0; i < n; i++) {
        peers[i] = peer_new_datagram();
        if (!peers[i] || !peer_start(peers[i], agent_run, &agents[i]))
            return false;
        used += (size_t)snprintf(addresses + used, sizeof addresses - used, "%s127.0.0.1:%u",
                                 i > 0 ? "," : "", (unsigned)peers[i]->port);
    }
    return true;
}

static void stop(unsigned n)
{
    unsigned i;

    for (i = 0; i < n; i++) {
        agent_stop(peers[i]);
        peer_free(peers[i]);
    }
}

static struct found search(bool all)
{
    const struct discovery discovery = {.all = all, .snmp = addresses, .no_dnssd = true};
    struct found f = {0};

    discover_network(&discovery, found, &f);
    return f;
}

/* The place in f of the agent, -1: not found. */
static int place_of(const struct found *f, unsigned agent)
{
    char uri[80];
    unsigned i;

    snprintf(uri, sizeof uri, "socket://127.0.0.1?snmp-port=%u", (unsigned)peers[agent]->port);
    for (i = 0; i < f->n && i < MAX_FOUND; i++)
        if (strcmp(f->uri[i], uri) == 0)
            return (int)i;
    return -1;
}

static void test_family(void)
{
    struct agent agents[] = {
        {.device_descr = "Canon iR1024 /P", .system_descr = "Canon Network Board"},
        {.system_descr = "Canon iR1022 /P"                                },
        {.device_descr = "HP LaserJet 4000", .system_descr = "HP JetDirect"},
        {.system_descr = "Linux router 6.1"  },
    };
    struct found f;
    int a, b;

    agents[1].interpreters[0] = "UFRII LT";
    agents[1].interpreters[1] = "";
    agents[1].families[0] = 1;
    agents[1].families[1] = 3;
    if (!ok(start(agents, 4), "Four machines are in the network"))
        return;
    f = search(false);
    a = place_of(&f, 0);
    b = place_of(&f, 1);
    ok(f.n == 2 && a >= 0 && b >= 0, "Those of the family are found, each once");
    ok(a >= 0 && strcmp(f.info[a], "Canon iR1024 /P (127.0.0.1)") == 0 &&
           strcmp(f.id[a], "MFG:Canon;MDL:iR1024 /P;CLS:PRINTER;") == 0 &&
           device_id_match(f.id[a], strlen(f.id[a])) ==
               device_name_match("Canon iR1020/1024/1025"),
       "One by the printer's description: %s", a >= 0 ? f.id[a] : "");
    ok(b >= 0 && strcmp(f.info[b], "Canon iR1022 /P (127.0.0.1)") == 0,
       "One by the system's, as it has no other");
    ok(b >= 0 && strcmp(f.id[b], "MFG:Canon;MDL:iR1022 /P;CMD:UFRII LT,PCL5;CLS:PRINTER;") == 0,
       "The languages it names, by word or number, are in its id: %s", b >= 0 ? f.id[b] : "");
    f = search(true);
    ok(f.n == 3 && place_of(&f, 2) >= 0 && place_of(&f, 3) < 0,
       "Other printers are found where asked for, but not what is no printer");
    stop(4);
    ok(agents[0].requests >= 2 && strcmp(agents[0].community, "public") == 0,
       "Each is asked both, with community public");
}

static void test_hostile(void)
{
    struct agent agents[] = {
        {.device_descr = "Canon iR1024 /P", .garbage_first = true},
        {.device_descr = "Canon iR1024 /P",                                 .only_garbage = true},
        {.device_descr = " \x1b[2J;MFG:Evil;\r\nCanon iR1024 \x7f/P\n "},
    };
    struct found f;
    int i;

    if (!ok(start(agents, 3), "Machines that talk nonsense are in the network"))
        return;
    f = search(true);
    ok(place_of(&f, 0) >= 0 && place_of(&f, 1) < 0,
       "One with an answer among its garbage is found, one without is not");
    i = place_of(&f, 2);
    ok(i >= 0 && strcmp(f.info[i], "[2J MFG:Evil Canon iR1024 /P (127.0.0.1)") == 0 &&
           strcmp(f.id[i], "MDL:[2J MFG:Evil Canon iR1024 /P;CLS:PRINTER;") == 0,
       "Nothing of what it says steers a terminal or makes a key: %s", i >= 0 ? f.id[i] : "");
    f = (struct found){.stop_at = 1};
    {
        const struct discovery discovery = {.all = true, .snmp = addresses, .no_dnssd = true};

        discover_network(&discovery, found, &f);
    }
    ok(f.n == 1, "Who has heard enough is told no more");
    stop(3);
}

static void test_nobody(void)
{
    const struct discovery discovery = {.snmp = "127.0.0.1:9"};
    struct found f = {0};

    /* whether or not an Avahi runs on this computer, it is over */
    discover_network(&discovery, found, &f);
    ok(true, "A search where nobody answers ends");
}

static void test_addresses(void)
{
    char why[200] = "";
    char many[64 * 8 + 8];
    unsigned i;

    ok(discover_check("192.0.2.7", why, sizeof why) &&
           discover_check("192.0.2.7:1161,192.0.2.8", why, sizeof why),
       "Addresses with and without a port are taken");
    ok(!discover_check("", why, sizeof why) && !discover_check("1.2.3.4,", why, sizeof why) &&
           !discover_check("1.2.3", why, sizeof why) &&
           !discover_check("1.2.3.4:0", why, sizeof why) &&
           !discover_check("1.2.3.4:x", why, sizeof why) &&
           !discover_check("host,1.2.3.4", why, sizeof why) && strstr(why, "\"host\""),
       "Others are not: %s", why);
    many[0] = '\0';
    for (i = 0; i < 65; i++)
        strcat(many, i > 0 ? ",1.1.1.1" : "1.1.1.1");
    ok(!discover_check(many, why, sizeof why), "Nor are too many");
}

static void test_list(void)
{
    struct discover_list *list = calloc(1, sizeof *list);
    struct discovered machine = {.name = "Canon iR1024"};
    struct uri at = {.scheme = URI_SOCKET, .port = 9100, .snmp_port = 161};
    unsigned i;

    if (!list)
        return;
    for (i = 0; i < 2 * DISCOVER_MAX; i++) {
        snprintf(at.host, sizeof at.host, "192.0.%u.%u", i / 2 / 200, i / 2 % 200);
        discover_add(list, &machine, &at);
    }
    ok(list->n == DISCOVER_MAX, "The same machine is listed once");
    strcpy(at.host, "192.0.2.7");
    discover_add(list, &machine, &at);
    ok(list->n == DISCOVER_MAX, "What is too much is left out");
    free(list);
}

int main(void)
{
    test_family();
    test_hostile();
    test_nobody();
    test_addresses();
    test_list();
    return tap_done();
}
