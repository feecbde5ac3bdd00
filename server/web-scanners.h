/*
 * web-scanners.h - the scanners on the status page: what each is doing, where its own page is,
 * and who scanned lately. Pages are never shown there.
 * Effects: writes HTML; asks the registry of scanners.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WEB_SCANNERS_H
#define SERVER_WEB_SCANNERS_H

#include "web-parts.h"

/* web_put_scanners - all of them; nothing where there is none. Not with PAPPL's locks. */
void web_put_scanners(const struct web_drawing *drawing);

#endif
