/*
 * scan-log.c - what is told of scans: a line in the log when one begins and ends, and counts.
 *
 * Who scanned what is a matter of privacy: nobody sees at the machine that its glass was looked
 * at from elsewhere. So each scan leaves a line, in every log level but the barest.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scan-run.h"

#include "server/log.h"

#include <stdio.h>

#define NUM_RESULTS (SCAN_TIMEOUT + 1)

static struct {
    atomic_uint_fast64_t begun, pages, blank;
    atomic_uint_fast64_t ended[NUM_RESULTS];
} counts;

static const char *const input_words[SCAN_NUM_INPUTS] = {"the glass", "the feeder",
                                                         "the feeder, both sides"};
static const char *const color_words[SCAN_NUM_COLORS] = {"black and white", "gray", "color"};

/* Who asked: what clients say of themselves is theirs, and may be anything. */
static void say_who(const struct scan_asker *asker, char *text, size_t n)
{
    char host[sizeof(asker->host)], agent[sizeof(asker->agent)];

    snprintf(host, sizeof(host), "%s", asker->host);
    snprintf(agent, sizeof(agent), "%s", asker->agent);
    scanner_text_clean(host);
    scanner_text_clean(agent);
    for (char *c = agent; *c != '\0'; c++)
        if (*c == '"')
            *c = '\'';
    snprintf(text, n, "%.15s%s%s%s%s%s", asker->way, host[0] != '\0' ? " from " : "", host,
             agent[0] != '\0' ? " \"" : "", agent, agent[0] != '\0' ? "\"" : "");
}

void scan_log_begin(const struct scan_job_info *info, const char *scanner)
{
    const struct scan_settings *s = &info->settings;
    char who[300];

    atomic_fetch_add(&counts.begun, 1);
    say_who(&info->asker, who, sizeof(who));
    log_say(LOG_SAY_INFO, "[Scan %.8s] %s: begins, for %s: %s, %s, %u dpi, %u x %u dots.",
            info->id, scanner, who, input_words[s->input], color_words[s->color],
            info->plan.want.dpi, info->plan.width, info->plan.height);
}

void scan_log_end(const struct scan_job_info *info, const char *scanner)
{
    char who[300], blank[40] = "";

    atomic_fetch_add(&counts.ended[info->result], 1);
    atomic_fetch_add(&counts.pages, info->made);
    atomic_fetch_add(&counts.blank, info->blank);
    say_who(&info->asker, who, sizeof(who));
    if (info->blank > 0)
        snprintf(blank, sizeof(blank), ", %u blank left out", info->blank);
    log_say(LOG_SAY_INFO, "[Scan %.8s] %s: ended (%s), for %s: %u page%s%s.%s%s", info->id,
            scanner, scan_result_keyword(info->result), who, info->made,
            info->made == 1 ? "" : "s", blank, info->why[0] != '\0' ? " " : "", info->why);
}

void scan_counts_get(struct scan_counts *out)
{
    out->begun = atomic_load(&counts.begun);
    out->pages = atomic_load(&counts.pages);
    out->blank = atomic_load(&counts.blank);
    for (int i = 0; i < NUM_RESULTS; i++)
        out->ended[i] = atomic_load(&counts.ended[i]);
}

void scan_put_metrics(FILE *out)
{
    struct scan_counts now;
    uint64_t active;

    scan_counts_get(&now);
    active = now.begun;
    fputs("# HELP canon_scans_total Scans that ended, by their result\n"
          "# TYPE canon_scans_total counter\n",
          out);
    for (int i = 0; i < NUM_RESULTS; i++) {
        active -= now.ended[i] <= active ? now.ended[i] : active;
        fprintf(out, "canon_scans_total{result=\"%s\"} %llu\n",
                scan_result_keyword((enum scan_result)i), (unsigned long long)now.ended[i]);
    }
    fprintf(out,
            "# HELP canon_scans_active Scans that are made now\n"
            "# TYPE canon_scans_active gauge\n"
            "canon_scans_active %llu\n"
            "# HELP canon_scanned_pages_total Pages of scans\n"
            "# TYPE canon_scanned_pages_total counter\n"
            "canon_scanned_pages_total %llu\n"
            "# HELP canon_scanned_blank_total Blank pages that were left out of scans\n"
            "# TYPE canon_scanned_blank_total counter\n"
            "canon_scanned_blank_total %llu\n",
            (unsigned long long)active, (unsigned long long)now.pages,
            (unsigned long long)now.blank);
}
