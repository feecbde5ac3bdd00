/*
 * scratch.h - nameless temporary files: space outside memory that vanishes by itself.
 * Effects: files in one folder; none of them has a name another process could open.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCRATCH_H
#define SERVER_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the files of one owner may take together. */
struct scratch_space {
    const char *folder;
    uint64_t left; /* bytes; files opened later or growing take from it */
};

struct scratch {
    struct scratch_space *space; /* must outlive the file */
    uint64_t size;               /* bytes charged: the end of the farthest write */
    int fd;                      /* -1: not open */
};

/* Not open; scratch_close is then allowed. */
#define SCRATCH_NONE                                                                           \
    {                                                                                          \
        NULL, 0, -1                                                                            \
    }

/*
 * scratch_open - a new empty file, readable by nobody else. False and a sentence in why when
 * the folder does not allow it.
 */
bool scratch_open(struct scratch *scratch, struct scratch_space *space, char *why,
                  size_t why_size);

/*
 * scratch_write, scratch_read - all n bytes at an offset, or false and a sentence: the space
 * is used up, the disk is full, the disk fails. Reading what was never written but lies before
 * a written byte gives zeros; beyond the end it is an error.
 */
bool scratch_write(struct scratch *scratch, uint64_t at, const void *bytes, size_t n, char *why,
                   size_t why_size);
bool scratch_read(const struct scratch *scratch, uint64_t at, void *bytes, size_t n, char *why,
                  size_t why_size);

/*
 * scratch_make_folder - a new folder in another, for programs that name their files. Its name
 * begins with "in-", by which the server knows leftovers.
 *
 * path   out: its path
 */
bool scratch_make_folder(const char *parent, char *path, size_t path_size, char *why,
                         size_t why_size);

/* scratch_remove_folder - with all that is in it; symbolic links are not followed. */
void scratch_remove_folder(const char *path);

/* The space it took is free again. */
void scratch_close(struct scratch *scratch);

#endif
