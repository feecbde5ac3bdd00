/*
 * compat-dnssd.c - names that are already taken, and the host printers are announced on.
 *
 * PAPPL announces through Avahi's client library and gets three things wrong:
 *   - When another program on this computer has the name, Avahi says so at once. PAPPL logs it
 *     and forgets it: the printer is never announced.
 *   - When another computer has it, Avahi calls back with its lock held, and PAPPL then waits
 *     for the locks of system and printer, whose holders may be waiting for Avahi's. Both are
 *     noted here instead, and dnssd.c looks at the notes where it may take locks.
 *   - The host is the name PAPPL gave the system, for which nobody may publish an address.
 * Avahi knows the name it publishes itself. Effects: as the functions of libavahi-client they
 * stand for; keeps a list of their groups.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

/* Of Avahi's binary interface, as the dynamic linker sees it; its types are not needed here. */
#define GROUP_COLLISION 3
#define ERROR_COLLISION (-8)

typedef void (*group_callback_fn)(void *group, int state, void *ctx);
typedef void *(*group_new_fn)(void *client, group_callback_fn callback, void *ctx);
typedef int (*group_free_fn)(void *group);
typedef int (*add_service_fn)(void *group, int interface, int protocol, int flags,
                              const char *name, const char *type, const char *domain,
                              const char *host, uint16_t port, void *txt);

void *avahi_entry_group_new(void *client, group_callback_fn callback, void *ctx);
int avahi_entry_group_free(void *group);
int avahi_entry_group_add_service_strlst(void *group, int interface, int protocol, int flags,
                                         const char *name, const char *type, const char *domain,
                                         const char *host, uint16_t port, void *txt);

/* What one printer, or the system, announces. */
struct group {
    struct group *next;
    void *avahi; /* Avahi's own; NULL while it is being made */
    void *owner; /* the printer or system */
    group_callback_fn callback;
    bool taken; /* a name of it */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of groups and what is in them */
static struct group *groups;

static struct group **find_avahi(const void *avahi)
{
    struct group **at = &groups;

    while (*at != NULL && (*at)->avahi != avahi)
        at = &(*at)->next;
    return at;
}

static void note_taken(struct group *group)
{
    pthread_mutex_lock(&lock);
    group->taken = true;
    pthread_mutex_unlock(&lock);
}

/* Called by Avahi's thread. The group lives: it is freed under the lock that thread has. */
static void group_changed(void *avahi, int state, void *ctx)
{
    struct group *group = ctx;

    if (state == GROUP_COLLISION)
        note_taken(group);
    else if (group->callback != NULL)
        group->callback(avahi, state, group->owner);
}

void *avahi_entry_group_new(void *client, group_callback_fn callback, void *ctx)
{
    group_new_fn next = (group_new_fn)compat_next("avahi_entry_group_new");
    struct group *group = calloc(1, sizeof(*group));
    void *avahi = NULL;

    if (next != NULL && group != NULL) {
        group->owner = ctx;
        group->callback = callback;
        avahi = next(client, group_changed, group);
    }
    if (avahi == NULL) {
        free(group);
        return NULL;
    }
    pthread_mutex_lock(&lock);
    group->avahi = avahi;
    group->next = groups;
    groups = group;
    pthread_mutex_unlock(&lock);
    return avahi;
}

int avahi_entry_group_free(void *avahi)
{
    group_free_fn next = (group_free_fn)compat_next("avahi_entry_group_free");
    struct group **at, *group;
    int result;

    pthread_mutex_lock(&lock);
    at = find_avahi(avahi);
    group = *at;
    if (group != NULL)
        *at = group->next;
    pthread_mutex_unlock(&lock);
    result = next != NULL ? next(avahi) : 0;
    free(group); /* it was the callback's until now */
    return result;
}

int avahi_entry_group_add_service_strlst(void *avahi, int interface, int protocol, int flags,
                                         const char *name, const char *type, const char *domain,
                                         const char *host, uint16_t port, void *txt)
{
    add_service_fn next = (add_service_fn)compat_next("avahi_entry_group_add_service_strlst");
    struct group *group;
    int result;

    (void)host;
    if (next == NULL)
        return ERROR_COLLISION;
    result = next(avahi, interface, protocol, flags, name, type, domain, NULL, port, txt);
    if (result == ERROR_COLLISION) {
        pthread_mutex_lock(&lock);
        group = *find_avahi(avahi);
        if (group != NULL)
            group->taken = true;
        pthread_mutex_unlock(&lock);
    }
    return result;
}

bool compat_name_taken(const void *owner)
{
    bool taken = false;

    pthread_mutex_lock(&lock);
    for (struct group *group = groups; group != NULL; group = group->next)
        if (group->owner == owner) {
            taken = taken || group->taken;
            group->taken = false;
        }
    pthread_mutex_unlock(&lock);
    return taken;
}
