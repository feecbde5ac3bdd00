/*
 * ipp-finder.h - which language the machine of a queue speaks, asked and answered by an
 * operation of our own, for the sub-command find-language. Only from this computer. Effects:
 * answers clients; those of finder.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_FINDER_H
#define SERVER_IPP_FINDER_H

#include "ipp-call.h"

/* In the range for private use. With finder-answer (integer) the number that came out; else
 * pages are printed, of the models in finder-models (text, with commas) where that is there.
 * Answers the search in finder-models (keyword), finder-languages (text) and finder-jobs
 * (integer), parallel, page 1 first, and the queue's model in finder-model (keyword) and
 * finder-make-and-model (text), in the printer group. */
#define IPP_OP_FINDER 0x4F22

void call_finder(struct call *c);

#endif
