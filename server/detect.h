/*
 * detect.h - which of our models is the machine at a URI.
 * Effects: as device_identify().
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DETECT_H
#define SERVER_DETECT_H

#include "driver/models.h"
#include "server/device.h"

/*
 * detect_model - ask the machine, for at most timeout_ms, and find its model.
 *
 * NULL and one sentence in why when it does not answer or is none of ours; the sentence names
 * what it called itself.
 */
const struct model *detect_model(const char *uri, unsigned timeout_ms, char *why,
                                 size_t why_size);

/* detect_choose - the model for what a machine said of itself, NULL: none of ours. */
const struct model *detect_choose(const struct device_identity *identity);

#endif
