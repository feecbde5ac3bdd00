/*
 * system-parts.h - what the files share that begin a server: itself, its places. For system*.c
 * only.
 * Effects: those of the functions.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SYSTEM_PARTS_H
#define SERVER_SYSTEM_PARTS_H

#include "announce.h"
#include "jobs.h"
#include "listen.h"
#include "options.h"

#include <pappl/pappl.h>
#include <sys/stat.h>

struct server {
    const struct options *options;
    pappl_system_t *system;
    struct listen listen;
    unsigned port;
    bool first_start; /* there is no state yet */
    bool tls;         /* connections may be encrypted */
    struct announce_setup announce;
    int state_lock, spool_lock;
    struct jobs *jobs;
    char sockets[2][512]; /* domain sockets that are ours */
    struct stat socket_files[2];
    size_t num_sockets;
};

/* system_complain - a sentence, on standard error and where that was before it became the log.
 * Returns false. */
__attribute__((format(printf, 1, 2))) bool system_complain(const char *format, ...);

/* Each says what is wrong, and is false then. The state and what lies beside it, with its lock;
 * the spool folder, its lock and its jobs; addresses and port. */
bool system_open_state(struct server *s);
bool system_open_spool(struct server *s);
bool system_find_place(struct server *s);

/* What the options say of jobs. */
struct jobs_limits system_limits(const struct options *o);

/* system_is_kept - whether an option is from the settings file: then the server starts without
 * it. The page by which it can be put right is there only when it runs. */
bool system_is_kept(const struct options *o, const char *name);

/* system_add_listeners - PAPPL's, at those addresses and that port. */
bool system_add_listeners(struct server *s);

/* system_add_sockets - the domain sockets by which sub-commands find the server;
 * system_remove_sockets - those that are still ours. */
void system_add_sockets(struct server *s);
void system_remove_sockets(struct server *s);

#endif
