/*
 * options.c - see options.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "options.h"

#include "options-table.h"

#include <cups/cups.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

/* One job, and a picture that is read out of order; all jobs; what stays free of the disk. */
#define DEFAULT_MAX_STORAGE ((uint64_t)4 << 30)
#define DEFAULT_MAX_SPOOL   ((uint64_t)8 << 30)
#define DEFAULT_KEEP_FREE   ((uint64_t)64 << 20)

/* A log file before it is turned over. */
#define DEFAULT_MAX_LOG ((uint64_t)10 << 20)

/* Jobs that wait, and ended ones that are remembered. */
#define DEFAULT_MAX_JOBS    5000
#define DEFAULT_MAX_HISTORY 100

/* The first variable of the environment that is set and not empty. */
static const char *environment(const char *first, const char *second)
{
    const char *value = getenv(first);

    if ((value == NULL || value[0] == '\0') && second != NULL)
        value = getenv(second);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static void default_places(struct options *o)
{
    const char *snap = environment("SNAP_COMMON", NULL);
    const char *config = environment("XDG_CONFIG_HOME", NULL);
    const char *home = environment("HOME", NULL);
    char folder[900];

    if (snap != NULL)
        snprintf(folder, sizeof(folder), "%s", snap);
    else if (getuid() == 0) {
        snprintf(o->state_file, sizeof(o->state_file), "/var/lib/" PROGRAM_NAME ".state");
        snprintf(o->spool_folder, sizeof(o->spool_folder), "/var/spool/" PROGRAM_NAME);
        return;
    } else if (config != NULL)
        snprintf(folder, sizeof(folder), "%s", config);
    else if (home != NULL)
        snprintf(folder, sizeof(folder), "%s/.config", home);
    else
        snprintf(folder, sizeof(folder), "%s/" PROGRAM_NAME "-%u", papplGetTempDir(),
                 (unsigned)getuid());
    snprintf(o->state_file, sizeof(o->state_file), "%s/" PROGRAM_NAME ".state", folder);
    snprintf(o->spool_folder, sizeof(o->spool_folder), "%s/" PROGRAM_NAME ".d", folder);
}

void options_init(struct options *o)
{
    const char *value;

    memset(o, 0, sizeof(*o));
    default_places(o);
    /* a container says where its volume is */
    if ((value = environment("CANON_PRINTER_APP_STATE", NULL)) != NULL)
        snprintf(o->state_file, sizeof(o->state_file), "%s", value);
    if ((value = environment("CANON_PRINTER_APP_SPOOL", NULL)) != NULL)
        snprintf(o->spool_folder, sizeof(o->spool_folder), "%s", value);
    snprintf(o->log_file, sizeof(o->log_file), "-");
    o->log_level = PAPPL_LOGLEVEL_INFO;
    o->flags = PAPPL_SOPTIONS_MULTI_QUEUE;
    o->max_storage = DEFAULT_MAX_STORAGE;
    o->max_spool = DEFAULT_MAX_SPOOL;
    o->keep_free = DEFAULT_KEEP_FREE;
    o->max_log = DEFAULT_MAX_LOG;
    o->max_jobs = DEFAULT_MAX_JOBS;
    o->max_history = DEFAULT_MAX_HISTORY;
    o->web = true;
    snprintf(o->print_allow, sizeof(o->print_allow), "private");
    snprintf(o->web_allow, sizeof(o->web_allow), "local");
    o->scan = true;
    snprintf(o->scan_allow, sizeof(o->scan_allow), "local");
}

static bool parse_option(struct options *o, const char *name, const char *value, bool *known)
{
    const struct option_row *row = option_find(name);

    *known = row != NULL;
    if (row == NULL || !option_set(o, row, value))
        return false;
    option_mark(o, row, OPTION_FROM_START);
    return true;
}

static bool parse_pairs(struct options *o, const char *text, char *why, size_t why_size)
{
    cups_option_t *pairs = NULL;
    int n = cupsParseOptions(text, 0, &pairs);
    bool good = n > 0;

    if (!good)
        snprintf(why, why_size, "'%s' after -o is not of the form NAME=VALUE.", text);
    for (int i = 0; good && i < n; i++) {
        bool known;

        good = parse_option(o, pairs[i].name, pairs[i].value, &known);
        if (!known)
            snprintf(why, why_size, "The server has no option '%s'.", pairs[i].name);
        else if (!good)
            snprintf(why, why_size, "'%s' is no value for the server's option %s.",
                     pairs[i].value, pairs[i].name);
    }
    cupsFreeOptions(n, pairs);
    return good;
}

bool options_parse(struct options *o, int argc, char *const argv[], char *why, size_t why_size)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "server") == 0)
            continue;
        if (strcmp(argv[i], "-o") != 0) {
            snprintf(why, why_size, "The server does not understand '%s'.", argv[i]);
            return false;
        }
        if (++i == argc) {
            snprintf(why, why_size, "A NAME=VALUE is missing after the last -o.");
            return false;
        }
        if (!parse_pairs(o, argv[i], why, why_size))
            return false;
    }
    return true;
}

bool options_socket_path(const char *name, char *path, size_t path_size)
{
    const char *snap = getenv("SNAP_COMMON");
    int n;

    if (getuid() != 0)
        n = snprintf(path, path_size, "%s/%s%d.sock", papplGetTempDir(), name, (int)getuid());
    else if (snap != NULL)
        n = snprintf(path, path_size, "%s/%s.sock", snap, name);
    else
        n = snprintf(path, path_size, "/run/%s.sock", name);
    return n > 0 && (size_t)n < path_size &&
           (size_t)n < sizeof(((struct sockaddr_un *)0)->sun_path);
}
