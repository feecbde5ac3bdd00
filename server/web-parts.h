/*
 * web-parts.h - text as a part of HTML.
 * Effects: writes.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WEB_PARTS_H
#define SERVER_WEB_PARTS_H

#include <stdio.h>

/* web_put_text - escaped, for elements and for attributes. NULL is nothing. */
void web_put_text(FILE *page, const char *text);

#endif
