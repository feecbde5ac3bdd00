/*
 * test-models.c - the rows of models.def are complete and say what the machines can do.
 * Effects: standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models.h"
#include "driver/pdl.h"
#include "tests/unit/tap.h"

#include <string.h>
#include <strings.h>

static uint32_t sheets(void)
{
    uint32_t mask = 0;

    for (size_t i = 0; i < num_media_sizes; i++)
        mask |= media_sizes[i].envelope ? 0 : 1u << i;
    return mask;
}

static bool comes_in(const struct caps *caps, size_t type, const struct media *media)
{
    uint32_t without = caps->types_more ? caps->types_more[type].not_in : 0;

    return (media->envelope ? caps->types[type].envelopes : caps->types[type].sheets) &&
           !(without & 1u << (media - media_sizes)) && !caps->types[type].sizes;
}

static bool all_sizes_have_types(const struct caps *caps)
{
    bool all = true;

    for (size_t i = 0; i < caps->num_media; i++) {
        size_t t = 0;

        while (t < caps->num_types && !comes_in(caps, t, caps->media[i].media))
            t++;
        all = all && t < caps->num_types;
    }
    return all;
}

/* No two rows are called alike, which people and machines tell them by. */
static void test_names(void)
{
    unsigned alike = 0;

    for (size_t i = 0; i < num_models; i++)
        for (size_t j = 0; j < i; j++) {
            char a[128], b[128];

            model_make_and_model(&models[i], a, sizeof a);
            model_make_and_model(&models[j], b, sizeof b);
            if (strcasecmp(a, b) == 0) {
                diag("%s and %s are both %s", models[i].name, models[j].name, a);
                alike++;
            }
        }
    ok(alike == 0, "Each of %zu rows has a make and model of its own", num_models);
}

static void test_row(const struct model *model)
{
    const struct caps *caps = model->caps;
    const char *name = model->name;

    ok(model_find(name) == model, "%s is found by its name, which no other row has", name);
    ok(model->model_prefix && model->suffix && model->caps && model->pdl,
       "%s has all members of a row", name);
    ok(caps->dpi > 0 && caps->pages_per_minute > 0 && caps->max_copies > 0,
       "%s has a resolution, a speed and a limit of copies", name);
    ok(model->pdl != &pdl_ufr2lt ||
           (caps->ufr2lt.band_rows > 0 && caps->ufr2lt.band_round % 8 == 0),
       "%s has bands where its language has", name);
    ok(caps->num_media > 0 && caps->num_sources > 0 && caps->num_types > 0,
       "%s has sizes, sources and types", name);
    ok(strcmp(caps->sources[0]->name, "auto") == 0,
       "%s leaves the source to the machine by default", name);
    ok(caps->types[0].sheets && !caps->types[0].sizes &&
           !(caps->types_more && caps->types_more[0].not_in & sheets()),
       "%s takes every sheet as its usual type", name);
    ok(all_sizes_have_types(caps), "%s has a type for every size", name);
    ok(strlen(name) < 64 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name),
       "%s is a name of small letters and digits", name);
    ok(caps_find_media(caps, media_find(caps->letter_default)) != NULL,
       "%s has the size that is usual where Letter is", name);
}

static bool in_list(const char *const *list, const char *name)
{
    for (; *list; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

/* The lists of the maker's PPD, by name. */
static void test_paper_path(const struct model *model)
{
    static const char *const drawer_sizes[] = {"iso_a4_210x297mm", "na_letter_8.5x11in",
                                               "na_legal_8.5x14in", NULL};
    static const char *const thick[] = {"cardstock", "cardboard", "transparency",
                                        "labels",    "envelope",  NULL};
    static const char *const others[] = {"stationery-lightweight", "stationery-letterhead",
                                         NULL};
    bool sizes_right = true, types_right = true;

    if (model->caps->types_more) /* sisters: test-models-table.c */
        return;
    for (size_t i = 0; i < num_media_sizes; i++) {
        const struct caps_media *row = caps_find_media(model->caps, &media_sizes[i]);
        bool want = in_list(drawer_sizes, media_sizes[i].name);

        if (strcmp(media_sizes[i].name, "iso_a3_297x420mm") == 0)
            sizes_right = sizes_right && !row;
        else
            sizes_right = sizes_right && row && row->drawer == want && row->duplex == want;
    }
    ok(sizes_right, "%s: only A4, Letter and Legal lie in drawers and are printed two-sided",
       model->name);
    for (size_t i = 0; i < num_media_types; i++) {
        const struct caps_type *row = caps_find_type(model->caps, &media_types[i]);
        bool want = !in_list(thick, media_types[i].name);

        if (in_list(others, media_types[i].name)) {
            types_right = types_right && !row;
            continue;
        }
        types_right = types_right && row && row->drawer == want && row->duplex == want;
        types_right = types_right && (row->envelopes || row->sheets);
    }
    ok(types_right, "%s: thick types neither lie in drawers nor are printed two-sided",
       model->name);
    for (size_t i = 0; i < 4; i++)
        ok(caps_has_source(model->caps, &media_sources[i]), "%s has the source %s", model->name,
           media_sources[i].label);
    ok(model->caps->media[0].media == media_find("iso_a4_210x297mm"), "%s begins with A4",
       model->name);
    for (size_t i = 0; i < model->caps->num_types; i++)
        for (const char *const *size = model->caps->types[i].sizes; size && *size; size++)
            ok(media_find(*size) != NULL, "%s: %s names a size that exists",
               model->caps->types[i].type->name, *size);
}

static void test_groups(void)
{
    const struct model *a = model_find("canon_ir1020_ufr2lt");
    const struct model *b = model_find("canon_ir1018_ufr2lt");
    char text[64];

    if (!ok(a && b, "Both hardware groups are there"))
        return;
    ok(a->pdl == &pdl_ufr2lt && b->pdl == &pdl_ufr2lt, "Both speak UFR II LT");
    ok(a->caps->ufr2lt.band_rows == 256 && a->caps->ufr2lt.band_max_bytes == 0,
       "iR1020: bands of 256 rows, of any number of bytes");
    ok(b->caps->ufr2lt.band_rows == 1024 && b->caps->ufr2lt.band_max_bytes <= 32768 &&
           b->caps->ufr2lt.band_max_bytes > 32530,
       "iR1018: bands of up to 1024 rows, under 32 KB, as large as seen from the maker");
    ok(!a->caps->collate_default && !a->caps->ufr2lt.device_collates &&
           a->caps->toner_save_default == CHOICE_OFF,
       "iR1020: no collation, toner save off by default");
    ok(b->caps->collate_default && b->caps->ufr2lt.device_collates &&
           b->caps->toner_save_default == CHOICE_DEVICE,
       "iR1018: the machine collates, toner save left to it by default");
    ok(a->caps->ufr2lt.model_id[0] == 0x1000 && a->caps->ufr2lt.model_id[1] == 0x1053 &&
           b->caps->ufr2lt.model_id[1] == 0x1053,
       "Both have the model id 1000 1053");
    model_make_and_model(a, text, sizeof text);
    ok(strcmp(text, "Canon iR1020/1024/1025 (UFRII LT)") == 0, "Make and model: %s", text);
    model_make_and_model(a, text, 10);
    ok(strcmp(text, "Canon iR1") == 0, "Make and model is cut to its buffer: %s", text);
    text[0] = 'x';
    model_make_and_model(a, text, 0);
    ok(text[0] == 'x', "Nothing is written to a buffer of no bytes");
}

int main(void)
{
    for (size_t i = 0; i < num_models; i++) {
        test_row(&models[i]);
        if (!models[i].caps->make) /* the machines of the maker's PPDs */
            test_paper_path(&models[i]);
    }
    test_names();
    test_groups();
    ok(!model_find(NULL) && !model_find("") && !model_find("canon_ir1020"),
       "An unknown model is not found");
    return tap_done();
}
