/*
 * test-settings-file.c - the settings file of the server, and its rows.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/settings-file.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static struct options o;
static char trouble[2000];

static size_t apply(const char *text)
{
    options_init(&o);
    return settings_file_apply(text, &o, trouble, sizeof(trouble));
}

static enum option_from from(const char *name)
{
    return option_from(&o, option_find(name));
}

static void test_good(void)
{
    ok(apply("") == 0 && trouble[0] == '\0', "An empty file says nothing");
    ok(apply("# a comment\n\n  max-jobs=7 \r\nscan=no") == 0 && o.max_jobs == 7 && !o.scan,
       "Lines are taken with blanks around them, and the last one without its end");
    ok(from("max-jobs") == OPTION_FROM_FILE && from("max-spool") == OPTION_FROM_DEFAULT,
       "Where a value comes from is known");
    ok(apply("raw-listen=[::1]:9101=b,192.0.2.5:9100=a\n") == 0 && o.ways.num_raw == 2 &&
           strcmp(o.ways.raw[0].host, "::1") == 0,
       "A list of ports is taken");
    ok(apply("server-options=none\nlog-level=warn\nscan-mac-gamma=1.8\n") == 0 &&
           o.log_level == PAPPL_LOGLEVEL_WARN && o.scan_mac_gamma == 180,
       "Words and numbers with a point are taken");
}

static void test_start_wins(void)
{
    char server[] = "server", dash[] = "-o", pair[] = "max-jobs=3 raw-listen=*:9100=x";
    char *argv[] = {server, dash, pair};
    char why[200];

    options_init(&o);
    ok(options_parse(&o, 3, argv, why, sizeof(why)) &&
           settings_file_apply("max-jobs=9\nraw-listen=*:9200=y\nmax-history=4\n", &o, trouble,
                               sizeof(trouble)) == 0,
       "What the start says, too, is no trouble");
    ok(o.max_jobs == 3 && o.max_history == 4 && from("max-jobs") == OPTION_FROM_START,
       "The start wins, the rest is the file's");
    ok(o.ways.num_raw == 1 && o.ways.raw[0].port == 9100, "Lists are not put together");
}

static void test_damage(void)
{
    static const char *const bad[] = {
        "max-jobs=0\n",
        "max-jobs=x\n",
        "colour=blue\n",
        "state-file=/tmp/x\n",
        "spool-directory=/x\n",
        "log-file=/etc/passwd\n",
        "watch=/etc=q\n",
        "web=no\n",
        "no equals sign\n",
        "=5\n",
        "max-jobs=\n",
        "log-level=loud\n",
        "scan-allow=the moon\n",
        "max-jobs=1\x01\n",
        "listen-hostname=/tmp/socket\n",
    };
    static char lengthy[SETTINGS_VALUE_SIZE + 200];

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char text[300];

        snprintf(text, sizeof(text), "%smax-history=5\n", bad[i]);
        ok(apply(text) == 1 && strncmp(trouble, "Line 1", 6) == 0 && o.max_history == 5,
           "A bad line is left out, and the others count: %s", trouble);
    }
    ok(apply("max-jobs=1\nmax-jobs=2\n") == 1 && o.max_jobs == 1, "Of two the first counts");
    memset(lengthy, 'x', sizeof(lengthy) - 1);
    ok(apply(lengthy) == 1 && strstr(trouble, "too long") != NULL,
       "A line without an end is left out");
    options_init(&o);
    ok(settings_file_apply("x\ny\nz\n", &o, trouble, 10) == 3 && strlen(trouble) == 9,
       "What is told fits where it goes");
}

static void is_text(const char *text, const char *name, const char *value, const char *wanted)
{
    char *got = settings_file_set(text, name, value);

    ok(got != NULL && strcmp(got, wanted) == 0, "%s=%s in a file", name, value);
    if (got != NULL && strcmp(got, wanted) != 0)
        diag("got '%s', wanted '%s'", got, wanted);
    free(got);
}

static void test_set(void)
{
    is_text("", "max-jobs", "5", "max-jobs=5\n");
    is_text("# mine\nmax-jobs=4\nscan=no\n", "max-jobs", "5", "# mine\nmax-jobs=5\nscan=no\n");
    is_text("# mine\nmax-jobs=4\nscan=no\n", "max-jobs", "", "# mine\nscan=no\n");
    is_text("scan=no", "max-jobs", "5", "scan=no\nmax-jobs=5\n");
    is_text("max-jobs=1\n max-jobs=2\n", "max-jobs", "3", "max-jobs=3\n");
    is_text("max-jobs-x=1\nbroken\n", "max-jobs", "3", "max-jobs-x=1\nbroken\nmax-jobs=3\n");
    is_text("scan=no\n", "max-jobs", "", "scan=no\n");
}

static void test_may(void)
{
    char why[300];

    ok(settings_file_may(option_find("max-jobs"), "5", why, sizeof(why)),
       "A value may be kept");
    ok(settings_file_may(option_find("max-jobs"), "", why, sizeof(why)), "and taken out");
    ok(!settings_file_may(option_find("max-jobs"), "5\nscan=no", why, sizeof(why)) &&
           !settings_file_may(option_find("host-aliases"), "a\nweb-allow=all", why,
                              sizeof(why)),
       "No value brings a line of its own");
    ok(!settings_file_may(option_find("watch"), "/srv=q", why, sizeof(why)) &&
           !settings_file_may(option_find("log-file"), "/x", why, sizeof(why)),
       "Folders and files are not named by it");
    ok(!settings_file_may(option_find("host-aliases"), " a", why, sizeof(why)),
       "Blanks that would be lost are refused");
}

/* Every value that is written is read again as it was. */
static void test_round_trip(void)
{
    static const char *const values[][2] = {
        {"server-port",     "8631"                 },
        {"max-spool",       "12"                   },
        {"upload",          "local"                },
        {"lpd-listen",      "*:515,[::1]:1515"     },
        {"raw-listen",      "192.0.2.5:9100=office"},
        {"server-options",  "dnssd-host,no-tls"    },
        {"scan-mac-gamma",  "2.25"                 },
        {"log-level",       "debug"                },
        {"scan",            "no"                   },
        {"web-allow",       "192.0.2.0/24,local"   },
        {"listen-hostname", "192.0.2.1"            },
        {"watch",           "/srv/in=office"       },
    };
    char text[300];

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        const struct option_row *row = option_find(values[i][0]);

        options_init(&o);
        ok(row != NULL && option_set(&o, row, values[i][1]), "%s is set", values[i][0]);
        option_text(&o, row, text, sizeof(text));
        ok(strcmp(text, values[i][1]) == 0, "and is %s again", text);
    }
    options_init(&o);
    for (size_t i = 0; i < num_option_rows; i++) {
        option_text(&o, &option_rows[i], text, sizeof(text));
        if (text[0] != '\0' && !option_set(&o, &option_rows[i], text))
            ok(false, "%s takes its own default %s", option_rows[i].name, text);
    }
}

int main(void)
{
    test_good();
    test_start_wins();
    test_damage();
    test_set();
    test_may();
    test_round_trip();
    return tap_done();
}
