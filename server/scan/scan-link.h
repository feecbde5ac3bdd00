/*
 * scan-link.h - the process canon-sane and the socket to it: started, spoken to with deadlines,
 * ended whatever it does. Knows frames (scan-wire.h), not what they mean. Shared by
 * scan-process.c alone.
 *
 * One thread uses a link, but for scan_link_send and scan_link_kill, which whoever has the
 * lock of the owner may call.
 * Effects: processes, sockets, the clock.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCAN_LINK_H
#define SERVER_SCAN_SCAN_LINK_H

#include "scan-wire.h"

#include <sys/types.h>

struct scan_link {
    pid_t pid;  /* 0: ended */
    int socket; /* -1: ended */
    size_t got; /* of the frame that comes */
    uint8_t frame[WIRE_HEAD + WIRE_MAX_LINES];
};

/* How waiting for a frame ended. */
enum scan_link_news {
    LINK_FRAME,
    LINK_WOKEN,    /* by the descriptor that wakes; what came of a frame is kept */
    LINK_LATE,     /* the time is over */
    LINK_CLOSED,   /* it has closed its end, or died */
    LINK_NONSENSE, /* it sent what is no frame */
};

/* scan_link_program - the program that is started; NULL: canon-sane as it is installed. For
 * tests. */
void scan_link_program(const char *path);

/* scan_link_start - start the process. False and a sentence. */
bool scan_link_start(struct scan_link *link, char *why, size_t why_size);

/* scan_link_send - a frame with at most WIRE_MAX_SMALL bytes. False: it does not take it, now
 * or ever: nothing is waited for. */
bool scan_link_send(struct scan_link *link, enum wire_type type, unsigned batch,
                    const uint8_t *bytes, size_t n);

/*
 * scan_link_receive - wait for a frame.
 *
 * wake      a descriptor that, when it can be read, ends waiting; -1: none
 * idle_ms   without a byte; 0: no such limit
 * deadline  of net_clock_ms(), when the frame must be whole; INT64_MAX: none
 * head      out: of the frame
 * bytes     out: its head->n bytes, until the next call
 */
enum scan_link_news scan_link_receive(struct scan_link *link, int wake, unsigned idle_ms,
                                      int64_t deadline, struct wire_head *head,
                                      const uint8_t **bytes);

/* scan_link_kill - kill the process with its children; its link stays, to be ended. */
void scan_link_kill(struct scan_link *link);

/*
 * scan_link_end - the process is no more afterwards, nor are its children.
 *
 * grace_ms   that it may take to end by itself, after having been told; 0: it is killed
 *
 * Returns the signal that it died of before that; 0: none.
 */
int scan_link_end(struct scan_link *link, unsigned grace_ms);

#endif
