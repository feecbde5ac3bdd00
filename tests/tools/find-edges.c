/*
 * find-edges.c - where the ink of a printed page is, in dots.
 * usage: find-edges [-m DOTS] PAGE.png
 *
 * Prints a line for the sheet, one for all its ink, and one for each shape of black dots that
 * touch (also by their corners) and that is DOTS or more (20 unless said) in both directions:
 *   sheet WIDTH HEIGHT
 *   ink LEFT TOP WIDTH HEIGHT          (not for an empty page)
 *   box|shape LEFT TOP WIDTH HEIGHT    box: a full rectangle; by top, then by left
 * Exit status 0; 2: cannot read the page. Effects: reads a file, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <png.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIDE_MAXIMUM 20000u

struct page {
    uint32_t width, height;
    uint8_t *dots; /* one byte each, 1 is black */
};

/* Dots that touch, and their bounds; the right and the bottom one are beyond it. */
struct shape {
    uint32_t parent; /* itself, or the shape that it turned out to be a part of */
    uint32_t left, top, right, bottom;
    uint64_t dots;
};

struct shapes {
    struct shape *all;
    size_t n, room;
};

/* Black dots of a line without a gap. */
struct run {
    uint32_t left, right; /* the right one is beyond it */
    uint32_t shape;
};

struct line {
    struct run runs[SIDE_MAXIMUM / 2 + 1];
    size_t n;
};

/* ---- reading ---- */

static bool page_new(struct page *p, uint32_t width, uint32_t height)
{
    p->width = width;
    p->height = height;
    p->dots = width - 1 < SIDE_MAXIMUM && height - 1 < SIDE_MAXIMUM
                  ? malloc((size_t)width * height)
                  : NULL;
    return p->dots != NULL;
}

static bool page_read(const char *path, struct page *p)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    bool done = false;

    if (png_image_begin_read_from_file(&image, path)) {
        image.format = PNG_FORMAT_GRAY;
        done = page_new(p, image.width, image.height) &&
               png_image_finish_read(&image, NULL, p->dots, 0, NULL);
    }
    for (size_t i = 0; done && i < (size_t)p->width * p->height; i++)
        p->dots[i] = p->dots[i] < 128;
    png_image_free(&image);
    return done;
}

/* ---- shapes ---- */

_Noreturn static void give_up(void)
{
    perror("find-edges");
    exit(2);
}

static uint32_t shape_new(struct shapes *s, uint32_t x, uint32_t y)
{
    if (s->n == s->room) {
        size_t room = 2 * s->room;
        struct shape *more = realloc(s->all, room * sizeof(*more));

        if (more == NULL)
            give_up();
        s->all = more;
        s->room = room;
    }
    s->all[s->n] = (struct shape){
        .parent = (uint32_t)s->n, .left = x, .top = y, .right = x, .bottom = y, .dots = 0};
    return (uint32_t)s->n++;
}

static uint32_t shape_whole(struct shapes *s, uint32_t i)
{
    while (s->all[i].parent != i)
        i = s->all[i].parent = s->all[s->all[i].parent].parent;
    return i;
}

static void grow(struct shape *shape, uint32_t left, uint32_t top, uint32_t right,
                 uint32_t bottom)
{
    shape->left = left < shape->left ? left : shape->left;
    shape->top = top < shape->top ? top : shape->top;
    shape->right = right > shape->right ? right : shape->right;
    shape->bottom = bottom > shape->bottom ? bottom : shape->bottom;
}

static void join(struct shapes *s, uint32_t a, uint32_t b)
{
    struct shape *whole = &s->all[shape_whole(s, a)], *part = &s->all[shape_whole(s, b)];

    if (whole == part)
        return;
    part->parent = whole->parent;
    grow(whole, part->left, part->top, part->right, part->bottom);
    whole->dots += part->dots;
}

/* The run belongs to all shapes that it touches in the line above, which so are one. */
static void place_run(struct shapes *s, const struct line *above, size_t *first, uint32_t y,
                      struct run *run)
{
    bool placed = false;

    while (*first < above->n && above->runs[*first].right < run->left)
        (*first)++;
    for (size_t i = *first; i < above->n && above->runs[i].left <= run->right; i++) {
        if (placed)
            join(s, run->shape, above->runs[i].shape);
        else
            run->shape = above->runs[i].shape;
        placed = true;
    }
    if (!placed)
        run->shape = shape_new(s, run->left, y);
    run->shape = shape_whole(s, run->shape);
    grow(&s->all[run->shape], run->left, y, run->right, y + 1);
    s->all[run->shape].dots += run->right - run->left;
}

static void find_shapes(const struct page *p, struct shapes *s)
{
    static struct line lines[2];
    struct line *above = &lines[0], *here = &lines[1], *swap;

    for (uint32_t y = 0; y < p->height; y++) {
        const uint8_t *dots = p->dots + (size_t)y * p->width;
        size_t first = 0;

        here->n = 0;
        for (uint32_t x = 0; x < p->width; x++) {
            struct run *run = &here->runs[here->n];

            if (!dots[x])
                continue;
            for (run->left = x; x < p->width && dots[x]; x++)
                ;
            run->right = x;
            place_run(s, above, &first, y, run);
            here->n++;
        }
        swap = above;
        above = here;
        here = swap;
    }
}

/* ---- output ---- */

static int by_place(const void *a, const void *b)
{
    const struct shape *p = a, *q = b;

    if (p->top != q->top)
        return p->top < q->top ? -1 : 1;
    return p->left < q->left ? -1 : p->left > q->left;
}

static void print_shape(const char *what, const struct shape *shape)
{
    printf("%s %u %u %u %u\n", what, shape->left, shape->top, shape->right - shape->left,
           shape->bottom - shape->top);
}

static void print_shapes(struct shapes *s, uint32_t least)
{
    struct shape ink = {.left = UINT32_MAX, .top = UINT32_MAX};
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        if (s->all[i].parent == i)
            s->all[n++] = s->all[i]; /* from here on no shape has a parent */
    for (size_t i = 0; i < n; i++)
        grow(&ink, s->all[i].left, s->all[i].top, s->all[i].right, s->all[i].bottom);
    if (n == 0)
        return;
    print_shape("ink", &ink);
    qsort(s->all, n, sizeof(*s->all), by_place);
    for (size_t i = 0; i < n; i++) {
        const struct shape *shape = &s->all[i];
        uint32_t width = shape->right - shape->left, height = shape->bottom - shape->top;

        if (width >= least && height >= least)
            print_shape(shape->dots == (uint64_t)width * height ? "box" : "shape", shape);
    }
}

int main(int argc, char **argv)
{
    struct page page = {0};
    struct shapes shapes = {.room = 1024};
    uint32_t least = 20;
    int c;

    while ((c = getopt(argc, argv, "m:")) != -1)
        if (c == 'm')
            least = (uint32_t)strtoul(optarg, NULL, 10);
        else
            return 2;
    if (optind != argc - 1 || !page_read(argv[optind], &page)) {
        fprintf(stderr, "usage: find-edges [-m DOTS] PAGE.png\n");
        free(page.dots);
        return 2;
    }
    printf("sheet %u %u\n", page.width, page.height);
    if ((shapes.all = calloc(shapes.room, sizeof(*shapes.all))) == NULL)
        give_up();
    find_shapes(&page, &shapes);
    print_shapes(&shapes, least);
    free(shapes.all);
    free(page.dots);
    return 0;
}
