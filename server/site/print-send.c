/*
 * print-send.c - documents of the page to print from become jobs, or previews; what goes wrong,
 * in the visitor's language.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "print-parts.h"

#include "server/access-print.h"
#include "server/document-parts.h"
#include "server/printer.h"
#include "server/submission.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_FORMAT 64

bool print_is_private(const struct visit *visit)
{
    return visit->request->tls || visit->request->local;
}

/* ---- what goes wrong ---- */

static bool refuse(struct visit *visit, const char *key, const char *what)
{
    say_into(visit->language, visit->refusal, sizeof(visit->refusal), key, "what", what, NULL);
    return false;
}

unsigned print_refuse_form(struct visit *visit, const struct upload_form *form)
{
    static const struct {
        const char *key;
        unsigned status;
    } words[] = {
        [UPLOAD_FINE] = {"print.bad-form",       400},
        [UPLOAD_UNREADABLE] = {"print.bad-form",       400},
        [UPLOAD_TOO_MANY] = {"print.too-many-files", 413},
        [UPLOAD_TOO_LARGE] = {"print.too-large",      413},
        [UPLOAD_NO_ROOM] = {"print.no-room",        503},
        [UPLOAD_EMPTY] = {"print.no-file",        400},
        [UPLOAD_SHORT] = {"print.short",          400},
    };

    (void)refuse(visit, words[form->fault].key, form->why);
    return words[form->fault].status;
}

/* ---- what is asked ---- */

/* As job attributes. NULL without memory. */
static ipp_t *make_attributes(const struct upload_form *form)
{
    ipp_t *attributes = ippNew();
    cups_option_t *wishes = NULL;
    int n = 0;

    for (int i = 0; i < form->num_fields; i++)
        if (print_option_is(form->fields[i].name))
            n = cupsAddOption(form->fields[i].name, form->fields[i].value, n, &wishes);
    if (attributes != NULL)
        cupsEncodeOptions2(attributes, n, wishes, IPP_TAG_JOB);
    cupsFreeOptions(n, wishes);
    return attributes;
}

static const char *user_of(const struct visit *visit, const struct upload_form *form)
{
    return visit->user[0] != '\0' ? visit->user : upload_form_get(form, "user");
}

/* False, and the refusal: the job is to wait for a code that cannot be one. NULL in *code: for
 * none. */
static bool read_code(struct visit *visit, const struct upload_form *form,
                      struct release_code *room, const struct release_code **code)
{
    const char *text = upload_form_get(form, "code");

    *code = NULL;
    if (text == NULL)
        return true;
    if (!print_is_private(visit))
        return refuse(visit, "print.code-plain", "");
    if (!code_from_text(text, room))
        return refuse(visit, "print.code-bad", "");
    *code = room;
    return true;
}

/* The document from its beginning, and its format. False, and the refusal. */
static bool look_at(struct visit *visit, pappl_printer_t *printer, struct print_item *item,
                    struct document_input *input, char format[MAX_FORMAT])
{
    const struct upload_file *file = &item->form.files[0];
    const char *found;
    char why[512];

    if (lseek(file->file.fd, 0, SEEK_SET) != 0)
        return refuse(visit, "print.failed", "");
    input_from_fd(input, file->file.fd, file->file.size);
    found = submission_format(printer, NULL, input, why, sizeof(why));
    item->useless = found == NULL;
    if (found == NULL)
        return refuse(visit, "print.not-printable", file->name);
    snprintf(format, MAX_FORMAT, "%s", found);
    return true;
}

static bool can(struct visit *visit, pappl_printer_t *printer, ipp_t *attributes)
{
    char why[512] = "";

    return attributes != NULL && submission_can(printer, attributes, why, sizeof(why))
               ? true
               : refuse(visit, "print.option", why);
}

bool print_may(const struct visit *visit, int queue)
{
    return access_may_print(visit->request->host, queue);
}

/* Whether the printer takes a job of this visitor at all. */
static bool takes_jobs(struct visit *visit, pappl_printer_t *printer, const char *user)
{
    if (printer == NULL)
        return refuse(visit, "print.no-printer", "");
    if (!print_may(visit, papplPrinterGetID(printer)))
        return refuse(visit, "print.not-allowed", "");
    if (queue_is_refusing(site.jobs, papplPrinterGetID(printer)))
        return refuse(visit, "print.refuses", "");
    return !submission_is_refused(printer, user) || refuse(visit, "print.quota", "");
}

/* ---- jobs ---- */

static bool send_one(struct visit *visit, struct submission *s, struct print_item *item,
                     int *job)
{
    char format[MAX_FORMAT], why[512] = "";
    struct document_input input;

    if (!look_at(visit, s->printer, item, &input, format))
        return false;
    s->name = item->form.files[0].name;
    switch (submission_print(s, &input, job, why, sizeof(why))) {
    case SUBMISSION_TAKEN:
        return true;
    case SUBMISSION_BUSY:
        return refuse(visit, "print.busy", why);
    case SUBMISSION_REFUSED:
    case SUBMISSION_FAILED:
    default:
        return refuse(visit, "print.failed", why);
    }
}

static void drop_first(struct upload_form *form)
{
    scratch_close(&form->files[0].file);
    memmove(form->files, form->files + 1, (--form->num_files) * sizeof(form->files[0]));
}

bool print_send(struct visit *visit, struct print_item *item, int *job)
{
    struct release_code code;
    struct submission s = {.printer = print_printer(item->queue),
                           .user = user_of(visit, &item->form),
                           .host = visit->request->host};
    bool good;

    *job = 0;
    if (!takes_jobs(visit, s.printer, s.user))
        return false;
    if (!read_code(visit, &item->form, &code, &s.code))
        return false;
    s.attributes = make_attributes(&item->form);
    good = can(visit, s.printer, s.attributes);
    while (good && item->form.num_files > 0) {
        good = send_one(visit, &s, item, job);
        if (good)
            drop_first(&item->form);
    }
    ippDelete(s.attributes);
    return good;
}

/* ---- previews ---- */

/* A preview reads the file as it is. */
static bool is_wrapped(const struct unwrap_info *info)
{
    return info->wrapped || info->document.tbcp || info->document.offset > 0;
}

bool print_look(struct visit *visit, struct print_item *item)
{
    pappl_printer_t *printer = print_printer(item->queue);
    const struct model *model = printer != NULL ? printer_model(printer) : NULL;
    char format[MAX_FORMAT];
    struct document_input input;
    struct intent *intent = NULL;
    ipp_t *attributes;

    if (model == NULL)
        return refuse(visit, "print.no-printer", "");
    if (!print_may(visit, papplPrinterGetID(printer)))
        return refuse(visit, "print.not-allowed", "");
    if (!look_at(visit, printer, item, &input, format))
        return false;
    attributes = make_attributes(&item->form);
    if (can(visit, printer, attributes))
        intent = intent_new(attributes, printer, item->form.files[0].name, "");
    ippDelete(attributes);
    if (intent == NULL)
        return visit->refusal[0] != '\0' ? false : refuse(visit, "print.failed", "");
    if (!document_format_usable(format) || is_wrapped(input_look(&input))) {
        free(intent);
        return refuse(visit, "print.no-preview", "");
    }
    tray_look(item, intent, model, format);
    return true;
}
