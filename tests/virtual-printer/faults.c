/*
 * faults.c - what may go wrong with the virtual printer, see faults.h.
 * Effects: faults_read reads a file.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/faults.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum need { NO_VALUE, MAY_HAVE_VALUE, NEEDS_VALUE };

static const struct {
    const char *name;
    enum need need;
} kinds[] = {
    [FAULT_STALL] = {"stall",      MAY_HAVE_VALUE},
    [FAULT_CLOSE] = {"close",      MAY_HAVE_VALUE},
    [FAULT_POWER_LOSS] = {"power-loss", MAY_HAVE_VALUE},
    [FAULT_REFUSE] = {"refuse",     NO_VALUE      },
    [FAULT_SLOW] = {"slow",       NEEDS_VALUE   },
    [FAULT_PAPER_OUT] = {"paper-out",  MAY_HAVE_VALUE},
    [FAULT_JAM] = {"jam",        MAY_HAVE_VALUE},
    [FAULT_DOOR] = {"door",       MAY_HAVE_VALUE},
    [FAULT_TONER_OUT] = {"toner-out",  MAY_HAVE_VALUE},
    [FAULT_TONER_LOW] = {"toner-low",  NO_VALUE      },
};

#define NUM_KINDS (sizeof kinds / sizeof kinds[0])

/* Always false. */
__attribute__((format(printf, 3, 4))) static bool refuse(char *why, size_t n,
                                                         const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(why, n, format, args);
    va_end(args);
    return false;
}

const char *fault_name(enum fault_kind kind)
{
    return kinds[kind].name;
}

/* A whole number that fills the text, at most limit. */
static bool parse_number(const char *text, uint64_t limit, uint64_t *number)
{
    char *end;
    unsigned long long n;

    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    n = strtoull(text, &end, 10);
    if (*end || errno || n > limit)
        return false;
    *number = n;
    return true;
}

/* "for=SECONDS", "times=N" or "total". */
static bool parse_extra(struct fault *f, const char *text)
{
    uint64_t n;
    char *end;
    double seconds;

    if (strncmp(text, "for=", 4) == 0) {
        seconds = strtod(text + 4, &end);
        if (end == text + 4 || *end || !(seconds >= 0.001 && seconds <= 1e6))
            return false;
        f->duration_ms = (uint64_t)(seconds * 1000);
        return true;
    }
    if (strncmp(text, "times=", 6) == 0) {
        if (!parse_number(text + 6, 1000000, &n) || n == 0)
            return false;
        f->times = (unsigned)n;
        return true;
    }
    f->total = strcmp(text, "total") == 0 && f->kind == FAULT_POWER_LOSS;
    return f->total;
}

/* "NAME" or "NAME:NUMBER". */
static bool parse_kind(struct fault *f, char *text)
{
    char *number = strchr(text, ':');
    size_t i;

    if (number)
        *number++ = '\0';
    for (i = 0; i < NUM_KINDS; i++)
        if (strcmp(text, kinds[i].name) == 0)
            break;
    if (i == NUM_KINDS || (kinds[i].need == NO_VALUE && number) ||
        (kinds[i].need == NEEDS_VALUE && !number))
        return false;
    f->kind = (enum fault_kind)i;
    if (number && !parse_number(number, UINT64_MAX / 2, &f->value))
        return false;
    return f->kind != FAULT_SLOW || f->value > 0;
}

bool faults_add(struct faults *faults, const char *spec, char *why, size_t why_size)
{
    char text[128], *part, *rest = NULL;
    struct fault f;

    memset(&f, 0, sizeof f);
    if (faults->num == MAX_FAULTS)
        return refuse(why, why_size, "too many faults at \"%s\"", spec);
    if (strlen(spec) >= sizeof text)
        return refuse(why, why_size, "fault \"%.40s...\" is too long", spec);
    memcpy(text, spec, strlen(spec) + 1);
    part = strtok_r(text, ",", &rest);
    if (!part || !parse_kind(&f, part))
        return refuse(why, why_size,
                      "\"%s\" is no fault; known are stall, close, power-loss, refuse, slow, "
                      "paper-out, jam, door, toner-out, toner-low (see --help)",
                      spec);
    while ((part = strtok_r(NULL, ",", &rest)) != NULL)
        if (!parse_extra(&f, part))
            return refuse(why, why_size,
                          "fault \"%s\": after a comma come for=SECONDS, times=N or, for "
                          "power-loss, total",
                          spec);
    faults->list[faults->num++] = f;
    return true;
}

/* A line of a control file without its blanks and comment; "" for an empty one. */
static char *strip(char *line)
{
    size_t n = strcspn(line, "#\r\n");

    while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t'))
        n--;
    line[n] = '\0';
    return line + strspn(line, " \t");
}

static bool read_line(struct faults *faults, double *speed, const char *line, char *why,
                      size_t why_size)
{
    char *end;
    double number;

    if (*line == '\0')
        return true;
    if (strncmp(line, "fault ", 6) == 0)
        return faults_add(faults, line + 6 + strspn(line + 6, " \t"), why, why_size);
    if (strncmp(line, "speed ", 6) != 0)
        return faults_add(faults, line, why, why_size);
    number = strtod(line + 6, &end);
    if (*end || !(number >= 0 && number <= 1e6))
        return refuse(why, why_size, "\"%s\": a speed is a number of pages per minute", line);
    *speed = number;
    return true;
}

bool faults_read(struct faults *faults, double *speed, const char *path, char *why,
                 size_t why_size)
{
    struct faults read = {.num = 0};
    double read_speed = *speed;
    char line[256];
    bool good = true;
    FILE *file = fopen(path, "r");

    if (!file) {
        snprintf(why, why_size, "%s: %s", path, strerror(errno));
        return false;
    }
    while (good && fgets(line, sizeof line, file))
        good = read_line(&read, &read_speed, strip(line), why, why_size);
    if (good && ferror(file)) {
        snprintf(why, why_size, "%s: cannot be read", path);
        good = false;
    }
    fclose(file);
    if (!good)
        return false;
    *faults = read;
    *speed = read_speed;
    return true;
}

bool fault_counts_bytes(const struct fault *f)
{
    return f->kind == FAULT_STALL || f->kind == FAULT_CLOSE || f->kind == FAULT_POWER_LOSS;
}

bool fault_counts_pages(const struct fault *f)
{
    return f->kind == FAULT_PAPER_OUT || f->kind == FAULT_JAM || f->kind == FAULT_DOOR ||
           f->kind == FAULT_TONER_OUT;
}

bool fault_armed(const struct fault *f)
{
    return !f->active && !f->spent && (f->times == 0 || f->happened < f->times);
}

void fault_begin(struct fault *f, uint64_t now_ms)
{
    f->active = true;
    f->happened++;
    f->active_end = now_ms + f->duration_ms;
}

bool faults_active(const struct faults *faults, enum fault_kind kind)
{
    size_t i;

    for (i = 0; i < faults->num; i++)
        if (faults->list[i].kind == kind && faults->list[i].active)
            return true;
    return false;
}
