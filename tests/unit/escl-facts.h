/*
 * escl-facts.h - a scanner as tests of eSCL know it: the machine of group 1025 on USB.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_ESCL_FACTS_H
#define UNIT_ESCL_FACTS_H

#include "server/scan/escl-xml.h"

#include <stdlib.h>
#include <string.h>

/* Glass and feeder reach 2544 x 3472; 75 to 600 dpi; both sides; no sensor. */
static inline void make_facts(struct scanner_facts *facts)
{
    static const unsigned resolutions[] = {75, 150, 300, 600};

    memset(facts, 0, sizeof(*facts));
    strcpy(facts->name, "office");
    strcpy(facts->uuid, "01234567-89ab-4cde-8f01-23456789abcd");
    strcpy(facts->device, "pixma:04A926E6_ABC123");
    strcpy(facts->caps.maker, "Canon");
    strcpy(facts->caps.model, "imageRUNNER 1020/1024/1025");
    strcpy(facts->caps.serial, "ABC123");
    for (size_t i = 0; i < SCAN_NUM_INPUTS; i++) {
        facts->caps.has[i] = true;
        facts->caps.width[i] = 2544;
        facts->caps.height[i] = 3472;
    }
    facts->caps.gray = facts->caps.color = true;
    memcpy(facts->caps.resolutions, resolutions, sizeof(resolutions));
    facts->caps.num_resolutions = 4;
    facts->known = true;
}

#endif
