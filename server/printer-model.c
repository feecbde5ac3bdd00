/*
 * printer-model.c - see printer-model.h.
 *
 * PAPPL takes other driver data for a printer, but keeps the driver's name it began with:
 * state.c therefore writes the name of our model. What a person has set lies in the same data
 * and in the attributes of our own options, which PAPPL forgets then; so both are put back.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "printer-model.h"

#include "announce.h"
#include "ipp-jobs.h"
#include "printer.h"

#include <stdio.h>
#include <string.h>

/* Whether the model has the size, source and type of a setting. */
static bool has_all(const struct caps *caps, const pappl_media_col_t *media)
{
    const struct media *size = media_find(media->size_name);

    return size != NULL && caps_find_media(caps, size) != NULL &&
           caps_has_source(caps, media_source_find(media->source)) &&
           caps_find_type(caps, media_type_find(media->type)) != NULL;
}

/* A setting in the margins of this model, which PAPPL compares. */
static void keep_media(const pappl_pr_driver_data_t *data, const pappl_media_col_t *from,
                       pappl_media_col_t *to)
{
    *to = *from;
    if (to->size_name[0] == '\0')
        return;
    to->left_margin = to->right_margin = data->left_right;
    to->top_margin = to->bottom_margin = data->bottom_top;
}

/* What lies in the drawers, by their names. */
static void keep_trays(const struct caps *caps, const pappl_pr_driver_data_t *old,
                       pappl_pr_driver_data_t *data)
{
    for (int i = 0; i < data->num_source; i++)
        for (int j = 0; j < old->num_source; j++)
            if (strcmp(data->source[i], old->source[j]) == 0 &&
                (old->media_ready[j].size_name[0] == '\0' ||
                 has_all(caps, &old->media_ready[j])))
                keep_media(data, &old->media_ready[j], &data->media_ready[i]);
}

static void keep_settings(const struct caps *caps, const pappl_pr_driver_data_t *old,
                          pappl_pr_driver_data_t *data)
{
    if (has_all(caps, &old->media_default))
        keep_media(data, &old->media_default, &data->media_default);
    keep_trays(caps, old, data);
    data->sides_default =
        old->sides_default & data->sides_supported ? old->sides_default : data->sides_default;
    data->color_default = old->color_default;
    data->identify_default = old->identify_default;
}

/* Values of our own options. */
static void keep_options(ipp_t *old, ipp_t *attrs)
{
    const char *name;

    for (size_t i = 0; (name = printer_option_name(i)) != NULL; i++) {
        char full[64];
        ipp_attribute_t *set;

        snprintf(full, sizeof(full), "%s-default", name);
        set = ippFindAttribute(old, full, IPP_TAG_ZERO);
        if (set == NULL)
            continue;
        ippDeleteAttribute(attrs, ippFindAttribute(attrs, full, IPP_TAG_ZERO));
        (void)ippCopyAttribute(attrs, set, 0);
    }
}

/* The data without what describes the old model. */
static void forget_model(pappl_pr_driver_data_t *data)
{
    data->num_media = data->num_source = data->num_type = data->num_vendor = 0;
    data->num_bin = data->num_resolution = 0;
    memset(data->media_ready, 0, sizeof(data->media_ready));
    memset(&data->media_default, 0, sizeof(data->media_default));
}

bool printer_set_model(pappl_printer_t *printer, const struct model *model)
{
    const struct model *before = printer_model(printer);
    pappl_pr_driver_data_t old, data;
    ipp_t *attrs = NULL, *old_attrs;
    bool good;

    if (before == NULL || papplPrinterGetDriverData(printer, &old) == NULL)
        return false;
    if (before == model)
        return true;
    data = old;
    forget_model(&data);
    if (!printer_describe(model, &data, &attrs))
        return false;
    keep_settings(model->caps, &old, &data);
    old_attrs = papplPrinterGetDriverAttributes(printer);
    keep_options(old_attrs, attrs);
    good = papplPrinterSetDriverData(printer, &data, attrs);
    if (good) {
        /* this one only tells PAPPL that there is something to be saved */
        (void)papplPrinterSetDriverDefaults(printer, &data, 0, NULL);
        ipp_follow_printer(printer);
        announce_changed();
    } else
        printer_undescribe(&data);
    ippDelete(old_attrs);
    ippDelete(attrs);
    return good;
}
