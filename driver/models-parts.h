/*
 * models-parts.h - hardware groups that stand in files of their own. For models*.c only.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_MODELS_PARTS_H
#define DRIVER_MODELS_PARTS_H

#include "driver/models.h"

/* FORMAT-pcl5e.md 4.1: the logical page begins a quarter of an inch from the paper's edge. */
#define PCL5E_MARGIN_HMM 643

extern const struct caps caps_generic_pcl;
extern const struct caps caps_generic_pcl5e;
extern const struct caps caps_generic_pcl5e_9;
extern const struct caps caps_generic_pclxl3;

#endif
