/*
 * fuzz-scan-web-form.c - forms of the page to scan from: whatever they say, what comes out is
 * within the scanner's reach; names of files stay names. The first byte is the scanner, then
 * come lines NAME=VALUE.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/web-scan-form.h"

#include "server/charset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MAX_FORM 4096

static void must(bool holds)
{
    if (!holds)
        abort();
}

static const char *get(const void *ctx, const char *name)
{
    static char values[4][MAX_FORM];
    static unsigned next;
    const char *at = ctx;
    size_t n = strlen(name);

    for (; *at != '\0'; at += *at == '\n') {
        size_t line = strcspn(at, "\n");

        if (line > n && memcmp(at, name, n) == 0 && at[n] == '=') {
            char *value = values[next++ % 4];

            snprintf(value, MAX_FORM, "%.*s", (int)(line - n - 1), at + n + 1);
            return value;
        }
        at += line;
    }
    return "";
}

static void make_caps(struct scan_caps *caps, uint8_t bits)
{
    memset(caps, 0, sizeof(*caps));
    for (enum scan_input i = 0; i < SCAN_NUM_INPUTS; i++) {
        caps->has[i] = (bits >> i & 1) != 0;
        caps->width[i] = (bits & 8) != 0 ? 2544 : 3600;
        caps->height[i] = (bits & 16) != 0 ? 3472 : 4200;
    }
    caps->gray = (bits & 32) != 0;
    caps->color = (bits & 64) != 0;
    caps->resolutions[0] = 75;
    caps->resolutions[1] = 600;
    caps->num_resolutions = (bits & 128) != 0 ? 2 : 1;
}

static void check_settings(const struct scan_caps *caps, const struct scan_settings *s)
{
    struct page_plan plan;
    uint32_t width, height;

    must(caps->has[s->input] && (s->dpi == 75 || s->dpi == 600));
    must(s->brightness >= -100 && s->brightness <= 100 && s->contrast >= -100 &&
         s->contrast <= 100 && s->threshold >= 0 && s->threshold <= 255);
    page_offered(caps, s->input, &width, &height);
    must(s->area.x + s->area.width <= width && s->area.y + s->area.height <= height);
    must(page_plan(caps, s, &plan));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char form[MAX_FORM], why[256], name[64];
    struct web_fields fields = {get, form};
    struct scan_settings settings;
    struct scan_caps caps;

    if (n == 0)
        return 0;
    snprintf(form, sizeof(form), "%.*s", (int)(n - 1 < sizeof(form) ? n - 1 : sizeof(form) - 1),
             (const char *)bytes + 1);
    make_caps(&caps, bytes[0]);
    why[0] = '\0';
    if (web_form_settings(&fields, &caps, &settings, why, sizeof(why)))
        check_settings(&caps, &settings);
    else
        must(why[0] != '\0');
    web_form_name(get(form, "name"), "Scan", name, sizeof(name));
    must(name[0] != '\0' && name[0] != '.' && strpbrk(name, "/\\\"\r\n") == NULL &&
         charset_utf8_length((const uint8_t *)name, strlen(name)) == strlen(name));
    return 0;
}
