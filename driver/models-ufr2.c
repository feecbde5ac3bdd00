/*
 * models-ufr2.c - what the sisters' tickets and sources have in common.
 * Effects: none.
 * Source: the maker's driver for these machines; driver/FORMAT-ufr2lt.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models-ufr2.h"

#include "driver/cpca.h"

const struct slim_params slim_right_3 = {3, 6, 1, 1, 0, -3, 80};
const struct slim_params slim_color_tone_5 = {2, 1, 1, 1, 0, -5, 80};

/* ---- records of tickets; what most of them ask for is not known ---- */

/* clang-format off */
const uint8_t records_08a5[] = {
    CPCA_JOB_ATTRIBUTE, 15, 0x08, 0xA5, 0xFE, 0xFE, 0xFF, 0xFE, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x03,
    0};
const uint8_t records_0971_02[] = {
    CPCA_DOCUMENT_ATTRIBUTE, 3, 0x09, 0x71, 0x02,
    0};
const uint8_t records_0971_ff[] = {
    CPCA_DOCUMENT_ATTRIBUTE, 3, 0x09, 0x71, 0xFF,
    0};
const uint8_t records_084a_08a5[] = {
    CPCA_JOB_ATTRIBUTE, 3, 0x08, 0x4A, 0x04,
    CPCA_JOB_ATTRIBUTE, 15, 0x08, 0xA5, 0xFE, 0xFE, 0xFF, 0xFE, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x03,
    0};
const uint8_t records_0971_01_0972[] = {
    CPCA_DOCUMENT_ATTRIBUTE, 3, 0x09, 0x71, 0x01,
    CPCA_DOCUMENT_ATTRIBUTE, 3, 0x09, 0x72, 0x00,
    0};
const uint8_t records_08ec_084b_08fd[] = {
    CPCA_JOB_ATTRIBUTE, 4, 0x08, 0xEC, 0x01, 0x00,
    CPCA_JOB_ATTRIBUTE, 3, 0x08, 0x4B, 0x03,
    CPCA_JOB_ATTRIBUTE, 27, 0x08, 0xFD, 0x01, 0x01, 0x01, 0x00, 0x00, 0x00, 0x01, 0x01, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x0E, 0x01, 0x00,
        0x00, 0x00,
    0};
const uint8_t records_0840[] = {
    CPCA_DOCUMENT_ATTRIBUTE, 20, 0x08, 0x40, 0x01, 0x05, 0x0C, 0x00, 0x00, 0xFE, 0xFE, 0xFF,
        0xFE, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03,
    0};
const uint8_t records_08fd[] = {
    CPCA_JOB_ATTRIBUTE, 27, 0x08, 0xFD, 0x01, 0x01, 0x01, 0x00, 0x00, 0x00, 0x01, 0x01, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x0E, 0x01, 0x00,
        0x00, 0x00,
    0};
const uint8_t records_08fd_0921_0907[] = {
    CPCA_JOB_ATTRIBUTE, 27, 0x08, 0xFD, 0x01, 0x01, 0x01, 0x00, 0x00, 0x00, 0x01, 0x01, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x0E, 0x01, 0x00,
        0x00, 0x00,
    CPCA_JOB_ATTRIBUTE, 8, 0x09, 0x21, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
    CPCA_JOB_ATTRIBUTE, 6, 0x09, 0x07, 0x01, 0x07, 0x09, 0x03,
    0};
const uint8_t records_084b_08fd_0921_0907[] = {
    CPCA_JOB_ATTRIBUTE, 3, 0x08, 0x4B, 0x03,
    CPCA_JOB_ATTRIBUTE, 27, 0x08, 0xFD, 0x01, 0x01, 0x01, 0x00, 0x00, 0x00, 0x01, 0x01, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x0E, 0x01, 0x00,
        0x00, 0x00,
    CPCA_JOB_ATTRIBUTE, 8, 0x09, 0x21, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
    CPCA_JOB_ATTRIBUTE, 6, 0x09, 0x07, 0x01, 0x07, 0x09, 0x03,
    0};
const uint8_t records_084b_08fd[] = {
    CPCA_JOB_ATTRIBUTE, 3, 0x08, 0x4B, 0x03,
    CPCA_JOB_ATTRIBUTE, 27, 0x08, 0xFD, 0x01, 0x01, 0x01, 0x00, 0x00, 0x00, 0x01, 0x01, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x0E, 0x01, 0x00,
        0x00, 0x00,
    0};
const uint8_t records_0880[] = {
    CPCA_JOB_ATTRIBUTE, 4, 0x08, 0x80, 0x01, 0x00,
    0};
const uint8_t records_1d[] = {
    CPCA_DEVICE_SETTING, 28, 0x00, 0x00, 0x00, 0x00, 0x00, 0x8F, 0x00, 0xFF, 0x0F,
        'P', 'R', 'I', 'N', 'T', '-', 'S', 'P', '-', 'L', 'E', 'V', 'E', 'L', '2', 0x03, 'O', 'F', 'F',
    0};

/* ---- sources: code in the ticket, code in the page description, name in the ticket ---- */

#define SOURCE_ROW(source, ticket, doc, name)   &media_sources[SOURCE_##source],
#define SOURCE_CODES(source, ticket, doc, name) {ticket, doc, name},
#define SOURCE_TABLES(name, ROWS) \
    const struct media_source *const name[] = {ROWS(SOURCE_ROW)}; \
    const struct ufr2lt_source name##_codes[] = {ROWS(SOURCE_CODES)};

#define SOURCES_D1100(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 1, NULL) \
    ROW(DRAWER_1, 0x65, 11, NULL) \
    ROW(DRAWER_2, 0x66, 12, NULL)
SOURCE_TABLES(sources_d1100, SOURCES_D1100)

#define SOURCES_D1300(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 1, NULL) \
    ROW(DRAWER_1, 0x65, 11, NULL) \
    ROW(DRAWER_2, 0x79, 12, NULL)
SOURCE_TABLES(sources_d1300, SOURCES_D1300)

#define SOURCES_D400(ROW) \
    ROW(AUTO, 0, 0, "AUTO")
SOURCE_TABLES(sources_d400, SOURCES_D400)

#define SOURCES_D500(ROW) \
    ROW(AUTO, 0x0B, 0, NULL)
SOURCE_TABLES(sources_d500, SOURCES_D500)

#define SOURCES_IR105I_LIPSLX(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 0, NULL) \
    ROW(DRAWER_1, 0x8D, 0, NULL) \
    ROW(DRAWER_2, 0x8E, 0, NULL) \
    ROW(DRAWER_3, 0x65, 0, NULL) \
    ROW(DRAWER_4, 0x66, 0, NULL) \
    ROW(LARGE, 0xA1, 0, NULL)
SOURCE_TABLES(sources_ir105i_lipslx, SOURCES_IR105I_LIPSLX)

#define SOURCES_IR1730(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 1, NULL) \
    ROW(DRAWER_1, 0x65, 11, NULL) \
    ROW(DRAWER_2, 0x79, 12, NULL) \
    ROW(DRAWER_3, 0x7A, 13, NULL) \
    ROW(DRAWER_4, 0x7B, 14, NULL)
SOURCE_TABLES(sources_ir1730, SOURCES_IR1730)

#define SOURCES_IR2020(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 1, NULL) \
    ROW(DRAWER_1, 0x65, 11, NULL) \
    ROW(DRAWER_2, 0x66, 12, NULL) \
    ROW(DRAWER_3, 0x79, 13, NULL) \
    ROW(DRAWER_4, 0x7A, 14, NULL)
SOURCE_TABLES(sources_ir2020, SOURCES_IR2020)

#define SOURCES_IR2230(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 0, NULL) \
    ROW(DRAWER_1, 0x65, 0, NULL) \
    ROW(DRAWER_2, 0x66, 0, NULL) \
    ROW(DRAWER_3, 0x79, 0, NULL) \
    ROW(DRAWER_4, 0x7A, 0, NULL) \
    ROW(LARGE, 0xA1, 0, NULL) \
    ROW(ENVELOPE, 0x65, 0, NULL)
SOURCE_TABLES(sources_ir2230, SOURCES_IR2230)

#define SOURCES_IR2318(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x0B, 1, NULL) \
    ROW(DRAWER_1, 0x0B, 11, NULL) \
    ROW(DRAWER_2, 0x0B, 12, NULL) \
    ROW(DRAWER_3, 0x0B, 13, NULL) \
    ROW(DRAWER_4, 0x0B, 14, NULL)
SOURCE_TABLES(sources_ir2318, SOURCES_IR2318)

#define SOURCES_IR2520(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 1, NULL) \
    ROW(DRAWER_1, 0x65, 11, NULL) \
    ROW(DRAWER_2, 0x66, 12, NULL) \
    ROW(DRAWER_3, 0x79, 13, NULL) \
    ROW(DRAWER_4, 0x7A, 14, NULL) \
    ROW(ENVELOPE, 0x66, 0, NULL)
SOURCE_TABLES(sources_ir2520, SOURCES_IR2520)

#define SOURCES_IRADV4025(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 0, NULL) \
    ROW(DRAWER_1, 0x65, 0, NULL) \
    ROW(DRAWER_2, 0x66, 0, NULL) \
    ROW(DRAWER_3, 0x79, 0, NULL) \
    ROW(DRAWER_4, 0x7A, 0, NULL) \
    ROW(DRAWER_5, 0xA1, 0, NULL) \
    ROW(ENVELOPE, 0x66, 0, NULL)
SOURCE_TABLES(sources_iradv4025, SOURCES_IRADV4025)

#define SOURCES_IRADV4025_LIPSLX(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 0, NULL) \
    ROW(DRAWER_1, 0x65, 0, NULL) \
    ROW(DRAWER_2, 0x66, 0, NULL) \
    ROW(DRAWER_3, 0x79, 0, NULL) \
    ROW(DRAWER_4, 0x7A, 0, NULL) \
    ROW(DRAWER_5, 0xA1, 0, NULL)
SOURCE_TABLES(sources_iradv4025_lipslx, SOURCES_IRADV4025_LIPSLX)

#define SOURCES_LBP3360(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 0, NULL) \
    ROW(DRAWER_1, 0x65, 0, NULL) \
    ROW(DRAWER_2, 0x79, 0, NULL)
SOURCE_TABLES(sources_lbp3360, SOURCES_LBP3360)

#define SOURCES_LBP3460(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 0, NULL) \
    ROW(DRAWER_1, 0x65, 0, NULL) \
    ROW(DRAWER_2, 0x66, 0, NULL)
SOURCE_TABLES(sources_lbp3460, SOURCES_LBP3460)

#define SOURCES_LBP3910_LIPSLX(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 0, NULL) \
    ROW(DRAWER_1, 0x65, 0, NULL) \
    ROW(DRAWER_2, 0x79, 0, NULL) \
    ROW(DRAWER_3, 0x7A, 0, NULL) \
    ROW(DRAWER_4, 0x7B, 0, NULL)
SOURCE_TABLES(sources_lbp3910_lipslx, SOURCES_LBP3910_LIPSLX)

#define SOURCES_LBP6700_LIPSLX(ROW) \
    ROW(AUTO, 0x0B, 0, NULL) \
    ROW(BYPASS, 0x07, 0, NULL) \
    ROW(DRAWER_1, 0x65, 0, NULL) \
    ROW(DRAWER_2, 0x79, 0, NULL) \
    ROW(DRAWER_3, 0x7A, 0, NULL)
SOURCE_TABLES(sources_lbp6700_lipslx, SOURCES_LBP6700_LIPSLX)

/* clang-format on */
