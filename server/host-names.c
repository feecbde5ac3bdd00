/*
 * host-names.c - see host-names.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "host-names.h"

#include "whole-file.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_HOSTS_BYTES ((size_t)4 << 20)

/* Lower case, no dot at the end; "" when it is too long. */
static void normalise(const char *name, size_t n, char to[HOST_NAME_SIZE])
{
    if (n > 0 && name[n - 1] == '.')
        n--;
    if (n >= HOST_NAME_SIZE)
        n = 0;
    for (size_t i = 0; i < n; i++)
        to[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] - 'A' + 'a' : name[i]);
    to[n] = '\0';
}

static bool contains(const struct host_names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->names[i], name) == 0)
            return true;
    return false;
}

static void add_one(struct host_names *names, const char *name, size_t n)
{
    char normal[HOST_NAME_SIZE];

    normalise(name, n, normal);
    if (normal[0] != '\0' && names->n < MAX_HOST_NAMES && !contains(names, normal))
        memcpy(names->names[names->n++], normal, HOST_NAME_SIZE);
}

void host_names_add(struct host_names *names, const char *list)
{
    for (size_t n; *list != '\0'; list += n + (list[n] == ',')) {
        n = strcspn(list, ",");
        add_one(names, list, n);
    }
}

/* The next word of a line that ends at end; its length, 0: none. */
static size_t next_word(const char **at, const char *end)
{
    size_t n = 0;

    while (*at < end && (**at == ' ' || **at == '\t' || **at == '\r'))
        (*at)++;
    while (*at + n < end && strchr(" \t\r#", (*at)[n]) == NULL)
        n++;
    return n;
}

/* Whether the names of a line, behind its address, have own among them; add: take them all. */
static bool walk_line(struct host_names *names, const char *line, const char *end,
                      const char *own, bool add)
{
    const char *at = line;
    bool found = false;
    size_t n = next_word(&at, end);

    for (at += n; (n = next_word(&at, end)) > 0; at += n) {
        char normal[HOST_NAME_SIZE];

        normalise(at, n, normal);
        found = found || strcmp(normal, own) == 0;
        if (add)
            add_one(names, at, n);
    }
    return found;
}

void host_names_add_hosts(struct host_names *names, const char *text, const char *own)
{
    char normal[HOST_NAME_SIZE];

    normalise(own, strlen(own), normal);
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");

        if (walk_line(names, text, text + n, normal, false))
            (void)walk_line(names, text, text + n, normal, true);
        text += n + (text[n] == '\n');
    }
}

static void add_domains(struct host_names *names, const char *bare)
{
    struct __res_state state;
    char full[2 * HOST_NAME_SIZE];

    memset(&state, 0, sizeof(state));
    if (res_ninit(&state) != 0)
        return;
    for (size_t i = 0; i < MAXDNSRCH && state.dnsrch[i] != NULL; i++) {
        snprintf(full, sizeof(full), "%s.%.200s", bare, state.dnsrch[i]);
        add_one(names, full, strlen(full));
    }
    res_nclose(&state);
}

void host_names_find(struct host_names *names, const char *list)
{
    char own[HOST_NAME_SIZE] = "", bare[HOST_NAME_SIZE];
    size_t n = 0;
    char *hosts;

    names->n = 0;
    host_names_add(names, list);
    host_names_add(names, "localhost");
    if (gethostname(own, sizeof(own) - 1) != 0 || own[0] == '\0')
        return;
    snprintf(bare, sizeof(bare), "%s", own);
    bare[strcspn(bare, ".")] = '\0';
    host_names_add(names, own);
    host_names_add(names, bare);
    add_domains(names, bare);
    if ((hosts = whole_file_read("/etc/hosts", MAX_HOSTS_BYTES, &n)) != NULL) {
        hosts[n] = '\0';
        host_names_add_hosts(names, hosts, own);
    }
    free(hosts);
}

void host_names_own(const char *server_name, char *name, size_t size)
{
    char host[HOST_NAME_SIZE] = "";

    if (server_name[0] != '\0')
        snprintf(name, size, "%s", server_name);
    else if (gethostname(host, sizeof(host) - 1) != 0 || host[0] == '\0')
        snprintf(name, size, "localhost");
    else
        snprintf(name, size, "%s%s", host, strchr(host, '.') == NULL ? ".local" : "");
}

bool host_is_address(const char *host)
{
    size_t n = strlen(host);
    char bare[INET6_ADDRSTRLEN + 1];
    struct in6_addr six;
    struct in_addr four;
    size_t inside;

    if (host[0] != '[')
        return inet_pton(AF_INET, host, &four) == 1;
    inside = strcspn(host + 1, "%]");
    if (n < 4 || host[n - 1] != ']' || inside >= sizeof(bare) || strchr(host, ']')[1] != '\0')
        return false;
    memcpy(bare, host + 1, inside);
    bare[inside] = '\0';
    /* a zone is an interface of the client or of ours: eth0, 2, and what some write for % */
    return inet_pton(AF_INET6, bare, &six) == 1 &&
           strspn(host + 1 + inside,
                  "%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
               n - 2 - inside;
}

bool host_is_ours(const struct host_names *names, const char *host)
{
    char normal[HOST_NAME_SIZE];
    size_t n;

    normalise(host, strlen(host), normal);
    n = strlen(normal);
    return n > 0 && (contains(names, normal) ||
                     (n > 6 && strcmp(normal + n - 6, ".local") == 0) || host_is_address(host));
}
