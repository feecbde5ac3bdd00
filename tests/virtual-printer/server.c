/*
 * server.c - the virtual printer on its ports: one loop, one job connection at a time.
 * Effects: sockets, files, signals, the clock, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE  /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): ppoll \
                      */

#include "tests/virtual-printer/server.h"

#include "tests/virtual-printer/events.h"
#include "tests/virtual-printer/lpd.h"
#include "tests/virtual-printer/net.h"
#include "tests/virtual-printer/receiver.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PIECE         16384u /* bytes read at a time */
#define CONTROL_WAIT  250u   /* ms between two looks at the control file */
#define LONGEST_WAIT  60000u
#define SNMP_BYTES    4096u
#define RELISTEN_WAIT 1000u

/* A port that takes connections. */
struct port {
    const char *what;
    struct address address;
    bool wanted;
    int fd; /* -1: closed */
};

struct server {
    const struct server_options *options;
    struct machine machine;
    struct job_store store;
    struct port raw, lpd_port;
    int snmp;
    int connection; /* -1: none */
    bool connection_is_lpd;
    struct lpd lpd;
    struct receiver receiver;
    uint64_t last_read_ms;
    struct stat control; /* as it was when it was read last */
};

static volatile sig_atomic_t stop_asked, reload_asked;

static void on_signal(int number)
{
    if (number == SIGHUP)
        reload_asked = 1;
    else
        stop_asked = 1;
}

static uint64_t clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static bool job_started(void *ctx)
{
    return machine_job_started(&((struct server *)ctx)->machine);
}

static void job_ended(void *ctx)
{
    machine_job_ended(&((struct server *)ctx)->machine);
}

static bool page_started(void *ctx, const struct side *side)
{
    return machine_page_started(&((struct server *)ctx)->machine, side);
}

static bool page_ended(void *ctx, const struct side *side)
{
    return machine_page_ended(&((struct server *)ctx)->machine, side);
}

static void reply(void *ctx, const char *text, size_t n)
{
    const struct server *s = ctx;

    if (send(s->connection, text, n, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)n)
        fprintf(stderr, "virtual-printer: an answer was not taken: %s\n", strerror(errno));
}

static void lpd_data(void *ctx, const uint8_t *bytes, size_t n)
{
    receiver_feed(&((struct server *)ctx)->receiver, bytes, n);
}

static void lpd_data_end(void *ctx)
{
    receiver_end(&((struct server *)ctx)->receiver, NULL);
}

/* Close it so that the other side sees an error. */
static void reset(int fd)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};

    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(fd);
}

/* The connection and the job in it are over. */
static void disconnect(struct server *s, const char *aborted, bool hard)
{
    if (s->connection < 0)
        return;
    receiver_end(&s->receiver, aborted);
    if (hard)
        reset(s->connection);
    else
        close(s->connection);
    s->connection = -1;
    machine_disconnected(&s->machine);
    event("disconnect", "us", "bytes", (unsigned long long)s->machine.connection_bytes, "why",
          aborted);
}

/* What faults and scenes have in store for the connection. */
static void judge(struct server *s)
{
    switch (machine_judge(&s->machine)) {
    case MACHINE_GOES_ON:
        break;
    case MACHINE_CLOSES:
        disconnect(s, "the machine closed the connection", false);
        break;
    case MACHINE_LOSES_POWER:
        disconnect(s, "the machine lost its power", true);
        machine_lose_power(&s->machine);
        break;
    }
}

/* Somebody connects. The one that wakes the machine up is reset, or waits until it is awake. */
static void take_connection(struct server *s, const struct port *port)
{
    struct address from = {.size = sizeof from.storage};
    enum knock knock = machine_knock(&s->machine);
    char text[300];
    int fd;

    if (knock == KNOCK_WAIT)
        return;
    fd = accept(port->fd, (struct sockaddr *)&from.storage, &from.size);
    if (fd < 0)
        return; /* it has gone again */
    if (knock == KNOCK_RESET) {
        reset(fd);
        return;
    }
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    s->connection = fd;
    s->connection_is_lpd = port == &s->lpd_port;
    s->last_read_ms = s->machine.now_ms;
    machine_connected(&s->machine);
    receiver_start(&s->receiver);
    s->receiver.reply = s->connection_is_lpd ? NULL : reply;
    lpd_start(&s->lpd);
    address_print(&from, text, sizeof text);
    event("connect", "ss", "port", port == &s->lpd_port ? "lpd" : "raw", "from", text);
    judge(s);
}

static void read_connection(struct server *s, size_t most)
{
    uint8_t bytes[PIECE];
    ssize_t n = recv(s->connection, bytes, most < sizeof bytes ? most : sizeof bytes, 0);

    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return;
    if (n < 0) {
        disconnect(s, strerror(errno), false);
        return;
    }
    if (n == 0) {
        disconnect(s, NULL, false);
        return;
    }
    s->last_read_ms = s->machine.now_ms;
    machine_has_read(&s->machine, (size_t)n);
    s->lpd.refuses = faults_active(&s->machine.faults, FAULT_LPD_REFUSE);
    if (!s->connection_is_lpd)
        receiver_feed(&s->receiver, bytes, (size_t)n);
    else if (!lpd_feed(&s->lpd, bytes, (size_t)n))
        disconnect(s, NULL, false);
    if (s->connection >= 0)
        judge(s);
}

static void answer_snmp(struct server *s)
{
    struct address from = {.size = sizeof from.storage};
    uint8_t question[SNMP_BYTES], answer[SNMP_BYTES];
    ssize_t n = recvfrom(s->snmp, question, sizeof question, 0,
                         (struct sockaddr *)&from.storage, &from.size);
    size_t size;

    if (n <= 0 || machine_is_silent(&s->machine))
        return;
    size = machine_snmp(&s->machine, question, (size_t)n, answer, sizeof answer);
    /* a lost answer is nothing special with UDP */
    if (size > 0 && sendto(s->snmp, answer, size, MSG_DONTWAIT,
                           (struct sockaddr *)&from.storage, from.size) < 0)
        fprintf(stderr, "virtual-printer: SNMP answer: %s\n", strerror(errno));
}

/* Ports are open unless the machine is off or refuses. */
static void keep_port(struct server *s, struct port *port)
{
    bool open = port->wanted && !machine_refuses(&s->machine);

    if (!open && port->fd >= 0) {
        close(port->fd);
        port->fd = -1;
    } else if (open && port->fd < 0) {
        port->fd = address_listen(&port->address, false);
    }
}

static void set_faults(struct server *s, const struct faults *faults)
{
    machine_set_faults(&s->machine, faults);
    machine_tick(&s->machine, clock_ms());
    event("faults", "u", "number", (unsigned long long)faults->num);
}

/* The control file says what is wrong from now on; without one, somebody has put all right. */
static void reload(struct server *s)
{
    struct faults faults = {.num = 0};
    struct settings settings = {.given = 0};
    char why[400];

    if (s->options->control &&
        !control_read(&faults, &settings, s->options->control, why, sizeof why)) {
        fprintf(stderr, "virtual-printer: %s\n", why);
        event("control-error", "s", "why", why);
        return;
    }
    machine_set(&s->machine, &settings);
    set_faults(s, &faults);
}

static bool control_changed(struct server *s)
{
    struct stat info;
    bool changed;

    if (!s->options->control || stat(s->options->control, &info) != 0)
        return false;
    changed = info.st_mtim.tv_sec != s->control.st_mtim.tv_sec ||
              info.st_mtim.tv_nsec != s->control.st_mtim.tv_nsec ||
              info.st_size != s->control.st_size || info.st_ino != s->control.st_ino;
    s->control = info;
    return changed;
}

/* A sender that has been silent for too long, although we would read. */
static uint64_t idle_left(const struct server *s)
{
    uint64_t limit = (uint64_t)s->options->idle_timeout_s * 1000;
    uint64_t silent = s->machine.now_ms - s->last_read_ms;

    if (s->connection < 0 || limit == 0)
        return LONGEST_WAIT;
    return silent < limit ? limit - silent : 0;
}

static int loop_once(struct server *s, const sigset_t *signals)
{
    struct pollfd fds[4];
    struct timespec timeout;
    size_t room = 0;
    bool takes;
    uint64_t wait =
        machine_wait(&s->machine, s->options->control ? CONTROL_WAIT : LONGEST_WAIT);
    int n;

    if (s->connection >= 0) {
        room = machine_may_read(&s->machine, PIECE);
        if (room == 0)
            s->last_read_ms = s->machine.now_ms;
    }
    if (idle_left(s) < wait)
        wait = idle_left(s);
    if (wait > RELISTEN_WAIT && !machine_refuses(&s->machine) &&
        ((s->raw.wanted && s->raw.fd < 0) || (s->lpd_port.wanted && s->lpd_port.fd < 0)))
        wait = RELISTEN_WAIT;
    takes = machine_takes(&s->machine);
    fds[0] = (struct pollfd){.fd = takes ? s->raw.fd : -1, .events = POLLIN};
    fds[1] = (struct pollfd){.fd = takes ? s->lpd_port.fd : -1, .events = POLLIN};
    fds[2] = (struct pollfd){.fd = s->snmp, .events = POLLIN};
    fds[3] = (struct pollfd){.fd = s->connection, .events = room > 0 ? POLLIN : 0};
    timeout = (struct timespec){(time_t)(wait / 1000), (long)(wait % 1000) * 1000000};
    n = ppoll(fds, 4, &timeout, signals);
    if (n < 0 && errno != EINTR) {
        fprintf(stderr, "virtual-printer: poll: %s\n", strerror(errno));
        return 1;
    }
    machine_tick(&s->machine, clock_ms());
    judge(s);
    if (n <= 0)
        return 0;
    if (fds[2].revents)
        answer_snmp(s);
    if (s->connection < 0)
        fds[3].revents = 0; /* it is over since it was polled */
    if (fds[3].revents & (POLLERR | POLLHUP) && room == 0)
        disconnect(s, "the sender broke the connection", false);
    else if (fds[3].revents)
        read_connection(s, room);
    if (fds[0].revents && machine_takes(&s->machine) && !machine_refuses(&s->machine))
        take_connection(s, &s->raw);
    if (fds[1].revents && machine_takes(&s->machine) && !machine_refuses(&s->machine))
        take_connection(s, &s->lpd_port);
    return 0;
}

static bool open_port(struct port *port, const char *what, const char *text)
{
    char why[400], place[300];

    port->what = what;
    port->fd = -1;
    port->wanted = text != NULL;
    if (!text)
        return true;
    if (!address_parse(text, false, &port->address, why, sizeof why)) {
        fprintf(stderr, "virtual-printer: %s\n", why);
        return false;
    }
    port->fd = address_listen(&port->address, false);
    if (port->fd < 0) {
        fprintf(stderr, "virtual-printer: cannot listen on %s: %s\n", text, strerror(errno));
        return false;
    }
    address_print(&port->address, place, sizeof place);
    printf("virtual-printer: %s on %s\n", what, place);
    return true;
}

static bool open_snmp(struct server *s, const char *text)
{
    struct address address;
    char why[400], place[300];

    s->snmp = -1;
    if (!text)
        return true;
    if (!address_parse(text, true, &address, why, sizeof why)) {
        fprintf(stderr, "virtual-printer: %s\n", why);
        return false;
    }
    s->snmp = address_listen(&address, true);
    if (s->snmp < 0) {
        fprintf(stderr, "virtual-printer: no SNMP on %s: %s\n", text, strerror(errno));
        return false;
    }
    address_print(&address, place, sizeof place);
    printf("virtual-printer: SNMP on %s\n", place);
    return true;
}

/* Signals arrive only while the loop waits; *waiting is the mask for that. */
static void catch_signals(sigset_t *waiting)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t blocked;

    sigemptyset(&action.sa_mask);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGHUP);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, waiting);
    sigdelset(waiting, SIGHUP);
    sigdelset(waiting, SIGINT);
    sigdelset(waiting, SIGTERM);
    sigaction(SIGHUP, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* FOLDER/paper.log, which goes on as the folders do. */
static bool open_paper_log(struct server *s)
{
    char path[4096];

    if (snprintf(path, sizeof path, "%s/paper.log", s->options->output) < (int)sizeof path)
        s->machine.engine.log = fopen(path, "ae");
    if (!s->machine.engine.log)
        fprintf(stderr, "virtual-printer: %s/paper.log: %s\n", s->options->output,
                strerror(errno));
    return s->machine.engine.log != NULL;
}

static void start_machine(struct server *s)
{
    const struct server_options *options = s->options;

    machine_start(&s->machine, options->model, clock_ms());
    s->machine.buffer = options->buffer;
    s->machine.community = options->community;
    s->machine.scenario = &options->scenario;
    machine_set(&s->machine, &options->settings);
    machine_set_faults(&s->machine, &options->faults);
    if (control_changed(s))
        reload(s);
    machine_power_on(&s->machine);
    machine_tick(&s->machine, clock_ms());
}

static void watch_jobs(struct server *s)
{
    s->store.pictures = s->options->pictures;
    s->store.band_rows = s->options->model->band_rows;
    s->store.job_started = job_started;
    s->store.job_ended = job_ended;
    s->store.page_started = page_started;
    s->store.page_ended = page_ended;
    s->store.ctx = s;
    s->receiver.store = &s->store;
    s->receiver.pjl_id = s->options->model->pjl_id;
    s->receiver.languages = s->options->model->languages;
    s->receiver.ctx = s;
    s->lpd.reply = reply;
    s->lpd.data = lpd_data;
    s->lpd.data_end = lpd_data_end;
    s->lpd.ctx = s;
}

static bool start(struct server *s, const struct server_options *options)
{
    char why[400];

    s->options = options;
    s->connection = s->snmp = s->raw.fd = s->lpd_port.fd = -1;
    if (!job_store_open(&s->store, options->output, why, sizeof why)) {
        fprintf(stderr, "virtual-printer: %s\n", why);
        return false;
    }
    watch_jobs(s);
    start_machine(s);
    if (!open_paper_log(s))
        return false;
    return open_port(&s->raw, "listening", options->listen) &&
           open_port(&s->lpd_port, "LPD", options->lpd) && open_snmp(s, options->snmp);
}

static void stop(struct server *s)
{
    /* what has not come out never will: first the job is told, then the pages are lost */
    s->machine.switched_off = true;
    disconnect(s, "the virtual printer was ended", true);
    machine_lose_power(&s->machine);
    if (s->machine.engine.log)
        fclose(s->machine.engine.log);
    if (s->raw.fd >= 0)
        close(s->raw.fd);
    if (s->lpd_port.fd >= 0)
        close(s->lpd_port.fd);
    if (s->snmp >= 0)
        close(s->snmp);
}

int server_run(const struct server_options *options)
{
    struct server *s = calloc(1, sizeof *s);
    sigset_t waiting;
    int status = 1;

    if (!s) {
        fprintf(stderr, "virtual-printer: no memory\n");
        return 1;
    }
    catch_signals(&waiting);
    if (start(s, options)) {
        fflush(stdout);
        for (status = 0; !stop_asked && status == 0;) {
            if (reload_asked || control_changed(s)) {
                reload_asked = 0;
                reload(s);
            }
            keep_port(s, &s->raw);
            keep_port(s, &s->lpd_port);
            if (idle_left(s) == 0)
                disconnect(s, "the sender was silent for too long", false);
            status = loop_once(s, &waiting);
        }
    }
    stop(s);
    free(s);
    return status;
}
