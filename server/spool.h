/*
 * spool.h - documents that wait for the machine, in files that survive.
 *
 * A document is a row of records: tickets and pages in the machine's language. Its file is
 * written while it comes in (readers on other threads see each record as soon as it is whole),
 * and becomes permanent by document_commit: fsync, rename, fsync of the folder. What was not
 * committed is gone after a restart. Each record carries a checksum that is verified before its
 * first byte is handed on. Effects: files in one folder, mode 0600. Format: spool-format.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SPOOL_H
#define SERVER_SPOOL_H

#include "driver/sink.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spool;
struct document; /* counted references; the last release closes its file */

struct spool_limits {
    uint64_t max_total;    /* bytes of all documents together */
    uint64_t max_document; /* bytes of one */
    uint64_t keep_free;    /* bytes of the file system that stay free */
};

/*
 * spool_open - the documents of a folder, which must exist and be ours alone.
 *
 * Files of documents that were never committed are removed (but for pages); the sizes of the
 * others count against the limits. NULL and a sentence in why, also when others may write to
 * the folder.
 */
struct spool *spool_open(const char *folder, const struct spool_limits *limits, char *why,
                         size_t why_size);
void spool_close(struct spool *spool); /* NULL is fine; all documents must have been released */

/* spool_used - bytes of all documents that exist. From any thread. */
uint64_t spool_used(struct spool *spool);

/*
 * Documents have numbers above 0. To each there may be a second one, of its pages, with the
 * same number below 0: pages are made again when the program was ended in between, so what was
 * written of them is not removed by a restart, nor when it is released before its commit; the
 * next document_create of the number begins anew, but keeps the note of the one before.
 */
#define SPOOL_PAGES(id) (-(id))

/* spool_list - call found for the number of each committed document, and of each one of pages,
 * in no order. */
void spool_list(struct spool *spool, void (*found)(void *ctx, int id), void *ctx);

/*
 * document_create - a new document to be written by one thread. One reference.
 *
 * id   its number, which no other document has; one of pages may be there uncommitted
 */
struct document *document_create(struct spool *spool, int id, char *why, size_t why_size);

/* document_open - a committed document to be read. One reference; the same document as before
 * while others have it open, so that it has one note. Cheap: reads the index at its end, not
 * the records. NULL and a sentence: not there, or damaged. */
struct document *document_open(struct spool *spool, int id, char *why, size_t why_size);

struct document *document_hold(struct document *d);
void document_release(struct document *d); /* NULL is fine. Removes what was not committed */

/* What a record holds. */
enum record_kind {
    RECORD_TICKET = 1,
    RECORD_PAGE = 2,
    RECORD_RAW = 3,     /* a file in the machine's language */
    RECORD_OPTIONS = 4, /* what was asked of a document whose pages are yet to be made */
    RECORD_SOURCE = 5,  /* that document, as it came */
};

/* spool_has_pages - whether the pages of a document are there, all of them. */
bool spool_has_pages(struct spool *spool, int id);

/* spool_reopen_pages - whole pages count as being made again from here on, their note stays.
 * False: somebody has them open, or there are none. */
bool spool_reopen_pages(struct spool *spool, int id);

/* Writing, on one thread. Between begin and end the record is not seen by readers; drop takes
 * it back. The first failure sticks until drop. RESULT_IO: see document_error. */
MUST_CHECK enum result document_begin(struct document *d, enum record_kind kind);
MUST_CHECK enum result document_write(struct document *d, const void *bytes, size_t n);
MUST_CHECK enum result document_end(struct document *d);
void document_drop(struct document *d);

/* document_commit - permanent from now on: on the disk, under its final name. Between records.
 * What fails here is final: the file is gone, what readers have open can be read on. */
MUST_CHECK enum result document_commit(struct document *d);

/* document_error - the sentence for the last RESULT_IO of the writer ("The computer's disk is
 * full. ..."); "" without one. */
const char *document_error(const struct document *d);

/* spool_set_limits - others, from now on. */
void spool_set_limits(struct spool *spool, const struct spool_limits *limits);

/* Reading, from any thread, also while it is written. i counts from 0. */
size_t document_records(struct document *d); /* whole ones so far */
enum record_kind document_kind(struct document *d, size_t i);
uint64_t document_length(struct document *d, size_t i); /* bytes of record i */

/*
 * document_send - hand the bytes of record i to a sink, in pieces.
 *
 * The checksum is verified first: nothing of a damaged record is handed on, RESULT_FORMAT.
 * RESULT_IO: the sink's, or the file cannot be read.
 */
MUST_CHECK enum result document_send(struct document *d, size_t i, const struct sink *sink);

/*
 * A note of NOTE_BYTES that belongs to a document and is changed in place while it is
 * delivered. A note set before the program is killed is there afterwards; one that was synced
 * survives a power failure; a write cut in half leaves the note before it. Zeros at first.
 */
#define NOTE_BYTES 96
bool document_set_note(struct document *d, const void *note);
void document_get_note(struct document *d, void *note);
bool document_sync_note(struct document *d);

/* document_remove - delete the file of a document that is not needed any more, open or not, by
 * number; readers that have it open can read on, its writer fails. Not synced: a power failure
 * soon after may bring a committed one back, with its last synced note. */
void document_remove(struct spool *spool, int id);

#endif
