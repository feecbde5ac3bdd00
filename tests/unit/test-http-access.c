/*
 * test-http-access.c - whose addresses and names the scanners' servers take.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/http/http-access.h"
#include "tap.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

static bool parses(const char *list)
{
    struct http_access access;

    return http_access_parse(&access, list);
}

static void test_lists(void)
{
    struct http_access access;
    char many[HTTP_ACCESS_MAX * 9 + 20] = "10.0.0.1";
    size_t n = strlen(many);

    ok(http_access_parse(&access, "local") && access.local && !access.all && access.n == 0,
       "\"local\" is a list");
    ok(http_access_parse(&access, "all") && access.all, "\"all\" is a list");
    ok(http_access_parse(&access, "private") && access.near_by && access.local && !access.all,
       "\"private\" is a list, and \"local\" is in it");
    ok(http_access_parse(&access, "192.0.2.0/24, 2001:db8::/32,local ") && access.local &&
           access.n == 2 && access.networks[0].bits == 120 && access.networks[1].bits == 32 &&
           memcmp(access.networks[0].address, "\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\x02\0", 16) ==
               0,
       "Networks of both kinds and words are mixed");
    ok(http_access_parse(&access, "192.0.2.7") && access.networks[0].bits == 128,
       "An address alone is a network of one");
    ok(!parses("") && !parses(",") && !parses("local,") && !parses(",local"),
       "Nothing between commas is no list");
    ok(!parses("192.0.2.0/33") && !parses("2001:db8::/129") && !parses("192.0.2.0/") &&
           !parses("192.0.2.0/-1") && !parses("192.0.2.0/24x") && !parses("192.0.2/24") &&
           !parses("printer.example") && !parses("192.0.2.0/18446744073709551616"),
       "What is no network is refused");
    for (size_t i = 1; i < HTTP_ACCESS_MAX; i++)
        n += (size_t)snprintf(many + n, sizeof(many) - n, ",10.0.0.1");
    ok(parses(many), "As many networks as there is room for are taken");
    (void)snprintf(many + n, sizeof(many) - n, ",10.0.0.1");
    ok(!parses(many), "One more is refused, not forgotten");
}

static bool in(const char *address, const char *network)
{
    struct http_access a, n;

    return http_access_parse(&a, address) && http_access_parse(&n, network) &&
           http_access_in(a.networks[0].address, &n.networks[0]);
}

static void test_networks(void)
{
    ok(in("192.0.2.255", "192.0.2.0/24") && !in("192.0.3.0", "192.0.2.0/24"),
       "A network ends where its bits say");
    ok(in("10.1.63.255", "10.1.0.0/18") && !in("10.1.64.0", "10.1.0.0/18"),
       "Also within a byte");
    ok(in("203.0.113.9", "0.0.0.0/0") && !in("2001:db8::1", "0.0.0.0/0"),
       "All of IPv4 is none of IPv6");
    ok(in("2001:db8:1::9", "2001:db8::/32") && !in("2001:db9::", "2001:db8::/32"),
       "IPv6 has networks too");
    ok(in("::ffff:192.0.2.1", "192.0.2.1"), "A mapped IPv4 address is the same");
}

static bool may(const char *address)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};

    if (inet_pton(AF_INET, address, &four.sin_addr) == 1)
        return http_access_check((struct sockaddr *)&four);
    return inet_pton(AF_INET6, address, &six.sin6_addr) == 1 &&
           http_access_check((struct sockaddr *)&six);
}

static void set(const char *list, const char *aliases)
{
    struct http_access access;

    if (!http_access_parse(&access, list))
        diag("%s is no list", list);
    http_access_set(&access, aliases);
}

static void test_clients(void)
{
    struct sockaddr other = {.sa_family = AF_UNIX};

    ok(may("127.0.0.1") && may("::1") && !may("203.0.113.9") && !may("2001:db8::1"),
       "Before anything is set, it is this computer and its networks");
    set("192.0.2.0/24", "");
    ok(may("192.0.2.77") && !may("192.0.3.77"), "A listed network may, another one may not");
    ok(may("127.0.0.1") && may("::1") && may("127.8.0.1"),
       "This computer may though it is in no list");
    set("all", "");
    ok(may("203.0.113.9") && may("2001:db8::1"), "\"all\" lets everybody in");
    ok(!http_access_check(&other) && !http_access_check(NULL),
       "An address of another kind may not");
    ok(!http_access_own(&other), "And is not this computer");
    set("local", "");
}

static void test_names(void)
{
    char own[256] = "", with_port[300];

    set("local", "scans.example.org");
    ok(http_access_host("127.0.0.1:8010", "", false) &&
           http_access_host("[::1]:8010", "", false) &&
           http_access_host("localhost", "", false) &&
           http_access_host("[fe80::1%25eth0]:8010", "", false),
       "Addresses and localhost are ours");
    ok(http_access_host("office.local:8010", "", false), "So are names of this network");
    ok(http_access_host("Scans.Example.org:8010", "", false), "And those that are set");
    (void)gethostname(own, sizeof(own) - 1);
    snprintf(with_port, sizeof(with_port), "%s:8010", own);
    ok(http_access_host(with_port, "", false), "And the computer's own");
    ok(!http_access_host("evil.example:8010", "", false) && !http_access_host("", "", false) &&
           !http_access_host(":8010", "", false) &&
           !http_access_host("user@office.local", "", false) &&
           !http_access_host("localhost:99999", "", false) &&
           !http_access_host("localhost:80a", "", false) &&
           !http_access_host("localhost, evil.example", "", false),
       "A stranger's name, and what is no name, are not");
    ok(http_access_host("localhost:8010", "http://localhost:8010", false) &&
           http_access_host("LOCALHOST:8010", "http://localhost:8010", false) &&
           http_access_host("localhost", "http://localhost:80", false) &&
           http_access_host("localhost:443", "https://localhost", true),
       "A page of ours may ask");
    ok(!http_access_host("localhost:8010", "http://localhost:8000", false) &&
           !http_access_host("localhost:8010", "http://127.0.0.1:8010", false) &&
           !http_access_host("localhost:8010", "http://evil.example", false),
       "A page of another server may not, also one of this computer");
    ok(!http_access_host("localhost:8010", "https://localhost:8010", false) &&
           !http_access_host("localhost:8010", "http://localhost:8010", true),
       "Encrypted and plain pages are not of one server");
    ok(!http_access_host("localhost:8010", "null", false), "A page without an origin may not");
}

int main(void)
{
    test_lists();
    test_networks();
    test_clients();
    test_names();
    return tap_done();
}
