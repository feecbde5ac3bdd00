/*
 * web-scan.c - see web-scan.h: what the page's addresses answer.
 *
 *   GET /  /state  /pages  /preview  /page/NUMBER/thumb|large|full  /download  /scan/FILE
 *   POST /start  /cancel  /change  /card  /profile  /save
 *
 * A POST is a form of the page: it has the tray's token. What it does is told by a redirection
 * to the page, or, for a script, by the state as JSON.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scan.h"

#include "web-scan-form.h"
#include "web-scan-parts.h"

#include "server/site/site-files.h"
#include "server/web-parts.h"

#include <stdlib.h>
#include <string.h>

#define MAX_FORM 65536

/* Longest sides of pictures, in pixels. */
#define THUMB_SIDE 360u
#define LARGE_SIDE 1600u

#define POLICY                                                                                 \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "                \
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

struct web_scan web_scan;

static const uint8_t style[] = {
#include "scan/style.css.h"
    0};
static const uint8_t main_js[] = {
#include "scan/main.js.h"
    0};
static const uint8_t area_js[] = {
#include "scan/area.js.h"
    0};
static const uint8_t pages_js[] = {
#include "scan/pages.js.h"
    0};

/* ---- answers ---- */

struct http_answer *web_say(unsigned status, const char *text)
{
    return http_text(status, "text/plain; charset=utf-8", text);
}

static struct http_answer *made(FILE *out, char **text, const size_t *n, const char *type)
{
    if (fclose(out) != 0) {
        free(*text);
        return NULL;
    }
    return http_bytes(200, type, *text, *n);
}

static bool feeder_chosen(const struct http_request *request)
{
    return strncmp(http_query(request, "input"), "feeder", 6) == 0;
}

/* The feeder is asked only while somebody is about to use it. */
static void look(const struct http_request *request, struct scanner_facts *facts)
{
    scanner_facts(request->ctx, facts);
    if (feeder_chosen(request) && facts->known && facts->caps.feeder_sensor && !facts->scanning)
        facts->feeder = scanner_look(request->ctx);
}

/* ---- the card ---- */

/* When both sides are there they become a page; outside of the lock, since that takes a second.
 * The tray, or NULL when it was forgotten meanwhile. */
static struct web_tray *make_card(struct web_tray *tray)
{
    struct scan_page *front = tray->front, *back = tray->back, *page;
    struct scanner *scanner = tray->scanner;
    bool letter = strcmp(tray->paper, "letter") == 0;
    char id[TRAY_ID_SIZE], why[512];

    if (front == NULL || back == NULL || tray_busy(tray))
        return tray;
    tray->front = tray->back = NULL;
    tray->making = true;
    snprintf(id, sizeof(id), "%s", tray->id);
    tray_close(tray);
    page = web_card(front, back, letter, why, sizeof(why));
    scan_page_release(front);
    scan_page_release(back);
    tray = tray_again(scanner, id);
    if (tray == NULL) {
        scan_page_release(page);
        return NULL;
    }
    tray->making = false;
    if (page == NULL)
        tray_say(tray, true, why);
    else if (tray_add(tray, page))
        tray_say(tray, false, WORD(card_done));
    else
        tray_say(tray, true, WORD(no_room));
    return tray;
}

/* ---- looking ---- */

struct http_answer *web_get_state(const struct http_request *request)
{
    struct scanner_facts facts;
    struct web_tray *tray;
    char *text = NULL;
    size_t n = 0;
    FILE *out;

    look(request, &facts);
    tray = tray_open(request);
    if (tray != NULL)
        tray = make_card(tray);
    if (tray == NULL)
        return web_say(404, WORD(forgotten));
    scanner_facts(request->ctx, &facts); /* it may have begun or ended meanwhile */
    out = open_memstream(&text, &n);
    if (out != NULL) {
        web_put_state(out, tray, &facts, feeder_chosen(request));
        tray->notice[0] = '\0';
    }
    tray_close(tray);
    return out == NULL ? NULL : made(out, &text, &n, "application/json");
}

static struct http_answer *get_pages(const struct http_request *request)
{
    struct web_tray *tray = tray_open(request);
    char *text = NULL;
    size_t n = 0;
    FILE *out;

    if (tray == NULL)
        return web_say(404, WORD(forgotten));
    out = open_memstream(&text, &n);
    if (out != NULL)
        web_put_collected(out, tray);
    tray_close(tray);
    return out == NULL ? NULL
                       : http_add(made(out, &text, &n, "text/html; charset=utf-8"),
                                  "Content-Security-Policy", POLICY);
}

void web_scan_speak(enum words_language language)
{
    web_speak(language);
}

bool web_scan_waits(const struct http_request *request)
{
    struct web_tray *tray = tray_open(request);
    bool waits = tray != NULL && (tray_busy(tray) || tray->making);

    tray_close(tray);
    return waits;
}

bool web_scan_put(const struct http_request *request, const char *token, FILE *out,
                  char *cookie, size_t size)
{
    struct scanner_facts facts;
    struct web_tray *tray;
    bool is_new;

    tray = tray_open_or_new(request, &is_new);
    if (tray != NULL)
        tray = make_card(tray);
    if (tray == NULL)
        return false;
    scanner_facts(request->ctx, &facts);
    cookie[0] = '\0';
    if (is_new)
        tray_cookie(tray, request, cookie, size);
    if (token != NULL)
        snprintf(tray->token, sizeof(tray->token), "%s", token);
    web_put_page(out, tray, &facts);
    tray->notice[0] = '\0';
    tray_close(tray);
    return true;
}

/* ---- the page of a scanner's own listener ---- */

/* To the site, at the name by which the browser came. NULL: there is none. */
static struct http_answer *to_site(const struct http_request *request)
{
    const char *field = http_header(request, "Host");
    size_t n = field[0] == '[' ? strcspn(field, "]") + 1 : strcspn(field, ":");
    char host[256], link[800];
    struct scanner_facts facts;

    if (n == 0 || n > strlen(field) || n >= sizeof(host))
        return NULL;
    snprintf(host, sizeof(host), "%.*s", (int)n, field);
    scanner_facts(request->ctx, &facts);
    web_scan_link(facts.name, host, request->tls, link, sizeof(link));
    return link[0] == '\0' ? NULL : http_add(http_text(303, NULL, ""), "Location", link);
}

static void put_head(FILE *out, const struct http_request *request)
{
    struct scanner_facts facts;

    scanner_facts(request->ctx, &facts);
    fprintf(out,
            "<!doctype html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n"
            "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
            "content=\"width=device-width, initial-scale=1\">\n<title>%s - ",
            words_tag(web_spoken()), words_is_rtl(web_spoken()) ? "rtl" : "ltr", WORD(title));
    web_put_text(out, facts.name);
    fputs("</title>\n<link rel=\"icon\" href=\"scan/icon.png\">\n"
          "<link rel=\"stylesheet\" href=\"scan/site.css\">\n",
          out);
    if (web_scan_waits(request))
        fputs("<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>\n", out);
    fputs("</head>\n<body>\n<main>\n<h1>", out);
    web_put_text(out, facts.name);
    fputs("</h1>\n", out);
}

static struct http_answer *get_page(const struct http_request *request)
{
    struct http_answer *answer = to_site(request);
    char *text = NULL, cookie[128] = "";
    size_t n = 0;
    FILE *out;

    if (answer != NULL)
        return answer;
    web_speak(words_accept(http_header(request, "Accept-Language")));
    out = open_memstream(&text, &n);
    if (out == NULL)
        return NULL;
    put_head(out, request);
    if (!web_scan_put(request, NULL, out, cookie, sizeof(cookie))) {
        fclose(out);
        free(text);
        return http_add(web_say(503, WORD(too_many)), "Retry-After", "60");
    }
    fputs("</main>\n</body>\n</html>\n", out);
    answer = http_add(made(out, &text, &n, "text/html; charset=utf-8"),
                      "Content-Security-Policy", POLICY);
    return cookie[0] != '\0' ? http_add(answer, "Set-Cookie", cookie) : answer;
}

static struct http_answer *get_file(const struct http_request *request)
{
    static const struct {
        const char *name, *type;
        const uint8_t *text;
    } files[] = {
        {"style.css", "text/css; charset=utf-8",        style   },
        {"main.js",   "text/javascript; charset=utf-8", main_js },
        {"area.js",   "text/javascript; charset=utf-8", area_js },
        {"pages.js",  "text/javascript; charset=utf-8", pages_js},
    };
    const struct site_file *file;
    void *copy;

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        if (strcmp(request->piece[0], files[i].name) == 0)
            return http_add(http_text(200, files[i].type, (const char *)files[i].text),
                            "Cache-Control", "no-cache");
    /* what the page of the scanner's own listener has of the site */
    file =
        strcmp(request->piece[0], "icon.png") == 0 || strcmp(request->piece[0], "site.css") == 0
            ? site_file_find(request->piece[0])
            : NULL;
    copy = file != NULL ? malloc(file->n) : NULL;
    if (file == NULL)
        return web_say(404, "There is no such file.");
    return copy == NULL
               ? NULL
               : http_bytes(200, file->type, memcpy(copy, file->bytes, file->n), file->n);
}

/* ---- pictures ---- */

/* The version is in the address, so a browser may keep it; nobody else may. */
static struct http_answer *picture(void *bytes, size_t n)
{
    return http_add(http_bytes(200, "image/jpeg", bytes, n), "Cache-Control",
                    "private, max-age=1800, immutable");
}

static struct http_answer *get_preview(const struct http_request *request)
{
    struct web_tray *tray = tray_open(request);
    struct scan_page *page = NULL;
    void *bytes = NULL;
    size_t n = 0;

    if (tray != NULL && tray->preview != NULL)
        page = scan_page_hold(tray->preview);
    tray_close(tray);
    if (page == NULL)
        return web_say(404, WORD(bad_page));
    bytes = web_read_all(page, &n);
    scan_page_release(page);
    return bytes == NULL ? NULL : picture(bytes, n);
}

/* As large as side at most: its bytes, of malloc. */
static void *draw(const struct web_chosen *chosen, unsigned side, size_t *n, char *why,
                  size_t why_size)
{
    const struct scan_page_facts *facts = scan_page_facts(chosen->page);
    const struct scan_area *crop = &chosen->change.crop;
    uint32_t width = crop->width > 0 ? crop->width * facts->dpi / SCAN_UNITS : facts->width;
    uint32_t height = crop->width > 0 ? crop->height * facts->dpi / SCAN_UNITS : facts->height;
    uint32_t longest = width > height ? width : height;
    struct scan_page *page =
        web_page_as(chosen, SCAN_JPEG, (longest + side - 1) / side, 80, why, why_size);
    void *bytes = page != NULL ? web_read_all(page, n) : NULL;

    scan_page_release(page);
    return bytes;
}

/* Its picture in the list is made once for each change. */
static void keep_thumb(const struct http_request *request, unsigned number, unsigned version,
                       const void *bytes, size_t n)
{
    struct web_tray *tray = tray_open(request);
    struct tray_page *page = tray != NULL ? tray_page(tray, number) : NULL;
    void *copy = page != NULL && page->version == version ? malloc(n) : NULL;

    if (copy != NULL) {
        free(page->thumb);
        page->thumb = memcpy(copy, bytes, n);
        page->thumb_n = n;
        page->thumb_version = version;
    }
    tray_close(tray);
}

static void *kept_thumb(const struct tray_page *page, size_t *n)
{
    void *copy = page->thumb_version == page->version ? malloc(page->thumb_n) : NULL;

    *n = page->thumb_n;
    return copy != NULL ? memcpy(copy, page->thumb, page->thumb_n) : NULL;
}

static struct http_answer *get_picture(const struct http_request *request)
{
    const char *kind = request->piece[1];
    bool thumb = strcmp(kind, "thumb") == 0, full = strcmp(kind, "full") == 0;
    struct web_tray *tray = tray_open(request);
    struct tray_page *page = NULL;
    struct web_chosen chosen = {.page = NULL};
    void *bytes = NULL;
    char why[512] = "";
    unsigned version = 0;
    long number = 0;
    size_t n = 0;

    if (tray != NULL && (thumb || full || strcmp(kind, "large") == 0) &&
        web_form_number(request->piece[0], 1, 99999999, &number))
        page = tray_page(tray, (unsigned)number);
    if (page != NULL) {
        version = page->version;
        chosen = (struct web_chosen){
            scan_page_hold(page->page), {.crop = page->crop, .quarters = page->quarters}
        };
        if (thumb)
            bytes = kept_thumb(page, &n);
    }
    tray_close(tray);
    if (page == NULL)
        return web_say(404, WORD(bad_page));
    if (full)
        chosen.change.crop = (struct scan_area){0};
    if (bytes == NULL) {
        bytes = draw(&chosen, thumb ? THUMB_SIDE : LARGE_SIDE, &n, why, sizeof(why));
        if (thumb && bytes != NULL)
            keep_thumb(request, (unsigned)number, version, bytes, n);
    }
    scan_page_release(chosen.page);
    return bytes == NULL ? web_say(500, why[0] != '\0' ? why : WORD(not_made))
                         : picture(bytes, n);
}

/* ---- the routes ---- */

const struct http_route web_scan_routes[] = {
    {"GET",  "/",         0,        get_page,         NULL, NULL},
    {"GET",  "/scan/*",   0,        get_file,         NULL, NULL},
    {"GET",  "/state",    0,        web_get_state,    NULL, NULL},
    {"GET",  "/pages",    0,        get_pages,        NULL, NULL},
    {"GET",  "/preview",  0,        get_preview,      NULL, NULL},
    {"GET",  "/page/*/*", 0,        get_picture,      NULL, NULL},
    {"GET",  "/download", 0,        web_download,     NULL, NULL},
    {"POST", "/start",    MAX_FORM, web_post_start,   NULL, NULL},
    {"POST", "/cancel",   MAX_FORM, web_post_cancel,  NULL, NULL},
    {"POST", "/change",   MAX_FORM, web_post_change,  NULL, NULL},
    {"POST", "/card",     MAX_FORM, web_post_card,    NULL, NULL},
    {"POST", "/profile",  MAX_FORM, web_post_profile, NULL, NULL},
    {"POST", "/save",     MAX_FORM, web_post_save,    NULL, NULL},
};
const size_t num_web_scan_routes = sizeof(web_scan_routes) / sizeof(web_scan_routes[0]);

void web_scan_setup(pappl_system_t *system, const char *folder, uint64_t max_bytes)
{
    web_scan.system = system;
    snprintf(web_scan.folder, sizeof(web_scan.folder), "%s", folder);
    trays_setup(max_bytes);
}

void web_scan_stop(void)
{
    trays_stop();
}
