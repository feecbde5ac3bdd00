/*
 * test-accounting.c - records of what was printed, the files they are in, and limits.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tap.h"

#include "server/accounting-export.h"
#include "server/accounting.h"
#include "server/quota.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/test-accounting.XXXXXX";
static char state[64];

/* 15 November 2026, 12:00 UTC */
#define NOVEMBER 1794744000

static void zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

static struct usage record(int job, const char *user, unsigned sides, int64_t when)
{
    struct usage u = {.time = when,
                      .created = when - 10,
                      .queue = 3,
                      .job = job,
                      .printer = "office",
                      .host = "192.0.2.7",
                      .department = "1234",
                      .sides = sides,
                      .sheets = (sides + 1) / 2,
                      .copies = 1,
                      .paper = "iso_a4_210x297mm",
                      .two_sided = true,
                      .bytes = 5000000000,
                      .state = "completed"};

    snprintf(u.user, sizeof(u.user), "%s", user);
    return u;
}

static bool count_and_keep(const struct usage *usage)
{
    return accounting_count(usage) && accounting_keep(usage);
}

static bool add(void *ctx, const struct usage *usage)
{
    struct usage_sums *sums = ctx;

    return usage_sums_add(sums, usage->user, usage);
}

/* All sides of a person that are in the files. */
static unsigned in_files(const char *user)
{
    struct usage_sums sums = {NULL, 0, 0};
    unsigned sides = 0;

    accounting_each(0, INT64_MAX / 1000000, add, &sums);
    for (size_t i = 0; i < sums.n; i++)
        if (strcmp(sums.list[i].name, user) == 0)
            sides = sums.list[i].sides;
    usage_sums_free(&sums);
    return sides;
}

static char *path_of(const char *month)
{
    static char path[128];

    snprintf(path, sizeof(path), "%s.accounting.%s", state, month);
    return path;
}

static void append(const char *month, const char *text)
{
    FILE *file = fopen(path_of(month), "a");

    if (file != NULL) {
        fputs(text, file);
        (void)fclose(file);
    }
}

/* ---- lines ---- */

static void test_lines(void)
{
    struct usage u = record(7, "Anna \"A\", Müller", 3, NOVEMBER), back;
    char line[USAGE_LINE_MAX];
    size_t n = usage_write(&u, line, sizeof(line));

    ok(n > 0 && line[n - 1] == '\n', "A record is a line");
    ok(strncmp(line, "2026-11-15T12:00:00Z,", 21) == 0, "that begins with the time in UTC");
    ok(strstr(line, ",\"Anna \"\"A\"\", Müller\",") != NULL, "Quotes are written twice");
    line[n - 1] = '\0';
    ok(usage_read(line, &back) && memcmp(&u, &back, sizeof(u)) == 0,
       "It is read back as it was");
    line[25] ^= 1;
    ok(!usage_read(line, &back), "A line with another digit is none");
    line[25] ^= 1;
    for (size_t i = 1; i < n - 1; i++) {
        char c = line[i];

        line[i] = '\0';
        if (usage_read(line, &back))
            n = 0;
        line[i] = c;
    }
    ok(n > 0, "nor is one that was cut off, wherever");
    snprintf(u.user, sizeof(u.user), "a\nb\tc");
    n = usage_write(&u, line, sizeof(line));
    ok(n > 0 && strchr(line, '\n') == line + n - 1, "Ends of lines in a name are blanks");
    memset(u.title, '"', sizeof(u.title) - 1);
    memset(u.user, '"', sizeof(u.user) - 1);
    memset(u.printer, '"', sizeof(u.printer) - 1);
    ok(usage_write(&u, line, sizeof(line)) > 0, "The longest record has room");
    ok(usage_write(&u, line, 100) == 0, "What has no room is not written in part");
}

static bool put_is(const char *field, const char *want)
{
    char text[64] = "";

    return csv_put(text, sizeof(text), field, true) && strcmp(text, want) == 0;
}

static void test_csv(void)
{
    const char *line = "\"a\"\"b,c\",,d";
    char field[16], text[6] = "ab";

    ok(put_is("plain", "plain"), "A plain field is as it is");
    ok(put_is("a,b", "\"a,b\""), "One with a comma is quoted");
    ok(put_is("=1+1", "'=1+1") && put_is("+1", "'+1") && put_is("-1", "'-1") &&
           put_is("@x", "'@x") && put_is("\t=1", "' =1"),
       "What would be a formula is a text");
    ok(put_is("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""), "also in quotes");
    ok(!csv_put(text, sizeof(text), "cde", false) && strcmp(text, "ab") == 0,
       "A field without room leaves the line alone");
    ok(csv_take(&line, field, sizeof(field)) && strcmp(field, "a\"b,c") == 0 &&
           csv_take(&line, field, sizeof(field)) && field[0] == '\0' &&
           csv_take(&line, field, sizeof(field)) && strcmp(field, "d") == 0 &&
           !csv_take(&line, field, sizeof(field)),
       "Fields are taken off a line, the empty one, too");
    snprintf(field, sizeof(field), "'=x");
    csv_plain(field);
    ok(strcmp(field, "=x") == 0, "The apostrophe of a formula goes again");
    snprintf(field, sizeof(field), "'tis");
    csv_plain(field);
    ok(strcmp(field, "'tis") == 0, "another one stays");
}

static void test_export(void)
{
    struct usage u = record(7, "=anna", 3, NOVEMBER), back;
    struct usage_sums sums = {NULL, 0, 0};
    char line[USAGE_LINE_MAX];

    zone("Europe/Berlin");
    ok(usage_csv(&u, line, sizeof(line)) > 0 &&
           strcmp(line, "2026-11-15T13:00:00+01:00,office,7,'=anna,192.0.2.7,1234,3,2,1,"
                        "iso_a4_210x297mm,two sides,5000000000,completed,\r\n") == 0,
       "A line for others has the local time");
    ok(usage_csv_read(line, &back) && strcmp(back.user, "=anna") == 0 && back.sides == 3 &&
           back.sheets == 2,
       "and is read for sums");
    ok(!usage_csv_read("a,b,c", &back) && !usage_csv_read(USAGE_CSV_HEAD, &back),
       "what is none is not");
    u = record(1, "bea", UINT_MAX - 1, NOVEMBER);
    (void)usage_sums_add(&sums, "bea", &u);
    (void)usage_sums_add(&sums, "Bea", &u);
    u = record(1, "carl", 2, NOVEMBER);
    (void)usage_sums_add(&sums, "carl", &u);
    usage_sums_sort(&sums);
    ok(sums.n == 2 && sums.list[0].jobs == 2 && sums.list[0].sides == UINT_MAX,
       "A sum too high is the highest number, not a low one");
    ok(usage_sums_total(&sums).sides == UINT_MAX, "nor is the sum of sums");
    ok(usage_percent(1, 3) == 33 && usage_percent(0, 0) == 0 &&
           usage_percent(UINT_MAX, UINT_MAX) == 100,
       "Shares are in percent");
    usage_sums_free(&sums);
    zone("UTC");
}

static void test_months(void)
{
    char month[8];
    int64_t from, to;

    zone("UTC");
    usage_month(1796083199, month); /* 2026-11-30 23:59:59 */
    ok(strcmp(month, "2026-11") == 0, "The last second of a month is its");
    usage_month(1796083200, month);
    ok(strcmp(month, "2026-12") == 0, "the next one is not");
    zone("Pacific/Auckland"); /* UTC+13 */
    usage_month(1796083199, month);
    ok(strcmp(month, "2026-12") == 0, "by the clock of the place");
    zone("Europe/Berlin");
    usage_month_range("2026-03", &from, &to);
    ok(to - from == 31 * 86400 - 3600, "A month in which summer begins has an hour less");
    usage_month_range("2026-10", &from, &to);
    ok(to - from == 31 * 86400 + 3600, "one in which it ends has one more");
    zone("UTC");
    usage_month_range("2028-02", &from, &to);
    ok(to - from == 29 * 86400, "A leap year has its day");
    usage_month_step("2026-11", 2, month);
    ok(strcmp(month, "2027-01") == 0, "Months go on in the next year");
    usage_month_step("2026-01", -24, month);
    ok(strcmp(month, "2024-01") == 0, "and back");
    ok(usage_month_ok("2026-12") && !usage_month_ok("2026-13") && !usage_month_ok("2026-00") &&
           !usage_month_ok("2026-1") && !usage_month_ok("2026-111") && !usage_month_ok("") &&
           !usage_month_ok("1999-12") && !usage_month_ok("../x-01"),
       "What is no month is refused");
}

/* ---- files ---- */

static void test_files(void)
{
    struct usage one = record(1, "anna", 3, NOVEMBER), two = record(2, "ANNA", 4, NOVEMBER + 9);
    struct usage other = record(3, "bea", 5, NOVEMBER + 40 * 86400);
    char months[4][8];
    struct stat info;

    zone("UTC");
    ok(!accounting_count(&one), "Before it is opened nothing counts");
    accounting_open(state);
    ok(count_and_keep(&one) && count_and_keep(&two), "Jobs are recorded");
    ok(stat(path_of("2026-11"), &info) == 0 && (info.st_mode & 0777) == 0600,
       "in a file of their month that others cannot read");
    ok(!accounting_count(&one), "One that is known does not count again");
    ok(accounting_used("Anna", 0, NOVEMBER) == 7, "A name is the same in both cases");
    ok(accounting_used("anna", 3, NOVEMBER) == 7 && accounting_used("anna", 4, NOVEMBER) == 0,
       "A queue has its own");
    ok(accounting_used("anna", 0, NOVEMBER + 40 * 86400) == 0, "as has a month");
    accounting_open(state);
    ok(accounting_used("anna", 0, NOVEMBER) == 7, "All is there after a restart");
    ok(!accounting_count(&two), "and known: a job that ends again is not recorded twice");
    append("2026-11", "2026-11-15T12:00:00Z,17,3,off");
    one.job = 4;
    ok(count_and_keep(&one) && in_files("anna") == 10,
       "After a line that was cut off the next is whole");
    append("2026-11", "nonsense\n\n");
    one.job = 5;
    ok(count_and_keep(&one) && in_files("anna") == 13, "Lines that make no sense are left out");
    ok(count_and_keep(&other), "Another month");
    ok(accounting_months(months, 4) == 2 && strcmp(months[0], "2026-12") == 0 &&
           strcmp(months[1], "2026-11") == 0,
       "has another file");
    ok(accounting_used("anna", 0, NOVEMBER) == 0 &&
           accounting_used("bea", 0, NOVEMBER + 40 * 86400) == 5,
       "and begins anew");
}

static void test_forget(void)
{
    unsigned changed = 0;
    char why[128], months[4][8];

    ok(accounting_forget("aNNa", &changed, why, sizeof(why)) && changed == 4,
       "A person is taken out of all records");
    ok(in_files("anna") == 0 && in_files("") == 13, "What they printed is nobody's");
    ok(in_files("bea") == 5, "Others stay");
    accounting_open(state);
    ok(in_files("") == 13, "also after a restart");
    ok(accounting_forget("zoe", &changed, why, sizeof(why)) && changed == 0,
       "Who is in none is in none");
    ok(accounting_drop("2026-12") == 1 && accounting_months(months, 4) == 1,
       "Months before one are deleted");
    ok(in_files("bea") == 5, "and that one is not");
}

/* ---- limits ---- */

static unsigned used_all, used_here;

static unsigned used(void *ctx, int queue)
{
    (void)ctx;
    return queue == 0 ? used_all : used_here;
}

static bool set(int queue, const char *user, long sides)
{
    struct quota quota = {.queue = queue, .sides = sides};
    char why[256];

    snprintf(quota.user, sizeof(quota.user), "%s", user);
    return quota_set(&quota, why, sizeof(why));
}

static void test_quota(void)
{
    struct quota list[8];

    quota_open(state);
    ok(!quota_applies(3, "anna") && quota_left(3, "anna", used, NULL) == QUOTA_NO_LIMIT,
       "Without limits there are none");
    ok(set(0, "*", 100) && set(0, "Anna", QUOTA_NO_LIMIT) && set(3, "*", 50),
       "They are set for everybody, for one, for a printer");
    used_all = 90;
    used_here = 10;
    ok(quota_left(3, "bea", used, NULL) == 10, "The one with less left counts");
    used_here = 45;
    ok(quota_left(3, "bea", used, NULL) == 5, "whichever it is");
    ok(quota_left(3, "anna", used, NULL) == 5, "No limit in all is none in one printer");
    ok(quota_left(4, "anna", used, NULL) == QUOTA_NO_LIMIT && !quota_applies(4, "ANNA"),
       "and in others there is none");
    used_all = UINT_MAX;
    ok(quota_left(4, "bea", used, NULL) == 0, "More than all is nothing left, not much");
    ok(!set(0, "", 1) && !set(0, "a\nb", 1) && !set(0, "x", QUOTA_SIDES_MAX + 1L),
       "Names and numbers that make no sense are refused");
    quota_open(state);
    ok(quota_list(list, 8) == 3 && list[0].queue == 0 && list[2].queue == 3,
       "They are there after a restart");
    quota_forget(3);
    ok(quota_list(list, 8) == 2, "Those of a printer that is gone are not");
    ok(set(0, "*", QUOTA_NO_LIMIT - 1) && quota_list(list, 8) == 1, "One is taken out");
}

static void test_settings(void)
{
    struct people_settings settings;
    char why[128];

    people_settings_get(&settings);
    ok(settings.keep_months == 24 && !settings.titles && !settings.refuse,
       "At first two years are kept, without titles, and jobs wait");
    settings = (struct people_settings){6, true, true};
    ok(people_settings_set(&settings, why, sizeof(why)), "That can be changed");
    quota_open(state);
    people_settings_get(&settings);
    ok(settings.keep_months == 6 && settings.titles && settings.refuse, "and stays");
    settings.keep_months = 241;
    ok(!people_settings_set(&settings, why, sizeof(why)), "but not to more than 20 years");
}

int main(void)
{
    char command[128];

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(state, sizeof(state), "%s/state", folder);
    test_lines();
    test_csv();
    test_export();
    test_months();
    test_files();
    test_forget();
    test_quota();
    test_settings();
    snprintf(command, sizeof(command), "rm -r '%s'", folder);
    ok(system(command) == 0, "Nothing else was left"); /* NOLINT(cert-env33-c): our own */
    return tap_done();
}
