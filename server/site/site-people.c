/*
 * site-people.c - the site's part "people".
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"

static struct http_answer *get_page(struct visit *visit)
{
    if (!page_begin(visit, "nav.people", SECTION_PEOPLE, NULL))
        return NULL;
    return page_end(visit, 200);
}

static const struct site_route routes[] = {
    {"GET", "/people", 0, SITE_ADMINISTRATOR, get_page, NULL},
};

const struct site_part site_people = {routes, sizeof(routes) / sizeof(routes[0]), NULL, NULL};
