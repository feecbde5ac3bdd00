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
 *   STORE_DOTS(p, m, n)   LANES / 4 bytes: a dot where the masks are 0, MSB is the first lane
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

    /*
     * edge(a, b) of the scalar path is min(a, 254) >= b + contrast, saturating; for b at least
     * 1, but black is never asked about here. Of several a at once it is that of the least a.
     */
    V almost = SPLAT(254);
    V above_v = ADDS(v, contrast);
    V wide = MIN(MAX(left, left2), MAX(right, right2));
    V line = GE(MIN(MIN(wide, MAX(left, right)), almost), above_v);
    line = NOT_AND(GE(v, left), AND(line, GE(right, v)));
    V flat = AND(GE(MIN(MIN(below, MAX(above, above2)), almost), above_v),
                 GE(ADDS(above, SPLAT(HALFTONE_UNEQUAL - 1)), v));
    V upper = AND(GE(MIN(above, almost), above_v), GE(SUBS(below, SPLAT(HALFTONE_UNEQUAL)), v));
    line = OR(line, OR(flat, upper));

    V gap = GE(SUBS(MIN(v, almost), contrast),
               MAX(MIN(MAX(left, right), MAX(above, below)), SPLAT(1)));

#define LINE_AT(n, outer, inner)                                                               \
    AND(GE(v, n), GE(MIN(MIN(outer, inner), almost), ADDS(MAX(n, SPLAT(1)), contrast)))
    V core = SELECT(LINE_AT(left, left2, right), left, white);
    core = MIN(core, SELECT(LINE_AT(right, right2, left), right, white));
    core = MIN(core, SELECT(LINE_AT(above, above2, below), above, white));
    V lower = AND(GE(SUBS(v, SPLAT(HALFTONE_TIE)), below),
                  GE(MIN(above, almost), ADDS(MAX(below, SPLAT(1)), contrast)));
    core = MIN(core, SELECT(lower, below, white));
#undef LINE_AT
    V alone = GE(core, white);

    V limit = SELECT(alone, AVG(dark, light), SUBS(AVG(light, SPLAT(0)), core));
    V trails = GE(AVG(right, below), AVG(left, above));
    limit =
        SELECT(trails, SUBS(limit, SPLAT(HALFTONE_TIE + 1)), ADDS(limit, SPLAT(HALFTONE_TIE)));
    V result = SELECT(GE(limit, v), AND(alone, dark), light);
    result = NOT_AND(line, OR(result, gap));
    return SELECT(GE(SUBS(light, dark), contrast), result, v);
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
    uint8_t *above = &row->steep[x / ((size_t)2 * LANES)];
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
    uint8_t block_before = 1; /* the step from the white pad to the first sample */
    size_t n = row->blocks * HALFTONE_BLOCK;
    size_t phase = 0;

    for (size_t x = 0; x < n; x += (size_t)2 * LANES) {
        V v0 = LOAD_ALIGNED(row->line + x);
        V v1 = LOAD_ALIGNED(row->line + x + LANES);
        V grays0 = ADD(v0, one); /* black and white become 1 and 0 */
        V grays1 = ADD(v1, one);
        V grays = OR(grays0, grays1);

        seen = OR(seen, grays);
        if (row->edges && !MORE_THAN_1(grays)) {
            row->steep[x / ((size_t)2 * LANES)] = block_before = 1; /* not looked */
        } else if (row->edges && may_have_edge(row, x, to_top, &block_before)) {
            if (MORE_THAN_1(grays0))
                v0 = samples(row, x, v0, contrast);
            if (MORE_THAN_1(grays1))
                v1 = samples(row, x + LANES, v1, contrast);
        }
        STORE_DOTS(bits + x / 8, GE(v0, LOAD_ALIGNED(row->threshold + phase)),
                   GE(v1, LOAD_ALIGNED(row->threshold + phase + LANES)));
        phase += (size_t)2 * LANES;
        if (phase == SCREEN_ROW)
            phase = 0;
    }
    return MORE_THAN_1(seen);
}
