/*
 * site-files.c - see site-files.h. The files are resources/site/, made into bytes by the
 * Makefile.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "site-files.h"

#include <string.h>

/* clang-format off */
static const uint8_t site_css[] = {
#include "site/site.css.h"
};
static const uint8_t site_js[] = {
#include "site/site.js.h"
};
static const uint8_t print_js[] = {
#include "site/print.js.h"
};
static const uint8_t printers_js[] = {
#include "site/printers.js.h"
};
static const uint8_t queue_js[] = {
#include "site/queue.js.h"
};
static const uint8_t settings_js[] = {
#include "site/settings.js.h"
};
static const uint8_t icon[] = {
#include "icon-128.png.h"
};
/* clang-format on */

#define CSS "text/css; charset=utf-8"
#define JS  "text/javascript; charset=utf-8"

static const struct site_file files[] = {
    {"site.css",    CSS,         site_css,    sizeof(site_css)   },
    {"site.js",     JS,          site_js,     sizeof(site_js)    },
    {"print.js",    JS,          print_js,    sizeof(print_js)   },
    {"printers.js", JS,          printers_js, sizeof(printers_js)},
    {"queue.js",    JS,          queue_js,    sizeof(queue_js)   },
    {"settings.js", JS,          settings_js, sizeof(settings_js)},
    {"icon.png",    "image/png", icon,        sizeof(icon)       },
};

const struct site_file *site_file_find(const char *name)
{
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        if (strcmp(files[i].name, name) == 0)
            return &files[i];
    return NULL;
}
