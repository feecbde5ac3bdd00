/*
 * pdl-pclxl.c - jobs in PCL XL: the session, pages, bands of rows.
 * Effects: none of its own; bytes go to the job's sinks.
 * Source: driver/FORMAT-pclxl.md sections 3, 5, 8 and 9.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "bytes.h"
#include "pdl.h"
#include "pjl.h"
#include "xl-codecs.h"
#include "xl-pages.h"

#include <string.h>

enum {
    MAX_SIDE = INT16_MAX, /* a dot's place with any shift is a signed 16 bit number */
    SESSION_HEAD_MAX = 100,
    PREFIX_MAX = PJL_HEAD_MAX + SESSION_HEAD_MAX,
};

/* One job. It lies at the start of the caller's memory, the buffers behind it. */
struct pclxl {
    struct job_params job;
    struct sink out, record;
    bool recording;
    bool delta_row; /* the machine knows it */
    bool in_page;
    bool sent; /* the device has got something of this job */
    enum result result;
    struct page_params page;
    uint32_t y;               /* the next line */
    uint32_t band_y;          /* the first line of the open band */
    uint32_t ink_top;         /* rows of the band from the first with ink */
    uint32_t ink_end;         /* to behind the last; 0: none has */
    size_t paper_bytes;       /* of a line that have dots of the paper */
    uint8_t paper_mask;       /* of the last of them */
    bool back;                /* the next page is the back of a sheet */
    struct xl_follower pages; /* that are replayed */
    bool cut;                 /* the page that is replayed is to end in white */
    bool dropping;            /* it has; what is left of its recorded bytes is not sent */
    uint32_t cut_rows;        /* of the page that had been begun by then */
    uint32_t white_rows;      /* of the last page that was replayed */
    size_t max_stride;
    uint8_t *rows;    /* of the open band, page.stride bytes each */
    uint8_t *columns; /* max_stride: all rows of the band, one over the other */
    uint8_t *white;   /* max_stride */
    uint8_t *blocks[2];
    size_t num_prefix; /* bytes of the job's beginning that are not sent yet */
    uint8_t prefix[PREFIX_MAX];
};

/* ---- geometry and memory ---- */

static size_t round_up(size_t n, size_t to)
{
    return (n + to - 1) / to * to;
}

static size_t stride_of(const struct media *media)
{
    return round_up(media->width_dots_600, 32) / 8;
}

static size_t widest_stride(const struct model *model)
{
    const struct caps *caps = model->caps;
    size_t widest = 0;

    for (size_t i = 0; i < caps->num_media; i++)
        if (stride_of(caps->media[i].media) > widest)
            widest = stride_of(caps->media[i].media);
    return widest;
}

/* A band in the larger of the two compressions, with all that stands around it. Uncompressed
 * it takes less. */
static size_t block_size(size_t stride)
{
    size_t rle = xl_rle_bound(stride, XL_BAND_ROWS);
    size_t delta_row = xl_delta_row_bound(stride, XL_BAND_ROWS);

    return round_up(XL_BAND_HEAD + (rle > delta_row ? rle : delta_row) + 1, 16);
}

static size_t pclxl_work_size(const struct model *model)
{
    size_t stride = widest_stride(model);

    return round_up(sizeof(struct pclxl), 16) + 2 * round_up(stride, 16) +
           round_up(XL_BAND_ROWS * stride, 16) + 2 * block_size(stride);
}

static void lay_out(struct pclxl *x)
{
    uint8_t *p = (uint8_t *)x + round_up(sizeof *x, 16);

    x->columns = p;
    p += round_up(x->max_stride, 16);
    x->white = p;
    memset(p, 0, x->max_stride);
    p += round_up(x->max_stride, 16);
    x->rows = p;
    p += round_up(XL_BAND_ROWS * x->max_stride, 16);
    x->blocks[0] = p;
    x->blocks[1] = p + block_size(x->max_stride);
}

static struct page_params page_of(const struct caps *caps, const struct media *media)
{
    return (struct page_params){
        .dpi = 600,
        .paper_width = media->width_dots_600,
        .paper_height = media->length_dots_600,
        .page_width = media->width_dots_600,
        .page_height = media->length_dots_600,
        .margin = (caps_margin(caps, media) * 600 + 1270) / 2540,
        .stride = stride_of(media),
    };
}

static enum result pclxl_page_params(const struct model *model, const struct media *media,
                                     struct page_params *page)
{
    if (!caps_find_media(model->caps, media))
        return RESULT_UNSUPPORTED;
    *page = page_of(model->caps, media);
    return RESULT_OK;
}

/* ---- sending ---- */

static void send(struct pclxl *x, const uint8_t *bytes, size_t n)
{
    if (x->result == RESULT_OK && x->num_prefix > 0) {
        x->result = sink_write(&x->out, x->prefix, x->num_prefix);
        x->num_prefix = 0;
    }
    if (x->result == RESULT_OK)
        x->result = sink_write(&x->out, bytes, n);
    x->sent = true;
}

/* Bytes of a page. */
static void put(struct pclxl *x, const uint8_t *bytes, size_t n)
{
    send(x, bytes, n);
    if (x->result == RESULT_OK && x->in_page && x->recording)
        x->result = sink_write(&x->record, bytes, n);
}

/* PJL, the header of the stream, BeginSession and OpenDataSource. Sent with what follows. */
static void make_prefix(struct pclxl *x)
{
    static const char header[] = ") HP-PCL XL;2;0;Comment canon-printer-app\n";
    static const char delta_row_header[] = ") HP-PCL XL;3;0;Comment canon-printer-app\n";
    static const uint8_t session[] = {
        0xD1, 0x58, 0x02, 0x58, 0x02, 0xF8, 137, /* 600 x 600 units */
        0xC0, 0,    0xF8, 134,                   /* in an inch */
        0xC0, 2,    0xF8, 143,                   /* errors are printed */
        0x41,                                    /* BeginSession */
        0xC0, 0,    0xF8, 136,                   /* the source is this stream */
        0xC0, 1,    0xF8, 130,                   /* low byte first */
        0x48,                                    /* OpenDataSource */
    };
    uint8_t *p = x->prefix;

    p += pjl_head(p, &x->job, PJL_PCLXL);
    memcpy(p, x->delta_row ? delta_row_header : header, sizeof header - 1);
    p += sizeof header - 1;
    memcpy(p, session, sizeof session);
    p += sizeof session;
    x->num_prefix = (size_t)(p - x->prefix);
}

static void put_page_head(struct pclxl *x)
{
    uint8_t head[XL_PAGE_HEAD_MAX];

    put(x, head, xl_page_head(head, &x->job, x->back && x->job.sides != SIDES_ONE));
    x->back = !x->back;
}

static void put_page_end(struct pclxl *x)
{
    uint8_t end[XL_PAGE_END];

    xl_page_end(end, &x->job);
    put(x, end, sizeof end);
}

/* ---- bands ---- */

static void start_band(struct pclxl *x)
{
    x->band_y = x->y;
    x->ink_top = x->ink_end = 0;
    memset(x->columns, 0, x->page.stride);
}

/* The rectangle of the band that has ink, and where it lies. */
static struct xl_rows ink_of(const struct pclxl *x, struct xl_band *band)
{
    size_t left = 0, right = x->page.stride;

    while (x->columns[left] == 0)
        left++;
    while (x->columns[right - 1] == 0)
        right--;
    left = left / 4 * 4;
    right = round_up(right, 4);
    band->x = (uint32_t)left * 8;
    band->y = x->band_y + x->ink_top;
    band->width = (uint32_t)(right - left) * 8;
    band->rows = x->ink_end - x->ink_top;
    return (struct xl_rows){
        .bits = x->rows + x->ink_top * x->page.stride + left,
        .stride = x->page.stride,
        .width = right - left,
        .num_rows = band->rows,
    };
}

/* The band in the smallest form, in one of the blocks, behind room for its head. */
static uint8_t *encode(struct pclxl *x, const struct xl_rows *rows, struct xl_band *band)
{
    uint8_t *best = x->blocks[0];
    size_t size = xl_rle(rows, best + XL_BAND_HEAD), other;

    band->compression = XL_RLE;
    if (x->delta_row) {
        other = xl_delta_row(rows, x->white, x->blocks[1] + XL_BAND_HEAD);
        if (other < size) {
            best = x->blocks[1];
            size = other;
            band->compression = XL_DELTA_ROW;
        }
    }
    if (size > rows->width * rows->num_rows) {
        size = xl_plain(rows, best + XL_BAND_HEAD);
        band->compression = XL_NONE;
    }
    band->size = (uint32_t)size;
    return best;
}

static void end_band(struct pclxl *x)
{
    struct xl_band band;
    struct xl_rows rows;
    uint8_t *block;

    if (x->ink_end == 0 || x->result != RESULT_OK)
        return;
    rows = ink_of(x, &band);
    block = encode(x, &rows, &band);
    xl_band_head(block, &band);
    block[XL_BAND_HEAD + band.size] = XL_END_IMAGE;
    put(x, block, XL_BAND_HEAD + band.size + 1);
}

/* The line without what lies right of the paper, into the band; true when it has ink. */
static bool take_row(struct pclxl *x, const uint8_t *bits)
{
    const size_t n = x->paper_bytes;
    uint8_t *row = x->rows + (x->y - x->band_y) * x->page.stride;
    uint8_t ink = 0;

    memcpy(row, bits, n);
    row[n - 1] &= x->paper_mask;
    memset(row + n, 0, x->page.stride - n);
    for (size_t i = 0; i < n; i++)
        ink |= row[i];
    for (size_t i = 0; ink != 0 && i < n; i++)
        x->columns[i] |= row[i];
    return ink != 0;
}

static void add_row(struct pclxl *x, const uint8_t *bits)
{
    uint32_t row = x->y - x->band_y;

    if (take_row(x, bits)) {
        if (x->ink_end == 0)
            x->ink_top = row;
        x->ink_end = row + 1;
    }
    x->y++;
    if (row + 1 == XL_BAND_ROWS) {
        end_band(x);
        start_band(x);
    }
}

/* ---- the interface, in the order a job calls it ---- */

static enum result pclxl_start_job(void *work, const struct model *model,
                                   const struct job_params *job, const struct sink *out,
                                   const struct sink *record)
{
    struct pclxl *x = work;
    struct page_params page = page_of(model->caps, job->media);

    memset(x, 0, sizeof *x);
    x->max_stride = widest_stride(model);
    lay_out(x);
    x->job = *job;
    x->out = *out;
    x->delta_row = model->caps->pclxl.delta_row;
    if (record) {
        x->record = *record;
        x->recording = true;
    }
    xl_follower_init(&x->pages, &x->job, &page);
    /* A ticket never asks for it: the host makes such copies. */
    if (job->collate == COLLATE_COLLATED && job->copies > 1)
        return x->result = RESULT_UNSUPPORTED;
    make_prefix(x);
    return x->result;
}

static enum result check_page(const struct pclxl *x, const struct page_params *page)
{
    if (x->in_page || x->pages.state == XL_IN_PAGE || xl_follow_within(&x->pages))
        return RESULT_FORMAT;
    if (page->paper_width == 0 || page->page_width < page->paper_width ||
        page->page_height == 0 || page->page_height > MAX_SIDE ||
        page->stride > x->max_stride || page->stride % 4 != 0 ||
        page->paper_width > page->stride * 8)
        return RESULT_UNSUPPORTED;
    return RESULT_OK;
}

static enum result pclxl_start_page(void *work, const struct page_params *page)
{
    struct pclxl *x = work;

    if (x->result == RESULT_OK)
        x->result = check_page(x, page);
    if (x->result != RESULT_OK)
        return x->result;
    x->page = *page;
    x->paper_bytes = (page->paper_width + 7) / 8;
    x->paper_mask = (uint8_t)(0xFF00u >> ((page->paper_width - 1) % 8 + 1));
    x->y = 0;
    x->in_page = true;
    put_page_head(x);
    start_band(x);
    return x->result;
}

static enum result pclxl_write_line(void *work, const uint8_t *bits)
{
    struct pclxl *x = work;

    if (x->result == RESULT_OK && (!x->in_page || x->y == x->page.page_height))
        x->result = RESULT_FORMAT;
    if (x->result == RESULT_OK)
        add_row(x, bits);
    return x->result;
}

static enum result pclxl_end_page(void *work)
{
    struct pclxl *x = work;

    if (x->result == RESULT_OK && !x->in_page)
        x->result = RESULT_FORMAT;
    if (x->result != RESULT_OK)
        return x->result;
    end_band(x);
    put_page_end(x);
    x->in_page = false;
    return x->result;
}

static enum result pclxl_flush(void *work)
{
    struct pclxl *x = work;

    send(x, NULL, 0);
    return x->result;
}

/* The head of an element that is replayed waits until it is complete. */
static size_t pclxl_pending(const void *work)
{
    const struct pclxl *x = work;

    return x->num_prefix + (x->pages.head_done ? 0 : x->pages.num_head);
}

/* Behind an element of the page that is replayed: what has not been begun is left out. */
static void end_early(struct pclxl *x)
{
    put_page_end(x);
    x->cut_rows = x->pages.rows;
    x->dropping = true;
}

static void replay_dropped(struct pclxl *x, enum xl_element element)
{
    if (element == XL_STRANGER)
        x->result = RESULT_FORMAT; /* nobody knows where the page would have ended */
    else if (element == XL_BAND && x->white_rows == 0)
        x->white_rows = x->pages.page.page_height - x->cut_rows;
    else if (element == XL_END)
        x->cut = x->dropping = false;
}

/* One element, or a part of it: bytes are those of the last call, of which used belong to it.
 */
static void replay_element(struct pclxl *x, enum xl_element element, const uint8_t *bytes,
                           size_t used)
{
    switch (element) {
    case XL_PART:
        return;
    case XL_HEAD: /* the side and what hangs on it are those of this place in this job */
        x->white_rows = 0;
        put_page_head(x);
        return;
    case XL_DATA:
        put(x, bytes, used);
        return;
    case XL_STRANGER:
        put(x, x->pages.num_head > 0 ? x->pages.head : bytes,
            x->pages.num_head > 0 ? x->pages.num_head : used);
        return;
    case XL_BAND:
        put(x, x->pages.head, x->pages.num_head);
        return;
    case XL_END:
        put(x, x->pages.head, x->pages.num_head);
        x->cut = false;
        return;
    }
}

static enum result pclxl_replay(void *work, const void *bytes, size_t n)
{
    struct pclxl *x = work;
    const uint8_t *p = bytes;

    if (x->result == RESULT_OK && x->in_page)
        x->result = RESULT_FORMAT;
    while (x->result == RESULT_OK && n > 0) {
        size_t used;
        enum xl_element element = xl_follow(&x->pages, p, n, &used);

        if (x->dropping)
            replay_dropped(x, element);
        else
            replay_element(x, element, p, used);
        if (x->cut && !x->dropping && x->pages.state == XL_IN_PAGE &&
            !xl_follow_within(&x->pages))
            end_early(x);
        p += used;
        n -= used;
    }
    return x->result;
}

static enum result pclxl_cut(void *work)
{
    struct pclxl *x = work;
    bool within = xl_follow_within(&x->pages);

    if (x->result != RESULT_OK || x->pages.state == XL_LOST || x->dropping ||
        (x->pages.state == XL_BETWEEN && !within))
        return x->result;
    x->cut = true;
    if (x->pages.state == XL_IN_PAGE && !within)
        end_early(x);
    return x->result;
}

static uint32_t pclxl_white_rows(const void *work)
{
    const struct pclxl *x = work;

    return x->white_rows;
}

/*
 * The rest of a replayed page did not come: the band that was begun is filled up, or the
 * printer would take the end of the job for dots.
 */
static void fill_up(struct pclxl *x)
{
    static const uint8_t zeros[256], end_image = XL_END_IMAGE;
    size_t left = x->pages.data_left;

    if (x->pages.state != XL_IN_PAGE || x->dropping)
        return;
    while (left > 1 && x->result == RESULT_OK) {
        size_t n = left - 1 < sizeof zeros ? left - 1 : sizeof zeros;

        send(x, zeros, n);
        left -= n;
    }
    if (left > 0)
        send(x, &end_image, 1);
    put_page_end(x);
}

static enum result pclxl_end_job(void *work, bool canceled)
{
    static const uint8_t end_of_session[] = {0x49, 0x42}; /* CloseDataSource, EndSession */
    struct pclxl *x = work;
    uint8_t foot[PJL_FOOT_MAX];

    if (x->in_page && pclxl_end_page(x) != RESULT_OK)
        return x->result;
    /* Nothing has left: the device need not hear of this job at all. */
    if (x->result != RESULT_OK || (canceled && !x->sent))
        return x->result;
    fill_up(x);
    send(x, end_of_session, sizeof end_of_session);
    send(x, foot, pjl_foot(foot, &x->job));
    return x->result;
}

const struct pdl_ops pdl_pclxl = {
    .name = "pclxl",
    .format = "application/vnd.hp-PCLXL",
    .work_size = pclxl_work_size,
    .page_params = pclxl_page_params,
    .start_job = pclxl_start_job,
    .start_page = pclxl_start_page,
    .write_line = pclxl_write_line,
    .end_page = pclxl_end_page,
    .flush = pclxl_flush,
    .pending = pclxl_pending,
    .replay = pclxl_replay,
    .cut = pclxl_cut,
    .white_rows = pclxl_white_rows,
    .end_job = pclxl_end_job,
};
