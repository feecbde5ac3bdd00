/*
 * delivery-parts.h - what the files of the delivery share and nobody else sees.
 *
 * delivery.c has the thread, delivery-job.c one job from its first part to its end,
 * delivery-part.c the stream of one job of the machine, delivery-account.c what was sent, what
 * is told and where to go on, delivery-proof.c what comes between a proof and the other copies.
 * Effects: see delivery.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DELIVERY_PARTS_H
#define SERVER_DELIVERY_PARTS_H

#include "delivery.h"
#include "device.h"
#include "driver/sink.h"
#include "status.h"
#include "ticket-file.h"

/* The account of a document's delivery, its note in the spool (host byte order: a spool does
 * not move between computers). Sides before base of this part are done with. */
struct account {
    uint32_t magic;
    uint32_t part;
    uint32_t base;
    uint32_t begun; /* a job of the machine has been begun with base */
    uint64_t offered, taken, acknowledged;
    uint64_t boot;
    int64_t
        life; /* the machine's counter when it has printed all before this job; -1: not known */
    int64_t uptime; /* its up-time when the job began; -1: not known */
    int64_t started,
        ticks; /* ms: when it began, by the wall clock and since the computer began */
    uint32_t fails, last_side;
    uint32_t rest; /* the proof is with the machine: this is about the other copies */
};

_Static_assert(sizeof(struct account) <= NOTE_BYTES, "the note is too small");

struct delivery {
    struct job_queue *queue;
    pthread_t thread;
    bool stopping; /* guarded by the lock of jobs, as is ended */
    bool ended;
    pthread_mutex_t status_mutex; /* guards the pointer */
    struct status *status;
    unsigned changed; /* of the queue, when uri and status were taken */
    int64_t printed;  /* ms; when a job was delivered last, 0: none yet */
    int64_t life;     /* the machine's counter when it had printed all it had; -1: not known */
    uint64_t since;   /* prints it was sent after that, in jobs that are ended */
    char uri[1024];
};

/* How an attempt ended. */
enum outcome {
    OUTCOME_DONE,    /* the part is with the machine */
    OUTCOME_BROKEN,  /* the device failed */
    OUTCOME_LEAVE,   /* canceled, failed, held, stopping: see run_wish */
    OUTCOME_DAMAGED, /* the document */
    OUTCOME_MEMORY,
};

/* One job on its way. */
struct run {
    struct delivery *d;
    struct job *job;
    struct document *document;
    struct account account;
    struct stored_ticket stored;            /* of the part */
    size_t ticket;                          /* its record */
    unsigned first_page;                    /* of the part, from 1 */
    unsigned earlier;                       /* impressions of the parts before */
    unsigned earlier_sides, earlier_sheets; /* of them, on paper, see run_sum */
    struct device *device;
    void *work;
    struct sink out;
    uint64_t written; /* bytes given to the sink */
    uint64_t prefix;  /* of them, before the first side */
    uint64_t *ends;   /* where sides end in the stream, from account.base on */
    size_t num_ends, room_ends;
    bool to_device;         /* the stream goes there, it is not only counted */
    bool cut;               /* the job was canceled inside a page of it */
    bool white_end;         /* and that page ends in white */
    unsigned sides_arrived; /* of this machine's job; the machine acknowledged them */
    int64_t ending_since;   /* ms; somebody wants it to end */
    int64_t moved;          /* ms; when the machine took something last */
    int64_t synced, told;   /* ms */
    enum device_wait wait;  /* why nothing gets on */
    char why[512];
};

/* What somebody wants of a job that is being delivered: end it (canceled, its sender failed),
 * leave it for the next run of the program, or give it back (held, paused, another device). */
enum wish { WISH_NONE, WISH_CANCEL, WISH_FAILED, WISH_STOP, WISH_BACK };

/* What comes next at a side. */
enum next { NEXT_PAGE, NEXT_BLANK, NEXT_WAIT, NEXT_END };

/* Why nothing gets on, as the machine itself tells it, else as the channel does. */
void run_tell(struct run *run);

/* At the beginning of a part: the job says what may have to be put in by hand. */
void run_hint(struct run *run);

/* The strongest wish now. */
enum wish run_wish(struct run *run);

/* Something that ends the job at the next page boundary, or before its first. */
bool run_wants_end(struct run *run);

/* A sentence for the job that is to be told even if the program ends now: kept before what it
 * is about is forgotten. */
void run_remark(struct run *run, const char *sentence);

/* Put the account into the document's note. */
void run_keep_account(struct run *run);

/* Of the first sides of the part's stream: those printed on, and the sheets, with the copies
 * that the machine makes; added to sides and sheets. */
void run_sum(struct run *run, unsigned stream, unsigned *sides, unsigned *sheets);

/* Bring the job's tally up to date with the sides of the part that are with the machine. */
void run_tally(struct run *run, unsigned stream);

/* A job of the machine is over: what it took of bytes. */
void run_tally_bytes(struct run *run);

/* Bring the job's impressions up to date with the account and sides_arrived. */
void run_count_impressions(struct run *run);

/* What the machine has by now: counted, and told. bytes: of this job of the machine. */
void run_note_arrived(struct run *run, uint64_t bytes);

/* The record of the part's ticket. False: there is no such part (yet). */
bool run_find_part(struct run *run, uint32_t part);

/* Read the ticket found by run_find_part, with the copies that are to be made now: of a proof,
 * or the others. False: it is damaged. */
bool run_read_ticket(struct run *run);

/* Whether there are any. */
bool run_has_copies(const struct run *run);

/*
 * run_end_pass - all parts are with the machine: end the job, or have it wait when this was its
 * proof. True: the delivery goes on with the other copies.
 */
bool run_end_pass(struct run *run);

/* Impressions of what is done before the account's part, into run->earlier. */
void run_count_earlier(struct run *run);

/* The job is printed. */
void run_finish(struct run *run);

/* Is the document's end known? */
bool run_is_whole(struct run *run);

/* Pages of the part so far; *all: there will be no more. */
unsigned run_part_pages(struct run *run, bool *all);

/* Sides of one set: a white one is added where the next set would begin on a back. */
unsigned run_set_sides(const struct run *run, unsigned pages);

/* What a side is, counted over all sets; *record for NEXT_PAGE. */
enum next run_next_side(struct run *run, unsigned side, size_t *record);

/* Begin the stream of a job of the machine, to a sink of the run: its beginning is sent. */
enum result run_start_stream(struct run *run,
                             enum result (*write)(void *, const void *, size_t));

/* Send one side, and note where it ends in the stream. */
enum result run_emit_side(struct run *run, enum next what, size_t record);

/* A sink that only counts, and one to the device; ctx is the run. */
enum result run_count_sink(void *ctx, const void *bytes, size_t n);

enum result run_device_sink(void *ctx, const void *bytes, size_t n);

/* With the lock: until woken, or ms have passed. */
void delivery_wait(struct job_queue *queue, int64_t ms);

/* What of a machine's reasons keeps it from printing. */
uint32_t delivery_hindrances(uint32_t reasons);

/* With the lock. True when there is something new to be told. */
bool delivery_set_state(struct job_queue *queue, uint32_t reasons, bool stopped,
                        const char *message);

/* Another after each start of the computer. */
uint64_t delivery_boot_number(void);

/* The time of day, in ms. */
int64_t delivery_wall_ms(void);

/* What an earlier run of the program had sent: the stream is made again and only counted. True
 * when all of the machine's job had gone. */
bool run_recount(struct run *run);

/* Find where to go on, and tell the person. own: it was this program that ended. */
void run_go_on_after(struct run *run, bool own);

/* A device for one job of the machine, with a new account. False and a sentence. */
bool run_open_device(struct run *run, char *why, size_t why_size);

void run_close_device(struct run *run);

/* The part's job of the machine, from account.base on. *next: the side after the last one that
 * is wholly with the machine, should the outcome be OUTCOME_LEAVE. */
enum outcome run_send_part(struct run *run, unsigned *next);

/* A file in the machine's own language goes as it is. */
enum outcome run_send_raw(struct run *run);

/* Deliver a job that jobs_next gave, to its end or until it is put back. */
void run_job(struct delivery *d, struct job *job);

#endif
