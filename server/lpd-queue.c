/*
 * lpd-queue.c - see lpd-queue.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lpd-queue.h"

#include "ipp-attributes.h"

#include "charset.h"
#include "ipp-printer.h"
#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a list of numbers and users names a job. */
static bool names(const char *list, const struct job *job)
{
    char number[16];
    size_t n;

    snprintf(number, sizeof(number), "%d", job->id);
    for (; *list != '\0'; list += n) {
        list += strspn(list, " \t\r");
        n = strcspn(list, " \t\r");
        if (n > 0 && ((strlen(number) == n && strncmp(list, number, n) == 0) ||
                      (strlen(job->user) == n && strncmp(list, job->user, n) == 0)))
            return true;
    }
    return false;
}

static bool is_empty(const char *list)
{
    return list[strspn(list, " \t\r")] == '\0';
}

/* ---- lpq ---- */

struct listing {
    FILE *text;
    const char *wanted;
    bool verbose;
    unsigned rank;
};

static bool put_job(void *ctx, struct job *job)
{
    struct listing *l = ctx;
    const char *title = job_is_private(job) ? PRIVATE_TITLE : job->name;
    char rank[16];

    l->rank++;
    if (!is_empty(l->wanted) && !names(l->wanted, job))
        return true;
    if (job->delivering)
        snprintf(rank, sizeof(rank), "active");
    else if (job->hold != JOB_NOT_HELD || job->gates != 0)
        snprintf(rank, sizeof(rank), "held");
    else
        snprintf(rank, sizeof(rank), "%u", l->rank);
    if (l->verbose)
        fprintf(l->text, "%s: %s [job %d %s]\n        %s, %u sides\n", job->user, rank, job->id,
                job->host, title, job->impressions);
    else
        fprintf(l->text, "%-7s %-10s %-6d %-37s %u sides\n", rank, job->user, job->id, title,
                job->impressions);
    return true;
}

static void put_queue(struct listing *l, const struct listener_client *client,
                      pappl_printer_t *printer)
{
    struct job_queue *queue = jobs_queue(client->jobs, papplPrinterGetID(printer));
    struct queue_view view;

    if (queue == NULL)
        return;
    queue_look(queue, &view);
    fprintf(l->text, "%s: %s\n", papplPrinterGetName(printer), view.message);
    if (view.active == 0) {
        fprintf(l->text, "no entries\n");
        return;
    }
    if (!l->verbose)
        fprintf(l->text,
                "Rank    Owner      Job    Files                                 Size\n");
    jobs_lock(client->jobs);
    jobs_each(client->jobs, queue, JOBS_ACTIVE, put_job, l);
    jobs_unlock(client->jobs);
}

void lpd_queue_list(const struct listener_client *client, pappl_printer_t *printer,
                    const char *wanted, bool verbose)
{
    char *text = NULL;
    size_t n = 0;
    struct listing l = {.wanted = wanted, .verbose = verbose};

    l.text = open_memstream(&text, &n);
    if (l.text == NULL)
        return;
    if (printer == NULL)
        fprintf(l.text, "There is no such queue.\n");
    else
        put_queue(&l, client, printer);
    if (fclose(l.text) == 0)
        (void)listener_send(client, text, n);
    free(text);
}

/* ---- lprm ---- */

struct removal {
    const char *host, *list;
    char user[132];
    int ids[64];
    size_t num_ids;
};

static bool note_job(void *ctx, struct job *job)
{
    struct removal *r = ctx;
    bool mine = strcmp(job->user, r->user) == 0 || strcmp(job->host, r->host) == 0;
    bool meant = is_empty(r->list) ? job->delivering : names(r->list, job);

    if (mine && meant)
        r->ids[r->num_ids++] = job->id;
    return r->num_ids < sizeof(r->ids) / sizeof(r->ids[0]);
}

bool lpd_queue_remove(const struct listener_client *client, pappl_printer_t *printer,
                      const char *text)
{
    struct job_queue *queue =
        printer != NULL ? jobs_queue(client->jobs, papplPrinterGetID(printer)) : NULL;
    size_t n = strcspn(text, " \t\r");
    struct removal r = {.host = client->host, .list = text + n};
    bool any = false;

    charset_tidy((const uint8_t *)text, n, r.user, sizeof(r.user));
    if (queue == NULL || r.user[0] == '\0')
        return false;
    jobs_lock(client->jobs);
    jobs_each(client->jobs, queue, JOBS_ACTIVE, note_job, &r);
    jobs_unlock(client->jobs);
    for (size_t i = 0; i < r.num_ids; i++) {
        struct job *job = job_find(client->jobs, queue->id, r.ids[i]);

        if (job == NULL)
            continue;
        log_say(LOG_SAY_INFO, "[Job %d] To be canceled, says %s at %s by LPD.", job->id, r.user,
                client->host);
        any = job_cancel(job) == JOB_DONE || any;
        job_release(job);
    }
    return any;
}
