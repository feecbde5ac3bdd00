/*
 * lpd-control.c - see lpd-control.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lpd-control.h"

#include "charset.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The letters of lines that print a file: plain, with control characters, PostScript and the
 * rest. They say how a line printer is to format it; what it is, its first bytes tell. */
static bool prints(uint8_t letter)
{
    return letter != 0 && strchr("cdfglnoprtv", letter) != NULL;
}

static void set(char *to, size_t size, const uint8_t *bytes, size_t n)
{
    if (to[0] == '\0')
        charset_tidy(bytes, n, to, size);
}

static struct lpd_file *find(struct lpd_control *control, const char *data)
{
    for (size_t i = 0; i < control->num_files; i++)
        if (strcmp(control->files[i].data, data) == 0)
            return &control->files[i];
    return NULL;
}

/* One more of a file; NULL: too many, or without a name. */
static struct lpd_file *count_file(struct lpd_control *control, const uint8_t *bytes, size_t n)
{
    char data[132];
    struct lpd_file *file;

    charset_tidy(bytes, n, data, sizeof(data));
    file = find(control, data);
    if (file == NULL) {
        if (data[0] == '\0' || control->num_files == LPD_FILES_MAX)
            return NULL;
        file = &control->files[control->num_files++];
        snprintf(file->data, sizeof(file->data), "%s", data);
    }
    if (file->copies < 999)
        file->copies++;
    return file;
}

static bool take_line(struct lpd_control *control, const uint8_t *line, size_t n,
                      struct lpd_file **last)
{
    const uint8_t *rest = line + 1;

    switch (line[0]) {
    case 'H':
        set(control->host, sizeof(control->host), rest, n - 1);
        break;
    case 'P':
        set(control->user, sizeof(control->user), rest, n - 1);
        break;
    case 'J':
        set(control->job, sizeof(control->job), rest, n - 1);
        break;
    case 'T':
        set(control->title, sizeof(control->title), rest, n - 1);
        break;
    case 'N':
        if (*last != NULL)
            set((*last)->name, sizeof((*last)->name), rest, n - 1);
        else /* Windows tells it before the file */
            set(control->title, sizeof(control->title), rest, n - 1);
        break;
    default:
        if (!prints(line[0]))
            break; /* class, mail, banner, widths, fonts, what to remove */
        *last = count_file(control, rest, n - 1);
        return *last != NULL;
    }
    return true;
}

bool lpd_control_parse(const uint8_t *bytes, size_t n, struct lpd_control *control)
{
    struct lpd_file *last = NULL;

    memset(control, 0, sizeof(*control));
    while (n > 0) {
        const uint8_t *newline = memchr(bytes, '\n', n);
        size_t length = newline != NULL ? (size_t)(newline - bytes) : n;

        if (length > 1 && !take_line(control, bytes, length, &last))
            return false;
        length += newline != NULL;
        bytes += length;
        n -= length;
    }
    return control->num_files > 0;
}

const struct lpd_file *lpd_control_file(const struct lpd_control *control, const char *data)
{
    for (size_t i = 0; i < control->num_files; i++)
        if (strcmp(control->files[i].data, data) == 0)
            return &control->files[i];
    return NULL;
}

const char *lpd_control_name(const struct lpd_control *control, const struct lpd_file *file)
{
    if (control->num_files > 1 && file != NULL && file->name[0] != '\0')
        return file->name;
    if (control->job[0] != '\0')
        return control->job;
    if (file != NULL && file->name[0] != '\0')
        return file->name;
    return control->title;
}

bool lpd_size_parse(const char *line, bool data, struct lpd_size *size)
{
    char *end;

    if (!isdigit((unsigned char)line[0]))
        return false;
    size->bytes = strtoull(line, &end, 10);
    if (*end != ' ' && *end != '\t')
        return false;
    while (*end == ' ' || *end == '\t')
        end++;
    charset_tidy((const uint8_t *)end, strlen(end), size->name, sizeof(size->name));
    if (size->name[0] == '\0')
        return false;
    if (!data)
        return size->bytes > 0 && size->bytes <= LPD_CONTROL_MAX;
    if (size->bytes == 0 || size->bytes >= LPD_SIZE_SURE)
        size->bytes = UINT64_MAX;
    return true;
}
