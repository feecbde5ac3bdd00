/*
 * identify.h - somebody wants to know which machine a queue is (Identify-Printer).
 *
 * These machines have no command that lets them blink, beep or show a text. So the gateway
 * shows it, where people look for the state of the machine: its message (on the web page,
 * in clients, in `canon-printer-app status`) and the log, for a minute. That is the action
 * "display" of PWG 5100.13; no other is announced.
 * Effects: the clock, memory; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IDENTIFY_H
#define SERVER_IDENTIFY_H

#include <stdbool.h>
#include <stddef.h>

/* identify_begin - show it for a queue from now on. message: from the client, UTF-8; NULL and
 * "" for none. */
void identify_begin(int queue, const char *message);

/* identify_look - whether it is shown now; then text has the sentence. */
bool identify_look(int queue, char *text, size_t n);

/* identify_message - the same, but text has what the client said alone; "". */
bool identify_message(int queue, char *text, size_t n);

#endif
