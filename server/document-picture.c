/*
 * document-picture.c - documents that are one picture.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "document-cells.h"
#include "document-parts.h"

#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_PIXELS ((uint64_t)400 * 1000 * 1000)
#define MAX_SIDE   32768u

/* All lines of a picture whose page has begun. */
static void receive_lines(struct intake *in, struct image *image,
                          const struct page_source *source)
{
    char why[256] = "The picture is damaged.";
    uint8_t *line = malloc(source->width);
    bool good = line != NULL;

    for (uint32_t y = 0; good && y < source->height; y++) {
        good = image_read_line(image, line, why, sizeof(why));
        if (!good)
            intake_fail(in, JOB_FORMAT_ERROR, why);
        good = good && intake_line(in, line);
    }
    free(line);
    (void)intake_end_page(in);
}

/* Where it shares its side with nothing but could: in the first cell. */
static bool receive_cell(struct cells *cells, struct image *image,
                         const struct image_info *info)
{
    const struct page_wish wish = {.sides = -1};
    struct cell_page page = {.width = info->width,
                             .height = info->height,
                             .fit = info->x_dpi <= 0 || info->y_dpi <= 0};
    char why[256] = "The picture is damaged.";
    uint8_t *line = malloc(info->width);
    bool good = line != NULL;

    image_size(info, intake_model(cells->in)->caps->dpi, &page.size.width, &page.size.height);
    if (!good)
        intake_fail(cells->in, 0, "There is not enough memory for the page.");
    good = good && cells_page(cells, &wish, &page);
    for (uint32_t y = 0; good && y < info->height; y++) {
        if (!image_read_line(image, line, why, sizeof(why))) {
            intake_fail(cells->in, JOB_FORMAT_ERROR, why);
            good = false;
        } else
            good = cells_line(cells, line);
    }
    free(line);
    return good && cells_end_page(cells) && cells_end(cells);
}

static void receive_picture(struct intake *in, struct image *image, struct image_info *info,
                            const struct job_options *options)
{
    struct page_wish wish = {.sides = -1, .pages = 1};
    struct page_params page;
    struct page_source source;
    char why[256] = "";
    struct page_marks marks = {.num_places = 1};
    unsigned quarters;

    if (!intake_page(in, &wish, &page))
        return;
    quarters = image_quarters(info, &page, options->orientation);
    if (quarters != 0 && !image_turn(image, quarters, info, why, sizeof(why))) {
        intake_fail(in, JOB_FORMAT_ERROR, why);
        return;
    }
    memset(&source, 0, sizeof(source));
    image_place(info, &page,
                intake_on_other_paper(in) && options->scaling == SCALING_NONE
                    ? SCALING_AUTO_FIT
                    : options->scaling,
                &source);
    source.clip_margins = true;
    marks.quarters = quarters;
    marks.places[0] =
        (struct layout_place){source.x, source.y, source.target_width, source.target_height};
    intake_marks(in, &marks);
    if (intake_source(in, &source))
        receive_lines(in, image, &source);
}

void document_read_picture(struct intake *in, struct document_input *input,
                           const struct job_options *options, bool (*canceled)(void *ctx),
                           void *ctx)
{
    const struct document_limits *limits = document_limits();
    struct image_limits image_limits = {.max_width = MAX_SIDE,
                                        .max_height = MAX_SIDE,
                                        .max_pixels = MAX_PIXELS * 2,
                                        .max_temporary = limits->max_temporary,
                                        .temporary_folder = limits->folder,
                                        .canceled = canceled,
                                        .ctx = ctx};
    char why[256] = "The picture cannot be read.", path[64];
    struct image_info info;
    struct image *image;
    struct scratch_space space = {limits->folder, limits->max_temporary};
    struct scratch file;
    struct cells cells;

    cells_init(&cells, in, options);
    if (!document_to_file(input, &file, &space, why, sizeof(why))) {
        intake_fail(in, input->silent ? JOB_FORMAT_ERROR : 0, why);
        return;
    }
    snprintf(path, sizeof(path), "/proc/self/fd/%d", file.fd);
    image = image_open(path, &image_limits, &info, why, sizeof(why));
    scratch_close(&file);
    if (image == NULL)
        intake_fail(in, JOB_FORMAT_ERROR, why);
    else if (cells_wanted(options))
        (void)receive_cell(&cells, image, &info);
    else
        receive_picture(in, image, &info, options);
    cells_clear(&cells);
    image_close(image);
}
