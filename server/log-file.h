/*
 * log-file.h - the log in a file that does not grow for ever.
 *
 * PAPPL turns its log over while it holds the log's lock, and waits for itself then (1.3). So
 * it always writes to standard error, and this module puts a file in the place of standard
 * error. Turning over is three renames and one dup2: a line that is being written goes to one
 * file or the other, whole. Effects: files, standard error, a thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_LOG_FILE_H
#define SERVER_LOG_FILE_H

#include <stdbool.h>
#include <stdint.h>

/* Files that are kept beside the one that is written: FILE.1, the latest, to FILE.3. */
#define LOG_FILE_KEEP 3

/* log_file_name - whether a log of this name is a file: not "-" and not "syslog". */
bool log_file_name(const char *name);

/* log_file_check - whether the file can be written. False: errno. */
bool log_file_check(const char *name);

/*
 * log_file_begin - from now on standard error is the file.
 *
 * name       copied
 * max_bytes  it is turned over when it is larger; 0: never
 *
 * False: errno; standard error is what it was.
 */
bool log_file_begin(const char *name, uint64_t max_bytes);

/* log_file_limit - another max_bytes, from now on. */
void log_file_limit(uint64_t max_bytes);

/* log_file_terminal - what standard error was before, for sentences to the person who starts
 * the program; -1: log_file_settle was called, or there is no file. */
int log_file_terminal(void);

/* log_file_settle - the program runs: let go of the terminal. */
void log_file_settle(void);

/* log_file_reopen - open the file anew, soon: somebody has moved it. For handlers of signals.
 */
void log_file_reopen(int signal_number);

/* log_file_tend - turn over or reopen if it is time to. Called each second by a thread of this
 * module; here for tests. */
void log_file_tend(void);

#endif
