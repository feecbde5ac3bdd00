/*
 * print-form.c - the page to print from: the printer, the file, the options, and what will come
 * out of a file that is kept.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "print-parts.h"

#include "ask.h"

#include "server/documents.h"
#include "server/queue-name.h"

#include <stdlib.h>
#include <string.h>

/* What is offered in the dialog for files. Others may be chosen too: what a file is its first
 * bytes tell. */
#define ACCEPT ".pdf,.ps,.txt,.jpg,.jpeg,.png,application/pdf,text/plain,image/jpeg,image/png"

/* ---- printers ---- */

pappl_printer_t *print_printer(int id)
{
    pappl_printer_t *printer =
        id != 0 ? papplSystemFindPrinter(site.system, NULL, id, NULL) : NULL;

    if (printer == NULL)
        printer = papplSystemFindPrinter(site.system, NULL,
                                         papplSystemGetDefaultPrinterID(site.system), NULL);
    return printer;
}

struct printers {
    struct visit *visit;
    int chosen;
    int n;
};

static void count_printer(pappl_printer_t *printer, void *ctx)
{
    struct printers *p = ctx;

    (void)printer;
    p->n++;
}

static void put_printer(pappl_printer_t *printer, void *ctx)
{
    struct printers *p = ctx;
    int id = papplPrinterGetID(printer);
    char where[256] = "", name[256];

    papplPrinterGetLocation(printer, where, sizeof(where));
    queue_human_name(printer, name, sizeof(name));
    page_put(p->visit, "<option value=\"%d\"%s>%s%s%s</option>", id,
             id == p->chosen ? " selected" : "", name, where[0] != '\0' ? ", " : "", where);
}

void print_put_printers(struct visit *visit, pappl_printer_t *printer, const char *page)
{
    struct printers p = {.visit = visit, .chosen = papplPrinterGetID(printer)};
    char name[256];

    papplSystemIteratePrinters(site.system, count_printer, &p);
    if (p.n < 2) {
        queue_human_name(printer, name, sizeof(name));
        page_put(visit, "<p>%w: <strong>%s</strong></p>\n", "print.printer", name);
        return;
    }
    page_put(visit,
             "<form method=\"get\" action=\"%s\" class=\"choose-printer\">"
             "<div class=\"field\"><label for=\"printer\">%w</label>"
             "<div class=\"row\"><select id=\"printer\" name=\"printer\" autocomplete=\"off\">",
             page, "print.printer");
    papplSystemIteratePrinters(site.system, put_printer, &p);
    page_put(visit, "</select><button>%w</button></div></div></form>\n", "site.choose");
}

/* What the printer announces. NULL: it does not answer, and the refusal. */
static ipp_t *ask_printer(struct visit *visit, pappl_printer_t *printer)
{
    ipp_t *request = ask_new(IPP_OP_GET_PRINTER_ATTRIBUTES, papplPrinterGetID(printer));
    char why[256] = "";

    (void)visit;
    return request != NULL ? ask(request, why, sizeof(why)) : NULL;
}

/* ---- the form ---- */

static void put_file_field(struct visit *visit)
{
    char size[32];

    snprintf(size, sizeof(size), "%llu",
             (unsigned long long)(document_limits()->max_temporary >> 20));
    page_put(
        visit,
        "<div class=\"drop\" id=\"drop\"><div class=\"field\"><label for=\"file\">%w</label>"
        "<input type=\"file\" id=\"file\" name=\"file\" multiple required accept=\"" ACCEPT
        "\" aria-describedby=\"file-help\"></div>",
        "print.file");
    page_put(visit, "<p class=\"help\" id=\"file-help\">");
    page_say(visit, "print.file-help", "size", size, NULL);
    page_put(
        visit,
        "</p><p class=\"soft script\">%w</p>"
        "<p class=\"script camera\"><label class=\"button\" for=\"camera\">%w</label>"
        "<input type=\"file\" id=\"camera\" accept=\"image/*\" capture=\"environment\"></p>"
        "<ul id=\"files\" class=\"files\"></ul></div>\n",
        "print.drop", "print.photo");
}

static void put_user(struct visit *visit, const struct print_fields *f)
{
    if (visit->user[0] != '\0')
        return;
    page_put(visit,
             "<div class=\"field\"><label for=\"user\">%w</label><input type=\"text\" "
             "id=\"user\" name=\"user\" maxlength=\"127\" autocomplete=\"name\" value=\"%s\" "
             "aria-describedby=\"user-help\"><p class=\"help\" id=\"user-help\">%w</p></div>\n",
             "print.your-name", print_value(f, "user"), "print.your-name-help");
}

/* Whether somebody has chosen one of the options that are not seen at first. */
static bool more_is_open(const struct print_item *item)
{
    for (int i = 0; item != NULL && i < item->form.num_fields; i++)
        if (print_option_is(item->form.fields[i].name) &&
            !print_option_is_common(item->form.fields[i].name))
            return true;
    return false;
}

static void put_options(const struct print_fields *f, const struct print_item *item)
{
    struct visit *visit = f->visit;

    page_put(visit, "<h2>%w</h2>\n<div class=\"options\">\n", "print.options");
    print_put_common(f);
    page_put(visit, "</div>\n<details%s><summary>%w</summary>\n<div class=\"options\">\n",
             more_is_open(item) ? " open" : "", "print.more");
    print_put_more(f);
    page_put(visit, "</div></details>\n");
    put_user(visit, f);
}

/* Of a file that is sent. */
static void put_new_form(const struct print_fields *f, const struct print_item *item,
                         pappl_printer_t *printer)
{
    struct visit *visit = f->visit;

    page_form(visit, "/print",
              "enctype=\"multipart/form-data\" id=\"print\" class=\"panel print\"");
    page_put(visit, "<input type=\"hidden\" name=\"printer\" value=\"%d\">\n",
             papplPrinterGetID(printer));
    put_file_field(visit);
    put_options(f, item);
    page_put(
        visit,
        "<p class=\"row\"><button class=\"primary\" name=\"do\" value=\"print\">%w</button>"
        "<button name=\"do\" value=\"look\">%w</button></p>\n",
        "print.send", "print.show-first");
    page_put(visit,
             "<p class=\"script\" id=\"said\" role=\"status\" data-sending=\"%w\" "
             "data-broken=\"%w\" data-remove=\"%w\" data-large=\"%w\" data-max=\"%l\"></p>"
             "<progress class=\"script\" id=\"progress\" max=\"100\" value=\"0\" "
             "aria-labelledby=\"said\" hidden></progress>\n</form>\n",
             "print.sending", "print.broken", "print.remove", "print.too-large",
             (long long)document_limits()->max_temporary);
}

/* ---- a file that is kept ---- */

static void put_picture(struct visit *visit, const struct print_item *item, size_t i)
{
    char number[24];
    const struct preview_page *page = &item->pages[i];

    snprintf(number, sizeof(number), "%zu", i + 1);
    page_put(visit,
             "<li><figure><img src=\"/print/%s/page/%s?%u\" width=\"%u\" height=\"%u\" alt=\"",
             item->id, number, item->version, page->width, page->height);
    page_say(visit, "print.side-alt", "n", number, NULL);
    page_put(visit, "\"><figcaption>");
    page_say(visit, "print.side", "n", number, NULL);
    page_put(visit, "</figcaption></figure></li>\n");
}

static void put_look(struct visit *visit, const struct print_item *item)
{
    char n[16];

    snprintf(n, sizeof(n), "%d", TRAY_MAX_PAGES);
    switch (item->look) {
    case LOOK_WAITS:
    case LOOK_MAKING:
        page_put(visit, "<p class=\"state busy\" role=\"status\">%w</p>\n",
                 item->look == LOOK_WAITS ? "print.waits" : "print.making");
        break;
    case LOOK_MORE:
        page_put(visit, "<p>");
        page_say(visit, "print.more-pages", "n", n, NULL);
        page_put(visit, "</p>\n");
        break;
    case LOOK_FAILED:
        page_put(visit,
                 "<p class=\"notice bad\">%w <span lang=\"en\" dir=\"ltr\">%s</span></p>\n",
                 item->why[0] != '\0' ? "print.look-failed" : "print.look-late", item->why);
        break;
    case LOOK_NONE:
        page_put(visit, "<p>%w</p>\n", "print.no-look");
        break;
    case LOOK_DONE:
    default:
        break;
    }
}

void print_put_pages(struct visit *visit, struct print_item *item)
{
    tray_lock();
    put_look(visit, item);
    if (item->num_pages > 0) {
        page_put(visit, "<ol class=\"sides\">\n");
        for (size_t i = 0; i < item->num_pages; i++)
            put_picture(visit, item, i);
        page_put(visit, "</ol>\n");
    }
    if (item->look == LOOK_WAITS || item->look == LOOK_MAKING)
        page_put(visit,
                 "<noscript><p><a class=\"button\" href=\"/print/%s\">%w</a></p></noscript>\n",
                 item->id, "print.look-again");
    tray_unlock();
}

static void put_preview(struct visit *visit, struct print_item *item)
{
    bool busy;

    tray_lock();
    busy = item->look == LOOK_WAITS || item->look == LOOK_MAKING;
    tray_unlock();
    page_put(visit,
             "<section class=\"panel preview\" aria-labelledby=\"preview\">"
             "<h2 id=\"preview\">%w</h2>\n<div",
             "print.preview");
    if (busy)
        page_put(visit, " data-renew=\"/print/%s/pages\" data-every=\"1\"", item->id);
    page_put(visit, ">\n");
    print_put_pages(visit, item);
    page_put(visit, "</div>\n<p class=\"help\">%w</p></section>\n", "print.not-shown");
}

static void put_kept_form(const struct print_fields *f, struct print_item *item)
{
    struct visit *visit = f->visit;
    char action[64];

    snprintf(action, sizeof(action), "/print/%s", item->id);
    page_form(visit, action, "class=\"panel print\"");
    page_put(visit, "<p><strong>%s</strong><br><span class=\"help\">%w</span></p>\n",
             item->form.files[0].name, "print.kept-help");
    put_options(f, item);
    page_put(
        visit,
        "<p class=\"row\"><button class=\"primary\" name=\"do\" value=\"print\">%w</button>"
        "<button name=\"do\" value=\"look\">%w</button>"
        "<button class=\"danger\" name=\"do\" value=\"drop\" formnovalidate>%w</button></p>\n"
        "</form>\n",
        "print.send", "print.show-again", "print.throw-away");
}

/* ---- the page ---- */

static void put_forms(struct visit *visit, struct print_item *item, pappl_printer_t *printer,
                      ipp_t *attributes)
{
    const struct print_fields f = {visit, attributes, item != NULL ? &item->form : NULL,
                                   print_is_private(visit)};
    bool kept = item != NULL && item->kept;
    char name[256];

    if (!kept)
        print_put_printers(visit, printer, "/print");
    else {
        queue_human_name(printer, name, sizeof(name));
        page_put(visit, "<p>%w: <strong>%s</strong></p>\n", "print.printer", name);
    }
    if (kept) {
        page_put(visit, "<div class=\"kept\">\n");
        put_kept_form(&f, item);
        put_preview(visit, item);
        page_put(visit, "</div>\n");
    } else
        put_new_form(&f, item, printer);
    page_put(visit, "<p><a href=\"/help\">%w</a></p>\n", "nav.help");
}

struct http_answer *print_page(struct visit *visit, struct print_item *item, unsigned status)
{
    const char *wanted = visit_field(visit, "printer");
    pappl_printer_t *printer =
        print_printer(item != NULL ? item->queue : (int)strtol(wanted, NULL, 10));
    ipp_t *attributes = printer != NULL ? ask_printer(visit, printer) : NULL;

    if (!page_begin(visit, "nav.print", SECTION_PRINT, "print.js")) {
        ippDelete(attributes);
        return NULL;
    }
    if (printer == NULL)
        page_put(visit, "<p>%w</p>\n<p><a class=\"button\" href=\"/printers\">%w</a></p>\n",
                 "print.no-printer", "nav.printers");
    else if (attributes == NULL)
        page_put(visit, "<p>%w</p>\n", "print.no-answer");
    else {
        if (!print_may(visit, papplPrinterGetID(printer)) && visit->refusal[0] == '\0')
            page_put(visit, "<p class=\"notice bad\">%w</p>\n", "print.not-allowed");
        put_forms(visit, item, printer, attributes);
    }
    ippDelete(attributes);
    return page_end(visit, status);
}
