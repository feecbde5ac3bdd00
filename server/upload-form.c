/*
 * upload-form.c - see upload-form.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "upload-form.h"

#include "documents.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

/* Of all forms together: so many times what one job may have. */
#define FORMS_OF_ALL 2

/* The disk is asked for its free space once for so many bytes of all forms. */
#define LOOK_EVERY ((uint64_t)1 << 20)

static _Atomic uint64_t charged_by_all;

static bool fail(struct upload_form *f, enum upload_fault fault, const char *why)
{
    if (f->fault == UPLOAD_FINE) {
        f->fault = fault;
        snprintf(f->why, sizeof(f->why), "%s", why);
    }
    return false;
}

/* ---- room ---- */

static bool disk_has(const struct document_limits *limits, uint64_t more)
{
    struct statvfs info;

    /* a file system that does not tell will say so when it is full */
    if (limits->keep_free == 0 || statvfs(limits->folder, &info) != 0)
        return true;
    return (uint64_t)info.f_bavail * info.f_frsize >= limits->keep_free + more;
}

static bool has_room(struct upload_form *f, size_t n)
{
    const struct document_limits *limits = document_limits();
    uint64_t before = atomic_fetch_add(&charged_by_all, n);

    f->charged += n;
    if (n > f->space.left)
        return fail(f, UPLOAD_TOO_LARGE, "The document is larger than one job may be.");
    if (before / FORMS_OF_ALL > limits->max_temporary)
        return fail(f, UPLOAD_NO_ROOM, "There is no room for more documents now.");
    if (before / LOOK_EVERY != (before + n) / LOOK_EVERY && !disk_has(limits, n))
        return fail(f, UPLOAD_NO_ROOM, "The computer's disk has no room for the document.");
    return true;
}

/* ---- parts ---- */

void upload_form_set(struct upload_form *f, const char *name, const char *value)
{
    if (name[0] == '\0')
        return;
    if (value[0] == '\0')
        f->num_fields = cupsRemoveOption(name, f->num_fields, &f->fields);
    else if (f->num_fields < UPLOAD_MAX_FIELDS)
        f->num_fields = cupsAddOption(name, value, f->num_fields, &f->fields);
}

const char *upload_form_get(const struct upload_form *f, const char *name)
{
    return cupsGetOption(name, f->num_fields, f->fields);
}

static void end_part(struct upload_form *f)
{
    f->value[f->value_n] = '\0';
    if (f->field[0] != '\0')
        upload_form_set(f, f->field, f->value);
    f->field[0] = '\0';
    f->value_n = 0;
    f->in_file = false;
}

/* A field without a file name is a field of the form, which a file input is too when nothing
 * was chosen: browsers send an empty name then, which multipart.c gives as "". */
static bool begin_part(void *ctx, const char *name, const char *file)
{
    struct upload_form *f = ctx;
    struct upload_file *one = &f->files[f->num_files];
    char why[256] = "";

    end_part(f);
    if (file[0] == '\0') {
        snprintf(f->field, sizeof(f->field), "%s", name);
        return true;
    }
    if (f->num_files >= f->max_files)
        return fail(f, UPLOAD_TOO_MANY,
                    f->max_files == 1 ? "Send one file at a time."
                                      : "These are too many files.");
    if (!disk_has(document_limits(), 0))
        return fail(f, UPLOAD_NO_ROOM, "The computer's disk has no room for the document.");
    snprintf(one->name, sizeof(one->name), "%s", file);
    if (!scratch_open(&one->file, &f->space, why, sizeof(why)))
        return fail(f, UPLOAD_NO_ROOM, why);
    f->num_files++;
    f->in_file = true;
    return true;
}

static bool take_data(void *ctx, const uint8_t *bytes, size_t n)
{
    struct upload_form *f = ctx;
    size_t room = sizeof(f->value) - 1 - f->value_n;
    char why[400];

    if (f->in_file) {
        struct scratch *file = &f->files[f->num_files - 1].file;

        if (!has_room(f, n))
            return false;
        return scratch_write(file, file->size, bytes, n, why, sizeof(why)) ||
               fail(f, UPLOAD_NO_ROOM, why);
    }
    if (n > room) {
        snprintf(why, sizeof(why), "The value of %s is too long.", f->field);
        return fail(f, UPLOAD_UNREADABLE, why);
    }
    memcpy(f->value + f->value_n, bytes, n);
    f->value_n += n;
    return true;
}

/* ---- all of it ---- */

bool upload_form_begin(struct upload_form *f, const char *content_type, size_t max_files)
{
    const struct document_limits *limits = document_limits();

    f->max_files = max_files < UPLOAD_MAX_FILES ? max_files : UPLOAD_MAX_FILES;
    f->space = (struct scratch_space){.folder = limits->folder, .left = limits->max_temporary};
    f->taker = (struct multipart_taker){begin_part, take_data, f};
    return multipart_begin(&f->parts, content_type, &f->taker) ||
           fail(f, UPLOAD_UNREADABLE, "The form cannot be read.");
}

bool upload_form_take(struct upload_form *f, const uint8_t *bytes, size_t n)
{
    return f->fault == UPLOAD_FINE && (multipart_take(&f->parts, bytes, n) ||
                                       fail(f, UPLOAD_UNREADABLE, "The form cannot be read."));
}

bool upload_form_end(struct upload_form *f)
{
    if (f->fault != UPLOAD_FINE)
        return false;
    if (multipart_ended(&f->parts) && !f->in_file)
        end_part(f);
    if (f->num_files == 0)
        return fail(f, UPLOAD_EMPTY, "There is no file in the form.");
    return multipart_ended(&f->parts) || fail(f, UPLOAD_SHORT, "The form ends too early.");
}

uint64_t upload_form_bytes(const struct upload_form *f)
{
    return f->charged;
}

void upload_form_clear(struct upload_form *f)
{
    for (size_t i = 0; i < f->num_files; i++)
        scratch_close(&f->files[i].file);
    f->num_files = 0;
    atomic_fetch_sub(&charged_by_all, f->charged);
    f->charged = 0;
    cupsFreeOptions(f->num_fields, f->fields);
    f->fields = NULL;
    f->num_fields = 0;
}
