/*
 * models-slim-1024.c - sisters that take SLIM in bands of up to 1024 rows.
 * Effects: none.
 * Source: the maker's driver for these machines, its options and what it sends, reduced to
 * rules; driver/FORMAT-ufr2lt.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models-ufr2.h"

/* clang-format off */

/* Sizes: drawer, two sides, sources it cannot come from, what else. */
#define IR2016_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(A5, DRAWER, DUPLEX, 0, 0) \
    ROW(B5, DRAWER, DUPLEX, 0, TURNED) \
    ROW(A3, DRAWER, DUPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED)
#define IR2018_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, DUPLEX, 0, TURNED) \
    ROW(A5, DRAWER, DUPLEX, 0, 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, NOT_COLLATED)
#define L1000_CARPS2_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define LC800_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(STATEMENT, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define MF4600_MEDIA(ROW) \
    ROW(A4, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LETTER, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LEGAL, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define MF4600_CARPS2_MEDIA(ROW) \
    ROW(A4, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LETTER, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LEGAL, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define MF7100_CARPS2_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(A5, DRAWER, DUPLEX, 0, 0) \
    ROW(B5, DRAWER, DUPLEX, 0, TURNED) \
    ROW(A3, DRAWER, DUPLEX, 0, 0)
#define MF7300_CARPS2_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, DUPLEX, 0, TURNED) \
    ROW(A5, DRAWER, DUPLEX, 0, 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, 0, 0)

/* Types: code, drawer, two sides, what it comes in, sizes of these it does not, sources. */
#define IR2016_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, IN(STATEMENT), 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, ANY, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, ANY, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, 0, 0, 0)
#define IR2018_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, IN(STATEMENT), 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, IN(A4) | IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0)
#define L1000_CARPS2_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0)
#define LC800_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, DUPLEX, SHEETS, IN(A4) | IN(A5) | IN(B5), 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, IN(A4) | IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0)
#define MF4600_TYPES(ROW) \
    ROW(AUTO, 0xFE, BYPASS_ONLY, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define MF6500_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, DUPLEX, SHEETS, IN(A4) | IN(A5) | IN(B5), 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, IN(A4) | IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0)
#define MF6500_CARPS2_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define MF7100_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, IN(STATEMENT), 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0)
#define MF7100_CARPS2_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | IN(A5) | \
        IN(B5) | IN(A3), 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0)
#define MF7200_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, IN(STATEMENT), 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, 0, 0, 0)

MEDIA_TABLES(ir2016_media, IR2016_MEDIA)
MEDIA_TABLES(ir2018_media, IR2018_MEDIA)
MEDIA_TABLES(l1000_carps2_media, L1000_CARPS2_MEDIA)
MEDIA_TABLES(lc800_media, LC800_MEDIA)
MEDIA_TABLES(mf4600_media, MF4600_MEDIA)
MEDIA_TABLES(mf4600_carps2_media, MF4600_CARPS2_MEDIA)
MEDIA_TABLES(mf7100_carps2_media, MF7100_CARPS2_MEDIA)
MEDIA_TABLES(mf7300_carps2_media, MF7300_CARPS2_MEDIA)
TYPE_TABLES(ir2016_types, IR2016_TYPES)
TYPE_TABLES(ir2018_types, IR2018_TYPES)
TYPE_TABLES(l1000_carps2_types, L1000_CARPS2_TYPES)
TYPE_TABLES(lc800_types, LC800_TYPES)
TYPE_TABLES(mf4600_types, MF4600_TYPES)
TYPE_TABLES(mf6500_types, MF6500_TYPES)
TYPE_TABLES(mf6500_carps2_types, MF6500_CARPS2_TYPES)
TYPE_TABLES(mf7100_types, MF7100_TYPES)
TYPE_TABLES(mf7100_carps2_types, MF7100_CARPS2_TYPES)
TYPE_TABLES(mf7200_types, MF7200_TYPES)

/* ---- groups ---- */

const struct caps caps_ir2016 = { /* iR2016 */
    .name = "ir2016",
    .dpi = 600, .pages_per_minute = 16, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2016_media, sources_ir1730, ir2016_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1053}, BANDS_1024,
        .slim_color_tone = &slim_color_tone_5, .device_collates = true,
        .sources = sources_ir1730_codes},
    LETTER_USUAL,
};

const struct caps caps_ir2018 = { /* iR2018 */
    .name = "ir2018",
    .dpi = 600, .pages_per_minute = 18, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2018_media, sources_ir1730, ir2018_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1064}, BANDS_1024,
        .slim_color_tone = &slim_color_tone_5, .device_collates = true,
        .sources = sources_ir1730_codes},
    LETTER_USUAL,
};

const struct caps caps_ir2020 = { /* iR2020 */
    .name = "ir2020",
    .dpi = 600, .pages_per_minute = 20, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2016_media, sources_ir2020, ir2016_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1053}, BANDS_1024,
        .slim_color_tone = &slim_color_tone_5, .device_collates = true,
        .sources = sources_ir2020_codes},
    LETTER_USUAL,
};

const struct caps caps_ir2022 = { /* iR2022/2025/2030 */
    .name = "ir2022",
    .dpi = 600, .pages_per_minute = 30, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2018_media, sources_ir2020, ir2018_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1064}, BANDS_1024,
        .slim_color_tone = &slim_color_tone_5, .device_collates = true,
        .sources = sources_ir2020_codes},
    LETTER_USUAL,
};

const struct caps caps_l1000_carps2 = { /* L1000 (Japan) */
    .name = "l1000_carps2",
    .dpi = 600, .pages_per_minute = 22, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(l1000_carps2_media, sources_d1300, l1000_carps2_types),
    .ufr2lt = {.model_id = {0x1000, 0x1066}, .header_7 = 0x01, BANDS_1024,
        .no_uncollated = true, .sources = sources_d1300_codes},
    LETTER_USUAL,
};

const struct caps caps_lc800 = { /* LC800/L3000 */
    .name = "lc800",
    .dpi = 600, .pages_per_minute = 22, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(lc800_media, sources_d1100, lc800_types),
    .ufr2lt = {.model_id = {0x1000, 0x1066}, .header_7 = 0x01, BANDS_1024,
        .no_uncollated = true, .sources = sources_d1100_codes},
    LETTER_USUAL,
};

const struct caps caps_mf4600 = { /* MF4600 Series */
    .name = "mf4600",
    .dpi = 600, .pages_per_minute = 20, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(mf4600_media, sources_d500, mf4600_types),
    .collate_default = true,
    .margin_hmm = 600,
    .ufr2lt = {.model_id = {0x1000, 0x1061}, BANDS_1024, .device_collates = true,
        .sources = sources_d500_codes},
    LETTER_USUAL,
};

const struct caps caps_mf4600_carps2 = { /* MF4600 Series (Japan) */
    .name = "mf4600_carps2",
    .dpi = 600, .pages_per_minute = 20, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(mf4600_carps2_media, sources_d500, mf4600_types),
    .collate_default = true,
    .margin_hmm = 600,
    .ufr2lt = {.model_id = {0x1000, 0x1061}, BANDS_1024, .device_collates = true,
        .sources = sources_d500_codes},
    LETTER_USUAL,
};

const struct caps caps_mf6500 = { /* MF6500 Series */
    .name = "mf6500",
    .dpi = 600, .pages_per_minute = 22, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(lc800_media, sources_d1100, mf6500_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1053}, BANDS_1024, .device_collates = true,
        .sources = sources_d1100_codes},
    LETTER_USUAL,
};

const struct caps caps_mf6500_carps2 = { /* MF6500 Series (Japan) */
    .name = "mf6500_carps2",
    .dpi = 600, .pages_per_minute = 22, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(l1000_carps2_media, sources_d1100, mf6500_carps2_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1053}, BANDS_1024, .device_collates = true,
        .sources = sources_d1100_codes},
    LETTER_USUAL,
};

const struct caps caps_mf7100 = { /* MF7100 Series */
    .name = "mf7100",
    .dpi = 600, .pages_per_minute = 16, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2016_media, sources_ir2020, mf7100_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1053}, BANDS_1024,
        .slim_color_tone = &slim_color_tone_5, .device_collates = true,
        .sources = sources_ir2020_codes},
    LETTER_USUAL,
};

const struct caps caps_mf7100_carps2 = { /* MF7100/7200 Series (Japan) */
    .name = "mf7100_carps2",
    .dpi = 600, .pages_per_minute = 16, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(mf7100_carps2_media, sources_ir2020, mf7100_carps2_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1010, 0x1053}, BANDS_1024,
        .slim_color_tone = &slim_color_tone_5, .device_collates = true,
        .sources = sources_ir2020_codes},
    LETTER_USUAL,
};

const struct caps caps_mf7200 = { /* MF7200 Series */
    .name = "mf7200",
    .dpi = 600, .pages_per_minute = 20, .max_copies = 999,
    .max_binding_shift_hmm = 5080,
    PAPER(ir2016_media, sources_d1100, mf7200_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1053}, BANDS_1024,
        .slim_color_tone = &slim_color_tone_5, .device_collates = true,
        .sources = sources_d1100_codes},
    LETTER_USUAL,
};

const struct caps caps_mf7300_carps2 = { /* MF7300/7400 Series (Japan) */
    .name = "mf7300_carps2",
    .dpi = 600, .pages_per_minute = 25, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(mf7300_carps2_media, sources_ir2020, mf7100_carps2_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1065}, BANDS_1024,
        .slim_color_tone = &slim_color_tone_5, .device_collates = true,
        .sources = sources_ir2020_codes},
    LETTER_USUAL,
};

const struct caps caps_mf7400 = { /* MF7400 Series */
    .name = "mf7400",
    .dpi = 600, .pages_per_minute = 25, .max_copies = 999,
    .max_binding_shift_hmm = 5080,
    PAPER(ir2018_media, sources_ir2020, ir2018_types),
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1065}, BANDS_1024,
        .slim_color_tone = &slim_color_tone_5, .device_collates = true,
        .sources = sources_ir2020_codes},
    LETTER_USUAL,
};

/* clang-format on */
