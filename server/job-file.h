/*
 * job-file.h - the description of a job, and of a queue's state, in a file each.
 *
 * An IPP message: libcups reads and writes it, collections and all. Replaced by rename, so
 * that all of the old or all of the new one is there after any crash.
 * Effects: files in one folder, mode 0600. SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_JOB_FILE_H
#define SERVER_JOB_FILE_H

#include "jobs.h"

/* job_file_pack - what is to be kept of a job. With the lock. To be freed by ippDelete. */
ipp_t *job_file_pack(const struct job *job);

/* job_file_unpack - fill in a zeroed job; *queue gets the printer-id. False: it is none. */
bool job_file_unpack(ipp_t *message, struct job *job, int *queue);

ipp_t *queue_file_pack(const struct job_queue *queue);
bool queue_file_unpack(ipp_t *message, struct job_queue *queue);

/* message_write - replace FOLDER/NAME; on the disk when true is returned. errno otherwise. */
bool message_write(const char *folder, const char *name, ipp_t *message);

/* message_read - NULL: not there or damaged. */
ipp_t *message_read(const char *folder, const char *name);

/* number_write, number_read - the same for one number as text; 0: not there. */
bool number_write(const char *folder, const char *name, unsigned long number);
unsigned long number_read(const char *folder, const char *name);

#endif
