/*
 * settings-file.c - see settings-file.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "settings-file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct trouble {
    char *text;
    size_t n, size, lines;
};

__attribute__((format(printf, 2, 3))) static void tell(struct trouble *t, const char *format,
                                                       ...)
{
    va_list args;
    int n;

    t->lines++;
    if (t->n + 1 >= t->size)
        return;
    va_start(args, format);
    n = vsnprintf(t->text + t->n, t->size - t->n, format, args);
    va_end(args);
    t->n = n < 0 || t->n + (size_t)n >= t->size ? t->size - 1 : t->n + (size_t)n;
}

/* Control characters have no place in a value; the log and the page show it. */
static bool is_plain(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return false;
    return true;
}

/* The next line of a text without blanks around it, in size bytes. False: there is none. long:
 * it did not fit. */
static bool next_line(const char **text, char *line, size_t size, bool *is_long)
{
    const char *from = *text;
    size_t n = strcspn(from, "\n");

    if (*from == '\0')
        return false;
    *text = from + n + (from[n] == '\n');
    for (; n > 0 && strchr(" \t\r", from[0]) != NULL; n--)
        from++;
    while (n > 0 && strchr(" \t\r", from[n - 1]) != NULL)
        n--;
    *is_long = n >= size;
    n = n < size ? n : size - 1;
    memcpy(line, from, n);
    line[n] = '\0';
    return true;
}

/* ---- reading ---- */

static void apply_line(char *line, unsigned number, struct options *options, struct trouble *t)
{
    char *value = strchr(line, '=');
    const struct option_row *row;

    if (value == NULL || !is_plain(line)) {
        tell(t, "Line %u is not of the form NAME=VALUE.\n", number);
        return;
    }
    *value++ = '\0';
    row = option_find(line);
    if (row == NULL)
        tell(t, "Line %u: the server has no option '%.60s'.\n", number, line);
    else if ((row->flags & OPTION_KEPT) == 0)
        tell(t, "Line %u: %s is set at the start only, not here.\n", number, line);
    else if (option_from(options, row) == OPTION_FROM_FILE)
        tell(t, "Line %u: %s stands there before; the first counts.\n", number, line);
    else if (option_from(options, row) == OPTION_FROM_START)
        return;
    else if (!option_set(options, row, value))
        tell(t, "Line %u: '%.60s' is no value of %s.\n", number, value, line);
    else
        option_mark(options, row, OPTION_FROM_FILE);
}

size_t settings_file_apply(const char *text, struct options *options, char *trouble,
                           size_t size)
{
    char line[SETTINGS_VALUE_SIZE + 64];
    struct trouble t = {trouble, 0, size, 0};
    bool is_long;

    if (size > 0)
        trouble[0] = '\0';
    for (unsigned number = 1; next_line(&text, line, sizeof(line), &is_long); number++) {
        if (is_long)
            tell(&t, "Line %u is too long.\n", number);
        else if (line[0] != '\0' && line[0] != '#')
            apply_line(line, number, options, &t);
    }
    return t.lines;
}

/* ---- writing ---- */

/* Whether a line, which need not end, is of that name. */
static bool is_of(const char *line, const char *name)
{
    size_t n = strlen(name);

    line += strspn(line, " \t\r");
    return strncmp(line, name, n) == 0 && line[n] == '=';
}

char *settings_file_set(const char *text, const char *name, const char *value)
{
    size_t size = strlen(text) + strlen(name) + strlen(value) + 4, n = 0;
    char *result = malloc(size);
    bool done = value[0] == '\0';

    if (result == NULL)
        return NULL;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (!is_of(text, name)) {
            memcpy(result + n, text, length);
            n += length;
            result[n++] = '\n';
        } else if (!done) {
            n += (size_t)snprintf(result + n, size - n, "%s=%s\n", name, value);
            done = true;
        }
        text += length + (text[length] == '\n');
    }
    if (!done)
        n += (size_t)snprintf(result + n, size - n, "%s=%s\n", name, value);
    result[n] = '\0';
    return result;
}

bool settings_file_may(const struct option_row *row, const char *value, char *why,
                       size_t why_size)
{
    static const char blanks[] = " \t";
    struct options *options;
    bool good;

    if ((row->flags & OPTION_KEPT) == 0) {
        snprintf(why, why_size, "%s is set at the start only.", row->name);
        return false;
    }
    if (value[0] == '\0')
        return true;
    options = malloc(sizeof(*options));
    if (options != NULL)
        options_init(options);
    good = options != NULL && is_plain(value) && strlen(value) < SETTINGS_VALUE_SIZE &&
           strchr(blanks, value[0]) == NULL &&
           strchr(blanks, value[strlen(value) - 1]) == NULL && option_set(options, row, value);
    if (!good)
        snprintf(why, why_size, "'%.200s' is no value of %s.", value, row->name);
    free(options);
    return good;
}
