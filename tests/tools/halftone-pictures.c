/*
 * halftone-pictures.c - our dots beside the ones of other methods, as pictures and figures.
 * usage: halftone-pictures FOLDER [GRAY.pgm HARD.pgm]
 *        halftone-pictures --speed [GRAY.pgm]
 *
 * GRAY.pgm is a page drawn with antialiasing at 600 dpi, HARD.pgm the same without: what a
 * perfect method would make of it. For each picture and method FOLDER gets NAME-METHOD.png (a
 * dot is a sample), -large (a corner, 6 times) and -far (as the eye sees it from reading
 * distance). The figures go to standard output; driver/HALFTONE.md explains them.
 *
 * --speed: milliseconds for an A4 page of each kind (and of GRAY.pgm, repeated to its height)
 * by the plain loop, one compare a sample, and by each of our paths; the best of several runs.
 *
 * Effects: writes files into FOLDER.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/halftone.h"
#include "driver/slim.h"

#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MATRIX 64

struct picture {
    const char *name;
    unsigned width, height;
    uint8_t *at;
};

/* What makes a picture of 0 (dot) and 255 (none) from one of gray. */
struct method {
    const char *name;
    struct halftone_params params; /* the tone curve of all methods, and ours */
    uint16_t *turns;               /* a threshold matrix, MATRIX x MATRIX; NULL: not one */
    bool diffusion;
};

static void *need(size_t n)
{
    void *p = calloc(1, n);

    if (!p) {
        fputs("halftone-pictures: out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static struct picture picture_new(const char *name, unsigned width, unsigned height)
{
    return (struct picture){name, width, height, need((size_t)width * height)};
}

static uint8_t *sample(const struct picture *p, unsigned x, unsigned y)
{
    return &p->at[(size_t)y * p->width + x];
}

/* --- the other methods --- */

/* Bayer's matrix: the order is the bits of y and x xor y, interleaved and reversed. */
static uint16_t *bayer(unsigned bits)
{
    uint16_t *turns = need(sizeof(*turns) * MATRIX * MATRIX);

    for (unsigned i = 0; i < MATRIX * MATRIX; i++) {
        unsigned x = i % MATRIX;
        unsigned y = i / MATRIX;
        unsigned v = 0;

        for (unsigned b = 0; b < bits; b++) {
            v = v << 1 | ((x ^ y) >> b & 1);
            v = v << 1 | (y >> b & 1);
        }
        turns[i] = (uint16_t)(v << (12 - 2 * bits));
    }
    return turns;
}

/* One clustered cell of 4 x 4 checks repeated: 33 tones and no supercell. */
static uint16_t *plain_cells(void)
{
    uint16_t *turns = need(sizeof(*turns) * MATRIX * MATRIX);

    for (int i = 0; i < 64; i++) {
        int better = 0;
        double spot[64];

        for (int k = 0; k < 64; k++) {
            double x = (k % 8 + 0.5) / 8 * 2 * M_PI;
            double y = (k / 8 + 0.5) / 8 * 2 * M_PI;
            spot[k] = cos(x + y) + cos(x - y) + 1e-3 * cos(x - 0.5) + 1e-4 * sin(y + 0.3);
        }
        for (int k = 0; k < 64; k++)
            better += spot[k] > spot[i];
        for (int k = 0; k < 64; k++)
            turns[(i / 8 + k / 8 * 8) * MATRIX + i % 8 + k % 8 * 8] = (uint16_t)(better * 64);
    }
    return turns;
}

/* Adds or removes a dot's field, the torus of MATRIX x MATRIX round it. */
static void add_field(double *field, const double *kernel, unsigned at, double sign)
{
    for (unsigned i = 0; i < MATRIX * MATRIX; i++) {
        unsigned dx = (i - at) % MATRIX;
        unsigned dy = (i / MATRIX - at / MATRIX) % MATRIX;

        field[i] += sign * kernel[dy * MATRIX + dx];
    }
}

/* The dot with the strongest or the empty place with the weakest field. */
static unsigned extreme(const double *field, const bool *on, bool strongest)
{
    unsigned best = MATRIX * MATRIX;

    for (unsigned i = 0; i < MATRIX * MATRIX; i++) {
        if (on[i] != strongest)
            continue;
        if (best == MATRIX * MATRIX ||
            (strongest ? field[i] > field[best] : field[i] < field[best]))
            best = i;
    }
    return best;
}

/* Void and cluster (Ulichney 1993): blue noise that stacks. */
static uint16_t *void_and_cluster(void)
{
    uint16_t *turns = need(sizeof(*turns) * MATRIX * MATRIX);
    double *kernel = need(sizeof(*kernel) * MATRIX * MATRIX);
    double *field = need(sizeof(*field) * MATRIX * MATRIX);
    double *start_field = need(sizeof(*field) * MATRIX * MATRIX);
    bool *on = need(MATRIX * MATRIX);
    bool *start = need(MATRIX * MATRIX);
    unsigned seeds = MATRIX * MATRIX / 10;
    uint32_t random = 7;

    for (unsigned i = 0; i < MATRIX * MATRIX; i++) {
        double x = fmin(i % MATRIX, MATRIX - i % MATRIX);
        double y = fmin(i / MATRIX, MATRIX - i / MATRIX); /* NOLINT: whole rows */
        kernel[i] = exp(-(x * x + y * y) / (2 * 1.5 * 1.5));
    }
    for (unsigned n = 0; n < seeds;) {
        random = random * 1664525 + 1013904223;
        if (on[random >> 20])
            continue;
        on[random >> 20] = true;
        add_field(field, kernel, random >> 20, 1);
        n++;
    }
    for (;;) { /* move the tightest dot into the largest hole until it stays */
        unsigned from = extreme(field, on, true);
        unsigned to;

        on[from] = false;
        add_field(field, kernel, from, -1);
        to = extreme(field, on, false);
        on[to] = true;
        add_field(field, kernel, to, 1);
        if (to == from)
            break;
    }
    memcpy(start, on, MATRIX * MATRIX);
    memcpy(start_field, field, sizeof(*field) * MATRIX * MATRIX);
    for (unsigned n = seeds; n-- > 0;) {
        unsigned at = extreme(field, on, true);

        on[at] = false;
        add_field(field, kernel, at, -1);
        turns[at] = (uint16_t)n;
    }
    for (unsigned n = seeds; n < MATRIX * MATRIX; n++) {
        unsigned at = extreme(start_field, start, false);

        start[at] = true;
        add_field(start_field, kernel, at, 1);
        turns[at] = (uint16_t)n;
    }
    free(kernel);
    free(field);
    free(start_field);
    free(on);
    free(start);
    return turns;
}

/* The plain loop: one compare for each sample. */
static void threshold(const struct method *m, const struct picture *in, struct picture *out)
{
    for (unsigned y = 0; y < in->height; y++)
        for (unsigned x = 0; x < in->width; x++) {
            uint32_t tone = halftone_tone(&m->params, *sample(in, x, y));
            uint32_t turn = m->turns[y % MATRIX * MATRIX + x % MATRIX];

            *sample(out, x, y) =
                (turn * 2 + 1) * 65535 / (2 * MATRIX * MATRIX) < tone ? 0 : 255;
        }
}

/* Floyd and Steinberg (1976), every other line from the right. */
static void diffuse(const struct method *m, const struct picture *in, struct picture *out)
{
    int *error = need(sizeof(*error) * ((size_t)in->width + 2));
    int *next = need(sizeof(*next) * ((size_t)in->width + 2));

    for (unsigned y = 0; y < in->height; y++) {
        int step = y & 1 ? -1 : 1;
        int *swap;

        memset(next, 0, sizeof(*next) * ((size_t)in->width + 2));
        for (unsigned i = 0; i < in->width; i++) {
            unsigned x = y & 1 ? in->width - 1 - i : i;
            int *e = error + x + 1;
            int *n = next + x + 1;
            int want = halftone_tone(&m->params, *sample(in, x, y)) + *e;
            int rest = want > 32767 ? want - 65535 : want;

            *sample(out, x, y) = want > 32767 ? 0 : 255;
            e[step] += rest * 7 / 16;
            n[-step] += rest * 3 / 16;
            n[0] += rest * 5 / 16;
            n[step] += rest / 16;
        }
        swap = error;
        error = next;
        next = swap;
    }
    free(error);
    free(next);
}

static void ours(const struct method *m, const struct picture *in, struct picture *out)
{
    struct halftone_params params = m->params;
    struct halftone *h;
    void *work;

    params.width = in->width;
    params.stride = (in->width + 7) / 8;
    work = need(halftone_work_size(&params));
    h = halftone_start(work, &params, HALFTONE_BEST);
    for (unsigned y = 0; y <= in->height; y++) {
        const uint8_t *bits =
            y < in->height ? halftone_push(h, sample(in, 0, y)) : halftone_finish(h);

        for (unsigned x = 0; bits && x < in->width; x++)
            *sample(out, x, y - 1) = bits[x / 8] >> (7 - x % 8) & 1 ? 0 : 255;
    }
    free(work);
}

static struct picture apply(const struct method *m, const struct picture *in)
{
    struct picture out = picture_new(in->name, in->width, in->height);

    if (m->turns)
        threshold(m, in, &out);
    else if (m->diffusion)
        diffuse(m, in, &out);
    else
        ours(m, in, &out);
    return out;
}

/* --- pictures to try them on --- */

static struct picture ramp(void)
{
    struct picture p = picture_new("ramp", 1536, 288);

    for (unsigned y = 0; y < p.height; y++)
        for (unsigned x = 0; x < p.width; x++)
            *sample(&p, x, y) = (uint8_t)(y < 192 ? 255 - x / 6 : 255 - x / 96 * 17);
    return p;
}

static struct picture flat(unsigned gray)
{
    struct picture p = picture_new("flat", 384, 384);

    memset(p.at, (int)gray, (size_t)p.width * p.height);
    return p;
}

/* A ball on a table before a sky: soft tones, a shadow, fine texture, an outline. */
static struct picture scene(void)
{
    struct picture p = picture_new("scene", 1200, 900);
    uint32_t random = 1;

    for (unsigned i = 0; i < p.width * p.height; i++) {
        double x = (i % p.width - 600.0) / 300;
        double y = (i / p.width - 430.0) / 300; /* NOLINT: whole rows */
        double z = 1 - x * x - y * y;
        double v = y < 0.3 ? 0.95 - 0.5 * (0.3 - y) / 1.8
                           : 0.55 + 0.12 * sin(40 * x / (y + 0.7)) * sin(9 / (y + 0.2));
        double shadow = (x - 0.6) * (x - 0.6) / 1.6 + (y - 1) * (y - 1) / 0.05;

        if (y >= 0.3 && shadow < 4)
            v *= 0.35 + 0.65 * fmin(1, shadow / 4);
        if (z > 0)
            v = 0.05 + 0.6 * fmax(0, -0.5 * x - 0.6 * y + 0.62 * sqrt(z)) +
                0.45 * pow(fmax(0, -0.45 * x - 0.5 * y + 0.74 * sqrt(z)), 30);
        random = random * 1664525 + 1013904223;
        v += ((random >> 24) / 255.0 - 0.5) * 0.03;
        p.at[i] = (uint8_t)(255 * fmin(1, fmax(0, v)) + 0.5);
    }
    return p;
}

/* Strokes of 3.3 dots, a little off vertical, drawn with antialiasing: black on a ground. */
static struct picture strokes(uint8_t ground)
{
    struct picture p = picture_new(ground == 255 ? "strokes" : "tint-strokes", 480, 480);

    for (unsigned y = 0; y < p.height; y++)
        for (unsigned x = 0; x < p.width; x++) {
            double from = fmod(x - y / 9.0 + 480, 40);
            double part = fmin(from + 1, 23.3) - fmax(from, 20);

            *sample(&p, x, y) = (uint8_t)(ground * (1 - fmax(0, fmin(1, part))) + 0.5);
        }
    return p;
}

static bool read_pgm(const char *path, const char *name, struct picture *p)
{
    FILE *f = fopen(path, "rb");
    unsigned size[3];
    char line[256];
    int n = 0;

    if (!f || !fgets(line, sizeof(line), f) || strncmp(line, "P5", 2) != 0)
        goto bad;
    while (n < 3) {
        int c = fgetc(f);

        if (c == '#' && !fgets(line, sizeof(line), f))
            goto bad;
        if (c >= '0' && c <= '9') {
            ungetc(c, f);
            if (fscanf(f, "%u", &size[n++]) != 1)
                goto bad;
        } else if (c == EOF) {
            goto bad;
        }
    }
    fgetc(f);
    if (size[0] < 1 || size[0] > 10000 || size[1] < 1 || size[1] > 20000 || size[2] != 255)
        goto bad;
    *p = picture_new(name, size[0], size[1]);
    if (fread(p->at, size[0], size[1], f) != size[1])
        goto bad;
    fclose(f);
    return true;
bad:
    fprintf(stderr, "halftone-pictures: %s is not an 8-bit PGM\n", path);
    if (f)
        fclose(f);
    return false;
}

/* --- as the eye sees it --- */

/* A Gaussian of sigma dots; 3 dots are 0.127 mm, what the eye blurs at 30 cm. */
static float *blurred(const struct picture *p, double sigma)
{
    int reach = (int)(3 * sigma + 1);
    size_t n = (size_t)p->width * p->height;
    float *rows = need(n * sizeof(*rows));
    float *both = need(n * sizeof(*both));
    int w = (int)p->width;
    int h = (int)p->height;

    for (int pass = 0; pass < 2; pass++)
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++) {
                double sum = 0;
                double weights = 0;

                for (int d = -reach; d <= reach; d++) {
                    int i = pass ? x : (x + d + w * 8) % w;
                    int j = pass ? (y + d + h * 8) % h : y;
                    double weight = exp(-d * d / (2 * sigma * sigma));

                    weights += weight;
                    sum += weight * (double)(pass ? rows[j * w + i] : p->at[j * w + i]);
                }
                (pass ? both : rows)[y * w + x] = (float)(sum / weights);
            }
    free(rows);
    return both;
}

static void write_png(const char *folder, const char *name, const char *method,
                      const char *kind, const struct picture *p)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = p->width,
                       .height = p->height,
                       .format = PNG_FORMAT_GRAY};
    char path[1024];

    snprintf(path, sizeof(path), "%s/%s-%s%s.png", folder, name, method, kind);
    if (!png_image_write_to_file(&image, path, 0, p->at, 0, NULL)) {
        fprintf(stderr, "halftone-pictures: cannot write %s: %s\n", path, image.message);
        exit(1);
    }
}

static void write_pictures(const char *folder, const struct picture *p, const char *method)
{
    unsigned cut_w = p->width < 160 ? p->width : 160;
    unsigned cut_h = p->height < 110 ? p->height : 110;
    struct picture large = picture_new(p->name, cut_w * 6, cut_h * 6);
    struct picture far = picture_new(p->name, p->width / 2, p->height / 2);
    float *seen = blurred(p, 3);

    for (unsigned y = 0; y < large.height; y++)
        for (unsigned x = 0; x < large.width; x++)
            *sample(&large, x, y) =
                *sample(p, (p->width - cut_w) / 3 + x / 6, (p->height - cut_h) / 4 + y / 6);
    for (unsigned y = 0; y < far.height; y++)
        for (unsigned x = 0; x < far.width; x++)
            *sample(&far, x, y) = (uint8_t)lrintf(seen[(size_t)(y * 2) * p->width + x * 2]);
    write_png(folder, p->name, method, "", p);
    write_png(folder, p->name, method, "-large", &large);
    write_png(folder, p->name, method, "-far", &far);
    free(seen);
    free(large.at);
    free(far.at);
}

/* --- figures --- */

static double black_share(const struct picture *p)
{
    size_t n = (size_t)p->width * p->height;
    size_t black = 0;

    for (size_t i = 0; i < n; i++)
        black += p->at[i] == 0;
    return (double)black / (double)n;
}

/* Sides between a dot and none, for each place. */
static double sides(const struct picture *p)
{
    double n = 0;

    for (unsigned y = 0; y < p->height; y++)
        for (unsigned x = 0; x < p->width; x++) {
            n += *sample(p, x, y) != *sample(p, (x + 1) % p->width, y);
            n += *sample(p, x, y) != *sample(p, x, (y + 1) % p->height);
        }
    return n / p->width / p->height;
}

static double deviation(const struct picture *p, double sigma)
{
    float *seen = blurred(p, sigma);
    size_t n = (size_t)p->width * p->height;
    double sum = 0;
    double squares = 0;

    for (size_t i = 0; i < n; i++) {
        sum += (double)seen[i];
        squares += (double)seen[i] * (double)seen[i];
    }
    free(seen);
    return sqrt(fmax(0, squares / (double)n - sum / (double)n * sum / (double)n)) / 255;
}

static void tone_figures(const struct method *m)
{
    unsigned levels = 1;
    double worst = 0;
    double before = -1;
    double noise = 0;
    double noisiest = 0;
    double light_noise = 0;
    double spread = 0;

    for (unsigned gray = 255; gray-- > 0;) {
        struct picture in = flat(gray);
        struct picture out = apply(m, &in);
        double share = black_share(&out);
        double want = halftone_tone(&m->params, (uint8_t)gray) / 65535.0;

        levels += share > before;
        before = fmax(before, share);
        worst = fmax(worst, fabs(share - want));
        if (gray % 16 == 8) {
            double d = deviation(&out, 3);

            noise += d / 16;
            noisiest = fmax(noisiest, d);
            light_noise = fmax(light_noise, gray > 200 ? d : 0);
            /* one dot is 42.3 um: each side that moves by 5 um makes so much more black */
            spread = fmax(spread, sides(&out) * 5 / 42.3);
        }
        free(in.at);
        free(out.at);
    }
    printf("%-12s %6u %8.2f %8.2f %8.2f %8.2f %8.1f", m->name, levels, worst * 100, noise * 100,
           noisiest * 100, light_noise * 100, spread * 100);
}

/* How far the sides of the strokes lie from the line they should follow, in dots (RMS), and how
 * wide the strokes are on average. */
static void stroke_figures(const struct method *m, uint8_t ground)
{
    struct picture in = strokes(ground);
    struct picture plain = picture_new("", in.width, in.height);
    struct picture out = apply(m, &in);
    struct picture none;
    double squares = 0;
    double width = 0;
    unsigned n = 0;

    memset(plain.at, ground, (size_t)in.width * in.height);
    none = apply(m, &plain);
    for (unsigned y = 4; y < in.height - 4; y++)
        for (double at = fmod(y / 9.0, 40) + 20; at + 30 < in.width; at += 40) {
            unsigned left;
            unsigned right;

            if (at < 50)
                continue;
            left = right = (unsigned)(at + 1.65);
            /* ink, or a dot that the ground alone would not have */
            while (*sample(&out, left - 1, y) == 0 &&
                   (ground == 255 || *sample(&none, left - 1, y) || left - 1 > at))
                left--;
            while (*sample(&out, right, y) == 0 &&
                   (ground == 255 || *sample(&none, right, y) || right < at + 3.3))
                right++;
            squares += (left - at) * (left - at) + (right - at - 3.3) * (right - at - 3.3);
            width += right - (double)left;
            n++;
        }
    printf(" %7.2f %6.2f", sqrt(squares / 2 / n), width / n);
    free(in.at);
    free(plain.at);
    free(out.at);
    free(none.at);
}

/* Dots of the text that are not as drawn without antialiasing, in parts of the dots of its
 * outline; and all its ink against the ink it should have. */
static void text_figures(const struct method *m, const struct picture *gray,
                         const struct picture *hard)
{
    struct picture out = apply(m, gray);
    double wrong = 0;
    double outline = 0;
    double ink = 0;
    double should = 0;

    for (unsigned y = 1; y < gray->height - 1; y++)
        for (unsigned x = 1; x < gray->width - 1; x++) {
            uint8_t v = *sample(hard, x, y);
            bool edge = false;

            /* tints have no right dots: only pure black and white is judged */
            for (int i = 0; i < 9; i++) {
                uint8_t near =
                    *sample(hard, x + (unsigned)(i % 3) - 1, y + (unsigned)(i / 3) - 1);

                edge |= near != v;
                if (near != 0 && near != 255)
                    v = 1;
            }
            if (v != 0 && v != 255)
                continue;
            outline += edge;
            wrong += v != *sample(&out, x, y);
            ink += *sample(&out, x, y) == 0;
            should += v == 0;
        }
    printf(" %7.1f %7.1f", wrong / outline * 100, (ink / should - 1) * 100);
    free(out.at);
}

/* Bytes of a picture in the machine's compression, in parts of its dots. */
static double compressed(const struct method *m, const struct picture *in)
{
    struct picture out = apply(m, in);
    size_t stride = (size_t)in->width / 8;
    bool color_tone = m->params.screen == SCREEN_COLOR_TONE;
    size_t size = slim_buffer_size(in->height, stride);
    uint8_t *block = need(size);
    uint8_t *history = need(slim_history_size(stride));
    uint8_t *bits = need(stride);
    struct slim *s = need(sizeof(*s));
    size_t n = 0;

    if (slim_init(s, color_tone ? &slim_params_color_tone : &slim_params_normal, stride,
                  history) == RESULT_OK &&
        slim_start_band(s, block, size) == RESULT_OK) {
        bool fits = true;

        for (unsigned y = 0; fits && y < in->height; y++) {
            memset(bits, 0, stride);
            for (unsigned x = 0; x < stride * 8; x++)
                bits[x / 8] |= (uint8_t)((*sample(&out, x, y) == 0) << (7 - x % 8));
            fits = slim_row(s, bits) == RESULT_OK;
        }
        n = fits ? slim_end_band(s, SLIM_END_PAGE) : 0;
    }
    free(s);
    free(bits);
    free(history);
    free(block);
    free(out.at);
    return (double)n / (double)(stride * in->height);
}

/* --- speed --- */

#define PAGE_WIDTH  4961u
#define PAGE_HEIGHT 7016u
#define FEW_LINES                                                                              \
    64u /* a page's lines come from a reader's buffer, not from all over memory                \
         */

/* What printer applications usually do: compare with a matrix, pack the bits. */
static void plain_loop(const uint8_t matrix[16][16], const uint8_t *gray, unsigned width,
                       unsigned y, uint8_t *bits)
{
    const uint8_t *row = matrix[y & 15];
    unsigned bit = 128;
    unsigned byte = 0;

    for (unsigned x = 0; x < width; x++) {
        if (gray[x] < row[x & 15])
            byte |= bit;
        if (bit == 1) {
            *bits++ = (uint8_t)byte;
            byte = 0;
            bit = 128;
        } else {
            bit >>= 1;
        }
    }
    if (bit < 128)
        *bits = (uint8_t)byte;
}

static double milliseconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* One page by the plain loop (work NULL) or one of our paths; a sum, so that nothing is left
 * out by the compiler. */
static unsigned one_page(const struct picture *p, const struct halftone_params *params,
                         enum halftone_path path, void *work)
{
    uint8_t matrix[16][16];
    uint8_t bits[PAGE_WIDTH / 8 + 1] = {0};
    struct halftone *h = work ? halftone_start(work, params, path) : NULL;
    unsigned sum = 0;

    for (unsigned i = 0; i < 256; i++)
        matrix[i / 16][i % 16] = (uint8_t)(i * 167 % 255 + 1);
    for (unsigned y = 0; y < PAGE_HEIGHT; y++) {
        const uint8_t *gray = sample(p, 0, y % p->height);
        const uint8_t *dots = bits;

        if (h)
            dots = halftone_push(h, gray);
        else
            plain_loop((const uint8_t(*)[16])matrix, gray, p->width, y, bits);
        sum += dots ? dots[y % (p->width / 8)] : 0;
    }
    return sum;
}

static double best_time(const struct picture *p, const struct halftone_params *params,
                        enum halftone_path path, void *work, unsigned *sum)
{
    double best = 1e9;

    for (int i = 0; i < 7; i++) {
        double start = milliseconds();

        *sum += one_page(p, params, path, work);
        best = fmin(best, milliseconds() - start);
    }
    return best;
}

static void page_speed(const struct picture *p)
{
    static const struct {
        enum halftone_path path;
        const char *name;
    } paths[] = {
        {HALFTONE_SSE2, "SSE2"},
        {HALFTONE_AVX2, "AVX2"},
        {HALFTONE_NEON, "NEON"}
    };
    unsigned sum = 0;
    double plain = best_time(p, NULL, HALFTONE_BEST, NULL, &sum);

    for (unsigned content = 0; content < 2; content++) {
        struct halftone_params params = {.width = p->width,
                                         .stride = (p->width + 7) / 8,
                                         .content = content ? CONTENT_PHOTO : CONTENT_AUTO};
        void *work = need(halftone_work_size(&params));

        printf("%-6s as %-5s  plain %6.2f ms", p->name, content ? "photo" : "auto", plain);
        for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
            double ms;

            if (!halftone_has_path(paths[i].path))
                continue;
            ms = best_time(p, &params, paths[i].path, work, &sum);
            printf("   %s %6.2f ms %5.1fx", paths[i].name, ms, plain / ms);
        }
        printf("   (%x)\n", sum & 15);
        free(work);
    }
}

static int speed(const char *gray_pgm)
{
    struct picture photo = picture_new("photo", PAGE_WIDTH, FEW_LINES);
    struct picture text = picture_new("text", PAGE_WIDTH, FEW_LINES);
    struct picture white = picture_new("white", PAGE_WIDTH, FEW_LINES);
    struct picture page;
    uint32_t random = 1;

    memset(white.at, 255, (size_t)PAGE_WIDTH * FEW_LINES);
    for (unsigned y = 0; y < FEW_LINES; y++)
        for (unsigned x = 0; x < PAGE_WIDTH; x++) {
            random = random * 1664525 + 1013904223;
            *sample(&photo, x, y) =
                (uint8_t)(128 + 100 * sin(x / 170.0) * cos(y / 40.0) + (random >> 24) % 16);
            /* two lines of four of letters, black and white */
            *sample(&text, x, y) = y % 32 < 16 && x > 400 && (x + y / 3) % 40 < 7 ? 0 : 255;
        }
    page_speed(&photo);
    page_speed(&text);
    page_speed(&white);
    free(photo.at);
    free(text.at);
    free(white.at);
    if (!gray_pgm)
        return 0;
    if (!read_pgm(gray_pgm, "page", &page))
        return 1;
    if (page.width > PAGE_WIDTH || page.width < 8)
        fprintf(stderr, "halftone-pictures: %s is wider than A4\n", gray_pgm);
    else
        page_speed(&page);
    free(page.at);
    return page.width > PAGE_WIDTH || page.width < 8;
}

static int compare(int argc, char **argv)
{
    struct method methods[] = {
        {.name = "gradation"                                              },
        { .name = "grad-high",                                   .params.quality = QUALITY_HIGH},
        { .name = "resolution",                               .params.screen = SCREEN_RESOLUTION},
        { .name = "res-high", .params = {.screen = SCREEN_RESOLUTION, .quality = QUALITY_HIGH}},
        { .name = "color-tone",                               .params.screen = SCREEN_COLOR_TONE},
        { .name = "color-high",
         .params = {.screen = SCREEN_COLOR_TONE, .quality = QUALITY_HIGH}},
        {  .name = "cells-8",                                           .turns = plain_cells()},
        { .name = "bayer-8",                                                .turns = bayer(3)},
        { .name = "bayer-16",                                                .turns = bayer(4)},
        { .name = "blue-noise",                                      .turns = void_and_cluster()},
        { .name = "diffusion",                                                .diffusion = true},
    };
    struct picture pictures[6] = {ramp(), scene(), strokes(255), strokes(200)};
    struct picture text = {0};
    struct picture hard = {0};
    size_t num_pictures = 4;

    if (argc == 4) {
        if (!read_pgm(argv[2], "text", &text) || !read_pgm(argv[3], "hard", &hard))
            return 1;
        if (text.width != hard.width || text.height != hard.height) {
            fputs("halftone-pictures: the two pages are not of one size\n", stderr);
            return 1;
        }
        pictures[num_pictures++] = text;
    }
    puts("             levels  tone-%  noise-% noisiest   light  spread%   white-edges"
         "    tint-edges   slim-%  text-wrong% ink%");
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        struct method *m = &methods[i];

        for (size_t k = 0; k < num_pictures; k++) {
            struct picture out = apply(m, &pictures[k]);

            write_pictures(argv[1], &out, m->name);
            free(out.at);
        }
        tone_figures(m);
        stroke_figures(m, 255);
        stroke_figures(m, 200);
        printf(" %8.1f", compressed(m, &pictures[1]) * 100);
        if (argc == 4)
            text_figures(m, &text, &hard);
        putchar('\n');
        fflush(stdout);
    }
    for (size_t i = 0; i < num_pictures; i++)
        free(pictures[i].at);
    free(hard.at);
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
        free(methods[i].turns);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc >= 2 && argc <= 3 && strcmp(argv[1], "--speed") == 0)
        return speed(argv[2]);
    if ((argc == 2 || argc == 4) && argv[1][0] != '-')
        return compare(argc, argv);
    fputs("usage: halftone-pictures FOLDER [GRAY.pgm HARD.pgm]\n"
          "       halftone-pictures --speed [GRAY.pgm]\n",
          stderr);
    return 1;
}
