/*
 * main.c - canon-text-pdf: a plain text becomes a PDF, for printing.
 *
 * usage: canon-text-pdf [--paper WIDTHxHEIGHT] [--margin N] [--as text|watermark] <TEXT >PDF
 *        sizes in 1/100 mm; standard input must be a file: it is read twice, first for its
 *        encoding. As a watermark a few words of UTF-8 lie across one page
 *
 * UTF-8, UTF-16 with its mark, else Windows-1252. Exit status 1: it cannot be read or written.
 * Effects: standard input and output; fonts.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pages.h"
#include "text-decode.h"
#include "text-lines.h"
#include "watermark.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MARGIN_HMM 2000u /* 20 mm, where the sheet is large enough */
#define MIN_HMM    2000u /* sheets */
#define MAX_HMM    200000u
#define PART       16384u /* bytes read at a time */
#define MAX_WORDS  1024   /* bytes of a watermark */

struct sheet {
    unsigned width, height, margin; /* 1/100 mm */
    bool watermark;
};

#ifdef __SANITIZE_ADDRESS__
/* The search for leaks attaches to its own process, which the sandbox refuses; outside it finds
 * what fontconfig keeps to the end. */
int __lsan_is_turned_off(void); /* NOLINT(bugprone-reserved-identifier,cert-dcl*): its name */
int __lsan_is_turned_off(void)  /* NOLINT(bugprone-reserved-identifier,cert-dcl*): its name */
{
    return 1;
}
#endif

static double points(unsigned hmm)
{
    return hmm * 72 / 2540.0;
}

static bool number(const char **text, unsigned max, unsigned *value)
{
    char *end;
    unsigned long v;

    if (**text < '0' || **text > '9')
        return false;
    errno = 0;
    v = strtoul(*text, &end, 10);
    *text = end;
    *value = (unsigned)v;
    return errno == 0 && v <= max;
}

static bool set_option(struct sheet *sheet, const char *name, const char *value)
{
    if (strcmp(name, "--paper") == 0)
        return number(&value, MAX_HMM, &sheet->width) && *value++ == 'x' &&
               number(&value, MAX_HMM, &sheet->height) && *value == '\0' &&
               sheet->width >= MIN_HMM && sheet->height >= MIN_HMM;
    if (strcmp(name, "--as") == 0) {
        sheet->watermark = strcmp(value, "watermark") == 0;
        return sheet->watermark || strcmp(value, "text") == 0;
    }
    return strcmp(name, "--margin") == 0 && number(&value, MAX_HMM, &sheet->margin) &&
           *value == '\0';
}

/* What looks good on a letter is most of a postcard; and what the machine cannot reach stays
 * empty on both, within reason. */
static unsigned margin_of(const struct sheet *sheet)
{
    unsigned side = sheet->width < sheet->height ? sheet->width : sheet->height;
    unsigned margin = side / 8 < MARGIN_HMM ? side / 8 : MARGIN_HMM;

    if (margin < sheet->margin)
        margin = sheet->margin;
    return margin < side / 3 ? margin : side / 3;
}

static ssize_t read_part(uint8_t *bytes)
{
    ssize_t n;

    do
        n = read(STDIN_FILENO, bytes, PART);
    while (n < 0 && errno == EINTR);
    return n;
}

/* Reads all of it once, and goes back to the start. */
static bool find_encoding(struct text_decoder *decoder)
{
    static uint8_t bytes[PART];
    static uint32_t characters[2 * PART];
    struct text_decoder utf8 = {.encoding = TEXT_UTF8};
    enum text_encoding guess = TEXT_UTF8;
    uint8_t first[2] = {0, 0};
    size_t num_first = 0;
    ssize_t n;

    while ((n = read_part(bytes)) > 0) {
        for (size_t i = 0; i < (size_t)n && num_first < sizeof first; i++)
            first[num_first++] = bytes[i];
        text_decode(&utf8, bytes, (size_t)n, characters);
    }
    guess = text_guess(first, num_first, &utf8);
    *decoder = (struct text_decoder){.encoding = guess};
    return n == 0 && lseek(STDIN_FILENO, 0, SEEK_SET) == 0;
}

static void add_line(void *ctx, const char *utf8, size_t n)
{
    pages_line(ctx, utf8, n);
}

static void add_page(void *ctx)
{
    pages_break(ctx);
}

static bool lay_out(struct text_decoder *decoder, struct pages *pages)
{
    static uint8_t bytes[PART];
    static uint32_t characters[2 * PART];
    static struct text_lines lines;
    ssize_t n;

    lines.line = add_line;
    lines.page = add_page;
    lines.ctx = pages;
    while ((n = read_part(bytes)) > 0) {
        size_t count = text_decode(decoder, bytes, (size_t)n, characters);

        for (size_t i = 0; i < count; i++)
            text_lines_add(&lines, characters[i]);
    }
    text_lines_end(&lines);
    return n == 0;
}

static int fail(const char *what)
{
    fprintf(stderr, "canon-text-pdf: %s: %s\n", what, strerror(errno));
    return 1;
}

static int make_watermark(const struct sheet *sheet)
{
    static uint8_t bytes[PART];
    ssize_t n = read_part(bytes);

    if (n < 0)
        return fail("reading the words");
    bytes[n < MAX_WORDS ? n : MAX_WORDS] = '\0';
    if (!watermark_write(STDOUT_FILENO, points(sheet->width), points(sheet->height),
                         (const char *)bytes))
        return fail("writing the PDF");
    return 0;
}

static int make_pages(const struct sheet *sheet)
{
    struct text_decoder decoder;
    struct pages *pages;
    bool complete;

    if (!find_encoding(&decoder))
        return fail("standard input must be a file");
    pages = pages_new(STDOUT_FILENO, points(sheet->width), points(sheet->height),
                      points(margin_of(sheet)));
    if (pages == NULL)
        return fail("no memory");
    complete = lay_out(&decoder, pages);
    if (!pages_end(pages) || !complete)
        return fail("writing the PDF");
    return 0;
}

int main(int argc, char **argv)
{
    struct sheet sheet = {21000, 29700, 0, false};

    for (int i = 1; i < argc; i += 2)
        if (i + 1 == argc || !set_option(&sheet, argv[i], argv[i + 1])) {
            fputs("usage: canon-text-pdf [--paper WIDTHxHEIGHT] [--margin N]\n"
                  "                      [--as text|watermark] <TEXT >PDF\n"
                  "       sizes in 1/100 mm\n",
                  stderr);
            return 2;
        }
    return sheet.watermark ? make_watermark(&sheet) : make_pages(&sheet);
}
