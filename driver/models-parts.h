/*
 * models-parts.h - hardware groups that stand in files of their own. For models*.c only.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_MODELS_PARTS_H
#define DRIVER_MODELS_PARTS_H

#include "driver/models.h"

extern const struct caps caps_generic_pcl;

#endif
