/*
 * ufr2lt-ticket.h - the packets before and behind the page data of a job in UFR II LT.
 * Effects: none of its own; packets go to the writer that is given.
 * Source: driver/FORMAT-ufr2lt.md section 3.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_UFR2LT_TICKET_H
#define DRIVER_UFR2LT_TICKET_H

#include "cpca.h"
#include "pdl.h"

/* ufr2lt_is_fine - whether a job of class JB400 has 600 x 600 dpi with two bits for a dot: its
 * size or its type tells. False for every other class. */
bool ufr2lt_is_fine(const struct caps *caps, const struct media *media,
                    const struct media_type *type);

/* ufr2lt_source - what the group calls a source. */
struct ufr2lt_source ufr2lt_source(const struct caps *caps, const struct media_source *source);

/* ufr2lt_send_ticket - from the first packet to the last before the page data. */
MUST_CHECK enum result ufr2lt_send_ticket(struct cpca *cpca, const struct caps *caps,
                                          const struct job_params *job);

/* ufr2lt_send_end - from the end of the page data to the last packet of a job. */
MUST_CHECK enum result ufr2lt_send_end(struct cpca *cpca);

#endif
