/*
 * agent.h - an SNMP agent as tests play it, in garbage too; the script of a datagram peer.
 * Effects: sockets, through peer.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEVICE_AGENT_H
#define DEVICE_AGENT_H

#include "tests/device/peer.h"

/* What it does with each request. */
struct agent {
    const char *device_descr; /* hrDeviceDescr; NULL: noSuchName */
    const char *system_descr;
    const char *interpreters[3]; /* prtInterpreterLangDescription, from 1 on */
    unsigned char families[3];   /* prtInterpreterLangFamily; 0: noSuchName */
    bool garbage_first;          /* junk, a stranger's reply, then the answer */
    bool only_garbage;
    bool version_1_only; /* refuse nothing, but count other versions */
    char community[64];
    unsigned requests;
};

/* agent_run - for peer_start(), with a struct agent. Answers until agent_stop(). */
void agent_run(struct peer *p);

/* agent_stop - end the script and wait for it. */
void agent_stop(struct peer *p);

#endif
