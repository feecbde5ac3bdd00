/*
 * own-page-modules.c - see own-page-parts.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "own-page-parts.h"

#include <stdio.h>
#include <string.h>

#define WIDE_NAMES   760  /* of the column of names, 32 mm */
#define NARROW_NAMES 560  /* the same on narrow sheets */
#define WIDE_SIDE    2800 /* from here on */
#define MAX_COLUMNS  4
#define LEAST_GAP    60 /* between columns */
#define MOST_GAP     420
#define BETWEEN      130 /* modules, one below the other */
#define CAPTION      130
#define MOST_LINES   3 /* of one value */
#define MAX_WORD     512

/* ---- text ---- */

void side_title(struct side *s, const char *title, const char *line)
{
    int32_t width, height, x = s->left;
    int32_t letters = drawing_text_width(FACE_HEADING, title);

    drawing_picture_size(PICTURE_EMBLEM, &width, &height);
    if (s->right - s->left >= width + 90 + letters) {
        drawing_picture(s->drawing, PICTURE_EMBLEM, x, s->y);
        x += width + 90;
    } else
        height = 330;
    (void)drawing_text(s->drawing, FACE_HEADING, x, s->y + height - 170, title, s->right - x);
    (void)drawing_text(s->drawing, FACE_TEXT, x + 6, s->y + height - 40, line, s->right - x);
    s->y += height + 60;
    drawing_box(s->drawing, s->left, s->y, s->right - s->left, 6, DRAWING_BLACK);
    s->y += 50;
}

/* As many bytes of text as letters fit, none in the middle of a character. */
static size_t fitting(const char *text, int32_t room, char part[MAX_WORD])
{
    size_t n = strlen(text) < MAX_WORD ? strlen(text) : MAX_WORD - 1;

    for (;; n--) {
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
            n--;
        snprintf(part, MAX_WORD, "%.*s", (int)n, text);
        if (n <= 1 || drawing_text_width(FACE_STRONG, part) <= room)
            return n;
    }
}

/* What is too long goes on in the next line, as an address does. */
static void put_value(struct side *s, int32_t x, const char *value)
{
    int32_t pitch = drawing_line_height(FACE_TEXT), room = s->right - x;
    char part[MAX_WORD];

    for (int lines = 1; lines < MOST_LINES && s->y + 2 * pitch <= s->bottom; lines++) {
        size_t n = fitting(value, room, part);

        if (value[n] == '\0' || n == 0)
            break;
        (void)drawing_text(s->drawing, FACE_STRONG, x, s->y + pitch * 3 / 4, part, room);
        value += n;
        s->y += pitch;
    }
    (void)drawing_text(s->drawing, FACE_STRONG, x, s->y + pitch * 3 / 4, value, room);
}

bool side_fact(struct side *s, const char *line)
{
    const char *tab = strchr(line, '\t');
    int32_t pitch = drawing_line_height(FACE_TEXT), base = s->y + pitch * 3 / 4;
    int32_t names = s->right - s->left < WIDE_SIDE ? NARROW_NAMES : WIDE_NAMES;
    char name[128];

    if (s->y + pitch > s->bottom)
        return false;
    if (tab == NULL) {
        (void)drawing_text(s->drawing, FACE_TEXT, s->left, base, line, s->right - s->left);
    } else {
        snprintf(name, sizeof(name), "%.*s", (int)(tab - line), line);
        (void)drawing_text(s->drawing, FACE_TEXT, s->left, base, name, names - 20);
        put_value(s, s->left + names, tab + 1);
    }
    s->y += pitch;
    return true;
}

void side_facts(struct side *s)
{
    for (size_t i = 0; i < OWN_PAGE_LINES && s->page->lines[i] != NULL; i++)
        if (!side_fact(s, s->page->lines[i]))
            break;
}

/* The words of text that fit into a line; *n: their bytes. At least one word. */
static void take_words(const char *text, int32_t room, char line[MAX_WORD], size_t *n)
{
    size_t end = strcspn(text, " ");

    do {
        *n = end < MAX_WORD ? end : MAX_WORD - 1;
        if (text[end] == '\0')
            break;
        end += 1 + strcspn(text + end + 1, " ");
        snprintf(line, MAX_WORD, "%.*s", (int)end, text);
    } while (end < MAX_WORD && drawing_text_width(FACE_TEXT, line) <= room);
    snprintf(line, MAX_WORD, "%.*s", (int)*n, text);
}

/* How many lines it takes; drawn where s is not NULL. */
static int lay_out(const char *text, int32_t room, struct side *s)
{
    int lines = 0;

    while (*text != '\0') {
        char line[MAX_WORD];
        size_t n;

        take_words(text, room, line, &n);
        if (s != NULL)
            (void)side_fact(s, line);
        text += n;
        text += strspn(text, " ");
        lines++;
    }
    return lines;
}

bool side_paragraph(struct side *s, const char *text)
{
    int32_t room = s->right - s->left;
    int lines = lay_out(text, room, NULL);

    if (s->y + lines * drawing_line_height(FACE_TEXT) > s->bottom)
        return false;
    (void)lay_out(text, room, s);
    s->y += 30;
    return true;
}

/* ---- modules ---- */

#define TONES      11
#define TONE_WIDTH 120
#define TONE_HIGH  260

static int32_t draw_tones(struct drawing *d, int32_t x, int32_t y)
{
    for (int i = 0; i < TONES; i++) {
        char label[16];
        int32_t at = x + i * TONE_WIDTH;
        int percent = i * 10;

        drawing_box(d, at, y, TONE_WIDTH, TONE_HIGH,
                    (uint8_t)(255 - (percent * 255 + 50) / 100));
        snprintf(label, sizeof(label), "%d", percent);
        (void)drawing_text(d, FACE_TINY,
                           at + (TONE_WIDTH - drawing_text_width(FACE_TINY, label)) / 2,
                           y + TONE_HIGH + 50, label, 0);
    }
    drawing_frame(d, x, y, TONES * TONE_WIDTH, TONE_HIGH, 2);
    return TONE_HIGH + 60;
}

static int32_t draw_ramp(struct drawing *d, int32_t x, int32_t y)
{
    drawing_ramp(d, x, y, TONES * TONE_WIDTH, 200);
    drawing_frame(d, x, y, TONES * TONE_WIDTH, 200, 2);
    return 200;
}

static int32_t draw_picture(struct drawing *d, enum drawing_picture picture, int32_t x,
                            int32_t y)
{
    int32_t width, height;

    drawing_picture_size(picture, &width, &height);
    drawing_picture(d, picture, x, y);
    return height;
}

static int32_t draw_lines(struct drawing *d, int32_t x, int32_t y)
{
    return draw_picture(d, PICTURE_LINES, x, y);
}

static int32_t draw_text(struct drawing *d, int32_t x, int32_t y)
{
    return draw_picture(d, PICTURE_SMALL_TEXT, x, y);
}

static int32_t draw_rosette(struct drawing *d, int32_t x, int32_t y)
{
    return draw_picture(d, PICTURE_ROSETTE, x, y);
}

static int32_t draw_specimen(struct drawing *d, int32_t x, int32_t y)
{
    return draw_picture(d, PICTURE_SPECIMEN, x, y);
}

static int32_t draw_photo(struct drawing *d, int32_t x, int32_t y)
{
    drawing_scaled(d, PICTURE_PHOTO, x, y, SIDE_COLUMN, SIDE_COLUMN * 2 / 3);
    return SIDE_COLUMN * 2 / 3;
}

const struct module module_tones = {"Tones, percent of black", draw_tones, TONE_HIGH + 60};
const struct module module_ramp = {"From black to white", draw_ramp, 200};
const struct module module_lines = {"Lines of 1, 2 and 3 dots", draw_lines, 388};
const struct module module_text = {"Text of 8 to 4 points", draw_text, 790};
const struct module module_photo = {"A photograph", draw_photo, SIDE_COLUMN * 2 / 3};
const struct module module_rosette = {"Fine curves", draw_rosette, 1323};
const struct module module_specimen = {"Letters of 48 to 5 points", draw_specimen, 1320};

/* The column with most room. */
static int shortest(const int32_t *ends, int n)
{
    int best = 0;

    for (int i = 1; i < n; i++)
        if (ends[i] < ends[best])
            best = i;
    return best;
}

void side_modules(struct side *s, const struct module *const modules[])
{
    int32_t room = s->right - s->left, gap = 0, x = s->left, ends[MAX_COLUMNS];
    int n = (room + LEAST_GAP) / (SIDE_COLUMN + LEAST_GAP);

    n = n < 1 ? 1 : n > MAX_COLUMNS ? MAX_COLUMNS : n;
    if (n > 1)
        gap = (room - n * SIDE_COLUMN) / (n - 1);
    if (gap > MOST_GAP)
        gap = MOST_GAP;
    x += (room - n * SIDE_COLUMN - (n - 1) * gap) / 2;
    for (int i = 0; i < n; i++)
        ends[i] = s->y;
    for (; *modules != NULL; modules++) {
        int column = shortest(ends, n);
        int32_t at = x + column * (SIDE_COLUMN + gap), y = ends[column];

        if (y + CAPTION + (*modules)->height > s->bottom)
            continue;
        (void)drawing_text(s->drawing, FACE_STRONG, at, y + CAPTION - 45, (*modules)->caption,
                           SIDE_COLUMN);
        ends[column] = y + CAPTION + (*modules)->draw(s->drawing, at, y + CAPTION) + BETWEEN;
    }
    for (int i = 0; i < n; i++)
        s->y = ends[i] > s->y ? ends[i] : s->y;
}
