/*
 * client-devices.h - the sub-command devices.
 * Effects: those of discover.h and USB; standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_DEVICES_H
#define SERVER_CLIENT_DEVICES_H

#include "discover.h"

/*
 * client_devices - list the machines on USB and in the network: a URI for each line.
 *
 * verbose   below each what it is, what it said of itself and which model it would get; and fax
 *           interfaces, which take no jobs and are not offered
 *
 * The exit status.
 */
int client_devices(const struct discovery *how, bool verbose);

#endif
