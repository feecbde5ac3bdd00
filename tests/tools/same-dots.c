/*
 * same-dots.c - are two pictures the same but for where they lie?
 * usage: same-dots PAGE.pbm PICTURE.pbm SCALE X Y
 *
 * Each dot of PICTURE is SCALE x SCALE dots of PAGE, its first at column X, row Y (which may be
 * negative: what lies outside is not looked at). Says how many dots differ, and, for a person,
 * where each picture's dots begin and end. Exit status 0: none; 1: some; 2: cannot compare.
 * Effects: reads the two files (raw PBM), standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SIDE_MAXIMUM 20000L

struct picture {
    long width, height;
    size_t stride;
    uint8_t *bits;
};

/* A number of the head; comments go to the end of their line. */
static long read_number(FILE *f)
{
    long n = 0;
    int c = getc(f);

    while (c == ' ' || c == '\n' || c == '#') {
        while (c == '#' && (c = getc(f)) != '\n' && c != EOF)
            c = '#';
        c = getc(f);
    }
    for (; c >= '0' && c <= '9' && n <= SIDE_MAXIMUM; c = getc(f))
        n = n * 10 + (c - '0');
    return n;
}

static bool read_picture(struct picture *p, const char *path)
{
    FILE *f = fopen(path, "rb");
    bool fine = f && getc(f) == 'P' && getc(f) == '4';

    if (fine) {
        p->width = read_number(f);
        p->height = read_number(f);
        fine = p->width > 0 && p->width <= SIDE_MAXIMUM && p->height > 0 &&
               p->height <= SIDE_MAXIMUM;
    }
    if (fine) {
        p->stride = ((size_t)p->width + 7) / 8;
        p->bits = malloc(p->stride * (size_t)p->height);
        fine = p->bits && fread(p->bits, p->stride, (size_t)p->height, f) == (size_t)p->height;
    }
    if (f)
        fclose(f);
    return fine;
}

/* White outside. */
static bool dot(const struct picture *p, long x, long y)
{
    if (x < 0 || y < 0 || x >= p->width || y >= p->height)
        return false;
    return p->bits[(size_t)y * p->stride + (size_t)x / 8] & 0x80u >> x % 8;
}

static void say_box(const char *name, const struct picture *p)
{
    long x1 = p->width, y1 = p->height, x2 = -1, y2 = -1;

    for (long y = 0; y < p->height; y++)
        for (long x = 0; x < p->width; x++)
            if (dot(p, x, y)) {
                x1 = x < x1 ? x : x1;
                x2 = x > x2 ? x : x2;
                y1 = y < y1 ? y : y1;
                y2 = y;
            }
    printf("%s: %ld x %ld, dots from %ld, %ld to %ld, %ld\n", name, p->width, p->height, x1, y1,
           x2, y2);
}

/* Towards the lower number, as for those that are not negative. */
static long scaled(long n, long scale)
{
    return n >= 0 ? n / scale : -((-n + scale - 1) / scale);
}

int main(int argc, char **argv)
{
    struct picture page = {0}, picture = {0};
    long differ = 0, scale, left, top;

    if (argc != 6 || !read_picture(&page, argv[1]) || !read_picture(&picture, argv[2])) {
        fputs("usage: same-dots PAGE.pbm PICTURE.pbm SCALE X Y\n", stderr);
        return 2;
    }
    scale = strtol(argv[3], NULL, 10);
    left = strtol(argv[4], NULL, 10);
    top = strtol(argv[5], NULL, 10);
    if (scale < 1 || scale > 8)
        return 2;
    for (long y = 0; y < page.height; y++)
        for (long x = 0; x < page.width; x++)
            differ += dot(&page, x, y) !=
                      dot(&picture, scaled(x - left, scale), scaled(y - top, scale));
    say_box(argv[1], &page);
    say_box(argv[2], &picture);
    printf("%ld dots differ\n", differ);
    free(page.bits);
    free(picture.bits);
    return differ != 0;
}
