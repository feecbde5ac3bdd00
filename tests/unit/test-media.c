/*
 * test-media.c - sizes, sources and types are the format note's, and are found.
 * Effects: standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/media.h"
#include "tests/unit/tap.h"

#include <string.h>

/* The table of the format note, section 5, typed in again from it. */
struct expected {
    const char *name;
    uint32_t width_dots, length_dots;
    unsigned ticket, doc;
};
static const struct expected expected_sizes[] = {
    {"iso_a4_210x297mm",         4961, 7016, 0x02, 0  },
    {"iso_a5_148x210mm",         3496, 4961, 0x03, 2  },
    {"jis_b5_182x257mm",         4299, 6071, 0x07, 11 },
    {"iso_a3_297x420mm",         7016, 9921, 0x01, 1  },
    {"na_executive_7.25x10.5in", 4350, 6300, 0x0A, 101},
    {"na_legal_8.5x14in",        5100, 8400, 0x0C, 102},
    {"na_letter_8.5x11in",       5100, 6600, 0x0D, 100},
    {"na_invoice_5.5x8.5in",     3300, 5100, 0x3C, 107},
    {"iso_c5_162x229mm",         3827, 5409, 0x15, 37 },
    {"na_number-10_4.125x9.5in", 2475, 5700, 0x16, 35 },
    {"na_monarch_3.875x7.5in",   2325, 4500, 0x17, 36 },
    {"iso_dl_110x220mm",         2598, 5197, 0x18, 39 },
    {"iso_b5_176x250mm",         4157, 5906, 0x19, 38 },
};
#define NUM_EXPECTED (sizeof expected_sizes / sizeof expected_sizes[0])

static uint32_t nearest_dot(uint32_t hmm)
{
    return (uint32_t)(((uint64_t)hmm * 600 + 1270) / 2540);
}

static void test_sizes(void)
{
    ok(num_media_sizes == NUM_EXPECTED, "There are %zu sizes", NUM_EXPECTED);
    for (size_t i = 0; i < NUM_EXPECTED; i++) {
        const struct expected *want = &expected_sizes[i];
        const struct media *got = media_find(want->name);

        if (!ok(got != NULL, "%s is found by its name", want->name))
            continue;
        ok(got->width_dots_600 == want->width_dots && got->length_dots_600 == want->length_dots,
           "%s is %u x %u dots", got->label, (unsigned)want->width_dots,
           (unsigned)want->length_dots);
        ok(nearest_dot(got->width_hmm) == got->width_dots_600 &&
               nearest_dot(got->length_hmm) == got->length_dots_600,
           "%s has the dots nearest to its size", got->label);
        ok(got->ufr2_ticket == want->ticket && got->ufr2_doc == want->doc,
           "%s has the codes of the format note", got->label);
        ok(got->margin_hmm == (got->envelope ? 1000u : 500u),
           "%s keeps %u mm free at its edges", got->label, (unsigned)got->margin_hmm / 100);
        ok(got->width_hmm < got->length_hmm, "%s stands upright", got->label);
    }
}

static void test_envelopes(void)
{
    unsigned envelopes = 0;

    for (size_t i = 0; i < num_media_sizes; i++)
        envelopes += media_sizes[i].envelope;
    ok(envelopes == 5, "Five sizes are envelopes");
    ok(!media_find("jis_b5_182x257mm")->envelope && media_find("iso_b5_176x250mm")->envelope,
       "JIS B5 is a sheet, ISO B5 an envelope");
}

static void test_find_size(void)
{
    for (size_t i = 0; i < num_media_sizes; i++) {
        const struct media *media = &media_sizes[i];

        ok(media_find_size(media->width_hmm, media->length_hmm, 0) == media,
           "%s is found by its exact size", media->label);
        ok(media_find_size(media->width_hmm - 90, media->length_hmm + 90, 100) == media,
           "%s is found by a size off by 0.9 mm", media->label);
    }
    ok(media_find_size(21000, 29801, 100) == NULL, "One more than the tolerance is too far");
    ok(media_find_size(29700, 21000, 100) == NULL, "A turned size is not found");
    ok(media_find_size(0, 0, 100) == NULL, "No size is not found");
    ok(media_find_size(UINT32_MAX, UINT32_MAX, 100) == NULL, "An endless size is not found");
    ok(media_find_size(18300, 26000, 2000) == media_find("jis_b5_182x257mm"),
       "Of two sizes in reach the nearer one is found");
}

static void test_names(void)
{
    static const struct {
        const char *name;
        unsigned ticket, doc;
    } sources[] = {
        {"auto",           0x0B, 0 },
        {"by-pass-tray",   0x07, 1 },
        {"tray-1",         0x65, 11},
        {"tray-2",         0x66, 12},
        {"tray-3",         0x79, 13},
        {"tray-4",         0x7A, 14},
        {"tray-5",         0xA1, 0 },
        {"large-capacity", 0xA1, 0 },
        {"envelope",       0x65, 0 },
    };
    static const struct {
        const char *name;
        unsigned ticket;
    } types[] = {
        {"auto",                   0xFE},
        {"stationery",             0x03},
        {"stationery-lightweight", 0x0A},
        {"stationery-recycled",    0x0B},
        {"stationery-colored",     0x0C},
        {"stationery-fine",        0x21},
        {"stationery-heavyweight", 0x08},
        {"cardstock",              0x2F},
        {"cardboard",              0x2A},
        {"transparency",           0x04},
        {"labels",                 0x07},
        {"envelope",               0x06},
        {"stationery-prepunched",  0x12},
        {"stationery-letterhead",  0x10},
    };

    ok(num_media_sources == 9, "There are nine sources");
    for (size_t i = 0; i < 9; i++) {
        const struct media_source *s = media_source_find(sources[i].name);

        ok(s && s->ufr2_ticket == sources[i].ticket && s->ufr2_doc == sources[i].doc,
           "Source %s has the codes of the format note", sources[i].name);
        ok(s && s->drawer == (strncmp(s->name, "tray-", 5) == 0 || s->name[0] == 'l'),
           "%s is %sa drawer", sources[i].name, s && s->drawer ? "" : "not ");
    }
    ok(num_media_types == 14, "There are fourteen types");
    for (size_t i = 0; i < 14; i++) {
        const struct media_type *t = media_type_find(types[i].name);

        ok(t && t->ufr2_ticket == types[i].ticket, "Type %s has the code of the format note",
           types[i].name);
    }
}

static void test_unknown(void)
{
    ok(!media_find(NULL) && !media_find("") && !media_find("iso_a2_420x594mm") &&
           !media_find("iso_a4_210x297m"),
       "An unknown size is not found");
    ok(!media_source_find(NULL) && !media_source_find("tray-6"),
       "An unknown source is not found");
    ok(!media_type_find(NULL) && !media_type_find("Labels"), "An unknown type is not found");
}

int main(void)
{
    test_sizes();
    test_envelopes();
    test_find_size();
    test_names();
    test_unknown();
    return tap_done();
}
