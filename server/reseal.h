/*
 * reseal.h - PINs that an older version kept as they are on the disk: sealed at the start.
 * Effects: rewrites files; each is there whole, the old or the new one, after a crash.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RESEAL_H
#define SERVER_RESEAL_H

/* reseal_state - in a state file, and in the one before it. */
void reseal_state(const char *path);

/* reseal_spool - in the documents of a spool folder, before it is opened by anybody else. */
void reseal_spool(const char *folder);

#endif
