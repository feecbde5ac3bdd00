/*
 * test-vault.c - secrets on the disk: what is sealed tells nothing, and is unsealed with its
 * own key and for its own purpose only; codes of jobs. Effects: a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/release-code.h"
#include "server/vault.h"
#include "tests/unit/tap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/test-vault.XXXXXX";
static char path[64], damaged[80], why[1500];

static bool open_key(void)
{
    return vault_open(path, why, sizeof(why));
}

static bool write_file(const char *text)
{
    FILE *file = fopen(path, "w");
    bool good = file != NULL && fputs(text, file) >= 0;

    return file != NULL && fclose(file) == 0 && good;
}

static bool unseals(const char *purpose, const char *text, const char *secret)
{
    char back[VAULT_SECRET_MAX + 1];

    return vault_unseal(purpose, text, back, sizeof(back)) && strcmp(back, secret) == 0;
}

static bool fails(const char *purpose, const char *text)
{
    char back[VAULT_SECRET_MAX + 1] = "x";

    return !vault_unseal(purpose, text, back, sizeof(back)) && back[0] == '\0';
}

static void test_sealing(void)
{
    char one[VAULT_TEXT_MAX], two[VAULT_TEXT_MAX], secret[VAULT_SECRET_MAX + 2], small[20];
    struct stat info;
    size_t kept = 0, changed = 0;

    ok(open_key() && why[0] == '\0', "a key is made at the first start");
    ok(stat(path, &info) == 0 && (info.st_mode & 0777) == 0600, "only its owner reads it");
    ok(vault_seal("a PIN", "1234567", one, sizeof(one)) && vault_is_sealed(one),
       "a secret is sealed");
    ok(strstr(one, "1234567") == NULL && strlen(one) < VAULT_SHORT_TEXT, "it cannot be read");
    ok(unseals("a PIN", one, "1234567"), "and is unsealed");
    ok(vault_seal("a PIN", "1234567", two, sizeof(two)) && strcmp(one, two) != 0,
       "the same secret looks different each time");
    ok(vault_seal("a PIN", "1", two, sizeof(two)) && strlen(one) == strlen(two),
       "a short one is as long as a longer one");
    ok(fails("another PIN", one), "for another purpose it is not unsealed");
    ok(vault_seal("a PIN", "", two, sizeof(two)) && unseals("a PIN", two, ""),
       "an empty one is a secret, too");
    for (size_t n = 0; n <= VAULT_SECRET_MAX; n++) {
        memset(secret, 'x', n);
        secret[n] = '\0';
        kept += vault_seal("p", secret, two, sizeof(two)) && unseals("p", two, secret);
    }
    ok(kept == VAULT_SECRET_MAX + 1, "secrets of any length come back");
    memset(secret, 'x', VAULT_SECRET_MAX + 1);
    secret[VAULT_SECRET_MAX + 1] = '\0';
    ok(!vault_seal("p", secret, two, sizeof(two)) && two[0] == '\0', "one too long does not");
    ok(!vault_seal("p", "1", small, sizeof(small)) && small[0] == '\0',
       "nor one there is no room for");
    ok(!vault_unseal("a PIN", one, small, 7), "nor back into too little room");
    for (size_t i = 0; i < strlen(one); i++) {
        memcpy(two, one, sizeof(one));
        two[i] = two[i] == '0' ? '1' : '0';
        changed += fails("a PIN", two);
        two[i] = '\0'; /* cut off there */
        changed += fails("a PIN", two);
    }
    ok(changed == 2 * strlen(one), "a text that was changed anywhere, or cut off, is none");
    ok(fails("a PIN", "") && fails("a PIN", "1234") && fails("a PIN", VAULT_LOST) &&
           vault_is_sealed(VAULT_LOST),
       "other texts are none");
}

static void test_keys(void)
{
    static const uint8_t other[VAULT_KEY_BYTES] = {7};
    char sealed[VAULT_TEXT_MAX], text[VAULT_TEXT_MAX];
    struct stat info;

    ok(vault_seal("a PIN", "55", sealed, sizeof(sealed)) && open_key() &&
           unseals("a PIN", sealed, "55"),
       "a restart has the same key");
    ok(chmod(path, 0644) == 0 && open_key() && stat(path, &info) == 0 &&
           (info.st_mode & 0777) == 0600,
       "one that others might read is made its owner's");
    vault_use(other);
    ok(fails("a PIN", sealed), "with another key it is not unsealed");
    vault_use(NULL);
    ok(fails("a PIN", sealed) && !vault_seal("a PIN", "55", text, sizeof(text)),
       "without one nothing is");
    ok(open_key() && unseals("a PIN", sealed, "55"), "with its own it is again");
    ok(write_file("canon-printer-app key 1\n00112233\n") && open_key() && why[0] != '\0' &&
           access(damaged, F_OK) == 0,
       "a damaged key is kept, a new one made, and that is told");
    ok(fails("a PIN", sealed) && vault_seal("a PIN", "66", text, sizeof(text)) && open_key() &&
           why[0] == '\0' && unseals("a PIN", text, "66"),
       "with the new one secrets can be sealed");
    ok(unlink(path) == 0 && open_key() && fails("a PIN", text), "a lost key is made anew");
    unlink(path);
    unlink(damaged);
    ok(mkdir(path, 0700) == 0 && open_key() && why[0] != '\0', "a folder is no key");
    unlink(path);
    rmdir(damaged);
}

static void test_codes(void)
{
    struct release_code code, same, other;
    char kept[VAULT_TEXT_MAX], again[VAULT_TEXT_MAX], bad[VAULT_TEXT_MAX];
    static const uint8_t of_1234[] = {0x03, 0xac, 0x67, 0x42, 0x16, 0xf3, 0xe1, 0x5c,
                                      0x76, 0x1e, 0xe1, 0xa5, 0xe2, 0x55, 0xf0, 0x67,
                                      0x95, 0x36, 0x23, 0xc8, 0xb3, 0x88, 0xb4, 0x45,
                                      0x9e, 0x13, 0xf9, 0x78, 0xd7, 0xc8, 0x46, 0xf4};

    ok(open_key() && code_from_text(" 1234 ", &code) &&
           memcmp(code.digest, of_1234, sizeof(of_1234)) == 0,
       "a typed code is its SHA-256, without the blanks around it");
    ok(code_from_bytes("none", "1234", 4, &same) && memcmp(&code, &same, sizeof(code)) == 0 &&
           code_from_bytes("sha2-256", of_1234, 32, &same) &&
           memcmp(&code, &same, sizeof(code)) == 0,
       "one that is sent as it is, or as SHA-256, is the same");
    ok(!code_from_text("123", &other) && !code_from_text("", &other) &&
           !code_from_text("123456789012345678901234567890123", &other) &&
           !code_from_bytes("none",
                            "12\0"
                            "4",
                            4, &other) &&
           !code_from_bytes("none", "12\xC3\xA4", 4, &other) &&
           !code_from_bytes("sha2-256", of_1234, 31, &other) &&
           !code_from_bytes("md5", of_1234, 16, &other),
       "too short, too long, of other characters or ways is none");
    ok(code_keep(&code, kept) && code_keep(&code, again) && strcmp(kept, again) != 0,
       "what is kept of it differs each time");
    ok(code_check(&code, kept) == CODE_RIGHT && code_check(&same, again) == CODE_RIGHT,
       "it is the one");
    ok(code_from_text("1235", &other) && code_check(&other, kept) == CODE_WRONG,
       "another is not");
    ok(vault_seal("code of a job", "rubbish", bad, sizeof(bad)) &&
           code_check(&code, bad) == CODE_LOST && code_check(&code, "") == CODE_LOST,
       "what is no hash cannot be checked");
    vault_use(NULL);
    ok(code_check(&code, kept) == CODE_LOST && !code_keep(&code, again) && again[0] == '\0',
       "without the key none can");
}

/* Nothing can be written there any more. */
static void test_full_disk(void)
{
    unlink(path);
    rmdir(path);
    rmdir(folder);
    ok(!open_key() && why[0] != '\0', "a key that cannot be kept is told");
}

int main(void)
{
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof(path), "%s/key", folder);
    snprintf(damaged, sizeof(damaged), "%s.damaged", path);
    test_sealing();
    test_keys();
    test_codes();
    unlink(damaged);
    test_full_disk();
    return tap_done();
}
