/*
 * page-blank.c - whether anything is on a scanned page, see page-blank.h.
 *
 * Marks are put together row by row of cells: runs of ink that touch runs of the row above
 * belong to their marks, marks that a run joins become one. A mark that no run goes on with is
 * finished and looked at. Rows are looked at EDGE rows late, for the page's last ones do not
 * count, and which these are shows at its end.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-blank.h"

#include <string.h>

/* In cells, 75 to an inch, 3 to a millimetre. */
#define CELLS_PER_INCH 75u
#define EDGE           15u
#define GAP            3u /* without ink between two letters of a word */
#define HOLE_ZONE      74u
#define HOLE_LEAST     12u /* the diameters of punches are 5 to 8 mm */
#define HOLE_MOST      26u
#define MIN_INK        18u
#define BLOCK          8u /* cells that share a paper */

/* In 1/256: a cell below this share of its paper is ink; half of what a hole's square has. */
#define INK_SHARE  210u
#define HOLE_SHARE 140u
/* What is darker than this sample is no paper. */
#define DARK 80u
/* Paper follows brighter cells in halves, darker ones in steps of this. */
#define FADE 64u

struct mark {
    uint32_t left, right, top, bottom; /* cells, all inclusive */
    uint32_t ink;
    uint32_t seen; /* in this row */
    uint32_t into; /* another mark it has become a part of; itself: none */
    bool used;
};

struct run {
    uint32_t first, last;
    uint32_t mark;
};

struct page_blank {
    uint32_t width, cell, cells; /* samples of a line, of a cell; whole cells in a line */
    uint32_t lines, row;         /* of the cell row that is coming; the next to look at */
    uint32_t rows;               /* cell rows that came */
    bool something;
    uint32_t first_hole; /* the least bottom of those that are only near the page's end, if they
                            are */
    uint32_t next_before, next_mark; /* where to go on searching, in a row */
    uint32_t *sums;                  /* of the coming row's cells */
    uint8_t *darkest;                /* sample of each */
    uint16_t *papers;                /* of blocks, in 1/16 of a sample */
    uint8_t *waiting;                /* EDGE rows of cells with ink: row n is n % EDGE */
    struct run *runs, *before;       /* of this row and the one above */
    uint32_t num_runs, num_before;
    struct mark *marks;
    uint32_t num_marks;
};

static uint32_t cell_of(unsigned dpi)
{
    return dpi < 2 * CELLS_PER_INCH ? 1 : dpi / CELLS_PER_INCH;
}

static uint32_t cells_of(uint32_t width, unsigned dpi)
{
    return width / cell_of(dpi) + 1;
}

/* Runs have a gap between them. */
static size_t runs_of(uint32_t cells)
{
    return (size_t)cells / 2 + 1;
}

static size_t aligned(size_t n)
{
    return (n + 15) / 16 * 16;
}

size_t page_blank_work_size(uint32_t width, unsigned dpi)
{
    size_t cells = cells_of(width, dpi), runs = runs_of((uint32_t)cells);

    return aligned(sizeof(struct page_blank)) + aligned(cells * sizeof(uint32_t)) +
           aligned(cells) + aligned((cells / BLOCK + 1) * sizeof(uint16_t)) +
           aligned(cells * EDGE) + 2 * aligned(runs * sizeof(struct run)) +
           aligned(2 * runs * sizeof(struct mark));
}

static void *take(uint8_t **work, size_t n)
{
    void *part = *work;

    *work += aligned(n);
    return part;
}

struct page_blank *page_blank_start(void *work, uint32_t width, unsigned dpi)
{
    struct page_blank *b = work;
    uint8_t *left = (uint8_t *)work + aligned(sizeof *b);
    size_t cells = cells_of(width, dpi), runs = runs_of((uint32_t)cells);

    memset(work, 0, page_blank_work_size(width, dpi));
    b->width = width;
    b->cell = cell_of(dpi);
    b->cells = width / b->cell;
    b->sums = take(&left, cells * sizeof(uint32_t));
    b->darkest = take(&left, cells);
    b->papers = take(&left, (cells / BLOCK + 1) * sizeof(uint16_t));
    b->waiting = take(&left, cells * EDGE);
    b->runs = take(&left, runs * sizeof(struct run));
    b->before = take(&left, runs * sizeof(struct run));
    b->marks = take(&left, 2 * runs * sizeof(struct mark));
    memset(b->darkest, 255, cells);
    b->first_hole = UINT32_MAX;
    return b;
}

/* --- marks ------------------------------------------------------------------------------ */

static uint32_t mark_of(const struct page_blank *b, uint32_t i)
{
    while (b->marks[i].into != i)
        i = b->marks[i].into;
    return i;
}

/* A free one: there are never more than the runs of two rows. */
static uint32_t new_mark(struct page_blank *b)
{
    uint32_t i;

    for (i = b->next_mark; i < b->num_marks && b->marks[i].used; i++)
        ;
    if (i == b->num_marks)
        b->num_marks++;
    b->next_mark = i + 1;
    b->marks[i] = (struct mark){.left = UINT32_MAX, .top = UINT32_MAX, .into = i, .used = true};
    return i;
}

static void join_marks(struct page_blank *b, uint32_t to, uint32_t from)
{
    struct mark *t = &b->marks[to], *f = &b->marks[from];

    if (to == from)
        return;
    t->left = f->left < t->left ? f->left : t->left;
    t->right = f->right > t->right ? f->right : t->right;
    t->top = f->top < t->top ? f->top : t->top;
    t->bottom = f->bottom > t->bottom ? f->bottom : t->bottom;
    t->ink += f->ink;
    f->into = to;
}

/* The size of a punch's hole, and full as one. */
static bool is_round(const struct mark *m)
{
    uint32_t across = m->right - m->left + 1, down = m->bottom - m->top + 1;

    return across >= HOLE_LEAST && across <= HOLE_MOST && down >= HOLE_LEAST &&
           down <= HOLE_MOST && across * 4 <= down * 5 && down * 4 <= across * 5 &&
           m->ink * 256 >= across * down * HOLE_SHARE;
}

static void judge(struct page_blank *b, const struct mark *m)
{
    if (m->ink < MIN_INK)
        return;
    if (!is_round(m))
        b->something = true;
    else if (m->left >= HOLE_ZONE && m->right + HOLE_ZONE < b->cells && m->top >= HOLE_ZONE &&
             m->bottom < b->first_hole)
        b->first_hole = m->bottom; /* whether the lower edge is near shows at the end */
}

static void finish_marks(struct page_blank *b, uint32_t row)
{
    uint32_t i;

    for (i = 0; i < b->num_marks; i++) {
        struct mark *m = &b->marks[i];

        if (!m->used || (m->into == i && m->seen == row + 1))
            continue;
        if (m->into == i)
            judge(b, m);
        m->used = false;
    }
    while (b->num_marks > 0 && !b->marks[b->num_marks - 1].used)
        b->num_marks--;
}

static void add_run(struct page_blank *b, uint32_t row, uint32_t first, uint32_t last,
                    uint32_t ink)
{
    uint32_t mark = UINT32_MAX, i;
    struct mark *m;

    while (b->next_before < b->num_before && b->before[b->next_before].last + 1 < first)
        b->next_before++;
    for (i = b->next_before; i < b->num_before && b->before[i].first <= last + 1; i++) {
        const struct run *above = &b->before[i];

        if (mark == UINT32_MAX)
            mark = mark_of(b, above->mark);
        else
            join_marks(b, mark, mark_of(b, above->mark));
    }
    if (mark == UINT32_MAX)
        mark = new_mark(b);
    m = &b->marks[mark];
    m->left = first < m->left ? first : m->left;
    m->right = last > m->right ? last : m->right;
    m->top = row < m->top ? row : m->top;
    m->bottom = row;
    m->ink += ink;
    b->runs[b->num_runs++] = (struct run){first, last, mark};
}

static void look_at_row(struct page_blank *b, uint32_t row)
{
    const uint8_t *ink = b->waiting + (size_t)(row % EDGE) * b->cells;
    uint32_t end = b->cells > EDGE ? b->cells - EDGE : 0, x, count;
    struct run *runs = b->before;

    b->before = b->runs;
    b->num_before = b->num_runs;
    b->runs = runs;
    b->num_runs = 0;
    b->next_before = b->next_mark = 0;
    for (x = EDGE; x < end; x++) {
        uint32_t first = x, last = x;

        if (!ink[x])
            continue;
        for (count = 0; x < end && x <= last + GAP; x++)
            if (ink[x]) {
                last = x;
                count++;
            }
        add_run(b, row, first, last, count);
    }
    for (x = 0; x < b->num_runs; x++)
        b->marks[mark_of(b, b->runs[x].mark)].seen = row + 1;
    /* Marks that became parts of others go; runs are to know it. */
    for (x = 0; x < b->num_runs; x++)
        b->runs[x].mark = mark_of(b, b->runs[x].mark);
    finish_marks(b, row);
}

/* --- cells ------------------------------------------------------------------------------ */

/* Between its mean and its darkest sample: thin strokes count, and a single dark sample does
 * not count for all of it. */
static unsigned cell_level(const struct page_blank *b, uint32_t x)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): a cell has a sample at least */
    return (b->sums[x] / (b->cell * b->cell) + b->darkest[x]) / 2;
}

static void follow_paper(struct page_blank *b, uint32_t first, uint32_t end)
{
    unsigned paper = b->papers[first / BLOCK], most = 0;
    uint32_t x;

    for (x = first; x < end; x++)
        if (cell_level(b, x) > most)
            most = cell_level(b, x);
    most *= 16;
    paper = most > paper ? (paper + most + 1) / 2 : paper - (paper - most) / FADE;
    /* The edge does not count: what is brightest in it is the paper to begin with. */
    if (b->rows < EDGE && most > paper)
        paper = most;
    b->papers[first / BLOCK] = (uint16_t)paper;
}

static void finish_row(struct page_blank *b)
{
    uint8_t *ink = b->waiting + (size_t)(b->rows % EDGE) * b->cells;
    uint32_t x, i, limit;

    if (b->rows >= 2 * EDGE) /* the place of the row that is EDGE above, and no edge itself */
        look_at_row(b, b->rows - EDGE);
    for (x = 0; x < b->cells; x += BLOCK) {
        uint32_t end = x + BLOCK < b->cells ? x + BLOCK : b->cells;

        follow_paper(b, x, end);
        limit = b->papers[x / BLOCK] * INK_SHARE;
        limit = limit < DARK * 16 * 256 ? DARK * 16 * 256 : limit;
        for (i = x; i < end; i++)
            ink[i] = cell_level(b, i) * 16 * 256 < limit;
    }
    b->rows++;
    b->lines = 0;
    memset(b->sums, 0, b->cells * sizeof *b->sums);
    memset(b->darkest, 255, b->cells);
}

void page_blank_line(struct page_blank *b, const uint8_t *gray)
{
    uint32_t x, i;

    for (x = 0; x < b->cells; x++)
        for (i = 0; i < b->cell; i++, gray++) {
            b->sums[x] += *gray;
            if (*gray < b->darkest[x])
                b->darkest[x] = *gray;
        }
    if (++b->lines == b->cell)
        finish_row(b);
}

bool page_blank_end(struct page_blank *b)
{
    b->num_runs = 0; /* no run goes on */
    finish_marks(b, UINT32_MAX - 1);
    if (b->first_hole < UINT32_MAX - HOLE_ZONE && b->first_hole + HOLE_ZONE < b->rows)
        b->something = true;
    return !b->something;
}
