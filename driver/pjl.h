/*
 * pjl.h - the Printer Job Language around a job in PCL 5e or PCL XL: its head and its foot.
 * Effects: none.
 * Source: driver/FORMAT-pcl5e.md section 2 (HP's PJL Technical Reference).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_PJL_H
#define DRIVER_PJL_H

#include "pdl.h"

enum {
    PJL_NAME_MAX = 80,  /* bytes of a name that are sent; PJL promises to keep as many */
    PJL_HEAD_MAX = 640, /* room that each head and foot fits in */
    PJL_FOOT_MAX = 160,
};

/* The languages of `ENTER LANGUAGE`. */
#define PJL_PCL   "PCL"
#define PJL_PCLXL "PCLXL"

/*
 * pjl_name - a name as it may stand between the quotes of PJL.
 *
 * name  any bytes, or NULL
 * text  out: PJL_NAME_MAX + 1 bytes, printable ASCII without quotes, NUL at the end. What is
 *       no ASCII, each UTF-8 character once, becomes "?", what controls a line becomes a space.
 *
 * Returns its length.
 */
size_t pjl_name(const char *name, char *text);

/*
 * pjl_head - all that stands before the first byte of the language: the exit from whatever the
 * printer was in, the job's names, the settings of the job, the change to the language.
 *
 * bytes     out: PJL_HEAD_MAX bytes
 * language  PJL_PCL or PJL_PCLXL
 *
 * Settings that are left to the machine are not in it. Copies, paper, source and type are not
 * either: both languages have commands of their own for them. Returns how many bytes it has.
 */
size_t pjl_head(uint8_t *bytes, const struct job_params *job, const char *language);

/*
 * pjl_foot - what stands behind the last byte of the language: the exit from it, the end of the
 * job, and the exit to where any next job begins. All settings of the head end with it.
 *
 * bytes  out: PJL_FOOT_MAX bytes
 *
 * Returns how many bytes it has.
 */
size_t pjl_foot(uint8_t *bytes, const struct job_params *job);

#endif
