/*
 * spawn.h - start a program that knows nothing of what the server's threads do with signals.
 * Effects: a process.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SPAWN_H
#define SERVER_SCAN_SPAWN_H

#include <spawn.h>
#include <sys/types.h>

/* What a program leads, so that what it starts can be ended with it. */
enum spawn_lead { SPAWN_GROUP, SPAWN_SESSION };

/*
 * spawn_program - start arguments[0], a path.
 *
 * arguments, environment   NULL at the end
 * add                      says what becomes of files and folder; 0 or an error number
 *
 * 0, or an error number; pid is then as it was.
 */
int spawn_program(pid_t *pid, const char *const *arguments, const char *const *environment,
                  enum spawn_lead lead,
                  int (*add)(void *ctx, posix_spawn_file_actions_t *actions), void *ctx);

#endif
