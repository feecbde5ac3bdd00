/*
 * ways.c - see ways.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ways.h"

#include "ipp-uri.h"
#include "job-options.h"
#include "listener.h"
#include "upload.h"
#include "watch.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- options ---- */

/* The next item of a list; false: it does not fit. */
static bool next_item(const char **list, char *item, size_t size)
{
    size_t n = strcspn(*list, ",");

    if (n == 0 || n >= size)
        return false;
    memcpy(item, *list, n);
    item[n] = '\0';
    *list += n;
    if (**list == ',')
        (*list)++;
    return true;
}

static bool parse_port(const char *text, unsigned *port)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);

    *port = (unsigned)number;
    return isdigit((unsigned char)text[0]) && *end == '\0' && number > 0 && number < 65536;
}

static bool copy(char *to, size_t size, const char *from, size_t n)
{
    if (n == 0 || n >= size)
        return false;
    memcpy(to, from, n);
    to[n] = '\0';
    return true;
}

/* ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT. */
static bool parse_address(const char *text, unsigned port, struct way_listen *listen)
{
    const char *end = text[0] == '[' ? strchr(text, ']') : strrchr(text, ':');
    bool bare = text[0] != '[' && end != NULL && strchr(text, ':') != end; /* IPv6 */

    listen->port = port;
    if (text[0] == '[') {
        if (end == NULL ||
            !copy(listen->host, sizeof(listen->host), text + 1, (size_t)(end - text) - 1))
            return false;
        end++;
        if (*end == '\0')
            return port != 0;
        return *end == ':' && parse_port(end + 1, &listen->port);
    }
    if (end == NULL || bare)
        return port != 0 && copy(listen->host, sizeof(listen->host), text, strlen(text));
    return copy(listen->host, sizeof(listen->host), text, (size_t)(end - text)) &&
           parse_port(end + 1, &listen->port);
}

/* Cuts "...=QUEUE" off. */
static bool take_queue(char *item, char *queue, size_t size)
{
    char *equals = strrchr(item, '=');

    if (equals == NULL || !copy(queue, size, equals + 1, strlen(equals + 1)))
        return false;
    *equals = '\0';
    return true;
}

static bool parse_listen(const char *value, bool raw, struct way_listen *list, size_t *num)
{
    struct way_listen found[WAYS_MAX];
    char item[512];
    size_t n = *num;

    memcpy(found, list, sizeof(found));
    do {
        if (n == WAYS_MAX || !next_item(&value, item, sizeof(item)))
            return false;
        found[n].queue[0] = '\0';
        if ((raw && !take_queue(item, found[n].queue, sizeof(found[n].queue))) ||
            !parse_address(item, raw ? 0 : WAYS_LPD_PORT, &found[n]))
            return false;
        n++;
    } while (*value != '\0');
    memcpy(list, found, sizeof(found));
    *num = n;
    return true;
}

static bool parse_watch(const char *value, struct way_folder *list, size_t *num)
{
    struct way_folder found[WAYS_MAX];
    char item[1200];
    size_t n = *num;

    memcpy(found, list, sizeof(found));
    do {
        if (n == WAYS_MAX || !next_item(&value, item, sizeof(item)) || item[0] != '/' ||
            !take_queue(item, found[n].queue, sizeof(found[n].queue)) ||
            !copy(found[n].path, sizeof(found[n].path), item, strlen(item)))
            return false;
        n++;
    } while (*value != '\0');
    memcpy(list, found, sizeof(found));
    *num = n;
    return true;
}

static bool is_yes(const char *value)
{
    return strcmp(value, "yes") == 0 || strcmp(value, "true") == 0;
}

static bool is_no(const char *value)
{
    return strcmp(value, "no") == 0 || strcmp(value, "false") == 0;
}

bool ways_option(struct ways_options *ways, const char *name, const char *value, bool *known)
{
    *known = true;
    if (strcmp(name, "raw-listen") == 0)
        return parse_listen(value, true, ways->raw, &ways->num_raw);
    if (strcmp(name, "lpd-listen") == 0)
        return parse_listen(value, false, ways->lpd, &ways->num_lpd);
    if (strcmp(name, "watch") == 0)
        return parse_watch(value, ways->watch, &ways->num_watch);
    if (strcmp(name, "watch-keep") == 0) {
        if (!is_yes(value) && !is_no(value))
            return false;
        ways->watch_keep = is_yes(value);
        return true;
    }
    if (strcmp(name, "upload") == 0) {
        if (!is_yes(value) && !is_no(value) && strcmp(value, "local") != 0)
            return false;
        ways->upload = is_yes(value) ? UPLOAD_ALL : is_no(value) ? UPLOAD_OFF : UPLOAD_LOCAL;
        return true;
    }
    *known = false;
    return false;
}

static void listen_text(const struct way_listen *list, size_t num, char *text, size_t size)
{
    size_t n = 0;

    text[0] = '\0';
    for (size_t i = 0; i < num && n < size; i++) {
        bool six = strchr(list[i].host, ':') != NULL;

        n += (size_t)snprintf(text + n, size - n, "%s%s%s%s:%u%s%s", i > 0 ? "," : "",
                              six ? "[" : "", list[i].host, six ? "]" : "", list[i].port,
                              list[i].queue[0] != '\0' ? "=" : "", list[i].queue);
    }
}

static void watch_text(const struct way_folder *list, size_t num, char *text, size_t size)
{
    size_t n = 0;

    text[0] = '\0';
    for (size_t i = 0; i < num && n < size; i++)
        n += (size_t)snprintf(text + n, size - n, "%s%s=%s", i > 0 ? "," : "", list[i].path,
                              list[i].queue);
}

void ways_text(const struct ways_options *ways, const char *name, char *text, size_t size)
{
    static const char *const uploads[] = {
        [UPLOAD_OFF] = "no", [UPLOAD_LOCAL] = "local", [UPLOAD_ALL] = "yes"};

    text[0] = '\0';
    if (strcmp(name, "raw-listen") == 0)
        listen_text(ways->raw, ways->num_raw, text, size);
    else if (strcmp(name, "lpd-listen") == 0)
        listen_text(ways->lpd, ways->num_lpd, text, size);
    else if (strcmp(name, "watch") == 0)
        watch_text(ways->watch, ways->num_watch, text, size);
    else if (strcmp(name, "watch-keep") == 0)
        snprintf(text, size, "%s", ways->watch_keep ? "yes" : "no");
    else if (strcmp(name, "upload") == 0)
        snprintf(text, size, "%s", uploads[ways->upload]);
}

/* ---- life ---- */

bool ways_open(const struct ways_options *ways, char *why, size_t why_size)
{
    for (size_t i = 0; i < ways->num_raw; i++)
        if (!listener_open(&ways->raw[i], listen_raw, why, why_size))
            return false;
    for (size_t i = 0; i < ways->num_lpd; i++)
        if (!listener_open(&ways->lpd[i], listen_lpd, why, why_size))
            return false;
    for (size_t i = 0; i < ways->num_watch; i++)
        if (!watch_open(&ways->watch[i], ways->watch_keep, why, why_size))
            return false;
    return true;
}

static const struct ways_options *in_use;

const struct ways_options *ways_now(void)
{
    return in_use;
}

void ways_setup(pappl_system_t *system, struct jobs *jobs, const struct ways_options *ways)
{
    (void)jobs;
    in_use = ways;
    upload_setup(system, ways->upload);
}

void ways_start(pappl_system_t *system, struct jobs *jobs)
{
    listeners_start(system, jobs);
    watch_start(system);
}

void ways_add_printer(pappl_printer_t *printer)
{
    upload_add_printer(printer);
}

void ways_stop(void)
{
    listeners_stop();
    watch_stop();
}

pappl_printer_t *way_printer(pappl_system_t *system, const char *name)
{
    char uri[512], path[256];

    snprintf(uri, sizeof(uri), "/ipp/print/%s", name);
    return name[0] != '\0' && ipp_uri_path(uri, false, path, sizeof(path)) &&
                   strcmp(path, "/ipp/print") != 0
               ? papplSystemFindPrinter(system, path, 0, NULL)
               : NULL;
}

void way_keep_possible(ipp_t *attributes, pappl_printer_t *printer)
{
    ipp_t *lacking = ippNew();

    if (lacking != NULL && !job_options_check(attributes, lacking, printer))
        for (ipp_attribute_t *attr = ippFirstAttribute(lacking); attr != NULL;
             attr = ippNextAttribute(lacking)) {
            const char *name = ippGetName(attr);
            ipp_attribute_t *wish =
                name != NULL ? ippFindAttribute(attributes, name, IPP_TAG_ZERO) : NULL;

            if (wish != NULL)
                ippDeleteAttribute(attributes, wish);
        }
    ippDelete(lacking);
}
