/*
 * page-make.c - lines of a scan source become one encoded page, see page-make.h.
 *
 * Each source line goes through: place (cut to the page, white beside it), colour, tone, and
 * for black and white the threshold, whose lines come later than those that go in.
 * Effects: those of the source; a scratch file.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-make.h"

#include "page-output.h"

#include "driver/luma.h"
#include "driver/page-blank.h"
#include "driver/scan-tone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHITE 255

struct making {
    const struct page_plan *plan;
    const struct scan_settings *settings;
    struct scan_image got;
    struct scan_page *page;
    struct page_output *output;
    uint32_t shown;    /* pixels of a source line that lie on the page */
    unsigned channels; /* of the page's lines: black and white is gray here */
    uint8_t *source_line, *line;
    uint8_t *gray; /* the shown part of a colour line, for what looks at gray */
    void *blank_work;
    struct page_blank *blank; /* NULL: it was not asked for, or nothing is shown */
    bool toned;
    uint8_t tone[256];
};

static void say(char *why, size_t why_size, const char *sentence)
{
    snprintf(why, why_size, "%s", sentence);
}

/* --- a line ----------------------------------------------------------------------------- */

static enum scan_result refused(const struct making *m, char *why, size_t why_size)
{
    say(why, why_size, page_output_why(m->page));
    return SCAN_NO_MEMORY;
}

static void clear_line(struct making *m)
{
    memset(m->line, WHITE, (size_t)m->plan->width * m->channels);
}

static bool write_white(struct making *m, uint32_t lines)
{
    clear_line(m);
    for (; lines > 0; lines--)
        if (!page_output_line(m->output, m->line))
            return false;
    return true;
}

/* The shown part of m->source_line to its place in m->line. */
static void place(struct making *m)
{
    bool color = m->channels == 3;
    uint32_t n = m->shown, x;
    uint8_t *to = m->line + (size_t)m->plan->left * m->channels;

    if (m->got.color == color)
        memcpy(to, m->source_line, (size_t)n * m->channels);
    else if (m->gray)
        memcpy(to, m->gray, n);
    else
        for (x = 0; x < n; x++, to += 3)
            memset(to, m->source_line[x], 3);
}

static void apply_tone(struct making *m)
{
    uint8_t *to = m->line + (size_t)m->plan->left * m->channels;
    size_t i, n = (size_t)m->shown * m->channels;

    for (i = 0; i < n; i++)
        to[i] = m->tone[to[i]];
}

static bool use_source_line(struct making *m)
{
    clear_line(m);
    if (m->shown > 0) {
        if (m->gray)
            luma_line(PIXEL_RGB8, m->source_line, 0, m->shown, m->gray);
        if (m->blank)
            page_blank_line(m->blank, m->gray ? m->gray : m->source_line);
        place(m);
        if (m->toned)
            apply_tone(m);
    }
    return page_output_line(m->output, m->line);
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
    m->line = malloc((size_t)m->plan->width * m->channels);
    if (!m->source_line || !m->line || !set_blank(m))
        return false;
    if (m->got.color && m->shown > 0 && (m->blank || m->channels == 1)) {
        m->gray = malloc(m->shown);
        return m->gray != NULL;
    }
    return true;
}

static bool begin(struct making *m, const char *folder, uint64_t max_bytes, char *why,
                  size_t why_size)
{
    const struct scan_settings *settings = m->settings;
    const struct page_output_params params = {.encoding = settings->encoding,
                                              .color = settings->color,
                                              .width = m->plan->width,
                                              .height = m->plan->height,
                                              .dpi = m->plan->want.dpi,
                                              .quality = settings->quality,
                                              .threshold = settings->threshold};

    m->page = scan_page_new(folder, max_bytes, why, why_size);
    if (!m->page)
        return false;
    set_tone(m);
    if (take_memory(m))
        m->output = page_output_new(&params, m->page);
    if (!m->output)
        (void)refused(m, why, why_size);
    return m->output != NULL;
}

/* All that the source has, up to the page's height; what is longer is read and left out. */
static enum scan_result read_lines(struct making *m, const struct scan_source *source,
                                   char *why, size_t why_size)
{
    uint32_t height = m->plan->height, lines;
    uint32_t y = m->plan->top < height ? m->plan->top : height;
    bool end = false;

    if (!write_white(m, y))
        return refused(m, why, why_size);
    for (lines = 0; lines <= SCAN_MAX_HEIGHT; lines++) {
        enum scan_result result = source->read_line(source->ctx, m->source_line, &end);

        if (result != SCAN_OK)
            return result;
        if (end)
            break;
        if (y < height && (y++, !use_source_line(m)))
            return refused(m, why, why_size);
    }
    if (!end) {
        say(why, why_size, "The scanner does not come to the end of the page");
        return SCAN_CRASHED;
    }
    return write_white(m, height - y) ? SCAN_OK : refused(m, why, why_size);
}

static enum scan_result finish(struct making *m, bool back, char *why, size_t why_size)
{
    struct scan_page_facts facts = {.input = m->settings->input, .back = back};

    if (m->settings->measure_blank || m->settings->drop_blank)
        facts.blank = !m->blank || page_blank_end(m->blank);
    return page_output_end(m->output, &facts) ? SCAN_OK : refused(m, why, why_size);
}

static void end(struct making *m)
{
    page_output_free(m->output);
    free(m->source_line);
    free(m->line);
    free(m->gray);
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
    m.channels = settings->color == SCAN_COLOR ? 3 : 1;
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
