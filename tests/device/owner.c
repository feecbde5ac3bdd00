/*
 * owner.c - a job's owner as tests play it.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/device/owner.h"

#include <stdio.h>
#include <string.h>

const struct device_times owner_times = {
    .lookup = 5000,
    .connect = 5000,
    .retry_min = 1,
    .retry_max = 10,
    .busy = 50,
    .drain = 50,
    .ack = 20000,
    .final_ack = 20000,
};

static bool canceled(void *ctx)
{
    struct owner *owner = ctx;

    owner->asked++;
    return owner->cancel;
}

static void waiting(void *ctx, enum device_wait why, const char *message)
{
    struct owner *owner = ctx;

    owner->last = why;
    switch (why) {
    case DEVICE_CONNECTING:
        owner->connecting++;
        snprintf(owner->connecting_said, sizeof owner->connecting_said, "%s", message);
        if (owner->on_connecting)
            owner->on_connecting(owner);
        break;
    case DEVICE_BUSY:
        owner->busy++;
        snprintf(owner->busy_said, sizeof owner->busy_said, "%s", message);
        if (owner->on_busy)
            owner->on_busy(owner);
        break;
    case DEVICE_READY:
    default:
        owner->ready++;
        break;
    }
}

static void offer(void *ctx, uint64_t total)
{
    struct owner *owner = ctx;

    owner->account_wrong |= owner->offering || total <= owner->taken;
    owner->offering = true;
    owner->offered = total;
}

static void took(void *ctx, uint64_t total)
{
    struct owner *owner = ctx;

    owner->account_wrong |= !owner->offering || total < owner->taken || total > owner->offered;
    owner->offering = false;
    owner->taken = total;
}

bool owner_account(const struct owner *owner, const struct device *d)
{
    return !owner->account_wrong && !owner->offering && owner->taken == device_bytes(d) &&
           device_acknowledged(d) <= owner->taken;
}

struct device *owner_open(struct owner *owner, const char *uri)
{
    const struct device_events events = {
        .canceled = canceled, .waiting = waiting, .offer = offer, .took = took, .ctx = owner};
    char why[512];
    struct device *d = device_open(uri, &events, why, sizeof why);

    if (d)
        device_set_times(d, &owner_times);
    else
        printf("# %s: %s\n", uri, why);
    return d;
}

void owner_cancel(struct owner *owner)
{
    owner->cancel = true;
}

unsigned char owner_byte(size_t at)
{
    return (unsigned char)((at * 2654435761u) >> 13 ^ at >> 8);
}

enum result owner_write(struct device *d, size_t from, size_t n, size_t piece)
{
    unsigned char bytes[100000];
    enum result result = RESULT_OK;
    size_t i;

    while (n > 0 && result == RESULT_OK) {
        size_t part = n < piece ? n : piece;

        if (part > sizeof bytes)
            part = sizeof bytes;
        for (i = 0; i < part; i++)
            bytes[i] = owner_byte(from + i);
        result = device_write(d, bytes, part);
        from += part;
        n -= part;
    }
    return result;
}

bool owner_same(const unsigned char *bytes, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (bytes[i] != owner_byte(i))
            return false;
    return true;
}
