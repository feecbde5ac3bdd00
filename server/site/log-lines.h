/*
 * log-lines.h - lines of the log, picked by what a person looks for.
 * Effects: log_lines_pick reads the log's file.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_LOG_LINES_H
#define SERVER_SITE_LOG_LINES_H

#include <stdbool.h>
#include <stddef.h>

#define LOG_LINES_MAX 1000 /* that are kept; the latest of those that fit */

/* Of a file that many bytes are read, its last ones. */
#define LOG_LINES_BYTES ((size_t)2 << 20)

struct log_line {
    char level; /* D I W E F, as PAPPL marks them; 0: it has none */
    char time[24];
    char *text;
};

struct log_wish {
    char level;          /* this and what is worse; 0: all */
    int job;             /* 0: any */
    const char *printer; /* its name; "": any */
    const char *search;  /* in any case of ASCII; "": any */
    size_t max;          /* LOG_LINES_MAX at most */
};

struct log_lines {
    struct log_line list[LOG_LINES_MAX]; /* the oldest first */
    size_t n;
    char *bytes; /* that text points into; of malloc */
};

/* log_line_read - take a line of the log apart; line is written to. Pure. */
void log_line_read(char *line, struct log_line *out);

/* log_line_wanted - whether a line is one of those. Pure. */
bool log_line_wanted(const struct log_line *line, const struct log_wish *wish);

/* log_lines_pick - of the file of that name, or of memory (log-ring.h) for NULL. False: errno.
 * log_lines_free in any case. */
bool log_lines_pick(const char *file, const struct log_wish *wish, struct log_lines *lines);
void log_lines_free(struct log_lines *lines);

#endif
