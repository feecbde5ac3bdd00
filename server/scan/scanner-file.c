/*
 * scanner-file.c - see scanner-file.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scanner-file.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_LINE                                                                             \
    "# The scanners of canon-printer-app. It writes this file; change it only while it does "  \
    "not run.\n"

#define MAX_DPI     9600u
#define MAX_BUTTONS SCAN_MAX_BUTTONS

static const char *const input_words[SCAN_NUM_INPUTS] = {
    [SCAN_PLATEN] = "platen",
    [SCAN_FEEDER] = "feeder",
    [SCAN_FEEDER_DUPLEX] = "feeder-duplex",
};

/* ---- texts ---- */

/* Bytes of the printable UTF-8 character at text; 0: it is none. */
static size_t character_bytes(const unsigned char *text)
{
    unsigned char first = text[0];
    size_t n = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

    if (n == 0 || first > 0xF4 || (n == 1 && (first < 0x20 || first == 0x7F)))
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    if ((first == 0xC2 && text[1] < 0xA0) || /* control characters */
        (first == 0xE0 && text[1] < 0xA0) || (first == 0xED && text[1] > 0x9F) ||
        (first == 0xF0 && text[1] < 0x90) || (first == 0xF4 && text[1] > 0x8F))
        return 0;
    return n;
}

void scanner_text_clean(char *text)
{
    const unsigned char *from = (unsigned char *)text;
    size_t used = 0;

    while (*from != '\0') {
        size_t n = character_bytes(from);

        if (n > 0 && !(used == 0 && *from == ' ')) {
            memmove(text + used, from, n);
            used += n;
        }
        from += n > 0 ? n : 1;
    }
    while (used > 0 && text[used - 1] == ' ')
        used--;
    text[used] = '\0';
}

/* Whether cleaning would leave it as it is. */
static bool is_clean(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t n = strlen(text);

    if (n > 0 && (text[0] == ' ' || text[n - 1] == ' '))
        return false;
    while (*at != '\0') {
        size_t bytes = character_bytes(at);

        if (bytes == 0)
            return false;
        at += bytes;
    }
    return true;
}

bool scanner_name_valid(const char *name)
{
    return name[0] != '\0' && strlen(name) < SCANNER_NAME_SIZE && is_clean(name);
}

bool scanner_caps_sane(struct scan_caps *caps)
{
    bool any = false;
    unsigned last = 0;
    size_t n = 0;

    scanner_text_clean(caps->maker);
    scanner_text_clean(caps->model);
    scanner_text_clean(caps->serial);
    for (int i = 0; i < SCAN_NUM_INPUTS; i++) {
        caps->has[i] = caps->has[i] && caps->width[i] > 0 && caps->height[i] > 0 &&
                       caps->width[i] <= SCAN_MAX_WIDTH && caps->height[i] <= SCAN_MAX_HEIGHT;
        if (!caps->has[i])
            caps->width[i] = caps->height[i] = 0;
        any = any || caps->has[i];
    }
    for (size_t i = 0; i < caps->num_resolutions && i < SCAN_MAX_RESOLUTIONS; i++)
        if (caps->resolutions[i] > last && caps->resolutions[i] <= MAX_DPI)
            caps->resolutions[n++] = last = caps->resolutions[i];
    caps->num_resolutions = n;
    for (; n < SCAN_MAX_RESOLUTIONS; n++)
        caps->resolutions[n] = 0;
    if (caps->num_buttons > MAX_BUTTONS)
        caps->num_buttons = MAX_BUTTONS;
    return any && caps->num_resolutions > 0 && (caps->gray || caps->color);
}

/* ---- reading ---- */

/* A copy of a text that fits and is clean. */
static bool take_text(const char *value, char *text, size_t size)
{
    if (strlen(value) >= size || !is_clean(value))
        return false;
    snprintf(text, size, "%s", value);
    return true;
}

/* The next number of a line of them; false: there is none, or another is expected. */
static bool take_number(const char **value, unsigned long max, unsigned long *number)
{
    char *end;

    while (**value == ' ')
        (*value)++;
    if (**value < '0' || **value > '9' || strspn(*value, "0123456789") > 9)
        return false;
    *number = strtoul(*value, &end, 10);
    *value = end;
    return *number <= max && (*end == ' ' || *end == '\0');
}

static bool take_only_number(const char *value, unsigned long max, unsigned long *number)
{
    return take_number(&value, max, number) && *value == '\0';
}

static bool take_uuid(const char *value, char uuid[46])
{
    if (strlen(value) != 36)
        return false;
    for (size_t i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? value[i] != '-' : strchr("0123456789abcdef", value[i]) == NULL)
            return false;
    }
    snprintf(uuid, 46, "%s", value);
    return true;
}

static bool take_ports(const char *value, struct scanner_record *r)
{
    unsigned long plain, tls;

    if (!take_number(&value, 65535, &plain) || !take_only_number(value, 65535, &tls))
        return false;
    r->port = (unsigned)plain;
    r->tls_port = (unsigned)tls;
    return true;
}

/* "platen 2544 3472" */
static bool take_reach(const char *value, struct scan_caps *caps)
{
    size_t n = strcspn(value, " ");

    for (int i = 0; i < SCAN_NUM_INPUTS; i++)
        if (strlen(input_words[i]) == n && strncmp(value, input_words[i], n) == 0) {
            unsigned long width, height;

            value += n;
            if (!take_number(&value, SCAN_MAX_WIDTH, &width) ||
                !take_only_number(value, SCAN_MAX_HEIGHT, &height))
                return false;
            caps->has[i] = true;
            caps->width[i] = (uint32_t)width;
            caps->height[i] = (uint32_t)height;
            return true;
        }
    return false;
}

static bool take_colors(const char *value, struct scan_caps *caps)
{
    caps->gray = strcmp(value, "gray") == 0 || strcmp(value, "gray color") == 0;
    caps->color = strcmp(value, "color") == 0 || strcmp(value, "gray color") == 0;
    return caps->gray || caps->color;
}

static bool take_resolutions(const char *value, struct scan_caps *caps)
{
    while (*value != '\0') {
        unsigned long dpi;

        if (caps->num_resolutions == SCAN_MAX_RESOLUTIONS ||
            !take_number(&value, MAX_DPI, &dpi))
            return false;
        caps->resolutions[caps->num_resolutions++] = (unsigned)dpi;
    }
    return caps->num_resolutions > 0;
}

static bool take_caps(struct scan_caps *caps, const char *word, const char *value)
{
    unsigned long number = 0;
    bool good = true;

    if (strcmp(word, "maker") == 0)
        good = take_text(value, caps->maker, sizeof(caps->maker));
    else if (strcmp(word, "model") == 0)
        good = take_text(value, caps->model, sizeof(caps->model));
    else if (strcmp(word, "serial") == 0)
        good = take_text(value, caps->serial, sizeof(caps->serial));
    else if (strcmp(word, "reach") == 0)
        good = take_reach(value, caps);
    else if (strcmp(word, "colors") == 0)
        good = take_colors(value, caps);
    else if (strcmp(word, "resolutions") == 0)
        good = take_resolutions(value, caps);
    else if (strcmp(word, "sensor") == 0)
        caps->feeder_sensor = true;
    else if (strcmp(word, "buttons") == 0) {
        good = take_only_number(value, MAX_BUTTONS, &number);
        caps->num_buttons = number;
    }
    return good;
}

/* One line of a record. False: it makes no sense. */
static bool take_line(struct scanner_record *r, const char *word, const char *value)
{
    unsigned long number = 0;
    bool good;

    if (strcmp(word, "printer") == 0) {
        good = take_only_number(value, 999999999, &number) && number > 0;
        r->printer_id = (int)number;
    } else if (strcmp(word, "uuid") == 0)
        good = take_uuid(value, r->uuid);
    else if (strcmp(word, "set") == 0)
        good = take_text(value, r->settings.device, sizeof(r->settings.device));
    else if (strcmp(word, "device") == 0)
        good = take_text(value, r->device, sizeof(r->device));
    else if (strcmp(word, "ports") == 0)
        good = take_ports(value, r);
    else
        good = take_caps(&r->caps, word, value);
    return good;
}

/* Whether the record that ended can be kept. */
static bool is_whole(struct scanner_record *r, const struct scanner_record *others, size_t n)
{
    if (r->settings.device[0] == '\0' ||
        (r->device[0] != '\0' && scan_device_leads_back(r->device)) ||
        scan_device_leads_back(r->settings.device))
        return false;
    for (size_t i = 0; i < n; i++)
        if (strcmp(others[i].name, r->name) == 0)
            return false;
    r->known = scanner_caps_sane(&r->caps);
    if (!r->known)
        memset(&r->caps, 0, sizeof(r->caps));
    return true;
}

/* The text that is read, record after record. */
struct reading {
    struct scanner_record *records;
    size_t n, max;
    struct scanner_record current;
    bool good; /* what it has by now makes sense */
};

static void end_record(struct reading *r)
{
    if (r->good && r->n < r->max && is_whole(&r->current, r->records, r->n))
        r->records[r->n++] = r->current;
    r->good = false;
}

static void begin_record(struct reading *r, const char *name)
{
    end_record(r);
    memset(&r->current, 0, sizeof(r->current));
    r->good = scanner_name_valid(name);
    if (r->good)
        snprintf(r->current.name, sizeof(r->current.name), "%s", name);
}

static void read_line(struct reading *r, const char *text, size_t n)
{
    char line[600] = "", *value;

    if (n >= sizeof(line) || memchr(text, '\0', n) != NULL) {
        r->good = false;
        return;
    }
    memcpy(line, text, n);
    value = line + strcspn(line, " ");
    if (*value != '\0')
        *value++ = '\0';
    if (strcmp(line, "scanner") == 0)
        begin_record(r, value);
    else if (line[0] != '\0' && line[0] != '#')
        r->good = r->good && take_line(&r->current, line, value);
}

size_t scanner_file_parse(const char *text, size_t n, struct scanner_record *records,
                          size_t max)
{
    struct reading r = {.records = records, .max = max};

    for (size_t at = 0; at < n;) {
        const char *end = memchr(text + at, '\n', n - at);
        size_t length = end != NULL ? (size_t)(end - text) - at : n - at;

        read_line(&r, text + at, length);
        at += length + 1;
    }
    end_record(&r);
    return r.n;
}

/* ---- writing ---- */

struct text {
    char *bytes;
    size_t n, room;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *t, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (t->n < t->room) {
        int n = vsnprintf(t->bytes + t->n, t->room - t->n, format, args);

        t->n += n > 0 ? (size_t)n : 0;
    }
    va_end(args);
}

static void put_text(struct text *t, const char *word, const char *value)
{
    if (value[0] != '\0')
        put(t, "%s %s\n", word, value);
}

static void put_caps(struct text *t, const struct scan_caps *caps)
{
    put_text(t, "maker", caps->maker);
    put_text(t, "model", caps->model);
    put_text(t, "serial", caps->serial);
    for (int i = 0; i < SCAN_NUM_INPUTS; i++)
        if (caps->has[i])
            put(t, "reach %s %u %u\n", input_words[i], caps->width[i], caps->height[i]);
    put(t, "colors%s%s\nresolutions", caps->gray ? " gray" : "", caps->color ? " color" : "");
    for (size_t i = 0; i < caps->num_resolutions; i++)
        put(t, " %u", caps->resolutions[i]);
    put(t, "\n%s", caps->feeder_sensor ? "sensor\n" : "");
    if (caps->num_buttons > 0)
        put(t, "buttons %zu\n", caps->num_buttons);
}

char *scanner_file_format(const struct scanner_record *records, size_t n)
{
    struct text t = {.room = sizeof(FIRST_LINE) + n * (sizeof(struct scanner_record) + 600)};

    t.bytes = malloc(t.room);
    if (t.bytes == NULL)
        return NULL;
    put(&t, FIRST_LINE);
    for (size_t i = 0; i < n; i++) {
        const struct scanner_record *r = &records[i];

        put(&t, "scanner %s\n", r->name);
        if (r->printer_id > 0)
            put(&t, "printer %d\n", r->printer_id);
        put_text(&t, "uuid", r->uuid);
        put_text(&t, "set", r->settings.device);
        put_text(&t, "device", r->device);
        if (r->port != 0 || r->tls_port != 0)
            put(&t, "ports %u %u\n", r->port, r->tls_port);
        if (r->known)
            put_caps(&t, &r->caps);
    }
    return t.bytes;
}
