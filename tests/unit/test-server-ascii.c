/*
 * test-server-ascii.c - names for the machine's panel.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/ascii.h"

#include "tap.h"

#include <stdlib.h>
#include <string.h>

static void becomes(const char *text, const char *expected, const char *behaviour)
{
    char ascii[64];

    ascii_from_utf8(text, ascii, sizeof ascii);
    if (!ok(strcmp(ascii, expected) == 0, "%s", behaviour))
        diag("\"%s\" instead of \"%s\"", ascii, expected);
}

static void test_sizes(void)
{
    static const char text[] = "Zażółć \xE2\x80\x94 ß gęślą";
    size_t n;
    bool fine = true;

    for (n = 1; n < 32; n++) {
        char *ascii = malloc(n); /* exact, so that a sanitizer sees one byte too many */

        if (!ascii)
            return;
        memset(ascii, 'x', n);
        ascii_from_utf8(text, ascii, n);
        fine = fine && memchr(ascii, '\0', n) != NULL;
        free(ascii);
    }
    ok(fine, "A name is cut to any room, with its end mark");
}

int main(void)
{
    becomes("Report 7.pdf", "Report 7.pdf", "Plain text stays as it is");
    becomes("Zażółć Łukasz", "Zazolc Lukasz", "Letters lose their marks");
    becomes("Straße", "Strasse", "A letter may become two");
    becomes("日本.pdf", "??.pdf", "What has no likeness becomes a question mark each");
    becomes("a\tb\nc\x7F", "a b c ", "Control characters become spaces");
    becomes("\xC3(\xFF\x80", "?(??", "Bytes that are no UTF-8 become question marks");
    becomes("\xE2\x82", "?", "A character cut short becomes a question mark");
    becomes(NULL, "", "No name is an empty one");
    test_sizes();
    return tap_done();
}
