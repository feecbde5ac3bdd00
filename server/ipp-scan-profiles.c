/*
 * ipp-scan-profiles.c - see ipp-scan-profiles.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-scan-profiles.h"

#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the list ---- */

/* As somebody would set it: what differs from what a new one has, and the three that tell most.
 */
static void settings_text(const struct scan_profile *p, char *text, size_t size)
{
    static const char *const formats[] = {"pdf", "jpeg", "png"};
    static const char *const inputs[] = {"platen", "feeder", "duplex"};
    static const char *const colors[] = {"bw", "gray", "color"};
    int n =
        snprintf(text, size, "format=%s input=%s color=%s resolution=%u", formats[p->format],
                 inputs[p->settings.input], colors[p->settings.color], p->settings.dpi);

    if (n > 0 && (size_t)n < size)
        snprintf(text + n, size - (size_t)n, "%s%s%s",
                 p->settings.drop_blank ? " blank-pages=drop" : "",
                 p->settings.straighten ? " straighten=yes" : "",
                 p->searchable ? " searchable=yes" : "");
}

struct listing {
    struct call *c;
    size_t n;
};

static bool list_profile(void *ctx, const struct scan_profile *p)
{
    static const char *const targets[] = {"folder", "mail", "command", "print"};
    struct listing *l = ctx;
    char text[256];

    settings_text(p, text, sizeof(text));
    call_add_text(l->c, "profile-names", l->n, p->name);
    call_add_text(l->c, "profile-settings", l->n, text);
    call_add_text(l->c, "profile-targets", l->n, targets[p->target]);
    call_add_text(l->c, "profile-wheres", l->n, p->where);
    call_add_text(l->c, "profile-patterns", l->n, p->pattern);
    call_add_text(l->c, "profile-scanners", l->n, p->scanner);
    call_add_integer(l->c, "profile-buttons", l->n, p->button);
    l->n++;
    return true;
}

static void list_profiles(struct call *c)
{
    struct listing l = {.c = c};

    call_done(c);
    profiles_each(list_profile, &l);
}

/* ---- changing one ---- */

/* What a new one has: pages to be read and kept. */
static void begin_profile(struct scan_profile *p, const char *name)
{
    memset(p, 0, sizeof(*p));
    snprintf(p->name, sizeof(p->name), "%s", name);
    p->settings.color = SCAN_GRAY;
    p->settings.dpi = 300;
    snprintf(p->pattern, sizeof(p->pattern), "%%Y-%%m-%%d %%n");
}

/* One "NAME=VALUE". */
static bool take_setting(struct scan_profile *p, const char *text, char *why, size_t why_size)
{
    char name[64];
    const char *value = strchr(text, '=');
    size_t n = value != NULL ? (size_t)(value - text) : 0;

    if (n == 0 || n >= sizeof(name)) {
        snprintf(why, why_size, "'%.64s' is not of the form NAME=VALUE.", text);
        return false;
    }
    memcpy(name, text, n);
    name[n] = '\0';
    return profile_parse(p, name, value + 1, why, why_size);
}

static bool change_profile(struct call *c, struct scan_profile *p, const char *name, char *why,
                           size_t why_size)
{
    ipp_attribute_t *set = ippFindAttribute(c->request, "profile-set", IPP_TAG_TEXT);

    if (strlen(name) >= sizeof(p->name) || name[0] == '\0') {
        snprintf(why, why_size, "A profile's name has 1 to %zu bytes.", sizeof(p->name) - 1);
        return false;
    }
    if (!profile_find(name, p))
        begin_profile(p, name);
    for (int i = 0; i < ippGetCount(set); i++)
        if (!take_setting(p, ippGetString(set, i, NULL), why, why_size))
            return false;
    if (p->where[0] == '\0') {
        snprintf(why, why_size, "Say where its pages go: folder=, mail=, command= or print=.");
        return false;
    }
    return profile_set(p, why, why_size);
}

static void set_profile(struct call *c, const char *name, bool gone)
{
    struct scan_profile *p = malloc(sizeof(*p));
    char why[512] = "There is no memory left.";
    bool good = false;

    if (gone)
        good = profile_delete(name, why, sizeof(why));
    else if (p != NULL)
        good = change_profile(c, p, name, why, sizeof(why));
    if (good) {
        log_say(LOG_SAY_INFO, "The profile '%s' was %s.", name, gone ? "taken out" : "set");
        call_done(c);
    } else
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, why);
    free(p);
}

void call_profiles(struct call *c)
{
    const char *name = call_string(c->request, "profile-name", IPP_TAG_ZERO);
    ipp_attribute_t *gone = ippFindAttribute(c->request, "profile-delete", IPP_TAG_BOOLEAN);

    if (name == NULL)
        list_profiles(c);
    else
        set_profile(c, name, gone != NULL && ippGetBoolean(gone, 0));
}
