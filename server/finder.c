/*
 * finder.c - see finder.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "finder.h"

#include "driver/device-language.h"
#include "intent.h"
#include "log.h"
#include "own-page.h"
#include "printer-model.h"
#include "printer.h"
#include "submission.h"
#include "whole-file.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_FILE    4096
#define IDENTIFY_MS 4000

static struct jobs *all_jobs;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* one change of a search at a time */

void finder_setup(struct jobs *jobs)
{
    all_jobs = jobs;
}

/* ---- the file: lines "NUMBER MODEL JOB" ---- */

static void file_of(int queue, char path[1200])
{
    snprintf(path, 1200, "%s/finder-%d", jobs_folder(all_jobs), queue);
}

static bool keep(int queue, const struct finder *f)
{
    char path[1200], text[MAX_FILE] = "";
    size_t used = 0;

    for (size_t i = 0; i < f->n; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%zu %s %d\n", i + 1,
                                 f->pages[i].model->name, f->pages[i].job);
    file_of(queue, path);
    return whole_file_replace(path, text);
}

/* A line that cannot be read, as one of another version, ends the list: the numbers of those
 * behind it would be wrong. */
static void parse(char *text, struct finder *f)
{
    char *rest = NULL;

    f->n = 0;
    for (const char *line = strtok_r(text, "\n", &rest); line != NULL && f->n < FINDER_MAX;
         line = strtok_r(NULL, "\n", &rest)) {
        char name[64];
        unsigned number;
        int job;

        if (sscanf(line, "%3u %63s %9d", &number, name, &job) != 3 || number != f->n + 1 ||
            (f->pages[f->n].model = model_find(name)) == NULL)
            return;
        f->pages[f->n++].job = job;
    }
}

bool finder_look(int queue, struct finder *finder)
{
    char path[1200];
    char *text;
    size_t n = 0;

    finder->n = 0;
    file_of(queue, path);
    text = whole_file_read(path, MAX_FILE, &n);
    if (text != NULL) {
        text[n] = '\0';
        parse(text, finder);
    }
    free(text);
    return finder->n > 0;
}

void finder_forget(int queue)
{
    char path[1200];

    file_of(queue, path);
    (void)unlink(path);
}

/* ---- pages ---- */

/* The facts of a page; text has room for those that are made here. */
static void fill_page(struct own_page *page, const struct model *model, unsigned number,
                      const char *queue, char text[4][200])
{
    char name[128];
    size_t n = 0;

    model_make_and_model(model, name, sizeof(name));
    memset(page, 0, sizeof(*page));
    page->kind = OWN_PAGE_FINDER;
    page->number = number;
    snprintf(text[0], 200, "Language\t%s", device_language_name(model));
    snprintf(text[1], 200, "Model\t%s", name);
    snprintf(text[2], 200, "Queue\t%s", queue);
    snprintf(text[3], 200, "canon-printer-app find-language -d %.100s -o answer=%u", queue,
             number);
    for (size_t i = 0; i < 3; i++)
        page->lines[n++] = text[i];
    page->lines[n++] = "The machine speaks the language of the number that came out.";
    page->lines[n++] =
        "If several did, take the lowest. On the computer of the queue, choose it";
    page->lines[n++] = "on the page of the printer, or say:";
    page->lines[n++] = text[3];
}

/* What is asked of each page, whatever the queue's defaults are. */
static ipp_t *page_attributes(void)
{
    ipp_t *attributes = ippNew();

    ippAddInteger(attributes, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 1);
    ippAddString(attributes, IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", NULL, "one-sided");
    return attributes;
}

/* The page into a job that was made. */
static bool print_into(struct job *job, const struct model *model, const struct own_page *page,
                       char *why, size_t why_size)
{
    const struct page_wish wish = {.sides = -1};
    const struct intent *intent = job->intent;
    struct intake *in;

    if (!job_begin_document(job, why, why_size)) {
        job_abort(job, 0, why);
        return false;
    }
    in = intake_open(job, model, &intent->options);
    if (in != NULL)
        (void)own_page_print(in, page, &wish);
    return intake_close(in, why, why_size);
}

/* One page as a job; its number, 0 and a sentence: it was not taken. */
static int print_page(pappl_printer_t *printer, const struct model *model, unsigned number,
                      const struct finder_asker *asker, char *why, size_t why_size)
{
    const char *queue = papplPrinterGetName(printer);
    char title[128], text[4][200];
    struct submission s = {.printer = printer,
                           .name = title,
                           .user = asker->user,
                           .host = asker->host,
                           .format = "image/pwg-raster", /* lines of a page, as that is */
                           .attributes = page_attributes()};
    struct own_page page;
    struct job *job;
    int id = 0;

    snprintf(title, sizeof(title), "Which number came out? %u: %s", number,
             device_language_name(model));
    fill_page(&page, model, number, queue, text);
    job = submission_create(&s, why, why_size);
    if (job != NULL && print_into(job, model, &page, why, why_size))
        id = job->id;
    job_release(job);
    ippDelete(s.attributes);
    return id;
}

/* ---- the search ---- */

static void cancel_rest(int queue, const struct finder *f)
{
    for (size_t i = 0; i < f->n; i++) {
        struct job *job = job_find(all_jobs, queue, f->pages[i].job);

        if (job != NULL)
            (void)job_cancel(job); /* not possible when it has ended */
        job_release(job);
    }
}

static bool choose_rows(pappl_printer_t *printer, const char *names,
                        const struct model *rows[FINDER_MAX], size_t *n, char *why,
                        size_t why_size)
{
    const struct model *now = printer_model(printer);
    const char *uri = papplPrinterGetDeviceURI(printer);
    struct device_identity identity;
    char no_answer[512];

    if (now == NULL || uri == NULL) {
        snprintf(why, why_size, "The queue has no machine.");
        return false;
    }
    if (names != NULL && names[0] != '\0')
        *n = finder_rows_named(names, rows, why, why_size);
    else {
        /* one that does not answer may print all the same */
        (void)device_identify(uri, IDENTIFY_MS, &identity, no_answer, sizeof(no_answer));
        *n = finder_rows(now, &identity, rows);
    }
    return *n > 0;
}

/* With the mutex. */
static bool print_all(pappl_printer_t *printer, const struct model *const *rows, size_t n,
                      const struct finder_asker *asker, struct finder *f, char *why,
                      size_t why_size)
{
    const int queue = papplPrinterGetID(printer);
    bool good = true;

    f->n = 0;
    for (size_t i = 0; good && i < n; i++) {
        f->pages[i].model = rows[i];
        f->pages[i].job = print_page(printer, rows[i], (unsigned)i + 1, asker, why, why_size);
        good = f->pages[i].job > 0;
        f->n += good;
    }
    if (good && !keep(queue, f)) {
        snprintf(why, why_size, "The search cannot be kept: %s.", strerror(errno));
        good = false;
    }
    if (!good)
        cancel_rest(queue, f);
    return good;
}

bool finder_start(pappl_printer_t *printer, const char *names, const struct finder_asker *asker,
                  struct finder *finder, char *why, size_t why_size)
{
    const int queue = papplPrinterGetID(printer);
    const struct model *rows[FINDER_MAX];
    struct finder before;
    size_t n = 0;
    bool good;

    if (queue_is_refusing(all_jobs, queue)) {
        snprintf(why, why_size, "This queue takes no jobs now.");
        return false;
    }
    if (!choose_rows(printer, names, rows, &n, why, why_size))
        return false;
    pthread_mutex_lock(&mutex);
    if (finder_look(queue, &before))
        cancel_rest(queue, &before);
    finder_forget(queue);
    good = print_all(printer, rows, n, asker, finder, why, why_size);
    pthread_mutex_unlock(&mutex);
    if (good)
        log_say(LOG_SAY_INFO, "%s: %zu pages ask which language the machine speaks.",
                papplPrinterGetName(printer), n);
    return good;
}

/* With the mutex. */
static bool take_answer(pappl_printer_t *printer, int number, char *why, size_t why_size)
{
    const int queue = papplPrinterGetID(printer);
    struct finder f;

    if (!finder_look(queue, &f)) {
        snprintf(why, why_size, "No pages were printed to find the language of %s.",
                 papplPrinterGetName(printer));
        return false;
    }
    if (number < 0 || (size_t)number > f.n) {
        snprintf(why, why_size, "There is no page %d: the numbers are 1 to %zu, or 0 for none.",
                 number, f.n);
        return false;
    }
    if (number > 0 && !printer_set_model(printer, f.pages[number - 1].model)) {
        snprintf(why, why_size, "The model of %s could not be changed.",
                 papplPrinterGetName(printer));
        return false;
    }
    finder_forget(queue);
    cancel_rest(queue, &f);
    return true;
}

bool finder_answer(pappl_printer_t *printer, int number, const struct model **model, char *why,
                   size_t why_size)
{
    bool good;

    pthread_mutex_lock(&mutex);
    good = take_answer(printer, number, why, why_size);
    pthread_mutex_unlock(&mutex);
    *model = printer_model(printer);
    if (good && *model != NULL)
        log_say(LOG_SAY_INFO, "%s: number %d came out; its model is %s.",
                papplPrinterGetName(printer), number, (*model)->name);
    return good;
}
