/*
 * device-lpd.h - where jobs for lpd:// are kept until they are whole.
 * Effects: a process-wide setting.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DEVICE_LPD_H
#define SERVER_DEVICE_LPD_H

/*
 * device_set_spool_folder - keep jobs for lpd:// in nameless files of this folder from now on.
 * NULL: in TMPDIR, or /tmp. Copied; may be called from any thread.
 */
void device_set_spool_folder(const char *folder);

#endif
