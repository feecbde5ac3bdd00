/*
 * test-server-host-names.c - which names in a Host field are ours.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/host-names.h"
#include "tap.h"

#include <string.h>
#include <unistd.h>

static bool has(const struct host_names *names, const char *name)
{
    size_t found = 0;

    for (size_t i = 0; i < names->n; i++)
        found += strcmp(names->names[i], name) == 0;
    return found == 1;
}

static void test_lists(void)
{
    static struct host_names names;
    char many[4000] = "", longest[300];

    host_names_add(&names, "Print.Example.COM.,alias,,alias,");
    ok(names.n == 2 && has(&names, "print.example.com") && has(&names, "alias"),
       "Names are kept in small letters, without a dot at the end, once");
    memset(longest, 'a', 299);
    longest[299] = '\0';
    host_names_add(&names, longest);
    ok(names.n == 2, "A name that is too long is none");
    for (int i = 0; i < 200; i++)
        snprintf(many + strlen(many), sizeof(many) - strlen(many), "n%d,", i);
    host_names_add(&names, many);
    ok(names.n == MAX_HOST_NAMES, "There is an end of names");
}

static void test_hosts(void)
{
    static struct host_names names;

    host_names_add_hosts(&names,
                         "127.0.0.1 localhost\n"
                         "# 127.0.1.1 commented gateway\n"
                         "127.0.1.1\tgateway.example.com  Gateway # gateway other\n"
                         "0.0.0.0 ads.example.net\n"
                         "192.0.2.7 gateways notgateway\r\n"
                         "192.0.2.8 printserver gateway",
                         "gateway");
    ok(has(&names, "gateway.example.com") && has(&names, "gateway"),
       "Names beside our own in the hosts file are ours");
    ok(has(&names, "printserver"), "also in a last line without an end");
    ok(names.n == 3, "Others are not, nor what is a comment, nor the address");
}

static void ours(const struct host_names *names, const char *host, bool wanted)
{
    ok(host_is_ours(names, host) == wanted, "'%s' is %s", host,
       wanted ? "ours" : "a stranger's");
}

static void test_ours(void)
{
    static const char *const good[] = {
        "gateway",       "GATEWAY",       "gateway.",       "gateway.example.com",
        "office.local",  "a.b.Local.",    "127.0.0.1",      "192.0.2.200",
        "[::1]",         "[2001:db8::7]", "[fe80::1%eth0]", "[fe80::1%25wlan0]",
        "[fe80::1%252]",
    };
    static const char *const bad[] = {
        "",
        ".",
        ".local",
        "local",
        "example.com",
        "gateway.evil.example",
        "office.local.evil.example",
        "notlocal",
        "1.evil.example",
        "127.0.0.1.evil.example",
        "127.1",
        "0x7f000001",
        "127.0.0.256",
        "::1",
        "[::1",
        "[::1]]",
        "[::1].evil.example",
        "[evil.example]",
        "[::1%eth0/../]",
        "[]",
        "[fe80::1%eth0]x]",
    };
    static struct host_names names;

    host_names_add(&names, "gateway,gateway.example.com");
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        ours(&names, good[i], true);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ours(&names, bad[i], false);
}

static void test_this_computer(void)
{
    static struct host_names names;
    char own[256] = "", told[300];

    if (gethostname(own, sizeof(own) - 1) != 0)
        own[0] = '\0';
    host_names_find(&names, "extra.example");
    ok(host_is_ours(&names, own), "This computer's name is ours");
    ok(host_is_ours(&names, "localhost") && host_is_ours(&names, "extra.example"),
       "localhost and what was asked for, too");
    host_names_own("printer.lan", told, sizeof(told));
    ok(strcmp(told, "printer.lan") == 0, "A name that was set is told as it is");
    host_names_own("", told, sizeof(told));
    ok(strncmp(told, own, strlen(own)) == 0 && strchr(told, '.') != NULL,
       "else the computer's, with a domain");
}

int main(void)
{
    test_lists();
    test_hosts();
    test_ours();
    test_this_computer();
    return tap_done();
}
