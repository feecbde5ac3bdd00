/*
 * access-limit.h - how often somebody may be wrong: of one address, and of all together.
 *
 * A try is counted before it is known whether it is right, so that many at once gain nothing.
 * Of an address three are free; then each has to wait twice as long as the one before, up to
 * five minutes; an hour without tries forgets it. All addresses together have a hundred wrong
 * tries in ten minutes, and beyond that only those from which somebody was right before, and
 * this computer: whoever guesses from many addresses locks nobody out who was in already.
 * IPv6 counts by networks of 64 bits. Memory is bounded: the one that was quiet for longest
 * makes room. Effects: none; the caller brings the time, and keeps threads apart.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ACCESS_LIMIT_H
#define SERVER_ACCESS_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACCESS_LIMIT_HOSTS  256
#define ACCESS_LIMIT_FREE   3u
#define ACCESS_LIMIT_ALL    100u /* in ACCESS_LIMIT_SPAN seconds */
#define ACCESS_LIMIT_SPAN   600
#define ACCESS_LIMIT_LONG   300u /* seconds of the longest wait */
#define ACCESS_LIMIT_FORGET 3600

struct access_limit {
    struct access_limit_host {
        char host[48];
        unsigned wrong;
        int64_t last, next; /* seconds: the last try; when another one may be */
        bool known;         /* somebody was right */
    } hosts[ACCESS_LIMIT_HOSTS];
    size_t n;
    unsigned all; /* wrong tries since */
    int64_t since;
};

/* access_limit_try - one is about to be made at a time in seconds. 0: it may, and counts; else
 * the seconds until then. host: an address as text. */
unsigned access_limit_try(struct access_limit *limit, const char *host, int64_t now);

/* access_limit_right - that one was right: it counts no more. access_limit_undo - it was not
 * looked at. */
void access_limit_right(struct access_limit *limit, const char *host, int64_t now);
void access_limit_undo(struct access_limit *limit, const char *host);

/* access_is_loopback - whether an address as text is 127.0.0.0/8 or ::1, also where IPv6 has
 * the former in it. Pure. */
bool access_is_loopback(const char *host);

#endif
