/*
 * screens.c - clustered-dot supercells and the tone curve, built from a few numbers.
 * Effects: none. Integers only.
 * Source: driver/HALFTONE.md sections 2 and 3.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "screens.h"

/* One dot is this many steps of the spot function's coordinates. */
#define STEP 8

#define MAX_CELL_DOTS 64
#define MAX_CELLS     32
#define MAX_TILE_DOTS (16 * 64)

/*
 * A lattice of cells: a centre every `pitch` dots in a row of cells, rows of cells `row` dots
 * apart, each shifted by `shift` dots against the one above. A cell has pitch * row dots.
 */
struct geometry {
    uint8_t pitch;
    uint8_t row;
    uint8_t shift;
    int8_t centre_x, centre_y; /* of the first cell, in STEPs from the corner of dot (0,0) */
    int8_t light_x, light_y;   /* from a cell's centre to the centre of its hole, in STEPs */
    uint8_t width, height;     /* the tile in dots */
    uint8_t first;             /* dots that appear together in a cell, and close in a hole */
    uint8_t first_high;        /* the same for QUALITY_HIGH */
    uint16_t gain;             /* n of the tone curve, in thousandths; HALFTONE.md section 3 */
};

/*
 * Centres lie a little beside the corner or middle of a dot: a cluster then grows by one dot at
 * a time, each beside the one before, instead of by rings of equal distance.
 */
static const struct geometry geometries[] = {
    [SCREEN_GRADATION] = {.pitch = 8,
                          .row = 4,
                          .shift = 4,
                          .centre_x = -2,
                          .centre_y = -1,
                          .light_x = 4 * STEP,
                          .light_y = 0,
                          .width = 16,
                          .height = 16,
                          .first = 2,
                          .first_high = 1,
                          .gain = 1945},
    [SCREEN_RESOLUTION] = {.pitch = 6,
                          .row = 3,
                          .shift = 3,
                          .centre_x = 3,
                          .centre_y = 4,
                          .light_x = 3 * STEP,
                          .light_y = 0,
                          .width = 24,
                          .height = 24,
                          .first = 2,
                          .first_high = 1,
                          .gain = 2260},
    [SCREEN_COLOR_TONE] = {.pitch = 16,
                          .row = 4,
                          .shift = 7,
                          .centre_x = -2,
                          .centre_y = -1,
                          .light_x = 5 * STEP / 2,
                          .light_y = 6 * STEP,
                          .width = 16,
                          .height = 64,
                          .first = 3,
                          .first_high = 2,
                          .gain = 1669},
};

/* A tile in the making. */
struct tile {
    const struct geometry *g;
    unsigned rows;    /* of cells */
    unsigned per_row; /* cells in a row of cells */
    unsigned cells;
    unsigned cell_dots;
    unsigned first;
};

/* A dot's place among the dots of its cell, and the way to the cell. */
struct place {
    int32_t spot;          /* small: early */
    int8_t to_x, to_y;     /* from the dot to its cell's lattice point, in dots */
    uint8_t order;         /* 0: the first dot of the cell */
    int8_t hole_x, hole_y; /* the same for the hole's */
};

static const struct geometry *geometry_of(const struct halftone_params *params)
{
    unsigned i = (unsigned)params->screen;

    return &geometries[i < sizeof(geometries) / sizeof(geometries[0]) ? i : 0];
}

static struct tile tile_of(const struct halftone_params *params)
{
    const struct geometry *g = geometry_of(params);
    struct tile t = {.g = g,
                     .rows = (unsigned)g->height / g->row,
                     .per_row = (unsigned)g->width / g->pitch,
                     .cell_dots = (unsigned)g->pitch * g->row,
                     .first = params->quality == QUALITY_HIGH ? g->first_high : g->first};

    t.cells = t.per_row * t.rows;
    return t;
}

/* a mod n, never negative. */
static unsigned wrap(int a, unsigned n)
{
    int r = a % (int)n;

    return (unsigned)(r < 0 ? r + (int)n : r);
}

/* The square of a distance, a little longer along one diagonal: dots touch their neighbours
 * along it before they touch the others, so the tone does not jump when all four meet. */
static int32_t stretched(int dx, int dy)
{
    int u = dx + dy;
    int v = dx - dy;

    return 5 * u * u + 4 * v * v;
}

/* The lattice point nearest to a dot of the first cell, when the lattice is moved by (off_x,
 * off_y) STEPs. */
static int32_t nearest(const struct geometry *g, int x, int y, int off_x, int off_y,
                       int8_t *to_x, int8_t *to_y)
{
    int32_t best = INT32_MAX;

    for (int k = -4; k <= 4; k++) {
        for (int j = -3; j <= 3; j++) {
            int px = j * g->pitch + k * g->shift;
            int py = k * g->row;
            int32_t d = stretched((x - px) * STEP + STEP / 2 - g->centre_x - off_x,
                                  (y - py) * STEP + STEP / 2 - g->centre_y - off_y);

            if (d < best) {
                best = d;
                *to_x = (int8_t)(px - x);
                *to_y = (int8_t)(py - y);
            }
        }
    }
    return best;
}

/*
 * The order in which the dots of a cell turn black: near the cell's centre first, near the
 * hole's centre last, half of them at 50 %.
 */
static void place_dots(const struct tile *t, struct place places[MAX_CELL_DOTS])
{
    const struct geometry *g = t->g;

    for (unsigned i = 0; i < t->cell_dots; i++) {
        struct place *p = &places[i];
        int x = (int)(i % g->pitch);
        int y = (int)(i / g->pitch);

        p->spot = nearest(g, x, y, 0, 0, &p->to_x, &p->to_y);
        p->spot -= nearest(g, x, y, g->light_x, g->light_y, &p->hole_x, &p->hole_y);
    }
    for (unsigned i = 0; i < t->cell_dots; i++) {
        unsigned before = 0;

        for (unsigned j = 0; j < t->cell_dots; j++)
            before +=
                places[j].spot < places[i].spot || (places[j].spot == places[i].spot && j < i);
        places[i].order = (uint8_t)before;
    }
}

/* How far the k-th row of cells is shifted. */
static unsigned shift_of(const struct tile *t, unsigned k)
{
    return k * t->g->shift % t->g->pitch;
}

/* The cell whose lattice point is at (x, y), anywhere on the plane. */
static unsigned cell_at(const struct tile *t, int x, int y)
{
    unsigned k = wrap(y, t->g->height) / t->g->row;
    unsigned column = wrap(x - (int)shift_of(t, k), t->g->width) / t->g->pitch;

    return k * t->per_row + column;
}

/* The shorter way round the tile. */
static unsigned around(unsigned d, unsigned n)
{
    return d < n - d ? d : n - d;
}

/*
 * The order in which cells take their next dot: each one where the cells before it are
 * farthest, counted as the sum of 1 / distance^4 on the endless plane of tiles.
 */
static void order_cells(const struct tile *t, uint8_t order[MAX_CELLS])
{
    uint32_t push[MAX_CELLS] = {0}; /* of cell 0 on each cell */
    uint32_t pressure[MAX_CELLS] = {0};
    unsigned next = 0;

    for (unsigned c = 1; c < t->cells; c++) {
        unsigned k = c / t->per_row;
        unsigned dx = around(c % t->per_row * t->g->pitch + shift_of(t, k), t->g->width);
        unsigned dy = around(k * t->g->row, t->g->height);
        unsigned square = dx * dx + dy * dy;

        push[c] = (1u << 28) / (square * square);
    }
    for (unsigned n = 0; n < t->cells; n++) {
        unsigned from = next;
        int from_x = (int)(from % t->per_row * t->g->pitch + shift_of(t, from / t->per_row));
        int from_y = (int)(from / t->per_row * t->g->row);

        order[from] = (uint8_t)n;
        pressure[from] = UINT32_MAX; /* taken */
        for (unsigned c = 0; c < t->cells; c++) {
            int x = (int)(c % t->per_row * t->g->pitch + shift_of(t, c / t->per_row));
            int y = (int)(c / t->per_row * t->g->row);

            if (pressure[c] == UINT32_MAX)
                continue;
            pressure[c] += push[cell_at(t, x - from_x, y - from_y)];
            if (pressure[next] > pressure[c])
                next = c;
        }
    }
}

/* The turn of the n-th dot of the cell that is `order` in turn. */
static unsigned turn(const struct tile *t, unsigned n, unsigned order)
{
    return n < t->first ? order * t->first + n : n * t->cells + order;
}

/* The turn of the dot at (x, y) of the tile, 0 the first to be black. */
static unsigned turn_at(const struct tile *t, const struct place places[MAX_CELL_DOTS],
                        const uint8_t order[MAX_CELLS], unsigned x, unsigned y)
{
    const struct geometry *g = t->g;
    unsigned k = y / g->row;
    unsigned in_x = wrap((int)x - (int)shift_of(t, k), g->pitch);
    const struct place *p = &places[y % g->row * g->pitch + in_x];
    int px = (int)x;
    int py = (int)y;

    if (p->order < t->cell_dots / 2)
        return turn(t, p->order, order[cell_at(t, px + p->to_x, py + p->to_y)]);
    /* holes close as dots open, seen from the other end */
    return t->cells * t->cell_dots - 1 -
           turn(t, t->cell_dots - 1u - p->order,
                order[cell_at(t, px + p->hole_x, py + p->hole_y)]);
}

/* The exponent of the tone curve in thousandths: what the eye shall see over the engine's gain.
 */
static uint32_t tone_exponent(const struct halftone_params *params)
{
    uint32_t gamma = 1800;

    if (params->content == CONTENT_TEXT)
        gamma = 2000;
    else if (params->content == CONTENT_PHOTO)
        gamma = 1700;
    if (params->quality == QUALITY_DRAFT)
        gamma -= 450;
    return gamma * 1000 / geometry_of(params)->gain;
}

uint16_t halftone_tone(const struct halftone_params *params, uint8_t gray)
{
    uint64_t log;
    uint32_t white;

    if (gray == 0)
        return UINT16_MAX;
    log = tone_log(gray, &params->adjust);
    white = tone_power((uint32_t)(log * tone_exponent(params) / 1000));
    return (uint16_t)(white > UINT16_MAX ? 0 : UINT16_MAX - white);
}

/* Thresholds by turn: the dot is black for the grays whose tone reaches it. */
static void thresholds_by_turn(const struct halftone_params *params, unsigned dots,
                               uint8_t by_turn[MAX_TILE_DOTS])
{
    unsigned done = 0;

    for (unsigned gray = 255; gray-- > 0;) {
        uint32_t tone = halftone_tone(params, (uint8_t)gray);
        unsigned reached = gray == 0 ? dots : (tone * dots + UINT16_MAX / 2) / UINT16_MAX;

        for (; done < reached; done++)
            by_turn[done] = (uint8_t)(gray + 1);
    }
}

void screen_build(struct screen *screen, const struct halftone_params *params)
{
    struct tile t = tile_of(params);
    struct place places[MAX_CELL_DOTS];
    uint8_t order[MAX_CELLS];
    uint8_t by_turn[MAX_TILE_DOTS];

    place_dots(&t, places);
    order_cells(&t, order);
    thresholds_by_turn(params, t.cells * t.cell_dots, by_turn);
    screen->rows = t.g->height;
    for (unsigned y = 0; y < t.g->height; y++) {
        for (unsigned x = 0; x < t.g->width; x++)
            screen->threshold[y][x] = by_turn[turn_at(&t, places, order, x, y)];
        for (unsigned x = t.g->width; x < SCREEN_ROW; x++)
            screen->threshold[y][x] = screen->threshold[y][x - t.g->width];
    }
}

unsigned screen_rows(const struct halftone_params *params)
{
    return geometry_of(params)->height;
}

unsigned screen_dots(const struct halftone_params *params)
{
    const struct geometry *g = geometry_of(params);

    return (unsigned)g->width * g->height;
}
