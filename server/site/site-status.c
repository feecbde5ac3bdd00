/*
 * site-status.c - the site's part "status".
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"

static struct http_answer *get_page(struct visit *visit)
{
    if (!page_begin(visit, "nav.status", SECTION_STATUS, NULL))
        return NULL;
    return page_end(visit, 200);
}

static const struct site_route routes[] = {
    {"GET", "/", 0, SITE_EVERYBODY, get_page, NULL},
};

const struct site_part site_status = {routes, sizeof(routes) / sizeof(routes[0]), NULL, NULL};
