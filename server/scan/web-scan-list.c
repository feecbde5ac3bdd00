/*
 * web-scan-list.c - see web-scan-parts.h: the list of pages that were collected, as HTML.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scan-parts.h"

static void put_tool(FILE *out, const char *action, const char *label, const char *icon,
                     unsigned number, bool able)
{
    fprintf(out, "<button name=\"do\" value=\"%s\" aria-label=\"%s, ", action, label);
    fprintf(
        out,
        "%u\" title=\"%s\"%s><svg aria-hidden=\"true\"><use href=\"#i-%s\"/></svg></button>",
        number, label, able ? "" : " disabled", icon);
}

static void put_page(FILE *out, const struct web_tray *tray, const struct tray_page *page,
                     unsigned place, size_t count)
{
    const struct scan_page_facts *facts = scan_page_facts(page->page);
    char label[64];

    web_word_fill(label, sizeof(label), WORD_page_n, place);
    fprintf(out,
            "<li data-page=\"%u\" data-version=\"%u\" data-quarters=\"%u\" data-cut=\"%d\" "
            "data-width=\"%u\" data-height=\"%u\">",
            page->number, page->version, page->quarters, page->crop.width > 0,
            facts->width * SCAN_UNITS / facts->dpi, facts->height * SCAN_UNITS / facts->dpi);
    fprintf(out,
            "<a class=\"thumb\" href=\"page/%u/large?v=%u\" target=\"_blank\" title=\"%s\">"
            "<img src=\"page/%u/thumb?v=%u\" alt=\"%s\" draggable=\"false\"></a>",
            page->number, page->version, WORD(look), page->number, page->version, label);
    fprintf(out,
            "<label class=\"tick\"><input type=\"checkbox\" name=\"page\" value=\"%u\" "
            "form=\"save\" aria-label=\"%s: %s\"> %s</label>",
            page->number, WORD(choose), label, label);
    fprintf(out,
            "<form class=\"tools\" method=\"post\" action=\"change\"><input type=\"hidden\" "
            "name=\"token\" value=\"%s\"><input type=\"hidden\" name=\"page\" value=\"%u\">",
            tray->token, page->number);
    put_tool(out, "earlier", WORD(earlier), "earlier", place, place > 1);
    put_tool(out, "later", WORD(later), "later", place, place < count);
    put_tool(out, "right", WORD(rotate), "rotate", place, true);
    put_tool(out, "delete", WORD(delete), "delete", place, true);
    fputs("</form></li>\n", out);
}

/* Buttons for all pages. */
static void put_tools(FILE *out, const struct web_tray *tray, size_t count)
{
    fprintf(out,
            "<form class=\"row\" method=\"post\" action=\"change\"><input type=\"hidden\" "
            "name=\"token\" value=\"%s\">",
            tray->token);
    if (count > 0)
        fprintf(out,
                "<button name=\"do\" value=\"right-all\">%s</button>"
                "<button name=\"do\" value=\"clear\">%s</button>",
                WORD(rotate_all), WORD(start_over));
    if (tray->n > count)
        fprintf(out, "<button name=\"do\" value=\"undo\">%s</button>", WORD(undo));
    fputs("</form>", out);
}

void web_put_collected(FILE *out, const struct web_tray *tray)
{
    size_t count = tray_count(tray);
    unsigned place = 0;

    if (count == 0)
        fprintf(out, "<p class=\"help\">%s</p>", WORD(no_pages_yet));
    else {
        fputs("<ol id=\"pages\">\n", out);
        for (size_t i = 0; i < tray->n; i++)
            if (!tray->pages[i].gone)
                put_page(out, tray, &tray->pages[i], ++place, count);
        fputs("</ol>\n", out);
    }
    if (count > 1)
        fprintf(out, "<p class=\"help script\">%s</p>", WORD(drag_help));
    put_tools(out, tray, count);
}
