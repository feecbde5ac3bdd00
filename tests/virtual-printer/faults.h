/*
 * faults.h - what may go wrong with the virtual printer, as text and as state.
 * Effects: none. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_FAULTS_H
#define VIRTUAL_PRINTER_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum fault_kind {
    FAULT_STALL,           /* reads no more from a connection after value bytes */
    FAULT_CLOSE,           /* closes a connection after value bytes */
    FAULT_POWER_LOSS,      /* resets the connection at byte value and is off */
    FAULT_POWER_LOSS_PAGE, /* the same when value pages are out */
    FAULT_REFUSE,          /* takes no new connection */
    FAULT_LPD_REFUSE,      /* takes connections by LPD, but no job */
    FAULT_SLOW,            /* reads value bytes a second */
    FAULT_PAPER_OUT,       /* after value pages */
    FAULT_JAM,
    FAULT_DOOR,
    FAULT_TONER_OUT,
    FAULT_TONER_LOW, /* only says so */
};

struct fault {
    enum fault_kind kind;
    uint64_t value;
    bool total;           /* power loss: value counts the bytes of all connections */
    uint64_t duration_ms; /* 0: until the faults are changed */
    unsigned times;       /* 0: again and again */

    /* state */
    bool active;         /* it is happening */
    uint64_t active_end; /* when it ends by itself, if duration_ms is set */
    unsigned happened;   /* how often it has begun */
    uint64_t seen;       /* bytes of this connection, or pages since it was armed */
    bool spent;          /* not again in this connection */
};

#define MAX_FAULTS 32u

struct faults {
    struct fault list[MAX_FAULTS];
    size_t num;
};

/* The name in a SPEC: "paper-out". */
const char *fault_name(enum fault_kind kind);

/* faults_add - parse one SPEC. False and a sentence in why when it is none. */
bool faults_add(struct faults *faults, const char *spec, char *why, size_t why_size);

/* faults_put - a fault that has been parsed. Takes the place of one that is over for good;
 * NULL when there is none and the list is full. */
struct fault *faults_put(struct faults *faults, const struct fault *fault);

/* One that counts bytes of a connection, or pages: those that begin, or those that are out. */
bool fault_counts_bytes(const struct fault *f);
bool fault_counts_pages(const struct fault *f);
bool fault_counts_printed(const struct fault *f);

/* Does it count nothing, and begin by itself? */
bool fault_counts_nothing(const struct fault *f);

/* After it the machine is off. */
bool fault_is_power_loss(const struct fault *f);

/* May it begin (again)? */
bool fault_armed(const struct fault *f);

/* fault_begin - it happens from now on. */
void fault_begin(struct fault *f, uint64_t now_ms);

/* Are the active faults such that ... ? */
bool faults_active(const struct faults *faults, enum fault_kind kind);

#endif
