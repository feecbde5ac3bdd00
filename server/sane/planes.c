/*
 * planes.c - see planes.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "planes.h"
#include "frame.h"

#include <stdlib.h>

bool planes_begin(struct planes *planes, unsigned color, uint32_t width)
{
    if (color > 2 || (planes->seen & 1u << color) != 0)
        return false;
    planes->seen |= 1u << color;
    planes->now = color;
    planes->width = width;
    return true;
}

uint8_t *planes_line(struct planes *planes)
{
    unsigned now = planes->now;
    size_t needed = ((size_t)planes->lines[now] + 1) * planes->width;

    if (needed > planes->room[now]) {
        size_t room = needed < 1u << 20 ? 1u << 20 : needed + needed / 2;
        uint8_t *more;

        if (needed > PLANES_MAX / 3)
            return NULL;
        room = room > PLANES_MAX / 3 ? PLANES_MAX / 3 : room;
        more = realloc(planes->samples[now], room);
        if (more == NULL)
            return NULL;
        planes->samples[now] = more;
        planes->room[now] = room;
    }
    planes->lines[now]++;
    return planes->samples[now] + needed - planes->width;
}

uint32_t planes_height(const struct planes *planes)
{
    uint32_t least = planes->lines[0];

    for (unsigned i = 1; i < 3; i++)
        least = planes->lines[i] < least ? planes->lines[i] : least;
    return least;
}

void planes_get(const struct planes *planes, uint32_t y, bool color, uint8_t *line)
{
    const uint8_t *red = planes->samples[0] + (size_t)y * planes->width;
    const uint8_t *green = planes->samples[1] + (size_t)y * planes->width;
    const uint8_t *blue = planes->samples[2] + (size_t)y * planes->width;

    for (size_t x = 0; x < planes->width; x++)
        if (color) {
            line[3 * x] = red[x];
            line[3 * x + 1] = green[x];
            line[3 * x + 2] = blue[x];
        } else
            line[x] = frame_brightness(red[x], green[x], blue[x]);
}

void planes_free(struct planes *planes)
{
    for (unsigned i = 0; i < 3; i++)
        free(planes->samples[i]);
    *planes = (struct planes){0};
}
