/*
 * fuzz-registration.c - any text as the offsets of trays; what is taken is written, and read
 * again as the same.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/registration.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct registration r, again;
    char written[REGISTRATION_TEXT], twice[REGISTRATION_TEXT];
    char *copy = malloc(size + 1);

    if (!copy)
        return 0;
    memcpy(copy, data, size);
    copy[size] = '\0';
    if (registration_read(copy, &r)) {
        registration_write(&r, written);
        if (!registration_read(written, &again))
            abort();
        registration_write(&again, twice);
        if (strcmp(written, twice) != 0)
            abort();
    }
    free(copy);
    return 0;
}
