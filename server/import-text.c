/*
 * import-text.c - state files as text: numbers of queues, lines of others; see import.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "import.h"

#include "vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PRINTER "<Printer id=\""
#define PIN     "job-account-pin-default " VAULT_LOST "\n"

/* ---- lines ---- */

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return line + (*line == '\n');
}

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

/* A value in double quotes, as state_normalise writes it. */
static void read_quoted(const char *from, char *to, size_t size)
{
    size_t n = 0;

    for (; *from != '\0' && *from != '"' && *from != '\n'; from++) {
        if (*from == '\\' && from[1] != '\0' && from[1] != '\n')
            from++;
        if (n + 1 < size)
            to[n++] = *from;
    }
    to[n] = '\0';
}

size_t import_queues(const char *state, struct import_queue *queues, size_t max)
{
    size_t n = 0;
    struct import_queue *last = NULL;

    for (const char *line = state; *line != '\0'; line = next_line(line)) {
        size_t length = strcspn(line, "\n");
        const char *name;

        if (last != NULL && begins(line, PIN))
            last->pin_lost = true;
        if (!begins(line, PRINTER) || n == max)
            continue;
        last = &queues[n];
        memset(last, 0, sizeof(*last));
        last->id = last->new_id = (int)strtol(line + strlen(PRINTER), NULL, 10);
        name = strstr(line, " name=\"");
        if (last->id > 0 && name != NULL && name < line + length) {
            read_quoted(name + 7, last->name, sizeof(last->name));
            n++;
        } else
            last = NULL;
    }
    return n;
}

/* ---- numbers ---- */

/* The number that a queue gets; 0: it is left out. */
static int number_of(long id, const struct import_queue *queues, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (queues[i].id == id)
            return queues[i].new_id;
    return 0;
}

static int largest(const struct import_queue *queues, size_t n)
{
    int most = 0;

    for (size_t i = 0; i < n; i++)
        if (queues[i].new_id > most)
            most = queues[i].new_id;
    return most;
}

static char *done(FILE *file, char **text)
{
    if (file != NULL && fclose(file) == 0)
        return *text;
    free(*text);
    return NULL;
}

static void put_line(FILE *file, const char *line)
{
    fprintf(file, "%.*s\n", (int)strcspn(line, "\n"), line);
}

/* A line outside of a queue. */
static void put_setting(FILE *file, const char *line, const struct import_queue *queues,
                        size_t n)
{
    static const char standard[] = "DefaultPrinterID ", next[] = "NextPrinterID ";

    if (begins(line, next))
        fprintf(file, "%s%d\n", next, largest(queues, n) + 1);
    else if (begins(line, standard)) {
        int id = number_of(strtol(line + strlen(standard), NULL, 10), queues, n);

        if (id > 0)
            fprintf(file, "%s%d\n", standard, id);
    } else
        put_line(file, line);
}

char *import_renumber_state(const char *text, const struct import_queue *queues, size_t n,
                            bool blocks_only)
{
    char *out = NULL;
    size_t out_n = 0;
    FILE *file = open_memstream(&out, &out_n);
    int id = -1; /* of the queue that a line belongs to; -1: none */

    for (const char *line = text; file != NULL && *line != '\0'; line = next_line(line)) {
        if (begins(line, PRINTER)) {
            char *rest;
            long old = strtol(line + strlen(PRINTER), &rest, 10);

            id = number_of(old, queues, n);
            if (id > 0)
                fprintf(file, PRINTER "%d%.*s\n", id, (int)strcspn(rest, "\n"), rest);
            continue;
        }
        if (id > 0)
            put_line(file, line);
        else if (id < 0 && !blocks_only)
            put_setting(file, line, queues, n);
        if (begins(line, "</Printer>"))
            id = -1;
    }
    return done(file, &out);
}

char *import_renumber_identity(const char *text, const struct import_queue *queues, size_t n,
                               bool queues_only)
{
    char *out = NULL;
    size_t out_n = 0;
    FILE *file = open_memstream(&out, &out_n);

    for (const char *line = text; file != NULL && *line != '\0'; line = next_line(line)) {
        char *rest;
        int id;

        if (!begins(line, "queue ")) {
            if (!queues_only)
                put_line(file, line);
            continue;
        }
        id = number_of(strtol(line + strlen("queue "), &rest, 10), queues, n);
        if (id > 0)
            fprintf(file, "queue %d%.*s\n", id, (int)strcspn(rest, "\n"), rest);
    }
    return done(file, &out);
}

char *import_renumber_settings(const char *text, const struct import_queue *queues, size_t n)
{
    char *out = NULL;
    size_t out_n = 0;
    FILE *file = open_memstream(&out, &out_n);

    for (const char *line = text; file != NULL && *line != '\0'; line = next_line(line)) {
        char *rest;
        int id = number_of(strtol(line, &rest, 10), queues, n);

        if (id > 0 && *rest == '\t')
            fprintf(file, "%d%.*s\n", id, (int)strcspn(rest, "\n"), rest);
    }
    return done(file, &out);
}

char *import_renumber_people(const char *text, const struct import_queue *queues, size_t n)
{
    static const char limit[] = "limit\t";
    char *out = NULL;
    size_t out_n = 0;
    FILE *file = open_memstream(&out, &out_n);

    for (const char *line = text; file != NULL && *line != '\0'; line = next_line(line)) {
        char *rest;
        long old;
        int id;

        if (!begins(line, limit)) {
            put_line(file, line);
            continue;
        }
        old = strtol(line + strlen(limit), &rest, 10);
        id = number_of(old, queues, n);
        if (old == 0 || id > 0) /* 0: of all queues together */
            fprintf(file, "%s%d%.*s\n", limit, id, (int)strcspn(rest, "\n"), rest);
    }
    return done(file, &out);
}

/* A scanner without its queue's number finds the queue by its name. */
char *import_renumber_scanners(const char *text, const struct import_queue *queues, size_t n)
{
    char *out = NULL;
    size_t out_n = 0;
    FILE *file = open_memstream(&out, &out_n);

    for (const char *line = text; file != NULL && *line != '\0'; line = next_line(line)) {
        int id = -1;

        if (begins(line, "printer "))
            id = number_of(strtol(line + strlen("printer "), NULL, 10), queues, n);
        if (id > 0)
            fprintf(file, "printer %d\n", id);
        else if (id < 0)
            put_line(file, line);
    }
    return done(file, &out);
}

char *import_append(const char *text, const char *more, const char *end)
{
    char *out = NULL;
    size_t out_n = 0;
    FILE *file = open_memstream(&out, &out_n);
    bool ended = false;

    for (const char *line = text; file != NULL && *line != '\0'; line = next_line(line)) {
        bool last = end != NULL && begins(line, end) && *next_line(line) == '\0';

        if (last) {
            fputs(more, file);
            ended = true;
        }
        put_line(file, line);
    }
    if (file != NULL && !ended)
        fputs(more, file);
    return done(file, &out);
}
