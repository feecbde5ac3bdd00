/*
 * image-write.c - lines become an encoded page: what both formats have in common.
 * Effects: none of its own; bytes go to the sink.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-parts.h"

#include <stdlib.h>

struct image_writer {
    const struct image_write_ops *ops;
    void *format;
    uint32_t left; /* lines that are still to come */
    enum result result;
    bool ended;
};

struct image_writer *image_writer_new(const struct image_params *params, const struct sink *out)
{
    struct image_writer *w;

    if (params->width == 0 || params->height == 0 || params->width > SCAN_MAX_WIDTH ||
        params->height > SCAN_MAX_HEIGHT || params->dpi == 0 || params->dpi > UINT16_MAX)
        return NULL;
    w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->ops = params->encoding == SCAN_JPEG ? &image_write_jpeg : &image_write_png;
    w->left = params->height;
    w->format = w->ops->open(params, out);
    if (w->format)
        return w;
    free(w);
    return NULL;
}

enum result image_writer_line(struct image_writer *w, const uint8_t *line)
{
    if (w->result == RESULT_OK && w->left == 0)
        w->result = RESULT_FORMAT;
    if (w->result == RESULT_OK) {
        w->left--;
        w->result = w->ops->line(w->format, line);
    }
    return w->result;
}

enum result image_writer_end(struct image_writer *w)
{
    if (w->result == RESULT_OK && w->left > 0)
        w->result = RESULT_FORMAT;
    if (w->result == RESULT_OK && !w->ended)
        w->result = w->ops->end(w->format);
    w->ended = true;
    return w->result;
}

void image_writer_free(struct image_writer *w)
{
    if (!w)
        return;
    w->ops->close(w->format);
    free(w);
}
