/*
 * settings-about.c - what this program is made of, and what it runs on.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "settings-parts.h"

#include "server/health.h"

#include <curl/curl.h>
#include <errno.h>
#include <expat.h>
#include <gnutls/gnutls.h>
#include <jbig.h>
#include <jpeglib.h>
#include <libusb-1.0/libusb.h>
#include <microhttpd.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <zlib.h>

#define TEXT_OF(x)  TEXT_OF_(x)
#define TEXT_OF_(x) #x

/* ---- libraries ---- */

static const char *curl_version_text(void)
{
    return curl_version_info(CURLVERSION_NOW)->version;
}

static const char *usb_version(void)
{
    static _Thread_local char text[40];
    const struct libusb_version *v = libusb_get_version();

    snprintf(text, sizeof(text), "%u.%u.%u", v->major, v->minor, v->micro);
    return text;
}

static const char *png_version(void)
{
    return png_get_libpng_ver(NULL);
}

static const char *gnutls_version(void)
{
    return gnutls_check_version(NULL);
}

static const char *expat_version(void)
{
    const char *text = XML_ExpatVersion();

    return strncmp(text, "expat_", 6) == 0 ? text + 6 : text;
}

#ifdef LIBJPEG_TURBO_VERSION
#define JPEG_VERSION TEXT_OF(LIBJPEG_TURBO_VERSION)
#else
#define JPEG_VERSION TEXT_OF(JPEG_LIB_VERSION)
#endif

/* A library is asked where it tells; else what the program was built with. */
static const struct library {
    const char *name;
    const char *(*version)(void);
    const char *built_with;
    const char *licence;
    const char *key; /* why it is there: about.for.KEY */
} libraries[] = {
    {"PAPPL",                        NULL,              "1.3",        "Apache-2.0",                  "printing"  },
    {"CUPS (libcups, libcupsimage)", NULL,
     TEXT_OF(CUPS_VERSION_MAJOR) "." TEXT_OF(CUPS_VERSION_MINOR),     "Apache-2.0",                  "messages"  },
    {"libjpeg-turbo",                NULL,              JPEG_VERSION, "IJG, BSD-3-Clause, Zlib",     "pictures"  },
    {"libpng",                       png_version,       NULL,         "libpng-2.0",                  "pictures"  },
    {"zlib",                         zlibVersion,       NULL,         "Zlib",                        "checksums" },
    {"JBIG-KIT (libjbig)",           NULL,              JBG_VERSION,  "GPL-2.0-or-later",            "pages"     },
    {"GnuTLS",                       gnutls_version,    NULL,         "LGPL-2.1-or-later",           "encryption"},
    {"libxcrypt",                    NULL,              NULL,         "LGPL-2.1-or-later",           "passwords" },
    {"GNU libmicrohttpd",            MHD_get_version,   NULL,         "LGPL-2.1-or-later",           "web"       },
    {"Expat",                        expat_version,     NULL,         "MIT",                         "scanning"  },
    {"libcurl",                      curl_version_text, NULL,         "curl",                        "mail"      },
    {"libusb",                       usb_version,       NULL,         "LGPL-2.1-or-later",           "usb"       },
    {"Avahi",                        NULL,              NULL,         "LGPL-2.1-or-later",           "network"   },
    {"SANE",                         NULL,              NULL,         "GPL-2.0-or-later, exception", "scanning"  },
    {"libseccomp",                   NULL,              NULL,         "LGPL-2.1-only",               "safety"    },
    {"Pango, cairo",                 NULL,              NULL,         "LGPL-2.0-or-later, MPL-1.1",  "text"      },
    {"Ghostscript",                  NULL,              NULL,         "AGPL-3.0-or-later",           "documents" },
    {"Liberation Sans",              NULL,              NULL,         "OFL-1.1",                     "letters"   },
};

static void put_library(struct visit *visit, const struct library *library)
{
    const char *version = library->version != NULL ? library->version() : library->built_with;
    char key[40];

    snprintf(key, sizeof(key), "about.for.%s", library->key);
    page_put(visit,
             "<tr><th scope=\"row\"><bdi dir=\"ltr\">%s</bdi></th><td data-label=\"%w\">",
             library->name, "about.version");
    if (version == NULL)
        page_put(visit, "%w", "about.of-system");
    else
        page_put(visit, "<bdi dir=\"ltr\">%s</bdi>", version);
    page_put(visit,
             "</td><td data-label=\"%w\"><bdi dir=\"ltr\">%s</bdi></td>"
             "<td data-label=\"%w\">%w</td></tr>\n",
             "about.licence", library->licence, "about.why", key);
}

static void put_libraries(struct visit *visit)
{
    page_put(visit,
             "<section class=\"panel\"><h2>%w</h2><p>%w</p><table class=\"cards\"><thead><tr>"
             "<th scope=\"col\">%w</th><th scope=\"col\">%w</th><th scope=\"col\">%w</th>"
             "<th scope=\"col\">%w</th></tr></thead><tbody>\n",
             "about.libraries", "about.libraries-help", "about.name", "about.version",
             "about.licence", "about.why");
    for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
        put_library(visit, &libraries[i]);
    page_put(visit, "</tbody></table><p class=\"help\">%w</p></section>\n", "about.gpl");
}

/* ---- the computer ---- */

/* A value of a file of NAME=VALUE or NAME: VALUE lines, without its quotes. "" without. */
static void line_of(const char *path, const char *name, char *value, size_t size)
{
    FILE *file = fopen(path, "re");
    char line[300];

    value[0] = '\0';
    while (file != NULL && value[0] == '\0' && fgets(line, sizeof(line), file) != NULL) {
        size_t n = strlen(name);
        char *at = line + n;

        if (strncmp(line, name, n) != 0 || strchr("=:\t ", *at) == NULL)
            continue;
        at += strspn(at, "=:\t \"");
        at[strcspn(at, "\"\n")] = '\0';
        snprintf(value, size, "%s", at);
    }
    if (file != NULL)
        (void)fclose(file);
}

static void put_uptime(struct visit *visit)
{
    long minutes = (long)(time(NULL) - jobs_began(site.jobs)) / 60;
    char days[24], hours[24], rest[24], text[200], since[40];

    snprintf(days, sizeof(days), "%ld", minutes / 1440);
    snprintf(hours, sizeof(hours), "%ld", minutes / 60 % 24);
    snprintf(rest, sizeof(rest), "%ld", minutes % 60);
    settings_date(jobs_began(site.jobs), since, sizeof(since));
    say_into(visit->language, text, sizeof(text), "about.uptime-text", "days", days, "hours",
             hours, "minutes", rest, "since", since, NULL);
    settings_put_fact(visit, "about.uptime", text, false);
}

static void put_computer(struct visit *visit)
{
    struct utsname system;
    char text[300];

    page_put(visit, "<section class=\"panel\"><h2>%w</h2><dl>\n", "about.computer");
    put_uptime(visit);
    line_of("/etc/os-release", "PRETTY_NAME", text, sizeof(text));
    if (text[0] != '\0')
        settings_put_fact(visit, "about.system", text, true);
    if (uname(&system) == 0) {
        snprintf(text, sizeof(text), "%.80s %.80s (%.40s)", system.sysname, system.release,
                 system.machine);
        settings_put_fact(visit, "about.kernel", text, true);
    }
    line_of("/proc/cpuinfo", "model name", text, sizeof(text));
    if (text[0] != '\0')
        settings_put_fact(visit, "about.processor", text, true);
    line_of("/proc/self/status", "VmRSS", text, sizeof(text));
    if (text[0] != '\0')
        settings_put_fact(visit, "about.memory", text, true);
    settings_put_fact(visit, "about.state-file", server_options()->state_file, true);
    settings_put_fact(visit, "about.spool", server_options()->spool_folder, true);
    settings_put_fact(visit, "about.log-file", server_options()->log_file, true);
    fputs("</dl></section>\n", visit->page);
}

static void put_health(struct visit *visit)
{
    const char *why;
    bool good = health_good(&why);

    page_put(visit, "<dt>%w</dt><dd><span class=\"state %s\">%w</span>", "about.health",
             good ? "ok" : "bad", good ? "about.healthy" : "about.not-healthy");
    if (!good)
        page_put(visit, " <span lang=\"en\" dir=\"ltr\">%s</span>", why);
    fputs("</dd>\n", visit->page);
}

static void put_watching(struct visit *visit)
{
    char address[400];

    page_put(visit, "<section class=\"panel\"><h2>%w</h2><p>%w</p><dl>\n", "about.watching",
             "about.watching-help");
    snprintf(address, sizeof(address), "http://%s:%u/healthz", site.host, site.ipp_port);
    settings_put_fact(visit, "about.health-address", address, true);
    snprintf(address, sizeof(address), "http://%s:%u/metrics", site.host, site.ipp_port);
    settings_put_fact(visit, "about.metrics-address", address, true);
    fputs("</dl></section>\n", visit->page);
}

static void put_documents(struct visit *visit)
{
    static const char *const names[][2] = {
        {"OWNERS.md",            "about.doc-owners"        },
        {"ADMINISTRATORS.md",    "about.doc-administrators"},
        {"SUPPORTED.md",         "about.doc-machines"      },
        {"LIMITS.md",            "about.doc-limits"        },
        {"canon-printer-app(1)", "about.doc-man"           },
    };

    page_put(visit, "<section class=\"panel\"><h2>%w</h2><p>%w</p><dl>\n", "about.documents",
             "about.documents-help");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        settings_put_fact(visit, names[i][1], names[i][0], true);
    fputs("</dl></section>\n", visit->page);
}

struct http_answer *settings_get_about(struct visit *visit)
{
    if (!page_begin(visit, "about.title", visit->admin ? SECTION_SETTINGS : SECTION_NONE, NULL))
        return NULL;
    page_put(visit, "<section class=\"panel\"><p>%w</p><dl>\n", "about.what");
    settings_put_fact(visit, "about.version", VERSION, true);
    settings_put_fact(visit, "about.licence", "Apache-2.0", true);
    put_health(visit);
    page_put(visit, "</dl><p class=\"help\">%w</p></section>\n", "about.names");
    if (visit->admin) {
        put_computer(visit);
        put_watching(visit);
    }
    put_documents(visit);
    put_libraries(visit);
    return page_end(visit, 200);
}
