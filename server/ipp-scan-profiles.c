/*
 * ipp-scan-profiles.c - see ipp-scan-profiles.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-scan-profiles.h"

#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- the list ---- */

/* The lines of profile_print, which are the longer ones of a profile's settings and more than a
 * text of IPP may have. */
#define TEXT_SIZE 4096

struct listing {
    struct call *c;
    size_t n;
};

static void add_lines(struct call *c, const char *name, char *text)
{
    char *rest = NULL;
    size_t i = 0;

    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        call_add_text(c, name, i++, line);
}

static bool list_profile(void *ctx, const struct scan_profile *p)
{
    struct listing *l = ctx;
    char text[TEXT_SIZE], name[32];

    call_add_text(l->c, "profile-names", l->n++, p->name);
    snprintf(name, sizeof(name), "profile-%zu", l->n);
    if (profile_print(p, text, sizeof(text)))
        add_lines(l->c, name, text);
    return true;
}

static void list_profiles(struct call *c)
{
    struct listing l = {.c = c};

    call_done(c);
    profiles_each(list_profile, &l);
}

/* ---- changing one ---- */

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
        profile_init(p, name);
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

/*
 * Whoever sets a profile has this program write into folders and run programs, with its rights:
 * root, or who runs it, may do so and no other user of this computer. The domain socket tells
 * who asks; loopback does not, so it is not believed.
 */
static bool may_set(struct call *c)
{
    int who[3] = {0, -1, -1}; /* struct ucred: process, user, group */
    socklen_t size = sizeof(who);
    int fd = httpGetFd(papplClientGetHTTP(c->client));

    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, who, &size) == 0 &&
        (who[1] == 0 || (uid_t)who[1] == geteuid()))
        return true;
    call_respond(c, IPP_STATUS_ERROR_FORBIDDEN,
                 "Profiles are set by root and by the user that runs the server, with "
                 "`canon-printer-app profile`.");
    return false;
}

void call_profiles(struct call *c)
{
    const char *name = call_string(c->request, "profile-name", IPP_TAG_ZERO);
    ipp_attribute_t *gone = ippFindAttribute(c->request, "profile-delete", IPP_TAG_BOOLEAN);

    if (name == NULL)
        list_profiles(c);
    else if (may_set(c))
        set_profile(c, name, gone != NULL && ippGetBoolean(gone, 0));
}
