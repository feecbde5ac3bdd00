/*
 * test-vectors-encode.c - pictures of the maker's streams, encoded with the same options, give
 * the maker's bytes everywhere but in the compressed data and its lengths, decode to the same
 * pictures, and take no more bytes in sum.
 * Effects: reads the vectors (see vectors.h); skips what is not there.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/bytes.h"
#include "driver/pdl.h"
#include "tests/decode/ufr2lt-decode.h"
#include "tests/unit/buffer.h"
#include "tests/unit/tap.h"
#include "tests/unit/vectors.h"

#include <string.h>

/* A stream and what its README says of its options; 0 and NULL are the defaults. */
struct vector {
    const char *name;
    const char *model;
    unsigned pages;
    const char *title;
    const char *user;
    const char *media;
    const char *source;
    const char *type;
    uint32_t copies;
    struct job_params job; /* what else differs: enums and numbers */
    int toner_save;        /* enum choice + 1 */
    int refinement;        /* the same */
    int collate;           /* enum collate + 1 */
    const uint8_t *last; /* records of options that are not offered: in place of the group's */
};

#define IR1020 "canon_ir1020_ufr2lt"
#define IR1018 "canon_ir1018_ufr2lt"
#define LETTER "na_letter_8.5x11in"

/* Records, as the vectors' README names the options. */
static const uint8_t line_refinement[] = {0x18, 3, 0x08, 0x83, 0x01, 0};
static const uint8_t special_print_off[] = {0x18, 3,    0x09, 0x71, 0xFF, 0x18,
                                            3,    0x09, 0x72, 0x00, 0};
static const uint8_t density_and_curl[] = {
    0x18, 5,    0x08, 0xD3, 0x01, 0x01, 0x45, 0x1D, 28,  0,   0,   0,   0,   0,   0x8F,
    0,    0xFF, 15,   'P',  'R',  'I',  'N',  'T',  '-', 'S', 'P', '-', 'L', 'E', 'V',
    'E',  'L',  '2',  3,    'O',  'F',  'F',  0x1D, 31,  0,   0,   0,   0,   0,   0x8F,
    0,    0xFF, 16,   'P',  'L',  'A',  'I',  'N',  '-', 'P', 'A', 'P', 'E', 'R', '-',
    'M',  'O',  'D',  'E',  5,    'M',  'O',  'D',  'E', '1', 0};

/* clang-format off */ /* a row is a stream */
static const struct vector vectors[] = {
    {"ufr2lt/01-blank-a4", IR1020, 1, .media = NULL},
    {"ufr2lt/02-pixels-a4", IR1020, 1, .media = NULL},
    {"ufr2lt/03-black-a4", IR1020, 1, .media = NULL},
    {"ufr2lt/04-text-a4", IR1020, 1, .title = "report.txt", .user = "anna"},
    {"ufr2lt/05-rules-a4-colortone", IR1020, 1, .job = {.screen = SCREEN_COLOR_TONE}},
    {"ufr2lt/06-noise-band-a4", IR1020, 1, .media = NULL},
    {"ufr2lt/07-three-pages-duplex-long", IR1020, 3, .title = "duplex job",
     .job = {.sides = SIDES_LONG_EDGE}},
    {"ufr2lt/08-two-pages-duplex-short", IR1020, 2,
     .job = {.sides = SIDES_SHORT_EDGE, .binding = BINDING_TOP}},
    {"ufr2lt/09-letter-drawer1", IR1020, 1, .title = "letter job", .user = "bob",
     .media = LETTER, .source = "tray-1", .type = "stationery", .copies = 3,
     .toner_save = CHOICE_ON + 1},
    {"ufr2lt/10-letter-group", IR1020, 2, .title = "Za\xC5\xBC\xC3\xB3\xC5\x82\xC4\x87",
     .user = "\xC5\x81ukasz", .media = LETTER, .source = "tray-2", .copies = 2,
     .collate = COLLATE_GROUP + 1, .refinement = CHOICE_ON + 1},
    {"ufr2lt/11-a5-manual", IR1020, 1, .media = "iso_a5_148x210mm", .source = "by-pass-tray",
     .type = "stationery-heavyweight", .refinement = CHOICE_OFF + 1},
    {"ufr2lt/12-com10-envelope", IR1020, 1, .media = "na_number-10_4.125x9.5in",
     .source = "by-pass-tray", .type = "envelope", .toner_save = CHOICE_DEVICE + 1},
    {"ufr2lt/13-account-a4", IR1020, 1,
     .job = {.account = true, .department_id = 1234567, .pin = 7654321,
             .binding_shift_hmm = 1000}},
    {"ufr2lt/14-dither-a4", IR1020, 1, .media = NULL},
    {"ufr2lt/15-dither-a4-colortone", IR1020, 1, .job = {.screen = SCREEN_COLOR_TONE}},
    {"ufr2lt/16-codes-a4", IR1020, 1, .media = NULL},
    {"ufr2lt/17-codes-a4-colortone", IR1020, 1, .job = {.screen = SCREEN_COLOR_TONE}},
    {"ufr2lt/18-gray-resolution", IR1020, 1, .job = {.screen = SCREEN_RESOLUTION}},
    {"ufr2lt/18-gray-gradation", IR1020, 1, .media = NULL},
    {"ufr2lt/18-gray-colortone", IR1020, 1, .job = {.screen = SCREEN_COLOR_TONE}},
    {"ufr2lt/19-exact-packet-a4", IR1020, 2, .media = NULL},
    {"ufr2-models/m01-ir1023-blank-a4", IR1018, 1, .media = NULL},
    {"ufr2-models/m02-ir1023-text-a4", IR1018, 1, .title = "report.txt", .user = "anna",
     .copies = 2, .collate = COLLATE_UNCOLLATED + 1, .toner_save = CHOICE_OFF + 1},
    {"ufr2-models/m03-ir1023-codes-colortone", IR1018, 1, .job = {.screen = SCREEN_COLOR_TONE}},
    {"ufr2-models/m04-ir1023-noise-band", IR1018, 1, .media = NULL},
    {"ufr2-models/m05-ir1023-duplex-collate", IR1018, 3, .title = "duplex job",
     .source = "tray-1", .type = "stationery", .copies = 3, .toner_save = CHOICE_ON + 1,
     .job = {.sides = SIDES_LONG_EDGE}},
    {"ufr2-models/m06-ir1023zs-letter-punched", IR1018, 1, .title = "letter job",
     .user = "bob", .media = LETTER, .source = "by-pass-tray", .type = "stationery-prepunched",
     .refinement = CHOICE_ON + 1},
    {"ufr2-models/m07-ir1023-noise-cut", IR1018, 1, .media = NULL},
    {"ufr2-models/m10-ir2018-a3", "canon_ir2018_ufr2lt", 1, .media = "iso_a3_297x420mm",
     .source = "tray-3"},
    {"ufr2-models/m11-ir2018-executive-turned", "canon_ir2018_ufr2lt", 1,
     .media = "na_executive_7.25x10.5in"},
    {"ufr2-models/m12-mf4600-letter", "canon_mf4600_ufr2lt", 1, .media = LETTER,
     .type = "transparency"},
    {"ufr2-models/m13-d1100-a4", "canon_d1100_ufr2lt", 1, .copies = 5,
     .collate = COLLATE_GROUP + 1},
    {"ufr2-models/m14-ir2520-a4", "canon_ir2520_ufr2lt", 2, .copies = 2,
     .job = {.sides = SIDES_SHORT_EDGE, .binding = BINDING_TOP, .screen = SCREEN_COLOR_TONE},
     .last = line_refinement},
    {"ufr2-models/m15-ir1133-a4", "canon_ir1133_ufr2lt", 1, .toner_save = CHOICE_ON + 1},
    {"ufr2-models/m16-ir3025-a4", "canon_ir3025_ufr2", 1, .copies = 2,
     .collate = COLLATE_GROUP + 1},
    {"ufr2-models/m17-ir3025-a5", "canon_ir3025_ufr2", 1, .media = "iso_a5_148x210mm",
     .source = "by-pass-tray", .type = "stationery-heavyweight"},
    {"ufr2-models/m18-lbp6670-com10", "canon_lbp6670_ufr2", 1,
     .media = "na_number-10_4.125x9.5in", .source = "by-pass-tray", .type = "envelope",
     .last = density_and_curl},
    {"ufr2-models/m19-mf4010-a4", "canon_mf4010_ufr2lt", 1, .media = NULL},
    {"ufr2-models/m20-ir2320-a3", "canon_ir2318_ufr2lt", 2, .media = "iso_a3_297x420mm",
     .source = "tray-2", .job = {.sides = SIDES_LONG_EDGE}},
    {"ufr2-models/m21-mf4350-letter", "canon_mf4320_ufr2lt", 1, .title = "slides",
     .media = LETTER, .type = "transparency"},
    {"ufr2-models/m22-mf3010-a4", "canon_mf3010_ufr2lt", 1, .type = "stationery",
     .last = special_print_off},
    {"ufr2-models/m23-mf3010-a5-two-bit", "canon_mf3010_ufr2lt", 1,
     .media = "iso_a5_148x210mm", .type = "stationery", .last = special_print_off},
    {"ufr2-models/m24-mf4500-a4", "canon_mf4500_ufr2lt", 1, .type = "stationery",
     .toner_save = CHOICE_OFF + 1, .job = {.sides = SIDES_LONG_EDGE}},
};
/* clang-format on */

/* ---- encoding a vector's pictures ---- */

static struct job_params job_of(const struct vector *v, const struct model *model)
{
    struct job_params job = v->job;

    job.title = v->title ? v->title : "title";
    job.user = v->user ? v->user : "user";
    job.media = media_find(v->media ? v->media : "iso_a4_210x297mm");
    job.source = media_source_find(v->source ? v->source : "auto");
    job.type = media_type_find(v->type ? v->type : "auto");
    job.copies = v->copies ? v->copies : 1;
    job.collate = v->collate                     ? (enum collate)(v->collate - 1)
                  : model->caps->collate_default ? COLLATE_COLLATED
                                                 : COLLATE_UNCOLLATED;
    job.toner_save =
        v->toner_save ? (enum choice)(v->toner_save - 1) : model->caps->toner_save_default;
    job.refinement =
        v->refinement ? (enum choice)(v->refinement - 1) : model->caps->refinement_default;
    return job;
}

/* A picture as the stream has it, and the page that becomes it. */
struct picture {
    unsigned width, height;
    size_t stride;
    const uint8_t *first;
};

static bool is_black(const struct picture *p, uint32_t x, uint32_t y)
{
    return (p->first[y * p->stride + x / 8] & 0x80u >> x % 8) != 0;
}

/* The bitmap is turned clockwise: its rows are columns of the page, its right the top. */
static bool turned_line(const struct picture *p, const struct page_params *page, uint32_t y,
                        uint8_t *line)
{
    for (uint32_t x = 0; x < page->paper_width; x++)
        if (is_black(p, page->paper_height - 1 - y, x))
            line[x / 8] |= (uint8_t)(0x80u >> x % 8);
    return p->height == page->paper_width && p->width == (page->paper_height + 31) / 32 * 32;
}

/* 400 dpi: of three lines that become two the first and the last are these two, and the middle
 * one is black where both are. Behind the last three lines white ones are dropped. */
static bool two_thirds_line(const struct picture *p, const struct page_params *page, uint32_t y,
                            uint8_t *line)
{
    const uint8_t *row = p->first + (size_t)y / 3 * 2 * p->stride;

    if (y / 3 * 2 < p->height)
        for (size_t i = 0; i < p->stride; i++)
            line[i] = y % 3 == 0   ? row[i]
                      : y % 3 == 2 ? row[p->stride + i]
                                   : row[i] & row[p->stride + i];
    return p->width == page->page_width && p->height == page->paper_height / 3 * 2;
}

static bool upright_line(const struct picture *p, const struct page_params *page, uint32_t y,
                         uint8_t *line)
{
    memcpy(line, p->first + y * p->stride, p->stride);
    return p->width == page->page_width && p->height == page->page_height;
}

static bool page_line(const struct vector *v, const struct picture *p,
                      const struct page_params *page, uint32_t y, uint8_t *line)
{
    const struct caps *caps = model_find(v->model)->caps;
    const struct caps_media_more more =
        caps_media_more(caps, media_find(v->media ? v->media : "iso_a4_210x297mm"));

    memset(line, 0, page->stride);
    if (more.turned)
        return turned_line(p, page, y, line);
    if (caps->ufr2lt.two_thirds && !more.fine)
        return two_thirds_line(p, page, y, line);
    return upright_line(p, page, y, line);
}

static bool encode_page(const struct vector *v, const struct pdl_ops *pdl, void *work,
                        const struct page_params *page, unsigned number)
{
    struct picture p;
    char name[200];
    uint8_t *line = malloc(page->stride), *picture;
    bool fine;

    snprintf(name, sizeof name, "%s-p%u.pbm", v->name, number);
    picture = vector_picture(name, &p.width, &p.height, &p.stride, &p.first);
    fine = picture && line && pdl->start_page(work, page) == RESULT_OK;
    for (uint32_t y = 0; fine && y < page->page_height; y++)
        fine = page_line(v, &p, page, y, line) && pdl->write_line(work, line) == RESULT_OK;
    fine = fine && pdl->end_page(work) == RESULT_OK;
    free(picture);
    free(line);
    return fine;
}

static bool encode(const struct vector *v, struct buffer *stream)
{
    struct model copy = *model_find(v->model);
    const struct model *model = &copy;
    struct caps caps = *model->caps;
    const struct pdl_ops *pdl = model->pdl;
    const struct job_params job = job_of(v, model);
    const struct sink sink = {buffer_write, stream};
    struct page_params page;
    void *work = malloc(pdl->work_size(model));
    unsigned number;
    bool fine;

    copy.caps = &caps;
    if (v->last)
        caps.ufr2lt.last = v->last;
    fine = work && pdl->page_params(model, job.media, &page) == RESULT_OK &&
           pdl->start_job(work, model, &job, &sink, NULL) == RESULT_OK;

    for (number = 1; fine && number <= v->pages; number++)
        fine = encode_page(v, pdl, work, &page, number);
    fine = fine && pdl->end_job(work, false) == RESULT_OK;
    free(work);
    return fine;
}

/* ---- what of a stream does not hang on the compression ---- */

/* Bytes of an attribute's value, its first byte included; 0 where it is none. */
static size_t value_size(unsigned first)
{
    static const uint8_t unit[4] = {1, 2, 4, 0};

    if (first < 0x80)
        return 1;
    return unit[first >> 2 & 3] == 0 ? 0 : 1 + unit[first >> 2 & 3] * ((first & 3) + 1u);
}

/* One data block: of SLIM its parameters and its last-band mark stay, and the rules of its
 * length; of the others nothing. */
static bool strip_block(struct buffer *to, unsigned compression, const uint8_t *block, size_t n)
{
    size_t codes = n - 14, len;

    if (compression != 3)
        return true;
    if (n < 14 || block[n - 1] != 0x80)
        return false;
    len = get_le32(block + 9);
    return codes % 4 == 0 && len == (block[8] ? codes + 4 : codes) &&
           buffer_append(to, block, 9);
}

/*
 * The page data without compressed bytes and lengths. Where bands are cut by their size
 * (cut), without the bands' places and heights too: those follow from the compression.
 */
static bool strip_page_data(struct buffer *to, const uint8_t *p, size_t n, bool cut)
{
    size_t at = 0, size;
    unsigned compression = 0;
    bool in_band = false, fine = true;

    while (fine && at < n) {
        if (p[at] < 0x80) {
            in_band = p[at] == 0x62;
            size = 1;
        } else if (p[at] == 0x9D || p[at] == 0x9E) {
            size_t head = p[at] == 0x9D ? 3 : 5;
            size_t length = at + head > n ? n
                            : head == 3   ? get_be16(p + at + 1)
                                          : get_be32(p + at + 1);

            if (length > n - at - head || (head == 5) != (length > UINT16_MAX))
                return false;
            if (!cut || p[at + head + 8] == 0)
                fine = strip_block(to, compression, p + at + head, length);
            at += head + length;
            continue;
        } else {
            size = at + 1 < n && value_size(p[at + 1]) ? 1 + value_size(p[at + 1]) : n;
        }
        if (size > n - at)
            return false;
        if (p[at] == 0xE1)
            compression = p[at + 1];
        if (p[at] != 0xD7 && !(cut && in_band))
            fine = buffer_append(to, p + at, size);
        at += size;
    }
    return fine;
}

/* A stream's packets as they are, the page data joined and stripped. Where its packets are cut
 * is seen from those that are compared byte by byte. */
static bool strip(struct buffer *to, const uint8_t *p, size_t n, bool cut)
{
    struct buffer page_data = {.bytes = NULL};
    bool fine = true, more = false;
    size_t at, length;

    for (at = 0; fine && at + 20 <= n; at += 20 + length) {
        length = get_be16(p + at + 8);
        if (length > n - at - 20) {
            fine = false;
        } else if (p[at + 5] != 0x1A) {
            fine = !more && buffer_append(to, p + at, 20 + length);
        } else {
            more = p[at + 3] == 0x02;
            fine = length > 0 && p[at + 20] == 0x01 && (length != 65535 || more) &&
                   buffer_append(&page_data, p + at + 21, length - 1);
            if (fine && !more)
                fine = buffer_append(to, p + at + 10, 10) &&
                       strip_page_data(to, page_data.bytes, page_data.n, cut);
        }
    }
    free(page_data.bytes);
    return fine && at == n;
}

/* ---- decoding ---- */

struct compare {
    const struct vector *v;
    uint8_t *picture;
    const uint8_t *first;
    size_t stride;
    unsigned width, height, pages;
    bool same;
};

static bool compare_start(void *ctx, const struct decode_page *page)
{
    struct compare *c = ctx;
    char name[200];

    free(c->picture);
    snprintf(name, sizeof name, "%s-p%u.pbm", c->v->name, page->number);
    c->picture = vector_picture(name, &c->width, &c->height, &c->stride, &c->first);
    c->same = c->same && c->picture && c->width == page->width && c->height == page->height;
    return c->same;
}

static bool compare_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                         size_t stride, const uint8_t *bits)
{
    struct compare *c = ctx;

    (void)page;
    for (; rows > 0; rows--, y++, bits += stride)
        c->same = c->same && memcmp(bits, c->first + y * c->stride, c->stride) == 0;
    return c->same;
}

static bool compare_end(void *ctx, const struct decode_page *page)
{
    (void)page;
    ((struct compare *)ctx)->pages++;
    return true;
}

static bool decodes_to_pictures(const struct vector *v, const struct buffer *stream)
{
    struct compare c = {.v = v, .same = true};
    const struct decode_callbacks callbacks = {
        .page_start = compare_start, .band = compare_band, .page_end = compare_end, .ctx = &c};
    struct decoder *d = decoder_new(&callbacks);
    bool fine = d && decoder_feed(d, stream->bytes, stream->n) && decoder_finish(d);

    if (d && !fine)
        diag("%s at byte %llu", decoder_error(d), (unsigned long long)decoder_offset(d));
    decoder_free(d);
    free(c.picture);
    return fine && c.same && c.pages == v->pages;
}

/* ---- the tests ---- */

/* What all vectors of a folder take: the maker's, ours. */
struct sum {
    const char *folder;
    size_t maker, ours;
};

static void test_vector(const struct vector *v, struct sum *sum)
{
    const bool cut = model_find(v->model)->caps->ufr2lt.band_max_bytes != 0;
    struct buffer ours = {.bytes = NULL}, our_rest = {.bytes = NULL}, rest = {.bytes = NULL};
    char name[200];
    size_t size = 0;
    uint8_t *maker;

    snprintf(name, sizeof name, "%s.bin", v->name);
    maker = vector_read(name, &size);
    if (!maker) {
        skip("%s is not here", v->name);
        return;
    }
    if (ok(encode(v, &ours), "%s: the pictures can be encoded", v->name)) {
        ok(strip(&rest, maker, size, cut) && strip(&our_rest, ours.bytes, ours.n, cut) &&
               rest.n == our_rest.n && memcmp(rest.bytes, our_rest.bytes, rest.n) == 0,
           "%s: packets, ticket and page description are the maker's", v->name);
        if (model_find(v->model)->caps->ufr2lt.codec != CODEC_SLIM)
            ok(ours.n == size && memcmp(maker, ours.bytes, size) == 0,
               "%s: all bytes are the maker's", v->name);
        ok(decodes_to_pictures(v, &ours), "%s: what was encoded decodes to the pictures",
           v->name);
        ok(ours.n * 1000 <= size * 1005, "%s: not half a percent more than the maker's",
           v->name);
        diag("%s: maker %zu bytes, ours %zu", v->name, size, ours.n);
        sum->maker += size;
        sum->ours += ours.n;
    }
    free(maker);
    free(ours.bytes);
    free(rest.bytes);
    free(our_rest.bytes);
}

int main(void)
{
    struct sum sums[2] = {
        {"ufr2lt/",      0, 0},
        {"ufr2-models/", 0, 0}
    };
    size_t i;

    for (i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        test_vector(
            &vectors[i],
            &sums[strncmp(vectors[i].name, sums[0].folder, strlen(sums[0].folder)) != 0]);
    for (i = 0; i < 2; i++) {
        if (sums[i].maker == 0)
            continue;
        diag("%s: maker %zu bytes, ours %zu, ratio %.4f", sums[i].folder, sums[i].maker,
             sums[i].ours, (double)sums[i].ours / (double)sums[i].maker);
        ok(sums[i].ours * 100 <= sums[i].maker * 99, "%s: at most 0.99 of the maker's bytes",
           sums[i].folder);
    }
    return tap_done();
}
