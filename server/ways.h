/*
 * ways.h - the ways in beside IPP: raw ports, LPD, HTTP upload, watched folders. All are off
 * unless somebody asks for them at the start, and only where they said.
 *
 *   raw-listen=ADDRESS:PORT=QUEUE[,...]   each connection is a document (listen-raw.c)
 *   lpd-listen=ADDRESS[:PORT][,...]       RFC 1179, all queues (listen-lpd.c)
 *   upload=yes|local                      POST /print/QUEUE (upload.c)
 *   watch=FOLDER=QUEUE[,...]              files put into a folder (watch.c)
 *   watch-keep=yes                        printed files are kept beside
 *
 * Effects: ways_option and ways_text none; the others sockets, threads, jobs.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WAYS_H
#define SERVER_WAYS_H

#include "jobs.h"

#include <cups/ipp.h>
#include <pappl/pappl.h>
#include <stdbool.h>
#include <stddef.h>

#define WAYS_MAX 16

#define WAYS_LPD_PORT 515u

/* An address to listen on. */
struct way_listen {
    char host[256]; /* a name or numeric address without brackets; "*": all of them */
    unsigned port;
    char queue[128]; /* "": it is told by the client */
};

struct way_folder {
    char path[1024]; /* absolute */
    char queue[128];
};

enum way_upload { UPLOAD_OFF, UPLOAD_LOCAL, UPLOAD_ALL };

struct ways_options {
    struct way_listen raw[WAYS_MAX], lpd[WAYS_MAX];
    struct way_folder watch[WAYS_MAX];
    size_t num_raw, num_lpd, num_watch;
    bool watch_keep;
    enum way_upload upload;
};

/*
 * ways_option - one option of the server.
 *
 * known  out: whether it is one of these
 *
 * False when its value makes no sense; ways is as before then.
 */
bool ways_option(struct ways_options *ways, const char *name, const char *value, bool *known);

/* ways_text - the value of an option as ways_option takes it, in size bytes, cut to it. ""
 * where nothing is set, or it is none of these. Pure. */
void ways_text(const struct ways_options *ways, const char *name, char *text, size_t size);

/* ways_open - take the addresses and look at the folders; before there are threads. False and a
 * sentence. */
bool ways_open(const struct ways_options *ways, char *why, size_t why_size);

/* ways_setup - before there are queues. ways: kept by pointer. */
void ways_setup(pappl_system_t *system, struct jobs *jobs, const struct ways_options *ways);

/* ways_now - those of ways_setup; NULL before. */
const struct ways_options *ways_now(void);

/* ways_start - after the queues are there; before the system runs. */
void ways_start(pappl_system_t *system, struct jobs *jobs);

/* ways_add_printer - a printer was made: its upload address. */
void ways_add_printer(pappl_printer_t *printer);

/* ways_stop - nothing more is taken. What is on its way ends with the program. */
void ways_stop(void);

/* ---- what they share ---- */

/* way_printer - the queue of a name, as a person writes it; NULL: there is none. */
pappl_printer_t *way_printer(pappl_system_t *system, const char *name);

/* way_keep_possible - leave out of job attributes what the queue has not: for senders that
 * cannot be told. */
void way_keep_possible(ipp_t *attributes, pappl_printer_t *printer);

#endif
