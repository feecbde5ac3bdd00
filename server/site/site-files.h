/*
 * site-files.h - styles, scripts and pictures of the site, built into the program.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_SITE_FILES_H
#define SERVER_SITE_SITE_FILES_H

#include <stddef.h>
#include <stdint.h>

struct site_file {
    const char *name, *type;
    const uint8_t *bytes;
    size_t n;
};

/* site_file_find - NULL: there is none of that name. */
const struct site_file *site_file_find(const char *name);

#endif
