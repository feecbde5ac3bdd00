/*
 * ipp-system.h - what answers about the server say of its state. PAPPL looks at its own jobs,
 * of which there are none: its system is idle for ever, since 1970.
 * Effects: changes answers.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_SYSTEM_H
#define SERVER_IPP_SYSTEM_H

#include "jobs.h"

#include <pappl/pappl.h>

/* ipp_system_setup - before there are clients. */
void ipp_system_setup(struct jobs *jobs);

/* ipp_amend_system - make an answer to Get-System-Attributes say what is; others stay. */
void ipp_amend_system(pappl_client_t *client);

#endif
