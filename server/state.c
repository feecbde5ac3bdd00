/*
 * state.c - see state.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "state.h"

#include "driver/models.h"
#include "printer.h"
#include "whole-file.h"

#include <cups/cups.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* First and last line of our files: a file without its last line was not written to the end. */
#define FIRST_LINE "# canon-printer-app state 1"
#define LAST_LINE  "# end"

/* More than any number of queues needs. */
#define MAX_STATE_BYTES ((size_t)8 << 20)

static pthread_mutex_t saving = PTHREAD_MUTEX_INITIALIZER; /* one writer of the files */

struct text {
    char *bytes;
    size_t n, room;
    bool failed;
};

static void append(struct text *t, const char *bytes, size_t n)
{
    if (t->room - t->n <= n) {
        size_t room = 2 * (t->n + n) + 1024;
        char *larger = t->failed ? NULL : realloc(t->bytes, room);

        if (larger == NULL) {
            t->failed = true;
            return;
        }
        t->bytes = larger;
        t->room = room;
    }
    memcpy(t->bytes + t->n, bytes, n);
    t->n += n;
    t->bytes[t->n] = '\0';
}

static void append_line(struct text *t, const char *line)
{
    append(t, line, strlen(line));
    append(t, "\n", 1);
}

/* A value between double quotes, as the reader wants it. */
static void append_field(struct text *t, const char *name, const char *value)
{
    append(t, " ", 1);
    append(t, name, strlen(name));
    append(t, "=\"", 2);
    for (; *value != '\0'; value++) {
        if (*value == '\\' || *value == '"')
            append(t, "\\", 1);
        append(t, value, 1);
    }
    append(t, "\"", 1);
}

/* "<Printer id=... name=... did=... uri=... driver=...>" and perhaps more. */
static bool append_printer(struct text *t, const char *line, state_model_fn model, void *ctx)
{
    static const char *const fields[] = {"id", "name", "did", "uri", "driver"};
    size_t length = strlen(line);
    char *inner = length > 10 ? strdup(line + strlen("<Printer ")) : NULL;
    cups_option_t *options = NULL;
    int n = 0;
    bool whole = inner != NULL && line[length - 1] == '>';

    if (whole) {
        inner[strlen(inner) - 1] = '\0';
        n = cupsParseOptions(inner, 0, &options);
        append(t, "<Printer", 8);
    }
    for (size_t i = 0; whole && i < sizeof(fields) / sizeof(fields[0]); i++) {
        const char *value = cupsGetOption(fields[i], n, options);
        const char *name = NULL;

        whole = value != NULL;
        /* PAPPL knows the name the queue was made with: "auto", or a model it had before */
        if (whole && strcmp(fields[i], "driver") == 0 && model)
            name = model(ctx, (int)strtol(cupsGetOption("id", n, options), NULL, 10));
        if (whole)
            append_field(t, fields[i], name != NULL ? name : value);
    }
    if (whole)
        append(t, ">\n", 2);
    cupsFreeOptions(n, options);
    free(inner);
    return whole;
}

/* One line without its end; *inside tells whether it is a queue's. */
static bool append_state_line(struct text *t, const char *line, bool *inside,
                              state_model_fn model, void *ctx)
{
    /* the picture sizes are the program's, not a setting */
    if (line[0] == '#' || strncasecmp(line, "Job ", 4) == 0 ||
        strncasecmp(line, "MaxImageSize ", 13) == 0)
        return true;
    if (strncmp(line, "<Printer ", 9) == 0) {
        if (*inside)
            return false;
        *inside = true;
        return append_printer(t, line, model, ctx);
    }
    if (strcmp(line, "</Printer>") == 0) {
        if (!*inside)
            return false;
        *inside = false;
    }
    append_line(t, line);
    return true;
}

bool state_is_newer(const char *text)
{
    size_t n = strlen(FIRST_LINE) - 1;

    return strncmp(text, FIRST_LINE, n) == 0 && strtol(text + n, NULL, 10) > 1;
}

/* Whether every byte may stand in a state file. */
static bool is_text(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < ' ' && text[i] != '\n' && text[i] != '\t')
            return false;
    return true;
}

/* A file of ours ends with its last line; one of PAPPL itself has neither mark. */
static bool is_complete(const char *text, size_t n)
{
    size_t last = strlen(LAST_LINE "\n");

    if (strncmp(text, FIRST_LINE "\n", strlen(FIRST_LINE "\n")) != 0)
        return true;
    return n >= last && memcmp(text + n - last, LAST_LINE "\n", last) == 0;
}

char *state_normalise(const char *text, size_t n, state_model_fn model, void *ctx)
{
    struct text out = {.failed = false};
    char *copy = malloc(n + 1);
    bool inside = false;
    bool whole = copy != NULL && is_text(text, n) && (n == 0 || text[n - 1] == '\n');

    append_line(&out, FIRST_LINE);
    if (whole) {
        memcpy(copy, text, n);
        copy[n] = '\0';
        whole = is_complete(copy, n);
    }
    for (char *line = copy; whole && *line != '\0';) {
        char *end = strchr(line, '\n');

        *end = '\0';
        whole = append_state_line(&out, line, &inside, model, ctx);
        line = end + 1;
    }
    append_line(&out, LAST_LINE);
    free(copy);
    if (!whole || inside || out.failed) {
        free(out.bytes);
        return NULL;
    }
    return out.bytes;
}

/* The text without our first and last line, which PAPPL takes for settings it does not know. */
static const char *without_marks(char *text)
{
    char *last = strstr(text, "\n" LAST_LINE);
    char *first_end = strchr(text, '\n');

    if (last != NULL)
        last[1] = '\0';
    return first_end != NULL ? first_end + 1 : text;
}

/* Give the normalised text of a file to PAPPL, which reads files only. */
static bool load_file(pappl_system_t *system, const char *path)
{
    char reading[1100];
    size_t n = 0;
    char *text = whole_file_read(path, MAX_STATE_BYTES, &n);
    char *normal = text != NULL ? state_normalise(text, n, NULL, NULL) : NULL;
    bool loaded = false;

    snprintf(reading, sizeof(reading), "%s.reading", path);
    if (normal != NULL && whole_file_write(reading, without_marks(normal), false))
        loaded = papplSystemLoadState(system, reading);
    (void)unlink(reading);
    free(normal);
    free(text);
    return loaded;
}

void state_load(pappl_system_t *system, const char *path)
{
    char previous[1100], damaged[1100];

    snprintf(previous, sizeof(previous), "%s.previous", path);
    snprintf(damaged, sizeof(damaged), "%s.damaged", path);
    if (access(path, F_OK) != 0 && access(previous, F_OK) != 0)
        return;
    if (access(path, F_OK) == 0) {
        if (load_file(system, path))
            return;
        papplLog(system, PAPPL_LOGLEVEL_ERROR,
                 "The state file '%s' is damaged; it is kept as '%s'.", path, damaged);
        if (rename(path, damaged) != 0)
            papplLog(system, PAPPL_LOGLEVEL_ERROR, "Cannot rename '%s': %s", path,
                     strerror(errno));
    }
    if (load_file(system, previous))
        papplLog(system, PAPPL_LOGLEVEL_WARN,
                 "Starting with the queues and settings of '%s', the state before.", previous);
    else
        papplLog(system, PAPPL_LOGLEVEL_ERROR,
                 "There is no earlier state either; starting without queues. "
                 "Add them again with `"
                 "canon-printer-app add`.");
}

struct auto_model {
    pappl_system_t *system;
};

static const char *model_of_printer(void *ctx, int printer_id)
{
    struct auto_model *find = ctx;
    pappl_printer_t *printer = papplSystemFindPrinter(find->system, NULL, printer_id, NULL);
    const struct model *model = printer != NULL ? printer_model(printer) : NULL;

    return model != NULL ? model->name : NULL;
}

/* The state as PAPPL writes it, normalised; NULL if it could not be written whole. */
static char *current_state(pappl_system_t *system, const char *draft)
{
    struct auto_model find = {system};
    size_t n = 0;
    char *text = NULL, *normal = NULL;

    if (papplSystemSaveState(system, draft) &&
        (text = whole_file_read(draft, MAX_STATE_BYTES, &n)) != NULL)
        normal = state_normalise(text, n, model_of_printer, &find);
    free(text);
    return normal;
}

bool state_save(pappl_system_t *system, const char *path)
{
    char draft[1100], fresh[1100], previous[1100];
    char *text;
    bool saved;

    snprintf(draft, sizeof(draft), "%s.draft", path);
    snprintf(fresh, sizeof(fresh), "%s.new", path);
    snprintf(previous, sizeof(previous), "%s.previous", path);
    pthread_mutex_lock(&saving);
    (void)unlink(draft);
    text = current_state(system, draft);
    (void)unlink(draft);
    if (text == NULL)
        errno = EILSEQ; /* what PAPPL wrote is no state */
    saved = text != NULL && whole_file_write(fresh, text, true);
    if (saved) {
        /* a moment without path is no loss: state_load then takes the previous one */
        (void)unlink(previous);
        if (link(path, previous) != 0 && errno != ENOENT)
            (void)rename(path, previous);
        saved = rename(fresh, path) == 0;
        whole_file_sync_folder(path);
    }
    if (!saved)
        papplLog(system, PAPPL_LOGLEVEL_ERROR,
                 "The queues and settings could not be saved in '%s': %s. "
                 "What was saved before is still there.",
                 path, strerror(errno));
    pthread_mutex_unlock(&saving);
    free(text);
    return saved;
}
