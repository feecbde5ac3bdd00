/*
 * identity.h - what clients know this server and its queues by, kept for ever: the port that
 * was chosen, and the UUID of each queue.
 *
 * PAPPL makes a printer's UUID from host name, port and queue name, anew at each start. With a
 * UUID that changes a phone has another printer. So each queue gets one when it is made, and
 * keeps it. They are in a file beside the state file and not in it: PAPPL writes the state file
 * and knows none of this, and a copy of a state file for a second server must not make two
 * printers of one UUID.
 * Effects: the file STATE.identity; random numbers.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IDENTITY_H
#define SERVER_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

/* "urn:uuid:" and 36 characters and a NUL. */
#define IDENTITY_UUID_SIZE 46

/* The longest name of a queue that is told apart. */
#define IDENTITY_NAME_SIZE 128

struct identity_queue {
    int id; /* the printer's number, never given twice */
    char name[IDENTITY_NAME_SIZE];
    char uuid[IDENTITY_UUID_SIZE];
};

/* What the file says; zeroed in the beginning. */
struct identity {
    unsigned port; /* 0: none was chosen yet */
    struct identity_queue *queues;
    size_t num_queues;
};

/* identity_parse - read the text of the file. What makes no sense in it is left out. Pure but
 * for memory; identity_clear frees it. */
void identity_parse(const char *text, struct identity *identity);

/* identity_format - the text of the file; to be freed. NULL without memory. */
char *identity_format(const struct identity *identity);

void identity_clear(struct identity *identity);

/* ---- the one of this server; from any thread ---- */

/* identity_open - read the file that belongs to a state file; there may be none. */
void identity_open(const char *state_file);

unsigned identity_port(void);

/* identity_keep_port - this is the port from now on. False with errno when it is not kept. */
bool identity_keep_port(unsigned port);

/*
 * identity_uuid - the UUID of a queue that is being made or read from the state file.
 *
 * known_as   the one that PAPPL made. A queue of the state file without a UUID of its own is
 *            from a version that showed this one to clients: it stays.
 * is_new     the queue is just being added: it gets a random one, so that a queue that is
 *            deleted and made again for another machine is another printer
 * uuid       out: "urn:uuid:..."
 */
void identity_uuid(int id, const char *name, bool is_new, const char *known_as,
                   char uuid[IDENTITY_UUID_SIZE]);

/* identity_find - the UUID of a queue that was made; false when there is none. */
bool identity_find(int id, char uuid[IDENTITY_UUID_SIZE]);

/*
 * identity_keep_queues - write the file, without queues that are no more.
 *
 * lives   whether a queue exists; NULL: all do
 *
 * False with errno.
 */
bool identity_keep_queues(bool (*lives)(void *ctx, int id), void *ctx);

#endif
