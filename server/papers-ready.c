/*
 * papers-ready.c - see papers-ready.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "papers-ready.h"

#include "driver/status.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What people and machines measure is the same within 2.5 mm. */
#define TOLERANCE_HMM 250

void papers_ready_add(struct papers_ready *ready, const struct media *media)
{
    if (media != NULL && ready->n < PAPERS_READY_MAX && !papers_ready_has(ready, media))
        ready->list[ready->n++] = media;
}

bool papers_ready_is_bypass(const char *name)
{
    static const char *const begins[] = {"by", "multi", "mp", "manual", "stack bypass"};

    for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
        if (strncasecmp(name, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

void papers_ready_told(const struct device_status *status, struct papers_ready *ready)
{
    bool sized = false, dark = false;

    *ready = (struct papers_ready){.n = 0};
    for (size_t i = 0; i < status->num_trays; i++) {
        const struct tray *tray = &status->trays[i];

        if (tray->width_hmm > 0 && tray->length_hmm > 0) {
            sized = true;
            papers_ready_add(ready,
                             media_find_size(tray->width_hmm, tray->length_hmm, TOLERANCE_HMM));
        } else if (!tray->unavailable &&
                   (!papers_ready_is_bypass(tray->name) || (tray->known && !tray->empty)))
            dark = true;
    }
    ready->known = sized && !dark;
}

bool papers_ready_has(const struct papers_ready *ready, const struct media *media)
{
    for (size_t i = 0; i < ready->n; i++)
        if (ready->list[i] == media)
            return true;
    return false;
}

bool papers_ready_lacks(const struct papers_ready *ready, const struct media *media)
{
    return ready->known && !papers_ready_has(ready, media);
}

const struct media *papers_ready_next(const char **list)
{
    char name[64];

    while (**list != '\0') {
        size_t n = strcspn(*list, " ");
        const struct media *media;

        snprintf(name, sizeof(name), "%.*s", (int)(n < sizeof(name) ? n : 0), *list);
        *list += n;
        *list += strspn(*list, " ");
        media = media_find(name);
        if (media != NULL)
            return media;
    }
    return NULL;
}

/* ---- the sentence ---- */

struct line {
    char *text;
    size_t at, n;
};

static void put(struct line *line, const char *before, const char *word)
{
    int put = snprintf(line->text + line->at, line->n - line->at, "%s%s", before, word);

    if (put > 0)
        line->at = line->at + (size_t)put < line->n ? line->at + (size_t)put : line->n - 1;
}

/* What comes between the words of a list. */
static const char *between(size_t i, size_t n)
{
    return i == 0 ? "" : i + 1 == n ? " or " : ", ";
}

static void put_source(struct line *line, const char *before, const struct media_source *source)
{
    char word[64];

    snprintf(word, sizeof(word), "%s%s", source->drawer ? "" : "the ", source->label);
    if (source->drawer)
        word[0] = (char)tolower((unsigned char)word[0]);
    else
        word[4] = (char)tolower((unsigned char)word[4]);
    put(line, before, word);
}

void papers_ready_hint(const struct papers_ready *ready, const char *lacks,
                       const struct media_source *const *sources, size_t num_sources,
                       bool offer, char *text, size_t n)
{
    struct line line = {text, 0, n};
    const struct media *media;
    size_t num = 0;

    text[0] = '\0';
    put(&line, "Waits for ", "");
    while ((media = papers_ready_next(&lacks)) != NULL)
        put(&line, num++ > 0 ? " and " : "", media->label);
    put(&line, ". Load it in ", "");
    for (size_t i = 0; i < num_sources; i++)
        put_source(&line, between(i, num_sources), sources[i]);
    for (size_t i = 0; offer && i < ready->n; i++)
        put(&line, i == 0 ? ", or print it on " : between(i, ready->n), ready->list[i]->label);
    put(&line, ".", "");
}
