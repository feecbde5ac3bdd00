/*
 * urf.h - what a model can do in the words of Apple Raster, for urf-supported and DNS-SD's URF.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_URF_H
#define SERVER_URF_H

#include "driver/models.h"

#include <stddef.h>

#define URF_MAX_KEYWORDS 16

/*
 * urf_keywords - "V1.5", "W8", "RS600" and so on.
 *
 * keywords   out: at most max, which live as long as the program
 *
 * How many.
 */
size_t urf_keywords(const struct model *model, const char *keywords[], size_t max);

#endif
