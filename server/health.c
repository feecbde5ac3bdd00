/*
 * health.c - see health.h.
 *
 * healthy: this program takes and delivers jobs. A machine without paper or power is not ill
 * health of the gateway: a watchdog that restarts it would help nobody. So /healthz looks at
 * what is ours, the threads and the disk; the machines are in /metrics.
 * Source: Prometheus exposition format 0.0.4.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "health.h"

#include "delivery.h"
#include "ipp-printer.h"
#include "scan/scan-metrics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

static struct jobs *all_jobs;

static bool send_text(pappl_client_t *client, http_status_t status, const char *type,
                      const char *text, size_t n)
{
    return papplClientRespond(client, status, NULL, type, 0, n) &&
           httpWrite2(papplClientGetHTTP(client), text, n) == (ssize_t)n &&
           httpFlushWrite(papplClientGetHTTP(client)) >= 0;
}

/* Room for another job; what of the disk stays free counts as none. */
static bool disk_has_room(void)
{
    struct statvfs info;

    return statvfs(jobs_folder(all_jobs), &info) == 0 &&
           (uint64_t)info.f_bavail * info.f_frsize > ((uint64_t)1 << 20);
}

static void is_served(void *ctx, struct job_queue *queue)
{
    bool *all = ctx;

    if (!queue->gone && queue->delivery == NULL && queue->uri[0] != '\0')
        *all = false;
}

bool health_good(const char **why)
{
    bool served = true, room = disk_has_room();

    *why = "";
    jobs_each_queue(all_jobs, is_served, &served);
    if (!served)
        *why = "a queue is not served";
    else if (!room)
        *why = "the disk of the spool is full";
    return served && room;
}

static bool show_health(pappl_client_t *client, void *data)
{
    const char *why;
    bool good = health_good(&why);
    char text[100];

    (void)data;
    snprintf(text, sizeof(text), "%s\n", good ? "ok" : why);
    return send_text(client, good ? HTTP_STATUS_OK : HTTP_STATUS_SERVICE_UNAVAILABLE,
                     "text/plain", text, strlen(text));
}

/* ---- metrics ---- */

struct metrics {
    struct job_queue *list[256];
    size_t n;
};

static void note_queue(void *ctx, struct job_queue *queue)
{
    struct metrics *m = ctx;

    if (!queue->gone && queue->delivery != NULL && m->n < sizeof(m->list) / sizeof(m->list[0]))
        m->list[m->n++] = queue;
}

/* {queue="name"} with what a label's value may not have escaped. */
static void put_label(FILE *out, const char *name)
{
    fputs("{queue=\"", out);
    for (; *name != '\0'; name++) {
        if (*name == '\\' || *name == '"')
            fputc('\\', out);
        fputc(*name, out);
    }
    fputs("\"", out);
}

static void head(FILE *out, const char *name, const char *type, const char *help)
{
    fprintf(out, "# HELP canon_%s %s\n# TYPE canon_%s %s\n", name, help, name, type);
}

/* What one family of samples is of a queue. */
enum family {
    F_STATE,
    F_ACTIVE,
    F_COMPLETED,
    F_ABORTED,
    F_CANCELED,
    F_SIDES,
    F_ANSWERS,
    NUM_FAMILIES
};

static const struct {
    const char *name, *type, *help;
} families[NUM_FAMILIES] = {
    [F_STATE] = {"queue_state",          "gauge",   "printer-state: 3 idle, 4 processing, 5 stopped"},
    [F_ACTIVE] = {"queue_jobs",           "gauge",   "Jobs that wait or print"                       },
    [F_COMPLETED] = {"jobs_completed_total", "counter", "Jobs printed"                                  },
    [F_ABORTED] = {"jobs_aborted_total",   "counter", "Jobs that failed"                              },
    [F_CANCELED] = {"jobs_canceled_total",  "counter", "Jobs that were canceled"                       },
    [F_SIDES] = {"sides_total",          "counter", "Sides the machine has taken"                   },
    [F_ANSWERS] = {"machine_answers",      "gauge",
                 "1: the machine answers to questions about itself"                                 },
};

static unsigned long long value_of(enum family family, const struct job_queue *queue,
                                   const struct queue_view *view,
                                   const struct device_status *status)
{
    switch (family) {
    case F_STATE:
        return (unsigned long long)view->state;
    case F_ACTIVE:
        return view->active;
    case F_COMPLETED:
        return queue->completed;
    case F_ABORTED:
        return queue->aborted;
    case F_CANCELED:
        return queue->canceled;
    case F_SIDES:
        return queue->pages;
    case F_ANSWERS:
        return status->answered;
    case NUM_FAMILIES:
    default:
        return 0;
    }
}

static void put_reasons(FILE *out, const struct job_queue *queue, const struct queue_view *view)
{
    for (unsigned i = 0; i < NUM_REASONS; i++)
        if ((view->reasons & (1u << i)) != 0) {
            fputs("canon_reason", out);
            put_label(out, queue->name);
            fprintf(out, ",reason=\"%s\"} 1\n", status_reason_keyword(1u << i));
        }
}

static void put_levels(FILE *out, const struct job_queue *queue,
                       const struct device_status *status)
{
    for (size_t i = 0; i < status->num_supplies; i++)
        if (status->supplies[i].level_percent >= 0) {
            fputs("canon_supply_percent", out);
            put_label(out, queue->name);
            fprintf(out, ",index=\"%zu\",estimate=\"%d\"} %d\n", i + 1,
                    status->supplies[i].estimate, status->supplies[i].level_percent);
        }
    if (status->life_count >= 0) {
        fputs("canon_life_count", out);
        put_label(out, queue->name);
        fprintf(out, "} %lld\n", (long long)status->life_count);
    }
}

struct sample {
    struct queue_view view;
    struct device_status status;
};

static void put_all(FILE *out, const struct metrics *m, struct sample *samples)
{
    for (size_t i = 0; i < m->n; i++) {
        queue_look(m->list[i], &samples[i].view);
        queue_status(m->list[i], &samples[i].status);
    }
    for (int f = 0; f < NUM_FAMILIES; f++) {
        head(out, families[f].name, families[f].type, families[f].help);
        for (size_t i = 0; i < m->n; i++) {
            unsigned long long value;

            jobs_lock(all_jobs);
            value = value_of((enum family)f, m->list[i], &samples[i].view, &samples[i].status);
            jobs_unlock(all_jobs);
            fprintf(out, "canon_%s", families[f].name);
            put_label(out, m->list[i]->name);
            fprintf(out, "} %llu\n", value);
        }
    }
    head(out, "reason", "gauge", "printer-state-reasons that are set");
    for (size_t i = 0; i < m->n; i++)
        put_reasons(out, m->list[i], &samples[i].view);
    head(out, "supply_percent", "gauge", "What is left of a supply");
    for (size_t i = 0; i < m->n; i++)
        put_levels(out, m->list[i], &samples[i].status);
    head(out, "spool_bytes", "gauge", "Disk used by documents");
    fprintf(out, "canon_spool_bytes %llu\n",
            (unsigned long long)spool_used(jobs_spool(all_jobs)));
    head(out, "start_time_seconds", "gauge", "When the server was started");
    fprintf(out, "canon_start_time_seconds %lld\n", (long long)jobs_began(all_jobs));
}

void health_put_metrics(FILE *out)
{
    struct metrics m = {.n = 0};
    struct sample *samples;

    jobs_each_queue(all_jobs, note_queue, &m);
    samples = calloc(m.n + 1, sizeof(*samples));
    if (samples != NULL)
        put_all(out, &m, samples);
    free(samples);
    scan_put_metrics(out);
}

static bool show_metrics(pappl_client_t *client, void *data)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    bool sent = false;

    (void)data;
    if (out != NULL)
        health_put_metrics(out);
    if (out != NULL && fclose(out) == 0)
        sent = send_text(client, HTTP_STATUS_OK, "text/plain; version=0.0.4", text, n);
    free(text);
    return sent;
}

void health_setup(pappl_system_t *system, struct jobs *jobs)
{
    all_jobs = jobs;
    papplSystemAddResourceCallback(system, "/healthz", "text/plain", show_health, NULL);
    papplSystemAddResourceCallback(system, "/metrics", "text/plain", show_metrics, NULL);
}
