/*
 * ppd-read.h - what a PPD of CUPS says: which machine it is for, and what is set in it.
 *
 * A reader of our own: that of libcups is deprecated and gone in the next version, takes files
 * only, and makes far more of them than is needed here. Reads any bytes; pure.
 * Source: PostScript Printer Description File Format Specification 4.3; CUPS' extensions to it.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PPD_READ_H
#define SERVER_PPD_READ_H

#include <stdbool.h>
#include <stddef.h>

#define PPD_MAX_OPTIONS 128
#define PPD_MAX_BYTES   ((size_t)4 << 20)
#define PPD_WORD        42 /* keywords have at most 40 characters */
#define PPD_TEXT        82

struct ppd_option {
    char keyword[PPD_WORD], text[PPD_TEXT];       /* text: "" where it has none */
    char choice[PPD_WORD], choice_text[PPD_TEXT]; /* what is set; "": it does not say */
};

struct ppd {
    char nickname[128], model[128], product[128], device_id[256];
    char filters[512]; /* of cupsFilter and cupsFilter2, a blank behind each */
    struct ppd_option options[PPD_MAX_OPTIONS];
    size_t n;
};

/* ppd_read - text: n bytes. False: that is no PPD. What makes no sense is left out. */
bool ppd_read(const char *text, size_t n, struct ppd *ppd);

#endif
