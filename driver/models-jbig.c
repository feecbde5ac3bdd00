/*
 * models-jbig.c - sisters that take JBIG or Group 4.
 * Effects: none.
 * Source: the maker's driver for these machines, its options and what it sends, reduced to
 * rules; driver/FORMAT-ufr2lt.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models-ufr2.h"

/* clang-format off */

/* Sizes: drawer, two sides, sources it cannot come from, what else. */
#define D400_MEDIA(ROW) \
    ROW(A4, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LETTER, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LEGAL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define D400_JAPAN_MEDIA(ROW) \
    ROW(A4, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LETTER, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LEGAL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define D500_MEDIA(ROW) \
    ROW(A4, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LETTER, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LEGAL, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(STATEMENT, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define IR2318_MEDIA(ROW) \
    ROW(A4, DRAWER, DUPLEX, 0, 0) \
    ROW(LETTER, DRAWER, DUPLEX, 0, 0) \
    ROW(LEGAL, DRAWER, DUPLEX, 0, 0) \
    ROW(STATEMENT, DRAWER, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(A5, DRAWER, DUPLEX, 0, 0) \
    ROW(B5, DRAWER, DUPLEX, 0, 0) \
    ROW(A3, DRAWER, DUPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define L90_MEDIA(ROW) \
    ROW(A4, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(LETTER, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(LEGAL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define L90_CARPS2_MEDIA(ROW) \
    ROW(A4, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(LETTER, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(LEGAL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define MF3010_MEDIA(ROW) \
    ROW(A4, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(LETTER, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(LEGAL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(STATEMENT, BYPASS_ONLY, SIMPLEX, 0, FINE) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, FINE) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, FINE) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, FINE) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, FINE) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, FINE) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, FINE) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, FINE) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, FINE)
#define MF4100_MEDIA(ROW) \
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
#define MF4100_CARPS2_MEDIA(ROW) \
    ROW(A4, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LETTER, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(LEGAL, BYPASS_ONLY, DUPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0)
#define MF4400_MEDIA(ROW) \
    ROW(A4, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(LETTER, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(LEGAL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(STATEMENT, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(EXECUTIVE, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(A5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(B5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(MONARCH, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(NO10, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(DL, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(C5, BYPASS_ONLY, SIMPLEX, 0, 0) \
    ROW(ENVELOPE_B5, BYPASS_ONLY, SIMPLEX, 0, 0)

/* Types: code, drawer, two sides, what it comes in, sizes of these it does not, sources. */
#define D400_TYPES(ROW) \
    ROW(AUTO, 0xFE, BYPASS_ONLY, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, BYPASS_ONLY, DUPLEX, SHEETS, IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(HEAVY_1, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define D500_TYPES(ROW) \
    ROW(PLAIN, 0x03, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x1A, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define IR2318_TYPES(ROW) \
    ROW(AUTO, 0xFE, DRAWER, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(BOND, 0x21, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, DRAWER, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_3, 0x2A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(ENVELOPE, 0x06, DRAWER, SIMPLEX, ENVELOPES, 0, 0, 0) \
    ROW(PREPUNCHED, 0x12, DRAWER, DUPLEX, SHEETS, IN(A4) | IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5) | IN(A3), 0, 0)
#define L90_TYPES(ROW) \
    ROW(AUTO, 0xFE, BYPASS_ONLY, SIMPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define MF3010_TYPES(ROW) \
    ROW(PLAIN, 0x03, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x1A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, FINE) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, FINE) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, FINE) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, FINE)
#define MF4100_TYPES(ROW) \
    ROW(AUTO, 0xFE, BYPASS_ONLY, DUPLEX, ANY, 0, 0, 0) \
    ROW(PLAIN, 0x03, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x2F, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define MF4400_TYPES(ROW) \
    ROW(PLAIN, 0x03, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x1A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(STATEMENT) | \
        IN(EXECUTIVE) | IN(A5) | IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define MF4400_CARPS2_TYPES(ROW) \
    ROW(PLAIN, 0x03, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x1A, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | IN(A5) | \
        IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)
#define MF4500_CARPS2_TYPES(ROW) \
    ROW(PLAIN, 0x03, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(LIGHT, 0x0A, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(RECYCLED, 0x0B, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(COLORED, 0x0C, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_1, 0x1A, BYPASS_ONLY, DUPLEX, SHEETS, 0, 0, 0) \
    ROW(HEAVY_2, 0x08, BYPASS_ONLY, SIMPLEX, SHEETS, 0, 0, 0) \
    ROW(TRANSPARENCY, 0x04, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | \
        IN(A5) | IN(B5), 0, 0) \
    ROW(LABELS, 0x07, BYPASS_ONLY, SIMPLEX, SHEETS, IN(LEGAL) | IN(EXECUTIVE) | IN(A5) | \
        IN(B5), 0, 0) \
    ROW(ENVELOPE, 0x06, BYPASS_ONLY, SIMPLEX, ENVELOPES, 0, 0, 0)

MEDIA_TABLES(d400_media, D400_MEDIA)
MEDIA_TABLES(d400_japan_media, D400_JAPAN_MEDIA)
MEDIA_TABLES(d500_media, D500_MEDIA)
MEDIA_TABLES(ir2318_media, IR2318_MEDIA)
MEDIA_TABLES(l90_media, L90_MEDIA)
MEDIA_TABLES(l90_carps2_media, L90_CARPS2_MEDIA)
MEDIA_TABLES(mf3010_media, MF3010_MEDIA)
MEDIA_TABLES(mf4100_media, MF4100_MEDIA)
MEDIA_TABLES(mf4100_carps2_media, MF4100_CARPS2_MEDIA)
MEDIA_TABLES(mf4400_media, MF4400_MEDIA)
TYPE_TABLES(d400_types, D400_TYPES)
TYPE_TABLES(d500_types, D500_TYPES)
TYPE_TABLES(ir2318_types, IR2318_TYPES)
TYPE_TABLES(l90_types, L90_TYPES)
TYPE_TABLES(mf3010_types, MF3010_TYPES)
TYPE_TABLES(mf4100_types, MF4100_TYPES)
TYPE_TABLES(mf4400_types, MF4400_TYPES)
TYPE_TABLES(mf4400_carps2_types, MF4400_CARPS2_TYPES)
TYPE_TABLES(mf4500_carps2_types, MF4500_CARPS2_TYPES)

/* ---- groups ---- */

const struct caps caps_d400 = { /* D400-450, D460-490, MF4320-4350, MF4360-4390 */
    .name = "d400",
    .dpi = 600, .pages_per_minute = 22, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(d400_media, sources_d400, d400_types),
    .toner_save_default = CHOICE_OFF,
    .refinement_default = CHOICE_ON,
    .margin_hmm = 600,
    .ufr2lt = {.model_id = {0x1000, 0x1072}, .header_7 = 0x01, BANDS_JBIG,
        .no_uncollated = true, .sources = sources_d400_codes},
    LETTER_USUAL,
};

const struct caps caps_d400_japan = { /* D400-450 (Japan), MF4320-4350 (Japan), MF4360-4390 (Japan) */
    .name = "d400_japan",
    .dpi = 600, .pages_per_minute = 22, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(d400_japan_media, sources_d400, d400_types),
    .toner_save_default = CHOICE_OFF,
    .refinement_default = CHOICE_ON,
    .margin_hmm = 600,
    .ufr2lt = {.model_id = {0x1000, 0x1072}, .header_7 = 0x01, BANDS_JBIG,
        .no_uncollated = true, .sources = sources_d400_codes},
    LETTER_USUAL,
};

const struct caps caps_d500 = { /* D500 Series, MF4500 Series */
    .name = "d500",
    .dpi = 600, .pages_per_minute = 25, .max_copies = 99,
    .max_binding_shift_hmm = 5000,
    PAPER(d500_media, sources_d500, d500_types),
    .toner_save_default = CHOICE_ON,
    .toner_save_always = true,
    .no_refinement = true,
    .ufr2lt = {.model_id = {0x1000, 0x1081}, .header_7 = 0x01, BANDS_JBIG,
        .no_uncollated = true, .sources = sources_d500_codes, .last = records_0971_02,
        .last_without_toner_save = records_0971_ff},
    LETTER_USUAL,
};

const struct caps caps_ir2318 = { /* iR2318/2320, iR2420 */
    .name = "ir2318",
    .dpi = 600, .pages_per_minute = 20, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2318_media, sources_ir2318, ir2318_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1064}, .header_7 = 0x01, BANDS_JBIG,
        .device_collates = true, .no_uncollated = true, .sources = sources_ir2318_codes,
        .behind_finishing = records_084a_08a5},
    LETTER_USUAL,
};

const struct caps caps_ir2422 = { /* iR2422 */
    .name = "ir2422",
    .dpi = 600, .pages_per_minute = 22, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(ir2318_media, sources_ir2318, ir2318_types),
    .toner_save_default = CHOICE_OFF,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1064}, .header_7 = 0x01, BANDS_JBIG,
        .device_collates = true, .no_uncollated = true, .sources = sources_ir2318_codes,
        .behind_finishing = records_084a_08a5},
    LETTER_USUAL,
};

const struct caps caps_l90 = { /* L90/L160/L230 */
    .name = "l90",
    .dpi = 600, .pages_per_minute = 14, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(l90_media, sources_d500, l90_types),
    .no_refinement = true,
    .margin_hmm = 600,
    .ufr2lt = {.model_id = {0x1000, 0x1056}, .header_7 = 0x01, BAND_G4,
        .no_uncollated = true, .one_sided = true, .sources = sources_d500_codes},
    LETTER_USUAL,
};

const struct caps caps_l90_carps2 = { /* L90/L160/L230 (Japan) */
    .name = "l90_carps2",
    .dpi = 600, .pages_per_minute = 14, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(l90_carps2_media, sources_d500, l90_types),
    .no_refinement = true,
    .margin_hmm = 600,
    .ufr2lt = {.model_id = {0x1000, 0x1056}, .header_7 = 0x01, BAND_G4,
        .no_uncollated = true, .one_sided = true, .sources = sources_d500_codes},
    LETTER_USUAL,
};

const struct caps caps_mf3010 = { /* MF3010 */
    .name = "mf3010",
    .dpi = 600, .pages_per_minute = 17, .max_copies = 99,
    .max_binding_shift_hmm = 5000,
    PAPER(mf3010_media, sources_d500, mf3010_types),
    .toner_save_default = CHOICE_OFF,
    .toner_save_always = true,
    .no_refinement = true,
    .ufr2lt = {.model_id = {0x1000, 0x1084}, .header_7 = 0x01, BANDS_JBIG,
        .two_thirds = true, .no_uncollated = true, .one_sided = true,
        .sources = sources_d500_codes, .behind_finishing = records_08a5,
        .last = records_0971_01_0972},
    LETTER_USUAL,
};

const struct caps caps_mf4010 = { /* MF4010 Series */
    .name = "mf4010",
    .dpi = 600, .pages_per_minute = 20, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(l90_media, sources_d500, l90_types),
    .margin_hmm = 600,
    .ufr2lt = {.model_id = {0x1000, 0x1056}, .header_7 = 0x01, BAND_G4,
        .no_uncollated = true, .one_sided = true, .sources = sources_d500_codes},
    LETTER_USUAL,
};

const struct caps caps_mf4010_carps2 = { /* MF4010 Series (Japan) */
    .name = "mf4010_carps2",
    .dpi = 600, .pages_per_minute = 20, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(l90_carps2_media, sources_d500, l90_types),
    .margin_hmm = 600,
    .ufr2lt = {.model_id = {0x1000, 0x1056}, .header_7 = 0x01, BAND_G4,
        .no_uncollated = true, .one_sided = true, .sources = sources_d500_codes},
    LETTER_USUAL,
};

const struct caps caps_mf4100 = { /* MF4100 Series, MF4200 Series */
    .name = "mf4100",
    .dpi = 600, .pages_per_minute = 20, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(mf4100_media, sources_d500, mf4100_types),
    .margin_hmm = 600,
    .ufr2lt = {.model_id = {0x1000, 0x1056}, .header_7 = 0x01, BAND_G4,
        .no_uncollated = true, .sources = sources_d500_codes},
    LETTER_USUAL,
};

const struct caps caps_mf4100_carps2 = { /* MF4100 Series (Japan), MF4200 Series (Japan) */
    .name = "mf4100_carps2",
    .dpi = 600, .pages_per_minute = 20, .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    PAPER(mf4100_carps2_media, sources_d500, mf4100_types),
    .margin_hmm = 600,
    .ufr2lt = {.model_id = {0x1000, 0x1056}, .header_7 = 0x01, BAND_G4,
        .no_uncollated = true, .sources = sources_d500_codes},
    LETTER_USUAL,
};

const struct caps caps_mf4400 = { /* MF4400 Series */
    .name = "mf4400",
    .dpi = 600, .pages_per_minute = 23, .max_copies = 99,
    .max_binding_shift_hmm = 5000,
    PAPER(mf4400_media, sources_d500, mf4400_types),
    .toner_save_default = CHOICE_ON,
    .toner_save_always = true,
    .no_refinement = true,
    .ufr2lt = {.model_id = {0x1000, 0x1081}, .header_7 = 0x01, BANDS_JBIG,
        .no_uncollated = true, .one_sided = true, .sources = sources_d500_codes,
        .last = records_0971_02, .last_without_toner_save = records_0971_ff},
    LETTER_USUAL,
};

const struct caps caps_mf4400_carps2 = { /* MF4400 Series (Japan) */
    .name = "mf4400_carps2",
    .dpi = 600, .pages_per_minute = 23, .max_copies = 99,
    .max_binding_shift_hmm = 5000,
    PAPER(l90_carps2_media, sources_d500, mf4400_carps2_types),
    .toner_save_default = CHOICE_ON,
    .toner_save_always = true,
    .no_refinement = true,
    .ufr2lt = {.model_id = {0x1000, 0x1081}, .header_7 = 0x01, BANDS_JBIG,
        .no_uncollated = true, .one_sided = true, .sources = sources_d500_codes,
        .last = records_0971_02, .last_without_toner_save = records_0971_ff},
    LETTER_USUAL,
};

const struct caps caps_mf4400w = { /* MF4400w Series */
    .name = "mf4400w",
    .dpi = 600, .pages_per_minute = 23, .max_copies = 99,
    .max_binding_shift_hmm = 5000,
    PAPER(mf4400_media, sources_d500, mf4400_types),
    .toner_save_default = CHOICE_OFF,
    .toner_save_always = true,
    .no_refinement = true,
    .ufr2lt = {.model_id = {0x1000, 0x1081}, .header_7 = 0x01, BANDS_JBIG,
        .no_uncollated = true, .one_sided = true, .sources = sources_d500_codes,
        .behind_finishing = records_08a5, .last = records_0971_02},
    LETTER_USUAL,
};

const struct caps caps_mf4500_carps2 = { /* MF4500 Series (Japan) */
    .name = "mf4500_carps2",
    .dpi = 600, .pages_per_minute = 25, .max_copies = 99,
    .max_binding_shift_hmm = 5000,
    PAPER(mf4100_carps2_media, sources_d500, mf4500_carps2_types),
    .toner_save_default = CHOICE_ON,
    .toner_save_always = true,
    .no_refinement = true,
    .ufr2lt = {.model_id = {0x1000, 0x1081}, .header_7 = 0x01, BANDS_JBIG,
        .no_uncollated = true, .sources = sources_d500_codes, .last = records_0971_02,
        .last_without_toner_save = records_0971_ff},
    LETTER_USUAL,
};

const struct caps caps_mf4500w = { /* MF4500w Series */
    .name = "mf4500w",
    .dpi = 600, .pages_per_minute = 25, .max_copies = 99,
    .max_binding_shift_hmm = 5000,
    PAPER(d500_media, sources_d500, d500_types),
    .toner_save_default = CHOICE_OFF,
    .toner_save_always = true,
    .no_refinement = true,
    .ufr2lt = {.model_id = {0x1000, 0x1081}, .header_7 = 0x01, BANDS_JBIG,
        .no_uncollated = true, .sources = sources_d500_codes,
        .behind_finishing = records_08a5, .last = records_0971_02},
    LETTER_USUAL,
};

/* clang-format on */
