/*
 * accounts.c - see accounts.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "accounts.h"

#include "vault.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_ACCOUNTS 5000
#define MAX_LINE     (ACCOUNT_USER_MAX + 16 + VAULT_SHORT_TEXT + 16)

/* A line. The PIN is sealed for its user. */
struct row {
    char user[ACCOUNT_USER_MAX + 1];
    char id[16];
    char sealed[VAULT_SHORT_TEXT]; /* "": no PIN */
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards all below */
static char file_name[1200];                              /* "": not to be written */
static struct row *table;                                 /* by their names */
static size_t num_accounts;

/* ---- one ---- */

static bool is_number(const char *text, size_t least)
{
    size_t n = strlen(text);

    return n >= least && n <= ACCOUNT_ID_MAX && strspn(text, "0123456789") == n;
}

static bool is_user(const char *user)
{
    size_t n = strlen(user);

    if (n == 0 || n > ACCOUNT_USER_MAX)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)user[i] < 0x20 || user[i] == 0x7F)
            return false;
    return true;
}

/* Copies a field of a line and steps behind it; false: it is too long. */
static bool next_field(const char **at, char *field, size_t size)
{
    size_t n = strcspn(*at, "\t\n");

    if (n >= size)
        return false;
    memcpy(field, *at, n);
    field[n] = '\0';
    *at += n;
    if (**at == '\t')
        (*at)++;
    return true;
}

/* What the PIN of a user is sealed for: that of one is not to be put into another one's line.
 */
static const char *purpose_of(const char *user, char *text, size_t n)
{
    snprintf(text, n, "PIN of the user %s", user);
    return text;
}

/* A row with the PIN sealed. False: there is no key. */
static bool seal(const struct account *account, struct row *row)
{
    char purpose[ACCOUNT_USER_MAX + 32];

    memset(row, 0, sizeof(*row));
    snprintf(row->user, sizeof(row->user), "%s", account->user);
    snprintf(row->id, sizeof(row->id), "%s", account->id);
    return account->pin[0] == '\0' ||
           vault_seal(purpose_of(account->user, purpose, sizeof(purpose)), account->pin,
                      row->sealed, sizeof(row->sealed));
}

static void unseal(const struct row *row, struct account *account)
{
    char purpose[ACCOUNT_USER_MAX + 32];

    memset(account, 0, sizeof(*account));
    snprintf(account->user, sizeof(account->user), "%s", row->user);
    snprintf(account->id, sizeof(account->id), "%s", row->id);
    account->pin_lost = row->sealed[0] != '\0' &&
                        !vault_unseal(purpose_of(row->user, purpose, sizeof(purpose)),
                                      row->sealed, account->pin, sizeof(account->pin));
}

/* *plain: its PIN was readable; without a key it stays so in this run. */
static bool read_row(const char *line, struct row *row, bool *plain)
{
    struct account account;

    memset(row, 0, sizeof(*row));
    if (!next_field(&line, row->user, sizeof(row->user)) ||
        !next_field(&line, row->id, sizeof(row->id)) ||
        !next_field(&line, row->sealed, sizeof(row->sealed)) || *line != '\n' ||
        !is_user(row->user) || !is_number(row->id, 1))
        return false;
    if (row->sealed[0] == '\0' || vault_is_sealed(row->sealed))
        return true;
    if (!is_number(row->sealed, 0))
        return false;
    *plain = true;
    memset(&account, 0, sizeof(account));
    memcpy(account.user, row->user, sizeof(account.user));
    memcpy(account.id, row->id, sizeof(account.id));
    snprintf(account.pin, sizeof(account.pin), "%.15s", row->sealed);
    if (!seal(&account, row))
        snprintf(row->sealed, sizeof(row->sealed), "%s", account.pin);
    vault_wipe(&account, sizeof(account));
    return true;
}

/* ---- the table; with the mutex ---- */

/* The place of a user, or where it would be. */
static size_t place_of(const char *user, bool *found)
{
    size_t i = 0;
    int order = 1;

    while (i < num_accounts && (order = strcasecmp(table[i].user, user)) < 0)
        i++;
    *found = i < num_accounts && order == 0;
    return i;
}

static bool put(struct row **list, size_t *n, size_t at, bool found, const struct row *row)
{
    struct row *larger;

    if (found) {
        (*list)[at] = *row;
        return true;
    }
    if (*n == MAX_ACCOUNTS || (larger = realloc(*list, (*n + 1) * sizeof(*larger))) == NULL)
        return false;
    *list = larger;
    memmove(&larger[at + 1], &larger[at], (*n - at) * sizeof(*larger));
    larger[at] = *row;
    (*n)++;
    return true;
}

static bool read_table(FILE *file, bool *plain)
{
    char line[MAX_LINE];
    struct row row;

    while (fgets(line, sizeof(line), file) != NULL) {
        bool found;
        size_t at;

        if (line[0] == '#' || line[0] == '\n')
            continue;
        if (!read_row(line, &row, plain))
            return false;
        at = place_of(row.user, &found);
        if (!put(&table, &num_accounts, at, found, &row))
            return false;
    }
    return ferror(file) == 0;
}

static void forget_table(void)
{
    free(table);
    table = NULL;
    num_accounts = 0;
}

bool accounts_find(const char *user, struct account *found)
{
    bool there;
    size_t at;

    pthread_mutex_lock(&mutex);
    at = place_of(user, &there);
    if (!there)
        at = place_of("*", &there);
    if (there)
        unseal(&table[at], found);
    pthread_mutex_unlock(&mutex);
    return there;
}

size_t accounts_list(struct account *list, size_t max)
{
    size_t n;

    pthread_mutex_lock(&mutex);
    n = num_accounts;
    for (size_t i = 0; i < n && i < max; i++) {
        memset(&list[i], 0, sizeof(list[i]));
        memcpy(list[i].user, table[i].user, sizeof(list[i].user));
        memcpy(list[i].id, table[i].id, sizeof(list[i].id));
        snprintf(list[i].pin, sizeof(list[i].pin), "%s", table[i].sealed[0] != '\0' ? "*" : "");
    }
    pthread_mutex_unlock(&mutex);
    return n;
}

/* ---- keeping ---- */

static bool sync_folder(void)
{
    char folder[sizeof(file_name)];
    char *slash;
    int fd;
    bool good;

    snprintf(folder, sizeof(folder), "%s", file_name);
    slash = strrchr(folder, '/');
    if (slash == NULL)
        snprintf(folder, sizeof(folder), ".");
    else
        slash[slash == folder ? 1 : 0] = '\0';
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return good;
}

static bool write_table(FILE *file, const struct row *list, size_t n)
{
    bool good = fputs("# user, department id, PIN (encrypted when it is read)\n", file) >= 0;

    for (size_t i = 0; good && i < n; i++)
        good = fprintf(file, "%s\t%s\t%s\n", list[i].user, list[i].id, list[i].sealed) > 0;
    return good && fflush(file) == 0 && fsync(fileno(file)) == 0;
}

/* Beside the file, then in its place: a crash leaves the old one or the new one. */
static bool keep(const struct row *list, size_t n)
{
    char new_name[sizeof(file_name) + 8];
    FILE *file = NULL;
    int fd;
    bool good;

    snprintf(new_name, sizeof(new_name), "%s.new", file_name);
    (void)unlink(new_name);
    fd = open(new_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0 && (file = fdopen(fd, "w")) == NULL)
        close(fd);
    good = file != NULL && write_table(file, list, n);
    if (file != NULL)
        good = fclose(file) == 0 && good;
    good = good && rename(new_name, file_name) == 0 && sync_folder();
    if (!good)
        (void)unlink(new_name);
    return good;
}

bool accounts_open(const char *path, char *why, size_t why_size)
{
    FILE *file;
    bool good = true, plain = false;

    why[0] = '\0';
    pthread_mutex_lock(&mutex);
    forget_table();
    file_name[0] = '\0';
    file = fopen(path, "re");
    if (file != NULL) {
        good = read_table(file, &plain);
        if (!good)
            snprintf(why, why_size, "The table of departments '%s' has a line that is none.",
                     path);
        (void)fclose(file);
    } else if (errno != ENOENT) {
        good = false;
        snprintf(why, why_size, "The table of departments '%s' cannot be read: %s.", path,
                 strerror(errno));
    }
    if (!good)
        forget_table();
    else
        snprintf(file_name, sizeof(file_name), "%s", path);
    if (good && plain && !keep(table, num_accounts))
        snprintf(why, why_size, "The PINs in '%s' could not be encrypted there: %s.", path,
                 strerror(errno));
    pthread_mutex_unlock(&mutex);
    return good;
}

/* A copy of the table with the change in it; NULL: there is no room. */
static struct row *changed(const struct row *row, size_t *n)
{
    struct row *list = malloc((num_accounts + 1) * sizeof(*list));
    bool found;
    size_t at = place_of(row->user, &found);

    if (list == NULL)
        return NULL;
    *n = num_accounts;
    if (num_accounts > 0)
        memcpy(list, table, num_accounts * sizeof(*list));
    if (row->id[0] != '\0') {
        if (!put(&list, n, at, found, row)) {
            free(list);
            return NULL;
        }
    } else if (found) {
        memmove(&list[at], &list[at + 1], (*n - at - 1) * sizeof(*list));
        (*n)--;
    }
    return list;
}

/* With the mutex. */
static bool set(const struct account *account, char *why, size_t why_size)
{
    size_t n = 0;
    struct row *list, row;
    bool found;

    (void)place_of(account->user, &found);
    if (account->id[0] == '\0' && !found)
        snprintf(why, why_size, "The user '%s' has no department.", account->user);
    else if (file_name[0] == '\0')
        snprintf(why, why_size, "The table of departments could not be read at the start.");
    else if (!seal(account, &row))
        snprintf(why, why_size,
                 "The PIN cannot be kept: this computer has no key to encrypt "
                 "it with; the server's log says why.");
    else if ((list = changed(&row, &n)) == NULL)
        snprintf(why, why_size, "The table of departments is full.");
    else if (!keep(list, n)) {
        snprintf(why, why_size, "The table of departments cannot be written: %s.",
                 strerror(errno));
        free(list);
    } else {
        free(table);
        table = list;
        num_accounts = n;
        return true;
    }
    return false;
}

bool accounts_set(const struct account *account, char *why, size_t why_size)
{
    bool good;

    if (!is_user(account->user) || (account->id[0] != '\0' && !is_number(account->id, 1)) ||
        !is_number(account->pin, 0)) {
        snprintf(why, why_size, "A department id and a PIN have up to %d digits.",
                 ACCOUNT_ID_MAX);
        return false;
    }
    pthread_mutex_lock(&mutex);
    good = set(account, why, why_size);
    pthread_mutex_unlock(&mutex);
    return good;
}
