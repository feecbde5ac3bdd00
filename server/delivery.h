/*
 * delivery.h - takes the jobs of a queue to its machine, on a thread of its own.
 *
 * The machine may be off, asleep, busy, out of paper, jammed or gone, before, during and
 * between pages: the thread waits, tells why, tries again, and goes on at a page boundary; what
 * it has sent is on the disk before and after each piece, so that it also goes on after this
 * program was killed. It holds no lock of anybody while it waits. How the place to go on is
 * found: resume.h. Effects: a thread, the device, the jobs of the queue.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DELIVERY_H
#define SERVER_DELIVERY_H

#include "driver/status.h"
#include "jobs.h"

struct delivery;

/* delivery_start - begin to serve a queue. The queue's delivery is set. False without a thread.
 */
bool delivery_start(struct job_queue *queue);

/*
 * delivery_stop - end the thread: the page that is on its way is sent if the machine takes it
 * within seconds, the machine's job is ended, the rest stays for the next start. Waits for
 * that, at most wait_ms. False: it is still not ended, and must not be freed.
 */
bool delivery_stop(struct job_queue *queue, unsigned wait_ms);

/* delivery_status - what the machine last told of itself. Never waits for it. */
void delivery_status(struct job_queue *queue, struct device_status *status);

#endif
