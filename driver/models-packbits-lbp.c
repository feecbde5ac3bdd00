/*
 * models-packbits-lbp.c - printers that take PackBits.
 * Effects: none.
 * Source: the maker's driver for these machines, its options and what it sends, reduced to
 * rules; driver/FORMAT-ufr2lt.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models-ufr2.h"

/* clang-format off */

/* Sizes: drawer, two sides, sources it cannot come from, what else. */
#define LBP3360_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(STATEMENT, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(EXECUTIVE, DRAWER, SIMPLEX, 0, 0) \
    ROW(A5, DRAWER, SIMPLEX, 0, 0) \
    ROW(B5, DRAWER, SIMPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define LBP3410_LIPSLX_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, DRAWER, DUPLEX, 0, 0) \
    ROW(A5, DRAWER, DUPLEX, 0, 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0)
#define LBP3460_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, DRAWER, SIMPLEX, 0, 0) \
    ROW(A5, DRAWER, SIMPLEX, 0, 0) \
    ROW(B5, DRAWER, SIMPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define LBP3910_LIPSLX_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, DRAWER, DUPLEX, 0, TURNED) \
    ROW(A5, DRAWER, DUPLEX, 0, TURNED) \
    ROW(B5, DRAWER, DUPLEX, 0, TURNED) \
    ROW(A3, DRAWER, DUPLEX, 0, 0)
#define LBP4500_LIPSLX_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(LETTER, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(EXECUTIVE, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(B5, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(LARGE) | FROM(ENVELOPE), 0)
#define LBP6600_LIPSLX_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, DRAWER, SIMPLEX, 0, 0) \
    ROW(A5, DRAWER, SIMPLEX, 0, 0) \
    ROW(B5, DRAWER, SIMPLEX, 0, 0)
#define LBP6750_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(STATEMENT, DRAWER, SIMPLEX, 0, 0) \
    ROW(EXECUTIVE, DRAWER, SIMPLEX, 0, 0) \
    ROW(A5, DRAWER, SIMPLEX, 0, 0) \
    ROW(B5, DRAWER, SIMPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, 0)

/* Types: code, drawer, two sides, what it comes in, sizes of these it does not, sources. */
#define LBP3360_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, DUPLEX, ENVELOPES, 0, 0, 0)
#define LBP3410_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x09, DRAWER, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0)
#define LBP3460_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x1A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x09, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define LBP3910_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | IN(A5) | \
        IN(B5) | IN(A3), 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0)
#define LBP3900_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | IN(A5) | \
        IN(B5) | IN(A3), 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0)
#define LBP4500_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, DUPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, 0, 0, 0)
#define LBP6600_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ANY, 0, 0, 0)
#define LBP6650_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ANY, 0, 0, 0)
#define LBP6670_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ANY, 0, 0, 0)
#define LBP6700_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | IN(A5) | \
        IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define LBP6750_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define LBP8630_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)

MEDIA_TABLES(lbp3360_media, LBP3360_MEDIA)
MEDIA_TABLES(lbp3410_lipslx_media, LBP3410_LIPSLX_MEDIA)
MEDIA_TABLES(lbp3460_media, LBP3460_MEDIA)
MEDIA_TABLES(lbp3910_lipslx_media, LBP3910_LIPSLX_MEDIA)
MEDIA_TABLES(lbp4500_lipslx_media, LBP4500_LIPSLX_MEDIA)
MEDIA_TABLES(lbp6600_lipslx_media, LBP6600_LIPSLX_MEDIA)
MEDIA_TABLES(lbp6750_media, LBP6750_MEDIA)
TYPE_TABLES(lbp3360_types, LBP3360_TYPES)
TYPE_TABLES(lbp3410_lipslx_types, LBP3410_LIPSLX_TYPES)
TYPE_TABLES(lbp3460_types, LBP3460_TYPES)
TYPE_TABLES(lbp3910_lipslx_types, LBP3910_LIPSLX_TYPES)
TYPE_TABLES(lbp3900_lipslx_types, LBP3900_LIPSLX_TYPES)
TYPE_TABLES(lbp4500_lipslx_types, LBP4500_LIPSLX_TYPES)
TYPE_TABLES(lbp6600_lipslx_types, LBP6600_LIPSLX_TYPES)
TYPE_TABLES(lbp6650_types, LBP6650_TYPES)
TYPE_TABLES(lbp6670_types, LBP6670_TYPES)
TYPE_TABLES(lbp6700_lipslx_types, LBP6700_LIPSLX_TYPES)
TYPE_TABLES(lbp6750_types, LBP6750_TYPES)
TYPE_TABLES(lbp8630_lipslx_types, LBP8630_LIPSLX_TYPES)

/* ---- groups ---- */

const struct caps caps_lbp3360 = { /* LBP3360 */
    .name = "lbp3360",
    .dpi = 600, .pages_per_minute = 21, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3360_media, sources_lbp3360, lbp3360_types),
    .toner_save_default = CHOICE_OFF,
    .toner_save_always = true,
    .ufr2lt = {.model_id = {0x2020, 0x1058}, BANDS_PACKBITS, .no_group = true,
        .sources = sources_lbp3360_codes, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_lbp3370 = { /* LBP3370 */
    .name = "lbp3370",
    .dpi = 600, .pages_per_minute = 26, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3360_media, sources_lbp3360, lbp3360_types),
    .toner_save_default = CHOICE_OFF,
    .toner_save_always = true,
    .ufr2lt = {.model_id = {0x2020, 0x1068}, BANDS_PACKBITS, .no_group = true,
        .sources = sources_lbp3360_codes, .behind_media = records_0840, .last = records_1d},
    LETTER_USUAL,
};

const struct caps caps_lbp3410_lipslx = { /* LBP3410 (Japan) */
    .name = "lbp3410_lipslx",
    .dpi = 600, .pages_per_minute = 33, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3410_lipslx_media, sources_lbp3360, lbp3410_lipslx_types),
    .ufr2lt = {.model_id = {0x1010, 0x1054}, BANDS_PACKBITS, .no_group = true,
        .two_sided = 0x02, .sources = sources_lbp3360_codes, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_lbp3460 = { /* LBP3460 */
    .name = "lbp3460",
    .dpi = 600, .pages_per_minute = 33, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3460_media, sources_lbp3460, lbp3460_types),
    .toner_save_default = CHOICE_OFF,
    .toner_save_always = true,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1054}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_lbp3460_codes, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_lbp3910_lipslx = { /* LBP3910/3930 (Japan) */
    .name = "lbp3910_lipslx",
    .dpi = 600, .pages_per_minute = 30, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3910_lipslx_media, sources_lbp3910_lipslx, lbp3910_lipslx_types),
    .ufr2lt = {.model_id = {0x2010, 0x1062}, BANDS_PACKBITS, .no_group = true,
        .sources = sources_lbp3910_lipslx_codes, .behind_media = records_0840,
        .last = records_1d},
    LETTER_USUAL,
};

const struct caps caps_lbp3900_lipslx = { /* LBP3900/3950 (Japan) */
    .name = "lbp3900_lipslx",
    .dpi = 600, .pages_per_minute = 35, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3910_lipslx_media, sources_lbp3360, lbp3900_lipslx_types),
    .ufr2lt = {.model_id = {0x1010, 0x1057}, BANDS_PACKBITS, .no_group = true,
        .two_sided = 0x02, .sources = sources_lbp3360_codes, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_lbp3920_lipslx = { /* LBP3920/3970 (Japan) */
    .name = "lbp3920_lipslx",
    .dpi = 600, .pages_per_minute = 35, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3910_lipslx_media, sources_lbp3910_lipslx, lbp3900_lipslx_types),
    .ufr2lt = {.model_id = {0x2010, 0x1062}, BANDS_PACKBITS, .no_group = true,
        .sources = sources_lbp3910_lipslx_codes, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_lbp3980_lipslx = { /* LBP3980 (Japan), LBP3980M (Japan) */
    .name = "lbp3980_lipslx",
    .dpi = 600, .pages_per_minute = 35, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3910_lipslx_media, sources_lbp3910_lipslx, lbp3910_lipslx_types),
    .ufr2lt = {.model_id = {0x2010, 0x1062}, BANDS_PACKBITS, .no_group = true,
        .sources = sources_lbp3910_lipslx_codes, .behind_media = records_0840,
        .last = records_1d},
    LETTER_USUAL,
};

const struct caps caps_lbp4500_lipslx = { /* LBP4500 (Japan) */
    .name = "lbp4500_lipslx",
    .dpi = 600, .pages_per_minute = 45, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp4500_lipslx_media, sources_ir2230, lbp4500_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1069}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_lbp6600_lipslx = { /* LBP6600 (Japan) */
    .name = "lbp6600_lipslx",
    .dpi = 600, .pages_per_minute = 33, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp6600_lipslx_media, sources_lbp3360, lbp6600_lipslx_types),
    .toner_save_default = CHOICE_OFF,
    .ufr2lt = {.model_id = {0x2020, 0x1083}, BANDS_PACKBITS_LOW, .no_uncollated = true,
        .sources = sources_lbp3360_codes, .behind_finishing = records_08a5,
        .behind_media = records_0840, .last = records_1d},
    LETTER_USUAL,
};

const struct caps caps_lbp6650 = { /* LBP6650 */
    .name = "lbp6650",
    .dpi = 600, .pages_per_minute = 33, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3360_media, sources_lbp3360, lbp6650_types),
    .toner_save_default = CHOICE_OFF,
    .no_refinement = true,
    .ufr2lt = {.model_id = {0x2020, 0x1073}, BANDS_PACKBITS, .no_uncollated = true,
        .sources = sources_lbp3360_codes, .behind_media = records_0840, .last = records_1d},
    LETTER_USUAL,
};

const struct caps caps_lbp6670 = { /* LBP6670, LBP6680/3480 */
    .name = "lbp6670",
    .dpi = 600, .pages_per_minute = 33, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3360_media, sources_lbp3360, lbp6670_types),
    .toner_save_default = CHOICE_OFF,
    .ufr2lt = {.model_id = {0x2020, 0x1083}, BANDS_PACKBITS_LOW, .no_uncollated = true,
        .sources = sources_lbp3360_codes, .behind_finishing = records_08a5,
        .behind_media = records_0840, .last = records_1d},
    LETTER_USUAL,
};

const struct caps caps_lbp6700_lipslx = { /* LBP6700 (Japan) */
    .name = "lbp6700_lipslx",
    .dpi = 600, .pages_per_minute = 40, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp6600_lipslx_media, sources_lbp6700_lipslx, lbp6700_lipslx_types),
    .toner_save_default = CHOICE_OFF,
    .toner_save_always = true,
    .ufr2lt = {.model_id = {0x2020, 0x1076}, BANDS_PACKBITS, .no_uncollated = true,
        .sources = sources_lbp6700_lipslx_codes, .behind_media = records_0840,
        .last = records_1d},
    LETTER_USUAL,
};

const struct caps caps_lbp6750 = { /* LBP6750/3560 */
    .name = "lbp6750",
    .dpi = 600, .pages_per_minute = 40, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp6750_media, sources_lbp6700_lipslx, lbp6750_types),
    .toner_save_default = CHOICE_OFF,
    .toner_save_always = true,
    .ufr2lt = {.model_id = {0x2020, 0x1076}, BANDS_PACKBITS, .no_uncollated = true,
        .sources = sources_lbp6700_lipslx_codes, .behind_media = records_0840,
        .last = records_1d},
    LETTER_USUAL,
};

const struct caps caps_lbp8630_lipslx = { /* LBP8630/8620/8610 (Japan) */
    .name = "lbp8630_lipslx",
    .dpi = 600, .pages_per_minute = 35, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(lbp3910_lipslx_media, sources_lbp3910_lipslx, lbp8630_lipslx_types),
    .ufr2lt = {.model_id = {0x2010, 0x1062}, BANDS_PACKBITS, .no_uncollated = true,
        .sources = sources_lbp3910_lipslx_codes, .behind_media = records_0840,
        .last = records_1d},
    LETTER_USUAL,
};

/* clang-format on */
