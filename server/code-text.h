/*
 * code-text.h - whether a text is one that people read, or a program for a printer, coded data
 * or a file that is none: what runs through a ream of paper when it is printed.
 *
 * sniff.h sees the beginning of a document and refuses what it can name. This looks at the
 * whole of what was taken for text, because data often begin like a text and go on otherwise,
 * and because much of it has no mark. It may be wrong in both ways; so it refuses nothing: it
 * says when a person should be asked.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CODE_TEXT_H
#define SERVER_CODE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CODE_TEXT_WORDS 24 /* of PostScript that are looked for */

/* Why a text is doubted, in the order in which the answers are preferred. */
enum code_text {
    CODE_TEXT_NONE,       /* it reads like a text */
    CODE_TEXT_BINARY,     /* characters that no text has */
    CODE_TEXT_POSTSCRIPT, /* words of the language */
    CODE_TEXT_PCL,        /* PCL or PJL of which the escape characters may be lost */
    CODE_TEXT_PLOTTER,    /* HP-GL: two letters and numbers, again and again */
    CODE_TEXT_DATA,       /* long lines of letters and digits, all as long: base64, hex */
};

/* A text that is looked at piece by piece. All 0 at first; the members are its own. */
struct code_text_look {
    uint64_t bytes, controls;
    uint64_t line;              /* bytes of the open line */
    uint64_t lines, even_lines; /* ended ones that are not empty; as long as the one before */
    uint64_t last_line;         /* length of the last one */
    uint64_t unbroken;          /* bytes of lines of 60 and more that are only that */
    bool other;                 /* the open line has something else than letters and digits */
    char word[16];              /* the open word */
    unsigned word_length;
    uint64_t words;
    bool seen[CODE_TEXT_WORDS];
    uint64_t pcl;     /* words that are commands of PCL or PJL */
    uint64_t plotter; /* bytes of plotter commands */
    char command[4];  /* the open one: letters */
    unsigned command_letters;
    unsigned command_length;
    bool command_good;
};

/* code_text_feed - the next n bytes of the text, in any eight-bit character set or UTF-8. */
void code_text_feed(struct code_text_look *look, const uint8_t *bytes, size_t n);

/* code_text_judge - what the bytes so far are. The last line and word count as ended. */
enum code_text code_text_judge(const struct code_text_look *look);

/* code_text_words - for a sentence, with article: "a PostScript program". */
const char *code_text_words(enum code_text code);

#endif
