/*
 * queue-report.c - see queue-parts.h: a job's report as a ZIP file, for whoever helps.
 *
 * Without names unless the visitor wants them: no title, person or address, and of what was set
 * for the printer words of ours only. Never the document, codes or passwords.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "queue-parts.h"

#include "ask.h"

#include "server/queue-settings.h"
#include "server/recorder.h"
#include "server/report.h"
#include "server/scan/zip-write.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define PLAIN "abcdefghijklmnopqrstuvwxyz0123456789-,.:/ "

/* ---- the files ---- */

static char *make_record(struct job *job, bool names)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);

    if (out == NULL)
        return NULL;
    (void)recorder_copy(jobs_folder(site.jobs), job->id, out);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return names ? text : report_without_names(job, text);
}

static bool is_about_people(const char *name)
{
    static const char *const parts[] = {"password", "pin",  "secret",    "token",
                                        "account",  "user", "community", "contact"};

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (strstr(name, parts[i]) != NULL)
            return true;
    return false;
}

/* The machine's SNMP community is in its address. */
static bool is_address(const char *name)
{
    return strstr(name, "uri") != NULL || strstr(name, "device-id") != NULL;
}

static void put_attributes(FILE *out, ipp_t *answer, bool names)
{
    for (ipp_attribute_t *attr = ippFirstAttribute(answer); attr != NULL;
         attr = ippNextAttribute(answer)) {
        const char *name = ippGetName(attr);
        ipp_tag_t tag = ippGetValueTag(attr);
        char value[2048] = "";
        bool text = tag == IPP_TAG_NAME || tag == IPP_TAG_TEXT || tag == IPP_TAG_NAMELANG ||
                    tag == IPP_TAG_TEXTLANG;

        if (name == NULL || ippGetGroupTag(attr) != IPP_TAG_PRINTER || is_about_people(name) ||
            is_address(name) || (text && !names))
            continue;
        (void)ippAttributeString(attr, value, sizeof(value));
        fprintf(out, "%s: %s\n", name, value);
    }
}

static char *make_printer(int queue, bool names)
{
    char *text = NULL, why[256] = "";
    size_t n = 0;
    ipp_t *request = ask_new(IPP_OP_GET_PRINTER_ATTRIBUTES, queue);
    ipp_t *answer = request != NULL ? ask(request, why, sizeof(why)) : NULL;
    FILE *out = open_memstream(&text, &n);

    if (out != NULL) {
        if (answer != NULL)
            put_attributes(out, answer, names);
        else
            fprintf(out, "The printer could not be asked. %s\n", why);
        if (fclose(out) != 0) {
            free(text);
            text = NULL;
        }
    }
    ippDelete(answer);
    return text;
}

struct settings {
    FILE *out;
    bool names;
};

static void put_setting(void *ctx, const char *name, const char *value)
{
    const struct settings *s = ctx;
    bool told = !is_about_people(name) &&
                (s->names || (strlen(value) < 40 && value[strspn(value, PLAIN)] == '\0'));

    fprintf(s->out, "%s: %s\n", name, told ? value : "(left out)");
}

static char *make_settings(int queue, bool names)
{
    char *text = NULL;
    size_t n = 0;
    struct settings s = {open_memstream(&text, &n), names};

    if (s.out == NULL)
        return NULL;
    queue_settings_each(queue, put_setting, &s);
    if (fclose(s.out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

/* ---- the archive ---- */

static enum result write_bytes(void *ctx, const void *bytes, size_t n)
{
    return fwrite(bytes, 1, n, ctx) == n ? RESULT_OK : RESULT_IO;
}

/* text is freed. */
static bool add_file(struct zip_writer *zip, const char *name, char *text)
{
    size_t n = text != NULL ? strlen(text) : 0;
    uLong sum = crc32(crc32(0, NULL, 0), (const Bytef *)(text != NULL ? text : ""), (uInt)n);
    bool good = text != NULL && zip_file(zip, name, (uint32_t)n, (uint32_t)sum) == RESULT_OK &&
                zip_bytes(zip, text, n) == RESULT_OK;

    free(text);
    return good;
}

static char *make_zip(struct job *job, bool names, size_t *n)
{
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, n);
    struct zip_writer *zip = malloc(sizeof(*zip));
    bool good = false;

    if (out != NULL && zip != NULL) {
        const struct sink sink = {write_bytes, out};

        zip_begin(zip, &sink, time(NULL));
        good = add_file(zip, "report.txt", report_text(site.system, job, names)) &&
               add_file(zip, "record.txt", make_record(job, names)) &&
               add_file(zip, "printer.txt", make_printer(job->queue->id, names)) &&
               add_file(zip, "settings.txt", make_settings(job->queue->id, names)) &&
               zip_end(zip) == RESULT_OK;
    }
    free(zip);
    if (out != NULL && fclose(out) != 0)
        good = false;
    if (good)
        return bytes;
    free(bytes);
    return NULL;
}

struct http_answer *queue_get_report(struct visit *visit)
{
    int id = visit_id(visit, 0);
    struct job *job = id > 0 ? job_find(site.jobs, 0, id) : NULL;
    bool may = false;
    char *bytes = NULL, name[96];
    size_t n = 0;
    struct http_answer *answer;

    if (job == NULL)
        return visit_refuse(visit, 404, "queue.gone");
    jobs_lock(site.jobs);
    may = queue_may_change(visit, job);
    jobs_unlock(site.jobs);
    if (may)
        bytes = make_zip(job, strcmp(visit_field(visit, "names"), "yes") == 0, &n);
    job_release(job);
    if (!may)
        return visit_refuse(visit, 403, "queue.not-yours");
    if (bytes == NULL)
        return NULL;
    snprintf(name, sizeof(name), "attachment; filename=\"job-%d-report.zip\"", id);
    answer = http_bytes(200, "application/zip", bytes, n);
    answer = http_add(answer, "Content-Disposition", name);
    answer = http_add(answer, "X-Content-Type-Options", "nosniff");
    return http_add(answer, "Cache-Control", "no-store");
}
