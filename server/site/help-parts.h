/*
 * help-parts.h - what the files of "How do I print?" share. For site-help.c and help-*.c only.
 * Effects: write pages.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_HELP_PARTS_H
#define SERVER_SITE_HELP_PARTS_H

#include "parts.h"

/* How the visitor's computer reaches a printer. */
struct help_place {
    char printer[256];        /* what people call it */
    char host[256];           /* of the server; an IPv6 address has its brackets */
    char port[16];            /* of IPP */
    char queue[280];          /* "ipp/print/office" */
    char ipp[600], ipps[600]; /* ipps: "" where there is no certificate */
    char http[600];           /* the same address as Windows wants it */
    char windows7[600];
    char site[600]; /* this site */
};

/* help_host - the host of a Host field without its port; one that is this computer alone for
 * itself (localhost) is replaced by other, if that is not "". Pure. */
void help_host(const char *field, const char *other, char *host, size_t size);

/* ---- help-systems.c ---- */

/* help_put_systems - what to do, for each kind of device; the visitor's first and open. */
void help_put_systems(struct visit *visit, const struct help_place *place, int printer);

/* help_guess - the kind of device as its browser tells, "windows", "mac" ...; "": it is not
 * known. For the order alone. Pure. */
const char *help_guess(const char *agent, const char *platform);

/* ---- help-script.c ---- */

/* help_quote - a text as PowerShell's string that nothing is replaced in, with its quotes. All
 * quotation marks that PowerShell takes for one are doubled, control characters left out.
 * False: it does not fit. Pure. */
bool help_quote(const char *text, char *quoted, size_t size);

/* help_script - the script that adds a printer to Windows; of malloc. NULL: no memory, or an
 * address that is none. Pure but for memory. */
char *help_script(enum words_language language, const char *printer, const char *address);

#endif
