/*
 * ipp-accounts.h - the table of departments, read and changed by an operation of our own, for
 * the sub-command accounts. Only from this computer.
 * Effects: answers clients, changes the table.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_ACCOUNTS_H
#define SERVER_IPP_ACCOUNTS_H

#include "ipp-call.h"

/* In the range for private use. With account-user (name) it sets that user's account-id and
 * account-pin (text), without account-id it takes the user out; without account-user it answers
 * all users in account-users (name), account-ids (text) and account-pins (boolean: there is
 * one), parallel, in the printer group. */
#define IPP_OP_ACCOUNTS 0x4F21

void call_accounts(struct call *c);

#endif
