/*
 * fuzz-page-make.c - fuzz target: any settings for any device, and a source that sends other
 * sizes than it was asked for.
 * Input: the bytes are taken one after the other, 0 where they are used up; those behind the
 * settings are the samples. Effects: nameless files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/page-make.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PIXELS (1u << 19)
#define MAX_LINES  400u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes {
    const uint8_t *next;
    size_t left;
};

static unsigned byte(struct bytes *b)
{
    if (b->left == 0)
        return 0;
    b->left--;
    return *b->next++;
}

static unsigned word(struct bytes *b)
{
    unsigned high = byte(b);

    return high << 8 | byte(b);
}

/* Now and then something very large. */
static uint32_t length(struct bytes *b)
{
    uint32_t value = word(b);

    return value > 60000 ? UINT32_MAX - (value & 0xFF) : value;
}

struct source {
    struct bytes *bytes;
    struct scan_image image;
    unsigned lines, fail_at;
};

static enum scan_result start(void *ctx, const struct scan_params *want, struct scan_image *got)
{
    struct source *s = ctx;

    (void)want;
    *got = s->image;
    return SCAN_OK;
}

static enum scan_result read_line(void *ctx, uint8_t *line, bool *end)
{
    struct source *s = ctx;

    *end = s->lines == 0;
    if (s->lines == s->fail_at)
        return SCAN_IO;
    if (!*end) {
        memset(line, (int)byte(s->bytes), (size_t)s->image.width * (s->image.color ? 3 : 1));
        s->lines--;
    }
    return SCAN_OK;
}

static void nothing(void *ctx)
{
    (void)ctx;
}

static struct scan_caps any_caps(struct bytes *b)
{
    struct scan_caps caps = {.gray = byte(b) % 2, .color = byte(b) % 2};
    unsigned i;

    for (i = 0; i < SCAN_NUM_INPUTS; i++) {
        caps.has[i] = byte(b) % 4 != 1;
        caps.width[i] = length(b);
        caps.height[i] = length(b);
    }
    caps.num_resolutions = byte(b) % (SCAN_MAX_RESOLUTIONS + 1);
    for (i = 0; i < caps.num_resolutions; i++)
        caps.resolutions[i] = word(b);
    return caps;
}

static struct scan_settings any_settings(struct bytes *b)
{
    struct scan_settings s = {.input = byte(b) % SCAN_NUM_INPUTS,
                              .color = byte(b) % SCAN_NUM_COLORS,
                              .dpi = word(b),
                              .encoding = byte(b) % 2 ? SCAN_PNG : SCAN_JPEG,
                              .quality = byte(b)};

    s.area.x = length(b);
    s.area.y = length(b);
    s.area.width = length(b);
    s.area.height = length(b);
    s.brightness = (int)byte(b) - 128;
    s.contrast = (int)byte(b) - 128;
    s.gamma = (int)byte(b) / 20.0 - 1;
    s.threshold = (int)byte(b);
    s.measure_blank = byte(b) % 2;
    return s;
}

static void check_plan(const struct scan_caps *caps, const struct page_plan *plan)
{
    const struct scan_area *a = &plan->want.area;
    enum scan_input input = plan->want.input;

    if (plan->width < 1 || plan->height < 1 || plan->width > 65500 || plan->height > 65500 ||
        a->width < 1 || a->height < 1)
        abort();
    if ((caps->width[input] && (uint64_t)a->x + a->width > caps->width[input]) ||
        (caps->height[input] && (uint64_t)a->y + a->height > caps->height[input]))
        abort();
}

/* Pages of a size that can be made a few thousand times. */
static void limit(struct page_plan *plan)
{
    if ((uint64_t)plan->width * plan->height <= MAX_PIXELS)
        return;
    plan->width = 1 + plan->width % 1000;
    plan->height = 1 + plan->height % 500;
    plan->left %= plan->width + 1;
    plan->top %= plan->height + 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes b = {data, size};
    struct scan_caps caps = any_caps(&b);
    struct scan_settings settings = any_settings(&b);
    struct source source = {.bytes = &b};
    const struct scan_source lines = {start, read_line, nothing, nothing, &source};
    struct page_plan plan;
    struct scan_page *page = NULL;
    char why[300] = "";
    enum scan_result result;

    if (!page_plan(&caps, &settings, &plan))
        return 0;
    check_plan(&caps, &plan);
    limit(&plan);
    source.image.width = length(&b) % (byte(&b) % 8 ? 3000 : UINT32_MAX);
    source.image.height = byte(&b) % 3 ? 0 : length(&b);
    source.image.color = byte(&b) % 2;
    source.lines = word(&b) % MAX_LINES;
    source.fail_at = byte(&b) % 4 ? MAX_LINES : word(&b) % MAX_LINES;
    result = page_make(&lines, &plan, &settings, false, "/tmp", 1u << 20, &page, why, 300);
    if ((result == SCAN_OK) != (page != NULL))
        abort();
    if (page && (scan_page_facts(page)->width != plan.width ||
                 scan_page_facts(page)->height != plan.height))
        abort();
    scan_page_release(page);
    return 0;
}
