/*
 * ipp-settings.h - the settings of the server, read and changed by an operation of our own, for
 * the sub-command settings. Only for administrators.
 * Effects: answers clients, changes the settings.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_SETTINGS_H
#define SERVER_IPP_SETTINGS_H

#include "ipp-call.h"

/*
 * In the range for private use; asked of the server (system-uri).
 *
 * With setting-set (1setOf text, "NAME=VALUE", "NAME=" to take it out) these are kept, all or
 * none. In any case answers all options in setting-names, setting-values (of the next start),
 * setting-usual (where nobody sets anything) and setting-from (text: default, file, start), and
 * setting-waits (text: yes where the next start is waited for, no), parallel, in the printer
 * group.
 */
#define IPP_OP_SETTINGS 0x4F51

void call_settings(struct call *c);

/* The words of setting-from, by enum option_from. */
extern const char *const settings_from_words[];

#endif
