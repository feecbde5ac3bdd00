/*
 * test-ipp-printer-alerts.c - each reason as an alert of the Printer MIB.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/ipp-printer-parts.h"

#include "tests/unit/tap.h"

#include <string.h>

/* Written down from RFC 3805 and the list of PrtAlertCodeTC at IANA, a row for each REASON_. */
static const struct expected {
    uint32_t reason;
    const char *alert;
} expected[] = {
    {REASON_MEDIA_JAM,           "code=jam;severity=critical;training=untrained;group=mediaPath"         },
    {REASON_COVER_OPEN,          "code=coverOpen;severity=critical;training=untrained;group=cover"       },
    {REASON_DOOR_OPEN,           "code=doorOpen;severity=critical;training=untrained;group=cover"        },
    {REASON_INPUT_TRAY_MISSING,
     "code=inputMediaTrayMissing;severity=critical;training=untrained;group=input"                       },
    {REASON_OUTPUT_TRAY_MISSING,
     "code=outputMediaTrayMissing;severity=critical;training=untrained;group=output"                     },
    {REASON_SUPPLY_MISSING,      "code=markerTonerCartridgeMissing;severity=critical;"
                            "training=untrained;group=markerSupplies"         },
    {REASON_TONER_EMPTY,
     "code=markerTonerEmpty;severity=critical;training=untrained;group=markerSupplies"                   },
    {REASON_MEDIA_NEEDED,
     "code=inputMediaChangeRequest;severity=critical;training=untrained;group=input"                     },
    {REASON_MEDIA_EMPTY,
     "code=inputMediaSupplyEmpty;severity=critical;training=untrained;group=input"                       },
    {REASON_OUTPUT_FULL,
     "code=outputMediaTrayFull;severity=critical;training=untrained;group=output"                        },
    {REASON_WASTE_FULL,          "code=markerWasteTonerReceptacleFull;severity=critical;"
                        "training=trained;group=markerSupplies"                   },
    {REASON_DRUM_EMPTY,
     "code=markerOpcLifeOver;severity=critical;training=trained;group=markerSupplies"                    },
    {REASON_OFFLINE,
     "code=subunitOffline;severity=critical;training=untrained;group=generalPrinter"                     },
    {REASON_ATTENTION,           "code=other;severity=critical;training=unknown;group=generalPrinter"    },
    {REASON_TRAY_EMPTY,
     "code=inputMediaSupplyEmpty;severity=warning;training=untrained;group=input"                        },
    {REASON_TONER_LOW,
     "code=markerTonerAlmostEmpty;severity=warning;training=untrained;group=markerSupplies"              },
    {REASON_MEDIA_LOW,
     "code=inputMediaSupplyLow;severity=warning;training=untrained;group=input"                          },
    {REASON_OUTPUT_NEAR_FULL,
     "code=outputMediaTrayAlmostFull;severity=warning;training=untrained;group=output"                   },
    {REASON_WASTE_NEAR_FULL,     "code=markerWasteTonerReceptacleAlmostFull;severity=warning;"
                             "training=trained;group=markerSupplies"         },
    {REASON_DRUM_LOW,
     "code=markerOpcLifeAlmostOver;severity=warning;training=trained;group=markerSupplies"               },
    {REASON_SERVICE,             "code=other;severity=warning;training=fieldService;group=generalPrinter"},
};

/* What is told of reasons to a client that asks for name, NULL: for all. The caller's. */
static ipp_t *told(uint32_t reasons, const char *name)
{
    static struct answer_slot said[ANSWER_SLOTS];
    static struct requested wanted;
    struct answer a = {
        .request = ippNew(), .response = ippNew(), .said = said, .wanted = &wanted};

    ippAddString(a.request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL,
                 name != NULL ? name : "all");
    answer_begin(&a);
    amend_alerts(&a, reasons, "CHECK E000");
    answer_end(&a);
    ippDelete(a.request);
    return a.response;
}

static bool is_alert(ipp_t *answer, int i, const char *want)
{
    ipp_attribute_t *attr = ippFindAttribute(answer, "printer-alert", IPP_TAG_STRING);
    int n = 0;
    const char *text =
        attr != NULL && i < ippGetCount(attr) ? ippGetOctetString(attr, i, &n) : NULL;

    return text != NULL && (size_t)n == strlen(want) && memcmp(text, want, (size_t)n) == 0;
}

static int count(ipp_t *answer, const char *name)
{
    ipp_attribute_t *attr = ippFindAttribute(answer, name, IPP_TAG_ZERO);

    return attr != NULL ? ippGetCount(attr) : 0;
}

static void test_each(void)
{
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        ipp_t *answer = told(expected[i].reason, NULL);

        ok(is_alert(answer, 0, expected[i].alert) && count(answer, "printer-alert") == 1 &&
               count(answer, "printer-alert-description") == 1,
           "%s is an alert with its sentence", status_reason_keyword(expected[i].reason));
        ippDelete(answer);
    }
}

static void test_several(void)
{
    ipp_t *none = told(0, NULL), *all = told((1u << NUM_REASONS) - 1, NULL),
          *one = told(REASON_ATTENTION, "printer-alert-description"),
          *other = told(REASON_ATTENTION, "printer-state");

    ok(ippFirstAttribute(none) == NULL, "With nothing the matter nothing is told");
    ok(count(all, "printer-alert") == NUM_REASONS &&
           count(all, "printer-alert-description") == NUM_REASONS &&
           is_alert(all, NUM_REASONS - 1, expected[NUM_REASONS - 1].alert),
       "All at once are as many alerts, in the order of the reasons");
    ok(count(one, "printer-alert") == 0 &&
           strstr(ippGetString(ippFindAttribute(one, "printer-alert-description", IPP_TAG_TEXT),
                               0, NULL),
                  "CHECK E000") != NULL,
       "The sentences can be asked for alone, and have what the panel shows");
    ok(ippFirstAttribute(other) == NULL, "Who does not ask is not told");
    ippDelete(none);
    ippDelete(all);
    ippDelete(one);
    ippDelete(other);
}

int main(void)
{
    test_each();
    test_several();
    return tap_done();
}
