/*
 * names.h - what drivers call things: the sources, the modes and the sensors of scanners, told
 * by their names, of which there is no standard.
 * Effects: none.
 * Source: options of the drivers of sane-backends 1.2.1, as their manuals name them.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SANE_NAMES_H
#define SERVER_SANE_NAMES_H

#include "server/scan/scan.h"

/* names_source - which input a source is, and how well the name fits (the greater the better).
 * 0: none of ours: film, cards, back sides alone. */
unsigned names_source(const char *source, enum scan_input *input);

/* names_mode - how well a mode fits what is wanted; 0: not at all. */
unsigned names_mode(const char *mode, bool color);

/* names_has - whether a word is in a name; upper and lower case are the same. */
bool names_has(const char *name, const char *word);

/* names_button - whether a sensor of this name is a button that somebody presses to scan. */
bool names_button(const char *option);

/* names_serial - the serial number that is in a device's name; "": none. Only pixma's has one:
 * "pixma:04A926E6_SERIAL". */
void names_serial(const char *device, char *serial, size_t size);

#endif
