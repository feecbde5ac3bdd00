/*
 * client-scan-ticket.h - a scan as people ask for it on the command line, and as eSCL has it.
 * Effects: none.
 * Source: the elements as sane-airscan and AirSane have them.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_SCAN_TICKET_H
#define SERVER_CLIENT_SCAN_TICKET_H

#include <stdbool.h>
#include <stddef.h>

/* NULL: not said. */
struct scan_wishes {
    const char *input;      /* platen, feeder, duplex */
    const char *color;      /* color, gray, bw */
    const char *resolution; /* dots per inch */
    const char *area;       /* a4, letter, legal, a5, or WIDTHxHEIGHT in mm */
    const char *format;     /* pdf, jpeg, png; else from the file's name */
    const char *file;
};

/* What the wishes come to. */
struct scan_ticket {
    char xml[2048];    /* ScanSettings */
    const char *type;  /* MIME type that is asked for */
    bool page_by_page; /* a file for each page */
};

/* scan_ticket_make - false and a sentence: one of the wishes makes no sense. */
bool scan_ticket_make(const struct scan_wishes *wishes, struct scan_ticket *ticket, char *why,
                      size_t why_size);

/* scan_ticket_file - the name of the file for page n, from 1: OUT.jpg, OUT-2.jpg, OUT-3.jpg.
 * False: too long. */
bool scan_ticket_file(const char *file, unsigned n, char *name, size_t size);

#endif
