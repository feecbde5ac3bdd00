/*
 * spoil-page.c - makes a wrong page of a right one, to see whether compare-page notices.
 * usage: spoil-page HOW FILE.pbm >SPOILT.pbm, where HOW is
 *   right, down   moved by one dot
 *   mirror, turn  left and right swapped; turned by 180 degrees
 *   invert        black is white
 *   blank         nothing is there
 *   hole          a square centimetre in the upper right is white
 *   dot           one more dot outside the printable area
 *   lighter       one black dot in four is missing
 * Effects: reads the file, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct page {
    unsigned width, height;
    size_t stride;
    uint8_t *bits;
};

static bool dot_at(const struct page *p, long x, long y)
{
    if (x < 0 || y < 0 || x >= (long)p->width || y >= (long)p->height)
        return false;
    return p->bits[(size_t)y * p->stride + (size_t)x / 8] >> (7 - x % 8) & 1;
}

static bool hidden(const struct page *p, long x, long y)
{
    return labs(x - (long)p->width * 3 / 4) < 118 && labs(y - (long)p->height / 4) < 118;
}

/* What the spoilt page has at x, y. */
static bool spoilt(const struct page *p, const char *how, long x, long y)
{
    bool dot = dot_at(p, x, y);

    switch (how[0]) {
    case 'r':
        return dot_at(p, x - 1, y);
    case 'm':
        return dot_at(p, (long)p->width - 1 - x, y);
    case 't':
        return dot_at(p, (long)p->width - 1 - x, (long)p->height - 1 - y);
    case 'i':
        return !dot;
    case 'b':
        return false;
    case 'h':
        return dot && !hidden(p, x, y);
    case 'l':
        return dot && (x % 2 || y % 2);
    default:
        return how[1] == 'o' && how[2] == 'w' ? dot_at(p, x, y - 1)
                                              : dot || (x == 9 && y == 99);
    }
}

static bool page_read(const char *path, struct page *p)
{
    FILE *file = fopen(path, "rb");
    bool done = false;

    if (file && fscanf(file, "P4 %u %u", &p->width, &p->height) == 2 && fgetc(file) != EOF &&
        p->width < 30000 && p->height < 30000) {
        p->stride = ((size_t)p->width + 7) / 8;
        p->bits = malloc(p->stride * p->height + 1);
        done = p->bits && fread(p->bits, p->stride, p->height, file) == p->height;
    }
    if (file)
        fclose(file);
    return done;
}

static bool page_write(const struct page *p, const char *how)
{
    uint8_t *line = malloc(p->stride);
    long x, y;

    if (!line)
        return false;
    printf("P4\n%u %u\n", p->width, p->height);
    for (y = 0; y < (long)p->height; y++) {
        memset(line, 0, p->stride);
        for (x = 0; x < (long)p->width; x++) {
            if (spoilt(p, how, x, y))
                line[x / 8] |= (uint8_t)(0x80 >> x % 8);
        }
        fwrite(line, 1, p->stride, stdout);
    }
    free(line);
    return fflush(stdout) == 0 && !ferror(stdout);
}

int main(int argc, char **argv)
{
    struct page page = {0};
    bool done = argc == 3 && page_read(argv[2], &page) && page_write(&page, argv[1]);

    if (!done)
        fprintf(stderr,
                "usage: spoil-page right|down|mirror|turn|invert|blank|hole|dot|lighter "
                "FILE.pbm >SPOILT.pbm\n");
    free(page.bits);
    return done ? 0 : 2;
}
