/*
 * drawing.c - see drawing.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "drawing.h"

#include "ascii.h"
#include "drawing-pictures.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TEXT  256 /* letters of a line; the rest is cut off */
#define FEW_ITEMS 256

enum kind { KIND_BOX, KIND_RAMP, KIND_LETTER, KIND_PICTURE };

/* What is painted; later ones over earlier ones. */
struct item {
    enum kind kind;
    int32_t x, y, width, height;
    uint8_t gray;           /* BOX */
    enum drawing_face face; /* LETTER */
    const struct letter *letter;
    enum drawing_picture picture; /* PICTURE */
    int32_t from, source_width, source_height;
    struct picture_reader *reader; /* while its lines are painted */
};

struct drawing {
    int32_t width, height, y;
    struct item *items;
    size_t n, room;
    bool failed;
};

int32_t drawing_dots(int32_t hmm)
{
    int64_t dots = (int64_t)hmm * DRAWING_DPI * 2 / 2540; /* in halves */

    return (int32_t)((dots + (dots < 0 ? -1 : 1)) / 2);
}

struct drawing *drawing_new(uint32_t width, uint32_t height)
{
    struct drawing *d = calloc(1, sizeof(*d));

    if (d == NULL)
        return NULL;
    d->width = (int32_t)width;
    d->height = (int32_t)height;
    return d;
}

void drawing_free(struct drawing *d)
{
    if (d == NULL)
        return;
    for (size_t i = 0; i < d->n; i++)
        picture_close(d->items[i].reader);
    free(d->items);
    free(d);
}

bool drawing_is_whole(const struct drawing *d)
{
    return !d->failed;
}

/* One more item; NULL: none, or nothing of it would be seen. */
static struct item *add(struct drawing *d, enum kind kind, int32_t x, int32_t y, int32_t width,
                        int32_t height)
{
    struct item *item;

    if (width <= 0 || height <= 0 || x >= d->width || y >= d->height || x + width <= 0 ||
        y + height <= 0 || d->failed)
        return NULL;
    if (d->n == d->room) {
        size_t room = d->room > 0 ? d->room * 2 : FEW_ITEMS;
        struct item *more = realloc(d->items, room * sizeof(*more));

        d->failed = more == NULL;
        if (more == NULL)
            return NULL;
        d->items = more;
        d->room = room;
    }
    item = &d->items[d->n++];
    memset(item, 0, sizeof(*item));
    item->kind = kind;
    item->x = x;
    item->y = y;
    item->width = width;
    item->height = height;
    return item;
}

/* ---- boxes ---- */

void drawing_box(struct drawing *d, int32_t x, int32_t y, int32_t width, int32_t height,
                 uint8_t gray)
{
    struct item *item = add(d, KIND_BOX, x, y, width, height);

    if (item != NULL)
        item->gray = gray;
}

void drawing_frame(struct drawing *d, int32_t x, int32_t y, int32_t width, int32_t height,
                   int32_t thick)
{
    drawing_box(d, x, y, width, thick, DRAWING_BLACK);
    drawing_box(d, x, y + height - thick, width, thick, DRAWING_BLACK);
    drawing_box(d, x, y, thick, height, DRAWING_BLACK);
    drawing_box(d, x + width - thick, y, thick, height, DRAWING_BLACK);
}

void drawing_ramp(struct drawing *d, int32_t x, int32_t y, int32_t width, int32_t height)
{
    (void)add(d, KIND_RAMP, x, y, width, height);
}

/* ---- letters ---- */

/* The code of a UTF-8 sequence of n bytes, which may be none. */
static uint32_t decode(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text;

    if (n == 2)
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    if (n == 3)
        return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    return n == 1 && s[0] < 0x80 ? s[0] : 0;
}

static size_t sequence(const char *text)
{
    unsigned char lead = (unsigned char)text[0];
    size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1, n = 1;

    while (n < wanted && ((unsigned char)text[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* What stands for a character that the face lacks, or that is none. */
static size_t replace(enum drawing_face face, const char *text, size_t n,
                      const struct letter **to, size_t room)
{
    char character[5] = "", near[16];
    size_t count = 0;

    memcpy(character, text, n);
    ascii_from_utf8(character, near, sizeof(near));
    for (const char *c = near; *c != '\0' && count < room; c++)
        if ((to[count] = letter_find(face, (unsigned char)*c)) != NULL)
            count++;
    return count;
}

/* The letters of a text, at most MAX_TEXT. */
static size_t shape(enum drawing_face face, const char *text,
                    const struct letter *letters[MAX_TEXT])
{
    size_t count = 0;

    while (*text != '\0' && count < MAX_TEXT) {
        size_t n = sequence(text);
        const struct letter *letter = letter_find(face, decode(text, n));

        if (letter != NULL)
            letters[count++] = letter;
        else
            count += replace(face, text, n, letters + count, MAX_TEXT - count);
        text += n;
    }
    return count;
}

static int32_t width_of(const struct letter *const *letters, size_t n)
{
    int32_t width = 0;

    for (size_t i = 0; i < n; i++)
        width += letters[i]->advance;
    return width;
}

int32_t drawing_text_width(enum drawing_face face, const char *text)
{
    const struct letter *letters[MAX_TEXT];
    size_t n = shape(face, text, letters);

    return width_of(letters, n);
}

int32_t drawing_line_height(enum drawing_face face)
{
    static const int32_t heights[] = {
        [FACE_TINY] = 52, [FACE_TEXT] = 104, [FACE_STRONG] = 104, [FACE_HEADING] = 230};

    return heights[face];
}

/* As many letters as leave room for three dots, which come behind them. */
static size_t shorten(enum drawing_face face, const struct letter **letters, size_t n,
                      int32_t room)
{
    const struct letter *dot = letter_find(face, '.');

    if (room <= 0 || width_of(letters, n) <= room || dot == NULL)
        return n;
    while (n > 0 && (n + 3 > MAX_TEXT || width_of(letters, n) + 3 * dot->advance > room))
        n--;
    letters[n] = letters[n + 1] = letters[n + 2] = dot;
    return n + 3;
}

int32_t drawing_text(struct drawing *d, enum drawing_face face, int32_t x, int32_t y,
                     const char *text, int32_t room)
{
    const struct letter *letters[MAX_TEXT];
    size_t n = shorten(face, letters, shape(face, text, letters), room);
    int32_t begin = x;

    for (size_t i = 0; i < n; i++) {
        struct item *item = add(d, KIND_LETTER, x + letters[i]->left, y + letters[i]->top,
                                letters[i]->width, letters[i]->height);

        if (item != NULL) {
            item->face = face;
            item->letter = letters[i];
        }
        x += letters[i]->advance;
    }
    return x - begin;
}

/* ---- pictures ---- */

static struct item *add_picture(struct drawing *d, enum drawing_picture picture, int32_t x,
                                int32_t y, int32_t width, int32_t height)
{
    struct item *item = add(d, KIND_PICTURE, x, y, width, height);

    if (item != NULL) {
        item->picture = picture;
        drawing_picture_size(picture, &item->source_width, &item->source_height);
    }
    return item;
}

void drawing_picture(struct drawing *d, enum drawing_picture picture, int32_t x, int32_t y)
{
    int32_t width, height;

    drawing_picture_size(picture, &width, &height);
    (void)add_picture(d, picture, x, y, width, height);
}

void drawing_scaled(struct drawing *d, enum drawing_picture picture, int32_t x, int32_t y,
                    int32_t width, int32_t height)
{
    (void)add_picture(d, picture, x, y, width, height);
}

void drawing_part(struct drawing *d, enum drawing_picture picture, int32_t x, int32_t y,
                  int32_t from, int32_t width)
{
    int32_t whole, height;
    struct item *item;

    drawing_picture_size(picture, &whole, &height);
    item = add_picture(d, picture, x, y, width, height);
    if (item != NULL) {
        item->from = from;
        item->source_width = width;
    }
}

/* ---- painting ---- */

/* The columns of an item that are on the page: [*from, *to), from its own left edge. */
static void columns(const struct drawing *d, const struct item *item, int32_t *from,
                    int32_t *to)
{
    *from = item->x < 0 ? -item->x : 0;
    *to = item->width < d->width - item->x ? item->width : d->width - item->x;
}

static void paint_box(const struct drawing *d, const struct item *item, uint8_t *gray)
{
    int32_t from, to;

    columns(d, item, &from, &to);
    memset(gray + item->x + from, item->gray, (size_t)(to - from));
}

static void paint_ramp(const struct drawing *d, const struct item *item, uint8_t *gray)
{
    int32_t from, to;

    columns(d, item, &from, &to);
    for (int32_t x = from; x < to; x++)
        gray[item->x + x] =
            (uint8_t)(item->width > 1 ? (int64_t)x * DRAWING_WHITE / (item->width - 1) : 0);
}

static void paint_letter(const struct drawing *d, const struct item *item, uint8_t *gray)
{
    const uint8_t *bits = letter_row(item->face, item->letter, (uint32_t)(d->y - item->y));
    int32_t from, to;

    columns(d, item, &from, &to);
    for (int32_t x = from; x < to; x++)
        if ((bits[x / 8] & 0x80 >> x % 8) != 0)
            gray[item->x + x] = DRAWING_BLACK;
}

static bool paint_picture(const struct drawing *d, struct item *item, uint8_t *gray)
{
    int64_t y = (int64_t)(d->y - item->y) * item->source_height / item->height;
    const uint8_t *row;
    int32_t from, to;

    if (item->reader == NULL)
        item->reader = picture_open(item->picture);
    row = item->reader != NULL ? picture_row(item->reader, (uint32_t)y) : NULL;
    if (row == NULL)
        return false;
    columns(d, item, &from, &to);
    for (int32_t x = from; x < to; x++)
        gray[item->x + x] =
            row[item->from + (int32_t)((int64_t)x * item->source_width / item->width)];
    if (d->y + 1 == item->y + item->height) {
        picture_close(item->reader);
        item->reader = NULL;
    }
    return true;
}

static void paint(struct drawing *d, struct item *item, uint8_t *gray)
{
    switch (item->kind) {
    case KIND_BOX:
        paint_box(d, item, gray);
        break;
    case KIND_RAMP:
        paint_ramp(d, item, gray);
        break;
    case KIND_LETTER:
        paint_letter(d, item, gray);
        break;
    case KIND_PICTURE:
        d->failed = !paint_picture(d, item, gray);
        break;
    }
}

bool drawing_line(struct drawing *d, uint8_t *gray)
{
    memset(gray, DRAWING_WHITE, (size_t)d->width);
    for (size_t i = 0; i < d->n && !d->failed; i++)
        if (d->items[i].y <= d->y && d->y - d->items[i].y < d->items[i].height)
            paint(d, &d->items[i], gray);
    d->y++;
    return !d->failed;
}
