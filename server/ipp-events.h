/*
 * ipp-events.h - events of the state of queues, for clients that have subscribed to them.
 *
 * PAPPL keeps the subscriptions and hands events out. It knows nothing of the state that our
 * deliveries give a queue; so the keeper looks each second whether one has changed. Events of
 * jobs are not sent, and not announced: PAPPL's are bound to jobs of its own.
 * Effects: events in PAPPL's subscriptions; amends answers. Source: RFC 3995, RFC 3996.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_EVENTS_H
#define SERVER_IPP_EVENTS_H

#include "jobs.h"

#include <pappl/pappl.h>

void ipp_events_setup(pappl_system_t *system, struct jobs *jobs); /* before the system runs */

/* ipp_events_watch - a queue is served from now on: what changes later is told. */
void ipp_events_watch(struct job_queue *queue);

/* ipp_events_look - tell what has changed since the last time. By one thread, which holds no
 * lock. */
void ipp_events_look(void);

/* ipp_events_take_request - a request was read: who subscribes and names no event gets the one
 * that notify-events-default tells. PAPPL would take that of jobs, which never comes. */
#define IPP_EVENTS_DEFAULT "printer-state-changed"
void ipp_events_take_request(ipp_t *request);

/*
 * ipp_amend_events - in an answer about subscriptions and their events, the state of the queue
 * as it is now in place of PAPPL's. An event that was fetched late tells the present state, and
 * in its notify-text the one it was sent for.
 */
void ipp_amend_events(pappl_client_t *client);

#endif
