/*
 * fuzz-uri.c - any text as a device URI; a USB URI that is taken is written and read again.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/uri.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct uri uri, again;
    char text[2 * URI_MAX], why[100] = "";
    char *copy = malloc(size + 1);

    if (!copy)
        return 0;
    memcpy(copy, data, size);
    copy[size] = '\0';
    if (!uri_parse(copy, &uri, why, sizeof why)) {
        if (why[0] == '\0')
            abort(); /* refused without a sentence */
    } else if (uri.scheme == URI_USB && uri_format_usb(&uri, text, sizeof text) &&
               strlen(text) <= URI_MAX &&
               (!uri_parse(text, &again, why, sizeof why) ||
                memcmp(&uri, &again, sizeof uri) != 0)) {
        abort();
    }
    free(copy);
    return 0;
}
