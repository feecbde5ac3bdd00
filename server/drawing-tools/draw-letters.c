/*
 * draw-letters.c - letters as dots, for the pages that this program prints by itself: run once,
 * when the program is built.
 * usage: draw-letters >letters.h
 *
 * The font is Liberation Sans (SIL Open Font License 1.1, Debian's fonts-liberation), whose
 * licence allows to put pictures of its letters into any program. It has Latin, Greek and
 * Cyrillic. cairo is there for Pango's sake already. Letters are dots, without gray edges and
 * without hinting: at 600 dpi a stem is several dots wide.
 * Effects: reads the font; standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <cairo-ft.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAMILY "Liberation Sans"
#define DPI    600.0
#define EDGE   600 /* of the canvas for one letter */
#define ORIGIN 200 /* where its base line begins on it */

struct range {
    uint32_t first, last;
};

static const struct range plain[] = {
    {0x20, 0x7E},
    {0,    0   }
};
static const struct range all[] = {
    {0x20,   0x7E  },
    {0xA1,   0xAC  },
    {0xAE,   0x17F },
    {0x386,  0x3CE },
    {0x401,  0x45F },
    {0x2013, 0x2014},
    {0x2018, 0x201E},
    {0x2022, 0x2022},
    {0x2026, 0x2026},
    {0x20AC, 0x20AC},
    {0,      0     }
};

static const struct face {
    const char *name;
    double points;
    bool bold;
    const struct range *ranges;
} faces[] = {
    {"tiny",    5,  false, plain},
    {"text",    9,  false, all  },
    {"strong",  9,  true,  all  },
    {"heading", 22, true,  plain},
};

/* One letter's canvas. */
struct canvas {
    cairo_surface_t *surface;
    cairo_t *cairo;
    FT_Face letters;
    cairo_scaled_font_t *font;
};

static void utf8(uint32_t c, char text[5])
{
    if (c < 0x80)
        snprintf(text, 5, "%c", (int)c);
    else if (c < 0x800)
        snprintf(text, 5, "%c%c", (int)(0xC0 | c >> 6), (int)(0x80 | (c & 0x3F)));
    else
        snprintf(text, 5, "%c%c%c", (int)(0xE0 | c >> 12), (int)(0x80 | (c >> 6 & 0x3F)),
                 (int)(0x80 | (c & 0x3F)));
}

static bool is_black(const struct canvas *k, int x, int y)
{
    const unsigned char *dots = cairo_image_surface_get_data(k->surface);

    return dots[y * cairo_image_surface_get_stride(k->surface) + x] >= 128;
}

/* The black part of the canvas: left, top, right, bottom; empty: all 0. */
static void find_box(const struct canvas *k, int box[4])
{
    int left = EDGE, top = EDGE, right = 0, bottom = 0;

    for (int y = 0; y < EDGE; y++)
        for (int x = 0; x < EDGE; x++)
            if (is_black(k, x, y)) {
                left = x < left ? x : left;
                top = y < top ? y : top;
                right = x + 1 > right ? x + 1 : right;
                bottom = y + 1;
            }
    box[0] = right > 0 ? left : 0;
    box[1] = right > 0 ? top : 0;
    box[2] = right;
    box[3] = bottom;
}

static void draw(const struct canvas *k, uint32_t c, cairo_text_extents_t *extents)
{
    char text[5];

    utf8(c, text);
    cairo_set_operator(k->cairo, CAIRO_OPERATOR_CLEAR);
    cairo_paint(k->cairo);
    cairo_set_operator(k->cairo, CAIRO_OPERATOR_OVER);
    cairo_move_to(k->cairo, ORIGIN, EDGE - ORIGIN);
    cairo_show_text(k->cairo, text);
    cairo_surface_flush(k->surface);
    cairo_text_extents(k->cairo, text, extents);
}

/* The letter's bits as text, its row of the table into rows. */
static void put_letter(const struct canvas *k, uint32_t c, size_t *used, FILE *rows)
{
    cairo_text_extents_t extents;
    int box[4];
    size_t stride;

    draw(k, c, &extents);
    find_box(k, box);
    stride = (size_t)(box[2] - box[0] + 7) / 8;
    fprintf(rows, "    {%u, %d, %d, %d, %d, %d, %zu},\n", (unsigned)c,
            (int)(extents.x_advance + 0.5), box[2] > 0 ? box[0] - ORIGIN : 0,
            box[2] > 0 ? box[1] - (EDGE - ORIGIN) : 0, box[2] - box[0], box[3] - box[1], *used);
    for (int y = box[1]; y < box[3]; y++) {
        for (size_t i = 0; i < stride; i++) {
            unsigned byte = 0;

            for (int bit = 0; bit < 8; bit++) {
                int x = box[0] + (int)i * 8 + bit;

                byte = byte << 1 | (x < box[2] && is_black(k, x, y));
            }
            printf("%u,", byte);
        }
        printf("\n");
    }
    *used += stride * (size_t)(box[3] - box[1]);
}

/* Fontconfig gives another font where this one is missing. */
static bool open_canvas(struct canvas *k, const struct face *face)
{
    cairo_font_options_t *options = cairo_font_options_create();

    k->surface = cairo_image_surface_create(CAIRO_FORMAT_A8, EDGE, EDGE);
    k->cairo = cairo_create(k->surface);
    cairo_select_font_face(k->cairo, FAMILY, CAIRO_FONT_SLANT_NORMAL,
                           face->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(k->cairo, face->points * DPI / 72);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_NONE);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(k->cairo, options);
    cairo_font_options_destroy(options);
    k->font = cairo_get_scaled_font(k->cairo);
    k->letters = cairo_ft_scaled_font_lock_face(k->font);
    return k->letters != NULL && strcmp(k->letters->family_name, FAMILY) == 0;
}

static bool put_face(const struct face *face)
{
    char *table = NULL;
    size_t n = 0, used = 0;
    FILE *rows = open_memstream(&table, &n);
    struct canvas k;

    if (rows == NULL)
        return false;
    if (!open_canvas(&k, face)) {
        fprintf(stderr, "draw-letters: The font " FAMILY " is missing.\n");
        return false;
    }
    printf("static const uint8_t bits_%s[] = {\n", face->name);
    for (const struct range *r = face->ranges; r->last != 0; r++)
        for (uint32_t c = r->first; c <= r->last; c++)
            if (FT_Get_Char_Index(k.letters, c) != 0)
                put_letter(&k, c, &used, rows);
    fclose(rows);
    printf("0};\nstatic const struct letter letters_%s[] = {\n%s};\n", face->name, table);
    free(table);
    cairo_ft_scaled_font_unlock_face(k.font);
    cairo_destroy(k.cairo);
    cairo_surface_destroy(k.surface);
    return true;
}

int main(void)
{
    bool good = true;

    for (size_t i = 0; good && i < sizeof(faces) / sizeof(faces[0]); i++)
        good = put_face(&faces[i]);
    return good && fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
