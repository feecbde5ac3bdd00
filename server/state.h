/*
 * state.h - queues and settings survive restarts, crashes, full disks and other versions.
 *
 * PAPPL's own state file is rewritten in place, holds jobs it cannot continue, and has a field
 * more since 1.4 that makes 1.3 drop every queue. So ours is written beside and renamed, the
 * one before is kept, and its text is reduced to what all versions read. Effects: files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_STATE_H
#define SERVER_STATE_H

#include <pappl/pappl.h>
#include <stdbool.h>
#include <stddef.h>

/* The name of the model a queue has now: it may have been made with "auto", or with another
 * one; NULL: keep what it says. */
typedef const char *(*state_model_fn)(void *ctx, int printer_id);

/*
 * state_normalise - the text of a state file in the form every version reads.
 *
 * Drops jobs and comments, reduces the line of a queue to its five fields, puts the model for
 * "auto". Pure but for memory. model may be NULL.
 *
 * The new text, to be freed by the caller; NULL when text is not a whole state file: a control
 * character, a queue that does not end, a line of a queue without its fields.
 */
char *state_normalise(const char *text, size_t n, state_model_fn model, void *ctx);

/* state_is_newer - whether a state file's text was written by a version after this one, in a
 * form that it does not know. Pure. */
bool state_is_newer(const char *text);

/*
 * state_load - read the queues into a system that does not run yet.
 *
 * A damaged file is set aside (.damaged) and the one before (.previous) is read instead; the
 * log says so. No file is no error: the first start.
 */
void state_load(pappl_system_t *system, const char *path);

/*
 * state_save - write the queues: all of the new file or all of the old one is there after any
 * crash. From any thread without PAPPL's locks. False and a log line on failure.
 */
bool state_save(pappl_system_t *system, const char *path);

#endif
