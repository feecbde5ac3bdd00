/*
 * printers-address.c - where a machine is, as people write it, and which model answers there.
 * Effects: sockets, the resolver, those of device_identify.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "printers-parts.h"

#include "driver/device-language.h"
#include "server/client-values.h"
#include "server/detect.h"
#include "server/device-net.h"
#include "server/printer.h"
#include "server/uri.h"

#include <string.h>
#include <unistd.h>

#define TRY_MS      3000 /* for each port */
#define IDENTIFY_MS 5000

/* Ports of machines, in the order they are tried. */
static const struct {
    enum uri_scheme scheme;
    uint16_t port;
} ways[] = {
    {URI_SOCKET, 9100},
    {URI_LPD,    515 },
};

static void refuse_unreachable(struct visit *visit, const char *address, const char *detail)
{
    say_into(visit->language, visit->refusal, sizeof(visit->refusal), "printers.unreachable",
             "address", address, "why", detail, NULL);
}

static bool listens(const char *host, uint16_t port, char *why, size_t why_size)
{
    struct net_limits limits = {.deadline = net_clock_ms() + TRY_MS};
    struct net_addresses addresses;
    int error = 0, fd;

    if (!net_resolve(host, port, SOCK_STREAM, &limits, &addresses, why, why_size))
        return false;
    fd = net_connect(&addresses, TRY_MS, &limits, &error);
    if (fd < 0) {
        snprintf(why, why_size, "%s", net_reason(error));
        return false;
    }
    close(fd);
    return true;
}

/* "host", "host:9100", "[2001:db8::7]:9100", "2001:db8::7"; port 0: not said. */
static bool split(const char *text, struct uri *at)
{
    const char *end = strchr(text, ']'), *colon;
    size_t n = strlen(text);
    char *rest;
    long port = 0;

    if (text[0] == '[' && end != NULL) {
        text++;
        n = (size_t)(end - text);
        colon = end[1] == ':' ? end + 1 : NULL;
        if (colon == NULL && end[1] != '\0')
            return false;
    } else {
        colon = strchr(text, ':');
        if (colon != NULL && strchr(colon + 1, ':') != NULL)
            colon = NULL; /* an IPv6 address */
        if (colon != NULL)
            n = (size_t)(colon - text);
    }
    if (colon != NULL) {
        port = strtol(colon + 1, &rest, 10);
        if (colon[1] < '0' || colon[1] > '9' || *rest != '\0' || port < 1 || port > 65535)
            return false;
    }
    if (n == 0 || n >= sizeof(at->host))
        return false;
    memcpy(at->host, text, n);
    at->host[n] = '\0';
    at->port = (uint16_t)port;
    return at->host[strcspn(at->host, " \t/?#@\\")] == '\0';
}

static bool try_ports(struct visit *visit, const char *address, char uri[URI_MAX + 1])
{
    struct uri at = {.snmp_port = 161};
    char why[256] = "";
    uint16_t asked;

    if (!split(address, &at)) {
        printers_refuse(visit, "printers.address-bad", "");
        return false;
    }
    snprintf(at.snmp_community, sizeof(at.snmp_community), "public");
    snprintf(at.queue, sizeof(at.queue), "print");
    asked = at.port;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        if (asked != 0 && (asked == 515) != (ways[i].scheme == URI_LPD))
            continue;
        at.scheme = ways[i].scheme;
        at.port = asked != 0 ? asked : ways[i].port;
        if (listens(at.host, at.port, why, sizeof(why)))
            return uri_format_network(&at, uri, URI_MAX + 1);
    }
    refuse_unreachable(visit, address, why);
    return false;
}

bool printers_complete(struct visit *visit, const char *address, char uri[URI_MAX + 1])
{
    char text[URI_MAX + 1], why[512] = "";
    size_t n;

    address += strspn(address, " \t");
    n = strlen(address);
    while (n > 0 && (address[n - 1] == ' ' || address[n - 1] == '\t'))
        n--;
    if (n == 0 || n >= sizeof(text)) {
        printers_refuse(visit, "printers.address-bad", "");
        return false;
    }
    memcpy(text, address, n);
    text[n] = '\0';
    if (strstr(text, "://") == NULL)
        return try_ports(visit, text, uri);
    client_complete_uri(text, uri, URI_MAX + 1);
    if (printer_accept_uri(uri, why, sizeof(why)))
        return true;
    printers_refuse(visit, "printers.address-bad", why);
    return false;
}

/* What it calls itself, in one line. */
static const char *own_name(const struct device_identity *identity)
{
    return identity->snmp[0] != '\0'  ? identity->snmp
           : identity->pjl[0] != '\0' ? identity->pjl
                                      : identity->device_id;
}

const struct model *printers_detect(struct visit *visit, const char *uri, bool *certain)
{
    struct device_identity identity;
    const struct model *model;
    char why[512] = "";

    *certain = false;
    if (!device_identify(uri, IDENTIFY_MS, &identity, why, sizeof(why))) {
        refuse_unreachable(visit, uri, why);
        return NULL;
    }
    model = detect_choose(&identity);
    if (model == NULL)
        say_into(visit->language, visit->refusal, sizeof(visit->refusal), "printers.no-model",
                 "name", own_name(&identity), NULL);
    else
        *certain = !device_is_generic(model) && (identity.languages & DEVICE_PAGES) != 0;
    return model;
}

void printers_put_models(struct visit *visit, const char *selected)
{
    char name[128];

    printers_put_option(visit, "auto", visit_word(visit, "printers.model-auto"),
                        strcmp(selected, "auto") == 0);
    for (size_t i = 0; i < num_models; i++) {
        model_make_and_model(&models[i], name, sizeof(name));
        printers_put_option(visit, models[i].name, name, strcmp(selected, models[i].name) == 0);
    }
}
