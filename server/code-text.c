/*
 * code-text.c - see code-text.h.
 *
 * The limits were set on real texts and real data (tests/unit/test-code-text.c): program
 * sources, logs, tables and texts in ten languages are left alone, so each rule wants more of
 * its signs than any of these has.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "code-text.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* One control character in so many bytes is no text any more; a few may be damage. */
#define BYTES_OF_A_CONTROL 2000
#define SOME_CONTROLS      8

#define POSTSCRIPT_WORDS 6  /* different ones */
#define PCL_WORDS        6  /* and one word of 20 */
#define PLOTTER_SHARE    60 /* % of all bytes */
#define PLOTTER_BYTES    512
#define LONG_LINE        60
#define DATA_LINES       40 /* a key or a signature is shorter */
#define DATA_SHARE       80 /* % of the bytes are in long lines of letters and digits */

/* Words of PostScript that a text about something else hardly has. */
static const char *const postscript[] = {
    "showpage",  "moveto",      "lineto",       "gsave",         "grestore",    "findfont",
    "scalefont", "setfont",     "setgray",      "curveto",       "newpath",     "closepath",
    "exch",      "rmoveto",     "setlinewidth", "setpagedevice", "currentdict", "selectfont",
    "rlineto",   "setrgbcolor", "currentpoint", "setdash",       "stringwidth", "currentfile",
};
_Static_assert(COUNT(postscript) == CODE_TEXT_WORDS, "a flag for each");

static bool is_letter(uint8_t b)
{
    return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
}

static bool is_digit(uint8_t b)
{
    return b >= '0' && b <= '9';
}

static bool is_control(uint8_t b)
{
    return (b < ' ' && !(b >= '\b' && b <= '\r') && b != 0x1A) || b == 0x7F;
}

/* ---- words ---- */

/* "&l0O", "*p300x400Y", "(s12H" with or without the escape character before it, "@PJL". */
static bool is_pcl(const char *word, unsigned n)
{
    unsigned i = 2;

    if (n >= 4 && memcmp(word, "@PJL", 4) == 0)
        return true;
    if (n < 4 || strchr("&*()", word[0]) == NULL || word[1] < 'a' || word[1] > 'z')
        return false;
    while (i < n && (is_digit((uint8_t)word[i]) || word[i] == '-' || word[i] == '.'))
        i++;
    return i > 2 && i < n && is_letter((uint8_t)word[i]);
}

static void end_word(struct code_text_look *look)
{
    if (look->word_length == 0)
        return;
    look->words++;
    if (look->word_length < sizeof(look->word)) {
        look->word[look->word_length] = '\0';
        for (size_t i = 0; i < COUNT(postscript); i++)
            look->seen[i] = look->seen[i] || strcmp(look->word, postscript[i]) == 0;
    }
    look->pcl += is_pcl(look->word, look->word_length < sizeof(look->word)
                                        ? look->word_length
                                        : (unsigned)sizeof(look->word) - 1);
    look->word_length = 0;
}

static void feed_word(struct code_text_look *look, uint8_t b)
{
    if (b <= ' ' || b == '{' || b == '}' || b == 0x7F) {
        end_word(look);
        return;
    }
    if (look->word_length < sizeof(look->word) - 1)
        look->word[look->word_length] = (char)b;
    look->word_length++;
}

/* ---- commands of plotters: two capital letters, numbers, a semicolon ---- */

static void feed_command(struct code_text_look *look, uint8_t b)
{
    bool number = is_digit(b) || b == '-' || b == '.' || b == ',' || b == ' ' || b == '+';

    if (b == '\n' || b == '\r')
        return;
    look->command_length++;
    if (b == ';') {
        if (look->command_good && look->command_letters == 2)
            look->plotter += look->command_length;
        look->command_length = look->command_letters = 0;
        look->command_good = true;
    } else if (b >= 'A' && b <= 'Z' && look->command_letters < 2 &&
               look->command_length == look->command_letters + 1) {
        look->command_letters++;
    } else if (!number || look->command_letters < 2)
        look->command_good = false;
}

/* ---- lines ---- */

static void end_line(struct code_text_look *look)
{
    if (look->line == 0)
        return;
    look->lines++;
    look->even_lines += look->line == look->last_line;
    if (!look->other && look->line >= LONG_LINE)
        look->unbroken += look->line;
    look->last_line = look->line;
    look->line = 0;
    look->other = false;
}

static void feed_line(struct code_text_look *look, uint8_t b)
{
    if (b == '\n' || b == '\r' || b == '\f') {
        end_line(look);
        return;
    }
    look->line++;
    /* letters, digits and the two signs of base64; tables and writing without blanks have more
     */
    look->other =
        look->other || !(is_letter(b) || is_digit(b) || b == '+' || b == '/' || b == '=');
}

void code_text_feed(struct code_text_look *look, const uint8_t *bytes, size_t n)
{
    if (look->bytes == 0)
        look->command_good = true;
    for (size_t i = 0; i < n; i++) {
        look->bytes++;
        look->controls += is_control(bytes[i]);
        feed_word(look, bytes[i]);
        feed_command(look, bytes[i]);
        feed_line(look, bytes[i]);
    }
}

/* ---- the answer ---- */

static unsigned count_seen(const struct code_text_look *look)
{
    unsigned n = 0;

    for (size_t i = 0; i < COUNT(postscript); i++)
        n += look->seen[i];
    return n;
}

static bool is_share(uint64_t part, uint64_t whole, unsigned percent)
{
    return whole > 0 && part * 100 >= whole * percent;
}

/* Most bytes stand in long lines of letters and digits, most of which are as long as their
 * neighbour. */
static bool is_data(const struct code_text_look *look)
{
    return look->lines >= DATA_LINES && is_share(look->unbroken, look->bytes, DATA_SHARE) &&
           is_share(look->even_lines, look->lines, DATA_SHARE);
}

enum code_text code_text_judge(const struct code_text_look *open)
{
    struct code_text_look look = *open;

    end_word(&look);
    end_line(&look);
    if (look.controls >= SOME_CONTROLS && look.controls >= look.bytes / BYTES_OF_A_CONTROL)
        return CODE_TEXT_BINARY;
    if (count_seen(&look) >= POSTSCRIPT_WORDS)
        return CODE_TEXT_POSTSCRIPT;
    if (look.pcl >= PCL_WORDS && look.pcl * 20 >= look.words)
        return CODE_TEXT_PCL;
    if (look.bytes >= PLOTTER_BYTES && is_share(look.plotter, look.bytes, PLOTTER_SHARE))
        return CODE_TEXT_PLOTTER;
    return is_data(&look) ? CODE_TEXT_DATA : CODE_TEXT_NONE;
}

const char *code_text_words(enum code_text code)
{
    switch (code) {
    case CODE_TEXT_BINARY:
        return "data that are no text";
    case CODE_TEXT_POSTSCRIPT:
        return "a PostScript program";
    case CODE_TEXT_PCL:
        return "a program for a PCL printer";
    case CODE_TEXT_PLOTTER:
        return "a program for a plotter";
    case CODE_TEXT_DATA:
        return "coded data";
    case CODE_TEXT_NONE:
        break;
    }
    return "a text";
}
