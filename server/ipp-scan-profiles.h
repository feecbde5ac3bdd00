/*
 * ipp-scan-profiles.h - the operation about profiles, and what it shares with ipp-scan.c.
 * Effects: answers clients; those of profiles.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_SCAN_PROFILES_H
#define SERVER_IPP_SCAN_PROFILES_H

#include "ipp-call.h"
#include "scan/profiles.h"

/* call_add_text, call_add_integer - value i of a list in the answer; in order, from 0. */
void call_add_text(struct call *c, const char *name, size_t i, const char *text);
void call_add_integer(struct call *c, const char *name, size_t i, unsigned value);

/* call_profiles - IPP_OP_PROFILES of ipp-scan.h. */
void call_profiles(struct call *c);

#endif
