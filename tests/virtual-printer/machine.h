/*
 * machine.h - the state of the virtual machine: its engine, its paper, its faults, and how much
 * it may read. Knows no sockets and no clock: it is told the time.
 * Effects: events. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_MACHINE_H
#define VIRTUAL_PRINTER_MACHINE_H

#include "tests/virtual-printer/faults.h"
#include "tests/virtual-printer/snmp.h"

#define MAX_WAITING_PAGES 256u

struct machine_model {
    const char *name;        /* "canon_ir1020_ufr2lt" */
    const char *pjl_id;      /* "iR1020/1024/1025" */
    const char *description; /* of SNMP */
    unsigned band_rows;      /* the highest band */
};

extern const struct machine_model machine_models[];
extern const size_t num_machine_models;

/* A page whose data is here and that is not printed yet. */
struct waiting_page {
    uint64_t end;     /* of its data, in bytes of all connections */
    uint64_t time_ms; /* to print all its copies */
    unsigned copies;
};

struct machine {
    const struct machine_model *model;
    struct faults faults;
    double speed;    /* pages per minute; 0: at once */
    uint64_t buffer; /* bytes of pages the machine takes while it prints another */

    uint64_t now_ms, started_ms;
    uint64_t total_bytes, connection_bytes;
    bool connected;
    struct waiting_page pages[MAX_WAITING_PAGES];
    size_t first_page, num_pages;
    uint64_t page_end_ms; /* when the first of them is printed */
    uint64_t printed_bytes;
    unsigned life; /* pages printed */
    double tokens; /* bytes that may be read while slow */
    uint64_t tokens_ms;
};

void machine_start(struct machine *m, const struct machine_model *model, uint64_t now_ms);

/* machine_set_faults - others from now on; the trays are full, the counters begin again. */
void machine_set_faults(struct machine *m, const struct faults *faults);

/* machine_tick - it is now; pages come out, faults begin and end. */
void machine_tick(struct machine *m, uint64_t now_ms);

/* machine_wait - how long nothing happens by itself, in ms; at most limit. */
uint64_t machine_wait(const struct machine *m, uint64_t limit);

void machine_connected(struct machine *m);
void machine_disconnected(struct machine *m);

/* machine_may_read - how many bytes, of at most n, it takes now from its connection. */
size_t machine_may_read(struct machine *m, size_t n);

void machine_has_read(struct machine *m, size_t n);

/* What a fault that counts bytes has made of the connection, after connecting and reading. */
enum machine_verdict { MACHINE_GOES_ON, MACHINE_CLOSES, MACHINE_LOSES_POWER };
enum machine_verdict machine_judge(struct machine *m);

void machine_page_started(struct machine *m);
void machine_page_ended(struct machine *m, unsigned copies);

bool machine_is_off(const struct machine *m);
bool machine_refuses(const struct machine *m);

/* machine_snmp - what an SNMP agent of the machine answers, as snmp_answer(). */
size_t machine_snmp(const struct machine *m, const uint8_t *question, size_t n, uint8_t *answer,
                    size_t answer_size);

#endif
