/*
 * models-packbits-lips.c - copiers that take PackBits, as sold in Japan (LIPSLX).
 * Effects: none.
 * Source: the maker's driver for these machines, its options and what it sends, reduced to
 * rules; driver/FORMAT-ufr2lt.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models-ufr2.h"

/* clang-format off */

/* Sizes: drawer, two sides, sources it cannot come from, what else. */
#define IR105I_LIPSLX_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, DUPLEX, 0, TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0)
#define IR2230_LIPSLX_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(LETTER, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(EXECUTIVE, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(B5, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(LARGE) | FROM(ENVELOPE), 0)
#define IR5055_LIPSLX_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2), 0) \
    ROW(A5, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2), 0)
#define IR5570_LIPSLX_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(A5, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0)
#define IR7086_LIPSLX_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2), 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, DUPLEX, 0, TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2), 0)
#define IRADV4025_LIPSLX_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(DRAWER_5), 0) \
    ROW(A5, DRAWER, DUPLEX, FROM(DRAWER_5), 0) \
    ROW(B5, DRAWER, DUPLEX, FROM(DRAWER_5), 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_5), 0)

/* Types: code, drawer, two sides, what it comes in, sizes of these it does not, sources. */
#define IR105I_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, FROM(DRAWER_3) | FROM(DRAWER_4), 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | IN(A5) | \
        IN(B5) | IN(A3), 0, 0)
#define IR2230_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, FROM(DRAWER_3) | FROM(DRAWER_4), 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, 0, 0, 0)
#define IR3025_LIPSLX_TYPES(ROW) \
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
#define IR5055_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(A5) | IN(B5) | \
        IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(A5) | IN(A3), 0, 0)
#define IR5570_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, FROM(DRAWER_3) | FROM(DRAWER_4), 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(A5) | IN(B5) | \
        IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(A5) | IN(B5) | IN(A3), 0, \
        0)
#define IR7086_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | IN(A5) | \
        IN(B5) | IN(A3), 0, 0)
#define IRADV4025_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, SIMPLEX, SHEETS, 0, FROM(DRAWER_5), 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, DRAWER, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(A5) | IN(B5) | \
        IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, 0, 0, 0)
#define IRADV6055_LIPSLX_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(A5) | IN(B5) | \
        IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, IN(LEGAL) | IN(A5) | IN(B5) | IN(A3), 0, \
        0) \
    ROW(LETTERHEAD, 0x10, DRAWER, DUPLEX, SHEETS, 0, 0, 0)

MEDIA_TABLES(ir105i_lipslx_media, IR105I_LIPSLX_MEDIA)
MEDIA_TABLES(ir2230_lipslx_media, IR2230_LIPSLX_MEDIA)
MEDIA_TABLES(ir5055_lipslx_media, IR5055_LIPSLX_MEDIA)
MEDIA_TABLES(ir5570_lipslx_media, IR5570_LIPSLX_MEDIA)
MEDIA_TABLES(ir7086_lipslx_media, IR7086_LIPSLX_MEDIA)
MEDIA_TABLES(iradv4025_lipslx_media, IRADV4025_LIPSLX_MEDIA)
TYPE_TABLES(ir105i_lipslx_types, IR105I_LIPSLX_TYPES)
TYPE_TABLES(ir2230_lipslx_types, IR2230_LIPSLX_TYPES)
TYPE_TABLES(ir3025_lipslx_types, IR3025_LIPSLX_TYPES)
TYPE_TABLES(ir5055_lipslx_types, IR5055_LIPSLX_TYPES)
TYPE_TABLES(ir5570_lipslx_types, IR5570_LIPSLX_TYPES)
TYPE_TABLES(ir7086_lipslx_types, IR7086_LIPSLX_TYPES)
TYPE_TABLES(iradv4025_lipslx_types, IRADV4025_LIPSLX_TYPES)
TYPE_TABLES(iradv6055_lipslx_types, IRADV6055_LIPSLX_TYPES)

/* ---- groups ---- */

const struct caps caps_ir105i_lipslx = { /* iR105i (Japan) */
    .name = "ir105i_lipslx",
    .dpi = 600, .pages_per_minute = 105, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir105i_lipslx_media, sources_ir105i_lipslx, ir105i_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .behind_finishing = records_08ec_084b_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir2230_lipslx = { /* iR2230 (Japan) */
    .name = "ir2230_lipslx",
    .dpi = 600, .pages_per_minute = 22, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_lipslx_media, sources_ir2230, ir2230_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir2270_lipslx = { /* iR2270/iR2870 (Japan) */
    .name = "ir2270_lipslx",
    .dpi = 600, .pages_per_minute = 28, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_lipslx_media, sources_ir2230, ir2230_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3025_lipslx = { /* iR3025 (Japan) */
    .name = "ir3025_lipslx",
    .dpi = 600, .pages_per_minute = 25, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_lipslx_media, sources_ir2230, ir3025_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1060}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3035_lipslx = { /* iR3035/iR3045 (Japan) */
    .name = "ir3035_lipslx",
    .dpi = 600, .pages_per_minute = 45, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_lipslx_media, sources_ir2230, ir3025_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1060}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3225_lipslx = { /* iR3225 (Japan) */
    .name = "ir3225_lipslx",
    .dpi = 600, .pages_per_minute = 25, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_lipslx_media, sources_ir2230, ir3025_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1071}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3235_lipslx = { /* iR3235/iR3245 (Japan) */
    .name = "ir3235_lipslx",
    .dpi = 600, .pages_per_minute = 45, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_lipslx_media, sources_ir2230, ir3025_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1069}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3570_lipslx = { /* iR3570/iR4570 (Japan) */
    .name = "ir3570_lipslx",
    .dpi = 600, .pages_per_minute = 45, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_lipslx_media, sources_ir2230, ir2230_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir5055_lipslx = { /* iR5055/iR5065 (Japan) */
    .name = "ir5055_lipslx",
    .dpi = 600, .pages_per_minute = 65, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir5055_lipslx_media, sources_ir105i_lipslx, ir5055_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1059}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes,
        .behind_finishing = records_084b_08fd_0921_0907, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir5075_lipslx = { /* iR5075 (Japan) */
    .name = "ir5075_lipslx",
    .dpi = 600, .pages_per_minute = 75, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir5055_lipslx_media, sources_ir105i_lipslx, ir5055_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1059}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes,
        .behind_finishing = records_084b_08fd_0921_0907, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir5570_lipslx = { /* iR5570/iR6570 (Japan) */
    .name = "ir5570_lipslx",
    .dpi = 600, .pages_per_minute = 65, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir5570_lipslx_media, sources_ir105i_lipslx, ir5570_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .behind_finishing = records_084b_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir7086_lipslx = { /* iR7086-7105 (Japan) */
    .name = "ir7086_lipslx",
    .dpi = 600, .pages_per_minute = 105, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir7086_lipslx_media, sources_ir105i_lipslx, ir7086_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1055}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .before_finishing = records_0880,
        .behind_finishing = records_084b_08fd_0921_0907, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir7270n_lipslx = { /* iR7270N (Japan) */
    .name = "ir7270n_lipslx",
    .dpi = 600, .pages_per_minute = 72, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir105i_lipslx_media, sources_ir105i_lipslx, ir105i_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .behind_finishing = records_08ec_084b_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir8570n_lipslx = { /* iR8570N (Japan) */
    .name = "ir8570n_lipslx",
    .dpi = 600, .pages_per_minute = 85, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir105i_lipslx_media, sources_ir105i_lipslx, ir105i_lipslx_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .behind_finishing = records_08ec_084b_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv4025_lipslx = { /* iR-ADV 4025/4035 (Japan) */
    .name = "iradv4025_lipslx",
    .dpi = 600, .pages_per_minute = 35, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(iradv4025_lipslx_media, sources_iradv4025_lipslx, iradv4025_lipslx_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1082}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_iradv4025_lipslx_codes,
        .behind_finishing = records_08fd_0921_0907, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv4045_lipslx = { /* iR-ADV 4045 (Japan) */
    .name = "iradv4045_lipslx",
    .dpi = 600, .pages_per_minute = 45, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(iradv4025_lipslx_media, sources_iradv4025_lipslx, iradv4025_lipslx_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1082}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_iradv4025_lipslx_codes,
        .behind_finishing = records_08fd_0921_0907, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv6055_lipslx = { /* iR-ADV 6055/6065 (Japan) */
    .name = "iradv6055_lipslx",
    .dpi = 600, .pages_per_minute = 65, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir5570_lipslx_media, sources_ir105i_lipslx, iradv6055_lipslx_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1078}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir105i_lipslx_codes,
        .before_finishing = records_0880, .behind_finishing = records_084b_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv6075_lipslx = { /* iR-ADV 6075 (Japan) */
    .name = "iradv6075_lipslx",
    .dpi = 600, .pages_per_minute = 75, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir5570_lipslx_media, sources_ir105i_lipslx, iradv6055_lipslx_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1078}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir105i_lipslx_codes,
        .before_finishing = records_0880, .behind_finishing = records_084b_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv8085_lipslx = { /* iR-ADV 8085/8095 (Japan) */
    .name = "iradv8085_lipslx",
    .dpi = 600, .pages_per_minute = 95, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir5570_lipslx_media, sources_ir105i_lipslx, iradv6055_lipslx_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1077}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir105i_lipslx_codes,
        .before_finishing = records_0880, .behind_finishing = records_084b_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv8105_lipslx = { /* iR-ADV 8105 (Japan) */
    .name = "iradv8105_lipslx",
    .dpi = 600, .pages_per_minute = 105, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir5570_lipslx_media, sources_ir105i_lipslx, iradv6055_lipslx_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1077}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir105i_lipslx_codes,
        .before_finishing = records_0880, .behind_finishing = records_084b_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

/* clang-format on */
