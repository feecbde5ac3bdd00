/*
 * document-file.c - a document in a file, for readers that go back and forth in it.
 * Effects: a nameless file in the folder of documents_set_limits.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "document-parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* All bytes, or false. */
static bool copy(struct document_input *input, int fd, char *why, size_t why_size)
{
    const struct document_limits *limits = document_limits();
    unsigned char piece[16384];
    uint64_t total = 0;
    ssize_t n;

    while ((n = input_read(input, piece, sizeof(piece))) > 0) {
        total += (uint64_t)n;
        if (total > limits->max_temporary || write(fd, piece, (size_t)n) != n) {
            snprintf(why, why_size, "The computer's disk has no room for the document.");
            return false;
        }
    }
    if (input_came_whole(input))
        return true;
    snprintf(why, why_size,
             input->silent ? "The sender stopped in the middle of the document."
                           : "The document ends too early.");
    return false;
}

int document_scratch(char *why, size_t why_size)
{
    const struct document_limits *limits = document_limits();
    char name[1100];
    int fd;

    snprintf(name, sizeof(name), "%s/in-XXXXXX", limits->folder);
    fd = mkstemp(name);
    if (fd < 0) {
        snprintf(why, why_size, "The document cannot be kept in '%s'.", limits->folder);
        return -1;
    }
    (void)unlink(name);
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

int document_to_file(struct document_input *input, char *why, size_t why_size)
{
    int fd = document_scratch(why, why_size);

    if (fd < 0)
        return -1;
    if (copy(input, fd, why, why_size) && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    close(fd);
    return -1;
}
