/*
 * scanner.h - the scanners of this server: which SANE device each one is, what clients know it
 * by, whether it may be used, what it is doing.
 *
 * A queue on USB whose machine is also a scanner (pixma names it by the same serial number)
 * gets its scanner by itself; the scanner then has the queue's name and UUID, so that clients
 * show one device. Others are told: `canon-printer-app scanner`. What is known is kept in the
 * file STATE.scanners, abilities too: they are announced, and the same, while the machine is
 * off.
 *
 * Effects: threads, the file, processes (scan-process.h); the log.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCANNER_H
#define SERVER_SCAN_SCANNER_H

#include "scan.h"
#include "scan-process.h"

#include <pappl/pappl.h>
#include <time.h>

#define SCANNER_NAME_SIZE 128
#define SCANNERS_MAX      32

/* Kept for ever once it is shared: pointers stay good while the program runs, also of scanners
 * that were deleted. */
struct scanner;

/* What is set of a scanner. */
struct scanner_settings {
    char device[SCAN_DEVICE_SIZE]; /* of SANE; "auto": the queue's own machine; "off" */
};

/* A copy of what is known of a scanner, at one moment. */
struct scanner_facts {
    char name[SCANNER_NAME_SIZE]; /* the queue's, or one of its own */
    int printer_id;               /* of its queue; 0: it has none */
    char uuid[46]; /* without "urn:uuid:", lower case; the queue's where it has one */
    struct scanner_settings settings;
    char device[SCAN_DEVICE_SIZE]; /* the one that "auto" found, or the one that is set; "" */
    struct scan_caps caps;         /* of the last time that it was asked; see known */
    bool known;                    /* caps are there: it was seen once */
    unsigned port, tls_port;       /* of its eSCL listeners; 0: none */
    bool scanning;
    enum scan_feeder feeder;  /* what its sensor said last; EMPTY for a while after a feeder ran
                                 out; UNKNOWN when it does not tell */
    enum scan_result trouble; /* how the last attempt to use it ended; SCAN_OK, also after the
                                 end of a stack, and a minute after a jam or an open cover:
                                 nobody tells when that is mended */
    char why[512];            /* a sentence on that; "" */
    bool printing;            /* its machine prints: a scan has to wait */
};

/* Where scans are kept, and how much. */
struct scanners_options {
    char state_file[1024]; /* STATE: beside it lies STATE.scanners */
    char folder[1024];     /* of pages; made 0700, emptied at the start */
    uint64_t max_page;     /* bytes of one encoded page */
    uint64_t max_pages;    /* bytes of all pages that wait */
};

/* scanners_start - read the file, begin to look for the scanners of queues. False and a
 * sentence. All queues must be there: scanners of others are forgotten. After it come changes
 * of queues by scanners_changed. */
bool scanners_start(pappl_system_t *system, const struct scanners_options *options, char *why,
                    size_t why_size);

/* scanners_changed - a queue was added, changed or deleted, perhaps: it is compared. From any
 * thread, with any locks; returns at once. */
void scanners_changed(void);

/* scanners_watch - call changed when a scanner was added, changed (its facts, not its doings),
 * or deleted. From a thread of the registry, without locks. Several may be set. */
void scanners_watch(void (*changed)(void *ctx), void *ctx);

/* scanners_end_scans - no scan begins any more, and those that run are canceled: whoever waits
 * for their pages returns. Before scanners_stop. */
void scanners_end_scans(void);

/* scanners_stop - cancel all scans, end all processes, wait for them; for 8 s at most: a device
 * that is being opened cannot be called off. Pointers stay good. */
void scanners_stop(void);

/* scanners_each - every scanner that is not off; false ends it. Without locks held. */
void scanners_each(bool (*each)(void *ctx, struct scanner *scanner), void *ctx);

/* scanners_list - the same, all at once; how many. */
size_t scanners_list(struct scanner *list[SCANNERS_MAX]);

/* scanner_find - by name; scanner_find_printer - of a queue. NULL: there is none. */
struct scanner *scanner_find(const char *name);
struct scanner *scanner_find_printer(int printer_id);

void scanner_facts(struct scanner *scanner, struct scanner_facts *facts);

/* scanner_settle - until it is known what a scanner can do that was just set, or a search from
 * then on has not found it; ms at most. */
void scanner_settle(const char *name, unsigned ms);

/* scanner_set - set one, or make it; device "" deletes one that has no queue. False and a
 * sentence: it is no device, or one that leads back to us. */
bool scanner_set(const char *name, const struct scanner_settings *settings, char *why,
                 size_t why_size);

/* scanner_set_ports - where its listeners are; kept in the file, for the next start. */
void scanner_set_ports(struct scanner *scanner, unsigned port, unsigned tls_port);

/* scanner_look - what the feeder's sensor says now: the device is opened for it when nobody
 * scans and the last look is older than 5 s. Returns at once with the last answer, and looks in
 * another thread. */
enum scan_feeder scanner_look(struct scanner *scanner);

/* scanner_watch_buttons - have its buttons asked each second while nobody scans or prints. The
 * device is open all the time then. NULL: no longer. pressed: 1 for button-1. */
void scanner_watch_buttons(struct scanner *scanner,
                           void (*pressed)(void *ctx, struct scanner *scanner, unsigned button),
                           void *ctx);

#endif
