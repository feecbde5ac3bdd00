/*
 * web-scan-answers.c - see web-scan-parts.h: the state in words and as JSON.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scan-parts.h"

#include "server/web-parts.h"

#include <string.h>

/* What HTML could take for its own is escaped too: the text also stands in attributes. */
/* ---- the state in words ---- */

static void own_scan(const struct web_tray *tray, struct web_status *status)
{
    struct scan_job_info info = {.state = SCAN_JOB_PENDING};

    status->tone = "busy";
    if (tray->job != NULL)
        scan_job_info(tray->job, &info);
    if (info.state == SCAN_JOB_PENDING)
        snprintf(status->text, sizeof(status->text), "%s", WORD(starting));
    else if (tray->aim == AIM_PREVIEW)
        snprintf(status->text, sizeof(status->text), "%s", WORD(previewing));
    else if (tray->aim == AIM_CARD_FRONT || tray->aim == AIM_CARD_BACK)
        snprintf(status->text, sizeof(status->text), "%s", WORD(scanning_card));
    else if (info.settings.input == SCAN_PLATEN)
        snprintf(status->text, sizeof(status->text), "%s", WORD(scanning));
    else
        web_word_fill(status->text, sizeof(status->text), WORD_scanning_page, info.made + 1);
}

static void say(struct web_status *status, const char *tone, const char *text, const char *hint)
{
    status->tone = tone;
    snprintf(status->text, sizeof(status->text), "%s", text);
    snprintf(status->hint, sizeof(status->hint), "%s", hint);
}

static void say_trouble(const struct scanner_facts *facts, struct web_status *status)
{
    const char *text = facts->trouble == SCAN_GONE         ? WORD(gone)
                       : facts->trouble == SCAN_JAMMED     ? WORD(jammed)
                       : facts->trouble == SCAN_COVER_OPEN ? WORD(cover_open)
                                                           : WORD(trouble);

    say(status, "bad", text, tray_trouble(facts->trouble, facts->why));
}

void web_status(const struct web_tray *tray, const struct scanner_facts *facts, bool feeder,
                struct web_status *status)
{
    *status = (struct web_status){.tone = "ok"};
    if (tray_busy(tray))
        own_scan(tray, status);
    else if (tray->making)
        say(status, "busy", WORD(making_card), "");
    else if (!facts->known)
        say(status, "bad", WORD(not_known), WORD(not_known_hint));
    else if (facts->scanning)
        say(status, "busy", WORD(other_scan), WORD(other_scan_hint));
    else if (facts->printing)
        say(status, "busy", WORD(printing), WORD(printing_hint));
    else if (facts->trouble != SCAN_OK && facts->trouble != SCAN_CANCELED &&
             facts->trouble != SCAN_NO_DOCS && facts->trouble != SCAN_INVALID &&
             facts->trouble != SCAN_BUSY)
        say_trouble(facts, status);
    else if (feeder && facts->feeder == SCAN_FEEDER_EMPTY)
        say(status, "bad", WORD(feeder_empty), WORD(feeder_empty_hint));
    else if (feeder && facts->feeder == SCAN_FEEDER_LOADED)
        say(status, "ok", WORD(feeder_loaded), "");
    else
        say(status, "ok", WORD(ready), "");
}

/* ---- JSON ---- */

static void put_text(FILE *out, const char *name, const char *text)
{
    fprintf(out, "\"%s\":", name);
    web_put_json(out, text);
    fputc(',', out);
}

static void put_preview(FILE *out, const struct web_tray *tray)
{
    const struct scan_page_facts *facts;

    if (tray->preview == NULL) {
        fputs("\"preview\":null,", out);
        return;
    }
    facts = scan_page_facts(tray->preview);
    fprintf(out, "\"preview\":{\"version\":%u,\"width\":%u,\"height\":%u},",
            tray->preview_version, facts->width * SCAN_UNITS / facts->dpi,
            facts->height * SCAN_UNITS / facts->dpi);
}

void web_put_state(FILE *out, const struct web_tray *tray, const struct scanner_facts *facts,
                   bool feeder)
{
    struct web_status status;
    size_t count = tray_count(tray);

    web_status(tray, facts, feeder, &status);
    fputc('{', out);
    put_text(out, "tone", status.tone);
    put_text(out, "text", status.text);
    put_text(out, "hint", status.hint);
    fprintf(out, "\"busy\":%s,\"waiting\":%s,", tray_busy(tray) ? "true" : "false",
            tray->making || facts->scanning || facts->printing ? "true" : "false");
    fprintf(out, "\"pages\":%zu,\"gone\":%zu,\"version\":%u,", count, tray->n - count,
            tray->version);
    put_preview(out, tray);
    put_text(out, "card", tray->front != NULL ? "back" : "front");
    fprintf(out, "\"noticed\":%u,\"bad\":%s,", tray->notice_version,
            tray->bad ? "true" : "false");
    fputs("\"notice\":", out);
    web_put_json(out, tray->notice);
    fputs("}\n", out);
}
