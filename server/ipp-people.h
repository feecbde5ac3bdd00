/*
 * ipp-people.h - accounting and limits, by operations of our own for the sub-commands
 * accounting and quota. Only for administrators.
 * Effects: answers clients, changes limits, releases jobs.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_PEOPLE_H
#define SERVER_IPP_PEOPLE_H

#include "ipp-call.h"

/* In the range for private use. With accounting-month (keyword, "2026-11") and
 * accounting-offset (integer: records before are left out) it answers lines of
 * accounting-export.h in accounting-lines (octetString), and accounting-next (integer): the
 * offset of the next ones, 0 at the end. */
#define IPP_OP_ACCOUNTING 0x4F71

/* With quota-user (name) it sets the limit quota-sides (integer; -1: none of the others'
 * either) of that person in the queue quota-printer (integer, printer-id; 0: in all together),
 * without quota-sides it takes that out; with quota-beyond (keyword: hold, refuse) what happens
 * to jobs beyond a limit; with quota-job (integer) it releases a job that waits for that. It
 * answers quota-beyond, and quota-users, quota-printers, quota-sides, parallel, in the printer
 * group.
 */
#define IPP_OP_QUOTA 0x4F72

/* call_people - false: it is another operation. */
bool call_people(struct call *c, int op);

#endif
