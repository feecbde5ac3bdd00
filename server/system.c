/*
 * system.c - see system.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "system.h"

#include "access-people.h"
#include "access-print.h"
#include "access.h"
#include "accounting.h"
#include "accounts.h"
#include "announce.h"
#include "compat.h"
#include "device-lpd.h"
#include "device-usb.h"
#include "documents.h"
#include "host-names.h"
#include "http/http-access.h"
#include "identity.h"
#include "import.h"
#include "ipp-jobs.h"
#include "ipp-scan.h"
#include "keeper.h"
#include "listen.h"
#include "log-file.h"
#include "log.h"
#include "printer.h"
#include "renderer.h"
#include "renderings.h"
#include "reseal.h"
#include "scan/scanner.h"
#include "scan/scanning.h"
#include "queue-settings.h"
#include "restart.h"
#include "quota.h"
#include "scheme.h"
#include "scratch.h"
#include "server-settings.h"
#include "site/site.h"
#include "state.h"
#include "tls.h"
#include "vault.h"
#include "ways.h"
#include "web.h"
#include "whole-file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pappl/pappl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define MAX_CLIENTS 500

/* Picture sizes that are announced; the readers are bounded by themselves (filter.c). */
#define MAX_IMAGE_SIDE  32768
#define MAX_IMAGE_BYTES ((size_t)1 << 30)

/* The longest a changed setting stays unsaved: PAPPL saves when its loop wakes up. */
#define SAVE_SECONDS 2

struct server {
    const struct options *options;
    pappl_system_t *system;
    struct listen listen;
    unsigned port;
    bool first_start; /* there is no state yet */
    bool tls;         /* connections may be encrypted */
    struct announce_setup announce;
    int state_lock, spool_lock;
    struct jobs *jobs;
    char sockets[2][512]; /* domain sockets that are ours */
    struct stat socket_files[2];
    size_t num_sockets;
};

/* On standard error; where that is the log's file by now, also where it was before. */
__attribute__((format(printf, 1, 2))) static bool complain(const char *format, ...)
{
    char text[1500];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    fprintf(stderr, PROGRAM_NAME ": %s\n", text);
    if (log_file_terminal() >= 0)
        dprintf(log_file_terminal(), PROGRAM_NAME ": %s\n", text);
    return false;
}

/* ---- places ---- */

/* The folder and the ones above it. */
static bool make_folder(const char *path)
{
    char part[1100];

    snprintf(part, sizeof(part), "%s", path);
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(part, 0755);
        *slash = '/';
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static bool make_folder_of(const char *file)
{
    char folder[1100];
    char *slash;

    snprintf(folder, sizeof(folder), "%s", file);
    slash = strrchr(folder, '/');
    if (slash == NULL || slash == folder)
        return true;
    *slash = '\0';
    return access(folder, F_OK) == 0 || make_folder(folder);
}

/* A table that cannot be read keeps nobody from printing: the machine says no where it must. */
static void open_accounts(const struct server *s)
{
    char path[1100], why[1300] = "";

    snprintf(path, sizeof(path), "%s.key", s->options->state_file);
    (void)vault_open(path, why, sizeof(why));
    if (why[0] != '\0')
        (void)complain("%s", why);
    reseal_state(s->options->state_file);
    snprintf(path, sizeof(path), "%s.accounts", s->options->state_file);
    (void)accounts_open(path, why, sizeof(why));
    if (why[0] != '\0')
        (void)complain("%s", why);
}

static void open_access(const struct server *s)
{
    char why[1300] = "";

    access_people_open(s->options->state_file, why, sizeof(why));
    if (why[0] != '\0')
        (void)complain("%s", why);
    (void)access_print_set(s->options->print_allow); /* it was checked */
}

/* Who prints how much, before there are jobs that end. */
static void open_people(const char *state_file)
{
    struct people_settings settings;

    quota_open(state_file);
    people_settings_get(&settings);
    accounting_open(state_file);
    accounting_keep_months(settings.keep_months);
}

/* What `import` has left for this start. Half of it would be worse than no server. */
static bool take_import(const struct server *s)
{
    char why[1500] = "";
    bool done;

    if (!import_finish(s->options->state_file, &done, why, sizeof(why)))
        return complain("What was imported cannot be put in its place: %s", why);
    if (done)
        fprintf(stderr, PROGRAM_NAME ": What was imported is valid now.\n");
    return true;
}

/* It would be read in part, and what was not would be lost at the first change. */
static bool is_of_newer_version(const struct server *s)
{
    size_t n = 0;
    char *text = whole_file_read(s->options->state_file, (size_t)8 << 20, &n);
    bool newer = false;

    if (text != NULL) {
        text[n] = '\0';
        newer = state_is_newer(text);
    }
    free(text);
    return newer && !complain("The state file '%s' was written by a newer version of this "
                              "program, and is left alone. Install that version again, or "
                              "begin anew with -o state-file=FILE.",
                              s->options->state_file);
}

static bool prepare_state(struct server *s)
{
    char lock[1100];

    snprintf(lock, sizeof(lock), "%s.lock", s->options->state_file);
    if (!make_folder_of(s->options->state_file))
        return complain("The folder of the state file '%s' cannot be made: %s. "
                        "Name another with -o state-file=FILE.",
                        s->options->state_file, strerror(errno));
    s->state_lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->state_lock < 0)
        return complain("The state file '%s' cannot be used: %s.", s->options->state_file,
                        strerror(errno));
    if (flock(s->state_lock, LOCK_EX | LOCK_NB) != 0)
        return complain("Another server uses the state file '%s'. "
                        "Give this one its own: -o state-file=FILE.",
                        s->options->state_file);
    if (!take_import(s) || is_of_newer_version(s))
        return false;
    s->first_start = access(s->options->state_file, F_OK) != 0;
    identity_open(s->options->state_file);
    queue_settings_open(s->options->state_file);
    open_people(s->options->state_file);
    open_accounts(s);
    open_access(s);
    return true;
}

static void remove_leftover(const char *folder, const char *name)
{
    char path[2048];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    scratch_remove_folder(path);
}

/* Leftovers of an earlier run: temporary files and folders, and those of versions that had
 * PAPPL keep documents, which it names p00001j000000001-title.ext. */
static void clean_spool(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        unsigned printer, job;

        if (sscanf(entry->d_name, "p%5uj%9u", &printer, &job) == 2 ||
            strncmp(entry->d_name, "in-", 3) == 0)
            remove_leftover(path, entry->d_name);
    }
    if (folder != NULL)
        closedir(folder);
}

static struct jobs_limits limits_of(const struct options *o)
{
    return (struct jobs_limits){
        .spool = {.max_total = o->max_spool,
                  .max_document = o->max_storage,
                  .keep_free = o->keep_free},
        .max_active = o->max_jobs,
        .max_history = o->max_history
    };
}

static bool open_jobs(struct server *s)
{
    const struct options *o = s->options;
    const struct jobs_limits limits = limits_of(o);
    struct document_limits documents = {o->spool_folder, o->max_storage, o->keep_free};
    char why[512] = "";

    documents_set_limits(&documents);
    s->jobs = keeper_open(o->spool_folder, &limits, why, sizeof(why));
    return s->jobs != NULL || complain("%s", why);
}

static bool prepare_spool(struct server *s)
{
    const char *path = s->options->spool_folder;
    struct stat info;

    if (!make_folder(path) || stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
        return complain("The spool folder '%s' cannot be made: %s. "
                        "Name another with -o spool-directory=DIR.",
                        path, strerror(errno));
    if (info.st_uid == geteuid())
        (void)chmod(path, 0700);
    s->spool_lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (s->spool_lock < 0 || access(path, W_OK) != 0)
        return complain("The spool folder '%s' cannot be used: %s.", path, strerror(errno));
    if (flock(s->spool_lock, LOCK_EX | LOCK_NB) != 0)
        return complain("Another server uses the spool folder '%s'. "
                        "Give this one its own: -o spool-directory=DIR.",
                        path);
    clean_spool(path);
    reseal_spool(path);
    device_set_spool_folder(path);
    return open_jobs(s);
}

/* ---- addresses ---- */

/* Whether it is from the settings file: then the server starts without it. The page by which it
 * can be put right is there only when it runs. */
static bool is_kept(const struct options *o, const char *name)
{
    return option_from(o, option_find(name)) == OPTION_FROM_FILE;
}

/* A port that was asked for on the command line or nothing; else the one that clients know, if
 * it is to be had. */
static bool find_port(struct server *s)
{
    const struct options *o = s->options;
    const char *where = o->listen_hostname[0] ? o->listen_hostname : "*";
    struct listen_wish wish = {.remembered = identity_port(),
                               .first_start = s->first_start,
                               .cups_here = listen_cups_is_here()};
    int error = 0;

    if (o->port != 0) {
        s->port = o->port;
        error = listen_port_error(&s->listen, s->port);
        if (error == 0)
            return true;
        (void)complain("Cannot listen on %s port %u: %s.", where, s->port,
                       error == EADDRINUSE ? "another program has it" : strerror(error));
        if (!is_kept(o, "server-port"))
            return false;
    }
    s->port = listen_choose_port(&wish, listen_port_error, &s->listen, &error);
    if (s->port == 0)
        return complain("Cannot listen on %s: %s.", where, strerror(error));
    if (wish.remembered != 0 && s->port != wish.remembered)
        (void)complain("Port %u, by which clients know this server, cannot be had: %s. "
                       "It serves on port %u until it is started again.",
                       wish.remembered,
                       error == EADDRINUSE ? "another program has it" : strerror(error),
                       s->port);
    if (wish.remembered == 0 && !identity_keep_port(s->port))
        (void)complain("The port could not be kept: %s. The next start may choose another.",
                       strerror(errno));
    return true;
}

static bool find_place(struct server *s)
{
    char why[512] = "";

    if (!listen_find(&s->listen, s->options->listen_hostname, why, sizeof(why))) {
        (void)complain("%s", why);
        /* not everywhere: somebody wanted it narrower */
        if (!is_kept(s->options, "listen-hostname") ||
            !listen_find(&s->listen, "localhost", why, sizeof(why)))
            return false;
    }
    return find_port(s);
}

static bool add_listeners(struct server *s)
{
    bool any = false;

    for (size_t i = 0; !s->options->private_server && i < s->listen.n; i++)
        /* each by itself: of two families PAPPL would take the first that works */
        if (listen_can_bind(&s->listen, i, s->port))
            any = papplSystemAddListeners(s->system, s->listen.addresses[i].name) || any;
    return any || s->options->private_server || complain("Cannot listen on port %u.", s->port);
}

/* ---- domain sockets, by which sub-commands find the server ---- */

bool system_socket_alive(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool alive;

    snprintf(at.sun_path, sizeof(at.sun_path), "%s", path);
    alive = fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0;
    if (fd >= 0)
        close(fd);
    return alive;
}

static void add_socket(struct server *s, const char *name)
{
    char *path = s->sockets[s->num_sockets];

    if (!options_socket_path(name, path, sizeof(s->sockets[0])) || system_socket_alive(path) ||
        !papplSystemAddListeners(s->system, path))
        return;
    if (stat(path, &s->socket_files[s->num_sockets]) == 0)
        s->num_sockets++;
}

static void add_sockets(struct server *s)
{
    char name[64];

    add_socket(s, PROGRAM_NAME);
    if (!s->options->private_server) {
        snprintf(name, sizeof(name), PROGRAM_NAME "-%u", s->port);
        add_socket(s, name);
    }
}

static void remove_sockets(struct server *s)
{
    for (size_t i = 0; i < s->num_sockets; i++) {
        struct stat now;

        if (stat(s->sockets[i], &now) == 0 && now.st_ino == s->socket_files[i].st_ino &&
            now.st_dev == s->socket_files[i].st_dev)
            (void)unlink(s->sockets[i]);
    }
}

/* ---- callbacks ---- */

static void printer_created(pappl_printer_t *printer, void *data)
{
    struct server *s = data;

    web_add_printer(printer);
    ways_add_printer(printer);
    if (papplSystemIsRunning(s->system)) /* else run() does, when its settings are read, too */
        keeper_serve(printer);
    if (papplSystemIsRunning(s->system))
        state_save(s->system, s->options->state_file);
    announce_changed();
    scanners_changed();
}

/* Formats that cannot be printed here are not announced, and whoever looks after the computer
 * is told why. */
static void tell_missing(pappl_system_t *system)
{
    char why[256] = "";

    for (size_t i = 0; document_formats[i] != NULL; i++)
        if (document_is_source(document_formats[i]) &&
            !renderer_can(document_formats[i], why, sizeof(why)))
            papplLog(system, PAPPL_LOGLEVEL_WARN, "Documents of %s are not taken: %s",
                     document_formats[i], why);
}

static void follow_printer(pappl_printer_t *printer, void *data)
{
    (void)data;
    ipp_follow_printer(printer);
}

/* PAPPL calls this a moment after something was changed, with none of its locks held: jobs that
 * wait already are to know of it, too. */
static bool save(pappl_system_t *system, void *data)
{
    struct server *s = data;

    papplSystemIteratePrinters(system, follow_printer, NULL);
    announce_changed();
    scanners_changed();
    return state_save(system, s->options->state_file);
}

/* Where settings are kept, once there are clients. */
static struct server *keeping;

/* A client is about to hear that something was changed: then it survives. */
static void keep_now(pappl_system_t *system)
{
    (void)save(system, keeping);
}

/* The one that runs, for the handler of signals. */
static pappl_system_t *running;

/* The signals we handle wait until our handlers are there: PAPPL's, which it sets before, take
 * SIGHUP for the end, and a signal that a job is to see would be lost. */
static void hold_signals(int how)
{
    sigset_t ours;

    sigemptyset(&ours);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGHUP);
    (void)pthread_sigmask(how, &ours, NULL);
}

/* Notes the time, nothing else: papplSystemShutdown may be called here. */
static void end_running(int signal_number)
{
    (void)signal_number;
    papplSystemShutdown(running);
}

/* What is announced; not that of a server that only this user's programs reach. */
static void prepare_announcing(struct server *s)
{
    struct announce_setup *setup = &s->announce;

    setup->system = s->system;
    setup->port = s->port;
    setup->tls = s->tls;
    setup->listen = s->listen;
    snprintf(setup->host, sizeof(setup->host), "%s", s->options->server_hostname);
    if (!s->options->private_server)
        announce_ways(setup, &s->options->ways);
}

/*
 * PAPPL looks at what has to be saved when its loop wakes up: this wakes it. The first time, it
 * also begins what must not begin before the loop runs, and puts our handler in the place of
 * PAPPL's, which no job can see: one that waits for a machine that is off would hold the server
 * for a minute.
 */
static bool wake_up(pappl_system_t *system, void *data)
{
    const struct server *s = data;

    if (running == NULL) {
        struct sigaction action = {.sa_handler = end_running};

        if (!s->options->private_server)
            announce_start(&s->announce); /* a thread, so before signals are let through */
        running = system;
        sigaction(SIGTERM, &action, NULL);
        sigaction(SIGINT, &action, NULL);
        action.sa_handler = log_file_reopen;
        action.sa_flags = SA_RESTART;
        sigaction(SIGHUP, &action, NULL);
        hold_signals(SIG_UNBLOCK);
    }
    return true;
}

/* ---- life ---- */

static void set_version(pappl_system_t *system)
{
    pappl_version_t version = {.name = PROGRAM_NAME, .sversion = VERSION};

    (void)sscanf(VERSION, "%hu.%hu.%hu", &version.version[0], &version.version[1],
                 &version.version[2]);
    papplSystemSetVersions(system, 1, &version);
}

/* The log as PAPPL is to have it: a file of ours is standard error to it (log-file.h). */
static const char *begin_log(const struct options *o)
{
    if (!log_file_name(o->log_file))
        return o->log_file;
    if (!log_file_begin(o->log_file, o->max_log))
        (void)complain("The log file '%s' cannot be written: %s. The log goes here.",
                       o->log_file, strerror(errno));
    return "-";
}

/* Without a certificate the server goes on without encryption. */
static void prepare_tls(struct server *s)
{
    const struct options *o = s->options;
    char name[300], what[1500];

    if (o->private_server || (o->flags & PAPPL_SOPTIONS_NO_TLS) != 0)
        return;
    host_names_own(o->server_hostname, name, sizeof(name));
    s->tls = tls_prepare(o->state_file, name, o->host_aliases, what, sizeof(what));
    if (!s->tls)
        (void)complain("%s Connections are not encrypted (ipps, https).", what);
    else if (what[0] != '\0')
        fprintf(stderr, PROGRAM_NAME ": %s\n", what);
}

static bool create_system(struct server *s)
{
    const struct options *o = s->options;
    pappl_soptions_t flags;
    int num_drivers;
    pappl_pr_driver_t *drivers = printer_drivers(&num_drivers);

    prepare_tls(s);
    flags = s->tls ? o->flags : o->flags | PAPPL_SOPTIONS_NO_TLS;
    compat_server_names(o->server_hostname, o->host_aliases, (int)s->port);
    s->system = compat_system_create(flags, "Canon printers", (int)s->port, "_print,_universal",
                                     o->spool_folder, begin_log(o), o->log_level);
    if (s->system == NULL)
        return complain("The server could not be made: %s.", strerror(errno));
    papplSystemSetMaxClients(s->system, MAX_CLIENTS);
    papplSystemSetMaxImageSize(s->system, MAX_IMAGE_BYTES, MAX_IMAGE_SIDE, MAX_IMAGE_SIDE);
    set_version(s->system);
    if (o->server_hostname[0] != '\0') /* safe because of compat-hostname.c */
        papplSystemSetHostName(s->system, o->server_hostname);
    papplSystemSetPrinterDrivers(s->system, num_drivers, drivers, printer_autoadd_cb,
                                 printer_created, printer_driver_cb, s);
    printer_register_formats(s->system);
    ipp_jobs_setup(s->system, s->jobs);
    keeper_start(s->system);
    web_setup(s->system, s->jobs);
    ways_setup(s->system, s->jobs, &o->ways);
    return true;
}

static void serve_printer(pappl_printer_t *printer, void *data)
{
    (void)data;
    keeper_serve(printer);
}

/* Printing goes on where scanning cannot begin. */
static void start_scanning(struct server *s)
{
    const struct options *o = s->options;
    struct scanning_setup setup = {
        .system = s->system,
        .state_file = o->state_file,
        .spool_folder = o->spool_folder,
        .allow = o->scan_allow,
        .host_aliases = o->host_aliases,
        .listen = s->listen,
        .tls = s->tls,
        .port = o->scan_port,
        .web_port = s->port,
        .mac_gamma = o->scan_mac_gamma,
    };
    char why[512] = "";

    if (!o->scan || o->private_server) /* a scanner has listeners, whoever may use it */
        return;
    host_names_own(o->server_hostname, setup.host, sizeof(setup.host));
    if (scanning_start(&setup, why, sizeof(why)))
        ipp_scan_setup(&s->listen);
    else
        papplLog(s->system, PAPPL_LOGLEVEL_ERROR, "Scanners are not served: %s", why);
}

/* As is the web page. */
static void start_site(struct server *s)
{
    const struct options *o = s->options;
    struct site_setup setup = {
        .system = s->system,
        .jobs = s->jobs,
        .state_file = o->state_file,
        .socket = s->num_sockets > 0 ? s->sockets[s->num_sockets - 1] : NULL,
        .allow = o->web_allow,
        .listen = s->listen,
        .tls = s->tls,
        .port = o->web_port,
        .tls_port = o->web_tls_port,
        .ipp_port = s->port,
        .plain_sign_in = o->web_plain,
    };
    char why[512] = "";

    if (!o->web || o->private_server)
        return;
    http_access_names(o->host_aliases);
    host_names_own(o->server_hostname, setup.host, sizeof(setup.host));
    if (!site_start(&setup, why, sizeof(why)) && is_kept(o, "web-port")) {
        papplLog(s->system, PAPPL_LOGLEVEL_ERROR, "The web page is not where it was set: %s",
                 why);
        setup.port = 0;
    }
    if (site_port() == 0 && !site_start(&setup, why, sizeof(why)))
        papplLog(s->system, PAPPL_LOGLEVEL_ERROR, "There is no web page: %s", why);
}

/* Into the log, where people look when something is not as they set it. */
static void tell_settings_trouble(void)
{
    char text[4096], *rest = NULL;

    server_settings_trouble(text, sizeof(text));
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        log_say(LOG_SAY_ERROR, "The settings file is not followed in all: %s", line);
}

/* Of the settings that are followed at once. */
static void settings_changed(const struct options *options)
{
    struct jobs_limits limits;

    papplSystemSetLogLevel(keeping->system, options->log_level);
    log_file_limit(options->max_log);
    limits = limits_of(options);
    jobs_set_limits(keeping->jobs, &limits);
    (void)access_print_set(options->print_allow);
}

static void run(struct server *s)
{
    state_load(s->system, s->options->state_file);
    papplSystemIteratePrinters(s->system, serve_printer, NULL);
    tell_missing(s->system);
    renderings_start(s->system, s->jobs);
    papplSystemSetSaveCallback(s->system, save, s);
    keeping = s;
    tell_settings_trouble();
    server_settings_on_change(settings_changed);
    compat_on_change(keep_now);
    prepare_announcing(s);
    papplSystemAddTimerCallback(s->system, time(NULL), SAVE_SECONDS, wake_up, s);
    if (!s->options->private_server)
        papplLog(s->system, PAPPL_LOGLEVEL_INFO, "Serving on port %u.", s->port);
    log_file_settle();
    ways_start(s->system, s->jobs);
    start_scanning(s);
    start_site(s);
    papplSystemRun(s->system);
    hold_signals(SIG_UNBLOCK);
    announce_stop();
    site_stop();
    scanning_stop();
    renderings_stop();
    keeper_stop();
    signal(SIGTERM, SIG_IGN); /* it is ending */
    signal(SIGINT, SIG_IGN);
    state_save(s->system, s->options->state_file);
}

/* PAPPL goes on without a log that it cannot open. */
static bool prepare_log(const struct server *s)
{
    const char *path = s->options->log_file;

    return !log_file_name(path) || log_file_check(path) ||
           complain("The log file '%s' cannot be written: %s.", path, strerror(errno));
}

static bool prepare_ways(struct server *s)
{
    char why[512] = "";

    return ways_open(&s->options->ways, why, sizeof(why)) || complain("%s", why) ||
           is_kept(s->options, "raw-listen") || is_kept(s->options, "lpd-listen");
}

static bool prepare(struct server *s)
{
    return prepare_log(s) && prepare_state(s) && prepare_spool(s) &&
           (s->options->private_server || find_place(s)) && prepare_ways(s);
}

int system_run(const struct options *options)
{
    static struct server server; /* until the program's end, see below */
    struct server *s = &server;
    bool good;

    s->options = options;
    s->state_lock = s->spool_lock = -1;
    hold_signals(SIG_BLOCK); /* before there are threads: only the main one shall have them */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a write that is too long fails instead */
    /* One thread a client: without a limit each gets an arena of its own. */
    mallopt(M_ARENA_MAX, 2);
    /* a fixed one: large pieces go back to the system when they are freed */
    mallopt(M_MMAP_THRESHOLD, 64 << 10);
    umask(077);
    scheme_register();
    good = prepare(s) && create_system(s) && add_listeners(s);
    if (good) {
        add_sockets(s);
        run(s);
        remove_sockets(s);
    }
    usb_release_idle();
    if (good && restart_asked()) {
        restart_now();
        (void)complain("The server cannot start again by itself: %s.", strerror(errno));
        good = false; /* for whoever starts it after a failure */
    }
    /* The system is not deleted: threads of clients that are still connected go on using it
     * after papplSystemRun has returned. The program's end frees it, the sockets and the locks,
     * and withdraws what Avahi announces. */
    return good ? 0 : 1;
}
