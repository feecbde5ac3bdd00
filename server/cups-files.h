/*
 * cups-files.h - what CUPS keeps of its queues, as text: printers.conf and lpoptions, for a
 * computer whose CUPS does not run (any more). Any bytes; pure.
 * Source: the man pages printers.conf(5) and lpoptions(1) of CUPS 2.4.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CUPS_FILES_H
#define SERVER_CUPS_FILES_H

#include <stdbool.h>
#include <stddef.h>

#define CUPS_FILES_MAX 200 /* queues */

struct cups_queue {
    char name[128], uri[1024];
};

/* cups_files_queues - the queues of a printers.conf; how many. Classes and what has no name are
 * left out; so is a name that would lead out of a folder. */
size_t cups_files_queues(const char *text, struct cups_queue *queues, size_t max);

/* cups_files_options - what lpoptions says of a queue, "Duplex=None media=A4"; false: nothing.
 */
bool cups_files_options(const char *text, const char *name, char *options, size_t size);

#endif
