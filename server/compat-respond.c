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
#include "ipp-attributes.h"
#include "ipp-jobs.h"

#include <string.h>

typedef bool (*respond_fn)(pappl_client_t *, http_status_t, const char *, const char *, time_t,
                           size_t);

bool papplClientRespond(pappl_client_t *client, http_status_t code,
                        const char *content_encoding, const char *type, time_t last_modified,
                        size_t length)
{
    static _Atomic(compat_fn) known;
    respond_fn next = (respond_fn)compat_cached(&known, "papplClientRespond");

    if (code == HTTP_STATUS_OK && type != NULL && strcmp(type, "application/ipp") == 0 &&
        papplClientGetResponse(client) != NULL) {
        ipp_amend_response(client);
        length = ippLength(papplClientGetResponse(client));
    }
    return next != NULL && next(client, code, content_encoding, type, last_modified, length);
}
