/*
 * machine.h - the other end of socket://: a listener that is a machine as far as a measurement
 * needs one. It knows nothing of the bytes but where a job's title stands.
 * Effects: network, a thread. SPDX-License-Identifier: Apache-2.0
 */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum machine_kind {
    MACHINE_PRINTS,
    MACHINE_STALLS, /* takes a connection and reads nothing */
    MACHINE_DARK,   /* answers no attempt to connect */
};

#define MACHINE_MAX_ORDER 10000u

struct machine {
    enum machine_kind kind;
    double rate;      /* bytes a second it takes; 0: every byte at once */
    const char *mark; /* a title is this and a number; NULL: titles are not looked for */
    int listener;
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t changed;
    double first, last; /* when bytes came */
    double page;        /* when there were more than a job's head has */
    double ended;       /* the latest end of a connection that brought bytes */
    uint64_t bytes;
    unsigned jobs;                     /* connections that brought bytes and ended */
    unsigned order[MACHINE_MAX_ORDER]; /* numbers of the titles, in the order they came */
    unsigned num_order;
};

/* machine_open - listen on a port of loopback; kind, rate and mark are set. False and errno. */
bool machine_open(struct machine *m, int port);

/* machine_wait_jobs, machine_wait_bytes - until so many have come. False: not in that time. */
bool machine_wait_jobs(struct machine *m, unsigned jobs, double seconds);
bool machine_wait_bytes(struct machine *m, uint64_t bytes, double seconds);

#endif
