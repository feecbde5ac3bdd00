/*
 * settings.c - how the virtual machine is set up, see settings.h.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/settings.h"

#include <stdlib.h>
#include <string.h>

#define MAX_LINE 128u
#define MAX_MS   86400000.0

static const struct {
    const char *name;
    unsigned bit;
    double limit;
    const char *values;
} names[] = {
    {"speed",      SET_SPEED,      1e6,    "a number of pages per minute"           },
    {"toner",      SET_TONER,      100,    "0 to 100 percent"                       },
    {"life",       SET_LIFE,       1e9,    "a number of pages"                      },
    {"sleep",      SET_SLEEP,      MAX_MS, "a number of milliseconds; 0: never"     },
    {"wake",       SET_WAKE,       MAX_MS, "a number of milliseconds"               },
    {"warmup",     SET_WARMUP,     MAX_MS, "a number of milliseconds"               },
    {"sleep-mode", SET_SLEEP_MODE, 0,      "refuse or silent"                       },
    {"paper",      SET_PAPER,      0,      "any or a4"                              },
    {"tray",       SET_TRAY,       100000, "1 (drawer) or 2 (bypass) and its sheets"},
};

#define NUM_NAMES (sizeof names / sizeof names[0])

static size_t find(const char *line)
{
    size_t i, n = strcspn(line, " \t:");

    for (i = 0; i < NUM_NAMES; i++)
        if (strlen(names[i].name) == n && memcmp(names[i].name, line, n) == 0)
            break;
    return i;
}

bool settings_know(const char *line)
{
    return find(line) < NUM_NAMES;
}

static bool parse_number(const char *text, double limit, double *number)
{
    char *end;

    if (!text || *text < '0' || *text > '9')
        return false;
    *number = strtod(text, &end);
    return *end == '\0' && *number <= limit;
}

static bool parse_mode(struct settings *s, const char *text)
{
    if (!text || (strcmp(text, "refuse") != 0 && strcmp(text, "silent") != 0))
        return false;
    s->sleep_is_silent = *text == 's';
    s->given |= SET_SLEEP_MODE;
    return true;
}

static bool parse_paper(struct settings *s, const char *text)
{
    if (!text || (strcmp(text, "any") != 0 && strcmp(text, "a4") != 0))
        return false;
    s->tells_a4 = strcmp(text, "a4") == 0;
    s->given |= SET_PAPER;
    return true;
}

static bool parse_tray(struct settings *s, const char *tray, const char *sheets, double limit)
{
    double number, count;

    if (!parse_number(tray, NUM_TRAYS, &number) || number < 1 ||
        !parse_number(sheets, limit, &count))
        return false;
    s->sheets[(size_t)number - 1] = (int)count;
    s->given |= (unsigned)SET_TRAY << ((unsigned)number - 1);
    return true;
}

static bool parse_value(struct settings *s, size_t i, const char *first, const char *second)
{
    double number;

    if (names[i].bit == SET_SLEEP_MODE)
        return !second && parse_mode(s, first);
    if (names[i].bit == SET_PAPER)
        return !second && parse_paper(s, first);
    if (names[i].bit == SET_TRAY)
        return parse_tray(s, first, second, names[i].limit);
    if (second || !parse_number(first, names[i].limit, &number))
        return false;
    s->given |= names[i].bit;
    switch (names[i].bit) {
    case SET_SPEED:
        s->speed = number;
        break;
    case SET_TONER:
        s->toner = (unsigned)number;
        break;
    case SET_LIFE:
        s->life = (unsigned)number;
        break;
    case SET_SLEEP:
        s->sleep_ms = (unsigned)number;
        break;
    case SET_WAKE:
        s->wake_ms = (unsigned)number;
        break;
    default:
        s->warmup_ms = (unsigned)number;
        break;
    }
    return true;
}

bool settings_add(struct settings *settings, const char *line, char *why, size_t why_size)
{
    char text[MAX_LINE], *rest = NULL, *first, *second;
    size_t i = find(line);

    if (i == NUM_NAMES) {
        snprintf(why, why_size, "\"%.80s\" is no setting", line);
        return false;
    }
    if (snprintf(text, sizeof text, "%s", line) < (int)sizeof text) {
        strtok_r(text, " \t:", &rest);
        first = strtok_r(NULL, " \t:", &rest);
        second = strtok_r(NULL, " \t:", &rest);
        if (!strtok_r(NULL, " \t:", &rest) && parse_value(settings, i, first, second))
            return true;
    }
    snprintf(why, why_size, "\"%.80s\": %s takes %s", line, names[i].name, names[i].values);
    return false;
}
