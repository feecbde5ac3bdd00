/*
 * output.c - see output.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "output.h"

#include <errno.h>
#include <unistd.h>

cairo_status_t output_write(void *ctx, const unsigned char *bytes, unsigned n)
{
    const int *fd = ctx;

    while (n > 0) {
        ssize_t done = write(*fd, bytes, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return CAIRO_STATUS_WRITE_ERROR;
        bytes += done;
        n -= (unsigned)done;
    }
    return CAIRO_STATUS_SUCCESS;
}
