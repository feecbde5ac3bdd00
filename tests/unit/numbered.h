/*
 * numbered.h - a renderer that a test plays, whose pages tell their numbers: A4, with a black
 * field that is the longer the higher the number. It plays the one that draws watermarks, too.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_NUMBERED_H
#define UNIT_NUMBERED_H

#include "server/renderer.h"
#include "tests/unit/prints.h"

/* So many pixels from the left and the top edge of the page, at any resolution. */
#define FIELD_X    200
#define FIELD_Y    300
#define FIELD_H    40
#define FIELD_W(k) (100u + 20u * (k)) /* of page k, from 1 */

/* A band of gray across the sheet, instead of words. */
#define MARK_Y    2000u
#define MARK_H    500u
#define MARK_GRAY 204

static struct numbered {
    unsigned pages;
    bool blank[40];   /* page i + 1 is */
    bool wide[40];    /* is landscape */
    unsigned a5_from; /* page from which they are A5; 0: none is */
    unsigned cancel_at;
    bool no_watermark;                /* drawing one fails */
    char words[200];                  /* the last watermark */
    struct renderer_paper paper_mark; /* its sheet */
    unsigned drawn;                   /* watermarks so far */
} numbered;

struct renderer {
    bool watermark;
    unsigned next, last;
    double dpi;
    uint32_t width, height, y;
    enum renderer_error error;
};

bool renderer_can(const char *format, char *why, size_t why_size)
{
    (void)format;
    (void)why;
    (void)why_size;
    return true;
}

struct renderer *renderer_open(int fd, const char *format, const struct renderer_paper *paper,
                               const struct renderer_limits *limits)
{
    struct renderer *r = calloc(1, sizeof(*r));
    ssize_t n;

    (void)limits;
    if (r == NULL || strcmp(format, RENDERER_WATERMARK) != 0)
        return r;
    r->watermark = true;
    n = pread(fd, numbered.words, sizeof(numbered.words) - 1, 0);
    numbered.words[n > 0 ? n : 0] = '\0';
    numbered.paper_mark = *paper;
    numbered.drawn++;
    if (numbered.no_watermark)
        r->error = RENDERER_FAILED;
    return r;
}

unsigned renderer_pages(const struct renderer *r)
{
    return r->watermark ? 1 : numbered.pages;
}

bool renderer_start(struct renderer *r, unsigned first, unsigned last, double dpi)
{
    r->next = first;
    r->last = last < renderer_pages(r) ? last : renderer_pages(r);
    r->dpi = dpi;
    return r->error == RENDERER_FINE;
}

static inline uint32_t numbered_pixels(double points, double dpi)
{
    return (uint32_t)(points * dpi / 72 + 0.5);
}

bool renderer_page(struct renderer *r, uint32_t *width, uint32_t *height)
{
    double points[2] = {595.276, 841.890};
    bool turned;

    if (r->error != RENDERER_FINE || r->next > r->last)
        return false;
    turned = r->watermark ? numbered.paper_mark.width_hmm > numbered.paper_mark.length_hmm
                          : numbered.wide[r->next - 1];
    if (!r->watermark && numbered.a5_from > 0 && r->next >= numbered.a5_from) {
        points[0] = 419.528;
        points[1] = 595.276;
    }
    if (!r->watermark && r->next == numbered.cancel_at)
        r->error = RENDERER_CANCELED;
    r->next++;
    *width = r->width = numbered_pixels(points[turned], r->dpi);
    *height = r->height = numbered_pixels(points[!turned], r->dpi);
    r->y = 0;
    return r->error == RENDERER_FINE;
}

bool renderer_line(struct renderer *r, uint8_t *gray)
{
    unsigned page = r->next - 1;

    if (r->error != RENDERER_FINE || r->y == r->height)
        return false;
    memset(gray, 255, r->width);
    if (r->watermark && r->y >= MARK_Y && r->y < MARK_Y + MARK_H)
        memset(gray, MARK_GRAY, r->width);
    if (!r->watermark && !numbered.blank[page - 1] && r->y >= FIELD_Y &&
        r->y < FIELD_Y + FIELD_H)
        memset(gray + FIELD_X, 0, FIELD_W(page));
    r->y++;
    return true;
}

enum renderer_error renderer_error(const struct renderer *r)
{
    return r->error;
}

const char *renderer_why(const struct renderer *r)
{
    return r->error == RENDERER_FINE ? "" : "The test says so.";
}

struct renderer_asked renderer_asked(const struct renderer *r)
{
    (void)r;
    return (struct renderer_asked){.sides = -1};
}

const char *renderer_warning(const struct renderer *r)
{
    (void)r;
    return "";
}

void renderer_close(struct renderer *r)
{
    free(r);
}

/* Print so many pages; what is blank or otherwise is set before. */
static inline void numbered_print(struct prints *p, struct jobs *jobs, unsigned pages,
                                  const struct job_options *o)
{
    numbered.pages = pages;
    prints_run(p, jobs, -1, "application/pdf", o, NULL, NULL);
}

static inline void numbered_reset(void)
{
    memset(&numbered, 0, sizeof(numbered));
}

/* Whether a side is page k alone, in its own size; 0: white. */
static inline bool is_page(const struct side *s, unsigned k)
{
    return k == 0 ? s->black == 0
                  : side_has(s, FIELD_X, FIELD_Y, FIELD_W(k), FIELD_H) &&
                        s->black == (uint64_t)FIELD_W(k) * FIELD_H;
}

/* Whether the sides are these pages, "3,0,1". */
static inline bool sides_are(const struct prints *p, const char *pages)
{
    size_t i = 0;

    for (const char *at = pages; *at != '\0'; i++) {
        char *end;
        unsigned k = (unsigned)strtoul(at, &end, 10);

        if (i >= p->num_sides || !is_page(&p->sides[i], k)) {
            diag("side %zu of %zu is not page %u: %s", i + 1, p->num_sides, k, p->why);
            return false;
        }
        at = *end == ',' ? end + 1 : end;
    }
    if (i != p->num_sides)
        diag("%zu sides", p->num_sides);
    return i == p->num_sides;
}

#endif
