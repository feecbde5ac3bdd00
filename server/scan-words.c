/*
 * scan-words.c - see scan-words.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scan-words.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const input_words[SCAN_NUM_INPUTS] = {
    [SCAN_PLATEN] = "glass",
    [SCAN_FEEDER] = "feeder",
    [SCAN_FEEDER_DUPLEX] = "feeder, both sides",
};

static const char *const color_words[SCAN_NUM_COLORS] = {
    [SCAN_BLACK_AND_WHITE] = "black and white",
    [SCAN_GRAY] = "gray",
    [SCAN_COLOR] = "color",
};

/* Behind what is there, as far as it fits. */
static void add(char *text, size_t size, const char *before, const char *more)
{
    size_t n = strlen(text);

    if (n < size)
        snprintf(text + n, size - n, "%s%s", n > 0 ? before : "", more);
}

void scan_words_model(const struct scan_caps *caps, char *text, size_t size)
{
    size_t n = strlen(caps->maker);
    bool twice = n > 0 && strncasecmp(caps->model, caps->maker, n) == 0 &&
                 (caps->model[n] == ' ' || caps->model[n] == '\0');

    /* SANE's drivers write the make in capitals, and the model with or without it */
    text[0] = '\0';
    if (!twice)
        add(text, size, "", strcmp(caps->maker, "CANON") == 0 ? "Canon" : caps->maker);
    add(text, size, " ", caps->model);
}

/* What it means and what to do; behind it what the driver says, which may tell more. */
static void add_trouble(char *text, size_t size, enum scan_result result, const char *why)
{
    const char *meaning = scan_result_text(result);

    add(text, size, "", meaning);
    if (why[0] != '\0' && strcmp(why, meaning) != 0) {
        add(text, size, " (", why);
        add(text, size, "", ")");
    }
}

void scan_words_state(const struct scanner_facts *facts, char *text, size_t size)
{
    text[0] = '\0';
    if (facts->device[0] == '\0')
        add(text, size, "", "No scanner was found on this machine yet.");
    else if (facts->scanning)
        add(text, size, "", "It is scanning.");
    else if (facts->printing)
        add(text, size, "", "The machine prints; a scan has to wait.");
    else if (facts->trouble != SCAN_OK && facts->trouble != SCAN_NO_DOCS &&
             facts->trouble != SCAN_CANCELED && facts->trouble != SCAN_BUSY)
        add_trouble(text, size, facts->trouble, facts->why);
    else if (!facts->known)
        add(text, size, "", "It has not answered yet.");
    else
        add(text, size, "", "Ready.");
    if (facts->feeder == SCAN_FEEDER_LOADED)
        add(text, size, " ", "Paper is in the feeder.");
}

void scan_words_abilities(const struct scan_caps *caps, char *text, size_t size)
{
    char range[64] = "";

    text[0] = '\0';
    if (caps->has[SCAN_PLATEN])
        add(text, size, ", ", input_words[SCAN_PLATEN]);
    if (caps->has[SCAN_FEEDER_DUPLEX])
        add(text, size, ", ", "feeder (both sides)");
    else if (caps->has[SCAN_FEEDER])
        add(text, size, ", ", input_words[SCAN_FEEDER]);
    if (caps->color)
        add(text, size, "; ", "color, gray, black and white");
    else if (caps->gray)
        add(text, size, "; ", "gray, black and white");
    if (caps->num_resolutions > 1)
        snprintf(range, sizeof(range), "%u to %u dpi", caps->resolutions[0],
                 caps->resolutions[caps->num_resolutions - 1]);
    else if (caps->num_resolutions == 1)
        snprintf(range, sizeof(range), "%u dpi", caps->resolutions[0]);
    if (range[0] != '\0')
        add(text, size, "; ", range);
}

void scan_words_job(const struct scan_job_info *info, char *text, size_t size)
{
    char pages[64];

    snprintf(pages, sizeof(pages), "%u page%s", info->made, info->made == 1 ? "" : "s");
    text[0] = '\0';
    switch (info->state) {
    case SCAN_JOB_PENDING:
    case SCAN_JOB_PROCESSING:
        add(text, size, "", info->made > 0 ? pages : "begun");
        add(text, size, " ", "so far");
        break;
    case SCAN_JOB_COMPLETED:
        add(text, size, "", info->made > 0 ? pages : "no page");
        break;
    case SCAN_JOB_CANCELED:
    case SCAN_JOB_ABORTED:
    default:
        add(text, size, "", info->made > 0 ? pages : "no page");
        add(text, size, ", ", info->state == SCAN_JOB_CANCELED ? "canceled" : "broken off: ");
        if (info->state != SCAN_JOB_CANCELED)
            add(text, size, "", scan_result_text(info->result));
        break;
    }
    if (info->blank > 0) {
        snprintf(pages, sizeof(pages), "%u blank left out", info->blank);
        add(text, size, ", ", pages);
    }
}

void scan_words_asker(const struct scan_asker *asker, char *text, size_t size)
{
    static const char *const ways[][2] = {
        {"escl",    "a program"          },
        {"web",     "the page on the web"},
        {"profile", "a profile"          },
    };
    const char *way = asker->way;

    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
        if (strcmp(asker->way, ways[i][0]) == 0)
            way = ways[i][1];
    text[0] = '\0';
    add(text, size, "", way);
    if (asker->host[0] != '\0')
        add(text, size, ", from ", asker->host);
    else if (strcmp(asker->way, "profile") == 0)
        add(text, size, ", ", "at the machine");
    if (asker->agent[0] != '\0') {
        add(text, size, " (", asker->agent);
        add(text, size, "", ")");
    }
}

void scan_words_settings(const struct scan_job_info *info, char *text, size_t size)
{
    unsigned dpi = info->plan.want.dpi != 0 ? info->plan.want.dpi : info->settings.dpi;
    char dots[32];

    text[0] = '\0';
    if ((unsigned)info->settings.input < SCAN_NUM_INPUTS)
        add(text, size, "", input_words[info->settings.input]);
    if ((unsigned)info->settings.color < SCAN_NUM_COLORS)
        add(text, size, ", ", color_words[info->settings.color]);
    snprintf(dots, sizeof(dots), "%u dpi", dpi);
    add(text, size, ", ", dots);
}

void scan_words_when(time_t when, time_t now, char *text, size_t size)
{
    struct tm local, today;

    if (size > 0)
        text[0] = '\0';
    if (localtime_r(&when, &local) == NULL || localtime_r(&now, &today) == NULL)
        return;
    (void)strftime(text, size,
                   local.tm_yday == today.tm_yday && local.tm_year == today.tm_year
                       ? "%H:%M:%S"
                       : "%Y-%m-%d %H:%M:%S",
                   &local);
}
