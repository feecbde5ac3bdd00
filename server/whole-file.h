/*
 * whole-file.h - small files that are read and written as a whole.
 * Effects: files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WHOLE_FILE_H
#define SERVER_WHOLE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * whole_file_read - the bytes of a file, with room for a NUL that is not there yet; to be
 * freed.
 *
 * max   more than that is refused
 * n     out: how many there are
 *
 * NULL with errno.
 */
char *whole_file_read(const char *path, size_t max, size_t *n);

/*
 * whole_file_lines - call take for each line of a file that is not empty, without its end; take
 * may write into it. A file that is not there has none. False with errno.
 */
bool whole_file_lines(const char *path, size_t max, void (*take)(char *line));

/*
 * whole_file_write - all of text into a file that is made or emptied first; mode 0600.
 *
 * to_disk   when this returns true the bytes are on the disk
 *
 * False with errno.
 */
bool whole_file_write(const char *path, const char *text, bool to_disk);

/* whole_file_sync_folder - what was renamed in the folder of a file stays so. */
void whole_file_sync_folder(const char *path);

/*
 * whole_file_replace - text in place of what a file says: after a crash it is there whole, the
 * old or the new one. Uses PATH.new. False with errno.
 */
bool whole_file_replace(const char *path, const char *text);

#endif
