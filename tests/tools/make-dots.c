/*
 * make-dots.c - pages to judge halftones by, and the dots that different hands make of them.
 * usage: make-dots -P PAGE >GRAY.pgm
 *        make-dots -m METHOD GRAY.pgm >DOTS.pbm
 *
 * PAGE    waves   2500 dots of 127.5 (1 + sin(x / 13.5) cos(y / 19.5)), x and y in steps of
 * 25/3 dots: the gray picture in the maker's streams, as it can be inferred from their dots
 * (correlation 0.98) scan    a print of 133 lines per inch at 45 degrees that was scanned at
 * 300 dpi: tints from light to dark; scan-600 the same at 600 dpi METHOD
 * SCREEN[-CONTENT][-QUALITY]: gradation, resolution or color-tone; auto, text, graphic or
 * photo; draft, normal or high: ours (driver/HALFTONE.md) cups    the error diffusion of CUPS'
 * filters (libcupsfilters, if it is installed)
 *
 * Exit status 0; 2: wrong arguments or input; 3: the method is not here.
 * Effects: reads the file, loads libcupsfilters, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/halftone.h"

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_SIDE 20000u
#define PI       3.14159265358979

static int fail(const char *what)
{
    fprintf(stderr, "make-dots: %s\n", what);
    return 2;
}

/* ---- pages ---- */

struct page {
    const char *name;
    unsigned width, height;
    double (*gray)(unsigned x, unsigned y); /* 0 to 255 */
};

static double waves_gray(unsigned x, unsigned y)
{
    return 127.5 + 127.5 * sin(floor(x * 3 / 25.0) / 13.5) * cos(floor(y * 3 / 25.0) / 19.5);
}

/* Ink of a halftone of 133 lines per inch under a scanner's spot of one sample: the mean over 8
 * x 8 places of it. */
static double scanned(double x, double y, double size, double tint)
{
    double period = 600.0 / 133, ink = 0;

    for (int i = 0; i < 64; i++) {
        double u = x + size * ((i % 8 + 0.5) / 8), v = y + size * ((i / 8 + 0.5) / 8);
        double spot = cos(2 * PI * (u + v) / (period * sqrt(2))) +
                      cos(2 * PI * (u - v) / (period * sqrt(2)));

        /* the share of places above a height is the tint, near enough for a test picture */
        ink += spot > 2 * cos(PI * tint);
    }
    return 255 * (1 - ink / 64);
}

static double scan_gray(unsigned x, unsigned y)
{
    return scanned(x / 2 * 2.0, y / 2 * 2.0, 2, 0.15 + 0.7 * (x / 400) / 5.0);
}

static double fine_scan_gray(unsigned x, unsigned y)
{
    return scanned(x, y, 1, 0.15 + 0.7 * (x / 400) / 5.0);
}

static const struct page pages[] = {
    {"waves",    2500, 2500, waves_gray    },
    {"scan",     2400, 1200, scan_gray     },
    {"scan-600", 2400, 1200, fine_scan_gray},
};

static int write_page(const char *name)
{
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        const struct page *p = &pages[i];

        if (strcmp(p->name, name) != 0)
            continue;
        printf("P5\n%u %u\n255\n", p->width, p->height);
        for (unsigned y = 0; y < p->height; y++)
            for (unsigned x = 0; x < p->width; x++)
                putchar((int)lrint(p->gray(x, y)));
        return fflush(stdout) == 0 ? 0 : 2;
    }
    return fail("there is no such page");
}

/* ---- ours ---- */

struct word {
    const char *name;
    int value;
};

static const struct word screens[] = {
    {"gradation",  SCREEN_GRADATION },
    {"resolution", SCREEN_RESOLUTION},
    {"color-tone", SCREEN_COLOR_TONE},
    {NULL,         0                },
};
static const struct word contents[] = {
    {"-auto",    CONTENT_AUTO   },
    {"-text",    CONTENT_TEXT   },
    {"-graphic", CONTENT_GRAPHIC},
    {"-photo",   CONTENT_PHOTO  },
    {NULL,       0              },
};
static const struct word qualities[] = {
    {"-draft",  QUALITY_DRAFT },
    {"-normal", QUALITY_NORMAL},
    {"-high",   QUALITY_HIGH  },
    {NULL,      0             },
};

/* Takes a word off the beginning; false when none of them is there. */
static bool take(const char **text, const struct word *words, int *value)
{
    for (; words->name != NULL; words++)
        if (strncmp(*text, words->name, strlen(words->name)) == 0) {
            *text += strlen(words->name);
            *value = words->value;
            return true;
        }
    return false;
}

static bool read_method(const char *text, struct halftone_params *params)
{
    int screen, content = CONTENT_AUTO, quality = QUALITY_NORMAL;

    if (!take(&text, screens, &screen))
        return false;
    (void)take(&text, contents, &content);
    (void)take(&text, qualities, &quality);
    params->screen = (enum halftone_screen)screen;
    params->content = (enum content)content;
    params->quality = (enum quality)quality;
    return *text == '\0';
}

static void put_bits(const uint8_t *bits, size_t n)
{
    if (bits != NULL)
        fwrite(bits, 1, n, stdout);
}

static int our_dots(const struct halftone_params *params, const uint8_t *gray, unsigned height)
{
    void *work = malloc(halftone_work_size(params));
    struct halftone *h;

    if (work == NULL)
        return fail("there is no memory");
    h = halftone_start(work, params, HALFTONE_BEST);
    for (unsigned y = 0; y < height; y++)
        put_bits(halftone_push(h, gray + (size_t)y * params->width), params->stride);
    put_bits(halftone_finish(h), params->stride);
    free(work);
    return 0;
}

/* ---- CUPS' filters, by their library's own functions ---- */

struct cups_dither {
    void *(*lut_new)(int count, const float *values);
    void *(*dither_new)(int width);
    void (*line)(void *dither, const void *lut, const short *ink, int channels,
                 unsigned char *dots);
};

/* dlsym gives objects; a function is as large here, as POSIX wants it. */
static bool find_function(void *library, const char *name, void *function)
{
    void *found = dlsym(library, name);

    memcpy(function, &found, sizeof(found));
    return found != NULL;
}

static bool find_cups(struct cups_dither *c)
{
    void *library = dlopen("libcupsfilters.so.1", RTLD_NOW);

    return library != NULL && find_function(library, "cupsLutNew", &c->lut_new) &&
           find_function(library, "cupsDitherNew", &c->dither_new) &&
           find_function(library, "cupsDitherLine", &c->line);
}

static int cups_dots(const uint8_t *gray, unsigned width, unsigned height)
{
    static const float levels[] = {0, 1};
    struct cups_dither c = {NULL, NULL, NULL};
    short *ink = calloc(width, sizeof(*ink));
    unsigned char *dots = calloc(width, 1), *bits = calloc(1, (width + 7) / 8);
    void *lut, *dither;

    if (!find_cups(&c)) {
        fputs("make-dots: libcupsfilters is not installed\n", stderr);
        return 3;
    }
    lut = c.lut_new(2, levels);
    dither = c.dither_new((int)width);
    if (ink == NULL || dots == NULL || bits == NULL || lut == NULL || dither == NULL)
        return fail("there is no memory");
    for (unsigned y = 0; y < height; y++) {
        for (unsigned x = 0; x < width; x++) /* its ink goes to 4095 */
            ink[x] = (short)((255 - gray[(size_t)y * width + x]) * 4095 / 255);
        c.line(dither, lut, ink, 1, dots);
        memset(bits, 0, (width + 7) / 8);
        for (unsigned x = 0; x < width; x++)
            bits[x / 8] |= (unsigned char)((dots[x] != 0) << (7 - x % 8));
        put_bits(bits, (width + 7) / 8);
    }
    free(ink);
    free(dots);
    free(bits);
    return 0;
}

/* ---- all together ---- */

/* The header as Ghostscript and this program write it: perhaps a comment in a line of its own.
 */
static bool read_header(FILE *file, unsigned *width, unsigned *height)
{
    char line[256];

    if (fgets(line, sizeof(line), file) == NULL || strcmp(line, "P5\n") != 0)
        return false;
    do
        if (fgets(line, sizeof(line), file) == NULL)
            return false;
    while (line[0] == '#');
    return sscanf(line, "%u %u", width, height) == 2 && *width > 0 && *height > 0 &&
           *width <= MAX_SIDE && *height <= MAX_SIDE &&
           fgets(line, sizeof(line), file) != NULL && strcmp(line, "255\n") == 0;
}

static uint8_t *read_gray(const char *path, unsigned *width, unsigned *height)
{
    FILE *file = fopen(path, "rb");
    uint8_t *gray = NULL;

    if (file != NULL && read_header(file, width, height))
        gray = malloc((size_t)*width * *height);
    if (gray != NULL && fread(gray, *width, *height, file) != *height) {
        free(gray);
        gray = NULL;
    }
    if (file != NULL)
        fclose(file);
    return gray;
}

static int write_dots(const char *method, const char *path)
{
    struct halftone_params params = {0};
    unsigned width, height;
    uint8_t *gray = read_gray(path, &width, &height);
    bool cups = strcmp(method, "cups") == 0;
    int status;

    if (gray == NULL || (!cups && !read_method(method, &params))) {
        free(gray);
        return fail(gray == NULL ? "that is no gray picture" : "there is no such method");
    }
    params.width = width;
    params.stride = (width + 7) / 8;
    printf("P4\n%u %u\n", width, height);
    status = cups ? cups_dots(gray, width, height) : our_dots(&params, gray, height);
    free(gray);
    return status == 0 && fflush(stdout) != 0 ? 2 : status;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "-P") == 0)
        return write_page(argv[2]);
    if (argc == 4 && strcmp(argv[1], "-m") == 0)
        return write_dots(argv[2], argv[3]);
    return fail("usage: make-dots -P PAGE | -m METHOD GRAY.pgm");
}
