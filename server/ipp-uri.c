/*
 * ipp-uri.c - see ipp-uri.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-uri.h"

#include "charset.h"

#include <cups/http.h>
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MAX_PARTS 6

/* A queue's name in an address has at most this, as PAPPL's room for paths asks. */
#define MAX_PART 200

/* The parts of a path that are not empty, decoded. */
struct parts {
    char part[MAX_PARTS][MAX_PART];
    size_t n;
};

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

static bool is_end(char c)
{
    return c == '\0' || c == '?' || c == '#';
}

/* Behind scheme and host, if there are any. */
static const char *path_of(const char *uri)
{
    const char *colon = uri;

    while (isalnum((unsigned char)*colon) || *colon == '+' || *colon == '-' || *colon == '.')
        colon++;
    if (colon > uri && *colon == ':' && is_slash(colon[1]))
        uri = colon + 1;
    if (is_slash(uri[0]) && is_slash(uri[1])) {
        for (uri += 2; !is_end(*uri) && !is_slash(*uri);)
            uri++;
    }
    return uri;
}

static int hex(char c)
{
    return isdigit((unsigned char)c)    ? c - '0'
           : isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10
                                        : -1;
}

/* One part, percent codes undone; false: it is too long. A '%' that begins none is itself. */
static bool decode_part(const char **at, char *part)
{
    uint8_t bytes[MAX_PART];
    size_t n = 0;

    while (!is_end(**at) && !is_slash(**at)) {
        const char *c = *at;
        int high = c[0] == '%' ? hex(c[1]) : -1;
        int low = high >= 0 ? hex(c[2]) : -1;
        int byte = low >= 0 ? high << 4 | low : (unsigned char)c[0];

        if (n == sizeof(bytes) - 1)
            return false;
        bytes[n++] = byte != 0 ? (uint8_t)byte : '_';
        *at += low >= 0 ? 3 : 1;
    }
    charset_tidy(bytes, n, part, MAX_PART);
    return true;
}

static bool split(const char *path, struct parts *parts)
{
    parts->n = 0;
    while (!is_end(*path)) {
        if (is_slash(*path)) {
            path++;
            continue;
        }
        if (parts->n == MAX_PARTS || !decode_part(&path, parts->part[parts->n]))
            return false;
        if (strcasecmp(parts->part[parts->n], ".printer") != 0)
            parts->n++;
    }
    return true;
}

/* What PAPPL makes of a queue's name in its address. */
static void escape_name(const char *name, char *path, size_t size)
{
    size_t n = 0;

    if (isdigit((unsigned char)name[0]))
        path[n++] = '_';
    for (; *name != '\0' && n + 1 < size; name++) {
        bool plain = (unsigned char)*name > ' ' && strchr("\177/\\'\"?#", *name) == NULL;
        char c = *name;

        if (!plain)
            c = '_';
        if (c != '_' || n == 0 || path[n - 1] != '_')
            path[n++] = c;
    }
    if (n > 0 && path[n - 1] == '_')
        n--;
    path[n] = '\0';
}

static bool is_number(const char *text)
{
    return text[0] != '\0' && strspn(text, "0123456789") == strlen(text);
}

/* How many parts come before a queue's name. */
static size_t prefix(const struct parts *parts)
{
    if (parts->n > 0 && strcasecmp(parts->part[0], "printers") == 0)
        return 1;
    if (parts->n == 0 || strcasecmp(parts->part[0], "ipp") != 0)
        return 0;
    return parts->n > 1 && (strcasecmp(parts->part[1], "print") == 0 ||
                            strcasecmp(parts->part[1], "printers") == 0)
               ? 2
               : 1;
}

bool ipp_uri_path(const char *uri, bool is_job, char *path, size_t size)
{
    struct parts parts;
    char name[MAX_PART + 2] = "";
    const char *job = "";
    size_t at;
    int n;

    if (!split(path_of(uri), &parts))
        return false;
    if (is_job && parts.n > 0 && is_number(parts.part[parts.n - 1]))
        job = parts.part[--parts.n];
    at = prefix(&parts);
    if (is_job && at < parts.n && strcasecmp(parts.part[parts.n - 1], "jobs") == 0)
        parts.n--;
    if (parts.n > at + 1)
        return false;
    if (parts.n == at + 1) {
        /* PAPPL's own, beside queues */
        if (at == 1 && strcasecmp(parts.part[0], "ipp") == 0 &&
            strcasecmp(parts.part[1], "system") == 0)
            return false;
        escape_name(parts.part[at], name, sizeof(name));
    }
    n = snprintf(path, size, "/ipp/print%s%s%s%s", name[0] != '\0' ? "/" : "", name,
                 job[0] != '\0' ? "/" : "", job);
    return n > 0 && (size_t)n < size;
}

/* Whether PAPPL finds the queue by it as it is. */
static bool is_plain(const char *uri, const char *path)
{
    char scheme[32], user[32], host[256], resource[256];
    int port;

    return httpSeparateURI(HTTP_URI_CODING_ALL, uri, scheme, sizeof(scheme), user, sizeof(user),
                           host, sizeof(host), &port, resource,
                           sizeof(resource)) >= HTTP_URI_STATUS_OK &&
           strcmp(resource, path) == 0;
}

static size_t span(const char *text, bool name)
{
    size_t n = 0;

    while (isalnum((unsigned char)text[n]) || text[n] == '-' || (!name && text[n] == '.'))
        n++;
    return n;
}

/* Whether it is ipp://HOST:PORT/ipp/print/QUEUE of plain characters, as nearly all are: there
 * is nothing to put right, and no more to look at. */
static bool is_usual(const char *uri)
{
    static const char print[] = "/ipp/print/";
    size_t n;
    int port = 0;

    if (strncmp(uri, "ipp", 3) != 0)
        return false;
    uri += uri[3] == 's' ? 4 : 3;
    if (strncmp(uri, "://", 3) != 0 || (n = span(uri + 3, false)) == 0 || n >= MAX_PART)
        return false;
    uri += 3 + n;
    if (*uri == ':') {
        for (uri++; isdigit((unsigned char)*uri) && port < 6553; uri++)
            port = port * 10 + (*uri - '0');
        if (port == 0)
            return false;
    }
    if (strncmp(uri, print, sizeof(print) - 1) != 0)
        return false;
    uri += sizeof(print) - 1;
    return isalpha((unsigned char)*uri) && uri[span(uri, true)] == '\0';
}

static void rewrite(ipp_t *request, const char *name, bool is_job)
{
    ipp_attribute_t *attr = ippFindAttribute(request, name, IPP_TAG_URI);
    const char *uri = attr != NULL ? ippGetString(attr, 0, NULL) : NULL;
    char path[256], own[1024];

    if (uri == NULL || (!is_job && is_usual(uri)) ||
        !ipp_uri_path(uri, is_job, path, sizeof(path)) || is_plain(uri, path) ||
        httpAssembleURI(HTTP_URI_CODING_ALL, own, sizeof(own), "ipp", NULL, "localhost", 0,
                        path) < HTTP_URI_STATUS_OK)
        return;
    (void)ippSetString(request, &attr, 0, own);
}

void ipp_uri_rewrite(ipp_t *request)
{
    rewrite(request, "printer-uri", false);
    rewrite(request, "job-uri", true);
}
