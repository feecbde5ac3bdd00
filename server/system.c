/*
 * system.c - see system.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "system.h"

#include "compat.h"
#include "device-lpd.h"
#include "device-usb.h"
#include "dnssd.h"
#include "documents.h"
#include "ipp-jobs.h"
#include "keeper.h"
#include "log-file.h"
#include "printer.h"
#include "renderings.h"
#include "scheme.h"
#include "state.h"
#include "ways.h"
#include "web.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <netdb.h>
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

#define FIRST_PORT 8000u
#define LAST_PORT  8999u

#define MAX_CLIENTS   500
#define MAX_ADDRESSES 8

/* Picture sizes that are announced; the readers are bounded by themselves (filter.c). */
#define MAX_IMAGE_SIDE  32768
#define MAX_IMAGE_BYTES ((size_t)1 << 30)

/* The longest a changed setting stays unsaved: PAPPL saves when its loop wakes up. */
#define SAVE_SECONDS 2

/* Of one address of the server. */
struct address {
    char name[INET6_ADDRSTRLEN + 2]; /* as papplSystemAddListeners takes it */
    struct sockaddr_storage socket;
    socklen_t size;
};

struct server {
    const struct options *options;
    pappl_system_t *system;
    struct address addresses[MAX_ADDRESSES];
    size_t num_addresses;
    unsigned port;
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
    return true;
}

/* Leftovers of an earlier run: temporary files, and those of versions that had PAPPL keep
 * documents, which it names p00001j000000001-title.ext. */
static void clean_spool(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        unsigned printer, job;

        if (sscanf(entry->d_name, "p%5uj%9u", &printer, &job) == 2 ||
            strncmp(entry->d_name, "in-", 3) == 0)
            (void)unlinkat(dirfd(folder), entry->d_name, 0);
    }
    if (folder != NULL)
        closedir(folder);
}

static bool open_jobs(struct server *s)
{
    const struct options *o = s->options;
    struct jobs_limits limits = {
        .spool = {.max_total = o->max_spool,
                  .max_document = o->max_storage,
                  .keep_free = o->keep_free},
        .max_active = o->max_jobs,
        .max_history = o->max_history
    };
    struct document_limits documents = {o->spool_folder, o->max_storage};
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
    device_set_spool_folder(path);
    return open_jobs(s);
}

/* ---- addresses ---- */

static void add_address(struct server *s, const struct addrinfo *info)
{
    struct address *address = &s->addresses[s->num_addresses];
    char text[INET6_ADDRSTRLEN];

    if (s->num_addresses == MAX_ADDRESSES ||
        (info->ai_family != AF_INET && info->ai_family != AF_INET6) ||
        getnameinfo(info->ai_addr, info->ai_addrlen, text, sizeof(text), NULL, 0,
                    NI_NUMERICHOST) != 0)
        return;
    snprintf(address->name, sizeof(address->name), info->ai_family == AF_INET6 ? "[%s]" : "%s",
             text);
    memcpy(&address->socket, info->ai_addr, info->ai_addrlen);
    address->size = info->ai_addrlen;
    s->num_addresses++;
}

/* "[::1]" and "::1" are the same. */
static void strip_brackets(const char *name, char *bare, size_t size)
{
    size_t n = strlen(name);

    snprintf(bare, size, "%s", name[0] == '[' ? name + 1 : name);
    if (name[0] == '[' && n > 2 && name[n - 1] == ']')
        bare[n - 2] = '\0';
}

static bool find_addresses(struct server *s)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    const char *name = s->options->listen_hostname;
    char bare[256];
    int error;

    strip_brackets(name, bare, sizeof(bare));
    error = getaddrinfo(bare[0] == '\0' || strcmp(bare, "*") == 0 ? NULL : bare, "1", &hints,
                        &found);
    if (error != 0)
        return complain("The address '%s' to listen on is not known: %s.", name,
                        gai_strerror(error));
    for (const struct addrinfo *info = found; info != NULL; info = info->ai_next)
        add_address(s, info);
    freeaddrinfo(found);
    return s->num_addresses > 0 || complain("There is no address '%s' to listen on.", name);
}

/* 0: the port is free at this address, else errno. */
static int try_bind(const struct address *address, unsigned port)
{
    struct sockaddr_storage at = address->socket;
    int one = 1, result = 0;
    int fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return errno;
    if (at.ss_family == AF_INET6) {
        ((struct sockaddr_in6 *)(void *)&at)->sin6_port = htons((uint16_t)port);
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
    } else
        ((struct sockaddr_in *)(void *)&at)->sin_port = htons((uint16_t)port);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(fd, (struct sockaddr *)&at, address->size) != 0 || listen(fd, 1) != 0)
        result = errno;
    close(fd);
    return result;
}

/* 0 when the port can be had at every address that exists here at all. */
static int port_error(const struct server *s, unsigned port)
{
    int error = 0;
    bool any = false;

    for (size_t i = 0; i < s->num_addresses; i++) {
        int one = try_bind(&s->addresses[i], port);

        if (one == 0)
            any = true;
        else if (one != EAFNOSUPPORT && one != EADDRNOTAVAIL)
            error = one;
        else if (error == 0 && !any)
            error = 0;
    }
    return error != 0 ? error : any ? 0 : EADDRNOTAVAIL;
}

static bool find_port(struct server *s)
{
    const char *where = s->options->listen_hostname[0] ? s->options->listen_hostname : "*";
    int error = 0;

    if (s->options->port != 0) {
        s->port = s->options->port;
        error = port_error(s, s->port);
        return error == 0 ||
               complain("Cannot listen on %s port %u: %s.", where, s->port,
                        error == EADDRINUSE ? "another program has it" : strerror(error));
    }
    for (s->port = FIRST_PORT; s->port <= LAST_PORT; s->port++) {
        error = port_error(s, s->port);
        if (error == 0)
            return true;
        if (error != EADDRINUSE)
            break;
    }
    return complain("Cannot listen on %s: %s.", where, strerror(error));
}

static bool add_listeners(struct server *s)
{
    bool any = false;

    for (size_t i = 0; !s->options->private_server && i < s->num_addresses; i++)
        if (try_bind(&s->addresses[i], s->port) == 0)
            any = papplSystemAddListeners(s->system, s->addresses[i].name) || any;
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
    if (s->options->private_server)
        papplPrinterSetDNSSDName(printer, NULL);
    dnssd_announce(printer);
    if (papplSystemIsRunning(s->system))
        state_save(s->system, s->options->state_file);
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

/*
 * PAPPL looks at what has to be saved when its loop wakes up: this wakes it. It also looks for
 * names that were found to be taken. The first time, it puts our handler in the place of
 * PAPPL's, which no job can see: one that waits for a machine that is off would hold the server
 * for a minute.
 */
static bool wake_up(pappl_system_t *system, void *data)
{
    (void)data;
    if (running == NULL) {
        struct sigaction action = {.sa_handler = end_running};

        running = system;
        sigaction(SIGTERM, &action, NULL);
        sigaction(SIGINT, &action, NULL);
        action.sa_handler = log_file_reopen;
        action.sa_flags = SA_RESTART;
        sigaction(SIGHUP, &action, NULL);
        hold_signals(SIG_UNBLOCK);
    }
    dnssd_repair(system);
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

static bool create_system(struct server *s)
{
    const struct options *o = s->options;
    int num_drivers;
    pappl_pr_driver_t *drivers = printer_drivers(&num_drivers);

    s->system =
        compat_system_create(o->flags, "Canon printers", (int)s->port, "_print,_universal",
                             o->spool_folder, begin_log(o), o->log_level);
    if (s->system == NULL)
        return complain("The server could not be made: %s.", strerror(errno));
    papplSystemSetMaxClients(s->system, MAX_CLIENTS);
    papplSystemSetMaxImageSize(s->system, MAX_IMAGE_BYTES, MAX_IMAGE_SIDE, MAX_IMAGE_SIDE);
    set_version(s->system);
    if (o->server_hostname[0] != '\0') { /* safe because of compat-hostname.c */
        compat_server_name(o->server_hostname);
        papplSystemSetHostName(s->system, o->server_hostname);
    }
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

static void run(struct server *s)
{
    state_load(s->system, s->options->state_file);
    papplSystemIteratePrinters(s->system, serve_printer, NULL);
    renderings_start(s->system, s->jobs);
    papplSystemSetSaveCallback(s->system, save, s);
    keeping = s;
    compat_on_change(keep_now);
    papplSystemAddTimerCallback(s->system, time(NULL), SAVE_SECONDS, wake_up, NULL);
    if (s->options->private_server)
        dnssd_silence(s->system);
    else
        papplLog(s->system, PAPPL_LOGLEVEL_INFO, "Serving on port %u.", s->port);
    log_file_settle();
    ways_start(s->system, s->jobs);
    papplSystemRun(s->system);
    hold_signals(SIG_UNBLOCK);
    dnssd_end();
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

    return ways_open(&s->options->ways, why, sizeof(why)) || complain("%s", why);
}

static bool prepare(struct server *s)
{
    return prepare_log(s) && prepare_state(s) && prepare_spool(s) &&
           (s->options->private_server || (find_addresses(s) && find_port(s))) &&
           prepare_ways(s);
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
    /* The system is not deleted: threads of clients that are still connected go on using it
     * after papplSystemRun has returned. The program's end frees it, the sockets and the locks,
     * and withdraws what Avahi announces. */
    return good ? 0 : 1;
}
