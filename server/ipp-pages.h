/*
 * ipp-pages.h - pages of our own, printed by an operation of our own, for the sub-commands
 * test-page and calibrate. Only from this computer.
 * Effects: answers clients, makes jobs.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_PAGES_H
#define SERVER_IPP_PAGES_H

#include "ipp-call.h"

/* In the range for private use. own-page (keyword): test, calibration, demo; test without it.
 * Job template attributes as of Print-Job; what the queue has not is refused. The answer tells
 * of the job as that to Print-Job does. */
#define IPP_OP_OWN_PAGE 0x4F31

void call_own_page(struct call *c);

#endif
