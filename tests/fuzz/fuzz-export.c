/*
 * fuzz-export.c - any bytes as the file of an export. What is read of it has names of ours
 * only, can be planned here, and is written so that it is read again as the same. The texts
 * within it are given the same bytes, too: they come from the same stranger. Effects: aborts on
 * a broken promise.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/export.h"
#include "server/import.h"
#include "server/vault.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void plan(const struct export *of, const struct export *here, enum import_how how)
{
    static struct import_notes notes;
    static struct export e;
    char why[600], text[400];

    memset(&e, 0, sizeof(e));
    for (size_t i = 0; i < of->n; i++)
        (void)export_add(&e, of->parts[i].name, of->parts[i].bytes, of->parts[i].n);
    if (import_plan(&e, here, how, &notes, why, sizeof(why))) {
        const struct export_part *state = export_find(&e, "state");

        for (size_t i = 0; i < notes.n; i++)
            import_say(&notes.list[i], text, sizeof(text));
        if (state != NULL && strlen((const char *)state->bytes) != state->n)
            abort();
    }
    export_clear(&e);
}

static void check(const struct export *e)
{
    static struct export again;
    char path[400], why[600];
    size_t n = 0;
    uint8_t *bytes;

    for (size_t i = 0; i < e->n; i++)
        if (!export_path("s", e->parts[i].name, path, sizeof(path)) ||
            strstr(path, "..") != NULL)
            abort();
    bytes = export_write(e, NULL, &n, why, sizeof(why));
    if (bytes == NULL)
        return;
    if (!export_read(&again, bytes, n, NULL, why, sizeof(why)) || again.n != e->n)
        abort();
    export_clear(&again);
    free(bytes);
}

/* The same bytes as a text of each part. */
static void check_texts(const uint8_t *data, size_t size)
{
    static const char state[] =
        "<Printer id=\"1\" name=\"a\" did=\"\" uri=\"b\" driver=\"c\">\n</Printer>\n";
    static struct export e, here;

    memset(&e, 0, sizeof(e));
    memset(&here, 0, sizeof(here));
    (void)export_add(&here, "state", state, sizeof(state) - 1);
    for (size_t i = 0; export_names(i) != NULL; i++) {
        char *text;

        (void)export_add(&e, export_names(i), data, size);
        text = export_redact(export_names(i), (const char *)e.parts[i].bytes);
        if (text != NULL && strlen(text) > sizeof(VAULT_LOST) * (size + 1))
            abort();
        free(text);
    }
    plan(&e, &here, IMPORT_REPLACE);
    plan(&e, &here, IMPORT_MERGE);
    export_clear(&e);
    export_clear(&here);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct export e;
    char why[600];

    if (export_read(&e, data, size, NULL, why, sizeof(why)))
        check(&e);
    export_clear(&e);
    check_texts(data, size);
    return 0;
}
