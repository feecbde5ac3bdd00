/*
 * delta-row.c - see delta-row.h.
 * Effects: none.
 * Source: driver/FORMAT-pcl5e.md sections 5.4 and 5.6.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "delta-row.h"

#include <string.h>

enum {
    MOST_REPLACED = 8,    /* bytes behind one command of method 3 */
    DELTA_OFFSET = 31,    /* the largest in its command: more follows */
    LITERAL_OFFSET = 15,  /* method 9, bytes as they are */
    LITERAL_COUNT = 7,    /* less one */
    RUN_OFFSET = 3,       /* method 9, one byte repeated */
    RUN_COUNT = 31,       /* less two */
    RUN = 0x80,           /* the bit that tells it */
    WORTH_A_RUN = 4,      /* inside of literals: two commands more for it cost three bytes */
    WORTH_A_RUN_FIRST = 2 /* where a command begins anyway */
};

size_t delta_row_bound(size_t n)
{
    return n + n / 8 + 8;
}

/* How many bytes are as they were, from at on. */
static size_t alike(const uint8_t *seed, const uint8_t *row, size_t at, size_t n)
{
    size_t start = at;

    while (n - at >= 8 && memcmp(seed + at, row + at, 8) == 0)
        at += 8;
    while (at < n && seed[at] == row[at])
        at++;
    return at - start;
}

/* What a field of a command has no room for, in bytes of up to 255; the last is less. */
static uint8_t *put_more(uint8_t *p, size_t value, size_t most)
{
    if (value < most)
        return p;
    for (value -= most; value >= 255; value -= 255)
        *p++ = 255;
    *p++ = (uint8_t)value;
    return p;
}

static uint8_t field(size_t value, size_t most)
{
    return (uint8_t)(value < most ? value : most);
}

size_t delta_row_encode(const uint8_t *seed, const uint8_t *row, size_t n, uint8_t *out)
{
    uint8_t *p = out;
    size_t at = 0;

    while (at < n) {
        size_t offset = alike(seed, row, at, n), count = 0;

        at += offset;
        while (count < MOST_REPLACED && at + count < n && seed[at + count] != row[at + count])
            count++;
        if (count == 0)
            break;
        *p++ = (uint8_t)((count - 1) << 5 | field(offset, DELTA_OFFSET));
        p = put_more(p, offset, DELTA_OFFSET);
        memcpy(p, row + at, count);
        p += count;
        at += count;
    }
    return (size_t)(p - out);
}

/* Bytes like the first, whether or not they were so above. */
static size_t run_at(const uint8_t *row, size_t at, size_t n)
{
    size_t i = at + 1;

    while (i < n && row[i] == row[at])
        i++;
    return i - at;
}

/* Without the end of a run that was there before: it needs no saying. */
static size_t needed(const uint8_t *seed, const uint8_t *row, size_t at, size_t count)
{
    while (count > 0 && seed[at + count - 1] == row[at + count - 1])
        count--;
    return count;
}

/* Bytes that differ, up to a run that is worth a command. */
static size_t literals_at(const uint8_t *seed, const uint8_t *row, size_t at, size_t n)
{
    size_t i = at;

    while (i < n && seed[i] != row[i] &&
           (i == at || n - i < WORTH_A_RUN || run_at(row, i, i + WORTH_A_RUN) < WORTH_A_RUN))
        i++;
    return i - at;
}

static uint8_t *put_run(uint8_t *p, size_t offset, size_t count, uint8_t byte)
{
    *p++ = (uint8_t)(RUN | field(offset, RUN_OFFSET) << 5 | field(count - 2, RUN_COUNT));
    p = put_more(p, offset, RUN_OFFSET);
    p = put_more(p, count - 2, RUN_COUNT);
    *p++ = byte;
    return p;
}

static uint8_t *put_literals(uint8_t *p, size_t offset, const uint8_t *bytes, size_t count)
{
    *p++ = (uint8_t)(field(offset, LITERAL_OFFSET) << 3 | field(count - 1, LITERAL_COUNT));
    p = put_more(p, offset, LITERAL_OFFSET);
    p = put_more(p, count - 1, LITERAL_COUNT);
    memcpy(p, bytes, count);
    return p + count;
}

size_t delta_row_encode_runs(const uint8_t *seed, const uint8_t *row, size_t n, uint8_t *out)
{
    uint8_t *p = out;
    size_t at = 0;

    while (at < n) {
        size_t offset = alike(seed, row, at, n), count;

        at += offset;
        if (at == n)
            break;
        count = needed(seed, row, at, run_at(row, at, n));
        if (count >= WORTH_A_RUN_FIRST) {
            p = put_run(p, offset, count, row[at]);
        } else {
            count = literals_at(seed, row, at, n);
            p = put_literals(p, offset, row + at, count);
        }
        at += count;
    }
    return (size_t)(p - out);
}
