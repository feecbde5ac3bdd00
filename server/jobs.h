/*
 * jobs.h - the jobs of all queues: what was accepted, in which order it is printed, what became
 * of it. Survives the program's end, however it ends.
 *
 * A job is accepted when jobs_accept has returned true: its document and its description are on
 * the disk then. The document is a file of spool.h, the description one IPP message in a file
 * beside it, replaced by rename at each change that matters. Knows no PAPPL and no device.
 *
 * Locks: one mutex guards all members of struct job and struct job_queue that are not said to
 * be fixed. It is held for moments only: never while a file is written or a device is waited
 * for. Effects: files in the spool folder, the clock. Design: server/QUEUE.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_JOBS_H
#define SERVER_JOBS_H

#include "driver/toner.h"
#include "papers-ready.h"
#include "resume.h"
#include "spool.h"

#include <cups/ipp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* job-state-reasons, one bit each, in the order they are reported. */
enum job_reason {
    JOB_INCOMING = 1 << 0,
    JOB_DATA_INSUFFICIENT = 1 << 1,
    JOB_HOLD_UNTIL_SPECIFIED = 1 << 2,
    JOB_PRINTING = 1 << 3,
    JOB_PRINTER_STOPPED = 1 << 4,
    JOB_TO_STOP_POINT = 1 << 5,
    JOB_CANCELED_BY_USER = 1 << 6,
    JOB_ABORTED_BY_SYSTEM = 1 << 7,
    JOB_FORMAT_ERROR = 1 << 8,
    JOB_UNPRINTABLE = 1 << 9,
    JOB_ERRORS = 1 << 10,
    JOB_WARNINGS = 1 << 11,
    JOB_SUCCESSFUL = 1 << 12,
    JOB_WITH_WARNINGS = 1 << 13,
    JOB_RESTARTABLE = 1 << 14,
    JOB_TRANSFORMING = 1 << 15, /* its pages are being made */
    JOB_PASSWORD = 1 << 16,
    JOB_CODE_WAIT = 1 << 17,     /* for its code */
    JOB_RELEASE_WAIT = 1 << 18,  /* for its owner */
    JOB_REVIEW_WAIT = 1 << 19,   /* its proof is printed */
    JOB_TIMED_OUT = 1 << 20,     /* nobody released it in time */
    JOB_PAPER_WAIT = 1 << 21,    /* for paper that is not loaded */
    JOB_ACCOUNT_LIMIT = 1 << 22, /* its sender has printed as much as they may */
};
#define JOB_NUM_REASONS 23
extern const char *const job_reason_keywords[JOB_NUM_REASONS];

enum job_hold { JOB_NOT_HELD, JOB_HELD, JOB_HELD_UNTIL };

/* What a job waits for that no time brings and no release of held jobs, one bit each; see
 * jobs-release.h and, for the last three, jobs-guard.h. */
enum job_gate {
    GATE_CODE = 1 << 0,  /* somebody gives its code */
    GATE_OWNER = 1 << 1, /* its owner releases it */
    GATE_PROOF = 1 << 2, /* its owner has looked at the proof */
    GATE_PAPER = 1 << 3, /* its paper is loaded, or somebody says what it is to be printed on */
    GATE_CODE_TEXT = 1 << 4, /* somebody wants this text, which reads like a program */
    GATE_BLANK = 1 << 5,     /* somebody wants these pages, which are all white */
    GATE_QUOTA = 1 << 6,     /* an administrator lets it go (jobs-quota.h); nobody else may */
};
#define GATES_ALL ((1u << 7) - 1)

/* What happens to a job for paper that is not loaded; MACHINE: nothing, the machine asks. */
enum other_paper { OTHER_PAPER_ASK, OTHER_PAPER_PRINT, OTHER_PAPER_WAIT, OTHER_PAPER_MACHINE };

/* How far a job with a proof is. */
enum job_proof {
    PROOF_NONE,
    PROOF_WANTED,   /* its first copies are to be printed, or are being printed */
    PROOF_PRINTED,  /* they are, and it waits; or an earlier run was about to print the rest */
    PROOF_RELEASED, /* the rest is printed */
};

/* Of a job's code (release-code.h), with its NUL. */
#define JOB_CODE_MAX 324

/* What of a job is with the machine, for the accounting. */
struct job_tally {
    unsigned sides, sheets; /* of all copies; white backs are no sides */
    unsigned copies;
    uint64_t bytes; /* of the machine's language, of all its jobs there */
    bool two_sided;
    bool raw;            /* a file in the machine's own language: its sides are not known */
    char paper[64];      /* of the last part; PWG name */
    char department[16]; /* the id; "" */
};

/* What a client said when it made the job. Strings are copied. */
struct job_request {
    int queue;
    const char *name, *user, *host; /* host: address the request came from */
    const char *format;             /* document-format, "" if not known yet */
    ipp_t *attributes;              /* job template attributes; copied, PINs are left out */
    int priority;                   /* 1..100 */
    enum job_hold hold;
    time_t hold_time;
    const char *code; /* it waits for a code: of code_keep; NULL: for none */
    unsigned proof;   /* copies that are printed first, to be looked at; 0: no proof */
    bool released;    /* its owner is there: it does not wait for a release */
};

struct jobs;

/* Of one printer. Lives until the program ends; a deleted printer's is marked so. */
struct job_queue {
    struct jobs *jobs; /* fixed, as is id */
    int id;            /* printer-id */
    char name[128];
    char uri[1024];   /* of the device */
    char model[64];   /* driver name */
    unsigned changed; /* counts changes of uri and model */
    bool gone;        /* the printer was deleted */
    bool strange;     /* its settings are not known yet */
    bool paused, hold_new, refusing;
    char quiet[32];        /* "22:00-07:00", "" for none */
    unsigned keep_printed; /* printed jobs to keep for a reprint */
    unsigned keep_hours;
    bool release_all;         /* each job waits until its owner releases it */
    unsigned release_seconds; /* how long, and for a code; 0: for ever */
    bool ask_blank, ask_code; /* before jobs of white pages, of texts like programs */
    enum other_paper other_paper;
    struct papers_ready ready;   /* what lies in the trays, as the person has set it */
    struct toner_estimate toner; /* by the dots that were sent */
    char toner_changed[64];      /* what the person called the cartridge it counts for */
    bool unsaved;                /* counts that are not on the disk yet */
    /* What the delivery says. */
    bool delivering;
    bool stopped;      /* the machine needs a person */
    uint32_t reasons;  /* REASON_ bits that it knows of itself (driver/status.h) */
    char message[512]; /* what it waits for, in words; "" */
    /* what the job it prints is printed on, and from where (NULL: any); NULL: it does not say
     */
    const struct media *paper;
    const struct media_source *paper_from;
    time_t state_time;
    uint64_t pages; /* sides that were ever delivered */
    uint64_t completed, aborted, canceled;
    pthread_cond_t wake;       /* something changed that the delivery wants to know */
    struct delivery *delivery; /* who serves it; NULL: nobody yet */
    struct job_queue *next;
};

struct job {
    struct jobs *jobs; /* fixed: jobs .. attributes */
    int id;
    struct job_queue *queue;
    char name[256], user[256], host[64];
    time_t created;
    char format[64];
    ipp_t *attributes; /* what was asked, without PINs */
    ipp_jstate_t state;
    uint32_t reasons;
    char message[1024]; /* job-state-message, what it is doing now; "": none */
    char remarks[1024]; /* sentences to be told until the end: what differs from the wish */
    struct resume_sum breaks; /* what they left is told until the end, too */
    int priority;
    uint64_t order; /* among those of the same priority */
    enum job_hold hold;
    time_t hold_time;
    uint32_t gates;          /* GATE_ bits: what else it waits for */
    uint32_t asked;          /* those that it is not asked for again */
    char doubt[200];         /* of GATE_CODE_TEXT: a sentence */
    char lacks[256];         /* of GATE_PAPER: PWG names with a blank between */
    char instead[512];       /* paper for other paper: "WANTED=USED" with a blank between */
    char paper_hint[256];    /* of GATE_PAPER: what is to be done, as it is now; not kept */
    char code[JOB_CODE_MAX]; /* what its code is checked against; "": none */
    bool secret;             /* it has, or had, a code */
    unsigned tries;          /* wrong codes since the last right one */
    time_t locked_until;     /* no code is taken before; 0: any time */
    enum job_proof proof;
    unsigned proof_copies;
    time_t processing, completed;
    unsigned impressions, impressions_completed; /* sides; with copies */
    uint64_t bytes;                              /* of the machine's language, sent so far */
    struct job_tally tally;
    uint64_t dots;   /* black ones on all impressions, less where toner is saved */
    bool committed;  /* its document is whole and on the disk */
    bool accepted;   /* its description, too: it survives */
    bool receiving;  /* its document grows: a client sends it, or its pages are being made */
    bool source;     /* taken as it came; its pages are yet to be made, or being made */
    bool has_source; /* what came is there until the job has ended */
    bool remake;     /* what is made of it is of no use: its pages are to be made again */
    bool making;     /* somebody makes its pages now, or has failed to */
    bool patient; /* an earlier run had printed some of the pages: not before all are there */
    bool started; /* delivery has begun once: order does not change any more */
    bool delivering; /* the delivery has it now */
    bool cancel;     /* asked to end */
    bool failed;     /* the sender's side failed: what was sent so far is all */
    bool kept;       /* printed, and its document is still there */
    bool saved_once; /* has a description on the disk */
    void *intent;    /* of who made it, until its document comes; malloc, freed with the job */
    time_t touched;  /* last request of its client, for jobs without document */
    struct document *document;
    unsigned holders;           /* references */
    pthread_mutex_t save_mutex; /* one writer of its description */
    struct job *next;           /* by id */
};

struct jobs_limits {
    struct spool_limits spool;
    unsigned max_active;  /* jobs that wait, of all queues */
    unsigned max_history; /* ended ones that are remembered */
};

/*
 * jobs_open - the jobs of a folder. Those that were accepted before are there again; one that
 * was being printed is pending. NULL and a sentence.
 */
struct jobs *jobs_open(const char *folder, const struct jobs_limits *limits, char *why,
                       size_t why_size);
void jobs_close(struct jobs *jobs); /* when no other thread uses it any more. NULL is fine */
/* jobs_set_limits - others, from now on; what is there already stays. */
void jobs_set_limits(struct jobs *jobs, const struct jobs_limits *limits);
/* jobs_settle - the program ends: no number is skipped at the next start. */
void jobs_settle(struct jobs *jobs);
struct spool *jobs_spool(struct jobs *jobs);
const char *jobs_folder(const struct jobs *jobs);
time_t jobs_began(const struct jobs *jobs); /* when it was opened: time 0 of time-at-creation */

void jobs_lock(struct jobs *jobs);
void jobs_unlock(struct jobs *jobs);

/* jobs_queue - the queue of a printer, made if need be. NULL without memory. */
struct job_queue *jobs_queue(struct jobs *jobs, int id);
/* jobs_each_queue - takes the lock, and calls each with it. */
void jobs_each_queue(struct jobs *jobs, void (*each)(void *ctx, struct job_queue *queue),
                     void *ctx);
/* jobs_wake - with the lock: the delivery of a queue is to look again. */
void jobs_wake(struct job_queue *queue);
/* jobs_wait - with the lock, given up meanwhile: until woken, or until (monotonic clock). */
void jobs_wait(struct job_queue *queue, const struct timespec *until);

/* ---- the way in ---- */

/* job_create - a new job, in state pending-held for want of a document. A reference. NULL and a
 * sentence when there are too many. */
struct job *job_create(struct jobs *jobs, const struct job_request *request, char *why,
                       size_t why_size);
void job_release(struct job *job); /* NULL is fine */

/* job_find - a reference, NULL if there is none. queue 0: of any. */
struct job *job_find(struct jobs *jobs, int queue, int id);

/* job_begin_document - make the document. False and a sentence. */
bool job_begin_document(struct job *job, char *why, size_t why_size);

/* job_document - a reference to the document that comes in; NULL: the job has ended meanwhile.
 */
struct document *job_document(struct job *job);

/*
 * job_begin_pages - a job with a source gets its document of pages, see jobs_next_source. False
 * and a sentence: it was canceled, or there is no room.
 */
bool job_begin_pages(struct job *job, char *why, size_t why_size);

/* job_is_source - before job_accept: what comes in is a source, of which pages are to be made.
 */
void job_is_source(struct job *job);

/* job_more - the document got a record; the machine may begin with it. impressions: of the
 * pages so far, with copies, and dots: black ones on them. */
void job_more(struct job *job, unsigned impressions, uint64_t dots);

/*
 * job_accept - the document is whole: keep it. When this returns true the job survives. False
 * and a sentence: it could not be kept, and was aborted. The second time, for a job with a
 * source, its pages are whole: the source goes.
 */
bool job_accept(struct job *job, char *why, size_t why_size);

/* job_abort - the document came to nothing: end the job. reasons: JOB_ bits beside
 * aborted-by-system. A job of which pages are on their way ends when the machine has them. */
void job_abort(struct job *job, uint32_t reasons, const char *why);

/* job_remark - add a sentence that is told until the end; once. A warning. */
void job_remark(struct job *job, const char *sentence);

/* job_is_canceled - whether its document is not wanted any more: somebody canceled the job, or
 * its queue is gone. Takes the lock. */
bool job_is_canceled(struct job *job);

/*
 * jobs_next_source - with the lock: the job whose pages are to be made now, a reference; it is
 * nobody else's then. NULL: none. jobs_wait_source waits, the lock given up meanwhile, until
 * there may be one or jobs_wake_sources is called.
 */
struct job *jobs_next_source(struct jobs *jobs);
void jobs_wait_source(struct jobs *jobs);
void jobs_wake_sources(struct jobs *jobs);

/* job_open_document - what is to be printed, once it is accepted: the pages, if there are, else
 * the document itself. A reference; NULL and a sentence. */
struct document *job_open_document(struct job *job, char *why, size_t why_size);

/* ---- control; each is kept on the disk before it returns ---- */

enum job_answer { JOB_DONE, JOB_NOT_POSSIBLE };

enum job_answer job_cancel(struct job *job);
/* job_set_hold - until: of JOB_HELD_UNTIL; of JOB_NOT_HELD since when it could be printed, 0:
 * now. */
enum job_answer job_set_hold(struct job *job, enum job_hold hold, time_t until);
enum job_answer job_set_priority(struct job *job, int priority);
/* job_promote - next of its priority class, or directly after another job. */
enum job_answer job_promote(struct job *job, const struct job *after);
/* job_reprint - a new job of the same document, as another reference; NULL: it is not kept. The
 * document is copied. */
struct job *job_reprint(struct job *job, const char *user, char *why, size_t why_size);

/* Each is so from now on, and kept. False: it could not be kept, and is not so after a restart.
 */
bool queue_set_paused(struct job_queue *queue, bool paused);
bool queue_set_hold_new(struct job_queue *queue, bool hold);
bool queue_set_refusing(struct job_queue *queue, bool refusing);

/* queue_is_refusing - whether a queue takes no jobs now, is gone, or cannot be had. Without the
 * lock. */
bool queue_is_refusing(struct jobs *jobs, int id);

/* queue_set_cartridge - with the lock: toner is counted for a cartridge of this name; another
 * name is another cartridge. pages: at 6 %, 0: no estimate is wanted. */
void queue_set_cartridge(struct job_queue *queue, const char *name, unsigned pages);

/* queue_forget - the printer was deleted and its jobs are gone: what was kept of it, too. */
void queue_forget(struct job_queue *queue);

/* ---- the delivery's side, with the lock held where it says so ---- */

/*
 * jobs_next - with the lock: the job to deliver now, a reference; NULL: none, and *wait_until
 * is when to ask again (0: when woken).
 */
struct job *jobs_next(struct job_queue *queue, time_t now, time_t *wait_until);

/* queue_is_quiet - whether a time of day lies in "22:00-07:00"; until: when that ends. */
bool queue_is_quiet(const char *quiet, time_t now, time_t *until);
bool queue_quiet_hours_ok(const char *quiet); /* whether it is of that form */

/* job_end - the job has ended: state one of canceled, aborted, completed. Kept on the disk. */
void job_end(struct job *job, ipp_jstate_t state, uint32_t reasons, const char *message);

/* job_put_back - not delivered now after all: pending again. */
void job_put_back(struct job *job);

/* job_save - write the description again. Without the lock. */
bool job_save(struct job *job);

/* ---- looking ---- */

/*
 * jobs_each - call each for the jobs of a queue (NULL: all), in the order they will be printed,
 * then ended ones from the latest. With the lock; stops when each returns false.
 */
enum jobs_which { JOBS_ACTIVE, JOBS_ENDED, JOBS_ALL };
void jobs_each(struct jobs *jobs, const struct job_queue *queue, enum jobs_which which,
               bool (*each)(void *ctx, struct job *job), void *ctx);
unsigned jobs_count(struct jobs *jobs,
                    const struct job_queue *queue); /* active, with the lock */

/* jobs_tick - what time brings: held jobs whose time has come, jobs whose client went away,
 * printed jobs not kept any longer. Now and then, without the lock. */
void jobs_tick(struct jobs *jobs, time_t now);

bool job_is_active(const struct job *job);

#endif
