/*
 * pjl-decode.c - see pjl-decode.h.
 * Effects: none.
 * Source: driver/FORMAT-pcl5e.md section 2.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pjl-decode.h"

#include <string.h>
#include <strings.h>

#define PREFIX      "@PJL"
#define PREFIX_SIZE 4u

void pjl_job_init(struct pjl_job *job)
{
    memset(job, 0, sizeof *job);
    job->resolution = job->duplex = job->short_edge = job->economode = job->ret = -1;
    job->copies = job->sets = -1;
}

void pjl_reader_init(struct pjl_reader *r)
{
    memset(r, 0, sizeof *r);
    pjl_job_init(&r->job);
}

bool pjl_reader_idle(const struct pjl_reader *r)
{
    return r->num_held == 0 && !r->in_line;
}

/* ---- lines ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static const char *skip_spaces(const char *p)
{
    while (is_space(*p))
        p++;
    return p;
}

/* A word of letters and digits, and what other variables have; "" where there is none. */
static const char *take_word(const char *p, char *word, size_t size)
{
    size_t n = 0;

    p = skip_spaces(p);
    for (; *p && !is_space(*p) && *p != '=' && *p != '"'; p++)
        if (n + 1 < size)
            word[n++] = *p;
    word[n] = '\0';
    return p;
}

/* "= VALUE" or "= "VALUE"", if it comes. */
static const char *take_value(const char *p, char *value, size_t size)
{
    size_t n = 0;

    value[0] = '\0';
    p = skip_spaces(p);
    if (*p != '=')
        return p;
    p = skip_spaces(p + 1);
    if (*p != '"')
        return take_word(p, value, size);
    for (p++; *p && *p != '"'; p++)
        if (n + 1 < size)
            value[n++] = *p;
    value[n] = '\0';
    return *p ? p + 1 : p;
}

/* -1 for what is no number, or a silly one. */
static int number(const char *value)
{
    int n = 0;

    if (!*value)
        return -1;
    for (; *value; value++) {
        if (*value < '0' || *value > '9' || n > 100000)
            return -1;
        n = n * 10 + (*value - '0');
    }
    return n;
}

static int on_off(const char *value)
{
    return strcasecmp(value, "ON") == 0 ? 1 : strcasecmp(value, "OFF") == 0 ? 0 : -1;
}

static int strength(const char *value)
{
    static const char *const words[] = {"ON", "LIGHT", "MEDIUM", "DARK"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(value, words[i]) == 0)
            return 1;
    return on_off(value);
}

static int edge(const char *value)
{
    return strcasecmp(value, "SHORTEDGE") == 0  ? 1
           : strcasecmp(value, "LONGEDGE") == 0 ? 0
                                                : -1;
}

static void set_variable(struct pjl_job *job, const char *rest)
{
    const struct {
        const char *name;
        int (*parse)(const char *);
        int *to;
    } variables[] = {
        {"RESOLUTION", number,   &job->resolution},
        {"DUPLEX",     on_off,   &job->duplex    },
        {"BINDING",    edge,     &job->short_edge},
        {"ECONOMODE",  on_off,   &job->economode },
        {"RET",        strength, &job->ret       },
        {"COPIES",     number,   &job->copies    },
        {"QTY",        number,   &job->sets      },
    };
    char name[32], value[256];

    rest = take_word(rest, name, sizeof name);
    take_value(rest, value, sizeof value);
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        if (strcasecmp(name, variables[i].name) == 0)
            *variables[i].to = variables[i].parse(value);
    if (strcasecmp(name, "USERNAME") == 0) {
        memcpy(job->user, value, sizeof job->user);
        job->has_user = true;
    }
}

static void begin_job(struct pjl_job *job, const char *rest)
{
    char name[32], value[256];

    pjl_job_init(job);
    job->begun = true;
    while (*(rest = skip_spaces(rest))) {
        const char *before = rest;

        rest = take_value(take_word(rest, name, sizeof name), value, sizeof value);
        if (strcasecmp(name, "NAME") == 0) {
            memcpy(job->title, value, sizeof job->title);
            job->has_title = true;
        }
        if (rest == before) /* a quote out of place */
            rest++;
    }
}

/* True where it enters a language. */
static bool read_line(struct pjl_job *job, const char *line)
{
    char command[16], word[32];
    const char *rest = take_word(line + PREFIX_SIZE, command, sizeof command);

    if (strcasecmp(command, "JOB") == 0)
        begin_job(job, rest);
    else if (strcasecmp(command, "EOJ") == 0)
        job->ended = true;
    else if (strcasecmp(command, "SET") == 0)
        set_variable(job, rest);
    else if (strcasecmp(command, "ENTER") == 0) {
        rest = take_word(rest, word, sizeof word);
        take_value(rest, job->language, sizeof job->language);
        return strcasecmp(word, "LANGUAGE") == 0;
    }
    return false;
}

/* ---- bytes ---- */

static enum pjl_result end_line(struct pjl_reader *r)
{
    if (r->num_line > 0 && r->line[r->num_line - 1] == '\r')
        r->num_line--;
    r->line[r->num_line] = '\0';
    r->in_line = false;
    return read_line(&r->job, r->line) ? PJL_LANGUAGE : PJL_LINE;
}

/* A byte inside a line. */
static enum pjl_result take_in_line(struct pjl_reader *r, uint8_t byte)
{
    if (byte == '\n')
        return end_line(r);
    if (r->num_line < PJL_MAX_LINE)
        r->line[r->num_line++] = (char)byte;
    else
        r->too_long = true;
    if (r->num_line > PJL_UEL_SIZE &&
        memcmp(r->line + r->num_line - PJL_UEL_SIZE, PJL_UEL, PJL_UEL_SIZE) == 0) {
        r->num_line -= PJL_UEL_SIZE; /* it ends the line, too */
        return end_line(r);
    }
    return PJL_MORE;
}

/* Whether the held bytes begin as what does. */
static bool begins(const struct pjl_reader *r, const char *what, size_t size)
{
    return r->num_held <= size && memcmp(r->held, what, r->num_held) == 0;
}

/* A byte where a UEL or a line may begin. */
static enum pjl_result take_between(struct pjl_reader *r, uint8_t byte)
{
    r->held[r->num_held++] = byte;
    if (begins(r, PJL_UEL, PJL_UEL_SIZE)) {
        if (r->num_held == PJL_UEL_SIZE)
            r->num_held = 0;
        return PJL_MORE;
    }
    if (!begins(r, PREFIX, PREFIX_SIZE))
        return PJL_DATA;
    if (r->num_held == PREFIX_SIZE) {
        memcpy(r->line, PREFIX, PREFIX_SIZE);
        r->num_line = PREFIX_SIZE;
        r->num_held = 0;
        r->in_line = true;
        r->too_long = false;
    }
    return PJL_MORE;
}

enum pjl_result pjl_reader_feed(struct pjl_reader *r, const uint8_t *bytes, size_t n,
                                size_t *used)
{
    enum pjl_result result = PJL_MORE;
    size_t i = 0;

    while (i < n && result == PJL_MORE) {
        result = r->in_line ? take_in_line(r, bytes[i]) : take_between(r, bytes[i]);
        i++;
    }
    *used = i;
    return result;
}
