/*
 * print-figures.c - how good the dots of a page are, whoever made them.
 * usage: print-figures [-x DOTS] [-y DOTS] [-g UM] [-p PRINT.pgm] [-r HARD.pbm]
 *                      GRAY.pgm DOTS.pbm
 *
 * GRAY is the page as it was meant, 600 dots per inch; DOTS are the machine's, of which the
 * part at -x, -y (0, 0) shows it. Nothing is known of how they were made: so the same figures
 * stand for our halftones, the maker's and those of others.
 *
 * The engine is simulated first, alike for all: every edge of black moves outwards by UM
 * micrometres (20, as driver/HALFTONE.md takes it), on a grid of 2400 dpi; black reflects 4 %.
 * -p writes that print, for eyes and for programs that read letters.
 *
 *   gamma   of the best power law between gray and print: what tones were aimed at. No figure
 * of quality: 1.0 is linear light of the gray's code, 1.8 a press, 2.2 a screen tone%   how far
 * the tones are from that law (RMS of 64 grays, % of white) steps   grays of the 64 whose print
 * is darker than that of a darker one by more than 0.5 % noise%  what the eye sees on the print
 * that is not in the page (RMS after a Gaussian of 3 dots, the eye at 30 cm): the halftone's
 * own pattern, grain, worms beats%  the same after a Gaussian of 24 dots (1 mm): mottle, moire
 *   gain%   how much the print darkens if edges move by 5 um more: what wear and humidity do
 *   wrong%  with -r: dots that are not as in HARD, a drawing of the same page without
 *           antialiasing, in parts of the dots of its outlines
 *   edge    with -r: length of all edges of the dots, in parts of HARD's
 *
 * Exit status 0; 2: cannot measure. Effects: reads the files, writes PRINT, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_SIDE  20000u
#define FINE      4 /* parts of a dot in each direction */
#define FINE_UM   10.58
#define INK       0.96 /* of the light that black takes */
#define BINS      64
#define EYE_DOTS  3.0
#define BEAT_DOTS 24.0

struct options {
    unsigned x, y;
    double gain_um;
    const char *print, *hard;
};

/* Samples from 0 (black) to 1 (white), or dots: 1 is black. */
struct plane {
    unsigned width, height;
    float *at;
};

static float *need(size_t n)
{
    float *at = calloc(n, sizeof(*at));

    if (at == NULL) {
        fputs("print-figures: no memory\n", stderr);
        exit(2);
    }
    return at;
}

static struct plane plane_new(unsigned width, unsigned height)
{
    return (struct plane){width, height, need((size_t)width * height)};
}

static void give_up(const char *path)
{
    fprintf(stderr, "print-figures: %s is no such picture\n", path);
    exit(2);
}

/* ---- files ---- */

/* The next number of a header; comments are passed over. */
static unsigned read_number(FILE *file, const char *path)
{
    int c = fgetc(file);
    unsigned n = 0;

    while (c == '#' || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        while (c == '#' && (c = fgetc(file)) != EOF && c != '\n')
            c = '#';
        c = fgetc(file);
    }
    if (c < '0' || c > '9')
        give_up(path);
    for (; c >= '0' && c <= '9' && n <= MAX_SIDE; c = fgetc(file))
        n = n * 10 + (unsigned)(c - '0');
    return n;
}

static FILE *open_picture(const char *path, char kind, unsigned *width, unsigned *height)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL || fgetc(file) != 'P' || fgetc(file) != kind)
        give_up(path);
    *width = read_number(file, path);
    *height = read_number(file, path);
    if (*width < 1 || *width > MAX_SIDE || *height < 1 || *height > MAX_SIDE ||
        (kind == '5' && read_number(file, path) != 255))
        give_up(path);
    return file;
}

static struct plane read_gray(const char *path)
{
    unsigned width, height;
    FILE *file = open_picture(path, '5', &width, &height);
    struct plane gray = plane_new(width, height);

    for (size_t i = 0; i < (size_t)width * height; i++) {
        int c = fgetc(file);

        if (c == EOF)
            give_up(path);
        gray.at[i] = (float)c / 255;
    }
    fclose(file);
    return gray;
}

/* Part of a bitmap; it must be all there. */
static struct plane read_dots(const char *path, unsigned x, unsigned y, unsigned width,
                              unsigned height)
{
    unsigned full_width, full_height;
    FILE *file = open_picture(path, '4', &full_width, &full_height);
    size_t stride = (full_width + 7) / 8;
    uint8_t *line = malloc(stride);
    struct plane dots = plane_new(width, height);

    if (line == NULL || x + width > full_width || y + height > full_height)
        give_up(path);
    for (unsigned row = 0; row < y + height; row++) {
        if (fread(line, 1, stride, file) != stride)
            give_up(path);
        for (unsigned i = 0; row >= y && i < width; i++)
            dots.at[(size_t)(row - y) * width + i] =
                (float)(line[(x + i) / 8] >> (7 - (x + i) % 8) & 1);
    }
    free(line);
    fclose(file);
    return dots;
}

static void write_print(const char *path, const struct plane *print)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL) {
        perror(path);
        exit(2);
    }
    fprintf(file, "P5\n%u %u\n255\n", print->width, print->height);
    for (size_t i = 0; i < (size_t)print->width * print->height; i++)
        fputc((int)lrint(print->at[i] * 255), file);
    if (fclose(file) != 0)
        exit(2);
}

/* ---- the engine ---- */

/* How near a part of a dot lies to a neighbour, in parts; neighbour 0..8 from the upper left.
 */
static double distance(int part_x, int part_y, int neighbour)
{
    int dx = neighbour % 3 - 1, dy = neighbour / 3 - 1;
    double x = dx < 0 ? part_x + 0.5 : dx > 0 ? FINE - part_x - 0.5 : 0;
    double y = dy < 0 ? part_y + 0.5 : dy > 0 ? FINE - part_y - 0.5 : 0;

    return sqrt(x * x + y * y);
}

/* For each set of black neighbours, the share of a white dot that becomes black. */
static void make_spread(double gain_um, float spread[512])
{
    double reach = gain_um / FINE_UM;

    for (int set = 0; set < 512; set++) {
        int black = 0;

        for (int part = 0; part < FINE * FINE; part++) {
            bool any = false;

            for (int i = 0; i < 9; i++)
                any = any || ((set >> i & 1) && distance(part % FINE, part / FINE, i) <= reach);
            black += any;
        }
        spread[set] = set >> 4 & 1 ? 1.0F : (float)black / (FINE * FINE);
    }
}

static float dot_at(const struct plane *dots, long x, long y)
{
    if (x < 0 || y < 0 || x >= (long)dots->width || y >= (long)dots->height)
        return 0;
    return dots->at[(size_t)y * dots->width + (size_t)x];
}

static struct plane print_of(const struct plane *dots, double gain_um)
{
    static float spread[512];
    struct plane print = plane_new(dots->width, dots->height);

    make_spread(gain_um, spread);
    for (unsigned y = 0; y < dots->height; y++)
        for (unsigned x = 0; x < dots->width; x++) {
            int set = 0;

            for (int i = 0; i < 9; i++)
                set |= (dot_at(dots, (long)x + i % 3 - 1, (long)y + i / 3 - 1) > 0) << i;
            print.at[(size_t)y * dots->width + x] = (float)(1 - INK * (double)spread[set]);
        }
    return print;
}

/* ---- the eye ---- */

#define MAX_REACH 80

/* weights of a Gaussian for 0..reach; returns reach. */
static int make_weights(double sigma, float weights[MAX_REACH])
{
    int reach = (int)(3 * sigma + 1);

    for (int d = 0; d <= reach; d++)
        weights[d] = (float)exp(-(double)(d * d) / (2 * sigma * sigma));
    return reach;
}

/* A line and those around it, weighted; lines beyond the picture have no weight. */
static void blur_rows(const struct plane *p, unsigned y, const float *weights, int reach,
                      float *line)
{
    float all = 0;

    memset(line, 0, p->width * sizeof(*line));
    for (int d = -reach; d <= reach; d++) {
        long row = (long)y + d;
        float weight = weights[abs(d)];

        if (row < 0 || row >= (long)p->height)
            continue;
        for (unsigned x = 0; x < p->width; x++)
            line[x] += weight * p->at[(size_t)row * p->width + x];
        all += weight;
    }
    for (unsigned x = 0; x < p->width; x++)
        line[x] /= all;
}

static struct plane turned(const struct plane *p)
{
    struct plane t = plane_new(p->height, p->width);

    for (unsigned y = 0; y < p->height; y++)
        for (unsigned x = 0; x < p->width; x++)
            t.at[(size_t)x * t.width + y] = p->at[(size_t)y * p->width + x];
    return t;
}

static struct plane blurred(const struct plane *p, double sigma)
{
    float weights[MAX_REACH];
    int reach = make_weights(sigma, weights);
    struct plane now = *p;

    for (int pass = 0; pass < 2; pass++) {
        struct plane rows = plane_new(now.width, now.height);

        for (unsigned y = 0; y < now.height; y++)
            blur_rows(&now, y, weights, reach, rows.at + (size_t)y * now.width);
        if (pass > 0)
            free(now.at);
        now = turned(&rows);
        free(rows.at);
    }
    return now;
}

static double mean(const struct plane *p)
{
    double sum = 0;

    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        sum += (double)p->at[i];
    return sum / ((double)p->width * p->height);
}

/* ---- tones ---- */

/* What the print has where the page has a gray, and at how many places. */
struct curve {
    double print[BINS];
    double places[BINS];
};

static int bin_of(float gray)
{
    int bin = (int)(gray * BINS);

    return bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin;
}

static void measure_curve(const struct plane *gray, const struct plane *print, struct curve *c)
{
    *c = (struct curve){0};
    for (size_t i = 0; i < (size_t)gray->width * gray->height; i++) {
        c->print[bin_of(gray->at[i])] += (double)print->at[i];
        c->places[bin_of(gray->at[i])]++;
    }
    for (int i = 0; i < BINS; i++)
        if (c->places[i] > 0)
            c->print[i] /= c->places[i];
}

/* The law at a gray: paper is 1, black 1 - INK. */
static double law(double gray, double gamma)
{
    return 1 - INK + INK * pow(gray, gamma);
}

static double law_error(const struct curve *c, double gamma)
{
    double sum = 0;
    int n = 0;

    for (int i = 0; i < BINS; i++)
        if (c->places[i] > 0) {
            double off = c->print[i] - law((i + 0.5) / BINS, gamma);

            sum += off * off;
            n++;
        }
    return n > 0 ? sqrt(sum / n) : 0;
}

static double best_gamma(const struct curve *c)
{
    double best = 1;

    for (double gamma = 0.3; gamma < 4; gamma += 0.01)
        if (law_error(c, gamma) < law_error(c, best))
            best = gamma;
    return best;
}

static int count_falls(const struct curve *c)
{
    double lightest = 0;
    int falls = 0;

    for (int i = 0; i < BINS; i++) {
        if (c->places[i] == 0)
            continue;
        falls += c->print[i] < lightest - 0.005;
        lightest = fmax(lightest, c->print[i]);
    }
    return falls;
}

/* The curve between the middles of its bins. */
static double expected(const struct curve *c, float gray)
{
    double place = (double)gray * BINS - 0.5;
    int low = place < 0 ? 0 : (int)place, high = low + 1 < BINS ? low + 1 : low;
    double part = place - low;

    if (c->places[low] == 0 || part < 0)
        return c->places[high] > 0 && part >= 0 ? c->print[high] : c->print[low];
    return c->places[high] > 0 ? c->print[low] + part * (c->print[high] - c->print[low])
                               : c->print[low];
}

/* What is seen on the print and is not in the page, in % of white. */
static double noise(const struct plane *gray, const struct plane *print, double sigma)
{
    struct plane seen_gray = blurred(gray, sigma), seen_print = blurred(print, sigma);
    struct curve c;
    double sum = 0;
    size_t n = (size_t)gray->width * gray->height;

    measure_curve(&seen_gray, &seen_print, &c);
    for (size_t i = 0; i < n; i++) {
        double off = (double)seen_print.at[i] - expected(&c, seen_gray.at[i]);

        sum += off * off;
    }
    free(seen_gray.at);
    free(seen_print.at);
    return 100 * sqrt(sum / (double)n);
}

/* ---- outlines ---- */

static double edges(const struct plane *p)
{
    double n = 0;

    for (unsigned y = 0; y < p->height; y++)
        for (unsigned x = 0; x < p->width; x++) {
            bool black = dot_at(p, x, y) > 0;

            n += x + 1 < p->width && black != (dot_at(p, (long)x + 1, y) > 0);
            n += y + 1 < p->height && black != (dot_at(p, x, (long)y + 1) > 0);
        }
    return n;
}

static void outline_figures(const struct options *o, const struct plane *dots)
{
    struct plane hard = read_dots(o->hard, 0, 0, dots->width, dots->height);
    double wrong = 0, length = edges(&hard);

    for (size_t i = 0; i < (size_t)dots->width * dots->height; i++)
        wrong += (dots->at[i] > 0) != (hard.at[i] > 0);
    printf(" wrong%% %.2f edge %.3f", length > 0 ? 100 * wrong / length : 0,
           length > 0 ? edges(dots) / length : 0);
    free(hard.at);
}

static void figures(const struct options *o, const struct plane *gray, const struct plane *dots)
{
    struct plane print = print_of(dots, o->gain_um), more = print_of(dots, o->gain_um + 5);
    struct plane seen_gray = blurred(gray, EYE_DOTS), seen_print = blurred(&print, EYE_DOTS);
    struct curve c;
    double gamma;

    measure_curve(&seen_gray, &seen_print, &c);
    gamma = best_gamma(&c);
    printf("gamma %.2f tone%% %.2f steps %d noise%% %.2f beats%% %.3f gain%% %.2f", gamma,
           100 * law_error(&c, gamma), count_falls(&c), noise(gray, &print, EYE_DOTS),
           noise(gray, &print, BEAT_DOTS), 100 * (mean(&print) - mean(&more)));
    if (o->hard != NULL)
        outline_figures(o, dots);
    putchar('\n');
    if (o->print != NULL)
        write_print(o->print, &print);
}

static int usage(void)
{
    fputs("usage: print-figures [-x DOTS] [-y DOTS] [-g UM] [-p PRINT.pgm] [-r HARD.pbm]\n"
          "                     GRAY.pgm DOTS.pbm\n",
          stderr);
    return 2;
}

int main(int argc, char **argv)
{
    struct options o = {.gain_um = 20};
    struct plane gray, dots;

    for (int c; (c = getopt(argc, argv, "x:y:g:p:r:")) != -1;) {
        if (c == 'x')
            o.x = (unsigned)strtoul(optarg, NULL, 10) % MAX_SIDE;
        else if (c == 'y')
            o.y = (unsigned)strtoul(optarg, NULL, 10) % MAX_SIDE;
        else if (c == 'g')
            o.gain_um = strtod(optarg, NULL);
        else if (c == 'p')
            o.print = optarg;
        else if (c == 'r')
            o.hard = optarg;
        else
            return usage();
    }
    if (argc - optind != 2)
        return usage();
    gray = read_gray(argv[optind]);
    dots = read_dots(argv[optind + 1], o.x, o.y, gray.width, gray.height);
    figures(&o, &gray, &dots);
    free(gray.at);
    free(dots.at);
    return 0;
}
