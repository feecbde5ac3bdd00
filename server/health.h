/*
 * health.h - how the gateway is, for programs: /healthz for watchdogs, /metrics in the text
 * format of Prometheus.
 * Effects: answers HTTP requests.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_HEALTH_H
#define SERVER_HEALTH_H

#include "jobs.h"

#include <pappl/pappl.h>
#include <stdbool.h>
#include <stdio.h>

/* health_setup - add both; before the system runs. */
void health_setup(pappl_system_t *system, struct jobs *jobs);

/* health_good - whether all is well; else why not, a sentence without its stop. */
bool health_good(const char **why);

/* health_put_metrics - what /metrics shows. */
void health_put_metrics(FILE *out);

#endif
