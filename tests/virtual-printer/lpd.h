/*
 * lpd.h - the receiving side of the line printer daemon protocol (RFC 1179).
 * Effects: none of its own; what the callbacks do. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_LPD_H
#define VIRTUAL_PRINTER_LPD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lpd_state {
    LPD_COMMAND,    /* a line that begins with 1..5 */
    LPD_SUBCOMMAND, /* a line about a file of the job */
    LPD_FILE,       /* a file of known size */
    LPD_FILE_END,   /* the 0 behind it */
    LPD_OPEN_END,   /* a data file that ends with the connection */
    LPD_DONE,       /* nothing more is expected */
};

struct lpd {
    void (*reply)(void *ctx, const char *bytes, size_t n);
    void (*data)(void *ctx, const uint8_t *bytes, size_t n); /* of a data file */
    void (*data_end)(void *ctx);
    void *ctx;
    bool refuses; /* takes no job */
    enum lpd_state state;
    bool is_data;
    uint64_t left;
    char line[256];
    size_t line_have;
};

/* lpd_start - a new connection; the members before state are the caller's. */
void lpd_start(struct lpd *l);

/* lpd_feed - the next bytes. False when the connection is to be closed. */
bool lpd_feed(struct lpd *l, const uint8_t *bytes, size_t n);

#endif
