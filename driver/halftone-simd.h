/*
 * halftone-simd.h - one line of gray to dots, a vector at a time; see halftone-scalar.c for
 * what it does and why. Included once by each path, which defines before:
 *
 *   V, LANES           a vector of uint8_t and how many they are
 *   TARGET             attribute of a function using its instructions, or nothing
 *   LOAD(p) LOAD_ALIGNED(p) SPLAT(u8)
 *   MIN MAX AVG        of two vectors; AVG rounds up
 *   ADD ADDS SUBS      ADD wraps round, the others saturate
 *   GE(a, b)           255 where a >= b, else 0
 *   AND OR NOT_AND     NOT_AND(a, b) is ~a & b
 *   SELECT(m, a, b)    a where m is 255, b where it is 0
 *   ANY(v)             whether a lane has its highest bit, as set masks have
 *   MORE_THAN_1(v)     whether a lane is neither 0 nor 1
 *   STORE_DOTS(p, m)   LANES / 8 bytes: a dot where the mask is 0, MSB is the first lane
 *
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */

/* decide() of the scalar path, for a vector that has an edge somewhere. */
TARGET static V decide(const struct halftone_row *row, size_t x, V dark, V light, V contrast)
{
    V v = LOAD(row->line + x);
    V left = LOAD(row->line + x - 1);
    V left2 = LOAD(row->line + x - 2);
    V right = LOAD(row->line + x + 1);
    V right2 = LOAD(row->line + x + 2);
    V above = LOAD(row->above + x);
    V above2 = LOAD(row->above2 + x);
    V below = LOAD(row->below + x);
    V white = SPLAT(255);

#define EDGE(a, b) GE(SUBS(a, b), contrast)
    V edge_left = EDGE(left, v);
    V edge_right = EDGE(right, v);
    V edge_above = EDGE(above, v);
    V edge_below = EDGE(below, v);
    V unequal = SPLAT(HALFTONE_UNEQUAL);
    V line = AND(AND(edge_left, GE(right, v)), EDGE(MAX(right, right2), v));
    line = OR(line, AND(NOT_AND(GE(v, left), edge_right), EDGE(MAX(left, left2), v)));
    line = OR(line, AND(NOT_AND(GE(SUBS(v, above), unequal), edge_below),
                        EDGE(MAX(above, above2), v)));
    line = OR(line, AND(edge_above, GE(SUBS(below, v), unequal)));

    V gap = OR(AND(EDGE(v, left), EDGE(v, right)), AND(EDGE(v, above), EDGE(v, below)));

    V beside = AND(AND(GE(v, left), EDGE(left2, left)), EDGE(right, left));
    V core = SELECT(beside, left, white);
    beside = AND(AND(GE(v, right), EDGE(right2, right)), EDGE(left, right));
    core = MIN(core, SELECT(beside, right, white));
    beside = AND(AND(GE(v, above), EDGE(above2, above)), EDGE(below, above));
    core = MIN(core, SELECT(beside, above, white));
    beside = AND(GE(SUBS(v, below), SPLAT(HALFTONE_TIE)), EDGE(above, below));
    core = MIN(core, SELECT(beside, below, white));
    V alone = GE(core, white);

    V limit = SELECT(alone, AVG(dark, light), SUBS(AVG(light, SPLAT(0)), core));
    V trails = GE(AVG(right, below), AVG(left, above));
    limit =
        SELECT(trails, SUBS(limit, SPLAT(HALFTONE_TIE + 1)), ADDS(limit, SPLAT(HALFTONE_TIE)));
    V result = SELECT(GE(limit, v), AND(alone, dark), light);
    result = NOT_AND(line, OR(result, gap));
    return SELECT(EDGE(light, dark), result, v);
#undef EDGE
}

/* The vector at x, as it is to be halftoned. */
TARGET static inline V samples(const struct halftone_row *row, size_t x, V v, V contrast)
{
    V left = LOAD(row->line + x - 1);
    V right = LOAD(row->line + x + 1);
    V above = LOAD(row->above + x);
    V below = LOAD(row->below + x);
    V dark = MIN(MIN(MIN(left, right), MIN(above, below)), v);
    V light = MAX(MAX(MAX(left, right), MAX(above, below)), v);

    if (ANY(GE(SUBS(light, dark), contrast)))
        return decide(row, x, dark, light, contrast);
    return v;
}

/* How much samples differ from the ones right of and below them. */
TARGET static inline V steps(const struct halftone_row *row, size_t x)
{
    V v = LOAD_ALIGNED(row->line + x);
    V right = LOAD(row->line + x + 1);
    V below = LOAD_ALIGNED(row->below + x);

    return SUBS(MAX(MAX(v, right), below), MIN(MIN(v, right), below));
}

/*
 * May there be an edge in the two vectors at x? Where the least and the most of a sample and
 * its neighbours differ by an edge, one of them differs from the sample by half of it. Looking
 * only right and below is enough when the block before and the line above are remembered.
 */
TARGET static inline bool may_have_edge(const struct halftone_row *row, size_t x, V to_top,
                                        uint8_t *block_before)
{
    uint8_t *above = &row->steep[x / (2 * LANES)];
    uint8_t here = ANY(ADDS(MAX(steps(row, x), steps(row, x + LANES)), to_top));
    bool result = here | *above | *block_before;

    *above = *block_before = here;
    return result;
}

TARGET static bool row_of_dots(const struct halftone_row *row, uint8_t *bits)
{
    V contrast = SPLAT(row->contrast);
    V to_top = SPLAT((uint8_t)(128 - (row->contrast + 1) / 2));
    V one = SPLAT(1);
    V seen = SPLAT(0);
    uint8_t block_before = 0;
    size_t n = row->blocks * HALFTONE_BLOCK;
    size_t phase = 0;

    for (size_t x = 0; x < n; x += (size_t)2 * LANES) {
        V v0 = LOAD_ALIGNED(row->line + x);
        V v1 = LOAD_ALIGNED(row->line + x + LANES);
        V grays0 = ADD(v0, one); /* black and white become 1 and 0 */
        V grays1 = ADD(v1, one);

        seen = OR(seen, OR(grays0, grays1));
        if (row->edges && may_have_edge(row, x, to_top, &block_before)) {
            if (MORE_THAN_1(grays0))
                v0 = samples(row, x, v0, contrast);
            if (MORE_THAN_1(grays1))
                v1 = samples(row, x + LANES, v1, contrast);
        }
        STORE_DOTS(bits + x / 8, GE(v0, LOAD_ALIGNED(row->threshold + phase)));
        STORE_DOTS(bits + (x + LANES) / 8,
                   GE(v1, LOAD_ALIGNED(row->threshold + phase + LANES)));
        phase += (size_t)2 * LANES;
        if (phase == SCREEN_ROW)
            phase = 0;
    }
    return MORE_THAN_1(seen);
}
