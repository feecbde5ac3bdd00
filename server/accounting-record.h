/*
 * accounting-record.h - a line of the accounting: what one job took of a machine.
 *
 * A record is a line of comma-separated values (RFC 4180) with a checksum at its end, so that
 * one that was cut off, or written over, is never taken for another number. Months are those of
 * the local calendar. Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ACCOUNTING_RECORD_H
#define SERVER_ACCOUNTING_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Of a line, with its end and a NUL: all texts quoted, each quote twice. */
#define USAGE_LINE_MAX 2048

/* What a job took. Texts are UTF-8. */
struct usage {
    int64_t time;    /* when the job ended, seconds since 1970 */
    int64_t created; /* when it came: with its number, which job it is */
    int queue;       /* printer-id */
    int job;
    char printer[128];
    char user[128], host[64];
    char department[16]; /* the id, never a PIN; "" */
    unsigned sides;      /* printed on; white backs are none. 0: not known, of a file in the
                            machine's own language */
    unsigned sheets, copies;
    char paper[64]; /* PWG name; "" */
    bool two_sided;
    uint64_t bytes;  /* of the machine's language */
    char state[12];  /* "completed", "canceled", "aborted" */
    char title[256]; /* "": it is not kept */
};

/* usage_write - a line with its end in size bytes; its length, 0: it does not fit. Characters
 * that control are spaces in it. */
size_t usage_write(const struct usage *usage, char *line, size_t size);

/* usage_read - a line without its end, which need not be true. False: it is none. */
bool usage_read(const char *line, struct usage *usage);

/* usage_month - the month of a time, "2026-11". */
void usage_month(int64_t time, char month[8]);

/* usage_month_ok - whether a text is one of the years 2000 to 9999. */
bool usage_month_ok(const char *month);

/* usage_month_range - when it begins, and when the next one does, by the local clock. */
void usage_month_range(const char *month, int64_t *from, int64_t *to);

/* usage_month_step - n months later, or earlier. */
void usage_month_step(const char *month, int n, char to[8]);

/* usage_add - the sum, or the highest number that there is. */
unsigned usage_add(unsigned a, unsigned b);

/*
 * csv_put - a field of a file for other programs, appended to text: in quotes where RFC 4180
 * wants them. A text that a table calculator would take for a formula gets an apostrophe first.
 * False: there is no room, and text is as it was.
 */
bool csv_put(char *text, size_t size, const char *field, bool first);

/*
 * csv_take - the next field of a line, which it steps behind, in size bytes, without quotes;
 * more than fits is left out. False: there is none any more.
 */
bool csv_take(const char **line, char *field, size_t size);

/* csv_plain - a field without the apostrophe of csv_put. */
void csv_plain(char *field);

#endif
