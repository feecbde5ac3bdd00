/*
 * test-queue-settings.c - settings of queues: what is set is there again, also from the file;
 * what is damaged or cannot be written harms nothing else.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/queue-settings.h"

#include "server/whole-file.h"
#include "tests/unit/tap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/test-queue-settings-XXXXXX";
static char state[100], file[120], gone[120];

static bool set(int queue, const char *name, const char *value)
{
    char why[200] = "";
    bool good = queue_setting_set(queue, name, value, why, sizeof(why));

    if (good != (why[0] == '\0'))
        diag("\"%s\" for %s", why, name);
    return good && why[0] == '\0';
}

static bool is(int queue, const char *name, const char *value)
{
    char got[QUEUE_SETTING_VALUE_MAX + 1];

    if (!queue_setting_get(queue, name, got, sizeof(got)))
        return value == NULL && got[0] == '\0';
    return value != NULL && strcmp(got, value) == 0;
}

static void count_one(void *ctx, const char *name, const char *value)
{
    (void)name;
    (void)value;
    ++*(unsigned *)ctx;
}

static unsigned count(int queue)
{
    unsigned n = 0;

    queue_settings_each(queue, count_one, &n);
    return n;
}

static void test_keep(void)
{
    char small[4];

    queue_settings_open(state);
    ok(is(1, "allow", NULL), "What was never set is not there");
    ok(set(1, "allow", "192.0.2.0/24") && is(1, "allow", "192.0.2.0/24"),
       "What is set is there");
    ok(set(1, "human-name", "B\xC3\xBCro, 2. Stock") && set(2, "allow", "local"),
       "Others beside it");
    ok(is(1, "allow", "192.0.2.0/24") && is(2, "allow", "local") && count(1) == 2 &&
           count(2) == 1 && count(3) == 0,
       "Each queue has its own");
    ok(!queue_setting_get(2, "allow", small, sizeof(small)) && small[0] == '\0',
       "A value that does not fit is none");
    queue_settings_open(gone);
    ok(count(1) == 0 && count(2) == 0, "Another state file has other settings");
    queue_settings_open(state);
    ok(is(1, "human-name", "B\xC3\xBCro, 2. Stock") && count(1) == 2 && count(2) == 1,
       "After a restart they are there again");
    ok(set(1, "allow", "any") && is(1, "allow", "any") && count(1) == 2,
       "A new value takes the place of the old one");
    ok(set(1, "allow", "") && is(1, "allow", NULL) && count(1) == 1, "Nothing takes it out");
    ok(set(1, "allow", "") && count(1) == 1, "Also where there is none");
    queue_settings_forget(1);
    ok(count(1) == 0 && is(2, "allow", "local"), "A printer that goes takes its own along");
    queue_settings_open(state);
    ok(count(1) == 0 && is(2, "allow", "local"), "For good");
}

static void test_refusals(void)
{
    char longest[QUEUE_SETTING_VALUE_MAX + 2], name[QUEUE_SETTING_NAME_MAX + 2];

    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    memset(name, 'n', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    ok(!set(3, "allow", "a\nb") && !set(3, "allow", "a\tb") && !set(3, "allow", "\x7f"),
       "Control characters are refused");
    ok(!set(3, "Allow", "x") && !set(3, "", "x") && !set(3, "a b", "x") && !set(3, name, "x"),
       "So are names that are none");
    ok(!set(0, "allow", "x") && !set(-1, "allow", "x"), "So are queues that are none");
    ok(!set(3, "allow", longest) && count(3) == 0, "So is a value that is too long");
    longest[QUEUE_SETTING_VALUE_MAX] = name[QUEUE_SETTING_NAME_MAX] = '\0';
    ok(set(3, name, longest) && is(3, name, longest), "The longest ones are kept");
    queue_settings_open(state);
    ok(is(3, name, longest), "And are there again");
}

static void test_damage(void)
{
    static const char text[] = "1\tallow\tlocal\n"
                               "nonsense\n"
                               "x\tallow\tany\n"
                               "0\tallow\tany\n"
                               "2\tALLOW\tany\n"
                               "2\tallow\n"
                               "2\tallow\t\n"
                               "2\tplace\tb\x01\n"
                               "1\tallow\tany\n"
                               "4\tplace\tcellar\n"
                               "5\tplace\tno end";

    (void)whole_file_write(file, text, false);
    queue_settings_open(state);
    ok(is(1, "allow", "local") && count(1) == 1, "Of two lines the first counts");
    ok(count(2) == 0, "Lines that make no sense are left out");
    ok(is(4, "place", "cellar") && is(5, "place", "no end"), "What is behind them is read");
    (void)whole_file_write(file, "", false);
    queue_settings_open(state);
    ok(count(1) == 0 && count(4) == 0, "An empty file has none");
    ok(set(1, "allow", "local"), "And is written to");
}

/* A folder in the place of the file that is written first: root cannot write it either. */
static void test_failing(void)
{
    char fresh[140];

    queue_settings_open(state);
    (void)set(1, "allow", "local");
    snprintf(fresh, sizeof(fresh), "%s.new", file);
    if (mkdir(fresh, 0700) != 0) {
        ok(false, "The file can be hindered");
        return;
    }
    ok(!set(1, "allow", "any") && is(1, "allow", "local"),
       "What cannot be kept is as it was before");
    ok(!set(1, "allow", "") && is(1, "allow", "local"), "Also what cannot be taken out");
    ok(!set(1, "place", "cellar") && is(1, "place", NULL) && count(1) == 1,
       "And what was not there");
    (void)rmdir(fresh);
    ok(set(1, "place", "cellar") && is(1, "place", "cellar"), "Later it can be set");
    queue_settings_open(state);
    ok(is(1, "allow", "local") && is(1, "place", "cellar"), "The file is whole");
}

int main(void)
{
    if (mkdtemp(folder) == NULL) {
        ok(false, "There is a folder");
        return tap_done();
    }
    snprintf(state, sizeof(state), "%s/state", folder);
    snprintf(gone, sizeof(gone), "%s/other", folder);
    snprintf(file, sizeof(file), "%s.queue-settings", state);
    test_keep();
    test_refusals();
    test_damage();
    test_failing();
    (void)unlink(file);
    queue_settings_open(gone); /* frees the list */
    (void)rmdir(folder);
    return tap_done();
}
