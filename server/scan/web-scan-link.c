/*
 * web-scan-link.c - see web-scan.h: where the page is.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scan.h"

#include "server/site/site.h"

#include <string.h>

void web_scan_path(const char *name, char *path, size_t size)
{
    size_t used = (size_t)snprintf(path, size, "/scan/");

    for (; *name != '\0' && used + 5 < size; name++) {
        unsigned char c = (unsigned char)*name;
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                     (c >= 'a' && c <= 'z') || c == '-' || c == '_';

        used += (size_t)snprintf(path + used, size - used, plain ? "%c" : "%%%02X", c);
    }
    snprintf(path + used, size - used, "/");
}

void web_scan_link(const char *name, const char *host, bool tls, char *link, size_t size)
{
    char path[3 * 128 + 16];

    web_scan_path(name, path, sizeof(path));
    site_link(host, tls, path, link, size);
}
