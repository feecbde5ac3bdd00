/*
 * accounts.h - departments of people: who prints without one gets that of the table.
 *
 * With department ids switched on, these machines print nothing without a valid one, and most
 * clients cannot send any. The table is one file beside the state file, mode 0600: a line for
 * each user, with the id and the PIN, tabs between. The PIN is sealed there (vault.h); one that
 * somebody wrote by hand, or an older version, is sealed when the table is read. It goes into
 * the ticket of a job and nowhere else: in no answer, no log.
 *
 * A user is the name that the client sends (requesting-user-name), which anybody can choose:
 * the table is a convenience, no lock. Letters a to z are the same in both cases, as Windows
 * has them. The user "*" is everybody who is not named. Effects: the file; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ACCOUNTS_H
#define SERVER_ACCOUNTS_H

#include <stdbool.h>
#include <stddef.h>

#define ACCOUNT_USER_MAX 127
#define ACCOUNT_ID_MAX   7 /* digits of an id and of a PIN that the machine takes */

struct account {
    char user[ACCOUNT_USER_MAX + 1];
    char id[16];   /* up to ACCOUNT_ID_MAX digits; room to tell one with more */
    char pin[16];  /* "": none */
    bool pin_lost; /* it has one, which cannot be read any more; of accounts_find */
};

/*
 * accounts_open - read the table; one that is not there yet is empty.
 *
 * False and a sentence: it cannot be read, or has a line that is none. Then nobody is in it,
 * and nothing can be set, so that it is not overwritten. True and a sentence: a PIN that was
 * readable in the file could not be sealed there.
 */
bool accounts_open(const char *path, char *why, size_t why_size);

/* accounts_find - of a user, else of "*". False: there is none. */
bool accounts_find(const char *user, struct account *found);

/*
 * accounts_set - an id and a PIN ("": none) for a user, kept when this returns; id "" takes the
 * user out. False and a sentence: it is as it was before.
 */
bool accounts_set(const struct account *account, char *why, size_t why_size);

/* accounts_list - at most max of them by their names, how many there are. Without PINs: where
 * there is one it is "*". */
size_t accounts_list(struct account *list, size_t max);

#endif
