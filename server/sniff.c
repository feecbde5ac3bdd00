/*
 * sniff.c - see sniff.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "sniff.h"

#include "charset.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define PDF        "application/pdf"
#define POSTSCRIPT "application/postscript"
#define FRAGMENT   "application/x-postscript-part" /* no interpreter is given it */
#define PCL        "application/vnd.hp-pcl"
#define PCLXL      "application/vnd.hp-pclxl"

/* A PDF file may have other bytes before its header, as readers have always allowed. */
#define PDF_WITHIN 1024

/* Binary formats, longest mark first where one begins another. */
static const struct {
    size_t at;
    const char *mark;
    size_t n;
    const char *format, *what;
} marks[] = {
    {0,  "RaS2PwgR",                         8,  "image/pwg-raster",                  "PWG raster"                         },
    {0,  "UNIRAST",                          8,  "image/urf",                         "Apple raster"                       },
    {0,  "\377\330\377",                     3,  "image/jpeg",                        "a JPEG picture"                     },
    {0,  "\211PNG\r\n\032\n",                8,  "image/png",                         "a PNG picture"                      },
    {0,  "\305\320\323\306",                 4,  POSTSCRIPT,                          "a PostScript document"              },
    {0,  "\315\312\020",                     3,  "application/vnd.canon-ufr2lt",      "UFR II LT"                          },
    {0,  "RaS2",                             4,  "application/vnd.cups-raster",       "CUPS raster"                        },
    {0,  "RaS3",                             4,  "application/vnd.cups-raster",       "CUPS raster"                        },
    {0,  "RaSt",                             4,  "application/vnd.cups-raster",       "CUPS raster"                        },
    {0,  "2SaR",                             4,  "application/vnd.cups-raster",       "CUPS raster"                        },
    {0,  "3SaR",                             4,  "application/vnd.cups-raster",       "CUPS raster"                        },
    {0,  "\033E",                            2,  PCL,                                 "PCL"                                },
    {0,  "\033&",                            2,  PCL,                                 "PCL"                                },
    {0,  "\033*",                            2,  PCL,                                 "PCL"                                },
    {0,  "\033(",                            2,  PCL,                                 "PCL"                                },
    {0,  "\033%0",                           3,  PCL,                                 "PCL"                                },
    {0,  "\033%1",                           3,  PCL,                                 "PCL"                                },
    {0,  ") HP-PCL XL;",                     12, PCLXL,                               "PCL XL"                             },
    {0,  "( HP-PCL XL;",                     12, PCLXL,                               "PCL XL"                             },
    {0,  "' HP-PCL XL;",                     12, PCLXL,                               "PCL XL"                             },
    {0,  "\033@",                            2,  "application/vnd.epson-escp",        "ESC/P"                              },
    {0,  "\033%@",                           3,  "application/vnd.canon-lips",        "LIPS"                               },
    {0,  "\033P",                            2,  "application/vnd.canon-lips",        "LIPS"                               },
    {0,  "\033[K",                           3,  "application/vnd.canon-bjl",         "a stream of Canon's inkjet printers"},
    {0,  "\315\312",                         2,  "application/vnd.canon-capt",        "a stream of another Canon driver"   },
    {0,  "JZJZ",                             4,  "application/vnd.zjs",               "ZjStream"                           },
    {0,  ",XQX",                             4,  "application/vnd.xqx",               "XQX"                                },
    {0,  "!R!",                              3,  "application/vnd.kyocera-prescribe", "PRESCRIBE"                          },
    {0,  "PK\003\004",                       4,  "application/zip",                   "a ZIP archive or office document"   },
    {0,  "\320\317\021\340\241\261\032\341", 8,  "application/x-ole-storage",
     "an old office document"                                                                                              },
    {0,  "{\\rtf",                           5,  "application/rtf",                   "an RTF document"                    },
    {0,  "II*\0",                            4,  "image/tiff",                        "a TIFF picture"                     },
    {0,  "MM\0*",                            4,  "image/tiff",                        "a TIFF picture"                     },
    {0,  "GIF8",                             4,  "image/gif",                         "a GIF picture"                      },
    {8,  "WEBP",                             4,  "image/webp",                        "a WebP picture"                     },
    {4,  "ftypheic",                         8,  "image/heic",                        "a HEIC picture"                     },
    {4,  "ftypheix",                         8,  "image/heic",                        "a HEIC picture"                     },
    {4,  "ftypmif1",                         8,  "image/heif",                        "a HEIF picture"                     },
    {4,  "ftypavif",                         8,  "image/avif",                        "an AVIF picture"                    },
    {4,  "ftyp",                             4,  "video/mp4",                         "a film"                             },
    {0,  "\0\0\0\014jP  \r\n\207\n",         12, "image/jp2",                         "a JPEG 2000 picture"                },
    {0,  "\377O\377Q",                       4,  "image/jp2",                         "a JPEG 2000 picture"                },
    {0,  "\0\0\0\014JXL ",                   8,  "image/jxl",                         "a JPEG XL picture"                  },
    {0,  "8BPS",                             4,  "image/vnd.adobe.photoshop",         "a Photoshop picture"                },
    {0,  "AT&TFORM",                         8,  "image/vnd.djvu",                    "a DjVu document"                    },
    {40, " EMF",                             4,  "image/emf",                         "a Windows metafile"                 },
    {0,  "\327\315\306\232",                 4,  "image/wmf",                         "a Windows metafile"                 },
    {0,  "\037\213",                         2,  "application/gzip",                  "a gzip archive"                     },
    {0,  "BZh",                              3,  "application/x-bzip2",               "a bzip2 archive"                    },
    {0,
     "\375"
     "7zXZ",                                 5,  "application/x-xz",                  "an xz archive"                      },
    {0,  "7z\274\257\047\034",               6,  "application/x-7z-compressed",       "a 7z archive"                       },
    {0,  "Rar!",                             4,  "application/vnd.rar",               "a RAR archive"                      },
    {0,  "\177ELF",                          4,  "application/x-executable",          "a program"                          },
    {0,  "\367\002",                         2,  "application/x-dvi",                 "a DVI document"                     },
};

/* Texts that are something else; after blanks, upper and lower case are the same. */
static const struct {
    const char *start, *format, *what;
} texts[] = {
    {"@PJL",           "application/vnd.hp-pjl",    "PJL without a document"           },
    {"<!doctype html", "text/html",                 "a web page"                       },
    {"<html",          "text/html",                 "a web page"                       },
    {"<head",          "text/html",                 "a web page"                       },
    {"<body",          "text/html",                 "a web page"                       },
    {"<svg",           "image/svg+xml",             "an SVG picture"                   },
    {"<?xml",          "application/xml",           "XML"                              },
    {"<!doctype",      "application/xml",           "XML"                              },
    {"<!--",           "text/html",                 "a web page"                       },
    {"%%BoundingBox",  FRAGMENT,                    "PostScript without its first line"},
    {"%%Creator",      FRAGMENT,                    "PostScript without its first line"},
    {"%%BeginProlog",  FRAGMENT,                    "PostScript without its first line"},
    {"%%Page",         FRAGMENT,                    "PostScript without its first line"},
    {"IN;SP",          "application/vnd.hp-hpgl",   "HP-GL"                            },
    {"^XA",            "application/vnd.zebra-zpl", "ZPL"                              },
    {"/* XPM */",      "image/x-xpixmap",           "an XPM picture"                   },
    {"P1\n",           "image/x-portable-bitmap",   "a PBM picture"                    },
    {"P2\n",           "image/x-portable-graymap",  "a PGM picture"                    },
    {"P3\n",           "image/x-portable-pixmap",   "a PPM picture"                    },
    {"P4\n",           "image/x-portable-bitmap",   "a PBM picture"                    },
    {"P5\n",           "image/x-portable-graymap",  "a PGM picture"                    },
    {"P6\n",           "image/x-portable-pixmap",   "a PPM picture"                    },
};

/* Words of PostScript that are hardly in a text about something else; three of them are code.
 */
static const char *const code_words[] = {
    "showpage",  "moveto",  "lineto",       "gsave",         "grestore",    "findfont",
    "scalefont", "setfont", "setgray",      "curveto",       "newpath",     "closepath",
    "exch",      "rmoveto", "setlinewidth", "setpagedevice", "currentdict", "selectfont",
};

static bool starts(const uint8_t *bytes, size_t n, const char *mark)
{
    size_t length = strlen(mark);

    return n >= length && strncasecmp((const char *)bytes, mark, length) == 0;
}

static const uint8_t *find(const uint8_t *bytes, size_t n, const char *word)
{
    size_t length = strlen(word);

    for (size_t i = 0; i + length <= n; i++)
        if (memcmp(bytes + i, word, length) == 0)
            return bytes + i;
    return NULL;
}

static void set(struct sniffed *r, const char *format, const char *what)
{
    r->format = format;
    r->what = what;
}

/* ---- text ---- */

static bool is_word(const uint8_t *bytes, size_t n, const uint8_t *at, size_t length)
{
    return (at == bytes || isspace(at[-1]) || at[-1] == '}' || at[-1] == '{') &&
           (at + length == bytes + n || isspace(at[length]) || at[length] == '}' ||
            at[length] == '{');
}

static bool is_code(const uint8_t *bytes, size_t n)
{
    size_t words = 0;

    for (size_t i = 0; i < sizeof(code_words) / sizeof(code_words[0]); i++) {
        const uint8_t *at = find(bytes, n, code_words[i]);

        words += at != NULL && is_word(bytes, n, at, strlen(code_words[i]));
    }
    return words >= 3;
}

/* Of characters that no text has: NUL, ESC and the like. A DOS text may end in Ctrl-Z. */
static bool is_text_byte(const uint8_t *bytes, size_t n, size_t i)
{
    uint8_t b = bytes[i];

    if (b >= 0x20)
        return b != 0x7F;
    return (b >= '\b' && b <= '\r') || (b == 0x1A && i + 1 == n);
}

/* One unit of UTF-16 after another; a first one without its second at the end is cut off. */
static bool is_utf16(const uint8_t *bytes, size_t n, bool little)
{
    bool second = false;

    for (size_t i = 2; i + 1 < n; i += 2) {
        unsigned unit = little ? (unsigned)(bytes[i] | bytes[i + 1] << 8)
                               : (unsigned)(bytes[i] << 8 | bytes[i + 1]);
        bool is_second = unit >= 0xDC00 && unit < 0xE000;

        if (is_second != second ||
            (unit < 0x20 && !(unit >= '\b' && unit <= '\r') && unit != 0x1A) ||
            unit == 0xFFFE || unit == 0xFFFF)
            return false;
        second = unit >= 0xD800 && unit < 0xDC00;
    }
    return true;
}

/* Eight bits of a code page: short ones must be plain letters mostly, or they are anything. */
static bool is_eight_bit(const uint8_t *bytes, size_t n)
{
    size_t high = 0;

    for (size_t i = 0; i < n; i++)
        high += bytes[i] >= 0x80;
    return n >= 64 || high * 2 <= n;
}

static const char *text_charset(const uint8_t *bytes, size_t n, bool whole)
{
    size_t good;

    for (size_t i = 0; i < n; i++)
        if (!is_text_byte(bytes, n, i))
            return NULL;
    good = charset_utf8_length(bytes, n);
    if (good == n || (!whole && n - good < 4))
        return "utf-8";
    return is_eight_bit(bytes, n) ? "windows-1252" : NULL;
}

static void look_at_text(const uint8_t *bytes, size_t n, bool whole, struct sniffed *r)
{
    const char *charset = text_charset(bytes, n, whole);

    if (charset == NULL)
        return;
    if (is_code(bytes, n))
        set(r, FRAGMENT, "PostScript without its first line");
    else if (find(bytes, n, "\n@PJL") != NULL)
        set(r, "application/vnd.hp-pjl", "PJL without a document");
    else {
        set(r, "text/plain", "a text");
        r->charset = charset;
    }
}

/* ---- the rest ---- */

/* A mark behind the beginning is one only where no text has it. */
static bool is_binary(const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_text_byte(bytes, n, i))
            return true;
    return n == 0;
}

static bool look_at_marks(const uint8_t *bytes, size_t n, struct sniffed *r)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (n >= marks[i].at + marks[i].n &&
            memcmp(bytes + marks[i].at, marks[i].mark, marks[i].n) == 0 &&
            is_binary(bytes, marks[i].at)) {
            set(r, marks[i].format, marks[i].what);
            return true;
        }
    /* "BM" alone begins many a text: the four bytes behind the size are zero */
    if (n >= 14 && memcmp(bytes, "BM", 2) == 0 && memcmp(bytes + 6, "\0\0\0\0", 4) == 0)
        set(r, "image/bmp", "a BMP picture");
    else if (n >= 64 && memcmp(bytes, "MZ", 2) == 0 && memchr(bytes, 0, n) != NULL)
        set(r, "application/x-executable", "a program");
    return r->format != NULL;
}

static bool look_at_texts(const uint8_t *bytes, size_t n, struct sniffed *r)
{
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (starts(bytes, n, texts[i].start)) {
            set(r, texts[i].format, texts[i].what);
            if (strcmp(r->format, "application/xml") == 0 && find(bytes, n, "<svg") != NULL)
                set(r, "image/svg+xml", "an SVG picture");
            return true;
        }
    return false;
}

/* "%PDF-1" at the beginning of a line, or behind bytes that are no text. */
static bool look_for_pdf(const uint8_t *bytes, size_t n, struct sniffed *r)
{
    for (size_t i = 0; i + 6 <= n && i <= PDF_WITHIN; i++)
        if (memcmp(bytes + i, "%PDF-", 5) == 0 && isdigit(bytes[i + 5]) &&
            (i == 0 || bytes[i - 1] == '\n' || bytes[i - 1] == '\r' || is_binary(bytes, i))) {
            set(r, PDF, "a PDF document");
            r->offset += i;
            return true;
        }
    return false;
}

/* What senders put before a document: marks of byte order, blanks, Ctrl-D of serial lines. */
static size_t skip_blanks(const uint8_t *bytes, size_t n)
{
    size_t i = n >= 3 && memcmp(bytes, "\357\273\277", 3) == 0 ? 3 : 0;

    while (i < n && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r' ||
                     bytes[i] == '\n' || bytes[i] == '\f' || bytes[i] == 0x04))
        i++;
    return i;
}

static bool look_at_postscript(const uint8_t *bytes, size_t n, struct sniffed *r)
{
    static const uint8_t tbcp[] = {0x01, 'M'};

    if (n >= 2 && memcmp(bytes, tbcp, 2) == 0) {
        size_t skip = 2 + skip_blanks(bytes + 2, n - 2);

        if (n < skip + 2 || memcmp(bytes + skip, "%!", 2) != 0)
            return false;
        r->tbcp = true;
        r->offset += 2;
    } else if (n < 2 || memcmp(bytes, "%!", 2) != 0)
        return false;
    set(r, POSTSCRIPT, "a PostScript document");
    return true;
}

/* The first characters of UTF-16 as ASCII, for the texts that are something else. */
static bool look_at_narrowed(const uint8_t *bytes, size_t n, bool little, struct sniffed *r)
{
    uint8_t narrow[1024] = {0};
    size_t used = 0;

    for (size_t i = 2; i + 1 < n && used < sizeof(narrow); i += 2) {
        uint8_t high = bytes[little ? i + 1 : i], low = bytes[little ? i : i + 1];

        narrow[used++] = high == 0 && low < 0x80 ? low : 'x';
    }
    if (!look_at_texts(narrow, used, r) &&
        (starts(narrow, used, "%!") || is_code(narrow, used)))
        set(r, FRAGMENT, "PostScript in 16 bits");
    return r->format != NULL;
}

static void look_at_wide_text(const uint8_t *bytes, size_t n, bool little, struct sniffed *r)
{
    if (!is_utf16(bytes, n, little) || look_at_narrowed(bytes, n, little, r))
        return;
    set(r, "text/plain", "a text");
    r->charset = little ? "utf-16le" : "utf-16be";
}

void sniff(const uint8_t *bytes, size_t n, bool whole, struct sniffed *r)
{
    size_t skip = skip_blanks(bytes, n);
    bool little = n >= 2 && memcmp(bytes, "\377\376", 2) == 0;

    *r = (struct sniffed){.what = n == 0 ? "nothing" : "data of an unknown kind"};
    if (look_at_marks(bytes, n, r))
        return;
    r->offset = skip;
    if (look_at_postscript(bytes + skip, n - skip, r) ||
        look_at_marks(bytes + skip, n - skip, r) || look_at_texts(bytes + skip, n - skip, r) ||
        look_for_pdf(bytes + skip, n - skip, r))
        return;
    r->offset = 0;
    if (little || (n >= 2 && memcmp(bytes, "\376\377", 2) == 0))
        look_at_wide_text(bytes, n, little, r);
    else if (n > skip)
        look_at_text(bytes, n, whole, r);
}
