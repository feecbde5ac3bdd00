/*
 * help.h - what "virtual-printer --help" says.
 * Effects: standard output. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_HELP_H
#define VIRTUAL_PRINTER_HELP_H

void help_print(void);

#endif
