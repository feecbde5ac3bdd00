/*
 * client-settings.c - see client-settings.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-settings.h"

#include "client-link.h"
#include "client-say.h"
#include "client.h"
#include "ipp-settings.h"
#include "server-settings.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MAX_WORDS 32
#define MAX_TEXT  1023 /* of a text of IPP */

struct order {
    unsigned port;
    const char *state_file; /* NULL: the usual one */
    char *words[MAX_WORDS]; /* NAME or NAME=VALUE, within argv */
    size_t n;
};

/* ---- what is asked ---- */

static int take_pair(struct order *o, const char *pair)
{
    if (strncmp(pair, "server-port=", 12) == 0) {
        o->port = client_port(pair + 12);
        return o->port != 0 ? -1 : client_misunderstood("That is no port number:", pair + 12);
    }
    if (strncmp(pair, "state-file=", 11) != 0 || pair[11] == '\0')
        return client_misunderstood("settings takes no option", pair);
    o->state_file = pair + 11;
    return -1;
}

static int take_word(struct order *o, char *word)
{
    char name[64];
    size_t n = strcspn(word, "=");

    if (o->n == MAX_WORDS)
        return client_misunderstood("There are too many settings before", word);
    snprintf(name, sizeof(name), "%.*s", (int)(n < sizeof(name) ? n : sizeof(name) - 1), word);
    if (n >= sizeof(name) || option_find(name) == NULL)
        return client_misunderstood("The server has no option", word);
    if (strlen(word) > MAX_TEXT)
        return client_complain(EXIT_USAGE, "The value of %s is too long.", name);
    o->words[o->n++] = word;
    return -1;
}

static int take_arguments(struct order *o, int argc, char *argv[])
{
    bool named = false;
    int status = -1;

    for (int i = 1; status < 0 && i < argc; i++) {
        if (!named && strcmp(argv[i], "settings") == 0)
            named = true;
        else if (strcmp(argv[i], "-o") == 0)
            status = ++i < argc ? take_pair(o, argv[i])
                                : client_misunderstood("A value is missing after", "-o");
        else if (argv[i][0] == '-')
            status = client_misunderstood("There is no option", argv[i]);
        else
            status = take_word(o, argv[i]);
    }
    return status;
}

static bool changes(const struct order *o)
{
    for (size_t i = 0; i < o->n; i++)
        if (strchr(o->words[i], '=') != NULL)
            return true;
    return false;
}

/* ---- what is said ---- */

static void say(const char *name, const char *value, const char *from, bool waits)
{
    printf("%s=%s", name, value);
    if (strcmp(from, settings_from_words[OPTION_FROM_FILE]) == 0)
        printf("\t(settings file%s)", waits ? ", from the next start on" : "");
    else if (strcmp(from, settings_from_words[OPTION_FROM_START]) == 0)
        printf("\t(set where the server is started)");
    else if (waits)
        printf("\t(from the next start on)");
    putchar('\n');
}

/* Whether a row was asked for: by name, or all where none was. */
static bool is_wanted(const struct order *o, const char *name)
{
    for (size_t i = 0; i < o->n; i++)
        if (strcmp(o->words[i], name) == 0)
            return true;
    return o->n == 0;
}

/* One that was asked for by its name is its value alone, for scripts. */
static void say_wanted(const struct order *o, const char *name, const char *value,
                       const char *from, bool waits)
{
    if (!is_wanted(o, name))
        return;
    if (o->n > 0)
        puts(value);
    else
        say(name, value, from, waits);
}

/* ---- the server that runs ---- */

static const char *text_at(ipp_t *response, const char *name, int i)
{
    ipp_attribute_t *attr = ippFindAttribute(response, name, IPP_TAG_TEXT);
    const char *text = i < ippGetCount(attr) ? ippGetString(attr, i, NULL) : NULL;

    return text != NULL ? text : "";
}

static void say_answer(const struct order *o, ipp_t *response)
{
    ipp_attribute_t *names = ippFindAttribute(response, "setting-names", IPP_TAG_TEXT);

    for (int i = 0; i < ippGetCount(names); i++)
        say_wanted(o, text_at(response, "setting-names", i),
                   text_at(response, "setting-values", i), text_at(response, "setting-from", i),
                   strcmp(text_at(response, "setting-waits", i), "yes") == 0);
}

/* Whether one of those that were changed waits. */
static bool any_waits(const struct order *o, ipp_t *response)
{
    ipp_attribute_t *names = ippFindAttribute(response, "setting-names", IPP_TAG_TEXT);

    for (int i = 0; i < ippGetCount(names); i++) {
        const char *name = text_at(response, "setting-names", i);
        size_t n = strlen(name);

        for (size_t j = 0; j < o->n; j++)
            if (strncmp(o->words[j], name, n) == 0 && o->words[j][n] == '=' &&
                strcmp(text_at(response, "setting-waits", i), "yes") == 0)
                return true;
    }
    return false;
}

static int ask_server(struct order *o, struct link *link)
{
    ipp_t *request = ippNewRequest((ipp_op_t)IPP_OP_SETTINGS), *response;
    ipp_attribute_t *attr = NULL;

    link_add_system_uri(request);
    for (size_t i = 0; i < o->n; i++) {
        if (strchr(o->words[i], '=') == NULL)
            continue;
        if (attr == NULL)
            attr = ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "setting-set", NULL,
                                o->words[i]);
        else
            (void)ippSetString(request, &attr, ippGetCount(attr), o->words[i]);
    }
    response = link_ask_system(link, request);
    if (response == NULL)
        return client_complain(1, "%s", link_error());
    say_answer(o, response);
    if (any_waits(o, response))
        puts("In force when the server is started again.");
    ippDelete(response);
    return 0;
}

/* ---- the file ---- */

static int change_file(const struct order *o)
{
    struct server_change list[MAX_WORDS];
    char names[MAX_WORDS][64], why[600] = "";
    size_t n = 0, bad;

    for (size_t i = 0; i < o->n; i++) {
        const char *value = strchr(o->words[i], '=');

        if (value == NULL)
            continue;
        snprintf(names[n], sizeof(names[n]), "%.*s", (int)(value - o->words[i]), o->words[i]);
        list[n] = (struct server_change){option_find(names[n]), value + 1};
        n++;
    }
    return n == 0 || server_settings_change(list, n, &bad, why, sizeof(why))
               ? 0
               : client_complain(1, "%s", why);
}

static int use_file(struct order *o)
{
    static struct options options;
    struct server_setting *s = malloc(sizeof(*s));
    char trouble[4096];
    int status;

    if (s == NULL)
        return client_complain(1, "There is no memory left.");
    options_init(&options);
    if (o->state_file != NULL)
        snprintf(options.state_file, sizeof(options.state_file), "%s", o->state_file);
    server_settings_open(&options);
    server_settings_trouble(trouble, sizeof(trouble));
    if (trouble[0] != '\0')
        fputs(trouble, stderr);
    status = change_file(o);
    for (size_t i = 0; status == 0 && i < num_option_rows; i++) {
        server_setting_look(&option_rows[i], s);
        say_wanted(o, option_rows[i].name, s->next, settings_from_words[s->from], false);
    }
    free(s);
    return status;
}

/* A server that has the state file would not see what is changed behind its back. False, and
 * said: there is one. */
static bool lock_file(const struct order *o, int *lock)
{
    struct options *options = malloc(sizeof(*options));
    char path[1200] = "";

    if (options != NULL) {
        options_init(options);
        snprintf(path, sizeof(path), "%s.lock",
                 o->state_file != NULL ? o->state_file : options->state_file);
    }
    free(options);
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*lock < 0)
        return client_complain(0, "'%s' cannot be used: %s.", path, strerror(errno)) != 0;
    if (flock(*lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    return client_complain(0, "A server has that state file: name its port, "
                              "-o server-port=N.") != 0;
}

int client_settings(int argc, char *argv[])
{
    static struct order order;
    struct order *o = &order;
    struct link link = {.http = NULL};
    int status = take_arguments(o, argc, argv), lock = -1;

    if (status >= 0)
        return status;
    if (o->port != 0 || (o->state_file == NULL && link_is_there())) {
        status = 1;
        if (link_open(&link, o->port, NULL, NULL))
            status = ask_server(o, &link);
        link_close(&link);
    } else if (!changes(o))
        status = use_file(o);
    else
        status = lock_file(o, &lock) ? use_file(o) : 1;
    if (lock >= 0)
        close(lock);
    if (fflush(stdout) != 0 && status == 0)
        status = client_complain(1, "The output cannot be written.");
    return status;
}
