/*
 * picture.c - look at pictures: PNG, JPEG, PBM, PGM, PPM.
 * usage: picture info FILE
 *        picture mean FILE [X Y WIDTH HEIGHT]
 *        picture compare [-m MOST] [-a MEAN] [-x X] [-y Y] SMALL LARGE
 *
 * info     bits, gray or color, then width, height and dots per inch (0: not told)
 * mean     of red, green and blue, rounded, of all or a part
 * compare  SMALL lies at X, Y of LARGE (0, 0): no sample may differ by more than MOST (0), and
 *          they by more than MEAN (0) on an average. What of LARGE is around it must be white.
 *          A gray picture is a colour one whose three samples are equal. Exit status 0: it is
 *          so; 1: it is not; 2: cannot compare.
 * Effects: reads the files, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include <jpeglib.h>
#include <png.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIDE_MAXIMUM 40000u

struct picture {
    const char *kind;
    unsigned width, height, channels, dpi;
    uint8_t *samples;
};

static bool make_room(struct picture *p, unsigned width, unsigned height, unsigned channels)
{
    p->width = width;
    p->height = height;
    p->channels = channels;
    p->kind = channels == 1 ? "gray" : "color";
    p->samples = width - 1 < SIDE_MAXIMUM && height - 1 < SIDE_MAXIMUM
                     ? malloc((size_t)width * height * channels)
                     : NULL;
    return p->samples != NULL;
}

static uint8_t *line_of(const struct picture *p, unsigned y)
{
    return p->samples + (size_t)y * p->width * p->channels;
}

/* --- PNM
 * -------------------------------------------------------------------------------------- */

static bool read_number(FILE *file, unsigned *number)
{
    int c;

    while ((c = fgetc(file)) == '#' || c == ' ' || c == '\n')
        while (c == '#' && (c = fgetc(file)) != '\n' && c != EOF)
            c = '#';
    ungetc(c, file);
    /* NOLINTNEXTLINE(cert-err34-c): a wrong number is a picture of another size, and differs */
    return fscanf(file, "%u", number) == 1;
}

static bool read_bits(FILE *file, struct picture *p)
{
    p->kind = "bits";
    for (unsigned y = 0; y < p->height; y++) {
        int byte = 0;

        for (unsigned x = 0; x < p->width; x++) {
            if (x % 8 == 0 && (byte = fgetc(file)) == EOF)
                return false;
            line_of(p, y)[x] = byte >> (7 - x % 8) & 1 ? 0 : 255;
        }
    }
    return true;
}

static bool read_pnm(FILE *file, struct picture *p)
{
    unsigned width, height, maximum = 255;
    int kind;

    fgetc(file);
    kind = fgetc(file);
    if (!read_number(file, &width) || !read_number(file, &height) ||
        (kind != '4' && !read_number(file, &maximum)) || maximum != 255 || fgetc(file) == EOF ||
        !make_room(p, width, height, kind == '6' ? 3 : 1))
        return false;
    return kind == '4' ? read_bits(file, p)
                       : fread(p->samples, (size_t)width * p->channels, height, file) == height;
}

/* --- PNG, JPEG
 * -------------------------------------------------------------------------------- */

static bool read_png_lines(png_structp png, png_infop info, struct picture *p)
{
    png_uint_32 x, y;
    int unit;

    png_read_info(png, info);
    if (png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE)
        png_set_palette_to_rgb(png);
    else if (png_get_bit_depth(png, info) < 8)
        png_set_expand_gray_1_2_4_to_8(png);
    png_set_strip_alpha(png);
    if (!make_room(p, png_get_image_width(png, info), png_get_image_height(png, info),
                   png_get_color_type(png, info) == PNG_COLOR_TYPE_GRAY ? 1 : 3))
        return false;
    if (png_get_bit_depth(png, info) == 1)
        p->kind = "bits";
    if (png_get_pHYs(png, info, &x, &y, &unit) != 0 && unit == PNG_RESOLUTION_METER)
        p->dpi = (unsigned)(x * 0.0254 + 0.5);
    for (unsigned line = 0; line < p->height; line++)
        png_read_row(png, line_of(p, line), NULL);
    png_read_end(png, NULL);
    return true;
}

static bool read_png(FILE *file, struct picture *p)
{
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    volatile bool done = false;

    /* NOLINTNEXTLINE(cert-err52-cpp): libpng's way */
    if (setjmp(png_jmpbuf(png)) == 0) {
        png_init_io(png, file);
        done = read_png_lines(png, info, p);
    }
    png_destroy_read_struct(&png, &info, NULL);
    return done;
}

struct jpeg_trouble {
    struct jpeg_error_mgr manager;
    jmp_buf out;
};

static void jpeg_gives_up(j_common_ptr jpeg)
{
    longjmp(((struct jpeg_trouble *)jpeg->err)->out, 1); /* NOLINT: libjpeg's way */
}

static bool read_jpeg_lines(j_decompress_ptr jpeg, struct picture *p)
{
    jpeg_read_header(jpeg, TRUE);
    jpeg_start_decompress(jpeg);
    if (!make_room(p, jpeg->output_width, jpeg->output_height,
                   (unsigned)jpeg->output_components))
        return false;
    p->dpi = jpeg->density_unit == 1 ? jpeg->X_density : 0;
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW line = line_of(p, jpeg->output_scanline);

        jpeg_read_scanlines(jpeg, &line, 1);
    }
    /* a page that was cut off is filled with gray and a warning */
    return jpeg_finish_decompress(jpeg) && jpeg->err->num_warnings == 0;
}

static bool read_jpeg(FILE *file, struct picture *p)
{
    struct jpeg_decompress_struct jpeg;
    struct jpeg_trouble trouble;
    volatile bool done = false;

    jpeg.err = jpeg_std_error(&trouble.manager);
    trouble.manager.error_exit = jpeg_gives_up;
    jpeg_create_decompress(&jpeg);
    /* NOLINTNEXTLINE(cert-err52-cpp): libjpeg's way */
    if (setjmp(trouble.out) == 0) {
        jpeg_stdio_src(&jpeg, file);
        done = read_jpeg_lines(&jpeg, p);
    }
    jpeg_destroy_decompress(&jpeg);
    return done;
}

static bool read_picture(const char *path, struct picture *p)
{
    FILE *file = fopen(path, "rb");
    int first;
    bool done = false;

    *p = (struct picture){0};
    if (file != NULL) {
        first = fgetc(file);
        ungetc(first, file);
        done = first == 'P'    ? read_pnm(file, p)
               : first == 0x89 ? read_png(file, p)
                               : first == 0xff && read_jpeg(file, p);
        fclose(file);
    }
    if (!done)
        fprintf(stderr, "picture: %s: no picture, or not whole\n", path);
    return done;
}

/* --- What is asked
 * ---------------------------------------------------------------------------- */

static unsigned sample(const struct picture *p, unsigned x, unsigned y, unsigned c)
{
    return line_of(p, y)[(size_t)x * p->channels + (p->channels == 3 ? c : 0)];
}

static int say_mean(const struct picture *p, unsigned left, unsigned top, unsigned width,
                    unsigned height)
{
    uint64_t sum[3] = {0}, n = (uint64_t)width * height;

    if (n == 0 || left + width > p->width || top + height > p->height) {
        fprintf(stderr, "picture: there is no such part\n");
        return 2;
    }
    for (unsigned y = top; y < top + height; y++)
        for (unsigned x = left; x < left + width; x++)
            for (unsigned c = 0; c < 3; c++)
                sum[c] += sample(p, x, y, c);
    printf("%u %u %u\n", (unsigned)((sum[0] + n / 2) / n), (unsigned)((sum[1] + n / 2) / n),
           (unsigned)((sum[2] + n / 2) / n));
    return 0;
}

struct wish {
    unsigned most, x, y;
    double mean;
};

static unsigned wanted_sample(const struct picture *small, const struct wish *wish, unsigned x,
                              unsigned y, unsigned c)
{
    if (x < wish->x || y < wish->y || x - wish->x >= small->width ||
        y - wish->y >= small->height)
        return 255;
    return sample(small, x - wish->x, y - wish->y, c);
}

static int compare(const struct picture *small, const struct picture *large,
                   const struct wish *wish)
{
    unsigned worst = 0, worst_x = 0, worst_y = 0;
    uint64_t sum = 0;
    double mean;
    bool right;

    if (wish->x + small->width > large->width || wish->y + small->height > large->height) {
        printf("%ux%u at %u, %u is not within %ux%u\n", small->width, small->height, wish->x,
               wish->y, large->width, large->height);
        return 1;
    }
    for (unsigned y = 0; y < large->height; y++)
        for (unsigned x = 0; x < large->width; x++)
            for (unsigned c = 0; c < 3; c++) {
                unsigned is = sample(large, x, y, c);
                unsigned want = wanted_sample(small, wish, x, y, c);
                unsigned difference = is > want ? is - want : want - is;

                sum += difference;
                if (difference > worst) {
                    worst = difference;
                    worst_x = x;
                    worst_y = y;
                }
            }
    mean = (double)sum / large->width / large->height / 3;
    right = worst <= wish->most && mean <= wish->mean + 1e-9;
    printf("%ux%u: worst %u at %u, %u; mean %.3f: %s\n", large->width, large->height, worst,
           worst_x, worst_y, mean, right ? "right" : "WRONG");
    return right ? 0 : 1;
}

static unsigned number(const char *text)
{
    return (unsigned)strtoul(text, NULL, 10);
}

static int do_compare(int argc, char **argv)
{
    struct wish wish = {0};
    struct picture small = {0}, large = {0};
    int c, status = 2;

    while ((c = getopt(argc, argv, "m:a:x:y:")) != -1)
        switch (c) {
        case 'm':
            wish.most = number(optarg);
            break;
        case 'a':
            wish.mean = strtod(optarg, NULL);
            break;
        case 'x':
            wish.x = number(optarg);
            break;
        case 'y':
            wish.y = number(optarg);
            break;
        default:
            return 2;
        }
    if (argc - optind == 2 && read_picture(argv[optind], &small) &&
        read_picture(argv[optind + 1], &large))
        status = compare(&small, &large, &wish);
    free(small.samples);
    free(large.samples);
    return status;
}

static int do_look(int argc, char **argv)
{
    struct picture p;
    int status = 2;

    if (read_picture(argv[1], &p)) {
        status = 0;
        if (strcmp(argv[0], "info") == 0)
            printf("%s %u %u %u\n", p.kind, p.width, p.height, p.dpi);
        else if (argc == 6)
            status = say_mean(&p, number(argv[2]), number(argv[3]), number(argv[4]),
                              number(argv[5]));
        else
            status = say_mean(&p, 0, 0, p.width, p.height);
    }
    free(p.samples);
    return status;
}

int main(int argc, char **argv)
{
    if (argc >= 4 && strcmp(argv[1], "compare") == 0)
        return do_compare(argc - 1, argv + 1);
    if (argc >= 3 && (strcmp(argv[1], "info") == 0 || strcmp(argv[1], "mean") == 0))
        return do_look(argc - 1, argv + 1);
    fprintf(stderr, "usage: picture info|mean FILE, picture compare SMALL LARGE\n");
    return 2;
}
