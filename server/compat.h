/*
 * compat.h - what stands between this program and defects of the libraries it is linked with.
 *
 * The guards are functions with the names of library functions. The program exports them
 * (-rdynamic, all server objects linked), so the dynamic linker prefers them for the calls of
 * libpappl too; each passes on to the library's own one. One file per guard tells why:
 *   compat-collections.c  ippCopyAttributes, ippCopyAttribute
 *   compat-requested.c    ippCreateRequestedArray
 *   compat-respond.c      papplClientRespond
 *   compat-log.c          compat_system_create, called in place of papplSystemCreate
 *   compat-printer-id.c   papplPrinterCreate
 *   compat-uuid.c         ippAddString
 *   compat-text.c         ippRead
 *   compat-hostname.c     sethostname, avahi_client_set_host_name, cupsFileOpen,
 *                         avahi_client_get_host_name_fqdn, papplSystemGetHostName
 *   compat-dnssd.c        avahi_entry_group_new, avahi_entry_group_free,
 *                         avahi_entry_group_add_service_strlst
 * Effects: as the functions they stand for.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_COMPAT_H
#define SERVER_COMPAT_H

#include <pappl/pappl.h>
#include <stdbool.h>

/* A function of a type yet to be cast to. */
typedef void (*compat_fn)(void);

/* compat_next - the library's function of a name we export ourselves; NULL if there is none. */
compat_fn compat_next(const char *name);

/* compat_cached - the same, looked up once: known is the caller's, static, of the name. */
compat_fn compat_cached(_Atomic(compat_fn) *known, const char *name);

/* compat_optional - a function that only newer libraries have; NULL without it. */
compat_fn compat_optional(const char *name);

/* compat_on_change - call changed after each operation that changed settings, before its client
 * hears that it did; with none of PAPPL's locks held. Before there are clients. */
void compat_on_change(void (*changed)(pappl_system_t *system));

/* compat_system_create - papplSystemCreate without authentication, safe with a log of any size,
 * which is never turned over by PAPPL. */
pappl_system_t *compat_system_create(pappl_soptions_t options, const char *name, int port,
                                     const char *subtypes, const char *spool, const char *log,
                                     pappl_loglevel_t level);

/* compat_making_queue - the queue that this thread is about to make; 0: none any more. The name
 * is not copied. */
void compat_making_queue(int id, const char *name, bool is_new);

/*
 * compat_server_name - the name that clients reach this server by, to be kept whatever Avahi
 * says; NULL for the computer's. Not copied.
 */
void compat_server_name(const char *name);

/*
 * compat_name_taken - whether a printer or system, told by its address, could not be announced
 * since this was last asked because another program or computer has the name.
 */
bool compat_name_taken(const void *owner);

#endif
