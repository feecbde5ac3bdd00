/*
 * scanner-queues.h - what scanners need to know of the rest of the server and the computer: its
 * queues, and whether something was plugged in.
 * Effects: PAPPL's locks; reads /sys.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCANNER_QUEUES_H
#define SERVER_SCAN_SCANNER_QUEUES_H

#include "scanner-match.h"

#include <pappl/pappl.h>
#include <stdint.h>

/* scanner_queues - copies of at most max queues; their number. Takes PAPPL's locks. */
size_t scanner_queues(pappl_system_t *system, struct scanner_queue *queues, size_t max);

/* scanner_usb_state - another number after a device was plugged into USB or out of it; 0 where
 * that cannot be seen. Costs next to nothing and touches no device. */
uint64_t scanner_usb_state(void);

#endif
