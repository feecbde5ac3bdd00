/*
 * pdl-pcl5e.c - jobs in PCL 5e: the head with the job's settings, pages as one raster each.
 * Effects: none of its own; bytes go to the job's sinks.
 * Source: driver/FORMAT-pcl5e.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pcl5e-pages.h"
#include "pcl5e-row.h"
#include "pdl.h"
#include "pjl.h"
#include "text.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    BUFFER_SIZE = 8192, /* what is sent at once */
    JOB_HEAD_MAX = 160,
    LEFT_INCH = 150, /* 4.1: dots from the paper's edge to the logical page's */
    LEFT_METRIC = 142,
};

/* One job. It lies at the start of the caller's memory, the buffers behind it. */
struct pcl5e {
    struct job_params job;
    struct sink out, record;
    bool recording;
    bool in_page;
    bool sent; /* the device has got something of this job */
    enum result result;
    struct page_params page;
    uint32_t y;             /* the next line */
    uint32_t skipped;       /* white lines above it that are not sent yet */
    size_t first;           /* byte of a line that is a row's first */
    uint8_t last_mask;      /* of a row's last byte */
    struct pcl5e_rows rows; /* width: bytes of a row */
    size_t max_stride;
    struct pcl5e_follower follower; /* of replayed pages */
    bool cut;                       /* the page that is replayed is to end in white */
    bool dropping;                  /* it has; what is left of its recorded bytes is not sent */
    uint32_t white_rows;            /* of the last page that was replayed */
    size_t used, recorded;          /* bytes in the buffer, of them those the record has */
    uint8_t *buffer;                /* BUFFER_SIZE */
    uint8_t *line;                  /* max_stride: a row without what lies beyond it */
};

/* ---- what PCL has numbers and names for (section 3) ---- */

struct size_code {
    const char *name; /* PWG */
    uint16_t code;    /* of ESC & l # A */
    uint16_t left;    /* dots from the paper's edge to the logical page's, 4.1 */
};

static const struct size_code sizes[] = {
    {"iso_a4_210x297mm",         26,  LEFT_METRIC},
    {"na_letter_8.5x11in",       2,   LEFT_INCH  },
    {"na_legal_8.5x14in",        3,   LEFT_INCH  },
    {"na_invoice_5.5x8.5in",     15,  LEFT_INCH  },
    {"na_executive_7.25x10.5in", 1,   LEFT_INCH  },
    {"iso_a5_148x210mm",         25,  LEFT_METRIC},
    {"jis_b5_182x257mm",         45,  LEFT_METRIC},
    {"na_monarch_3.875x7.5in",   80,  LEFT_INCH  },
    {"na_number-10_4.125x9.5in", 81,  LEFT_INCH  },
    {"iso_dl_110x220mm",         90,  LEFT_METRIC},
    {"iso_c5_162x229mm",         91,  LEFT_METRIC},
    {"iso_b5_176x250mm",         100, LEFT_METRIC},
};

/* Columns: ESC & l # H of the reference, and of machines whose tray 1 is the bypass. */
static const struct {
    const char *name; /* IPP */
    uint8_t reference, multi_purpose;
} sources[] = {
    {"auto",         7, 7},
    {"by-pass-tray", 2, 4},
    {"tray-1",       1, 1},
    {"tray-2",       4, 5},
};

/* Behind ESC & n # W d. A type that is not here is not asked for. */
static const struct {
    const char *name; /* IPP */
    const char *word;
} types[] = {
    {"stationery",             "Plain"       },
    {"stationery-recycled",    "Recycled"    },
    {"stationery-colored",     "Color"       },
    {"stationery-fine",        "Bond"        },
    {"stationery-heavyweight", "Heavy"       },
    {"cardstock",              "Cardstock"   },
    {"cardboard",              "Extra Heavy" },
    {"transparency",           "Transparency"},
    {"labels",                 "Labels"      },
    {"envelope",               "Envelope"    },
    {"stationery-prepunched",  "Prepunched"  },
};

static const struct size_code *find_size(const struct media *media)
{
    for (size_t i = 0; i < COUNT(sizes); i++)
        if (strcmp(sizes[i].name, media->name) == 0)
            return &sizes[i];
    return NULL;
}

/* 0 where there is none: 0 would eject a page. */
static uint8_t source_code(const struct pcl5e_params *params, const struct media_source *source)
{
    for (size_t i = 0; i < COUNT(sources); i++)
        if (strcmp(sources[i].name, source->name) == 0)
            return params->multi_purpose_tray ? sources[i].multi_purpose : sources[i].reference;
    return 0;
}

static const char *type_word(const struct media_type *type)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (strcmp(types[i].name, type->name) == 0)
            return types[i].word;
    return NULL;
}

/* ---- geometry and memory ---- */

static size_t round_up(size_t n, size_t to)
{
    return (n + to - 1) / to * to;
}

static size_t stride_of(uint32_t width)
{
    return round_up(width, 32) / 8;
}

static size_t widest_stride(const struct model *model)
{
    const struct caps *caps = model->caps;
    size_t widest = 0;

    for (size_t i = 0; i < caps->num_media; i++) {
        size_t stride = stride_of(caps->media[i].media->width_dots_600);

        if (stride > widest)
            widest = stride;
    }
    return widest;
}

static size_t pcl5e_work_size(const struct model *model)
{
    size_t stride = widest_stride(model);

    return round_up(sizeof(struct pcl5e), 16) + BUFFER_SIZE + 2 * round_up(stride, 16) +
           2 * round_up(pcl5e_data_size(stride), 16);
}

static void lay_out(struct pcl5e *p)
{
    uint8_t *memory = (uint8_t *)p + round_up(sizeof *p, 16);

    p->buffer = memory;
    memory += BUFFER_SIZE;
    p->line = memory;
    memory += round_up(p->max_stride, 16);
    p->rows.seed = memory;
    memory += round_up(p->max_stride, 16);
    p->rows.data = memory;
    memory += round_up(pcl5e_data_size(p->max_stride), 16);
    p->rows.other = memory;
}

/* 4.2: rows begin with the first whole byte of a line that lies in the logical page. */
static size_t first_byte(const struct size_code *size)
{
    return ((size_t)size->left + 7) / 8;
}

static enum result pcl5e_page_params(const struct model *model, const struct media *media,
                                     struct page_params *page)
{
    const struct size_code *size = find_size(media);
    uint32_t margin, least;

    if (!caps_find_media(model->caps, media) || !size)
        return RESULT_UNSUPPORTED;
    margin = (caps_margin(model->caps, media) * 600 + 1270) / 2540;
    least = (uint32_t)first_byte(size) * 8;
    *page = (struct page_params){
        .dpi = 600,
        .paper_width = media->width_dots_600,
        .paper_height = media->length_dots_600,
        .page_width = media->width_dots_600,
        .page_height = media->length_dots_600,
        .margin = margin > least ? margin : least,
        .stride = stride_of(media->width_dots_600),
    };
    return RESULT_OK;
}

/* ---- bytes on their way ---- */

/* The record gets what of the page it does not have yet. */
static void record_rest(struct pcl5e *p)
{
    if (p->result == RESULT_OK && p->in_page && p->recording)
        p->result = sink_write(&p->record, p->buffer + p->recorded, p->used - p->recorded);
    p->recorded = p->used;
}

static void drain(struct pcl5e *p)
{
    record_rest(p);
    if (p->result == RESULT_OK)
        p->result = sink_write(&p->out, p->buffer, p->used);
    p->sent = p->sent || p->used > 0;
    p->used = p->recorded = 0;
}

static void put(struct pcl5e *p, const uint8_t *bytes, size_t n)
{
    while (n > 0 && p->result == RESULT_OK) {
        size_t room = BUFFER_SIZE - p->used, piece = n < room ? n : room;

        memcpy(p->buffer + p->used, bytes, piece);
        p->used += piece;
        bytes += piece;
        n -= piece;
        if (p->used == BUFFER_SIZE)
            drain(p);
    }
}

/* A whole page goes out at once: a machine that has its form feed prints it, and need not wait
 * until there is another one. */
static void put_page_end(struct pcl5e *p)
{
    uint8_t end[PCL5E_PAGE_END];

    pcl5e_page_end(end);
    put(p, end, sizeof end);
    drain(p);
}

/* ---- the job's head and foot (sections 2 and 3) ---- */

static void put_parameter(struct text *t, uint32_t number, const char *letter)
{
    text_put_number(t, number);
    text_put(t, letter);
}

/* What stands in one ESC & l. The size first: it undoes others. */
static void put_page_control(struct text *t, const struct job_params *job,
                             const struct size_code *size, uint8_t source)
{
    uint32_t shift = (job->binding_shift_hmm * 720 + 1270) / 2540; /* decipoints */

    text_put(t, "\033&l");
    put_parameter(t, size->code, "a");
    if (source != 0)
        put_parameter(t, source, "h");
    put_parameter(t, (uint32_t)job->sides, "s");
    put_parameter(t, job->binding == BINDING_LEFT ? shift : 0, "u");
    put_parameter(t, job->binding == BINDING_TOP ? shift : 0, "z");
    put_parameter(t, job->copies, "x");
    text_put(t, "0o0e0L"); /* upright; no margin at the top; no skip over a perforation */
}

static void put_type(struct text *t, const struct media_type *type)
{
    const char *word = type_word(type);

    if (!word)
        return;
    text_put(t, "\033&n");
    put_parameter(t, (uint32_t)strlen(word) + 1, "Wd");
    text_put(t, word);
}

static void put_job_head(struct pcl5e *p, const struct model *model,
                         const struct size_code *size)
{
    uint8_t head[PJL_HEAD_MAX];
    char commands[JOB_HEAD_MAX];
    struct text t;

    put(p, head, pjl_head(head, &p->job, PJL_PCL));
    text_init(&t, commands, sizeof commands);
    text_put(&t, "\033E");
    put_page_control(&t, &p->job, size, source_code(&model->caps->pcl5e, p->job.source));
    put_type(&t, p->job.type);
    text_put(&t, "\033&u600D\033*t600R\033*r0F");
    put(p, (const uint8_t *)commands, t.used);
}

/* ---- rows ---- */

/* The part of the line that is a row, without dots right of the paper's printable side. */
static const uint8_t *row_of(struct pcl5e *p, const uint8_t *bits)
{
    const uint8_t *row = bits + p->first;
    size_t last = p->rows.width - 1;

    if ((row[last] & ~(unsigned)p->last_mask) == 0)
        return row;
    memcpy(p->line, row, p->rows.width);
    p->line[last] &= p->last_mask;
    return p->line;
}

static void put_row(struct pcl5e *p, const uint8_t *row)
{
    uint8_t head[PCL5E_ROW_HEAD_MAX];
    const uint8_t *data;
    int method;
    size_t n;

    if (p->skipped > 0)
        pcl5e_rows_skip(&p->rows);
    n = pcl5e_rows_encode(&p->rows, row, &method, &data);
    put(p, head, pcl5e_row_head(head, p->skipped, method, n));
    put(p, data, n);
    p->skipped = 0;
}

/* ---- the interface, in the order a job calls it ---- */

static enum result pcl5e_start_job(void *work, const struct model *model,
                                   const struct job_params *job, const struct sink *out,
                                   const struct sink *record)
{
    struct pcl5e *p = work;
    const struct size_code *size = find_size(job->media);

    memset(p, 0, sizeof *p);
    p->max_stride = widest_stride(model);
    lay_out(p);
    p->job = *job;
    p->out = *out;
    if (record) {
        p->record = *record;
        p->recording = true;
    }
    /* A ticket never asks for sets: there is no word for them, the host makes such copies. */
    if (!size || (job->collate == COLLATE_COLLATED && job->copies > 1))
        return p->result = RESULT_UNSUPPORTED;
    p->rows.method_9 = model->caps->pcl5e.method_9;
    p->first = first_byte(size);
    p->follower.x = (uint32_t)p->first * 8 - size->left;
    p->follower.height = job->media->length_dots_600;
    put_job_head(p, model, size);
    return p->result;
}

static enum result check_page(const struct pcl5e *p, const struct page_params *page)
{
    if (p->in_page)
        return RESULT_FORMAT;
    if (page->page_height == 0 || page->page_height > PCL5E_MAX_ROWS ||
        page->stride > p->max_stride || page->paper_width > page->stride * 8 ||
        page->paper_width <= p->first * 16)
        return RESULT_UNSUPPORTED;
    return RESULT_OK;
}

static enum result pcl5e_start_page(void *work, const struct page_params *page)
{
    struct pcl5e *p = work;
    uint8_t head[PCL5E_PAGE_HEAD_MAX];
    uint32_t end;

    if (p->result == RESULT_OK)
        p->result = check_page(p, page);
    if (p->result != RESULT_OK)
        return p->result;
    end = page->paper_width - ((uint32_t)p->first * 8 - p->follower.x);
    p->page = *page;
    p->y = p->skipped = 0;
    p->rows.width = (end + 7) / 8 - p->first;
    p->last_mask = (uint8_t)(0xFF00u >> ((end - 1) % 8 + 1));
    p->recorded = p->used; /* what is before is not the page's */
    p->in_page = true;
    pcl5e_rows_start(&p->rows);
    put(p, head, pcl5e_page_head(head, p->follower.x));
    return p->result;
}

static enum result pcl5e_write_line(void *work, const uint8_t *bits)
{
    struct pcl5e *p = work;
    const uint8_t *row;

    if (p->result == RESULT_OK && (!p->in_page || p->y == p->page.page_height))
        p->result = RESULT_FORMAT;
    if (p->result != RESULT_OK)
        return p->result;
    row = row_of(p, bits);
    p->y++;
    if (pcl5e_row_length(row, p->rows.width) == 0)
        p->skipped++;
    else
        put_row(p, row);
    return p->result;
}

static enum result pcl5e_end_page(void *work)
{
    struct pcl5e *p = work;

    if (p->result == RESULT_OK && !p->in_page)
        p->result = RESULT_FORMAT;
    put_page_end(p);
    p->in_page = false;
    return p->result;
}

static enum result pcl5e_flush(void *work)
{
    struct pcl5e *p = work;

    drain(p);
    return p->result;
}

static size_t pcl5e_pending(const void *work)
{
    const struct pcl5e *p = work;

    return p->used;
}

/* Behind an element of the page that is replayed: what it has no rows for yet is white. */
static void end_in_white(struct pcl5e *p)
{
    put_page_end(p);
    p->dropping = true;
}

/* The page's recorded bytes go on, but are not sent: whether there were rows among them. */
static void note_dropped(struct pcl5e *p, uint32_t rows_before)
{
    if (p->follower.state == PCL5E_LOST)
        p->result = RESULT_FORMAT; /* nobody knows where the page would have ended */
    else if (p->white_rows == 0 && p->follower.rows > rows_before)
        p->white_rows = p->follower.height - rows_before;
}

/* Up to the end of an element; returns how many bytes that were. */
static size_t replay_element(struct pcl5e *p, const uint8_t *bytes, size_t n)
{
    bool between = p->follower.state == PCL5E_BETWEEN;
    uint32_t rows = p->follower.rows;
    size_t used = pcl5e_follow(&p->follower, bytes, n);

    if (!p->dropping)
        put(p, bytes, used);
    else
        note_dropped(p, rows);
    if (between) {
        p->white_rows = 0;
    } else if (p->follower.state == PCL5E_BETWEEN) {
        p->cut = p->dropping = false;
        drain(p);
    }
    if (p->cut && !p->dropping && pcl5e_follow_can_end(&p->follower))
        end_in_white(p);
    return used;
}

static enum result pcl5e_replay(void *work, const void *bytes, size_t n)
{
    struct pcl5e *p = work;
    const uint8_t *from = bytes;

    if (p->result == RESULT_OK && p->in_page)
        p->result = RESULT_FORMAT;
    while (p->result == RESULT_OK && n > 0) {
        size_t used = replay_element(p, from, n);

        from += used;
        n -= used;
    }
    return p->result;
}

static enum result pcl5e_cut(void *work)
{
    struct pcl5e *p = work;

    if (p->result != RESULT_OK ||
        (p->follower.state == PCL5E_BETWEEN && p->follower.num_head == 0))
        return p->result;
    p->cut = true;
    if (!p->dropping && pcl5e_follow_can_end(&p->follower))
        end_in_white(p);
    return p->result;
}

static uint32_t pcl5e_white_rows(const void *work)
{
    const struct pcl5e *p = work;

    return p->white_rows;
}

static enum result pcl5e_end_job(void *work, bool canceled)
{
    static const uint8_t reset[] = {0x1B, 'E'};
    struct pcl5e *p = work;
    uint8_t foot[PJL_FOOT_MAX];

    if (p->in_page && pcl5e_end_page(p) != RESULT_OK)
        return p->result;
    /* Nothing has left: the device need not hear of this job at all. */
    if (p->result != RESULT_OK || (canceled && !p->sent))
        return p->result;
    put(p, reset, sizeof reset);
    put(p, foot, pjl_foot(foot, &p->job));
    drain(p);
    return p->result;
}

const struct pdl_ops pdl_pcl5e = {
    .name = "pcl5e",
    .format = "application/vnd.hp-PCL",
    .work_size = pcl5e_work_size,
    .page_params = pcl5e_page_params,
    .start_job = pcl5e_start_job,
    .start_page = pcl5e_start_page,
    .write_line = pcl5e_write_line,
    .end_page = pcl5e_end_page,
    .flush = pcl5e_flush,
    .pending = pcl5e_pending,
    .replay = pcl5e_replay,
    .cut = pcl5e_cut,
    .white_rows = pcl5e_white_rows,
    .end_job = pcl5e_end_job,
};
