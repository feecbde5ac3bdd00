/*
 * filter.h - pictures on their way to a job.
 * Effects: as job.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_FILTER_H
#define SERVER_FILTER_H

#include <pappl/pappl.h>

/* filter_register - JPEG and PNG by our readers; before there is a printer. */
void filter_register(pappl_system_t *system);

#endif
