/*
 * scanning.c - see scanning.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scanning.h"

#include "http-access.h"
#include "scanner.h"

#include <stdio.h>

#define MAX_PAGE  ((uint64_t)256 << 20)
#define MAX_PAGES ((uint64_t)2 << 30)

static bool started;

static bool start_scanners(const struct scanning_setup *setup, char *why, size_t why_size)
{
    struct scanners_options options = {
        .max_page = setup->max_page != 0 ? setup->max_page : MAX_PAGE,
        .max_pages = setup->max_pages != 0 ? setup->max_pages : MAX_PAGES,
    };

    snprintf(options.state_file, sizeof(options.state_file), "%s", setup->state_file);
    if (snprintf(options.folder, sizeof(options.folder), "%s/scans", setup->spool_folder) >=
        (int)sizeof(options.folder)) {
        snprintf(why, why_size, "The name of the spool folder is too long.");
        return false;
    }
    return scanners_start(setup->system, &options, why, why_size);
}

static bool set_access(const struct scanning_setup *setup, char *why, size_t why_size)
{
    const char *allow =
        setup->allow != NULL && setup->allow[0] != '\0' ? setup->allow : "local";
    struct http_access access;

    if (!http_access_parse(&access, allow)) {
        snprintf(why, why_size, "scan-allow=%s makes no sense.", allow);
        return false;
    }
    http_access_set(&access, setup->host_aliases != NULL ? setup->host_aliases : "");
    return true;
}

bool scanning_start(const struct scanning_setup *setup, char *why, size_t why_size)
{
    if (!set_access(setup, why, why_size) || !start_scanners(setup, why, why_size))
        return false;
    started = true;
    return true;
}

void scanning_stop(void)
{
    if (!started)
        return;
    started = false;
    scanners_stop();
}
