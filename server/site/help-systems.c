/*
 * help-systems.c - how to print from each kind of device.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "help-parts.h"

#include "server/ways.h"

#include <string.h>
#include <strings.h>

/* ---- pieces ---- */

static void put_step(struct visit *visit, const struct help_place *p, const char *key)
{
    fputs("<li>", visit->page);
    page_say(visit, key, "printer", p->printer, "host", p->host, "port", p->port, "queue",
             p->queue, NULL);
    fputs("</li>\n", visit->page);
}

/* A step that ends with something to be typed. */
static void put_typed(struct visit *visit, const struct help_place *p, const char *key,
                      const char *typed)
{
    fputs("<li>", visit->page);
    page_say(visit, key, "printer", p->printer, NULL);
    page_put(visit, "<br><code dir=\"ltr\">%s</code></li>\n", typed);
}

/* ---- systems ---- */

static void put_ios(struct visit *visit, const struct help_place *p, int printer)
{
    (void)printer;
    put_step(visit, p, "help.ios");
    put_step(visit, p, "help.choose");
}

static void put_android(struct visit *visit, const struct help_place *p, int printer)
{
    (void)printer;
    put_step(visit, p, "help.android");
    put_step(visit, p, "help.choose");
    put_step(visit, p, "help.android-service");
}

static void put_mac(struct visit *visit, const struct help_place *p, int printer)
{
    (void)printer;
    put_step(visit, p, "help.mac");
    put_step(visit, p, "help.choose");
    put_step(visit, p, "help.mac-address");
}

static void put_windows(struct visit *visit, const struct help_place *p, int printer)
{
    put_step(visit, p, "help.windows");
    put_step(visit, p, "help.choose");
    put_typed(visit, p, "help.windows-address", p->http);
    page_put(visit, "<li>%w<br><a class=\"button\" href=\"/help/windows/%d\" download>",
             "help.windows-script", printer);
    page_say(visit, "help.script-download", "printer", p->printer, NULL);
    page_put(visit, "</a></li>\n");
}

static void put_windows7(struct visit *visit, const struct help_place *p, int printer)
{
    (void)printer;
    put_typed(visit, p, "help.windows7", p->windows7);
    put_step(visit, p, "help.windows7-driver");
}

static void put_linux(struct visit *visit, const struct help_place *p, int printer)
{
    char command[1200];

    (void)printer;
    snprintf(command, sizeof(command), "lpadmin -p %s -E -v %s -m everywhere",
             strrchr(p->queue, '/') != NULL ? strrchr(p->queue, '/') + 1 : "printer", p->ipp);
    put_step(visit, p, "help.linux");
    put_typed(visit, p, "help.linux-add", command);
}

static void put_chromeos(struct visit *visit, const struct help_place *p, int printer)
{
    (void)printer;
    put_step(visit, p, "help.chromeos");
    put_step(visit, p, "help.choose");
    put_step(visit, p, "help.chromeos-address");
}

static void put_old(struct visit *visit, const struct help_place *p, int printer)
{
    const struct ways_options *ways = ways_now();
    const char *name = strrchr(p->queue, '/') != NULL ? strrchr(p->queue, '/') + 1 : p->queue;
    bool any = false;
    char port[16];

    for (size_t i = 0; ways != NULL && i < ways->num_lpd; i++) {
        snprintf(port, sizeof(port), "%u", ways->lpd[i].port);
        fputs("<li>", visit->page);
        page_say(visit, "help.lpd", "host", p->host, "port", port, "queue", name, NULL);
        fputs("</li>\n", visit->page);
        any = true;
    }
    for (size_t i = 0; ways != NULL && i < ways->num_raw; i++) {
        pappl_printer_t *its = way_printer(site.system, ways->raw[i].queue);

        if (its == NULL || papplPrinterGetID(its) != printer)
            continue;
        snprintf(port, sizeof(port), "%u", ways->raw[i].port);
        fputs("<li>", visit->page);
        page_say(visit, "help.raw", "host", p->host, "port", port, NULL);
        fputs("</li>\n", visit->page);
        any = true;
    }
    if (!any)
        put_step(visit, p, "help.old-off");
}

static void put_scripts(struct visit *visit, const struct help_place *p, int printer)
{
    const struct ways_options *ways = ways_now();
    const char *name = strrchr(p->queue, '/') != NULL ? strrchr(p->queue, '/') + 1 : p->queue;
    char command[900];

    (void)printer;
    snprintf(command, sizeof(command),
             "lp -d %s -o sides=two-sided-long-edge letter.pdf\n"
             "canon-printer-app submit -d %s -n 2 letter.pdf",
             name, name);
    page_put(visit, "<li>%w<pre dir=\"ltr\"><code>%s</code></pre></li>\n", "help.scripts",
             command);
    if (ways == NULL || ways->upload != UPLOAD_ALL)
        return;
    snprintf(command, sizeof(command),
             "curl --data-binary @letter.pdf 'http://%s:%s/print/%s?copies=2'", p->host,
             p->port, name);
    page_put(visit, "<li>%w<pre dir=\"ltr\"><code>%s</code></pre></li>\n",
             "help.scripts-upload", command);
}

/* ---- all of them ---- */

struct help_system {
    const char *id, *name; /* name: a key of words, or as it is everywhere */
    void (*put)(struct visit *visit, const struct help_place *place, int printer);
};

static const struct help_system systems[] = {
    {"ios",      "iPhone, iPad",        put_ios     },
    {"android",  "Android",             put_android },
    {"windows",  "Windows 10, 11",      put_windows },
    {"mac",      "Mac",                 put_mac     },
    {"chromeos", "Chromebook",          put_chromeos},
    {"linux",    "Linux",               put_linux   },
    {"windows7", "Windows 7, 8",        put_windows7},
    {"old",      "help.system-old",     put_old     },
    {"scripts",  "help.system-scripts", put_scripts },
};
#define NUM_SYSTEMS (sizeof(systems) / sizeof(systems[0]))

static bool says(const char *text, const char *word_)
{
    return strstr(text, word_) != NULL;
}

const char *help_guess(const char *agent, const char *platform)
{
    if (says(platform, "Chrome OS") || says(platform, "Chromium OS") || says(agent, "CrOS"))
        return "chromeos";
    if (says(agent, "iPhone") || says(agent, "iPad") || says(agent, "iPod"))
        return "ios";
    if (says(platform, "Android") || says(agent, "Android"))
        return "android";
    if (says(agent, "Windows NT 6."))
        return "windows7";
    if (says(platform, "Windows") || says(agent, "Windows"))
        return "windows";
    if (says(platform, "macOS") || says(agent, "Macintosh"))
        return "mac";
    return says(agent, "Linux") ? "linux" : "";
}

static void put_system(struct visit *visit, const struct help_place *place, int printer,
                       const struct help_system *s, bool yours)
{
    page_put(visit, "<details class=\"panel system\" id=\"%s\"%s><summary><h3>%w</h3>", s->id,
             yours ? " open" : "", s->name);
    if (yours)
        page_put(visit, " <span class=\"soft\">%w</span>", "help.yours");
    page_put(visit, "</summary>\n<ol>\n");
    s->put(visit, place, printer);
    page_put(visit, "</ol></details>\n");
}

void help_put_systems(struct visit *visit, const struct help_place *place, int printer)
{
    const char *yours = help_guess(http_header(visit->request, "User-Agent"),
                                   http_header(visit->request, "Sec-CH-UA-Platform"));

    for (unsigned run = 0; run < 2; run++)
        for (size_t i = 0; i < NUM_SYSTEMS; i++) {
            bool is_yours = strcmp(systems[i].id, yours) == 0;

            if (is_yours == (run == 0))
                put_system(visit, place, printer, &systems[i], is_yours);
        }
}
