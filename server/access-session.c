/*
 * access-session.c - see access-session.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access-session.h"

#include "vault.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>

#define MAX_RANDOM 32

bool access_random_text(char *text, size_t n)
{
    uint8_t bytes[MAX_RANDOM];

    text[0] = '\0';
    if (n > sizeof(bytes) || gnutls_rnd(GNUTLS_RND_RANDOM, bytes, n) != 0)
        return false;
    for (size_t i = 0; i < n; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    vault_wipe(bytes, sizeof(bytes));
    return true;
}

static bool hash_of(const char *id, uint8_t hash[32])
{
    return strlen(id) == ACCESS_SESSION_ID - 1 &&
           gnutls_hash_fast(GNUTLS_DIG_SHA256, id, ACCESS_SESSION_ID - 1, hash) == 0;
}

static bool is_over(const struct access_session *one, int64_t now)
{
    return one->user[0] == '\0' || now - one->made >= ACCESS_SESSION_LIFE ||
           now - one->used >= ACCESS_SESSION_IDLE;
}

static struct access_session *find(struct access_sessions *sessions, const char *id)
{
    uint8_t hash[32];

    if (!hash_of(id, hash))
        return NULL;
    for (size_t i = 0; i < ACCESS_SESSIONS_MAX; i++)
        if (sessions->list[i].user[0] != '\0' &&
            gnutls_memcmp(sessions->list[i].hash, hash, sizeof(hash)) == 0)
            return &sessions->list[i];
    return NULL;
}

bool access_session_begin(struct access_sessions *sessions, const char *user, int64_t now,
                          char id[ACCESS_SESSION_ID])
{
    struct access_session *place = &sessions->list[0];

    for (size_t i = 0; i < ACCESS_SESSIONS_MAX && !is_over(place, now); i++)
        if (is_over(&sessions->list[i], now) || sessions->list[i].used < place->used)
            place = &sessions->list[i];
    memset(place, 0, sizeof(*place));
    if (!access_random_text(id, 32) || !hash_of(id, place->hash))
        return false;
    snprintf(place->user, sizeof(place->user), "%s", user);
    place->made = place->used = now;
    return true;
}

bool access_session_user(struct access_sessions *sessions, const char *id, int64_t now,
                         char *user)
{
    struct access_session *one = find(sessions, id);

    user[0] = '\0';
    if (one == NULL)
        return false;
    if (is_over(one, now)) {
        memset(one, 0, sizeof(*one));
        return false;
    }
    one->used = now;
    memcpy(user, one->user, ACCESS_NAME_SIZE);
    return true;
}

void access_session_end(struct access_sessions *sessions, const char *id)
{
    struct access_session *one = find(sessions, id);

    if (one != NULL)
        memset(one, 0, sizeof(*one));
}

size_t access_sessions_end(struct access_sessions *sessions, const char *user,
                           const char *but_id)
{
    const struct access_session *but = but_id != NULL ? find(sessions, but_id) : NULL;
    size_t n = 0;

    for (size_t i = 0; i < ACCESS_SESSIONS_MAX; i++) {
        struct access_session *one = &sessions->list[i];

        if (one == but || one->user[0] == '\0' ||
            (user != NULL && strcmp(one->user, user) != 0))
            continue;
        memset(one, 0, sizeof(*one));
        n++;
    }
    return n;
}

size_t access_sessions_count(struct access_sessions *sessions, int64_t now)
{
    size_t n = 0;

    for (size_t i = 0; i < ACCESS_SESSIONS_MAX; i++)
        n += !is_over(&sessions->list[i], now);
    return n;
}
