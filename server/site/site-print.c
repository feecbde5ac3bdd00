/*
 * site-print.c - the page to print from, and what its forms ask for.
 *
 *   /print            a form with files: printed, or kept to be looked at first
 *   /print/ID         a file that is kept: what will come out, and its form
 *   /print/ID/pages   the pictures alone, for the page's script
 *   /print/ID/page/N  one of them
 *
 * A form with files has its token in the address, since it is checked before the files come; a
 * code or a PIN is never taken from there.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "print-parts.h"

#include "server/access-print.h"
#include "server/web-parts.h"

#include <stdlib.h>
#include <string.h>

/* Any size: what is too large is refused by what is counted on the disk. */
#define MAX_BODY ((size_t)1 << 40)

/* So much of what is refused is read, so that browsers read the answer. */
#define MAX_DRAIN ((uint64_t)64 << 20)

#define COOKIE "print"

/* ---- this browser ---- */

/* Its name among those that have something here; false, and "": it has none. */
static bool find_browser(const struct visit *visit, char browser[TRAY_ID_SIZE])
{
    browser[0] = '\0';
    return visit_cookie(visit, COOKIE, browser, TRAY_ID_SIZE) &&
           strlen(browser) == TRAY_ID_SIZE - 1 &&
           strspn(browser, "0123456789abcdef") == TRAY_ID_SIZE - 1;
}

static struct http_answer *with_browser(const struct visit *visit, struct http_answer *answer,
                                        const char *browser)
{
    char cookie[160];

    snprintf(cookie, sizeof(cookie), COOKIE "=%s; Path=/print; SameSite=Strict; HttpOnly%s",
             browser, visit->request->tls ? "; Secure" : "");
    return http_add(answer, "Set-Cookie", cookie);
}

/* A reference. NULL: there is none for this browser. */
static struct print_item *find_item(const struct visit *visit,
                                    struct print_item *(*find)(const char *, const char *))
{
    char browser[TRAY_ID_SIZE];

    return find_browser(visit, browser) ? find(visit->request->piece[0], browser) : NULL;
}

/* ---- a file comes in ---- */

static void *begin_upload(const struct http_request *request, struct http_answer **refusal)
{
    struct print_item *item;

    if (!access_may_print(request->host, 0)) {
        *refusal = http_text(403, "text/plain", ACCESS_PRINT_REFUSAL "\n");
        return NULL;
    }
    item = print_item_new();
    if (item == NULL)
        *refusal = http_text(503, "text/plain", "There is no memory for the document.\n");
    else /* what is wrong with it is told when it is over */
        (void)upload_form_begin(&item->form, http_header(request, "Content-Type"),
                                UPLOAD_MAX_FILES);
    return item;
}

static bool take_upload(void *taken, const uint8_t *bytes, size_t n)
{
    struct print_item *item = taken;

    if (upload_form_take(&item->form, bytes, n))
        return true;
    item->drained += n;
    return item->drained <= MAX_DRAIN;
}

static void end_upload(void *taken)
{
    print_item_release(taken);
}

static const struct http_taker upload_taker = {begin_upload, take_upload, end_upload};

/* ---- answers ---- */

static bool is_script(const struct print_item *item)
{
    const char *answer = upload_form_get(&item->form, "answer");

    return answer != NULL && strcmp(answer, "json") == 0;
}

static struct http_answer *answer_script(unsigned status, const char *name, const char *value)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);

    if (out == NULL)
        return NULL;
    fprintf(out, "{\"%s\": ", name);
    web_put_json(out, value);
    fputs("}\n", out);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return http_add(http_bytes(status, "application/json", text, n), "Cache-Control",
                    "no-store");
}

static struct http_answer *go(struct visit *visit, const struct print_item *item,
                              const char *path)
{
    return is_script(item) ? answer_script(200, "go", path) : visit_go(visit, path, "");
}

static struct http_answer *refuse(struct visit *visit, struct print_item *item, unsigned status)
{
    return is_script(item) ? answer_script(status, "message", visit->refusal)
                           : print_page(visit, item, status);
}

static struct http_answer *gone(struct visit *visit)
{
    return visit_refuse(visit, 404, "print.gone");
}

/* ---- what is to be done with it ---- */

/* What is typed for a moment only is not kept. */
static void forget_secrets(struct upload_form *form)
{
    upload_form_set(form, "code", "");
    upload_form_set(form, "job-account-pin", "");
    upload_form_set(form, "token", "");
    upload_form_set(form, "do", "");
}

/* What was sent need not be sent again for another try, where that could be of use. */
static struct http_answer *refuse_keeping(struct visit *visit, struct print_item *item)
{
    char browser[TRAY_ID_SIZE];

    if (item->useless || item->form.num_files != 1 || is_script(item))
        return refuse(visit, item, 422);
    if (!find_browser(visit, browser))
        tray_random_id(browser);
    if (!tray_put(item, browser))
        return refuse(visit, item, 422);
    return with_browser(visit, print_page(visit, item, 422), browser);
}

static struct http_answer *print(struct visit *visit, struct print_item *item)
{
    bool several = item->form.num_files > 1, good;
    char path[32] = "/jobs";
    int job = 0;

    good = print_send(visit, item, &job);
    forget_secrets(&item->form);
    if (!good)
        return refuse_keeping(visit, item);
    if (!several)
        snprintf(path, sizeof(path), "/jobs/%d", job);
    return go(visit, item, path);
}

static struct http_answer *keep(struct visit *visit, struct print_item *item)
{
    char browser[TRAY_ID_SIZE], path[16 + TRAY_ID_SIZE];

    forget_secrets(&item->form);
    if (item->form.num_files > 1) {
        snprintf(visit->refusal, sizeof(visit->refusal), "%s",
                 visit_word(visit, "print.one-preview"));
        return refuse(visit, item, 422);
    }
    if (!find_browser(visit, browser))
        tray_random_id(browser);
    if (!print_look(visit, item))
        return refuse_keeping(visit, item);
    if (!tray_put(item, browser)) {
        snprintf(visit->refusal, sizeof(visit->refusal), "%s",
                 visit_word(visit, "print.no-room"));
        return refuse(visit, item, 503);
    }
    snprintf(path, sizeof(path), "/print/%s", item->id);
    return with_browser(visit, go(visit, item, path), browser);
}

static struct http_answer *post_file(struct visit *visit)
{
    struct print_item *item = visit->request->taken;
    const char *printer, *what;

    if (!upload_form_end(&item->form)) {
        unsigned status = print_refuse_form(visit, &item->form);

        forget_secrets(&item->form);
        return refuse(visit, item, status);
    }
    printer = upload_form_get(&item->form, "printer");
    item->queue = printer != NULL ? (int)strtol(printer, NULL, 10) : 0;
    if (papplSystemFindPrinter(site.system, NULL, item->queue, NULL) == NULL &&
        printer != NULL) {
        snprintf(visit->refusal, sizeof(visit->refusal), "%s",
                 visit_word(visit, "print.printer-gone"));
        return refuse(visit, item, 404);
    }
    what = upload_form_get(&item->form, "do");
    return what != NULL && strcmp(what, "look") == 0 ? keep(visit, item) : print(visit, item);
}

/* ---- a file that is kept ---- */

static void take_field(void *ctx, const char *name, const char *value)
{
    struct print_item *item = ctx;

    if (print_option_is(name) || strcmp(name, "user") == 0 || strcmp(name, "code") == 0)
        upload_form_set(&item->form, name, value);
}

/* Back to where it was, for another try. */
static struct http_answer *put_back(struct visit *visit, struct print_item *item,
                                    unsigned status)
{
    char browser[TRAY_ID_SIZE];
    struct http_answer *answer;

    memcpy(browser, item->browser, sizeof(browser));
    forget_secrets(&item->form);
    if (item->form.num_files > 0)
        (void)tray_put(item, browser);
    answer = print_page(visit, item, status);
    print_item_release(item);
    return answer;
}

static struct http_answer *print_kept(struct visit *visit, struct print_item *item)
{
    char path[32];
    int job = 0;

    if (!print_send(visit, item, &job))
        return put_back(visit, item, 422);
    print_item_release(item);
    snprintf(path, sizeof(path), "/jobs/%d", job);
    return visit_go(visit, path, "");
}

static struct http_answer *look_again(struct visit *visit, struct print_item *item)
{
    char path[16 + TRAY_ID_SIZE];

    if (!print_look(visit, item))
        return put_back(visit, item, 422);
    forget_secrets(&item->form);
    snprintf(path, sizeof(path), "/print/%s", item->id);
    (void)tray_put(item, item->browser);
    print_item_release(item);
    return visit_go(visit, path, "");
}

/* A change begins with taking the item: nobody else works on it meanwhile. */
static struct http_answer *post_kept(struct visit *visit)
{
    struct print_item *item = find_item(visit, tray_take);
    const char *what = visit_field(visit, "do");

    if (item == NULL)
        return gone(visit);
    if (strcmp(what, "drop") == 0) {
        print_item_release(item);
        return visit_go(visit, "/print", "print-dropped");
    }
    http_each(visit->request, take_field, item);
    return strcmp(what, "look") == 0 ? look_again(visit, item) : print_kept(visit, item);
}

static struct http_answer *get_kept(struct visit *visit)
{
    struct print_item *item = find_item(visit, tray_find);
    struct http_answer *answer = item != NULL ? print_page(visit, item, 200) : gone(visit);

    print_item_release(item);
    return answer;
}

static struct http_answer *get_pages(struct visit *visit)
{
    struct print_item *item = find_item(visit, tray_watch);
    struct http_answer *answer = NULL;

    if (item == NULL)
        return gone(visit);
    if (page_fragment_begin(visit)) {
        print_put_pages(visit, item);
        answer = page_fragment_end(visit);
    }
    print_item_release(item);
    return answer;
}

static struct http_answer *get_picture(struct visit *visit)
{
    struct print_item *item = find_item(visit, tray_watch);
    size_t number = (size_t)visit_id(visit, 1), n = 0;
    void *copy = NULL;

    if (item == NULL)
        return gone(visit);
    tray_lock();
    if (number > 0 && number <= item->num_pages &&
        (copy = malloc(n = item->pages[number - 1].n)) != NULL)
        memcpy(copy, item->pages[number - 1].png, n);
    tray_unlock();
    print_item_release(item);
    if (copy == NULL)
        return gone(visit);
    return http_add(
        http_add(http_bytes(200, "image/png", copy, n), "Cache-Control", "no-store"),
        "X-Content-Type-Options", "nosniff");
}

static struct http_answer *get_form(struct visit *visit)
{
    return print_page(visit, NULL, 200);
}

static const struct site_route routes[] = {
    {"GET",  "/print",          0,        SITE_EVERYBODY, get_form,    NULL         },
    {"POST", "/print",          MAX_BODY, SITE_EVERYBODY, post_file,   &upload_taker},
    {"GET",  "/print/*",        0,        SITE_EVERYBODY, get_kept,    NULL         },
    {"POST", "/print/*",        0,        SITE_EVERYBODY, post_kept,   NULL         },
    {"GET",  "/print/*/pages",  0,        SITE_EVERYBODY, get_pages,   NULL         },
    {"GET",  "/print/*/page/*", 0,        SITE_EVERYBODY, get_picture, NULL         },
};

const struct site_part site_print = {routes, sizeof(routes) / sizeof(routes[0]), tray_start,
                                     tray_stop};
