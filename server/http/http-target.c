/*
 * http-target.c - see http-target.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http-target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- escapes ---- */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* out: at least n + 1 bytes. plus: "+" is a space. False: damaged, or a NUL. */
static bool decode(const char *text, size_t n, bool plus, char *out)
{
    for (size_t i = 0; i < n; i++) {
        char c = text[i];

        if (c == '%') {
            int high = n - i > 2 ? hex(text[i + 1]) : -1;
            int low = high >= 0 ? hex(text[i + 2]) : -1;

            if (low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus)
            c = ' ';
        if (c == '\0')
            return false;
        *out++ = c;
    }
    *out = '\0';
    return true;
}

/* ---- targets ---- */

/* What clients name: no control character, nothing that means another folder. */
static bool part_is_plain(const char *part)
{
    for (const char *c = part; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f || *c == '/' || *c == '\\')
            return false;
    return strcmp(part, ".") != 0 && strcmp(part, "..") != 0;
}

static bool split_path(struct http_target *target)
{
    char *out = target->decoded;

    for (const char *at = target->path; *at != '\0';) {
        size_t n;

        at += strspn(at, "/");
        n = strcspn(at, "/");
        if (n == 0)
            break;
        if (target->num_parts == HTTP_MAX_PARTS || !decode(at, n, false, out) ||
            !part_is_plain(out))
            return false;
        target->parts[target->num_parts++] = out;
        out += strlen(out) + 1;
        at += n;
    }
    return true;
}

/* Past "http://host:port", which servers must take too. NULL: it is too long. */
static const char *skip_authority(struct http_target *target, const char *uri)
{
    size_t scheme = strncasecmp(uri, "http://", 7) == 0    ? 7
                    : strncasecmp(uri, "https://", 8) == 0 ? 8
                                                           : 0;
    size_t n = scheme != 0 ? strcspn(uri + scheme, "/?#") : 0;

    if (n >= sizeof(target->authority))
        return NULL;
    memcpy(target->authority, uri + scheme, n);
    target->authority[n] = '\0';
    return uri + scheme + n;
}

unsigned http_target_parse(struct http_target *target, const char *uri)
{
    size_t n;

    target->num_parts = 0;
    target->path[0] = target->query[0] = target->authority[0] = '\0';
    if (strlen(uri) >= HTTP_TARGET_SIZE)
        return 414;
    if ((uri = skip_authority(target, uri)) == NULL ||
        (uri[0] != '/' && target->authority[0] == '\0'))
        return 400;
    n = strcspn(uri, "?#");
    snprintf(target->path, sizeof(target->path), "%.*s", n == 0 ? 1 : (int)n,
             n == 0 ? "/" : uri);
    if (uri[n] == '?')
        snprintf(target->query, sizeof(target->query), "%.*s", (int)strcspn(uri + n + 1, "#"),
                 uri + n + 1);
    return split_path(target) ? 0 : 400;
}

/* ---- fields ---- */

static bool add_one(struct http_fields *fields, const char *text, size_t n, char **out)
{
    const char *equals = memchr(text, '=', n);
    size_t name_n = equals != NULL ? (size_t)(equals - text) : n;
    struct http_field *field;

    if (n == 0) /* "a=1&&b=2" */
        return true;
    if (fields->n == HTTP_MAX_FIELDS)
        return false;
    field = &fields->list[fields->n];
    field->name = *out;
    if (!decode(text, name_n, true, *out))
        return false;
    *out += strlen(*out) + 1;
    field->value = *out;
    if (equals == NULL)
        **out = '\0';
    else if (!decode(equals + 1, n - name_n - 1, true, *out))
        return false;
    *out += strlen(*out) + 1;
    fields->n++;
    return true;
}

/* Memory for n bytes more, and twice as many NULs as there can be fields in them. What is there
 * already moves along. */
static char *more_room(struct http_fields *fields, size_t n)
{
    char *text;

    if (n > SIZE_MAX / 4 || (text = malloc(fields->used + 2 * n + 2)) == NULL)
        return NULL;
    if (fields->text != NULL)
        memcpy(text, fields->text, fields->used);
    for (size_t i = 0; i < fields->n; i++) {
        fields->list[i].name = text + (fields->list[i].name - fields->text);
        fields->list[i].value = text + (fields->list[i].value - fields->text);
    }
    free(fields->text);
    fields->text = text;
    return text + fields->used;
}

bool http_fields_add(struct http_fields *fields, const char *text, size_t n)
{
    char *out;

    if (n == 0)
        return true;
    if (fields->list == NULL &&
        (fields->list = calloc(HTTP_MAX_FIELDS, sizeof(*fields->list))) == NULL)
        return false;
    if ((out = more_room(fields, n)) == NULL)
        return false;
    while (n > 0) {
        const char *end = memchr(text, '&', n);
        size_t one = end != NULL ? (size_t)(end - text) : n;

        if (!add_one(fields, text, one, &out))
            return false;
        fields->used = (size_t)(out - fields->text);
        text += one + (end != NULL);
        n -= one + (end != NULL);
    }
    return true;
}

const char *http_fields_find(const struct http_fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->n; i++)
        if (strcmp(fields->list[i].name, name) == 0)
            return fields->list[i].value;
    return "";
}

void http_fields_reset(struct http_fields *fields)
{
    free(fields->text);
    free(fields->list);
    memset(fields, 0, sizeof(*fields));
}

/* ---- routes ---- */

static bool route_fits(const struct http_route *route, const struct http_target *target,
                       const char **pieces)
{
    const char *at = route->path;
    size_t num_pieces = 0, part = 0;

    for (;; part++) {
        size_t n;

        at += strspn(at, "/");
        n = strcspn(at, "/");
        if (n == 0 || part == target->num_parts)
            return n == 0 && part == target->num_parts;
        if (n == 1 && *at == '*') {
            if (num_pieces == HTTP_MAX_PIECES)
                return false;
            pieces[num_pieces++] = target->parts[part];
        } else if (strlen(target->parts[part]) != n || memcmp(target->parts[part], at, n) != 0)
            return false;
        at += n;
    }
}

/* Whether a word stands among those of a list that has one separator. */
static bool has_word(const char *list, const char *separators, const char *word, size_t n)
{
    while (*list != '\0') {
        size_t one;

        list += strspn(list, separators);
        one = strcspn(list, separators);
        if (one == n && one > 0 && memcmp(list, word, n) == 0)
            return true;
        list += one;
    }
    return false;
}

static void allow_word(char *allow, size_t size, const char *word, size_t n)
{
    size_t used = strlen(allow);

    if (!has_word(allow, ", ", word, n))
        snprintf(allow + used, size - used, "%s%.*s", used > 0 ? ", " : "", (int)n, word);
}

static void allow_methods(char *allow, size_t size, const char *methods)
{
    while (*methods != '\0') {
        size_t n;

        methods += strspn(methods, " ");
        n = strcspn(methods, " ");
        allow_word(allow, size, methods, n);
        if (n == 3 && memcmp(methods, "GET", 3) == 0)
            allow_word(allow, size, "HEAD", 4);
        methods += n;
    }
}

const struct http_route *http_route_find(const struct http_route *routes, size_t n,
                                         const struct http_target *target, const char *method,
                                         const char **pieces, char *allow, size_t allow_size)
{
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;

    allow[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        if (!route_fits(&routes[i], target, pieces))
            continue;
        if (has_word(routes[i].methods, " ", wanted, strlen(wanted)))
            return &routes[i];
        allow_methods(allow, allow_size, routes[i].methods);
    }
    return NULL;
}
