/*
 * test-text.c - bytes of plain texts become characters, characters become lines, and
 * canon-text-pdf makes pages of them.
 * Effects: child processes (pdftotext), a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/text-pdf/text-decode.h"
#include "server/text-pdf/text-lines.h"

#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- encodings ---- */

static bool decodes(enum text_encoding encoding, const char *bytes, size_t n,
                    const uint32_t *wanted, size_t num_wanted)
{
    uint32_t whole[64], parts[64];
    struct text_decoder one = {.encoding = encoding}, two = one;
    size_t num_whole = text_decode(&one, (const uint8_t *)bytes, n, whole), num_parts = 0;

    for (size_t i = 0; i < n; i++)
        num_parts += text_decode(&two, (const uint8_t *)bytes + i, 1, parts + num_parts);
    return num_whole == num_wanted && memcmp(whole, wanted, num_wanted * sizeof *wanted) == 0 &&
           num_parts == num_wanted && memcmp(parts, wanted, num_wanted * sizeof *wanted) == 0;
}
#define DECODES(encoding, bytes, ...)                                                          \
    decodes(encoding, bytes, sizeof(bytes) - 1, (const uint32_t[]){__VA_ARGS__},               \
            sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static void test_decode(void)
{
    ok(DECODES(TEXT_UTF8, "A\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", 'A', 0xE4, 0x20AC, 0x1F600),
       "UTF-8 of one to four bytes, wherever it is cut");
    ok(DECODES(TEXT_UTF8, "\xEF\xBB\xBFx\xEF\xBB\xBF", 'x', 0xFEFF),
       "A mark of byte order is left out at the start alone");
    ok(DECODES(TEXT_UTF8, "\xC0\x80", 0xFFFD, 0xFFFD), "No NUL in two bytes");
    ok(DECODES(TEXT_UTF8, "\xE0\x80\x80", 0xFFFD), "No NUL in three bytes");
    ok(DECODES(TEXT_UTF8, "\xED\xA0\x80", 0xFFFD), "No half of a pair");
    ok(DECODES(TEXT_UTF8, "\xF4\x90\x80\x80", 0xFFFD), "Nothing beyond the last character");
    ok(DECODES(TEXT_UTF8, "\xE2\x82x", 0xFFFD, 'x'),
       "A sequence that breaks off loses nothing");
    ok(DECODES(TEXT_UTF16_LE, "\xFF\xFE\x41\0\x3D\xD8\0\xDE", 'A', 0x1F600),
       "UTF-16 with the small end first");
    ok(DECODES(TEXT_UTF16_BE, "\xFE\xFF\0\x41\xD8\x3D\xDE\0", 'A', 0x1F600),
       "UTF-16 with the large end first");
    ok(DECODES(TEXT_UTF16_BE, "\xD8\x3D\0\x41\xDE\0", 0xFFFD, 'A', 0xFFFD),
       "Halves of pairs that stand alone");
    ok(DECODES(TEXT_WINDOWS_1252, "\x80\xE4\x9F\x81", 0x20AC, 0xE4, 0x178, 0xFFFD),
       "Windows-1252");
}

static enum text_encoding guess(const char *bytes, size_t n)
{
    struct text_decoder utf8 = {.encoding = TEXT_UTF8};
    uint32_t characters[200];

    text_decode(&utf8, (const uint8_t *)bytes, n, characters);
    return text_guess((const uint8_t *)bytes, n, &utf8);
}

static void test_guess(void)
{
    ok(guess("plain", 5) == TEXT_UTF8, "ASCII is UTF-8");
    ok(guess("f\xC3\xBCr", 4) == TEXT_UTF8, "UTF-8 is UTF-8");
    ok(guess("f\xFCr", 3) == TEXT_WINDOWS_1252, "What is no UTF-8 is Windows-1252");
    ok(guess("\xFF\xFEx\0", 4) == TEXT_UTF16_LE && guess("\xFE\xFF\0x", 4) == TEXT_UTF16_BE,
       "UTF-16 is known by its mark");
    ok(guess("\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xFC", 9) == TEXT_UTF8,
       "One broken byte does not make UTF-8 something else");
}

/* ---- lines ---- */

struct seen {
    char text[20000];
    size_t length, lines, longest;
};

static void see_line(void *ctx, const char *utf8, size_t n)
{
    struct seen *seen = ctx;

    memcpy(seen->text + seen->length, utf8, n);
    seen->length += n;
    seen->text[seen->length++] = '|';
    seen->lines++;
    seen->longest = n > seen->longest ? n : seen->longest;
}

static void see_page(void *ctx)
{
    struct seen *seen = ctx;

    seen->text[seen->length++] = '^';
}

static struct seen *lines_of(const char *text, size_t n)
{
    static struct seen seen;
    static struct text_lines lines;

    memset(&seen, 0, sizeof seen);
    memset(&lines, 0, sizeof lines);
    lines.line = see_line;
    lines.page = see_page;
    lines.ctx = &seen;
    for (size_t i = 0; i < n; i++)
        text_lines_add(&lines, (uint8_t)text[i]);
    text_lines_end(&lines);
    return &seen;
}

static void gives(const char *text, const char *wanted, const char *name)
{
    struct seen *seen = lines_of(text, strlen(text));

    if (!ok(strcmp(seen->text, wanted) == 0, "%s", name))
        diag("gives %s", seen->text);
}

static void test_lines(void)
{
    static char text[10000];
    struct seen *seen;

    gives("a\nb\r\nc\rd", "a|b|c|d|", "Ends of lines of three systems");
    gives("\n\r\n\r\r\n", "||||", "Empty lines");
    gives("a\x85"
          "b",
          "a|b|", "The end of a line of a fourth");
    gives("a\fb\n\fc", "a|^b|^c|", "New pages, in a line and after it");
    gives("_\bab\bb", "ab|", "What is overstruck comes once");
    gives("\b\bx", "x|", "Nothing can be taken back at the start");
    gives("\xE4\bx", "x|", "A letter of two bytes is taken back");
    gives("a\tb\x07\x7F\x01", "a\tb|", "Control characters go, tabs stay");
    gives("\x1B[1;31mred\x1B[0m", "red|", "Colours of a terminal go");
    gives("a\x1B[3\nb", "a|b|", "A sequence that breaks off ends with its line");

    memset(text, 'x', sizeof text);
    seen = lines_of(text, sizeof text);
    ok(seen->lines == 2 && seen->longest <= TEXT_LINE_BYTES &&
           seen->length == sizeof text + seen->lines,
       "A line that is too long is broken, and nothing is lost");
    text[8100] = ' ';
    seen = lines_of(text, sizeof text);
    ok(seen->longest == 8101, "It is broken at a space");
}

/* ---- pages ---- */

static char folder[] = "/tmp/test-text-XXXXXX", program[1100];

/* What a shell command says, with T and P for a text and its PDF. */
static const char *said(const char *command)
{
    static char text[8192];
    char line[2048];
    FILE *pipe;
    size_t n;

    snprintf(line, sizeof line, "T=%s/t; P=%s/p; M='%s'; %s", folder, folder, program, command);
    pipe = popen(line, "r"); /* NOLINT(cert-env33-c): commands of this test */
    n = pipe != NULL ? fread(text, 1, sizeof text - 1, pipe) : 0;
    text[n] = '\0';
    if (pipe != NULL)
        pclose(pipe);
    return text;
}

static void shows(const char *make, const char *wanted, const char *name)
{
    char command[1500];
    const char *text;

    snprintf(command, sizeof command,
             "printf '%s' >$T && \"$M\" <$T >$P && pdftotext -layout -nopgbrk $P -", make);
    text = said(command);
    if (!ok(strstr(text, wanted) != NULL, "%s", name))
        diag("shows %s", text);
}

static void test_pages(void)
{
    if (said("command -v pdftotext")[0] == '\0') {
        skip("poppler-utils are not installed");
        return;
    }
    shows("%080d\\n",
          "00000000000000000000000000000000000000000000000000000000000000000000000000"
          "000000\n",
          "Eighty columns fit on A4");
    shows("\\303\\244\\342\\202\\254", "\303\244\342\202\254", "Letters beyond ASCII");
    shows("\\200\\344", "\342\202\254\303\244", "Letters of Windows");
    shows("\\377\\376\\101\\000\\254\\040", "A\342\202\254", "UTF-16");
    shows("\\346\\227\\245\\346\\234\\254", "\346\227\245\346\234\254", "Japanese");
    shows("\\327\\251\\327\\234\\327\\225\\327\\235", "\327\251\327\234\327\225\327\235",
          "Hebrew");
    shows("\\330\\263\\331\\204\\330\\247\\331\\205", "\330\263", "Arabic");
    ok(strtod(said("printf '\\327\\251\\327\\234\\nabc' >$T && \"$M\" <$T >$P && pdftotext "
                   "-bbox $P - "
                   "| sed -n 's/.*<word xMin=\"\\([0-9.]*\\)\".*/\\1/p' | head -1"),
              NULL) > 400,
       "Hebrew begins at the right");
    ok(strcmp(said("seq 1 300 >$T; \"$M\" --paper 21590x27940 <$T >$P; pdfinfo $P | sed -n "
                   "'s/^Pages: *//p; s/^Page size: *//p'"),
              "6\n612 x 792 pts (letter)\n") == 0,
       "Three hundred lines take six sheets of Letter");
    ok(strcmp(said("printf '\\fa\\f\\fb\\f' >$T; \"$M\" <$T >$P; pdfinfo $P | sed -n "
                   "'s/^Pages: *//p'"),
              "3\n") == 0,
       "Form feeds give the pages they mean, and none at the ends");
    ok(strcmp(said("\"$M\" --paper 12x12 <$T >$P 2>&1; echo $?"), "2\n") == 0 ||
           strstr(said("\"$M\" --paper 12x12 <$T 2>&1 >$P; echo $?"), "usage") != NULL,
       "A sheet that is none is refused");
    ok(strstr(said("echo a | \"$M\" 2>&1 >$P; echo $?"), "must be a file") != NULL,
       "A pipe is refused");
}

/* A text that would need a hundred times as much memory as a whole. */
static void test_memory(void)
{
    ok(strcmp(
           said("yes 'A line of a long report, which is the same as many.' | head -200000 >$T; "
                "ulimit -v 400000; \"$M\" <$T >$P; echo $?"),
           "0\n") == 0,
       "Thousands of pages do not need more memory than one");
}

int main(void)
{
    ssize_t n = readlink("/proc/self/exe", program, 1000);

    if (n <= 0 || mkdtemp(folder) == NULL)
        return 1;
    snprintf(strrchr(program, '/'), 40, "/../canon-text-pdf");
    test_decode();
    test_guess();
    test_lines();
    test_pages();
#ifdef __SANITIZE_ADDRESS__
    skip("the sanitizer needs all memory");
    (void)test_memory;
#else
    test_memory();
#endif
    said("rm -r ${T%/t}");
    return tap_done();
}
