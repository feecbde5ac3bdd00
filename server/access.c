/*
 * access.c - see access.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access.h"

#include "access-limit.h"
#include "log.h"
#include "vault.h"

#include <ctype.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Wrong codes before there is another one. */
#define CODE_TRIES 20u

/* Without what looks like something else: 0 O, 1 I L, 5 S, 2 Z, 8 B, U V. */
static const char letters[] = "34679ACDEFGHJKMNPQRTWXY";

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
/* Guarded by mutex. */
static struct access_limit limit;
static struct access_sessions sessions;
static char the_code[ACCESS_CODE_SIZE];
static unsigned code_wrong;

static int64_t now_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_BOOTTIME, &now); /* sleep counts, too */
    return now.tv_sec;
}

/* What a stranger typed, for the log: its lines are lines. */
static void tidy(const char *text, char *tidied, size_t size)
{
    size_t n = 0;

    for (; *text != '\0' && n + 1 < size; text++) {
        bool control = (unsigned char)*text < 0x20 || *text == 0x7F;

        tidied[n++] = ' ';
        if (!control)
            tidied[n - 1] = *text;
    }
    tidied[n] = '\0';
}

/* ---- names and passwords ---- */

static unsigned begin_try(const char *from)
{
    unsigned wait;

    pthread_mutex_lock(&mutex);
    wait = access_limit_try(&limit, from, now_seconds());
    pthread_mutex_unlock(&mutex);
    return wait;
}

static void end_try(const char *from, enum access_answer answer)
{
    pthread_mutex_lock(&mutex);
    if (answer == ACCESS_DONE)
        access_limit_right(&limit, from, now_seconds());
    else if (answer == ACCESS_BUSY)
        access_limit_undo(&limit, from);
    pthread_mutex_unlock(&mutex);
}

enum access_answer access_try(const char *from, const char *name, const char *password,
                              unsigned *wait)
{
    enum access_answer answer;
    char tidied[ACCESS_NAME_SIZE];

    if ((*wait = begin_try(from)) > 0)
        return ACCESS_WAIT;
    answer = access_people_check(name, password);
    end_try(from, answer);
    tidy(name, tidied, sizeof(tidied));
    if (answer == ACCESS_WRONG)
        /* the address first: a name may have anything in it */
        log_say(LOG_SAY_WARN, "[Access] From %s: a wrong name or password, as %s.", from,
                tidied);
    return answer;
}

/* ---- the code of the first visit ---- */

/* With the mutex. */
static bool make_code(void)
{
    size_t n = 0;

    while (n < 11) {
        uint8_t byte;

        if (gnutls_rnd(GNUTLS_RND_RANDOM, &byte, 1) != 0)
            return false;
        if (n == 5)
            the_code[n++] = '-';
        else if (byte < 256 / (sizeof(letters) - 1) * (sizeof(letters) - 1))
            the_code[n++] = letters[byte % (sizeof(letters) - 1)];
    }
    the_code[n] = '\0';
    code_wrong = 0;
    log_say(
        LOG_SAY_WARN,
        "[Access] Nobody administrates this server yet. The code for the first visit of its "
        "web page from another computer is %s",
        the_code);
    return true;
}

bool access_code(char code[ACCESS_CODE_SIZE])
{
    bool good = false;

    code[0] = '\0';
    if (access_people_any())
        return false;
    pthread_mutex_lock(&mutex);
    good = the_code[0] != '\0' || make_code();
    memcpy(code, the_code, ACCESS_CODE_SIZE);
    pthread_mutex_unlock(&mutex);
    return good;
}

bool access_code_same(const char *typed, const char *code)
{
    char plain[2][ACCESS_CODE_SIZE] = {"", ""};
    const char *texts[2] = {typed, code};

    for (size_t i = 0; i < 2; i++) {
        size_t n = 0;

        for (const char *c = texts[i]; *c != '\0'; c++) {
            if (*c == ' ' || *c == '-')
                continue;
            if (n + 1 >= sizeof(plain[i]))
                return false;
            plain[i][n++] = (char)toupper((unsigned char)*c);
        }
    }
    return code[0] != '\0' && gnutls_memcmp(plain[0], plain[1], sizeof(plain[0])) == 0;
}

enum access_answer access_try_code(const char *from, const char *code, unsigned *wait)
{
    bool right;

    if (access_people_any())
        return ACCESS_TAKEN;
    if ((*wait = begin_try(from)) > 0)
        return ACCESS_WAIT;
    pthread_mutex_lock(&mutex);
    right = access_code_same(code, the_code);
    if (!right && ++code_wrong >= CODE_TRIES)
        (void)make_code();
    pthread_mutex_unlock(&mutex);
    end_try(from, right ? ACCESS_DONE : ACCESS_WRONG);
    if (!right)
        log_say(LOG_SAY_WARN, "[Access] A wrong code for the first visit from %s.", from);
    return right ? ACCESS_DONE : ACCESS_WRONG;
}

/* ---- changes ---- */

static void end_sessions_of(const char *name)
{
    pthread_mutex_lock(&mutex);
    (void)access_sessions_end(&sessions, name, NULL);
    the_code[0] = '\0';
    pthread_mutex_unlock(&mutex);
}

enum access_answer access_add(const char *name, const char *password, enum access_who who,
                              const char *by)
{
    enum access_answer answer = access_people_set(name, password, who);

    if (answer == ACCESS_DONE) {
        end_sessions_of(name);
        log_say(LOG_SAY_WARN, "[Access] The password of the administrator %s was set by %s.",
                name, by);
    }
    return answer;
}

enum access_answer access_remove(const char *name, bool even_the_last, const char *by)
{
    enum access_answer answer = access_people_remove(name, even_the_last);

    if (answer == ACCESS_DONE) {
        end_sessions_of(name);
        log_say(LOG_SAY_WARN, "[Access] %s is an administrator no more, by %s.", name, by);
    }
    return answer;
}

/* ---- sessions ---- */

bool access_begin(const char *user, const char *from, char id[ACCESS_SESSION_ID])
{
    bool good;

    pthread_mutex_lock(&mutex);
    good = access_session_begin(&sessions, user, now_seconds(), id);
    pthread_mutex_unlock(&mutex);
    if (good)
        log_say(LOG_SAY_INFO, "[Access] %s has signed in from %s.", user, from);
    return good;
}

bool access_user(const char *id, char user[ACCESS_NAME_SIZE])
{
    bool good;

    pthread_mutex_lock(&mutex);
    good = access_session_user(&sessions, id, now_seconds(), user);
    pthread_mutex_unlock(&mutex);
    return good;
}

void access_end(const char *id, const char *from)
{
    char user[ACCESS_NAME_SIZE];
    bool was;

    pthread_mutex_lock(&mutex);
    was = access_session_user(&sessions, id, now_seconds(), user);
    access_session_end(&sessions, id);
    pthread_mutex_unlock(&mutex);
    if (was)
        log_say(LOG_SAY_INFO, "[Access] %s has signed out at %s.", user, from);
}

size_t access_end_others(const char *but_id, const char *by)
{
    size_t n;

    pthread_mutex_lock(&mutex);
    n = access_sessions_end(&sessions, NULL, but_id);
    pthread_mutex_unlock(&mutex);
    log_say(LOG_SAY_INFO, "[Access] %zu others were signed out by %s.", n, by);
    return n;
}

size_t access_count(void)
{
    size_t n;

    pthread_mutex_lock(&mutex);
    n = access_sessions_count(&sessions, now_seconds());
    pthread_mutex_unlock(&mutex);
    return n;
}
