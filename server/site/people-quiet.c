/*
 * people-quiet.c - the hours in which a printer begins no job.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "people-parts.h"

#include "ask.h"

#include <stdlib.h>
#include <string.h>

/* A time of day as a field of time wants it; behind it. */
static const char *put_clock(const char *text, char clock[6])
{
    char *end;
    unsigned long hours = strtoul(text, &end, 10), minutes = strtoul(end + 1, &end, 10);

    snprintf(clock, 6, "%02u:%02u", (unsigned)(hours % 24), (unsigned)(minutes % 60));
    return end;
}

/* "22:00" and "07:00" of "22:00-07:00"; "" of none. */
static void split(const char *quiet, char from[6], char to[6])
{
    from[0] = to[0] = '\0';
    if (queue_quiet_hours_ok(quiet))
        (void)put_clock(put_clock(quiet, from) + 1, to);
}

static void put_time(struct visit *visit, int printer, const char *name, const char *key,
                     const char *value)
{
    page_put(visit,
             "<div class=\"field\"><label for=\"%s-%d\">%w</label><input type=\"time\" "
             "id=\"%s-%d\" name=\"%s\" value=\"%s\"></div>\n",
             name, printer, key, name, printer, name, value);
}

static void put_printer(struct visit *visit, const struct people_printer *printer)
{
    char from[6], to[6], id[16];
    time_t until;
    bool quiet = queue_is_quiet(printer->quiet, time(NULL), &until);

    split(printer->quiet, from, to);
    snprintf(id, sizeof(id), "%d", printer->id);
    if (strcmp(visit_field(visit, "printer"), id) == 0) { /* as it was typed */
        snprintf(from, sizeof(from), "%s", visit_field(visit, "from"));
        snprintf(to, sizeof(to), "%s", visit_field(visit, "to"));
    }
    page_put(visit,
             "<section class=\"panel\"><h2>%s</h2><p><span class=\"state %s\">%w</span>"
             "</p>\n",
             printer->name, quiet ? "busy" : "ok",
             quiet                       ? "people.quiet-now"
             : printer->quiet[0] != '\0' ? "people.quiet-later"
                                         : "people.quiet-none");
    page_form(visit, "/people/quiet-hours", "");
    people_put_hidden(visit, "printer", id);
    page_put(visit, "<div class=\"people-line\">");
    put_time(visit, printer->id, "from", "people.quiet-from", from);
    put_time(visit, printer->id, "to", "people.quiet-to", to);
    page_put(visit,
             "<button class=\"primary\" aria-label=\"%w: %s\">%w</button>\n"
             "<button name=\"none\" value=\"yes\" aria-label=\"%w: %s\">%w</button></div>"
             "</form></section>\n",
             "people.save", printer->name, "people.save", "people.quiet-remove", printer->name,
             "people.quiet-remove");
}

struct http_answer *people_get_quiet(struct visit *visit)
{
    struct people_printer *list = calloc(PEOPLE_PRINTERS, sizeof(*list));
    size_t n = list != NULL ? people_printers(list, PEOPLE_PRINTERS) : 0;

    if (list == NULL || !people_begin(visit, PEOPLE_QUIET)) {
        free(list);
        return NULL;
    }
    page_put(visit, "<p>%w</p>\n", "people.quiet-intro");
    for (size_t i = 0; i < n; i++)
        put_printer(visit, &list[i]);
    if (n == 0)
        page_put(visit, "<p>%w <a href=\"/printers\">%w</a></p>\n", "people.no-printers",
                 "nav.printers");
    free(list);
    return page_end(visit, visit->refusal[0] != '\0' ? 422 : 200);
}

/* By the operation that everybody else uses, with its checks. */
static bool set_quiet(int printer, const char *quiet, char *why, size_t why_size)
{
    ipp_t *request = ask_new(IPP_OP_SET_PRINTER_ATTRIBUTES, printer);

    if (request == NULL)
        return false;
    ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_TEXT, "quiet-hours-default", NULL, quiet);
    return ask_do(request, why, why_size);
}

struct http_answer *people_post_quiet(struct visit *visit)
{
    bool none = strcmp(visit_field(visit, "none"), "yes") == 0;
    char quiet[32] = "", why[512] = "";
    long printer;

    if (!people_number(visit, "printer", 1, 1000000, &printer))
        return people_refuse(visit, "people.no-such-printer", people_get_quiet);
    if (!none)
        snprintf(quiet, sizeof(quiet), "%.5s-%.5s", visit_field(visit, "from"),
                 visit_field(visit, "to"));
    if (!none && !queue_quiet_hours_ok(quiet))
        return people_refuse(visit, "people.bad-times", people_get_quiet);
    if (!set_quiet((int)printer, quiet, why, sizeof(why)))
        return people_refuse(visit, why[0] != '\0' ? why : "people.no-such-printer",
                             people_get_quiet);
    return visit_go(visit, "/people/quiet-hours", "people-saved");
}
