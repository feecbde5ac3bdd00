/*
 * access-print.h - from which addresses may be printed: on the whole server (print-allow, lists
 * of http/http-access.h), and for a queue, whose own list, "allow" of queue-settings.h, narrows
 * that. The same for all ways in. This computer always may. Effects: asks the system for its
 * interfaces; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ACCESS_PRINT_H
#define SERVER_ACCESS_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#define ACCESS_PRINT_SETTING "allow"
#define ACCESS_PRINT_LIST    4096 /* bytes of a list with its NUL */

/* What clients are told. */
#define ACCESS_PRINT_REFUSAL "Printing here is not allowed from the address of your computer."

/* access_print_set - print-allow from now on. False: it makes no sense, and nothing changes. */
bool access_print_set(const char *list);

/* access_print_list - print-allow as it is. */
void access_print_list(char list[ACCESS_PRINT_LIST]);

/*
 * access_may_print - whether a client may print on a queue (0: on any).
 *
 * host   its address as text: "192.0.2.7", "2001:db8::1", "fe80::1%eth0", and as libcups writes
 *        them: "[2001:db8::1]", "[v1.fe80::1+eth0]". What is none may not.
 */
bool access_may_print(const char *host, int queue);

/* access_queue_list - a queue's own list; "": it has none. access_queue_set - another one; "":
 * none. False and a sentence. */
void access_queue_list(int queue, char list[ACCESS_PRINT_LIST]);
bool access_queue_set(int queue, const char *list, char *why, size_t why_size);

#endif
