/*
 * packbits.c - PackBits, see packbits.h.
 * Effects: none.
 * Source: TIFF 6.0 section 9; driver/FORMAT-ufr2lt.md section 11.1.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "packbits.h"

#include <string.h>

#define LONGEST 128u /* bytes of one packet, of either kind */

/* How many of the n bytes at p are like the first, up to the longest run. */
static size_t run_at(const uint8_t *p, size_t n)
{
    size_t most = n < LONGEST ? n : LONGEST, i = 1;

    while (i < most && p[i] == p[0])
        i++;
    return i;
}

/* How many bytes at p stand before the next two alike, up to the longest packet. */
static size_t literals_at(const uint8_t *p, size_t n)
{
    size_t most = n < LONGEST ? n : LONGEST, i = 1;

    while (i < most && (i + 1 == n || p[i] != p[i + 1]))
        i++;
    return i;
}

size_t packbits_bound(size_t n)
{
    return n + (n + 2) / 3;
}

size_t packbits_encode(const uint8_t *bytes, size_t n, uint8_t *out)
{
    size_t at = 0, written = 0;

    while (at < n) {
        size_t count = run_at(bytes + at, n - at);

        if (count > 1) {
            out[written++] = (uint8_t)(257 - count);
            out[written++] = bytes[at];
        } else {
            count = literals_at(bytes + at, n - at);
            out[written++] = (uint8_t)(count - 1);
            memcpy(out + written, bytes + at, count);
            written += count;
        }
        at += count;
    }
    return written;
}
