/*
 * image-jpeg.c - JPEG files as lines of gray, through libjpeg-turbo.
 *
 * Colour goes through driver/luma.h, as raster and PNG do, so that the same picture gives the
 * same page in every format. (The luma inside a YCbCr file would be cheaper, but has other
 * weights: its red is 76, ours 54.) CMYK files with an Adobe marker hold their inks inverted.
 * ICC profiles are not applied: one gray of one black toner is all that is left of colour, and
 * how bright a colour is to be there no profile of a scanner or a screen says.
 *
 * libjpeg tells of truncated and broken data with warnings and pads with gray; here these end
 * the picture. Harmless warnings (bytes too many, an odd marker) do not.
 *
 * Effects: reads the file; a nameless temporary file for files of several scans.
 * Source: ITU-T T.81, T.871 (JFIF), Adobe technical note 5116, libjpeg-turbo's libjpeg.txt.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-exif.h"
#include "image-reader.h"
#include "jpeg-arrays.h"

#include "driver/luma.h"

#include <jerror.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_BYTES 16384u
#define APP1_BYTES  65533u /* the most a marker holds */

/*
 * A progressive file has 10 scans as programs write them; one scan per bit and band of a
 * component would be some hundred. Each costs a walk over all coefficients, even if it is a few
 * bytes long, so that a small file could ask for hours.
 */
#define MAX_SCANS 100

struct jpeg_reader {
    struct jpeg_arrays *arrays_pointer; /* first: jpeg-arrays.c finds its arrays by it */
    struct jpeg_arrays arrays;
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr source;
    struct jpeg_progress_mgr progress;
    jmp_buf out; /* where errors go; see guarded() */
    FILE *file;
    struct image_env *env;
    bool created, started;
    bool end_of_file;         /* the end came before the end marker */
    unsigned components_seen; /* in scans, one bit each */
    uint8_t *gray;            /* the caller's line, while one is read */
    uint8_t *pixels;          /* a line of more than one channel */
    uint8_t *app1;            /* the EXIF data, or NULL */
    size_t app1_bytes;
    char why[320];
    uint8_t input[INPUT_BYTES];
};

static struct jpeg_reader *reader_of(j_common_ptr jpeg)
{
    return jpeg->client_data;
}

_Noreturn static void fail(struct jpeg_reader *r, const char *sentence)
{
    snprintf(r->why, sizeof r->why, "%s", sentence);
    longjmp(r->out, 1);
}

__attribute__((noreturn)) static void arrays_failed(j_common_ptr jpeg, const char *sentence)
{
    fail(reader_of(jpeg), sentence);
}

/*
 * Run work; false, and r->why set, if it ended in an error. Nothing lives in local variables
 * across the jump: all state is in *r.
 */
static bool guarded(struct jpeg_reader *r, void (*work)(struct jpeg_reader *r))
{
    if (setjmp(r->out) != 0)
        return false;
    work(r);
    return true;
}

static bool report(const struct jpeg_reader *r, char *why, size_t why_size)
{
    snprintf(why, why_size, "%s", r->why);
    return false;
}

static bool is_unsupported(int code)
{
    switch (code) {
    case JERR_ARITH_NOTIMPL:
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_SOF_UNSUPPORTED:
        return true;
    default:
        return false;
    }
}

_Noreturn static void error_exit(j_common_ptr jpeg)
{
    struct jpeg_reader *r = reader_of(jpeg);
    char message[JMSG_LENGTH_MAX];

    r->errors.format_message(jpeg, message);
    if (is_unsupported(r->errors.msg_code))
        snprintf(r->why, sizeof r->why, "This kind of JPEG is not supported: %s", message);
    else if (r->started)
        snprintf(r->why, sizeof r->why, "The JPEG file is damaged after line %u of %u: %s",
                 (unsigned)r->jpeg.output_scanline, (unsigned)r->jpeg.image_height, message);
    else
        snprintf(r->why, sizeof r->why, "The JPEG file is damaged: %s", message);
    longjmp(r->out, 1);
}

/* libjpeg would go on with gray where data is missing. */
static void emit_message(j_common_ptr jpeg, int level)
{
    if (level >= 0)
        return; /* a trace message */
    jpeg->err->num_warnings++;
    switch (jpeg->err->msg_code) {
    case JWRN_ARITH_BAD_CODE:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
    case JWRN_NOT_SEQUENTIAL:
        error_exit(jpeg);
    default:
        break;
    }
}

static void output_message(j_common_ptr jpeg)
{
    (void)jpeg; /* nothing of ours goes to standard error from here */
}

static void check_canceled(struct jpeg_reader *r)
{
    if (image_canceled(r->env, r->why, sizeof r->why))
        longjmp(r->out, 1);
}

/*
 * The next bytes of the file. At its end comes an end marker once more and again: whether
 * something is missing shows where it is needed. (The decoder reads ahead, and a file that
 * lacks nothing but its end marker has all its lines.)
 */
static boolean fill_input(j_decompress_ptr jpeg)
{
    static const JOCTET end_marker[2] = {0xFF, JPEG_EOI};
    struct jpeg_reader *r = reader_of((j_common_ptr)jpeg);
    size_t n = fread(r->input, 1, sizeof r->input, r->file);

    check_canceled(r);
    if (n == 0 && ferror(r->file))
        fail(r, "Reading the JPEG file failed");
    r->source.next_input_byte = r->input;
    r->source.bytes_in_buffer = n;
    if (n == 0) {
        r->end_of_file = true;
        r->source.next_input_byte = end_marker;
        r->source.bytes_in_buffer = sizeof end_marker;
    }
    return TRUE;
}

static void skip_input(j_decompress_ptr jpeg, long count)
{
    struct jpeg_reader *r = reader_of((j_common_ptr)jpeg);
    size_t left = count > 0 ? (size_t)count : 0;

    while (left > r->source.bytes_in_buffer && !r->end_of_file) {
        left -= r->source.bytes_in_buffer;
        fill_input(jpeg);
    }
    if (r->end_of_file)
        return; /* the end marker stays */
    r->source.next_input_byte += left;
    r->source.bytes_in_buffer -= left;
}

static void do_nothing(j_decompress_ptr jpeg)
{
    (void)jpeg;
}

static uint8_t next_byte(struct jpeg_reader *r)
{
    if (r->source.bytes_in_buffer == 0)
        fill_input(&r->jpeg);
    r->source.bytes_in_buffer--;
    return *r->source.next_input_byte++;
}

/*
 * APP1: keep the first that holds EXIF data. libjpeg's own way, jpeg_save_markers, would keep
 * as many as a file has.
 */
static boolean read_app1(j_decompress_ptr jpeg)
{
    static const uint8_t name[6] = {'E', 'x', 'i', 'f', 0, 0};
    struct jpeg_reader *r = reader_of((j_common_ptr)jpeg);
    size_t length = (size_t)next_byte(r) << 8;
    uint8_t start[sizeof name];
    size_t i;

    length += next_byte(r);
    length = length >= 2 ? length - 2 : 0;
    if (length >= sizeof name && !r->app1) {
        for (i = 0; i < sizeof name; i++)
            start[i] = next_byte(r);
        length -= sizeof name;
        if (memcmp(start, name, sizeof name) == 0 && (r->app1 = malloc(APP1_BYTES)) != NULL)
            while (length > 0) {
                r->app1[r->app1_bytes++] = next_byte(r);
                length--;
            }
    }
    skip_input(jpeg, (long)length);
    return TRUE;
}

/* Called for each row of blocks while the scans are read. */
static void between_rows(j_common_ptr common)
{
    struct jpeg_reader *r = reader_of(common);
    int i;

    check_canceled(r);
    for (i = 0; i < r->jpeg.comps_in_scan; i++)
        r->components_seen |= 1u << r->jpeg.cur_comp_info[i]->component_index;
    if (r->jpeg.input_scan_number > MAX_SCANS)
        fail(r, "The JPEG file has more scans than any program needs");
}

static void create(struct jpeg_reader *r)
{
    r->jpeg.err = jpeg_std_error(&r->errors);
    r->errors.error_exit = error_exit;
    r->errors.emit_message = emit_message;
    r->errors.output_message = output_message;
    r->jpeg.client_data = r; /* jpeg_create_decompress keeps these two */
    r->created = true;
    jpeg_create_decompress(&r->jpeg);
    jpeg_arrays_install(&r->arrays, &r->jpeg, &r->env->space, arrays_failed);
    r->source.init_source = do_nothing;
    r->source.fill_input_buffer = fill_input;
    r->source.skip_input_data = skip_input;
    r->source.resync_to_restart = jpeg_resync_to_restart;
    r->source.term_source = do_nothing;
    r->jpeg.src = &r->source;
    r->progress.progress_monitor = between_rows;
    r->jpeg.progress = &r->progress;
    jpeg_set_marker_processor(&r->jpeg, JPEG_APP0 + 1, read_app1);
}

static void choose_output(struct jpeg_reader *r)
{
    J_COLOR_SPACE stored = r->jpeg.jpeg_color_space;

    if (stored == JCS_GRAYSCALE)
        r->jpeg.out_color_space = JCS_GRAYSCALE;
    else if (stored == JCS_CMYK || stored == JCS_YCCK)
        r->jpeg.out_color_space = JCS_CMYK;
    else if (stored == JCS_RGB || stored == JCS_YCbCr)
        r->jpeg.out_color_space = JCS_RGB;
    else
        fail(r, "This kind of JPEG is not supported: its colours are unknown");
}

static void read_header(struct jpeg_reader *r)
{
    create(r);
    jpeg_read_header(&r->jpeg, TRUE);
    choose_output(r);
    r->jpeg.dct_method = JDCT_ISLOW;
    /* Guesses at coefficients that a file does not have; we want what it says. */
    r->jpeg.do_block_smoothing = FALSE;
}

/* The density of the JFIF marker, which programs keep up to date, before that of EXIF. */
static void set_facts(const struct jpeg_reader *r, struct image_facts *facts)
{
    static const double exif_units[] = {0, 0, 1, 2.54}, jfif_units[] = {0, 1, 2.54};
    unsigned unit = r->jpeg.saw_JFIF_marker ? r->jpeg.density_unit : 0;
    struct exif exif;

    facts->width = r->jpeg.image_width;
    facts->height = r->jpeg.image_height;
    if (exif_parse(r->app1, r->app1_bytes, &exif)) {
        facts->orientation = exif.orientation;
        image_set_density(facts, exif.x, exif.y, exif_units[exif.unit]);
    }
    if (unit == 1 || unit == 2)
        image_set_density(facts, r->jpeg.X_density, r->jpeg.Y_density, jfif_units[unit]);
    else if (r->jpeg.saw_JFIF_marker && facts->x_dpi <= 0)
        image_set_density(facts, r->jpeg.X_density, r->jpeg.Y_density, 0);
}

static void jpeg_close(void *reader)
{
    struct jpeg_reader *r = reader;

    if (r->created)
        jpeg_destroy_decompress(&r->jpeg);
    jpeg_arrays_free(&r->arrays);
    free(r->pixels);
    free(r->app1);
    free(r);
}

static void *jpeg_open(FILE *file, struct image_env *env, struct image_facts *facts, char *why,
                       size_t why_size)
{
    struct jpeg_reader *r = calloc(1, sizeof *r);

    if (!r) {
        snprintf(why, why_size, "Not enough memory");
        return NULL;
    }
    r->arrays_pointer = &r->arrays;
    r->arrays.file.fd = -1;
    r->file = file;
    r->env = env;
    if (!guarded(r, read_header)) {
        report(r, why, why_size);
        goto failed;
    }
    set_facts(r, facts);
    if (image_size_allowed(env, facts->width, facts->height, why, why_size))
        return r;
failed:
    jpeg_close(r);
    return NULL;
}

/* A component without a scan would come out as one gray. */
static void check_scans(struct jpeg_reader *r)
{
    int i;

    for (i = 0; i < r->jpeg.num_components; i++)
        if (r->jpeg.comp_info[i].component_needed && !(r->components_seen >> i & 1))
            fail(r, "The JPEG file is damaged: a part of its data is missing");
    if (r->end_of_file)
        fail(r, "The JPEG file is damaged: it ends before all of its scans have come");
}

static void start(struct jpeg_reader *r)
{
    if (r->started)
        return;
    jpeg_start_decompress(&r->jpeg);
    if (jpeg_has_multiple_scans(&r->jpeg))
        check_scans(r);
    if (r->jpeg.output_components > 1) {
        r->pixels = malloc((size_t)r->jpeg.output_width * (size_t)r->jpeg.output_components);
        if (!r->pixels)
            fail(r, "Not enough memory");
    }
    r->started = true;
}

static void invert(uint8_t *bytes, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        bytes[i] ^= 0xFF;
}

static void to_gray(const struct jpeg_reader *r)
{
    uint32_t width = r->jpeg.output_width;

    if (r->jpeg.out_color_space == JCS_RGB) {
        luma_line(PIXEL_RGB8, r->pixels, 0, width, r->gray);
    } else if (r->jpeg.out_color_space == JCS_CMYK) {
        if (r->jpeg.saw_Adobe_marker)
            invert(r->pixels, (size_t)width * 4);
        luma_line(PIXEL_CMYK8, r->pixels, 0, width, r->gray);
    }
}

static void next_line(struct jpeg_reader *r)
{
    JSAMPROW row;

    start(r);
    row = r->pixels ? r->pixels : r->gray;
    if (jpeg_read_scanlines(&r->jpeg, &row, 1) != 1)
        fail(r, "The JPEG file has no more lines");
    to_gray(r);
}

static bool jpeg_read_line(void *reader, uint8_t *gray, char *why, size_t why_size)
{
    struct jpeg_reader *r = reader;

    r->gray = gray;
    return guarded(r, next_line) || report(r, why, why_size);
}

const struct image_reader_ops image_reader_jpeg = {jpeg_open, jpeg_read_line, jpeg_close};
