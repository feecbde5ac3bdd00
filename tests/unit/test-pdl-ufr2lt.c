/*
 * test-pdl-ufr2lt.c - jobs in UFR II LT: a whole one computed by hand from the format note,
 * tickets, pages that end early, bands, replays, and what happens when the sink fails.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/bytes.h"
#include "driver/pdl.h"
#include "driver/slim.h"
#include "tests/decode/ufr2lt-decode.h"
#include "tests/unit/buffer.h"
#include "tests/unit/tap.h"

#define IR1020 "canon_ir1020_ufr2lt"
#define IR1018 "canon_ir1018_ufr2lt"

static const struct pdl_ops *const pdl = &pdl_ufr2lt;

static uint64_t random_state = 1;

static uint32_t next_random(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33);
}

/* A job with its memory, exactly as much as it says. */
struct run {
    const struct model *model;
    struct job_params job;
    struct page_params page;
    void *work;
    struct buffer out, record;
    struct sink sink, record_sink;
};

static bool setup(struct run *r, const char *model, const char *media)
{
    memset(r, 0, sizeof *r);
    r->model = model_find(model);
    r->job = (struct job_params){.title = "title",
                                 .user = "user",
                                 .media = media_find(media),
                                 .source = media_source_find("auto"),
                                 .type = media_type_find("auto"),
                                 .copies = 1,
                                 .toner_save = r->model->caps->toner_save_default,
                                 .refinement = r->model->caps->refinement_default};
    r->sink = (struct sink){buffer_write, &r->out};
    r->record_sink = (struct sink){buffer_write, &r->record};
    r->work = malloc(pdl->work_size(r->model));
    return r->work && pdl->page_params(r->model, r->job.media, &r->page) == RESULT_OK;
}

static enum result start(struct run *r, bool record)
{
    return pdl->start_job(r->work, r->model, &r->job, &r->sink,
                          record ? &r->record_sink : NULL);
}

static void teardown(struct run *r)
{
    free(r->work);
    buffer_free(&r->out);
    buffer_free(&r->record);
}

/* A page of so many lines, some black dots in each; fewer than the page has are fine. */
static enum result send_page(struct run *r, uint32_t lines, unsigned dots)
{
    uint8_t line[1280];
    enum result result = pdl->start_page(r->work, &r->page);
    unsigned i;

    while (result == RESULT_OK && lines-- > 0) {
        memset(line, 0, r->page.stride);
        for (i = 0; i < dots; i++)
            line[next_random() % r->page.stride] = (uint8_t)next_random();
        result = pdl->write_line(r->work, line);
    }
    return result == RESULT_OK ? pdl->end_page(r->work) : result;
}

/* ---- what a stream holds ---- */

struct seen {
    struct decode_ticket ticket;
    unsigned pages, jobs, bands, remarks;
    uint32_t last_black;  /* the lowest line with a black dot, all pages */
    uint32_t paper_width; /* dots right of it count as stray; 0: do not look */
    unsigned stray;
    uint64_t hash; /* of all dots */
    uint64_t biggest;
    uint64_t bytes; /* of the page so far */
};

static bool seen_ticket(void *ctx, const struct decode_ticket *ticket)
{
    ((struct seen *)ctx)->ticket = *ticket;
    return true;
}

static bool seen_start(void *ctx, const struct decode_page *page)
{
    ((struct seen *)ctx)->bytes = page->bytes;
    return true;
}

static bool seen_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                      size_t stride, const uint8_t *bits)
{
    struct seen *s = ctx;
    uint32_t i;
    size_t x;

    for (i = 0; i < rows; i++)
        for (x = 0; x < stride; x++, bits++) {
            s->hash = (s->hash ^ *bits) * 0x100000001B3u;
            if (*bits == 0)
                continue;
            s->last_black = y + i > s->last_black ? y + i : s->last_black;
            if (s->paper_width != 0 && x * 8 + 8 > s->paper_width)
                s->stray += x * 8 >= s->paper_width ||
                            (*bits & (0xFFu >> (s->paper_width - x * 8))) != 0;
        }
    s->bands++;
    if (page->bytes - s->bytes > s->biggest)
        s->biggest = page->bytes - s->bytes;
    s->bytes = page->bytes;
    return true;
}

static bool seen_end(void *ctx, const struct decode_page *page)
{
    (void)page;
    ((struct seen *)ctx)->pages++;
    return true;
}

static bool seen_job(void *ctx)
{
    ((struct seen *)ctx)->jobs++;
    return true;
}

static void seen_remark(void *ctx, uint64_t offset, const char *text)
{
    ((struct seen *)ctx)->remarks++;
    diag("at %llu: %s", (unsigned long long)offset, text);
}

/* The stream is whole, and nothing in it is unlike what the maker's driver writes. */
static bool look(const struct buffer *stream, struct seen *s)
{
    const struct decode_callbacks callbacks = {.ticket = seen_ticket,
                                               .page_start = seen_start,
                                               .band = seen_band,
                                               .page_end = seen_end,
                                               .job_end = seen_job,
                                               .remark = seen_remark,
                                               .ctx = s};
    struct decoder *d = decoder_new(&callbacks);
    bool fine = d && decoder_feed(d, stream->bytes, stream->n) && decoder_finish(d);

    if (d && !fine)
        diag("%s at byte %llu", decoder_error(d), (unsigned long long)decoder_offset(d));
    decoder_free(d);
    return fine && s->remarks == 0;
}

/* ---- a whole job by hand: FORMAT-ufr2lt.md section 8 ---- */

static void packet(struct buffer *b, unsigned operation, const char *hex)
{
    struct buffer data = {.bytes = NULL};
    uint8_t header[20] = {0xCD, 0xCA, 0x10, 0, 0, (uint8_t)operation};

    buffer_append_hex(&data, hex);
    put_be16(header + 8, (uint32_t)data.n);
    put_be32(header + 10, 0xFFFF0000u);
    buffer_append(b, header, sizeof header);
    buffer_append(b, data.bytes, data.n);
    buffer_free(&data);
}

static void blank_band(struct buffer *b, unsigned y, unsigned rows, bool last)
{
    struct bits codes = {.pending = 0};
    struct buffer block = {.bytes = NULL};
    char head[100];
    unsigned i;

    /* a zero, two by the dictionary, 4 * 128 + 109 by a run; then whole rows from above */
    bits_append(&codes, "11111101 101111 101111  11111100 1011  1110 111110 010010");
    for (i = 1; i < rows; i++)
        bits_append(&codes, "11111100 1011  0 111110 001111");
    buffer_append_block(&block, "03 06 01 01 00 FA 50 00", last, &codes);
    snprintf(head, sizeof head, "62 E3 85 1380 %04X E8 A5 0000 %04X E1 03 D7 84 %04X 9D %04X",
             rows, y, (unsigned)block.n, (unsigned)block.n);
    buffer_append_hex(b, head);
    buffer_append(b, block.bytes, block.n);
    buffer_free(&block);
}

static void test_blank_page(void)
{
    struct buffer expected = {.bytes = NULL}, page = {.bytes = NULL};
    uint8_t header[20] = {0xCD, 0xCA, 0x10, 0, 0, 0x1A};
    struct run r;
    unsigned y;

    packet(&expected, 0x6B,
           "0006 00F0 0001 01  0130 0003 030000  000D 0001 04"
           "0004 0008 0003 05 74 69 74 6C 65  0117 0008 0003 05 74 69 74 6C 65"
           "0006 0007 0003 04 75 73 65 72");
    packet(&expected, 0x14, "00000000");
    packet(&expected, 0x15, "07D7 0001");
    packet(&expected, 0x15, "07D9 17 00000000");
    packet(&expected, 0x15, "07D8 08");
    packet(&expected, 0x17, "00000000");
    packet(&expected, 0x18, "002E 83 0000");
    packet(&expected, 0x18, "07D7 0001");
    packet(&expected, 0x18, "07DF 01");
    packet(&expected, 0x18, "07E0 04");
    packet(&expected, 0x18, "0890 03");
    packet(&expected, 0x18, "07E1 00000000");
    packet(&expected, 0x18, "086E 01 0B 0000");
    packet(&expected, 0x18, "003A 06 00000000");
    packet(&expected, 0x18, "085A 01");
    packet(&expected, 0x18, "07ED FE FE 0002 0000000000000000 03");
    buffer_append_hex(&page, "01  01 C1 85 1000 1053 C2 00 D8 84 0258 DD 80 C8 F0 84 0800"
                             "02 C3 00 C5 00 C6 00  51 F2 00  03 E7 85 1380 1B68 DE 80 00"
                             "C8 00 CA A1 0000 CB 00  61 E6 80 01 E5 00");
    for (y = 0; y < 7016; y += 256)
        blank_band(&page, y, y + 256 < 7016 ? 256 : 7016 - y, y + 256 >= 7016);
    buffer_append_hex(&page, "13 12 11");
    put_be16(header + 8, (uint32_t)page.n);
    put_be32(header + 10, 0xFFFF0000u);
    buffer_append(&expected, header, sizeof header);
    buffer_append(&expected, page.bytes, page.n);
    packet(&expected, 0x19, "");
    packet(&expected, 0x16, "");
    packet(&expected, 0x13, "00");
    ok(expected.n == 23750, "A blank A4 page takes the 23750 bytes of the maker's driver");
    if (setup(&r, IR1020, "iso_a4_210x297mm"))
        ok(start(&r, false) == RESULT_OK && send_page(&r, 0, 0) == RESULT_OK &&
               pdl->end_job(r.work, false) == RESULT_OK &&
               buffer_equals(&r.out, expected.bytes, expected.n),
           "It is the bytes computed by hand from the format note");
    ok(r.out.writes == 2, "It goes out in two writes: the ticket, then the page");
    teardown(&r);
    buffer_free(&expected);
    buffer_free(&page);
}

/* ---- tickets ---- */

static bool ticket_of(struct run *r, struct seen *s)
{
    memset(s, 0, sizeof *s);
    return start(r, false) == RESULT_OK && pdl->end_job(r->work, false) == RESULT_OK &&
           look(&r->out, s) && s->jobs == 1 && s->pages == 0;
}

static void test_copies(const char *model, enum collate collate, unsigned sets,
                        unsigned finishing, unsigned copies)
{
    struct run r;
    struct seen s = {.pages = 0};

    if (!setup(&r, model, "iso_a4_210x297mm"))
        return;
    r.job.copies = 3;
    r.job.collate = collate;
    ok(ticket_of(&r, &s) && s.ticket.sets == sets && s.ticket.finishing == finishing &&
           s.ticket.copies == copies,
       "%s: three copies, collate %d, are %u sets of %u copies by finishing %02X", model,
       (int)collate, sets, copies, finishing);
    teardown(&r);
}

static void test_ticket(void)
{
    struct run r;
    struct seen s = {.pages = 0};

    if (!setup(&r, IR1018, "na_legal_8.5x14in"))
        return;
    r.job.title = "a title of more than thirty-two bytes";
    r.job.user = "";
    r.job.source = media_source_find("tray-2");
    r.job.type = media_type_find("stationery");
    r.job.sides = SIDES_SHORT_EDGE;
    r.job.binding = BINDING_TOP;
    r.job.binding_shift_hmm = 1234;
    r.job.refinement = CHOICE_ON;
    r.job.account = true;
    r.job.department_id = 9999999;
    r.job.pin = 1;
    ok(ticket_of(&r, &s) && strcmp(s.ticket.title, "a title of more than thirty-two ") == 0 &&
           !s.ticket.has_user && s.ticket.source == 0x66 && s.ticket.doc_source == 12 &&
           s.ticket.type == 3 && s.ticket.sides == 2 && s.ticket.edge == 3 &&
           s.ticket.doc_duplex == 1 && s.ticket.shift == 123 && s.ticket.toner_save == -1 &&
           s.ticket.refinement == 2 && s.ticket.account && s.ticket.size == 0x0C &&
           s.ticket.department_id == 9999999 && s.ticket.pin == 1 && s.ticket.doc_size == 102 &&
           s.ticket.model_id[0] == 0x1000 && s.ticket.model_id[1] == 0x1053,
       "A ticket says what was asked; names are cut to 32 bytes and left out when empty");
    teardown(&r);
    if (!setup(&r, IR1020, "iso_a4_210x297mm"))
        return;
    r.job.title = NULL;
    r.job.toner_save = CHOICE_ON;
    r.job.refinement = CHOICE_OFF;
    ok(ticket_of(&r, &s) && !s.ticket.has_title && strcmp(s.ticket.user, "user") == 0 &&
           !s.ticket.account && s.ticket.toner_save == 2 && s.ticket.refinement == 1,
       "Without title and department both are left out");
    teardown(&r);
    if (!setup(&r, IR1020, "iso_a4_210x297mm"))
        return;
    r.job.copies = 2;
    r.job.collate = COLLATE_COLLATED;
    ok(start(&r, false) == RESULT_UNSUPPORTED && pdl->end_job(r.work, false) != RESULT_OK &&
           r.out.writes == 0,
       "Collated copies of a machine that cannot collate are refused, nothing is sent");
    teardown(&r);
}

/* ---- geometry: FORMAT-ufr2lt.md section 5 ---- */

static void test_geometry(void)
{
    static const struct {
        const char *media;
        uint32_t paper_width, paper_height, page_width, margin;
        size_t stride;
    } sizes[] = {
        {"iso_a4_210x297mm",         4961, 7016, 4992, 118, 624},
        {"iso_a5_148x210mm",         3496, 4961, 3520, 118, 448},
        {"jis_b5_182x257mm",         4299, 6071, 4320, 118, 544},
        {"na_executive_7.25x10.5in", 4350, 6300, 4352, 118, 544},
        {"na_legal_8.5x14in",        5100, 8400, 5120, 118, 640},
        {"na_letter_8.5x11in",       5100, 6600, 5120, 118, 640},
        {"na_invoice_5.5x8.5in",     3300, 5100, 3328, 118, 416},
        {"iso_c5_162x229mm",         3827, 5409, 3840, 236, 480},
        {"na_number-10_4.125x9.5in", 2475, 5700, 2496, 236, 320},
        {"na_monarch_3.875x7.5in",   2325, 4500, 2336, 236, 304},
        {"iso_dl_110x220mm",         2598, 5197, 2624, 236, 336},
        {"iso_b5_176x250mm",         4157, 5906, 4160, 236, 528},
    };
    const struct model *model = model_find(IR1018);
    const struct media unknown = {.name = "unknown", .width_dots_600 = 100};
    struct page_params p;
    size_t i;
    bool fine = true;

    for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        fine = fine && pdl->page_params(model, media_find(sizes[i].media), &p) == RESULT_OK &&
               p.dpi == 600 && p.paper_width == sizes[i].paper_width &&
               p.paper_height == sizes[i].paper_height && p.page_width == sizes[i].page_width &&
               p.page_height == sizes[i].paper_height && p.margin == sizes[i].margin &&
               p.stride == sizes[i].stride;
    ok(fine, "The twelve sizes have the dots of the maker's driver");
    ok(pdl->page_params(model, &unknown, &p) == RESULT_UNSUPPORTED,
       "A size the model does not have is refused");
    ok(pdl->work_size(model) < 256 * 1024 && pdl->work_size(model_find(IR1020)) < 400 * 1024,
       "A job needs less than 400 KB: %zu and %zu bytes", pdl->work_size(model),
       pdl->work_size(model_find(IR1020)));
}

/* ---- pages ---- */

static void test_lines(void)
{
    struct run r;
    struct seen s = {.paper_width = 2325};
    uint8_t line[304];
    uint32_t y;
    enum result result;

    if (!setup(&r, IR1020, "na_monarch_3.875x7.5in"))
        return;
    memset(line, 0xFF, sizeof line);
    result = start(&r, false);
    if (result == RESULT_OK)
        result = pdl->start_page(r.work, &r.page);
    for (y = 0; result == RESULT_OK && y < 700; y++)
        result = pdl->write_line(r.work, line);
    ok(result == RESULT_OK && pdl->end_page(r.work) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &s) && s.pages == 1 &&
           s.bands == 18 && s.last_black == 699,
       "Missing lines are white and the page has all its bands");
    ok(s.stray == 0, "Dots right of the paper are not sent");
    ok(line[303] == 0xFF, "The caller's line is left as it was");
    teardown(&r);
    if (!setup(&r, IR1020, "na_monarch_3.875x7.5in"))
        return;
    result = start(&r, false);
    if (result == RESULT_OK)
        result = pdl->start_page(r.work, &r.page);
    for (y = 0; result == RESULT_OK && y < r.page.page_height; y++)
        result = pdl->write_line(r.work, line);
    ok(result == RESULT_OK && pdl->write_line(r.work, line) == RESULT_FORMAT &&
           pdl->end_page(r.work) == RESULT_FORMAT &&
           pdl->end_job(r.work, false) == RESULT_FORMAT,
       "A line too many is refused, and the refusal stays");
    teardown(&r);
}

static void test_order(void)
{
    static const char *const names[] = {"a line", "an end of a page", "a replay inside a page",
                                        "a page inside a page"};
    uint8_t line[304] = {0};
    struct run r;
    unsigned i;

    for (i = 0; i < 4; i++) {
        enum result result = RESULT_IO;

        if (!setup(&r, IR1020, "na_monarch_3.875x7.5in") || start(&r, false) != RESULT_OK)
            return;
        if (i == 0)
            result = pdl->write_line(r.work, line);
        else if (i == 1)
            result = pdl->end_page(r.work);
        else if (pdl->start_page(r.work, &r.page) == RESULT_OK)
            result = i == 2 ? pdl->replay(r.work, line, 1) : pdl->start_page(r.work, &r.page);
        ok(result == RESULT_FORMAT && pdl->start_page(r.work, &r.page) == RESULT_FORMAT,
           "Refused where it does not belong: %s", names[i]);
        teardown(&r);
    }
    if (!setup(&r, IR1020, "na_monarch_3.875x7.5in") || start(&r, false) != RESULT_OK)
        return;
    r.page.stride = 5120 / 8 + 16;
    ok(pdl->start_page(r.work, &r.page) == RESULT_UNSUPPORTED,
       "A page wider than any paper of the model is refused");
    teardown(&r);
}

static void test_bands(void)
{
    struct run r;
    struct seen s = {.pages = 0};
    enum result result;
    uint8_t line[624] = {0x80};
    uint32_t y;
    bool fine;

    if (!setup(&r, IR1018, "iso_a4_210x297mm"))
        return;
    result = start(&r, false);
    if (result == RESULT_OK)
        result = send_page(&r, 900, 600);
    fine = result == RESULT_OK && pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &s);
    ok(fine && s.biggest < r.model->caps->ufr2lt.band_max_bytes && s.biggest > 31000 &&
           s.bands > 900 / 48,
       "Bands of the iR1018 group end before their data passes the limit: %u bands, up to "
       "%u bytes",
       s.bands, (unsigned)s.biggest);
    teardown(&r);
    memset(&s, 0, sizeof s);
    if (!setup(&r, IR1018, "iso_a4_210x297mm"))
        return;
    ok(start(&r, false) == RESULT_OK && send_page(&r, 0, 0) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK && look(&r.out, &s) && s.bands == 7,
       "Bands of the iR1018 group have up to 1024 rows");
    teardown(&r);
    if (!setup(&r, IR1020, "iso_a4_210x297mm"))
        return;
    result = start(&r, false);
    ok(result == RESULT_OK && r.out.writes == 0, "Nothing is sent before there is a page");
    if (result == RESULT_OK)
        result = pdl->start_page(r.work, &r.page);
    for (y = 0; result == RESULT_OK && y < 255; y++)
        result = pdl->write_line(r.work, line);
    ok(result == RESULT_OK && r.out.writes == 0 && pdl->write_line(r.work, line) == RESULT_OK &&
           r.out.writes == 1,
       "The first band's last line makes the ticket go out");
    teardown(&r);
}

static void test_cancel(void)
{
    struct run r;
    struct seen s = {.pages = 0};
    uint8_t line[304];
    unsigned y;

    if (!setup(&r, IR1020, "na_monarch_3.875x7.5in"))
        return;
    memset(line, 0xFF, sizeof line);
    ok(start(&r, false) == RESULT_OK && pdl->end_job(r.work, true) == RESULT_OK && r.out.n == 0,
       "A job canceled before its first page never reaches the machine");
    buffer_free(&r.out);
    if (start(&r, false) == RESULT_OK && pdl->start_page(r.work, &r.page) == RESULT_OK)
        for (y = 0; y < 300; y++)
            if (pdl->write_line(r.work, line) != RESULT_OK)
                break;
    ok(pdl->end_job(r.work, true) == RESULT_OK && look(&r.out, &s) && s.pages == 1 &&
           s.jobs == 1 && s.last_black == 299,
       "A job canceled inside a page is a whole job: the page ends white");
    teardown(&r);
}

/* ---- replay ---- */

static void test_replay(void)
{
    struct run r;
    struct seen s = {.pages = 0};
    size_t first, at;
    bool fine;

    if (!setup(&r, IR1020, "na_monarch_3.875x7.5in"))
        return;
    random_state = 7;
    fine = start(&r, true) == RESULT_OK && send_page(&r, 2000, 40) == RESULT_OK;
    first = r.record.n;
    fine = fine && send_page(&r, 100, 3) == RESULT_OK;
    ok(fine && first > 2 && r.record.bytes[0] == 0x03 && r.record.bytes[first - 1] == 0x13 &&
           r.record.bytes[first] == 0x03 && r.record.bytes[r.record.n - 1] == 0x13,
       "A page's recorded bytes go from its first opcode to its last");
    for (at = 0; fine && at < r.record.n; at += 4099)
        fine = pdl->replay(r.work, r.record.bytes + at,
                           r.record.n - at < 4099 ? r.record.n - at : 4099) == RESULT_OK;
    first = r.record.n;
    ok(fine && pdl->end_job(r.work, false) == RESULT_OK && r.record.n == first,
       "A replay is not recorded again");
    ok(look(&r.out, &s) && s.pages == 4 && s.jobs == 1, "Two pages and their replay are four");
    {
        struct run twice;

        if (setup(&twice, IR1020, "na_monarch_3.875x7.5in")) {
            fine = start(&twice, false) == RESULT_OK;
            for (at = 0; at < 2; at++) {
                random_state = 7;
                fine = fine && send_page(&twice, 2000, 40) == RESULT_OK &&
                       send_page(&twice, 100, 3) == RESULT_OK;
            }
            ok(fine && pdl->end_job(twice.work, false) == RESULT_OK &&
                   buffer_equals(&twice.out, r.out.bytes, r.out.n),
               "The replay is byte for byte what encoding the pages again gives");
        }
        teardown(&twice);
    }
    teardown(&r);
}

/* ---- failures ---- */

/* One job of two pages and a replay; false at its first failure. */
static enum result whole_job(struct run *r)
{
    enum result result = start(r, true);

    random_state = 3;
    if (result == RESULT_OK)
        result = send_page(r, 900, 200);
    if (result == RESULT_OK)
        result = send_page(r, 300, 2);
    if (result == RESULT_OK)
        result = pdl->replay(r->work, r->record.bytes, r->record.n);
    return result == RESULT_OK ? pdl->end_job(r->work, false) : result;
}

/* The job with the n-th write of out or record failing. */
static enum result failing_job(unsigned n, bool record, bool *quiet)
{
    struct run r;
    struct buffer *b = record ? &r.record : &r.out;
    enum result result = RESULT_SPACE;
    uint8_t line[304] = {0};

    if (setup(&r, IR1018, "na_monarch_3.875x7.5in")) {
        b->fail_write = n;
        result = whole_job(&r);
        if (result != RESULT_OK) {
            size_t sent = r.out.writes, recorded = r.record.writes;

            *quiet = pdl->write_line(r.work, line) == result &&
                     pdl->end_page(r.work) == result &&
                     pdl->start_page(r.work, &r.page) == result &&
                     pdl->replay(r.work, line, 1) == result &&
                     pdl->end_job(r.work, true) == result && r.out.writes == sent &&
                     r.record.writes == recorded && b->writes == n;
        }
    }
    teardown(&r);
    return result;
}

static void test_failures(bool record)
{
    unsigned n = 1;
    bool quiet = true;

    while (quiet && failing_job(n, record, &quiet) == RESULT_IO)
        n++;
    ok(quiet && n > (record ? 20 : 10) && failing_job(n, record, &quiet) == RESULT_OK,
       "Each of %u writes to the %s that fails stops the job for good", n - 1,
       record ? "record" : "machine");
}

/* ---- a further model of a known class is one row ---- */

static void test_other_class(void)
{
    static const struct slim_params right_3 = {3, 6, 1, 1, 0, -3, 80};
    struct caps caps = *model_find(IR1020)->caps;
    struct model model = *model_find(IR1020);
    struct seen s = {.pages = 0};
    struct run r;
    static const uint8_t distances[8] = {3, 6, 1, 1, 0, 0xFD, 80, 0};
    bool found = false, fine;
    size_t i;

    caps.ufr2lt.model_id[1] = 0x1075;
    caps.ufr2lt.header_7 = 1;
    caps.ufr2lt.band_rows = 512;
    caps.ufr2lt.slim = &right_3;
    model.caps = &caps;
    if (!setup(&r, IR1020, "na_monarch_3.875x7.5in"))
        return;
    r.model = &model;
    free(r.work);
    r.work = malloc(pdl->work_size(&model));
    fine = r.work && start(&r, false) == RESULT_OK && send_page(&r, 500, 40) == RESULT_OK &&
           pdl->end_job(r.work, false) == RESULT_OK;
    for (i = 0; fine && i + 8 < r.out.n; i++)
        found = found || memcmp(r.out.bytes + i, distances, 8) == 0;
    look(&r.out, &s); /* has remarks: the decoder knows the usual distances */
    ok(fine && found && s.pages == 1 && s.jobs == 1 && s.bands == 9 && s.last_black == 499 &&
           s.ticket.model_id[1] == 0x1075 && r.out.bytes[7] == 1,
       "Another class's id, header byte, band height and distances are a row of numbers");
    teardown(&r);
}

/* ---- every model, every size ---- */

/* Where the lowest of 300 lines comes back: of 400 dpi down the page two for three. A bitmap
 * that is turned has them at its right, in all of its rows. */
static uint32_t lowest_line(const struct model *model, const struct page_params *page,
                            const struct caps_media_more *more)
{
    if (more->turned)
        return page->paper_width - 1;
    return model->caps->ufr2lt.two_thirds && !more->fine ? 199 : 299;
}

/* The lowest row may be white by chance where it is a turned one. */
static bool is_lowest(uint32_t got, uint32_t want, const struct caps_media_more *more)
{
    return more->turned ? got <= want && got + 100 > want : got == want;
}

static void test_model(const struct model *model)
{
    size_t i;
    unsigned fine = 0;

    for (i = 0; i < model->caps->num_media; i++) {
        const struct media *media = model->caps->media[i].media;
        const struct caps_media_more more = caps_media_more(model->caps, media);
        struct seen s = {.paper_width =
                             more.turned ? media->length_dots_600 : media->width_dots_600};
        struct run r;

        if (setup(&r, model->name, media->name) && start(&r, false) == RESULT_OK &&
            send_page(&r, 300, 30) == RESULT_OK && pdl->end_job(r.work, false) == RESULT_OK &&
            look(&r.out, &s) && s.pages == 1 &&
            is_lowest(s.last_black, lowest_line(model, &r.page, &more), &more) &&
            s.stray == 0 && s.ticket.size == media->ufr2_ticket &&
            s.ticket.doc_size == media->ufr2_doc)
            fine++;
        else
            diag("%s fails", media->name);
        teardown(&r);
    }
    ok(fine == model->caps->num_media, "%s: a page of each of %u sizes decodes", model->name,
       fine);
}

int main(void)
{
    size_t i;

    test_blank_page();
    test_ticket();
    test_copies(IR1020, COLLATE_UNCOLLATED, 1, 0x08, 3);
    test_copies(IR1020, COLLATE_GROUP, 3, 0x0F, 1);
    test_copies(IR1018, COLLATE_UNCOLLATED, 1, 0x08, 3);
    test_copies(IR1018, COLLATE_COLLATED, 3, 0x0B, 1);
    test_copies(IR1018, COLLATE_GROUP, 3, 0x0F, 1);
    test_geometry();
    test_lines();
    test_order();
    test_bands();
    test_cancel();
    test_replay();
    test_failures(false);
    test_failures(true);
    test_other_class();
    for (i = 0; i < num_models; i++)
        if (models[i].pdl == pdl)
            test_model(&models[i]);
    return tap_done();
}
