/*
 * lpd.c - the receiving side of the line printer daemon protocol, see lpd.h.
 * Effects: what the callbacks do.
 * Source: RFC 1179; a data file of size 0 lasts until the connection ends, as many printers
 * take it.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/lpd.h"

#include <stdlib.h>
#include <string.h>

enum { PRINT_WAITING = 1, RECEIVE_JOB = 2, SHORT_STATE = 3, LONG_STATE = 4, REMOVE_JOBS = 5 };
enum { ABORT_JOB = 1, CONTROL_FILE = 2, DATA_FILE = 3 };

static void acknowledge(struct lpd *l)
{
    l->reply(l->ctx, "", 1);
}

static bool command(struct lpd *l)
{
    static const char state[] = "the virtual printer is ready\n";

    switch (l->line[0]) {
    case RECEIVE_JOB:
        if (l->refuses) {
            l->reply(l->ctx, "\1", 1);
            return false;
        }
        acknowledge(l);
        l->state = LPD_SUBCOMMAND;
        return true;
    case SHORT_STATE:
    case LONG_STATE:
        l->reply(l->ctx, state, sizeof state - 1);
        return false;
    case PRINT_WAITING:
    case REMOVE_JOBS:
        acknowledge(l);
        return false;
    default:
        l->reply(l->ctx, "\1", 1);
        return false;
    }
}

static bool subcommand(struct lpd *l)
{
    char *end;

    if (l->line[0] == ABORT_JOB) {
        acknowledge(l);
        return true;
    }
    l->left = strtoull(l->line + 1, &end, 10);
    if ((l->line[0] != CONTROL_FILE && l->line[0] != DATA_FILE) || l->line[1] < '0' ||
        l->line[1] > '9' || *end != ' ') {
        l->reply(l->ctx, "\1", 1);
        return false;
    }
    l->is_data = l->line[0] == DATA_FILE;
    l->state = l->left > 0 ? LPD_FILE : l->is_data ? LPD_OPEN_END : LPD_FILE_END;
    acknowledge(l);
    return true;
}

/* One byte of a line. */
static bool feed_line(struct lpd *l, char byte)
{
    if (byte != '\n') {
        if (l->line_have == sizeof l->line - 1)
            return false;
        l->line[l->line_have++] = byte;
        return true;
    }
    l->line[l->line_have] = '\0';
    l->line_have = 0;
    return l->state == LPD_COMMAND ? command(l) : subcommand(l);
}

/* Part of a file; returns how many bytes belong to it. */
static size_t feed_file(struct lpd *l, const uint8_t *bytes, size_t n)
{
    if (l->state == LPD_FILE && n > l->left)
        n = (size_t)l->left;
    if (l->is_data)
        l->data(l->ctx, bytes, n);
    if (l->state == LPD_FILE && (l->left -= n) == 0)
        l->state = LPD_FILE_END;
    return n;
}

static void end_file(struct lpd *l)
{
    if (l->is_data)
        l->data_end(l->ctx);
    l->state = LPD_SUBCOMMAND;
    acknowledge(l);
}

void lpd_start(struct lpd *l)
{
    l->state = LPD_COMMAND;
    l->line_have = 0;
    l->left = 0;
    l->is_data = false;
}

bool lpd_feed(struct lpd *l, const uint8_t *bytes, size_t n)
{
    while (n > 0 && l->state != LPD_DONE) {
        size_t used = 1;

        if (l->state == LPD_FILE || l->state == LPD_OPEN_END)
            used = feed_file(l, bytes, n);
        else if (l->state == LPD_FILE_END)
            end_file(l);
        else if (!feed_line(l, (char)*bytes))
            l->state = LPD_DONE;
        bytes += used;
        n -= used;
    }
    return l->state != LPD_DONE;
}
