/*
 * make-picture.c - writes a JPEG or PNG of a certain kind, for trying and testing.
 * usage: make-picture KIND [WIDTH HEIGHT] >FILE      (make-picture --help tells the kinds)
 * Effects: standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/picture-files.h"

struct kind {
    const char *name;
    const char *about;
    struct blob (*make)(uint32_t width, uint32_t height, int option);
    int option;
};

enum {
    JPEG_GRAY,
    JPEG_COLOUR,
    JPEG_PROGRESSIVE,
    JPEG_ONE_BY_ONE,
    JPEG_CMYK,
    JPEG_YCCK,
    JPEG_RGB,
    JPEG_ARITHMETIC,
    JPEG_RESTART,
};

/* Slopes, edges and circles; the top left corner is dark, so that turns show. */
static uint8_t *make_samples(uint32_t width, uint32_t height, unsigned bytes_a_pixel)
{
    uint8_t *samples = pictures_alloc((size_t)width * height * bytes_a_pixel);
    size_t i;
    unsigned c;

    for (i = 0; i < (size_t)width * height; i++) {
        uint32_t x = (uint32_t)(i % width), y = (uint32_t)(i / width);
        bool corner = x < width / 4 && y < height / 4;

        for (c = 0; c < bytes_a_pixel; c++)
            samples[i * bytes_a_pixel + c] =
                (uint8_t)(corner                          ? 32 * c
                          : (x * x + y * y) / 97 % 16 < 3 ? 255 - x * 40 * (c + 1) / width
                                                          : x * 255 / width + y / (c + 1));
    }
    return samples;
}

static struct blob jpeg_of(uint32_t width, uint32_t height, int kind)
{
    int components = kind == JPEG_GRAY ? 1 : kind == JPEG_CMYK || kind == JPEG_YCCK ? 4 : 3;
    uint8_t *samples = make_samples(width, height, (unsigned)components);
    struct jpeg_wish wish = {.width = width,
                             .height = height,
                             .samples = samples,
                             .components = components,
                             .space = components == 1   ? JCS_GRAYSCALE
                                      : components == 3 ? JCS_RGB
                                                        : JCS_CMYK,
                             .stored = JCS_YCbCr,
                             .quality = 80,
                             .progressive = kind == JPEG_PROGRESSIVE,
                             .one_by_one = kind == JPEG_ONE_BY_ONE,
                             .arithmetic = kind == JPEG_ARITHMETIC,
                             .restart_rows = kind == JPEG_RESTART,
                             .density_unit = 1,
                             .x_density = 150,
                             .y_density = 150};
    struct blob blob;

    if (kind == JPEG_GRAY)
        wish.stored = JCS_GRAYSCALE;
    else if (kind == JPEG_CMYK || kind == JPEG_YCCK)
        wish.stored = kind == JPEG_CMYK ? JCS_CMYK : JCS_YCCK;
    else if (kind == JPEG_RGB)
        wish.stored = JCS_RGB;
    blob = make_jpeg(&wish);
    free(samples);
    return blob;
}

static struct blob jpeg_turned(uint32_t width, uint32_t height, int orientation)
{
    uint8_t *samples = make_samples(width, height, 3);
    struct blob exif = make_exif(orientation % 2, (unsigned)orientation, 150), blob;
    struct jpeg_wish wish = {.width = width,
                             .height = height,
                             .samples = samples,
                             .components = 3,
                             .space = JCS_RGB,
                             .stored = JCS_YCbCr,
                             .quality = 80,
                             .density_unit = -1,
                             .exif = &exif};

    blob = make_jpeg(&wish);
    blob_free(&exif);
    free(samples);
    return blob;
}

static struct blob jpeg_cut(uint32_t width, uint32_t height, int kind)
{
    struct blob blob = jpeg_of(width, height, kind);

    blob.n = blob.n * 2 / 3;
    return blob;
}

/* option: colour type * 100 + depth, + 50 where interlaced. */
static struct blob png_of(uint32_t width, uint32_t height, int option)
{
    static const png_color palette[4] = {
        {0,   0,   0  },
        {200, 40,  40 },
        {40,  90,  200},
        {255, 255, 255}
    };
    static const uint8_t alpha[2] = {255, 128};
    struct png_wish wish = {.width = width,
                            .height = height,
                            .color_type = option / 100,
                            .depth = option % 50,
                            .interlaced = option % 100 >= 50,
                            .x_per_unit = 5906,
                            .y_per_unit = 5906,
                            .per_metre = true,
                            .text = "made by make-picture"};
    uint8_t *samples;
    struct blob blob;

    if (wish.color_type == PNG_COLOR_TYPE_PALETTE) {
        wish.palette = palette;
        wish.palette_size = 4;
        wish.palette_alpha = alpha;
        wish.num_palette_alpha = 2;
    }
    wish.rows = samples = make_samples((uint32_t)png_wish_stride(&wish), height, 1);
    blob = make_png(&wish);
    free(samples);
    return blob;
}

static struct blob png_turned(uint32_t width, uint32_t height, int orientation)
{
    uint8_t *samples = make_samples(width, height, 1);
    struct blob exif = make_exif(orientation % 2, (unsigned)orientation, 0), blob;
    struct png_wish wish = {.width = width,
                            .height = height,
                            .rows = samples,
                            .depth = 8,
                            .gamma = 0.9,
                            .exif = &exif};

    blob = make_png(&wish);
    blob_free(&exif);
    free(samples);
    return blob;
}

static struct blob png_cut(uint32_t width, uint32_t height, int option)
{
    struct blob blob = png_of(width, height, option);

    blob.n = blob.n * 2 / 3;
    return blob;
}

static const struct kind kinds[] = {
    {"jpeg-gray",            "gray",                                       jpeg_of,     JPEG_GRAY       },
    {"jpeg",                 "colour, baseline",                           jpeg_of,     JPEG_COLOUR     },
    {"jpeg-progressive",     "colour, progressive",                        jpeg_of,     JPEG_PROGRESSIVE},
    {"jpeg-scans",           "colour, a scan for each component",          jpeg_of,     JPEG_ONE_BY_ONE },
    {"jpeg-cmyk",            "CMYK with Adobe's marker",                   jpeg_of,     JPEG_CMYK       },
    {"jpeg-ycck",            "YCCK with Adobe's marker",                   jpeg_of,     JPEG_YCCK       },
    {"jpeg-rgb",             "RGB",                                        jpeg_of,     JPEG_RGB        },
    {"jpeg-arithmetic",      "arithmetic coding",                          jpeg_of,     JPEG_ARITHMETIC },
    {"jpeg-restart",         "with restart markers",                       jpeg_of,     JPEG_RESTART    },
    {"jpeg-exif-1",          "as it is",                                   jpeg_turned, 1               },
    {"jpeg-exif-2",          "to be mirrored",                             jpeg_turned, 2               },
    {"jpeg-exif-3",          "to be turned upside down",                   jpeg_turned, 3               },
    {"jpeg-exif-4",          "to be mirrored upside down",                 jpeg_turned, 4               },
    {"jpeg-exif-5",          "to be mirrored and turned",                  jpeg_turned, 5               },
    {"jpeg-exif-6",          "to be turned clockwise",                     jpeg_turned, 6               },
    {"jpeg-exif-7",          "to be mirrored and turned the other way",    jpeg_turned, 7               },
    {"jpeg-exif-8",          "to be turned anti-clockwise",                jpeg_turned, 8               },
    {"jpeg-cut",             "baseline, the last third missing",           jpeg_cut,    JPEG_COLOUR     },
    {"jpeg-progressive-cut", "progressive, the last third missing",        jpeg_cut,    JPEG_PROGRESSIVE},
    {"png-gray-1",           "1 bit",                                      png_of,      1               },
    {"png-gray-4",           "4 bits, interlaced",                         png_of,      54              },
    {"png",                  "gray, 8 bits",                               png_of,      8               },
    {"png-gray-16",          "16 bits",                                    png_of,      16              },
    {"png-interlaced",       "gray, 8 bits, interlaced",                   png_of,      58              },
    {"png-palette",          "palette of 4 with transparency, interlaced", png_of,      352             },
    {"png-rgb",              "RGB",                                        png_of,      208             },
    {"png-rgb-16",           "RGB, 16 bits, interlaced",                   png_of,      266             },
    {"png-gray-alpha",       "gray and alpha",                             png_of,      408             },
    {"png-rgba",             "RGB and alpha",                              png_of,      608             },
    {"png-rgba-16",          "RGB and alpha, 16 bits",                     png_of,      616             },
    {"png-exif-6",           "to be turned clockwise, with a gamma",       png_turned,  6               },
    {"png-cut",              "the last third missing",                     png_cut,     208             },
};

#define NUM_KINDS (sizeof kinds / sizeof *kinds)

static int help(FILE *to)
{
    size_t i;

    fprintf(to, "usage: make-picture KIND [WIDTH HEIGHT] >FILE\n\nkinds:\n");
    for (i = 0; i < NUM_KINDS; i++)
        fprintf(to, "  %-22s %s\n", kinds[i].name, kinds[i].about);
    return to == stdout ? 0 : 2;
}

static uint32_t number(const char *text)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);

    return *end || value > 65500 ? 0 : (uint32_t)value;
}

int main(int argc, char **argv)
{
    uint32_t width = argc == 4 ? number(argv[2]) : 200;
    uint32_t height = argc == 4 ? number(argv[3]) : 150;
    struct blob blob;
    bool written;
    size_t i;

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return help(stdout);
    for (i = 0; argc > 1 && i < NUM_KINDS && strcmp(argv[1], kinds[i].name) != 0;)
        i++;
    if ((argc != 2 && argc != 4) || i == NUM_KINDS || width == 0 || height == 0)
        return help(stderr);
    blob = kinds[i].make(width, height, kinds[i].option);
    written = fwrite(blob.bytes, 1, blob.n, stdout) == blob.n && fflush(stdout) == 0;
    blob_free(&blob);
    if (!written)
        fprintf(stderr, "make-picture: cannot write\n");
    return written ? 0 : 1;
}
