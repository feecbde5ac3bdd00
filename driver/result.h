/*
 * result.h - how an operation of the pure code ended.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_RESULT_H
#define DRIVER_RESULT_H

/* RESULT_OK is 0; anything else is final: the object that returned it does no more work. */
enum result {
    RESULT_OK,
    RESULT_IO,          /* the sink refused bytes */
    RESULT_SPACE,       /* the caller's buffer is too small */
    RESULT_FORMAT,      /* input breaks the format */
    RESULT_UNSUPPORTED, /* legal, but this model cannot do it */
};

#if defined(__GNUC__)
#define MUST_CHECK __attribute__((warn_unused_result))
#else
#define MUST_CHECK
#endif

#endif
