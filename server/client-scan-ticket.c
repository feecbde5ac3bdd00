/*
 * client-scan-ticket.c - see client-scan-ticket.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-scan-ticket.h"

#include "scan/scan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_MM  5000u
#define MAX_DPI 9600u

static const char *const formats[][3] = {
  /* word, ending of the file's name, type */
    {"pdf",  ".pdf",  "application/pdf"},
    {"jpeg", ".jpg",  "image/jpeg"     },
    {"jpeg", ".jpeg", "image/jpeg"     },
    {"png",  ".png",  "image/png"      },
    {"jpg",  ".jpg",  "image/jpeg"     },
};

static const char *const colors[][2] = {
    {"color",           "RGB24"         },
    {"gray",            "Grayscale8"    },
    {"bw",              "BlackAndWhite1"},
    {"black-and-white", "BlackAndWhite1"},
};

static const char *const inputs[][2] = {
    {"platen",        "<pwg:InputSource>Platen</pwg:InputSource>"                                },
    {"feeder",        "<pwg:InputSource>Feeder</pwg:InputSource><scan:Duplex>false</scan:Duplex>"},
    {"duplex",        "<pwg:InputSource>Feeder</pwg:InputSource><scan:Duplex>true</scan:Duplex>" },
    {"feeder-duplex",
     "<pwg:InputSource>Feeder</pwg:InputSource><scan:Duplex>true</scan:Duplex>"                  },
    {"auto",          ""                                                                         },
};

/* In 1/300 inch. */
static const struct {
    const char *name;
    unsigned width, height;
} areas[] = {
    {"a4",     2480, 3508},
    {"letter", 2550, 3300},
    {"legal",  2550, 4200},
    {"a5",     1748, 2480},
    {"all",    0,    0   },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

__attribute__((format(printf, 3, 4))) static bool refuse(char *why, size_t why_size,
                                                         const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(why, why_size, format, args);
    va_end(args);
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n > m && strcasecmp(text + n - m, end) == 0;
}

/* The word decides, without one the file's name. */
static const char *type_of(const struct scan_wishes *w)
{
    for (size_t i = 0; i < COUNT(formats); i++)
        if (w->format != NULL ? strcasecmp(w->format, formats[i][0]) == 0
                              : w->file != NULL && ends_with(w->file, formats[i][1]))
            return formats[i][2];
    return NULL;
}

static const char *find_word(const char *const table[][2], size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(table[i][0], word) == 0)
            return table[i][1];
    return NULL;
}

/* A number up to max; where it ends. 0: there is none. */
static unsigned read_number(const char *text, unsigned max, const char **end)
{
    char *rest;
    unsigned long value = text[0] >= '0' && text[0] <= '9' ? strtoul(text, &rest, 10) : 0;

    if (value == 0 || value > max)
        return 0;
    *end = rest;
    return (unsigned)value;
}

/* "210x297", millimetres. */
static bool read_size(const char *text, unsigned *width, unsigned *height)
{
    const char *end;
    unsigned w = read_number(text, MAX_MM, &end), h;

    if (w == 0 || *end != 'x')
        return false;
    h = read_number(end + 1, MAX_MM, &end);
    if (h == 0 || *end != '\0')
        return false;
    *width = (w * 3000 + 127) / 254;
    *height = (h * 3000 + 127) / 254;
    return true;
}

/* As an element, or nothing. */
static bool put_area(const char *area, char *xml, size_t size)
{
    unsigned width = 0, height = 0;

    xml[0] = '\0';
    if (area == NULL)
        return true;
    for (size_t i = 0; i < COUNT(areas); i++)
        if (strcasecmp(areas[i].name, area) == 0) {
            width = areas[i].width;
            height = areas[i].height;
            if (width == 0)
                return true;
        }
    if (width == 0 && !read_size(area, &width, &height))
        return false;
    snprintf(xml, size,
             "<pwg:ScanRegions><pwg:ScanRegion>"
             "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
             "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
             "<pwg:Width>%u</pwg:Width><pwg:Height>%u</pwg:Height>"
             "</pwg:ScanRegion></pwg:ScanRegions>",
             width, height);
    return true;
}

static bool read_dpi(const char *text, unsigned *dpi)
{
    const char *end = "";

    *dpi = text != NULL ? read_number(text, MAX_DPI, &end) : 300;
    return *dpi != 0 && *end == '\0';
}

static void write_xml(struct scan_ticket *t, const char *area, const char *input,
                      const char *color, unsigned dpi)
{
    snprintf(t->xml, sizeof(t->xml),
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<scan:ScanSettings"
             " xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\""
             " xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\">"
             "<pwg:Version>2.63</pwg:Version><scan:Intent>Document</scan:Intent>%s%s"
             "<scan:ColorMode>%s</scan:ColorMode>"
             "<scan:XResolution>%u</scan:XResolution><scan:YResolution>%u</scan:YResolution>"
             "<pwg:DocumentFormat>%s</pwg:DocumentFormat>"
             "<scan:DocumentFormatExt>%s</scan:DocumentFormatExt></scan:ScanSettings>\n",
             area, input, color, dpi, dpi, t->type, t->type);
}

bool scan_ticket_make(const struct scan_wishes *w, struct scan_ticket *ticket, char *why,
                      size_t why_size)
{
    const char *color = find_word(colors, COUNT(colors), w->color != NULL ? w->color : "color");
    const char *input = w->input != NULL ? find_word(inputs, COUNT(inputs), w->input) : "";
    char area[512];
    unsigned dpi;

    ticket->type = type_of(w);
    if (ticket->type == NULL && w->format != NULL)
        return refuse(why, why_size, "'%s' is no format: pdf, jpeg or png.", w->format);
    if (ticket->type == NULL)
        return refuse(why, why_size,
                      "'%s' ends in none of .pdf, .jpg and .png: say -o format=pdf, jpeg or "
                      "png.",
                      w->file != NULL ? w->file : "");
    if (color == NULL)
        return refuse(why, why_size, "'%s' is no color: color, gray or bw.", w->color);
    if (input == NULL)
        return refuse(why, why_size, "'%s' is no input: auto, platen, feeder or duplex.",
                      w->input);
    if (!read_dpi(w->resolution, &dpi))
        return refuse(why, why_size, "'%s' is no resolution: dots per inch, such as 300.",
                      w->resolution);
    if (!put_area(w->area, area, sizeof(area)))
        return refuse(why, why_size,
                      "'%s' is no area: a4, letter, legal, a5, all or WIDTHxHEIGHT in mm.",
                      w->area);
    ticket->page_by_page = strcmp(ticket->type, "application/pdf") != 0;
    if (strcmp(ticket->type, "image/jpeg") == 0 && strcmp(color, "BlackAndWhite1") == 0)
        return refuse(why, why_size,
                      "JPEG has no black and white: take pdf or png, or color=gray.");
    write_xml(ticket, area, input, color, dpi);
    return true;
}

bool scan_ticket_file(const char *file, unsigned n, char *name, size_t size)
{
    const char *slash = strrchr(file, '/');
    const char *dot = strrchr(slash != NULL ? slash : file, '.');
    size_t stem = dot != NULL ? (size_t)(dot - file) : strlen(file);
    int written = n <= 1 ? snprintf(name, size, "%s", file)
                         : snprintf(name, size, "%.*s-%u%s", (int)stem, file, n, file + stem);

    return written > 0 && (size_t)written < size;
}
