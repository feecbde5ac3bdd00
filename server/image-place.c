/*
 * image-place.c - how a picture lies on a sheet: turned how, how large, where.
 * Effects: none.
 * Source: RFC 8011 section 5.2.10 (orientation-requested), PWG 5100.16 (print-scaling).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image.h"

#include <math.h>

#define MAX_TARGET  (4.0 * PIPELINE_MAX_WIDTH) /* dots, contract of struct page_source */
#define DEFAULT_DPI 100.0                      /* of a picture that says nothing */

struct size {
    double width, height; /* dots, or any other unit for both */
};

static double pixel_aspect(const struct image_info *info)
{
    if (info->pixel_aspect > 0)
        return info->pixel_aspect;
    return info->x_dpi > 0 && info->y_dpi > 0 ? info->y_dpi / info->x_dpi : 1;
}

/* What may be printed on, at least one dot. */
static struct size printable(const struct page_params *page)
{
    struct size area = {1, 1};

    if (page->paper_width > 2 * (uint64_t)page->margin)
        area.width = page->paper_width - 2.0 * page->margin;
    if (page->paper_height > 2 * (uint64_t)page->margin)
        area.height = page->paper_height - 2.0 * page->margin;
    return area;
}

unsigned image_quarters(const struct image_info *info, const struct page_params *page,
                        enum orientation orientation)
{
    double picture = info->width * pixel_aspect(info) - info->height; /* > 0: wide */
    double paper = (double)page->paper_width - page->paper_height;

    switch (orientation) {
    case ORIENTATION_PORTRAIT:
        return 0;
    case ORIENTATION_LANDSCAPE: /* +90 degrees: anti-clockwise */
        return 3;
    case ORIENTATION_REVERSE_LANDSCAPE:
        return 1;
    case ORIENTATION_REVERSE_PORTRAIT:
        return 2;
    case ORIENTATION_NONE:
    default:
        return picture * paper < 0 ? 3 : 0; /* neither of them square */
    }
}

/* The picture in the size it says it has. */
static struct size own_size(const struct image_info *info, double page_dpi)
{
    struct size size;
    double x_dpi = DEFAULT_DPI, y_dpi = DEFAULT_DPI * pixel_aspect(info);

    if (info->x_dpi > 0 && info->y_dpi > 0) {
        x_dpi = info->x_dpi;
        y_dpi = info->y_dpi;
    }
    size.width = info->width * page_dpi / x_dpi;
    size.height = info->height * page_dpi / y_dpi;
    return size;
}

void image_size(const struct image_info *info, unsigned page_dpi, double *width, double *height)
{
    struct size size = own_size(info, page_dpi);

    *width = size.width;
    *height = size.height;
}

/* Within half a dot: a picture made for the area is not scaled because of rounding. */
static bool fits(struct size size, struct size area)
{
    return size.width < area.width + 0.5 && size.height < area.height + 0.5;
}

/* The picture as large as the area in one direction, in the other not larger (cover: not
 * smaller). */
static struct size scaled(const struct image_info *info, struct size area, bool cover)
{
    struct size shape = {info->width * pixel_aspect(info), info->height};
    double by_width = area.width / shape.width, by_height = area.height / shape.height;
    double factor = (by_width < by_height) == cover ? by_height : by_width;

    return (struct size){shape.width * factor, shape.height * factor};
}

static struct size choose_size(const struct image_info *info, const struct page_params *page,
                               enum scaling scaling)
{
    struct size area = printable(page), own = own_size(info, page->dpi);
    bool says_size = info->x_dpi > 0 && info->y_dpi > 0;

    switch (scaling) {
    case SCALING_FILL:
        return scaled(info, area, true);
    case SCALING_NONE:
        return own;
    case SCALING_AUTO_FIT:
        return fits(own, area) ? own : scaled(info, area, false);
    case SCALING_AUTO:
        return says_size && fits(own, area) ? own : scaled(info, area, false);
    case SCALING_FIT:
    default:
        return scaled(info, area, false);
    }
}

static uint32_t dots(double length)
{
    return length < 1 ? 1 : (uint32_t)lround(fmin(length, MAX_TARGET));
}

static int32_t centred(uint32_t target, uint32_t paper)
{
    int64_t spare = (int64_t)paper - target;

    return (int32_t)(spare >= 0 ? spare / 2 : -((1 - spare) / 2)); /* down, for both signs */
}

void image_place(const struct image_info *info, const struct page_params *page,
                 enum scaling scaling, struct page_source *source)
{
    struct size size = choose_size(info, page, scaling);

    source->pixel = PIXEL_GRAY8;
    source->width = info->width;
    source->height = info->height;
    source->target_width = dots(size.width);
    source->target_height = dots(size.height);
    source->x = centred(source->target_width, page->paper_width);
    source->y = centred(source->target_height, page->paper_height);
}
