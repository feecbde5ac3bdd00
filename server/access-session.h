/*
 * access-session.h - who is signed in: a random number of 256 bits that a browser has in a
 * cookie, of which a hash is kept here. In memory only: a new start signs everybody out.
 * Effects: asks for random bytes; the caller brings the time, and keeps threads apart.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ACCESS_SESSION_H
#define SERVER_ACCESS_SESSION_H

#include "access-people.h"

#include <stdint.h>

#define ACCESS_SESSIONS_MAX 64
#define ACCESS_SESSION_LIFE 43200 /* seconds: twelve hours, whatever is done */
#define ACCESS_SESSION_IDLE 7200  /* two hours */
#define ACCESS_SESSION_ID   65    /* bytes of its number as text, with its NUL */

struct access_sessions {
    struct access_session {
        uint8_t hash[32];
        char user[ACCESS_NAME_SIZE]; /* "": free */
        int64_t made, used;          /* seconds */
    } list[ACCESS_SESSIONS_MAX];
};

/* access_session_begin - a new one; where there are too many, in place of the one that was
 * quiet for longest. False: there is no randomness. */
bool access_session_begin(struct access_sessions *sessions, const char *user, int64_t now,
                          char id[ACCESS_SESSION_ID]);

/* access_session_user - whose it is, ACCESS_NAME_SIZE bytes, and that it is used now. False: it
 * is none, or over. */
bool access_session_user(struct access_sessions *sessions, const char *id, int64_t now,
                         char *user);

/* access_session_end - of one number. access_sessions_end - all of a user, NULL: of everybody,
 * but for one number (NULL: without exception); how many. */
void access_session_end(struct access_sessions *sessions, const char *id);
size_t access_sessions_end(struct access_sessions *sessions, const char *user,
                           const char *but_id);

/* access_sessions_count - that are not over. */
size_t access_sessions_count(struct access_sessions *sessions, int64_t now);

/* access_random_text - n bytes of chance as 2 n digits and a NUL. */
bool access_random_text(char *text, size_t n);

#endif
