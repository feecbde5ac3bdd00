/*
 * client-list.c - see client-list.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-list.h"

#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum column { C_JOB, C_STATE, C_QUEUE, C_FROM, C_PAGES, C_ENDED, C_TITLE, C_WHAT, NUM_COLUMNS };

#define CELL 512

/* Characters of a column at most; 0: any, it is the last one. */
static const struct {
    const char *head;
    size_t most;
} columns[NUM_COLUMNS] = {
    [C_JOB] = {"JOB",   10},
      [C_STATE] = {"STATE", 18},
      [C_QUEUE] = {"QUEUE", 24},
    [C_FROM] = {"FROM",  16},
      [C_PAGES] = {"PAGES", 14},
      [C_ENDED] = {"ENDED", 16},
    [C_TITLE] = {"TITLE", 32},
      [C_WHAT] = {"",      0 },
};

struct row {
    char cell[NUM_COLUMNS][CELL];
};

struct table {
    struct row *rows;
    size_t num_rows, room;
    bool ended; /* has the column of that name */
};

static bool is_inside(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80; /* of a character of several bytes */
}

static size_t characters(const char *text)
{
    size_t n = 0;

    for (; *text != '\0'; text++)
        n += !is_inside(*text);
    return n;
}

/* At most so many characters; what is left out is three dots. */
static void put_cell(struct row *row, enum column column, const char *text)
{
    char *cell = row->cell[column];
    size_t most = columns[column].most, n = 0, bytes = 0;

    snprintf(cell, CELL, "%s", text);
    if (most == 0 || characters(cell) <= most)
        return;
    for (; cell[bytes] != '\0' && n < most - 3; bytes++)
        n += !is_inside(cell[bytes + 1]);
    snprintf(cell + bytes, CELL - bytes, "...");
}

static struct row *add_row(struct table *table)
{
    if (table->num_rows == table->room) {
        size_t room = 2 * table->room + 64;
        struct row *more = realloc(table->rows, room * sizeof(*more));

        if (more == NULL)
            return NULL;
        table->rows = more;
        table->room = room;
    }
    memset(&table->rows[table->num_rows], 0, sizeof(struct row));
    return &table->rows[table->num_rows++];
}

struct counts {
    int done, all;
};

static void take_date(struct row *row, ipp_attribute_t *attr)
{
    time_t when = ippDateToTime(ippGetDate(attr, 0));
    char text[32] = "";
    struct tm local;

    if (localtime_r(&when, &local) != NULL)
        (void)strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &local);
    put_cell(row, C_ENDED, text);
}

static void take_attribute(struct row *row, struct counts *counts, ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);
    const char *text = ippGetString(attr, 0, NULL);
    char number[32];

    if (strcmp(name, "job-id") == 0) {
        snprintf(number, sizeof(number), "%d", ippGetInteger(attr, 0));
        put_cell(row, C_JOB, number);
    } else if (strcmp(name, "job-state") == 0)
        put_cell(row, C_STATE, ippEnumString("job-state", ippGetInteger(attr, 0)));
    else if (strcmp(name, "job-impressions") == 0)
        counts->all = ippGetInteger(attr, 0);
    else if (strcmp(name, "job-impressions-completed") == 0)
        counts->done = ippGetInteger(attr, 0);
    else if (strcmp(name, "date-time-at-completed") == 0 &&
             ippGetValueTag(attr) == IPP_TAG_DATE)
        take_date(row, attr);
    else if (text == NULL)
        return;
    else if (strcmp(name, "job-originating-user-name") == 0)
        put_cell(row, C_FROM, text);
    else if (strcmp(name, "job-name") == 0)
        put_cell(row, C_TITLE, text);
    else if (strcmp(name, "job-state-message") == 0)
        put_cell(row, C_WHAT, text);
}

/* One job's attributes of an answer; the attribute behind them. */
static ipp_attribute_t *read_job(struct table *table, const char *queue, ipp_t *response,
                                 ipp_attribute_t *attr)
{
    struct counts counts = {0, 0};
    struct row *row = add_row(table);
    char pages[64];

    for (; attr != NULL && ippGetGroupTag(attr) == IPP_TAG_JOB && ippGetName(attr) != NULL;
         attr = ippNextAttribute(response))
        if (row != NULL)
            take_attribute(row, &counts, attr);
    if (row != NULL) {
        snprintf(pages, sizeof(pages), "%d of %d", counts.done, counts.all);
        put_cell(row, C_PAGES, pages);
        put_cell(row, C_QUEUE, queue);
    }
    return attr;
}

static bool read_queue(struct table *table, struct link *link, const struct link_queue *queue,
                       const char *which)
{
    static const char *const names[] = {
        "job-id",   "job-state",         "job-originating-user-name", "job-impressions",
        "job-name", "job-state-message", "job-impressions-completed", "date-time-at-completed",
    };
    ipp_t *request = link_request(IPP_OP_GET_JOBS, queue, 0), *response;

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, which);
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  (int)(sizeof(names) / sizeof(names[0])), NULL, names);
    response = link_ask(link, queue, request);
    if (response == NULL) {
        fprintf(stderr, PROGRAM_NAME ": The jobs of the queue %s cannot be listed: %s\n",
                queue->name, link_error());
        return false;
    }
    for (ipp_attribute_t *attr = ippFirstAttribute(response); attr != NULL;)
        if (ippGetGroupTag(attr) == IPP_TAG_JOB && ippGetName(attr) != NULL)
            attr = read_job(table, queue->name, response, attr);
        else
            attr = ippNextAttribute(response);
    ippDelete(response);
    return true;
}

static void print_row(const struct table *table, const struct row *row, const size_t *widths)
{
    for (int i = 0; i < NUM_COLUMNS; i++) {
        if (i == C_ENDED && !table->ended)
            continue;
        fputs(row->cell[i], stdout);
        if (i == C_WHAT)
            break;
        for (size_t n = characters(row->cell[i]); n < widths[i] + 2; n++)
            putchar(' ');
    }
    putchar('\n');
}

static void print_table(const struct table *table)
{
    size_t widths[NUM_COLUMNS];
    struct row head;

    for (int i = 0; i < NUM_COLUMNS; i++) {
        snprintf(head.cell[i], CELL, "%s", columns[i].head);
        widths[i] = strlen(head.cell[i]);
        for (size_t j = 0; j < table->num_rows; j++) {
            size_t n = characters(table->rows[j].cell[i]);

            if (n > widths[i])
                widths[i] = n;
        }
    }
    snprintf(head.cell[C_WHAT], CELL, "%s",
             table->ended ? "WHAT BECAME OF IT" : "WHAT IT IS DOING");
    print_row(table, &head, widths);
    for (size_t i = 0; i < table->num_rows; i++)
        print_row(table, &table->rows[i], widths);
}

bool client_list(struct link *link, const char *which)
{
    struct table table = {.rows = NULL};
    bool good = true;

    for (size_t i = 0; good && i < link->num_queues; i++)
        good = read_queue(&table, link, &link->queues[i], which);
    for (size_t i = 0; i < table.num_rows; i++)
        table.ended = table.ended || table.rows[i].cell[C_ENDED][0] != '\0';
    if (good && table.num_rows > 0)
        print_table(&table);
    else if (good)
        fprintf(stderr, "There are no jobs.\n"); /* not among what a script reads */
    free(table.rows);
    return good;
}
