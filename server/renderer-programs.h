/*
 * renderer-programs.h - the programs that render, their command lines and what their messages
 * mean. Shared by renderer.c alone.
 * Effects: looks for files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RENDERER_PROGRAMS_H
#define SERVER_RENDERER_PROGRAMS_H

#include "renderer-child.h"
#include "renderer.h"

#include <stdbool.h>
#include <stddef.h>

/* Names under which our PostScript reports, on lines of their own: see program_said_number. */
#define SAID_PAGES  "CANON-PAGES="
#define SAID_ERROR  "CANON-ERROR="
#define SAID_COPIES "CANON-COPIES="
#define SAID_SIDES  "CANON-SIDES=" /* enum sides */

enum program { PROGRAM_SANDBOX, PROGRAM_GHOSTSCRIPT, PROGRAM_TEXT };

/* program_find - the path of a program. False: it is not here, and why has a sentence. */
bool program_find(enum program program, char *path, size_t path_size, char *why,
                  size_t why_size);

/* program_find_own - the path of one of our own helper programs: beside the server as in a
 * build folder, above the tests there, or as installed. False: it is not here. */
bool program_find_own(const char *name, char *path, size_t path_size);

/* program_in_path - the path of a program of the system, by PATH. False: it is not there. */
bool program_in_path(const char *name, char *path, size_t size);

/* Room for a command line. */
struct program_command {
    const char *arguments[32];
    char path[1024];
    char parts[8][256];
};

/* The command lines; the document is CHILD_SOURCE, or standard input for text. The path must
 * have been found. */
void program_count_pages(struct program_command *c);
void program_render(struct program_command *c, unsigned first, unsigned last, double dpi);
void program_postscript_to_pdf(struct program_command *c, const struct renderer_paper *paper);
void program_text_to_pdf(struct program_command *c, const struct renderer_paper *paper);
void program_watermark_to_pdf(struct program_command *c, const struct renderer_paper *paper);

/* program_said_number - the number after a name of ours on a line of its own, in what a program
 * said; the last one. False: there is none. */
bool program_said_number(const char *said, const char *name, unsigned *number);

/*
 * program_judge - why a program that has ended, or was ended, did not do what was asked.
 *
 * child  has ended
 * why    out: a sentence for the person
 */
enum renderer_error program_judge(const struct child *child, char *why, size_t why_size);

/* program_drew_all - whether it had nothing to say against the pages that it drew. */
bool program_drew_all(const char *said);

#endif
