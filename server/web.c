/*
 * web.c - see web.h.
 *
 * PAPPL's own pages are not used: they let everybody change everything. This one only tells.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web.h"

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
static const uint8_t style[] = {
#include "style.css.h"
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

static const char *state_text(pappl_printer_t *printer, pappl_preason_t reasons)
{
    switch (papplPrinterGetState(printer)) {
    case IPP_PSTATE_STOPPED:
        return "paused";
    case IPP_PSTATE_PROCESSING:
        return reasons & PAPPL_PREASON_OFFLINE ? "waiting: the machine does not answer"
                                               : "printing";
    case IPP_PSTATE_IDLE:
    default:
        return "ready";
    }
}

/* Text between tags or in a quoted value. */
static void put_text(FILE *page, const char *text)
{
    for (; text != NULL && *text != '\0'; text++) {
        switch (*text) {
        case '<':
            fputs("&lt;", page);
            break;
        case '>':
            fputs("&gt;", page);
            break;
        case '&':
            fputs("&amp;", page);
            break;
        case '"':
            fputs("&quot;", page);
            break;
        default:
            fputc(*text, page);
        }
    }
}

/* before, text, after; only text is escaped */
static void put(FILE *page, const char *before, const char *text, const char *after)
{
    fputs(before, page);
    put_text(page, text);
    fputs(after, page);
}

static void put_job(pappl_job_t *job, void *data)
{
    FILE *page = data;
    const char *message = papplJobGetMessage(job);

    fprintf(page, "<tr><td>%d</td>", papplJobGetID(job));
    put(page, "<td>", papplJobGetName(job), "</td>");
    fprintf(page, "<td>%d</td>", papplJobGetImpressionsCompleted(job));
    put(page, "<td>",
        message != NULL                                  ? message
        : papplJobGetState(job) == IPP_JSTATE_PROCESSING ? "Printing."
                                                         : "Waiting.",
        "</td></tr>\n");
}

struct drawing {
    FILE *page;
    pappl_client_t *client;
};

static void put_printer(pappl_printer_t *printer, void *data)
{
    struct drawing *drawing = data;
    FILE *page = drawing->page;
    pappl_pr_driver_data_t driver;
    char path[256] = "";

    papplPrinterGetDriverData(printer, &driver);
    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    put(page, "<h2><img src=\"", path, "/icon-sm.png\" width=\"48\" height=\"48\" alt=\"\">");
    put(page, "", papplPrinterGetName(printer), "</h2>\n<table>\n");
    put(page, "<tr><th>Model</th><td>", driver.make_and_model, "</td></tr>\n");
    put(page, "<tr><th>State</th><td>", state_text(printer, papplPrinterGetReasons(printer)),
        "</td></tr>\n");
    put(page, "<tr><th>Machine</th><td><code>", papplPrinterGetDeviceURI(printer),
        "</code></td></tr>\n");
    put(page, "<tr><th>Print to</th><td><code>ipp://", papplClientGetHostName(drawing->client),
        "");
    fprintf(page, ":%d/ipp/print", papplClientGetHostPort(drawing->client));
    put(page, "", path, "</code></td></tr>\n");
    fprintf(page, "<tr><th>Jobs</th><td>%d waiting or printing, %d done</td></tr>\n",
            papplPrinterGetNumberOfActiveJobs(printer),
            papplPrinterGetNumberOfCompletedJobs(printer));
    fprintf(page, "<tr><th>Pages printed</th><td>%d</td></tr>\n</table>\n",
            papplPrinterGetImpressionsCompleted(printer));
    if (papplPrinterGetNumberOfActiveJobs(printer) > 0) {
        fputs("<table>\n<tr><th>Job</th><th>Title</th><th>Pages</th>"
              "<th>What it is doing</th></tr>\n",
              page);
        papplPrinterIterateActiveJobs(printer, put_job, page, 1, 20);
        fputs("</table>\n", page);
    }
}

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "img-src 'self'; style-src 'self'\">\n"
    "<meta http-equiv=\"refresh\" content=\"10\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>Canon printers</title>\n"
    "<link rel=\"stylesheet\" href=\"/style.css\">\n"
    "<link rel=\"icon\" href=\"/favicon.png\" type=\"image/png\">\n"
    "</head>\n<body>\n<h1>Canon printers</h1>\n";

static const char how_to[] =
    "<h2>How to print</h2>\n"
    "<p>Phones, tablets and computers in this network find the queues by themselves "
    "(AirPrint, IPP Everywhere). Where they do not, add a printer by its address above. "
    "On a computer with CUPS:</p>\n"
    "<p><code>lpadmin -p NAME -E -m everywhere -v ipp://&hellip;/ipp/print/NAME</code></p>\n"
    "<p>Queues are added and changed on this computer only:</p>\n"
    "<p><code>canon-printer-app add -d office -v socket://192.0.2.7 -m auto</code></p>\n";

static bool show_page(pappl_client_t *client, void *data)
{
    char *text = NULL;
    size_t n = 0;
    struct drawing drawing = {open_memstream(&text, &n), client};
    bool sent = false;

    (void)data;
    /* The page is made whole before a byte of it goes out: the queues are locked meanwhile, and
     * a client that reads slowly must not keep them so. */
    if (drawing.page != NULL) {
        fputs(head, drawing.page);
        papplSystemIteratePrinters(papplClientGetSystem(client), put_printer, &drawing);
        fputs(how_to, drawing.page);
        fprintf(drawing.page, "<footer>%s</footer>\n</body>\n</html>\n", web_footer);
    }
    if (drawing.page != NULL && fclose(drawing.page) == 0)
        sent = papplClientRespond(client, HTTP_STATUS_OK, NULL, "text/html", 0, n) &&
               httpWrite2(papplClientGetHTTP(client), text, n) == (ssize_t)n &&
               httpFlushWrite(papplClientGetHTTP(client)) >= 0;
    free(text);
    return sent;
}

void web_setup(pappl_system_t *system)
{
    papplSystemAddResourceCallback(system, "/", "text/html", show_page, NULL);
    papplSystemAddResourceData(system, "/style.css", "text/css", style, sizeof(style));
    papplSystemAddResourceData(system, "/favicon.png", "image/png", icon_128, sizeof(icon_128));
    papplSystemAddResourceData(system, "/navicon.png", "image/png", icon_48, sizeof(icon_48));
    papplSystemSetFooterHTML(system, web_footer);
}

void web_add_printer(pappl_printer_t *printer)
{
    char path[256] = "", full[300];

    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    snprintf(full, sizeof(full), "%s/", path);
    papplSystemAddResourceCallback(papplPrinterGetSystem(printer), full, "text/html", show_page,
                                   NULL);
}
