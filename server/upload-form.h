/*
 * upload-form.h - an HTML form with files in it, as it comes in: files go to nameless temporary
 * files, never to memory, the other fields become options.
 *
 * What all forms that are there at one time have on the disk is bounded, and what is to stay
 * free of the disk stays free (documents.h). Effects: temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_UPLOAD_FORM_H
#define SERVER_UPLOAD_FORM_H

#include "multipart.h"
#include "scratch.h"

#include <cups/cups.h>

#define UPLOAD_MAX_FILES  10
#define UPLOAD_MAX_FIELDS 64

enum upload_fault {
    UPLOAD_FINE,
    UPLOAD_UNREADABLE, /* no form, or a field that is too long */
    UPLOAD_TOO_MANY,   /* files */
    UPLOAD_TOO_LARGE,  /* for one job */
    UPLOAD_NO_ROOM,    /* on the disk, now */
    UPLOAD_EMPTY,      /* there is no file in it */
    UPLOAD_SHORT,      /* it ends too early */
};

/* Must not be moved between begin and clear. All 0 at first; what is not said to be so is for
 * upload-form.c. */
struct upload_form {
    cups_option_t *fields; /* by all; values are UTF-8 */
    int num_fields;
    struct upload_file {
        char name[256]; /* as its sender calls it; "" */
        struct scratch file;
    } files[UPLOAD_MAX_FILES]; /* by all, to read */
    size_t num_files;
    enum upload_fault fault; /* by all: the first */
    char why[512];           /* by all: the same in a sentence; "" */

    size_t max_files;
    struct scratch_space space;
    struct multipart_taker taker;
    struct multipart parts;
    uint64_t charged; /* of what all forms may have */
    bool in_file;
    char field[128], value[256];
    size_t value_n;
};

/* upload_form_begin - by the Content-Type. False: it is no such form. */
bool upload_form_begin(struct upload_form *f, const char *content_type, size_t max_files);

/* upload_form_take - the next bytes. False: it wants no more, see fault. */
bool upload_form_take(struct upload_form *f, const uint8_t *bytes, size_t n);

/* upload_form_end - all has come: true when there is at least one whole file. */
bool upload_form_end(struct upload_form *f);

/* upload_form_set - a field more, or another value of it; "" is not kept. */
void upload_form_set(struct upload_form *f, const char *name, const char *value);

/* upload_form_get - NULL: it was not given, or is empty. */
const char *upload_form_get(const struct upload_form *f, const char *name);

/* upload_form_bytes - of its files on the disk. */
uint64_t upload_form_bytes(const struct upload_form *f);

/* upload_form_clear - files and fields are gone. */
void upload_form_clear(struct upload_form *f);

#endif
