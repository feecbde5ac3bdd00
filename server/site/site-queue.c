/*
 * site-queue.c - the site's part "queue": jobs that wait and that have ended, one job with its
 * story, and why something was not printed.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"

#include "queue-parts.h"
#include "thumbnail-view.h"

static const struct site_route routes[] = {
    {"GET",  "/jobs",              0, SITE_EVERYBODY,     queue_get_list,     NULL},
    {"GET",  "/jobs/list",         0, SITE_EVERYBODY,     queue_get_renewed,  NULL},
    {"GET",  "/jobs/*",            0, SITE_EVERYBODY,     queue_get_job,      NULL},
    {"GET",  "/jobs/*/report.zip", 0, SITE_EVERYBODY,     queue_get_report,   NULL},
    {"GET",  "/jobs/*/page/*",     0, SITE_EVERYBODY,     queue_get_picture,  NULL},
    {"GET",  "/why",               0, SITE_EVERYBODY,     queue_get_why,      NULL},
    {"POST", "/jobs/printer/*",    0, SITE_ADMINISTRATOR, queue_post_printer, NULL},
    {"POST", "/jobs/*/*",          0, SITE_EVERYBODY,     queue_post_job,     NULL},
};

const struct site_part site_queue = {routes, sizeof(routes) / sizeof(routes[0]),
                                     thumbnail_clean, NULL};
