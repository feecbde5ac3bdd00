/*
 * settings-form.c - the pages with settings of the server: a field for each option, by its row
 * in options-table.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "settings-parts.h"

#include "server/announce.h"
#include "server/host-names.h"
#include "server/listen.h"
#include "server/log.h"

#include <stdlib.h>
#include <string.h>

#define MAX_FIELDS 16

/* What a select offers; NULL: it is no select. */
static const char *const *choices_of(const struct option_row *row)
{
    static const char *const switches[] = {"yes", "no", NULL};
    static const char *const levels[] = {"debug", "info", "warn", "error", "fatal", NULL};
    static const char *const uploads[] = {"no", "local", "yes", NULL};
    static const char *const flags[] = {"none", "dnssd-host", "no-tls", "dnssd-host,no-tls",
                                        NULL};

    switch (row->kind) {
    case OPTION_SWITCH:
        return switches;
    case OPTION_LEVEL:
        return levels;
    case OPTION_FLAGS:
        return flags;
    case OPTION_WAY:
        return strcmp(row->name, "upload") == 0 ? uploads : NULL;
    case OPTION_PORT:
    case OPTION_COUNT:
    case OPTION_MIB:
    case OPTION_TEXT:
    case OPTION_HOST:
    case OPTION_PATH:
    case OPTION_ACCESS:
    case OPTION_GAMMA:
    default:
        return NULL;
    }
}

/* The key of a value of a select: its option's own, else one that several share. */
static const char *value_key(const struct option_row *row, const char *value, char *key,
                             size_t size)
{
    snprintf(key, size, "settings.%s.%s", row->name, value);
    for (char *comma = key; (comma = strchr(comma, ',')) != NULL;)
        *comma = '.';
    if (!word_exists(key))
        snprintf(key, size, "settings.value.%s", value);
    return key;
}

/* A value as a person reads it. */
static void value_text(const struct visit *visit, const struct option_row *row,
                       const char *value, char *text, size_t size)
{
    char key[120];

    if (value[0] == '\0')
        snprintf(text, size, "%s",
                 visit_word(visit, row->kind == OPTION_PORT ? "settings.automatic"
                                                            : "settings.nothing"));
    else if (choices_of(row) != NULL)
        snprintf(text, size, "%s", visit_word(visit, value_key(row, value, key, sizeof(key))));
    else
        snprintf(text, size, "%.300s%s", value, row->kind == OPTION_MIB ? " MiB" : "");
}

/* ---- a field ---- */

static void put_select(struct visit *visit, const struct option_row *row, const char *value,
                       bool fixed)
{
    const char *const *choices = choices_of(row);
    char key[120];

    page_put(visit, "<select id=\"%s\" name=\"%s\" aria-describedby=\"%s-help\"", row->name,
             row->name, row->name);
    fputs(fixed ? " disabled>" : ">", visit->page);
    for (; *choices != NULL; choices++) {
        page_put(visit, "<option value=\"%s\"", *choices);
        fputs(strcmp(*choices, value) == 0 ? " selected" : "", visit->page);
        page_put(visit, ">%w</option>", value_key(row, *choices, key, sizeof(key)));
    }
    fputs("</select>\n", visit->page);
}

static void put_input(struct visit *visit, const struct option_row *row, const char *value,
                      bool fixed)
{
    bool number =
        row->kind == OPTION_PORT || row->kind == OPTION_COUNT || row->kind == OPTION_MIB;

    page_put(visit, "<input id=\"%s\" name=\"%s\" value=\"%s\" aria-describedby=\"%s-help\" ",
             row->name, row->name, value, row->name);
    if (number)
        page_put(visit, "type=\"number\" inputmode=\"numeric\" min=\"%l\" max=\"%l\"",
                 (long long)row->min, (long long)row->max);
    else
        fputs("type=\"text\" dir=\"ltr\" autocapitalize=\"off\" spellcheck=\"false\" "
              "autocomplete=\"off\"",
              visit->page);
    fputs(fixed ? " disabled>\n" : ">\n", visit->page);
}

/* Below the field: what it is for, what it is without, and where this value comes from. */
static void put_help(struct visit *visit, const struct option_row *row,
                     const struct server_setting *setting)
{
    char key[100], text[400];

    snprintf(key, sizeof(key), "settings.%s-help", row->name);
    page_put(visit, "<p class=\"help\" id=\"%s-help\">%w ", row->name, key);
    if (setting->usual[0] != '\0' || row->kind == OPTION_PORT) {
        value_text(visit, row, setting->usual, text, sizeof(text));
        page_say(visit, "settings.usual", "value", text, NULL);
    }
    if (setting->from == OPTION_FROM_START)
        page_put(visit, " <strong>%w</strong>", "settings.from-start");
    else if (setting->from == OPTION_FROM_FILE)
        page_put(visit, " %w", "settings.from-file");
    fputs("</p>\n", visit->page);
    if (!setting->pending)
        return;
    value_text(visit, row, setting->now, text, sizeof(text));
    fputs("<p class=\"state busy\">", visit->page);
    page_say(visit, "settings.until-then", "value", text, NULL);
    fputs("</p>\n", visit->page);
}

struct presence {
    const char *name;
    bool there;
};

static void note_presence(void *ctx, const char *name, const char *value)
{
    struct presence *presence = ctx;

    (void)value;
    presence->there = presence->there || strcmp(presence->name, name) == 0;
}

/* Whether a form has a field; an empty one is one. */
static bool has_field(const struct visit *visit, const char *name)
{
    struct presence presence = {name, false};

    http_each(visit->request, note_presence, &presence);
    return presence.there;
}

static void put_field(struct visit *visit, const struct option_row *row)
{
    struct server_setting *setting = malloc(sizeof(*setting));
    bool typed = strcmp(visit->request->method, "POST") == 0 && has_field(visit, row->name);
    const char *value;
    char key[100];

    if (setting == NULL)
        return;
    server_setting_look(row, setting);
    value = typed ? visit_field(visit, row->name) : setting->next;
    snprintf(key, sizeof(key), "settings.%s", row->name);
    page_put(visit, "<div class=\"field\"><label for=\"%s\">%w", row->name, key);
    fputs(row->kind == OPTION_MIB ? " (MiB)</label>\n" : "</label>\n", visit->page);
    if (choices_of(row) != NULL)
        put_select(visit, row, value, setting->from == OPTION_FROM_START);
    else
        put_input(visit, row, value, setting->from == OPTION_FROM_START);
    put_help(visit, row, setting);
    fputs("</div>\n", visit->page);
    free(setting);
}

/* ---- the network as it is ---- */

static void put_addresses(struct visit *visit)
{
    page_put(visit, "<dt>%w</dt><dd>", "settings.addresses");
    if (site.listen.everywhere)
        page_put(visit, "%w", "settings.everywhere");
    else
        for (size_t i = 0; i < site.listen.n; i++)
            page_put(visit, "%s<bdi dir=\"ltr\">%s</bdi>", i > 0 ? ", " : "",
                     site.listen.addresses[i].name);
    fputs("</dd>\n", visit->page);
}

static void put_network(struct visit *visit)
{
    char text[64];

    page_put(visit, "<section class=\"panel\"><h2>%w</h2><dl>\n", "settings.as-it-is");
    put_addresses(visit);
    settings_put_fact(visit, "settings.name-told", site.host, true);
    snprintf(text, sizeof(text), "%u", site.ipp_port);
    settings_put_fact(visit, "settings.ports-printing", text, true);
    snprintf(text, sizeof(text), "%u", site_port());
    if (site_tls_port() != 0)
        snprintf(text, sizeof(text), "%u, %u (TLS)", site_port(), site_tls_port());
    settings_put_fact(visit, "settings.ports-page", text, true);
    page_put(visit, "<dt>%w</dt><dd><span class=\"state %s\">%w</span></dd>\n",
             "settings.announced", announce_works() ? "ok" : "busy",
             announce_works() ? "settings.announced-yes" : "settings.announced-no");
    page_put(visit, "</dl><p><a href=\"/settings/tls\">%w</a></p></section>\n", "settings.tls");
}

/* ---- the page ---- */

static const struct settings_page *page_of(const struct visit *visit)
{
    return settings_page_find(visit->request->path + strlen("/settings/"));
}

static struct http_answer *show(struct visit *visit, unsigned status)
{
    const struct settings_page *page = page_of(visit);
    char about[100];

    if (page == NULL)
        return visit_refuse(visit, 404, "site.no-page");
    if (!page_begin(visit, page->key, SECTION_SETTINGS, NULL))
        return NULL;
    settings_put_waits(visit);
    snprintf(about, sizeof(about), "%s-about", page->key);
    page_put(visit, "<p>%w</p>\n", about);
    if (strcmp(page->piece, "network") == 0)
        put_network(visit);
    page_form(visit, visit->request->path, "class=\"panel\"");
    for (size_t i = 0; page->names[i] != NULL; i++)
        if (option_find(page->names[i]) != NULL)
            put_field(visit, option_find(page->names[i]));
    page_put(visit, "<button class=\"primary\">%w</button></form>\n", "settings.save");
    settings_put_back(visit);
    return page_end(visit, status);
}

struct http_answer *settings_get_page(struct visit *visit)
{
    return show(visit, 200);
}

/* ---- a form ---- */

/* What cannot be had is said now, and not by a server that comes back without it. False, and
 * said. */
static bool can_have(struct visit *visit, const struct option_row *row, const char *value)
{
    struct listen listen;
    char why[300], key[100];
    bool good = true;

    if (row->kind == OPTION_PORT && value[0] != '\0')
        good = listen_port_error(&site.listen, (unsigned)strtoul(value, NULL, 10)) == 0;
    else if (strcmp(row->name, "listen-hostname") == 0 && value[0] != '\0')
        good = listen_find(&listen, value, why, sizeof(why)) && listen.n > 0 &&
               (listen_can_bind(&listen, 0, site.ipp_port) || listen_can_bind(&listen, 0, 0));
    if (good)
        return true;
    snprintf(key, sizeof(key), "settings.%s", row->name);
    say_into(visit->language, visit->refusal, sizeof(visit->refusal),
             row->kind == OPTION_PORT ? "settings.port-taken" : "settings.no-address", "name",
             visit_word(visit, key), "value", value, NULL);
    return false;
}

/* Whether a field says another value than the next start has; of one that is as usual nothing
 * is kept. False and refusal: it makes no sense. */
static bool read_field(struct visit *visit, const struct option_row *row,
                       struct server_change *change, bool *changed)
{
    struct server_setting *setting = malloc(sizeof(*setting));
    const char *value = visit_field(visit, row->name);
    char why[300], key[100];
    bool good = setting != NULL;

    *changed = false;
    if (!good)
        return false;
    server_setting_look(row, setting);
    if (setting->from != OPTION_FROM_START && strcmp(value, setting->next) != 0) {
        *changed = true;
        *change = (struct server_change){row, strcmp(value, setting->usual) == 0 ? "" : value};
        good = settings_file_may(row, value, why, sizeof(why));
        snprintf(key, sizeof(key), "settings.%s", row->name);
        if (!good)
            say_into(visit->language, visit->refusal, sizeof(visit->refusal),
                     "settings.bad-value", "name", visit_word(visit, key), "value", value,
                     NULL);
        else if (strcmp(value, setting->now) != 0)
            good = can_have(visit, row, value);
    }
    free(setting);
    return good;
}

/* The fields that differ; false and refusal. */
static bool read_form(struct visit *visit, const struct settings_page *page,
                      struct server_change *changes, size_t *n)
{
    *n = 0;
    for (size_t i = 0; page->names[i] != NULL && *n < MAX_FIELDS; i++) {
        const struct option_row *row = option_find(page->names[i]);
        bool changed;

        if (row == NULL || !has_field(visit, row->name))
            continue;
        if (!read_field(visit, row, &changes[*n], &changed))
            return false;
        *n += changed;
    }
    return true;
}

struct http_answer *settings_post_page(struct visit *visit)
{
    const struct settings_page *page = page_of(visit);
    struct server_change changes[MAX_FIELDS];
    size_t n, bad;

    if (page == NULL)
        return visit_refuse(visit, 404, "site.no-page");
    if (!read_form(visit, page, changes, &n))
        return show(visit, 400);
    if (n > 0 &&
        !server_settings_change(changes, n, &bad, visit->refusal, sizeof(visit->refusal)))
        return show(visit, 500);
    for (size_t i = 0; i < n; i++)
        log_say(LOG_SAY_INFO, "The setting %s is '%s' now, says %s at %s.",
                changes[i].row->name, changes[i].value,
                visit->user[0] != '\0' ? visit->user : "somebody", visit->request->host);
    return visit_go(visit, visit->request->path,
                    server_settings_pending() ? "settings-later" : "settings-saved");
}
