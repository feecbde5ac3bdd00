/*
 * fake-picture.c - what lies in the fake scanner. A picture fills the whole reach of it; each
 * is computed for the place of a pixel in millimetres or in pixels, so that a part of it looks
 * as it does in the whole:
 *
 *   white, black       paper
 *   flat:RRGGBB        one colour (hexadecimal)
 *   ramp               colours that change slowly with the place, 1 level in about 0.9 mm:
 *                      JPEG keeps them
 *   noise              another colour for each pixel
 *   marks              black squares of 10 mm on white, every 30 mm, red from 100 mm down
 *   lines              lines of "text": bars of 3 mm every 8 mm, of uneven words
 *   file:PATH          a PGM or PPM (binary, 8 bits), at its upper left corner, 300 dpi; white
 *                      around it
 *
 * Effects: reads a file.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_DPI 300

enum kind { FLAT, RAMP, NOISE, MARKS, LINES, PNM };

struct fake_picture {
    enum kind kind;
    uint8_t flat[3];
    int width, height, channels;
    uint8_t *pixels;
};

static bool read_pnm(const char *path, struct fake_picture *p)
{
    FILE *file = fopen(path, "rbe");
    char kind = 0;
    size_t n;
    bool done = false;

    if (file == NULL)
        return false;
    /* NOLINTNEXTLINE(cert-err34-c): sizes are checked below */
    if (fscanf(file, "P%c %d %d 255", &kind, &p->width, &p->height) == 3 &&
        (kind == '5' || kind == '6') && p->width > 0 && p->width < 20000 && p->height > 0 &&
        p->height < 20000) {
        p->channels = kind == '5' ? 1 : 3;
        n = (size_t)p->width * (size_t)p->height * (size_t)p->channels;
        p->pixels = malloc(n);
        done = p->pixels != NULL && fgetc(file) != EOF && fread(p->pixels, 1, n, file) == n;
    }
    fclose(file);
    return done;
}

static void set_flat(struct fake_picture *p, unsigned long rgb)
{
    p->kind = FLAT;
    p->flat[0] = (uint8_t)(rgb >> 16);
    p->flat[1] = (uint8_t)(rgb >> 8);
    p->flat[2] = (uint8_t)rgb;
}

struct fake_picture *fake_picture_new(const char *description)
{
    static const struct {
        const char *word;
        enum kind kind;
    } words[] = {
        {"ramp",  RAMP },
        {"noise", NOISE},
        {"marks", MARKS},
        {"lines", LINES}
    };
    struct fake_picture *p = calloc(1, sizeof(*p));
    bool found = false;

    if (p == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(description, words[i].word) == 0) {
            p->kind = words[i].kind;
            found = true;
        }
    if (strcmp(description, "white") == 0 || strcmp(description, "black") == 0) {
        set_flat(p, description[0] == 'w' ? 0xffffff : 0);
        found = true;
    } else if (strncmp(description, "flat:", 5) == 0) {
        set_flat(p, strtoul(description + 5, NULL, 16));
        found = true;
    } else if (strncmp(description, "file:", 5) == 0) {
        p->kind = PNM;
        found = read_pnm(description + 5, p);
    }
    if (!found) {
        fprintf(stderr, "fake: no picture \"%s\"\n", description);
        fake_picture_free(p);
        p = NULL;
    }
    return p;
}

void fake_picture_free(struct fake_picture *picture)
{
    if (picture != NULL)
        free(picture->pixels);
    free(picture);
}

static void set_gray(uint8_t rgb[3], int gray)
{
    rgb[0] = rgb[1] = rgb[2] = (uint8_t)gray;
}

/* Up and down again, so that there is no edge: 0 to 255 to 0. */
static uint8_t swing(int tenths)
{
    int at = tenths * 10 / 94 % 510;

    return (uint8_t)(at < 256 ? at : 510 - at);
}

static void noise(int x, int y, uint8_t rgb[3])
{
    uint32_t h = (uint32_t)x * 0x9e3779b1u ^ (uint32_t)y * 0x85ebca77u;

    h = (h ^ h >> 15) * 0x2c1b3c6du;
    h = (h ^ h >> 12) * 0x297a2d39u;
    rgb[0] = (uint8_t)(h >> 24);
    rgb[1] = (uint8_t)(h >> 16);
    rgb[2] = (uint8_t)(h >> 8);
}

/* Words of three to nine millimetres. */
static bool in_word(int x_mm, int line)
{
    int at = (x_mm + line * 7) % 23;

    return x_mm >= 20 && x_mm < 190 && at != 4 && at != 13 && at != 17;
}

static void from_file(const struct fake_picture *p, int x, int y, int dpi, uint8_t rgb[3])
{
    long column = (long)x * FILE_DPI / dpi, row = (long)y * FILE_DPI / dpi;
    const uint8_t *pixel;

    if (column >= p->width || row >= p->height) {
        set_gray(rgb, 255);
        return;
    }
    pixel = p->pixels + (row * p->width + column) * p->channels;
    for (int i = 0; i < 3; i++)
        rgb[i] = pixel[p->channels == 3 ? i : 0];
}

void fake_picture_pixel(const struct fake_picture *picture, int x, int y, int dpi,
                        uint8_t rgb[3])
{
    /* tenths of a millimetre */
    int across = (int)(x * 254L / dpi), down = (int)(y * 254L / dpi);

    switch (picture->kind) {
    case FLAT:
        memcpy(rgb, picture->flat, 3);
        break;
    case RAMP:
        rgb[0] = swing(across);
        rgb[1] = swing(down);
        rgb[2] = swing(across / 2 + down / 2);
        break;
    case NOISE:
        noise(x, y, rgb);
        break;
    case MARKS:
        set_gray(rgb, across % 300 < 100 && down % 300 < 100 ? 0 : 255);
        if (rgb[0] == 0 && down >= 1000)
            rgb[0] = 255;
        break;
    case LINES:
        set_gray(rgb,
                 down % 80 < 30 && down > 200 && down < 2700 && in_word(across / 10, down / 80)
                     ? 20
                     : 245);
        break;
    case PNM:
        from_file(picture, x, y, dpi, rgb);
        break;
    }
}
