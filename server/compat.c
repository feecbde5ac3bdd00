/*
 * compat.c - finding the library's own functions behind our guards.
 * Effects: asks the dynamic linker.
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "compat.h"

#include <dlfcn.h>
#include <string.h>

/* POSIX has one kind of pointer from dlsym, C two: the bytes are the same. */
static compat_fn look_up(void *where, const char *name)
{
    void *found = dlsym(where, name);
    compat_fn function;

    _Static_assert(sizeof(function) == sizeof(found), "pointers of one size");
    memcpy(&function, &found, sizeof(function));
    return function;
}

compat_fn compat_next(const char *name)
{
    return look_up(RTLD_NEXT, name);
}

compat_fn compat_cached(_Atomic(compat_fn) *known, const char *name)
{
    compat_fn function = *known;

    if (function == NULL)
        *known = function = compat_next(name);
    return function;
}

compat_fn compat_optional(const char *name)
{
    return look_up(RTLD_DEFAULT, name);
}
