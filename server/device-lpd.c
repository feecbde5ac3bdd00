/*
 * device-lpd.c - lpd://: a job to a queue by the line printer daemon protocol.
 *
 * The protocol wants the length of a job before its data, and a job's length is known at its
 * end: it is kept in a nameless file until device_finish(). Or, with stream=yes in the URI, the
 * job is sent as it comes with the length 0, which lasts until the connection ends. The control
 * file then goes first: after the data there is nobody to send it to.
 *
 * Effects: sockets, the clock, a nameless file of at most SPOOL_MAX bytes, the job's events.
 * Source: RFC 1179 sections 5.2, 6.2, 6.3, 7; the manual of LPRng on data files of length 0.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/device-lpd.h"

#include "server/device-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SPOOL_MAX   ((uint64_t)1 << 30)
#define SPOOL_PIECE 65536

struct lpd {
    struct stream stream;
    int fd; /* the nameless file, -1: none */
    uint64_t size;
    unsigned char piece[SPOOL_PIECE];
};

/* How an attempt to hand the job over ended. */
enum attempt { ATTEMPT_DONE, ATTEMPT_AGAIN, ATTEMPT_FAILED };

static pthread_mutex_t folder_mutex = PTHREAD_MUTEX_INITIALIZER;
static char spool_folder[1024]; /* guarded by folder_mutex; "": from the environment */

void device_set_spool_folder(const char *folder)
{
    pthread_mutex_lock(&folder_mutex);
    snprintf(spool_folder, sizeof spool_folder, "%s", folder ? folder : "");
    pthread_mutex_unlock(&folder_mutex);
}

static void get_spool_folder(char *folder, size_t size)
{
    const char *environment = getenv("TMPDIR");

    pthread_mutex_lock(&folder_mutex);
    snprintf(folder, size, "%s", spool_folder);
    pthread_mutex_unlock(&folder_mutex);
    if (!folder[0])
        snprintf(folder, size, "%s", environment && environment[0] ? environment : "/tmp");
}

/* Letters, digits and dashes of a name; the protocol ends names at blanks and lines. */
static void clean_name(const char *from, const char *otherwise, char *to, size_t size)
{
    size_t n = 0;

    for (; *from && n + 1 < size; from++)
        if ((*from >= '0' && *from <= '9') || (*from >= 'A' && *from <= 'Z') ||
            (*from >= 'a' && *from <= 'z') || *from == '-' || *from == '_')
            to[n++] = *from;
    to[n] = '\0';
    if (n == 0)
        snprintf(to, size, "%s", otherwise);
}

/* What is said about one job. */
struct dialogue {
    char host[32];
    char user[32];
    unsigned number; /* 0..999 */
    char control[512];
    size_t control_size; /* with the NUL that ends it on the wire */
};

static void prepare(const struct link *link, struct dialogue *d)
{
    static atomic_uint counter;
    char host[256] = "";

    gethostname(host, sizeof host - 1);
    host[strcspn(host, ".")] = '\0';
    clean_name(host, "localhost", d->host, sizeof d->host);
    clean_name(link->uri.user, "canon", d->user, sizeof d->user);
    d->number = ((unsigned)getpid() + atomic_fetch_add(&counter, 1)) % 1000;
    /* l: print the file as it is, control characters too (7.23); U: forget it afterwards (7.9);
     * N: its name (7.8). H and P come first (7.2, 7.6). */
    snprintf(d->control, sizeof d->control,
             "H%s\nP%s\nJdocument\nldfA%03u%s\nUdfA%03u%s\nNdocument\n", d->host, d->user,
             d->number, d->host, d->number, d->host);
    d->control_size = strlen(d->control) + 1;
}

/* After something went wrong: again while the machine has nothing of the data, else the end.
 * end is never STREAM_OK. */
static enum attempt gone_wrong(struct lpd *lpd, struct link *link, enum stream_end end)
{
    const char *reason = end == STREAM_SILENT ? "no answer" : stream_reason(&lpd->stream);
    char message[512];

    if (end == STREAM_CANCELED) {
        link_fail_canceled(link);
        return ATTEMPT_FAILED;
    }
    if (atomic_load(&link->bytes) > 0) {
        link_fail_stopped(link, reason);
        return ATTEMPT_FAILED;
    }
    snprintf(message, sizeof message,
             "The printer at %s did not begin to take the job (%s); it is tried again.",
             link->uri.host, reason);
    if (stream_back_off(&lpd->stream, link, message) == STREAM_OK)
        return ATTEMPT_AGAIN;
    link_fail_canceled(link);
    return ATTEMPT_FAILED;
}

static enum attempt refused(struct lpd *lpd, struct link *link, const char *what, unsigned code)
{
    char message[640];

    if (atomic_load(&link->bytes) > 0) {
        link_fail(link, "The printer refused the job after %llu bytes (LPD answer %u).",
                  (unsigned long long)atomic_load(&link->bytes), code);
        return ATTEMPT_FAILED;
    }
    snprintf(
        message, sizeof message,
        "The printer at %s refuses %s for queue \"%s\" (LPD answer %u); it is tried again. "
        "Check the name of the queue.",
        link->uri.host, what, link->uri.queue, code);
    if (stream_back_off(&lpd->stream, link, message) == STREAM_OK)
        return ATTEMPT_AGAIN;
    link_fail_canceled(link);
    return ATTEMPT_FAILED;
}

/* Each step: ATTEMPT_DONE when the machine agrees. */
static enum attempt get_answer(struct lpd *lpd, struct link *link, const char *what,
                               unsigned ms)
{
    unsigned char answer;
    enum stream_end end = stream_receive(&lpd->stream, link, ms, &answer);

    if (end != STREAM_OK)
        return gone_wrong(lpd, link, end);
    return answer == 0 ? ATTEMPT_DONE : refused(lpd, link, what, answer);
}

static enum attempt send_plain(struct lpd *lpd, struct link *link, const void *bytes, size_t n)
{
    enum stream_end end = stream_send(&lpd->stream, link, bytes, n, false);

    return end == STREAM_OK ? ATTEMPT_DONE : gone_wrong(lpd, link, end);
}

static enum attempt send_command(struct lpd *lpd, struct link *link, const char *command,
                                 const char *what)
{
    enum attempt end = send_plain(lpd, link, command, strlen(command));

    return end == ATTEMPT_DONE ? get_answer(lpd, link, what, link->times.ack) : end;
}

static enum attempt send_control(struct lpd *lpd, struct link *link, const struct dialogue *d)
{
    char command[128];
    enum attempt end;

    snprintf(command, sizeof command, "\2%zu cfA%03u%s\n", d->control_size - 1, d->number,
             d->host);
    end = send_command(lpd, link, command, "a job's description");
    if (end == ATTEMPT_DONE)
        end = send_plain(lpd, link, d->control, d->control_size);
    return end == ATTEMPT_DONE ? get_answer(lpd, link, "a job's description", link->times.ack)
                               : end;
}

/* From connecting on to the permission to send the data. */
static enum attempt begin_job(struct lpd *lpd, struct link *link, const struct dialogue *d)
{
    char command[256];
    enum attempt end;

    if (stream_connect(&lpd->stream, link) != STREAM_OK) {
        link_fail_canceled(link);
        return ATTEMPT_FAILED;
    }
    snprintf(command, sizeof command, "\2%s\n", link->uri.queue);
    end = send_command(lpd, link, command, "a job");
    if (end == ATTEMPT_DONE)
        end = send_control(lpd, link, d);
    if (end != ATTEMPT_DONE)
        return end;
    snprintf(command, sizeof command, "\3%llu dfA%03u%s\n", (unsigned long long)lpd->size,
             d->number, d->host);
    return send_command(lpd, link, command, "a job's data");
}

/* ---- a job that is kept until it is whole ---- */

static enum result open_spool(struct lpd *lpd, struct link *link)
{
    char folder[1024], name[1100];

    get_spool_folder(folder, sizeof folder);
    snprintf(name, sizeof name, "%s/canon-job-XXXXXX", folder);
    lpd->fd = mkstemp(name); /* readable by us alone */
    if (lpd->fd < 0)
        return link_fail(link, "The job cannot be kept in %s (%s).", folder, net_reason(errno));
    unlink(name);
    fcntl(lpd->fd, F_SETFD, FD_CLOEXEC);
    return RESULT_OK;
}

static enum result keep(struct lpd *lpd, struct link *link, const void *bytes, size_t n)
{
    const unsigned char *from = bytes;

    if (n > SPOOL_MAX - lpd->size)
        return link_fail(link,
                         "The job is larger than %llu bytes, the most that is kept for "
                         "the LPD protocol.",
                         (unsigned long long)SPOOL_MAX);
    while (n > 0) {
        ssize_t written = write(lpd->fd, from, n);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return link_fail(link, "The job could not be kept after %llu bytes (%s).",
                             (unsigned long long)lpd->size, net_reason(errno));
        lpd->size += (uint64_t)written;
        from += written;
        n -= (size_t)written;
    }
    return RESULT_OK;
}

static enum attempt send_kept(struct lpd *lpd, struct link *link)
{
    enum attempt end = ATTEMPT_DONE;
    uint64_t at = 0;

    while (end == ATTEMPT_DONE && at < lpd->size) {
        ssize_t n = pread(lpd->fd, lpd->piece, sizeof lpd->piece, (off_t)at);
        enum stream_end sent;

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            link_fail(link, "The kept job cannot be read (%s).",
                      net_reason(n < 0 ? errno : EIO));
            return ATTEMPT_FAILED;
        }
        sent = stream_send(&lpd->stream, link, lpd->piece, (size_t)n, true);
        if (sent != STREAM_OK)
            return gone_wrong(lpd, link, sent);
        at += (uint64_t)n;
    }
    if (end == ATTEMPT_DONE)
        end = send_plain(lpd, link, "", 1); /* the NUL that ends the data */
    return end == ATTEMPT_DONE ? get_answer(lpd, link, "a job's data", link->times.final_ack)
                               : end;
}

/* Hand the kept job over. */
static enum result finish_kept(struct lpd *lpd, struct link *link)
{
    struct dialogue dialogue;
    enum attempt end;

    prepare(link, &dialogue);
    do {
        end = begin_job(lpd, link, &dialogue);
        if (end == ATTEMPT_DONE)
            end = send_kept(lpd, link);
    } while (end == ATTEMPT_AGAIN);
    return end == ATTEMPT_DONE ? RESULT_OK : RESULT_IO;
}

/* ---- a job that is sent as it comes ---- */

static enum result begin_stream(struct lpd *lpd, struct link *link)
{
    struct dialogue dialogue;
    enum attempt end;

    lpd->fd = -1;
    prepare(link, &dialogue);
    do
        end = begin_job(lpd, link, &dialogue);
    while (end == ATTEMPT_AGAIN);
    lpd->stream.monologue = true;
    return end == ATTEMPT_DONE ? RESULT_OK : RESULT_IO;
}

/* The machine answers after the data. If it does so before their end, it took the 0 for the
 * length. */
static enum result check_early(const struct lpd *lpd, struct link *link)
{
    if (lpd->stream.num_replies == 0)
        return RESULT_OK;
    return link_fail(
        link,
        "The printer at %s ended the job after %llu bytes (LPD answer %u): it does "
        "not take jobs without their length. Leave stream=yes out of its address.",
        link->uri.host, (unsigned long long)atomic_load(&link->bytes),
        (unsigned)lpd->stream.replies[0]);
}

static enum result send_now(struct lpd *lpd, struct link *link, const void *bytes, size_t n)
{
    for (;;) {
        enum stream_end end = stream_send(&lpd->stream, link, bytes, n, true);

        if (check_early(lpd, link) != RESULT_OK)
            return RESULT_IO;
        if (end == STREAM_OK)
            return RESULT_OK;
        if (gone_wrong(lpd, link, end) != ATTEMPT_AGAIN || begin_stream(lpd, link) != RESULT_OK)
            return RESULT_IO;
    }
}

static enum result finish_stream(struct lpd *lpd, struct link *link)
{
    enum stream_end end = stream_end_sending(&lpd->stream, link);

    /* Not all answer after a connection's end; all that was sent is there anyhow. */
    if (lpd->stream.num_replies > 0 && lpd->stream.replies[0] != 0)
        return link_fail(link, "The printer refused the job after %llu bytes (LPD answer %u).",
                         (unsigned long long)atomic_load(&link->bytes),
                         (unsigned)lpd->stream.replies[0]);
    if (end == STREAM_CANCELED)
        return link_fail_canceled(link);
    return end == STREAM_OK ? RESULT_OK : link_fail_stopped(link, stream_reason(&lpd->stream));
}

/* ---- both ---- */

static enum result lpd_connect(void *state, struct link *link)
{
    enum result result = link->uri.stream ? begin_stream(state, link) : open_spool(state, link);

    if (result == RESULT_OK && link->uri.stream)
        link_ready(link);
    return result;
}

static enum result lpd_write(void *state, struct link *link, const void *bytes, size_t n)
{
    return link->uri.stream ? send_now(state, link, bytes, n) : keep(state, link, bytes, n);
}

static uint64_t lpd_acknowledged(const void *state, const struct link *link)
{
    const struct lpd *lpd = state;

    return link->uri.stream ? stream_acknowledged(&lpd->stream, link) : 0;
}

static enum result lpd_finish(void *state, struct link *link)
{
    enum result result =
        link->uri.stream ? finish_stream(state, link) : finish_kept(state, link);

    if (result == RESULT_OK)
        link_ready(link);
    return result;
}

static void lpd_close(void *state, struct link *link, bool finished)
{
    struct lpd *lpd = state;

    (void)link;
    stream_close(&lpd->stream, !finished);
    if (lpd->fd >= 0)
        close(lpd->fd);
}

const struct transport transport_lpd = {
    .state_size = sizeof(struct lpd),
    .connect = lpd_connect,
    .write = lpd_write,
    .acknowledged = lpd_acknowledged,
    .finish = lpd_finish,
    .close = lpd_close,
};
