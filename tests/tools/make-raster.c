/*
 * make-raster.c - raster documents whose dots a test can foretell.
 *
 * Each page is white with a black frame of 1 mm, 10 mm from the edges, and as many black
 * squares of 5 mm in a row, 20 mm from the top and from the left, as its number; the squares
 * are 5 mm apart. A mark tells documents apart: its bits, the lowest one leftmost, are bars of
 * 3 by 5 mm, 4 mm from one another, 40 mm from the top. Grain, black and white dots that no
 * coding makes small, fills a band from 60 mm below the top on.
 *
 * -F adds fields of gray and colour, 20 mm wide and high, in a row 120 mm from the top. Kinds
 * of pixels without gray leave them out.
 *
 * The page as a bitmap is known too: -c gives the checksums a perfect printer comes to, and -R
 * the upright sheet of 8-bit gray at 600 dpi that each page is to become, for compare-page. It
 * is computed from the pattern, dot by dot, with nothing of the program under test.
 * Effects: standard output, a file. SPDX-License-Identifier: Apache-2.0
 */
#include <cups/raster.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define MARK_BITS 24u

/* What a dot shows: white, black, or a field. */
enum { WHITE, BLACK, FIRST_FIELD };

static const struct color {
    uint8_t r, g, b;
} colors[] = {
    {255, 255, 255},
    {0,   0,   0  },
    {40,  40,  40 },
    {96,  96,  96 },
    {160, 160, 160},
    {224, 224, 224},
    {200, 40,  40 },
    {40,  160, 60 },
    {60,  60,  200},
    {230, 200, 40 },
};
#define NUM_FIELDS ((unsigned)(sizeof(colors) / sizeof(colors[0])) - FIRST_FIELD)

/* How the client has turned the even pages, and says so in their headers. */
enum back { BACK_NORMAL, BACK_ROTATED, BACK_FLIPPED, BACK_MIRRORED };

struct size {
    const char *name;
    unsigned width, length; /* of the page */
    unsigned sheet_width, sheet_length;
    bool centered; /* on the sheet; else at the top left */
};

struct wanted {
    const char *format, *type;
    const struct size *size;
    unsigned width_hmm, length_hmm, dpi, y_dpi, pages, sides;
    unsigned mark, grain_hmm;
    enum back back;
    bool fields, reference;
    unsigned white; /* the first pages, so many, have nothing on them */
    unsigned position, quality, copies, total; /* of the headers */
    const char *media_type, *content;
    bool noise;                /* gray noise instead of the pattern */
    FILE *checksums;           /* of the pages go there, NULL: nowhere */
    const struct size *second; /* of the pages with an even number, NULL: the same */
};

static ssize_t put(void *ctx, unsigned char *bytes, size_t n)
{
    (void)ctx;
    return fwrite(bytes, 1, n, stdout) == n ? (ssize_t)n : -1;
}

static const struct size *size_of(const char *name)
{
    static const struct size sizes[] = {
        {"a4",                  21000, 29700, 21000, 29700, false},
        {"letter",              21590, 27940, 21590, 27940, false},
        {"a5",                  14800, 21000, 14800, 21000, false},
        {"a4-turned",           29700, 21000, 21000, 29700, false},
        {"letter-turned",       27940, 21590, 21590, 27940, false},
        {"a4-printable",        20000, 28700, 21000, 29700, true },
        {"a4-printable-turned", 28700, 20000, 21000, 29700, true },
        {"a4-short",            20996, 29696, 21000, 29700, false}, /* a dot less each way */
        {"stamp",               4000,  3000,  21000, 29700, false},
        {"folio",               21590, 33020, 21590, 33020, false},
        {"card",                12000, 18000, 12000, 18000, false}, /* no sheet of its size */
    };

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        if (strcmp(sizes[i].name, name) == 0)
            return &sizes[i];
    return NULL;
}

/* NULL is none: false. */
static bool set_size(struct wanted *w, const struct size *size)
{
    if (size == NULL)
        return false;
    w->size = size;
    w->width_hmm = size->width;
    w->length_hmm = size->length;
    return true;
}

static unsigned dots(unsigned hmm, unsigned dpi)
{
    return (unsigned)(((uint64_t)hmm * dpi + 1270) / 2540);
}

/* Whether the pattern is black at a dot; all in 1/100 mm. */
static bool black(const struct wanted *w, unsigned page, unsigned x, unsigned y)
{
    bool inside = x >= 1000 && y >= 1000 && x < w->width_hmm - 1000 && y < w->length_hmm - 1000;
    bool deeper = x >= 1100 && y >= 1100 && x < w->width_hmm - 1100 && y < w->length_hmm - 1100;

    if (page <= w->white)
        return false;
    if (inside && !deeper)
        return true;
    if (y >= 4000 && y < 4500 && x >= 2000 && x < 2000 + MARK_BITS * 400)
        return (w->mark >> ((x - 2000) / 400) & 1) != 0 && (x - 2000) % 400 < 300;
    return y >= 2000 && y < 2500 && x >= 2000 && x < 2000 + page * 1000 &&
           (x - 2000) % 1000 < 500;
}

/* The field at a dot, WHITE outside; in 1/100 mm. */
static unsigned field(const struct wanted *w, unsigned x, unsigned y)
{
    unsigned n = x < 2000 ? NUM_FIELDS : (x - 2000) / 2000;

    return w->fields && n < NUM_FIELDS && y >= 12000 && y < 14000 ? FIRST_FIELD + n : WHITE;
}

/* Whether two rows of the pattern look the same; in 1/100 mm. */
static bool same_row(const struct wanted *w, unsigned a, unsigned b)
{
    const unsigned edges[] = {1000,
                              1100,
                              2000,
                              2500,
                              4000,
                              4500,
                              6000,
                              6000 + w->grain_hmm,
                              12000,
                              14000,
                              w->length_hmm - 1100,
                              w->length_hmm - 1000};

    if (b >= 6000 && b < 6000 + w->grain_hmm) /* each of the grain is another */
        return false;
    for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++)
        if ((a >= edges[i]) != (b >= edges[i]))
            return false;
    return true;
}

static unsigned row_hmm(const struct wanted *w, unsigned y)
{
    return (unsigned)((uint64_t)y * 2540 / w->y_dpi);
}

static bool is_bits(const struct wanted *w)
{
    return strstr(w->type, "_1") != NULL && strstr(w->type, "_16") == NULL;
}

/* What the header says besides the pixels. */
static void header_wishes(const struct wanted *w, unsigned page, cups_page_header2_t *h)
{
    bool turned = page % 2 == 0;
    bool mirror = turned && (w->back == BACK_ROTATED || w->back == BACK_MIRRORED);
    bool flip = turned && (w->back == BACK_ROTATED || w->back == BACK_FLIPPED);

    h->Duplex = w->sides > 1;
    h->Tumble = w->sides > 2;
    h->NumCopies = w->copies;
    h->MediaPosition = w->position;
    snprintf(h->MediaType, sizeof(h->MediaType), "%s", w->media_type);
    snprintf(h->OutputType, sizeof(h->OutputType), "%s", w->content);
    h->cupsInteger[CUPS_RASTER_PWG_TotalPageCount] = w->total;
    h->cupsInteger[CUPS_RASTER_PWG_CrossFeedTransform] = mirror ? -1u : 1;
    h->cupsInteger[CUPS_RASTER_PWG_FeedTransform] = flip ? -1u : 1;
    h->cupsInteger[CUPS_RASTER_PWG_PrintQuality] = w->quality;
}

static void header(const struct wanted *w, unsigned page, cups_page_header2_t *h)
{
    unsigned depth = is_bits(w) ? 1 : strstr(w->type, "_16") != NULL ? 16 : 8;
    unsigned num_colors = strstr(w->type, "rgb") ? 3 : strstr(w->type, "cmyk") ? 4 : 1;

    memset(h, 0, sizeof(*h));
    snprintf(h->MediaClass, sizeof(h->MediaClass), "PwgRaster");
    h->HWResolution[0] = w->dpi;
    h->HWResolution[1] = w->y_dpi;
    h->cupsWidth = dots(w->width_hmm, w->dpi);
    h->cupsHeight = dots(w->length_hmm, w->y_dpi);
    h->PageSize[0] = w->width_hmm * 72 / 2540;
    h->PageSize[1] = w->length_hmm * 72 / 2540;
    header_wishes(w, page, h);
    h->cupsBitsPerColor = depth;
    h->cupsNumColors = num_colors;
    h->cupsBitsPerPixel = depth * num_colors;
    h->cupsBytesPerLine = (h->cupsWidth * h->cupsBitsPerPixel + 7) / 8;
    h->cupsColorSpace = strstr(w->type, "adobe")   ? CUPS_CSPACE_ADOBERGB
                        : strstr(w->type, "srgb")  ? CUPS_CSPACE_SRGB
                        : num_colors == 3          ? CUPS_CSPACE_RGB
                        : num_colors == 4          ? CUPS_CSPACE_CMYK
                        : strstr(w->type, "black") ? CUPS_CSPACE_K
                                                   : CUPS_CSPACE_SW;
}

/* Luma of ITU-R BT.709, exact. */
static double light(const struct color *c)
{
    return 0.2126 * c->r + 0.7152 * c->g + 0.0722 * c->b;
}

/* The samples of a colour, 0 to 255 each; how many. */
static unsigned samples(const cups_page_header2_t *h, const struct color *c, uint8_t sample[4])
{
    uint8_t gray = (uint8_t)(light(c) + 0.5);

    if (h->cupsColorSpace == CUPS_CSPACE_CMYK) {
        bool colored = c->r != c->g || c->g != c->b;

        sample[0] = colored ? (uint8_t)(255 - c->r) : 0;
        sample[1] = colored ? (uint8_t)(255 - c->g) : 0;
        sample[2] = colored ? (uint8_t)(255 - c->b) : 0;
        sample[3] = colored ? 0 : (uint8_t)(255 - gray);
        return 4;
    }
    sample[0] = h->cupsColorSpace == CUPS_CSPACE_K ? (uint8_t)(255 - gray) : gray;
    if (h->cupsNumColors != 3)
        return 1;
    sample[0] = c->r;
    sample[1] = c->g;
    sample[2] = c->b;
    return 3;
}

/* Lines are white before. */
static void put_color(const cups_page_header2_t *h, unsigned x, unsigned color, uint8_t *line)
{
    uint8_t sample[4];
    unsigned n = samples(h, &colors[color], sample), bytes = h->cupsBitsPerColor / 8;

    if (bytes == 0) {
        if (color == BLACK)
            line[x / 8] ^= (uint8_t)(0x80 >> (x % 8));
        return;
    }
    for (unsigned i = 0; i < n; i++) /* of 16 bits both bytes are the same: times 257 */
        memset(line + (size_t)(x * n + i) * bytes, sample[i], bytes);
}

static bool is_grain(const struct wanted *w, unsigned y)
{
    return y >= 6000 && y < 6000 + w->grain_hmm;
}

static uint32_t seed_of(const struct wanted *w, unsigned page, unsigned y)
{
    return ((w->mark * 97u + page) * 65537u + y) * 2654435761u + 1;
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 24;
}

static void draw_row(const struct wanted *w, const cups_page_header2_t *h, unsigned page,
                     unsigned y, uint8_t *line)
{
    bool ink = h->cupsColorSpace == CUPS_CSPACE_K || h->cupsColorSpace == CUPS_CSPACE_CMYK;
    unsigned y_hmm = row_hmm(w, y);
    uint32_t state = seed_of(w, page, y);

    memset(line, ink ? 0 : 255, h->cupsBytesPerLine);
    for (unsigned x = 0; x < h->cupsWidth; x++) {
        unsigned x_hmm = x * 2540 / w->dpi;

        if (black(w, page, x_hmm, y_hmm) ||
            (is_grain(w, y_hmm) && x_hmm >= 1500 && x_hmm < w->width_hmm - 1500 &&
             next_random(&state) >= 128))
            put_color(h, x, BLACK, line);
        else if (field(w, x_hmm, y_hmm) != WHITE)
            put_color(h, x, field(w, x_hmm, y_hmm), line);
    }
}

/* Row y into line, which has the row before. */
static void draw(const struct wanted *w, const cups_page_header2_t *h, unsigned page,
                 unsigned y, uint8_t *line)
{
    uint32_t state = seed_of(w, page, y);

    if (w->noise)
        for (unsigned i = 0; i < h->cupsBytesPerLine; i++)
            line[i] = (uint8_t)next_random(&state);
    else if (y == 0 || !same_row(w, row_hmm(w, y), row_hmm(w, y - 1)))
        draw_row(w, h, page, y, line);
}

/* Right and left of a line of whole bytes change places. */
static void mirror_line(const cups_page_header2_t *h, uint8_t *line)
{
    unsigned n = h->cupsBitsPerPixel / 8;

    for (unsigned left = 0, right = h->cupsWidth - 1; left < right; left++, right--)
        for (unsigned i = 0; i < n; i++) {
            uint8_t byte = line[left * n + i];

            line[left * n + i] = line[right * n + i];
            line[right * n + i] = byte;
        }
}

static bool write_line(cups_raster_t *raster, const cups_page_header2_t *h, uint8_t *line)
{
    bool mirror = h->cupsInteger[CUPS_RASTER_PWG_CrossFeedTransform] == -1u, good;

    if (mirror)
        mirror_line(h, line);
    good = cupsRasterWritePixels(raster, line, h->cupsBytesPerLine) == h->cupsBytesPerLine;
    if (mirror)
        mirror_line(h, line); /* for the next row, if it is the same */
    return good;
}

/* The pages with an even number may have another size. */
static struct wanted of_page(const struct wanted *w, unsigned page)
{
    struct wanted own = *w;

    if (page % 2 == 0)
        (void)set_size(&own, w->second);
    return own;
}

static bool write_page(cups_raster_t *raster, const struct wanted *w, unsigned page)
{
    struct wanted own = of_page(w, page);
    cups_page_header2_t h;
    uint8_t *line;
    bool good, flip;

    header(&own, page, &h);
    flip = h.cupsInteger[CUPS_RASTER_PWG_FeedTransform] == -1u;
    line = malloc(h.cupsBytesPerLine);
    good = line != NULL && cupsRasterWriteHeader2(raster, &h);
    for (unsigned y = 0; good && y < h.cupsHeight; y++) {
        if (flip) /* all of it anew: rows come in the other order */
            draw_row(&own, &h, page, h.cupsHeight - 1 - y, line);
        else
            draw(&own, &h, page, y, line);
        good = write_line(raster, &h, line);
    }
    free(line);
    return good;
}

/* ---- the sheet that a page is to become ---- */

/* The gray of the pattern at a dot of the page. */
static double gray_at(const struct wanted *w, unsigned page, unsigned x, unsigned y)
{
    unsigned x_hmm = x * 2540 / w->dpi, y_hmm = row_hmm(w, y);

    if (black(w, page, x_hmm, y_hmm))
        return 0;
    return is_bits(w) ? 255 : light(&colors[field(w, x_hmm, y_hmm)]);
}

/* The mean over the page's dots under a dot of 600 dpi, or the one that covers it. */
static double gray_under(const struct wanted *w, unsigned page, unsigned x, unsigned y)
{
    unsigned across = w->dpi > 600 ? w->dpi / 600 : 1,
             down = w->y_dpi > 600 ? w->y_dpi / 600 : 1;
    double sum = 0;

    for (unsigned i = 0; i < across * down; i++)
        sum += gray_at(w, page, x * w->dpi / 600 + i % across, y * w->y_dpi / 600 + i / across);
    return sum / (across * down);
}

static void reference_row(const struct wanted *w, unsigned page, const cups_page_header2_t *h,
                          unsigned y, uint8_t *line)
{
    bool turned = w->width_hmm > w->length_hmm && w->width_hmm > w->size->sheet_width;
    unsigned width = dots(w->width_hmm, w->dpi) * 600 / w->dpi;
    unsigned height = dots(w->length_hmm, w->y_dpi) * 600 / w->y_dpi;
    unsigned left = w->size->centered ? (h->cupsWidth - (turned ? height : width)) / 2 : 0;
    unsigned top = w->size->centered ? (h->cupsHeight - (turned ? width : height)) / 2 : 0;

    memset(line, 255, h->cupsWidth);
    for (unsigned x = 0; x < h->cupsWidth; x++) {
        unsigned across = x - left, down = y - top; /* huge before the page */
        unsigned px = turned ? width - 1 - down : across, py = turned ? across : down;

        if (px < width && py < height)
            line[x] = (uint8_t)(gray_under(w, page, px, py) + 0.5);
    }
}

static bool write_reference(cups_raster_t *raster, const struct wanted *w, unsigned page)
{
    struct wanted own = of_page(w, page), sheet = own;
    cups_page_header2_t h;
    uint8_t *line;
    bool good;

    sheet.type = "sgray_8";
    sheet.dpi = sheet.y_dpi = 600;
    sheet.width_hmm = own.size->sheet_width;
    sheet.length_hmm = own.size->sheet_length;
    header(&sheet, 1, &h);
    line = malloc(h.cupsBytesPerLine);
    good = line != NULL && cupsRasterWriteHeader2(raster, &h);
    for (unsigned y = 0; good && y < h.cupsHeight; y++) {
        reference_row(&own, page, &h, y, line);
        good = cupsRasterWritePixels(raster, line, h.cupsBytesPerLine) == h.cupsBytesPerLine;
    }
    free(line);
    return good;
}

/* The checksum of the page as a raw PBM, as the virtual printer's paper.log has it when every
 * dot is right. Bitmaps of the machine are as wide as a multiple of 32 dots. */
static bool write_crc(const struct wanted *w, unsigned page)
{
    struct wanted own = of_page(w, page);
    cups_page_header2_t h;
    char head[64];
    unsigned long crc = crc32(0, NULL, 0);
    uint8_t *line;

    own.type = "black_1";
    header(&own, page, &h);
    h.cupsBytesPerLine = (h.cupsWidth + 31) / 32 * 4;
    line = malloc(h.cupsBytesPerLine);
    if (line == NULL)
        return false;
    snprintf(head, sizeof(head), "P4\n%u %u\n", h.cupsBytesPerLine * 8, h.cupsHeight);
    crc = crc32(crc, (const uint8_t *)head, (unsigned)strlen(head));
    for (unsigned y = 0; y < h.cupsHeight; y++) {
        draw(&own, &h, page, y, line);
        crc = crc32(crc, line, h.cupsBytesPerLine);
    }
    free(line);
    return fprintf(w->checksums, "%08lx\n", crc) > 0;
}

static int usage(void)
{
    fputs(
        "Usage: make-raster [-f pwg|urf] [-t TYPE] [-s SIZE] [-S SIZE] [-r DPI[xDPI]]\n"
        "                   [-n PAGES] [-d 1|2|3] [-m MARK] [-g MM] [-c FILE] [-N] [-F] [-R]\n"
        "                   [-b BACK] [-W PAGES] [-H NAME=VALUE]...\n"
        "Writes a raster document to standard output.\n"
        "  -t  sgray_8, black_8, black_1, sgray_1, sgray_16, black_16, srgb_8, srgb_16,\n"
        "      adobe-rgb_8, rgb_8, cmyk_8, cmyk_16\n"
        "  -s  a4, letter, a5, a4-turned, letter-turned, a4-printable, a4-printable-turned,\n"
        "      a4-short, stamp, folio, card; -S the size of every second page\n"
        "  -d  sides in the page headers: 1 one, 2 two by the long edge, 3 by the short\n"
        "  -m  a number, below 2^24, that is shown on each page\n"
        "  -c  for each page a line into FILE, the CRC-32 of the PBM file that a printer\n"
        "      without fault makes of it\n"
        "  -N  gray noise instead of the pattern; -F fields of gray and colour\n"
        "  -W  the first pages, so many, are white\n"
        "  -R  the sheets that the pages are to become, 8-bit gray at 600 dpi\n"
        "  -b  every second page is rotated, flipped or mirrored, and its header says so\n"
        "  -H  in the page headers: media-position, print-quality, copies or pages, a number;\n"
        "      media-type or print-content-optimize, a word; PWG raster comes without\n"
        "      print-quality\n",
        stderr);
    return 2;
}

static bool set_header(struct wanted *w, const char *text)
{
    const struct {
        const char *name;
        unsigned *number;
        const char **word;
    } names[] = {
        {"media-position=",         &w->position, NULL          },
        {"print-quality=",          &w->quality,  NULL          },
        {"copies=",                 &w->copies,   NULL          },
        {"pages=",                  &w->total,    NULL          },
        {"media-type=",             NULL,         &w->media_type},
        {"print-content-optimize=", NULL,         &w->content   },
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = text + strlen(names[i].name);

        if (strncmp(text, names[i].name, strlen(names[i].name)) != 0)
            continue;
        if (names[i].word != NULL)
            *names[i].word = value;
        else
            *names[i].number = (unsigned)strtoul(value, NULL, 10);
        return true;
    }
    return false;
}

static bool set_back(struct wanted *w, const char *name)
{
    static const char *const names[] = {"normal", "rotated", "flipped", "mirrored"};

    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(name, names[i]) == 0) {
            w->back = (enum back)i;
            return true;
        }
    return false;
}

static void set_resolution(struct wanted *w, const char *text)
{
    char *end;

    w->dpi = w->y_dpi = (unsigned)strtoul(text, &end, 10);
    if (*end == 'x')
        w->y_dpi = (unsigned)strtoul(end + 1, NULL, 10);
}

/* One option; false when its value is none. */
static bool set_option(struct wanted *w, int option, const char *argument)
{
    const char *value = argument != NULL ? argument : "";
    unsigned number = (unsigned)strtoul(value, NULL, 10);

    switch (option) {
    case 'f':
        w->format = value;
        return true;
    case 't':
        w->type = value;
        return true;
    case 'N':
        w->noise = true;
        return true;
    case 'F':
        w->fields = true;
        return true;
    case 'W':
        w->white = number;
        return true;
    case 'R':
        w->reference = true;
        return true;
    case 's':
        return set_size(w, size_of(value));
    case 'S':
        w->second = size_of(value);
        return w->second != NULL;
    case 'r':
        set_resolution(w, value);
        return w->dpi >= 10 && w->dpi <= 2400 && w->y_dpi >= 10 && w->y_dpi <= 2400;
    case 'n':
        w->pages = number;
        return true;
    case 'm':
        w->mark = number;
        return number >> MARK_BITS == 0;
    case 'c':
        w->checksums = fopen(value, "w");
        return w->checksums != NULL;
    case 'g':
        w->grain_hmm = number * 100;
        return true;
    case 'd':
        w->sides = number;
        return true;
    case 'b':
        return set_back(w, value);
    case 'H':
        return set_header(w, value);
    default:
        return false;
    }
}

static bool write_document(const struct wanted *w)
{
    cups_raster_t *raster = cupsRasterOpenIO(put, NULL,
                                             strcmp(w->format, "urf") == 0 && !w->reference
                                                 ? CUPS_RASTER_WRITE_APPLE
                                                 : CUPS_RASTER_WRITE_PWG);
    bool good = raster != NULL;

    for (unsigned page = 1; good && page <= w->pages; page++)
        good = w->reference ? write_reference(raster, w, page) : write_page(raster, w, page);
    if (raster != NULL)
        cupsRasterClose(raster);
    return good && fflush(stdout) == 0;
}

int main(int argc, char *argv[])
{
    struct wanted w = {.format = "pwg",
                       .type = "sgray_8",
                       .dpi = 600,
                       .y_dpi = 600,
                       .pages = 1,
                       .sides = 1,
                       .copies = 1,
                       .media_type = "",
                       .content = ""};
    bool good = true;
    int c;

    (void)set_size(&w, size_of("a4"));
    while ((c = getopt(argc, argv, "f:t:s:S:r:n:d:m:g:c:b:H:NFRW:")) != -1)
        if (!set_option(&w, c, optarg))
            return usage();
    if (optind < argc || (w.back != BACK_NORMAL && is_bits(&w)) ||
        (w.reference && (w.noise || w.grain_hmm > 0)))
        return usage();
    if (w.checksums != NULL)
        for (unsigned page = 1; good && page <= w.pages; page++)
            good = !w.noise && write_crc(&w, page);
    if (w.checksums != NULL)
        good = fclose(w.checksums) == 0 && good;
    return good && write_document(&w) ? 0 : 1;
}
