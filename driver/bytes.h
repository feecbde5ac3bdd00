/*
 * bytes.h - numbers to and from bytes, both byte orders.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_BYTES_H
#define DRIVER_BYTES_H

#include <stdint.h>

/* Each put_ function writes 2 or 4 bytes at p, each get_ function reads as many. */

static inline void put_be16(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static inline void put_be32(uint8_t *p, uint32_t v)
{
    put_be16(p, v >> 16);
    put_be16(p + 2, v);
}

static inline void put_le16(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
}

static inline void put_le32(uint8_t *p, uint32_t v)
{
    put_le16(p, v);
    put_le16(p + 2, v >> 16);
}

static inline uint32_t get_be16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static inline uint32_t get_be32(const uint8_t *p)
{
    return get_be16(p) << 16 | get_be16(p + 2);
}

static inline uint32_t get_le16(const uint8_t *p)
{
    return (uint32_t)p[1] << 8 | p[0];
}

static inline uint32_t get_le32(const uint8_t *p)
{
    return get_le16(p + 2) << 16 | get_le16(p);
}

#endif
