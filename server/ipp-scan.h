/*
 * ipp-scan.h - scanners, profiles and scans by operations of our own, for the sub-commands
 * scanners, scanner, profiles, profile and scan. Only from this computer: profiles run programs
 * and name folders, devices tell serial numbers.
 *
 * They are asked of the server (system-uri); answers are in the printer group, lists parallel.
 * Effects: answers clients; those of scanner.h, profiles.h, scan-job.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_SCAN_H
#define SERVER_IPP_SCAN_H

#include "ipp-call.h"
#include "listen.h"

/*
 * In the range for private use.
 *
 * Without scanner-name: the list. scanner-names, scanner-models, -states, -abilities,
 * -devices (what is used; "": none yet), -settings (what is set: auto, off or a device) (text),
 * scanner-ports (integer, 0: none), and scanner-host (text): where this computer reaches
 * them. With unused=true also unused-devices and unused-models (text): what SANE finds and no
 * scanner uses, which takes seconds.
 *
 * With scanner-name and scanner-device (text) it sets that scanner, or makes it; scanner-delete
 * (boolean) takes out one that has no queue.
 */
#define IPP_OP_SCANNERS 0x4F41

/*
 * Without profile-name: the list. profile-names (text), and of the first one in profile-1
 * (1setOf text), of the second in profile-2 and so on the lines of profile_print.
 *
 * With profile-name and profile-set (1setOf text, "NAME=VALUE") it changes that profile, or
 * makes it; profile-delete (boolean) takes it out. This only through the domain socket, for
 * root and the user that runs the server.
 */
#define IPP_OP_PROFILES 0x4F42

/*
 * A scan. With profile-name it begins one, on scanner-name where that is there. With scan-id
 * and scanner-name it answers how that one is going, after at most a second, sooner when it
 * has ended; scan-cancel (boolean) ends it.
 *
 * Answers scan-id (text), scanner-name (name), scan-state (integer, enum scan_job_state),
 * scan-pages (integer) and scan-words (text).
 */
#define IPP_OP_SCAN 0x4F43

/* ipp_scan_setup - scanning is on: these operations may be answered. listen: where the
 * scanners' listeners are. NULL: it is off. */
void ipp_scan_setup(const struct listen *listen);

/* call_scan - one of these operations. False: it is none. */
bool call_scan(struct call *c, int op);

#endif
