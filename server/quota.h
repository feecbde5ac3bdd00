/*
 * quota.h - how many sides a person may print in a month: a limit for everybody, and for some
 * of their own, in all printers together and in one of them. Also the other settings of
 * people's accounting. One file, STATE.people.
 *
 * A person is the name that a client sends, which anybody can choose: limits are a convenience
 * that keeps people from forgetting themselves, no lock. Who sends none (raw port, many LPD
 * clients) is "anonymous", one person for all of them. Letters a to z are the same in both
 * cases. Effects: the file; any thread, held for moments.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_QUOTA_H
#define SERVER_QUOTA_H

#include <stdbool.h>
#include <stddef.h>

#define QUOTA_USER_MAX  127
#define QUOTA_NO_LIMIT  (-1)
#define QUOTA_SIDES_MAX 10000000
#define QUOTA_MAX       2000 /* limits */

/* A limit. */
struct quota {
    int queue;                     /* printer-id; 0: all together */
    char user[QUOTA_USER_MAX + 1]; /* "*": everybody who has none of their own there */
    long sides;                    /* a month; QUOTA_NO_LIMIT: as many as they like */
};

struct people_settings {
    unsigned keep_months; /* of accounting; 0: for ever */
    bool titles;          /* of jobs are recorded */
    bool refuse; /* a job beyond a limit is refused; else it waits for an administrator */
};

/* quota_open - read the file that belongs to a state file; there may be none. Lines that make
 * no sense are left out. */
void quota_open(const char *state_file);

/* quota_set - keep a limit; sides below QUOTA_NO_LIMIT: it is taken out. True: it is on the
 * disk. False and a sentence: it is as it was before. */
bool quota_set(const struct quota *quota, char *why, size_t why_size);

/* quota_list - at most max of them, those of all printers first; how many there are. */
size_t quota_list(struct quota *list, size_t max);

void people_settings_get(struct people_settings *settings);
bool people_settings_set(const struct people_settings *settings, char *why, size_t why_size);

/* quota_applies - whether a limit is set for a person in a queue, or in all. */
bool quota_applies(int queue, const char *user);

/*
 * quota_left - sides that a person may still print in a queue; QUOTA_NO_LIMIT: any number.
 *
 * used   sides the person has printed or is about to, in a queue (0: in all)
 */
long quota_left(int queue, const char *user, unsigned (*used)(void *ctx, int queue), void *ctx);

/* quota_forget - of a printer that was deleted. */
void quota_forget(int queue);

#endif
