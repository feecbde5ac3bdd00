/*
 * paper-offer.h - which papers a queue offers: the machine's own, sizes that people have
 * documents in and that go onto the next larger one, and any size within limits.
 *
 * A machine of this family takes no paper of a free size. What is asked in one is printed on
 * the queue's usual paper if that is large enough, else on the smallest that is (ticket.h), in
 * its own size, and the job says so. Effects: none. Source: PWG 5101.1 (names of sizes,
 * custom_min and custom_max).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PAPER_OFFER_H
#define SERVER_PAPER_OFFER_H

#include "driver/models.h"
#include "value.h"

/* The longest name of custom_max. */
#define PAPER_NAME_MAX 64

/*
 * paper_offer - PWG names for media-supported.
 *
 * names   out: at most max of them; those of the tables live as long as the program, the last
 *         one is in largest
 * largest out: PAPER_NAME_MAX bytes, for as long as names is used
 *
 * Returns how many. With room for two less than are needed, the free sizes are left out.
 */
size_t paper_offer(const struct caps *caps, const char *names[], size_t max, char *largest);

/* paper_is_offered - whether a size is one of the machine's, or can be put onto one. */
bool paper_is_offered(const struct caps *caps, const struct paper *paper);

#endif
