/*
 * test-profile-name.c - names of scanned files by a pattern.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/profile-name.h"
#include "tap.h"

#include <string.h>

static const char *make(const char *pattern, unsigned number, const char *scanner)
{
    static char name[PROFILE_NAME_SIZE];
    struct profile_name_facts facts = {
        .when = {.tm_year = 126,
                 .tm_mon = 10,
                 .tm_mday = 7,
                 .tm_hour = 9,
                 .tm_min = 5,
                 .tm_sec = 3,
                 .tm_yday = 310},
        .scanner = scanner,
        .profile = "Rechnungen \xc3\xbc",
        .host = "gate",
    };

    profile_name_make(pattern, &facts, number, name);
    return name;
}

static void gives(const char *pattern, unsigned number, const char *scanner, const char *wanted,
                  const char *what)
{
    const char *name = make(pattern, number, scanner);

    if (!ok(strcmp(name, wanted) == 0, "%s", what))
        diag("'%s' gives '%s'", pattern, name);
}

static bool is_pattern(const char *pattern)
{
    char why[300] = "";
    bool good = profile_name_check(pattern, why, sizeof(why));

    return good && why[0] == '\0';
}

static void test_patterns(void)
{
    ok(is_pattern("%Y-%m-%d %n") && is_pattern("x") && is_pattern("%3n%%") &&
           is_pattern("%y%j%H%M%S%s%p%h"),
       "Patterns of all that there is are patterns");
    ok(!is_pattern("") && !is_pattern("%") && !is_pattern("%q") && !is_pattern("a%") &&
           !is_pattern("%0n") && !is_pattern("%33n") && !is_pattern("%3d") &&
           !is_pattern("\xff"),
       "What means nothing is refused");
    ok(profile_name_counts("a%n") && profile_name_counts("%5n") &&
           !profile_name_counts("%%n") && !profile_name_counts("n%"),
       "Whether it counts is known, also beside a percent sign");
}

static void test_names(void)
{
    char longest[400];

    gives("%Y-%m-%d %n", 12, "", "2026-11-07 12", "The date and a number");
    gives("%y%j-%H.%M.%S", 1, "", "26311-09.05.03", "The day of the year and the time");
    gives("%3n", 7, "", "007", "A number with its zeros");
    gives("%3n", 12345, "", "12345", "Which does not cut it");
    gives("%p of %s at %h, 100%%", 1, "Office", "Rechnungen \xc3\xbc of Office at gate, 100%",
          "Names, with all their letters");
    gives("scan", 1, "", "scan", "The first one without a number has none");
    gives("scan", 2, "", "scan 2", "The second one gets one");
    gives("%s", 1, "../../etc/passwd", "etcpasswd", "No name leads to another folder");
    gives("%s", 1, "-rf *", "rf", "Nor is an option of a program");
    gives("%s", 1,
          "a\nb\x7f"
          "c:d|e",
          "abcde", "Nor has what file systems do not take");
    gives(" . x . ", 1, "", "x", "Nor dots and blanks at its ends");
    gives("%s", 1, "...", "scan", "Nothing that is left is a name all the same");
    gives("%s", 3, "/", "scan 3", "With its number");
    gives("%q%", 1, "", "scan", "A pattern that is none does no harm");
    memset(longest, 'a', sizeof(longest));
    for (size_t i = 0; i + 1 < sizeof(longest); i += 2)
        memcpy(longest + i, "\xc3\xbc", 2);
    longest[sizeof(longest) - 1] = '\0';
    longest[sizeof(longest) - 2] = '\0';
    ok(strlen(make("%s", 1, longest)) == 200 && strlen(make("x%s", 1, longest)) == 199,
       "A long name is cut between two letters");
    ok(strlen(make("%s", 4294967295u, longest)) <= 200 &&
           strstr(make("%s", 42, longest), " 42") != NULL,
       "But its number stays");
}

int main(void)
{
    test_patterns();
    test_names();
    return tap_done();
}
