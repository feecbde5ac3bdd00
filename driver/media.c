/*
 * media.c - paper sizes, sources and types of all machines, and how they are found.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md sections 3 and 5 (codes, dots); PWG 5101.1 (names, sizes).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/media.h"

#include <string.h>

/*
 * The dots are those nearest to the metric or inch size, as seen in streams of the maker's
 * driver for every row [capture]. B5 is the Japanese (JIS) one, the envelope B5 is ISO's.
 */
/* clang-format off */
const struct media media_sizes[] = {
    {"iso_a4_210x297mm",         "A4",               21000, 29700,  500, 4961, 7016, false, 0x0002, 0},
    {"na_letter_8.5x11in",       "Letter",           21590, 27940,  500, 5100, 6600, false, 0x000D, 100},
    {"na_legal_8.5x14in",        "Legal",            21590, 35560,  500, 5100, 8400, false, 0x000C, 102},
    {"na_invoice_5.5x8.5in",     "Statement",        13970, 21590,  500, 3300, 5100, false, 0x003C, 107},
    {"na_executive_7.25x10.5in", "Executive",        18415, 26670,  500, 4350, 6300, false, 0x000A, 101},
    {"iso_a5_148x210mm",         "A5",               14800, 21000,  500, 3496, 4961, false, 0x0003, 2},
    {"jis_b5_182x257mm",         "B5",               18200, 25700,  500, 4299, 6071, false, 0x0007, 11},
    {"iso_a3_297x420mm",         "A3",               29700, 42000,  500, 7016, 9921, false, 0x0001, 1},
    {"na_monarch_3.875x7.5in",   "Envelope Monarch",  9843, 19050, 1000, 2325, 4500, true,  0x0017, 36},
    {"na_number-10_4.125x9.5in", "Envelope No. 10",  10478, 24130, 1000, 2475, 5700, true,  0x0016, 35},
    {"iso_dl_110x220mm",         "Envelope DL",      11000, 22000, 1000, 2598, 5197, true,  0x0018, 39},
    {"iso_c5_162x229mm",         "Envelope C5",      16200, 22900, 1000, 3827, 5409, true,  0x0015, 37},
    {"iso_b5_176x250mm",         "Envelope B5",      17600, 25000, 1000, 4157, 5906, true,  0x0019, 38},
};
/* clang-format on */
const size_t num_media_sizes = sizeof media_sizes / sizeof media_sizes[0];

/* The codes are those most groups have; a group with others has a table of its own.
 * Names, never bare numbers: Windows 11 refuses a printer with a media-source of digits. */
const struct media_source media_sources[] = {
    {"auto",           "Automatic",       false, 0x0B, 0 },
    {"by-pass-tray",   "Bypass tray",     false, 0x07, 1 },
    {"tray-1",         "Drawer 1",        true,  0x65, 11},
    {"tray-2",         "Drawer 2",        true,  0x66, 12},
    {"tray-3",         "Drawer 3",        true,  0x79, 13},
    {"tray-4",         "Drawer 4",        true,  0x7A, 14},
    {"tray-5",         "Drawer 5",        true,  0xA1, 0 },
    {"large-capacity", "Paper deck",      true,  0xA1, 0 },
    {"envelope",       "Envelope feeder", false, 0x65, 0 },
};
const size_t num_media_sources = sizeof media_sources / sizeof media_sources[0];

/*
 * IANA registers no keyword for recycled or coloured paper. stationery-recycled is what libcups
 * makes of a PPD's "Recycled" and stationery-colored what other makers' printers publish: both
 * are shown in words by clients, which a keyword of our own would not be. stationery-fine
 * stands for bond paper. The codes are those most groups have, as above.
 */
const struct media_type media_types[] = {
    {"auto",                   "Automatic",         0xFE},
    {"stationery",             "Plain paper",       0x03},
    {"stationery-lightweight", "Light paper",       0x0A},
    {"stationery-recycled",    "Recycled paper",    0x0B},
    {"stationery-colored",     "Coloured paper",    0x0C},
    {"stationery-fine",        "Bond paper",        0x21},
    {"stationery-heavyweight", "Heavy paper 1",     0x08},
    {"cardstock",              "Heavy paper 2",     0x2F},
    {"cardboard",              "Heavy paper 3",     0x2A},
    {"transparency",           "Transparency",      0x04},
    {"labels",                 "Labels",            0x07},
    {"envelope",               "Envelope",          0x06},
    {"stationery-prepunched",  "Pre-punched paper", 0x12},
    {"stationery-letterhead",  "Letterhead",        0x10},
};
const size_t num_media_types = sizeof media_types / sizeof media_types[0];

const struct media *media_find(const char *name)
{
    for (size_t i = 0; name && i < num_media_sizes; i++)
        if (strcmp(media_sizes[i].name, name) == 0)
            return &media_sizes[i];
    return NULL;
}

const struct media_source *media_source_find(const char *name)
{
    for (size_t i = 0; name && i < num_media_sources; i++)
        if (strcmp(media_sources[i].name, name) == 0)
            return &media_sources[i];
    return NULL;
}

const struct media_type *media_type_find(const char *name)
{
    for (size_t i = 0; name && i < num_media_types; i++)
        if (strcmp(media_types[i].name, name) == 0)
            return &media_types[i];
    return NULL;
}

static uint32_t distance(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

const struct media *media_find_size(uint32_t width_hmm, uint32_t length_hmm,
                                    uint32_t tolerance_hmm)
{
    const struct media *best = NULL;
    uint64_t best_sum = UINT64_MAX;

    for (size_t i = 0; i < num_media_sizes; i++) {
        uint32_t dx = distance(media_sizes[i].width_hmm, width_hmm);
        uint32_t dy = distance(media_sizes[i].length_hmm, length_hmm);

        if (dx > tolerance_hmm || dy > tolerance_hmm || (uint64_t)dx + dy >= best_sum)
            continue;
        best = &media_sizes[i];
        best_sum = (uint64_t)dx + dy;
    }
    return best;
}

bool media_holds(const struct media *media, uint32_t width_hmm, uint32_t length_hmm,
                 uint32_t tolerance_hmm)
{
    return (uint64_t)media->width_hmm + tolerance_hmm >= width_hmm &&
           (uint64_t)media->length_hmm + tolerance_hmm >= length_hmm;
}
