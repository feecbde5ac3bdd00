/*
 * engine.c - the print engine of the virtual machine, see engine.h.
 * Effects: events, paper.log.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/engine.h"

#include "tests/virtual-printer/events.h"

/* Where the page is found, below the folder of all jobs; a broken job's folder has .broken at
 * its end, which is not known when a page comes out before its job has ended. */
static void name_side(const struct side *s, char name[64])
{
    snprintf(name, 64, "job-%04u/%s-%03u.pbm", s->job, s->half ? "half" : "page", s->page);
}

/* The page that comes out next. Without a speed its printing begins with its data. */
static const struct side *next_side(const struct engine *e)
{
    if (e->num_pages > 0)
        return &e->pages[e->first_page].side;
    return e->arriving && e->speed <= 0 ? &e->arriving_side : NULL;
}

bool engine_busy(const struct engine *e)
{
    return e->num_pages > 0 || e->arriving;
}

/* A sheet for each copy; the last ones make do with what is there. */
static bool take_sheets(struct engine *e, const struct side *s)
{
    int *sheets = &e->sheets[s->tray];

    if (*sheets < 0 || s->back)
        return true;
    if (*sheets == 0)
        return false;
    *sheets -= *sheets < (int)s->copies ? *sheets : (int)s->copies;
    return true;
}

/* Bring the next page as far as the paper path. */
static enum engine_stop prepare(struct engine *e)
{
    const struct side *s = next_side(e);

    if (!s)
        return ENGINE_GOES;
    if (e->held(e->ctx))
        return ENGINE_HELD;
    if (!e->begun) {
        e->begun = true;
        e->num_begun++;
        e->page_begins(e->ctx);
        if (e->held(e->ctx))
            return ENGINE_HELD;
    }
    if (e->toner == 0)
        return ENGINE_NO_TONER;
    if (!e->has_sheet && !take_sheets(e, s))
        return ENGINE_NO_SHEET;
    e->has_sheet = true;
    return ENGINE_GOES;
}

static void next_page(struct engine *e)
{
    e->first_page = (e->first_page + 1) % QUEUE_SIZE;
    e->num_pages--;
    e->begun = e->has_sheet = e->moving = false;
}

/* The record comes first: who hears of the event finds the page in it. */
static void put_out(struct engine *e)
{
    const struct waiting_page *page = &e->pages[e->first_page];
    const struct side *s = &page->side;
    char name[64], crc[16];

    name_side(s, name);
    snprintf(crc, sizeof crc, "%08lx", (unsigned long)s->crc);
    e->life += s->copies;
    e->num_out++;
    e->printed_bytes = page->end;
    if (e->log && (fprintf(e->log, "%u %u %u %s %s %s\n", s->job, s->page, s->copies,
                           s->half ? "half" : "whole", crc, name) < 0 ||
                   fflush(e->log) != 0))
        perror("virtual-printer: paper.log");
    event("page-printed", "ssuu", "side", name, "crc", crc, "copies",
          (unsigned long long)s->copies, "life", (unsigned long long)e->life);
    next_page(e);
    e->page_is_out(e->ctx);
}

static uint64_t print_time(const struct engine *e, const struct side *s)
{
    return e->speed > 0 ? (uint64_t)(60000 / e->speed * s->copies) : 0;
}

void engine_set_speed(struct engine *e, double speed)
{
    uint64_t end;

    e->speed = speed;
    if (!e->moving)
        return;
    end = e->now_ms + print_time(e, next_side(e));
    if (end < e->page_end_ms)
        e->page_end_ms = end;
}

void engine_run(struct engine *e, uint64_t now_ms)
{
    uint64_t start = now_ms;

    /* a page that was stopped on its way has lost no time */
    if (e->moving && e->stop != ENGINE_GOES)
        e->page_end_ms += now_ms - e->now_ms;
    e->now_ms = now_ms;
    while ((e->stop = prepare(e)) == ENGINE_GOES && e->num_pages > 0) {
        if (!e->moving)
            e->page_end_ms = start + print_time(e, next_side(e));
        e->moving = true;
        if (now_ms < e->page_end_ms)
            return;
        start = e->page_end_ms;
        put_out(e);
    }
}

void engine_page_arrives(struct engine *e, const struct side *side)
{
    e->arriving = true;
    e->arriving_side = *side;
    engine_run(e, e->now_ms);
}

static void lose(const struct side *s)
{
    char name[64];

    name_side(s, name);
    event("page-lost", "su", "side", name, "copies", (unsigned long long)s->copies);
}

void engine_page_is_here(struct engine *e, const struct side *side, uint64_t end)
{
    e->arriving = false;
    if (e->num_pages == QUEUE_SIZE) {
        fprintf(stderr, "virtual-printer: too many pages wait\n");
        lose(side);
        return;
    }
    e->pages[(e->first_page + e->num_pages++) % QUEUE_SIZE] =
        (struct waiting_page){.side = *side, .end = end};
    engine_run(e, e->now_ms);
}

void engine_lose_power(struct engine *e)
{
    while (e->num_pages > 0) {
        lose(&e->pages[e->first_page].side);
        next_page(e);
    }
    e->arriving = e->begun = e->has_sheet = e->moving = false;
    e->stop = ENGINE_GOES;
}
