/*
 * pdl-ufr2lt.c - jobs in UFR II LT: the ticket, the page description, bands of rows.
 * Effects: none of its own; bytes go to the job's sinks.
 * Source: driver/FORMAT-ufr2lt.md sections 3 to 5 and 9.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cpca.h"
#include "pdl.h"
#include "ufr2lt-bands.h"
#include "ufr2lt-pages.h"
#include "ufr2lt-sheet.h"
#include "ufr2lt-ticket.h"

#include <string.h>

/* One job. It lies at the start of the caller's memory, the buffers behind it. */
struct ufr2lt {
    const struct caps *caps;
    const struct ufr2lt_params *params;
    struct job_params job;
    struct sink record;
    bool recording;
    bool in_page;
    bool kept; /* the page's lines are kept in sheet until its end */
    bool sent; /* the device has got something of this job */
    enum result result;
    struct page_params page;
    uint32_t y;         /* the next line */
    size_t paper_bytes; /* of a line that have dots of the paper */
    uint8_t paper_mask; /* of the last of them */
    size_t max_stride;
    struct follower follower; /* of replayed pages */
    bool cut;                 /* the page that is replayed is to end in white */
    bool dropping;            /* it has; what is left of its recorded bytes is not sent */
    uint32_t white_rows;      /* of the last page that was replayed */
    struct cpca cpca;
    struct ufr2lt_bands bands;
    uint8_t *packets; /* CPCA_BUFFER_SIZE */
    uint8_t *line;    /* 8 * max_stride */
    uint8_t *sheet;   /* sheet_size(), for groups that keep pages */
};

/* ---- geometry and memory ---- */

static size_t round_up(size_t n, size_t to)
{
    return (n + to - 1) / to * to;
}

static struct page_params page_of(const struct caps *caps, const struct media *media)
{
    const struct ufr2lt_params *params = &caps->ufr2lt;
    const size_t width = round_up(media->width_dots_600, 32);

    return (struct page_params){
        .dpi = 600,
        .paper_width = media->width_dots_600,
        .paper_height = media->length_dots_600,
        .page_width = (uint32_t)width,
        .page_height = media->length_dots_600,
        .margin = (caps_margin(caps, media) * 600 + 1270) / 2540,
        .stride = (caps_media_more(caps, media).fine
                       ? width
                       : round_up(media->width_dots_600, params->band_round)) /
                  8,
    };
}

/* How the stream has pages of this kind. */
static struct ufr2lt_page wire_of(const struct ufr2lt_params *params,
                                  const struct page_params *page, bool turned, bool fine)
{
    static const uint8_t compression[] = {[CODEC_SLIM] = UFR2LT_SLIM,
                                          [CODEC_PACKBITS] = UFR2LT_PACKBITS,
                                          [CODEC_G4] = UFR2LT_G4,
                                          [CODEC_JBIG] = UFR2LT_JBIG};
    struct ufr2lt_page wire = {
        .width = page->page_width,
        .height = page->page_height,
        .depth = 1,
        .compression = compression[params->codec],
        .band_width = (uint32_t)page->stride * 8,
        .rows = page->page_height,
    };

    if (turned) {
        wire.turned = true;
        wire.width = page->paper_width;
        wire.height = (uint32_t)round_up(page->page_height, 32);
        wire.band_width = (uint32_t)round_up(page->page_height, params->band_round);
        wire.rows = page->paper_width;
    } else if (fine) {
        wire.depth = 2;
        wire.band_width = page->page_width;
    } else if (params->two_thirds) {
        wire.rows = page->page_height / 3 * 2;
    }
    return wire;
}

static bool is_turned(const struct caps *caps, const struct media *media)
{
    return caps_media_more(caps, media).turned;
}

static size_t greater(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Bytes of the widest line, given or sent. */
static size_t widest_stride(const struct caps *caps)
{
    size_t i, widest = 0;

    for (i = 0; i < caps->num_media; i++) {
        const struct media *media = caps->media[i].media;
        const struct page_params page = page_of(caps, media);
        const struct ufr2lt_page wire =
            wire_of(&caps->ufr2lt, &page, is_turned(caps, media), caps->ufr2lt.two_thirds);

        widest = greater(widest, page.stride);
        widest = greater(widest, (size_t)wire.band_width * wire.depth / 8);
    }
    return widest;
}

static bool keeps_page(const struct ufr2lt_params *params, bool turned)
{
    return turned || ufr2lt_codes_whole_pages(params);
}

/* The largest page that is kept. */
static size_t sheet_size(const struct caps *caps)
{
    size_t i, size = 0;

    for (i = 0; i < caps->num_media; i++) {
        const struct page_params page = page_of(caps, caps->media[i].media);

        if (keeps_page(&caps->ufr2lt, is_turned(caps, caps->media[i].media)))
            size = greater(size, page.stride * page.page_height);
    }
    return caps->ufr2lt.two_thirds ? 2 * size : size;
}

static size_t ufr2lt_work_size(const struct model *model)
{
    const struct caps *caps = model->caps;
    size_t stride = widest_stride(caps);

    return round_up(sizeof(struct ufr2lt), 16) + round_up(CPCA_BUFFER_SIZE, 16) +
           round_up(8 * stride, 16) + round_up(sheet_size(caps), 16) +
           ufr2lt_bands_memory(&caps->ufr2lt, stride);
}

static enum result put_band(void *ctx, const void *bytes, size_t n);
static enum result cut_packet(void *ctx);

static void lay_out(struct ufr2lt *u)
{
    const struct sink bands = {put_band, u};
    uint8_t *p = (uint8_t *)u + round_up(sizeof *u, 16);

    u->packets = p;
    p += round_up(CPCA_BUFFER_SIZE, 16);
    u->line = p;
    p += round_up(8 * u->max_stride, 16);
    u->sheet = p;
    p += round_up(sheet_size(u->caps), 16);
    ufr2lt_bands_init(&u->bands, u->params, u->max_stride, p, &bands, cut_packet);
}

static enum result ufr2lt_page_params(const struct model *model, const struct media *media,
                                      struct page_params *page)
{
    const struct caps *caps = model->caps;

    if (!caps_find_media(caps, media))
        return RESULT_UNSUPPORTED;
    *page = page_of(caps, media);
    return RESULT_OK;
}

/* The page as the stream of this job has it. */
static struct ufr2lt_page wire_page(const struct ufr2lt *u, const struct page_params *page)
{
    return wire_of(u->params, page, is_turned(u->caps, u->job.media),
                   ufr2lt_is_fine(u->caps, u->job.media, u->job.type));
}

/* ---- page data (section 4) ---- */

static void put_page_data(struct ufr2lt *u, const uint8_t *bytes, size_t n)
{
    if (u->result == RESULT_OK)
        u->result = cpca_page_data(&u->cpca, bytes, n);
    if (u->result == RESULT_OK && u->in_page && u->recording)
        u->result = sink_write(&u->record, bytes, n);
}

static void put_job_opcodes(struct ufr2lt *u)
{
    const uint16_t *id = u->params->model_id;
    const uint8_t model[] = {0x01,
                             0xC1,
                             0x85,
                             (uint8_t)(id[0] >> 8),
                             (uint8_t)id[0],
                             (uint8_t)(id[1] >> 8),
                             (uint8_t)id[1],
                             0xC2,
                             0x00,
                             0xD8,
                             0x84,
                             0x02,
                             0x58, /* 600 dpi */
                             0xDD,
                             0x80,
                             0xC8,
                             0xF0,
                             0x84,
                             0x08,
                             0x00};
    static const uint8_t down_the_page[] = {0xE9, 0x84, 0x01, 0x90}; /* 400 dpi */
    const uint8_t paper_and_source[] = {0x02,
                                        0xC3,
                                        u->job.media->ufr2_doc,
                                        0xC5,
                                        u->job.sides == SIDES_ONE ? 0 : 1,
                                        0xC6,
                                        0x00,
                                        0x51,
                                        0xF2,
                                        ufr2lt_source(u->caps, u->job.source).doc};

    put_page_data(u, model, sizeof model);
    if (u->params->two_thirds && !ufr2lt_is_fine(u->caps, u->job.media, u->job.type))
        put_page_data(u, down_the_page, sizeof down_the_page);
    put_page_data(u, paper_and_source, sizeof paper_and_source);
}

/* A device that hears early of a job can warm up. Page data itself goes out in full packets
 * only: its packets have a fixed length. */
static enum result put_band(void *ctx, const void *bytes, size_t n)
{
    struct ufr2lt *u = ctx;

    put_page_data(u, bytes, n);
    if (u->result == RESULT_OK && !u->sent)
        u->result = cpca_flush(&u->cpca);
    u->sent = true;
    return u->result;
}

/* Machines that take G4 or JBIG get the data of a band in packets of its own. */
static enum result cut_packet(void *ctx)
{
    struct ufr2lt *u = ctx;

    if (u->result == RESULT_OK)
        u->result = cpca_cut_page_data(&u->cpca);
    return u->result;
}

/* ---- lines ---- */

/* The line without what lies right of the paper; the line itself when nothing does. */
static const uint8_t *clip_to_paper(struct ufr2lt *u, const uint8_t *bits)
{
    const size_t n = u->paper_bytes, stride = u->page.stride;
    unsigned beyond = bits[n - 1] & ~(unsigned)u->paper_mask;
    size_t i;

    for (i = n; i < stride; i++)
        beyond |= bits[i];
    if (beyond == 0)
        return bits;
    memcpy(u->line, bits, n);
    u->line[n - 1] &= u->paper_mask;
    memset(u->line + n, 0, stride - n);
    return u->line;
}

static void add_row(struct ufr2lt *u, const uint8_t *bits)
{
    if (u->kept)
        memcpy(u->sheet + u->y * u->page.stride, bits, u->page.stride);
    else
        u->result = ufr2lt_bands_row(&u->bands, bits);
    u->y++;
}

static void send_turned(struct ufr2lt *u)
{
    const size_t stride = u->bands.stride;

    for (uint32_t x = 0; u->result == RESULT_OK && x < u->page.paper_width; x++) {
        if (x % 8 == 0)
            sheet_turn(u->sheet, u->page.stride, u->page.page_height, x / 8, u->line, stride);
        u->result = ufr2lt_bands_row(&u->bands, u->line + x % 8 * stride);
    }
}

/* A page that was kept is complete. */
static void send_sheet(struct ufr2lt *u)
{
    const struct ufr2lt_page *wire = &u->bands.page;

    if (wire->turned) {
        send_turned(u);
        return;
    }
    if (wire->depth == 2)
        sheet_two_bits(u->sheet, u->page.stride, wire->rows);
    else if (u->params->two_thirds)
        (void)sheet_two_thirds(u->sheet, u->page.stride, u->page.page_height);
    u->result = ufr2lt_bands_whole(&u->bands, u->sheet);
}

/* ---- the interface, in the order a job calls it ---- */

static enum result ufr2lt_start_job(void *work, const struct model *model,
                                    const struct job_params *job, const struct sink *out,
                                    const struct sink *record)
{
    struct ufr2lt *u = work;
    const struct cpca_account account = {job->department_id, job->pin};
    struct page_params page;

    memset(u, 0, sizeof *u);
    u->caps = model->caps;
    u->params = &model->caps->ufr2lt;
    u->max_stride = widest_stride(model->caps);
    lay_out(u);
    u->job = *job;
    page = page_of(u->caps, job->media);
    u->follower.page = wire_page(u, &page);
    if (record) {
        u->record = *record;
        u->recording = true;
    }
    /* A ticket never asks for it: the host makes such copies. */
    if (job->collate == COLLATE_COLLATED && job->copies > 1 && !u->params->device_collates)
        return u->result = RESULT_UNSUPPORTED;
    cpca_init(&u->cpca, u->packets, out, u->params->header_7, job->account ? &account : NULL);
    u->result = ufr2lt_send_ticket(&u->cpca, u->caps, &u->job);
    put_job_opcodes(u);
    return u->result;
}

static enum result check_page(const struct ufr2lt *u, const struct page_params *page)
{
    if (u->in_page)
        return RESULT_FORMAT;
    if (page->paper_width == 0 || page->page_width < page->paper_width ||
        page->page_height == 0 || page->stride > u->max_stride || page->stride % 2 != 0 ||
        page->page_width > page->stride * 8)
        return RESULT_UNSUPPORTED;
    if (keeps_page(u->params, is_turned(u->caps, u->job.media)) &&
        (u->params->two_thirds ? 2 : 1) * page->stride * page->page_height >
            sheet_size(u->caps))
        return RESULT_UNSUPPORTED;
    return RESULT_OK;
}

/* 6.1: the set of the halftone. */
static const struct slim_params *distances(const struct ufr2lt *u)
{
    const struct ufr2lt_params *p = u->params;

    if (u->job.screen == SCREEN_COLOR_TONE)
        return p->slim_color_tone ? p->slim_color_tone : &slim_params_color_tone;
    return p->slim ? p->slim : &slim_params_normal;
}

static enum result ufr2lt_start_page(void *work, const struct page_params *page)
{
    struct ufr2lt *u = work;
    uint8_t head[UFR2LT_PAGE_HEAD];
    struct ufr2lt_page wire;

    if (u->result == RESULT_OK)
        u->result = check_page(u, page);
    if (u->result != RESULT_OK)
        return u->result;
    wire = wire_page(u, page);
    u->result = ufr2lt_bands_open(&u->bands, &wire, distances(u), 0);
    u->page = *page;
    u->paper_bytes = (page->paper_width + 7) / 8;
    u->paper_mask = (uint8_t)(0xFF00u >> ((page->paper_width - 1) % 8 + 1));
    u->y = 0;
    u->kept = keeps_page(u->params, wire.turned);
    u->in_page = u->result == RESULT_OK;
    ufr2lt_page_head(head, &wire);
    put_page_data(u, head, sizeof head);
    return u->result;
}

static enum result ufr2lt_write_line(void *work, const uint8_t *bits)
{
    struct ufr2lt *u = work;

    if (u->result == RESULT_OK && (!u->in_page || u->y == u->page.page_height))
        u->result = RESULT_FORMAT;
    if (u->result == RESULT_OK)
        add_row(u, clip_to_paper(u, bits));
    return u->result;
}

static void put_end_of_page(struct ufr2lt *u)
{
    static const uint8_t end_of_page = UFR2LT_END_OF_PAGE;

    put_page_data(u, &end_of_page, 1);
    u->in_page = false;
}

static enum result ufr2lt_end_page(void *work)
{
    struct ufr2lt *u = work;

    if (u->result == RESULT_OK && !u->in_page)
        u->result = RESULT_FORMAT;
    if (u->result == RESULT_OK)
        memset(u->line, 0, u->page.stride);
    while (u->result == RESULT_OK && u->y < u->page.page_height)
        add_row(u, u->line);
    if (u->result == RESULT_OK && u->kept)
        send_sheet(u);
    put_end_of_page(u);
    return u->result;
}

static enum result ufr2lt_flush(void *work)
{
    struct ufr2lt *u = work;

    if (u->result == RESULT_OK)
        u->result = cpca_flush(&u->cpca);
    u->sent = true;
    return u->result;
}

static size_t ufr2lt_pending(const void *work)
{
    const struct ufr2lt *u = work;

    return u->cpca.used;
}

/* Behind an element of the page that is replayed: the rows it has no band for yet are white. */
static void end_in_white(struct ufr2lt *u)
{
    struct ufr2lt_bands *b = &u->bands;
    bool recording = u->recording;

    u->recording = false;
    u->white_rows = follow_rows_left(&u->follower);
    u->result = ufr2lt_bands_open(b, &u->follower.page, distances(u), u->follower.rows);
    memset(u->line, 0, u->max_stride);
    while (u->result == RESULT_OK && b->y < b->page.rows)
        u->result = ufr2lt_bands_row(b, u->line);
    put_end_of_page(u);
    u->recording = recording;
    u->dropping = true;
}

/* Up to the end of an element; returns how many bytes that were. */
static size_t replay_element(struct ufr2lt *u, const uint8_t *bytes, size_t n)
{
    bool between = u->follower.state == FOLLOW_BETWEEN;
    size_t used = follow(&u->follower, bytes, n);

    if (!u->dropping) {
        put_page_data(u, bytes, used);
        if (ufr2lt_codes_whole_pages(u->params) && follow_at_data(&u->follower))
            (void)cut_packet(u); /* the result is u's */
    } else if (u->follower.state == FOLLOW_LOST) {
        u->result = RESULT_FORMAT; /* nobody knows where the page would have ended */
    }
    if (between)
        u->white_rows = 0;
    else if (u->follower.state == FOLLOW_BETWEEN)
        u->cut = u->dropping = false;
    if (u->cut && !u->dropping && follow_rows_left(&u->follower) > 0)
        end_in_white(u);
    return used;
}

static enum result ufr2lt_replay(void *work, const void *bytes, size_t n)
{
    struct ufr2lt *u = work;
    const uint8_t *p = bytes;

    if (u->result == RESULT_OK && u->in_page)
        u->result = RESULT_FORMAT;
    while (u->result == RESULT_OK && n > 0) {
        size_t used = replay_element(u, p, n);

        p += used;
        n -= used;
    }
    return u->result;
}

static enum result ufr2lt_cut(void *work)
{
    struct ufr2lt *u = work;

    if (u->result != RESULT_OK || ufr2lt_codes_whole_pages(u->params) ||
        (u->follower.state == FOLLOW_BETWEEN && u->follower.num_head == 0))
        return u->result;
    u->cut = true;
    if (!u->dropping && follow_rows_left(&u->follower) > 0)
        end_in_white(u);
    return u->result;
}

static uint32_t ufr2lt_white_rows(const void *work)
{
    const struct ufr2lt *u = work;

    return u->white_rows;
}

static enum result ufr2lt_end_job(void *work, bool canceled)
{
    static const uint8_t end_of_document_and_job[] = {0x12, 0x11};
    struct ufr2lt *u = work;

    if (u->in_page && ufr2lt_end_page(u) != RESULT_OK)
        return u->result;
    /* Nothing has left: the device need not hear of this job at all. */
    if (u->result != RESULT_OK || (canceled && !u->sent))
        return u->result;
    put_page_data(u, end_of_document_and_job, sizeof end_of_document_and_job);
    if (u->result == RESULT_OK)
        u->result = ufr2lt_send_end(&u->cpca);
    if (u->result == RESULT_OK)
        u->result = cpca_flush(&u->cpca);
    return u->result;
}

const struct pdl_ops pdl_ufr2lt = {
    .name = "ufr2lt",
    .format = "application/vnd.canon-ufr2lt",
    .work_size = ufr2lt_work_size,
    .page_params = ufr2lt_page_params,
    .start_job = ufr2lt_start_job,
    .start_page = ufr2lt_start_page,
    .write_line = ufr2lt_write_line,
    .end_page = ufr2lt_end_page,
    .flush = ufr2lt_flush,
    .pending = ufr2lt_pending,
    .replay = ufr2lt_replay,
    .cut = ufr2lt_cut,
    .white_rows = ufr2lt_white_rows,
    .end_job = ufr2lt_end_job,
};
