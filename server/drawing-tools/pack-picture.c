/*
 * pack-picture.c - a drawn picture becomes the PNG that is built into the program.
 * usage: pack-picture dots|gray FILE >FILE.png
 *
 * FILE is a PNG as rsvg-convert writes it, or a binary PGM. dots: black and white only, as line
 * art and letters are to be printed; gray: 8 bits. Transparent is white. Nothing else is in the
 * result, no time and no program's name, so that it is the same each time.
 * Effects: reads the file; standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <png.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct picture {
    uint32_t width, height;
    uint8_t *gray;
};

static bool read_png(const char *name, struct picture *p)
{
    const png_color white = {255, 255, 255};
    png_image image;

    memset(&image, 0, sizeof(image));
    image.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_file(&image, name))
        return false;
    image.format = PNG_FORMAT_GRAY;
    p->width = image.width;
    p->height = image.height;
    p->gray = malloc((size_t)image.width * image.height);
    return p->gray != NULL && png_image_finish_read(&image, &white, p->gray, 0, NULL);
}

/* A number and the blank behind it; 0: it is none, or beyond any picture of ours. */
static unsigned read_number(FILE *file)
{
    unsigned number = 0;
    int c;

    while ((c = fgetc(file)) >= '0' && c <= '9' && number < 10000)
        number = number * 10 + (unsigned)(c - '0');
    return c == ' ' || c == '\n' ? number : 0;
}

static bool read_pgm(FILE *file, struct picture *p)
{
    char head[3];
    bool good = fread(head, 1, 3, file) == 3 && memcmp(head, "P5\n", 3) == 0;
    unsigned width = good ? read_number(file) : 0, height = width > 0 ? read_number(file) : 0;

    if (height == 0 || read_number(file) != 255)
        return false;
    p->width = width;
    p->height = height;
    p->gray = malloc((size_t)width * height);
    return p->gray != NULL &&
           fread(p->gray, 1, (size_t)width * height, file) == (size_t)width * height;
}

static bool read_picture(const char *name, struct picture *p)
{
    FILE *file = fopen(name, "rb");
    int first = file != NULL ? fgetc(file) : EOF;
    bool good;

    if (first == EOF)
        return false;
    rewind(file);
    good = first == 'P' ? read_pgm(file, p) : read_png(name, p);
    fclose(file);
    return good;
}

/* 1 is white in a PNG. */
static void to_bits(uint8_t *row, uint32_t width)
{
    for (uint32_t x = 0; x < width; x += 8) {
        unsigned bits = 0;

        for (uint32_t i = x; i < x + 8; i++)
            bits = bits << 1 | (i < width && row[i] >= 128);
        row[x / 8] = (uint8_t)bits;
    }
}

static bool write_png(const struct picture *p, bool dots, FILE *to)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png != NULL ? png_create_info_struct(png) : NULL;

    if (info == NULL || setjmp(png_jmpbuf(png)) != 0)
        return false;
    png_init_io(png, to);
    png_set_IHDR(png, info, p->width, p->height, dots ? 1 : 8, PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 9);
    png_write_info(png, info);
    for (uint32_t y = 0; y < p->height; y++) {
        uint8_t *row = p->gray + (size_t)y * p->width;

        if (dots)
            to_bits(row, p->width);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return fflush(to) == 0 && !ferror(to);
}

int main(int argc, char *argv[])
{
    struct picture picture = {0, 0, NULL};

    if (argc != 3 || (strcmp(argv[1], "dots") != 0 && strcmp(argv[1], "gray") != 0)) {
        fprintf(stderr, "usage: pack-picture dots|gray FILE >FILE.png\n");
        return 2;
    }
    if (!read_picture(argv[2], &picture) || !write_png(&picture, argv[1][0] == 'd', stdout)) {
        fprintf(stderr, "pack-picture: %s cannot be read or written.\n", argv[2]);
        return 1;
    }
    free(picture.gray);
    return 0;
}
