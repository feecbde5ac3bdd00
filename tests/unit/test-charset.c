/*
 * test-charset.c - text that is not UTF-8.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/charset.h"

#include "tap.h"

#include <stdlib.h>
#include <string.h>

static size_t good(const char *text)
{
    return charset_utf8_length((const uint8_t *)text, strlen(text));
}

static void test_utf8(void)
{
    static const struct {
        const char *text;
        size_t good;
        const char *behaviour;
    } rows[] = {
        {"plain",             5, "ASCII is UTF-8"                            },
        {"Pr\303\274fung",    8, "So is a letter of two bytes"               },
        {"\342\202\254",      3, "And one of three"                          },
        {"\360\237\226\250",  4, "And one of four"                           },
        {"Pr\374fung",        2, "A byte of another code page is not"        },
        {"a\300\257",         1, "A slash written too long is not"           },
        {"a\340\200\257",     1, "Nor in three bytes"                        },
        {"a\355\240\200",     1, "Half of a surrogate pair is not"           },
        {"a\364\220\200\200", 1, "Nor is what lies behind the last character"},
        {"a\342\202",         1, "A character that is cut off is not counted"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ok(good(rows[i].text) == rows[i].good, "%s", rows[i].behaviour);
    ok(charset_cut("Pr\303\274fung", 3) == 2, "A name is cut before a letter, not in it");
    ok(charset_cut("Pr\303\274fung", 4) == 4, "Or behind it");
    ok(charset_cut("abc", 9) == 3, "What fits is not cut");
}

static void becomes(const char *text, const char *expected, const char *behaviour)
{
    char utf8[64];

    charset_tidy((const uint8_t *)text, strlen(text), utf8, sizeof(utf8));
    if (!ok(strcmp(utf8, expected) == 0, "%s", behaviour))
        diag("\"%s\" instead of \"%s\"", utf8, expected);
}

static void test_tidy(void)
{
    becomes("Pr\374fung", "Pr\303\274fung", "A German title of Windows arrives as such");
    becomes("\200 100 \226 \"\204x\223\"",
            "\342\202\254 100 \342\200\223 \"\342\200\236x\342\200\234\"",
            "So do the euro sign, a dash and quotes");
    becomes("\201\215\217\220\235", "?????", "Bytes that stand for nothing become '?'");
    becomes("Pr\303\274fung", "Pr\303\274fung", "UTF-8 stays as it is");
    becomes(" a\tb\033c \n", "a b c", "Control characters become blanks, ends are trimmed");
    becomes("", "", "Nothing stays nothing");
}

static void test_sizes(void)
{
    static const uint8_t text[] = "\200\374x\303\274 \374";
    bool fine = true;

    for (size_t n = 1; n < 24; n++)
        for (size_t length = 0; length < sizeof(text); length++) {
            char *utf8 = malloc(n); /* exact, for the sanitizer */

            if (utf8 == NULL)
                return;
            charset_tidy(text, length, utf8, n);
            fine = fine && memchr(utf8, '\0', n) != NULL &&
                   charset_utf8_length((uint8_t *)utf8, strlen(utf8)) == strlen(utf8);
            free(utf8);
        }
    ok(fine, "Text is cut to any room between two characters");
}

static void test_sets(void)
{
    char utf8[64];

    ok(charset_known("ISO-8859-1") && charset_known("windows-1251") &&
           !charset_known("iso-2022-jp") && !charset_known("../x") && !charset_known("utf-8"),
       "Character sets of one byte a character are known, no others");
    ok(charset_to_utf8("ISO-8859-1", "Pr\374fung", utf8, sizeof(utf8)) &&
           strcmp(utf8, "Pr\303\274fung") == 0,
       "Western text is converted");
    ok(charset_to_utf8("windows-1251", "\317\360\350\342\345\362", utf8, sizeof(utf8)) &&
           strcmp(utf8, "\320\237\321\200\320\270\320\262\320\265\321\202") == 0,
       "Russian text is converted");
    ok(charset_to_utf8("iso-8859-15", "\244", utf8, sizeof(utf8)) &&
           strcmp(utf8, "\342\202\254") == 0,
       "The euro sign of Latin-9 is converted");
    ok(!charset_to_utf8("windows-1251", "\317\360\350\342\345\362", utf8, 4),
       "What does not fit is not converted");
}

int main(void)
{
    test_utf8();
    test_tidy();
    test_sizes();
    test_sets();
    return tap_done();
}
