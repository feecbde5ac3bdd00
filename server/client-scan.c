/*
 * client-scan.c - see client-scan.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-scan.h"

#include "client-link.h"
#include "client-say.h"
#include "client-scan-file.h"
#include "client.h"
#include "ipp-scan.h"
#include "options.h"
#include "scan/scan-job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_PAIRS 32

/* What was asked. Values are taken as they are, blanks and commas too: names of files have
 * them. */
struct order {
    const char *scanner; /* -d */
    unsigned port;
    struct pair {
        char name[64];
        const char *value; /* within argv */
    } pairs[MAX_PAIRS];
    size_t num_pairs;
    struct link link;
};

static const char *option(const struct order *o, const char *name)
{
    const char *value = NULL;

    for (size_t i = 0; i < o->num_pairs; i++)
        if (strcmp(o->pairs[i].name, name) == 0)
            value = o->pairs[i].value;
    return value;
}

static bool is_yes(const char *value)
{
    return value != NULL && (strcmp(value, "yes") == 0 || strcmp(value, "true") == 0);
}

/* ---- asking ---- */

static ipp_t *request_for(int op, const char *scanner)
{
    ipp_t *request = ippNewRequest((ipp_op_t)op);

    link_add_system_uri(request);
    if (scanner != NULL)
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "scanner-name", NULL, scanner);
    return request;
}

/* The answer; NULL and said. */
static ipp_t *ask(struct order *o, ipp_t *request)
{
    ipp_t *response = link_ask_system(&o->link, request);

    if (response == NULL)
        (void)client_complain(1, "%s", link_error());
    return response;
}

static const char *text_of(ipp_t *response, const char *name, int i)
{
    ipp_attribute_t *attr = ippFindAttribute(response, name, IPP_TAG_ZERO);
    const char *text = i < ippGetCount(attr) ? ippGetString(attr, i, NULL) : NULL;

    return text != NULL ? text : "";
}

static int number_of(ipp_t *response, const char *name, int i)
{
    ipp_attribute_t *attr = ippFindAttribute(response, name, IPP_TAG_INTEGER);

    return i < ippGetCount(attr) ? ippGetInteger(attr, i) : 0;
}

static int count_of(ipp_t *response, const char *name)
{
    return ippGetCount(ippFindAttribute(response, name, IPP_TAG_ZERO));
}

/* ---- scanners ---- */

static void say_scanner(ipp_t *response, int i, bool verbose)
{
    const char *host = text_of(response, "scanner-host", 0);
    const bool colons = strchr(host, ':') != NULL;
    const char *device = text_of(response, "scanner-devices", i);
    const char *model = text_of(response, "scanner-models", i);
    int port = number_of(response, "scanner-ports", i);

    printf("%s: %s\n", text_of(response, "scanner-names", i),
           text_of(response, "scanner-states", i));
    if (port != 0)
        printf("  http://%s%s%s:%d/\n", colons ? "[" : "", host, colons ? "]" : "", port);
    if (model[0] != '\0')
        printf("  %s: %s\n", model, text_of(response, "scanner-abilities", i));
    if (!verbose)
        return;
    if (device[0] != '\0')
        printf("  device %s", device);
    else
        printf("  no device");
    printf(" (set to %s)\n", text_of(response, "scanner-settings", i));
}

static void say_unused(ipp_t *response)
{
    const char *trouble = text_of(response, "unused-trouble", 0);
    int n = count_of(response, "unused-devices");

    for (int i = 0; i < n; i++)
        printf("%s  %s, not used\n", text_of(response, "unused-devices", i),
               text_of(response, "unused-models", i));
    if (trouble[0] != '\0')
        printf("SANE could not be asked for more: %s\n", trouble);
    else if (n == 0)
        printf("SANE finds no device that is not used.\n");
    else
        printf("Use one with: " PROGRAM_NAME " scanner -d NAME -o device=DEVICE\n");
}

static int scanners(struct order *o)
{
    bool verbose = is_yes(option(o, "verbose"));
    ipp_t *request = request_for(IPP_OP_SCANNERS, NULL), *response;
    int n;

    if (verbose)
        ippAddBoolean(request, IPP_TAG_OPERATION, "unused", 1);
    response = ask(o, request);
    if (response == NULL)
        return 1;
    n = count_of(response, "scanner-names");
    for (int i = 0; i < n; i++)
        if (o->scanner == NULL ||
            strcasecmp(o->scanner, text_of(response, "scanner-names", i)) == 0)
            say_scanner(response, i, verbose);
    if (n == 0)
        printf("There is no scanner. A queue on USB gets its machine's by itself; for others "
               "see: " PROGRAM_NAME " scanners -o verbose=yes\n");
    if (verbose)
        say_unused(response);
    ippDelete(response);
    return 0;
}

static int check_scanner(const struct order *o)
{
    const char *device = option(o, "device");
    bool gone = is_yes(option(o, "delete"));

    if (o->scanner == NULL)
        return client_complain(EXIT_USAGE, "Say which scanner: -d NAME.");
    if (gone != (device != NULL && device[0] != '\0'))
        return -1;
    return client_complain(EXIT_USAGE,
                           "Say which device: -o device=auto, off or one of SANE; or take the "
                           "scanner out: -o delete=yes.");
}

static int set_scanner(struct order *o)
{
    bool gone = is_yes(option(o, "delete"));
    ipp_t *request = request_for(IPP_OP_SCANNERS, o->scanner), *response;

    if (gone)
        ippAddBoolean(request, IPP_TAG_OPERATION, "scanner-delete", 1);
    else
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "scanner-device", NULL,
                     option(o, "device"));
    response = ask(o, request);
    ippDelete(response);
    if (response == NULL)
        return 1;
    if (gone)
        printf("The scanner %s is taken out.\n", o->scanner);
    else
        printf("The scanner %s is set to %s.\n", o->scanner, option(o, "device"));
    return 0;
}

/* ---- profiles ---- */

static int profiles(struct order *o)
{
    ipp_t *response = ask(o, request_for(IPP_OP_PROFILES, NULL));
    int n = count_of(response, "profile-names");
    char lines[32];

    if (response == NULL)
        return 1;
    for (int i = 0; i < n; i++) {
        printf("%s:\n", text_of(response, "profile-names", i));
        snprintf(lines, sizeof(lines), "profile-%d", i + 1);
        for (int j = 0; j < count_of(response, lines); j++)
            printf("  %s\n", text_of(response, lines, j));
    }
    if (n == 0)
        printf("There is no profile. Make one with: " PROGRAM_NAME
               " profile -o profile=NAME -o folder=/srv/scans\n");
    ippDelete(response);
    return 0;
}

static int check_profile(const struct order *o)
{
    const char *name = option(o, "profile"), *gone = option(o, "delete");

    if (gone != NULL && (o->num_pairs > 1 || o->scanner != NULL))
        return client_complain(EXIT_USAGE, "A profile is taken out with -o delete=NAME alone.");
    if (gone != NULL || (name != NULL && (o->num_pairs > 1 || o->scanner != NULL)))
        return -1;
    return client_complain(EXIT_USAGE,
                           "Say which profile, and what of it: -o profile=NAME -o folder=PATH "
                           "..., or -o delete=NAME.");
}

/* All but its name, as the server takes them: it knows what they may be. */
static void add_settings(const struct order *o, ipp_t *request)
{
    ipp_attribute_t *attr = NULL;
    char text[1200];

    for (size_t i = 0; i < o->num_pairs + 1; i++) {
        if (i < o->num_pairs && strcmp(o->pairs[i].name, "profile") == 0)
            continue;
        if (i == o->num_pairs && o->scanner == NULL)
            continue;
        if (i == o->num_pairs)
            snprintf(text, sizeof(text), "scanner=%s", o->scanner);
        else
            snprintf(text, sizeof(text), "%s=%s", o->pairs[i].name, o->pairs[i].value);
        if (attr == NULL)
            attr = ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "profile-set", NULL,
                                text);
        else
            (void)ippSetString(request, &attr, ippGetCount(attr), text);
    }
}

static int set_profile(struct order *o)
{
    const char *gone = option(o, "delete");
    const char *name = gone != NULL ? gone : option(o, "profile");
    ipp_t *request = request_for(IPP_OP_PROFILES, NULL), *response;

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "profile-name", NULL, name);
    if (gone != NULL)
        ippAddBoolean(request, IPP_TAG_OPERATION, "profile-delete", 1);
    else
        add_settings(o, request);
    response = ask(o, request);
    ippDelete(response);
    if (response == NULL)
        return 1;
    printf("The profile %s is %s.\n", name, gone != NULL ? "taken out" : "set");
    return 0;
}

/* ---- scan ---- */

static bool read_ticket(const struct order *o, struct scan_ticket *ticket)
{
    const struct scan_wishes wishes = {.input = option(o, "input"),
                                       .color = option(o, "color"),
                                       .resolution = option(o, "resolution"),
                                       .area = option(o, "area"),
                                       .format = option(o, "format"),
                                       .file = option(o, "file")};
    char why[300];

    if (scan_ticket_make(&wishes, ticket, why, sizeof(why)))
        return true;
    (void)client_complain(EXIT_USAGE, "%s", why);
    return false;
}

static int check_scan(const struct order *o)
{
    struct scan_ticket ticket;
    static const char *const of_files[] = {"file",       "input", "color",
                                           "resolution", "area",  "format"};
    const char *profile = option(o, "profile");

    for (size_t i = 0; profile != NULL && i < sizeof(of_files) / sizeof(of_files[0]); i++)
        if (option(o, of_files[i]) != NULL)
            return client_complain(
                EXIT_USAGE, "A profile says how it scans: it goes with no %s.", of_files[i]);
    if (profile == NULL && option(o, "file") == NULL)
        return client_complain(EXIT_USAGE,
                               "Say where to: -o file=OUT.pdf, or by which profile: "
                               "-o profile=NAME.");
    if (profile == NULL && !read_ticket(o, &ticket))
        return EXIT_USAGE;
    return -1;
}

static int scan_by_profile(struct order *o, const char *profile)
{
    ipp_t *request = request_for(IPP_OP_SCAN, o->scanner), *response;
    struct scan_progress p;
    unsigned told = 0;
    bool more = true;
    char id[64], scanner[SCANNER_NAME_SIZE];

    client_scan_catch();
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "profile-name", NULL, profile);
    response = ask(o, request);
    if (response == NULL)
        return 1;
    snprintf(id, sizeof(id), "%s", text_of(response, "scan-id", 0));
    snprintf(scanner, sizeof(scanner), "%s", text_of(response, "scanner-name", 0));
    client_scan_read(response, &p);
    ippDelete(response);
    printf("Scanning ...\n");
    while (more) {
        for (; told < p.pages; told++)
            printf("Page %u is scanned.\n", told + 1);
        fflush(stdout);
        more = client_scan_ask(&o->link, scanner, id, client_scan_interrupted(), &p) ||
               told < p.pages;
    }
    if (p.state != SCAN_JOB_COMPLETED)
        return client_complain(1, "%s", p.words[0] != '\0' ? p.words : link_error());
    if (p.pages == 0) /* what a profile does then is its own; it goes on without us */
        printf("No page came from the feeder. If the profile takes the glass then, that is "
               "scanned now.\n");
    else
        printf("%s, on the way to where %s says; the log tells when it is there.\n", p.words,
               profile);
    return 0;
}

/* The scanner that is meant, where it is reached. False and said. */
static bool choose(struct order *o, struct scan_fetch *fetch)
{
    ipp_t *response = ask(o, request_for(IPP_OP_SCANNERS, NULL));
    int n = count_of(response, "scanner-names"), found = -1, open = 0;

    for (int i = 0; i < n; i++) {
        bool named = o->scanner != NULL &&
                     strcasecmp(o->scanner, text_of(response, "scanner-names", i)) == 0;
        bool served = number_of(response, "scanner-ports", i) != 0;

        if (named || (o->scanner == NULL && served))
            found = i;
        open += served;
    }
    if (response != NULL && found < 0 && o->scanner != NULL)
        (void)client_complain(1, "There is no scanner '%s'.", o->scanner);
    else if (response != NULL && found < 0)
        (void)client_complain(1, "No scanner is ready; see: " PROGRAM_NAME " scanners");
    else if (response != NULL && o->scanner == NULL && open > 1) {
        (void)client_complain(1, "There are several scanners: say which with -d NAME.");
        found = -1;
    } else if (response != NULL && number_of(response, "scanner-ports", found) == 0) {
        (void)client_complain(1, "%s is not served: %s The log says more.",
                              text_of(response, "scanner-names", found),
                              text_of(response, "scanner-states", found));
        found = -1;
    }
    if (found >= 0) {
        snprintf(fetch->host, sizeof(fetch->host), "%s", text_of(response, "scanner-host", 0));
        snprintf(fetch->scanner, sizeof(fetch->scanner), "%s",
                 text_of(response, "scanner-names", found));
        fetch->port = (unsigned)number_of(response, "scanner-ports", found);
    }
    ippDelete(response);
    return found >= 0;
}

static int scan(struct order *o)
{
    struct scan_fetch fetch = {.link = &o->link, .file = option(o, "file")};
    struct scan_ticket ticket;

    if (option(o, "profile") != NULL)
        return scan_by_profile(o, option(o, "profile"));
    if (!read_ticket(o, &ticket))
        return EXIT_USAGE;
    fetch.ticket = &ticket;
    return choose(o, &fetch) ? client_scan_file(&fetch) : 1;
}

/* ---- which ---- */

static const struct command {
    const char *name;
    int (*run)(struct order *o);
    int (*check)(const struct order *o); /* of its options; -1: good, else the exit status */
    const char *options[7];              /* names it takes with -o; none: the server knows */
} commands[] = {
    {"scanners", scanners,    NULL,          {"verbose"}                  },
    {"scanner",  set_scanner, check_scanner, {"device", "delete"}         },
    {"scan",
     scan,                    check_scan,
     {"profile", "file", "input", "color", "resolution", "area", "format"}},
    {"profiles", profiles,    NULL,          {"verbose"}                  },
    {"profile",  set_profile, check_profile, {NULL}                       },
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

bool client_scan_knows(const char *name)
{
    return find_command(name) != NULL;
}

/* ---- arguments; each tells the exit status, -1: go on ---- */

static bool has_option(const struct command *command, const char *name)
{
    if (command->options[0] == NULL)
        return true;
    for (size_t i = 0; i < sizeof(command->options) / sizeof(command->options[0]); i++)
        if (command->options[i] != NULL && strcmp(command->options[i], name) == 0)
            return true;
    return false;
}

static int take_pair(struct order *o, const struct command *command, const char *text)
{
    const char *equals = strchr(text, '=');
    struct pair *pair = &o->pairs[o->num_pairs];
    size_t n = equals != NULL ? (size_t)(equals - text) : 0;

    if (n == 0 || n >= sizeof(pair->name))
        return client_misunderstood("After -o a NAME=VALUE is wanted, not", text);
    if (strncmp(text, "server-port=", 12) == 0) {
        o->port = client_port(equals + 1);
        return o->port != 0 ? -1 : client_misunderstood("That is no port number:", equals + 1);
    }
    if (o->num_pairs == MAX_PAIRS)
        return client_misunderstood("There are too many options before", text);
    memcpy(pair->name, text, n);
    pair->name[n] = '\0';
    pair->value = equals + 1;
    if (!has_option(command, pair->name))
        return client_complain(EXIT_USAGE,
                               "%s takes no option '%s'. See " PROGRAM_NAME " --help.",
                               command->name, pair->name);
    o->num_pairs++;
    return -1;
}

static int take_arguments(struct order *o, const struct command *command, int argc,
                          char *argv[])
{
    bool named = false;
    int status = -1;

    for (int i = 1; status < 0 && i < argc; i++) {
        const char *word = argv[i];

        if (!named && strcmp(word, command->name) == 0)
            named = true;
        else if (strcmp(word, "-d") != 0 && strcmp(word, "-o") != 0)
            status =
                client_complain(EXIT_USAGE, "%s takes no '%s'. See " PROGRAM_NAME " --help.",
                                command->name, word);
        else if (++i == argc)
            status = client_misunderstood("A value is missing after", word);
        else if (word[1] == 'd')
            o->scanner = argv[i];
        else
            status = take_pair(o, command, argv[i]);
    }
    if (status < 0 && command->check != NULL)
        status = command->check(o);
    return status;
}

int client_scan(int argc, char *argv[], const char *name)
{
    static struct order order;
    struct order *o = &order;
    const struct command *command = find_command(name);
    int status = take_arguments(o, command, argc, argv);

    if (status < 0) {
        status = 1;
        if (link_open(&o->link, o->port, NULL, NULL))
            status = command->run(o);
        link_close(&o->link);
    }
    if (fflush(stdout) != 0 && status == 0)
        status = client_complain(1, "The output cannot be written.");
    return status;
}
