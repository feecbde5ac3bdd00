/*
 * web.c - see web.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web.h"

#include "health.h"
#include "report.h"
#include "site/site.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t icon_48[] = {
#include "icon-48.png.h"
};
static const uint8_t icon_128[] = {
#include "icon-128.png.h"
};
static const uint8_t icon_512[] = {
#include "icon-512.png.h"
};

const char web_footer[] = "canon-printer-app " VERSION;

const void *web_icon(int size, size_t *n)
{
    switch (size) {
    case 0:
        *n = sizeof(icon_48);
        return icon_48;
    case 1:
        *n = sizeof(icon_128);
        return icon_128;
    default:
        *n = sizeof(icon_512);
        return icon_512;
    }
}

/* ---- without a web page ---- */

struct listing {
    pappl_client_t *client;
    FILE *text;
};

static void put_printer(pappl_printer_t *printer, void *data)
{
    const struct listing *listing = data;
    char path[256] = "", resource[300], uri[1024];

    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    snprintf(resource, sizeof(resource), "/ipp/print%s", path);
    httpAssembleURI(HTTP_URI_CODING_ALL, uri, sizeof(uri), "ipp", NULL,
                    papplClientGetHostName(listing->client),
                    papplClientGetHostPort(listing->client), resource);
    fprintf(listing->text, "%s\n", uri);
}

static bool say_none(pappl_client_t *client)
{
    char *text = NULL;
    size_t n = 0;
    struct listing listing = {client, open_memstream(&text, &n)};
    bool sent = false;

    if (listing.text == NULL)
        return false;
    fputs("canon-printer-app prints here. It has no web page (web=no).\n"
          "Addresses to print to:\n",
          listing.text);
    papplSystemIteratePrinters(papplClientGetSystem(client), put_printer, &listing);
    if (fclose(listing.text) == 0)
        sent = papplClientRespond(client, HTTP_STATUS_OK, NULL, "text/plain", 0, n) &&
               httpWrite2(papplClientGetHTTP(client), text, n) == (ssize_t)n &&
               httpFlushWrite(papplClientGetHTTP(client)) >= 0;
    free(text);
    return sent;
}

/* ---- the way to it ---- */

/* PAPPL has answered a client that calls us by a name that is none of ours. */
bool web_go(pappl_client_t *client, const char *path)
{
    char address[1024];

    site_link(papplClientGetHostName(client), httpIsEncrypted(papplClientGetHTTP(client)) != 0,
              path, address, sizeof(address));
    if (address[0] == '\0')
        return say_none(client);
    return papplClientRespondRedirect(client, HTTP_STATUS_SEE_OTHER, address);
}

/* The page of a printer; of all where it is gone. data: its number. */
static bool go_to_printer(pappl_client_t *client, void *data)
{
    int id = (int)(intptr_t)data;
    char path[64] = "/";

    if (id != 0 && papplSystemFindPrinter(papplClientGetSystem(client), NULL, id, NULL) != NULL)
        snprintf(path, sizeof(path), "/printers/%d", id);
    return web_go(client, path);
}

void web_setup(pappl_system_t *system, struct jobs *jobs)
{
    health_setup(system, jobs);
    report_setup(system, jobs);
    papplSystemAddResourceCallback(system, "/", "text/html", go_to_printer, NULL);
    /* the default queue's, as a Windows browser may look for it */
    papplSystemAddResourceCallback(system, "/.printer", "text/html", go_to_printer, NULL);
    papplSystemAddResourceData(system, "/favicon.png", "image/png", icon_128, sizeof(icon_128));
    papplSystemAddResourceData(system, "/navicon.png", "image/png", icon_48, sizeof(icon_48));
    papplSystemSetFooterHTML(system, web_footer);
}

void web_add_printer(pappl_printer_t *printer)
{
    static const char *const around[][2] = {
        {"",           "/"        },
        {"/ipp/print", ""         },
        {"/printers",  ""         },
        {"/printers",  "/.printer"},
        {"",           "/.printer"},
    };
    char path[256] = "", full[300];

    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
        snprintf(full, sizeof(full), "%s%s%s", around[i][0], path, around[i][1]);
        papplSystemAddResourceCallback(papplPrinterGetSystem(printer), full, "text/html",
                                       go_to_printer,
                                       /* not the printer itself, which may be deleted */
                                       /* NOLINTNEXTLINE(performance-no-int-to-ptr): a number */
                                       (void *)(intptr_t)papplPrinterGetID(printer));
    }
}
