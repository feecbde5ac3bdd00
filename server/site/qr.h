/*
 * qr.h - an address as a QR code, for a phone's camera: an SVG within the page.
 * Effects: memory. Source: ISO/IEC 18004, by libqrencode.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_QR_H
#define SERVER_SITE_QR_H

#include <stdbool.h>
#include <stdio.h>

/*
 * qr_put - write the picture.
 *
 * text   what the camera reads, UTF-8; up to 1000 bytes
 * label  what those hear or read who do not see it
 *
 * False, and nothing is written: it is too long, or there is no memory.
 */
bool qr_put(FILE *out, const char *text, const char *label);

#endif
