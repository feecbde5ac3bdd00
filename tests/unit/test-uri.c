/*
 * test-uri.c - device URIs: what is taken, and what is told where something is wrong.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/uri.h"
#include "tests/unit/tap.h"

#include <string.h>

static struct uri u;
static char why[300];

static bool good(const char *text)
{
    why[0] = '\0';
    return uri_parse(text, &u, why, sizeof why);
}

/* Refused, with a sentence that has the word in it. */
static void bad(const char *text, const char *word)
{
    ok(!good(text) && strstr(why, word) && why[strlen(why) - 1] == '.', "Refuse \"%.60s\": %s",
       text, why);
}

static void test_socket(void)
{
    ok(good("socket://192.0.2.7") && u.scheme == URI_SOCKET && !strcmp(u.host, "192.0.2.7") &&
           u.port == 9100 && u.snmp_port == 161 && !strcmp(u.snmp_community, "public"),
       "A socket has port 9100, SNMP port 161 and community public unless told");
    ok(good("SOCKET://copier.example:9101/") && !strcmp(u.host, "copier.example") &&
           u.port == 9101,
       "Scheme in capitals, a port and a slash at the end are taken");
    ok(good("socket://h?snmp-port=1161&snmp-community=my%20own") && u.snmp_port == 1161 &&
           !strcmp(u.snmp_community, "my own"),
       "SNMP port and community are taken");
    ok(good("socket://[2001:db8::7]:9100") && !strcmp(u.host, "2001:db8::7"),
       "An IPv6 address is taken in brackets");
    ok(good("socket://[fe80::1%25eth0]") && !strcmp(u.host, "fe80::1%eth0") && u.port == 9100,
       "An IPv6 zone is taken in its encoded form");
    ok(good("socket://[fe80::1%eth0]") && !strcmp(u.host, "fe80::1%eth0"),
       "An IPv6 zone is taken in its usual form");
    bad("socket://", "missing");
    bad("socket://:9100", "missing");
    bad("socket://a b", "letters");
    bad("socket://h:", "port");
    bad("socket://h:0", "port");
    bad("socket://h:65536", "port");
    bad("socket://h:99999999999999999999", "port");
    bad("socket://h:91x", "port");
    bad("socket://fe80::1:9100", "brackets");
    bad("socket://[fe80::1", "bracket");
    bad("socket://[fe80::1]9100", "colon");
    bad("socket://[zz::1]", "IPv6");
    bad("socket://[fe80::1%25]", "zone");
    bad("socket://[fe80::1%25a/b]", "bracket");
    bad("socket://h/queue", "path");
    bad("socket://me@h", "user");
    bad("socket://h?snmp-prot=5", "snmp-prot");
    bad("socket://h?snmp-port", "NAME=VALUE");
    bad("socket://h?snmp-port=1&SNMP-port=2", "twice");
    bad("socket://h?snmp-community=", "empty");
    bad("socket://h?snmp-community=a%0Ab", "control");
    bad("socket://h?snmp-community=a%0", "%");
    bad("socket://h?serial=1", "serial");
}

static void test_lpd(void)
{
    ok(good("lpd://h/lp") && u.scheme == URI_LPD && u.port == 515 && !strcmp(u.queue, "lp"),
       "LPD has port 515 unless told");
    ok(good("lpd://me@h:1515/raw%2dq?snmp-port=9") && u.port == 1515 && !strcmp(u.user, "me") &&
           !strcmp(u.queue, "raw-q") && u.snmp_port == 9,
       "LPD takes user, port, an encoded queue and SNMP options");
    ok(good("lpd://h/lp?order=control,data&stream=yes") && u.stream &&
           good("lpd://h/lp?stream=no") && !u.stream && good("lpd://h/lp") && !u.stream,
       "Streaming is switched on and off, and off unless told");
    bad("lpd://h/lp?stream=maybe", "yes or no");
    bad("lpd://h/lp?steam=yes", "stream");
    bad("socket://h?stream=yes", "stream");
    bad("lpd://h", "QUEUE");
    bad("lpd://h/", "QUEUE");
    bad("lpd://h/a/b", "slashes");
    bad("lpd://h/a%20b", "blanks");
    bad("lpd://h/a%0Ab", "control");
    bad("lpd://h/a%00b", "control");
    bad("lpd://m%20e@h/q", "user name");
    bad("lpd://0123456789012345678901234567890123456789@h/q", "longer");
}

static void test_usb(void)
{
    ok(good("usb://Canon/iR1018/1022/1023%20(UFRII%20LT)?serial=SAA12345&interface=2") &&
           u.scheme == URI_USB && !strcmp(u.make, "Canon") &&
           !strcmp(u.model, "iR1018/1022/1023 (UFRII LT)") && !strcmp(u.serial, "SAA12345") &&
           u.usb_interface == 2,
       "A model is taken as CUPS writes it: slashes and brackets plain");
    ok(good("usb://Canon/iR1018%2F1022%2f1023%20%28UFRII%20LT%29") &&
           !strcmp(u.model, "iR1018/1022/1023 (UFRII LT)") && u.usb_interface == -1 &&
           !u.serial[0],
       "The same model is taken encoded");
    ok(good("usb://Canon/iR1020/1024/1025 (UFRII LT)") &&
           !strcmp(u.model, "iR1020/1024/1025 (UFRII LT)"),
       "The same model is taken with blanks");
    ok(good("usb://Canon/x?port=1-2.4&uuid=1234") && !strcmp(u.usb_port, "1-2.4"),
       "A port is taken where there is no serial number");
    bad("usb://Canon", "model");
    bad("usb://Canon/", "model");
    bad("usb:///x", "Make");
    bad("usb://Canon/x?interface=256", "interface");
    bad("usb://Canon/x?interface=-1", "interface");
    bad("usb://Canon/x?speed=1", "speed");
    bad("usb://Canon/x%", "%");
    bad("usb://Canon/x%zz", "%");
}

static void test_file(void)
{
    ok(good("file:///var/jobs") && u.scheme == URI_FILE && !strcmp(u.folder, "/var/jobs"),
       "A folder is taken");
    ok(good("file://localhost/a%20b%3F//") && !strcmp(u.folder, "/a b?"),
       "A folder of this host is decoded, slashes at its end do not count");
    ok(good("file:///") && !strcmp(u.folder, "/"), "The root is a folder");
    ok(good("file:///...") && !strcmp(u.folder, "/..."), "Three dots are a name");
    bad("file://", "missing");
    bad("file://server/a", "three slashes");
    bad("file:///a/../b", "..");
    bad("file:///a/.", "..");
    bad("file:///a%2F..", "..");
    bad("file:///a?x=y", "takes none");
    bad("file:///a%0a", "control");
}

static void test_other(void)
{
    char text[URI_MAX + 3];

    bad("", "begins");
    bad("socket:h", "begins");
    bad("http://h/", "http");
    bad("socket", "begins");
    ok(!uri_parse(NULL, &u, why, sizeof why), "No URI at all is refused");
    memset(text, 'a', sizeof text);
    memcpy(text, "file:///", 8);
    text[URI_MAX] = '\0';
    ok(good(text), "The longest URI is taken");
    text[URI_MAX] = 'a';
    text[URI_MAX + 1] = '\0';
    ok(!good(text) && strstr(why, "longer"), "A longer one is refused");
    ok(!uri_parse("x://", &u, why, 5) && strlen(why) == 4, "A short buffer for why is kept to");
    ok(!uri_parse("x://", &u, NULL, 0), "Why need not be asked");
    memset(text, 'h', sizeof text);
    memcpy(text, "socket://", 9);
    text[9 + 254] = '\0';
    ok(!good(text) && strstr(why, "253"), "A host of 254 characters is refused");
}

static void test_format(void)
{
    char text[200];
    struct uri again;

    ok(good("usb://Canon/iR1018/1022/1023 (UFRII LT)?serial=a%26b&port=1-2&interface=0") &&
           uri_format_usb(&u, text, sizeof text) &&
           !strcmp(text, "usb://Canon/iR1018/1022/1023%20(UFRII%20LT)?serial=a%26b&port=1-2&"
                         "interface=0"),
       "A USB URI is written as CUPS does: %s", text);
    ok(uri_parse(text, &again, why, sizeof why) && !strcmp(again.serial, "a&b") &&
           !strcmp(again.model, u.model) && again.usb_interface == 0,
       "And reads back as it was");
    ok(!uri_format_usb(&u, text, 40) && text[0] == '\0', "One that does not fit is told");
}

static void test_network(void)
{
    struct uri from = {.scheme = URI_SOCKET, .host = "192.0.2.7", .port = 9100};
    char text[100];

    from.snmp_port = 161;
    ok(uri_format_network(&from, text, sizeof text) && !strcmp(text, "socket://192.0.2.7"),
       "A socket with the usual ports is written without them");
    from.port = 9101;
    from.snmp_port = 1161;
    ok(uri_format_network(&from, text, sizeof text) &&
           !strcmp(text, "socket://192.0.2.7:9101?snmp-port=1161") && good(text) &&
           u.port == 9101 && u.snmp_port == 1161,
       "Others are written");
    from.scheme = URI_LPD;
    from.port = 515;
    from.snmp_port = 161;
    strcpy(from.queue, "a%?b");
    ok(uri_format_network(&from, text, sizeof text) &&
           !strcmp(text, "lpd://192.0.2.7/a%25%3Fb") && good(text) && !strcmp(u.queue, "a%?b"),
       "A queue is encoded");
    ok(!uri_format_network(&from, text, 20) && !text[0], "What does not fit is not written");
    strcpy(from.queue, "a b");
    ok(!uri_format_network(&from, text, sizeof text), "Nor is what would not be read back");
}

int main(void)
{
    test_socket();
    test_lpd();
    test_network();
    test_usb();
    test_file();
    test_other();
    test_format();
    return tap_done();
}
