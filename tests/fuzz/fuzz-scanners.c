/*
 * fuzz-scanners.c - any bytes as the file of scanners; what is taken is written, and read again
 * as the same.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/scanner-file.h"

#include <stdlib.h>
#include <string.h>

#define MAX 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct scanner_record records[MAX], again[MAX];
    size_t n = scanner_file_parse((const char *)data, size, records, MAX);
    char *written = scanner_file_format(records, n), *twice;

    if (written == NULL)
        return 0;
    if (scanner_file_parse(written, strlen(written), again, MAX) != n)
        abort();
    twice = scanner_file_format(again, n);
    if (twice != NULL && strcmp(written, twice) != 0)
        abort();
    for (size_t i = 0; i < n; i++)
        if (!scanner_name_valid(records[i].name) ||
            scan_device_leads_back(records[i].settings.device))
            abort();
    free(twice);
    free(written);
    return 0;
}
