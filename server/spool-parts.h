/*
 * spool-parts.h - what the files of the spool share and nobody else sees.
 *
 * spool.c has the folder and the documents that are open, spool-write.c their writing and their
 * notes, spool-read.c their opening and reading, spool-format.c the bytes.
 *
 * Who touches what: the spool's mutex guards its sum of bytes, the list of open documents and
 * their state; a document's mutex guards its records and its note; its note_mutex lets one
 * thread at a time change the note's slots. note_mutex comes before mutex; else none is taken
 * while another is held. The writer's members belong to the writer's thread.
 *
 * Effects: see spool.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SPOOL_PARTS_H
#define SERVER_SPOOL_PARTS_H

#include "spool-calls.h"
#include "spool-format.h"

#include <pthread.h>

enum document_state {
    DOCUMENT_WRITING,
    DOCUMENT_COMMITTED,
    DOCUMENT_LOST, /* its file has no name any more */
};

struct note {
    uint64_t sequence;
    int latest; /* slot */
    int synced; /* slot that a power failure must leave alone; -1: not known */
    uint8_t bytes[NOTE_BYTES];
};

struct document {
    struct spool *spool;
    int id, fd;

    /* guarded by the spool's mutex */
    struct document *next;
    unsigned refs;
    enum document_state state;
    bool final_name;
    uint64_t charged; /* bytes that count in the spool's sum */

    pthread_mutex_t mutex;
    struct spool_record *records; /* changed by the writer only */
    size_t num_records, room;

    pthread_mutex_t note_mutex;
    struct note note; /* bytes also by mutex */

    /* the writer's */
    uint8_t *buffer; /* NULL: not being written */
    size_t buffered;
    uint64_t at;  /* where the buffer's first byte goes */
    uint64_t end; /* of the last whole record */
    struct spool_record record;
    bool in_record;
    enum result failed;
    char error[200];
};

struct spool {
    int folder;
    struct spool_limits limits;
    pthread_mutex_t mutex;
    uint64_t used;
    struct document *open; /* each document once, so that it has one note */
};

#define SPOOL_NAME 32

/* The name of a document's file, before or after its commit. */
void spool_name(char name[SPOOL_NAME], int id, bool final_name);

/* All n bytes, or false with errno. */
bool spool_write_all(int fd, uint64_t at, const uint8_t *bytes, size_t n);

/* All n bytes; RESULT_FORMAT: the file ends before; RESULT_IO with errno. */
MUST_CHECK enum result spool_read_all(int fd, uint64_t at, uint8_t *bytes, size_t n);

/* Read the first block of a file, with its note. */
MUST_CHECK enum result spool_load_block(struct document *d);

/* One reference, no file, in no list; NULL: no memory. */
struct document *document_new(struct spool *spool, int id);
void document_free(struct document *d); /* NULL is fine */

/* The following four under the spool's mutex. */

/* The open document of this number that has a file, or NULL. */
struct document *spool_find(const struct spool *spool, int id);

/* Into the list of open documents. */
void spool_link(struct document *d);

/* The file's bytes from end on count no more. */
void spool_uncharge(struct document *d, uint64_t end);

/* The file goes, and what it took is free again. */
void spool_discard(struct document *d);

#endif
