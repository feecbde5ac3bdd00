/*
 * scan-process-parts.h - what scan-process.c and scan-process-list.c share; nobody else
 * includes it. Effects: those of scan-link.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCAN_PROCESS_PARTS_H
#define SERVER_SCAN_SCAN_PROCESS_PARTS_H

#include "scan-link.h"
#include "scan-process.h"

#include <pthread.h>

struct scan_process {
    /* The owner's alone. */
    struct scan_times times;
    bool busy; /* START was sent, its RESULT has not come */
    bool used; /* the batch has begun */
    struct scan_image image;
    const uint8_t *lines; /* of a LINES frame, in link.frame */
    size_t lines_left;
    char why[WIRE_WHY_SIZE];

    pthread_mutex_t lock;   /* guards what follows, against cancel */
    struct scan_link *link; /* the owner changes it with the lock, and reads it without */
    enum scan_result ended; /* why the process was ended; SCAN_OK: it lives */
    bool canceled;
    unsigned batch;
    int wake; /* an event descriptor, readable while canceled */
};

/* scan_process_new - a process that waits for a question. NULL and a sentence. */
struct scan_process *scan_process_new(char *why, size_t why_size);

/*
 * scan_process_ask - send a question and take its answer: frames of one type, each given to
 * take (false: it is nonsense), then a RESULT.
 *
 * time   milliseconds for all of it
 * doing  "opening the scanner", for the reason when it fails
 */
enum scan_result scan_process_ask(struct scan_process *p, enum wire_type question,
                                  const uint8_t *bytes, size_t n, unsigned time,
                                  enum wire_type answer,
                                  bool (*take)(void *ctx, const uint8_t *bytes, size_t n),
                                  void *ctx, const char *doing);

/* scan_process_plain_name - whether a name comes back to SANE as it is: UTF-8 without control
 * characters. */
bool scan_process_plain_name(const char *name);

#endif
