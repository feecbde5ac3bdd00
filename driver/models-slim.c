/*
 * models-slim.c - sisters that take SLIM in bands of 256 rows.
 * Effects: none.
 * Source: the maker's driver for these machines, its options and what it sends, reduced to
 * rules; driver/FORMAT-ufr2lt.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models-ufr2.h"

/* clang-format off */

/* Sizes: drawer, two sides, sources it cannot come from, what else. */
#define D1100_MEDIA(ROW) \
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
#define D1300_MEDIA(ROW) \
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
#define IR1730_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, DRAWER, DUPLEX, 0, 0) \
    ROW(A5, DRAWER, DUPLEX, 0, 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define IR2520_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(LETTER, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(LEGAL, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(EXECUTIVE, DRAWER, DUPLEX, FROM(ENVELOPE), TURNED) \
    ROW(A5, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(B5, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(A3, DRAWER, DUPLEX, FROM(ENVELOPE), 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define MF6700_CARPS2_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, DRAWER, SIMPLEX, 0, 0) \
    ROW(A5, DRAWER, SIMPLEX, 0, 0) \
    ROW(B5, DRAWER, SIMPLEX, 0, 0)

/* Types: code, drawer, two sides, what it comes in, sizes of these it does not, sources. */
#define D1100_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define D1300_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define IR1730_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, IN(EXECUTIVE), 0, 0)
#define IR2520_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(BOND, 0x21, BYPASS_ONLY, SIMPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(HEAVY_1, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), FROM(ENVELOPE), 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, FROM(ENVELOPE), 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, 0, FROM(ENVELOPE), 0)

MEDIA_TABLES(d1100_media, D1100_MEDIA)
MEDIA_TABLES(d1300_media, D1300_MEDIA)
MEDIA_TABLES(ir1730_media, IR1730_MEDIA)
MEDIA_TABLES(ir2520_media, IR2520_MEDIA)
MEDIA_TABLES(mf6700_carps2_media, MF6700_CARPS2_MEDIA)
TYPE_TABLES(d1100_types, D1100_TYPES)
TYPE_TABLES(d1300_types, D1300_TYPES)
TYPE_TABLES(ir1730_types, IR1730_TYPES)
TYPE_TABLES(ir2520_types, IR2520_TYPES)

/* ---- groups ---- */

const struct caps caps_d1100 = { /* D1100/MF6600 */
    .name = "d1100",
    .dpi = 600, .pages_per_minute = 30, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(d1100_media, sources_d1100, d1100_types),
    .toner_save_default = CHOICE_OFF,
    .ufr2lt = {.model_id = {0x1000, 0x1075}, BANDS_256, .sources = sources_d1100_codes},
    LETTER_USUAL,
};

const struct caps caps_d1300 = { /* D1300/MF6700, iR1133, MF5900 Series */
    .name = "d1300",
    .dpi = 600, .pages_per_minute = 33, .max_copies = 99,
    .max_binding_shift_hmm = 5000,
    PAPER(d1300_media, sources_d1300, d1300_types),
    .toner_save_default = CHOICE_OFF,
    .ufr2lt = {.model_id = {0x1000, 0x1075}, BANDS_256, .slim = &slim_right_3,
        .no_uncollated = true, .sources = sources_d1300_codes,
        .behind_finishing = records_08a5},
    LETTER_USUAL,
};

const struct caps caps_ir1730 = { /* iR1730/1740/1750 */
    .name = "ir1730",
    .dpi = 600, .pages_per_minute = 50, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir1730_media, sources_ir1730, ir1730_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1080}, BANDS_256, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir1730_codes},
    LETTER_USUAL,
};

const struct caps caps_ir2520 = { /* iR2520, iR2525/2530 */
    .name = "ir2520",
    .dpi = 600, .pages_per_minute = 30, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2520_media, sources_ir2520, ir2520_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1079}, BANDS_256, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir2520_codes},
    LETTER_USUAL,
};

const struct caps caps_ir2535 = { /* iR2535/2545 */
    .name = "ir2535",
    .dpi = 600, .pages_per_minute = 30, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2520_media, sources_ir2520, ir2520_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1074}, BANDS_256, .device_collates = true,
        .no_uncollated = true, .sources = sources_ir2520_codes},
    LETTER_USUAL,
};

const struct caps caps_mf5800 = { /* MF5800 Series */
    .name = "mf5800",
    .dpi = 600, .pages_per_minute = 30, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(d1100_media, sources_d1300, d1100_types),
    .toner_save_default = CHOICE_OFF,
    .ufr2lt = {.model_id = {0x1000, 0x1075}, BANDS_256, .no_uncollated = true,
        .sources = sources_d1300_codes},
    LETTER_USUAL,
};

const struct caps caps_mf6700_carps2 = { /* MF6700 Series (Japan) */
    .name = "mf6700_carps2",
    .dpi = 600, .pages_per_minute = 33, .max_copies = 99,
    .max_binding_shift_hmm = 5000,
    PAPER(mf6700_carps2_media, sources_d1300, d1100_types),
    .toner_save_default = CHOICE_OFF,
    .ufr2lt = {.model_id = {0x1000, 0x1075}, BANDS_256, .slim = &slim_right_3,
        .no_uncollated = true, .sources = sources_d1300_codes,
        .behind_finishing = records_08a5},
    LETTER_USUAL,
};

/* clang-format on */
