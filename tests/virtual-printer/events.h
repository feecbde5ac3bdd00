/*
 * events.h - what happens, one JSON object a line on standard output.
 * Effects: standard output. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_EVENTS_H
#define VIRTUAL_PRINTER_EVENTS_H

/*
 * event - {"event": "NAME", ...}
 *
 * Behind name come pairs: for each letter of types a key and its value, "s" a const char *
 * (NULL leaves the pair out), "u" an unsigned long long.
 */
void event(const char *name, const char *types, ...);

#endif
