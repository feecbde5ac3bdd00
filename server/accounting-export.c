/*
 * accounting-export.c - see accounting-export.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "accounting-export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- files for other programs ---- */

static bool put_number(char *line, size_t size, uint64_t number)
{
    char text[24];

    snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
    return csv_put(line, size, text, false);
}

static size_t end_line(char *line, size_t size, bool good)
{
    size_t n = strlen(line);

    if (!good || size - n < 3)
        return 0;
    memcpy(line + n, "\r\n", 3);
    return n + 2;
}

static void put_time(int64_t when, char *text, size_t size)
{
    time_t seconds = (time_t)when;
    struct tm local;
    size_t n;

    text[0] = '\0';
    if (localtime_r(&seconds, &local) == NULL ||
        (n = strftime(text, size - 1, "%Y-%m-%dT%H:%M:%S%z", &local)) < 5)
        return;
    memmove(text + n - 1, text + n - 2, 3); /* +0100 as +01:00 */
    text[n - 2] = ':';
}

size_t usage_csv(const struct usage *u, char *line, size_t size)
{
    char when[40];
    bool good;

    put_time(u->time, when, sizeof(when));
    line[0] = '\0';
    good = csv_put(line, size, when, true) && csv_put(line, size, u->printer, false) &&
           put_number(line, size, (uint64_t)u->job) && csv_put(line, size, u->user, false) &&
           csv_put(line, size, u->host, false) && csv_put(line, size, u->department, false) &&
           put_number(line, size, u->sides) && put_number(line, size, u->sheets) &&
           put_number(line, size, u->copies) && csv_put(line, size, u->paper, false) &&
           csv_put(line, size, u->two_sided ? "two sides" : "one side", false) &&
           put_number(line, size, u->bytes) && csv_put(line, size, u->state, false) &&
           csv_put(line, size, u->title, false);
    return end_line(line, size, good);
}

bool usage_csv_read(const char *line, struct usage *u)
{
    char fields[8][256];
    char *end;

    memset(u, 0, sizeof(*u));
    for (size_t i = 0; i < 8; i++)
        if (!csv_take(&line, fields[i], sizeof(fields[i])))
            return false;
    csv_plain(fields[1]);
    csv_plain(fields[3]);
    snprintf(u->printer, sizeof(u->printer), "%.127s", fields[1]);
    snprintf(u->user, sizeof(u->user), "%.127s", fields[3]);
    u->sides = (unsigned)strtoul(fields[6], &end, 10);
    if (end == fields[6] || *end != '\0')
        return false;
    u->sheets = (unsigned)strtoul(fields[7], &end, 10);
    return end != fields[7] && *end == '\0';
}

size_t usage_sum_csv(const struct usage_sum *sum, char *line, size_t size)
{
    line[0] = '\0';
    if (sum == NULL)
        return (size_t)snprintf(line, size, "person,jobs,sides,sheets\r\n");
    return end_line(line, size,
                    csv_put(line, size, sum->name, true) && put_number(line, size, sum->jobs) &&
                        put_number(line, size, sum->sides) &&
                        put_number(line, size, sum->sheets));
}

/* ---- sums ---- */

static struct usage_sum *need_sum(struct usage_sums *sums, const char *name)
{
    for (size_t i = 0; i < sums->n; i++)
        if (strcasecmp(sums->list[i].name, name) == 0)
            return &sums->list[i];
    if (sums->n == sums->size) {
        size_t size = sums->size > 0 ? 2 * sums->size : 64;
        struct usage_sum *list = realloc(sums->list, size * sizeof(*list));

        if (list == NULL)
            return NULL;
        sums->list = list;
        sums->size = size;
    }
    memset(&sums->list[sums->n], 0, sizeof(sums->list[0]));
    snprintf(sums->list[sums->n].name, sizeof(sums->list[0].name), "%s", name);
    return &sums->list[sums->n++];
}

bool usage_sums_add(struct usage_sums *sums, const char *name, const struct usage *usage)
{
    struct usage_sum *sum = need_sum(sums, name);

    if (sum == NULL)
        return false;
    sum->jobs = usage_add(sum->jobs, 1);
    sum->sides = usage_add(sum->sides, usage->sides);
    sum->sheets = usage_add(sum->sheets, usage->sheets);
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct usage_sum *left = a, *right = b;

    if (left->sides != right->sides)
        return left->sides > right->sides ? -1 : 1;
    return strcasecmp(left->name, right->name);
}

void usage_sums_sort(struct usage_sums *sums)
{
    if (sums->n > 0)
        qsort(sums->list, sums->n, sizeof(sums->list[0]), compare);
}

void usage_sums_free(struct usage_sums *sums)
{
    free(sums->list);
    *sums = (struct usage_sums){NULL, 0, 0};
}

struct usage_sum usage_sums_total(const struct usage_sums *sums)
{
    struct usage_sum total = {.name = ""};

    for (size_t i = 0; i < sums->n; i++) {
        total.jobs = usage_add(total.jobs, sums->list[i].jobs);
        total.sides = usage_add(total.sides, sums->list[i].sides);
        total.sheets = usage_add(total.sheets, sums->list[i].sheets);
    }
    return total;
}

unsigned usage_percent(unsigned sides, unsigned total)
{
    return total == 0 ? 0 : (unsigned)(((uint64_t)sides * 100 + total / 2) / total);
}
