/*
 * test-image-large.c - pictures of 20 000 x 20 000 pixels in a few MiB of memory.
 *
 * Each is read in a process of its own, whose growth is measured; every sample is compared.
 * With sanitizers memory says nothing: smaller pictures are read then, and only compared.
 *
 * Effects: temporary files, of up to 1 GB; processes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/pictures.h"
#include "tests/unit/tap.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                     \
    __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#define SIDE   (SANITIZED ? 2000u : 20000u)
#define WIDE   (SANITIZED ? 2000u : 20000u) /* of low pictures of richer kinds */
#define LOW    96u
#define KIB    1024L
#define SMALL  (4096 * KIB)        /* promised for pictures read straight through */
#define LARGER (8192 * KIB)        /* for those that have to be put away */
#define NEEDED ((uint64_t)2 << 30) /* free disk */

/* ---- JPEG of flat blocks, written bit by bit: fast, and small enough ----------------------
 */

struct bits {
    struct blob *blob;
    uint64_t held;
    unsigned count;
};

static void put_bits(struct bits *bits, uint32_t value, unsigned n)
{
    bits->held = bits->held << n | value;
    bits->count += n;
    while (bits->count >= 8) {
        uint8_t byte = (uint8_t)(bits->held >> (bits->count - 8));

        blob_byte(bits->blob, byte);
        if (byte == 0xFF)
            blob_byte(bits->blob, 0);
        bits->count -= 8;
    }
}

static void flush_bits(struct bits *bits)
{
    if (bits->count)
        put_bits(bits, (1u << (8 - bits->count)) - 1, 8 - bits->count);
}

/* The gray of a block: no two neighbours alike. */
static uint8_t block_gray(uint32_t bx, uint32_t by)
{
    return (uint8_t)(16 * ((bx + 3 * by + bx / 100) % 16));
}

/* A difference of DC coefficients: "0" for none, else 5 bits of length 1..11 and the value. */
static void put_difference(struct bits *bits, int difference)
{
    unsigned n = 0, size = (unsigned)(difference < 0 ? -difference : difference);

    while (size >> n)
        n++;
    if (n == 0) {
        put_bits(bits, 0, 1);
        return;
    }
    put_bits(bits, 0x10 + n - 1, 5);
    put_bits(bits, (uint32_t)(difference < 0 ? difference - 1 : difference) & ((1u << n) - 1),
             n);
}

/* DC of all blocks, over 2^shift; sequential blocks also have "no AC coefficients", one bit. */
static void put_dc_scan(struct blob *blob, uint32_t side, unsigned shift, bool sequential)
{
    struct bits bits = {blob, 0, 0};
    uint32_t bx, by;
    int before = 0;

    for (by = 0; by < side / 8; by++)
        for (bx = 0; bx < side / 8; bx++) {
            int dc = (block_gray(bx, by) - 128) * 8 / (1 << shift);

            put_difference(&bits, dc - before);
            before = dc;
            if (sequential)
                put_bits(&bits, 0, 1);
        }
    flush_bits(&bits);
}

/* "No AC coefficients" for all blocks, in runs; each length class has a code of 4 bits. */
static void put_empty_ac_scan(struct blob *blob, uint32_t blocks)
{
    struct bits bits = {blob, 0, 0};
    unsigned class;

    while (blocks > 0) {
        for (class = 14; blocks >> class == 0;)
            class --;
        put_bits(&bits, class, 4);
        put_bits(&bits, class == 14 ? 0 : blocks & ((1u << class) - 1), class);
        blocks -= class == 14 ? 1u << 14 : blocks;
    }
    flush_bits(&bits);
}

static void put_zero_bits(struct blob *blob, uint32_t n)
{
    struct bits bits = {blob, 0, 0};

    for (; n >= 8; n -= 8)
        put_bits(&bits, 0, 8);
    put_bits(&bits, 0, n);
    flush_bits(&bits);
}

static void put_marker(struct blob *blob, unsigned marker, const void *content, size_t n)
{
    uint8_t start[4] = {0xFF, (uint8_t)marker};

    put_be16(start + 2, (uint32_t)n + 2);
    blob_add(blob, start, 4);
    blob_add(blob, content, n);
}

static void put_tables(struct blob *blob, uint32_t side, bool progressive)
{
    uint8_t quant[65], frame[9] = {8, 0, 0, 0, 0, 1, 1, 0x11, 0}, dc[29] = {0x00},
                       ac[32] = {0x10};
    uint8_t i;

    memset(quant, 1, sizeof quant);
    quant[0] = 0;
    put_marker(blob, 0xDB, quant, sizeof quant);
    put_be16(frame + 1, side);
    put_be16(frame + 3, side);
    put_marker(blob, progressive ? 0xC2 : 0xC0, frame, sizeof frame);
    dc[1] = 1;  /* one code of 1 bit: no difference */
    dc[5] = 11; /* eleven of 5 bits */
    for (i = 0; i <= 11; i++)
        dc[17 + i] = i;
    put_marker(blob, 0xC4, dc, sizeof dc);
    ac[progressive ? 4 : 1] = progressive ? 15 : 1;
    for (i = 0; i < 15; i++)
        ac[17 + i] = (uint8_t)(i << 4);
    put_marker(blob, 0xC4, ac, progressive ? 32 : 18);
}

static void put_scan_header(struct blob *blob, unsigned first, unsigned last, unsigned bits)
{
    uint8_t scan[6] = {1, 1, 0, (uint8_t)first, (uint8_t)last, (uint8_t)bits};

    put_marker(blob, 0xDA, scan, sizeof scan);
}

static struct blob block_jpeg(uint32_t side, bool progressive, unsigned orientation)
{
    struct blob blob = {NULL, 0, 0}, exif = {NULL, 0, 0}, tiff;
    uint32_t blocks = (side / 8) * (side / 8);

    blob_add(&blob, "\xFF\xD8", 2);
    if (orientation) {
        tiff = make_exif(true, orientation, 0);
        blob_add(&exif, "Exif\0", 6);
        blob_add(&exif, tiff.bytes, tiff.n);
        put_marker(&blob, 0xE1, exif.bytes, exif.n);
        blob_free(&tiff);
        blob_free(&exif);
    }
    put_tables(&blob, side, progressive);
    put_scan_header(&blob, 0, progressive ? 0 : 63, progressive ? 0x01 : 0);
    put_dc_scan(&blob, side, progressive, !progressive);
    if (progressive) {
        put_scan_header(&blob, 1, 63, 0);
        put_empty_ac_scan(&blob, blocks);
        put_scan_header(&blob, 0, 0, 0x10); /* the last bit of DC: always 0 */
        put_zero_bits(&blob, blocks);
    }
    blob_add(&blob, "\xFF\xD9", 2);
    return blob;
}

/* ---- PNG of one bit, the same trick -------------------------------------------------------
 */

static bool bit_at(uint32_t x, uint32_t y)
{
    return (x / 500 + y / 32) % 2;
}

struct deflate {
    z_stream stream;
    struct blob *blob; /* all of the IDAT data */
    uint8_t out[65536];
};

static void deflate_row(struct deflate *d, uint8_t *row, size_t n, int flush)
{
    d->stream.next_in = row;
    d->stream.avail_in = (uInt)n;
    do {
        d->stream.next_out = d->out;
        d->stream.avail_out = sizeof d->out;
        deflate(&d->stream, flush);
        blob_add(d->blob, d->out, sizeof d->out - d->stream.avail_out);
    } while (d->stream.avail_out == 0);
}

/* The rows of one pass (or of the whole picture: 0, 0, 1, 1), which are one of two. */
static void deflate_pass(struct deflate *d, uint32_t side, uint32_t x0, uint32_t y0,
                         uint32_t x_step, uint32_t y_step)
{
    uint32_t n = (side - x0 + x_step - 1) / x_step, i, y;
    size_t bytes = 1 + (n + 7) / 8;
    uint8_t *rows[2];
    unsigned kind;

    for (kind = 0; kind < 2; kind++) {
        rows[kind] = pictures_alloc(bytes);
        for (i = 0; i < n; i++)
            if (bit_at(x0 + i * x_step, 32 * kind))
                rows[kind][1 + i / 8] |= (uint8_t)(0x80 >> i % 8);
    }
    for (y = y0; y < side; y += y_step)
        deflate_row(d, rows[y / 32 % 2], bytes, Z_NO_FLUSH);
    free(rows[0]);
    free(rows[1]);
}

static struct blob bit_png(uint32_t side, bool interlaced)
{
    struct blob blob = {NULL, 0, 0}, data = {NULL, 0, 0};
    struct deflate *d = pictures_alloc(sizeof *d);
    uint8_t header[13] = {0};

    d->blob = &data;
    deflateInit(&d->stream, 1);
    if (interlaced) {
        deflate_pass(d, side, 0, 0, 8, 8);
        deflate_pass(d, side, 4, 0, 8, 8);
        deflate_pass(d, side, 0, 4, 4, 8);
        deflate_pass(d, side, 2, 0, 4, 4);
        deflate_pass(d, side, 0, 2, 2, 4);
        deflate_pass(d, side, 1, 0, 2, 2);
        deflate_pass(d, side, 0, 1, 1, 2);
    } else {
        deflate_pass(d, side, 0, 0, 1, 1);
    }
    deflate_row(d, NULL, 0, Z_FINISH);
    deflateEnd(&d->stream);
    put_be32(header, side);
    put_be32(header + 4, side);
    header[8] = 1;
    header[12] = interlaced;
    blob_add(&blob, "\x89PNG\r\n\x1A\n", 8);
    png_chunk(&blob, "IHDR", header, sizeof header);
    png_chunk(&blob, "IDAT", data.bytes, data.n);
    png_chunk(&blob, "IEND", NULL, 0);
    blob_free(&data);
    free(d);
    return blob;
}

/* ---- wide pictures of richer kinds --------------------------------------------------------
 */

static uint8_t *wide_samples(size_t bytes_a_pixel)
{
    size_t n = (size_t)WIDE * LOW * bytes_a_pixel, i;
    uint8_t *samples = pictures_alloc(n);

    for (i = 0; i < n; i++)
        samples[i] = (uint8_t)(i / 7 + i / WIDE);
    return samples;
}

static struct blob wide_jpeg(int components, bool progressive)
{
    uint8_t *samples = wide_samples((size_t)components);
    struct jpeg_wish wish = {.width = WIDE,
                             .height = LOW,
                             .samples = samples,
                             .components = components,
                             .space = components == 4 ? JCS_CMYK : JCS_RGB,
                             .stored = components == 4 ? JCS_YCCK : JCS_YCbCr,
                             .quality = 75,
                             .progressive = progressive};
    struct blob blob = make_jpeg(&wish);

    free(samples);
    return blob;
}

static struct blob wide_png(bool interlaced)
{
    uint8_t *samples = wide_samples(8);
    struct png_wish wish = {.width = WIDE,
                            .height = LOW,
                            .rows = samples,
                            .color_type = PNG_COLOR_TYPE_RGB_ALPHA,
                            .depth = 16,
                            .interlaced = interlaced};
    struct blob blob = make_png(&wish);

    free(samples);
    return blob;
}

/* ---- measuring ----------------------------------------------------------------------------
 */

enum picture {
    BASELINE,
    PROGRESSIVE,
    TURNED,
    UPSIDE_DOWN,
    BITS,
    BITS_INTERLACED,
    BITS_INTERLACED_TURNED,
    WIDE_COLOUR,
    WIDE_CMYK,
    WIDE_PROGRESSIVE,
    WIDE_RGBA,
    WIDE_RGBA_INTERLACED,
};

struct outcome {
    bool good;
    long growth; /* bytes */
    char why[400];
};

static struct blob make_picture(enum picture picture)
{
    switch (picture) {
    case PROGRESSIVE:
        return block_jpeg(SIDE, true, 0);
    case TURNED:
        return block_jpeg(SIDE, false, 6);
    case UPSIDE_DOWN:
        return block_jpeg(SIDE, false, 3);
    case BITS:
        return bit_png(SIDE, false);
    case BITS_INTERLACED:
    case BITS_INTERLACED_TURNED:
        return bit_png(SIDE, true);
    case WIDE_COLOUR:
        return wide_jpeg(3, false);
    case WIDE_CMYK:
        return wide_jpeg(4, false);
    case WIDE_PROGRESSIVE:
        return wide_jpeg(3, true);
    case WIDE_RGBA:
        return wide_png(false);
    case WIDE_RGBA_INTERLACED:
        return wide_png(true);
    case BASELINE:
    default:
        return block_jpeg(SIDE, false, 0);
    }
}

static uint8_t expected_sample(enum picture picture, uint32_t x, uint32_t y)
{
    switch (picture) {
    case TURNED: /* a quarter clockwise */
        return block_gray(y / 8, (SIDE - 1 - x) / 8);
    case UPSIDE_DOWN:
        return block_gray((SIDE - 1 - x) / 8, (SIDE - 1 - y) / 8);
    case BITS:
    case BITS_INTERLACED:
        return bit_at(x, y) ? 255 : 0;
    case BITS_INTERLACED_TURNED:
        return bit_at(y, SIDE - 1 - x) ? 255 : 0;
    case BASELINE:
    case PROGRESSIVE:
    case WIDE_COLOUR:
    case WIDE_CMYK:
    case WIDE_PROGRESSIVE:
    case WIDE_RGBA:
    case WIDE_RGBA_INTERLACED:
    default:
        return block_gray(x / 8, y / 8);
    }
}

/* Whether line y is right; expected holds the last one, which changes every fourth at most. */
static bool line_is(enum picture picture, const uint8_t *line, uint8_t *expected, uint32_t y)
{
    uint32_t x;

    if (picture >= WIDE_COLOUR)
        return true; /* what they look like is compared elsewhere */
    for (x = 0; y % 4 == 0 && x < SIDE; x++)
        expected[x] = expected_sample(picture, x, y);
    return memcmp(line, expected, SIDE) == 0;
}

static long memory_now(void)
{
    char text[128] = "", *resident = text;
    FILE *file = fopen("/proc/self/statm", "r");

    if (file && fgets(text, sizeof text, file))
        strtol(text, &resident, 10); /* the first number is address space */
    if (file)
        fclose(file);
    return strtol(resident, NULL, 10) * sysconf(_SC_PAGESIZE);
}

static void read_measured(enum picture picture, const char *path, struct outcome *outcome)
{
    struct image_limits limits = pictures_limits();
    static uint8_t line[65536], expected[65536];
    struct image_info info;
    struct rusage usage;
    struct image *image;
    long before;
    uint32_t y;

    limits.max_pixels = UINT64_MAX;
    limits.max_temporary = (uint64_t)1 << 31;
    memset(line, 1, sizeof line); /* their pages are there before the measuring begins */
    memset(expected, 1, sizeof expected);
    before = memory_now();
    image = image_open(path, &limits, &info, outcome->why, sizeof outcome->why);
    outcome->good = image != NULL;
    if (image && picture == BITS_INTERLACED_TURNED)
        outcome->good = image_turn(image, 1, &info, outcome->why, sizeof outcome->why);
    for (y = 0; outcome->good && y < info.height; y++)
        outcome->good = image_read_line(image, line, outcome->why, sizeof outcome->why) &&
                        line_is(picture, line, expected, y);
    getrusage(RUSAGE_SELF, &usage);
    outcome->growth = usage.ru_maxrss * KIB - before;
    if (!outcome->good && image && !*outcome->why)
        snprintf(outcome->why, sizeof outcome->why, "line %u differs", (unsigned)y);
    image_close(image);
}

/* In a process of its own; the shared memory takes what it found. */
static bool in_child(void (*work)(enum picture, const char *, struct outcome *),
                     enum picture picture, const char *path, struct outcome *shared)
{
    pid_t pid = fork();
    int status = 0;

    if (pid == 0) {
        work(picture, path, shared);
        _exit(0);
    }
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static void write_picture(enum picture picture, const char *path, struct outcome *outcome)
{
    struct blob blob = make_picture(picture);
    FILE *file = fopen(path, "wb");

    outcome->good = file && fwrite(blob.bytes, 1, blob.n, file) == blob.n;
    outcome->good = file && fclose(file) == 0 && outcome->good;
    blob_free(&blob);
}

static void check(enum picture picture, const char *name, long bound)
{
    struct outcome *outcome =
        mmap(NULL, sizeof *outcome, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct blob nothing = {NULL, 0, 0};
    char path[256];

    if (!ok(outcome != MAP_FAILED, "Shared memory for %s", name))
        return;
    pictures_save(&nothing, path);
    if (in_child(write_picture, picture, path, outcome) && outcome->good) {
        outcome->good = false;
        ok(in_child(read_measured, picture, path, outcome) && outcome->good, "%s is read %s %s",
           name, picture < WIDE_COLOUR ? "as it is" : "to its end", outcome->why);
        if (SANITIZED)
            skip("Memory for %s: this is a build with sanitizers", name);
        else
            ok(outcome->growth < bound, "%s takes %ld KiB of memory, at most %ld", name,
               outcome->growth / KIB, bound / KIB);
    } else {
        ok(false, "%s can be made", name);
    }
    unlink(path);
    munmap(outcome, sizeof *outcome);
}

int main(void)
{
    struct statvfs disk;

    if (statvfs(pictures_folder(), &disk) == 0 &&
        (uint64_t)disk.f_bavail * disk.f_frsize < NEEDED) {
        skip("2 GiB of free disk in %s are needed for large pictures", pictures_folder());
        return tap_done();
    }
    check(BASELINE, "A large baseline JPEG", SMALL);
    check(BITS, "A large PNG", SMALL);
    check(WIDE_COLOUR, "A wide colour JPEG", SMALL);
    check(WIDE_CMYK, "A wide YCCK JPEG", SMALL);
    check(WIDE_RGBA, "A wide PNG of 64 bits a pixel", SMALL);
    check(WIDE_RGBA_INTERLACED, "A wide interlaced PNG of 64 bits a pixel", LARGER);
    check(WIDE_PROGRESSIVE, "A wide progressive JPEG", LARGER);
    check(TURNED, "A large JPEG to be turned", LARGER);
    check(UPSIDE_DOWN, "A large JPEG upside down", LARGER);
    check(BITS_INTERLACED, "A large interlaced PNG", LARGER);
    check(BITS_INTERLACED_TURNED, "A large interlaced PNG to be turned", LARGER);
    check(PROGRESSIVE, "A large progressive JPEG", LARGER);
    return tap_done();
}
