/*
 * faults.c - what may go wrong with the virtual printer, see faults.h.
 * Effects: none.
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
    [FAULT_STALL] = {"stall",           MAY_HAVE_VALUE},
    [FAULT_CLOSE] = {"close",           MAY_HAVE_VALUE},
    [FAULT_POWER_LOSS] = {"power-loss",      MAY_HAVE_VALUE},
    [FAULT_POWER_LOSS_PAGE] = {"power-loss-page", NEEDS_VALUE   },
    [FAULT_LPD_REFUSE] = {"lpd-refuse",      NO_VALUE      },
    [FAULT_REFUSE] = {"refuse",          NO_VALUE      },
    [FAULT_SLOW] = {"slow",            NEEDS_VALUE   },
    [FAULT_PAPER_OUT] = {"paper-out",       MAY_HAVE_VALUE},
    [FAULT_JAM] = {"jam",             MAY_HAVE_VALUE},
    [FAULT_DOOR] = {"door",            MAY_HAVE_VALUE},
    [FAULT_TONER_OUT] = {"toner-out",       MAY_HAVE_VALUE},
    [FAULT_TONER_LOW] = {"toner-low",       NO_VALUE      },
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
    return kinds[i].need != NEEDS_VALUE || f->value > 0;
}

bool faults_add(struct faults *faults, const char *spec, char *why, size_t why_size)
{
    char text[128], *part, *rest = NULL;
    struct fault f;

    memset(&f, 0, sizeof f);
    if (strlen(spec) >= sizeof text)
        return refuse(why, why_size, "fault \"%.40s...\" is too long", spec);
    memcpy(text, spec, strlen(spec) + 1);
    part = strtok_r(text, ",", &rest);
    if (!part || !parse_kind(&f, part))
        return refuse(why, why_size,
                      "\"%s\" is no fault; known are stall, close, power-loss, "
                      "power-loss-page, refuse, lpd-refuse, slow, paper-out, jam, door, "
                      "toner-out, toner-low (see --help)",
                      spec);
    while ((part = strtok_r(NULL, ",", &rest)) != NULL)
        if (!parse_extra(&f, part))
            return refuse(why, why_size,
                          "fault \"%s\": after a comma come for=SECONDS, times=N or, for "
                          "power-loss, total",
                          spec);
    return faults_put(faults, &f) || refuse(why, why_size, "too many faults at \"%s\"", spec);
}

struct fault *faults_put(struct faults *faults, const struct fault *fault)
{
    size_t i;

    for (i = 0; i < faults->num; i++) {
        const struct fault *f = &faults->list[i];

        if (!f->active && f->times > 0 && f->happened >= f->times)
            break;
    }
    if (i == MAX_FAULTS)
        return NULL;
    if (i == faults->num)
        faults->num++;
    faults->list[i] = *fault;
    return &faults->list[i];
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

bool fault_counts_printed(const struct fault *f)
{
    return f->kind == FAULT_POWER_LOSS_PAGE;
}

bool fault_counts_nothing(const struct fault *f)
{
    return !fault_counts_bytes(f) && !fault_counts_pages(f) && !fault_counts_printed(f);
}

bool fault_is_power_loss(const struct fault *f)
{
    return f->kind == FAULT_POWER_LOSS || f->kind == FAULT_POWER_LOSS_PAGE;
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
