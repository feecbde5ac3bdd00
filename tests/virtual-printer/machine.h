/*
 * machine.h - the state of the virtual machine: its power, its engine, its faults, and how much
 * it may read. Knows no sockets and no clock: it is told the time.
 * Effects: events, and those of engine.h. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_MACHINE_H
#define VIRTUAL_PRINTER_MACHINE_H

#include "tests/decode/any-decode.h"
#include "tests/virtual-printer/script.h"
#include "tests/virtual-printer/snmp.h"

struct machine_model {
    const char *name;        /* "canon_ir1020_ufr2lt" */
    const char *pjl_id;      /* "iR1020/1024/1025" */
    const char *description; /* of SNMP */
    unsigned band_rows;      /* the highest band */
    unsigned languages;      /* ANY_ bits; 0: UFR II LT alone */
};

extern const struct machine_model machine_models[];
extern const size_t num_machine_models;

/* What has become of the connection. */
enum machine_verdict { MACHINE_GOES_ON, MACHINE_CLOSES, MACHINE_LOSES_POWER };

enum wakefulness { AWAKE, ASLEEP, WAKING };

struct machine {
    const struct machine_model *model;
    const char *community;
    struct faults faults;
    const struct scenario *scenario; /* or NULL */
    size_t scene;                    /* the next one */
    uint64_t scene_ms;               /* when the one before was played */
    struct engine engine;
    uint64_t buffer; /* bytes of pages the machine takes while it prints another */

    uint64_t now_ms;
    uint64_t total_bytes, connection_bytes;
    uint64_t judged_bytes; /* of total_bytes, those whose job has had them */
    unsigned num_connections, num_jobs, num_jobs_out;
    bool connected, receiving; /* a connection; a job in it */
    enum machine_verdict verdict;
    double tokens; /* bytes that may be read while slow */
    uint64_t tokens_ms;

    uint64_t started_ms; /* when the power came */
    unsigned life_at_start;
    bool switched_off; /* for good */
    bool was_off;
    unsigned sleep_ms, wake_ms, warmup_ms;
    bool sleep_is_silent;
    bool tells_a4;
    enum wakefulness wakefulness;
    uint64_t busy_ms; /* when there was work last */
    uint64_t wake_end_ms, warm_ms;
};

void machine_start(struct machine *m, const struct machine_model *model, uint64_t now_ms);

/* machine_set_faults - others from now on; the trays are full, the counters begin again. */
void machine_set_faults(struct machine *m, const struct faults *faults);

/* machine_set - what these settings give. */
void machine_set(struct machine *m, const struct settings *settings);

/* machine_tick - it is now; pages come out, faults begin and end. */
void machine_tick(struct machine *m, uint64_t now_ms);

/* machine_wait - how long nothing happens by itself, in ms; at most limit. */
uint64_t machine_wait(const struct machine *m, uint64_t limit);

void machine_connected(struct machine *m);
void machine_disconnected(struct machine *m);

/* machine_may_read - how many bytes, of at most n, it takes now from its connection. */
size_t machine_may_read(struct machine *m, size_t n);

void machine_has_read(struct machine *m, size_t n);

/* machine_judge - what has become of the connection since this was asked last. A machine that
 * loses power must be told by machine_lose_power() once the connection is ended. */
enum machine_verdict machine_judge(struct machine *m);

/* The job's side of it. False: the machine reads no further. */
bool machine_job_started(struct machine *m);
void machine_job_ended(struct machine *m);
bool machine_page_started(struct machine *m, const struct side *side);
bool machine_page_ended(struct machine *m, const struct side *side);

/* Is a fault of the kind there, or the tray or the toner such, that the machine would say so?
 */
bool machine_reports(const struct machine *m, enum fault_kind kind);

/* Does something keep it from printing, so that a person must come? */
bool machine_needs_help(const struct machine *m);

/* --- power (machine-power.c) */

/* Pages that wait are lost. */
void machine_lose_power(struct machine *m);

bool machine_is_off(const struct machine *m);
bool machine_is_warm(const struct machine *m);
bool machine_is_silent(const struct machine *m); /* answers no SNMP */
bool machine_refuses(const struct machine *m);   /* its ports are closed */
bool machine_takes(const struct machine *m);     /* it looks at who connects */

/* machine_knock - somebody connects. That wakes it. */
enum knock { KNOCK_TAKE, KNOCK_RESET, KNOCK_WAIT };
enum knock machine_knock(struct machine *m);

/* machine_power_tick, machine_power_wait - part of machine_tick() and machine_wait(). */
void machine_power_on(struct machine *m);
void machine_power_tick(struct machine *m);
uint64_t machine_power_wait(const struct machine *m, uint64_t limit);

/* --- SNMP (machine-snmp.c) */

/* machine_snmp - what an SNMP agent of the machine answers, as snmp_answer(). */
size_t machine_snmp(const struct machine *m, const uint8_t *question, size_t n, uint8_t *answer,
                    size_t answer_size);

#endif
