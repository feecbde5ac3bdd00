/*
 * ipp-uri.h - the addresses by which clients call a queue, other than its own one.
 *
 * A queue's own address is ipp://HOST:PORT/ipp/print/NAME. Windows' Internet Printing Client
 * makes http:// of it, adds /.printer, or was told CUPS' /printers/NAME; old programs leave out
 * the path or write it as on a disk. All are taken for the queue they mean, and rewritten
 * before PAPPL, which knows its own form only, sees them. Effects: none; ipp_uri_rewrite
 * changes a message. Source: RFC 3510, RFC 8011 appendix D, [MS-RPRN] for ".printer".
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_URI_H
#define SERVER_IPP_URI_H

#include <cups/ipp.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * ipp_uri_path - the path of the queue, or job, that an address means:
 *
 *   /ipp/print/NAME       for  /ipp/print/NAME, /ipp/printers/NAME, /printers/NAME, /NAME
 *   /ipp/print            the default queue: "/", "/ipp/print", "/ipp", "/printers", no path
 *   .../ID                with is_job, a number at the end, also behind /jobs
 *
 * each with or without /.printer behind it, a query, slashes doubled or at the end, backslashes
 * for slashes, and any scheme and host. NAME: as PAPPL makes it of a queue's name: percent
 * codes are undone, what an address cannot hold becomes '_', and one goes before a digit.
 *
 * uri     NUL-terminated, untrusted
 * is_job  it is a job-uri
 * path    out: size bytes with the NUL
 *
 * False when it means none of these (/ipp/system, a path with more parts) or does not fit.
 */
bool ipp_uri_path(const char *uri, bool is_job, char *path, size_t size);

/* ipp_uri_rewrite - printer-uri and job-uri of a request become a queue's own address. What
 * means nothing to us stays as it is. */
void ipp_uri_rewrite(ipp_t *request);

#endif
