/*
 * models.c - the supported machines and what they can do.
 * Effects: none.
 * Source: the maker's PPDs for these machines, reduced to rules; driver/FORMAT-ufr2lt.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models.h"

#include "driver/media-rows.h"
#include "driver/models-parts.h"
#include "driver/pdl.h"
#include "driver/text.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Both groups have the same paper path. Drawers and two-sided printing take the same three
 * sizes, everything else comes from the bypass tray [PPD]. Columns: size, drawer, duplex. */
static const struct caps_media small_media[] = {
    {&media_sizes[A4],          true,  true },
    {&media_sizes[LETTER],      true,  true },
    {&media_sizes[LEGAL],       true,  true },
    {&media_sizes[STATEMENT],   false, false},
    {&media_sizes[EXECUTIVE],   false, false},
    {&media_sizes[A5],          false, false},
    {&media_sizes[B5],          false, false},
    {&media_sizes[MONARCH],     false, false},
    {&media_sizes[NO10],        false, false},
    {&media_sizes[DL],          false, false},
    {&media_sizes[C5],          false, false},
    {&media_sizes[ENVELOPE_B5], false, false},
};

static const struct media_source *const small_sources[] = {
    &media_sources[SOURCE_AUTO],
    &media_sources[SOURCE_BYPASS],
    &media_sources[SOURCE_DRAWER_1],
    &media_sources[SOURCE_DRAWER_2],
};

static const char *const bond_sizes[] = {
    "na_letter_8.5x11in",
    "na_legal_8.5x14in",
    "na_executive_7.25x10.5in",
    "na_invoice_5.5x8.5in",
    NULL,
};
static const char *const transparency_sizes[] = {"iso_a4_210x297mm", "na_letter_8.5x11in",
                                                 NULL};
static const char *const prepunched_sizes[] = {"na_letter_8.5x11in", NULL};

/* What lies in a drawer may also be turned over; the bypass tray takes it all [PPD]. Columns:
 * type, drawer, duplex, envelopes, sheets, sizes. */
static const struct caps_type small_types[] = {
    {&media_types[TYPE_AUTO],         true,  true,  true,  true,  NULL              },
    {&media_types[TYPE_PLAIN],        true,  true,  false, true,  NULL              },
    {&media_types[TYPE_RECYCLED],     true,  true,  false, true,  NULL              },
    {&media_types[TYPE_COLORED],      true,  true,  false, true,  NULL              },
    {&media_types[TYPE_BOND],         true,  true,  false, true,  bond_sizes        },
    {&media_types[TYPE_HEAVY_1],      true,  true,  false, true,  NULL              },
    {&media_types[TYPE_HEAVY_2],      false, false, false, true,  NULL              },
    {&media_types[TYPE_HEAVY_3],      false, false, false, true,  NULL              },
    {&media_types[TYPE_TRANSPARENCY], false, false, false, true,  transparency_sizes},
    {&media_types[TYPE_LABELS],       false, false, false, true,  NULL              },
    {&media_types[TYPE_ENVELOPE],     false, false, true,  false, NULL              },
    {&media_types[TYPE_PREPUNCHED],   true,  true,  false, true,  prepunched_sizes  },
};

#define SMALL_PAPER_PATH                                                                       \
    .media = small_media, .num_media = COUNT(small_media), .sources = small_sources,           \
    .num_sources = COUNT(small_sources), .types = small_types,                                 \
    .num_types = COUNT(small_types), .letter_default = "na_letter_8.5x11in"

/* iR1020, iR1024, iR1025. The speed is that of the iR1024; the others do 20 and 25. */
static const struct caps ir1020 = {
    .name = "ir1020",
    .dpi = 600,
    .pages_per_minute = 24,
    .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    SMALL_PAPER_PATH,
    .toner_save_default = CHOICE_OFF,
    .refinement_default = CHOICE_DEVICE,
    .collate_default = false,
    .ufr2lt = {.model_id = {0x1000, 0x1053}, .band_rows = 256, .band_round = 128},
};

/*
 * iR1018, iR1022, iR1023: bands of up to 1024 rows that end early so that their data block
 * stays under 32 KB. The rule of the maker's driver is not known; 32530 is the largest block it
 * was seen to send [capture], so ours get no larger.
 */
static const struct caps ir1018 = {
    .name = "ir1018",
    .dpi = 600,
    .pages_per_minute = 22,
    .max_copies = 999,
    .max_binding_shift_hmm = 5000,
    SMALL_PAPER_PATH,
    .toner_save_default = CHOICE_DEVICE,
    .refinement_default = CHOICE_DEVICE,
    .collate_default = true,
    .ufr2lt = {.model_id = {0x1000, 0x1053},
               .band_rows = 1024,
               .band_max_bytes = 32531,
               .band_round = 128,
               .device_collates = true,
               .page_ends_twice = true},
};

/*
 * The same machines with a PCL kit. That language has no word for sets, and nobody knows their
 * own numbers of the sources: those of the reference are sent.
 */
#define PCL5E_PARTS                                                                            \
    .dpi = 600, .max_copies = 999, .max_binding_shift_hmm = 5000, SMALL_PAPER_PATH,            \
    .toner_save_default = CHOICE_DEVICE, .refinement_default = CHOICE_DEVICE,                  \
    .margin_hmm = PCL5E_MARGIN_HMM

static const struct caps ir1020_pcl5e = {
    .name = "ir1020_pcl5e", .pages_per_minute = 24, PCL5E_PARTS};
static const struct caps ir1018_pcl5e = {
    .name = "ir1018_pcl5e", .pages_per_minute = 22, PCL5E_PARTS};

/* PCL XL has no word for sets either, and reaches as far as the machine. */
#define PCLXL_PARTS                                                                            \
    .dpi = 600, .max_copies = 999, .max_binding_shift_hmm = 5000, SMALL_PAPER_PATH,            \
    .toner_save_default = CHOICE_DEVICE, .refinement_default = CHOICE_DEVICE

static const struct caps ir1020_pclxl = {
    .name = "ir1020_pclxl", .pages_per_minute = 24, PCLXL_PARTS};
static const struct caps ir1018_pclxl = {
    .name = "ir1018_pclxl", .pages_per_minute = 22, PCLXL_PARTS};

#define MODEL(language, ...) extern const struct pdl_ops pdl_##language;
#include "driver/models.def"
#include "driver/models-ufr2.def"
#undef MODEL

#define MODEL(language, ...) {.pdl = &pdl_##language, __VA_ARGS__},
const struct model models[] = {
#include "driver/models.def"
#include "driver/models-ufr2.def"
};
#undef MODEL
const size_t num_models = COUNT(models);

const struct model *model_find(const char *name)
{
    for (size_t i = 0; name && i < num_models; i++)
        if (strcmp(models[i].name, name) == 0)
            return &models[i];
    return NULL;
}

struct caps_media_more caps_media_more(const struct caps *caps, const struct media *media)
{
    for (size_t i = 0; caps->media_more && i < caps->num_media; i++)
        if (caps->media[i].media == media)
            return caps->media_more[i];
    return (struct caps_media_more){0};
}

struct caps_type_more caps_type_more(const struct caps *caps, const struct media_type *type)
{
    for (size_t i = 0; caps->types_more && i < caps->num_types; i++)
        if (caps->types[i].type == type)
            return caps->types_more[i];
    return (struct caps_type_more){0};
}

const struct caps_media *caps_find_media(const struct caps *caps, const struct media *media)
{
    for (size_t i = 0; i < caps->num_media; i++)
        if (caps->media[i].media == media)
            return &caps->media[i];
    return NULL;
}

const struct caps_type *caps_find_type(const struct caps *caps, const struct media_type *type)
{
    for (size_t i = 0; i < caps->num_types; i++)
        if (caps->types[i].type == type)
            return &caps->types[i];
    return NULL;
}

uint32_t caps_margin(const struct caps *caps, const struct media *media)
{
    return media->margin_hmm > caps->margin_hmm ? media->margin_hmm : caps->margin_hmm;
}

bool caps_has_source(const struct caps *caps, const struct media_source *source)
{
    for (size_t i = 0; i < caps->num_sources; i++)
        if (caps->sources[i] == source)
            return true;
    return false;
}

void model_make_and_model(const struct model *model, char *text, size_t n)
{
    struct text t;

    text_init(&t, text, n);
    text_put(&t, model->caps->make ? model->caps->make : "Canon");
    text_put(&t, " ");
    text_put(&t, model->model_prefix);
    text_put(&t, " ");
    text_put(&t, model->suffix);
}
