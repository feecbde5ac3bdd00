/*
 * web-parts.h - text as a part of HTML and of JSON.
 * Effects: writes.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WEB_PARTS_H
#define SERVER_WEB_PARTS_H

#include <stdio.h>

/* web_put_text - escaped, for elements and for attributes. NULL is nothing. */
void web_put_text(FILE *page, const char *text);

/* web_put_json - as a string of JSON with its quotes, which may also stand in HTML. */
void web_put_json(FILE *out, const char *text);

#endif
