/*
 * ask.c - see ask.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ask.h"

#include "site.h"

#include "server/ipp-jobs.h"

#include <stdio.h>

#define CONNECT_MS 5000

ipp_t *ask_new(ipp_op_t op, int queue)
{
    pappl_printer_t *printer = NULL;
    char path[256], uri[300];
    ipp_t *request;

    if (queue != 0 &&
        (printer = papplSystemFindPrinter(site.system, NULL, queue, NULL)) == NULL)
        return NULL;
    request = ippNewRequest(op);
    if (request == NULL)
        return NULL;
    if (printer != NULL) {
        papplPrinterGetPath(printer, NULL, path, sizeof(path));
        snprintf(uri, sizeof(uri), "ipp://localhost/ipp/print%s", path);
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
    } else
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "system-uri", NULL,
                     "ipp://localhost/ipp/system");
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, "web");
    return request;
}

ipp_t *ask(ipp_t *request, char *why, size_t why_size)
{
    http_t *http = site.socket != NULL
                       ? httpConnect2(site.socket, 0, NULL, AF_UNSPEC, HTTP_ENCRYPTION_NEVER, 1,
                                      CONNECT_MS, NULL)
                       : NULL;
    ipp_t *answer;

    if (http == NULL) {
        snprintf(why, why_size, "The server does not answer itself: %s.",
                 cupsLastErrorString());
        ippDelete(request);
        return NULL;
    }
    ipp_asks(true); /* what is read now is an answer */
    answer = cupsDoRequest(http, request,
                           ippFindAttribute(request, "printer-uri", IPP_TAG_URI) != NULL
                               ? "/ipp/print"
                               : "/ipp/system");
    ipp_asks(false);
    httpClose(http);
    if (answer != NULL && ippGetStatusCode(answer) <= IPP_STATUS_OK_EVENTS_COMPLETE)
        return answer;
    snprintf(why, why_size, "%s", cupsLastErrorString());
    ippDelete(answer);
    return NULL;
}

bool ask_do(ipp_t *request, char *why, size_t why_size)
{
    ipp_t *answer = ask(request, why, why_size);

    ippDelete(answer);
    return answer != NULL;
}
