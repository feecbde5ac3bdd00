/*
 * ipp-settings.c - see ipp-settings.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-settings.h"

#include "ipp-scan-profiles.h"
#include "log.h"
#include "server-settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CHANGES 32

/* No text of IPP has more bytes than 1023; what is longer is shown cut. */
#define TEXT_BYTES 1000

const char *const settings_from_words[] = {[OPTION_FROM_DEFAULT] = "default",
                                           [OPTION_FROM_FILE] = "file",
                                           [OPTION_FROM_START] = "start"};

static void add_row(struct call *c, size_t i, struct server_setting *s)
{
    server_setting_look(&option_rows[i], s);
    s->next[TEXT_BYTES] = s->usual[TEXT_BYTES] = '\0';
    call_add_text(c, "setting-names", i, option_rows[i].name);
    call_add_text(c, "setting-values", i, s->next);
    call_add_text(c, "setting-usual", i, s->usual);
    call_add_text(c, "setting-from", i, settings_from_words[s->from]);
    call_add_text(c, "setting-waits", i, s->pending ? "yes" : "no");
}

static void answer(struct call *c)
{
    struct server_setting *s = malloc(sizeof(*s));

    if (s == NULL) {
        call_respond(c, IPP_STATUS_ERROR_INTERNAL, "There is no memory left.");
        return;
    }
    call_done(c);
    for (size_t i = 0; i < num_option_rows; i++)
        add_row(c, i, s);
    free(s);
}

/* "NAME=VALUE" into a change; text is cut in two. False, and answered. */
static bool read_change(struct call *c, char *text, struct server_change *change)
{
    char *value = strchr(text, '=');
    char why[300];

    if (value != NULL)
        *value++ = '\0';
    change->row = option_find(text);
    change->value = value;
    if (value != NULL && change->row != NULL)
        return true;
    snprintf(why, sizeof(why), "The server has no option '%.100s'.", text);
    call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, why);
    return false;
}

static bool change(struct call *c, ipp_attribute_t *attr)
{
    struct server_change changes[MAX_CHANGES];
    char why[600] = "", *texts[MAX_CHANGES] = {NULL};
    size_t n = (size_t)ippGetCount(attr), bad;
    bool good = n <= MAX_CHANGES;

    if (!good)
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, "That is too much at once.");
    for (size_t i = 0; good && i < n; i++) {
        texts[i] = strdup(ippGetString(attr, (int)i, NULL));
        good = texts[i] != NULL && read_change(c, texts[i], &changes[i]);
    }
    if (good && !server_settings_change(changes, n, &bad, why, sizeof(why))) {
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, why);
        good = false;
    }
    for (size_t i = 0; good && i < n; i++)
        log_say(LOG_SAY_INFO, "The setting %s is '%s' now.", changes[i].row->name,
                changes[i].value);
    for (size_t i = 0; i < MAX_CHANGES; i++)
        free(texts[i]);
    return good;
}

void call_settings(struct call *c)
{
    ipp_attribute_t *attr = ippFindAttribute(c->request, "setting-set", IPP_TAG_TEXT);

    if (call_administrates(c) && (attr == NULL || change(c, attr)))
        answer(c);
}
