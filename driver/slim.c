/*
 * slim.c - SLIM band compression, the raster coding of UFR II LT.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md section 6; section 7 has the measured alternatives.
 *
 * A row is encoded in two steps. First every byte is compared with the byte each of the five
 * distances names, which gives five bit maps, one bit a byte. Then the row is walked from left
 * to right: where no map has two bits in a row the bytes go out one by one, elsewhere the best
 * copy does. So the work at each byte that cannot be copied is only its own code.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "slim.h"

#include "bytes.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum {
    HEADER_BYTES = 13,
    SLACK_BYTES = 16,   /* codes are stored eight bytes at a time */
    HISTORY_ROWS = 16,  /* rows after the two remembered ones, before they are moved */
    HISTORY_SLACK = 64, /* rows are compared 64 bytes at a time */
    MAP_WORDS = SLIM_MAX_STRIDE / 64 + 1
};

enum copy { LINE_A, LINE_B, RUN_A, RUN_B, FAR };

static const uint64_t code_mask = 0x4343434343434343u; /* 6.1: every code byte is XORed */

const struct slim_params slim_params_normal = {3, 6, 1, 1, 0, -6, 80};
const struct slim_params slim_params_color_tone = {2, 1, 1, 1, 0, 8, 80};

/* One bit for each byte of a row: bit i % 64 of word i / 64. One word more than a row needs is
 * 0, so that a run of ones ends there at the latest. */
struct map {
    uint64_t words[MAP_WORDS + 1];
};

/* ---- bits ---- */

static void put_be64(uint8_t *p, uint64_t v)
{
    put_be32(p, (uint32_t)(v >> 32));
    put_be32(p + 4, (uint32_t)v);
}

/* n <= 56 bits, the low ones of code; the others are 0. Always stores eight bytes: cheaper than
 * finding out how many are complete. */
static inline void put_bits(struct slim_state *t, uint8_t *block, uint64_t code, unsigned n)
{
    t->pending |= code << (64 - t->num_bits - n);
    t->num_bits += n;
    put_be64(block + t->used, t->pending ^ code_mask);
    t->used += t->num_bits / 8;
    t->pending <<= t->num_bits & ~7u;
    t->num_bits &= 7;
}

/* The number n, 0..127 (6.3). */
static void number_code(unsigned n, uint16_t *code, uint8_t *bits)
{
    static const struct {
        uint8_t code, bits;
    } lead[7] = {
        {0x0,  2},
        {0x1,  2},
        {0x2,  2},
        {0x6,  3},
        {0xE,  4},
        {0x1E, 5},
        {0x3E, 6}
    };
    unsigned k = 0;

    if (n == 0) {
        *code = 0x3F;
        *bits = 6;
        return;
    }
    while (n >> (k + 1) != 0)
        k++;
    *code = (uint16_t)((unsigned)lead[k].code << k | (~n & ((1u << k) - 1)));
    *bits = (uint8_t)(lead[k].bits + k);
}

/* A copy of n bytes, 1 .. SLIM_MAX_STRIDE. lead: its code without prefix and number. */
static inline void put_copy(const struct slim *s, struct slim_state *t, enum copy copy,
                            size_t n)
{
    static const struct {
        uint8_t code, bits;
    } lead[3][2] = {
        {{0x0, 1},  {0xC, 4} },
        {{0xE, 4},  {0x3E, 6}},
        {{0x1E, 5}, {0x1E, 5}}
    };
    unsigned kind = copy / 2, which = copy % 2;
    unsigned other = t->selector[kind] ^ which;
    size_t low = n % 128;

    if (n >= 128)
        put_bits(t, s->block, 0xFCu << s->number_bits[n / 128] | s->number_code[n / 128],
                 8u + s->number_bits[n / 128]);
    put_bits(t, s->block,
             (uint64_t)lead[kind][other].code << s->number_bits[low] | s->number_code[low],
             (unsigned)lead[kind][other].bits + s->number_bits[low]);
    t->selector[kind] = which;
}

/* ---- the dictionary (6.2) ---- */

/*
 * Where byte stands in the dictionary, 16 when it does not, and the dictionary after it was
 * sent.
 *
 * The sixteen entries are two words, searched and moved by arithmetic on all bytes at once: in
 * a page of dots each byte's search waits for the one before, and a loop here is what such a
 * page's time would go to.
 */
static inline unsigned to_front(const uint64_t newest[2], uint8_t byte, uint64_t moved[2])
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    uint64_t lo = newest[0], hi = newest[1];
    uint64_t x = lo ^ ones * byte, y = hi ^ ones * byte;
    /* the lowest bit set marks the first entry that is equal; higher ones may be wrong */
    uint64_t in_lo = (x - ones) & ~x & tops, in_hi = (y - ones) & ~y & tops;
    /* all entries from the newest to that one, or all when there is none */
    uint64_t change_lo = in_lo ^ (in_lo - 1);
    uint64_t change_hi = in_lo ? 0 : in_hi ^ (in_hi - 1);

    moved[0] = lo ^ ((lo ^ (lo << 8 | byte)) & change_lo);
    moved[1] = hi ^ ((hi ^ (hi << 8 | lo >> 56)) & change_hi);
    if (in_lo != 0)
        return (unsigned)__builtin_ctzll(in_lo) / 8;
    return in_hi != 0 ? 8 + (unsigned)__builtin_ctzll(in_hi) / 8 : 16;
}

/* One byte as dictionary, zero or literal code. */
static inline void put_byte(struct slim_state *t, uint8_t *block, uint8_t byte)
{
    unsigned entry = to_front(t->newest, byte, t->newest);

    if (entry < t->num_newest) {
        put_bits(t, block, 0x2Fu - entry, 6);
    } else {
        if (byte == 0)
            put_bits(t, block, 0xFD, 8);
        else
            put_bits(t, block, 0xD00u | byte, 12);
        t->num_newest += t->num_newest < 16;
    }
}

/* ---- what can be copied ---- */

/* Bit i is set when a[i] == b[i], for 64 bytes. */
#if defined(__SSE2__)
static inline uint64_t equal_64(const uint8_t *a, const uint8_t *b)
{
    uint64_t equal = 0;
    unsigned i;

    for (i = 0; i < 64; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(a + i));
        __m128i y = _mm_loadu_si128((const __m128i *)(const void *)(b + i));

        equal |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)) << i;
    }
    return equal;
}
#else
static inline uint64_t equal_64(const uint8_t *a, const uint8_t *b)
{
    const uint64_t low7 = 0x7F7F7F7F7F7F7F7Fu;
    uint64_t equal = 0, x, y;
    unsigned i;

    for (i = 0; i < 64; i += 8) {
        x = (uint64_t)get_le32(a + i + 4) << 32 | get_le32(a + i);
        y = (uint64_t)get_le32(b + i + 4) << 32 | get_le32(b + i);
        x ^= y;
        /* the top bit of each byte tells that it is 0; the product gathers them in order */
        x = ~(((x & low7) + low7) | x | low7) >> 7;
        equal |= (x * 0x0102040810204080u >> 56) << i;
    }
    return equal;
}
#endif

/* The first byte of this row that a copy from so far back may start at (6.5). */
static size_t first_copy(const struct slim *s, enum copy copy)
{
    size_t done = s->state.rows * s->stride, distance = s->distance[copy];
    size_t first = distance > done ? distance - done : 0;

    return copy == FAR && first < distance ? distance : first;
}

/* Which bytes of the row equal the byte that copy's distance names. */
static void compare(const struct slim *s, enum copy copy, struct map *map)
{
    const uint8_t *row = s->history + s->next;
    size_t i, words = (s->stride + 63) / 64, first = first_copy(s, copy);

    if (s->distance[copy] == 0 || first >= s->stride) {
        memset(map->words, 0, (words + 1) * sizeof map->words[0]);
        return;
    }
    for (i = 0; i < words; i++)
        map->words[i] = equal_64(row + 64 * i, row + 64 * i - s->distance[copy]);
    for (i = 0; i < first / 64; i++)
        map->words[i] = 0;
    /* first < stride, so that word i was written above:
     * NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign) */
    map->words[i] &= ~(uint64_t)0 << first % 64;
    if (s->stride % 64 != 0)
        map->words[words - 1] &= ((uint64_t)1 << s->stride % 64) - 1;
    map->words[words] = 0;
}

/* Where a copy of two bytes or more can start. */
static void find_starts(const struct map maps[SLIM_NUM_COPIES], size_t words,
                        struct map *starts)
{
    size_t i;
    unsigned copy;

    for (i = 0; i < words; i++) {
        uint64_t any = 0;

        for (copy = 0; copy < SLIM_NUM_COPIES; copy++) {
            const uint64_t *w = maps[copy].words + i;

            any |= w[0] & (w[0] >> 1 | w[1] << 63);
        }
        starts->words[i] = any;
    }
    starts->words[words] = 0;
}

/* The first bit set from at on; end when there is none below. */
static inline size_t next_one(const struct map *map, size_t at, size_t end)
{
    size_t word = at / 64;
    uint64_t bits = map->words[word] >> at % 64;

    if (bits != 0)
        return at + (unsigned)__builtin_ctzll(bits);
    while (++word * 64 < end)
        if (map->words[word] != 0)
            return word * 64 + (unsigned)__builtin_ctzll(map->words[word]);
    return end;
}

/* How many bits are set in a row from at on. */
static inline size_t count_ones(const struct map *map, size_t at)
{
    size_t word = at / 64, n;
    uint64_t zeros = ~map->words[word] >> at % 64;

    if (zeros != 0)
        return (unsigned)__builtin_ctzll(zeros);
    n = 64 - at % 64;
    while (map->words[++word] == ~(uint64_t)0)
        n += 64;
    return n + (unsigned)__builtin_ctzll(~map->words[word]);
}

/* How many bits are set in a row before at, at most so many. */
static inline size_t count_ones_before(const struct map *map, size_t at, size_t most)
{
    size_t n = 0;

    while (n < most) {
        size_t last = at - 1 - n;
        uint64_t zeros = ~map->words[last / 64] << (63 - last % 64);

        if (zeros != 0) {
            n += (unsigned)__builtin_clzll(zeros);
            break;
        }
        n += last % 64 + 1;
    }
    return n < most ? n : most;
}

/* ---- rows ---- */

/*
 * A row in the making. Codes are decided one copy behind: how far a copy goes depends on what
 * comes next, which may begin earlier and spare it a few bytes (section 7).
 */
struct row {
    const uint8_t *bytes;
    struct slim_state state; /* before the copy that is not out yet */
    struct map maps[SLIM_NUM_COPIES];
    struct map starts;
    size_t at;     /* the first byte without a code; the copy not yet out ends here */
    size_t length; /* of that copy, as long as nothing takes from it; 0: there is none */
    size_t longest[SLIM_NUM_COPIES]; /* what each kind could copy from its start */
};

/* Two steps: the rest of the copy that is not out yet, then a copy or a byte. */
struct steps {
    long cost;         /* bits, less what the new bytes are worth */
    size_t length;     /* of the first */
    enum copy copy;    /* by which it goes, unless it is a single byte */
    size_t new_length; /* of the second, a copy; 0: it is a byte */
};

/* What it is worth to get one byte further, in bits: about what a byte costs in the end. */
#define BYTE_WORTH 4

static const uint8_t lead_bits[3][2] = {
    {1, 4},
    {4, 6},
    {5, 5}
};

static inline unsigned lead_cost(const unsigned selector[3], unsigned copy)
{
    return lead_bits[copy / 2][selector[copy / 2] ^ copy % 2];
}

static inline unsigned byte_cost(const struct slim_state *t, uint8_t byte)
{
    uint64_t moved[2];

    if (to_front(t->newest, byte, moved) < t->num_newest)
        return 6;
    return byte == 0 ? 8 : 12;
}

/* The kind with the shortest code among those that can copy n bytes from the start. */
static inline enum copy cheapest_copy(const struct row *r, size_t n)
{
    const unsigned line = r->state.selector[0], run = r->state.selector[1];

    if (r->longest[LINE_A + line] >= n)
        return (enum copy)(LINE_A + line);
    if (r->longest[RUN_A + run] >= n)
        return (enum copy)(RUN_A + run);
    if (r->longest[LINE_B - line] >= n)
        return (enum copy)(LINE_B - line);
    return r->longest[FAR] >= n ? FAR : (enum copy)(RUN_B - run);
}

/* A copy of so many bytes begins at `start`; how far each kind goes from there is looked up. */
static inline void begin_copy(struct row *r, size_t start, size_t length)
{
    unsigned copy;

    for (copy = 0; copy < SLIM_NUM_COPIES; copy++)
        r->longest[copy] = count_ones(&r->maps[copy], start);
    r->length = length;
    r->at = start + length;
}

static inline void put_copy_as_it_is(const struct slim *s, struct row *r)
{
    put_copy(s, &r->state, cheapest_copy(r, r->length), r->length);
    r->length = 0;
}

/*
 * The cheapest way to share the bytes between the copy that is not out yet and a copy `next`
 * that goes n bytes beyond it. Lengths just below a power of two are tried, and the shortest:
 * the others cost the first copy as much and the second no less.
 */
static inline void try_copy(const struct slim *s, const struct row *r, unsigned next, size_t n,
                            struct steps *best)
{
    const size_t back = count_ones_before(&r->maps[next], r->at, r->length - 1);
    const size_t least = r->length - back;
    size_t length = r->length;

    if (n < 2 && back == 0)
        return;
    if (n < 2)
        length--;
    for (;;) {
        size_t new_length = n + r->length - length;
        unsigned selector[3] = {r->state.selector[0], r->state.selector[1], 0};
        enum copy copy = LINE_A;
        long cost = (long)s->length_bits[new_length] - (long)n * BYTE_WORTH;

        if (length == 1) {
            cost += byte_cost(&r->state, r->bytes[r->at - r->length]);
        } else {
            copy = cheapest_copy(r, length);
            cost += s->length_bits[length] + (long)lead_cost(selector, copy);
            selector[copy / 2] = copy % 2;
        }
        cost += lead_cost(selector, next);
        if (cost < best->cost)
            *best = (struct steps){cost, length, copy, new_length};
        if (length == least)
            return;
        length = ((size_t)1 << (63 - __builtin_clzll(length))) - 1;
        if (length < least)
            length = least;
    }
}

/* Decide on the copy that is not out yet and what follows it; a byte does follow. */
static void put_steps(const struct slim *s, struct row *r)
{
    const size_t start = r->at - r->length;
    const enum copy copy = cheapest_copy(r, r->length);
    struct steps best = {.length = r->length, .copy = copy};
    unsigned next;

    best.cost = (long)lead_cost(r->state.selector, copy) + s->length_bits[r->length] +
                (long)byte_cost(&r->state, r->bytes[r->at]) - BYTE_WORTH;
    for (next = 0; next < SLIM_NUM_COPIES; next++) {
        size_t n = count_ones(&r->maps[next], r->at);

        if (n > 0)
            try_copy(s, r, next, n, &best);
    }
    if (best.length == 1)
        put_byte(&r->state, s->block, r->bytes[start]);
    else
        put_copy(s, &r->state, best.copy, best.length);
    if (best.new_length == 0) {
        put_byte(&r->state, s->block, r->bytes[r->at++]);
        r->length = 0;
    } else {
        begin_copy(r, start + best.length, best.new_length);
    }
}

/* Bytes that no copy of two or more can begin at, then the longest copy. */
static void put_bytes(const struct slim *s, struct row *r)
{
    const size_t start = next_one(&r->starts, r->at, s->stride);
    size_t at, longest = 0;
    unsigned copy;

    for (at = r->at; at < start; at++)
        put_byte(&r->state, s->block, r->bytes[at]);
    r->at = start;
    if (start == s->stride)
        return;
    begin_copy(r, start, 0);
    for (copy = 0; copy < SLIM_NUM_COPIES; copy++)
        if (r->longest[copy] > longest)
            longest = r->longest[copy];
    r->length = longest;
    r->at = start + longest;
}

static void encode_row(struct slim *s)
{
    struct row r; /* the maps are not for clearing first: they are most of it */
    unsigned copy;

    r.bytes = s->history + s->next;
    r.state = s->state;
    r.at = r.length = 0;
    for (copy = 0; copy < SLIM_NUM_COPIES; copy++)
        compare(s, (enum copy)copy, &r.maps[copy]);
    find_starts(r.maps, (s->stride + 63) / 64, &r.starts);
    while (r.at < s->stride) {
        if (r.length == 0)
            put_bytes(s, &r);
        else
            put_steps(s, &r);
    }
    if (r.length != 0)
        put_copy_as_it_is(s, &r);
    s->state = r.state;
}

/* Most bits of codes that so many bytes of pixels can take: a literal for each. */
static size_t most_bits(size_t num_bytes)
{
    return 12 * num_bytes;
}

/* The block's size for so many bits of codes, with either end: FORMAT-ufr2lt.md 6.4. */
static size_t size_for(size_t num_bits)
{
    return HEADER_BYTES + (num_bits + 10 + 31) / 32 * 4 + 4 + 1;
}

static size_t code_bits(const struct slim_state *t)
{
    return (t->used - HEADER_BYTES) * 8 + t->num_bits;
}

size_t slim_bound(size_t rows, size_t stride)
{
    return size_for(most_bits(rows * stride));
}

size_t slim_buffer_size(size_t rows, size_t stride)
{
    return slim_bound(rows, stride) + SLACK_BYTES;
}

size_t slim_history_size(size_t stride)
{
    return (2 + HISTORY_ROWS) * stride + HISTORY_SLACK;
}

enum result slim_init(struct slim *s, const struct slim_params *params, size_t stride,
                      void *history)
{
    const long line_a = (long)params->line_a * (long)stride + params->offset_a;
    const long line_b = (long)params->line_b * (long)stride + params->offset_b;
    const long most = 2 * (long)stride;
    unsigned n;

    if (stride == 0 || stride > SLIM_MAX_STRIDE || line_a < 1 || line_a > most || line_b < 1 ||
        line_b > most || params->run_a == 0 || params->run_b == 0 || params->far == 0)
        return RESULT_UNSUPPORTED;
    memset(s, 0, sizeof *s);
    s->params = *params;
    s->stride = stride;
    s->history = history;
    memset(s->history, 0, slim_history_size(stride));
    s->distance[LINE_A] = (size_t)line_a;
    s->distance[LINE_B] = (size_t)line_b;
    /* One longer than what is remembered, or far from beyond the row's start, is never used. */
    s->distance[RUN_A] = params->run_a <= most ? params->run_a : 0;
    s->distance[RUN_B] = params->run_b <= most ? params->run_b : 0;
    s->distance[FAR] = params->far < stride ? params->far : 0;
    for (n = 0; n < 128; n++)
        number_code(n, &s->number_code[n], &s->number_bits[n]);
    for (n = 0; n <= stride; n++)
        s->length_bits[n] =
            (uint8_t)(s->number_bits[n % 128] + (n < 128 ? 0 : 8 + s->number_bits[n / 128]));
    return RESULT_OK;
}

enum result slim_start_band(struct slim *s, uint8_t *block, size_t size)
{
    if (size < slim_buffer_size(0, s->stride))
        return RESULT_SPACE;
    memset(&s->state, 0, sizeof s->state);
    s->state.used = HEADER_BYTES;
    s->block = block;
    s->block_size = size;
    s->next = 2 * s->stride;
    return RESULT_OK;
}

/* Room for a row behind the rows remembered. */
static uint8_t *next_row(struct slim *s)
{
    if (s->next == (2 + HISTORY_ROWS) * s->stride) {
        memcpy(s->history, s->history + s->next - 2 * s->stride, 2 * s->stride);
        s->next = 2 * s->stride;
    }
    return s->history + s->next;
}

enum result slim_row(struct slim *s, const uint8_t *bits)
{
    uint8_t *row;

    if (s->block_size < size_for(code_bits(&s->state) + most_bits(s->stride)) + SLACK_BYTES)
        return RESULT_SPACE;
    row = next_row(s);
    memcpy(row, bits, s->stride);
    if (s->state.rows > 0 && s->distance[LINE_A] == s->stride &&
        memcmp(row, row - s->stride, s->stride) == 0)
        put_copy(s, &s->state, LINE_A, s->stride);
    else
        encode_row(s);
    s->next += s->stride;
    s->state.rows++;
    return RESULT_OK;
}

size_t slim_size(const struct slim *s)
{
    return size_for(code_bits(&s->state));
}

void slim_mark(const struct slim *s, struct slim_state *mark)
{
    *mark = s->state;
}

void slim_rewind(struct slim *s, const struct slim_state *mark)
{
    s->state = *mark;
}

/* A page is said to be over by an end code with bits 01; SL1024 says it in its band's own end
 * code, and twice more behind. */
static const uint32_t end_of_page = 0xFE7FFFFFu, end_of_page_twice = 0xFE7FFF9Fu;

/* An end code, the two bits after it, and ones to a multiple of 32 bits. */
static void put_end(struct slim *s, unsigned two_bits)
{
    struct slim_state *t = &s->state;

    put_bits(t, s->block, 0xFEu << 2 | two_bits, 10);
    if (t->num_bits != 0)
        put_bits(t, s->block, (1u << (8 - t->num_bits)) - 1, 8 - t->num_bits);
    while ((t->used - HEADER_BYTES) % 4 != 0)
        put_bits(t, s->block, 0xFF, 8);
}

size_t slim_end_band(struct slim *s, enum slim_end end)
{
    const bool last = end != SLIM_END_BAND, twice = end == SLIM_END_PAGE_TWICE;
    const struct slim_params *p = &s->params;
    uint8_t *b = s->block;
    struct slim_state *t = &s->state;

    put_end(s, twice ? 1 : 0);
    if (last)
        put_bits(t, s->block, twice ? end_of_page_twice : end_of_page, 32);
    b[0] = p->run_a;
    b[1] = p->run_b;
    b[2] = p->line_a;
    b[3] = p->line_b;
    b[4] = (uint8_t)p->offset_a;
    b[5] = (uint8_t)p->offset_b;
    put_le16(b + 6, p->far);
    b[8] = last ? 0 : 1;
    /* 6.4: the length counts the four bytes of the page's end in every band */
    put_le32(b + 9, (uint32_t)(t->used - HEADER_BYTES + (last ? 0 : 4)));
    b[t->used++] = 0x80;
    return t->used;
}
