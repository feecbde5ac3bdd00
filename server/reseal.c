/*
 * reseal.c - see reseal.h.
 *
 * A document of the spool is written anew into a folder within the spool's, note and all, and
 * renamed from there. The records keep their numbers, so that the note stays true.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "reseal.h"

#include "log.h"
#include "message-bytes.h"
#include "pin.h"
#include "scratch.h"
#include "spool.h"
#include "ticket-file.h"
#include "whole-file.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_STATE_BYTES  ((size_t)8 << 20)
#define MAX_RECORD_BYTES ((size_t)1 << 20)

/* ---- state files ---- */

#define SETTING "job-account-pin-default "

/* Whether a line has a PIN to be read; value: where it begins. */
static bool has_plain_pin(const char *line, const char **value)
{
    line += strspn(line, " \t");
    if (strncmp(line, SETTING, strlen(SETTING)) != 0)
        return false;
    *value = line + strlen(SETTING);
    return (*value)[0] != '\0' && !vault_is_sealed(*value);
}

/* The text with its PINs sealed; NULL: there is none, or no key or memory. */
static char *seal_lines(char *text)
{
    char *sealed = NULL, *rest = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&sealed, &n);
    bool changed = false, good = out != NULL;

    for (char *line = strtok_r(text, "\n", &rest); good && line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        const char *value;
        char pin[VAULT_TEXT_MAX];

        if (!has_plain_pin(line, &value)) {
            good = fprintf(out, "%s\n", line) > 0;
            continue;
        }
        snprintf(pin, sizeof(pin), "%.127s", value);
        good = pin_seal_text(pin, sizeof(pin)) && fprintf(out, SETTING "%s\n", pin) > 0;
        changed = true;
    }
    if (out != NULL && fclose(out) != 0)
        good = false;
    if (good && changed)
        return sealed;
    free(sealed);
    return NULL;
}

static void reseal_file(const char *path)
{
    size_t n = 0;
    char *text = whole_file_read(path, MAX_STATE_BYTES, &n), *sealed = NULL;

    if (text != NULL) {
        text[n] = '\0';
        if (strlen(text) == n) /* else it is damaged, which is seen later */
            sealed = seal_lines(text);
    }
    if (sealed != NULL && !whole_file_replace(path, sealed))
        log_say(LOG_SAY_ERROR, "The PIN in '%s' could not be encrypted.", path);
    free(sealed);
    free(text);
}

void reseal_state(const char *path)
{
    char previous[1100];

    snprintf(previous, sizeof(previous), "%s.previous", path);
    reseal_file(path);
    reseal_file(previous);
}

/* ---- documents ---- */

struct record {
    uint8_t bytes[MAX_RECORD_BYTES + 1];
    size_t n;
};

static enum result take_bytes(void *ctx, const void *bytes, size_t n)
{
    struct record *record = ctx;

    if (n > MAX_RECORD_BYTES - record->n)
        return RESULT_SPACE;
    memcpy(record->bytes + record->n, bytes, n);
    record->n += n;
    return RESULT_OK;
}

/* What was asked of a job, with the PIN sealed. False: there is none to be sealed. */
static bool seal_options(struct record *record)
{
    ipp_t *options = message_unpack(record->bytes, record->n);
    ipp_attribute_t *attr =
        options != NULL ? ippFindAttribute(options, "job-account-pin", IPP_TAG_ZERO) : NULL;
    char text[256] = "";
    bool plain = attr != NULL && ippAttributeString(attr, text, sizeof(text)) > 0 &&
                 !vault_is_sealed(text);

    if (plain)
        plain = pin_seal_attribute(options, "job-account-pin", true) &&
                (record->n = message_pack(options, record->bytes, MAX_RECORD_BYTES)) > 0;
    vault_wipe(text, sizeof(text));
    ippDelete(options);
    return plain;
}

static bool seal_ticket(struct record *record)
{
    char text[TICKET_FILE_MAX];
    size_t n = ticket_file_reseal((const char *)record->bytes, record->n, text, sizeof(text));

    if (n == 0)
        return false;
    memcpy(record->bytes, text, n);
    record->n = n;
    return true;
}

/* A record that may have a PIN, sealed. False: it has none, or cannot be read. */
static bool seal_record(struct document *document, size_t i, struct record *record)
{
    enum record_kind kind = document_kind(document, i);
    struct sink sink = {take_bytes, record};

    record->n = 0;
    if ((kind != RECORD_TICKET && kind != RECORD_OPTIONS) ||
        document_send(document, i, &sink) != RESULT_OK)
        return false;
    return kind == RECORD_TICKET ? seal_ticket(record) : seal_options(record);
}

static enum result write_on(void *ctx, const void *bytes, size_t n)
{
    return document_write(ctx, bytes, n);
}

static bool copy_record(struct document *from, size_t i, struct record *record,
                        struct document *to)
{
    struct sink sink = {write_on, to};

    if (document_begin(to, document_kind(from, i)) != RESULT_OK)
        return false;
    if (seal_record(from, i, record) ? document_write(to, record->bytes, record->n) != RESULT_OK
                                     : document_send(from, i, &sink) != RESULT_OK)
        return false;
    return document_end(to) == RESULT_OK;
}

static bool copy_document(struct document *from, struct record *record, struct document *to)
{
    uint8_t note[NOTE_BYTES];

    for (size_t i = 0; i < document_records(from); i++)
        if (!copy_record(from, i, record, to))
            return false;
    document_get_note(from, note);
    return document_set_note(to, note) && document_sync_note(to) &&
           document_commit(to) == RESULT_OK;
}

struct work {
    struct spool *spool, *fresh;
    const char *folder, *fresh_folder;
    struct record record;
};

static bool needs_sealing(struct document *document, struct record *record)
{
    for (size_t i = 0; i < document_records(document); i++)
        if (seal_record(document, i, record))
            return true;
    return false;
}

/* Into its place. */
static bool put_in_place(const struct work *w, int id)
{
    char name[64], from[1200], to[1200];

    snprintf(name, sizeof(name), id > 0 ? "doc-%09d.doc" : "pages-%09d.doc", abs(id));
    snprintf(from, sizeof(from), "%s/%s", w->fresh_folder, name);
    snprintf(to, sizeof(to), "%s/%s", w->folder, name);
    if (rename(from, to) != 0)
        return false;
    whole_file_sync_folder(to);
    return true;
}

static void reseal_document(void *ctx, int id)
{
    struct work *w = ctx;
    char why[300] = "";
    struct document *from = document_open(w->spool, id, why, sizeof(why)), *to;
    bool good = false;

    if (from == NULL) /* whoever wants it finds out; or pages that are not whole */
        return;
    if (needs_sealing(from, &w->record)) {
        to = document_create(w->fresh, id, why, sizeof(why));
        good = to != NULL && copy_document(from, &w->record, to);
        document_release(to);
        if (!good || !put_in_place(w, id))
            log_say(LOG_SAY_ERROR, "[Job %d] The PIN on the disk could not be encrypted. %s",
                    abs(id), why);
    }
    document_release(from);
}

void reseal_spool(const char *folder)
{
    static const struct spool_limits limits = {UINT64_MAX / 2, UINT64_MAX / 2, 0};
    char fresh[1100], why[300] = "";
    struct work *w = calloc(1, sizeof(*w));

    snprintf(fresh, sizeof(fresh), "%s/sealing", folder);
    scratch_remove_folder(fresh); /* of a start that was cut short */
    if (w == NULL || mkdir(fresh, 0700) != 0) {
        free(w);
        return;
    }
    w->folder = folder;
    w->fresh_folder = fresh;
    w->spool = spool_open(folder, &limits, why, sizeof(why));
    w->fresh = w->spool != NULL ? spool_open(fresh, &limits, why, sizeof(why)) : NULL;
    if (w->fresh != NULL)
        spool_list(w->spool, reseal_document, w);
    spool_close(w->fresh);
    spool_close(w->spool);
    (void)rmdir(fresh);
    free(w);
}
