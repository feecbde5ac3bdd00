/*
 * test-accounts.c - the table of departments: who gets which, and that it survives.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tap.h"

#include "server/accounts.h"
#include "server/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/test-accounts.XXXXXX";
static char path[64];
static char why[256];

static bool set(const char *user, const char *id, const char *pin)
{
    struct account account;

    memset(&account, 0, sizeof(account));
    snprintf(account.user, sizeof(account.user), "%s", user);
    snprintf(account.id, sizeof(account.id), "%s", id);
    snprintf(account.pin, sizeof(account.pin), "%s", pin);
    return accounts_set(&account, why, sizeof(why));
}

static bool has(const char *user, const char *id, const char *pin)
{
    struct account account;

    return accounts_find(user, &account) && strcmp(account.id, id) == 0 &&
           strcmp(account.pin, pin) == 0;
}

static bool none(const char *user)
{
    struct account account;

    return !accounts_find(user, &account);
}

static bool write_file(const char *text)
{
    FILE *file = fopen(path, "w");
    bool good = file != NULL && fputs(text, file) >= 0;

    return file != NULL && fclose(file) == 0 && good;
}

static bool open_again(void)
{
    return accounts_open(path, why, sizeof(why));
}

static void test_table(void)
{
    struct account list[3];
    struct stat info;

    ok(open_again(), "a table that is not there yet is empty");
    ok(none("anna"), "nobody is in it");
    ok(set("anna", "1234", "55") && set("Bob", "0000007", ""), "two people are put in");
    ok(has("anna", "1234", "55"), "the first has her department and PIN");
    ok(has("bob", "0000007", ""), "a name in small letters is the same, zeros stay");
    ok(none("ann") && none("anna2") && none(""), "other names are not");
    ok(stat(path, &info) == 0 && (info.st_mode & 0777) == 0600,
       "only its owner reads the file");
    ok(open_again() && has("anna", "1234", "55"), "it is there after a restart");
    ok(set("*", "9", "") && has("ann", "9", "") && has("anna", "1234", "55"),
       "everybody else has what the star has");
    ok(accounts_list(list, 3) == 3, "three are listed");
    ok(strcmp(list[0].user, "*") == 0 && strcmp(list[1].user, "anna") == 0 &&
           strcmp(list[2].user, "Bob") == 0,
       "by their names");
    ok(strcmp(list[1].pin, "*") == 0 && list[2].pin[0] == '\0', "a PIN is not told");
    ok(set("*", "", "") && none("ann"), "one is taken out");
    ok(!set("*", "", "") && why[0] != '\0', "once");
    ok(set("anna", "77", "") && has("anna", "77", ""), "one is changed");
}

static void test_bad_values(void)
{
    ok(!set("carl", "12345678", ""), "an id of eight digits is refused");
    ok(!set("carl", "12a", ""), "letters are refused");
    ok(!set("carl", "1", "-1"), "a PIN that is none is refused");
    ok(!set("", "1", ""), "nobody's name is refused");
    ok(!set("carl\t9", "1", ""), "a name with a tab is refused");
    ok(none("carl"), "nothing of it is in the table");
}

static void test_bad_files(void)
{
    ok(write_file("# ours\n\ncarl\t1\t\ndora\t2\t3\n") && open_again() &&
           has("carl", "1", "") && has("dora", "2", "3"),
       "a file by hand is read");
    ok(write_file("carl\t1\t\nrubbish\n") && !open_again(), "a line that is none is told");
    ok(none("carl"), "then nobody is in the table");
    ok(!set("carl", "1", ""), "and it is not overwritten");
    ok(write_file("carl\t1\t2") && !open_again(), "nor is one that was cut off");
    unlink(path);
    ok(mkdir(path, 0700) == 0 && !open_again(), "nor is a folder");
    rmdir(path);
}

/* The folder is gone: nothing can be kept. */
static void test_full_disk(void)
{
    ok(open_again() && set("anna", "1", ""), "one is put in");
    unlink(path);
    rmdir(folder);
    ok(!set("anna", "2", ""), "what cannot be kept is refused");
    ok(has("anna", "1", ""), "and the table is as it was");
}

int main(void)
{
    static const uint8_t key[VAULT_KEY_BYTES] = {1, 2, 3};

    vault_use(key);
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof(path), "%s/accounts", folder);
    test_table();
    test_bad_values();
    test_bad_files();
    test_full_disk();
    return tap_done();
}
