/*
 * image.c - a picture file as upright lines of gray.
 *
 * Lines go straight through where the picture is upright or only mirrored left to right. To
 * turn it, all lines first go into a page store, at the first image_read_line; an EXIF
 * orientation and image_turn are joined into one turn before.
 *
 * Effects: reads the file, makes nameless temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image.h"

#include "image-reader.h"
#include "page-store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Buffer of the page store: some 100 lines of a picture 20 000 pixels wide. */
#define STORE_MEMORY ((size_t)2 << 20)

#define MIN_DPI    10.0
#define MAX_DPI    40000.0
#define MAX_ASPECT 100.0

/* Upright line r, sample s is stored line r, sample s (swap: the other way round), counted from
 * the right or from the bottom where flipped. */
struct transform {
    bool swap, flip_x, flip_y;
};

struct image {
    FILE *file;
    char *folder; /* copy of limits.temporary_folder */
    struct image_env env;
    const struct image_reader_ops *ops;
    void *reader; /* NULL when closed */
    struct image_facts facts;
    struct transform transform;
    struct page_store *store; /* NULL until needed */
    uint8_t *line;            /* a stored line on its way into the store */
    uint32_t lines_read;
    bool failed;
};

bool image_canceled(const struct image_env *env, char *why, size_t why_size)
{
    if (!env->limits.canceled || !env->limits.canceled(env->limits.ctx))
        return false;
    snprintf(why, why_size, "The job was canceled");
    return true;
}

bool image_size_allowed(const struct image_env *env, uint64_t width, uint64_t height, char *why,
                        size_t why_size)
{
    const struct image_limits *limits = &env->limits;

    if (width == 0 || height == 0) {
        snprintf(why, why_size, "The picture is empty");
        return false;
    }
    /* The first two comparisons keep the product below 2^64. */
    if (width <= limits->max_width && height <= limits->max_height &&
        width * height <= limits->max_pixels)
        return true;
    snprintf(why, why_size,
             "The picture has %llu x %llu pixels; at most %u x %u and %llu together can be "
             "printed",
             (unsigned long long)width, (unsigned long long)height, (unsigned)limits->max_width,
             (unsigned)limits->max_height, (unsigned long long)limits->max_pixels);
    return false;
}

static bool within(double value, double low, double high)
{
    return value >= low && value <= high; /* false for NaN */
}

void image_set_density(struct image_facts *facts, double x, double y, double per_inch)
{
    if (!(x > 0) || !(y > 0) || !within(y / x, 1 / MAX_ASPECT, MAX_ASPECT))
        return;
    facts->pixel_aspect = y / x;
    if (within(x * per_inch, MIN_DPI, MAX_DPI) && within(y * per_inch, MIN_DPI, MAX_DPI)) {
        facts->x_dpi = x * per_inch;
        facts->y_dpi = y * per_inch;
    }
}

enum image_format image_sniff(const uint8_t *bytes, size_t n)
{
    static const uint8_t png[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    if (n >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF)
        return IMAGE_JPEG;
    if (n >= sizeof png && memcmp(bytes, png, sizeof png) == 0)
        return IMAGE_PNG;
    return IMAGE_UNKNOWN;
}

static struct transform transform_of(unsigned orientation)
{
    static const struct transform table[9] = {
        [2] = {.flip_x = true },
        [3] = {                          .flip_x = true, .flip_y = true},
        [4] = {                          .flip_y = true              },
        [5] = {               .swap = true   },
        [6] = {            .swap = true,    .flip_y = true},
        [7] = { .swap = true,               .flip_x = true, .flip_y = true},
        [8] = {                             .swap = true,               .flip_x = true},
    };

    return table[orientation <= 8 ? orientation : 0];
}

/* One more quarter clockwise: upright lines become columns from the right. */
static void turn_once(struct transform *t)
{
    if (t->swap)
        t->flip_x = !t->flip_x;
    else
        t->flip_y = !t->flip_y;
    t->swap = !t->swap;
}

/* Whether lines have to come in another order than the file has them. */
static bool is_put_away(struct transform t)
{
    return t.swap || t.flip_y;
}

static struct image_info upright_info(const struct image_facts *facts, struct transform t)
{
    struct image_info info = {facts->width, facts->height, facts->x_dpi, facts->y_dpi,
                              facts->pixel_aspect};

    if (t.swap) {
        info.width = facts->height;
        info.height = facts->width;
        info.x_dpi = facts->y_dpi;
        info.y_dpi = facts->x_dpi;
        info.pixel_aspect = facts->pixel_aspect > 0 ? 1 / facts->pixel_aspect : 0;
    }
    return info;
}

/* A FIFO or a device could make reading wait for ever. */
static FILE *open_regular(const char *path, char *why, size_t why_size)
{
    struct stat about;
    FILE *file = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool regular = fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    const char *error;

    if (regular)
        file = fdopen(fd, "rb");
    if (file)
        return file;
    error = fd >= 0 && !regular ? "it is not a file" : strerror(errno);
    snprintf(why, why_size, "The picture cannot be opened: %s", error);
    if (fd >= 0)
        close(fd);
    return NULL;
}

static const struct image_reader_ops *choose_reader(FILE *file, char *why, size_t why_size)
{
    uint8_t start[8];
    size_t n = fread(start, 1, sizeof start, file);
    enum image_format format = image_sniff(start, n);

    if (fseek(file, 0, SEEK_SET) != 0 || format == IMAGE_UNKNOWN) {
        snprintf(why, why_size, "The file is neither a JPEG nor a PNG picture");
        return NULL;
    }
    return format == IMAGE_JPEG ? &image_reader_jpeg : &image_reader_png;
}

static bool set_limits(struct image *image, const struct image_limits *limits)
{
    image->folder = strdup(limits->temporary_folder);
    image->env.limits = *limits;
    image->env.limits.temporary_folder = image->folder;
    image->env.space.folder = image->folder;
    image->env.space.left = limits->max_temporary;
    return image->folder != NULL;
}

struct image *image_open(const char *path, const struct image_limits *limits,
                         struct image_info *info, char *why, size_t why_size)
{
    struct image *image = calloc(1, sizeof *image);

    if (!image || !set_limits(image, limits)) {
        snprintf(why, why_size, "Not enough memory");
        goto failed;
    }
    image->facts.orientation = 1;
    if ((image->file = open_regular(path, why, why_size)) == NULL ||
        (image->ops = choose_reader(image->file, why, why_size)) == NULL)
        goto failed;
    image->reader = image->ops->open(image->file, &image->env, &image->facts, why, why_size);
    if (!image->reader)
        goto failed;
    image->transform = transform_of(image->facts.orientation);
    *info = upright_info(&image->facts, image->transform);
    return image;
failed:
    image_close(image);
    return NULL;
}

bool image_turn(struct image *image, unsigned quarters, struct image_info *info, char *why,
                size_t why_size)
{
    if (image->lines_read > 0 || image->store || image->failed) {
        snprintf(why, why_size, "The picture cannot be turned after it was begun");
        return false;
    }
    for (quarters %= 4; quarters > 0; quarters--)
        turn_once(&image->transform);
    if (info)
        *info = upright_info(&image->facts, image->transform);
    return true;
}

static void reverse(uint8_t *samples, size_t n)
{
    size_t i;

    for (i = 0; i < n / 2; i++) {
        uint8_t left = samples[i];

        samples[i] = samples[n - 1 - i];
        samples[n - 1 - i] = left;
    }
}

/* A line of our own. */
static bool have_line(struct image *image, char *why, size_t why_size)
{
    if (!image->line && (image->line = malloc(image->facts.width)) == NULL)
        snprintf(why, why_size, "Not enough memory");
    return image->line != NULL;
}

/* All stored lines, into the store if there is one. */
static bool read_stored(struct image *image, char *why, size_t why_size)
{
    uint32_t y;

    for (y = 0; y < image->facts.height; y++)
        if (image_canceled(&image->env, why, why_size) ||
            !image->ops->read_line(image->reader, image->line, why, why_size) ||
            (image->store && !page_store_put_row(image->store, image->line, why, why_size)))
            return false;
    return true;
}

/* All lines into the store; the reader has then done its work. */
static bool fill_store(struct image *image, char *why, size_t why_size)
{
    enum page_store_order order = image->transform.swap ? PAGE_STORE_COLUMNS : PAGE_STORE_ROWS;

    if (!have_line(image, why, why_size))
        return false;
    image->store = page_store_new(image->facts.width, image->facts.height, order, STORE_MEMORY,
                                  &image->env.space, why, why_size);
    if (!image->store || !read_stored(image, why, why_size))
        return false;
    image->ops->close(image->reader);
    image->reader = NULL;
    return true;
}

static bool read_turned(struct image *image, uint8_t *gray, char *why, size_t why_size)
{
    const struct transform *t = &image->transform;
    uint32_t at = image->lines_read;

    if (!image->store && !fill_store(image, why, why_size))
        return false;
    if (t->swap)
        return page_store_read_column(
            image->store, t->flip_x ? image->facts.width - 1 - at : at, gray, why, why_size);
    return page_store_read_row(image->store, image->facts.height - 1 - at, gray, why, why_size);
}

bool image_read_line(struct image *image, uint8_t *gray, char *why, size_t why_size)
{
    const struct transform *t = &image->transform;
    const struct image_info upright = upright_info(&image->facts, *t);
    bool read;

    if (image->failed || image->lines_read == upright.height) {
        snprintf(why, why_size, "The picture has no more lines");
        return false;
    }
    if (image_canceled(&image->env, why, why_size))
        read = false;
    else if (is_put_away(*t))
        read = read_turned(image, gray, why, why_size);
    else
        read = image->ops->read_line(image->reader, gray, why, why_size);
    if (!read) {
        image->failed = true;
        return false;
    }
    if (t->swap ? t->flip_y : t->flip_x)
        reverse(gray, upright.width);
    image->lines_read++;
    return true;
}

void image_close(struct image *image)
{
    if (!image)
        return;
    if (image->reader)
        image->ops->close(image->reader);
    page_store_free(image->store);
    free(image->line);
    if (image->file)
        fclose(image->file);
    free(image->folder);
    free(image);
}
