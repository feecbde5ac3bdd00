/*
 * test-delivery-pcl5e.c - what test-delivery.c says, of a machine that speaks PCL 5e.
 * Effects: those of test-delivery.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#define DELIVERY_MODEL "generic_pcl5e"
#include "tests/unit/test-delivery.c"
