/*
 * access-people.c - see access-people.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access-people.h"

#include "charset.h"
#include "vault.h"
#include "whole-file.h"

#include <crypt.h>
#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define METHOD    "$y$" /* yescrypt */
#define MAX_FILE  ((size_t)64 * 1024)
#define HASH_SIZE 256

/* Threads that wait for the one that hashes. */
#define MAX_WAITING 8u

struct person {
    char name[ACCESS_NAME_SIZE];
    char hash[HASH_SIZE];
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
/* Guarded by mutex. */
static struct person people[ACCESS_PEOPLE_MAX];
static size_t num_people;
static bool damaged;
static char file[1100];

static atomic_uint changes;

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static atomic_uint waiting;

static const char *const texts[ACCESS_ANSWERS][2] = {
    [ACCESS_DONE] = {"done",     "Done."                                                  },
    [ACCESS_BAD_NAME] = {"bad-name", "A name has 1 to 63 characters, and no colon."           },
    [ACCESS_SHORT] = {"short",    "A password has at least 10 characters."                 },
    [ACCESS_LONG] = {"long",     "A password has at most 128 characters."                 },
    [ACCESS_BAD_TEXT] = {"bad-text", "The password has characters in it that nobody can type."},
    [ACCESS_UNKNOWN] = {"unknown",  "There is no such administrator."                        },
    [ACCESS_WRONG] = {"wrong",    "The name or the password is wrong."                     },
    [ACCESS_LAST] = {"last",
                     "This is the last administrator: without one, whoever sits at this "
                     "computer administrates."                                            },
    [ACCESS_FULL] = {"full",     "There are too many administrators."                     },
    [ACCESS_TAKEN] = {"taken",    "There is an administrator already."                     },
    [ACCESS_BUSY] = {"busy",     "Too many sign in at this moment. Try again."            },
    [ACCESS_WAIT] = {"wait",     "There were too many wrong tries. Try again later."      },
    [ACCESS_NOT_KEPT] = {"not-kept", "That could not be written to the disk."                 },
};

const char *access_answer_text(enum access_answer answer)
{
    return texts[answer][1];
}

const char *access_answer_key(enum access_answer answer)
{
    static char keys[ACCESS_ANSWERS][40];
    static pthread_mutex_t keys_mutex = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&keys_mutex);
    if (keys[answer][0] == '\0')
        snprintf(keys[answer], sizeof(keys[answer]), "sign-in.answer-%s", texts[answer][0]);
    pthread_mutex_unlock(&keys_mutex);
    return keys[answer];
}

/* ---- rules ---- */

static bool is_text(const char *text)
{
    size_t n = strlen(text);

    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
            return false;
    return charset_utf8_length((const uint8_t *)text, n) == n;
}

bool access_name_check(const char *name)
{
    size_t n = strlen(name);

    return n > 0 && n < ACCESS_NAME_SIZE && is_text(name) && strchr(name, ':') == NULL &&
           name[0] != ' ' && name[n - 1] != ' ';
}

enum access_answer access_password_check(const char *password)
{
    size_t characters = 0;

    for (const char *c = password; *c != '\0'; c++)
        characters += ((unsigned char)*c & 0xC0) != 0x80;
    if (characters > ACCESS_PASSWORD_MAX || strlen(password) > ACCESS_PASSWORD_BYTES)
        return ACCESS_LONG;
    if (!is_text(password))
        return ACCESS_BAD_TEXT;
    return characters < ACCESS_PASSWORD_MIN ? ACCESS_SHORT : ACCESS_DONE;
}

/* ---- hashes ---- */

/* False: no memory, or the setting is none. */
static bool hash_with(const char *password, const char *setting, char *hash)
{
    struct crypt_data *work = calloc(1, sizeof(*work));
    const char *made = NULL;
    bool good;

    pthread_mutex_lock(&one_at_a_time);
    if (work != NULL)
        made = crypt_rn(password, setting, work, (int)sizeof(*work));
    good = made != NULL && (size_t)snprintf(hash, HASH_SIZE, "%s", made) < HASH_SIZE;
    pthread_mutex_unlock(&one_at_a_time);
    if (work != NULL)
        vault_wipe(work, sizeof(*work)); /* it has the password */
    free(work);
    return good;
}

static bool hash_new(const char *password, char *hash)
{
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];

    return crypt_gensalt_rn(METHOD, 0, NULL, 0, setting, (int)sizeof(setting)) != NULL &&
           hash_with(password, setting, hash);
}

/* What a name that is none is checked against: of a password that nobody knows. */
static void stand_in(char *hash)
{
    static char kept[HASH_SIZE];
    static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&once);
    if (kept[0] == '\0') {
        uint8_t bytes[24] = {0};
        char text[2 * sizeof(bytes) + 1];

        (void)gnutls_rnd(GNUTLS_RND_RANDOM, bytes, sizeof(bytes));
        for (size_t i = 0; i < sizeof(bytes); i++)
            snprintf(text + 2 * i, 3, "%02x", bytes[i]);
        if (!hash_new(text, kept))
            kept[0] = '\0';
    }
    memcpy(hash, kept, HASH_SIZE);
    pthread_mutex_unlock(&once);
}

/* ---- the file ---- */

/* With the mutex. */
static struct person *find(const char *name)
{
    for (size_t i = 0; i < num_people; i++)
        if (strcmp(people[i].name, name) == 0)
            return &people[i];
    return NULL;
}

static void take_line(char *line)
{
    char *hash = strchr(line, '\t');

    if (hash == NULL || num_people == ACCESS_PEOPLE_MAX)
        return;
    *hash++ = '\0';
    if (!access_name_check(line) || find(line) != NULL || hash[0] != '$' ||
        strlen(hash) >= HASH_SIZE)
        return;
    snprintf(people[num_people].name, ACCESS_NAME_SIZE, "%s", line);
    snprintf(people[num_people].hash, HASH_SIZE, "%s", hash);
    num_people++;
}

void access_people_open(const char *state_file, char *why, size_t why_size)
{
    size_t n = 0;
    char *text, *rest = NULL;

    why[0] = '\0';
    pthread_mutex_lock(&mutex);
    num_people = 0;
    damaged = false;
    snprintf(file, sizeof(file), "%s.administrators", state_file);
    text = whole_file_read(file, MAX_FILE, &n);
    if (text != NULL) {
        text[n] = '\0';
        for (char *line = strtok_r(text, "\n", &rest); line != NULL;
             line = strtok_r(NULL, "\n", &rest))
            take_line(line);
        damaged = num_people == 0;
        vault_wipe(text, n);
    } else
        damaged = errno != ENOENT;
    free(text);
    if (damaged)
        snprintf(why, why_size,
                 "The administrators in '%s' cannot be read: nobody can sign in. Set one "
                 "with: canon-printer-app administrator add NAME",
                 file);
    changes++;
    pthread_mutex_unlock(&mutex);
}

/* With the mutex. */
static bool save(void)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out;
    bool good;

    if (num_people == 0) {
        good = unlink(file) == 0 || errno == ENOENT;
        whole_file_sync_folder(file);
        return good;
    }
    if ((out = open_memstream(&text, &n)) == NULL)
        return false;
    for (size_t i = 0; i < num_people; i++)
        fprintf(out, "%s\t%s\n", people[i].name, people[i].hash);
    good = fclose(out) == 0 && whole_file_replace(file, text);
    free(text);
    return good;
}

/* ---- what is asked ---- */

bool access_people_any(void)
{
    bool any;

    pthread_mutex_lock(&mutex);
    any = num_people > 0 || damaged;
    pthread_mutex_unlock(&mutex);
    return any;
}

size_t access_people_list(char (*names)[ACCESS_NAME_SIZE], size_t max)
{
    size_t n;

    pthread_mutex_lock(&mutex);
    n = num_people;
    for (size_t i = 0; i < n && i < max; i++)
        memcpy(names[i], people[i].name, ACCESS_NAME_SIZE);
    pthread_mutex_unlock(&mutex);
    return n;
}

/* With the mutex: it is as it was where it cannot be kept. */
static enum access_answer put(const char *name, const char *hash, enum access_who who)
{
    struct person *person = find(name), before;
    size_t n = num_people;

    if (who == ACCESS_FIRST && (num_people > 0 || damaged))
        return ACCESS_TAKEN;
    if (person == NULL && num_people == ACCESS_PEOPLE_MAX)
        return ACCESS_FULL;
    if (person == NULL)
        person = &people[num_people++];
    before = *person;
    snprintf(person->name, sizeof(person->name), "%s", name);
    snprintf(person->hash, sizeof(person->hash), "%s", hash);
    if (!save()) {
        *person = before;
        num_people = n;
        return ACCESS_NOT_KEPT;
    }
    damaged = false;
    changes++;
    return ACCESS_DONE;
}

enum access_answer access_people_set(const char *name, const char *password,
                                     enum access_who who)
{
    enum access_answer answer = access_password_check(password);
    char hash[HASH_SIZE];

    if (!access_name_check(name))
        return ACCESS_BAD_NAME;
    if (answer != ACCESS_DONE)
        return answer;
    if (!hash_new(password, hash))
        return ACCESS_NOT_KEPT;
    pthread_mutex_lock(&mutex);
    answer = put(name, hash, who);
    pthread_mutex_unlock(&mutex);
    return answer;
}

enum access_answer access_people_remove(const char *name, bool even_the_last)
{
    enum access_answer answer = ACCESS_DONE;
    struct person *person, before;

    pthread_mutex_lock(&mutex);
    person = find(name);
    if (person == NULL)
        answer = ACCESS_UNKNOWN;
    else if (num_people == 1 && !even_the_last)
        answer = ACCESS_LAST;
    else {
        before = *person;
        *person = people[--num_people];
        if (save())
            changes++;
        else {
            people[num_people++] = *person;
            *person = before;
            answer = ACCESS_NOT_KEPT;
        }
    }
    pthread_mutex_unlock(&mutex);
    return answer;
}

enum access_answer access_people_check(const char *name, const char *password)
{
    char known[HASH_SIZE], made[HASH_SIZE] = "";
    const struct person *person;
    bool right = false, exists;

    if (strlen(password) > ACCESS_PASSWORD_BYTES)
        return ACCESS_WRONG;
    if (atomic_fetch_add(&waiting, 1) >= MAX_WAITING) {
        atomic_fetch_sub(&waiting, 1);
        return ACCESS_BUSY;
    }
    pthread_mutex_lock(&mutex);
    exists = (person = find(name)) != NULL;
    if (exists)
        memcpy(known, person->hash, sizeof(known));
    pthread_mutex_unlock(&mutex);
    if (!exists)
        stand_in(known);
    if (hash_with(password, known, made) && strlen(made) == strlen(known))
        right = gnutls_memcmp(made, known, strlen(known)) == 0;
    atomic_fetch_sub(&waiting, 1);
    return exists && right ? ACCESS_DONE : ACCESS_WRONG;
}

unsigned access_people_changes(void)
{
    return changes;
}
