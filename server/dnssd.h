/*
 * dnssd.h - under which names printers are announced (DNS-SD, by PAPPL and Avahi).
 *
 * Everything works without Avahi and without D-Bus; printers are then found by their address.
 * Effects: tells Avahi, sets names of PAPPL's objects, logs.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DNSSD_H
#define SERVER_DNSSD_H

#include <pappl/pappl.h>
#include <stddef.h>

/* The longest name a service can have, in bytes (RFC 1035, section 2.3.4). */
#define DNSSD_MAX_NAME 63

/*
 * dnssd_next_name - the name to try after one that is taken: "office", "office (2)",
 * "office (3)" and so on (RFC 6762, section 9).
 *
 * next   out: at most DNSSD_MAX_NAME bytes and a NUL; UTF-8 characters are kept whole
 */
void dnssd_next_name(const char *name, char next[DNSSD_MAX_NAME + 1]);

/*
 * dnssd_announce - announce a queue that was just added: at once if the system runs, else when
 * it starts. Called by the create callback, without locks.
 */
void dnssd_announce(pappl_printer_t *printer);

/* dnssd_silence - announce nothing of a system that was not started yet. */
void dnssd_silence(pappl_system_t *system);

/*
 * dnssd_repair - give another name to what could not be announced because its name is taken.
 * Called by a timer of the system, in the thread that runs it.
 */
void dnssd_repair(pappl_system_t *system);

/* dnssd_end - the system has stopped running. */
void dnssd_end(void);

#endif
