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

#endif
