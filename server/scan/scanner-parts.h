/*
 * scanner-parts.h - what the files of scanners and scan jobs share and nobody else sees.
 *
 * scanner-registry.c has the registry, scanner.c its entries; scanner-search.c finds the
 * scanners of queues, scanner-device.c says who uses a device and looks at its sensors,
 * scanner-buttons.c watches buttons; scan-job.c has the jobs, scan-run.c the thread of one.
 *
 * One mutex guards all of the registry, one condition tells each change of it. It is held for
 * moments: never while PAPPL, the disk, a process or the log is used. The mutex of a job comes
 * after it.
 * Effects: see scanner.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCANNER_PARTS_H
#define SERVER_SCAN_SCANNER_PARTS_H

#include "scan-job.h"
#include "scanner-file.h"
#include "scanner-match.h"

#include <pthread.h>

#define SCANNER_WATCHERS 8

/* Who has the device open, or is just about to. */
enum scanner_use { USE_NOBODY, USE_JOB, USE_LOOK, USE_BUTTONS, USE_SEARCH };

/* All guarded by registry.mutex. */
struct scanner {
    struct scanner *next;
    struct scanner_record record;
    char uri[1024]; /* of the queue whose machine it is; "" */
    bool deleted;
    enum scanner_use use;
    char share[1024]; /* the machine that the use holds; "" */
    unsigned wanted;  /* jobs that wait for the device, print jobs for its machine */
    enum scan_feeder feeder;
    int64_t looked_at, empty_at; /* ms; 0: never */
    bool looking;
    enum scan_result trouble;
    char why[512];
    int64_t trouble_at;
    struct scan_job *jobs; /* newest first; a reference each */
    struct scan_job *active;
    /* buttons */
    void (*pressed)(void *ctx, struct scanner *scanner, unsigned button);
    void *pressed_ctx;
    bool has_button_thread;
};

struct registry {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool running, ending, stopping; /* ending: no scan begins any more */
    pappl_system_t *system;
    struct scanners_options options;
    struct scanner *scanners;
    struct scanner_queue queues[256];
    size_t num_queues;
    unsigned threads;    /* that are not joined: jobs, looks, buttons */
    bool queues_changed; /* perhaps */
    bool search_now;     /* not only when it is time */
    unsigned searches;   /* that have ended */
    bool notify;         /* watchers are to be called */
    struct {
        void (*changed)(void *ctx);
        void *ctx;
    } watchers[SCANNER_WATCHERS];
};

extern struct registry registry;

void registry_lock(void);
void registry_unlock(void);

/* registry_wait - with the lock: until a change, or ms have passed. */
void registry_wait(int64_t ms);

/* registry_tell - with the lock: something changed for those that wait. */
void registry_tell(void);

/* registry_is_stopping - without the lock. */
bool registry_is_stopping(void);

/* registry_thread - a detached thread that scanners_stop waits for; it calls
 * registry_thread_ends last. False: there is none. Without the lock. */
bool registry_thread(void *(*run)(void *ctx), void *ctx);
void registry_thread_ends(void);

/* registry_save - write the file. Without the lock. */
void registry_save(void);

/* scanner_shown - with the lock: whether others see it. */
bool scanner_shown(const struct scanner *s);

/* scanner_new - with the lock: an entry more; NULL. */
struct scanner *scanner_new(const char *name);

/* scanner_follow_queues - compare with the queues that there are. Without the lock. */
void scanner_follow_queues(void);

/* scanner_learn - what a device said of itself. True: it is new, and was noted to be told. */
bool scanner_learn(struct scanner *s, const struct scan_caps *caps);

/* scanner_note - how an attempt to use it ended. NULL or "" why: what the result says. */
void scanner_note(struct scanner *s, enum scan_result result, const char *why);

/* scanner_note_look - the same for a look at sensors: one that succeeds says nothing of a jam.
 */
void scanner_note_look(struct scanner *s, enum scan_result result, const char *why);

/* scanner_trouble - with the lock: what is still true of it. */
enum scan_result scanner_trouble(const struct scanner *s);

/* scanner_note_feeder - what the sensor said just now. scanner_note_empty - the feeder ran out.
 * scanner_feeder - with the lock: what is known. scanner_is_empty - with the lock: it is so
 * fresh that nobody can have put paper in since. */
void scanner_note_feeder(struct scanner *s, enum scan_feeder feeder);
void scanner_note_empty(struct scanner *s);
enum scan_feeder scanner_feeder(const struct scanner *s);
bool scanner_is_empty(const struct scanner *s);

/*
 * scanner_begin_use - have the device, and the machine; without the lock.
 *
 * device   out: its name, SCAN_DEVICE_SIZE
 *
 * Does not wait. False: somebody has it, or a print job has or wants the machine.
 */
bool scanner_begin_use(struct scanner *s, enum scanner_use use, char *device);
void scanner_end_use(struct scanner *s);

/*
 * scanner_await_use - the same, after whoever only looks or watches buttons let go of it.
 *
 * SCAN_BUSY: a print job is first. SCAN_CANCELED: canceled(ctx) was true.
 */
enum scan_result scanner_await_use(struct scanner *s, char *device, bool (*canceled)(void *ctx),
                                   void *ctx);

/* scanner_make_way - a print job wants the machine: who watches its buttons lets go. */
void scanner_make_way(void *ctx, const char *uri);

/* scanner_why_busy - why a print job has the machine, a sentence. With or without the lock. */
void scanner_why_busy(const char *uri, char *why, size_t n);

/* scanner_search - the thread that finds scanners; for registry_thread. */
void *scanner_search(void *ctx);

/* scan_jobs_tick - with the lock, given up meanwhile: patience, and what is kept too long. ms
 * until it is to be called again. */
int64_t scan_jobs_tick(void);

/* scan_jobs_cancel_all - without the lock. scan_jobs_forget - without the lock: release what is
 * kept; no job runs any more. */
void scan_jobs_cancel_all(void);
void scan_jobs_forget(void);

#endif
