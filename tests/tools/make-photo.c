/*
 * make-photo.c - a picture that asks of a halftone what photographs ask: a computed mountain
 * lake with smooth skies, rock, snow, deep shadow, haze and glitter. Deterministic, so that no
 * photograph has to be stored or licensed.
 * usage: make-photo [WIDTH HEIGHT] >FILE.pgm      (1500 x 1000 unless told)
 * Effects: standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The landscape is a square of heights; x runs to the right, z away from the viewer. */
#define GRID   1024
#define EXTENT 40.0 /* edge of the square */
#define WATER  0.0

struct vector {
    double x, y, z;
};

struct scene {
    float height[GRID * GRID]; /* rows of x, one for each z */
    float lit[GRID * GRID];    /* 1: the sun reaches it, 0: it lies in shadow */
    struct vector sun;         /* unit vector towards it */
    struct vector eye;
};

static double clamp(double v, double low, double high)
{
    return v < low ? low : v > high ? high : v;
}

static double smooth(double from, double to, double v)
{
    double t = clamp((v - from) / (to - from), 0, 1);

    return t * t * (3 - 2 * t);
}

static double mix(double a, double b, double t)
{
    return a + (b - a) * t;
}

static struct vector unit(struct vector v)
{
    double n = sqrt(v.x * v.x + v.y * v.y + v.z * v.z);

    return (struct vector){v.x / n, v.y / n, v.z / n};
}

static double dot(struct vector a, struct vector b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

/* A fixed pseudo-random number, 0..1, for each point of the integer plane. */
static double lattice(int32_t x, int32_t y)
{
    uint32_t h = (uint32_t)x * 0x8DA6B343u ^ (uint32_t)y * 0xD8163841u;

    h = (h ^ h >> 13) * 0x5BD1E995u;
    h = (h ^ h >> 15) * 0x2C1B3C6Du;
    return (h ^ h >> 16) / 4294967295.0;
}

static double noise(double x, double y)
{
    double fx = floor(x), fy = floor(y), u = x - fx, v = y - fy;
    int32_t ix = (int32_t)fx, iy = (int32_t)fy;

    u = u * u * u * (u * (u * 6 - 15) + 10);
    v = v * v * v * (v * (v * 6 - 15) + 10);
    return mix(mix(lattice(ix, iy), lattice(ix + 1, iy), u),
               mix(lattice(ix, iy + 1), lattice(ix + 1, iy + 1), u), v);
}

/* Noise of several sizes; each octave is turned so that no grid shows. 0..1 */
static double clouds(double x, double y, unsigned octaves)
{
    double sum = 0, weight = 0.5, t;

    for (; octaves > 0; octaves--, weight /= 2) {
        sum += weight * noise(x, y);
        t = 1.6 * x - 1.2 * y + 7.3;
        y = 1.2 * x + 1.6 * y - 3.1;
        x = t;
    }
    return sum;
}

/* Sharp crests: each octave folded, and weighted by the one before. 0..1 */
static double ridges(double x, double y)
{
    double sum = 0, weight = 0.5, carry = 1, n, t;
    unsigned i;

    for (i = 0; i < 9; i++, weight *= 0.5) {
        n = 1 - fabs(2 * noise(x, y) - 1);
        n *= n;
        sum += weight * n * carry;
        carry = clamp(n * 1.6, 0, 1);
        t = 1.6 * x - 1.2 * y + 3.7;
        y = 1.2 * x + 1.6 * y + 9.2;
        x = t;
    }
    return sum;
}

static double land(double x, double z)
{
    double far = smooth(9, 24, z), valley = smooth(0.0, 7.0, fabs(x + 1.2 + 1.4 * sin(z / 7)));
    double rock = ridges(x * 0.135 + 4.2, z * 0.135 + 1.9);
    double hills = clouds(x * 0.35 + 50, z * 0.35, 6) - 0.42;

    return -0.9 + 9.4 * far * rock * (0.45 + 0.55 * valley) + 1.3 * hills * smooth(5, 10, z) +
           1.5 * smooth(7.5, 15, fabs(x)) * (0.4 + hills) + 0.55 * far;
}

/* A grid between its points; beyond its edges it goes on as at the edge. */
static double sample(const float *grid, double x, double z)
{
    double u = clamp((x / EXTENT + 0.5) * (GRID - 1), 0, GRID - 1.001);
    double v = clamp(z / EXTENT * (GRID - 1), 0, GRID - 1.001);
    size_t i = (size_t)u, j = (size_t)v;

    u -= (double)i;
    v -= (double)j;
    grid += j * GRID + i;
    return mix(mix((double)grid[0], (double)grid[1], u),
               mix((double)grid[GRID], (double)grid[GRID + 1], u), v);
}

static double height_at(const struct scene *s, double x, double z)
{
    return sample(s->height, x, z);
}

static void make_land(struct scene *s)
{
    unsigned i, j;

    for (j = 0; j < GRID; j++) {
        for (i = 0; i < GRID; i++)
            s->height[j * GRID + i] =
                (float)land((i / (GRID - 1.0) - 0.5) * EXTENT, j / (GRID - 1.0) * EXTENT);
    }
}

/* Soft edges: how far the nearest crest on the way to the sun stays below the ray. */
static void make_shadows(struct scene *s)
{
    unsigned i, j;

    for (j = 0; j < GRID; j++) {
        for (i = 0; i < GRID; i++) {
            double x = (i / (GRID - 1.0) - 0.5) * EXTENT, z = j / (GRID - 1.0) * EXTENT;
            double y = fmax((double)s->height[j * GRID + i], WATER), lit = 1, t;

            for (t = 0.06; t < 9 && lit > 0; t *= 1.12) {
                double over =
                    y + 0.01 + s->sun.y * t - height_at(s, x + s->sun.x * t, z + s->sun.z * t);

                lit = fmin(lit, 0.5 + 9 * over / t);
            }
            s->lit[j * GRID + i] = (float)clamp(lit, 0, 1);
        }
    }
}

static double sky(const struct scene *s, struct vector ray)
{
    double up = fmax(ray.y, 0), x = ray.x / (up + 0.11), z = ray.z / (up + 0.11);
    double cover = clouds(x * 0.42 + 2.7, z * 0.52 + 4.4, 8);
    double veil = clouds(x * 0.16 + 9.0, z * 0.8, 6);
    double glow = pow(fmax(dot(ray, s->sun), 0), 6);
    double light = mix(0.80, 0.26, smooth(0, 0.62, up)) + 0.22 * glow;

    light = mix(light, 0.97, 0.85 * smooth(0.47, 0.72, cover) * smooth(0.0, 0.10, up));
    return mix(light, 0.9, 0.25 * smooth(0.45, 0.7, veil));
}

static double haze(const struct scene *s, double light, struct vector ray, double distance)
{
    double glow = pow(fmax(dot(ray, s->sun), 0), 4);

    return mix(light, 0.74 + 0.18 * glow, 1 - exp(-pow(distance / 46, 1.35)));
}

static double rock(const struct scene *s, struct vector p, struct vector ray, double distance)
{
    double e = 0.03 + distance * 0.0009, y = p.y;
    double dx = height_at(s, p.x + e, p.z) - height_at(s, p.x - e, p.z);
    double dz = height_at(s, p.x, p.z + e) - height_at(s, p.x, p.z - e);
    double grain = clouds(p.x * 9 + 3 * p.y, p.z * 9 - 5 * p.y, 6);
    struct vector n = unit((struct vector){-dx / (2 * e) + 0.7 * (grain - 0.5), 1,
                                           -dz / (2 * e) - 0.4 * (grain - 0.5)});
    double lit = sample(s->lit, p.x, p.z);
    double snow = smooth(1.3, 2.4, y + 2.2 * (grain - 0.5)) * smooth(0.36, 0.60, n.y);
    double wood = smooth(1.6, 0.5, y + grain) * smooth(0.5, 0.8, n.y);
    double albedo = mix(mix(0.20 + 0.26 * grain, 0.05 + 0.11 * grain, wood), 0.93, snow);
    double sunlight = fmax(dot(n, s->sun), 0) * lit;

    return haze(s, albedo * (1.28 * sunlight + 0.22 + 0.16 * n.y), ray, distance);
}

/* How far along the ray the land is met; 0 when it is not. */
static double meet(const struct scene *s, struct vector from, struct vector ray)
{
    double t = 0.02, before = 0, gap, y;
    unsigned i;

    for (i = 0; i < 700; i++) {
        y = from.y + ray.y * t;
        gap = y - height_at(s, from.x + ray.x * t, from.z + ray.z * t);
        if (gap < 0.0006 * t) {
            double low = before, high = t;

            for (i = 0; i < 12; i++) {
                t = (low + high) / 2;
                gap = from.y + ray.y * t - height_at(s, from.x + ray.x * t, from.z + ray.z * t);
                *(gap < 0 ? &high : &low) = t;
            }
            return t;
        }
        before = t;
        t += fmax(gap * 0.30, 0.004 + 0.0012 * t);
        if (from.z + ray.z * t > EXTENT || fabs(from.x + ray.x * t) > EXTENT / 2 || y > 9)
            break;
    }
    return 0;
}

static struct vector along(struct vector from, struct vector ray, double t)
{
    return (struct vector){from.x + ray.x * t, from.y + ray.y * t, from.z + ray.z * t};
}

static double land_or_sky(const struct scene *s, struct vector from, struct vector ray)
{
    double t = meet(s, from, ray);

    return t > 0 ? rock(s, along(from, ray, t), ray, t) : sky(s, ray);
}

static double water(const struct scene *s, struct vector ray, double distance)
{
    struct vector p = along(s->eye, ray, distance), n, back;
    double size = 0.055 / (1 + distance * 0.16),
           calm = smooth(0.40, 0.60, clouds(p.x / 3, p.z, 4));
    double fresnel, light, glitter;

    size *= 0.25 + calm;
    n = unit((struct vector){size * (clouds(p.x * 7, p.z * 16, 5) - 0.5) * 2, 1,
                             size * (clouds(p.x * 6 + 40, p.z * 15, 5) - 0.5) * 2});
    light = 2 * dot(ray, n);
    back = unit(
        (struct vector){ray.x - light * n.x, fabs(ray.y - light * n.y), ray.z - light * n.z});
    p.y = 0.001;
    fresnel = 0.04 + 0.96 * pow(1 - fmax(-dot(ray, n), 0), 5);
    glitter = pow(fmax(dot(back, s->sun), 0), 240);
    light = mix(0.07, land_or_sky(s, p, back), clamp(0.25 + fresnel, 0, 0.92)) + 1.4 * glitter;
    return haze(s, light, ray, distance * 0.6);
}

static double trace(const struct scene *s, double u, double v)
{
    struct vector ray = unit((struct vector){u * 0.62, v * 0.62 + 0.055, 1});
    double land_at = meet(s, s->eye, ray);
    double water_at = ray.y < 0 ? (WATER - s->eye.y) / ray.y : 0;

    if (water_at > 0 && water_at < 60 && (land_at <= 0 || water_at < land_at))
        return water(s, ray, water_at);
    return land_at > 0 ? rock(s, along(s->eye, ray, land_at), ray, land_at) : sky(s, ray);
}

/* A spruce before the scene, at x with its foot at y, both -1..1; 1 inside, 0 outside. */
static double spruce(double u, double v, double x, double y, double tall)
{
    double up = (v - y) / tall, side = fabs(u - x) / tall, tier, reach;

    if (up < 0 || up > 1)
        return 0;
    tier = fmod(up * 17 + 3 * noise(up * 30, x * 90), 1.0);
    reach = (1 - up) * (0.115 + 0.10 * (1 - tier)) + 0.035 * (noise(u * 160, v * 160) - 0.5);
    if (up < 0.08)
        reach = 0.014;
    return smooth(reach + 0.006, reach - 0.006, side);
}

static double trees(double u, double v)
{
    static const double at[][3] = {
        {-0.93, -0.78, 1.18},
        {-0.79, -0.80, 0.86},
        {-0.66, -0.78, 0.62},
        {-1.03, -0.78, 0.9 },
        {-0.86, -0.84, 0.60},
        {-0.57, -0.80, 0.34},
        {0.97,  -0.80, 0.70},
        {0.88,  -0.80, 0.46},
    };
    double inside = smooth(-0.70, -0.73,
                           v + 0.10 * fabs(u) * (u < 0 ? -1.1 : -0.7) +
                               0.035 * (clouds(u * 14, v * 5, 5) - 0.5) +
                               0.32 * (1 - smooth(0.35, 0.75, fabs(u))));
    size_t i;

    for (i = 0; i < sizeof at / sizeof at[0]; i++)
        inside = fmax(inside, spruce(u, v, at[i][0], at[i][1], at[i][2]));
    return inside;
}

/* One sample of the picture; u and v from -1 to 1 on its shorter side. */
static double light_at(const struct scene *s, double u, double v, double aspect)
{
    double front = trees(u / aspect, v);
    double dark = 0.055 * smooth(0.2, 0.8, clouds(u * 260, v * 260, 4));

    return front >= 1 ? dark : mix(trace(s, u, v), dark, front);
}

static uint8_t develop(double light)
{
    double v = 1 - exp(-1.95 * fmax(light, 0) * (0.55 + 0.6 * light)); /* the film's shoulder */

    return (uint8_t)(2 + 251 * pow(clamp(v / 0.94, 0, 1), 1 / 1.12) + 0.5);
}

static bool make_picture(const struct scene *s, unsigned width, unsigned height)
{
    double scale = 2.0 / (width < height ? width : height), aspect = (double)width / height;
    uint8_t *line = malloc(width);
    unsigned x, y, i;

    if (!line)
        return false;
    printf("P5\n%u %u\n255\n", width, height);
    for (y = 0; y < height; y++) {
        for (x = 0; x < width; x++) {
            double light = 0;

            for (i = 0; i < 2; i++)
                light += light_at(s, (x + 0.25 + 0.5 * i - width / 2.0) * scale,
                                  (height / 2.0 - y - 0.75 + 0.5 * i) * scale,
                                  aspect < 1 ? 1 : aspect);
            line[x] = develop(light / 2);
        }
        if (fwrite(line, 1, width, stdout) != width)
            break;
    }
    free(line);
    return y == height && fflush(stdout) == 0;
}

int main(int argc, char **argv)
{
    long width = argc == 3 ? strtol(argv[1], NULL, 10) : 1500;
    long height = argc == 3 ? strtol(argv[2], NULL, 10) : 1000;
    struct scene *s = malloc(sizeof *s);
    bool done;

    if (!s || width < 1 || height < 1 || width > 20000 || height > 20000 ||
        (argc != 1 && argc != 3)) {
        fprintf(stderr, "usage: make-photo [WIDTH HEIGHT] >FILE.pgm\n");
        free(s);
        return 2;
    }
    s->sun = unit((struct vector){-0.75, 0.52, 0.30});
    s->eye = (struct vector){0.3, 0.62, 0.4};
    make_land(s);
    make_shadows(s);
    done = make_picture(s, (unsigned)width, (unsigned)height);
    free(s);
    return done ? 0 : 1;
}
