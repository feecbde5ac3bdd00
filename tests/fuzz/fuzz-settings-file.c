/*
 * fuzz-settings-file.c - a settings file of any kind: the server's options stay such that can
 * be written and read again, and a value that is set is the one that counts. Effects: aborts on
 * a broken promise.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/settings-file.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_rows(const struct options *options)
{
    static char text[SETTINGS_VALUE_SIZE];
    static struct options again;

    for (size_t i = 0; i < num_option_rows; i++) {
        const struct option_row *row = &option_rows[i];

        if (option_from(options, row) != OPTION_FROM_FILE)
            continue;
        option_text(options, row, text, sizeof(text));
        options_init(&again);
        if ((row->flags & OPTION_KEPT) == 0 || !option_set(&again, row, text))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct options options;
    static char trouble[500];
    char *text = malloc(size + 1), *changed;

    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    options_init(&options);
    (void)settings_file_apply(text, &options, trouble, sizeof(trouble));
    check_rows(&options);
    changed = settings_file_set(text, "max-jobs", "5");
    options_init(&options);
    if (changed != NULL) {
        (void)settings_file_apply(changed, &options, trouble, sizeof(trouble));
        if (options.max_jobs != 5)
            abort();
    }
    free(changed);
    free(text);
    return 0;
}
