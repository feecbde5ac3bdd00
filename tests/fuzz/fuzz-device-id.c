/*
 * fuzz-device-id.c - device ids and product names of any bytes.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/device-id.h"

#include "driver/device-language.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A value is a string within its buffer, of printing characters, whatever the id is. */
static void check_value(const char *value, size_t value_size)
{
    size_t n = strnlen(value, value_size);

    if (n == value_size)
        abort();
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)value[i] < ' ')
            abort();
}

static void check_model(const struct model *model)
{
    if (model && model_find(model->name) != model)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const keys[] = {"MFG", "MDL", "CMD", "SN", "CLS", "DES", "CID", ""};
    const char *id = (const char *)data;
    char value[24];
    char *name = malloc(size + 1);

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        memset(value, 1, sizeof value);
        device_id_get(id, size, keys[i], value, i + 1);
        check_value(value, i + 1);
        device_id_get(id, size, keys[i], value, sizeof value);
        check_value(value, sizeof value);
    }
    check_model(device_id_match(id, size));
    /* a fax is never chosen, and no language beyond those there are */
    if (device_id_is_fax(id, size) && device_id_match(id, size))
        abort();
    if ((device_id_languages(id, size) | device_languages(id, size)) &
        ~(unsigned)(DEVICE_PAGES | DEVICE_PJL | DEVICE_FAX))
        abort();
    if (name) {
        memcpy(name, data, size);
        name[size] = '\0';
        check_model(device_name_match(name));
        for (unsigned languages = 0; languages < 16; languages++)
            check_model(device_said_match(name, languages));
    }
    free(name);
    return 0;
}
