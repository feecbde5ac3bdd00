/*
 * ipp-printer-alerts.c - what is the matter with the machine, as alerts of the Printer MIB.
 *
 * The same as printer-state-reasons, for clients that show the alerts of a fleet: what it is,
 * where, who can put it right, and the sentence a person reads. There are none while nothing is
 * the matter.
 * Source: PWG 5100.9 (printer-alert), RFC 3805 (PrtAlertCodeTC, PrtAlertGroupTC,
 * PrtAlertTrainingLevelTC).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-printer-parts.h"

#include <stdio.h>
#include <string.h>

struct alert {
    const char *code, *group, *training;
};

/* In the order of the bits of REASON_. */
static const struct alert alerts[] = {
    {"jam",                                  "mediaPath",      "untrained"   },
    {"coverOpen",                            "cover",          "untrained"   },
    {"doorOpen",                             "cover",          "untrained"   },
    {"inputMediaTrayMissing",                "input",          "untrained"   },
    {"outputMediaTrayMissing",               "output",         "untrained"   },
    {"markerTonerCartridgeMissing",          "markerSupplies", "untrained"   },
    {"markerTonerEmpty",                     "markerSupplies", "untrained"   },
    {"inputMediaChangeRequest",              "input",          "untrained"   },
    {"inputMediaSupplyEmpty",                "input",          "untrained"   },
    {"outputMediaTrayFull",                  "output",         "untrained"   },
    {"markerWasteTonerReceptacleFull",       "markerSupplies", "trained"     },
    {"markerOpcLifeOver",                    "markerSupplies", "trained"     },
    {"subunitOffline",                       "generalPrinter", "untrained"   },
    {"other",                                "generalPrinter", "unknown"     },
    {"inputMediaSupplyEmpty",                "input",          "untrained"   },
    {"markerTonerAlmostEmpty",               "markerSupplies", "untrained"   },
    {"inputMediaSupplyLow",                  "input",          "untrained"   },
    {"outputMediaTrayAlmostFull",            "output",         "untrained"   },
    {"markerWasteTonerReceptacleAlmostFull", "markerSupplies", "trained"     },
    {"markerOpcLifeAlmostOver",              "markerSupplies", "trained"     },
    {"other",                                "generalPrinter", "fieldService"},
};

_Static_assert(sizeof(alerts) / sizeof(alerts[0]) == NUM_REASONS, "one row for each bit");

static void add_alert(const struct answer *a, ipp_attribute_t **attr, unsigned reason)
{
    const struct alert *alert = &alerts[reason];
    bool stops = status_reason_severity(1u << reason) == SEVERITY_ERROR;
    char text[160];
    int n =
        snprintf(text, sizeof(text), "code=%s;severity=%s;training=%s;group=%s", alert->code,
                 stops ? "critical" : "warning", alert->training, alert->group);

    if (*attr == NULL)
        *attr = ippAddOctetString(a->response, IPP_TAG_PRINTER, "printer-alert", text, n);
    else
        ippSetOctetString(a->response, attr, ippGetCount(*attr), text, n);
}

void amend_alerts(const struct answer *a, uint32_t reasons, const char *panel)
{
    const struct status_words words = {.panel = panel};
    char sentences[NUM_REASONS][256];
    const char *values[NUM_REASONS];
    bool wanted = answer_wants(a, "printer-alert");
    ipp_attribute_t *attr = NULL;
    int n = 0;

    for (unsigned i = 0; i < NUM_REASONS; i++) {
        if ((reasons & 1u << i) == 0)
            continue;
        if (wanted)
            add_alert(a, &attr, i);
        status_reason_sentence(1u << i, &words, sentences[n], sizeof(sentences[n]));
        values[n] = sentences[n];
        n++;
    }
    if (n > 0)
        answer_put_strings(a, IPP_TAG_TEXT, "printer-alert-description", n, values);
}
