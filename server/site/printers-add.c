/*
 * printers-add.c - a printer more: one of the machines that were found, or by its address.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ask.h"
#include "printers-parts.h"

#include "server/ascii.h"
#include "server/discover.h"
#include "server/own-page-facts.h"
#include "server/printer.h"
#include "server/queue-name.h"

#include <string.h>

/* What a form says. */
struct wish {
    char address[URI_MAX + 1], model[128], name[QUEUE_NAME_MAX + 1], place[128];
};

/* False: a name or place is too long, or no text. */
static bool read_wish(const struct visit *visit, struct wish *wish)
{
    bool good = true;

    (void)printers_typed(visit, "address", wish->address, sizeof(wish->address));
    if (!printers_typed(visit, "name", wish->name, sizeof(wish->name)))
        good = visit_field(visit, "name")[0] == '\0';
    if (!printers_typed(visit, "place", wish->place, sizeof(wish->place)))
        good = good && visit_field(visit, "place")[0] == '\0';
    if (!printers_typed(visit, "model", wish->model, sizeof(wish->model)))
        snprintf(wish->model, sizeof(wish->model), "auto");
    return good && printers_text_ok(wish->name) && printers_text_ok(wish->place);
}

/* ---- what was found ---- */

struct seek {
    const char *uri;
    int id; /* out; 0: none */
};

static void compare(pappl_printer_t *printer, void *ctx)
{
    struct seek *seek = ctx;

    if (!papplPrinterIsDeleted(printer) &&
        strcmp(papplPrinterGetDeviceURI(printer), seek->uri) == 0)
        seek->id = papplPrinterGetID(printer);
}

static void put_machine(struct visit *visit, const struct printers_machine *one)
{
    struct seek seek = {one->uri, 0};
    char label[320], shown[URI_MAX + 1], model[128] = "";

    papplSystemIteratePrinters(site.system, compare, &seek);
    own_fact_uri(one->uri, shown, sizeof(shown));
    if (one->model != NULL)
        model_make_and_model(one->model, model, sizeof(model));
    page_put(visit, "<li><div><strong><bdi>%s</bdi></strong><br><code dir=\"ltr\">%s</code>",
             one->info, shown);
    page_put(visit, "<br><span class=\"soft\">%s</span></div>",
             model[0] != '\0' ? model : visit_word(visit, "printers.found-unknown"));
    if (seek.id != 0)
        page_put(visit, "<a class=\"button\" href=\"/printers/%d\">%w</a>", seek.id,
                 "printers.found-has");
    else {
        say_into(visit->language, label, sizeof(label), "printers.found-add", "name", one->info,
                 NULL);
        page_form(visit, "/printers/add", "");
        page_put(visit,
                 "<input type=\"hidden\" name=\"address\" value=\"%s\"><input type=\"hidden\" "
                 "name=\"model\" value=\"%s\"><button class=\"primary\" "
                 "aria-label=\"%s\">%w</button></form>",
                 one->uri, one->model != NULL ? one->model->name : "auto", label,
                 "printers.found-button");
    }
    page_put(visit, "</li>\n");
}

static void put_found(struct visit *visit)
{
    static const char *const keys[2] = {"printers.found-none", "printers.searching"};
    struct printers_machine *found = calloc(PRINTERS_MAX_FOUND, sizeof(*found));
    size_t n = 0;
    bool running = found != NULL && printers_found(found, &n);

    if (n > 0)
        page_put(visit, "<ul class=\"printers-found\">\n");
    for (size_t i = 0; i < n; i++)
        put_machine(visit, &found[i]);
    if (n > 0)
        page_put(visit, "</ul>\n");
    if (running || n == 0)
        page_put(visit, "<p class=\"soft\" role=\"status\">%w</p>\n", keys[running]);
    free(found);
}

struct http_answer *printers_get_found(struct visit *visit)
{
    if (!page_fragment_begin(visit))
        return NULL;
    put_found(visit);
    return page_fragment_end(visit);
}

struct http_answer *printers_post_search(struct visit *visit)
{
    const char *snmp = visit_field(visit, "addresses");
    char why[256] = "";

    if (snmp[0] != '\0' && !discover_check(snmp, why, sizeof(why))) {
        printers_refuse(visit, "printers.address-bad", why);
        return printers_get_add(visit);
    }
    printers_search(snmp);
    return visit_go(visit, "/printers/add", "");
}

/* ---- the page ---- */

static void put_search(struct visit *visit)
{
    page_put(visit,
             "<section class=\"panel\"><h2>%w</h2><div data-renew=\"/printers/found\" "
             "data-every=\"2\">\n",
             "printers.found");
    put_found(visit);
    page_put(visit, "</div>\n");
    page_form(visit, "/printers/search", "");
    page_put(visit,
             "<details><summary>%w</summary><div class=\"field\"><label for=\"addresses\">"
             "%w</label><input type=\"text\" id=\"addresses\" name=\"addresses\" dir=\"ltr\" "
             "placeholder=\"192.0.2.7, 192.0.2.8\" value=\"%s\"></div></details>"
             "<button>%w</button></form></section>\n",
             "printers.elsewhere", "printers.elsewhere-addresses",
             visit_field(visit, "addresses"), "printers.search-again");
}

static void put_by_address(struct visit *visit, const struct wish *wish)
{
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "printers.by-address");
    page_form(visit, "/printers/add", "id=\"model-form\"");
    page_put(visit,
             "<div class=\"field\"><label for=\"address\">%w</label><input type=\"text\" "
             "id=\"address\" name=\"address\" dir=\"ltr\" required autocapitalize=\"none\" "
             "spellcheck=\"false\" value=\"%s\" aria-describedby=\"address-help\"><p "
             "class=\"help\" id=\"address-help\">%w</p></div>\n",
             "printers.address", wish->address, "printers.address-help");
    page_put(visit,
             "<div class=\"field\"><label for=\"model\">%w</label><select id=\"model\" "
             "name=\"model\" autocomplete=\"off\" aria-describedby=\"model-help\" "
             "data-search=\"%w\">",
             "printers.model", "printers.model-search");
    printers_put_models(visit, wish->model);
    page_put(visit, "</select><p class=\"help\" id=\"model-help\">%w</p></div>\n",
             "printers.model-help");
    page_put(visit,
             "<div class=\"field\"><label for=\"name\">%w</label><input type=\"text\" "
             "id=\"name\" name=\"name\" maxlength=\"63\" value=\"%s\" "
             "aria-describedby=\"name-help\"><p class=\"help\" "
             "id=\"name-help\">%w</p></div>\n",
             "printers.name", wish->name, "printers.name-new");
    page_put(visit,
             "<div class=\"field\"><label for=\"place\">%w</label><input type=\"text\" "
             "id=\"place\" name=\"place\" maxlength=\"127\" value=\"%s\"></div>"
             "<button class=\"primary\">%w</button></form></section>\n",
             "printers.place", wish->place, "printers.add");
}

static struct http_answer *show(struct visit *visit, const struct wish *wish, unsigned status)
{
    if (!page_begin(visit, "printers.add", SECTION_PRINTERS, "printers.js"))
        return NULL;
    page_put(visit, "<p><a class=\"target\" href=\"/printers\">%w</a></p>\n", "printers.all");
    if (wish->address[0] == '\0')
        put_search(visit);
    put_by_address(visit, wish);
    if (wish->address[0] != '\0')
        put_search(visit);
    page_put(visit, "<p><a class=\"target\" href=\"/migrate\">%w</a></p>\n", "migrate.title");
    return page_end(visit, status);
}

struct http_answer *printers_get_add(struct visit *visit)
{
    struct wish wish = {.address = ""};

    if (!printers_was_searched())
        printers_search("");
    (void)read_wish(visit, &wish);
    return show(visit, &wish, visit->refusal[0] != '\0' ? 400 : 200);
}

/* ---- making it ---- */

/* The letters, digits and dashes of a name, in ASCII, for the queue's address; n > 20. */
static void queue_name_of(const char *human, char *text, size_t n)
{
    char ascii[QUEUE_NAME_MAX + 1];
    const char *name = ascii;
    size_t used = 0;

    ascii_from_utf8(human, ascii, sizeof(ascii));
    for (; *name != '\0' && used < n - 8; name++) {
        bool letter = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z');
        bool digit = *name >= '0' && *name <= '9';

        if (letter || (digit && used > 0))
            text[used++] = *name;
        else if (used > 0 && text[used - 1] != '-')
            text[used++] = '-';
    }
    while (used > 0 && text[used - 1] == '-')
        used--;
    text[used] = '\0';
    if (used == 0)
        snprintf(text, n, "printer");
}

static void look_for_name(pappl_printer_t *printer, void *ctx)
{
    struct seek *seek = ctx;

    if (strcasecmp(papplPrinterGetName(printer), seek->uri) == 0)
        seek->id = papplPrinterGetID(printer);
}

/* The same with a number behind it where there is one of that name. */
static void make_unique(char *text, size_t n)
{
    size_t end = strlen(text);

    for (unsigned i = 2; i < 1000; i++) {
        struct seek seek = {text, 0};

        papplSystemIteratePrinters(site.system, look_for_name, &seek);
        if (seek.id == 0)
            return;
        snprintf(text + end, n - end, "-%u", i);
    }
}

static int create(const char *queue, const char *uri, const struct model *model, char *why,
                  size_t why_size)
{
    ipp_t *request = ask_new(IPP_OP_CREATE_PRINTER, 0), *answer;
    int id;

    if (request == NULL)
        return 0;
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "printer-service-type", NULL,
                 "print");
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "smi55357-driver", NULL,
                 model->name);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "smi55357-device-uri", NULL, uri);
    ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", NULL, queue);
    answer = ask(request, why, why_size);
    id = ippGetInteger(ippFindAttribute(answer, "printer-id", IPP_TAG_INTEGER), 0);
    ippDelete(answer);
    return id;
}

static struct http_answer *add(struct visit *visit, const struct wish *wish, const char *uri,
                               const struct model *model, bool certain)
{
    char human[128], queue[64], why[512] = "";
    pappl_printer_t *printer;
    int id;

    if (wish->name[0] != '\0')
        snprintf(human, sizeof(human), "%s", wish->name);
    else
        snprintf(human, sizeof(human), "Canon %.*s", (int)strcspn(model->model_prefix, "/"),
                 model->model_prefix);
    queue_name_of(human, queue, sizeof(queue));
    make_unique(queue, sizeof(queue));
    id = create(queue, uri, model, why, sizeof(why));
    printer = id != 0 ? papplSystemFindPrinter(site.system, NULL, id, NULL) : NULL;
    if (printer == NULL) {
        printers_refuse(visit, "printers.not-added", why);
        return show(visit, wish, 400);
    }
    papplPrinterSetLocation(printer, wish->place);
    if (!queue_rename(printer, human, why, sizeof(why)) ||
        !printers_keep(printer, why, sizeof(why))) {
        printers_refuse(visit, "printers.not-kept", why);
        return show(visit, wish, 500);
    }
    return certain ? printers_go(visit, printer, "", "printers-added")
                   : printers_go(visit, printer, "/language", "printers-added");
}

struct http_answer *printers_post_add(struct visit *visit)
{
    const struct model *model;
    char uri[URI_MAX + 1];
    struct wish wish;
    bool certain = true;

    if (!read_wish(visit, &wish)) {
        printers_refuse(visit, "printers.name-bad", "");
        return show(visit, &wish, 400);
    }
    if (!printers_complete(visit, wish.address, uri))
        return show(visit, &wish, 400);
    model = strcmp(wish.model, "auto") == 0 ? printers_detect(visit, uri, &certain)
                                            : model_find(wish.model);
    if (model == NULL) {
        if (visit->refusal[0] == '\0')
            printers_refuse(visit, "printers.model-bad", "");
        return show(visit, &wish, 400);
    }
    return add(visit, &wish, uri, model, certain);
}
