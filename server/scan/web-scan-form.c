/*
 * web-scan-form.c - see web-scan-form.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scan-form.h"

#include "server/charset.h"

#include <stdio.h>
#include <string.h>

/* No form asks for more; a length of which sums cannot overflow. */
#define MAX_UNITS  20000u
#define LEAST_SIDE 60u /* 5 mm: less is a slip of the finger */

const struct web_paper web_papers[] = {
    {"all",    WORD_paper_all,    0,              0              },
    {"a4",     WORD_paper_a4,     2480,           3508           },
    {"letter", WORD_paper_letter, 2550,           3300           },
    {"legal",  WORD_paper_legal,  2550,           4200           },
    {"a5",     WORD_paper_a5,     1748,           2480           },
    {"a6",     WORD_paper_a6,     1240,           1748           },
    {"card",   WORD_paper_card,   WEB_CARD_WIDTH, WEB_CARD_HEIGHT},
};
const size_t num_web_papers = sizeof(web_papers) / sizeof(web_papers[0]);

const char *const web_inputs[] = {"platen", "feeder", "feeder-two-sided"};
const char *const web_colors[] = {"black-and-white", "gray", "color"};

bool web_form_number(const char *text, long least, long most, long *number)
{
    bool negative = *text == '-';
    long value = 0;

    text += negative;
    if (*text == '\0' || strlen(text) > 8 || strspn(text, "0123456789") != strlen(text))
        return false;
    for (; *text != '\0'; text++)
        value = 10 * value + (*text - '0');
    value = negative ? -value : value;
    if (value < least || value > most)
        return false;
    *number = value;
    return true;
}

bool web_form_length(const char *text, uint32_t most, uint32_t *units)
{
    uint32_t tenths = 0;
    size_t whole = strspn(text, "0123456789"), part = 0;

    if (whole == 0 || whole > 4)
        return false;
    for (size_t i = 0; i < whole; i++)
        tenths = 10 * tenths + (uint32_t)(text[i] - '0');
    tenths *= 10;
    if (text[whole] == '.' || text[whole] == ',') {
        part = strspn(text + whole + 1, "0123456789");
        if (part == 0 || part > 4 || text[whole + 1 + part] != '\0')
            return false;
        tenths += (uint32_t)(text[whole + 1] - '0');
    } else if (text[whole] != '\0')
        return false;
    *units = (tenths * SCAN_UNITS + 127) / 254;
    return *units <= most;
}

/* The number of a word in a list; n: it is not there. */
static size_t choose(const char *const *words, size_t n, const char *word)
{
    size_t i = 0;

    while (i < n && strcmp(words[i], word) != 0)
        i++;
    return i;
}

static bool read_area(const struct web_fields *f, const struct scan_caps *caps,
                      struct scan_settings *s)
{
    struct scan_area *a = &s->area;
    const char *name = f->get(f->ctx, "paper");
    uint32_t width, height;

    page_offered(caps, s->input, &width, &height);
    for (size_t i = 0; i < num_web_papers; i++)
        if (strcmp(name, web_papers[i].name) == 0) {
            *a = (struct scan_area){0, 0, web_papers[i].width, web_papers[i].height};
            return a->width <= width && a->height <= height;
        }
    /* What reaches over the edge is cut: a rectangle that was drawn has rounding in it. */
    if (strcmp(name, "custom") != 0 ||
        !web_form_length(f->get(f->ctx, "left"), MAX_UNITS, &a->x) ||
        !web_form_length(f->get(f->ctx, "top"), MAX_UNITS, &a->y) ||
        !web_form_length(f->get(f->ctx, "width"), MAX_UNITS, &a->width) ||
        !web_form_length(f->get(f->ctx, "height"), MAX_UNITS, &a->height) || a->x >= width ||
        a->y >= height)
        return false;
    a->width = a->x + a->width > width ? width - a->x : a->width;
    a->height = a->y + a->height > height ? height - a->y : a->height;
    return a->width >= LEAST_SIDE && a->height >= LEAST_SIDE;
}

static bool read_tone(const struct web_fields *f, struct scan_settings *s)
{
    long brightness = 0, contrast = 0, threshold = 0;
    const char *text;

    text = f->get(f->ctx, "brightness");
    if (text[0] != '\0' && !web_form_number(text, -100, 100, &brightness))
        return false;
    text = f->get(f->ctx, "contrast");
    if (text[0] != '\0' && !web_form_number(text, -100, 100, &contrast))
        return false;
    text = f->get(f->ctx, "threshold");
    if (text[0] != '\0' && !web_form_number(text, 0, 255, &threshold))
        return false;
    s->brightness = (int)brightness;
    s->contrast = (int)contrast;
    s->threshold = (int)threshold;
    return true;
}

bool web_form_settings(const struct web_fields *f, const struct scan_caps *caps,
                       struct scan_settings *s, char *why, size_t why_size)
{
    size_t input = choose(web_inputs, SCAN_NUM_INPUTS, f->get(f->ctx, "input"));
    size_t color = choose(web_colors, SCAN_NUM_COLORS, f->get(f->ctx, "color"));
    long dpi = 0;
    size_t i = 0;

    *s = (struct scan_settings){.gamma = 1};
    if (web_form_number(f->get(f->ctx, "dpi"), 1, 9600, &dpi))
        while (i < caps->num_resolutions && caps->resolutions[i] != (unsigned)dpi)
            i++;
    if (input == SCAN_NUM_INPUTS || !caps->has[input] || color == SCAN_NUM_COLORS ||
        (color == SCAN_COLOR ? !caps->color : !caps->gray && !caps->color) || dpi == 0 ||
        i == caps->num_resolutions) {
        snprintf(why, why_size, "%s", WORD(bad_choice));
        return false;
    }
    s->input = (enum scan_input)input;
    s->color = (enum scan_color)color;
    s->dpi = (unsigned)dpi;
    s->encoding = s->color == SCAN_BLACK_AND_WHITE ? SCAN_PNG : SCAN_JPEG;
    s->quality = 90;
    s->straighten = strcmp(f->get(f->ctx, "straighten"), "yes") == 0;
    s->drop_blank = s->measure_blank =
        s->input != SCAN_PLATEN && strcmp(f->get(f->ctx, "blank"), "drop") == 0;
    if (!read_area(f, caps, s)) {
        snprintf(why, why_size, "%s", WORD(bad_area));
        return false;
    }
    if (!read_tone(f, s)) {
        snprintf(why, why_size, "%s", WORD(bad_number));
        return false;
    }
    return true;
}

/* The device's smallest resolution that is not below least, or its largest. */
static unsigned resolution(const struct scan_caps *caps, unsigned least)
{
    unsigned best = least;

    for (size_t i = 0; i < caps->num_resolutions; i++) {
        best = caps->resolutions[i];
        if (best >= least)
            break;
    }
    return best;
}

void web_form_preview(const struct scan_caps *caps, struct scan_settings *s)
{
    *s = (struct scan_settings){
        .input = SCAN_PLATEN,
        .color = caps->color ? SCAN_COLOR : SCAN_GRAY,
        .dpi = resolution(caps, 75),
        .encoding = SCAN_JPEG,
        .quality = 80,
        .gamma = 1,
    };
}

void web_form_card(const struct scan_caps *caps, struct scan_settings *s)
{
    *s = (struct scan_settings){
        .input = SCAN_PLATEN,
        .color = caps->color ? SCAN_COLOR : SCAN_GRAY,
        .dpi = resolution(caps, 300),
        .area = {0, 0, WEB_CARD_WIDTH, WEB_CARD_HEIGHT},
        .encoding = SCAN_JPEG,
        .quality = 92,
        .gamma = 1,
    };
}

void web_form_name(const char *written, const char *preset, char *name, size_t size)
{
    char tidy[256];
    size_t n = 0;

    charset_tidy((const uint8_t *)written, strlen(written), tidy, sizeof(tidy));
    for (const char *at = tidy; *at != '\0'; at++) {
        if (n == 0 && (*at == '.' || *at == ' '))
            continue; /* hidden files, and the name ".." */
        tidy[n] = *at;
        if (strchr("/\\:*?\"<>|\x7f", *at) != NULL)
            tidy[n] = '-';
        n++;
    }
    while (n > 0 && (tidy[n - 1] == ' ' || tidy[n - 1] == '.'))
        n--;
    tidy[n] = '\0';
    n = charset_cut(tidy, size - 1);
    snprintf(name, size, "%.*s", (int)n, tidy);
    if (n == 0)
        snprintf(name, size, "%s", preset);
}
