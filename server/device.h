/*
 * device.h - one connection to a machine: connect, write with deadline and cancel, finish.
 * Knows no PAPPL and no format. Effects: sockets, files, USB, the clock.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DEVICE_H
#define SERVER_DEVICE_H

#include "driver/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Why a write does not get on. */
enum device_wait {
    DEVICE_READY,      /* it got on again */
    DEVICE_CONNECTING, /* switched off, unplugged, unreachable, refuses: tried again by itself
                        */
    DEVICE_BUSY,       /* connected, takes no data (prints something else, needs paper, jam) */
};

/* What the job's owner wants to hear and can say. Called on the thread that writes. */
struct device_events {
    /* Asked at least every 100 ms while a call waits; true makes the call end soon. */
    bool (*canceled)(void *ctx);
    /* On each change; message is one sentence a person understands, for DEVICE_READY "". */
    void (*waiting)(void *ctx, enum device_wait why, const char *message);
    /* For exact accounts, may be NULL. offer: directly before a call of the system that may
     * take bytes of the job; total is what the channel will have taken if it takes all. Each is
     * followed by one took, directly after that call; total is what the channel has taken, the
     * same as before when it took nothing. Both return at once. */
    void (*offer)(void *ctx, uint64_t total);
    void (*took)(void *ctx, uint64_t total);
    /* May be NULL. Asked when all has been sent and acknowledged and the machine has neither
     * read to the end nor said so: does it need a person now, as is known from elsewhere? True:
     * it is waited for, as DEVICE_BUSY; else that is the end. */
    bool (*hindered)(void *ctx);
    void *ctx;
};

struct device;

/*
 * device_open - a device for one job.
 *
 * uri     socket://HOST[:PORT][?options], lpd://HOST[:PORT]/QUEUE,
 * usb://MAKE/MODEL[?serial=SN], file:///FOLDER events  copied; may be NULL why     out: what is
 * wrong with the URI, why_size bytes
 *
 * Does not connect and never blocks. NULL when the URI cannot be used.
 */
struct device *device_open(const char *uri, const struct device_events *events, char *why,
                           size_t why_size);

/*
 * device_write - all n bytes, after connecting at the first call.
 *
 * Small writes are gathered into pieces of 16 KiB. Waits as long as the machine does, until
 * canceled. Before the first byte went out a lost connection is made again; afterwards it is
 * RESULT_IO: a half-sent job cannot be continued on another connection.
 */
enum result device_write(struct device *d, const void *bytes, size_t n);

/* device_flush - send what was gathered. */
enum result device_flush(struct device *d);

/*
 * device_finish - the job is complete: send the rest, close the sending side, and wait until
 * the machine has taken it all as far as the channel tells (socket: it closed or acknowledged
 * the end; lpd: the acknowledgement; usb: the last transfer ended; file: fsync and rename).
 */
enum result device_finish(struct device *d);

/* device_close - give up what was not finished, free everything. NULL is fine. */
void device_close(struct device *d);

/* Bytes the channel has taken, and calls that took them. */
uint64_t device_bytes(const struct device *d);
uint64_t device_writes(const struct device *d);

/*
 * device_acknowledged - how many bytes of the job the other side has, as far as the channel
 * tells: socket and lpd with stream=yes, what TCP was acknowledged; usb, what was taken; the
 * others, nothing until device_finish() succeeded, then all. Never more than device_bytes().
 *
 * On the thread that writes.
 */
uint64_t device_acknowledged(const struct device *d);

/*
 * device_takes_parts - has a machine what it took, even if the job breaks off then? True for
 * socket, usb and lpd with stream=yes. False where a job arrives whole or not at all, lpd and
 * file, and for a URI that cannot be used.
 */
bool device_takes_parts(const char *uri);

/* device_keeps_part - the same, of a device that is open. */
bool device_keeps_part(const struct device *d);

/* The sentence for the result that was not RESULT_OK last, "" if none. */
const char *device_error(const struct device *d);

/* What a machine says of itself; "" where it says nothing. */
struct device_identity {
    char device_id[1024];   /* IEEE-1284, from USB */
    char pjl[256];          /* @PJL INFO ID */
    char snmp[256];         /* hrDeviceDescr, else sysDescr, SNMP v1 */
    char interpreters[256]; /* its languages in its own words, "UFRII LT,PCL 5e", SNMP v1 */
    unsigned languages;     /* the same, and those of the id, as driver/device-language.h */
};

/*
 * device_identify - ask the machine at the URI who it is, for at most timeout_ms.
 *
 * False and why filled when nothing answered.
 */
bool device_identify(const char *uri, unsigned timeout_ms, struct device_identity *identity,
                     char *why, size_t why_size);

/* device_list - call found for each machine in reach that can be listed at once (USB), until it
 * returns true. */
void device_list(bool (*found)(void *ctx, const char *info, const char *uri,
                               const char *device_id),
                 void *ctx);

#endif
