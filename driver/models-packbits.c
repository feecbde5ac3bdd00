/*
 * models-packbits.c - copiers that take PackBits (UFR II).
 * Effects: none.
 * Source: the maker's driver for these machines, its options and what it sends, reduced to
 * rules; driver/FORMAT-ufr2lt.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models-ufr2.h"

/* clang-format off */

/* Sizes: drawer, two sides, sources it cannot come from, what else. */
#define IR105PLUS_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, DUPLEX, 0, TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0)
#define IR2230_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(LETTER, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(EXECUTIVE, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(B5, DRAWER, DUPLEX, FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(LARGE) | FROM(ENVELOPE), 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED)
#define IR5055_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2), 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2), 0)
#define IR7086_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2), 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, DUPLEX, 0, TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2), 0)
#define IRADV4025_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(LETTER, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(DRAWER_5) | FROM(ENVELOPE), 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, FROM(DRAWER_5) | FROM(ENVELOPE), 0) \
    ROW(EXECUTIVE, DRAWER, DUPLEX, FROM(DRAWER_5) | FROM(ENVELOPE), TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(DRAWER_5) | FROM(ENVELOPE), 0) \
    ROW(B5, DRAWER, DUPLEX, FROM(DRAWER_5) | FROM(ENVELOPE), 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_5) | FROM(ENVELOPE), 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define IRADV6055_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(EXECUTIVE, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(DRAWER_1) | FROM(DRAWER_2) | FROM(LARGE), 0)

/* Types: code, drawer, two sides, what it comes in, sizes of these it does not, sources. */
#define IR105PLUS_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, IN(B5), FROM(DRAWER_3) | FROM(DRAWER_4), 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LETTERHEAD, 0x10, DRAWER, DUPLEX, SHEETS, 0, 0, 0)
#define IR2230_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, FROM(DRAWER_3) | FROM(DRAWER_4), 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, 0, 0, 0)
#define IR3025_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, DUPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, 0, 0, 0)
#define IR5055_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, DUPLEX, SHEETS, IN(A4) | IN(LEGAL) | IN(STATEMENT) | IN(A5) | \
        IN(B5) | IN(A3), 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, IN(EXECUTIVE), 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(A3), 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LETTERHEAD, 0x30, DRAWER, DUPLEX, SHEETS, IN(EXECUTIVE), 0, 0)
#define IR5570_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, FROM(DRAWER_3) | FROM(DRAWER_4), 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LETTERHEAD, 0x10, DRAWER, DUPLEX, SHEETS, 0, 0, 0)
#define IR7086_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LETTERHEAD, 0x10, DRAWER, DUPLEX, SHEETS, IN(EXECUTIVE), 0, 0)
#define IR8070_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, FROM(DRAWER_3) | FROM(DRAWER_4), 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LETTERHEAD, 0x10, DRAWER, DUPLEX, SHEETS, 0, 0, 0)
#define IRADV4025_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(LIGHT, 0x0A, DRAWER, SIMPLEX, SHEETS, 0, FROM(DRAWER_5) | FROM(ENVELOPE), 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(BOND, 0x21, BYPASS_ONLY, SIMPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(HEAVY_2, 0x2F, DRAWER, SIMPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), FROM(ENVELOPE), 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, 0, FROM(ENVELOPE), 0)
#define IRADV6055_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LETTERHEAD, 0x10, DRAWER, DUPLEX, SHEETS, 0, 0, 0)

MEDIA_TABLES(ir105plus_media, IR105PLUS_MEDIA)
MEDIA_TABLES(ir2230_media, IR2230_MEDIA)
MEDIA_TABLES(ir5055_media, IR5055_MEDIA)
MEDIA_TABLES(ir7086_media, IR7086_MEDIA)
MEDIA_TABLES(iradv4025_media, IRADV4025_MEDIA)
MEDIA_TABLES(iradv6055_media, IRADV6055_MEDIA)
TYPE_TABLES(ir105plus_types, IR105PLUS_TYPES)
TYPE_TABLES(ir2230_types, IR2230_TYPES)
TYPE_TABLES(ir3025_types, IR3025_TYPES)
TYPE_TABLES(ir5055_types, IR5055_TYPES)
TYPE_TABLES(ir5570_types, IR5570_TYPES)
TYPE_TABLES(ir7086_types, IR7086_TYPES)
TYPE_TABLES(ir8070_types, IR8070_TYPES)
TYPE_TABLES(iradv4025_types, IRADV4025_TYPES)
TYPE_TABLES(iradv6055_types, IRADV6055_TYPES)

/* ---- groups ---- */

const struct caps caps_ir105plus = { /* iR105PLUS */
    .name = "ir105plus",
    .dpi = 600, .pages_per_minute = 105, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir105plus_media, sources_ir105i_lipslx, ir105plus_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .behind_finishing = records_08ec_084b_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir2230 = { /* iR2230 */
    .name = "ir2230",
    .dpi = 600, .pages_per_minute = 22, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir2230_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir2830 = { /* iR2830 */
    .name = "ir2830",
    .dpi = 600, .pages_per_minute = 28, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir2230_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir2270 = { /* iR2270/iR2870 */
    .name = "ir2270",
    .dpi = 600, .pages_per_minute = 28, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir2230_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3025 = { /* iR3025 */
    .name = "ir3025",
    .dpi = 600, .pages_per_minute = 25, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir3025_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1060}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3030 = { /* iR3030 */
    .name = "ir3030",
    .dpi = 600, .pages_per_minute = 30, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir3025_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1060}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3035 = { /* iR3035/iR3045 */
    .name = "ir3035",
    .dpi = 600, .pages_per_minute = 45, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir3025_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1060}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3225 = { /* iR3225 */
    .name = "ir3225",
    .dpi = 600, .pages_per_minute = 25, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir3025_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1071}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3230 = { /* iR3230 */
    .name = "ir3230",
    .dpi = 600, .pages_per_minute = 30, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir3025_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1069}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3235 = { /* iR3235/iR3245 */
    .name = "ir3235",
    .dpi = 600, .pages_per_minute = 45, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir3025_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1069}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3530 = { /* iR3530 */
    .name = "ir3530",
    .dpi = 600, .pages_per_minute = 35, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir2230_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir4530 = { /* iR4530 */
    .name = "ir4530",
    .dpi = 600, .pages_per_minute = 45, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir2230_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir3570 = { /* iR3570/iR4570 */
    .name = "ir3570",
    .dpi = 600, .pages_per_minute = 45, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2230_media, sources_ir2230, ir2230_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir2230_codes, .behind_finishing = records_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir5055 = { /* iR5055/iR5065 */
    .name = "ir5055",
    .dpi = 600, .pages_per_minute = 65, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir5055_media, sources_ir105i_lipslx, ir5055_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1059}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes,
        .behind_finishing = records_084b_08fd_0921_0907, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir5075 = { /* iR5075 */
    .name = "ir5075",
    .dpi = 600, .pages_per_minute = 75, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir5055_media, sources_ir105i_lipslx, ir5055_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1059}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes,
        .behind_finishing = records_084b_08fd_0921_0907, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir5570 = { /* iR5570/iR6570 */
    .name = "ir5570",
    .dpi = 600, .pages_per_minute = 65, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir105plus_media, sources_ir105i_lipslx, ir5570_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .behind_finishing = records_084b_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir7086 = { /* iR7086-7105 */
    .name = "ir7086",
    .dpi = 600, .pages_per_minute = 105, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir7086_media, sources_ir105i_lipslx, ir7086_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1055}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .before_finishing = records_0880,
        .behind_finishing = records_084b_08fd_0921_0907, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir8070 = { /* iR8070 */
    .name = "ir8070",
    .dpi = 600, .pages_per_minute = 80, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir105plus_media, sources_ir105i_lipslx, ir8070_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .behind_finishing = records_08ec_084b_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir85plus = { /* iR85PLUS */
    .name = "ir85plus",
    .dpi = 600, .pages_per_minute = 85, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir105plus_media, sources_ir105i_lipslx, ir8070_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .behind_finishing = records_08ec_084b_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_ir9070 = { /* iR9070 */
    .name = "ir9070",
    .dpi = 600, .pages_per_minute = 90, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir105plus_media, sources_ir105i_lipslx, ir105plus_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1051}, BANDS_PACKBITS, .device_collates = true,
        .sources = sources_ir105i_lipslx_codes, .behind_finishing = records_08ec_084b_08fd,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv4025 = { /* iR-ADV 4025/4035 */
    .name = "iradv4025",
    .dpi = 600, .pages_per_minute = 35, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(iradv4025_media, sources_iradv4025, iradv4025_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1082}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_iradv4025_codes,
        .behind_finishing = records_08fd_0921_0907, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv4045 = { /* iR-ADV 4045/4051 */
    .name = "iradv4045",
    .dpi = 600, .pages_per_minute = 51, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(iradv4025_media, sources_iradv4025, iradv4025_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1082}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_iradv4025_codes,
        .behind_finishing = records_08fd_0921_0907, .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv6055 = { /* iR-ADV 6055/6065 */
    .name = "iradv6055",
    .dpi = 600, .pages_per_minute = 65, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(iradv6055_media, sources_ir105i_lipslx, iradv6055_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1078}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir105i_lipslx_codes,
        .before_finishing = records_0880, .behind_finishing = records_084b_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv6075 = { /* iR-ADV 6075 */
    .name = "iradv6075",
    .dpi = 600, .pages_per_minute = 75, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(iradv6055_media, sources_ir105i_lipslx, iradv6055_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1078}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir105i_lipslx_codes,
        .before_finishing = records_0880, .behind_finishing = records_084b_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv8085 = { /* iR-ADV 8085/8095 */
    .name = "iradv8085",
    .dpi = 600, .pages_per_minute = 95, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(iradv6055_media, sources_ir105i_lipslx, iradv6055_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1077}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir105i_lipslx_codes,
        .before_finishing = records_0880, .behind_finishing = records_084b_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

const struct caps caps_iradv8105 = { /* iR-ADV 8105 */
    .name = "iradv8105",
    .dpi = 600, .pages_per_minute = 105, .max_copies = 9999,
    .max_binding_shift_hmm = 5000,
    PAPER(iradv6055_media, sources_ir105i_lipslx, iradv6055_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x2030, 0x1077}, BANDS_PACKBITS, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir105i_lipslx_codes,
        .before_finishing = records_0880, .behind_finishing = records_084b_08fd_0921_0907,
        .behind_media = records_0840},
    LETTER_USUAL,
};

/* clang-format on */
