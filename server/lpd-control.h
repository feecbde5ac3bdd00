/*
 * lpd-control.h - the texts of the LPD protocol: control files, command lines, names.
 * Effects: none. Source: RFC 1179 sections 5 to 7.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_LPD_CONTROL_H
#define SERVER_LPD_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A control file that is larger is refused; 7 MiB of lines tell no more than these. */
#define LPD_CONTROL_MAX 16384

#define LPD_FILES_MAX 64

/* Larger sizes mean that the sender does not know it: Windows says a number like that when it
 * does not count bytes before it sends. */
#define LPD_SIZE_SURE ((uint64_t)1 << 31)

/* A file to print. */
struct lpd_file {
    char data[132]; /* the name of its data file, "dfA123host" */
    char name[256]; /* what the person calls it, UTF-8; "" */
    unsigned copies;
};

/* Names in UTF-8 without control characters; "": not told. */
struct lpd_control {
    char host[132], user[132], job[256], title[256];
    struct lpd_file files[LPD_FILES_MAX];
    size_t num_files;
};

/*
 * lpd_control_parse - read a control file.
 *
 * bytes  n bytes, untrusted
 *
 * A data file that is named several times is one file with so many copies. False: it names no
 * file, or more than LPD_FILES_MAX.
 */
bool lpd_control_parse(const uint8_t *bytes, size_t n, struct lpd_control *control);

/* lpd_control_file - what a control file says of a data file; NULL: nothing. */
const struct lpd_file *lpd_control_file(const struct lpd_control *control, const char *data);

/* lpd_control_name - a name for the job of a file: the job's, the file's, or the title. "":
 * none is told. file may be NULL. */
const char *lpd_control_name(const struct lpd_control *control, const struct lpd_file *file);

/* "SIZE NAME" behind a subcommand that sends a file. */
struct lpd_size {
    uint64_t bytes; /* UINT64_MAX: until the sender ends */
    char name[132];
};

/* lpd_size_parse - false: it is not of this form. Of a data file, 0 and numbers that cannot be
 * are "until the sender ends"; of a control file, they are refused. */
bool lpd_size_parse(const char *line, bool data, struct lpd_size *size);

#endif
