/*
 * spawn.c - see spawn.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl*): POSIX_SPAWN_SETSID */
#endif
#include "spawn.h"

#include <signal.h>
#include <string.h>

/* The server ignores some signals and its threads block others; the program must not. */
static void set_attributes(posix_spawnattr_t *attributes, enum spawn_lead lead)
{
    sigset_t none, all;
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setpgroup(attributes, 0);
    flags |= lead == SPAWN_SESSION ? POSIX_SPAWN_SETSID : POSIX_SPAWN_SETPGROUP;
    posix_spawnattr_setflags(attributes, (short)flags);
}

int spawn_program(pid_t *pid, const char *const *arguments, const char *const *environment,
                  enum spawn_lead lead,
                  int (*add)(void *ctx, posix_spawn_file_actions_t *actions), void *ctx)
{
    char *const *its_arguments, *const *its_environment;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error;

    /* as posix_spawn() wants them, which leaves them alone */
    memcpy(&its_arguments, &arguments, sizeof(its_arguments));
    memcpy(&its_environment, &environment, sizeof(its_environment));
    if ((error = posix_spawn_file_actions_init(&actions)) != 0)
        return error;
    if ((error = posix_spawnattr_init(&attributes)) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    set_attributes(&attributes, lead);
    if ((error = add(ctx, &actions)) == 0)
        error = posix_spawn(pid, arguments[0], &actions, &attributes, its_arguments,
                            its_environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}
