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
 *   compat-hostname.c     sethostname, cupsFileOpen, httpGetField, papplSystemGetHostName,
 *                         avahi_client_get_host_name_fqdn
 *   compat-tls.c          cupsSetServerCredentials, httpEncryption
 *   ipp-access.c          papplClientIsAuthorized
 *   compat-defaults.c     compat_take_defaults and compat_set_defaults, called by two of these
 *   compat-submit.c       compat_read_answer, called by that of ippRead
 *   queue-name.c          papplPrinterGetDeviceURI
 *   compat-dnssd.c        avahi_client_..., avahi_entry_group_..., avahi_threaded_poll_... and
 *                         others of libavahi-client that PAPPL calls
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

/* compat_take_defaults - a request was read; compat_set_defaults - PAPPL has made its answer,
 * which is sent next. By the thread of the client. */
void compat_take_defaults(ipp_t *request);
void compat_set_defaults(pappl_client_t *client);

/* compat_read_answer - a sub-command has read an answer of a server. */
void compat_read_answer(ipp_t *answer);

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
 * compat_server_names - the names that clients reach this server by; before the system is made.
 *
 * name      the one that they are told; "": the computer's
 * aliases   others, with commas between them; may be ""
 * port      for clients that name none
 */
void compat_server_names(const char *name, const char *aliases, int port);

/* compat_tls - the folder and name of the certificate; before the system is made. */
void compat_tls(const char *folder, const char *name);

/* compat_avahi_is_nothing - whether a client is the one without Avahi that PAPPL has. */
bool compat_avahi_is_nothing(const void *client);

#endif
