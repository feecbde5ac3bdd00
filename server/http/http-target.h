/*
 * http-target.h - what a request names, taken apart: its path, the fields of its query, the
 * route that it belongs to.
 * Effects: memory.
 * Source: RFC 3986, sections 2.1 and 3; RFC 9110, sections 4.2 and 7.1.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_HTTP_TARGET_H
#define SERVER_HTTP_TARGET_H

#include "http-server.h"

/* Longest target with its NUL, parts of a path, fields of a query or a form. */
#define HTTP_TARGET_SIZE 2048
#define HTTP_MAX_PARTS   16
#define HTTP_MAX_FIELDS  512

struct http_target {
    char path[HTTP_TARGET_SIZE];    /* as it came, without the query */
    char decoded[HTTP_TARGET_SIZE]; /* of the parts */
    const char *parts[HTTP_MAX_PARTS];
    size_t num_parts;
    char query[HTTP_TARGET_SIZE];
    char authority[256]; /* "": the target was a path */
};

/*
 * http_target_parse - take a target apart.
 *
 * Two slashes count as one, and one at the end as none: clients put paths together from pieces.
 * 0, or the status to refuse with: 400: no path, damaged "%", a NUL or another control
 * character, "." or "..", a slash within a part; 414: too long.
 */
unsigned http_target_parse(struct http_target *target, const char *uri);

struct http_fields {
    char *text;
    size_t used; /* of text */
    struct http_field {
        const char *name, *value;
    } * list;
    size_t n;
};

/* http_fields_add - the fields of "a=1&b=2" more. False: damaged, too many, or no memory. */
bool http_fields_add(struct http_fields *fields, const char *text, size_t n);
const char *http_fields_find(const struct http_fields *fields, const char *name);
void http_fields_reset(struct http_fields *fields);

/*
 * http_route_find - the route of a path and method.
 *
 * method   HEAD is allowed where GET is
 * pieces   out: HTTP_MAX_PIECES; point into the target
 * allow    out: when the result is NULL, the methods of the path ("GET, HEAD, POST"); "":
 *          there is no such path
 */
const struct http_route *http_route_find(const struct http_route *routes, size_t n,
                                         const struct http_target *target, const char *method,
                                         const char **pieces, char *allow, size_t allow_size);

#endif
