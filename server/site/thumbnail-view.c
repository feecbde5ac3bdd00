/*
 * thumbnail-view.c - see thumbnail-view.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "thumbnail-view.h"

#include "server/queue-settings.h"
#include "server/whole-file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_BYTES ((size_t)256 * 1024)

bool thumbnail_allowed(int queue)
{
    char value[8];

    return queue_setting_get(queue, THUMBNAIL_SETTING, value, sizeof(value)) &&
           strcmp(value, "yes") == 0;
}

static bool may_see(const struct queue_row *row)
{
    return row->mine && !row->is_secret && thumbnail_allowed(row->queue);
}

static bool is_there(const struct queue_row *row, unsigned page)
{
    char path[1200];

    thumbnail_path(jobs_folder(site.jobs), row->id, page, path, sizeof(path));
    return access(path, R_OK) == 0;
}

static void put(struct visit *visit, const struct queue_row *row, unsigned page)
{
    char number[16];

    snprintf(number, sizeof(number), "%u", page);
    page_put(visit, "<img class=\"thumbnail\" src=\"/jobs/%d/page/%u\" loading=\"lazy\" alt=\"",
             row->id, page);
    page_say(visit, "job.page", "n", number, NULL);
    fputs("\">", visit->page);
}

void thumbnail_put(struct visit *visit, const struct queue_row *row, unsigned page)
{
    if (may_see(row) && is_there(row, page))
        put(visit, row, page);
}

void thumbnail_put_all(struct visit *visit, const struct queue_row *row)
{
    if (!may_see(row) || !is_there(row, 1))
        return;
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><div class=\"row\">", "job.pages");
    for (unsigned page = 1; page <= THUMBNAIL_PAGES && is_there(row, page); page++)
        put(visit, row, page);
    fputs("</div></section>\n", visit->page);
}

/* ---- removing ---- */

static bool is_of_another(void *ctx, int id)
{
    const int *queue = ctx;
    struct job *job = job_find(site.jobs, *queue, id);

    job_release(job);
    return job == NULL;
}

void thumbnail_remove_all(int queue)
{
    thumbnails_sweep(jobs_folder(site.jobs), is_of_another, &queue);
}

static bool is_wanted(void *ctx, int id)
{
    struct job *job = job_find(site.jobs, 0, id);
    bool wanted = job != NULL && thumbnail_allowed(job->queue->id);

    (void)ctx;
    job_release(job);
    return wanted;
}

void thumbnail_clean(void)
{
    thumbnails_sweep(jobs_folder(site.jobs), is_wanted, NULL);
}

/* ---- the picture itself ---- */

struct http_answer *queue_get_picture(struct visit *visit)
{
    struct queue_row *row = calloc(1, sizeof(*row));
    unsigned page = (unsigned)visit_id(visit, 1);
    char path[1200], *bytes = NULL;
    struct http_answer *answer;
    size_t n = 0;

    if (row != NULL && page >= 1 && page <= THUMBNAIL_PAGES &&
        queue_row_find(visit, visit_id(visit, 0), row) && may_see(row)) {
        thumbnail_path(jobs_folder(site.jobs), row->id, page, path, sizeof(path));
        bytes = whole_file_read(path, MAX_BYTES, &n);
    }
    free(row);
    if (bytes == NULL)
        return visit_refuse(visit, 404, "site.no-page");
    answer = http_bytes(200, "image/png", bytes, n);
    answer = http_add(answer, "X-Content-Type-Options", "nosniff");
    answer = http_add(answer, "Cross-Origin-Resource-Policy", "same-origin");
    return http_add(answer, "Cache-Control", "no-store");
}
