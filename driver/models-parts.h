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

/* The sisters with UFR II LT or UFR II: models-slim*.c, -jbig.c, -packbits*.c. */
extern const struct caps caps_d1100;
extern const struct caps caps_d1300;
extern const struct caps caps_ir1730;
extern const struct caps caps_ir2520;
extern const struct caps caps_ir2535;
extern const struct caps caps_mf5800;
extern const struct caps caps_mf6700_carps2;
extern const struct caps caps_ir2016;
extern const struct caps caps_ir2018;
extern const struct caps caps_ir2020;
extern const struct caps caps_ir2022;
extern const struct caps caps_l1000_carps2;
extern const struct caps caps_lc800;
extern const struct caps caps_mf4600;
extern const struct caps caps_mf4600_carps2;
extern const struct caps caps_mf6500;
extern const struct caps caps_mf6500_carps2;
extern const struct caps caps_mf7100;
extern const struct caps caps_mf7100_carps2;
extern const struct caps caps_mf7200;
extern const struct caps caps_mf7300_carps2;
extern const struct caps caps_mf7400;
extern const struct caps caps_d400;
extern const struct caps caps_d400_japan;
extern const struct caps caps_d500;
extern const struct caps caps_ir2318;
extern const struct caps caps_ir2422;
extern const struct caps caps_l90;
extern const struct caps caps_l90_carps2;
extern const struct caps caps_mf3010;
extern const struct caps caps_mf4010;
extern const struct caps caps_mf4010_carps2;
extern const struct caps caps_mf4100;
extern const struct caps caps_mf4100_carps2;
extern const struct caps caps_mf4400;
extern const struct caps caps_mf4400_carps2;
extern const struct caps caps_mf4400w;
extern const struct caps caps_mf4500_carps2;
extern const struct caps caps_mf4500w;
extern const struct caps caps_ir105plus;
extern const struct caps caps_ir2230;
extern const struct caps caps_ir2830;
extern const struct caps caps_ir2270;
extern const struct caps caps_ir3025;
extern const struct caps caps_ir3030;
extern const struct caps caps_ir3035;
extern const struct caps caps_ir3225;
extern const struct caps caps_ir3230;
extern const struct caps caps_ir3235;
extern const struct caps caps_ir3530;
extern const struct caps caps_ir4530;
extern const struct caps caps_ir3570;
extern const struct caps caps_ir5055;
extern const struct caps caps_ir5075;
extern const struct caps caps_ir5570;
extern const struct caps caps_ir7086;
extern const struct caps caps_ir8070;
extern const struct caps caps_ir85plus;
extern const struct caps caps_ir9070;
extern const struct caps caps_iradv4025;
extern const struct caps caps_iradv4045;
extern const struct caps caps_iradv6055;
extern const struct caps caps_iradv6075;
extern const struct caps caps_iradv8085;
extern const struct caps caps_iradv8105;
extern const struct caps caps_ir105i_lipslx;
extern const struct caps caps_ir2230_lipslx;
extern const struct caps caps_ir2270_lipslx;
extern const struct caps caps_ir3025_lipslx;
extern const struct caps caps_ir3035_lipslx;
extern const struct caps caps_ir3225_lipslx;
extern const struct caps caps_ir3235_lipslx;
extern const struct caps caps_ir3570_lipslx;
extern const struct caps caps_ir5055_lipslx;
extern const struct caps caps_ir5075_lipslx;
extern const struct caps caps_ir5570_lipslx;
extern const struct caps caps_ir7086_lipslx;
extern const struct caps caps_ir7270n_lipslx;
extern const struct caps caps_ir8570n_lipslx;
extern const struct caps caps_iradv4025_lipslx;
extern const struct caps caps_iradv4045_lipslx;
extern const struct caps caps_iradv6055_lipslx;
extern const struct caps caps_iradv6075_lipslx;
extern const struct caps caps_iradv8085_lipslx;
extern const struct caps caps_iradv8105_lipslx;
extern const struct caps caps_lbp3360;
extern const struct caps caps_lbp3370;
extern const struct caps caps_lbp3410_lipslx;
extern const struct caps caps_lbp3460;
extern const struct caps caps_lbp3910_lipslx;
extern const struct caps caps_lbp3900_lipslx;
extern const struct caps caps_lbp3920_lipslx;
extern const struct caps caps_lbp3980_lipslx;
extern const struct caps caps_lbp4500_lipslx;
extern const struct caps caps_lbp6600_lipslx;
extern const struct caps caps_lbp6650;
extern const struct caps caps_lbp6670;
extern const struct caps caps_lbp6700_lipslx;
extern const struct caps caps_lbp6750;
extern const struct caps caps_lbp8630_lipslx;

#endif
