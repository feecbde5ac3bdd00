/*
 * compat.h - what stands between this program and defects of the libraries it is linked with.
 *
 * The guards are functions with the names of library functions. The program exports them
 * (-rdynamic, all server objects linked), so the dynamic linker prefers them for the calls of
 * libpappl too; each passes on to the library's own one. One file per guard tells why:
 *   compat-collections.c  ippCopyAttributes, ippCopyAttribute
 *   compat-requested.c    ippCreateRequestedArray
 *   compat-format.c       ippFindAttribute, papplClientRespondIPPUnsupported
 *   compat-raster.c       cupsRasterOpenIO, cupsRasterReadHeader2, cupsRasterReadPixels,
 *                         cupsRasterClose
 *   compat-message.c      compat_set_message, called in place of papplJobSetMessage
 *   compat-pause.c        papplPrinterPause, papplPrinterResume
 *   compat-printer-id.c   papplPrinterCreate
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

/*
 * compat_set_message - papplJobSetMessage, safe while clients ask for the job. All messages of
 * our jobs are set by it, by one thread at a time.
 */
void compat_set_message(pappl_job_t *job, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* compat_is_paused - whether somebody paused the queue and nobody has resumed it. */
bool compat_is_paused(const pappl_printer_t *printer);

/* compat_wait_while_paused - come back when the queue is resumed, or soon after canceled(ctx)
 * is true. */
void compat_wait_while_paused(pappl_printer_t *printer, bool (*canceled)(void *ctx), void *ctx);

/* compat_forget_pause - the queue is about to be deleted. */
void compat_forget_pause(const pappl_printer_t *printer);

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

/* Widest and highest page and the resolutions that are read; anything else is refused. */
#define RASTER_MAX_WIDTH  32768u
#define RASTER_MAX_HEIGHT 65536u
#define RASTER_MIN_DPI    50u
#define RASTER_MAX_DPI    2400u

/*
 * raster_guard_error - why the raster that this thread reads cannot be printed, as a sentence;
 * "" while it is sound. Asked by the callbacks that PAPPL calls between reading lines.
 */
const char *raster_guard_error(void);

/*
 * raster_guard_on_cancel - ask canceled(ctx) now and then while waiting for the sender; NULL
 * ends it. For the raster of this thread; forgotten when it is closed.
 */
void raster_guard_on_cancel(bool (*canceled)(void *ctx), void *ctx);

#endif
