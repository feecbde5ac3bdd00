/*
 * fuzz-lpd.c - any bytes as an LPD control file and as the line before a file.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/charset.h"
#include "server/lpd-control.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text)
{
    if (charset_utf8_length((const uint8_t *)text, strlen(text)) != strlen(text) ||
        strpbrk(text, "\n\r\t\033") != NULL)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lpd_control *c = malloc(sizeof(*c));
    char *line = malloc(size + 1);
    struct lpd_size s;

    if (c == NULL || line == NULL)
        abort();
    if (lpd_control_parse(data, size, c)) {
        if (c->num_files == 0 || c->num_files > LPD_FILES_MAX)
            abort();
        for (size_t i = 0; i < c->num_files; i++) {
            if (c->files[i].copies == 0 || c->files[i].copies > 999 ||
                lpd_control_file(c, c->files[i].data) != &c->files[i])
                abort();
            check(lpd_control_name(c, &c->files[i]));
        }
        check(c->user);
    }
    if (size > 0)
        memcpy(line, data, size);
    line[size] = '\0';
    if (lpd_size_parse(line, false, &s) && (s.bytes == 0 || s.bytes > LPD_CONTROL_MAX))
        abort();
    if (lpd_size_parse(line, true, &s) && s.bytes >= LPD_SIZE_SURE && s.bytes != UINT64_MAX)
        abort();
    free(line);
    free(c);
    return 0;
}
