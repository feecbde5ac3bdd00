/*
 * scan-process.h - a scanner behind a process of its own (canon-sane, server/sane/), which
 * alone loads SANE's drivers: one that crashes, hangs or speaks nonsense costs a page and not
 * the server. The process is started when the scanner is opened and ended when it is closed;
 * every question to it has a deadline, after which it is killed.
 *
 * Drivers that lead back to a network scanner of ours (airscan, escl, net) are left out.
 * Effects: processes, sockets, the clock.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCAN_PROCESS_H
#define SERVER_SCAN_SCAN_PROCESS_H

#include "scan.h"

#include <sys/types.h>

struct scan_process;

/* Longest name of a device with its NUL: "pixma:04A926E6_0123456789AB". */
#define SCAN_DEVICE_SIZE 256

/* Spans of time in milliseconds. */
struct scan_times {
    unsigned open;   /* to open the device and tell what it can do */
    unsigned start;  /* until a page begins: lamps warm up, sheets are pulled */
    unsigned read;   /* without a byte in the middle of a page */
    unsigned ask;    /* sensors */
    unsigned cancel; /* from cancel to rest; then it is killed */
    unsigned list;   /* to look for devices */
};
extern const struct scan_times scan_default_times;

/* scan_process_set_times - other ones from now on, for tests. NULL: the default ones. */
void scan_process_set_times(const struct scan_times *times);

/* scan_process_pid - its process, for tests and the log; 0: it was ended.
 * scan_process_set_program
 * - what is started in the place of canon-sane, for tests; NULL: canon-sane. */
pid_t scan_process_pid(const struct scan_process *process);
void scan_process_set_program(const char *path);

/*
 * scan_process_list - the devices SANE knows now. Slow (seconds).
 *
 * only    a driver's name, "pixma": that one alone; NULL: all but those that are left out
 * found   name is what scan_process_open takes; false ends it
 *
 * SCAN_OK, or why there is no list; a sentence in why, also on a driver that failed and was
 * left out.
 */
enum scan_result scan_process_list(const char *only,
                                   bool (*found)(void *ctx, const char *name, const char *maker,
                                                 const char *model),
                                   void *ctx, char *why, size_t why_size);

/* scan_device_leads_back - whether a device belongs to a driver that is left out. Pure. */
bool scan_device_leads_back(const char *device);

/*
 * scan_process_open - open a device.
 *
 * process   out: to be closed; NULL when it failed
 * caps      out: what it can do
 */
enum scan_result scan_process_open(const char *device, struct scan_process **process,
                                   struct scan_caps *caps, char *why, size_t why_size);

/* scan_process_source - its lines. Good until it is closed. */
struct scan_source scan_process_source(struct scan_process *process);

/* scan_process_sensors - ask its feeder and buttons; between pages only, by the thread that
 * scans. A result but SCAN_OK: it is to be closed. */
enum scan_result scan_process_sensors(struct scan_process *process,
                                      struct scan_sensors *sensors);

/* scan_process_why - what the last result of this process means, as the driver tells it: a
 * sentence, "" when it told nothing. */
const char *scan_process_why(const struct scan_process *process);

/* scan_process_close - end the process, by force if need be. NULL is fine. */
void scan_process_close(struct scan_process *process);

#endif
