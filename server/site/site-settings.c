/*
 * site-settings.c - the site's part "settings".
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"

static struct http_answer *get_page(struct visit *visit)
{
    if (!page_begin(visit, "nav.settings", SECTION_SETTINGS, NULL))
        return NULL;
    return page_end(visit, 200);
}

static const struct site_route routes[] = {
    {"GET", "/settings", 0, SITE_ADMINISTRATOR, get_page, NULL},
};

const struct site_part site_settings = {routes, sizeof(routes) / sizeof(routes[0]), NULL, NULL};
