/*
 * resample.c - gray lines of one size become gray lines of another.
 * Effects: none.
 *
 * Down the page first, then along the line. Between the two a sample has 4 bits below the
 * point. In the area method both directions count in units: with S source and T target samples
 * (divided by what they have in common) a source sample is T units long and a target sample S,
 * so that all weights are whole numbers and add up to S.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/resample.h"

#include <string.h>

#define FRACTION 4 /* bits below the point of a middle sample */

/* Lines of source samples are worked on in whole blocks: a compiler makes vectors of a loop
 * that it knows the length of. The samples behind the last needed one are 0 and never looked
 * at. */
#define BLOCK 16u

/* One direction. */
struct axis {
    uint32_t source, target; /* samples, divided by their common factor if not smooth */
    bool smooth;
    /* x / source is x * reciprocal >> shift for all sums that occur, see divide() */
    uint64_t reciprocal;
};

/* Where a target sample lies on the source. */
struct tap {
    uint32_t index;  /* the first source sample under it */
    uint32_t weight; /* area: units of that sample; smooth: 256ths of the next one */
};

struct resample {
    struct resample_params params;
    struct axis x, y;
    uint32_t first_source; /* columns of the source that are needed */
    uint32_t num_source;
    uint32_t num_blocks;

    uint32_t lines; /* source lines that have come */
    uint32_t row;   /* next target row */
    uint32_t left;  /* area: units left of the newest source line */
    uint32_t need;  /* area: units the next target row still lacks */
    uint32_t held;  /* area: units of the newest line that are in no sum yet */
    bool mixed;     /* area: the sums have other lines in them */
    bool same;      /* smooth: the newest line equals the one before */

    uint32_t content;       /* number of the newest line's content; equal lines share it */
    uint32_t given_content; /* the last result is made of this content alone; 0: of several */

    struct tap *taps; /* num_columns */
    uint32_t *sums;   /* num_source, area */
    uint16_t *middle; /* num_source */
    uint8_t *newest;  /* num_source */
    uint8_t *older;   /* num_source, smooth */
    uint8_t *given;   /* num_columns */
};

/* ---- one direction ---- */

static uint32_t common_factor(uint32_t a, uint32_t b)
{
    while (b > 0) {
        uint32_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/*
 * With source <= 400000 and x <= 4081 * source the product x * (reciprocal * source - 2^50) is
 * below 2^50, so the quotient is exact, and x * reciprocal is below 2^63.
 */
#define DIVIDE_SHIFT 50

static uint64_t divide(const struct axis *axis, uint64_t x)
{
    return (x * axis->reciprocal) >> DIVIDE_SHIFT;
}

static struct axis make_axis(uint32_t source, uint32_t target, bool smooth)
{
    struct axis axis = {source, target, smooth && target > source, 0};
    uint32_t factor;

    if (axis.smooth)
        return axis;
    factor = common_factor(source, target);
    axis.source /= factor;
    axis.target /= factor;
    axis.reciprocal = (((uint64_t)1 << DIVIDE_SHIFT) + axis.source - 1) / axis.source;
    return axis;
}

/* Where the centre of target sample i lies between the centres of two source samples. */
static struct tap smooth_tap(const struct axis *axis, uint32_t i)
{
    uint64_t twice = 2 * (uint64_t)axis->target;
    uint64_t at = (2 * (uint64_t)i + 1) * axis->source;
    struct tap tap = {0, 0};

    if (at <= axis->target)
        return tap; /* before the first centre */
    at -= axis->target;
    tap.index = (uint32_t)(at / twice);
    if (tap.index >= axis->source - 1)
        tap.index = axis->source - 1; /* behind the last centre */
    else
        tap.weight = (uint32_t)((at % twice * 256 + axis->target) / twice);
    return tap;
}

static struct tap area_tap(const struct axis *axis, uint32_t i)
{
    uint64_t at = (uint64_t)i * axis->source;
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): sizes are at least 1 */
    uint32_t into = (uint32_t)(at % axis->target);
    uint32_t rest = axis->target - into;

    return (struct tap){(uint32_t)(at / axis->target),
                        rest < axis->source ? rest : axis->source};
}

static struct tap tap_of(const struct axis *axis, uint32_t i)
{
    return axis->smooth ? smooth_tap(axis, i) : area_tap(axis, i);
}

/* The last source sample under target sample i. */
static uint32_t last_source(const struct axis *axis, uint32_t i)
{
    struct tap tap = tap_of(axis, i);

    if (axis->smooth)
        return tap.index + (tap.weight > 0);
    return (uint32_t)((((uint64_t)i + 1) * axis->source - 1) / axis->target);
}

/* ---- memory ---- */

void resample_source_columns(const struct resample_params *params, uint32_t *first,
                             uint32_t *count)
{
    struct axis x = make_axis(params->width, params->target_width, params->smooth);

    *first = tap_of(&x, params->first_column).index;
    *count = last_source(&x, params->first_column + params->num_columns - 1) - *first + 1;
}

/* Bytes of a piece of memory, rounded up so that the next piece is aligned. */
static size_t piece(size_t n)
{
    return (n + 15) / 16 * 16;
}

static void *take(unsigned char **memory, size_t n)
{
    void *taken = *memory;

    *memory += piece(n);
    return taken;
}

/* Source samples there is memory for. */
static size_t whole_blocks(uint32_t source)
{
    return ((size_t)source + BLOCK - 1) / BLOCK * BLOCK;
}

size_t resample_work_size(const struct resample_params *params)
{
    uint32_t first, count;
    size_t columns = params->num_columns, source;

    resample_source_columns(params, &first, &count);
    source = whole_blocks(count);
    return piece(sizeof(struct resample)) + piece(columns * sizeof(struct tap)) +
           piece(source * sizeof(uint32_t)) + piece(source * sizeof(uint16_t)) +
           2 * piece(source) + piece(columns);
}

struct resample *resample_start(void *work, const struct resample_params *params)
{
    unsigned char *memory = work;
    struct resample *r = take(&memory, sizeof *r);
    size_t columns = params->num_columns, source;

    *r = (struct resample){.params = *params};
    r->x = make_axis(params->width, params->target_width, params->smooth);
    r->y = make_axis(params->height, params->target_height, params->smooth);
    r->need = r->y.source;
    resample_source_columns(params, &r->first_source, &r->num_source);
    source = whole_blocks(r->num_source);
    r->num_blocks = (uint32_t)(source / BLOCK);
    r->taps = take(&memory, columns * sizeof *r->taps);
    r->sums = take(&memory, source * sizeof *r->sums);
    r->middle = take(&memory, source * sizeof *r->middle);
    r->newest = take(&memory, source);
    r->older = take(&memory, source);
    r->given = take(&memory, columns);
    memset(r->sums, 0, source * sizeof *r->sums);
    memset(r->newest, 0, source);
    memset(r->older, 0, source);
    for (uint32_t i = 0; i < params->num_columns; i++) {
        r->taps[i] = tap_of(&r->x, params->first_column + i);
        r->taps[i].index -= r->first_source;
    }
    return r;
}

/* ---- along the line ---- */

static void area_columns(struct resample *r)
{
    const uint32_t source = r->x.source, target = r->x.target;

    for (uint32_t i = 0; i < r->params.num_columns; i++) {
        const uint16_t *v = r->middle + r->taps[i].index;
        uint32_t sum = r->taps[i].weight * *v;
        uint32_t rest = source - r->taps[i].weight;

        for (; rest >= target; rest -= target)
            sum += target * *++v;
        if (rest > 0)
            sum += rest * *++v;
        /* (sum / source + 1/2 of a whole) without the bits below the point */
        r->given[i] = (uint8_t)divide(&r->x, (sum + (source << (FRACTION - 1))) >> FRACTION);
    }
}

static void smooth_columns(struct resample *r)
{
    for (uint32_t i = 0; i < r->params.num_columns; i++) {
        const uint16_t *v = r->middle + r->taps[i].index;
        uint32_t weight = r->taps[i].weight;
        uint32_t sum = v[0] * (256 - weight) + v[weight > 0] * weight;

        r->given[i] = (uint8_t)((sum + (128u << FRACTION)) >> (8 + FRACTION));
    }
}

/* One source sample for each target sample, or for several: no sums. */
static void copy_columns(struct resample *r)
{
    for (uint32_t i = 0; i < r->params.num_columns; i++)
        r->given[i] =
            (uint8_t)((r->middle[r->taps[i].index] + (1u << (FRACTION - 1))) >> FRACTION);
}

static const uint8_t *give(struct resample *r)
{
    if (r->x.smooth)
        smooth_columns(r);
    else if (r->x.source == 1)
        copy_columns(r);
    else
        area_columns(r);
    return r->given;
}

static void widen_block(const uint8_t *restrict line, uint16_t *restrict middle)
{
    for (size_t i = 0; i < BLOCK; i++)
        middle[i] = (uint16_t)(line[i] << FRACTION);
}

/* The middle line is one source line as it is. The same one again gives the same result. */
static const uint8_t *give_alone(struct resample *r, const uint8_t *line)
{
    if (r->given_content == r->content)
        return r->given;
    r->given_content = r->content;
    for (size_t i = 0; i < r->num_blocks; i++)
        widen_block(line + i * BLOCK, r->middle + i * BLOCK);
    return give(r);
}

/* ---- down the page ---- */

static void add_block(const uint8_t *restrict line, uint32_t held, uint32_t *restrict sums)
{
    for (size_t i = 0; i < BLOCK; i++)
        sums[i] += held * line[i];
}

static void add_held(struct resample *r)
{
    for (size_t i = 0; i < r->num_blocks; i++)
        add_block(r->newest + i * BLOCK, r->held, r->sums + i * BLOCK);
    r->held = 0;
    r->mixed = true;
}

static void clear_sums(struct resample *r)
{
    if (r->mixed)
        memset(r->sums, 0, (size_t)r->num_blocks * BLOCK * sizeof *r->sums);
    r->mixed = false;
    r->held = 0;
}

static const uint8_t *give_area(struct resample *r)
{
    if (!r->mixed) {
        r->held = 0;
        return give_alone(r, r->newest);
    }
    add_held(r);
    for (uint32_t i = 0; i < r->num_source; i++)
        r->middle[i] =
            (uint16_t)divide(&r->y, ((uint64_t)r->sums[i] << FRACTION) + r->y.source / 2);
    clear_sums(r);
    r->given_content = 0;
    return give(r);
}

static const uint8_t *pull_area(struct resample *r)
{
    while (r->left > 0 && r->row < r->params.first_row + r->params.num_rows) {
        uint32_t units = r->left < r->need ? r->left : r->need;

        r->left -= units;
        r->need -= units;
        r->held += units;
        if (r->need > 0)
            continue;
        r->need = r->y.source;
        if (r->row++ >= r->params.first_row)
            return give_area(r);
        clear_sums(r);
    }
    return NULL;
}

static void blend_block(const uint8_t *restrict older, const uint8_t *restrict newest,
                        uint32_t weight, uint16_t *restrict middle)
{
    for (size_t i = 0; i < BLOCK; i++) {
        uint32_t sum = older[i] * (256 - weight) + newest[i] * weight;

        middle[i] = (uint16_t)((sum + (128u >> FRACTION)) >> (8 - FRACTION));
    }
}

static const uint8_t *give_smooth(struct resample *r, uint32_t weight)
{
    if (weight == 0 || r->same)
        return give_alone(r, r->newest);
    for (size_t i = 0; i < r->num_blocks; i++)
        blend_block(r->older + i * BLOCK, r->newest + i * BLOCK, weight, r->middle + i * BLOCK);
    r->given_content = 0;
    return give(r);
}

/* Every target row is pulled as soon as it can be, so the line it ends on is the newest. */
static const uint8_t *pull_smooth(struct resample *r)
{
    while (r->row < r->params.first_row + r->params.num_rows) {
        struct tap tap = smooth_tap(&r->y, r->row);

        if (tap.index + (tap.weight > 0) >= r->lines)
            return NULL;
        if (r->row++ >= r->params.first_row)
            return give_smooth(r, tap.weight);
    }
    return NULL;
}

void resample_push(struct resample *r, const uint8_t *gray, bool same)
{
    r->left = r->y.target;
    r->same = same && r->lines > 0;
    r->lines++;
    if (r->same)
        return;
    if (r->held > 0)
        add_held(r);
    if (r->y.smooth) {
        uint8_t *older = r->newest;

        r->newest = r->older;
        r->older = older;
    }
    memcpy(r->newest, gray, r->num_source);
    r->content++;
}

const uint8_t *resample_pull(struct resample *r)
{
    return r->y.smooth ? pull_smooth(r) : pull_area(r);
}
