/*
 * system-places.c - where a server keeps what it keeps and where it is reached: see
 * system-parts.h.
 * Effects: files, locks, sockets; standard error.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "system-parts.h"

#include "system.h"
#include "access-people.h"
#include "access-print.h"
#include "accounting.h"
#include "accounts.h"
#include "device-lpd.h"
#include "documents.h"
#include "identity.h"
#include "import.h"
#include "keeper.h"
#include "listen.h"
#include "log-file.h"
#include "options-table.h"
#include "reseal.h"
#include "queue-settings.h"
#include "quota.h"
#include "scratch.h"
#include "state.h"
#include "vault.h"
#include "whole-file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pappl/pappl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* On standard error; where that is the log's file by now, also where it was before. */
bool system_complain(const char *format, ...)
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
        (void)system_complain("%s", why);
    reseal_state(s->options->state_file);
    snprintf(path, sizeof(path), "%s.accounts", s->options->state_file);
    (void)accounts_open(path, why, sizeof(why));
    if (why[0] != '\0')
        (void)system_complain("%s", why);
}

static void open_access(const struct server *s)
{
    char why[1300] = "";

    access_people_open(s->options->state_file, why, sizeof(why));
    if (why[0] != '\0')
        (void)system_complain("%s", why);
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
        return system_complain("What was imported cannot be put in its place: %s", why);
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
    return newer &&
           !system_complain("The state file '%s' was written by a newer version of this "
                            "program, and is left alone. Install that version again, or "
                            "begin anew with -o state-file=FILE.",
                            s->options->state_file);
}

bool system_open_state(struct server *s)
{
    char lock[1100];

    snprintf(lock, sizeof(lock), "%s.lock", s->options->state_file);
    if (!make_folder_of(s->options->state_file))
        return system_complain("The folder of the state file '%s' cannot be made: %s. "
                               "Name another with -o state-file=FILE.",
                               s->options->state_file, strerror(errno));
    s->state_lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->state_lock < 0)
        return system_complain("The state file '%s' cannot be used: %s.",
                               s->options->state_file, strerror(errno));
    if (flock(s->state_lock, LOCK_EX | LOCK_NB) != 0)
        return system_complain("Another server uses the state file '%s'. "
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

struct jobs_limits system_limits(const struct options *o)
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
    const struct jobs_limits limits = system_limits(o);
    struct document_limits documents = {o->spool_folder, o->max_storage, o->keep_free};
    char why[512] = "";

    documents_set_limits(&documents);
    s->jobs = keeper_open(o->spool_folder, &limits, why, sizeof(why));
    return s->jobs != NULL || system_complain("%s", why);
}

bool system_open_spool(struct server *s)
{
    const char *path = s->options->spool_folder;
    struct stat info;

    if (!make_folder(path) || stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
        return system_complain("The spool folder '%s' cannot be made: %s. "
                               "Name another with -o spool-directory=DIR.",
                               path, strerror(errno));
    if (info.st_uid == geteuid())
        (void)chmod(path, 0700);
    s->spool_lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (s->spool_lock < 0 || access(path, W_OK) != 0)
        return system_complain("The spool folder '%s' cannot be used: %s.", path,
                               strerror(errno));
    if (flock(s->spool_lock, LOCK_EX | LOCK_NB) != 0)
        return system_complain("Another server uses the spool folder '%s'. "
                               "Give this one its own: -o spool-directory=DIR.",
                               path);
    clean_spool(path);
    reseal_spool(path);
    device_set_spool_folder(path);
    return open_jobs(s);
}

/* ---- addresses ---- */

bool system_is_kept(const struct options *o, const char *name)
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
        (void)system_complain("Cannot listen on %s port %u: %s.", where, s->port,
                              error == EADDRINUSE ? "another program has it" : strerror(error));
        if (!system_is_kept(o, "server-port"))
            return false;
    }
    s->port = listen_choose_port(&wish, listen_port_error, &s->listen, &error);
    if (s->port == 0)
        return system_complain("Cannot listen on %s: %s.", where, strerror(error));
    if (wish.remembered != 0 && s->port != wish.remembered)
        (void)system_complain("Port %u, by which clients know this server, cannot be had: %s. "
                              "It serves on port %u until it is started again.",
                              wish.remembered,
                              error == EADDRINUSE ? "another program has it" : strerror(error),
                              s->port);
    if (wish.remembered == 0 && !identity_keep_port(s->port))
        (void)system_complain(
            "The port could not be kept: %s. The next start may choose another.",
            strerror(errno));
    return true;
}

bool system_find_place(struct server *s)
{
    char why[512] = "";

    if (!listen_find(&s->listen, s->options->listen_hostname, why, sizeof(why))) {
        (void)system_complain("%s", why);
        /* not everywhere: somebody wanted it narrower */
        if (!system_is_kept(s->options, "listen-hostname") ||
            !listen_find(&s->listen, "localhost", why, sizeof(why)))
            return false;
    }
    return find_port(s);
}

bool system_add_listeners(struct server *s)
{
    bool any = false;

    for (size_t i = 0; !s->options->private_server && i < s->listen.n; i++)
        /* each by itself: of two families PAPPL would take the first that works */
        if (listen_can_bind(&s->listen, i, s->port))
            any = papplSystemAddListeners(s->system, s->listen.addresses[i].name) || any;
    return any || s->options->private_server ||
           system_complain("Cannot listen on port %u.", s->port);
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

void system_add_sockets(struct server *s)
{
    char name[64];

    add_socket(s, PROGRAM_NAME);
    if (!s->options->private_server) {
        snprintf(name, sizeof(name), PROGRAM_NAME "-%u", s->port);
        add_socket(s, name);
    }
}

void system_remove_sockets(struct server *s)
{
    for (size_t i = 0; i < s->num_sockets; i++) {
        struct stat now;

        if (stat(s->sockets[i], &now) == 0 && now.st_ino == s->socket_files[i].st_ino &&
            now.st_dev == s->socket_files[i].st_dev)
            (void)unlink(s->sockets[i]);
    }
}
