/*
 * threads.c - pthread_setcanceltype() of this program, which stands before the C library's:
 * threads of drivers can be canceled where they wait, and nowhere else.
 *
 * SANE's drivers read in a thread that asks to be canceled at any instruction
 * (PTHREAD_CANCEL_ASYNCHRONOUS) and is canceled at the end of each page. One that is in
 * malloc() or free() then keeps its lock, and the end of the thread waits for that for ever:
 * seen once in 150 pages with the test backend of sane-backends 1.2.1. Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <pthread.h>

int pthread_setcanceltype(int type, int *old_type)
{
    (void)type;
    if (old_type != NULL)
        *old_type = PTHREAD_CANCEL_DEFERRED;
    return 0;
}
