/*
 * cups-files.c - see cups-files.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cups-files.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return line + (*line == '\n');
}

/* What stands behind a word and blanks, up to the end of the line or a character; false: the
 * line begins with another word, or it does not fit. */
static bool value_of(const char *line, const char *word, const char *end, char *value,
                     size_t size)
{
    size_t n = strlen(word), length;

    line += strspn(line, " \t");
    if (strncmp(line, word, n) != 0 || strspn(line + n, " \t") == 0)
        return false;
    line += n + strspn(line + n, " \t");
    length = strcspn(line, end);
    while (length > 0 && strchr(" \t\r", line[length - 1]) != NULL)
        length--;
    if (length == 0 || length >= size)
        return false;
    memcpy(value, line, length);
    value[length] = '\0';
    return true;
}

static bool name_ok(const char *name)
{
    return name[0] != '.' && strpbrk(name, "/ \t") == NULL;
}

size_t cups_files_queues(const char *text, struct cups_queue *queues, size_t max)
{
    struct cups_queue one = {.name = ""};
    size_t n = 0;

    for (const char *line = text; *line != '\0'; line = next_line(line)) {
        char name[sizeof(one.name)];

        if (value_of(line, "<Printer", ">\n", name, sizeof(name)) ||
            value_of(line, "<DefaultPrinter", ">\n", name, sizeof(name))) {
            memset(&one, 0, sizeof(one));
            if (name_ok(name))
                memcpy(one.name, name, sizeof(name));
        } else if (strncmp(line, "</Printer>", 10) == 0 ||
                   strncmp(line, "</DefaultPrinter>", 17) == 0) {
            if (one.name[0] != '\0' && one.uri[0] != '\0' && n < max)
                queues[n++] = one;
            one.name[0] = '\0';
        } else
            (void)value_of(line, "DeviceURI", "\n", one.uri, sizeof(one.uri));
    }
    return n;
}

bool cups_files_options(const char *text, const char *name, char *options, size_t size)
{
    char whole[4096];
    size_t n = strlen(name);

    for (const char *line = text; *line != '\0'; line = next_line(line))
        if ((value_of(line, "Dest", "\n", whole, sizeof(whole)) ||
             value_of(line, "Default", "\n", whole, sizeof(whole))) &&
            strncasecmp(whole, name, n) == 0 && whole[n] == ' ')
            return (size_t)snprintf(options, size, "%s", whole + n + 1) < size;
    return false;
}
