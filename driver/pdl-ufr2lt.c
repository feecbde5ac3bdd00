/*
 * pdl-ufr2lt.c - jobs in UFR II LT: the ticket, the page description, bands of rows.
 * Effects: none of its own; bytes go to the job's sinks.
 * Source: driver/FORMAT-ufr2lt.md sections 3 to 5 and 9.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "bytes.h"
#include "cpca.h"
#include "pdl.h"
#include "slim.h"
#include "ufr2lt-pages.h"

#include <string.h>

enum {
    NAME_MAX_BYTES = 32,   /* 3.1: of title and user */
    BAND_HEAD_ROOM = 32,   /* before a band's data */
    MAX_HEIGHT = INT16_MAX /* a band's y is a signed 16 bit number */
};

/* One job. It lies at the start of the caller's memory, the buffers behind it. */
struct ufr2lt {
    const struct ufr2lt_params *params;
    struct job_params job;
    struct sink record;
    bool recording;
    bool in_page;
    bool sent; /* the device has got something of this job */
    enum result result;
    struct page_params page;
    uint32_t y;         /* the next line */
    uint32_t band_y;    /* the first line of the open band */
    size_t paper_bytes; /* of a line that have dots of the paper */
    uint8_t paper_mask; /* of the last of them */
    size_t max_stride;
    struct follower follower; /* of replayed pages */
    bool cut;                 /* the page that is replayed is to end in white */
    bool dropping;            /* it has; what is left of its recorded bytes is not sent */
    uint32_t white_rows;      /* of the last page that was replayed */
    struct cpca cpca;
    struct slim slim;
    uint8_t *packets; /* CPCA_BUFFER_SIZE */
    uint8_t *history; /* slim_history_size(max_stride) */
    uint8_t *line;    /* max_stride */
    uint8_t *block;   /* BAND_HEAD_ROOM bytes and block_size() */
};

/* ---- geometry and memory ---- */

static size_t round_up(size_t n, size_t to)
{
    return (n + to - 1) / to * to;
}

static size_t stride_of(const struct ufr2lt_params *params, uint32_t width)
{
    return round_up(width, params->band_round) / 8;
}

static size_t widest_stride(const struct model *model)
{
    const struct caps *caps = model->caps;
    size_t i, widest = 0;

    for (i = 0; i < caps->num_media; i++) {
        size_t stride = stride_of(&caps->ufr2lt, caps->media[i].media->width_dots_600);

        if (stride > widest)
            widest = stride;
    }
    return widest;
}

/* A band that ends early needs room for the row too many that shows it. */
static size_t block_size(const struct ufr2lt_params *params, size_t stride)
{
    size_t whole = slim_buffer_size(params->band_rows, stride);
    size_t early = params->band_max_bytes + slim_buffer_size(2, stride);

    return params->band_max_bytes != 0 && early < whole ? early : whole;
}

static size_t ufr2lt_work_size(const struct model *model)
{
    size_t stride = widest_stride(model);

    return round_up(sizeof(struct ufr2lt), 16) + round_up(CPCA_BUFFER_SIZE, 16) +
           round_up(slim_history_size(stride), 16) + round_up(stride, 16) + BAND_HEAD_ROOM +
           block_size(&model->caps->ufr2lt, stride);
}

static void lay_out(struct ufr2lt *u, const struct ufr2lt_params *params)
{
    uint8_t *p = (uint8_t *)u + round_up(sizeof *u, 16);

    u->packets = p;
    p += round_up(CPCA_BUFFER_SIZE, 16);
    u->history = p;
    p += round_up(slim_history_size(u->max_stride), 16);
    u->line = p;
    p += round_up(u->max_stride, 16);
    u->block = p;
    u->params = params;
}

static struct page_params page_of(const struct ufr2lt_params *params, const struct media *media)
{
    return (struct page_params){
        .dpi = 600,
        .paper_width = media->width_dots_600,
        .paper_height = media->length_dots_600,
        .page_width = (uint32_t)round_up(media->width_dots_600, 32),
        .page_height = media->length_dots_600,
        .margin = (media->margin_hmm * 600 + 1270) / 2540,
        .stride = stride_of(params, media->width_dots_600),
    };
}

static enum result ufr2lt_page_params(const struct model *model, const struct media *media,
                                      struct page_params *page)
{
    const struct caps *caps = model->caps;

    if (!caps_find_media(caps, media))
        return RESULT_UNSUPPORTED;
    *page = page_of(&caps->ufr2lt, media);
    return RESULT_OK;
}

/* ---- the ticket (section 3) ---- */

static size_t name_length(const char *name)
{
    size_t n = 0;

    while (name && n < NAME_MAX_BYTES && name[n] != '\0')
        n++;
    return n;
}

/* One record of the first packet; returns where the next one goes. */
static uint8_t *put_record(uint8_t *p, unsigned id, const void *data, size_t n)
{
    put_be16(p, id);
    put_be16(p + 2, (uint32_t)n);
    memcpy(p + 4, data, n);
    return p + 4 + n;
}

static uint8_t *put_name(uint8_t *p, unsigned id, const char *name)
{
    uint8_t data[3 + NAME_MAX_BYTES] = {0x00, 0x03};
    size_t n = name_length(name);

    data[2] = (uint8_t)n;
    memcpy(data + 3, name, n);
    return put_record(p, id, data, 3 + n);
}

static void send_begin_job(struct ufr2lt *u)
{
    uint8_t data[2 + 5 + 7 + 5 + 3 * (4 + 3 + NAME_MAX_BYTES)];
    uint8_t *p = data + 2;
    unsigned count = 3;

    p = put_record(p, 0x00F0, (const uint8_t[]){0x01}, 1);
    p = put_record(p, 0x0130, (const uint8_t[]){0x03, 0x00, 0x00}, 3);
    p = put_record(p, 0x000D, (const uint8_t[]){0x04}, 1);
    if (name_length(u->job.title) > 0) {
        p = put_name(p, 0x0004, u->job.title);
        p = put_name(p, 0x0117, u->job.title);
        count += 2;
    }
    if (name_length(u->job.user) > 0) {
        p = put_name(p, 0x0006, u->job.user);
        count++;
    }
    put_be16(data, count);
    u->result = cpca_packet(&u->cpca, CPCA_BEGIN_JOB, data, (size_t)(p - data));
}

/* A packet; what went wrong is kept in u->result. */
static void send(struct ufr2lt *u, enum cpca_operation operation, const uint8_t *data, size_t n)
{
    if (u->result == RESULT_OK)
        u->result = cpca_packet(&u->cpca, operation, data, n);
}

#define SEND(u, operation, ...)                                                                \
    send(u, operation, (const uint8_t[]){__VA_ARGS__}, sizeof(const uint8_t[]){__VA_ARGS__})

/* 3.2: who makes the copies, and how. */
static void send_job_attributes(struct ufr2lt *u, bool whole_sets)
{
    uint32_t sets = whole_sets ? u->job.copies : 1;
    uint8_t finishing = 0x08;

    if (whole_sets)
        finishing = u->job.collate == COLLATE_GROUP ? 0x0F : 0x0B;
    SEND(u, CPCA_JOB_ATTRIBUTE, 0x07, 0xD7, (uint8_t)(sets >> 8), (uint8_t)sets);
    SEND(u, CPCA_JOB_ATTRIBUTE, 0x07, 0xD9, 0x17, 0x00, 0x00, 0x00, 0x00);
    SEND(u, CPCA_JOB_ATTRIBUTE, 0x07, 0xD8, finishing);
}

/* A setting left to the machine has no record. */
static void send_choice(struct ufr2lt *u, uint8_t id, enum choice choice)
{
    if (choice != CHOICE_DEVICE)
        SEND(u, CPCA_DOCUMENT_ATTRIBUTE, 0x08, id, choice == CHOICE_ON ? 0x02 : 0x01);
}

/* 3.3, in the order of the section */
static void send_document_attributes(struct ufr2lt *u, bool whole_sets)
{
    const struct job_params *job = &u->job;
    uint32_t copies = whole_sets ? 1 : job->copies;
    uint32_t shift = (job->binding_shift_hmm + 5) / 10;
    uint16_t size = job->media->ufr2_ticket;

    SEND(u, CPCA_DOCUMENT_ATTRIBUTE, 0x00, 0x2E, 0x83, 0x00, 0x00);
    SEND(u, CPCA_DOCUMENT_ATTRIBUTE, 0x07, 0xD7, (uint8_t)(copies >> 8), (uint8_t)copies);
    SEND(u, CPCA_DOCUMENT_ATTRIBUTE, 0x07, 0xDF, job->sides == SIDES_ONE ? 0x01 : 0x04);
    SEND(u, CPCA_DOCUMENT_ATTRIBUTE, 0x07, 0xE0, job->binding == BINDING_LEFT ? 0x04 : 0x03);
    SEND(u, CPCA_DOCUMENT_ATTRIBUTE, 0x08, 0x90, 0x03);
    SEND(u, CPCA_DOCUMENT_ATTRIBUTE, 0x07, 0xE1, (uint8_t)(shift >> 24), (uint8_t)(shift >> 16),
         (uint8_t)(shift >> 8), (uint8_t)shift);
    SEND(u, CPCA_DOCUMENT_ATTRIBUTE, 0x08, 0x6E, 0x01, job->source->ufr2_ticket, 0x00, 0x00);
    SEND(u, CPCA_DOCUMENT_ATTRIBUTE, 0x00, 0x3A, 0x06, 0x00, 0x00, 0x00, 0x00);
    send_choice(u, 0x5A, job->toner_save);
    SEND(u, CPCA_DOCUMENT_ATTRIBUTE, 0x07, 0xED, job->type->ufr2_ticket, 0xFE,
         (uint8_t)(size >> 8), (uint8_t)size, 0, 0, 0, 0, 0, 0, 0, 0, 0x03);
    send_choice(u, 0x2D, job->refinement);
}

static void send_ticket(struct ufr2lt *u)
{
    bool whole_sets = u->job.collate == COLLATE_GROUP ||
                      (u->job.collate == COLLATE_COLLATED && u->params->device_collates);

    send_begin_job(u);
    SEND(u, CPCA_BEGIN, 0x00, 0x00, 0x00, 0x00);
    send_job_attributes(u, whole_sets);
    SEND(u, CPCA_BEGIN_DOCUMENT, 0x00, 0x00, 0x00, 0x00);
    send_document_attributes(u, whole_sets);
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
    const uint8_t data[] = {
        0x01, 0xC1, 0x85, (uint8_t)(id[0] >> 8), (uint8_t)id[0], (uint8_t)(id[1] >> 8),
        (uint8_t)id[1], 0xC2, 0x00, 0xD8, 0x84, 0x02, 0x58, /* 600 dpi */
        0xDD, 0x80, 0xC8, 0xF0, 0x84, 0x08, 0x00,
        /* the paper */
        0x02, 0xC3, u->job.media->ufr2_doc, 0xC5, u->job.sides == SIDES_ONE ? 0 : 1, 0xC6, 0x00,
        /* the source */
        0x51, 0xF2, u->job.source->ufr2_doc};

    put_page_data(u, data, sizeof data);
}

static void put_page_opcodes(struct ufr2lt *u)
{
    uint8_t head[UFR2LT_PAGE_HEAD];

    ufr2lt_page_head(head, &u->page);
    put_page_data(u, head, sizeof head);
}

/* ---- bands ---- */

static void start_band(struct ufr2lt *u)
{
    u->band_y = u->y;
    if (u->result == RESULT_OK)
        u->result = slim_start_band(&u->slim, u->block + BAND_HEAD_ROOM,
                                    block_size(u->params, u->max_stride));
}

/* How the open band ends. */
static enum slim_end band_end(const struct ufr2lt *u)
{
    if (u->y < u->page.page_height)
        return SLIM_END_BAND;
    return u->params->page_ends_twice ? SLIM_END_PAGE_TWICE : SLIM_END_PAGE;
}

static void end_band(struct ufr2lt *u)
{
    uint8_t *block = u->block + BAND_HEAD_ROOM, head[UFR2LT_BAND_HEAD_MAX];
    size_t n, num_head;

    if (u->result != RESULT_OK)
        return;
    n = slim_end_band(&u->slim, band_end(u));
    num_head = ufr2lt_band_head(head, &u->page, u->band_y, u->y - u->band_y, n);
    memcpy(block - num_head, head, num_head); /* one write to the record */
    put_page_data(u, block - num_head, num_head + n);
    /* A device that hears early of a job can warm up. Page data itself goes out in full
     * packets only: its packets have a fixed length. */
    if (u->result == RESULT_OK && !u->sent)
        u->result = cpca_flush(&u->cpca);
    u->sent = true;
}

/*
 * One row into the open band. Where blocks must stay below a size the row is taken back when it
 * was too much, and begins the next band. A row too large by itself stays: rows are not cut.
 */
static void encode_row(struct ufr2lt *u, const uint8_t *bits)
{
    struct slim_state before;

    slim_mark(&u->slim, &before);
    u->result = slim_row(&u->slim, bits);
    if (u->params->band_max_bytes == 0 || u->result != RESULT_OK || u->y == u->band_y ||
        slim_size(&u->slim) < u->params->band_max_bytes)
        return;
    slim_rewind(&u->slim, &before);
    end_band(u);
    start_band(u);
    if (u->result == RESULT_OK)
        u->result = slim_row(&u->slim, bits);
}

static void add_row(struct ufr2lt *u, const uint8_t *bits)
{
    encode_row(u, bits);
    u->y++;
    if (u->y == u->page.page_height) {
        end_band(u);
    } else if (u->y - u->band_y == u->params->band_rows) {
        end_band(u);
        start_band(u);
    }
}

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

/* ---- the interface, in the order a job calls it ---- */

static enum result ufr2lt_start_job(void *work, const struct model *model,
                                    const struct job_params *job, const struct sink *out,
                                    const struct sink *record)
{
    struct ufr2lt *u = work;
    const struct cpca_account account = {job->department_id, job->pin};

    memset(u, 0, sizeof *u);
    u->max_stride = widest_stride(model);
    lay_out(u, &model->caps->ufr2lt);
    u->job = *job;
    u->follower.page = page_of(u->params, job->media);
    if (record) {
        u->record = *record;
        u->recording = true;
    }
    /* A ticket never asks for it: the host makes such copies. */
    if (job->collate == COLLATE_COLLATED && job->copies > 1 && !u->params->device_collates)
        return u->result = RESULT_UNSUPPORTED;
    cpca_init(&u->cpca, u->packets, out, u->params->header_7, job->account ? &account : NULL);
    send_ticket(u);
    put_job_opcodes(u);
    return u->result;
}

static enum result check_page(const struct ufr2lt *u, const struct page_params *page)
{
    if (u->in_page)
        return RESULT_FORMAT;
    if (page->paper_width == 0 || page->page_width < page->paper_width ||
        page->page_height == 0 || page->page_height > MAX_HEIGHT ||
        page->stride > u->max_stride || page->stride % 2 != 0 ||
        page->page_width > page->stride * 8)
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

/* A page to be encoded from its row y on. */
static void open_page(struct ufr2lt *u, const struct page_params *page, uint32_t y)
{
    if (u->result == RESULT_OK)
        u->result = check_page(u, page);
    if (u->result == RESULT_OK)
        u->result = slim_init(&u->slim, distances(u), page->stride, u->history);
    if (u->result != RESULT_OK)
        return;
    u->page = *page;
    u->paper_bytes = (page->paper_width + 7) / 8;
    u->paper_mask = (uint8_t)(0xFF00u >> ((page->paper_width - 1) % 8 + 1));
    u->y = y;
    u->in_page = true;
}

static enum result ufr2lt_start_page(void *work, const struct page_params *page)
{
    struct ufr2lt *u = work;

    open_page(u, page, 0);
    put_page_opcodes(u);
    start_band(u);
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

static enum result ufr2lt_end_page(void *work)
{
    static const uint8_t end_of_page = 0x13;
    struct ufr2lt *u = work;

    if (u->result == RESULT_OK && !u->in_page)
        u->result = RESULT_FORMAT;
    if (u->result == RESULT_OK)
        memset(u->line, 0, u->page.stride);
    while (u->result == RESULT_OK && u->y < u->page.page_height)
        add_row(u, u->line);
    put_page_data(u, &end_of_page, 1);
    u->in_page = false;
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
    bool recording = u->recording;

    u->recording = false;
    u->white_rows = follow_rows_left(&u->follower);
    open_page(u, &u->follower.page, u->follower.rows);
    start_band(u);
    (void)ufr2lt_end_page(u); /* the result is u's */
    u->recording = recording;
    u->dropping = true;
}

/* Up to the end of an element; returns how many bytes that were. */
static size_t replay_element(struct ufr2lt *u, const uint8_t *bytes, size_t n)
{
    bool between = u->follower.state == FOLLOW_BETWEEN;
    size_t used = follow(&u->follower, bytes, n);

    if (!u->dropping)
        put_page_data(u, bytes, used);
    else if (u->follower.state == FOLLOW_LOST)
        u->result = RESULT_FORMAT; /* nobody knows where the page would have ended */
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

    if (u->result != RESULT_OK ||
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
        u->result = cpca_end_page_data(&u->cpca);
    send(u, CPCA_END_PAGE_DATA, NULL, 0);
    send(u, CPCA_END, NULL, 0);
    SEND(u, CPCA_END_JOB, 0x00);
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
