/*
 * main.c - the program's face: which sub-command, what is ours and what PAPPL does.
 *
 * `server`, `drivers` and `devices` are ours, and what is about jobs is in client.h and
 * client-submit.h; the other sub-commands are requests to a running server,
 * which papplMainloop makes. It finds the server by a socket named after argv[0]: that is how
 * -o server-port=N reaches the one on port N. Effects: as the sub-command.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-administrator.h"
#include "client-devices.h"
#include "client-link.h"
#include "client-migrate.h"
#include "client-move.h"
#include "client-pages.h"
#include "client-scan.h"
#include "client-settings.h"
#include "client-submit.h"
#include "client-values.h"
#include "client-words.h"
#include "client.h"
#include "driver/ticket.h"
#include "discover.h"
#include "options.h"
#include "page-options.h"
#include "printer.h"
#include "restart.h"
#include "scheme.h"
#include "server-settings.h"
#include "system.h"
#include "web.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_ARGUMENTS 1100
#define MAX_NAME      127

/* What papplMainloop is to get. */
struct command {
    char *argv[MAX_ARGUMENTS + 1];
    int argc;
    const char *name; /* of the sub-command */
    const char *model, *uri, *queue;
    int model_index;            /* in argv; 0: none */
    bool elsewhere;             /* -u: another server */
    struct discovery discovery; /* of devices */
    bool verbose;               /* the same */
    char snmp[512];
    char machine[1100]; /* for uri */
    unsigned port;      /* of -o server-port, 0: none */
    char program[1100], socket[512];
    char options[64][512]; /* rewritten values of -o */
    int num_options;
};

static const char *const sub_commands[] = {
    "add",      "autoadd", "default", "delete",   "devices",  "drivers", "modify", "pause",
    "printers", "resume",  "server",  "settings", "shutdown", "status",  "submit",
};

static int usage_error(const char *what, const char *which)
{
    fprintf(stderr, PROGRAM_NAME ": %s '%s'. See " PROGRAM_NAME " --help.\n", what, which);
    return EXIT_USAGE;
}

static bool is_sub_command(const char *word)
{
    for (size_t i = 0; i < sizeof(sub_commands) / sizeof(sub_commands[0]); i++)
        if (strcmp(sub_commands[i], word) == 0)
            return true;
    return client_knows(word) || client_administrator_knows(word) || client_pages_knows(word) ||
           client_scan_knows(word) || client_move_knows(word) || client_migrate_knows(word);
}

static const char *find_sub_command(int argc, char *argv[])
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-' && is_sub_command(argv[i]))
            return argv[i];
        if (strlen(argv[i]) == 2 && argv[i][0] == '-' && strchr("dhjmnotuv", argv[i][1]))
            i++;
    }
    return "";
}

static bool has_argument(int argc, char *argv[], const char *word)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            return false;
        if (strcmp(argv[i], word) == 0)
            return true;
    }
    return false;
}

/* Take server-port=N out of the value of an -o; false when it makes no sense. */
static bool take_port(struct command *c, const char *value, bool *empty)
{
    cups_option_t *pairs = NULL;
    int n = cupsParseOptions(value, 0, &pairs);
    const char *port = cupsGetOption("server-port", n, pairs);
    bool good = true;

    *empty = port != NULL && n == 1;
    if (port != NULL) {
        c->port = client_port(port);
        good = c->port != 0;
    }
    cupsFreeOptions(n, pairs);
    return good;
}

/* all=yes and snmp=LIST of `devices`. False with the reason told. */
static bool take_discovery(struct command *c, const char *value)
{
    cups_option_t *pairs = NULL;
    int n = cupsParseOptions(value, 0, &pairs);
    const char *all = cupsGetOption("all", n, pairs);
    const char *snmp = cupsGetOption("snmp", n, pairs);
    const char *verbose = cupsGetOption("verbose", n, pairs);
    char why[256] = "";

    if (all != NULL)
        c->discovery.all = strcmp(all, "yes") == 0 || strcmp(all, "true") == 0;
    if (verbose != NULL)
        c->verbose = strcmp(verbose, "yes") == 0 || strcmp(verbose, "true") == 0;
    if (snmp != NULL && strlen(snmp) >= sizeof(c->snmp))
        snprintf(why, sizeof(why), "There are too many addresses.");
    else if (snmp != NULL && discover_check(snmp, why, sizeof(why))) {
        snprintf(c->snmp, sizeof(c->snmp), "%s", snmp);
        c->discovery.snmp = c->snmp;
    }
    cupsFreeOptions(n, pairs);
    if (why[0] != '\0')
        fprintf(stderr, PROGRAM_NAME ": snmp: %s\n", why);
    return why[0] == '\0';
}

/* One option letter and its value; the exit status, -1 to go on. */
static int take_option(struct command *c, int argc, char *argv[], int *i)
{
    char letter = argv[*i][1];
    bool empty = false;

    if (argv[*i][2] != '\0' || strchr("adhjmnotuv", letter) == NULL)
        return usage_error("There is no option", argv[*i]);
    c->argv[c->argc++] = argv[*i];
    if (letter == 'a')
        return -1;
    if (++*i == argc)
        return usage_error("A value is missing after", argv[*i - 1]);
    if (letter == 'o' && !take_port(c, argv[*i], &empty))
        return usage_error("That is no port number:", argv[*i]);
    if (letter == 'o' && strcmp(c->name, "devices") == 0 && !take_discovery(c, argv[*i]))
        return EXIT_USAGE;
    if (empty) {
        c->argc--;
        return -1;
    }
    c->argv[c->argc++] = argv[*i];
    if (letter == 'm') {
        c->model = argv[*i];
        c->model_index = c->argc - 1;
    }
    if (letter == 'd')
        c->queue = argv[*i];
    if (letter == 'v')
        c->uri = c->argv[c->argc - 1] =
            client_complete_uri(argv[*i], c->machine, sizeof(c->machine));
    c->elsewhere = c->elsewhere || letter == 'u';
    return -1;
}

static int take_arguments(struct command *c, int argc, char *argv[])
{
    c->argv[c->argc++] = argv[0];
    for (int i = 1; i < argc && c->argc < MAX_ARGUMENTS - 1; i++) {
        int status = -1;

        if (strncmp(argv[i], "--", 2) == 0)
            return usage_error("There is no option", argv[i]);
        if (argv[i][0] == '-' && argv[i][1] != '\0')
            status = take_option(c, argc, argv, &i);
        else
            c->argv[c->argc++] = argv[i];
        if (status >= 0)
            return status;
    }
    c->argv[c->argc] = NULL;
    return -1;
}

/*
 * The name by which papplMainloop finds the server. It would start a private one where none
 * runs, which keeps the state file from the real one; so somebody has to start it first.
 */
static bool name_program(struct command *c)
{
    c->argv[0] = c->program;
    return link_find(c->port, c->program, sizeof(c->program), c->socket, sizeof(c->socket));
}

/* shutdown: the server has ended when the command has, so that another can be started. */
static int run_mainloop(struct command *c)
{
    int num_drivers, status;
    pappl_pr_driver_t *drivers = printer_drivers(&num_drivers);
    bool ends = strcmp(c->name, "shutdown") == 0 && c->socket[0] != '\0';
    int watch = ends ? link_watch(c->socket) : -1;

    status = papplMainloop(c->argc, c->argv, VERSION, web_footer, num_drivers, drivers,
                           printer_autoadd_cb, printer_driver_cb, NULL, NULL, NULL, NULL, NULL);
    if (watch < 0)
        return status;
    if (status == 0 && !link_wait_end(watch)) {
        fprintf(stderr, PROGRAM_NAME ": The server has not ended yet.\n");
        status = 1;
    }
    close(watch);
    return status;
}

/*
 * -m auto is resolved here: PAPPL 1.3 would keep "auto" as the queue's model and ask the
 * machine at each start. A USB machine that only the server's user may open is left to it.
 */
static bool resolve_auto(struct command *c)
{
    static char name[128];
    const struct model *model;
    char why[1024];

    if (c->model == NULL || strcmp(c->model, "auto") != 0 || c->uri == NULL || c->elsewhere)
        return true;
    model = printer_identify(c->uri, why, sizeof(why));
    if (model != NULL) {
        snprintf(name, sizeof(name), "%s", model->name);
        c->argv[c->model_index] = name;
        printf("The machine is a %s.\n", model->name);
        return true;
    }
    if (strncmp(c->uri, "usb:", 4) == 0 && getuid() != 0)
        return true;
    fprintf(stderr, PROGRAM_NAME ": %s\n", why);
    return false;
}

/* The server would refuse the URI too, but PAPPL passes on no reason. */
static bool check_uri(const struct command *c)
{
    char why[512] = "";

    if (c->uri == NULL || c->elsewhere || printer_accept_uri(c->uri, why, sizeof(why)))
        return true;
    fprintf(stderr, PROGRAM_NAME ": '%s' cannot be used: %s\n", c->uri, why);
    return false;
}

/* What PAPPL takes as a queue's name although nobody could use it. */
static bool check_name(const struct command *c)
{
    const char *name = c->queue;
    size_t n = name != NULL ? strlen(name) : 0;
    bool good = name == NULL || (n > 0 && n <= MAX_NAME && strspn(name, ".") < n);

    for (size_t i = 0; good && i < n; i++)
        good = (unsigned char)name[i] > ' ' && name[i] != 0x7F &&
               strchr("/\\?#\"'<>&", name[i]) == NULL;
    if (!good)
        fprintf(stderr,
                PROGRAM_NAME ": '%s' is no name for a queue: 1 to %d characters, no spaces and "
                             "none of / \\ ? # \" ' < > &.\n",
                name, MAX_NAME);
    return good;
}

/* Values of the queue's own options: PAPPL would keep any. */
static bool check_options(const struct command *c)
{
    bool good = true;

    for (int i = 1; good && i + 1 < c->argc; i++) {
        cups_option_t *pairs = NULL;
        int n = strcmp(c->argv[i], "-o") == 0 ? cupsParseOptions(c->argv[i + 1], 0, &pairs) : 0;

        for (size_t j = 0; good && printer_vendor_options[j] != NULL; j++) {
            const char *name = printer_vendor_options[j];
            const char *value = cupsGetOption(name, n, pairs);

            good = value == NULL || value[0] == '\0' || own_option_ok(name, value);
            if (!good)
                fprintf(stderr, PROGRAM_NAME ": '%s' is no value of %s.\n", value, name);
        }
        for (size_t j = 0; good && printer_queue_options[j] != NULL; j++) {
            const char *name = printer_queue_options[j];
            const char *value = cupsGetOption(name, n, pairs);

            good = value == NULL || printer_queue_option_ok(name, value);
            if (!good)
                fprintf(stderr, PROGRAM_NAME ": '%s' is no value of %s.\n", value, name);
        }
        cupsFreeOptions(n, pairs);
    }
    return good;
}

/* PAPPL's modify takes both and sends neither. */
static bool check_modify(const struct command *c)
{
    if (strcmp(c->name, "modify") != 0 || (c->uri == NULL && c->model == NULL))
        return true;
    fprintf(stderr,
            PROGRAM_NAME
            ": modify changes no %s of a queue: delete it and add it under the same name%s.\n",
            c->uri != NULL ? "address (-v)" : "model (-m)",
            c->uri != NULL ? "" : "; or let find-language choose the model");
    return false;
}

static int show_drivers(void)
{
    int n;
    const pappl_pr_driver_t *drivers = printer_drivers(&n);

    for (int i = 0; i < n; i++)
        printf("%s \"%s\" \"\"\n", drivers[i].name, drivers[i].description);
    return 0;
}

static int run_server(int argc, char *argv[])
{
    static struct options options; /* threads use it until the end */
    char why[512] = "";

    options_init(&options);
    if (!options_parse(&options, argc - 1, argv + 1, why, sizeof(why))) {
        fprintf(stderr, PROGRAM_NAME ": %s See " PROGRAM_NAME " --help.\n", why);
        return EXIT_USAGE;
    }
    server_settings_open(&options);
    return system_run(&options);
}

static int run_client(int argc, char *argv[], const char *name)
{
    static struct command command;
    struct command *c = &command;
    int status;

    c->name = name;
    if (argc > MAX_ARGUMENTS - 4)
        return usage_error("There are too many arguments after", argv[0]);
    if ((status = take_arguments(c, argc, argv)) >= 0)
        return status;
    if (strcmp(name, "add") == 0 && !check_name(c))
        return EXIT_USAGE;
    if (!check_modify(c) || !check_options(c))
        return EXIT_USAGE;
    scheme_register();
    if (strcmp(name, "add") == 0 && (!check_uri(c) || !resolve_auto(c)))
        return 1;
    /* it asks nobody but the machines */
    if (strcmp(name, "devices") == 0)
        return client_devices(&c->discovery, c->verbose);
    if (!c->elsewhere && !name_program(c))
        return 1;
    return run_mainloop(c);
}

int main(int argc, char *argv[])
{
    const char *name;

    signal(SIGPIPE, SIG_IGN);
    restart_remember(argv);
    if (argc < 2) {
        options_help(stderr);
        return EXIT_USAGE;
    }
    if (has_argument(argc, argv, "--help")) {
        options_help(stdout);
        return 0;
    }
    if (has_argument(argc, argv, "--version")) {
        options_version(stdout);
        return 0;
    }
    client_quote_words(argc, argv);
    name = find_sub_command(argc, argv);
    if (strcmp(name, "server") == 0)
        return run_server(argc, argv);
    if (strcmp(name, "drivers") == 0)
        return show_drivers();
    if (strcmp(name, "settings") == 0)
        return client_settings(argc, argv);
    if (client_knows(name))
        return client_run(argc, argv, name);
    if (client_administrator_knows(name))
        return client_administrator(argc, argv);
    if (client_pages_knows(name))
        return client_pages(argc, argv, name);
    if (client_scan_knows(name))
        return client_scan(argc, argv, name);
    if (client_move_knows(name))
        return client_move(argc, argv, name);
    if (client_migrate_knows(name))
        return client_migrate(argc, argv, name);
    if (name[0] == '\0' || strcmp(name, "submit") == 0)
        return client_submit(argc, argv, name);
    return run_client(argc, argv, name);
}
