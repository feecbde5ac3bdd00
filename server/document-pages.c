/*
 * document-pages.c - pages of documents that are rendered here: on which sheet, how large,
 * how many on a side.
 *
 * A page is rendered at the resolution at which it has the size it shall have on the sheet, so
 * that nothing is resampled: text stays sharp. Its size is known when the renderer begins it;
 * if it wants another resolution than the page before, the renderer is started again from it.
 * Documents mostly have pages of one size, and sizes need not be asked for beforehand.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "document-parts.h"

#include "document-sheet.h"
#include "renderer.h"

#include <stdlib.h>
#include <string.h>

/* What renderer_start takes. */
#define MIN_DPI 1.0
#define MAX_DPI 2400.0

/* A page may come out this many dots other than it should before it is rendered again: its own
 * size is known to a pixel only. It is put in the middle then, nothing is resampled. */
#define SLACK_DOTS 2

/* Starts of the renderer for one page: each tells its size better than the one before. */
#define MAX_STARTS 3

struct pages {
    struct intake *in;
    const struct job_options *options;
    const struct model *model;
    struct renderer *renderer;
    uint32_t sides; /* the document will have, 0: not known */
    bool any;       /* a page was rendered */
    bool cut;       /* a page had fewer lines than it should */

    /* the run of the renderer */
    uint32_t page, last; /* page: the one that is looked at, or comes next */
    double dpi;
    uint32_t width, height; /* of the page in pixels */
    uint8_t *line;          /* width samples */
    uint32_t line_size;

    /* the side that is made */
    struct page_params side;
    struct layout layout;
    struct sheet sheet;
    struct scratch_space space;
};

/* ---- what goes wrong ---- */

static void tell_error(struct pages *p)
{
    const char *why = renderer_why(p->renderer);

    switch (renderer_error(p->renderer)) {
    case RENDERER_FINE:
    case RENDERER_CANCELED:
        break;
    case RENDERER_PASSWORD:
        intake_fail(p->in, JOB_PASSWORD,
                    "The document is protected by a password; print it from the program that "
                    "shows it.");
        break;
    case RENDERER_DAMAGED:
        intake_fail(p->in, JOB_FORMAT_ERROR, why);
        break;
    case RENDERER_LIMIT:
    case RENDERER_FAILED:
        intake_fail(p->in, JOB_ERRORS, why);
        break;
    }
}

/* ---- the run ---- */

/* Room for a line of the page. */
static bool have_line(struct pages *p)
{
    if (p->width > p->line_size) {
        free(p->line);
        p->line = malloc(p->width);
        p->line_size = p->line != NULL ? p->width : 0;
    }
    if (p->line == NULL)
        intake_fail(p->in, 0, "There is not enough memory for the page.");
    return p->line != NULL;
}

/* The next page of the run. False: there is none; or the renderer or the intake knows why. */
static bool look_at_page(struct pages *p)
{
    if (!renderer_page(p->renderer, &p->width, &p->height))
        return false;
    if (p->width == 0 || p->height == 0 || p->width > PIPELINE_MAX_WIDTH ||
        p->height > PIPELINE_MAX_HEIGHT) {
        intake_fail(p->in, JOB_UNPRINTABLE, "The document has a page that is too large.");
        return false;
    }
    return have_line(p);
}

static bool start_run(struct pages *p)
{
    return renderer_start(p->renderer, p->page, p->last, p->dpi);
}

/* The page in its own size, in dots of the sheet. Half a pixel is lost by rounding: a page made
 * to fit must not be a dot wider than its place. */
static struct layout_size own_size(const struct pages *p)
{
    double factor = p->model->caps->dpi / p->dpi;

    return (struct layout_size){(p->width + 0.5) * factor, (p->height + 0.5) * factor};
}

/* ---- the sheet ---- */

static uint32_t to_hmm(uint32_t pixels, double dpi)
{
    double hmm = pixels * 2540.0 / dpi + 0.5;

    return hmm < VALUE_MAX_SIDE_HMM ? (uint32_t)hmm : VALUE_MAX_SIDE_HMM;
}

static const struct media *smallest_holding(const struct caps *caps, uint32_t width_hmm,
                                            uint32_t length_hmm)
{
    const struct media *best = NULL;

    for (size_t i = 0; i < caps->num_media; i++) {
        const struct media *media = caps->media[i].media;

        if (!media->envelope &&
            media_holds(media, width_hmm, length_hmm, VALUE_SAME_SIZE_HMM) &&
            (best == NULL || (uint64_t)media->width_hmm * media->length_hmm <
                                 (uint64_t)best->width_hmm * best->length_hmm))
            best = media;
    }
    return best;
}

/*
 * The sheet for a page where nobody named one, by the page's upright size: its own; else the
 * queue's usual one, if it is large enough, because that is what lies in the drawer; else the
 * nearest larger. NULL: the job's, onto which the page is made to fit.
 */
static const struct media *choose_media(const struct pages *p, uint32_t width_hmm,
                                        uint32_t length_hmm)
{
    const struct caps *caps = p->model->caps;
    const struct media *media = media_find_size(width_hmm, length_hmm, VALUE_SAME_SIZE_HMM);
    const struct media *usual = media_find(p->options->media);

    if (media != NULL && caps_find_media(caps, media) != NULL)
        return media;
    if (usual != NULL && caps_find_media(caps, usual) != NULL &&
        media_holds(usual, width_hmm, length_hmm, VALUE_SAME_SIZE_HMM))
        return usual;
    media = smallest_holding(caps, width_hmm, length_hmm);
    return media != NULL ? media : usual;
}

/* Whether pages bring their paper: where nobody named one, and nobody wants pages to be made as
 * large as what there is, or folded to half of it. */
static bool choose_by_page(const struct job_options *o)
{
    return !o->media_asked && !o->page.booklet && o->scaling != SCALING_FIT &&
           o->scaling != SCALING_FILL;
}

/* Begin a side for the page. */
static bool begin_side(struct pages *p)
{
    const struct renderer_asked asked = renderer_asked(p->renderer);
    struct page_wish wish = {.sides = asked.sides,
                             .pages = p->sides,
                             .copies = asked.copies <= VALUE_MAX_COPIES ? asked.copies : 0};
    uint32_t width = to_hmm(p->width, p->dpi), length = to_hmm(p->height, p->dpi);
    const struct media *media = NULL;

    if (choose_by_page(p->options))
        media =
            choose_media(p, width < length ? width : length, width < length ? length : width);
    if (media != NULL) {
        wish.width_hmm = media->width_hmm;
        wish.length_hmm = media->length_hmm;
    }
    return intake_page(p->in, &wish, &p->side);
}

/* What is put on other paper is to be there wholly. */
static enum scaling scaling_of(const struct pages *p)
{
    enum scaling scaling = p->options->scaling;

    return intake_on_other_paper(p->in) && scaling != SCALING_FIT && scaling != SCALING_FILL
               ? SCALING_AUTO_FIT
               : scaling;
}

static void begin_layout(struct pages *p)
{
    struct layout_wish wish = sheet_wish(p->options);
    const struct layout_size size = own_size(p);

    wish.scaling = scaling_of(p);
    layout_start(&p->layout, &p->side, &wish, &size);
}

/* ---- the resolution ---- */

/* At which the page has its size on the sheet. */
static double wanted_dpi(const struct pages *p)
{
    const struct layout_size size = own_size(p);
    double dpi = p->side.dpi * layout_scale(&p->layout, &size);

    return dpi < MIN_DPI ? MIN_DPI : dpi > MAX_DPI ? MAX_DPI : dpi;
}

/* Whether the page comes out as large at the run's resolution. Its own size is exact. */
static bool is_good(const struct pages *p, double wanted)
{
    double larger = p->width > p->height ? p->width : p->height;
    double off = larger * (wanted / p->dpi - 1);

    if (wanted == (double)p->side.dpi)
        return p->dpi == wanted;
    return off <= SLACK_DOTS && off >= -SLACK_DOTS;
}

/* Render the page as large as it shall be. The first page of a side decides how it lies. */
static bool settle_size(struct pages *p)
{
    for (unsigned starts = 0;; starts++) {
        double wanted;

        if (p->sheet.num_cells == 0)
            begin_layout(p);
        wanted = wanted_dpi(p);
        if (starts == MAX_STARTS || is_good(p, wanted))
            return true;
        p->dpi = wanted;
        if (!start_run(p) || !look_at_page(p))
            return false;
    }
}

/* Where the page lies. Pixels are dots, unless the renderer could not be asked for so few or so
 * many: then the pipeline resamples a page that is alone on its side. */
static void place_page(const struct pages *p, struct layout_place *place)
{
    uint32_t width = p->width, height = p->height;
    const struct layout_size size = own_size(p);
    double scale = layout_scale(&p->layout, &size), factor = p->side.dpi * scale / p->dpi;
    double limit = 4.0 * PIPELINE_MAX_WIDTH;

    if (sheet_pages(p->options) == 1 && !is_good(p, p->side.dpi * scale)) {
        width = (uint32_t)(width * factor < limit ? width * factor + 0.5 : limit);
        height = (uint32_t)(height * factor < limit ? height * factor + 0.5 : limit);
    }
    layout_place(&p->layout, sheet_cell(&p->sheet, p->in, p->options), width > 0 ? width : 1,
                 height > 0 ? height : 1, place);
}

/* ---- pages ---- */

/* The page's lines to somebody. False: fewer came, or nobody wants more. */
static bool take_lines(struct pages *p, bool (*take)(struct pages *p))
{
    for (uint32_t y = 0; y < p->height; y++) {
        p->cut = !renderer_line(p->renderer, p->line);
        if (p->cut || !take(p))
            return false;
    }
    return true;
}

static bool print_line(struct pages *p)
{
    return intake_line(p->in, p->line);
}

/* An upright page alone on its side goes straight on. */
static bool print_page(struct pages *p, const struct layout_place *place)
{
    const struct page_source source = {.pixel = PIXEL_GRAY8,
                                       .width = p->width,
                                       .height = p->height,
                                       .x = place->x,
                                       .y = place->y,
                                       .target_width = place->width,
                                       .target_height = place->height,
                                       .clip_margins = true};
    const struct page_marks marks = {.num_places = 1, .places = {*place}};

    intake_marks(p->in, &marks);
    return intake_source(p->in, &source) && take_lines(p, print_line) && intake_end_page(p->in);
}

static bool keep_line(struct pages *p)
{
    char why[256] = "";
    bool good = sheet_put(&p->sheet, p->line, why, sizeof(why));

    if (!good)
        intake_fail(p->in, 0, why);
    return good;
}

/* Another waits for its turn, or for others. */
static bool keep_page(struct pages *p, const struct layout_place *place)
{
    char why[256] = "";

    if (!sheet_add(&p->sheet, p->width, p->height, NULL, p->layout.quarters, place, &p->space,
                   why, sizeof(why))) {
        intake_fail(p->in, 0, why);
        return false;
    }
    if (!take_lines(p, keep_line)) {
        sheet_drop(&p->sheet);
        return false;
    }
    return sheet_leave_out(&p->sheet, p->options, p->in) ||
           p->sheet.num_cells < sheet_pages(p->options) ||
           sheet_print(&p->sheet, &p->side, p->in);
}

/* False: nothing more is to be printed. */
static bool receive_page(struct pages *p)
{
    struct layout_place place;

    if ((p->sheet.num_cells == 0 && !begin_side(p)) || !settle_size(p))
        return false;
    p->any = true;
    place_page(p, &place);
    return sheet_pages(p->options) == 1 && p->layout.quarters == 0 ? print_page(p, &place)
                                                                   : keep_page(p, &place);
}

/* False: nothing more is to be printed, the document may have ended. */
static bool receive_range(struct pages *p, const struct page_range *range)
{
    p->page = range->first;
    p->last = range->last;
    if (!start_run(p))
        return false;
    for (; p->page <= p->last; p->page++)
        if (!look_at_page(p) || !receive_page(p))
            return false;
    /* how the last page went is known at the end of the run */
    (void)renderer_page(p->renderer, &p->width, &p->height);
    return renderer_error(p->renderer) == RENDERER_FINE;
}

static void receive_pages(struct pages *p)
{
    uint32_t pages = renderer_pages(p->renderer);
    const struct job_options *o = p->options;

    if (pages > 0 && !o->page.booklet)
        p->sides = (job_options_count_pages(o, pages) + sheet_pages(o) - 1) / sheet_pages(o);
    for (size_t i = 0; i < o->num_ranges; i++)
        if ((pages > 0 && o->ranges[i].first > pages) || !receive_range(p, &o->ranges[i]))
            break;
}

/* ---- documents ---- */

/* The sheet for documents that have no size of their own: what the job will get. Text is laid
 * out as it is asked to be held; PostScript without a size is made for upright pages. */
static struct renderer_paper paper_of(const struct pages *p, const char *format)
{
    const struct page_wish page = {.sides = -1};
    enum orientation orientation = p->options->orientation;
    bool is_text = strcmp(format, "text/plain") == 0;
    struct wishes wishes;
    struct ticket ticket;
    const struct media *media;
    uint32_t margin;

    job_options_wishes(p->options, &page, &wishes);
    ticket_resolve(p->model, &wishes, &ticket);
    media = intake_paper(p->in, ticket.job.media);
    margin = caps_margin(p->model->caps, media);
    if (is_text &&
        (orientation == ORIENTATION_LANDSCAPE || orientation == ORIENTATION_REVERSE_LANDSCAPE))
        return (struct renderer_paper){media->length_hmm, media->width_hmm, margin};
    return (struct renderer_paper){media->width_hmm, media->length_hmm, margin};
}

/* A side that was not full, and how it went. Good pages before a bad one are printed. */
static void finish(struct pages *p)
{
    enum renderer_error error = renderer_error(p->renderer);

    if (p->sheet.num_cells > 0 && error != RENDERER_CANCELED)
        (void)sheet_print(&p->sheet, &p->side, p->in);
    if (error != RENDERER_CANCELED)
        intake_remark(p->in, renderer_warning(p->renderer));
    tell_error(p);
    if (p->cut && error == RENDERER_FINE)
        intake_fail(p->in, JOB_FORMAT_ERROR, "The document ends too early.");
    if (!p->any && error == RENDERER_FINE && renderer_pages(p->renderer) > 0)
        intake_fail(p->in, 0, "The document does not have the pages that were asked for.");
}

void document_print_pages(struct intake *in, int fd, const char *format,
                          const struct job_options *options, bool (*canceled)(void *ctx),
                          void *ctx)
{
    const struct document_limits *limits = document_limits();
    const struct renderer_limits renderer_limits = {.folder = limits->folder,
                                                    .max_temporary = limits->max_temporary,
                                                    .canceled = canceled,
                                                    .ctx = ctx};
    struct pages p = {
        .in = in,
        .options = options,
        .model = intake_model(in),
        .space = {limits->folder, limits->max_temporary}
    };
    const struct renderer_paper paper = paper_of(&p, format);

    p.dpi = p.model->caps->dpi;
    p.renderer = renderer_open(fd, format, &paper, &renderer_limits);
    if (p.renderer == NULL) {
        intake_fail(in, 0, "There is not enough memory for the job.");
        return;
    }
    if (renderer_error(p.renderer) == RENDERER_FINE)
        receive_pages(&p);
    finish(&p);
    sheet_clear(&p.sheet);
    free(p.line);
    renderer_close(p.renderer);
}
