/*
 * options-table.c - see options-table.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "options-table.h"

#include "http/http-access.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define TEBIBYTE ((uint64_t)1 << 20) /* in MiB */

#define AT(member)      offsetof(struct options, member)
#define TEXT_AT(member) AT(member), sizeof(((struct options *)0)->member)
/* Names of more files are made from it. */
#define STATE_SIZE (sizeof(((struct options *)0)->state_file) - 16)
#define NOW        (OPTION_KEPT | OPTION_AT_ONCE)

/* clang-format off */
const struct option_row option_rows[] = {
    {"server-port",     OPTION_PORT,   AT(port), 0,              1, 65535, OPTION_KEPT},
    {"listen-hostname", OPTION_HOST,   TEXT_AT(listen_hostname), 0, 0, OPTION_KEPT},
    {"server-hostname", OPTION_HOST,   TEXT_AT(server_hostname), 0, 0, OPTION_KEPT},
    {"host-aliases",    OPTION_TEXT,   TEXT_AT(host_aliases),    0, 0, OPTION_KEPT},
    {"spool-directory", OPTION_PATH,   TEXT_AT(spool_folder),    0, 0, 0},
    {"state-file",      OPTION_PATH,   AT(state_file), STATE_SIZE, 0, 0, 0},
    {"log-file",        OPTION_PATH,   TEXT_AT(log_file),        0, 0, 0},
    {"log-max-size",    OPTION_MIB,    AT(max_log), 0,           0, TEBIBYTE, NOW},
    {"log-level",       OPTION_LEVEL,  AT(log_level), 0,         0, 0, NOW},
    {"private-server",  OPTION_SWITCH, AT(private_server), 0,    0, 0, 0},
    {"server-options",  OPTION_FLAGS,  AT(flags), 0,             0, 0, OPTION_KEPT},
    {"max-storage",     OPTION_MIB,    AT(max_storage), 0,       0, 1024 * TEBIBYTE, OPTION_KEPT},
    {"max-spool",       OPTION_MIB,    AT(max_spool), 0,         0, 1024 * TEBIBYTE, NOW},
    {"keep-free",       OPTION_MIB,    AT(keep_free), 0,         0, 1024 * TEBIBYTE, OPTION_KEPT},
    {"max-jobs",        OPTION_COUNT,  AT(max_jobs), 0,          1, 100000, NOW},
    {"max-history",     OPTION_COUNT,  AT(max_history), 0,       0, 10000, NOW},
    {"raw-listen",      OPTION_WAY,    0, 0,                     0, 0, OPTION_KEPT},
    {"lpd-listen",      OPTION_WAY,    0, 0,                     0, 0, OPTION_KEPT},
    {"upload",          OPTION_WAY,    0, 0,                     0, 0, OPTION_KEPT},
    /* whoever may write into a folder of the server's user would choose what it prints */
    {"watch",           OPTION_WAY,    0, 0,                     0, 0, 0},
    {"watch-keep",      OPTION_WAY,    0, 0,                     0, 0, 0},
    {"web",             OPTION_SWITCH, AT(web), 0,               0, 0, 0},
    {"web-port",        OPTION_PORT,   AT(web_port), 0,          1, 65535, OPTION_KEPT},
    {"web-tls-port",    OPTION_PORT,   AT(web_tls_port), 0,      1, 65535, OPTION_KEPT},
    {"web-allow",       OPTION_ACCESS, TEXT_AT(web_allow),       0, 0, OPTION_KEPT},
    {"web-plain-sign-in", OPTION_SWITCH, AT(web_plain), 0,       0, 0, 0},
    {"print-allow",     OPTION_ACCESS, TEXT_AT(print_allow),     0, 0, OPTION_KEPT | OPTION_AT_ONCE},
    {"scan",            OPTION_SWITCH, AT(scan), 0,              0, 0, OPTION_KEPT},
    {"scan-port",       OPTION_PORT,   AT(scan_port), 0,         1, 65535, OPTION_KEPT},
    {"scan-allow",      OPTION_ACCESS, TEXT_AT(scan_allow),      0, 0, OPTION_KEPT},
    {"scan-mac-gamma",  OPTION_GAMMA,  AT(scan_mac_gamma), 0,    20, 500, OPTION_KEPT},
};
/* clang-format on */
const size_t num_option_rows = sizeof(option_rows) / sizeof(option_rows[0]);

_Static_assert(sizeof(option_rows) / sizeof(option_rows[0]) <= OPTIONS_MAX,
               "OPTIONS_MAX is too small");

static const struct {
    const char *name;
    pappl_loglevel_t level;
} levels[] = {
    {"debug", PAPPL_LOGLEVEL_DEBUG},
    {"info",  PAPPL_LOGLEVEL_INFO },
    {"warn",  PAPPL_LOGLEVEL_WARN },
    {"error", PAPPL_LOGLEVEL_ERROR},
    {"fatal", PAPPL_LOGLEVEL_FATAL},
};
#define NUM_LEVELS (sizeof(levels) / sizeof(levels[0]))

static const struct {
    const char *name;
    pappl_soptions_t flag;
} flags[] = {
    {"dnssd-host", PAPPL_SOPTIONS_DNSSD_HOST},
    {"no-tls",     PAPPL_SOPTIONS_NO_TLS    },
};
#define NUM_FLAGS (sizeof(flags) / sizeof(flags[0]))

const struct option_row *option_find(const char *name)
{
    for (size_t i = 0; i < num_option_rows; i++)
        if (strcmp(option_rows[i].name, name) == 0)
            return &option_rows[i];
    return NULL;
}

/* ---- reading ---- */

static bool parse_number(const char *text, const struct option_row *row, uint64_t *number)
{
    char *end;

    if (!isdigit((unsigned char)text[0]) || strlen(text) > 18)
        return false;
    *number = strtoull(text, &end, 10);
    return *end == '\0' && *number >= row->min && *number <= row->max;
}

/* A number with up to two digits behind its point, whatever the language, in hundredths. */
static bool parse_hundredths(const char *text, const struct option_row *row, unsigned *result)
{
    size_t whole = strspn(text, "0123456789");
    size_t part = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    const char *digits = text + whole + 1;
    unsigned hundredths;

    if (whole == 0 || whole > 3 || part > 2 || text[whole + (part > 0 ? part + 1 : 0)] != '\0')
        return false;
    hundredths = 100 * (unsigned)strtoul(text, NULL, 10);
    if (part > 0)
        hundredths += 10 * (unsigned)(digits[0] - '0');
    if (part > 1)
        hundredths += (unsigned)(digits[1] - '0');
    *result = hundredths;
    return hundredths >= row->min && hundredths <= row->max;
}

static bool parse_switch(const char *value, bool *flag)
{
    bool yes = strcmp(value, "true") == 0 || strcmp(value, "yes") == 0;

    if (!yes && strcmp(value, "false") != 0 && strcmp(value, "no") != 0)
        return false;
    *flag = yes;
    return true;
}

static bool parse_level(const char *value, pappl_loglevel_t *level)
{
    for (size_t i = 0; i < NUM_LEVELS; i++)
        if (strcmp(levels[i].name, value) == 0) {
            *level = levels[i].level;
            return true;
        }
    return false;
}

static bool parse_flags(const char *value, pappl_soptions_t *set)
{
    pappl_soptions_t found = *set;
    char list[256];
    char *rest = NULL;

    if (value[0] == '\0' || (size_t)snprintf(list, sizeof(list), "%s", value) >= sizeof(list))
        return false;
    for (char *word = strtok_r(list, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        size_t i = 0;

        if (strcmp(word, "none") == 0)
            continue;
        while (i < NUM_FLAGS && strcmp(flags[i].name, word) != 0)
            i++;
        if (i == NUM_FLAGS)
            return false;
        found |= flags[i].flag;
    }
    *set = found;
    return true;
}

/* A name, an address, or "*"; no path: PAPPL would take that for a domain socket. */
static bool is_host(const char *value)
{
    for (const char *p = value; *p != '\0'; p++)
        if ((unsigned char)*p <= ' ' || *p == 0x7f || strchr("/\\\"'<>&,;", *p) != NULL)
            return false;
    return true;
}

static bool set_text(char *to, const struct option_row *row, const char *value)
{
    struct http_access access;

    if (value[0] == '\0' || strlen(value) >= row->size ||
        (row->kind == OPTION_HOST && !is_host(value)) ||
        (row->kind == OPTION_ACCESS && !http_access_parse(&access, value)))
        return false;
    memcpy(to, value, strlen(value) + 1);
    return true;
}

static bool set_number(void *at, const struct option_row *row, const char *value)
{
    uint64_t number;

    if (!parse_number(value, row, &number))
        return false;
    if (row->kind == OPTION_MIB)
        *(uint64_t *)at = number << 20;
    else
        *(unsigned *)at = (unsigned)number;
    return true;
}

bool option_set(struct options *options, const struct option_row *row, const char *value)
{
    void *at = (char *)options + row->offset;
    unsigned hundredths;
    bool known;

    switch (row->kind) {
    case OPTION_PORT:
    case OPTION_COUNT:
    case OPTION_MIB:
        return set_number(at, row, value);
    case OPTION_SWITCH:
        return parse_switch(value, at);
    case OPTION_LEVEL:
        return parse_level(value, at);
    case OPTION_FLAGS:
        return parse_flags(value, at);
    case OPTION_GAMMA:
        if (!parse_hundredths(value, row, &hundredths))
            return false;
        *(unsigned *)at = hundredths;
        return true;
    case OPTION_WAY:
        return ways_option(&options->ways, row->name, value, &known);
    case OPTION_TEXT:
    case OPTION_HOST:
    case OPTION_PATH:
    case OPTION_ACCESS:
    default:
        return set_text(at, row, value);
    }
}

/* ---- writing ---- */

static void flags_text(pappl_soptions_t set, char *text, size_t size)
{
    size_t n = 0;

    text[0] = '\0';
    for (size_t i = 0; i < NUM_FLAGS; i++)
        if ((set & flags[i].flag) != 0 && n < size)
            n += (size_t)snprintf(text + n, size - n, "%s%s", n > 0 ? "," : "", flags[i].name);
    if (n == 0)
        snprintf(text, size, "none");
}

static void level_text(pappl_loglevel_t level, char *text, size_t size)
{
    text[0] = '\0';
    for (size_t i = 0; i < NUM_LEVELS; i++)
        if (levels[i].level == level)
            snprintf(text, size, "%s", levels[i].name);
}

static void gamma_text(unsigned hundredths, char *text, size_t size)
{
    text[0] = '\0';
    if (hundredths % 10 != 0)
        snprintf(text, size, "%u.%02u", hundredths / 100, hundredths % 100);
    else if (hundredths != 0)
        snprintf(text, size, "%u.%u", hundredths / 100, hundredths / 10 % 10);
}

void option_text(const struct options *options, const struct option_row *row, char *text,
                 size_t size)
{
    const void *at = (const char *)options + row->offset;
    unsigned number;

    switch (row->kind) {
    case OPTION_PORT:
    case OPTION_COUNT:
        number = *(const unsigned *)at;
        text[0] = '\0';
        if (number != 0 || row->kind == OPTION_COUNT)
            snprintf(text, size, "%u", number);
        break;
    case OPTION_MIB:
        snprintf(text, size, "%llu", (unsigned long long)(*(const uint64_t *)at >> 20));
        break;
    case OPTION_SWITCH:
        snprintf(text, size, "%s", *(const bool *)at ? "yes" : "no");
        break;
    case OPTION_LEVEL:
        level_text(*(const pappl_loglevel_t *)at, text, size);
        break;
    case OPTION_FLAGS:
        flags_text(*(const pappl_soptions_t *)at, text, size);
        break;
    case OPTION_GAMMA:
        gamma_text(*(const unsigned *)at, text, size);
        break;
    case OPTION_WAY:
        ways_text(&options->ways, row->name, text, size);
        break;
    case OPTION_TEXT:
    case OPTION_HOST:
    case OPTION_PATH:
    case OPTION_ACCESS:
    default:
        snprintf(text, size, "%s", (const char *)at);
    }
}

enum option_from option_from(const struct options *options, const struct option_row *row)
{
    return (enum option_from)options->from[row - option_rows];
}

void option_mark(struct options *options, const struct option_row *row, enum option_from from)
{
    options->from[row - option_rows] = (unsigned char)from;
}
