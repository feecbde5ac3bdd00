/*
 * visit.c - see visit.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "visit.h"

#include "site.h"

#include "server/web-parts.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define MAX_KEY 100

/* ---- text ---- */

void page_put(struct visit *visit, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    for (; *format != '\0'; format++) {
        if (*format != '%') {
            fputc(*format, visit->page);
            continue;
        }
        switch (*++format) {
        case 's':
            web_put_text(visit->page, va_arg(args, const char *));
            break;
        case 'w':
            web_put_text(visit->page, visit_word(visit, va_arg(args, const char *)));
            break;
        case 'd':
            fprintf(visit->page, "%d", va_arg(args, int));
            break;
        case 'u':
            fprintf(visit->page, "%u", va_arg(args, unsigned));
            break;
        case 'l':
            fprintf(visit->page, "%lld", va_arg(args, long long));
            break;
        case '\0':
            format--;
            break;
        default:
            fputc(*format, visit->page);
        }
    }
    va_end(args);
}

/* The value of a name among pairs; NULL: it is none of them. */
static const char *value_of(const char *name, size_t n, va_list pairs)
{
    const char *value = NULL, *key;
    va_list args;

    va_copy(args, pairs);
    while (value == NULL && (key = va_arg(args, const char *)) != NULL) {
        const char *text = va_arg(args, const char *);

        if (strlen(key) == n && strncmp(key, name, n) == 0)
            value = text != NULL ? text : "";
    }
    va_end(args);
    return value;
}

/* A text with its values, by pieces. */
static void fill(const char *text, va_list pairs,
                 void (*put)(void *ctx, const char *piece, size_t n), void *ctx)
{
    while (*text != '\0') {
        size_t n = strcspn(text, "{"), end;
        const char *value;

        put(ctx, text, n);
        text += n;
        if (*text == '\0')
            return;
        end = strcspn(text, "}");
        value = text[end] == '}' ? value_of(text + 1, end - 1, pairs) : NULL;
        if (value != NULL) {
            put(ctx, value, strlen(value));
            text += end + 1;
        } else
            put(ctx, text++, 1);
    }
}

static void put_piece(void *ctx, const char *piece, size_t n)
{
    struct visit *visit = ctx;
    char text[256];

    while (n > 0) {
        size_t some = n < sizeof(text) - 1 ? n : sizeof(text) - 1;

        memcpy(text, piece, some);
        text[some] = '\0';
        web_put_text(visit->page, text);
        piece += some;
        n -= some;
    }
}

void page_say(struct visit *visit, const char *key, ...)
{
    va_list pairs;

    va_start(pairs, key);
    fill(visit_word(visit, key), pairs, put_piece, visit);
    va_end(pairs);
}

struct text_room {
    char *text;
    size_t n, size;
};

static void add_piece(void *ctx, const char *piece, size_t n)
{
    struct text_room *room = ctx;
    size_t left = room->size - 1 - room->n;

    n = n < left ? n : left;
    memcpy(room->text + room->n, piece, n);
    room->n += n;
}

void say_into(enum words_language language, char *text, size_t size, const char *key, ...)
{
    struct text_room room = {text, 0, size};
    va_list pairs;

    va_start(pairs, key);
    fill(word(language, key), pairs, add_piece, &room);
    va_end(pairs);
    text[room.n] = '\0';
}

const char *visit_word(const struct visit *visit, const char *key)
{
    return word(visit->language, key);
}

/* ---- what came ---- */

const char *visit_field(const struct visit *visit, const char *name)
{
    return http_query(visit->request, name);
}

bool visit_cookie(const struct visit *visit, const char *name, char *value, size_t n)
{
    const char *at = http_header(visit->request, "Cookie");
    size_t length = strlen(name);

    while (*at != '\0') {
        size_t end;

        at += strspn(at, "; ");
        end = strcspn(at, ";");
        if (end > length && strncmp(at, name, length) == 0 && at[length] == '=') {
            if (end - length - 1 >= n)
                return false;
            memcpy(value, at + length + 1, end - length - 1);
            value[end - length - 1] = '\0';
            return true;
        }
        at += end;
    }
    return false;
}

const char *visit_way_on(const struct visit *visit)
{
    const char *to = visit_field(visit, "to");

    if (to[0] != '/' || to[1] == '/' || strlen(to) > 500 || strchr(to, '\\') != NULL)
        return "/";
    for (const char *c = to; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7F)
            return "/";
    return to;
}

int visit_id(const struct visit *visit, size_t piece)
{
    const char *text = visit->request->piece[piece];
    char *end;
    long value;

    if (text[0] < '1' || text[0] > '9' || strlen(text) > 9)
        return 0;
    value = strtol(text, &end, 10);
    return *end == '\0' ? (int)value : 0;
}

/* ---- pages ---- */

static const struct {
    enum site_section section;
    const char *path, *key;
    bool admin;
} sections[] = {
    {SECTION_STATUS,   "/",         "nav.status",   false},
    {SECTION_JOBS,     "/jobs",     "nav.jobs",     false},
    {SECTION_PRINT,    "/print",    "nav.print",    false},
    {SECTION_SCAN,     "/scan",     "nav.scan",     false},
    {SECTION_PRINTERS, "/printers", "nav.printers", false},
    {SECTION_HELP,     "/help",     "nav.help",     false},
    {SECTION_PEOPLE,   "/people",   "nav.people",   true },
    {SECTION_SETTINGS, "/settings", "nav.settings", true },
};

static void put_navigation(struct visit *visit, enum site_section current)
{
    page_put(visit, "<nav aria-label=\"%w\"><ul>\n", "nav.label");
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (sections[i].admin && !visit->admin)
            continue;
        page_put(visit, "<li><a href=\"%s\"", sections[i].path);
        fputs(sections[i].section == current ? " aria-current=\"page\"" : "", visit->page);
        page_put(visit, ">%w</a></li>\n", sections[i].key);
    }
    fputs("</ul></nav>\n", visit->page);
}

static void put_notice(struct visit *visit)
{
    const char *notice = visit_field(visit, "notice");
    char key[MAX_KEY];

    if (visit->unclaimed && strcmp(visit->request->path, "/first-visit") != 0)
        page_put(visit,
                 "<p class=\"notice busy\">%w <a class=\"button\" "
                 "href=\"/first-visit\">%w</a></p>\n",
                 "sign-in.unclaimed", "sign-in.claim");
    if (visit->refusal[0] != '\0')
        page_put(visit, "<p class=\"notice bad\" role=\"alert\">%s</p>\n", visit->refusal);
    snprintf(key, sizeof(key), "notice.%s", notice);
    if (notice[0] != '\0' && visit->refusal[0] == '\0' && word_exists(key))
        page_put(visit, "<p class=\"notice\" role=\"status\">%w</p>\n", key);
}

static void put_person(struct visit *visit)
{
    fputs("<div class=\"person\">", visit->page);
    if (visit->user[0] != '\0') {
        page_put(visit, "<span>%s</span>", visit->user);
        page_form(visit, "/sign-out", "");
        page_put(visit, "<button class=\"quiet\">%w</button></form>", "nav.sign-out");
    } else if (!visit->admin)
        page_put(visit, "<a href=\"/sign-in\">%w</a>", "nav.sign-in");
    fputs("</div>\n", visit->page);
}

bool page_begin(struct visit *visit, const char *title, enum site_section section,
                const char *script)
{
    visit->page = open_memstream(&visit->text, &visit->n);
    if (visit->page == NULL)
        return false;
    page_put(visit, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\"", words_tag(visit->language),
             words_is_rtl(visit->language) ? "rtl" : "ltr");
    if (visit->theme[0] != '\0')
        page_put(visit, " data-theme=\"%s\"", visit->theme);
    page_put(visit,
             ">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<title>%w - %w</title>\n"
             "<link rel=\"stylesheet\" href=\"/files/site.css\">\n"
             "<link rel=\"icon\" href=\"/files/icon.png\" type=\"image/png\">\n"
             "<meta name=\"form-token\" content=\"%s\">\n"
             "<script src=\"/files/site.js\" defer></script>\n",
             title, "site.name", visit->token);
    if (script != NULL)
        page_put(visit, "<script src=\"/files/%s\" defer></script>\n", script);
    if (visit->again_seconds > 0)
        page_put(visit, "<noscript><meta http-equiv=\"refresh\" content=\"%u\"></noscript>\n",
                 visit->again_seconds);
    page_put(visit,
             "</head>\n<body>\n<a class=\"skip\" href=\"#content\">%w</a>\n<header>\n"
             "<a class=\"brand\" href=\"/\"><img src=\"/files/icon.png\" alt=\"\" width=\"32\" "
             "height=\"32\"><span>%w</span></a>\n",
             "site.skip", "site.name");
    put_person(visit);
    put_navigation(visit, section);
    page_put(visit, "</header>\n<main id=\"content\">\n<h1>%w</h1>\n", title);
    put_notice(visit);
    return true;
}

static void put_languages(struct visit *visit)
{
    page_put(visit, "<form method=\"get\" action=\"/language\"><label>%w ", "site.language");
    page_put(visit, "<select name=\"language\" autocomplete=\"off\">");
    for (int i = 0; i < WORDS_LANGUAGES; i++) {
        enum words_language one = (enum words_language)i;

        page_put(visit, "<option value=\"%s\" lang=\"%s\"", words_tag(one), words_tag(one));
        fputs(one == visit->language ? " selected" : "", visit->page);
        page_put(visit, ">%s</option>", words_name(one));
    }
    page_put(visit,
             "</select></label><input type=\"hidden\" name=\"to\" value=\"%s\">"
             "<button>%w</button></form>\n",
             visit->request->path, "site.choose");
}

static void put_themes(struct visit *visit)
{
    static const char *const themes[][2] = {
        {"",      "site.theme-device"},
        {"light", "site.theme-light" },
        {"dark",  "site.theme-dark"  },
    };

    page_put(visit, "<form method=\"get\" action=\"/theme\"><label>%w ", "site.theme");
    page_put(visit, "<select name=\"theme\" autocomplete=\"off\">");
    for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++) {
        page_put(visit, "<option value=\"%s\"", themes[i][0]);
        fputs(strcmp(themes[i][0], visit->theme) == 0 ? " selected" : "", visit->page);
        page_put(visit, ">%w</option>", themes[i][1]);
    }
    page_put(visit,
             "</select></label><input type=\"hidden\" name=\"to\" value=\"%s\">"
             "<button>%w</button></form>\n",
             visit->request->path, "site.choose");
}

/* What every answer of the site has. */
static struct http_answer *protect(struct visit *visit, struct http_answer *answer)
{
    static const char *const fields[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
         "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options",       "nosniff"                                        },
        {"Referrer-Policy",              "same-origin"                                    },
        {"Cross-Origin-Resource-Policy", "same-origin"                                    },
        {"Cache-Control",                "no-store"                                       },
    };

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        answer = http_add(answer, fields[i][0], fields[i][1]);
    if (visit->cookie[0] != '\0')
        answer = http_add(answer, "Set-Cookie", visit->cookie);
    return answer;
}

static struct http_answer *finish(struct visit *visit, unsigned status)
{
    bool good = fclose(visit->page) == 0;

    visit->page = NULL;
    if (!good) {
        free(visit->text);
        return NULL;
    }
    return protect(visit,
                   http_bytes(status, "text/html; charset=utf-8", visit->text, visit->n));
}

struct http_answer *page_end(struct visit *visit, unsigned status)
{
    fputs("</main>\n<footer>\n", visit->page);
    put_languages(visit);
    put_themes(visit);
    page_put(visit, "<p><a href=\"/about\">canon-printer-app %s</a></p>\n", VERSION);
    fputs("</footer>\n</body>\n</html>\n", visit->page);
    return finish(visit, status);
}

bool page_fragment_begin(struct visit *visit)
{
    visit->page = open_memstream(&visit->text, &visit->n);
    return visit->page != NULL;
}

struct http_answer *page_fragment_end(struct visit *visit)
{
    return finish(visit, 200);
}

void page_form(struct visit *visit, const char *action, const char *attributes)
{
    bool file = strstr(attributes, "multipart/form-data") != NULL;

    page_put(visit, "<form method=\"post\" action=\"%s", action);
    if (file)
        page_put(visit, "%s%s%s", strchr(action, '?') != NULL ? "&" : "?",
                 "token=", visit->token);
    fprintf(visit->page, "\" %s>", attributes);
    if (!file)
        page_put(visit, "<input type=\"hidden\" name=\"token\" value=\"%s\">", visit->token);
}

/* ---- other answers ---- */

struct http_answer *visit_go(struct visit *visit, const char *path, const char *notice)
{
    char to[1024];

    snprintf(to, sizeof(to), "%s%s%s", path,
             notice[0] == '\0'           ? ""
             : strchr(path, '?') != NULL ? "&notice="
                                         : "?notice=",
             notice);
    return protect(visit, http_add(http_text(303, NULL, ""), "Location", to));
}

struct http_answer *visit_refuse(struct visit *visit, unsigned status, const char *sentence)
{
    snprintf(visit->refusal, sizeof(visit->refusal), "%s", visit_word(visit, sentence));
    if (!page_begin(visit, status == 404 ? "site.not-found" : "site.refused", SECTION_NONE,
                    NULL))
        return NULL;
    page_put(visit, "<p><a href=\"/\">%w</a></p>\n", "site.back");
    return page_end(visit, status);
}
