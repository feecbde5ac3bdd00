/*
 * test-server-options.c - the arguments of `server`.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/options.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static char why[256];

static bool parse(struct options *o, const char *pair)
{
    char server[] = "server", dash[] = "-o", value[256];
    char *argv[] = {server, dash, value};

    snprintf(value, sizeof(value), "%s", pair);
    options_init(o);
    why[0] = '\0';
    return options_parse(o, 3, argv, why, sizeof(why));
}

static void test_good(void)
{
    struct options o;

    ok(parse(&o, "server-port=8631") && o.port == 8631, "A port is taken");
    ok(parse(&o, "host-aliases=a.example,b") && strcmp(o.host_aliases, "a.example,b") == 0,
       "Other names of the server are taken");
    ok(parse(&o, "listen-hostname=127.0.0.1 server-hostname=printer.example") &&
           strcmp(o.listen_hostname, "127.0.0.1") == 0 &&
           strcmp(o.server_hostname, "printer.example") == 0,
       "Several pairs after one -o are taken");
    ok(parse(&o, "log-file=-") && strcmp(o.log_file, "-") == 0,
       "The log may be standard error");
    ok(parse(&o, "log-level=debug") && o.log_level == PAPPL_LOGLEVEL_DEBUG, "A level is taken");
    ok(parse(&o, "raw-listen=192.0.2.5:9100=office upload=local watch=/srv/in=office") &&
           o.ways.num_raw == 1 && o.ways.upload == UPLOAD_LOCAL && o.ways.num_watch == 1,
       "Ways in beside IPP are opened");
    options_init(&o);
    ok(o.ways.num_raw + o.ways.num_lpd + o.ways.num_watch == 0 && o.ways.upload == UPLOAD_OFF,
       "Without a word they are closed");
    options_init(&o);
    ok(o.scan && o.scan_port == 0 && strcmp(o.scan_allow, "local") == 0,
       "Scanners are served to local networks without a word");
    ok(parse(&o, "scan=no") && !o.scan, "or not at all");
    ok(parse(&o, "scan-mac-gamma=1.8") && o.scan_mac_gamma == 180 &&
           parse(&o, "scan-mac-gamma=2.25") && o.scan_mac_gamma == 225 &&
           parse(&o, "scan-mac-gamma=5") && o.scan_mac_gamma == 500,
       "those for Macs lighter, in hundredths");
    ok(parse(&o, "scan-port=8100 scan-allow=192.0.2.0/24,2001:db8::/32") &&
           o.scan_port == 8100 && strcmp(o.scan_allow, "192.0.2.0/24,2001:db8::/32") == 0,
       "Their port and who may use them are taken");
    ok(parse(&o, "private-server=true") && o.private_server, "A server may be private");
    ok(parse(&o, "max-storage=2") && o.max_storage == 2 * 1024 * 1024, "A limit is in MiB");
    ok(parse(&o, "server-options=none,no-tls") && (o.flags & PAPPL_SOPTIONS_NO_TLS) != 0,
       "A list of flags is taken");
    ok(parse(&o, "server-options=none") && (o.flags & PAPPL_SOPTIONS_WEB_INTERFACE) == 0,
       "The library's web pages, open to everybody, are never on");
}

static void test_bad(void)
{
    static const char *const bad[] = {
        "server-port=0",         "server-port=65536",  "server-port=x",
        "server-port=",          "log-level=loud",     "colour=blue",
        "server-options=secret", "private-server=2",   "listen-hostname=/tmp",
        "raw-listen=9100",       "upload=maybe",       "max-storage=-1",
        "server-port=80x",       "scan=maybe",         "scan-port=0",
        "scan-mac-gamma=0.1",    "scan-mac-gamma=1,8", "scan-mac-gamma=1.",
        "scan-mac-gamma=5.01",   "scan-port=65536",    "scan-allow=",
        "scan-allow=everybody",  "scan-folder=/tmp",
    };
    struct options o;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ok(!parse(&o, bad[i]) && why[0] != '\0', "%s is refused: %s", bad[i], why);
}

static void test_places(void)
{
    struct options o;

    setenv("SNAP_COMMON", "/var/snap/x/common", 1);
    options_init(&o);
    ok(strcmp(o.state_file, "/var/snap/x/common/canon-printer-app.state") == 0,
       "A snap keeps its state in its common folder");
    setenv("CANON_PRINTER_APP_STATE", "/data/state", 1);
    setenv("CANON_PRINTER_APP_SPOOL", "/data/spool", 1);
    options_init(&o);
    ok(strcmp(o.state_file, "/data/state") == 0 && strcmp(o.spool_folder, "/data/spool") == 0,
       "A container says where its places are");
}

int main(void)
{
    test_good();
    test_bad();
    test_places();
    return tap_done();
}
