/*
 * import.h - what an export says, made what this computer has.
 *
 * All of it or nothing: what is to be is written into a folder beside the state file first
 * (STATE.import, complete when it has that name), then copied to its places by whoever has the
 * lock of the state: the sub-command where no server runs, else the server when it starts the
 * next time. A crash before the folder has its name leaves everything as it was; one after it
 * is made up for by the next start. What was there before is kept in STATE.before-import.
 * Effects: files beside the state file; import_plan only memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IMPORT_H
#define SERVER_IMPORT_H

#include "export.h"

#include <stdbool.h>
#include <stddef.h>

enum import_how {
    IMPORT_REPLACE, /* as it was there */
    IMPORT_MERGE,   /* queues and departments that are not here yet; all else stays */
};

/* What becomes of something; text is its name or number. */
enum import_kind {
    IMPORT_QUEUE_NEW,
    IMPORT_QUEUE_REPLACED, /* one of that name is here */
    IMPORT_QUEUE_KEPT,     /* the same; merging leaves it alone */
    IMPORT_QUEUE_GONE,     /* it is here and not in the export */
    IMPORT_PORT,           /* another one than here */
    IMPORT_DEPARTMENTS,    /* so many */
    IMPORT_PROFILES,
    IMPORT_SCANNERS,
    IMPORT_SETTINGS,
    IMPORT_ADMINISTRATORS,
    IMPORT_KEY,         /* of the vault and the certificate */
    IMPORT_LOST_USER,   /* whose PIN is to be typed again */
    IMPORT_LOST_QUEUE,  /* the same for a queue's own department */
    IMPORT_LOST_MAIL,   /* the password of the mail server */
    IMPORT_NOT_ON_PAGE, /* a part that is imported by the command only */
    IMPORT_KINDS
};

#define IMPORT_MAX_NOTES 400

struct import_note {
    enum import_kind kind;
    char text[132];
};

struct import_notes {
    struct import_note list[IMPORT_MAX_NOTES];
    size_t n; /* of them; those beyond are left out */
};

/*
 * import_plan - make of an export what is to be written here.
 *
 * e       the export that was read; out: what is to be written
 * here    what is here now, of export_collect with secrets; empty when there is nothing
 * notes   out: what will change, for a person
 *
 * A queue whose name is here gets the number it has here, so that jobs that wait for it are its
 * own; another one whose number is taken gets a free one. False and a sentence: the export has
 * a state that this version cannot read.
 */
bool import_plan(struct export *e, const struct export *here, enum import_how how,
                 struct import_notes *notes, char *why, size_t why_size);

/* import_say - a note as an English sentence. */
void import_say(const struct import_note *note, char *text, size_t size);

/* import_stage - write what import_plan made into STATE.import. True: it is on the disk, and
 * import_finish makes it valid. False and a sentence: nothing has changed. */
bool import_stage(const struct export *e, const char *state_file, char *why, size_t why_size);

/* import_waits - whether something is staged. import_cancel - take that away. */
bool import_waits(const char *state_file);
void import_cancel(const char *state_file);

/*
 * import_finish - make what is staged valid; nothing staged is fine. With the lock of the state
 * file. Can be called again after any crash.
 *
 * done  out: something was
 */
bool import_finish(const char *state_file, bool *done, char *why, size_t why_size);

/* ---- texts, pure; import-text.c ---- */

#define IMPORT_MAX_QUEUES 1000

struct import_queue {
    int id, new_id; /* new_id 0: it is left out */
    char name[128];
    bool pin_lost; /* its own department has a PIN that cannot be read */
};

/* import_queues - those of a state in the form of state_normalise; how many. */
size_t import_queues(const char *state, struct import_queue *queues, size_t max);

/* import_renumber_* - the text with the numbers of queues, and without those that are left out.
 * To be freed; NULL without memory. of_state: only "<Printer" blocks when blocks_only. */
char *import_renumber_state(const char *text, const struct import_queue *queues, size_t n,
                            bool blocks_only);
char *import_renumber_identity(const char *text, const struct import_queue *queues, size_t n,
                               bool queues_only);
char *import_renumber_settings(const char *text, const struct import_queue *queues, size_t n);
char *import_renumber_people(const char *text, const struct import_queue *queues, size_t n);
char *import_renumber_scanners(const char *text, const struct import_queue *queues, size_t n);

/* import_append - the lines of two texts, more before the last line of ours when that is end.
 * To be freed. */
char *import_append(const char *text, const char *more, const char *end);

#endif
