/*
 * halftone-simd.h - one line of gray to dots, a vector at a time; see halftone-scalar.c for
 * what it does and why. Included once by each path, which defines before:
 *
 *   V, LANES           a vector of uint8_t and how many they are
 *   TARGET             attribute of a function using its instructions, or nothing
 *   LOAD(p) LOAD_ALIGNED(p) SPLAT(u8)
 *   MIN MAX AVG        of two vectors; AVG rounds up
 *   ADDS SUBS          saturating
 *   GE(a, b)           255 where a >= b, else 0
 *   AND OR NOT_AND     NOT_AND(a, b) is ~a & b
 *   SELECT(m, a, b)    a where m is 255, b where it is 0
 *   ANY(m)             whether a lane of the mask is set
 *   GRAYS(v)           whether a sample is neither 0 nor 255
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

TARGET static bool row_of_dots(const struct halftone_row *row, uint8_t *bits)
{
    V contrast = SPLAT(row->contrast);
    size_t n = row->blocks * HALFTONE_BLOCK;
    size_t phase = 0;
    bool gray = false;

    for (size_t x = 0; x < n; x += LANES) {
        V v = LOAD_ALIGNED(row->line + x);

        if (GRAYS(v)) {
            gray = true;
            if (row->edges)
                v = samples(row, x, v, contrast);
        }
        STORE_DOTS(bits + x / 8, GE(v, LOAD_ALIGNED(row->threshold + phase)));
        phase += LANES;
        if (phase == SCREEN_ROW)
            phase = 0;
    }
    return gray;
}
