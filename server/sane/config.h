/*
 * config.h - which drivers SANE loads: those of its own configuration, without the ones that
 * lead to scanners in the network (scan-wire.h); or one alone.
 *
 * SANE's switch reads which drivers there are from dll.conf and the folder dll.d, each in the
 * first of its folders of configuration that has it. A folder of ours is put before them, for
 * the time of sane_init(), with both; the drivers' own files are found in the others as before.
 * It has an empty dll.aliases too: a device is known by its true name, which tells its driver.
 * Effects: a folder of files for a moment; SANE_CONFIG_DIR of this process; loads SANE's
 * switch. Source: sane-dll(5), sane(7).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SANE_CONFIG_H
#define SERVER_SANE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

/* config_init - sane_init() with these drivers. only: one driver; "": all. False and a
 * sentence. */
bool config_init(const char *only, char *why, size_t why_size);

/* config_drivers - the drivers that all would be, a name a line; of malloc. NULL: no memory. */
char *config_drivers(void);

#endif
