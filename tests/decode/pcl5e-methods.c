/*
 * pcl5e-methods.c - the compression methods of rows in PCL 5.
 * Effects: none.
 * Source: driver/FORMAT-pcl5e.md section 5, never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pcl5e-internal.h"

#include <string.h>

static const char cut_short[] = "a row ends inside a command";
static const char too_wide[] = "a row is wider than any page";

/* Bytes not yet read. */
struct input {
    const uint8_t *p;
    size_t left;
};

/* A row being written: place is from its left. */
struct output {
    uint8_t *row;
    size_t place;
};

static bool put(struct output *o, uint8_t byte)
{
    if (o->place >= PCL_MAX_ROW)
        return false;
    o->row[o->place++] = byte;
    return true;
}

static const char *repeat(struct output *o, uint8_t byte, size_t times)
{
    while (times-- > 0)
        if (!put(o, byte))
            return too_wide;
    return NULL;
}

static const char *copy(struct output *o, struct input *in, size_t n)
{
    if (in->left < n)
        return cut_short;
    for (; n > 0; n--, in->left--)
        if (!put(o, *in->p++))
            return too_wide;
    return NULL;
}

static const char *method_1(struct output *o, struct input *in)
{
    const char *wrong = NULL;

    while (in->left > 0 && !wrong) {
        if (in->left < 2)
            return cut_short;
        wrong = repeat(o, in->p[1], (size_t)in->p[0] + 1);
        in->p += 2;
        in->left -= 2;
    }
    return wrong;
}

static const char *method_2(struct output *o, struct input *in)
{
    const char *wrong = NULL;

    while (in->left > 0 && !wrong) {
        int8_t count = (int8_t)*in->p++;

        in->left--;
        if (count == -128)
            continue;
        if (count >= 0) {
            wrong = copy(o, in, (size_t)count + 1);
        } else if (in->left == 0) {
            wrong = cut_short;
        } else {
            wrong = repeat(o, *in->p++, (size_t)(1 - count));
            in->left--;
        }
    }
    return wrong;
}

/* A field of a command that goes on in further bytes when it has its largest value. */
static bool long_field(struct input *in, size_t value, size_t largest, size_t *result)
{
    uint8_t more = 255;

    *result = value;
    if (value < largest)
        return true;
    while (more == 255) {
        if (in->left == 0)
            return false;
        more = *in->p++;
        in->left--;
        *result += more;
    }
    return true;
}

static const char *method_3(struct output *o, struct input *in)
{
    const char *wrong = NULL;

    while (in->left > 0 && !wrong) {
        uint8_t command = *in->p++;
        size_t offset;

        in->left--;
        if (!long_field(in, command & 31u, 31, &offset))
            return cut_short;
        o->place += offset;
        wrong = copy(o, in, (size_t)(command >> 5) + 1);
    }
    return wrong;
}

static const char *method_9(struct output *o, struct input *in)
{
    const char *wrong = NULL;

    while (in->left > 0 && !wrong) {
        uint8_t command = *in->p++;
        bool run = command & 0x80;
        size_t offset, count;

        in->left--;
        if (!long_field(in, run ? command >> 5 & 3u : command >> 3 & 15u, run ? 3 : 15,
                        &offset) ||
            !long_field(in, run ? command & 31u : command & 7u, run ? 31 : 7, &count))
            return cut_short;
        o->place += offset;
        if (!run)
            wrong = copy(o, in, count + 1);
        else if (in->left == 0)
            return cut_short;
        else {
            wrong = repeat(o, *in->p++, count + 2);
            in->left--;
        }
    }
    return wrong;
}

const char *pcl_unpack_row(struct pcl_raster *r, unsigned method, const uint8_t *data, size_t n)
{
    struct output o = {r->seed, 0};
    struct input in = {data, n};
    const char *wrong = NULL;

    /* Those that say the whole row leave white what they do not say. */
    if (method < 3)
        memset(r->seed, 0, PCL_MAX_ROW);
    switch (method) {
    case 0:
        wrong = copy(&o, &in, n);
        break;
    case 1:
        wrong = method_1(&o, &in);
        break;
    case 2:
        wrong = method_2(&o, &in);
        break;
    case 3:
        wrong = method_3(&o, &in);
        break;
    case 9:
        wrong = method_9(&o, &in);
        break;
    default:
        return "a row of an unknown compression method";
    }
    if (method < 3 || o.place > r->seed_size)
        r->seed_size = o.place < PCL_MAX_ROW ? o.place : PCL_MAX_ROW;
    return wrong;
}
