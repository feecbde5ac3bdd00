/*
 * models-pcl.c - what any laser printer that speaks PCL can be asked.
 * Effects: none.
 * Source: HP's PCL 5 and PCL XL references (sizes, sources and types that have numbers there);
 * what a given machine lacks it ignores or asks for at its panel.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/media-rows.h"
#include "driver/models-parts.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Columns: size, drawer, duplex. */
static const struct caps_media generic_media[] = {
    {&media_sizes[A4],          true,  true },
    {&media_sizes[LETTER],      true,  true },
    {&media_sizes[LEGAL],       true,  true },
    {&media_sizes[STATEMENT],   true,  false},
    {&media_sizes[EXECUTIVE],   true,  true },
    {&media_sizes[A5],          true,  false},
    {&media_sizes[B5],          true,  true },
    {&media_sizes[MONARCH],     false, false},
    {&media_sizes[NO10],        false, false},
    {&media_sizes[DL],          false, false},
    {&media_sizes[C5],          false, false},
    {&media_sizes[ENVELOPE_B5], false, false},
};

static const struct media_source *const generic_sources[] = {
    &media_sources[SOURCE_AUTO],
    &media_sources[SOURCE_BYPASS],
    &media_sources[SOURCE_DRAWER_1],
    &media_sources[SOURCE_DRAWER_2],
};

/* Columns: type, drawer, duplex, envelopes, sheets, sizes. */
static const struct caps_type generic_types[] = {
    {&media_types[TYPE_AUTO],         true,  true,  true,  true,  NULL},
    {&media_types[TYPE_PLAIN],        true,  true,  false, true,  NULL},
    {&media_types[TYPE_RECYCLED],     true,  true,  false, true,  NULL},
    {&media_types[TYPE_COLORED],      true,  true,  false, true,  NULL},
    {&media_types[TYPE_BOND],         true,  true,  false, true,  NULL},
    {&media_types[TYPE_HEAVY_1],      true,  true,  false, true,  NULL},
    {&media_types[TYPE_HEAVY_2],      false, false, false, true,  NULL},
    {&media_types[TYPE_TRANSPARENCY], false, false, false, true,  NULL},
    {&media_types[TYPE_LABELS],       false, false, false, true,  NULL},
    {&media_types[TYPE_ENVELOPE],     false, false, true,  false, NULL},
};

#define GENERIC_PARTS                                                                          \
    .make = "Generic", .dpi = 600, .pages_per_minute = 20, .max_copies = 999,                  \
    .max_binding_shift_hmm = 5000, .media = generic_media, .num_media = COUNT(generic_media),  \
    .sources = generic_sources, .num_sources = COUNT(generic_sources), .types = generic_types, \
    .num_types = COUNT(generic_types), .toner_save_default = CHOICE_DEVICE,                    \
    .refinement_default = CHOICE_DEVICE, .letter_default = "na_letter_8.5x11in"

#define PCL5E_PARTS GENERIC_PARTS, .margin_hmm = PCL5E_MARGIN_HMM

const struct caps caps_generic_pcl = {.name = "generic_pcl", GENERIC_PARTS};

/* Most machines number their sources as the LaserJets since the 4000: tray 1 is the bypass. */
const struct caps caps_generic_pcl5e = {
    .name = "generic_pcl5e", PCL5E_PARTS, .pcl5e = {.multi_purpose_tray = true}};

/* For those whose manual has raster compression 9: pages of text get smaller. */
const struct caps caps_generic_pcl5e_9 = {
    .name = "generic_pcl5e_9",
    PCL5E_PARTS,
    .pcl5e = {.multi_purpose_tray = true, .method_9 = true}
};

/* For those that say PCL XL 3.0: pages of text get smaller. */
const struct caps caps_generic_pclxl3 = {
    .name = "generic_pclxl3", GENERIC_PARTS, .pclxl = {.delta_row = true}};
