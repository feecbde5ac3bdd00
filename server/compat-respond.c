/*
 * compat-respond.c - answers tell what our jobs and the machine say.
 *
 * PAPPL's message for a printer's state is one of three words, its reasons stop at the ninth,
 * and it knows nothing of jobs that are not its own. There is no callback between making an
 * answer and sending it; so its last step stands here, which is told the length of the answer
 * in advance and therefore gets it anew.
 * Effects: as papplClientRespond; ipp_amend_response.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"
#include "ipp-access.h"
#include "ipp-events.h"
#include "ipp-finder.h"
#include "ipp-jobs.h"
#include "ipp-printer.h"
#include "ipp-system.h"

#include <string.h>

typedef bool (*respond_fn)(pappl_client_t *, http_status_t, const char *, const char *, time_t,
                           size_t);

static void (*settings_changed)(pappl_system_t *system);

void compat_on_change(void (*changed)(pappl_system_t *system))
{
    settings_changed = changed;
}

static bool changes_settings(ipp_op_t op)
{
    return op == IPP_OP_SET_PRINTER_ATTRIBUTES || op == IPP_OP_CREATE_PRINTER ||
           op == IPP_OP_DELETE_PRINTER || op == IPP_OP_SET_SYSTEM_ATTRIBUTES ||
           op == IPP_OP_CUPS_SET_DEFAULT || (int)op == IPP_OP_FINDER;
}

/* PAPPL keeps settings when its loop wakes up, after the client was told that they are set. */
static void keep_settings(pappl_client_t *client)
{
    ipp_t *request = papplClientGetRequest(client);

    if (settings_changed != NULL && request != NULL &&
        changes_settings(ippGetOperation(request)) &&
        papplClientIsAuthorized(client) == HTTP_STATUS_CONTINUE &&
        ippGetStatusCode(papplClientGetResponse(client)) <= IPP_STATUS_OK_EVENTS_COMPLETE)
        settings_changed(papplClientGetSystem(client));
}

bool papplClientRespond(pappl_client_t *client, http_status_t code,
                        const char *content_encoding, const char *type, time_t last_modified,
                        size_t length)
{
    static _Atomic(compat_fn) known;
    respond_fn next = (respond_fn)compat_cached(&known, "papplClientRespond");

    if (code == HTTP_STATUS_OK && type != NULL && strcmp(type, "application/ipp") == 0 &&
        papplClientGetResponse(client) != NULL) {
        http_status_t instead = ipp_access_answer();

        if (instead != (http_status_t)0)
            return next != NULL && next(client, instead, NULL, NULL, 0, 0);
        compat_set_defaults(client);
        keep_settings(client);
        ipp_amend_response(client);
        ipp_amend_system(client);
        ipp_amend_events(client);
        length = ippLength(papplClientGetResponse(client));
    }
    return next != NULL && next(client, code, content_encoding, type, last_modified, length);
}
