/*
 * web-scan-page.c - see web-scan-parts.h: the content of the page, which is a template
 * (resources/scan/page.html) with words, {{key}}, and parts, {{=part}}, put in.
 *
 * It is complete without scripts: what a script changes later is here as it is now.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profiles.h"
#include "web-scan-form.h"
#include "web-scan-parts.h"

#include "server/web-parts.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t template[] = {
#include "scan/page.html.h"
    0};

/* What a part is made of. */
struct drawing {
    FILE *out;
    const struct web_tray *tray;
    const struct scanner_facts *facts;
    struct web_status status;
    struct scan_settings settings; /* as they were chosen last */
};

/* ---- choices ---- */

static void put_choice(FILE *out, const char *name, const char *value, const char *label,
                       bool chosen, const char *more)
{
    fprintf(out, "<label><input type=\"radio\" name=\"%s\" value=\"%s\"%s%s> %s</label>\n",
            name, value, chosen ? " checked" : "", more, label);
}

/* With the largest area that each input has, for what is offered of papers. */
static void put_inputs(struct drawing *d)
{
    static const enum web_word labels[] = {WORD_input_platen, WORD_input_feeder,
                                           WORD_input_duplex};
    enum scan_input chosen = d->settings.input;
    uint32_t width, height;
    char more[64];

    for (enum scan_input i = 0; i < SCAN_NUM_INPUTS; i++) {
        if (!d->facts->caps.has[i])
            continue;
        if (!d->facts->caps.has[chosen])
            chosen = i;
        page_offered(&d->facts->caps, i, &width, &height);
        snprintf(more, sizeof(more), " data-width=\"%u\" data-height=\"%u\"", width, height);
        put_choice(d->out, "input", web_inputs[i], web_word(labels[i]), i == chosen, more);
    }
}

static void put_colors(struct drawing *d)
{
    static const enum web_word labels[] = {WORD_color_bw, WORD_color_gray, WORD_color_color};

    for (enum scan_color i = 0; i < SCAN_NUM_COLORS; i++)
        if (i != SCAN_COLOR || d->facts->caps.color)
            put_choice(d->out, "color", web_colors[i], web_word(labels[i]),
                       i == d->settings.color, "");
}

static void put_resolutions(struct drawing *d)
{
    const struct scan_caps *caps = &d->facts->caps;
    unsigned best = 0;

    for (size_t i = 0; i < caps->num_resolutions; i++)
        if (best == 0 || caps->resolutions[i] <= d->settings.dpi)
            best = caps->resolutions[i];
    for (size_t i = 0; i < caps->num_resolutions; i++) {
        unsigned dpi = caps->resolutions[i];

        fprintf(d->out, "<option value=\"%u\"%s>%u %s – %s</option>\n", dpi,
                dpi == best ? " selected" : "", dpi, WORD(dpi),
                dpi < 150   ? WORD(dpi_quick)
                : dpi < 300 ? WORD(dpi_screen)
                : dpi < 600 ? WORD(dpi_text)
                            : WORD(dpi_photo));
    }
}

static const char *chosen_paper(const struct web_tray *tray)
{
    return tray->paper[0] != '\0' ? tray->paper : "a4";
}

static void put_papers(struct drawing *d)
{
    const char *chosen = chosen_paper(d->tray);
    uint32_t width, height, most_width = 0, most_height = 0;

    for (enum scan_input i = 0; i < SCAN_NUM_INPUTS; i++)
        if (d->facts->caps.has[i]) {
            page_offered(&d->facts->caps, i, &width, &height);
            most_width = width > most_width ? width : most_width;
            most_height = height > most_height ? height : most_height;
        }
    for (size_t i = 0; i < num_web_papers; i++)
        if (web_papers[i].width <= most_width && web_papers[i].height <= most_height)
            fprintf(d->out,
                    "<option value=\"%s\" data-width=\"%u\" data-height=\"%u\"%s>%s</option>\n",
                    web_papers[i].name, web_papers[i].width, web_papers[i].height,
                    strcmp(chosen, web_papers[i].name) == 0 ? " selected" : "",
                    web_word(web_papers[i].word));
    fprintf(d->out, "<option value=\"custom\"%s>%s</option>\n",
            strcmp(chosen, "custom") == 0 ? " selected" : "", WORD(paper_custom));
}

static void put_length(struct drawing *d, uint32_t units)
{
    unsigned tenths = (units * 254 + 150) / 300;

    fprintf(d->out, "%u.%u", tenths / 10, tenths % 10);
}

static void put_left(struct drawing *d)
{
    put_length(d, d->settings.area.x);
}

static void put_top(struct drawing *d)
{
    put_length(d, d->settings.area.y);
}

static void put_width(struct drawing *d)
{
    put_length(d, d->settings.area.width > 0 ? d->settings.area.width : 2480);
}

static void put_height(struct drawing *d)
{
    put_length(d, d->settings.area.height > 0 ? d->settings.area.height : 3508);
}

static void put_brightness(struct drawing *d)
{
    fprintf(d->out, "%d", d->settings.brightness);
}

static void put_contrast(struct drawing *d)
{
    fprintf(d->out, "%d", d->settings.contrast);
}

static void put_threshold(struct drawing *d)
{
    fprintf(d->out, "%d", d->settings.threshold);
}

static void put_if(struct drawing *d, bool is, const char *attribute)
{
    if (is)
        fprintf(d->out, " %s", attribute);
}

static void put_straighten(struct drawing *d)
{
    put_if(d, d->settings.straighten, "checked");
}

static void put_blank(struct drawing *d)
{
    put_if(d, d->settings.drop_blank, "checked");
}

/* ---- the state ---- */

static void put_token(struct drawing *d)
{
    web_put_text(d->out, d->tray->token);
}

static void put_tone(struct drawing *d)
{
    fputs(d->status.tone, d->out);
}

static void put_status(struct drawing *d)
{
    web_put_text(d->out, d->status.text);
}

static void put_hint(struct drawing *d)
{
    web_put_text(d->out, d->status.hint);
}

static void put_no_hint(struct drawing *d)
{
    put_if(d, d->status.hint[0] == '\0', "hidden");
}

static void put_notice(struct drawing *d)
{
    web_put_text(d->out, d->tray->notice);
}

static void put_no_notice(struct drawing *d)
{
    put_if(d, d->tray->notice[0] == '\0', "hidden");
}

static void put_bad(struct drawing *d)
{
    fputs(d->tray->bad ? "true" : "false", d->out);
}

static void put_idle(struct drawing *d)
{
    put_if(d, tray_busy(d->tray) || !d->facts->known, "disabled");
}

static void put_running(struct drawing *d)
{
    put_if(d, !tray_busy(d->tray), "hidden");
}

static void put_no_preview(struct drawing *d)
{
    put_if(d, d->tray->preview == NULL, "hidden");
}

static void put_preview(struct drawing *d)
{
    if (d->tray->preview != NULL)
        fprintf(d->out, " src=\"preview?v=%u\"", d->tray->preview_version);
}

static void put_pages(struct drawing *d)
{
    web_put_collected(d->out, d->tray);
}

static void put_no_pages(struct drawing *d)
{
    put_if(d, tray_count(d->tray) == 0, "hidden");
}

static void put_card(struct drawing *d)
{
    fputs(d->tray->front != NULL ? "back" : "front", d->out);
}

static void put_card_open(struct drawing *d)
{
    put_if(d, d->tray->front != NULL, "open");
}

static void put_paper(struct drawing *d)
{
    web_put_text(d->out, chosen_paper(d->tray));
}

static void put_no_glass(struct drawing *d)
{
    put_if(d, !d->facts->caps.has[SCAN_PLATEN], "hidden");
}

static void put_file(struct drawing *d)
{
    char name[64];
    time_t now = time(NULL);
    struct tm t = {0};

    (void)localtime_r(&now, &t);
    strftime(name, sizeof(name), "Scan %Y-%m-%d %H.%M", &t);
    web_put_text(d->out, name);
}

/* JSON within an attribute. */
static void put_escaped(struct drawing *d, void (*put)(FILE *json, struct drawing *d))
{
    char *text = NULL;
    size_t n = 0;
    FILE *json = open_memstream(&text, &n);

    if (json == NULL)
        return;
    put(json, d);
    if (fclose(json) == 0)
        web_put_text(d->out, text);
    free(text);
}

static void state_json(FILE *json, struct drawing *d)
{
    web_put_state(json, d->tray, d->facts, d->settings.input != SCAN_PLATEN);
}

static void words_json(FILE *json, struct drawing *d)
{
    (void)d;
    fputc('{', json);
    for (enum web_word i = 0; i < NUM_WEB_WORDS; i++) {
        fputs(i > 0 ? "," : "", json);
        web_put_json(json, web_word_key(i));
        fputc(':', json);
        web_put_json(json, web_word(i));
    }
    fputc('}', json);
}

static void put_state(struct drawing *d)
{
    put_escaped(d, state_json);
}

static void put_words(struct drawing *d)
{
    put_escaped(d, words_json);
}

/* ---- where pages can go ---- */

struct queues {
    FILE *out;
    int own;
};

static void put_queue(pappl_printer_t *printer, void *ctx)
{
    struct queues *q = ctx;
    const char *name = papplPrinterGetName(printer);

    fputs("<option value=\"", q->out);
    web_put_text(q->out, name);
    fprintf(q->out, "\"%s>", papplPrinterGetID(printer) == q->own ? " selected" : "");
    web_put_text(q->out, name);
    fputs("</option>", q->out);
}

/* Nothing where there is nothing to print on. */
static void put_print(struct drawing *d)
{
    char *options = NULL;
    size_t n = 0;
    struct queues q = {open_memstream(&options, &n), d->facts->printer_id};

    if (q.out == NULL)
        return;
    papplSystemIteratePrinters(web_scan.system, put_queue, &q);
    if (fclose(q.out) == 0 && n > 0) {
        fprintf(d->out, "<details><summary>%s</summary><div class=\"pair\">", WORD(copy));
        fprintf(d->out,
                "<label>%s <input type=\"number\" name=\"copies\" min=\"1\" max=\"99\" "
                "value=\"1\" inputmode=\"numeric\"></label><label>%s <select name=\"sides\">"
                "<option value=\"one-sided\">%s</option><option value=\"two-sided-long-edge\">"
                "%s</option></select></label></div>",
                WORD(copies), WORD(sides), WORD(one_sided), WORD(two_sided));
        fprintf(d->out,
                "<label>%s <select name=\"printer\">%s</select></label><p class=\"help\">%s</p>"
                "<div class=\"row\"><button name=\"do\" value=\"print\" class=\"strong\">%s"
                "</button></div></details>\n",
                WORD(printer), options, WORD(print_help), WORD(print));
    }
    free(options);
}

static bool put_profile(void *ctx, const struct scan_profile *profile)
{
    FILE *out = ctx;

    fputs("<option>", out);
    web_put_text(out, profile->name);
    fputs("</option>", out);
    return true;
}

static void put_send(struct drawing *d)
{
    char *options = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&options, &n);

    if (out == NULL)
        return;
    profiles_each(put_profile, out);
    if (fclose(out) == 0 && n > 0)
        fprintf(d->out,
                "<details><summary>%s</summary><label>%s <select name=\"profile\">%s</select>"
                "</label><div class=\"row\"><button name=\"do\" value=\"profile\" "
                "class=\"strong\">%s</button></div></details>\n",
                WORD(send), WORD(destination), options, WORD(send_button));
    free(options);
}

struct buttons {
    FILE *out;
    const char *scanner, *attribute;
};

static bool put_button(void *ctx, const struct scan_profile *profile)
{
    const struct buttons *b = ctx;

    if (profile->scanner[0] != '\0' && strcmp(profile->scanner, b->scanner) != 0)
        return true;
    fputs("<button name=\"do\" value=\"", b->out);
    web_put_text(b->out, profile->name);
    fprintf(b->out, "\"%s>", b->attribute);
    web_put_text(b->out, profile->name);
    fputs("</button>", b->out);
    return true;
}

static void put_profiles(struct drawing *d)
{
    bool idle = !tray_busy(d->tray) && d->facts->known;
    char *text = NULL;
    size_t n = 0;
    struct buttons b = {open_memstream(&text, &n), d->facts->name, idle ? "" : " disabled"};

    if (b.out == NULL)
        return;
    profiles_each(put_button, &b);
    if (fclose(b.out) == 0 && n > 0) {
        fprintf(d->out,
                "<section class=\"panel\" id=\"profiles\" aria-labelledby=\"profiles-title\">"
                "<h2 id=\"profiles-title\">%s</h2><p class=\"help\">%s</p>",
                WORD(one_press), WORD(one_press_help));
        fprintf(d->out,
                "<form method=\"post\" action=\"profile\" class=\"row\"><input type=\"hidden\" "
                "name=\"token\" value=\"%s\">%s</form></section>\n",
                d->tray->token, text);
    }
    free(text);
}

/* ---- the template ---- */

static const struct {
    const char *name;
    void (*put)(struct drawing *d);
} parts[] = {
    {"bad",         put_bad        },
    {"blank",       put_blank      },
    {"brightness",  put_brightness },
    {"card",        put_card       },
    {"card-open",   put_card_open  },
    {"colors",      put_colors     },
    {"contrast",    put_contrast   },
    {"file",        put_file       },
    {"height",      put_height     },
    {"hint",        put_hint       },
    {"idle",        put_idle       },
    {"inputs",      put_inputs     },
    {"left",        put_left       },
    {"no-glass",    put_no_glass   },
    {"no-hint",     put_no_hint    },
    {"no-notice",   put_no_notice  },
    {"no-pages",    put_no_pages   },
    {"no-preview",  put_no_preview },
    {"notice",      put_notice     },
    {"pages",       put_pages      },
    {"paper",       put_paper      },
    {"papers",      put_papers     },
    {"preview",     put_preview    },
    {"print",       put_print      },
    {"profiles",    put_profiles   },
    {"resolutions", put_resolutions},
    {"running",     put_running    },
    {"send",        put_send       },
    {"state",       put_state      },
    {"status",      put_status     },
    {"straighten",  put_straighten },
    {"threshold",   put_threshold  },
    {"token",       put_token      },
    {"tone",        put_tone       },
    {"top",         put_top        },
    {"width",       put_width      },
    {"words",       put_words      },
};

static void put_key(struct drawing *d, const char *key, size_t n)
{
    enum web_word word;

    if (*key != '=') {
        word = web_word_find(key, n);
        if (word != NUM_WEB_WORDS)
            web_put_text(d->out, web_word(word));
        return;
    }
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (strlen(parts[i].name) == n - 1 && memcmp(parts[i].name, key + 1, n - 1) == 0)
            parts[i].put(d);
}

void web_put_page(FILE *out, const struct web_tray *tray, const struct scanner_facts *facts)
{
    struct drawing d = {.out = out, .tray = tray, .facts = facts};
    const char *at = (const char *)template, *key, *end;

    d.settings = tray->chosen
                     ? tray->wishes
                     : (struct scan_settings){
                           .color = facts->caps.color ? SCAN_COLOR : SCAN_GRAY, .dpi = 300};
    web_status(tray, facts, d.settings.input != SCAN_PLATEN, &d.status);
    while ((key = strstr(at, "{{")) != NULL && (end = strstr(key, "}}")) != NULL) {
        fwrite(at, 1, (size_t)(key - at), out);
        put_key(&d, key + 2, (size_t)(end - key) - 2);
        at = end + 2;
    }
    fputs(at, out);
}
