/*
 * papers-ready.h - which sizes of paper lie in a machine, as far as that is known.
 *
 * A machine that tells the sizes of its trays is believed before what a person has set. A tray
 * that is empty counts as one with its paper: the machine asks for more of it by itself. The
 * bypass tray counts when it tells its size; where it tells nothing it is taken to be empty,
 * because it is for paper that somebody puts there for a job. Where any other tray tells
 * nothing, nobody can say what is not loaded.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PAPERS_READY_H
#define SERVER_PAPERS_READY_H

#include "driver/media.h"

#include <stdbool.h>
#include <stddef.h>

struct device_status;

#define PAPERS_READY_MAX 8

struct papers_ready {
    const struct media *list[PAPERS_READY_MAX]; /* each once */
    size_t n;
    bool known; /* there is no other paper in the machine */
};

/* papers_ready_add - one more size; NULL is none. */
void papers_ready_add(struct papers_ready *ready, const struct media *media);

/* papers_ready_told - what a machine says of its trays; not known when it tells no size. */
void papers_ready_told(const struct device_status *status, struct papers_ready *ready);

/* papers_ready_is_bypass - whether a machine's name of a tray means the bypass: "Bypass Tray",
 * "By-pass", "Multi-purpose tray", "MP Tray", "Manual feed". */
bool papers_ready_is_bypass(const char *name);

/* papers_ready_has - whether a size is in the list. */
bool papers_ready_has(const struct papers_ready *ready, const struct media *media);

/* papers_ready_lacks - whether it is sure that a size is not loaded. */
bool papers_ready_lacks(const struct papers_ready *ready, const struct media *media);

/*
 * papers_ready_hint - what a person is to do for a job, "Waits for Letter. Load it in drawer 1
 * or the bypass tray, or print it on A4."
 *
 * lacks    PWG names with a blank between
 * sources  where it may be put, NULL at the end
 * offer    whether other paper can be taken
 */
void papers_ready_hint(const struct papers_ready *ready, const char *lacks,
                       const struct media_source *const *sources, size_t num_sources,
                       bool offer, char *text, size_t n);

/* papers_ready_next - the next size of a list of PWG names with a blank between; moves *list.
 * Names nobody knows are left out. NULL: there are no more. */
const struct media *papers_ready_next(const char **list);

#endif
