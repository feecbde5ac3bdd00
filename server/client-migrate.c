/*
 * client-migrate.c - see client-migrate.h.
 *
 * What is to be done is what a person would type, `add` and `modify`; it is shown, and run, so
 * that all that they check is checked.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-migrate.h"

#include "client-link.h"
#include "client-say.h"
#include "client.h"
#include "cups-files.h"
#include "migrate-cups.h"
#include "options.h"
#include "whole-file.h"

#include <cups/cups.h>
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_NAMED 100
#define MAX_WORDS 80

extern char **environ;

/* What was asked. */
struct order {
    const char *names[MAX_NAMED]; /* of queues of CUPS; none: all */
    size_t num_names;
    const char *ppd, *uri, *options, *queue; /* --ppd and its companions, -d */
    bool dry_run;
    unsigned port;
    struct link link; /* to our server, for the names that are taken */
    bool linked;
    int done, failed;
    size_t seen; /* of those that were named */
};

/* A queue as CUPS has it. */
struct source {
    char name[128], uri[1024];
    struct ppd ppd;
    int num_options;
    cups_option_t *options; /* not owned */
};

/* Words of a command, each of its own. */
struct words {
    char *word[MAX_WORDS + 1];
    size_t n;
};

bool client_migrate_knows(const char *name)
{
    return strcmp(name, "migrate") == 0;
}

/* ---- arguments; each tells the exit status, -1: go on ---- */

static int take_server(struct order *o, const char *text)
{
    static const char port[] = "server-port=";

    if (strncmp(text, port, sizeof(port) - 1) == 0)
        o->port = client_port(text + sizeof(port) - 1);
    return o->port != 0 ? -1
                        : client_misunderstood("After -o server-port=N is wanted, not", text);
}

static const char **value_of(struct order *o, const char *word)
{
    return strcmp(word, "--ppd") == 0       ? &o->ppd
           : strcmp(word, "--uri") == 0     ? &o->uri
           : strcmp(word, "--options") == 0 ? &o->options
           : strcmp(word, "-d") == 0        ? &o->queue
                                            : NULL;
}

static int take_arguments(struct order *o, int argc, char *argv[], const char *name)
{
    bool named = false;
    int status = -1;

    for (int i = 1; status < 0 && i < argc; i++) {
        const char *word = argv[i], **value = value_of(o, word);
        bool port = strcmp(word, "-o") == 0;

        if (!named && strcmp(word, name) == 0)
            named = true;
        else if (strcmp(word, "--dry-run") == 0)
            o->dry_run = true;
        else if ((value != NULL || port) && ++i == argc)
            status = client_misunderstood("A value is missing after", word);
        else if (port)
            status = take_server(o, argv[i]);
        else if (value != NULL)
            *value = argv[i];
        else if (word[0] == '-' || o->num_names == MAX_NAMED)
            status = client_complain(
                EXIT_USAGE, "%s takes no '%s'. See " PROGRAM_NAME " --help.", name, word);
        else
            o->names[o->num_names++] = word;
    }
    if (status < 0 && o->ppd != NULL && (o->uri == NULL || o->queue == NULL))
        status = client_complain(EXIT_USAGE, "With --ppd also say where the machine is (--uri) "
                                             "and how the queue is called (-d).");
    if (status < 0 && o->ppd == NULL && (o->uri != NULL || o->queue != NULL) &&
        o->num_names != 1)
        status =
            client_complain(EXIT_USAGE, "--uri and -d are for one queue: name which of CUPS.");
    return status;
}

/* ---- words of a command ---- */

static void add_word(struct words *w, const char *text)
{
    if (w->n < MAX_WORDS && (w->word[w->n] = strdup(text)) != NULL)
        w->n++;
    w->word[w->n] = NULL;
}

static void free_words(struct words *w)
{
    for (size_t i = 0; i < w->n; i++)
        free(w->word[i]);
    w->n = 0;
}

/* A word as a shell takes it. */
static void print_word(const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-_=./:,@%+";

    if (word[0] != '\0' && strspn(word, plain) == strlen(word)) {
        fputs(word, stdout);
        return;
    }
    putchar('\'');
    for (; *word != '\0'; word++) {
        if (*word == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*word);
    }
    putchar('\'');
}

static void print_command(const struct words *w)
{
    printf("  " PROGRAM_NAME);
    for (size_t i = 1; i < w->n; i++) {
        putchar(' ');
        print_word(w->word[i]);
    }
    putchar('\n');
}

static bool run_command(const struct words *w)
{
    pid_t child;
    int status = 0, error;

    fflush(stdout);
    error = posix_spawn(&child, "/proc/self/exe", NULL, NULL, w->word, environ);
    if (error != 0) {
        (void)client_complain(1, "This program cannot be run: %s.", strerror(error));
        return false;
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- a queue ---- */

static bool is_taken(const struct order *o, const char *name)
{
    for (size_t i = 0; i < o->link.num_queues; i++)
        if (strcasecmp(o->link.queues[i].name, name) == 0)
            return true;
    return false;
}

/* The name it has in CUPS; "-2" and so on behind it where there is such a queue. */
static void free_name(const struct order *o, const char *wanted, char *name, size_t size)
{
    snprintf(name, size, "%.100s", wanted);
    for (unsigned i = 2; i < 1000 && is_taken(o, name); i++)
        snprintf(name, size, "%.100s-%u", wanted, i);
}

static void say_option(const struct migrate_option *option)
{
    printf("  %s=%s", option->keyword, option->choice);
    if (option->words[0] != '\0')
        printf(" (%s)", option->words);
    if (option->fate == MIGRATE_TAKEN)
        printf(": %s=%s\n", option->name, option->value);
    else
        printf(": %s%s\n", "has no counterpart. ", option->why != NULL ? option->why : "");
}

static void begin_command(const char *what, const char *name, struct words *w)
{
    w->n = 0;
    add_word(w, PROGRAM_NAME);
    add_word(w, what);
    add_word(w, "-d");
    add_word(w, name);
}

static void add_option(struct words *w, const char *name, const char *value)
{
    char text[128];

    snprintf(text, sizeof(text), "%s=%s", name, value);
    add_word(w, "-o");
    add_word(w, text);
}

static void add_server(const struct order *o, struct words *w)
{
    char port[16];

    snprintf(port, sizeof(port), "%u", o->port);
    if (o->port != 0)
        add_option(w, "server-port", port);
}

/* What is shown, and run where it is no dry run. */
static bool do_command(const struct order *o, struct words *w)
{
    bool good = true;

    add_server(o, w);
    print_command(w);
    if (!o->dry_run)
        good = run_command(w);
    free_words(w);
    return good;
}

/* add takes few of a queue's options, modify all. */
static bool make_queue(const struct order *o, const char *name, const char *uri,
                       const struct model *model, const struct migrate_options *options)
{
    struct words w;
    bool good, any = false;

    begin_command("add", name, &w);
    add_word(&w, "-v");
    add_word(&w, uri);
    add_word(&w, "-m");
    add_word(&w, model->name);
    good = do_command(o, &w);
    begin_command("modify", name, &w);
    for (size_t i = 0; i < options->n; i++)
        if (options->list[i].fate == MIGRATE_TAKEN) {
            add_option(&w, options->list[i].name, options->list[i].value);
            any = true;
        }
    if (good && any)
        return do_command(o, &w);
    free_words(&w);
    return good;
}

/* One that is added here now has a name that is taken. */
static void note_name(struct order *o)
{
    if (o->linked)
        (void)link_list(&o->link, NULL);
}

static void move_queue(struct order *o, const struct source *s, const struct model *model)
{
    static struct migrate_options options;
    char name[128], uri[1100], why[300] = "";

    free_name(o, o->queue != NULL ? o->queue : s->name, name, sizeof(name));
    printf("%s (%s)", s->name, s->ppd.nickname);
    if (!migrate_uri(o->uri != NULL ? o->uri : s->uri, model, uri, sizeof(uri), why,
                     sizeof(why))) {
        printf(": %s\n", why);
        o->failed++;
        return;
    }
    printf(": queue %s, %s at %s\n", name, model->name, uri);
    migrate_options(&s->ppd, s->num_options, s->options, &options);
    for (size_t i = 0; i < options.n; i++)
        if (options.list[i].fate != MIGRATE_NOTHING)
            say_option(&options.list[i]);
    if (!make_queue(o, name, uri, model, &options)) {
        (void)client_complain(1, "%s could not be made as it should be.", name);
        o->failed++;
        return;
    }
    o->done++;
    if (!o->dry_run)
        printf("%s is here now. When it prints as it should, that of CUPS can go: "
               "lpadmin -x %s\n",
               name, s->name);
    note_name(o);
}

static bool is_wanted(const struct order *o, const char *name)
{
    for (size_t i = 0; i < o->num_names; i++)
        if (strcasecmp(o->names[i], name) == 0)
            return true;
    return o->num_names == 0;
}

/* ---- from the files of a CUPS that does not run ---- */

static char *read_text(const char *path)
{
    size_t n = 0;
    char *text = whole_file_read(path, PPD_MAX_BYTES, &n);

    if (text != NULL)
        text[n] = '\0';
    return text;
}

/* Those of the computer, then those of the person, which win. */
static void add_options(struct source *s, const char *folder)
{
    const char *home = getenv("HOME");
    char path[1200], text[4096], *file;

    for (int i = 0; i < 2; i++) {
        if (i == 0)
            snprintf(path, sizeof(path), "%.1000s/lpoptions", folder);
        else
            snprintf(path, sizeof(path), "%.1000s/.cups/lpoptions", home != NULL ? home : "");
        file = read_text(path);
        if (file != NULL && cups_files_options(file, s->name, text, sizeof(text)))
            s->num_options = cupsParseOptions(text, s->num_options, &s->options);
        free(file);
    }
}

static void take_files(struct order *o, const struct cups_queue *queue, const char *folder)
{
    static struct source s;
    const struct model *model = NULL;
    char path[1400], *text;

    memset(&s, 0, sizeof(s));
    memcpy(s.name, queue->name, sizeof(s.name));
    memcpy(s.uri, queue->uri, sizeof(s.uri));
    snprintf(path, sizeof(path), "%.1000s/ppd/%.127s.ppd", folder, queue->name);
    text = read_text(path);
    if (text != NULL && ppd_read(text, strlen(text), &s.ppd))
        model = migrate_model(&s.ppd);
    free(text);
    if (model != NULL) {
        add_options(&s, folder);
        move_queue(o, &s, model);
    } else if (o->num_names > 0) {
        printf("%s: it is not by the maker's driver for one of these machines.\n", s.name);
        o->failed++;
    }
    cupsFreeOptions(s.num_options, s.options);
}

/* False: there are no such files, or only root may read them. */
static bool from_files(struct order *o)
{
    static struct cups_queue queues[CUPS_FILES_MAX];
    const char *root = getenv("CUPS_SERVERROOT");
    const char *folder = root != NULL && root[0] != '\0' ? root : "/etc/cups";
    char path[1200], *text;
    size_t n;

    snprintf(path, sizeof(path), "%.1000s/printers.conf", folder);
    text = read_text(path);
    if (text == NULL)
        return false;
    n = cups_files_queues(text, queues, CUPS_FILES_MAX);
    free(text);
    printf("CUPS does not run; this is what is in %s.\n", folder);
    for (size_t i = 0; i < n; i++)
        if (is_wanted(o, queues[i].name))
            take_files(o, &queues[i], folder);
    return true;
}

static int say_end(const struct order *o)
{
    if (o->done + o->failed == 0)
        printf("CUPS has no queue with the maker's driver for one of these machines.\n");
    return o->failed > 0 ? 1 : 0;
}

/* ---- from CUPS itself ---- */

static void take_queue(void *ctx, const struct migrate_queue *queue)
{
    static struct source s;
    struct order *o = ctx;

    if (!is_wanted(o, queue->name))
        return;
    o->seen++;
    memset(&s, 0, sizeof(s));
    snprintf(s.name, sizeof(s.name), "%s", queue->name);
    snprintf(s.uri, sizeof(s.uri), "%s", queue->uri);
    s.ppd = *queue->ppd;
    s.num_options = queue->num_options;
    s.options = queue->options;
    if (queue->model != NULL)
        move_queue(o, &s, queue->model);
    else if (o->num_names > 0) {
        printf("%s: it is not by the maker's driver for one of these machines%s%s.\n", s.name,
               s.ppd.nickname[0] != '\0' ? ", but " : "", s.ppd.nickname);
        o->failed++;
    }
}

static int from_cups(struct order *o)
{
    if (!migrate_each(take_queue, o)) {
        if (from_files(o))
            return say_end(o);
        return client_complain(1,
                               "CUPS does not answer on this computer: %s. A queue is also "
                               "taken from its files: --ppd FILE --uri URI -d NAME.",
                               cupsLastErrorString());
    }
    if (o->seen < o->num_names) {
        (void)client_complain(1, "CUPS does not have all queues that were named.");
        o->failed++;
    }
    return say_end(o);
}

/* ---- from a file ---- */

static int from_file(struct order *o)
{
    static struct source s;
    const struct model *model;
    size_t n = 0;
    char *text = whole_file_read(o->ppd, PPD_MAX_BYTES, &n);
    bool good = text != NULL && ppd_read(text, n, &s.ppd);

    if (text == NULL)
        return client_complain(1, "'%s' cannot be read: %s.", o->ppd, strerror(errno));
    free(text);
    if (!good)
        return client_complain(1, "'%s' is no PPD.", o->ppd);
    model = migrate_model(&s.ppd);
    if (model == NULL)
        return client_complain(1, "'%s' is for a '%s', which is none of these machines.",
                               o->ppd, s.ppd.nickname);
    snprintf(s.name, sizeof(s.name), "%s", o->queue);
    if (o->options != NULL)
        s.num_options = cupsParseOptions(o->options, 0, &s.options);
    move_queue(o, &s, model);
    cupsFreeOptions(s.num_options, s.options);
    return o->failed > 0 ? 1 : 0;
}

/* Names that are taken here; without a server a dry run does without. */
static int find_names(struct order *o)
{
    char name[1100], path[512];

    if (o->dry_run && (!options_socket_path(PROGRAM_NAME, path, sizeof(path)) ||
                       (o->port == 0 && access(path, F_OK) != 0)))
        return -1;
    if (!link_find(o->port, name, sizeof(name), path, sizeof(path)))
        return o->dry_run ? -1 : 1;
    o->linked = link_open(&o->link, o->port, NULL, NULL);
    return o->linked || o->dry_run ? -1 : 1;
}

int client_migrate(int argc, char *argv[], const char *name)
{
    static struct order order;
    struct order *o = &order;
    int status = take_arguments(o, argc, argv, name);

    if (status < 0)
        status = find_names(o);
    if (status < 0)
        status = o->ppd != NULL ? from_file(o) : from_cups(o);
    link_close(&o->link);
    if (fflush(stdout) != 0 && status == 0)
        status = client_complain(1, "The output cannot be written.");
    return status;
}
