/*
 * test-sniff.c - what a document is, by its first bytes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/sniff.h"

#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(t) t, sizeof(t) - 1

static void is(const char *bytes, size_t n, const char *format, const char *behaviour)
{
    uint8_t *exact = malloc(n > 0 ? n : 1); /* for the sanitizer */
    struct sniffed s;

    if (exact == NULL)
        return;
    memcpy(exact, bytes, n);
    sniff(exact, n, true, &s);
    if (!ok(s.what != NULL && (s.format == NULL) == (format == NULL) &&
                (format == NULL || strcmp(s.format, format) == 0),
            "%s", behaviour))
        diag("%s: %s", s.format != NULL ? s.format : "none", s.what);
    free(exact);
}

static void test_printed(void)
{
    is(TEXT("RaS2PwgR...."), "image/pwg-raster", "PWG raster is known");
    is(TEXT("UNIRAST\0...."), "image/urf", "Apple raster is known");
    is(TEXT("\377\330\377\340"), "image/jpeg", "JPEG is known");
    is(TEXT("\211PNG\r\n\032\n"), "image/png", "PNG is known");
    is(TEXT("%PDF-1.7\n"), "application/pdf", "PDF is known");
    is(TEXT("%!PS-Adobe-3.0\n"), "application/postscript", "PostScript is known");
    is(TEXT("%!\n"), "application/postscript", "So is the shortest");
    is(TEXT("\305\320\323\306\036\0\0\0"), "application/postscript", "And EPS in a DOS file");
    is(TEXT("\315\312\020\0"), "application/vnd.canon-ufr2lt", "UFR II LT is known");
}

static void test_before(void)
{
    struct sniffed s;
    char late[1100];

    is(TEXT("\r\n\n  %!PS"), "application/postscript", "Blanks before PostScript are skipped");
    is(TEXT("\004%!PS"), "application/postscript", "So is the Ctrl-D of AdobePS");
    is(TEXT("\357\273\277%!PS"), "application/postscript", "And a byte order mark");
    sniff((const uint8_t *)"\001M%!PS\n", 7, true, &s);
    ok(s.format != NULL && s.tbcp && s.offset == 2, "Tagged binary PostScript is known");
    sniff((const uint8_t *)"\r\n%PDF-1.4\n", 11, true, &s);
    ok(s.format != NULL && s.offset == 2, "A PDF document begins with its header");
    memset(late, '\1', sizeof(late));
    memcpy(late + 1000, "%PDF-1.4", 8);
    is(late, sizeof(late), "application/pdf", "Up to 1 KiB of other bytes may be before it");
    memset(late, '\1', sizeof(late));
    memcpy(late + 1025, "%PDF-1.4", 8);
    is(late, sizeof(late), NULL, "But no more");
    is(TEXT("HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\r\n"), "application/pdf",
       "Lines before it are no text");
    is(TEXT("A file begins with %PDF-1.4 as its header.\n"), "text/plain",
       "A text that mentions the header is a text");
}

static void test_text(void)
{
    is(TEXT("Hello, world.\n"), "text/plain", "ASCII is text");
    is(TEXT("Pr\303\274fung \345\217\260\347\201\243\r\n"), "text/plain", "UTF-8 is text");
    is(TEXT("\357\273\277Pr\303\274fung"), "text/plain", "So it is with a byte order mark");
    is(TEXT("\377\376H\0i\0\n\0"), "text/plain", "UTF-16 with its mark is text");
    is(TEXT("\376\377\0H\0i\330\074\337\263"), "text/plain", "In the other order, too");
    is(TEXT("H\0e\0l\0l\0o\0"), NULL, "Without the mark it is not");
    is(TEXT("\377\376H\0\0\0"), NULL, "Nor with a NUL in it");
    is(TEXT("\377\376\0\334H\0"), NULL, "Nor with half a pair");
    is(TEXT("Pr\374fung der Unterlagen"), "text/plain", "Eight bits of a code page are text");
    is(TEXT("line\ttab\fform\r\nfeed\032"), "text/plain",
       "Tabs, form feeds, a DOS end are text");
    is(TEXT("a\0b"), NULL, "A NUL is not");
    is(TEXT("a \033[1mbold\033[0m"), NULL, "Nor is an escape sequence");
    is(TEXT("\250\347\301\222\260\361"), NULL, "A few high bytes are not");
    is(TEXT(""), NULL, "Nothing is not");
    is(TEXT("def f(x):\n    return {x: '<b>'}\n"), "text/plain", "Python is text");
    is(TEXT("BMW and MZ, II* of them: P1, 7z\n"), "text/plain",
       "Marks in a text do not make it a picture");
    is(TEXT("WEBP WEBPWEBP ftypheic ftyp and 0123456789012 EMF\n"), "text/plain",
       "Nor do marks behind its beginning");
}

static void test_charset(void)
{
    struct sniffed s;

    sniff((const uint8_t *)"Pr\303", 3, false, &s);
    ok(s.charset != NULL && strcmp(s.charset, "utf-8") == 0,
       "A letter that is cut off by the look is UTF-8 still");
    sniff((const uint8_t *)"Pr\303", 3, true, &s);
    ok(s.charset != NULL && strcmp(s.charset, "windows-1252") == 0,
       "One that is cut off by the end is not");
    sniff((const uint8_t *)"\376\377\0H", 4, true, &s);
    ok(s.charset != NULL && strcmp(s.charset, "utf-16be") == 0, "The order of bytes is told");
}

static void test_refused(void)
{
    is(TEXT("\033E\033&l0O"), "application/vnd.hp-pcl", "PCL is called so");
    is(TEXT("\033&l0OHello"), "application/vnd.hp-pcl", "Without its reset, too");
    is(TEXT(") HP-PCL XL;2;0\n"), "application/vnd.hp-pclxl", "PCL XL is called so");
    is(TEXT("\033@Hello"), "application/vnd.epson-escp", "ESC/P is called so");
    is(TEXT("\033%@\033P41;600;1J"), "application/vnd.canon-lips", "LIPS is called so");
    is(TEXT("<!DOCTYPE HTML><p>"), "text/html", "A web page is no text");
    is(TEXT("\n <html>"), "text/html", "Also behind blanks");
    is(TEXT("<?xml version='1.0'?><svg/>"), "image/svg+xml", "SVG is called so");
    is(TEXT("<?xml version='1.0'?><a/>"), "application/xml", "XML is called so");
    is(TEXT("\377\376<\0h\0t\0m\0l\0>\0"), "text/html", "A web page in UTF-16 is no text");
    is(TEXT("{\\rtf1 hello}"), "application/rtf", "RTF is called so");
    is(TEXT("PK\003\004...."), "application/zip", "An office document is called so");
    is(TEXT("\320\317\021\340\241\261\032\341"), "application/x-ole-storage",
       "An old one, too");
    is(TEXT("II*\0...."), "image/tiff", "TIFF is called so");
    is(TEXT("GIF89a"), "image/gif", "GIF is called so");
    is(TEXT("RIFF\1\0\0\0WEBPVP8 "), "image/webp", "WebP is called so");
    is(TEXT("\0\0\0\030ftypheic"), "image/heic", "HEIC is called so");
    is(TEXT("RaS3...."), "application/vnd.cups-raster", "CUPS raster is called so");
    is(TEXT("%%BoundingBox: 0 0 10 10\n0 0 moveto\n"), "application/x-postscript-part",
       "PostScript without %! is no text");
    is(TEXT("/m {moveto} def\ngsave 10 20 m\n(x) show\ngrestore\nshowpage\n"),
       "application/x-postscript-part", "Nor is its code without any comment");
    is(TEXT("\377\376%\0!\0P\0S\0"), "application/x-postscript-part", "Nor in 16 bits");
    is(TEXT("Hello\n@PJL SET COPIES=2\n"), "application/vnd.hp-pjl",
       "Nor is PJL in the middle");
}

int main(void)
{
    test_printed();
    test_before();
    test_text();
    test_charset();
    test_refused();
    return tap_done();
}
