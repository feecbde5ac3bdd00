/*
 * script.h - what shall happen to the virtual machine: the control file (now) and the scenario
 * (when). Effects: reads files. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_SCRIPT_H
#define VIRTUAL_PRINTER_SCRIPT_H

#include "tests/virtual-printer/faults.h"
#include "tests/virtual-printer/settings.h"

#define MAX_SCENES 256u

/* What a scene waits for; all count from the printer's start. */
enum cue {
    CUE_PAGE,       /* the engine begins its n-th page */
    CUE_PAGE_OUT,   /* the n-th page is out */
    CUE_BYTE,       /* n bytes of all connections have been read */
    CUE_JOB,        /* the first bytes of the n-th job */
    CUE_JOB_OUT,    /* the n-th job has been received, whole or not */
    CUE_CONNECTION, /* the n-th connection */
    CUE_TIME,       /* n ms after the scene before */
};

/* One line of a scenario: at the cue, a fault begins, or the settings change, or all is well.
 */
struct scene {
    enum cue cue;
    uint64_t number;
    bool has_fault, has_settings;
    struct fault fault;
    struct settings settings;
};

struct scenario {
    struct scene scenes[MAX_SCENES];
    size_t num;
};

/*
 * control_read   the faults that there are from now on, and the settings that the file names
 * scenario_read  its scenes
 *
 * False with a sentence in why for a file that cannot be read or understood; control_read
 * changes nothing then.
 */
bool control_read(struct faults *faults, struct settings *settings, const char *path, char *why,
                  size_t why_size);
bool scenario_read(struct scenario *scenario, const char *path, char *why, size_t why_size);

#endif
