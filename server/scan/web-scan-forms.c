/*
 * web-scan-forms.c - see web-scan-parts.h: what the forms of the page to scan from do.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profiles.h"
#include "web-scan-form.h"
#include "web-scan-parts.h"

#include <string.h>

static bool wants_json(const struct http_request *request)
{
    return strstr(http_header(request, "Accept"), "application/json") != NULL;
}

static const char *field(const void *ctx, const char *name)
{
    return http_query(ctx, name);
}

static bool is_token(const struct web_tray *tray, const char *token)
{
    size_t n = strlen(tray->token);
    unsigned differs = strlen(token) != n;

    for (size_t i = 0; differs == 0 && i < n; i++)
        differs |= (unsigned)(tray->token[i] ^ token[i]);
    return differs == 0;
}

/* The tray of a form that was made for it. NULL: refused, by answer. */
static struct web_tray *open_form(const struct http_request *request,
                                  struct http_answer **answer)
{
    struct web_tray *tray = tray_open(request);

    *answer = NULL;
    if (tray != NULL && is_token(tray, http_query(request, "token")))
        return tray;
    tray_close(tray);
    *answer = tray == NULL && wants_json(request) ? web_say(404, WORD(forgotten))
                                                  : web_say(403, WORD(not_made_here));
    return NULL;
}

/* What was done, or not: for a script the state, for others the page. */
static struct http_answer *finish(const struct http_request *request, struct web_tray *tray)
{
    tray_close(tray);
    if (wants_json(request))
        return web_get_state(request);
    return http_add(http_text(303, NULL, ""), "Location", "./");
}

struct http_answer *web_post_start(const struct http_request *request)
{
    struct web_fields fields = {field, request};
    bool preview = strcmp(http_query(request, "do"), "preview") == 0;
    struct scan_settings settings;
    struct scanner_facts facts;
    struct http_answer *answer;
    struct web_tray *tray = open_form(request, &answer);
    char why[600];
    bool good;

    if (tray == NULL)
        return answer;
    scanner_facts(request->ctx, &facts);
    good = web_form_settings(&fields, &facts.caps, &settings, why, sizeof(why));
    if (good) {
        tray->chosen = true;
        tray->wishes = settings;
        snprintf(tray->paper, sizeof(tray->paper), "%s", http_query(request, "paper"));
    }
    if (preview) {
        good = facts.caps.has[SCAN_PLATEN];
        snprintf(why, sizeof(why), "%s", WORD(bad_choice));
        web_form_preview(&facts.caps, &settings);
    } else if (good && tray_room(tray) == 0) {
        good = false;
        snprintf(why, sizeof(why), "%s", WORD(no_room));
    } else
        settings.max_pages = tray_room(tray);
    if (tray_busy(tray)) {
        good = false;
        snprintf(why, sizeof(why), "%s", WORD(busy));
    }
    if (good) {
        tray->notice[0] = '\0';
        good = tray_scan(&tray, &settings, preview ? AIM_PREVIEW : AIM_PAGES, request, why,
                         sizeof(why));
    }
    if (!good && tray != NULL)
        tray_say(tray, true, why);
    return finish(request, tray);
}

struct http_answer *web_post_cancel(const struct http_request *request)
{
    struct http_answer *answer;
    struct web_tray *tray = open_form(request, &answer);
    struct scan_job *job;

    if (tray == NULL)
        return answer;
    job = tray_cancel(tray);
    tray_close(tray);
    if (job != NULL)
        scan_job_cancel(job, 5000);
    scan_job_release(job);
    return finish(request, NULL);
}

struct http_answer *web_post_card(const struct http_request *request)
{
    const char *action = http_query(request, "do");
    bool back = strcmp(action, "back") == 0;
    struct scan_settings settings;
    struct scanner_facts facts;
    struct http_answer *answer;
    struct web_tray *tray = open_form(request, &answer);
    char why[600];

    if (tray == NULL)
        return answer;
    snprintf(tray->paper, sizeof(tray->paper), "%s", http_query(request, "paper"));
    scanner_facts(request->ctx, &facts);
    if (tray_busy(tray))
        tray_say(tray, true, WORD(busy));
    else if (strcmp(action, "again") == 0 || (back && tray->front == NULL)) {
        scan_page_release(tray->front);
        tray->front = NULL;
    } else if (!facts.caps.has[SCAN_PLATEN])
        tray_say(tray, true, WORD(bad_choice));
    else {
        web_form_card(&facts.caps, &settings);
        tray->notice[0] = '\0';
        if (!tray_scan(&tray, &settings, back ? AIM_CARD_BACK : AIM_CARD_FRONT, request, why,
                       sizeof(why)) &&
            tray != NULL)
            tray_say(tray, true, why);
    }
    return finish(request, tray);
}

static bool start_profile(void *ctx, struct scanner *scanner, const struct scan_asker *asker,
                          struct scan_job **job, char *why, size_t why_size)
{
    return profile_run(ctx, scanner, asker, job, why, why_size);
}

struct http_answer *web_post_profile(const struct http_request *request)
{
    struct http_answer *answer;
    struct web_tray *tray = open_form(request, &answer);
    struct scan_profile profile;
    char why[600];

    if (tray == NULL)
        return answer;
    tray->notice[0] = '\0';
    if (!profile_find(http_query(request, "do"), &profile))
        tray_say(tray, true, WORD(no_profile));
    else if (tray_busy(tray))
        tray_say(tray, true, WORD(busy));
    else if (!tray_begin(&tray, AIM_PROFILE, request, start_profile, &profile, why,
                         sizeof(why)) &&
             tray != NULL)
        tray_say(tray, true, why);
    return finish(request, tray);
}

/* ---- changes of pages ---- */

static void turn(struct web_tray *tray, struct tray_page *page, unsigned quarters)
{
    page->quarters = (page->quarters + quarters) % 4;
    page->version++;
    tray->version++;
}

/* A rectangle in ten-thousandths of the page as it was scanned. False: it is none. */
static bool cut(const struct http_request *request, struct web_tray *tray,
                struct tray_page *page)
{
    const struct scan_page_facts *facts = scan_page_facts(page->page);
    uint32_t width = facts->width * SCAN_UNITS / facts->dpi;
    uint32_t height = facts->height * SCAN_UNITS / facts->dpi;
    long x, y, w, h;

    if (!web_form_number(http_query(request, "x"), 0, 10000, &x) ||
        !web_form_number(http_query(request, "y"), 0, 10000, &y) ||
        !web_form_number(http_query(request, "w"), 1, 10000 - x, &w) ||
        !web_form_number(http_query(request, "h"), 1, 10000 - y, &h))
        return false;
    page->crop = (struct scan_area){(uint32_t)x * width / 10000, (uint32_t)y * height / 10000,
                                    (uint32_t)w * width / 10000, (uint32_t)h * height / 10000};
    if (page->crop.width == 0 || page->crop.height == 0 || (w == 10000 && h == 10000))
        page->crop = (struct scan_area){0};
    page->version++;
    tray->version++;
    return true;
}

/* The place of a page among those that are there. */
static size_t place_of(const struct web_tray *tray, const struct tray_page *page)
{
    size_t place = 0;

    for (const struct tray_page *p = tray->pages; p < page; p++)
        place += !p->gone;
    return place;
}

static void change_all(struct web_tray *tray, const char *action)
{
    char text[128];
    size_t n;

    if (strcmp(action, "right-all") == 0) {
        for (size_t i = 0; i < tray->n; i++)
            turn(tray, &tray->pages[i], tray->pages[i].gone ? 0 : 1);
    } else if (strcmp(action, "clear") == 0) {
        n = tray_delete(tray, 0);
        web_word_fill(text, sizeof(text), WORD_deleted, (unsigned)n);
        tray_say(tray, false, text);
    } else if (strcmp(action, "undo") == 0 && tray_restore(tray) > 0)
        tray_say(tray, false, WORD(restored));
}

static bool change_one(const struct http_request *request, struct web_tray *tray,
                       const char *action, struct tray_page *page)
{
    size_t place = place_of(tray, page);
    long target;

    if (strcmp(action, "right") == 0)
        turn(tray, page, 1);
    else if (strcmp(action, "left") == 0)
        turn(tray, page, 3);
    else if (strcmp(action, "earlier") == 0)
        tray_move(tray, page->number, place > 0 ? place - 1 : 0);
    else if (strcmp(action, "later") == 0)
        tray_move(tray, page->number, place + 1);
    else if (strcmp(action, "move") == 0)
        return web_form_number(http_query(request, "place"), 0, TRAY_MAX_PAGES, &target) &&
               (tray_move(tray, page->number, (size_t)target), true);
    else if (strcmp(action, "delete") == 0)
        (void)tray_delete(tray, page->number);
    else if (strcmp(action, "cut") == 0)
        return cut(request, tray, page);
    return true;
}

struct http_answer *web_post_change(const struct http_request *request)
{
    const char *action = http_query(request, "do"), *which = http_query(request, "page");
    struct http_answer *answer;
    struct web_tray *tray = open_form(request, &answer);
    struct tray_page *page;
    long number = 0;

    if (tray == NULL)
        return answer;
    if (which[0] == '\0')
        change_all(tray, action);
    else {
        page = web_form_number(which, 1, 99999999, &number) ? tray_page(tray, (unsigned)number)
                                                            : NULL;
        if (page == NULL)
            tray_say(tray, true, WORD(bad_page));
        else if (!change_one(request, tray, action, page))
            tray_say(tray, true, WORD(bad_number));
    }
    return finish(request, tray);
}

/* ---- saving ---- */

struct address {
    char text[4096];
    size_t used;
};

static void put_field(void *ctx, const char *name, const char *value)
{
    struct address *a = ctx;

    if (strcmp(name, "name") != 0 && strcmp(name, "page") != 0)
        return;
    if (a->used + strlen(name) + 3 * strlen(value) + 3 > sizeof(a->text))
        return;
    a->used += (size_t)snprintf(a->text + a->used, sizeof(a->text) - a->used, "&%s=", name);
    for (; *value != '\0'; value++)
        a->used += (size_t)snprintf(a->text + a->used, sizeof(a->text) - a->used, "%%%02X",
                                    (unsigned char)*value);
}

/* A file is fetched by GET: phones fetch what they download a second time, without the form. */
static struct http_answer *to_download(const struct http_request *request, const char *format)
{
    struct address a;

    a.used = (size_t)snprintf(a.text, sizeof(a.text), "download?format=%s", format);
    http_each(request, put_field, &a);
    return http_add(http_text(303, NULL, ""), "Location", a.text);
}

static struct http_answer *send_away(const struct http_request *request, struct web_tray *tray,
                                     bool print)
{
    struct web_chosen chosen[TRAY_MAX_PAGES];
    struct scanner *scanner = tray->scanner;
    size_t n = web_choose(tray, request, chosen);
    char id[TRAY_ID_SIZE], what[600];
    bool good = false;

    snprintf(id, sizeof(id), "%s", tray->id);
    tray_close(tray);
    if (n == 0)
        snprintf(what, sizeof(what), "%s", WORD(no_pages));
    else if (print)
        good = web_print(request, chosen, n, what, sizeof(what));
    else
        good = web_deliver(request, chosen, n, what, sizeof(what));
    web_let_go(chosen, n);
    tray = tray_again(scanner, id);
    if (tray != NULL)
        tray_say(tray, !good, what);
    return finish(request, tray);
}

struct http_answer *web_post_save(const struct http_request *request)
{
    const char *action = http_query(request, "do");
    struct http_answer *answer;
    struct web_tray *tray = open_form(request, &answer);

    if (tray == NULL)
        return answer;
    if (strcmp(action, "print") == 0 || strcmp(action, "profile") == 0)
        return send_away(request, tray, strcmp(action, "print") == 0);
    tray_close(tray);
    if (strcmp(action, "pdf") == 0 || strcmp(action, "jpeg") == 0 || strcmp(action, "png") == 0)
        return to_download(request, action);
    return web_say(400, WORD(bad_choice));
}
