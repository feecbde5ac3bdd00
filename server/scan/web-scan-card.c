/*
 * web-scan-card.c - see web-scan-parts.h: the two sides of a card on one page.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scan-parts.h"

#include "image-read.h"
#include "image-write.h"

#include <stdlib.h>
#include <string.h>

/* Where the sides lie: each in the middle of the page's width, the upper third and the lower.
 */
struct layout {
    size_t pixel; /* bytes */
    uint32_t width, height;
    uint32_t top[2], left[2];
};

struct side {
    struct image_reader *reader;
    uint32_t width, height;
};

static void lay_out(struct layout *layout, const struct scan_page_facts *facts, bool letter,
                    const struct side sides[2])
{
    layout->pixel = facts->color == SCAN_COLOR ? 3 : 1;
    layout->width = (letter ? 2550u : 2480u) * facts->dpi / SCAN_UNITS;
    layout->height = (letter ? 3300u : 3508u) * facts->dpi / SCAN_UNITS;
    for (size_t i = 0; i < 2; i++) {
        uint32_t middle = layout->height / 3 * (uint32_t)(i + 1);

        layout->left[i] = (layout->width - sides[i].width) / 2;
        layout->top[i] = middle - sides[i].height / 2;
    }
}

/* Whether both fit, and do not touch. */
static bool fits(const struct scan_page_facts *front, const struct scan_page_facts *back)
{
    return front->color == back->color && front->dpi == back->dpi &&
           front->color != SCAN_BLACK_AND_WHITE && front->dpi > 0 &&
           front->width <= front->dpi * 8 && back->width <= front->dpi * 8 &&
           front->height <= front->dpi * 3 && back->height <= front->dpi * 3;
}

static bool put_lines(const struct layout *layout, const struct side sides[2],
                      struct image_writer *w)
{
    uint8_t *line = malloc(layout->width * layout->pixel);
    bool good = line != NULL;

    for (uint32_t y = 0; y < layout->height && good; y++) {
        memset(line, 255, layout->width * layout->pixel);
        for (size_t i = 0; i < 2 && good; i++)
            if (y >= layout->top[i] && y - layout->top[i] < sides[i].height)
                good =
                    image_reader_line(sides[i].reader, line + layout->left[i] * layout->pixel);
        good = good && image_writer_line(w, line) == RESULT_OK;
    }
    free(line);
    return good && image_writer_end(w) == RESULT_OK;
}

static bool put_card(const struct scan_page_facts *facts, const struct side sides[2],
                     bool letter, struct scan_page *page)
{
    struct sink out = scan_page_sink(page);
    struct layout layout;
    struct image_params params;
    struct image_writer *w;
    struct scan_page_facts made = *facts;
    bool good;

    lay_out(&layout, facts, letter, sides);
    params = (struct image_params){
        .encoding = SCAN_JPEG,
        .color = facts->color,
        .width = layout.width,
        .height = layout.height,
        .dpi = facts->dpi,
        .quality = 92,
    };
    w = image_writer_new(&params, &out);
    good = w != NULL && put_lines(&layout, sides, w);
    image_writer_free(w);
    made.encoding = SCAN_JPEG;
    made.width = layout.width;
    made.height = layout.height;
    if (good)
        scan_page_complete(page, &made);
    return good;
}

static struct side open_side(struct scan_page *page)
{
    struct side side = {.reader = image_reader_new(page, 1)};

    if (side.reader != NULL) {
        side.width = image_reader_width(side.reader);
        side.height = image_reader_height(side.reader);
    }
    return side;
}

struct scan_page *web_card(struct scan_page *front, struct scan_page *back, bool letter,
                           char *why, size_t why_size)
{
    const struct scan_page_facts *facts = scan_page_facts(front);
    struct scan_page *page = NULL;
    struct side sides[2];
    bool good = false;

    snprintf(why, why_size, "%s", WORD(card_failed));
    if (!fits(facts, scan_page_facts(back)))
        return NULL;
    sides[0] = open_side(front);
    sides[1] = open_side(back);
    if (sides[0].reader != NULL && sides[1].reader != NULL)
        page = scan_page_new(web_scan.folder, tray_bytes_left(), why, why_size);
    if (page != NULL)
        good = put_card(facts, sides, letter, page);
    image_reader_free(sides[0].reader);
    image_reader_free(sides[1].reader);
    if (!good) {
        scan_page_release(page);
        return NULL;
    }
    return page;
}
