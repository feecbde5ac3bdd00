/*
 * test-device-lpd.c - the dialogue of RFC 1179 with machines that agree, refuse, fall silent.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/device-lpd.h"
#include "tests/device/owner.h"
#include "tests/device/peer.h"
#include "tests/unit/tap.h"

#include <dirent.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define JOB 300000u

#define ONLY_SPEAK (-4)

/* What one machine does at which step; the steps are: 0 the job, 1 the control file's command,
 * 2 the control file, 3 the data file's command, 4 the data. */
struct manner {
    int bad_step;        /* -1: none */
    unsigned bad_times;  /* so often, then all is well */
    int answer;          /* at the bad step; -1: reset, -2: close, -3: nothing, wait for gate;
                            ONLY_SPEAK: a 0, and wait for gate */
    size_t read_of_data; /* before a bad answer to the data */
    /* what came */
    char commands[5][300];
    char control[600];
    size_t data_at; /* in peer's data */
    size_t data_size;
    bool nul_after_control, nul_after_data;
    unsigned jobs;
    bool gate_in_data; /* in a job without length, after read_of_data */
};

static bool read_line(struct peer *p, char *line, size_t size)
{
    size_t n = 0;

    while (n + 1 < size && peer_read(p, 1) == 1) {
        line[n] = (char)p->data[p->n - 1];
        if (line[n++] == '\n') {
            line[n] = '\0';
            return true;
        }
    }
    line[n] = '\0';
    return false;
}

/* True: the dialogue goes on. */
static bool answer(struct peer *p, struct manner *m, int step)
{
    unsigned char byte = 0;

    if (m->bad_step == step && m->bad_times > 0) {
        m->bad_times--;
        if (m->answer == -1) {
            peer_reset(p);
        } else if (m->answer == -2) {
            peer_end(p);
        } else if (m->answer == -3 || m->answer == ONLY_SPEAK) {
            if (m->answer == ONLY_SPEAK)
                peer_send(p, "", 1);
            peer_pass(p);
            peer_end(p);
        } else {
            byte = (unsigned char)m->answer;
            peer_send(p, &byte, 1);
            peer_end(p);
        }
        return false;
    }
    peer_send(p, &byte, 1);
    return true;
}

/* Data that lasts until the connection ends. */
static bool take_stream(struct peer *p, struct manner *m)
{
    if (m->gate_in_data) {
        peer_read(p, m->read_of_data);
        peer_pass(p);
    }
    peer_read(p, SIZE_MAX);
    m->data_size = p->n - m->data_at;
    if (!answer(p, m, 4))
        return false;
    m->jobs++;
    return true;
}

static bool take_job(struct peer *p, struct manner *m)
{
    size_t size, before;

    if (!read_line(p, m->commands[0], sizeof m->commands[0]) || !answer(p, m, 0) ||
        !read_line(p, m->commands[1], sizeof m->commands[1]) || !answer(p, m, 1))
        return false;
    size = strtoul(m->commands[1] + 1, NULL, 10);
    before = p->n;
    if (size >= sizeof m->control || peer_read(p, size + 1) != size + 1)
        return false;
    memcpy(m->control, p->data + before, size);
    m->control[size] = '\0';
    m->nul_after_control = p->data[p->n - 1] == 0;
    if (!answer(p, m, 2) || !read_line(p, m->commands[3], sizeof m->commands[3]) ||
        !answer(p, m, 3))
        return false;
    m->data_size = strtoul(m->commands[3] + 1, NULL, 10);
    m->data_at = p->n;
    if (m->bad_step == 4 && m->read_of_data) {
        peer_read(p, m->read_of_data);
        return answer(p, m, 4);
    }
    if (m->data_size == 0)
        return take_stream(p, m);
    if (peer_read(p, m->data_size + 1) != m->data_size + 1)
        return false;
    m->nul_after_data = p->data[p->n - 1] == 0;
    if (!answer(p, m, 4))
        return false;
    m->jobs++;
    return true;
}

static void lpd_machine(struct peer *p)
{
    struct manner *m = p->ctx;
    bool done = false;

    while (!done && peer_accept(p)) {
        done = take_job(p, m) || (m->bad_times == 0 && m->bad_step == 4);
        peer_end(p);
    }
}

static bool streaming; /* until it is whole a job is kept, else sent as it comes */

static const char *uri_of(const struct peer *p)
{
    static char uri[80];

    snprintf(uri, sizeof uri, "lpd://o.n-e@127.0.0.1:%u/lp%s", (unsigned)p->port,
             streaming ? "?stream=yes" : "");
    return uri;
}

/* One job to a machine of this manner; its device stays open for questions. */
static struct device *run(struct peer *p, struct manner *m, struct owner *owner,
                          enum result *result)
{
    struct device_times times = owner_times;
    struct device *d = NULL;

    times.drain = 20000; /* its last word is waited for, however late on a busy computer */
    *result = RESULT_UNSUPPORTED;
    if (p && peer_start(p, lpd_machine, m) && (d = owner_open(owner, uri_of(p)))) {
        device_set_times(d, &times);
        *result = owner_write(d, 0, JOB, 10000);
        if (*result == RESULT_OK)
            *result = device_finish(d);
    }
    return d;
}

static bool arrived(const struct peer *p, const struct manner *m)
{
    return m->jobs == 1 && m->data_size == JOB && p->n >= m->data_at + JOB &&
           owner_same(p->data + m->data_at, JOB);
}

static bool has_line(const char *text, char letter, const char *start)
{
    const char *line;

    for (line = text; *line; line = strchr(line, '\n') + 1)
        if (line[0] == letter && strncmp(line + 1, start, strlen(start)) == 0)
            return true;
    return false;
}

static void test_agrees(void)
{
    struct peer *p = peer_new(4096);
    struct manner m = {.bad_step = -1};
    struct owner owner = {.last = DEVICE_READY};
    enum result result;
    struct device *d = run(p, &m, &owner, &result);

    ok(result == RESULT_OK, "A job is handed over: %s", d ? device_error(d) : "");
    ok(d && device_bytes(d) == JOB && device_writes(d) <= JOB / 16384 + 8,
       "Its data took %llu writes", d ? (unsigned long long)device_writes(d) : 0);
    ok(d && owner_account(&owner, d) && device_acknowledged(d) == JOB && !device_keeps_part(d),
       "Its data alone is accounted for");
    device_close(d);
    if (p)
        peer_join(p);
    ok(p && arrived(p, &m), "It arrives whole");
    ok(strcmp(m.commands[0], "\2lp\n") == 0, "The first command names the queue");
    ok(m.commands[1][0] == 2 && strstr(m.commands[1], " cfA") && m.commands[3][0] == 3 &&
           strstr(m.commands[3], " dfA"),
       "Then come the control file and the data file");
    ok(m.nul_after_control && m.nul_after_data, "Each file ends in a 0 byte");
    ok(m.control[0] == 'H' && has_line(m.control, 'P', "on-e\n"),
       "The control file begins with the host and has the cleaned user of the URI");
    ok(has_line(m.control, 'l', "dfA") && has_line(m.control, 'U', "dfA") &&
           has_line(m.control, 'N', ""),
       "It prints the data file as it is, and unlinks and names it");
    ok(strcmp(strstr(m.commands[1], "cfA") + 3, strstr(m.commands[3], "dfA") + 3) == 0,
       "Both files have the same number and host");
    peer_free(p);
}

static void test_again(int step, int how, const char *what)
{
    struct peer *p = peer_new(0);
    struct manner m = {.bad_step = step, .bad_times = 2, .answer = how};
    struct owner owner = {.last = DEVICE_READY};
    enum result result;
    struct device *d = run(p, &m, &owner, &result);

    ok(result == RESULT_OK && owner.connecting >= 1 && owner.last == DEVICE_READY,
       "%s at step %d is tried again: %s", what, step, owner.connecting_said);
    device_close(d);
    if (p)
        peer_join(p);
    ok(p && p->connections == 3 && arrived(p, &m), "The third time the job arrives, once");
    peer_free(p);
}

static void test_lost(int how, size_t read_of_data, const char *word, const char *what)
{
    struct peer *p = peer_new(4096);
    struct manner m = {
        .bad_step = 4, .bad_times = 1, .answer = how, .read_of_data = read_of_data};
    struct owner owner = {.last = DEVICE_READY};
    enum result result;
    struct device *d = run(p, &m, &owner, &result);
    char count[40];

    snprintf(count, sizeof count, " %llu bytes",
             d ? (unsigned long long)device_bytes(d) : 0ull);
    ok(result == RESULT_IO && strstr(device_error(d), word) && strstr(device_error(d), count),
       "%s ends the job: %s", what, d ? device_error(d) : "");
    device_close(d);
    if (p)
        peer_join(p);
    ok(p && p->connections == 1, "It is not sent again: it may be half printed");
    peer_free(p);
}

static void let_go(struct owner *owner)
{
    peer_open(owner->ctx);
}

static void test_silent(int step)
{
    struct peer *p = peer_new(0);
    struct manner m = {.bad_step = step, .bad_times = 1, .answer = -3};
    struct owner owner = {.on_connecting = let_go, .ctx = p};
    struct device_times times = owner_times;
    struct device *d = NULL;
    enum result result = RESULT_UNSUPPORTED;

    times.ack = 1000; /* the second machine answers at once */
    if (p && peer_start(p, lpd_machine, &m) && (d = owner_open(&owner, uri_of(p)))) {
        device_set_times(d, &times);
        result = owner_write(d, 0, JOB, 10000);
        if (result == RESULT_OK)
            result = device_finish(d);
    }
    ok(result == RESULT_OK && owner.connecting >= 1 &&
           strstr(owner.connecting_said, "no answer"),
       "A machine that does not answer at step %d is asked again over another connection",
       step);
    device_close(d);
    if (p)
        peer_join(p);
    ok(p && arrived(p, &m), "The job arrives, once");
    peer_free(p);
}

static void cancel_at_busy(struct owner *owner)
{
    owner->cancel = true;
}

static void test_cancel(int step)
{
    struct peer *p = peer_new(0);
    struct manner m = {.bad_step = step, .bad_times = 1, .answer = -3};
    struct owner owner = {.on_busy = cancel_at_busy};
    enum result result;
    struct device *d = run(p, &m, &owner, &result);

    ok(result == RESULT_IO && strstr(device_error(d), "Canceled"),
       "A job can be canceled while the machine is silent at step %d", step);
    device_close(d);
    if (p) {
        peer_open(p);
        shutdown(p->listener, SHUT_RDWR);
    }
    peer_free(p);
}

static void test_cancel_refused(void)
{
    struct peer *p = peer_new(0);
    struct manner m = {.bad_step = 0, .bad_times = 1000000, .answer = 1};
    struct owner owner = {.on_connecting = owner_cancel};
    enum result result;
    struct device *d = run(p, &m, &owner, &result);

    ok(result == RESULT_IO && strstr(owner.connecting_said, "\"lp\""),
       "A job for a queue that always refuses can be canceled; the owner heard why: %s",
       owner.connecting_said);
    device_close(d);
    if (p)
        shutdown(p->listener, SHUT_RDWR);
    peer_free(p);
}

static unsigned count_files(const char *folder)
{
    DIR *all = opendir(folder);
    struct dirent *entry;
    unsigned n = 0;

    while (all && (entry = readdir(all)) != NULL)
        n += entry->d_name[0] != '.';
    if (all)
        closedir(all);
    return n;
}

static void test_spool(void)
{
    char folder[] = "/tmp/test-device-lpd-XXXXXX";
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;

    if (!ok(mkdtemp(folder) != NULL, "A folder for the test is made"))
        return;
    device_set_spool_folder(folder);
    d = owner_open(&owner, "lpd://127.0.0.1:9/lp");
    ok(d && owner_write(d, 0, JOB, 1000) == RESULT_OK && owner.connecting == 0,
       "A job is kept until it is whole, before anybody is connected to");
    ok(count_files(folder) == 0, "The file it is kept in has no name");
    device_close(d);
    rmdir(folder);
    d = owner_open(&owner, "lpd://127.0.0.1:9/lp");
    ok(d && owner_write(d, 0, 10, 10) == RESULT_IO && strstr(device_error(d), folder),
       "A folder that is not there is told: %s", d ? device_error(d) : "");
    device_close(d);
    device_set_spool_folder(NULL);
}

/* The machine has the first bytes before the job has its last. */
static void test_stream(void)
{
    struct peer *p = peer_new(0);
    struct manner m = {.bad_step = -1, .gate_in_data = true, .read_of_data = 100000};
    struct owner owner = {.last = DEVICE_READY};
    struct device *d = NULL;
    enum result result = RESULT_UNSUPPORTED;
    unsigned tries = 0;

    if (p && peer_start(p, lpd_machine, &m) && (d = owner_open(&owner, uri_of(p))) &&
        owner_write(d, 0, 100000, 10000) == RESULT_OK && device_flush(d) == RESULT_OK)
        while (device_acknowledged(d) < 100000 && tries++ < 10000)
            poll(NULL, 0, 1);
    ok(d && device_acknowledged(d) == 100000 && device_keeps_part(d),
       "With stream=yes a job is sent while it is made, and a part of it stays one");
    if (p)
        peer_open(p);
    if (d) {
        result = owner_write(d, 100000, JOB - 100000, 10000);
        if (result == RESULT_OK)
            result = device_finish(d);
    }
    ok(result == RESULT_OK && owner_account(&owner, d) && device_acknowledged(d) == JOB,
       "It is handed over, and accounted for: %s", d ? device_error(d) : "");
    device_close(d);
    if (p)
        peer_join(p);
    ok(p && arrived(p, &m) && p->n == m.data_at + JOB,
       "It arrives whole, with nothing after it");
    ok(m.control[0] == 'H' && strncmp(m.commands[3], "\0030 dfA", 6) == 0,
       "The control file goes first, the data have the length 0");
    peer_free(p);
}

static void test_early_answer(void)
{
    struct peer *p = peer_new(4096);
    struct manner m = {
        .bad_step = 4, .bad_times = 1, .answer = ONLY_SPEAK, .read_of_data = 1000};
    struct owner owner = {.last = DEVICE_READY};
    enum result result;
    struct device *d = run(p, &m, &owner, &result);

    ok(result == RESULT_IO && strstr(device_error(d), "Leave stream=yes out"),
       "A machine that takes 0 for the length is told: %s", d ? device_error(d) : "");
    device_close(d);
    if (p)
        peer_open(p);
    peer_free(p);
}

static void test_streams(void)
{
    int step;

    streaming = true;
    test_stream();
    for (step = 0; step <= 3; step++) {
        test_again(step, 1, "A refusal");
        test_again(step, -1, "A reset");
    }
    test_lost(3, 0, "answer 3", "A refusal after the data");
    test_lost(-1, 100000, "reset", "A reset in the middle of the data");
    test_early_answer();
    test_silent(3);
    test_cancel(0);
    test_cancel_refused();
    streaming = false;
}

int main(void)
{
    int step;

    test_agrees();
    for (step = 0; step <= 3; step++) {
        test_again(step, 1, "A refusal");
        test_again(step, 255, "An answer that is none");
        test_again(step, -1, "A reset");
        test_again(step, -2, "A closed connection");
    }
    test_lost(3, 0, "answer 3", "A refusal after the data");
    test_lost(-1, 0, "reset", "A reset after the data");
    test_lost(-2, 0, "closed", "No answer after the data");
    test_lost(-1, 100000, "reset", "A reset in the middle of the data");
    test_silent(0);
    test_silent(3);
    test_cancel(0);
    test_cancel(2);
    test_cancel(4);
    test_cancel_refused();
    test_spool();
    test_streams();
    return tap_done();
}
