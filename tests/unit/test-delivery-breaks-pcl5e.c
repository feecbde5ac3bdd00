/*
 * test-delivery-breaks-pcl5e.c - what test-delivery-breaks.c says, of a machine that speaks PCL
 * 5e. Effects: those of test-delivery-breaks.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#define DELIVERY_MODEL "generic_pcl5e"
#include "tests/unit/test-delivery-breaks.c"
