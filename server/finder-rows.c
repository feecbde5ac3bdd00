/*
 * finder-rows.c - see finder-rows.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "finder-rows.h"

#include "driver/device-id.h"
#include "driver/device-language.h"

#include <stdio.h>
#include <string.h>

static bool is_in(const struct model *row, const struct model *const *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i] == row)
            return true;
    return false;
}

static bool has_language(unsigned language, const struct model *const *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (device_language_of(rows[i]) == language)
            return true;
    return false;
}

/* Rows of the groups with this name; the number there is then. */
static size_t add_named(const char *name, const struct model *rows[FINDER_MAX], size_t n)
{
    for (size_t i = 0; name[0] != '\0' && i < num_models && n < FINDER_MAX; i++)
        if (device_group_fits(&models[i], name) && !is_in(&models[i], rows, n))
            rows[n++] = &models[i];
    return n;
}

static size_t add_generic(const struct model *rows[FINDER_MAX], size_t n)
{
    const size_t of_group = n;

    for (size_t i = 0; i < num_models && n < FINDER_MAX; i++)
        if (device_is_generic(&models[i]) && !device_is_variant(&models[i]) &&
            !has_language(device_language_of(&models[i]), rows, of_group))
            rows[n++] = &models[i];
    return n;
}

size_t finder_rows(const struct model *now, const struct device_identity *identity,
                   const struct model *rows[FINDER_MAX])
{
    char name[256];
    size_t n = 0;

    (void)device_id_get(identity->device_id, strlen(identity->device_id), "MDL", name,
                        sizeof(name));
    n = add_named(name, rows, n);
    n = add_named(identity->snmp, rows, n);
    n = add_named(identity->pjl, rows, n);
    if (n == 0)
        n = add_named(device_is_generic(now) ? models[0].model_prefix : now->model_prefix, rows,
                      n);
    return add_generic(rows, n);
}

size_t finder_rows_named(const char *names, const struct model *rows[FINDER_MAX], char *why,
                         size_t why_size)
{
    size_t n = 0;

    while (*names != '\0') {
        char name[64];
        size_t length = strcspn(names, ",");
        const struct model *row;

        snprintf(name, sizeof(name), "%.*s", (int)(length < 64 ? length : 63), names);
        row = length < sizeof(name) ? model_find(name) : NULL;
        if (row == NULL || is_in(row, rows, n) || n == FINDER_MAX) {
            snprintf(why, why_size, "%s '%s'.",
                     row == NULL           ? "There is no model"
                     : is_in(row, rows, n) ? "There is twice the model"
                                           : "There are too many models from",
                     name);
            return 0;
        }
        rows[n++] = row;
        names += length;
        names += *names == ',';
    }
    if (n == 0)
        snprintf(why, why_size, "No model is named.");
    return n;
}
