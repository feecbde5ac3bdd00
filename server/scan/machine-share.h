/*
 * machine-share.h - one machine on USB that prints and scans does one at a time: who has it.
 *
 * Known by the URI of its queue; queues of one machine in two languages have it together. A
 * print job takes it when its first byte is to be sent and gives it back at its end; a scan
 * likewise. Machines in the network do both at once, and are not held here: share_take
 * succeeds at once for URIs that are not usb. Effects: a process-wide table; waits.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_MACHINE_SHARE_H
#define SERVER_SCAN_MACHINE_SHARE_H

#include <stdbool.h>
#include <stddef.h>

enum share_user { SHARE_NOBODY, SHARE_PRINT, SHARE_SCAN };

/* For share_take: as long as it takes. */
#define SHARE_FOR_EVER (~0u)

/*
 * share_take - have the machine.
 *
 * wait_ms    at most; 0: do not wait
 * canceled   asked about each 100 ms while waiting; may be NULL
 *
 * False: somebody else has it still, or it was canceled. Print jobs of one machine come one
 * after the other anyway; a second SHARE_PRINT is counted and succeeds. While a print job waits
 * no scan gets it: the print job is next.
 */
bool share_take(const char *uri, enum share_user user, unsigned wait_ms,
                bool (*canceled)(void *ctx), void *ctx);

void share_release(const char *uri, enum share_user user);

/* share_holder - who has it now. */
enum share_user share_holder(const char *uri);

/* share_wanted - whether a print job waits for it, or is just about to take it. */
bool share_wanted(const char *uri);

/* share_same - whether two URIs mean the same machine on USB. Pure. */
bool share_same(const char *uri, const char *other);

/* share_tell - what the print job that has it waits for, a sentence; "": it goes on. share_told
 * - that sentence, "" when there is none. */
void share_tell(const char *uri, const char *sentence);
void share_told(const char *uri, char *sentence, size_t n);

/* share_on_print - called, without locks, before a print job is given the machine or waits for
 * it: who holds the scanner's side open for its buttons lets go, and returns then. share_wanted
 * is true by then. NULL: nobody is called any more. */
void share_on_print(void (*let_go)(void *ctx, const char *uri), void *ctx);

#endif
