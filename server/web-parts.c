/*
 * web-parts.c - see web-parts.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-parts.h"

void web_put_text(FILE *page, const char *text)
{
    for (; text != NULL && *text != '\0'; text++) {
        switch (*text) {
        case '<':
            fputs("&lt;", page);
            break;
        case '>':
            fputs("&gt;", page);
            break;
        case '&':
            fputs("&amp;", page);
            break;
        case '"':
            fputs("&quot;", page);
            break;
        case '\'':
            fputs("&#39;", page);
            break;
        default:
            fputc(*text, page);
        }
    }
}

void web_put_head(FILE *page, const char *title, const char *more)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "img-src 'self'; style-src 'self'; form-action 'self'\">\n"
          "<meta name=\"viewport\" content=\"width=device-width\">\n",
          page);
    web_put(page, "<title>", title, "</title>\n");
    fputs("<link rel=\"stylesheet\" href=\"/style.css\">\n"
          "<link rel=\"icon\" href=\"/favicon.png\" type=\"image/png\">\n",
          page);
    fprintf(page, "%s</head>\n<body>\n", more);
}

const char *web_field(const struct web_form *form, const char *name)
{
    const char *value = cupsGetOption(name, form->n, form->fields);

    return value != NULL ? value : "";
}

void web_put(FILE *page, const char *before, const char *text, const char *after)
{
    fputs(before, page);
    web_put_text(page, text);
    fputs(after, page);
}

void web_begin_form(const struct web_drawing *drawing, const char *what, int id)
{
    web_put(
        drawing->page,
        "<form method=\"post\" action=\"/\"><input type=\"hidden\" name=\"session\" value=\"",
        drawing->token, "\">");
    fprintf(drawing->page, "<input type=\"hidden\" name=\"%s\" value=\"%d\">", what, id);
}

void web_end_form(const struct web_drawing *drawing, const char *action, const char *label)
{
    web_put(drawing->page, "<button name=\"action\" value=\"", action, "\">");
    web_put(drawing->page, "", label, "</button></form>");
}
