/*
 * system.c - see system.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "system.h"

#include "access-print.h"
#include "announce.h"
#include "compat.h"
#include "device-usb.h"
#include "documents.h"
#include "host-names.h"
#include "http/http-access.h"
#include "identity.h"
#include "ipp-jobs.h"
#include "ipp-scan.h"
#include "keeper.h"
#include "listen.h"
#include "log-file.h"
#include "log.h"
#include "printer.h"
#include "renderer.h"
#include "renderings.h"
#include "scan/scanner.h"
#include "scan/scanning.h"
#include "restart.h"
#include "quota.h"
#include "scheme.h"
#include "scratch.h"
#include "server-settings.h"
#include "site/site.h"
#include "state.h"
#include "system-parts.h"
#include "tls.h"
#include "ways.h"
#include "web.h"

#include <errno.h>
#include <malloc.h>
#include <pappl/pappl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define MAX_CLIENTS 500

/* Picture sizes that are announced; the readers are bounded by themselves (filter.c). */
#define MAX_IMAGE_SIDE  32768
#define MAX_IMAGE_BYTES ((size_t)1 << 30)

/* The longest a changed setting stays unsaved: PAPPL saves when its loop wakes up. */
#define SAVE_SECONDS 2

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
        (void)system_complain("The log file '%s' cannot be written: %s. The log goes here.",
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
        (void)system_complain("%s Connections are not encrypted (ipps, https).", what);
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
        return system_complain("The server could not be made: %s.", strerror(errno));
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
    if (!site_start(&setup, why, sizeof(why)) && system_is_kept(o, "web-port")) {
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
    limits = system_limits(options);
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
           system_complain("The log file '%s' cannot be written: %s.", path, strerror(errno));
}

static bool prepare_ways(struct server *s)
{
    char why[512] = "";

    return ways_open(&s->options->ways, why, sizeof(why)) || system_complain("%s", why) ||
           system_is_kept(s->options, "raw-listen") || system_is_kept(s->options, "lpd-listen");
}

static bool prepare(struct server *s)
{
    return prepare_log(s) && system_open_state(s) && system_open_spool(s) &&
           (s->options->private_server || system_find_place(s)) && prepare_ways(s);
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
    good = prepare(s) && create_system(s) && system_add_listeners(s);
    if (good) {
        system_add_sockets(s);
        run(s);
        system_remove_sockets(s);
    }
    usb_release_idle();
    if (good && restart_asked()) {
        restart_now();
        (void)system_complain("The server cannot start again by itself: %s.", strerror(errno));
        good = false; /* for whoever starts it after a failure */
    }
    /* The system is not deleted: threads of clients that are still connected go on using it
     * after papplSystemRun has returned. The program's end frees it, the sockets and the locks,
     * and withdraws what Avahi announces. */
    return good ? 0 : 1;
}
