/*
 * sign-in.c - who a visitor is.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"

#include <string.h>

void sign_in_look(struct visit *visit)
{
    visit->admin = visit->request->local;
    snprintf(visit->token, sizeof(visit->token), "none");
}

bool sign_in_token_ok(const struct visit *visit, const char *token)
{
    return strcmp(visit->token, token) == 0;
}

struct http_answer *sign_in_ask(struct visit *visit)
{
    return visit_refuse(visit, 403, "site.not-allowed");
}

const struct site_part site_sign_in = {NULL, 0, NULL, NULL};
