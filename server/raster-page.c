/*
 * raster-page.c - see raster-page.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "raster-page.h"

#include "value.h"

#include <string.h>

#define TURNED_BACK ((unsigned)-1) /* of a transform: the client has mirrored the page */

/* Dots or points in 1/100 mm. */
static uint32_t to_hmm(uint32_t dots, uint32_t dpi)
{
    return (uint32_t)(((uint64_t)dots * 2540 + dpi / 2) / dpi);
}

/* Dots of the document in dots of the sheet. */
static uint32_t to_dots(uint32_t dots, uint32_t dpi, uint32_t sheet_dpi)
{
    return (uint32_t)(((uint64_t)dots * sheet_dpi + dpi / 2) / dpi);
}

/* ---- wishes ---- */

static uint32_t shorter(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t longer(uint32_t a, uint32_t b)
{
    return a < b ? b : a;
}

/* The sheet of this size, whichever way it lies. */
static const struct media *sheet_of_size(uint32_t width, uint32_t length)
{
    return media_find_size(shorter(width, length), longer(width, length), VALUE_SAME_SIZE_HMM);
}

static bool holds(const struct media *sheet, uint32_t width, uint32_t length)
{
    return sheet != NULL && shorter(width, length) <= sheet->width_hmm &&
           longer(width, length) <= sheet->length_hmm;
}

/* The sheet that the header means when the page has no sheet's size: by its name or in points.
 */
static const struct media *named_sheet(const cups_page_header2_t *h, uint32_t width,
                                       uint32_t length)
{
    const struct media *sheet = media_find(h->cupsPageSizeName);

    if (holds(sheet, width, length))
        return sheet;
    if (h->PageSize[0] == 0 || h->PageSize[0] > 14400 || h->PageSize[1] > 14400)
        return NULL;
    sheet = sheet_of_size(to_hmm(h->PageSize[0], 72), to_hmm(h->PageSize[1], 72));
    return holds(sheet, width, length) ? sheet : NULL;
}

static void wish_size(const cups_page_header2_t *h, struct page_wish *wish)
{
    uint32_t width = to_hmm(h->cupsWidth, h->HWResolution[0]);
    uint32_t length = to_hmm(h->cupsHeight, h->HWResolution[1]);
    const struct media *sheet = sheet_of_size(width, length);

    if (sheet == NULL)
        sheet = named_sheet(h, width, length);
    wish->width_hmm = sheet != NULL ? sheet->width_hmm : shorter(width, length);
    wish->length_hmm = sheet != NULL ? sheet->length_hmm : longer(width, length);
}

/* PWG 5102.4 numbers positions as Apple raster does; those that our machines have. 0 is where
 * nobody chose. */
static const char *source_of(unsigned position)
{
    enum { MANUAL = 4, BYPASS_TRAY = 19, TRAY_1 = 20, TRAY_2 = 21 };

    return position == MANUAL || position == BYPASS_TRAY ? "by-pass-tray"
           : position == TRAY_1                          ? "tray-1"
           : position == TRAY_2                          ? "tray-2"
                                                         : NULL;
}

static const char *type_of(const char *keyword)
{
    const struct media_type *type = media_type_find(keyword);

    return type != NULL && strcmp(type->name, "auto") != 0 ? type->name : NULL;
}

static enum content content_of(const char *keyword)
{
    struct wishes wishes;

    wishes_init(&wishes);
    return wishes_set(&wishes, "print-content-optimize", keyword) == RESULT_OK ? wishes.content
                                                                               : CONTENT_AUTO;
}

static enum quality quality_of(unsigned quality)
{
    return quality >= QUALITY_DRAFT && quality <= QUALITY_HIGH ? (enum quality)quality
                                                               : QUALITY_DEFAULT;
}

void raster_page_wish(const cups_page_header2_t *h, struct page_wish *wish)
{
    memset(wish, 0, sizeof(*wish));
    wish_size(h, wish);
    wish->sides = -1;
    if (h->Duplex)
        wish->sides = h->Tumble ? (int)SIDES_SHORT_EDGE : (int)SIDES_LONG_EDGE;
    wish->source = source_of(h->MediaPosition);
    wish->type = type_of(h->MediaType);
    wish->quality = quality_of(h->cupsInteger[CUPS_RASTER_PWG_PrintQuality]);
    wish->content = content_of(h->OutputType); /* PWG's PrintContentOptimize */
    wish->copies = h->NumCopies <= VALUE_MAX_COPIES ? h->NumCopies : 0;
}

/* ---- how it lies, and where ---- */

/* One direction of raster_page_trim. */
static unsigned whole_dots(unsigned dots, unsigned dpi, unsigned sheet_dpi)
{
    unsigned factor = dpi % sheet_dpi == 0 ? dpi / sheet_dpi : 1;

    return dots >= factor ? dots - dots % factor : dots;
}

void raster_page_trim(cups_page_header2_t *h, const struct page_params *page)
{
    h->cupsWidth = whole_dots(h->cupsWidth, h->HWResolution[0], page->dpi);
    h->cupsHeight = whole_dots(h->cupsHeight, h->HWResolution[1], page->dpi);
}

void raster_page_undo(const cups_page_header2_t *h, struct page_turn_how *how)
{
    how->mirror = h->cupsInteger[CUPS_RASTER_PWG_CrossFeedTransform] == TURNED_BACK;
    how->flip = h->cupsInteger[CUPS_RASTER_PWG_FeedTransform] == TURNED_BACK;
    how->quarter = false;
}

void raster_page_how(const cups_page_header2_t *h, const struct page_params *page,
                     struct page_turn_how *how)
{
    uint32_t width = to_dots(h->cupsWidth, h->HWResolution[0], page->dpi);
    uint32_t height = to_dots(h->cupsHeight, h->HWResolution[1], page->dpi);

    raster_page_undo(h, how);
    /* rounding of sizes is no reason: 1 mm at 600 dpi */
    how->quarter = width > height && width > page->paper_width + page->dpi / 25;
}

/* Where a length of the page begins if it fills what can be printed on: within 1 mm. */
static bool fills(uint64_t length, uint32_t paper, const struct page_params *page,
                  int32_t *begin)
{
    uint32_t slack = page->dpi / 25;
    uint64_t area = paper > 2 * page->margin ? paper - 2 * page->margin : 0;

    if (length > area + slack || length + slack < area)
        return false;
    *begin = (int32_t)((paper - length) / 2);
    return true;
}

void raster_page_place(const cups_page_header2_t *h, const struct page_turn_how *how,
                       enum pixel pixel, const struct page_params *page,
                       struct page_source *source)
{
    bool turned = how->quarter;
    uint64_t width =
        to_dots(turned ? h->cupsHeight : h->cupsWidth, h->HWResolution[turned], page->dpi);
    uint64_t height =
        to_dots(turned ? h->cupsWidth : h->cupsHeight, h->HWResolution[!turned], page->dpi);
    uint32_t slack = page->dpi / 25;
    int32_t x, y;

    memset(source, 0, sizeof(*source));
    if (width > page->paper_width + slack || height > page->paper_height + slack) {
        if (width * page->paper_height > height * page->paper_width) {
            height = height * page->paper_width / width;
            width = page->paper_width;
        } else {
            width = width * page->paper_height / height;
            height = page->paper_height;
        }
    } else if (fills(width, page->paper_width, page, &x) &&
               fills(height, page->paper_height, page, &y)) {
        source->x = x;
        source->y = y;
    }
    source->pixel = pixel;
    source->width = turned ? h->cupsHeight : h->cupsWidth;
    source->height = turned ? h->cupsWidth : h->cupsHeight;
    source->target_width = width > 0 ? (uint32_t)width : 1;
    source->target_height = height > 0 ? (uint32_t)height : 1;
    source->clip_margins = true;
}
