/*
 * accounting-record.c - see accounting-record.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "accounting-record.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned usage_add(unsigned a, unsigned b)
{
    return a > UINT_MAX - b ? UINT_MAX : a + b;
}

/* ---- fields ---- */

static bool needs_quotes(const char *field)
{
    return field[strcspn(field, ",\"\r\n")] != '\0' || field[0] == ' ' ||
           (field[0] != '\0' && field[strlen(field) - 1] == ' ');
}

/* What a field becomes: quoted where need be, with something before it. */
static bool put_field(char *text, size_t size, const char *before, const char *field)
{
    size_t used = strlen(text), start = used;
    bool quoted = needs_quotes(field), good = true;

#define PUT(c)                                                                                 \
    do {                                                                                       \
        if (used + 1 < size)                                                                   \
            text[used++] = (char)(c);                                                          \
        else                                                                                   \
            good = false;                                                                      \
    } while (0)
    if (quoted)
        PUT('"');
    for (; *before != '\0'; before++)
        PUT(*before);
    for (; *field != '\0'; field++) {
        if (*field == '"')
            PUT('"');
        PUT((unsigned char)*field < 0x20 || *field == 0x7f ? ' ' : *field);
    }
    if (quoted)
        PUT('"');
#undef PUT
    text[good ? used : start] = '\0';
    return good;
}

bool csv_put(char *text, size_t size, const char *field, bool first)
{
    size_t used = strlen(text);
    bool formula = field[0] != '\0' && strchr("=+-@\t\r\n", field[0]) != NULL;

    if (!first) {
        if (used + 2 > size)
            return false;
        memcpy(text + used, ",", 2);
    }
    if (put_field(text, size, formula ? "'" : "", field))
        return true;
    text[used] = '\0';
    return false;
}

void csv_plain(char *field)
{
    if (field[0] == '\'' && field[1] != '\0' && strchr("=+-@", field[1]) != NULL)
        memmove(field, field + 1, strlen(field));
}

bool csv_take(const char **line, char *field, size_t size)
{
    const char *at = *line;
    bool quoted = at != NULL && *at == '"';
    size_t n = 0;

    if (at == NULL)
        return false;
    for (at += quoted; *at != '\0' && (quoted || *at != ','); at++) {
        if (quoted && *at == '"' && *++at != '"')
            break;
        if (n + 1 < size)
            field[n++] = *at;
    }
    field[n] = '\0';
    *line = *at == ',' ? at + 1 : NULL;
    return true;
}

/* ---- lines ---- */

/* Of what stands before the last comma: FNV-1a. */
static uint32_t checksum(const char *text, size_t n)
{
    uint32_t sum = 2166136261u;

    for (size_t i = 0; i < n; i++)
        sum = (sum ^ (unsigned char)text[i]) * 16777619u;
    return sum;
}

static bool add_text(char *line, size_t size, const char *text)
{
    return put_field(line, size, "", text);
}

static bool add_number(char *line, size_t size, uint64_t number)
{
    char text[24];

    snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
    return add_text(line, size, text);
}

static bool comma(char *line, size_t size)
{
    size_t n = strlen(line);

    if (n + 2 > size)
        return false;
    memcpy(line + n, ",", 2);
    return true;
}

#define TIME_FORMAT "%Y-%m-%dT%H:%M:%SZ"

size_t usage_write(const struct usage *u, char *line, size_t size)
{
    time_t when = (time_t)u->time;
    struct tm utc;
    char text[32];
    size_t n;
    bool good;

    if (size < 64 || gmtime_r(&when, &utc) == NULL ||
        strftime(text, sizeof(text), TIME_FORMAT, &utc) == 0)
        return 0;
    line[0] = '\0';
    good =
        add_text(line, size, text) && comma(line, size) &&
        add_number(line, size, (uint64_t)u->created) && comma(line, size) &&
        add_number(line, size, (uint64_t)u->queue) && comma(line, size) &&
        add_text(line, size, u->printer) && comma(line, size) &&
        add_number(line, size, (uint64_t)u->job) && comma(line, size) &&
        add_text(line, size, u->user) && comma(line, size) && add_text(line, size, u->host) &&
        comma(line, size) && add_text(line, size, u->department) && comma(line, size) &&
        add_number(line, size, u->sides) && comma(line, size) &&
        add_number(line, size, u->sheets) && comma(line, size) &&
        add_number(line, size, u->copies) && comma(line, size) &&
        add_text(line, size, u->paper) && comma(line, size) &&
        add_text(line, size, u->two_sided ? "two" : "one") && comma(line, size) &&
        add_number(line, size, u->bytes) && comma(line, size) &&
        add_text(line, size, u->state) && comma(line, size) && add_text(line, size, u->title);
    n = strlen(line);
    if (!good || size - n < 12)
        return 0;
    return n +
           (size_t)snprintf(line + n, size - n, ",%08lx\n", (unsigned long)checksum(line, n));
}

static bool read_number(const char **line, uint64_t most, uint64_t *number)
{
    char text[24], *end;

    if (!csv_take(line, text, sizeof(text)) || text[0] < '0' || text[0] > '9')
        return false;
    *number = strtoull(text, &end, 10);
    return *end == '\0' && *number <= most;
}

static bool read_time(const char **line, int64_t *when)
{
    char text[32];
    struct tm utc;
    const char *end;

    memset(&utc, 0, sizeof(utc));
    if (!csv_take(line, text, sizeof(text)) ||
        (end = strptime(text, TIME_FORMAT, &utc)) == NULL || *end != '\0')
        return false;
    *when = (int64_t)timegm(&utc);
    return true;
}

static bool sum_is_right(const char *line)
{
    const char *last = strrchr(line, ',');
    char *end;

    return last != NULL && strlen(last) == 9 &&
           strtoul(last + 1, &end, 16) == checksum(line, (size_t)(last - line)) && *end == '\0';
}

bool usage_read(const char *line, struct usage *u)
{
    uint64_t created, queue, job, sides, sheets, copies, bytes;
    char two[8];

    memset(u, 0, sizeof(*u));
    if (!sum_is_right(line) || !read_time(&line, &u->time) ||
        !read_number(&line, INT64_MAX, &created) || !read_number(&line, INT_MAX, &queue) ||
        !csv_take(&line, u->printer, sizeof(u->printer)) ||
        !read_number(&line, INT_MAX, &job) || !csv_take(&line, u->user, sizeof(u->user)) ||
        !csv_take(&line, u->host, sizeof(u->host)) ||
        !csv_take(&line, u->department, sizeof(u->department)) ||
        !read_number(&line, UINT_MAX, &sides) || !read_number(&line, UINT_MAX, &sheets) ||
        !read_number(&line, UINT_MAX, &copies) ||
        !csv_take(&line, u->paper, sizeof(u->paper)) || !csv_take(&line, two, sizeof(two)) ||
        !read_number(&line, UINT64_MAX, &bytes) ||
        !csv_take(&line, u->state, sizeof(u->state)) ||
        !csv_take(&line, u->title, sizeof(u->title)))
        return false;
    u->created = (int64_t)created;
    u->queue = (int)queue;
    u->job = (int)job;
    u->sides = (unsigned)sides;
    u->sheets = (unsigned)sheets;
    u->copies = (unsigned)copies;
    u->two_sided = strcmp(two, "two") == 0;
    u->bytes = bytes;
    return true;
}

/* ---- months ---- */

void usage_month(int64_t when, char month[8])
{
    time_t seconds = (time_t)when;
    struct tm local;

    if (localtime_r(&seconds, &local) == NULL || local.tm_year > 8099)
        memcpy(month, when < 0 ? "2000-01" : "9999-12", 8);
    else if (local.tm_year < 100 || strftime(month, 8, "%Y-%m", &local) != 7)
        memcpy(month, "2000-01", 8); /* a clock that was never set */
}

bool usage_month_ok(const char *month)
{
    static const char form[] = "dddd-dd";

    for (size_t i = 0; i < sizeof(form) - 1; i++)
        if (form[i] == 'd' ? month[i] < '0' || month[i] > '9' : month[i] != form[i])
            return false;
    return month[7] == '\0' && month[0] >= '2' && strcmp(month + 5, "01") >= 0 &&
           strcmp(month + 5, "12") <= 0;
}

/* By the calendar: a month in which the clock is changed has another length. */
static int64_t beginning(int year, int month)
{
    struct tm local = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = 1, .tm_isdst = -1};

    return (int64_t)mktime(&local);
}

static void split(const char *month, int *year, int *number)
{
    *year = (month[0] - '0') * 1000 + (month[1] - '0') * 100 + (month[2] - '0') * 10 +
            (month[3] - '0');
    *number = (month[5] - '0') * 10 + (month[6] - '0');
}

void usage_month_range(const char *month, int64_t *from, int64_t *to)
{
    int year, number;

    split(month, &year, &number);
    *from = beginning(year, number);
    *to = beginning(year, number + 1);
}

void usage_month_step(const char *month, int n, char to[8])
{
    int year, number, all;

    split(month, &year, &number);
    all = year * 12 + number - 1 + n;
    if (all < 2000 * 12)
        all = 2000 * 12;
    if (all > 9999 * 12 + 11)
        all = 9999 * 12 + 11;
    to[0] = (char)('0' + all / 12 / 1000);
    to[1] = (char)('0' + all / 12 / 100 % 10);
    to[2] = (char)('0' + all / 12 / 10 % 10);
    to[3] = (char)('0' + all / 12 % 10);
    to[4] = '-';
    to[5] = (char)('0' + (all % 12 + 1) / 10);
    to[6] = (char)('0' + (all % 12 + 1) % 10);
    to[7] = '\0';
}
