/*
 * limits.h - what a program in the sandbox may do; each part on its own, so that each can be
 * tried. Effects: on the calling process, for good.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SANDBOX_LIMITS_H
#define SANDBOX_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#define SANDBOX_MAX_PATHS 8

/* What the command line asks for. */
struct sandbox_plan {
    uint64_t memory;       /* bytes of address space; 0: as it is */
    uint64_t cpu;          /* seconds of processor time; 0: as it is */
    uint64_t file_size;    /* bytes of a file that is written; 0: as it is */
    const char *write_dir; /* the only folder that may be written to; NULL: none */
    const char *read[SANDBOX_MAX_PATHS]; /* more that may be read */
    unsigned num_read;
    int keep;       /* a descriptor that stays open and may be opened again by path; -1: none */
    int parent;     /* process that must be alive; 0: whoever it is */
    char **program; /* its path and arguments */
};

/*
 * limits_files - only system folders, the program, plan's folders and plan's descriptor can be
 * opened from now on (Landlock).
 *
 * False: this kernel cannot, *why says what is missing; nothing has changed.
 */
bool limits_files(const struct sandbox_plan *plan, const char **why);

/* limits_calls - no network, no other processes, no system administration from now on
 * (seccomp). False as above. */
bool limits_calls(const char **why);

#endif
