/*
 * test-server-dnssd.c - the names that are tried when one is taken.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/dnssd.h"
#include "tap.h"

#include <string.h>

static void follows(const char *name, const char *wanted)
{
    char next[DNSSD_MAX_NAME + 1];

    dnssd_next_name(name, NULL, next);
    if (!ok(strcmp(next, wanted) == 0, "'%s' is followed by '%s'", name, wanted))
        diag("got '%s'", next);
}

/* A name of n bytes that ends in last. */
static const char *filled(size_t n, const char *last)
{
    static char text[400];
    size_t used = n - strlen(last);

    memset(text, 'x', used);
    snprintf(text + used, sizeof(text) - used, "%s", last);
    return text;
}

static void keeps_limit(const char *name, const char *end)
{
    char next[DNSSD_MAX_NAME + 1];
    size_t n, m = strlen(end);

    dnssd_next_name(name, NULL, next);
    n = strlen(next);
    ok(n <= DNSSD_MAX_NAME && n >= DNSSD_MAX_NAME - 3 && strcmp(next + n - m, end) == 0,
       "A name of %u bytes is shortened to end in '%s'", (unsigned)strlen(name), end);
}

int main(void)
{
    char next[DNSSD_MAX_NAME + 1], name[DNSSD_MAX_NAME + 1] = "office";

    follows("office", "office (2)");
    follows("office (2)", "office (3)");
    follows("office (9)", "office (10)");
    follows("office (999)", "office (1000)");
    follows("office (host)", "office (host) (2)");
    follows("office (host) (2)", "office (host) (3)");
    follows("office (0)", "office (0) (2)");
    follows("office (-1)", "office (-1) (2)");
    follows("office (2) ", "office (2)  (2)");
    follows("office (2", "office (2 (2)");
    follows("office(2)", "office(2) (2)");
    follows("office (99999999999999999999)", "office (99999999999999999999) (2)");
    follows("(2)", "(2) (2)");
    follows(" (2)", " (2) (2)");
    follows("", " (2)");
    follows("(", "( (2)");

    keeps_limit(filled(63, ""), " (2)");
    keeps_limit(filled(63, " (9)"), " (10)");
    keeps_limit(filled(63, " (99)"), " (100)");
    keeps_limit(filled(300, ""), " (2)");
    keeps_limit(filled(300, " (7)"), " (8)");

    /* 58 bytes and a character of 2, of which one would fit in 59 = 63 - strlen(" (2)") */
    dnssd_next_name(filled(63, "\xc3\xa4yyy"), NULL, next);
    ok(strlen(next) == 58 + 4 && strcmp(next + 57, "x (2)") == 0, "No character is cut in two");

    for (int i = 2; i < 2000; i++) {
        dnssd_next_name(name, NULL, next);
        memcpy(name, next, sizeof(name));
    }
    ok(strcmp(name, "office (1999)") == 0, "There is always another name");
    return tap_done();
}
