/*
 * document-file.c - a document in a file, for readers that go back and forth in it.
 * Effects: a nameless file in the folder of documents_set_limits.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "document-parts.h"

#include <stdio.h>

bool document_scratch(struct scratch *file, struct scratch_space *space, char *why,
                      size_t why_size)
{
    char reason[256];

    if (scratch_open(file, space, reason, sizeof(reason)))
        return true;
    snprintf(why, why_size, "The document cannot be kept in '%s'.", space->folder);
    return false;
}

bool document_keep(struct scratch *file, const void *bytes, size_t n, char *why,
                   size_t why_size)
{
    char reason[256];

    if (scratch_write(file, file->size, bytes, n, reason, sizeof(reason)))
        return true;
    snprintf(why, why_size, "The computer's disk has no room for the document.");
    return false;
}

bool document_to_file(struct document_input *input, struct scratch *file,
                      struct scratch_space *space, char *why, size_t why_size)
{
    unsigned char piece[16384];
    ssize_t n;

    if (!document_scratch(file, space, why, why_size))
        return false;
    while ((n = input_read(input, piece, sizeof(piece))) > 0)
        if (!document_keep(file, piece, (size_t)n, why, why_size)) {
            scratch_close(file);
            return false;
        }
    if (input_came_whole(input))
        return true;
    snprintf(why, why_size,
             input->silent ? "The sender stopped in the middle of the document."
                           : "The document ends too early.");
    scratch_close(file);
    return false;
}
