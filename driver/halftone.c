/*
 * halftone.c - lines of gray become lines of dots: keeps the lines a line needs, and the dots
 * that can be given out again.
 * Effects: none.
 * Source: driver/HALFTONE.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "halftone-paths.h"

#include <string.h>

/* Vectors and cache lines. */
#define ALIGNMENT 64

/* The line, two above it and one below; lines that are equal share a buffer. */
#define BUFFERS 4

struct halftone {
    uint32_t width;
    size_t stride;
    size_t blocks;
    bool edges;
    uint8_t contrast;
    halftone_fn *row;
    uint32_t y; /* of the line whose dots come next, modulo the screen's rows */

    const uint8_t *above2;
    const uint8_t *above;
    const uint8_t *line; /* NULL before the first */
    const uint8_t *white;
    uint8_t *buffers[BUFFERS];

    const uint8_t *last; /* the dots given out last, NULL before */
    bool last_gray;      /* they depend on more than the line itself */
    uint8_t *dots;       /* the dots of a line among others */
    uint8_t *run;        /* the dots of each row of the screen, inside a run of equal lines */
    uint64_t run_known;  /* a bit for each row of run */
    size_t dots_size;
    uint8_t *steep; /* halftone_row.steep */
    bool steep_known;

    struct screen screen;
};

static size_t aligned(size_t n)
{
    return (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static size_t blocks_of(const struct halftone_params *params)
{
    return ((size_t)params->width + HALFTONE_BLOCK - 1) / HALFTONE_BLOCK;
}

/* Bytes of a padded line of gray. */
static size_t line_size(const struct halftone_params *params)
{
    return aligned(blocks_of(params) * HALFTONE_BLOCK + (size_t)2 * HALFTONE_PAD);
}

/* Bytes of a line of dots: whole blocks are written, and whole strides given out. */
static size_t dots_size(const struct halftone_params *params)
{
    size_t n = blocks_of(params) * (HALFTONE_BLOCK / 8);

    return aligned(n > params->stride ? n : params->stride);
}

size_t halftone_work_size(const struct halftone_params *params)
{
    return ALIGNMENT + aligned(sizeof(struct halftone)) + (BUFFERS + 1) * line_size(params) +
           (1 + screen_rows(params)) * dots_size(params) +
           aligned(halftone_steep(blocks_of(params)));
}

bool halftone_has_path(enum halftone_path path)
{
    switch (path) {
    case HALFTONE_BEST:
    case HALFTONE_SCALAR:
        return true;
    case HALFTONE_SSE2:
        return halftone_row_sse2 != NULL;
    case HALFTONE_AVX2:
#if defined(__x86_64__) && defined(__GNUC__)
        return halftone_row_avx2 != NULL && __builtin_cpu_supports("avx2");
#else
        return false;
#endif
    case HALFTONE_NEON:
        return halftone_row_neon != NULL;
    }
    return false;
}

/* The function of a path; of the best one when the processor does not have it. */
static halftone_fn *path_function(enum halftone_path path)
{
    if (path == HALFTONE_SCALAR)
        return halftone_row_scalar;
    if (path == HALFTONE_SSE2 && halftone_has_path(path))
        return halftone_row_sse2;
    if (halftone_has_path(HALFTONE_AVX2))
        return halftone_row_avx2;
    if (halftone_has_path(HALFTONE_NEON))
        return halftone_row_neon;
    if (halftone_has_path(HALFTONE_SSE2))
        return halftone_row_sse2;
    return halftone_row_scalar;
}

/* The least difference of neighbours that is an edge; HALFTONE.md section 4. */
static uint8_t contrast_of(enum content content)
{
    switch (content) {
    case CONTENT_TEXT:
        return 48;
    case CONTENT_GRAPHIC:
        return 64;
    case CONTENT_AUTO:
    case CONTENT_PHOTO:
        break;
    }
    return 80;
}

struct halftone *halftone_start(void *work, const struct halftone_params *params,
                                enum halftone_path path)
{
    uint8_t *at = work;
    struct halftone *h;

    at += (ALIGNMENT - (uintptr_t)at % ALIGNMENT) % ALIGNMENT;
    h = (void *)at;
    at += aligned(sizeof(*h));
    *h = (struct halftone){.width = params->width,
                           .stride = params->stride,
                           .blocks = blocks_of(params),
                           .edges = params->content != CONTENT_PHOTO,
                           .contrast = contrast_of(params->content),
                           .row = path_function(path),
                           .dots_size = dots_size(params)};
    memset(at, 255, (BUFFERS + 1) * line_size(params));
    h->white = at + HALFTONE_PAD;
    for (size_t i = 0; i < BUFFERS; i++) {
        at += line_size(params);
        h->buffers[i] = at + HALFTONE_PAD;
    }
    at += line_size(params);
    memset(at, 0, (1 + screen_rows(params)) * dots_size(params));
    h->dots = at;
    h->run = at + dots_size(params);
    h->steep = h->run + screen_rows(params) * dots_size(params);
    h->above2 = h->above = h->white;
    screen_build(&h->screen, params);
    return h;
}

/* The line in a buffer of ours: the one of the line before when they are equal. */
static const uint8_t *keep(struct halftone *h, const uint8_t *gray)
{
    const uint8_t *before = h->line ? h->line : h->white;
    size_t i = 0;

    if (memcmp(gray, before, h->width) == 0)
        return before;
    while (h->buffers[i] == h->above2 || h->buffers[i] == h->above || h->buffers[i] == h->line)
        i++;
    memcpy(h->buffers[i], gray, h->width);
    return h->buffers[i];
}

/* The dots of the line, given the one below. */
static const uint8_t *make_dots(struct halftone *h, const uint8_t *below)
{
    bool same = h->line == h->above;
    bool inside = same && h->line == h->above2 && h->line == below;
    uint8_t *dots = inside ? h->run + h->y * h->dots_size : h->dots;
    struct halftone_row row = {.above2 = h->above2,
                               .above = h->above,
                               .line = h->line,
                               .below = below,
                               .threshold = h->screen.threshold[h->y],
                               .blocks = h->blocks,
                               .edges = h->edges,
                               .contrast = h->contrast,
                               .steep = h->steep};

    if (!inside)
        h->run_known = 0;
    if ((same && h->last && !h->last_gray) || (inside && h->run_known >> h->y & 1)) {
        h->steep_known = false;
        return h->last_gray ? dots : h->last;
    }
    if (!h->steep_known)
        memset(h->steep, 1, halftone_steep(h->blocks));
    h->steep_known = true;
    h->last_gray = h->row(&row, dots);
    if (inside)
        h->run_known |= UINT64_C(1) << h->y;
    return dots;
}

/* The dots of the line are asked for; `below` takes its place. */
static const uint8_t *advance(struct halftone *h, const uint8_t *below)
{
    h->last = make_dots(h, below);
    h->above2 = h->above;
    h->above = h->line;
    h->line = below;
    h->y = h->y + 1 < h->screen.rows ? h->y + 1 : 0;
    return h->last;
}

const uint8_t *halftone_push(struct halftone *h, const uint8_t *gray)
{
    const uint8_t *next = keep(h, gray);

    if (h->line)
        return advance(h, next);
    h->line = next;
    return NULL;
}

const uint8_t *halftone_finish(struct halftone *h)
{
    return h->line ? advance(h, h->white) : NULL;
}
