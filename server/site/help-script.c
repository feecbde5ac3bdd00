/*
 * help-script.c - a PowerShell script that adds a printer, short enough to be read before it is
 * run.
 *
 * What comes from elsewhere is in strings of single quotes only, in which PowerShell replaces
 * nothing; in comments it has no line ends. Source: PowerShell's about_Quoting_Rules and
 * Add-Printer of the module PrintManagement (IppURL: Windows 11).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "help-parts.h"

#include "server/charset.h"

#include <stdlib.h>
#include <string.h>

/* The typographic single quotes U+2018 to U+201B: e2 80 98 to e2 80 9b. PowerShell ends a
 * string with each of them. */
static size_t quote_bytes(const char *at)
{
    if (*at == '\'')
        return 1;
    return (unsigned char)at[0] == 0xe2 && (unsigned char)at[1] == 0x80 &&
                   (unsigned char)at[2] >= 0x98 && (unsigned char)at[2] <= 0x9b
               ? 3
               : 0;
}

bool help_quote(const char *text, char *quoted, size_t size)
{
    size_t n = 0;

    if (size < 3)
        return false;
    quoted[n++] = '\'';
    while (*text != '\0') {
        size_t mark = quote_bytes(text), bytes = mark > 0 ? mark : 1;

        if (n + 2 * bytes + 2 > size)
            return false;
        if (mark == 0 && ((unsigned char)*text < 0x20 || *text == 0x7f)) {
            text++;
            continue;
        }
        memcpy(quoted + n, text, bytes);
        n += bytes;
        if (mark > 0) {
            memcpy(quoted + n, text, bytes);
            n += bytes;
        }
        text += bytes;
    }
    quoted[n++] = '\'';
    quoted[n] = '\0';
    return true;
}

/* Only what addresses of ours have. */
static bool is_address(const char *address)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789.:/-_[]%~+";

    return strncmp(address, "http", 4) == 0 && strspn(address, allowed) == strlen(address);
}

/* A line of a comment. */
static void put_comment(FILE *out, const char *text)
{
    fputs("# ", out);
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0x20 && *text != 0x7f)
            fputc(*text, out);
    fputs("\r\n", out);
}

static void put_quoted(FILE *out, const char *before, const char *text, const char *after)
{
    char quoted[1200];

    fputs(before, out);
    fputs(help_quote(text, quoted, sizeof(quoted)) ? quoted : "''", out);
    fputs(after, out);
}

static void put_script(FILE *out, enum words_language language, const char *printer,
                       const char *address)
{
    char text[600];

    fputs("\xef\xbb\xbf", out); /* by which PowerShell 5 knows UTF-8 */
    say_into(language, text, sizeof(text), "help.script-what", "printer", printer, NULL);
    put_comment(out, text);
    put_comment(out, word(language, "help.script-driver"));
    fputs("\r\n$ErrorActionPreference = 'Stop'\r\n", out);
    put_quoted(out, "$address = ", address, "\r\n\r\n");
    fputs("if (-not (Get-Command Add-Printer).Parameters.ContainsKey('IppURL')) {\r\n", out);
    put_quoted(out, "    Write-Host ", word(language, "help.script-old"), "\r\n");
    fputs("    Write-Host $address\r\n    exit 1\r\n}\r\nAdd-Printer -IppURL $address\r\n",
          out);
    put_quoted(out, "Write-Host ", word(language, "help.script-done"), "\r\n");
}

char *help_script(enum words_language language, const char *printer, const char *address)
{
    char *text = NULL, name[256];
    size_t n = 0;
    FILE *out;

    if (!is_address(address) || (out = open_memstream(&text, &n)) == NULL)
        return NULL;
    charset_tidy((const uint8_t *)printer, strlen(printer), name, sizeof(name));
    put_script(out, language, name, address);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
