/*
 * scanner-file.h - STATE.scanners: what is kept of scanners, as text.
 *
 *   scanner NAME             begins one; what follows is its
 *   printer 3                the number of its queue
 *   uuid 0a1b...
 *   set auto                 what was asked for: auto, off, or a device
 *   device pixma:04A926E6_X  what was found
 *   ports 8010 8011          of its listeners, plain and TLS
 *   maker, model, serial     texts
 *   reach platen 2544 3472   an input, in 1/300 inch
 *   colors gray color
 *   resolutions 75 150 300 600
 *   sensor                   it tells whether paper lies in its feeder
 *   buttons 2
 *
 * Effects: none but memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCANNER_FILE_H
#define SERVER_SCAN_SCANNER_FILE_H

#include "scanner.h"

/* The largest file that is read. */
#define SCANNER_FILE_MAX ((size_t)256 << 10)

/* What is kept of one. */
struct scanner_record {
    char name[SCANNER_NAME_SIZE];
    int printer_id; /* 0: none */
    char uuid[46];  /* "": none yet */
    struct scanner_settings settings;
    char device[SCAN_DEVICE_SIZE];
    unsigned port, tls_port;
    bool known; /* caps were seen */
    struct scan_caps caps;
};

/*
 * scanner_file_parse - read the text of the file.
 *
 * n         bytes; anything may be in them
 * records   out: at most max
 *
 * The number of records. One with a line that makes no sense is left out; lines that begin with
 * an unknown word are of a later version, and are passed over. Of two with the same name the
 * first counts.
 */
size_t scanner_file_parse(const char *text, size_t n, struct scanner_record *records,
                          size_t max);

/* scanner_file_format - the text of so many records; to be freed. NULL without memory. */
char *scanner_file_format(const struct scanner_record *records, size_t n);

/*
 * scanner_caps_sane - caps as they may be kept and announced: texts without control characters
 * and bad UTF-8, reaches and resolutions within limits and in order. False: nothing can be
 * scanned with them.
 */
bool scanner_caps_sane(struct scan_caps *caps);

/* scanner_text_clean - a text of others in place: bytes that are no printable UTF-8 are left
 * out, blanks at both ends, too. */
void scanner_text_clean(char *text);

/* scanner_name_valid - whether it can be a scanner's name: not empty, clean, short enough. */
bool scanner_name_valid(const char *name);

#endif
