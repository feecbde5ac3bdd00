/*
 * compat-dnssd.c - PAPPL announces nothing: this program does (announce.h).
 *
 * PAPPL (1.3, 1.4) registers printers at Avahi by itself. When Avahi is restarted it goes on
 * with a dead connection, and printers stay invisible. When another program has the name it
 * forgets the printer. Avahi calls it back with its lock held, and it then waits for its own
 * locks, whose holders may be waiting for Avahi's. There is no option to switch this off, and
 * taking the names from the printers would take them from IPP's answers and the state file too.
 * So the Avahi that PAPPL sees is one that agrees to everything and does nothing: a poll
 * without a thread, a client without a connection, groups that are empty.
 *
 * The program's own calls pass through: theirs have another poll (AvahiSimplePoll).
 * Effects: none for PAPPL; else as the functions of libavahi-client they stand for.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-client/publish.h>
#include <avahi-common/error.h>
#include <avahi-common/thread-watch.h>

/* What PAPPL gets: addresses that nobody else has, behind which there is nothing. */
static char no_poll, no_client, no_group;
static const AvahiPoll no_api;

/* The library's function of the same name. */
#define NEXT(name) ((__typeof__(&(name)))compat_next(#name))

/* ---- the poll; nobody else has one with a thread ---- */

AvahiThreadedPoll *avahi_threaded_poll_new(void)
{
    return (AvahiThreadedPoll *)(void *)&no_poll;
}

const AvahiPoll *avahi_threaded_poll_get(AvahiThreadedPoll *poll)
{
    (void)poll;
    return &no_api;
}

int avahi_threaded_poll_start(AvahiThreadedPoll *poll)
{
    (void)poll;
    return 0;
}

void avahi_threaded_poll_lock(AvahiThreadedPoll *poll)
{
    (void)poll;
}

void avahi_threaded_poll_unlock(AvahiThreadedPoll *poll)
{
    (void)poll;
}

void avahi_threaded_poll_free(AvahiThreadedPoll *poll)
{
    (void)poll;
}

/* ---- the client ---- */

static bool is_nothing(const void *object)
{
    return object == &no_client || object == &no_group;
}

bool compat_avahi_is_nothing(const void *client)
{
    return is_nothing(client);
}

AvahiClient *avahi_client_new(const AvahiPoll *poll_api, AvahiClientFlags flags,
                              AvahiClientCallback callback, void *ctx, int *error)
{
    if (poll_api == &no_api)
        return (AvahiClient *)(void *)&no_client;
    return NEXT(avahi_client_new)(poll_api, flags, callback, ctx, error);
}

int avahi_client_errno(AvahiClient *client)
{
    return is_nothing(client) ? AVAHI_OK : NEXT(avahi_client_errno)(client);
}

/* Nobody renames the computer, PAPPL or not (compat-hostname.c). */
int avahi_client_set_host_name(AvahiClient *client, const char *name)
{
    (void)client;
    (void)name;
    return AVAHI_OK;
}

/* PAPPL looks for machines by DNS-SD through its client; this program has its own way. */
AvahiServiceBrowser *avahi_service_browser_new(AvahiClient *client, AvahiIfIndex interface,
                                               AvahiProtocol protocol, const char *type,
                                               const char *domain, AvahiLookupFlags flags,
                                               AvahiServiceBrowserCallback callback, void *ctx)
{
    if (is_nothing(client))
        return NULL;
    return NEXT(avahi_service_browser_new)(client, interface, protocol, type, domain, flags,
                                           callback, ctx);
}

AvahiServiceResolver *
avahi_service_resolver_new(AvahiClient *client, AvahiIfIndex interface, AvahiProtocol protocol,
                           const char *name, const char *type, const char *domain,
                           AvahiProtocol address_protocol, AvahiLookupFlags flags,
                           AvahiServiceResolverCallback callback, void *ctx)
{
    if (is_nothing(client))
        return NULL;
    return NEXT(avahi_service_resolver_new)(client, interface, protocol, name, type, domain,
                                            address_protocol, flags, callback, ctx);
}

AvahiRecordBrowser *avahi_record_browser_new(AvahiClient *client, AvahiIfIndex interface,
                                             AvahiProtocol protocol, const char *name,
                                             uint16_t clazz, uint16_t type,
                                             AvahiLookupFlags flags,
                                             AvahiRecordBrowserCallback callback, void *ctx)
{
    if (is_nothing(client))
        return NULL;
    return NEXT(avahi_record_browser_new)(client, interface, protocol, name, clazz, type, flags,
                                          callback, ctx);
}

/* ---- groups of services ---- */

AvahiEntryGroup *avahi_entry_group_new(AvahiClient *client, AvahiEntryGroupCallback callback,
                                       void *ctx)
{
    if (is_nothing(client))
        return (AvahiEntryGroup *)(void *)&no_group;
    return NEXT(avahi_entry_group_new)(client, callback, ctx);
}

int avahi_entry_group_free(AvahiEntryGroup *group)
{
    return is_nothing(group) ? AVAHI_OK : NEXT(avahi_entry_group_free)(group);
}

int avahi_entry_group_commit(AvahiEntryGroup *group)
{
    return is_nothing(group) ? AVAHI_OK : NEXT(avahi_entry_group_commit)(group);
}

int avahi_entry_group_add_service_strlst(AvahiEntryGroup *group, AvahiIfIndex interface,
                                         AvahiProtocol protocol, AvahiPublishFlags flags,
                                         const char *name, const char *type, const char *domain,
                                         const char *host, uint16_t port, AvahiStringList *txt)
{
    if (is_nothing(group))
        return AVAHI_OK;
    return NEXT(avahi_entry_group_add_service_strlst)(group, interface, protocol, flags, name,
                                                      type, domain, host, port, txt);
}

int avahi_entry_group_add_service_subtype(AvahiEntryGroup *group, AvahiIfIndex interface,
                                          AvahiProtocol protocol, AvahiPublishFlags flags,
                                          const char *name, const char *type,
                                          const char *domain, const char *subtype)
{
    if (is_nothing(group))
        return AVAHI_OK;
    return NEXT(avahi_entry_group_add_service_subtype)(group, interface, protocol, flags, name,
                                                       type, domain, subtype);
}

int avahi_entry_group_add_record(AvahiEntryGroup *group, AvahiIfIndex interface,
                                 AvahiProtocol protocol, AvahiPublishFlags flags,
                                 const char *name, uint16_t clazz, uint16_t type, uint32_t ttl,
                                 const void *data, size_t size)
{
    if (is_nothing(group))
        return AVAHI_OK;
    return NEXT(avahi_entry_group_add_record)(group, interface, protocol, flags, name, clazz,
                                              type, ttl, data, size);
}
