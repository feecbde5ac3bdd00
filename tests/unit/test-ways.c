/*
 * test-ways.c - options of the ways in beside IPP.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/ways.h"

#include "tap.h"

#include <string.h>

static struct ways_options w;

static bool set(const char *name, const char *value)
{
    bool known;

    memset(&w, 0, sizeof(w));
    return ways_option(&w, name, value, &known) && known;
}

static bool is(const struct way_listen *l, const char *host, unsigned port, const char *queue)
{
    return strcmp(l->host, host) == 0 && l->port == port && strcmp(l->queue, queue) == 0;
}

static void test_good(void)
{
    bool known = true;

    ok(set("raw-listen", "192.0.2.5:9100=office") && w.num_raw == 1 &&
           is(&w.raw[0], "192.0.2.5", 9100, "office"),
       "A raw port has an address and a queue");
    ok(set("raw-listen", "[fe80::1%eth0]:9100=office,*:9101=2nd floor") && w.num_raw == 2 &&
           is(&w.raw[0], "fe80::1%eth0", 9100, "office") &&
           is(&w.raw[1], "*", 9101, "2nd floor"),
       "There may be several, IPv6 and all addresses too");
    ok(set("lpd-listen", "192.0.2.5") && is(&w.lpd[0], "192.0.2.5", 515, ""),
       "LPD has its usual port");
    ok(set("lpd-listen", "::1,[::1]:5515,[::2],localhost:5516") && w.num_lpd == 4 &&
           is(&w.lpd[0], "::1", 515, "") && is(&w.lpd[1], "::1", 5515, "") &&
           is(&w.lpd[2], "::2", 515, "") && is(&w.lpd[3], "localhost", 5516, ""),
       "Or another one");
    ok(set("watch", "/srv/print=office") && w.num_watch == 1 &&
           strcmp(w.watch[0].path, "/srv/print") == 0 &&
           strcmp(w.watch[0].queue, "office") == 0,
       "A folder is watched for a queue");
    ok(set("watch", "/srv/a=b=office,/srv/c=d") && w.num_watch == 2 &&
           strcmp(w.watch[0].path, "/srv/a=b") == 0,
       "Its name may have a '='");
    ok(set("watch-keep", "yes") && w.watch_keep && set("watch-keep", "no") && !w.watch_keep,
       "Files are kept or not");
    ok(set("upload", "yes") && w.upload == UPLOAD_ALL && set("upload", "local") &&
           w.upload == UPLOAD_LOCAL && set("upload", "no") && w.upload == UPLOAD_OFF,
       "Upload is for all, for this computer, or off");
    (void)ways_option(&w, "server-port", "1", &known);
    ok(!known, "Other options are not known here");
}

static void test_bad(void)
{
    static const char *const bad[][2] = {
        {"raw-listen", "192.0.2.5:9100"  },
        {"raw-listen", "192.0.2.5=office"},
        {"raw-listen", "9100=office"     },
        {"raw-listen", ":9100=office"    },
        {"raw-listen", "a:0=office"      },
        {"raw-listen", "a:65536=office"  },
        {"raw-listen", "a:9100="         },
        {"raw-listen", ""                },
        {"raw-listen", "a:9100=x,,b:1=y" },
        {"raw-listen", "[::1:9100=x"     },
        {"raw-listen", "[::1]9100=x"     },
        {"raw-listen", "a:91x=x"         },
        {"raw-listen", "::1=x"           },
        {"raw-listen", "[]:9100=x"       },
        {"lpd-listen", ""                },
        {"lpd-listen", "a:"              },
        {"watch",      "relative=office" },
        {"watch",      "/srv/print"      },
        {"watch",      "/srv/print="     },
        {"watch-keep", "perhaps"         },
        {"upload",     "everywhere"      },
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ok(!set(bad[i][0], bad[i][1]) && w.num_raw + w.num_lpd + w.num_watch == 0,
           "%s=%s is refused", bad[i][0], bad[i][1]);
    memset(&w, 0, sizeof(w));
    for (int i = 0; i < WAYS_MAX; i++) {
        bool known;

        (void)ways_option(&w, "raw-listen", "a:1=b", &known);
    }
    ok(w.num_raw == WAYS_MAX && !ways_option(&w, "raw-listen", "a:1=b", &(bool){false}),
       "So are too many");
}

int main(void)
{
    test_good();
    test_bad();
    return tap_done();
}
