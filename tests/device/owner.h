/*
 * owner.h - a job's owner as tests play it: counts what is told, cancels when it was told to,
 * and bytes that show at once when one is lost, doubled or moved.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEVICE_OWNER_H
#define DEVICE_OWNER_H

#include "server/transport.h"

struct owner {
    unsigned connecting, busy, ready; /* how often it was told */
    char connecting_said[512];        /* the last sentence of its kind */
    char busy_said[512];
    enum device_wait last;
    /* what to do when it is told */
    void (*on_connecting)(struct owner *);
    void (*on_busy)(struct owner *);
    void *ctx;
    bool cancel;
    unsigned asked;          /* canceled() calls */
    uint64_t offered, taken; /* the last totals that were told */
    bool offering;           /* between an offer and its took */
    bool account_wrong;      /* they did not come in pairs, or their totals were impossible */
};

/* Spans of time that make tests short; none is compared with a clock. */
extern const struct device_times owner_times;

/* owner_open - a device with this owner and owner_times; NULL: see tap output. */
struct device *owner_open(struct owner *owner, const char *uri);

/* owner_account - was the account told right, and is it the device's own? For one job of an
 * owner. */
bool owner_account(const struct owner *owner, const struct device *d);

/* For on_connecting and on_busy. */
void owner_cancel(struct owner *owner);

/* The byte at an offset of a job of any length. */
unsigned char owner_byte(size_t at);

/* owner_write - write bytes from .. from + n of the job in pieces of piece bytes. */
enum result owner_write(struct device *d, size_t from, size_t n, size_t piece);

/* owner_same - do n bytes equal the job's? */
bool owner_same(const unsigned char *bytes, size_t n);

#endif
