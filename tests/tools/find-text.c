/*
 * find-text.c - whether a line of letters stands on a printed page, in the letters of the
 * program's own pages (server/drawing.h).
 * usage: find-text tiny|text|strong|heading FILE.pbm TEXT...
 *
 * FILE is a raw PBM of 600 dpi. Each TEXT must be there, dot by dot, with nothing else between
 * its letters; where it is, is printed. Exit status 1: one of them is not.
 * Effects: reads the file; standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/drawing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEIGHT 300 /* of the picture of a line, */
#define BASE   220 /* and where its base line is */

struct bitmap {
    int width, height;
    uint8_t *black; /* a byte for each dot */
};

/* A number and the blank behind it; 0: it is none, or beyond any page. */
static int read_number(FILE *file)
{
    int number = 0, c;

    while ((c = fgetc(file)) >= '0' && c <= '9' && number < 100000)
        number = number * 10 + c - '0';
    return c == ' ' || c == '\n' ? number : 0;
}

static int read_page(const char *name, struct bitmap *b)
{
    FILE *file = fopen(name, "rb");
    char head[3];
    int good = file != NULL && fread(head, 1, 3, file) == 3 && memcmp(head, "P4\n", 3) == 0 &&
               (b->width = read_number(file)) > 0 && (b->height = read_number(file)) > 0;

    if (good)
        good = (b->black = malloc((size_t)b->width * (size_t)b->height)) != NULL;
    for (int y = 0; good && y < b->height; y++)
        for (int x = 0, byte = 0; x < b->width; x++) {
            if (x % 8 == 0)
                byte = fgetc(file);
            b->black[(size_t)y * (size_t)b->width + (size_t)x] =
                (uint8_t)(byte >> (7 - x % 8) & 1);
        }
    if (file != NULL)
        fclose(file);
    return good;
}

static int draw_line(enum drawing_face face, const char *text, struct bitmap *b)
{
    struct drawing *d;

    b->width = drawing_text_width(face, text);
    b->height = HEIGHT;
    b->black = malloc((size_t)b->width * HEIGHT);
    d = drawing_new((uint32_t)b->width, HEIGHT);
    if (b->black == NULL || d == NULL)
        return 0;
    (void)drawing_text(d, face, 0, BASE, text, 0);
    for (int y = 0; y < HEIGHT; y++) {
        uint8_t *line = b->black + (size_t)y * (size_t)b->width;

        if (!drawing_line(d, line))
            return 0;
        for (int x = 0; x < b->width; x++)
            line[x] = line[x] < 128;
    }
    drawing_free(d);
    return 1;
}

/* The lines of a picture that are not white. */
static void find_lines(const struct bitmap *b, int *from, int *to)
{
    *from = HEIGHT;
    *to = 0;
    for (int y = 0; y < HEIGHT; y++)
        if (memchr(b->black + (size_t)y * (size_t)b->width, 1, (size_t)b->width) != NULL) {
            *from = y < *from ? y : *from;
            *to = y + 1;
        }
}

static int is_at(const struct bitmap *page, const struct bitmap *line, int from, int to, int x,
                 int y)
{
    for (int row = from; row < to; row++)
        if (memcmp(page->black + (size_t)(y + row - from) * (size_t)page->width + x,
                   line->black + (size_t)row * (size_t)line->width, (size_t)line->width) != 0)
            return 0;
    return 1;
}

/* The first place in row y from x on where the line may be: its first black dot is there. */
static int next_place(const struct bitmap *page, int first, int x, int y)
{
    const uint8_t *row = page->black + (size_t)y * (size_t)page->width;
    const uint8_t *dot = x + first < page->width
                             ? memchr(row + x + first, 1, (size_t)(page->width - x - first))
                             : NULL;

    return dot != NULL ? (int)(dot - row) - first : page->width;
}

static int find_line(const struct bitmap *page, const struct bitmap *line, int *x, int *y)
{
    const uint8_t *top;
    int from, to, first = 0;

    find_lines(line, &from, &to);
    if (to <= from)
        return 0;
    top = line->black + (size_t)from * (size_t)line->width;
    while (top[first] == 0)
        first++;
    for (*y = 0; *y + to - from <= page->height; ++*y)
        for (*x = next_place(page, first, 0, *y); *x + line->width <= page->width;
             *x = next_place(page, first, *x + 1, *y))
            if (is_at(page, line, from, to, *x, *y))
                return 1;
    return 0;
}

static int find(const struct bitmap *page, enum drawing_face face, const char *text)
{
    struct bitmap line = {0, 0, NULL};
    int x = 0, y = 0, found;

    found = draw_line(face, text, &line) && find_line(page, &line, &x, &y);
    if (found)
        printf("%s: %d %d\n", text, x, y);
    else
        printf("%s: not there\n", text);
    free(line.black);
    return found;
}

int main(int argc, char *argv[])
{
    static const char *const names[] = {"tiny", "text", "strong", "heading"};
    struct bitmap page = {0, 0, NULL};
    int face = 0, good = 1;

    while (argc > 3 && face < 4 && strcmp(names[face], argv[1]) != 0)
        face++;
    if (argc < 4 || face == 4) {
        fprintf(stderr, "usage: find-text tiny|text|strong|heading FILE.pbm TEXT...\n");
        return 2;
    }
    if (!read_page(argv[2], &page)) {
        fprintf(stderr, "find-text: '%s' cannot be read.\n", argv[2]);
        return 1;
    }
    for (int i = 3; i < argc; i++)
        good &= find(&page, (enum drawing_face)face, argv[i]);
    free(page.black);
    return good ? 0 : 1;
}
