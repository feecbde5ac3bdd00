/*
 * log-lines.c - see log-lines.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "log-lines.h"

#include "server/log-ring.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char level_marks[] = "DIWEF";

/* ---- a line ---- */

/* Whether text begins with digits where the pattern has a 0 and its other characters. */
static bool is_like(const char *text, const char *pattern)
{
    for (; *pattern != '\0'; pattern++, text++)
        if (*pattern == '0' ? !isdigit((unsigned char)*text) : *text != *pattern)
            return false;
    return true;
}

/* Attributes that PAPPL writes down for finding faults: names of documents and people. */
static void hide_names(char *text)
{
    static const char *const names[] = {"job-name", "document-name", "requesting-user-name",
                                        "job-originating-user-name"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char *at = strstr(text, names[i]);

        if (at != NULL && at[strlen(names[i])] != '\0')
            at[strlen(names[i])] = '\0';
    }
}

/* "I [2026-11-27T21:21:41.123Z] text" of PAPPL; the brackets and parts of a second are its
 * versions'. */
void log_line_read(char *line, struct log_line *out)
{
    char *at = line;
    size_t n;

    memset(out, 0, sizeof(*out));
    out->text = line;
    if (at[0] == '\0' || strchr(level_marks, at[0]) == NULL || at[1] != ' ')
        return;
    at += 2 + (at[2] == '[');
    if (!is_like(at, "0000-00-00T00:00:00"))
        return;
    out->level = line[0];
    memcpy(out->time, at, 19);
    out->time[10] = ' ';
    n = strcspn(at, " ");
    out->text = at + n + strspn(at + n, " ");
    if (out->level == 'D')
        hide_names(out->text);
}

static bool has_text(const char *text, const char *search)
{
    size_t n = strlen(search);

    for (; *text != '\0'; text++) {
        size_t i = 0;

        while (i < n && tolower((unsigned char)text[i]) == tolower((unsigned char)search[i]))
            i++;
        if (i == n)
            return true;
    }
    return n == 0;
}

static bool is_of_printer(const char *text, const char *printer)
{
    char mark[300];

    snprintf(mark, sizeof(mark), "Queue %s:", printer);
    if (strncmp(text, mark, strlen(mark)) == 0)
        return true;
    snprintf(mark, sizeof(mark), "[Printer %s]", printer);
    return strstr(text, mark) != NULL;
}

bool log_line_wanted(const struct log_line *line, const struct log_wish *wish)
{
    char mark[32];

    if (wish->level != 0 && (line->level == 0 || strchr(level_marks, line->level) <
                                                     strchr(level_marks, wish->level)))
        return false;
    snprintf(mark, sizeof(mark), "[Job %d]", wish->job);
    if (wish->job != 0 && strstr(line->text, mark) == NULL)
        return false;
    return (wish->printer[0] == '\0' || is_of_printer(line->text, wish->printer)) &&
           has_text(line->text, wish->search);
}

/* ---- many ---- */

/* The last bytes of a file, from the beginning of a line; NULL with errno. */
static char *read_end(const char *file)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat info;
    char *bytes = NULL;
    ssize_t n = -1;
    off_t from = 0;

    if (fd >= 0 && fstat(fd, &info) == 0) {
        from =
            info.st_size > (off_t)LOG_LINES_BYTES ? info.st_size - (off_t)LOG_LINES_BYTES : 0;
        bytes = malloc(LOG_LINES_BYTES + 1);
        n = bytes != NULL ? pread(fd, bytes, LOG_LINES_BYTES, from) : -1;
    }
    if (fd >= 0)
        close(fd);
    if (n < 0) {
        free(bytes);
        return NULL;
    }
    bytes[n] = '\0';
    if (from > 0) {
        size_t part = strcspn(bytes, "\n");

        memmove(bytes, bytes + part, (size_t)n - part + 1);
    }
    return bytes;
}

/* The latest stay. */
static void keep(struct log_lines *lines, const struct log_line *line,
                 const struct log_wish *wish)
{
    size_t max = wish->max < LOG_LINES_MAX ? wish->max : LOG_LINES_MAX;

    if (!log_line_wanted(line, wish))
        return;
    if (lines->n == max)
        memmove(lines->list, lines->list + 1, --lines->n * sizeof(lines->list[0]));
    lines->list[lines->n++] = *line;
}

static bool print_ring_line(FILE *to, time_t when, enum log_level level, const char *text)
{
    struct tm utc;
    char stamp[40] = "";

    if (gmtime_r(&when, &utc) != NULL)
        (void)strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return fprintf(to, "%c [%s] %s\n", level_marks[level], stamp, text) > 0;
}

static int add_ring_line(void *ctx, time_t when, enum log_level level, const char *text)
{
    return print_ring_line(ctx, when, level, text);
}

static char *print_ring(void)
{
    char *bytes = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&bytes, &n);

    if (to == NULL)
        return NULL;
    log_ring_each(add_ring_line, to);
    if (fclose(to) == 0)
        return bytes;
    free(bytes);
    return NULL;
}

bool log_lines_pick(const char *file, const struct log_wish *wish, struct log_lines *lines)
{
    char *rest = NULL;

    lines->n = 0;
    lines->bytes = file != NULL ? read_end(file) : print_ring();
    if (lines->bytes == NULL)
        return false;
    for (char *line = strtok_r(lines->bytes, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        struct log_line one;

        log_line_read(line, &one);
        keep(lines, &one, wish);
    }
    return true;
}

void log_lines_free(struct log_lines *lines)
{
    free(lines->bytes);
    lines->bytes = NULL;
    lines->n = 0;
}
