/*
 * page-make.c - lines of a scan source become one encoded page, see page-make.h.
 *
 * Each source line goes through: place (cut to the page, white beside it), colour, tone, and
 * for black and white the threshold, whose lines come later than those that go in.
 * Effects: those of the source; a scratch file.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-make.h"

#include "image-write.h"

#include "driver/luma.h"
#include "driver/page-blank.h"
#include "driver/scan-tone.h"
#include "driver/threshold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHITE           255
#define DEFAULT_QUALITY 88u

struct making {
    const struct page_plan *plan;
    const struct scan_settings *settings;
    struct scan_image got;
    struct scan_page *page;
    struct image_writer *writer;
    uint32_t shown; /* pixels of a source line that lie on the page */
    bool color;     /* of the lines before the threshold */
    bool dots;      /* black and white */
    bool as_gray;   /* dots for a JPEG */
    uint8_t *source_line, *line;
    uint8_t *gray; /* the shown part of a colour line, for what looks at gray */
    uint8_t *bits; /* of a fixed threshold */
    void *threshold_work, *blank_work;
    struct threshold *threshold; /* NULL: fixed, or none */
    struct page_blank *blank;    /* NULL: it was not asked for, or nothing is shown */
    bool toned;
    uint8_t tone[256];
};

static void say(char *why, size_t why_size, const char *sentence)
{
    snprintf(why, why_size, "%s", sentence);
}

/* --- a line ----------------------------------------------------------------------------- */

/* Why bytes did not go out: only the page's file has a reason of its own. */
static enum scan_result refused(const struct making *m, char *why, size_t why_size)
{
    const char *reason = scan_page_why(m->page);

    say(why, why_size, reason[0] ? reason : "Not enough memory to encode the page");
    return SCAN_NO_MEMORY;
}

static bool write_dots(struct making *m, const uint8_t *bits)
{
    uint32_t x;

    if (!m->as_gray)
        return image_writer_line(m->writer, bits) == RESULT_OK;
    for (x = 0; x < m->plan->width; x++)
        m->line[x] = bits[x / 8] >> (7 - x % 8) & 1 ? 0 : WHITE;
    return image_writer_line(m->writer, m->line) == RESULT_OK;
}

static bool write_ready_dots(struct making *m)
{
    const uint8_t *bits;

    while ((bits = threshold_pull(m->threshold)) != NULL)
        if (!write_dots(m, bits))
            return false;
    return true;
}

/* m->line is the page's next one. */
static bool write_line(struct making *m)
{
    if (m->threshold) {
        threshold_push(m->threshold, m->line);
        return write_ready_dots(m);
    }
    if (m->dots) {
        threshold_fixed(m->line, m->plan->width, (unsigned)m->settings->threshold, m->bits);
        return write_dots(m, m->bits);
    }
    return image_writer_line(m->writer, m->line) == RESULT_OK;
}

static bool write_white(struct making *m)
{
    memset(m->line, WHITE, (size_t)m->plan->width * (m->color ? 3 : 1));
    return write_line(m);
}

/* The shown part of m->source_line to its place in m->line. */
static void place(struct making *m)
{
    uint32_t n = m->shown, x;
    uint8_t *to = m->line + (size_t)m->plan->left * (m->color ? 3 : 1);

    if (m->got.color == m->color)
        memcpy(to, m->source_line, (size_t)n * (m->color ? 3 : 1));
    else if (m->got.color)
        memcpy(to, m->gray, n);
    else
        for (x = 0; x < n; x++, to += 3)
            memset(to, m->source_line[x], 3);
}

static void apply_tone(struct making *m)
{
    unsigned channels = m->color ? 3 : 1;
    uint8_t *to = m->line + (size_t)m->plan->left * channels;
    size_t i, n = (size_t)m->shown * channels;

    for (i = 0; m->toned && i < n; i++)
        to[i] = m->tone[to[i]];
}

static bool use_source_line(struct making *m)
{
    memset(m->line, WHITE, (size_t)m->plan->width * (m->color ? 3 : 1));
    if (m->shown > 0) {
        if (m->gray)
            luma_line(PIXEL_RGB8, m->source_line, 0, m->shown, m->gray);
        if (m->blank)
            page_blank_line(m->blank, m->gray ? m->gray : m->source_line);
        place(m);
        apply_tone(m);
    }
    return write_line(m);
}

/* --- a page ----------------------------------------------------------------------------- */

static void set_tone(struct making *m)
{
    double gamma = m->settings->gamma;
    struct scan_tone tone = {m->settings->brightness, m->settings->contrast, 1000};

    if (gamma > 0 && gamma < 0.1)
        tone.gamma_milli = 100;
    else if (gamma > 0)
        tone.gamma_milli = gamma < 10 ? (unsigned)(gamma * 1000 + 0.5) : 10000;
    m->toned = !scan_tone_nothing(&tone);
    if (m->toned)
        scan_tone_table(m->tone, &tone);
}

static bool set_threshold(struct making *m)
{
    uint32_t width = m->plan->width;

    if (!m->dots)
        return true;
    if (m->settings->threshold > 0) {
        m->bits = malloc(((size_t)width + 7) / 8);
        return m->bits != NULL;
    }
    m->threshold_work = malloc(threshold_work_size(width, m->plan->want.dpi));
    if (m->threshold_work)
        m->threshold = threshold_start(m->threshold_work, width, m->plan->want.dpi);
    return m->threshold != NULL;
}

static bool set_blank(struct making *m)
{
    if (!(m->settings->measure_blank || m->settings->drop_blank) || m->shown == 0)
        return true;
    m->blank_work = malloc(page_blank_work_size(m->shown, m->plan->want.dpi));
    if (m->blank_work)
        m->blank = page_blank_start(m->blank_work, m->shown, m->plan->want.dpi);
    return m->blank != NULL;
}

static bool take_memory(struct making *m)
{
    uint32_t room = m->plan->left < m->plan->width ? m->plan->width - m->plan->left : 0;

    m->shown = m->got.width < room ? m->got.width : room;
    m->source_line = malloc((size_t)m->got.width * 3);
    m->line = malloc((size_t)m->plan->width * 3);
    if (!m->source_line || !m->line || !set_blank(m) || !set_threshold(m))
        return false;
    if (m->got.color && m->shown > 0 && (m->blank || !m->color)) {
        m->gray = malloc(m->shown);
        return m->gray != NULL;
    }
    return true;
}

static bool begin(struct making *m, const char *folder, uint64_t max_bytes, char *why,
                  size_t why_size)
{
    const struct image_params params = {
        .encoding = m->settings->encoding,
        .color = m->dots && !m->as_gray ? SCAN_BLACK_AND_WHITE
                 : m->color             ? SCAN_COLOR
                                        : SCAN_GRAY,
        .width = m->plan->width,
        .height = m->plan->height,
        .dpi = m->plan->want.dpi,
        .quality = m->settings->quality ? m->settings->quality : DEFAULT_QUALITY,
    };
    struct sink sink;

    m->page = scan_page_new(folder, max_bytes, why, why_size);
    if (!m->page)
        return false;
    sink = scan_page_sink(m->page);
    set_tone(m);
    if (take_memory(m))
        m->writer = image_writer_new(&params, &sink);
    if (!m->writer)
        (void)refused(m, why, why_size);
    return m->writer != NULL;
}

/* All that the source has, up to the page's height; what is longer is read and left out. */
static enum scan_result read_lines(struct making *m, const struct scan_source *source,
                                   char *why, size_t why_size)
{
    uint32_t y = 0, lines;
    bool end = false;

    for (; y < m->plan->top && y < m->plan->height; y++)
        if (!write_white(m))
            return refused(m, why, why_size);
    for (lines = 0; lines <= SCAN_MAX_HEIGHT; lines++) {
        enum scan_result result = source->read_line(source->ctx, m->source_line, &end);

        if (result != SCAN_OK)
            return result;
        if (end)
            break;
        if (y < m->plan->height && (y++, !use_source_line(m)))
            return refused(m, why, why_size);
    }
    if (!end) {
        say(why, why_size, "The scanner does not come to the end of the page");
        return SCAN_CRASHED;
    }
    for (; y < m->plan->height; y++)
        if (!write_white(m))
            return refused(m, why, why_size);
    return SCAN_OK;
}

static enum scan_result finish(struct making *m, bool back, char *why, size_t why_size)
{
    struct scan_page_facts facts = {
        .encoding = m->settings->encoding,
        .color = m->color ? SCAN_COLOR : SCAN_GRAY,
        .width = m->plan->width,
        .height = m->plan->height,
        .dpi = m->plan->want.dpi,
        .input = m->settings->input,
        .back = back,
    };

    if (m->dots && !m->as_gray)
        facts.color = SCAN_BLACK_AND_WHITE;
    if (m->threshold) {
        threshold_end(m->threshold);
        if (!write_ready_dots(m))
            return refused(m, why, why_size);
    }
    if (image_writer_end(m->writer) != RESULT_OK)
        return refused(m, why, why_size);
    if (m->settings->measure_blank || m->settings->drop_blank)
        facts.blank = !m->blank || page_blank_end(m->blank);
    scan_page_complete(m->page, &facts);
    return SCAN_OK;
}

static void end(struct making *m)
{
    image_writer_free(m->writer);
    free(m->source_line);
    free(m->line);
    free(m->gray);
    free(m->bits);
    free(m->threshold_work);
    free(m->blank_work);
}

static bool is_sane(const struct scan_image *got)
{
    return got->width > 0 && got->width <= SCAN_MAX_WIDTH && got->height <= SCAN_MAX_HEIGHT;
}

enum scan_result page_make(const struct scan_source *source, const struct page_plan *plan,
                           const struct scan_settings *settings, bool back, const char *folder,
                           uint64_t max_bytes, struct scan_page **page, char *why,
                           size_t why_size)
{
    struct making m = {.plan = plan, .settings = settings};
    enum scan_result result = source->start(source->ctx, &plan->want, &m.got);

    *page = NULL;
    say(why, why_size, "");
    if (result != SCAN_OK)
        return result;
    if (!is_sane(&m.got)) {
        say(why, why_size, "The scanner says of its page that it has a size that none has");
        return SCAN_CRASHED;
    }
    m.color = settings->color == SCAN_COLOR;
    m.dots = settings->color == SCAN_BLACK_AND_WHITE;
    m.as_gray = m.dots && settings->encoding == SCAN_JPEG;
    result = SCAN_NO_MEMORY;
    if (begin(&m, folder, max_bytes, why, why_size))
        result = read_lines(&m, source, why, why_size);
    if (result == SCAN_OK)
        result = finish(&m, back, why, why_size);
    end(&m);
    if (result == SCAN_OK)
        *page = m.page;
    else
        scan_page_release(m.page);
    return result;
}
