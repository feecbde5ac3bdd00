/*
 * scan.c - see scan.h: how scans end, for machines and for people.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scan.h"

static const struct {
    const char *keyword, *text;
} results[] = {
    [SCAN_OK] = {"ok",         "The scan succeeded."                                             },
    [SCAN_NO_DOCS] = {"no-docs",    "There is no paper in the feeder."                                },
    [SCAN_JAMMED] = {"jammed",
                 "Paper is jammed in the feeder: remove it, and put the sheets in "
                     "again that were not scanned."                                              },
    [SCAN_COVER_OPEN] = {"cover-open", "A cover of the scanner is open: close it."                       },
    [SCAN_BUSY] = {"busy",       "The scanner is in use: try again when the print or the other scan "
                           "is done."                                    },
    [SCAN_INVALID] = {"invalid",    "The scanner cannot scan as it was asked to."                     },
    [SCAN_CANCELED] = {"canceled",   "The scan was canceled."                                          },
    [SCAN_IO] = {"io-error",
                 "Reading from the scanner failed: check its cable, and turn it off "
                 "and on."                                                                       },
    [SCAN_NO_MEMORY] = {"no-memory",  "There is not enough memory, or room on the disk, for the "
                                     "scan: try a lower resolution."},
    [SCAN_DENIED] = {"denied",     "The server may not use the scanner: add its user to the group "
                               "that owns the device (scanner or lp)." },
    [SCAN_GONE] = {"gone",       "The scanner is not there: turn it on, and check its cable."      },
    [SCAN_CRASHED] = {"crashed",    "The scanner's driver failed and was ended: try again."           },
    [SCAN_TIMEOUT] = {"timeout",    "The scanner did not answer in time: turn it off and on, and "
                                 "try again."                         },
};

static bool known(enum scan_result result)
{
    return (size_t)result < sizeof results / sizeof results[0];
}

const char *scan_result_keyword(enum scan_result result)
{
    return known(result) ? results[result].keyword : "unknown";
}

const char *scan_result_text(enum scan_result result)
{
    return known(result) ? results[result].text : "The scan failed.";
}
