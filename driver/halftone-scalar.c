/*
 * halftone-scalar.c - one line of gray to dots, sample by sample: the definition of the rule
 * for edges, which the other paths are tested against. Effects: none. Source:
 * driver/HALFTONE.md section 4. SPDX-License-Identifier: Apache-2.0
 */
#include "halftone-paths.h"

/* The sample and what is around it. */
struct around {
    uint8_t here;
    uint8_t left, left2, right, right2;
    uint8_t above, above2, below;
};

static uint8_t less(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

static uint8_t more(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

static uint8_t average(uint8_t a, uint8_t b)
{
    return (uint8_t)((a + b + 1) >> 1);
}

/* a - b, 0 when b is more; a + b, 255 at most. */
static uint8_t minus(uint8_t a, uint8_t b)
{
    return (uint8_t)(a > b ? a - b : 0);
}

static uint8_t plus(uint8_t a, uint8_t b)
{
    return (uint8_t)(a + b > 255 ? 255 : a + b);
}

/* Is a lighter than b by an edge? White counts as 254 and black as 1, which spares the vectors
 * of the other paths the question whether a sum went over the end. */
static bool edge(const struct halftone_row *row, uint8_t a, uint8_t b)
{
    return minus(less(a, 254), more(b, 1)) >= row->contrast;
}

/*
 * Is the sample on a dark line one dot wide? Such a line may lie between two columns or rows
 * of samples and be gray in both. Of two columns the darker is the line, of equal ones the
 * left. Of two rows the darker, of nearly equal ones the lower: what lies two rows below is not
 * known yet.
 */
static bool on_line(const struct halftone_row *row, const struct around *s)
{
    uint8_t v = s->here;

    return (edge(row, s->left, v) && s->right >= v &&
            edge(row, more(s->right, s->right2), v)) ||
           (edge(row, s->right, v) && s->left > v && edge(row, more(s->left, s->left2), v)) ||
           (edge(row, s->below, v) && minus(v, s->above) < HALFTONE_UNEQUAL &&
            edge(row, more(s->above, s->above2), v)) ||
           (edge(row, s->above, v) && minus(s->below, v) >= HALFTONE_UNEQUAL);
}

/* Is it in a light gap one dot wide? */
static bool in_gap(const struct halftone_row *row, const struct around *s)
{
    return (edge(row, s->here, s->left) && edge(row, s->here, s->right)) ||
           (edge(row, s->here, s->above) && edge(row, s->here, s->below));
}

/* The darkest sample just beside this one that makes a line of one or two dots with it, light
 * on both sides; 255: there is none. */
static uint8_t line_beside(const struct halftone_row *row, const struct around *s)
{
    uint8_t v = s->here;
    uint8_t core = 255;

    if (s->left <= v && edge(row, s->left2, s->left) && edge(row, s->right, s->left))
        core = less(core, s->left);
    if (s->right <= v && edge(row, s->right2, s->right) && edge(row, s->left, s->right))
        core = less(core, s->right);
    if (s->above <= v && edge(row, s->above2, s->above) && edge(row, s->below, s->above))
        core = less(core, s->above);
    /* whether it is light below that is not known yet: taken so when it is no flat top */
    if (minus(v, s->below) >= HALFTONE_TIE && edge(row, s->above, s->below))
        core = less(core, s->below);
    return core;
}

/* What a sample is halftoned as: itself, or at an edge what lies on one side of the edge. */
static uint8_t decide(const struct halftone_row *row, const struct around *s)
{
    uint8_t v = s->here;
    uint8_t dark = less(less(less(s->left, s->right), less(s->above, s->below)), v);
    uint8_t light = more(more(more(s->left, s->right), more(s->above, s->below)), v);
    uint8_t core;
    uint8_t limit;

    if (minus(light, dark) < row->contrast)
        return v;
    if (on_line(row, s))
        return 0;
    if (in_gap(row, s))
        return 255;
    core = line_beside(row, s);
    /* both samples' ink together must be worth one dot and a half to make two */
    limit = core < 255 ? minus(average(light, 0), core) : average(dark, light);
    if (average(s->left, s->above) > average(s->right, s->below))
        limit = plus(limit, HALFTONE_TIE);
    else
        limit = minus(limit, HALFTONE_TIE + 1);
    if (v > limit)
        return light;
    return core < 255 ? 0 : dark;
}

static uint8_t sample(const struct halftone_row *row, size_t x)
{
    struct around s = {.here = row->line[x],
                       .left = *(row->line + x - 1),
                       .left2 = *(row->line + x - 2),
                       .right = row->line[x + 1],
                       .right2 = row->line[x + 2],
                       .above = row->above[x],
                       .above2 = row->above2[x],
                       .below = row->below[x]};

    return row->edges ? decide(row, &s) : s.here;
}

bool halftone_row_scalar(const struct halftone_row *row, uint8_t *bits)
{
    bool gray = false;

    for (size_t x = 0; x < row->blocks * HALFTONE_BLOCK; x += 8) {
        const uint8_t *threshold = row->threshold + x % SCREEN_ROW;
        unsigned byte = 0;

        for (size_t i = 0; i < 8; i++) {
            uint8_t v = row->line[x + i];

            if (v != 0 && v != 255) {
                v = sample(row, x + i);
                gray = true;
            }
            byte = byte << 1 | (v < threshold[i]);
        }
        bits[x / 8] = (uint8_t)byte;
    }
    return gray;
}
