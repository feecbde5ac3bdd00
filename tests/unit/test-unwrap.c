/*
 * test-unwrap.c - documents in PJL, with Ctrl-D, in tagged binary.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/unwrap.h"

#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UEL     "\033%-12345X"
#define TEXT(t) t, sizeof(t) - 1

static const char windows_7[] =
    UEL "@PJL JOB NAME = \"Pr\374fung 1\"\r\n"
        "@PJL COMMENT a driver\r\n"
        "@PJL SET QTY=2\r\n@PJL SET COPIES = 1\r\n"
        "@PJL SET DUPLEX=ON\r\n@PJL SET BINDING=SHORTEDGE\r\n"
        "@PJL SET PAPER=LETTER\r\n@PJL SET MEDIASOURCE=TRAY2\r\n"
        "@PJL SET ECONOMODE=ON\r\n@PJL SET USERNAME=\"M\374ller\"\r\n"
        "@PJL ENTER LANGUAGE = POSTSCRIPT \r\n"
        "%!PS-Adobe-3.0\nshowpage\n\004" UEL "@PJL EOJ\r\n" UEL;

/* The document of all bytes, handed over in pieces of this size. */
static size_t pass(const char *all, size_t n, size_t piece, uint8_t *out)
{
    struct unwrap_info info;
    struct unwrap u;
    size_t used = 0;

    (void)unwrap_look((const uint8_t *)all, n < 4096 ? n : 4096, n <= 4096, &info);
    unwrap_begin(&u, &info);
    for (size_t at = 0; at < n; at += piece) {
        size_t now = n - at < piece ? n - at : piece;
        uint8_t *room = malloc(UNWRAP_ROOM(now));
        size_t got;

        if (room == NULL)
            return 0;
        got = unwrap_pass(&u, (const uint8_t *)all + at, now, room);
        memcpy(out + used, room, got);
        used += got;
        free(room);
    }
    return used + unwrap_finish(&u, out + used);
}

static void gives(const char *all, size_t n, const char *document, size_t length,
                  const char *behaviour)
{
    static uint8_t out[8192];

    for (size_t piece = 1; piece <= n + 1; piece++) {
        size_t got = pass(all, n, piece, out);

        if (got != length || memcmp(out, document, length) != 0) {
            ok(false, "%s", behaviour);
            diag("pieces of %zu: %zu bytes: %.*s", piece, got, (int)got, (char *)out);
            return;
        }
    }
    ok(true, "%s", behaviour);
}

static void test_look(void)
{
    struct unwrap_info i;

    ok(unwrap_look((const uint8_t *)windows_7, sizeof(windows_7) - 1, true, &i) && i.wrapped &&
           strcmp(i.document.format, "application/postscript") == 0 &&
           memcmp(windows_7 + i.document.offset, "%!PS", 4) == 0,
       "PostScript in PJL is found");
    ok(strcmp(i.language, "POSTSCRIPT") == 0, "With its language");
    ok(strcmp(i.wishes.name, "Pr\303\274fung 1") == 0, "Its title is in UTF-8");
    ok(strcmp(i.wishes.user, "M\303\274ller") == 0, "So is its user");
    ok(i.wishes.copies == 2 && i.wishes.collated, "QTY are collated copies");
    ok(strcmp(i.wishes.sides, "two-sided-short-edge") == 0,
       "Two sides and their edge are read");
    ok(strcmp(i.wishes.media, "na_letter_8.5x11in") == 0 &&
           strcmp(i.wishes.source, "tray-2") == 0 && strcmp(i.wishes.toner_save, "on") == 0,
       "So are paper, drawer and toner save");
    ok(unwrap_look((const uint8_t *)TEXT("%PDF-1.4\n"), true, &i) && !unwrap_needed(&i) &&
           i.wishes.copies == 0 && i.wishes.sides == NULL,
       "A bare document has no wrapper and no wishes");
    ok(unwrap_look((const uint8_t *)TEXT(UEL "%PDF-1.4\n"), true, &i) && i.wrapped &&
           i.document.offset == 9,
       "An exit alone before a document is a wrapper");
    ok(unwrap_look((const uint8_t *)TEXT("\r\n\004" UEL "@PJL\n%!PS"), true, &i) &&
           i.document.offset == 17,
       "Blanks and Ctrl-D may be before the first exit");
    ok(unwrap_look((const uint8_t *)TEXT("@PJL SET COPIES=3\n%!PS"), true, &i) &&
           i.wishes.copies == 3 && !i.wishes.collated,
       "The first exit may be missing");
}

static void test_refused(void)
{
    struct unwrap_info i;
    char comment[5000];

    ok(unwrap_look((const uint8_t *)TEXT(UEL "@PJL ENTER LANGUAGE=PCLXL\n) HP-PCL XL;2;0"),
                   true, &i) &&
           strcmp(i.document.format, "application/vnd.hp-pclxl") == 0,
       "PCL XL in PJL is called so");
    ok(unwrap_look((const uint8_t *)TEXT(UEL "\033E\033&l0O"), true, &i) &&
           strcmp(i.document.format, "application/vnd.hp-pcl") == 0,
       "So is PCL");
    ok(unwrap_look((const uint8_t *)TEXT(UEL "@PJL ENTER LANGUAGE=PCL\nHello"), true, &i) &&
           strcmp(i.document.format, "application/vnd.hp-pcl") == 0 &&
           i.document.charset == NULL,
       "Letters in PCL are no text");
    ok(unwrap_look((const uint8_t *)TEXT(UEL "@PJL ENTER LANGUAGE=POSTSCRIPT\n(x) show\n"),
                   true, &i) &&
           strcmp(i.document.format, "application/x-postscript-part") == 0,
       "Nor in PostScript without its first line");
    ok(unwrap_look((const uint8_t *)TEXT(UEL "@PJL INFO ID\r\n" UEL), true, &i) &&
           strcmp(i.document.format, "application/vnd.hp-pjl") == 0,
       "PJL alone is no document");
    memset(comment, 'x', sizeof(comment));
    memcpy(comment, UEL "@PJL COMMENT ", 22);
    ok(!unwrap_look((const uint8_t *)comment, 4096, false, &i) &&
           strcmp(i.document.what, "PJL without an end") == 0,
       "PJL without an end is nothing");
    ok(!unwrap_look((const uint8_t *)TEXT(UEL "@PJL SET"), true, &i), "Cut off in a line, too");
}

static void test_values(void)
{
    static const struct {
        const char *line;
        int copies;
        const char *sides;
    } rows[] = {
        {"@PJL SET COPIES=0",          0,   NULL                 },
        {"@PJL SET COPIES=1000",       0,   NULL                 },
        {"@PJL SET COPIES=999999999",  0,   NULL                 },
        {"@PJL SET COPIES=-1",         0,   NULL                 },
        {"@PJL SET COPIES=",           0,   NULL                 },
        {"@PJL SET COPIES",            0,   NULL                 },
        {"@PJL SET = 5",               0,   NULL                 },
        {"@PJL",                       0,   NULL                 },
        {"@pjl set copies = \"999\"",  999, NULL                 },
        {"@PJL SET DUPLEX=OFF",        0,   "one-sided"          },
        {"@PJL SET DUPLEX=ON",         0,   "two-sided-long-edge"},
        {"@PJL SET DUPLEX=MAYBE",      0,   NULL                 },
        {"@PJL SET BINDING=SHORTEDGE", 0,   NULL                 },
        {"@PJL JOB \"x\" = = NAME",    0,   NULL                 },
        {"@PJL JOB NAME=\"",           0,   NULL                 },
    };

    for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
        char text[200];
        struct unwrap_info i;

        snprintf(text, sizeof(text), "%s%s\n%%!PS", UEL, rows[k].line);
        (void)unwrap_look((const uint8_t *)text, strlen(text), true, &i);
        ok(i.wishes.copies == rows[k].copies &&
               (i.wishes.sides == NULL) == (rows[k].sides == NULL) &&
               (rows[k].sides == NULL || strcmp(i.wishes.sides, rows[k].sides) == 0),
           "'%s' asks %d copies and %s", rows[k].line, rows[k].copies,
           rows[k].sides != NULL ? rows[k].sides : "nothing of the sides");
    }
}

static void test_pass(void)
{
    gives(windows_7, sizeof(windows_7) - 1, TEXT("%!PS-Adobe-3.0\nshowpage\n"),
          "A driver's document comes out bare");
    gives(TEXT("\004%!PS\nshowpage\n\004"), TEXT("%!PS\nshowpage\n"),
          "Ctrl-D before and after PostScript is left out");
    gives(TEXT("%!PS\n\004\r\n\004\n"), TEXT("%!PS\n"), "So are several at the end");
    gives(TEXT("%!PS\n<~\004\004x\004\n~>\n"), TEXT("%!PS\n<~\004\004x\004\n~>\n"),
          "In the middle they are data");
    gives(TEXT("%PDF-1.4\n\004\004"), TEXT("%PDF-1.4\n\004\004"), "A PDF document keeps them");
    gives(TEXT("%!PS\n\033%-12345Yx" UEL), TEXT("%!PS\n\033%-12345Yx" UEL),
          "Without a wrapper there is no exit");
    gives(TEXT(UEL "%PDF-1.4\nx\033\033%-1\033%-12345" UEL "@PJL EOJ\n"),
          TEXT("%PDF-1.4\nx\033\033%-1\033%-12345"), "What only looks like an exit is data");
    gives(TEXT(UEL "%PDF-1.4\n\033%-123"), TEXT("%PDF-1.4\n\033%-123"),
          "So is one that is cut off");
    gives(TEXT("\001M%!PS\n\001A\001D\001\134\005x\001Q\004rest"),
          TEXT("%!PS\n\001\004\034x\021"), "Tagged binary is undone, its Ctrl-D is the end");
    gives(TEXT("\001M%!PS\n\033\001[x\033%-12345X@PJL"), TEXT("%!PS\n\033\033x"),
          "And so is its exit");
    gives(TEXT("\r\n  %PDF-1.4\nx"), TEXT("%PDF-1.4\nx"), "Blanks before PDF are left out");
}

static void test_apply(void)
{
    struct unwrap_info i;
    ipp_t *attrs = ippNew(), *said = ippNew();
    ipp_attribute_t *attr;

    (void)unwrap_look((const uint8_t *)windows_7, sizeof(windows_7) - 1, true, &i);
    unwrap_apply(&i.wishes, attrs);
    ok(ippGetInteger(ippFindAttribute(attrs, "copies", IPP_TAG_INTEGER), 0) == 2,
       "Copies become an attribute");
    attr = ippFindAttribute(attrs, "sides", IPP_TAG_KEYWORD);
    ok(attr && strcmp(ippGetString(attr, 0, NULL), "two-sided-short-edge") == 0,
       "So do the sides");
    attr = ippFindAttribute(attrs, "media-col/media-source", IPP_TAG_KEYWORD);
    ok(attr && strcmp(ippGetString(attr, 0, NULL), "tray-2") == 0, "And the drawer");
    ippAddInteger(said, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 7);
    ippAddString(said, IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", NULL, "one-sided");
    ippAddString(said, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, "iso_a4_210x297mm");
    unwrap_apply(&i.wishes, said);
    ok(ippGetInteger(ippFindAttribute(said, "copies", IPP_TAG_INTEGER), 0) == 7 &&
           ippFindAttribute(said, "media-col", IPP_TAG_ZERO) == NULL &&
           ippFindAttribute(said, "toner-save", IPP_TAG_ZERO) != NULL,
       "What the request says already is left alone");
    ippDelete(attrs);
    ippDelete(said);
}

int main(void)
{
    test_look();
    test_refused();
    test_values();
    test_pass();
    test_apply();
    return tap_done();
}
