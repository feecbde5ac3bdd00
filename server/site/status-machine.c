/*
 * status-machine.c - the parts of a machine: covers, output, toner, trays; of each how it is as
 * far as it is known.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "names.h"
#include "status-parts.h"

#include "server/papers-ready.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TOLERANCE_HMM 250
#define LOW_PERCENT   10

static void set(const struct visit *visit, struct machine_part *part, const char *name,
                const char *state, enum part_mark mark)
{
    snprintf(part->name, sizeof(part->name), "%s", visit_word(visit, name));
    snprintf(part->state, sizeof(part->state), "%s", visit_word(visit, state));
    part->mark = mark;
    part->percent = -1;
    part->bypass = false;
}

/* ---- covers, output ---- */

static void look_at_cover(const struct visit *visit, const struct state_view *state,
                          struct machine_part *part)
{
    const uint32_t open = REASON_COVER_OPEN | REASON_DOOR_OPEN;

    if ((state->queue.reasons & REASON_MEDIA_JAM) != 0)
        set(visit, part, "status.cover", "state.media-jam", MARK_BAD);
    else if ((state->queue.reasons & open) != 0)
        set(visit, part, "status.cover", "status.open", MARK_BAD);
    else if ((state->status.known & open) != 0)
        set(visit, part, "status.cover", "status.closed", MARK_OK);
    else
        set(visit, part, "status.cover", "status.unknown", MARK_UNKNOWN);
}

static void look_at_output(const struct visit *visit, const struct state_view *state,
                           struct machine_part *part)
{
    uint32_t reasons = state->queue.reasons;

    if ((reasons & REASON_OUTPUT_TRAY_MISSING) != 0)
        set(visit, part, "status.output", "state.output-missing", MARK_BAD);
    else if ((reasons & REASON_OUTPUT_FULL) != 0)
        set(visit, part, "status.output", "status.full", MARK_BAD);
    else if ((reasons & REASON_OUTPUT_NEAR_FULL) != 0)
        set(visit, part, "status.output", "state.output-near-full", MARK_WARN);
    else if ((state->status.known & REASON_OUTPUT_FULL) != 0)
        set(visit, part, "status.output", "status.free", MARK_OK);
    else
        set(visit, part, "status.output", "status.unknown", MARK_UNKNOWN);
}

/* ---- toner ---- */

static const struct supply *toner_of(const struct device_status *status)
{
    for (size_t i = 0; i < status->num_supplies; i++)
        if (status->supplies[i].kind == SUPPLY_TONER)
            return &status->supplies[i];
    return NULL;
}

static void say_level(const struct visit *visit, const struct supply *supply,
                      struct machine_part *part)
{
    char n[16], level[60];

    snprintf(n, sizeof(n), "%d", supply->level_percent);
    say_into(visit->language, level, sizeof(level), "status.percent", "n", n, NULL);
    snprintf(part->state, sizeof(part->state), supply->estimate ? "%s (%s)" : "%s", level,
             visit_word(visit, "status.estimate"));
    part->percent = supply->level_percent;
    if (part->mark == MARK_UNKNOWN)
        part->mark = supply->level_percent <= LOW_PERCENT ? MARK_WARN : MARK_OK;
}

static bool look_at_toner(const struct visit *visit, const struct state_view *state,
                          struct machine_part *part)
{
    const struct supply *supply = toner_of(&state->status);
    uint32_t reasons = state->queue.reasons;

    set(visit, part, "status.toner", "status.unknown", MARK_UNKNOWN);
    if ((reasons & REASON_SUPPLY_MISSING) != 0)
        set(visit, part, "status.toner", "state.supply-missing", MARK_BAD);
    else if ((reasons & REASON_TONER_EMPTY) != 0)
        set(visit, part, "status.toner", "state.toner-empty", MARK_BAD);
    else if ((reasons & REASON_TONER_LOW) != 0)
        set(visit, part, "status.toner", "state.toner-low", MARK_WARN);
    else if ((state->status.known & REASON_TONER_EMPTY) != 0 ||
             (supply != NULL && supply->some_left))
        set(visit, part, "status.toner", "status.some-left", MARK_OK);
    if (supply != NULL && supply->level_percent >= 0)
        say_level(visit, supply, part);
    return part->mark != MARK_UNKNOWN;
}

/* ---- trays ---- */

/* Which of the model's sources a tray's own name means: "Drawer 1", "Cassette 2", "Bypass". */
static bool is_source(const struct tray *tray, const struct media_source *source)
{
    size_t n = strcspn(tray->name, "0123456789");

    if (papers_ready_is_bypass(tray->name))
        return strcmp(source->name, "by-pass-tray") == 0;
    return strncmp(source->name, "tray-", 5) == 0 && tray->name[n] == source->name[5] &&
           !isdigit((unsigned char)tray->name[n + 1]);
}

static void put_sheets(const struct visit *visit, const struct tray *tray,
                       struct machine_part *part)
{
    char n[16];

    if (tray->unavailable)
        set(visit, part, "status.paper", "status.out", MARK_BAD);
    else if (tray->known && tray->empty) {
        set(visit, part, "status.paper", "status.empty", part->bypass ? MARK_OK : MARK_BAD);
        part->percent = 0;
    } else if (tray->level >= 0) {
        snprintf(n, sizeof(n), "%d", tray->level);
        set(visit, part, "status.paper", "status.sheets", MARK_OK);
        say_into(visit->language, part->state, sizeof(part->state), "status.sheets", "n", n,
                 NULL);
        if (tray->capacity > 0)
            part->percent =
                tray->level < tray->capacity ? 100 * tray->level / tray->capacity : 100;
        if (part->percent >= 0 && part->percent <= LOW_PERCENT)
            part->mark = MARK_WARN;
    } else if (tray->level == -3 || tray->known)
        set(visit, part, "status.paper", "status.some", MARK_OK);
    else
        set(visit, part, "status.paper", "status.unknown", MARK_UNKNOWN);
}

/* What the machine calls the paper of a tray; "". */
static void paper_told(const struct tray *tray, char *text, size_t n)
{
    const struct media *media = NULL;

    if (tray->width_hmm > 0 && tray->length_hmm > 0)
        media = media_find_size(tray->width_hmm, tray->length_hmm, TOLERANCE_HMM);
    if (media != NULL)
        snprintf(text, n, "%s", media->label);
    else if (tray->width_hmm > 0 && tray->length_hmm > 0)
        snprintf(text, n, "%u \xC3\x97 %u mm", (tray->width_hmm + 50) / 100,
                 (tray->length_hmm + 50) / 100);
    else
        snprintf(text, n, "%s", tray->media);
}

/* What a person has set for a source; "". */
static void paper_set(const struct visit *visit, const struct media_source *source,
                      const pappl_pr_driver_data_t *data, char *text, size_t n)
{
    for (int i = 0; i < data->num_source; i++) {
        const struct media *media = media_find(data->media_ready[i].size_name);

        if (strcmp(data->source[i], source->name) == 0 && media != NULL)
            say_into(visit->language, text, n, "status.as-set", "paper", media->label, NULL);
    }
}

static void look_at_tray(const struct visit *visit, const struct tray *told,
                         const struct media_source *source, const pappl_pr_driver_data_t *data,
                         struct machine_part *part)
{
    char name[sizeof(part->name)] = "", paper[160] = "", level[sizeof(part->state)] = "";

    if (source != NULL)
        (void)name_find(visit->language, "media-source", source->name, name, sizeof(name));
    else if (told->name[0] != '\0')
        snprintf(name, sizeof(name), "%s", told->name);
    if (told != NULL) {
        put_sheets(visit, told, part);
        paper_told(told, paper, sizeof(paper));
    } else
        set(visit, part, "status.paper", "status.unknown", MARK_UNKNOWN);
    part->bypass = source != NULL ? !source->drawer : papers_ready_is_bypass(told->name);
    part->source = source;
    if (paper[0] == '\0' && source != NULL && source->drawer && data != NULL)
        paper_set(visit, source, data, paper, sizeof(paper));
    if (name[0] != '\0')
        snprintf(part->name, sizeof(part->name), "%s", name);
    snprintf(level, sizeof(level), "%s", part->state);
    if (paper[0] != '\0' && part->mark == MARK_UNKNOWN)
        snprintf(part->state, sizeof(part->state), "%s", paper);
    else if (paper[0] != '\0')
        say_into(visit->language, part->state, sizeof(part->state), "status.paper-level",
                 "paper", paper, "level", level, NULL);
}

/* Sources of the model with what the machine tells of them, then what it has besides. */
static void look_at_trays(const struct visit *visit, const struct device_status *status,
                          const struct model *model, const pappl_pr_driver_data_t *data,
                          struct machine *machine)
{
    bool used[STATUS_TRAYS] = {false};

    for (size_t i = 0; model != NULL && i < model->caps->num_sources; i++) {
        const struct media_source *source = model->caps->sources[i];
        const struct tray *told = NULL;

        if (strcmp(source->name, "auto") == 0 || machine->num_trays >= MACHINE_TRAYS)
            continue;
        for (size_t j = 0; told == NULL && j < status->num_trays; j++)
            if (!used[j] && is_source(&status->trays[j], source)) {
                told = &status->trays[j];
                used[j] = true;
            }
        /* a drawer that a machine that tells its trays does not have */
        if (told == NULL && status->num_trays > 0 && source->drawer)
            continue;
        look_at_tray(visit, told, source, data, &machine->trays[machine->num_trays++]);
    }
    for (size_t j = 0; j < status->num_trays && machine->num_trays < MACHINE_TRAYS; j++)
        if (!used[j])
            look_at_tray(visit, &status->trays[j], NULL, data,
                         &machine->trays[machine->num_trays++]);
}

/* The tray that a job's paper is to come from, where the machine says only that it wants some.
 */
static void mark_wanted(const struct visit *visit, const struct state_view *state,
                        struct machine *machine)
{
    if ((state->reason & (REASON_MEDIA_NEEDED | REASON_MEDIA_EMPTY)) == 0 ||
        state->paper_from == NULL)
        return;
    for (size_t i = 0; i < machine->num_trays; i++) {
        struct machine_part *part = &machine->trays[i];
        char had[sizeof(part->state)];

        if (part->source != state->paper_from || part->mark == MARK_BAD)
            continue;
        snprintf(had, sizeof(had), "%s", part->state);
        say_into(visit->language, part->state, sizeof(part->state), "status.paper-level",
                 "paper", had, "level", visit_word(visit, state_reason_key(state->reason)),
                 NULL);
        part->mark = MARK_BAD;
    }
}

void machine_look(const struct visit *visit, const struct state_view *state,
                  const struct model *model, const pappl_pr_driver_data_t *data,
                  struct machine *machine)
{
    memset(machine, 0, sizeof(*machine));
    /* of the makers' names those that only print begin so */
    machine->copier = model != NULL && strncmp(model->caps->name, "lbp", 3) != 0 &&
                      strncmp(model->caps->name, "generic", 7) != 0;
    look_at_cover(visit, state, &machine->cover);
    look_at_output(visit, state, &machine->output);
    machine->has_toner = look_at_toner(visit, state, &machine->toner);
    look_at_trays(visit, &state->status, model, data, machine);
    mark_wanted(visit, state, machine);
}
