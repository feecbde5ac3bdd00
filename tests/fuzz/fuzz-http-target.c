/*
 * fuzz-http-target.c - any text as the target of a request and as a form. What is taken has no
 * part that leads elsewhere, and holds no control characters.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/http/http-access.h"
#include "server/http/http-target.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct http_route routes[] = {
    {"GET",        "/",                0, NULL, NULL, NULL},
    {"GET DELETE", "/eSCL/ScanJobs/*", 0, NULL, NULL, NULL},
    {"POST",       "/eSCL/ScanJobs",   0, NULL, NULL, NULL},
    {"GET",        "/*/*/*/*/*/*/*/*", 0, NULL, NULL, NULL},
};

static void check_part(const char *part)
{
    if (strcmp(part, ".") == 0 || strcmp(part, "..") == 0 || part[0] == '\0')
        abort();
    for (; *part != '\0'; part++)
        if ((unsigned char)*part < 0x20 || *part == '/' || *part == '\\')
            abort();
}

static void fuzz_target(const char *text)
{
    struct http_target *target = malloc(sizeof(*target));
    const char *pieces[HTTP_MAX_PIECES];
    char allow[64];

    if (target == NULL)
        return;
    if (http_target_parse(target, text) == 0) {
        for (size_t i = 0; i < target->num_parts; i++)
            check_part(target->parts[i]);
        (void)http_route_find(routes, sizeof(routes) / sizeof(routes[0]), target, "GET", pieces,
                              allow, sizeof(allow));
        (void)http_access_host(target->authority, target->query, false);
    }
    free(target);
}

static void fuzz_fields(const uint8_t *data, size_t size)
{
    struct http_fields fields = {.n = 0};

    if (http_fields_add(&fields, (const char *)data, size / 2))
        (void)http_fields_add(&fields, (const char *)data + size / 2, size - size / 2);
    for (size_t i = 0; i < fields.n; i++)
        if (strlen(http_fields_find(&fields, fields.list[i].name)) > size)
            abort();
    http_fields_reset(&fields);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http_access access;
    char *copy = malloc(size + 1);

    if (copy == NULL)
        return 0;
    memcpy(copy, data, size);
    copy[size] = '\0';
    fuzz_target(copy);
    fuzz_fields(data, size);
    if (http_access_parse(&access, copy) && access.n > HTTP_ACCESS_MAX)
        abort();
    free(copy);
    return 0;
}
