/*
 * test-device-faults.c - each system call that a job needs fails once, at each place: the job
 * ends with a sentence, or arrives whole where the failure is none; nothing is left behind.
 * SPDX-License-Identifier: Apache-2.0
 */
/* Fortified headers make inline functions of some that this program defines itself. */
#undef _FORTIFY_SOURCE

#include "server/device-lpd.h"
#include "tests/device/owner.h"
#include "tests/device/peer.h"
#include "tests/unit/tap.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define JOB 200000u

enum call {
    CALL_SEND,
    CALL_RECV,
    CALL_WRITE,
    CALL_PREAD,
    CALL_FSYNC,
    CALL_LINKAT,
    CALL_SOCKET
};

/* What is to fail, on this thread only: the peers' calls are as they are. */
static _Thread_local struct {
    bool on;
    enum call call;
    unsigned at; /* the at-th of them, from 1 */
    unsigned seen;
    int error; /* errno; 0: only one byte is taken */
} fault;

/* True when this call is the one. */
static bool strikes(enum call call)
{
    return fault.on && fault.call == call && ++fault.seen == fault.at;
}

/* The functions of the C library, with faults: this program's stand before its. */
ssize_t send(int fd, const void *bytes, size_t n, int flags)
{
    if (strikes(CALL_SEND)) {
        if (fault.error) {
            errno = fault.error;
            return -1;
        }
        n = 1;
    }
    return syscall(SYS_sendto, fd, bytes, n, flags, NULL, 0);
}

ssize_t recv(int fd, void *bytes, size_t n, int flags)
{
    if (strikes(CALL_RECV)) {
        errno = fault.error;
        return -1;
    }
    return syscall(SYS_recvfrom, fd, bytes, n, flags, NULL, NULL);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    if (strikes(CALL_WRITE)) {
        if (fault.error) {
            errno = fault.error;
            return -1;
        }
        n = 1;
    }
    return syscall(SYS_write, fd, bytes, n);
}

ssize_t pread(int fd, void *bytes, size_t n, off_t at)
{
    if (strikes(CALL_PREAD)) {
        errno = fault.error;
        return -1;
    }
    return syscall(SYS_pread64, fd, bytes, n, at);
}

int fsync(int fd)
{
    if (strikes(CALL_FSYNC)) {
        errno = fault.error;
        return -1;
    }
    return (int)syscall(SYS_fsync, fd);
}

int linkat(int from, const char *name, int to, const char *other, int flags)
{
    if (strikes(CALL_LINKAT)) {
        errno = fault.error;
        return -1;
    }
    return (int)syscall(SYS_linkat, from, name, to, other, flags);
}

int socket(int domain, int type, int protocol)
{
    if (strikes(CALL_SOCKET)) {
        errno = fault.error;
        return -1;
    }
    return (int)syscall(SYS_socket, domain, type, protocol);
}

static void take_all(struct peer *p)
{
    if (peer_accept(p))
        peer_read(p, SIZE_MAX);
    peer_end(p);
    /* where the fault made a second connection */
    while (peer_accept(p)) {
        peer_read(p, SIZE_MAX);
        peer_end(p);
    }
}

/* Agrees to everything; the data is what follows the second command. */
static void take_lpd(struct peer *p)
{
    static const size_t no_data = SIZE_MAX;
    size_t *data_at = p->ctx;

    *data_at = no_data;
    while (peer_accept(p)) {
        unsigned line;

        for (line = 0; line < 3; line++) {
            size_t start = p->n;

            while (peer_read(p, 1) == 1 && p->data[p->n - 1] != '\n')
                ;
            if (p->n == start || p->data[p->n - 1] != '\n')
                break;
            peer_send(p, "", 1);
            if (line == 1) { /* the control file and its 0 byte */
                peer_read(p, strtoul((const char *)p->data + start + 1, NULL, 10) + 1);
                peer_send(p, "", 1);
            }
        }
        *data_at = p->n;
        if (line == 3 && peer_read(p, JOB + 1) == JOB + 1)
            peer_send(p, "", 1);
        peer_end(p);
    }
}

static char said[600];

/* Send a job with the fault; *struck: it happened. */
static enum result send_job(const char *uri, enum call call, unsigned at, int error,
                            bool *struck)
{
    struct owner owner = {.on_connecting = NULL};
    struct device *d = owner_open(&owner, uri);
    enum result result = RESULT_UNSUPPORTED;

    said[0] = '\0';
    fault.call = call;
    fault.at = at;
    fault.seen = 0;
    fault.error = error;
    fault.on = true;
    if (d) {
        result = owner_write(d, 0, JOB, 10000);
        if (result == RESULT_OK)
            result = device_finish(d);
        snprintf(said, sizeof said, "%s", device_error(d));
    }
    device_close(d);
    fault.on = false;
    *struck = fault.seen >= at;
    return result;
}

/* Over the network: either the sentence, or the whole job. */
static bool network_job(const char *scheme, enum call call, unsigned at, int error,
                        bool *struck, bool *arrived)
{
    bool lpd = strcmp(scheme, "lpd") == 0;
    struct peer *p = peer_new(0);
    size_t data_at = 0;
    char uri[80];
    enum result result = RESULT_UNSUPPORTED;

    *arrived = false;
    if (p && peer_start(p, lpd ? take_lpd : take_all, &data_at)) {
        snprintf(uri, sizeof uri, "%s://127.0.0.1:%u%s", scheme, (unsigned)p->port,
                 lpd ? "/lp" : "");
        result = send_job(uri, call, at, error, struck);
        shutdown(p->listener, SHUT_RDWR);
        peer_join(p);
        *arrived =
            data_at <= p->n && p->n - data_at >= JOB && owner_same(p->data + data_at, JOB);
    }
    peer_free(p);
    return result == RESULT_OK ? said[0] == '\0' && *arrived
                               : result == RESULT_IO && said[0] != '\0';
}

/* At each place: errors that are none must not lose the job, others must be told. */
static void test_network(const char *scheme, enum call call, int error, bool harmless,
                         const char *what)
{
    unsigned at, good = 0, whole = 0;
    bool struck = true;

    for (at = 1; at < 100 && struck; at++) {
        bool arrived;

        good += network_job(scheme, call, at, error, &struck, &arrived);
        whole += arrived;
    }
    ok(at > 2 && good == at - 1 && (!harmless || whole == at - 1),
       "%s: %s at each of %u places %s", scheme, what, at - 2,
       harmless ? "does not harm the job" : "is told or made good");
}

static unsigned count_files(const char *folder, bool remove_all)
{
    DIR *all = opendir(folder);
    struct dirent *entry;
    unsigned n = 0;

    while (all && (entry = readdir(all)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            n++;
            if (remove_all)
                unlinkat(dirfd(all), entry->d_name, 0);
        }
    if (all)
        closedir(all);
    return n;
}

static void test_folder(const char *folder, enum call call, int error, unsigned left,
                        const char *what)
{
    unsigned at, good = 0;
    bool struck = true;
    char uri[200];

    snprintf(uri, sizeof uri, "file://%s", folder);
    for (at = 1; at < 100; at++) {
        enum result result = send_job(uri, call, at, error, &struck);
        unsigned files = count_files(folder, true);

        if (!struck)
            break;
        good += left ? result == RESULT_OK && files == 1
                     : result == RESULT_IO && said[0] && files == 0;
    }
    ok(at > 1 && good == at - 1, "file: %s at each of %u places %s", what, at - 1,
       left ? "does not harm the job" : "is told, and leaves no part of a job");
}

int main(void)
{
    char folder[] = "/tmp/test-device-faults-XXXXXX";

    test_network("socket", CALL_SEND, ECONNRESET, false, "a reset");
    test_network("socket", CALL_SEND, EPIPE, false, "a closed connection");
    test_network("socket", CALL_SEND, EINTR, true, "an interruption");
    test_network("socket", CALL_SEND, EAGAIN, true, "a full buffer");
    test_network("socket", CALL_SEND, 0, true, "a send of one byte");
    test_network("socket", CALL_RECV, ECONNRESET, false, "a reset while reading");
    test_network("socket", CALL_RECV, EINTR, true, "an interruption while reading");
    test_network("socket", CALL_SOCKET, EMFILE, true, "a lack of sockets");
    test_network("lpd", CALL_SEND, ECONNRESET, false, "a reset");
    test_network("lpd", CALL_SEND, 0, true, "a send of one byte");
    test_network("lpd", CALL_RECV, ECONNRESET, false, "a reset while reading");
    test_network("lpd", CALL_RECV, EAGAIN, true, "nothing to read");
    test_network("lpd", CALL_WRITE, ENOSPC, false, "a full disk");
    test_network("lpd", CALL_WRITE, 0, true, "a write of one byte");
    test_network("lpd", CALL_PREAD, EIO, false, "a broken disk");
    test_network("lpd", CALL_PREAD, EINTR, true, "an interruption");
    if (ok(mkdtemp(folder) != NULL, "A folder for the test is made")) {
        test_folder(folder, CALL_WRITE, ENOSPC, 0, "a full disk");
        test_folder(folder, CALL_WRITE, EIO, 0, "a broken disk");
        test_folder(folder, CALL_WRITE, EINTR, 1, "an interruption");
        test_folder(folder, CALL_WRITE, 0, 1, "a write of one byte");
        test_folder(folder, CALL_FSYNC, EIO, 0, "a failed fsync");
        test_folder(folder, CALL_LINKAT, EPERM, 1, "a file system without links");
        test_folder(folder, CALL_LINKAT, EIO, 0, "a failed link");
        rmdir(folder);
    }
    return tap_done();
}
