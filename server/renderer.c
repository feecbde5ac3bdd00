/*
 * renderer.c - see renderer.h. Nothing is rendered yet.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "renderer.h"

#include <stdio.h>

bool renderer_can(const char *format, char *why, size_t why_size)
{
    if (why != NULL)
        snprintf(why, why_size, "There is no renderer for %s.", format);
    return false;
}
