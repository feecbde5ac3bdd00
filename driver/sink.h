/*
 * sink.h - where bytes go.
 * Effects: none of its own; a sink's owner has them.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_SINK_H
#define DRIVER_SINK_H

#include "result.h"

#include <stddef.h>

/*
 * A sink takes all n bytes and returns RESULT_OK, or takes any number of them and returns
 * RESULT_IO; after that the writer must not call it again. The bytes belong to the caller and
 * are valid during the call only. n is never 0.
 */
struct sink {
    enum result (*write)(void *ctx, const void *bytes, size_t n);
    void *ctx;
};

MUST_CHECK static inline enum result sink_write(const struct sink *sink, const void *bytes,
                                                size_t n)
{
    return n == 0 ? RESULT_OK : sink->write(sink->ctx, bytes, n);
}

#endif
