/*
 * finder.h - which language does the machine speak? A small page in each that it may, with a
 * number on it: the number that comes out is the answer. What a machine does not understand it
 * throws away without a word, so no state or reply of it could tell.
 *
 * Each page is a job of the queue like any other, but with pages of a model of its own. Which
 * number stands for which model is kept in a file of the spool folder until it is answered.
 * Effects: jobs, a file, the model of a printer; asks the machine who it is.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_FINDER_H
#define SERVER_FINDER_H

#include "finder-rows.h"
#include "jobs.h"

#include <pappl/pappl.h>

/* A search that waits for its answer. Page numbers count from 1. */
struct finder {
    size_t n;
    struct {
        const struct model *model;
        int job;
    } pages[FINDER_MAX];
};

/* Who asks for it. */
struct finder_asker {
    const char *user, *host;
};

/* finder_setup - once, before there are clients. */
void finder_setup(struct jobs *jobs);

/*
 * finder_start - print the pages. A search that waits for its answer ends, and what has not
 * been printed of it is canceled.
 *
 * names    models to try, "a,b"; NULL or "": finder_rows()
 * finder   out
 *
 * Asks the machine, for some seconds at most. False and a sentence.
 */
bool finder_start(pappl_printer_t *printer, const char *names, const struct finder_asker *asker,
                  struct finder *finder, char *why, size_t why_size);

/*
 * finder_answer - this number came out: the queue gets its model, the other pages are canceled
 * where they wait, and the search is over. 0: none did; the model stays as it is.
 *
 * model   out: the queue's now
 */
bool finder_answer(pappl_printer_t *printer, int number, const struct model **model, char *why,
                   size_t why_size);

/* finder_look - the search of a queue; false: none waits. */
bool finder_look(int queue, struct finder *finder);

/* finder_forget - the queue is gone. */
void finder_forget(int queue);

#endif
