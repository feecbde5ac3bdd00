/*
 * test-code-text.c - what runs through a ream of paper is told from what people print.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/code-text.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

/* A text of a piece that is repeated, looked at in small steps. */
static enum code_text judge(const char *piece, unsigned times, size_t step)
{
    struct code_text_look look = {0};
    size_t n = strlen(piece);

    for (unsigned i = 0; i < times; i++)
        for (size_t at = 0; at < n; at += step)
            code_text_feed(&look, (const uint8_t *)piece + at, n - at < step ? n - at : step);
    return code_text_judge(&look);
}

static bool is(const char *piece, unsigned times, enum code_text expected)
{
    return judge(piece, times, 4096) == expected && judge(piece, times, 1) == expected;
}

static void test_code(void)
{
    ok(is("/m /moveto load def\n72 720 moveto gsave 0.5 setgray 300 0 rlineto\n"
          "closepath grestore showpage\n",
          2, CODE_TEXT_POSTSCRIPT),
       "PostScript without its first line");
    ok(is("&l26A&l0O\n*p300x400Y(s10H\nText of a page\n&a2000v100H "
          "more\n*t600R\n*r1A\n*b3m20W\n",
          3, CODE_TEXT_PCL),
       "PCL that has lost its escape characters");
    ok(is("@PJL SET COPIES=1\n", 8, CODE_TEXT_PCL), "PJL and nothing behind it");
    ok(is("PU100,200;PD300,400,500,600;PA0,0;\n", 20, CODE_TEXT_PLOTTER), "HP-GL");
    ok(is("JVBERi0xLjcKJeLjz9MKMSAwIG9iago8PCAvVHlwZSAvQ2F0YWxvZyAvUGFnZXMgMiAwIFIgPj4K\n", 60,
          CODE_TEXT_DATA),
       "Base64 of a document");
    ok(is("7f454c4602010100000000000000000003003e0001000000c0a10200000000004000000000000000\r"
          "\n",
          60, CODE_TEXT_DATA),
       "Hexadecimal, with the line ends of DOS");
    ok(is("A heading\n\001\002 \003\004 and more\n", 4, CODE_TEXT_BINARY),
       "Bytes that no text has");
}

/* What people print of their own: program sources, logs, tables, letters. */
static const char *const texts[] = {
    "static int main(void) { return printf(\"%d\\n\", 1); } /* moveto in a comment */\n",
    "def draw(self):\n    self.moveto(1, 2)\n    self.lineto(3, 4)\n",
    "#!/bin/sh\nset -u\nfor f in *; do echo \"$f\" | sed 's/a/b/'; done\n",
    "<p>A page <b>of</b> a web site</p>\n",
    "2026-11-27,12:00:01,203.0.113.7,GET,/index.html,200,1532,Mozilla,0.123,0.456,0.789\n",
    "Jan  1 00:00:00 host program[1]: something has happened again, and it is told here\n",
    "MOVE;100,200;The plotter;stands;in room;12;AB 12;CD 34;and that is a sentence of words;\n",
    "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ\n-----END CERTIFICATE-----\n",
    "Alle Menschen sind frei und gleich an Würde und Rechten geboren.\n",
    "Tous les êtres humains naissent libres et égaux en dignité et en droits.\n",
    "Todos los seres humanos nacen libres e iguales en dignidad y derechos.\n",
    "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti.\n",
    "Todos os seres humanos nascem livres e iguais em dignidade e em direitos.\n",
    "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.\n",
    "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。\n",
    "人人生而自由在尊严和权利上一律平等他们赋有理性和良心并应以兄弟关系的精神相对待\n",
    "All human beings are born free and equal in dignity and rights.\n",
    "Gr\374\337e aus K\366ln, in einer alten Codepage.\n",
    "\n\n\n\f",
};

static void test_texts(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ok(is(texts[i], 200, CODE_TEXT_NONE), "Text %zu is a text", i + 1);
    ok(is("", 0, CODE_TEXT_NONE), "So is nothing");
}

static void test_limits(void)
{
    static const char line[] =
        "JVBERi0xLjcKJeLjz9MKMSAwIG9iago8PCAvVHlwZSAvQ2F0YWxvZyAvUGFnZXMgMiAwIFIg\n";
    struct code_text_look look = {0};

    ok(is(line, 39, CODE_TEXT_NONE), "A key of 39 lines may be printed");
    ok(is(line, 40, CODE_TEXT_DATA), "40 lines are asked about");
    for (int i = 0; i < 7; i++)
        code_text_feed(&look, (const uint8_t *)"x\001", 2);
    ok(code_text_judge(&look) == CODE_TEXT_NONE, "Seven bytes may be damaged");
    code_text_feed(&look, (const uint8_t *)"\001", 1);
    ok(code_text_judge(&look) == CODE_TEXT_BINARY, "Eight in a short text are no text");
    for (int i = 0; i < 20000; i++)
        code_text_feed(&look, (const uint8_t *)"letters and so on\n", 18);
    ok(code_text_judge(&look) == CODE_TEXT_NONE, "In a long one they are damage");
    ok(is("showpage moveto lineto gsave grestore\n", 100, CODE_TEXT_NONE),
       "A text about PostScript may name five of its words");
    ok(is("showpage moveto lineto gsave grestore exch\n", 1, CODE_TEXT_POSTSCRIPT),
       "With six it is asked about");
}

int main(void)
{
    test_code();
    test_texts();
    test_limits();
    return tap_done();
}
