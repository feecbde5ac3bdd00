/*
 * watch.c - see watch.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE /* F_SETLEASE. NOLINT(bugprone-reserved-identifier,cert-dcl*): its name */
#include "watch.h"

#include "charset.h"
#include "log.h"
#include "submission.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLAIMED ".printing-"

/* A file of which nobody tells that it is whole is so after this time without a change; the
 * folder is looked through as often, for what came by the network, of which nobody tells. */
#define SETTLE_SECONDS 5

struct watched {
    const struct way_folder *folder;
    pappl_system_t *system;
    pthread_t thread;
    int fd, events;
    int stop[2]; /* closed at the end */
    bool keep, running, ended;
    bool missing;     /* its queue is not there, and that was told */
    bool busy;        /* a file could not be taken now: not before a while */
    ino_t complained; /* of this file was said that it cannot be taken */
};

static struct watched watched[WAYS_MAX];
static size_t num_watched;
static pthread_mutex_t ended_mutex = PTHREAD_MUTEX_INITIALIZER; /* guards ended */
static pthread_cond_t ended_cond = PTHREAD_COND_INITIALIZER;

bool watch_open(const struct way_folder *folder, bool keep, char *why, size_t why_size)
{
    struct watched *w = &watched[num_watched];
    struct stat info;

    *w = (struct watched){
        .folder = folder, .keep = keep, .events = -1, .stop = {-1, -1}
    };
    w->fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (w->fd >= 0 && fstat(w->fd, &info) == 0 && faccessat(w->fd, ".", W_OK | X_OK, 0) == 0) {
        w->events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
        if (w->events >= 0 &&
            inotify_add_watch(w->events, folder->path,
                              IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR) >= 0 &&
            pipe(w->stop) == 0) {
            (void)fcntl(w->stop[0], F_SETFD, FD_CLOEXEC);
            (void)fcntl(w->stop[1], F_SETFD, FD_CLOEXEC);
            num_watched++;
            return true;
        }
    }
    snprintf(why, why_size, "The folder '%s' cannot be watched: %s.", folder->path,
             strerror(errno));
    if (w->fd >= 0)
        close(w->fd);
    if (w->events >= 0)
        close(w->events);
    return false;
}

/* ---- which files ---- */

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);

    return n > m && strcmp(name + n - m, end) == 0;
}

static bool is_wanted(const char *name)
{
    return name[0] != '.' && !ends_with(name, ".part") && !ends_with(name, ".tmp") &&
           !ends_with(name, ".crdownload") && !ends_with(name, "~");
}

/* An ordinary file of one name, opened; -1: it is none. */
static int open_file(const struct watched *w, const char *name, struct stat *info)
{
    int fd = openat(w->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

    if (fd >= 0 && (fstat(fd, info) != 0 || !S_ISREG(info->st_mode) || info->st_nlink != 1)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* Whether nobody writes to it any more. Where the system does not tell: by its time. */
static bool is_whole(int fd, const struct stat *info)
{
    if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
        (void)fcntl(fd, F_SETLEASE, F_UNLCK);
        return true;
    }
    if (errno == EAGAIN)
        return false;
    return time(NULL) - info->st_mtime >= SETTLE_SECONDS;
}

/* ---- where files go ---- */

/* A folder in the folder, made if need be; not one that a link leads to. Who may look into the
 * one may look into the other, whatever the umask. */
static int open_place(const struct watched *w, const char *name)
{
    bool made = mkdirat(w->fd, name, 0700) == 0;
    int place = openat(w->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat info;

    if (made && place >= 0 && fstat(w->fd, &info) == 0)
        (void)fchmod(place, info.st_mode & 0755);
    return place;
}

/* A name that is free in a place. */
static bool free_name(int place, const char *name, char *found, size_t size)
{
    struct stat info;

    for (unsigned i = 1; i < 1000; i++) {
        int n = i == 1 ? snprintf(found, size, "%s", name)
                       : snprintf(found, size, "%u-%.200s", i, name);

        if (n > 0 && (size_t)n < size &&
            fstatat(place, found, &info, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
            return true;
    }
    return false;
}

static void write_reason(int place, const char *name, const char *why)
{
    char file[300];
    int fd;

    snprintf(file, sizeof(file), "%.250s.txt", name);
    fd = openat(place, file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
        return;
    (void)fchmod(fd, 0644);
    (void)dprintf(fd, "%s\n", why);
    close(fd);
}

/* why: NULL for none. */
static void move_to(const struct watched *w, const char *from, const char *place_name,
                    const char *name, const char *why)
{
    int place = open_place(w, place_name);
    char found[300];

    if (place >= 0 && free_name(place, name, found, sizeof(found)) &&
        renameat(w->fd, from, place, found) == 0) {
        if (why != NULL)
            write_reason(place, found, why);
    } else
        log_say(LOG_SAY_ERROR, "'%s' in the folder '%s' cannot be moved to '%s': %s.", from,
                w->folder->path, place_name, strerror(errno));
    if (place >= 0)
        close(place);
}

/* ---- one file ---- */

static const char *owner_of(const struct stat *info, char *name, size_t size)
{
    struct passwd entry, *found = NULL;
    char text[2048];

    if (getpwuid_r(info->st_uid, &entry, text, sizeof(text), &found) != 0 || found == NULL)
        return NULL;
    snprintf(name, size, "%s", found->pw_name);
    return name;
}

static void settle(struct watched *w, const char *name, const char *claimed,
                   enum submission_result result, int id, const char *why)
{
    if (result == SUBMISSION_TAKEN) {
        log_say(LOG_SAY_INFO, "[Job %d] Came by the folder '%s'.", id, w->folder->path);
        if (w->keep)
            move_to(w, claimed, "printed", name, NULL);
        else
            (void)unlinkat(w->fd, claimed, 0);
    } else if (result == SUBMISSION_BUSY) {
        (void)renameat(w->fd, claimed, w->fd, name);
        w->busy = true;
    } else {
        log_say(LOG_SAY_WARN, "'%s' in the folder '%s' was not taken: %s", name,
                w->folder->path, why);
        move_to(w, claimed, "failed", name, why);
    }
}

static void print(struct watched *w, int fd, const struct stat *info, const char *name,
                  const char *claimed)
{
    struct submission s = {.printer = way_printer(w->system, w->folder->queue)};
    enum submission_result result = SUBMISSION_BUSY;
    struct document_input input;
    char title[256], user[128], why[512] = "";
    int id = 0;

    charset_tidy((const uint8_t *)name, strlen(name), title, sizeof(title));
    s.name = title;
    s.user = owner_of(info, user, sizeof(user));
    input_from_fd(&input, fd, (uint64_t)info->st_size);
    if (s.printer != NULL)
        result = submission_print(&s, &input, &id, why, sizeof(why));
    settle(w, name, claimed, result, id, why[0] != '\0' ? why : "Canceled.");
}

/* The file is ours from now on. It may have been replaced since it was opened. */
static bool claim(struct watched *w, const char *name, const struct stat *info,
                  const char *claimed)
{
    struct stat now;

    if (renameat(w->fd, name, w->fd, claimed) != 0) {
        if (w->complained != info->st_ino)
            log_say(LOG_SAY_WARN,
                    "'%s' in the folder '%s' cannot be taken away: %s. It is not "
                    "printed.",
                    name, w->folder->path, strerror(errno));
        w->complained = info->st_ino;
        return false;
    }
    if (fstatat(w->fd, claimed, &now, AT_SYMLINK_NOFOLLOW) == 0 && now.st_ino == info->st_ino &&
        now.st_dev == info->st_dev)
        return true;
    (void)renameat(w->fd, claimed, w->fd, name);
    return false;
}

static void look_at(struct watched *w, const char *name)
{
    struct stat info, now;
    char claimed[300];
    int fd;

    if (!is_wanted(name) || strlen(name) + sizeof(CLAIMED) > NAME_MAX)
        return;
    fd = open_file(w, name, &info);
    if (fd < 0)
        return;
    snprintf(claimed, sizeof(claimed), CLAIMED "%s", name);
    /* A file without a byte is one that somebody has just begun. */
    if (info.st_size > 0 && is_whole(fd, &info) && fstat(fd, &now) == 0 &&
        now.st_size == info.st_size && claim(w, name, &info, claimed))
        print(w, fd, &info, name, claimed);
    close(fd);
}

/* ---- the folder ---- */

static bool is_stopping(const struct watched *w)
{
    struct pollfd fd = {.fd = w->stop[0], .events = POLLIN};

    return poll(&fd, 1, 0) > 0;
}

/* All files; at the start also those that were on their way when the program ended. */
static void look_through(struct watched *w, bool first)
{
    int copy = openat(w->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = copy >= 0 ? fdopendir(copy) : NULL;
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL && !is_stopping(w)) {
        if (first && strncmp(entry->d_name, CLAIMED, strlen(CLAIMED)) == 0)
            move_to(w, entry->d_name, "failed", entry->d_name + strlen(CLAIMED),
                    "The program ended while this was printed: look whether it was.");
        else
            look_at(w, entry->d_name);
    }
    if (folder != NULL)
        closedir(folder);
    else if (copy >= 0)
        close(copy);
}

/* What inotify tells is only that there is something: names are looked up anyway. */
static void drop_events(const struct watched *w)
{
    char bytes[4096];

    while (read(w->events, bytes, sizeof(bytes)) > 0)
        ;
}

/* Told once each time it is missing. */
static bool has_queue(struct watched *w)
{
    bool there = way_printer(w->system, w->folder->queue) != NULL;

    if (!there && !w->missing)
        log_say(LOG_SAY_WARN, "There is no queue '%s' for the folder '%s': files wait.",
                w->folder->queue, w->folder->path);
    w->missing = !there;
    return there;
}

static void *watch(void *ctx)
{
    struct watched *w = ctx;
    bool first = true;

    while (!is_stopping(w)) {
        struct pollfd fds[2] = {
            {.fd = w->stop[0], .events = POLLIN},
            {.fd = w->events,  .events = POLLIN},
        };

        if (has_queue(w)) {
            look_through(w, first);
            first = false;
        } else
            w->busy = true;
        /* the file that was put back is an event itself */
        if (poll(fds, w->busy ? 1 : 2, SETTLE_SECONDS * 1000) > 0 || w->busy)
            drop_events(w);
        w->busy = false;
    }
    pthread_mutex_lock(&ended_mutex);
    w->ended = true;
    pthread_cond_broadcast(&ended_cond);
    pthread_mutex_unlock(&ended_mutex);
    return NULL;
}

void watch_start(pappl_system_t *system)
{
    /* comes when a file is opened for writing in the moment it is asked about */
    signal(SIGIO, SIG_IGN);
    for (size_t i = 0; i < num_watched; i++) {
        struct watched *w = &watched[i];
        struct stat info;

        w->system = system;
        w->running = pthread_create(&w->thread, NULL, watch, w) == 0;
        log_say(LOG_SAY_INFO, "Watching the folder '%s' for %s.", w->folder->path,
                w->folder->queue);
        if (fstat(w->fd, &info) == 0 && (info.st_mode & 0002) != 0)
            log_say(LOG_SAY_WARN, "Everybody on this computer may print by the folder '%s'.",
                    w->folder->path);
    }
}

void watch_stop(void)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 2;
    for (size_t i = 0; i < num_watched; i++) {
        close(watched[i].stop[1]);
        watched[i].stop[1] = -1;
    }
    pthread_mutex_lock(&ended_mutex);
    for (size_t i = 0; i < num_watched; i++)
        while (watched[i].running && !watched[i].ended &&
               pthread_cond_timedwait(&ended_cond, &ended_mutex, &until) == 0)
            ;
    pthread_mutex_unlock(&ended_mutex);
}
