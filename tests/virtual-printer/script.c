/*
 * script.c - what shall happen to the virtual machine, see script.h.
 * Effects: reads files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/script.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LINE 256

/* "CUE NUMBER:"; the number of CUE_TIME has its unit behind it. */
static const struct {
    const char *words;
    enum cue cue;
} cues[] = {
    {"on page ",       CUE_PAGE      },
    {"after page ",    CUE_PAGE_OUT  },
    {"on byte ",       CUE_BYTE      },
    {"on job ",        CUE_JOB       },
    {"after job ",     CUE_JOB_OUT   },
    {"on connection ", CUE_CONNECTION},
    {"after ",         CUE_TIME      },
};

#define NUM_CUES (sizeof cues / sizeof cues[0])

/* A line without its blanks and comment; "" for an empty one. */
static char *strip(char *line)
{
    size_t n = strcspn(line, "#\r\n");

    while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t'))
        n--;
    line[n] = '\0';
    return line + strspn(line, " \t");
}

/* Hand each line that is not empty to take(). */
static bool read_lines(const char *path,
                       bool (*take)(void *ctx, const char *line, char *why, size_t why_size),
                       void *ctx, char *why, size_t why_size)
{
    char line[MAX_LINE];
    bool good = true;
    FILE *file = fopen(path, "r");

    if (!file) {
        snprintf(why, why_size, "%s: %s", path, strerror(errno));
        return false;
    }
    while (good && fgets(line, sizeof line, file)) {
        const char *text = strip(line);

        good = *text == '\0' || take(ctx, text, why, why_size);
    }
    if (good && ferror(file)) {
        snprintf(why, why_size, "%s: cannot be read", path);
        good = false;
    }
    fclose(file);
    return good;
}

struct control {
    struct faults faults;
    struct settings settings;
};

static bool control_line(void *ctx, const char *line, char *why, size_t why_size)
{
    struct control *c = ctx;

    if (settings_know(line))
        return settings_add(&c->settings, line, why, why_size);
    if (strncmp(line, "fault ", 6) == 0)
        line += 6 + strspn(line + 6, " \t");
    return faults_add(&c->faults, line, why, why_size);
}

bool control_read(struct faults *faults, struct settings *settings, const char *path, char *why,
                  size_t why_size)
{
    struct control c = {.faults = {.num = 0}, .settings = {.given = 0}};

    if (!read_lines(path, control_line, &c, why, why_size))
        return false;
    *faults = c.faults;
    *settings = c.settings;
    return true;
}

/* The number of a cue and the colon behind it; what follows, or NULL. */
static const char *parse_number(struct scene *scene, const char *text)
{
    char *end;

    if (*text < '0' || *text > '9')
        return NULL;
    errno = 0;
    scene->number = strtoull(text, &end, 10);
    if (errno || scene->number > UINT64_MAX / 2000)
        return NULL;
    if (scene->cue == CUE_TIME && strncmp(end, "ms", 2) == 0) {
        end += 2;
    } else if (scene->cue == CUE_TIME) {
        if (*end++ != 's')
            return NULL;
        scene->number *= 1000;
    }
    return *end == ':' ? end + 1 + strspn(end + 1, " \t") : NULL;
}

static const char *parse_cue(struct scene *scene, const char *line)
{
    size_t i;

    for (i = 0; i < NUM_CUES; i++) {
        size_t n = strlen(cues[i].words);

        if (strncmp(line, cues[i].words, n) != 0)
            continue;
        scene->cue = cues[i].cue;
        return parse_number(scene, line + n);
    }
    return NULL;
}

/* A fault as elsewhere, with blanks where it has commas. The cue says when. */
static bool parse_fault(struct scene *scene, const char *text, char *why, size_t why_size)
{
    struct faults one = {.num = 0};
    char spec[MAX_LINE];
    size_t n = 0;

    for (; *text; text++) {
        if (*text != ' ' && *text != '\t')
            spec[n++] = *text;
        else if (n > 0 && spec[n - 1] != ',')
            spec[n++] = ',';
    }
    spec[n] = '\0';
    if (!faults_add(&one, spec, why, why_size))
        return false;
    scene->fault = one.list[0];
    if (fault_counts_printed(&scene->fault) ||
        (scene->fault.value > 0 && scene->fault.kind != FAULT_SLOW)) {
        snprintf(why, why_size, "\"%s\": in a scenario the line tells when", spec);
        return false;
    }
    scene->fault.times = 1;
    scene->has_fault = true;
    return true;
}

static bool scenario_line(void *ctx, const char *line, char *why, size_t why_size)
{
    struct scenario *scenario = ctx;
    struct scene scene = {.number = 0};
    const char *deed = parse_cue(&scene, line);

    if (!deed || !*deed) {
        snprintf(why, why_size,
                 "\"%.80s\": a line of a scenario is \"CUE N: WHAT\" (see --help)", line);
        return false;
    }
    if (scenario->num == MAX_SCENES) {
        snprintf(why, why_size, "more than %u lines", MAX_SCENES);
        return false;
    }
    if (settings_know(deed)) {
        scene.has_settings = true;
        if (!settings_add(&scene.settings, deed, why, why_size))
            return false;
    } else if (strcmp(deed, "clear") != 0 && !parse_fault(&scene, deed, why, why_size)) {
        return false;
    }
    scenario->scenes[scenario->num++] = scene;
    return true;
}

bool scenario_read(struct scenario *scenario, const char *path, char *why, size_t why_size)
{
    scenario->num = 0;
    return read_lines(path, scenario_line, scenario, why, why_size);
}
