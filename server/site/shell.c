/*
 * shell.c - what all pages of the site share: files, and the visitor's language and theme,
 * which are kept in cookies.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"
#include "site-files.h"

#include <stdlib.h>
#include <string.h>

#define YEAR_SECONDS 31536000

static struct http_answer *get_file(struct visit *visit)
{
    const struct site_file *file = site_file_find(visit->request->piece[0]);
    struct http_answer *answer;
    void *copy;

    if (file == NULL)
        return visit_refuse(visit, 404, "site.no-page");
    copy = malloc(file->n);
    if (copy == NULL)
        return NULL;
    memcpy(copy, file->bytes, file->n);
    answer = http_bytes(200, file->type, copy, file->n);
    answer = http_add(answer, "X-Content-Type-Options", "nosniff");
    /* asked for again after an upgrade of the program at the latest in an hour */
    return http_add(answer, "Cache-Control", "max-age=3600");
}

static struct http_answer *keep(struct visit *visit, const char *name, const char *value)
{
    snprintf(visit->cookie, sizeof(visit->cookie),
             "%s=%s; Path=/; Max-Age=%d; SameSite=Lax; HttpOnly", name, value,
             value[0] != '\0' ? YEAR_SECONDS : 0);
    return visit_go(visit, visit_way_on(visit), "");
}

static struct http_answer *get_language(struct visit *visit)
{
    enum words_language language;

    if (!words_find_language(visit_field(visit, "language"), &language))
        return visit_go(visit, visit_way_on(visit), "");
    return keep(visit, "language", words_tag(language));
}

static struct http_answer *get_theme(struct visit *visit)
{
    const char *theme = visit_field(visit, "theme");

    return keep(visit, "theme",
                strcmp(theme, "light") == 0 || strcmp(theme, "dark") == 0 ? theme : "");
}

static const struct site_route routes[] = {
    {"GET", "/files/*",  0, SITE_EVERYBODY, get_file,     NULL},
    {"GET", "/language", 0, SITE_EVERYBODY, get_language, NULL},
    {"GET", "/theme",    0, SITE_EVERYBODY, get_theme,    NULL},
};

const struct site_part site_shell = {routes, sizeof(routes) / sizeof(routes[0]), NULL, NULL};
