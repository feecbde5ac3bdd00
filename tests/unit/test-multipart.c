/*
 * test-multipart.c - forms with a file in them.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/multipart.h"

#include "tap.h"

#include <stdlib.h>
#include <string.h>

static char seen[4096]; /* "[name|file]data" of all parts */
static size_t seen_n;
static size_t room = sizeof(seen);

static bool note(const void *bytes, size_t n)
{
    if (seen_n + n >= room)
        return false;
    memcpy(seen + seen_n, bytes, n);
    seen_n += n;
    seen[seen_n] = '\0';
    return true;
}

static bool begin(void *ctx, const char *name, const char *file)
{
    (void)ctx;
    return note("[", 1) && note(name, strlen(name)) && note("|", 1) &&
           note(file, strlen(file)) && note("]", 1);
}

static bool data(void *ctx, const uint8_t *bytes, size_t n)
{
    (void)ctx;
    return note(bytes, n);
}

static const struct multipart_taker taker = {begin, data, NULL};

/* In pieces of this size; false: refused. *ended: it came to its end. */
static bool take(const char *type, const char *body, size_t n, size_t piece, bool *ended)
{
    struct multipart m;
    bool good = multipart_begin(&m, type, &taker);

    seen_n = 0;
    seen[0] = '\0';
    for (size_t at = 0; good && at < n; at += piece) {
        size_t now = n - at < piece ? n - at : piece;
        uint8_t *exact = malloc(now); /* for the sanitizer */

        if (exact == NULL)
            return false;
        memcpy(exact, body + at, now);
        good = multipart_take(&m, exact, now);
        free(exact);
    }
    *ended = good && multipart_ended(&m);
    return good;
}

#define TYPE  "multipart/form-data; boundary=XX"
#define OTHER "Content-Type: application/pdf\r\n"

static void gives(const char *type, const char *body, const char *expected,
                  const char *behaviour)
{
    bool ended;

    for (size_t piece = 1; piece <= strlen(body) + 1; piece++)
        if (!take(type, body, strlen(body), piece, &ended) || !ended ||
            strcmp(seen, expected) != 0) {
            ok(false, "%s", behaviour);
            diag("pieces of %zu: %s", piece, seen);
            return;
        }
    ok(true, "%s", behaviour);
}

static void test_good(void)
{
    gives(
        TYPE,
        "--XX\r\nContent-Disposition: form-data; name=\"copies\"\r\n\r\n2\r\n"
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.pdf\"\r\n" OTHER
        "\r\n%PDF\r\n--X\r\r\n-\r\n--XX--\r\n",
        "[copies|]2[file|a b.pdf]%PDF\r\n--X\r\r\n-", "A field and a file come out");
    gives(TYPE,
          "words before\r\n--XX \r\ncontent-disposition: form-data; name=x\r\n\r\n\r\n--XX--",
          "[x|]", "Words before, blanks behind the mark, no quotes, no data");
    gives("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"",
          "--a b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\r\n--a b--", "[x|]",
          "A boundary may have quotes and blanks");
    gives(TYPE, "--XX\nContent-Disposition: form-data; name=\"Pr\374f\"\n\nx\r\n--XX--",
          "[Pr\303\274f|]x", "Bare newlines in heads are taken, names are UTF-8");
}

static void refuses(const char *type, const char *body, const char *behaviour)
{
    bool ended = false;

    ok(!take(type, body, strlen(body), 7, &ended) || !ended, "%s", behaviour);
}

static void test_bad(void)
{
    char head[1200] = "--XX\r\n";
    bool ended;

    refuses("multipart/form-data", "--\r\n", "A form without boundary is refused");
    refuses("multipart/form-data; boundary=", "--\r\n", "So is one with an empty one");
    refuses("multipart/mixed; boundary=XX", "--XX--", "And one of another kind");
    refuses(TYPE, "", "Nothing is no form");
    refuses(TYPE, "--XX\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nabc\r\n--X",
            "A form that is cut off has no end");
    refuses(TYPE, "--XX\r\nX: y\r\n\r\nabc\r\n--XX--", "A part without a name is refused");
    refuses(TYPE, "--XXyy\r\n\r\n", "A longer mark is none");
    memset(head + 6, 'x', 1100);
    head[1106] = '\0';
    refuses(TYPE, head, "A line without end is refused");
    room = 10;
    ok(!take(TYPE,
             "--XX\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n0123456789\r\n--XX--",
             72, 9, &ended),
       "Who takes the parts can end it");
    room = sizeof(seen);
}

int main(void)
{
    test_good();
    test_bad();
    return tap_done();
}
