/*
 * test-vectors-decode.c - streams of the maker's driver decode to their pictures, bit for bit,
 * and to the ticket they were made with.
 * Effects: reads $CANON_VECTORS (../shared/vectors), which is not part of the project; skips
 * what is not there.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/ufr2lt-decode.h"
#include "tests/unit/tap.h"
#include "tests/unit/vectors.h"

#include <stdlib.h>
#include <string.h>

#define PIECE 4093u /* bytes fed at a time; a prime, so that cuts fall anywhere */

/* What the vectors' README says of one stream. */
struct vector {
    const char *name;
    unsigned pages;
    const char *title, *user;
    unsigned sides, edge, source, type, size;
    unsigned sets, finishing, copies;
    int toner_save, refinement;
    int32_t shift;
    uint32_t department_id, pin;
};

enum { A3 = 1, A4 = 2, A5 = 3, EXECUTIVE = 0x0A, LETTER = 0x0D, COM10 = 0x16 };
enum { AUTO = 0x0B, MANUAL = 7, DRAWER_1 = 0x65, DRAWER_2 = 0x66, DRAWER_3 = 0x7A };
enum { ANY = 0xFE, PLAIN = 3, HEAVY_1 = 8, OHP = 4, ENVELOPE = 6, PUNCHED = 0x12 };
enum { LEFT = 4, TOP = 3 };
enum { NONE = 8, COLLATE = 0x0B, GROUP = 0x0F };

/* The defaults of a job; members after them win. */
#define ROW(file, ...)                                                                         \
    {                                                                                          \
        .name = file, .title = "title", .user = "user", .sides = 1, .edge = LEFT,              \
        .source = AUTO, .type = ANY, .size = A4, .sets = 1, .finishing = NONE, .copies = 1,    \
        .toner_save = 1, .refinement = -1, __VA_ARGS__                                         \
    }

#if defined(__GNUC__)
/* A row takes the defaults and names what differs. */
#pragma GCC diagnostic ignored "-Woverride-init"
#if defined(__clang__)
#pragma clang diagnostic ignored "-Winitializer-overrides"
#endif
#endif

static const struct vector vectors[] = {
    ROW("ufr2lt/01-blank-a4", .pages = 1),
    ROW("ufr2lt/02-pixels-a4", .pages = 1),
    ROW("ufr2lt/03-black-a4", .pages = 1),
    ROW("ufr2lt/04-text-a4", .pages = 1, .title = "report.txt", .user = "anna"),
    ROW("ufr2lt/05-rules-a4-colortone", .pages = 1),
    ROW("ufr2lt/06-noise-band-a4", .pages = 1),
    ROW("ufr2lt/07-three-pages-duplex-long", .pages = 3, .title = "duplex job", .sides = 2),
    ROW("ufr2lt/08-two-pages-duplex-short", .pages = 2, .sides = 2, .edge = TOP),
    ROW("ufr2lt/09-letter-drawer1", .pages = 1, .title = "letter job", .user = "bob",
        .source = DRAWER_1, .type = PLAIN, .size = LETTER, .toner_save = 2, .copies = 3),
    ROW("ufr2lt/10-letter-group", .pages = 2, .title = "Za\xC5\xBC\xC3\xB3\xC5\x82\xC4\x87",
        .user = "\xC5\x81ukasz", .source = DRAWER_2, .size = LETTER, .sets = 2,
        .finishing = GROUP, .refinement = 2),
    ROW("ufr2lt/11-a5-manual", .pages = 1, .source = MANUAL, .type = HEAVY_1, .size = A5,
        .refinement = 1),
    ROW("ufr2lt/12-com10-envelope", .pages = 1, .source = MANUAL, .type = ENVELOPE,
        .size = COM10, .toner_save = -1),
    ROW("ufr2lt/13-account-a4", .pages = 1, .shift = 100, .department_id = 1234567,
        .pin = 7654321),
    ROW("ufr2lt/14-dither-a4", .pages = 1),
    ROW("ufr2lt/15-dither-a4-colortone", .pages = 1),
    ROW("ufr2lt/16-codes-a4", .pages = 1),
    ROW("ufr2lt/17-codes-a4-colortone", .pages = 1),
    ROW("ufr2lt/18-gray-resolution", .pages = 1),
    ROW("ufr2lt/18-gray-gradation", .pages = 1),
    ROW("ufr2lt/18-gray-colortone", .pages = 1),
    ROW("ufr2lt/19-exact-packet-a4", .pages = 2),
    ROW("ufr2-models/m01-ir1023-blank-a4", .pages = 1, .finishing = COLLATE, .toner_save = -1),
    ROW("ufr2-models/m02-ir1023-text-a4", .pages = 1, .title = "report.txt", .user = "anna",
        .copies = 2),
    ROW("ufr2-models/m03-ir1023-codes-colortone", .pages = 1, .finishing = COLLATE,
        .toner_save = -1),
    ROW("ufr2-models/m04-ir1023-noise-band", .pages = 1, .finishing = COLLATE,
        .toner_save = -1),
    ROW("ufr2-models/m05-ir1023-duplex-collate", .pages = 3, .title = "duplex job", .sides = 2,
        .sets = 3, .finishing = COLLATE, .toner_save = 2, .source = DRAWER_1, .type = PLAIN),
    ROW("ufr2-models/m06-ir1023zs-letter-punched", .pages = 1, .title = "letter job",
        .user = "bob", .finishing = COLLATE, .toner_save = -1, .source = MANUAL,
        .type = PUNCHED, .size = LETTER, .refinement = 2),
    ROW("ufr2-models/m07-ir1023-noise-cut", .pages = 1, .finishing = COLLATE, .toner_save = -1),
    ROW("ufr2-models/m10-ir2018-a3", .pages = 1, .size = A3, .source = DRAWER_3,
        .finishing = COLLATE, .toner_save = -1),
    ROW("ufr2-models/m11-ir2018-executive-turned", .pages = 1, .size = EXECUTIVE,
        .finishing = COLLATE, .toner_save = -1),
    ROW("ufr2-models/m12-mf4600-letter", .pages = 1, .type = OHP, .size = LETTER,
        .finishing = COLLATE, .toner_save = -1),
    ROW("ufr2-models/m13-d1100-a4", .pages = 1, .sets = 5, .finishing = GROUP),
    ROW("ufr2-models/m14-ir2520-a4", .pages = 2, .sides = 2, .edge = TOP, .sets = 2,
        .finishing = COLLATE),
    ROW("ufr2-models/m15-ir1133-a4", .pages = 1, .toner_save = 2, .finishing = GROUP),
    ROW("ufr2-models/m16-ir3025-a4", .pages = 1, .sets = 2, .finishing = GROUP,
        .toner_save = -1),
    ROW("ufr2-models/m17-ir3025-a5", .pages = 1, .source = MANUAL, .type = HEAVY_1, .size = A5,
        .finishing = COLLATE, .toner_save = -1),
    ROW("ufr2-models/m18-lbp6670-com10", .pages = 1, .source = MANUAL, .type = ENVELOPE,
        .size = COM10, .finishing = GROUP),
    ROW("ufr2-models/m19-mf4010-a4", .pages = 1, .finishing = GROUP, .toner_save = -1),
    /* its drawer 2 is told by the page data only */
    ROW("ufr2-models/m20-ir2320-a3", .pages = 2, .size = A3, .sides = 2, .finishing = COLLATE),
    ROW("ufr2-models/m21-mf4350-letter", .pages = 1, .title = "slides", .type = OHP,
        .size = LETTER, .finishing = GROUP, .refinement = 2),
    ROW("ufr2-models/m22-mf3010-a4", .pages = 1, .type = PLAIN, .finishing = GROUP),
    ROW("ufr2-models/m23-mf3010-a5-two-bit", .pages = 1, .type = PLAIN, .size = A5,
        .finishing = GROUP),
    ROW("ufr2-models/m24-mf4500-a4", .pages = 1, .type = PLAIN, .sides = 2, .finishing = GROUP),
};

/* One stream being decoded and compared with its pictures. */
struct compare {
    const char *name;
    uint8_t *picture; /* of the page, all bytes of the PBM */
    size_t picture_size, at;
    unsigned pages, jobs, tickets, remarks;
    bool differs;
    struct decode_ticket ticket;
};

static bool got_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct compare *c = ctx;

    c->tickets++;
    c->ticket = *ticket;
    return true;
}

static bool got_page(void *ctx, const struct decode_page *page)
{
    struct compare *c = ctx;
    char picture[128], head[64];

    free(c->picture);
    snprintf(picture, sizeof picture, "%s-p%u.pbm", c->name, page->number);
    c->picture = vector_read(picture, &c->picture_size);
    c->at = (size_t)snprintf(head, sizeof head, "P4\n%u %u\n", (unsigned)page->width,
                             (unsigned)page->height);
    if (!c->picture || c->picture_size < c->at || memcmp(c->picture, head, c->at) != 0) {
        diag("page %u of %s has no picture of %ux%u", page->number, c->name,
             (unsigned)page->width, (unsigned)page->height);
        c->differs = true;
        return false;
    }
    return true;
}

static bool got_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                     size_t stride, const uint8_t *bits)
{
    struct compare *c = ctx;
    size_t n = (page->width + 7) / 8;

    for (; rows > 0; rows--, y++, bits += stride, c->at += n) {
        if (c->at + n <= c->picture_size && memcmp(bits, c->picture + c->at, n) == 0)
            continue;
        diag("page %u of %s differs in row %u", page->number, c->name, (unsigned)y);
        c->differs = true;
        return false;
    }
    return true;
}

static bool got_page_end(void *ctx, const struct decode_page *page)
{
    struct compare *c = ctx;

    (void)page;
    c->pages++;
    c->differs |= c->at != c->picture_size;
    return true;
}

static bool got_job_end(void *ctx)
{
    struct compare *c = ctx;

    c->jobs++;
    return true;
}

static void got_remark(void *ctx, uint64_t offset, const char *text)
{
    struct compare *c = ctx;

    c->remarks++;
    diag("%s at %llu: %s", c->name, (unsigned long long)offset, text);
}

/* Decode a vector with every callback set. NULL and a skip when it is not there. */
static struct decoder *decode(const char *name, struct compare *c)
{
    struct decode_callbacks callbacks = {got_ticket,  got_page,   got_band, got_page_end,
                                         got_job_end, got_remark, c};
    struct decoder *d;
    size_t size, at;
    uint8_t *stream;
    char file[128];

    c->name = name;
    snprintf(file, sizeof file, "%s.bin", name);
    stream = vector_read(file, &size);
    if (!stream) {
        skip("%s is not here", name);
        return NULL;
    }
    d = decoder_new(&callbacks);
    for (at = 0; d && at < size; at += PIECE)
        if (!decoder_feed(d, stream + at, size - at < PIECE ? size - at : PIECE))
            break;
    if (d)
        decoder_finish(d);
    free(stream);
    free(c->picture);
    c->picture = NULL;
    return d;
}

static bool same_number(const char *what, long got, long expected)
{
    if (got != expected)
        diag("%s is %ld instead of %ld", what, got, expected);
    return got == expected;
}

static bool same_text(const char *what, const char *got, const char *expected)
{
    if (strcmp(got, expected) != 0)
        diag("%s is \"%s\" instead of \"%s\"", what, got, expected);
    return strcmp(got, expected) == 0;
}

static bool same_ticket(const struct decode_ticket *t, const struct vector *v)
{
    bool same = same_text("title", t->title, v->title);

    same &= same_text("user", t->user, v->user);
    same &= same_number("sides", (long)t->sides, (long)v->sides);
    same &= same_number("edge", (long)t->edge, (long)v->edge);
    same &= same_number("source", (long)t->source, (long)v->source);
    same &= same_number("type", (long)t->type, (long)v->type);
    same &= same_number("size", (long)t->size, (long)v->size);
    same &= same_number("sets", (long)t->sets, (long)v->sets);
    same &= same_number("finishing", (long)t->finishing, (long)v->finishing);
    same &= same_number("copies", (long)t->copies, (long)v->copies);
    same &= same_number("toner save", t->toner_save, v->toner_save);
    same &= same_number("refinement", t->refinement, v->refinement);
    same &= same_number("shift", t->shift, v->shift);
    same &= same_number("account", t->account, v->department_id != 0);
    same &= same_number("department", (long)t->department_id, (long)v->department_id);
    same &= same_number("PIN", (long)t->pin, (long)v->pin);
    same &= same_number("doc duplex", (long)t->doc_duplex, v->sides == 2);
    return same;
}

static void test_vector(const struct vector *v)
{
    struct compare c = {.picture = NULL};
    struct decoder *d = decode(v->name, &c);

    if (!d)
        return;
    if (!ok(decoder_error(d)[0] == '\0' && decoder_idle(d) && !c.differs &&
                c.pages == v->pages && c.jobs == 1 && c.tickets == 1,
            "%s decodes to its %u pictures bit for bit", v->name, v->pages))
        diag("%u pages; at %llu: %s", c.pages, (unsigned long long)decoder_offset(d),
             decoder_error(d));
    ok(same_ticket(&c.ticket, v), "%s has the ticket it was made with", v->name);
    ok(c.remarks == 0, "%s has nothing the format note does not tell", v->name);
    decoder_free(d);
}

int main(void)
{
    size_t i;

    for (i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        test_vector(&vectors[i]);
    return tap_done();
}
