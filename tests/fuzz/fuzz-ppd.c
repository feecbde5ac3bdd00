/*
 * fuzz-ppd.c - any bytes as a PPD of CUPS, and what becomes of its options.
 * Effects: aborts on a broken promise.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/cups-files.h"
#include "server/migrate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text, size_t size)
{
    if (strlen(text) >= size)
        abort();
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ')
            abort();
}

/* The same bytes as CUPS' other files. */
static int check_files(const uint8_t *data, size_t size)
{
    static struct cups_queue queues[4];
    char *text = malloc(size + 1), options[100];

    if (text == NULL)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    for (size_t i = cups_files_queues(text, queues, 4); i > 0; i--) {
        if (strchr(queues[i - 1].name, '/') != NULL || queues[i - 1].name[0] == '.')
            abort();
        check_text(queues[i - 1].uri, sizeof(queues[0].uri));
    }
    if (cups_files_options(text, "office", options, sizeof(options)) &&
        strlen(options) >= sizeof(options))
        abort();
    free(text);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ppd ppd;
    static struct migrate_options options;
    const struct model *model;
    char uri[1100], why[300], text[1024];

    if (ppd_read((const char *)data, size, &ppd)) {
        check_text(ppd.nickname, sizeof(ppd.nickname));
        check_text(ppd.filters, sizeof(ppd.filters));
        for (size_t i = 0; i < ppd.n; i++) {
            check_text(ppd.options[i].keyword, PPD_WORD);
            check_text(ppd.options[i].choice, PPD_WORD);
            check_text(ppd.options[i].choice_text, PPD_TEXT);
        }
        model = migrate_model(&ppd);
        migrate_options(&ppd, 0, NULL, &options);
        for (size_t i = 0; i < options.n; i++)
            if (options.list[i].fate == MIGRATE_TAKEN && options.list[i].value[0] == '\0')
                abort();
        if (model != NULL && size < sizeof(text)) {
            memcpy(text, data, size);
            text[size] = '\0';
            (void)migrate_uri(text, model, uri, sizeof(uri), why, sizeof(why));
        }
    }
    return check_files(data, size);
}
