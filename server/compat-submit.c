/*
 * compat-submit.c - submit and modify send what they are told.
 *
 * PAPPL's sub-commands send an option of a printer's own only if it is in
 * job-creation-attributes-supported, and with the syntax of NAME-supported; text where there is
 * none. A queue's own settings are no attributes of jobs, so other clients do not find them in
 * that list. And job-account-id-supported is a boolean (PWG 5100.3), which tells that there is
 * such an option, not what its values are: the id was sent as "false". So an answer to a
 * sub-command is put right when it has been read.
 * Effects: changes an answer.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include "printer.h"

#include <cups/ipp.h>

static void remove_booleans(ipp_t *answer)
{
    static const char *const names[] = {"job-account-id-supported",
                                        "job-accounting-user-id-supported"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        ipp_attribute_t *attr = ippFindAttribute(answer, names[i], IPP_TAG_BOOLEAN);

        if (attr != NULL)
            ippDeleteAttribute(answer, attr);
    }
}

static void add_settings(ipp_t *answer)
{
    ipp_attribute_t *attr =
        ippFindAttribute(answer, "job-creation-attributes-supported", IPP_TAG_KEYWORD);

    for (size_t i = 0; attr != NULL && printer_queue_options[i] != NULL; i++)
        if (!ippContainsString(attr, printer_queue_options[i]))
            (void)ippSetString(answer, &attr, ippGetCount(attr), printer_queue_options[i]);
}

void compat_read_answer(ipp_t *answer)
{
    remove_booleans(answer);
    add_settings(answer);
}
