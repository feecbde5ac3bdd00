/*
 * scanning.c - see scanning.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scanning.h"

#include "escl-http.h"
#include "server/http/http-access.h"
#include "profiles.h"
#include "scanner.h"
#include "web-scan.h"

#include "server/log.h"

#include <stdio.h>

#define MAX_PAGE  ((uint64_t)256 << 20)
#define MAX_PAGES ((uint64_t)1 << 30) /* that wait; as much may be collected on the page */

static bool started;

static bool start_scanners(const struct scanning_setup *setup,
                           const struct scanners_options *options, char *why, size_t why_size)
{
    char text[512] = "";

    if (!scanners_start(setup->system, options, why, why_size))
        return false;
    /* whoever scans from a computer does not miss the buttons */
    if (!profiles_start(setup->system, setup->state_file, options->folder, options->max_pages,
                        text, sizeof(text)))
        log_say(LOG_SAY_ERROR, "Nothing is scanned by buttons and profiles: %s", text);
    web_scan_setup(setup->system, options->folder, options->max_pages);
    return true;
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

static void start_listeners(const struct scanning_setup *setup)
{
    struct escl_setup escl = {
        .system = setup->system,
        .listen = setup->listen,
        .tls = setup->tls,
        .port = setup->port,
        .web_port = setup->web_port,
        .mac_gamma = setup->mac_gamma,
    };

    snprintf(escl.host, sizeof(escl.host), "%s", setup->host);
    escl_start(&escl);
}

bool scanning_start(const struct scanning_setup *setup, char *why, size_t why_size)
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
    if (!set_access(setup, why, why_size) || !start_scanners(setup, &options, why, why_size))
        return false;
    start_listeners(setup);
    started = true;
    return true;
}

/* Clients and profiles wait for pages: scans end first. */
void scanning_stop(void)
{
    if (!started)
        return;
    started = false;
    scanners_end_scans();
    profiles_cancel();
    escl_stop();
    profiles_stop();
    web_scan_stop();
    scanners_stop();
}
