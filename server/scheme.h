/*
 * scheme.h - PAPPL's idea of a device, reduced to a note: a job opens its own (device.h).
 * Effects: registers with libpappl.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCHEME_H
#define SERVER_SCHEME_H

/* scheme_register - our socket, lpd, usb and file in place of PAPPL's. Before anything else of
 * PAPPL's devices is called. */
void scheme_register(void);

struct discovery;

/* scheme_discovery - how machines in the network are looked for when somebody lists devices;
 * copied, its strings are not. Before the first listing; without it, ours in all networks. */
void scheme_discovery(const struct discovery *how);

#endif
