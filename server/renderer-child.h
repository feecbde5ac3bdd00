/*
 * renderer-child.h - a program of the system in the sandbox: started, watched, ended and always
 * reaped.
 * Effects: one child process per struct child.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RENDERER_CHILD_H
#define SERVER_RENDERER_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

/* The path by which a child opens plan.source, each time from its beginning. */
#define CHILD_SOURCE "/dev/fd/3"

struct child_plan {
    const char *const *arguments; /* the program's path first, NULL last */
    int source;                   /* a file that the child may read as CHILD_SOURCE; -1: none */
    int input;                    /* its standard input; -1: nothing comes */
    int output;           /* a file for its standard output; -1: a pipe, see child_read */
    const char *folder;   /* the only one it can write to */
    uint64_t memory;      /* bytes of address space; 0: no limit */
    uint64_t max_file;    /* bytes of each file it writes */
    unsigned cpu_seconds; /* for its whole life */
};

/* When to give up waiting. */
struct child_watch {
    unsigned seconds;            /* without a byte of output */
    uint64_t max_files;          /* bytes of its temporary files together */
    bool (*canceled)(void *ctx); /* NULL: never */
    void *ctx;
};

enum child_result {
    CHILD_BYTES,    /* some have been read */
    CHILD_ENDED,    /* there is no more output, and the program has ended: see child.status */
    CHILD_CANCELED, /* asked to stop */
    CHILD_SLOW,     /* nothing came for too long */
    CHILD_FULL,     /* its temporary files are too large */
};

struct child {
    pid_t pid;       /* 0: none */
    int output;      /* the pipe; -1: it has ended or there was none */
    int errors;      /* its standard error; -1 as above */
    int file;        /* plan.output */
    off_t file_size; /* when last looked at */
    dev_t source_device;
    ino_t source_file;
    const char *folder;
    int64_t last_look; /* ms: at its temporary files */
    int status;        /* of waitpid(), after CHILD_ENDED */
    char said[4096];   /* the end of what it said on standard error */
    size_t said_length;
};

/* Not running; child_end is then allowed. */
#define CHILD_NONE                                                                             \
    {                                                                                          \
        .output = -1, .errors = -1, .file = -1                                                 \
    }

/*
 * child_start - the program in the sandbox.
 *
 * sandbox  path of canon-sandbox
 *
 * False: why has a sentence. The thread that calls this must live as long as the child: the
 * kernel ends a child whose starter ends.
 */
bool child_start(struct child *child, const char *sandbox, const struct child_plan *plan,
                 char *why, size_t why_size);

/* child_read - some of the output, at most n bytes, got of them with CHILD_BYTES. Waits. */
enum child_result child_read(struct child *child, const struct child_watch *watch, void *bytes,
                             size_t n, size_t *got);

/* child_wait - for the end of a child whose output is a file. Never CHILD_BYTES. */
enum child_result child_wait(struct child *child, const struct child_watch *watch);

/* child_end - kill it, and all that belongs to it, if it has not ended; wait for that; said
 * and status stay. */
void child_end(struct child *child);

#endif
