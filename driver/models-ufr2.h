/*
 * models-ufr2.h - the words the tables of the sisters' groups are written in. For models-*.c
 * only. Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_MODELS_UFR2_H
#define DRIVER_MODELS_UFR2_H

#include "driver/media-rows.h"
#include "driver/models-parts.h"
#include "driver/slim.h"

/*
 * Tables of sizes and of types are lists of rows that are read twice: once for what every group
 * has (struct caps_media, struct caps_type), once for what only some have (the _more ones).
 */
enum { BYPASS_ONLY, DRAWER };
enum { SIMPLEX, DUPLEX };
enum { TURNED = 1, FINE = 2, NOT_COLLATED = 4 };
enum { SHEETS = 1, ENVELOPES = 2, ANY = 3 };
#define IN(size)     (1u << (size))
#define FROM(source) (1u << SOURCE_##source)

#define MEDIA_ROW(size, drawer, duplex, not_from, what)                                        \
    {&media_sizes[size], (drawer) == DRAWER, (duplex) == DUPLEX},
#define MEDIA_MORE(size, drawer, duplex, without, what)                                        \
    {.not_from = (without),                                                                    \
     .turned = ((what)&TURNED) != 0,                                                           \
     .fine = ((what)&FINE) != 0,                                                               \
     .no_collate = ((what)&NOT_COLLATED) != 0},
#define TYPE_ROW(type, code, drawer, duplex, in, not_in, not_from, what)                       \
    {&media_types[TYPE_##type], (drawer) == DRAWER, (duplex) == DUPLEX,                        \
     ((in)&ENVELOPES) != 0,     ((in)&SHEETS) != 0, NULL},
#define TYPE_MORE(type, code, drawer, duplex, in, without, without_source, what)               \
    {.not_in = (without),                                                                      \
     .not_from = (without_source),                                                             \
     .ticket = (code),                                                                         \
     .fine = (what) == FINE},

#define MEDIA_TABLES(name, ROWS)                                                               \
    static const struct caps_media name[] = {ROWS(MEDIA_ROW)};                                 \
    static const struct caps_media_more name##_more[] = {ROWS(MEDIA_MORE)};
#define TYPE_TABLES(name, ROWS)                                                                \
    static const struct caps_type name[] = {ROWS(TYPE_ROW)};                                   \
    static const struct caps_type_more name##_more[] = {ROWS(TYPE_MORE)};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
/* NOLINTBEGIN(bugprone-macro-parentheses): names of tables, which ## takes as they are */
#define PAPER(sizes, from, kinds)                                                              \
    .media = sizes, .num_media = COUNT(sizes), .media_more = sizes##_more, .sources = from,    \
    .num_sources = COUNT(from), .types = kinds, .num_types = COUNT(kinds),                     \
    .types_more = kinds##_more
/* NOLINTEND(bugprone-macro-parentheses) */
#define LETTER_USUAL .letter_default = "na_letter_8.5x11in"

/* Bands by class. FORMAT-ufr2lt.md section 9. */
#define BANDS_256 .band_rows = 256, .band_round = 128
#define BANDS_1024                                                                             \
    .band_rows = 1024, .band_max_bytes = 32531, .band_round = 128, .page_ends_twice = true
/*
 * Bands of this class were seen with 375 rows of 4992 dots and with 532 of 3520: as many rows
 * as have between 1872640 and 1876159 dots. Where the border lies is not known; bands tell
 * their height.
 */
#define BANDS_PACKBITS                                                                         \
    .codec = CODEC_PACKBITS, .band_rows = 128, .band_dots = 1875000, .band_round = 128
/* 128 rows were seen for 320 bytes, 64 for wider rows; where it changes is not known. */
#define BANDS_PACKBITS_LOW                                                                     \
    .codec = CODEC_PACKBITS, .band_rows = 128, .band_rows_wide = 64, .band_round = 128
#define BAND_G4    .codec = CODEC_G4, .band_rows = 1, .band_round = 256
#define BANDS_JBIG .codec = CODEC_JBIG, .band_rows = 256, .band_round = 128

extern const struct slim_params slim_right_3;
extern const struct slim_params slim_color_tone_5;

extern const uint8_t records_08a5[];
extern const uint8_t records_0971_02[];
extern const uint8_t records_0971_ff[];
extern const uint8_t records_084a_08a5[];
extern const uint8_t records_0971_01_0972[];
extern const uint8_t records_08ec_084b_08fd[];
extern const uint8_t records_0840[];
extern const uint8_t records_08fd[];
extern const uint8_t records_08fd_0921_0907[];
extern const uint8_t records_084b_08fd_0921_0907[];
extern const uint8_t records_084b_08fd[];
extern const uint8_t records_0880[];
extern const uint8_t records_1d[];

extern const struct media_source *const sources_d1100[4];
extern const struct ufr2lt_source sources_d1100_codes[4];
extern const struct media_source *const sources_d1300[4];
extern const struct ufr2lt_source sources_d1300_codes[4];
extern const struct media_source *const sources_d400[1];
extern const struct ufr2lt_source sources_d400_codes[1];
extern const struct media_source *const sources_d500[1];
extern const struct ufr2lt_source sources_d500_codes[1];
extern const struct media_source *const sources_ir105i_lipslx[7];
extern const struct ufr2lt_source sources_ir105i_lipslx_codes[7];
extern const struct media_source *const sources_ir1730[6];
extern const struct ufr2lt_source sources_ir1730_codes[6];
extern const struct media_source *const sources_ir2020[6];
extern const struct ufr2lt_source sources_ir2020_codes[6];
extern const struct media_source *const sources_ir2230[8];
extern const struct ufr2lt_source sources_ir2230_codes[8];
extern const struct media_source *const sources_ir2318[6];
extern const struct ufr2lt_source sources_ir2318_codes[6];
extern const struct media_source *const sources_ir2520[7];
extern const struct ufr2lt_source sources_ir2520_codes[7];
extern const struct media_source *const sources_iradv4025[8];
extern const struct ufr2lt_source sources_iradv4025_codes[8];
extern const struct media_source *const sources_iradv4025_lipslx[7];
extern const struct ufr2lt_source sources_iradv4025_lipslx_codes[7];
extern const struct media_source *const sources_lbp3360[4];
extern const struct ufr2lt_source sources_lbp3360_codes[4];
extern const struct media_source *const sources_lbp3460[4];
extern const struct ufr2lt_source sources_lbp3460_codes[4];
extern const struct media_source *const sources_lbp3910_lipslx[6];
extern const struct ufr2lt_source sources_lbp3910_lipslx_codes[6];
extern const struct media_source *const sources_lbp6700_lipslx[5];
extern const struct ufr2lt_source sources_lbp6700_lipslx_codes[5];

#endif
