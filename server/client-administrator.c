/*
 * client-administrator.c - see client-administrator.h.
 *
 * Passwords are no arguments, which every user of the computer reads in the list of processes:
 * they come from the terminal, without being shown, or as a line of standard input.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-administrator.h"

#include "access-people.h"
#include "client-link.h"
#include "client-say.h"
#include "client.h"
#include "ipp-access.h"
#include "options.h"
#include "vault.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define LINE (ACCESS_PASSWORD_BYTES + 80)

struct order {
    const char *action, *name; /* name: of an administrator, or networks */
    const char *queue;
    unsigned port;
    bool even_the_last;
    struct link link;
};

static const char *const actions[] = {"add", "remove", "list", "code", "allow", NULL};

bool client_administrator_knows(const char *name)
{
    return strcmp(name, "administrator") == 0;
}

/* ---- arguments; each tells the exit status, -1: go on ---- */

static int take_pair(struct order *o, const char *pair)
{
    if (strncmp(pair, "server-port=", 12) == 0) {
        o->port = client_port(pair + 12);
        return o->port != 0 ? -1 : client_misunderstood("That is no port number:", pair + 12);
    }
    if (strcmp(pair, "last=yes") != 0)
        return client_misunderstood("administrator does not know the option", pair);
    o->even_the_last = true;
    return -1;
}

static int take_word(struct order *o, const char *word)
{
    if (o->action == NULL) {
        for (size_t i = 0; actions[i] != NULL; i++)
            if (strcmp(actions[i], word) == 0)
                o->action = actions[i];
        return o->action != NULL
                   ? -1
                   : client_misunderstood("It is add, remove, list, code or allow, not", word);
    }
    if (o->name != NULL || strcmp(o->action, "list") == 0 || strcmp(o->action, "code") == 0)
        return client_misunderstood("That is one word too many:", word);
    o->name = word;
    return -1;
}

static int take_arguments(struct order *o, int argc, char *argv[])
{
    bool named = false, words_only = false;
    int status = -1;

    for (int i = 1; status < 0 && i < argc; i++) {
        bool option = !words_only && argv[i][0] == '-' && argv[i][1] != '\0';

        if (!named && !option) /* the sub-command itself */
            named = true;
        else if (!option)
            status = take_word(o, argv[i]);
        else if (strcmp(argv[i], "--") == 0)
            words_only = true;
        else if (strcmp(argv[i], "-o") != 0 && strcmp(argv[i], "-d") != 0)
            status = client_misunderstood("There is no option", argv[i]);
        else if (i + 1 == argc)
            status = client_misunderstood("A value is missing after", argv[i]);
        else if (argv[i++][1] == 'd')
            o->queue = argv[i];
        else
            status = take_pair(o, argv[i]);
    }
    if (status >= 0)
        return status;
    if (o->action == NULL)
        return client_complain(EXIT_USAGE, "%s",
                               "Say what: administrator add|remove|list|code|allow.");
    if (o->name == NULL && (strcmp(o->action, "add") == 0 || strcmp(o->action, "remove") == 0))
        return client_complain(EXIT_USAGE, "Say who: administrator %s NAME.", o->action);
    return -1;
}

/* ---- the password ---- */

/* One line, not shown where it is typed. */
static bool read_line(const char *question, char *line)
{
    struct termios shown, hidden;
    bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
    bool good;

    if (terminal) {
        fprintf(stderr, "%s: ", question);
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    good = fgets(line, LINE, stdin) != NULL;
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fputc('\n', stderr);
    }
    if (good)
        line[strcspn(line, "\r\n")] = '\0';
    return good;
}

static int read_password(char *password)
{
    char again[LINE];
    int status = -1;

    if (!read_line("Password (at least 10 characters)", password))
        return client_complain(1, "%s", "No password came on standard input.");
    if (isatty(STDIN_FILENO) &&
        (!read_line("Once more", again) || strcmp(password, again) != 0))
        status = client_complain(1, "%s", "That was another one. Nothing was changed.");
    vault_wipe(again, sizeof(again));
    return status;
}

/* ---- asking ---- */

static ipp_t *make_request(const struct order *o)
{
    const struct link_queue *queue = o->queue != NULL ? &o->link.queues[0] : NULL;
    ipp_t *request;

    if (queue != NULL)
        request = link_request((ipp_op_t)IPP_OP_ADMINISTRATORS, queue, 0);
    else {
        request = ippNewRequest((ipp_op_t)IPP_OP_ADMINISTRATORS);
        link_add_system_uri(request);
    }
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "administrator-action", NULL,
                 o->action);
    if (strcmp(o->action, "allow") == 0) {
        if (o->name != NULL)
            ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "printer-allow", NULL,
                         o->name);
    } else if (o->name != NULL)
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "administrator-name", NULL,
                     o->name);
    if (o->even_the_last)
        ippAddBoolean(request, IPP_TAG_OPERATION, "even-the-last", 1);
    return request;
}

static const char *text_of(ipp_t *response, const char *name)
{
    const char *text = ippGetString(ippFindAttribute(response, name, IPP_TAG_ZERO), 0, NULL);

    return text != NULL ? text : "";
}

static void say(const struct order *o, ipp_t *response)
{
    ipp_attribute_t *names = ippFindAttribute(response, "administrator-names", IPP_TAG_ZERO);

    if (strcmp(o->action, "add") == 0)
        printf("%s administrates this server now, with that password.\n", o->name);
    else if (strcmp(o->action, "remove") == 0)
        printf("%s is no administrator any more.\n", o->name);
    else if (strcmp(o->action, "code") == 0)
        printf("%s\n", text_of(response, "administrator-code"));
    else if (strcmp(o->action, "allow") == 0) {
        const char *own = text_of(response, "printer-allow");

        printf("%s: %s\n", o->queue, own[0] != '\0' ? own : "whoever may print on this server");
        printf("this server: %s\n", text_of(response, "print-allow"));
    } else if (names == NULL)
        printf("Nobody: whoever sits at this computer administrates.\n");
    for (int i = 0; i < ippGetCount(names); i++)
        printf("%s\n", ippGetString(names, i, NULL));
}

static int ask(struct order *o, const char *password)
{
    ipp_t *request = make_request(o), *response;

    if (strcmp(o->action, "add") == 0)
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "administrator-password", NULL,
                     password);
    response = o->queue != NULL ? link_ask(&o->link, &o->link.queues[0], request)
                                : link_ask_system(&o->link, request);
    if (response == NULL && strcmp(o->action, "remove") == 0 && !o->even_the_last)
        return client_complain(1, "%s Is it the last one, and meant: -o last=yes.",
                               link_error());
    if (response == NULL)
        return client_complain(1, "%s", link_error());
    say(o, response);
    ippDelete(response);
    return 0;
}

int client_administrator(int argc, char *argv[])
{
    struct order o = {.port = 0};
    char password[LINE] = "";
    int status = take_arguments(&o, argc, argv);

    if (status >= 0 || o.action == NULL)
        return status;
    if (strcmp(o.action, "allow") == 0 && o.queue == NULL)
        return client_complain(EXIT_USAGE, "%s",
                               "Say which printer: administrator allow -d NAME [NETWORKS].");
    if (strcmp(o.action, "allow") != 0)
        o.queue = NULL;
    if (strcmp(o.action, "add") == 0)
        status = read_password(password);
    if (status < 0)
        status = link_open(&o.link, o.port, NULL, o.queue) ? ask(&o, password) : 1;
    link_close(&o.link);
    vault_wipe(password, sizeof(password));
    return status;
}
