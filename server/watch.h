/*
 * watch.h - folders: what is put into one is printed.
 *
 * A file is taken when it is whole: closed by who wrote it, moved there, or unchanged for some
 * seconds. It is renamed to .printing-NAME first, so that a crash between the two never prints
 * it twice: one that is found under such a name at the start goes to FOLDER/failed. What was
 * taken is removed, or moved to FOLDER/printed; what is not printed is moved to FOLDER/failed,
 * with the reason beside it in NAME.txt. A full queue only delays.
 *
 * Hidden files, folders, NAME.part and NAME.tmp are left alone, and so is what is no ordinary
 * file with one name: a link would have us read what its maker may not.
 * Effects: files in the folder, a thread for each folder, jobs.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WATCH_H
#define SERVER_WATCH_H

#include "ways.h"

/* watch_open - look at a folder; folder: kept by pointer. False and a sentence: it cannot be
 * served. */
bool watch_open(const struct way_folder *folder, bool keep, char *why, size_t why_size);

void watch_start(pappl_system_t *system);

/* watch_stop - after the file that is on its way, if it ends in a moment. */
void watch_stop(void);

#endif
