/*
 * filter.c - see filter.h.
 *
 * PAPPL's own readers keep the whole picture in memory, take only the red of a colour PNG, and
 * never end on a damaged one. A filter to the driver's own format is taken before them.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "filter.h"

#include "driver/models.h"
#include "driver/pdl.h"
#include "image.h"
#include "job.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PIXELS ((uint64_t)400 * 1000 * 1000)
#define MAX_SIDE   32768u

static bool canceled(void *ctx)
{
    return papplJobIsCanceled(ctx);
}

static enum scaling scaling_of(pappl_scaling_t scaling)
{
    switch (scaling) {
    case PAPPL_SCALING_AUTO_FIT:
        return SCALING_AUTO_FIT;
    case PAPPL_SCALING_FILL:
        return SCALING_FILL;
    case PAPPL_SCALING_FIT:
        return SCALING_FIT;
    case PAPPL_SCALING_NONE:
        return SCALING_NONE;
    default:
        return SCALING_AUTO;
    }
}

static enum orientation orientation_of(ipp_orient_t orientation)
{
    switch (orientation) {
    case IPP_ORIENT_PORTRAIT:
        return ORIENTATION_PORTRAIT;
    case IPP_ORIENT_LANDSCAPE:
        return ORIENTATION_LANDSCAPE;
    case IPP_ORIENT_REVERSE_LANDSCAPE:
        return ORIENTATION_REVERSE_LANDSCAPE;
    case IPP_ORIENT_REVERSE_PORTRAIT:
        return ORIENTATION_REVERSE_PORTRAIT;
    case IPP_ORIENT_NONE:
    default:
        return ORIENTATION_NONE;
    }
}

static bool give_up(struct print_job *p, const char *why)
{
    print_job_fail(p, PAPPL_JREASON_DOCUMENT_FORMAT_ERROR, why);
    return false;
}

/* All lines of a picture whose page has begun. */
static bool print_lines(struct print_job *p, struct image *image,
                        const struct page_source *source)
{
    char why[256] = "The picture is damaged.";
    uint8_t *line = malloc(source->width);
    bool good = line != NULL;

    for (uint32_t y = 0; good && y < source->height; y++) {
        if (!image_read_line(image, line, why, sizeof(why)))
            good = print_job_canceled(p) ? false : give_up(p, why);
        else
            good = print_job_line(p, line);
    }
    free(line);
    return print_job_end_page(p) && good;
}

static bool print_picture(struct print_job *p, struct image *image, struct image_info *info,
                          const pappl_pr_options_t *options)
{
    struct page_wish wish = {.sides = -1, .pages = 1};
    struct page_params page;
    struct page_source source;
    char why[256] = "";
    unsigned quarters;

    if (!print_job_page(p, options, &wish, &page))
        return false;
    quarters = image_quarters(info, &page, orientation_of(options->orientation_requested));
    if (quarters != 0 && !image_turn(image, quarters, info, why, sizeof(why)))
        return give_up(p, why);
    memset(&source, 0, sizeof(source));
    image_place(info, &page, scaling_of(options->print_scaling), &source);
    source.clip_margins = true;
    return print_job_source(p, &source) && print_lines(p, image, &source);
}

static bool filter_picture(pappl_job_t *job, pappl_device_t *device, void *data)
{
    struct image_limits limits = {.max_width = MAX_SIDE,
                                  .max_height = MAX_SIDE,
                                  .max_pixels = MAX_PIXELS * 2,
                                  .max_temporary = job_max_storage(),
                                  .temporary_folder = job_folder(),
                                  .canceled = canceled,
                                  .ctx = job};
    struct print_job *p = print_job_open(job);
    pappl_pr_options_t *options = papplJobCreatePrintOptions(job, 1, false);
    struct image_info info;
    char why[256] = "The picture cannot be read.";
    struct image *image = NULL;
    bool good = false;

    (void)device;
    (void)data;
    if (p != NULL && options != NULL) {
        image = image_open(papplJobGetFilename(job), &limits, &info, why, sizeof(why));
        good = image != NULL ? print_picture(p, image, &info, options) : give_up(p, why);
    }
    image_close(image);
    good = print_job_close(p) && good;
    papplJobDeletePrintOptions(options);
    return good || papplJobIsCanceled(job); /* canceled is not aborted */
}

void filter_register(pappl_system_t *system)
{
    static const char *const pictures[] = {"image/jpeg", "image/png"};

    for (size_t i = 0; i < num_models; i++)
        for (size_t j = 0; j < sizeof(pictures) / sizeof(pictures[0]); j++)
            papplSystemAddMIMEFilter(system, pictures[j], models[i].pdl->format, filter_picture,
                                     NULL);
}
