/*
 * queue-settings.h - what a person has set for a queue that is none of PAPPL's attributes: it
 * has room for no more options of ours, and writes its own file. A file beside the state file,
 * a line for each: the printer's number, a name, a value, with tabs between.
 *
 * Names are lower-case keywords of whoever owns the setting ("allow", "human-name"). Values are
 * UTF-8 without control characters. Effects: the file STATE.queue-settings; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_QUEUE_SETTINGS_H
#define SERVER_QUEUE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#define QUEUE_SETTING_NAME_MAX  63
#define QUEUE_SETTING_VALUE_MAX 4095

/* queue_settings_open - read the file that belongs to a state file; there may be none. Lines
 * that make no sense are left out. */
void queue_settings_open(const char *state_file);

/* queue_setting_get - a value in n bytes; false, and "": it is not set, or does not fit. */
bool queue_setting_get(int queue, const char *name, char *value, size_t n);

/*
 * queue_setting_set - keep a value; "" takes it out. True: it is on the disk. False and a
 * sentence: it is as it was before.
 */
bool queue_setting_set(int queue, const char *name, const char *value, char *why,
                       size_t why_size);

/* queue_settings_forget - of a printer that was deleted. */
void queue_settings_forget(int queue);

/* queue_settings_each - all settings of a queue. */
void queue_settings_each(int queue,
                         void (*each)(void *ctx, const char *name, const char *value),
                         void *ctx);

#endif
