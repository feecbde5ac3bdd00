/*
 * engine.h - the print engine of the virtual machine: pages that wait, paper, toner, and the
 * record of what came out. Knows no clock: it is told the time.
 * Effects: events, paper.log. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_ENGINE_H
#define VIRTUAL_PRINTER_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define MAX_WAITING_PAGES 256u /* of which the machine takes more data */
#define QUEUE_SIZE        1024u /* with all small pages that one piece of data may hold besides */
#define LOW_TONER         10    /* percent, and below */
#define LOW_PAPER         10    /* percent of what the tray holds, and below */

enum tray_number { TRAY_DRAWER, TRAY_BYPASS, NUM_TRAYS };

/* One printed side, or what is to become one. */
struct side {
    unsigned job, page;
    unsigned copies;
    enum tray_number tray;
    bool back;    /* of a sheet that has its front already */
    bool half;    /* its data broke off */
    uint32_t crc; /* CRC-32 of its PBM file */
};

/* A page whose data is here and that is not printed yet. */
struct waiting_page {
    struct side side;
    uint64_t end; /* of its data, in bytes of all connections */
};

enum engine_stop {
    ENGINE_GOES,     /* it prints, or there is nothing to print */
    ENGINE_HELD,     /* the machine says no: jam, open door, cold */
    ENGINE_NO_SHEET, /* the page's tray is empty */
    ENGINE_NO_TONER,
};

struct engine {
    double speed; /* pages per minute; 0: at once, and a page begins when its data does */
    FILE *log;    /* paper.log */
    int sheets[NUM_TRAYS];       /* -1: enough, not counted */
    int toner;                   /* percent; -1: not known */
    unsigned life;               /* impressions ever printed */
    unsigned num_begun, num_out; /* pages it has begun, and printed, since the start */

    struct waiting_page pages[QUEUE_SIZE];
    size_t first_page, num_pages;
    bool arriving; /* the data of arriving_side is coming */
    struct side arriving_side;
    bool begun, has_sheet, moving; /* of the next page */
    uint64_t page_end_ms;          /* when it is out, if it is moving */
    uint64_t printed_bytes;
    uint64_t now_ms;
    enum engine_stop stop;

    bool (*held)(void *ctx);        /* must nothing be printed now? */
    void (*page_begins)(void *ctx); /* it takes its next page */
    void (*page_is_out)(void *ctx);
    void *ctx;
};

/* engine_set_speed - for the page on its way too, unless that would be later. */
void engine_set_speed(struct engine *e, double speed);

/* engine_run - it is now: begin, wait for or print what can be. */
void engine_run(struct engine *e, uint64_t now_ms);

/* engine_page_arrives - a page's data begins; its crc is not known yet. */
void engine_page_arrives(struct engine *e, const struct side *side);

/* engine_page_is_here - it has ended, or broken off; end as in struct waiting_page. */
void engine_page_is_here(struct engine *e, const struct side *side, uint64_t end);

/* engine_lose_power - forget the pages that wait, and say so. */
void engine_lose_power(struct engine *e);

/* Is there anything to print? */
bool engine_busy(const struct engine *e);

#endif
