/*
 * test-device-socket.c - jobs to a TCP port, with machines that are slow, busy, off or broken.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/device/owner.h"
#include "tests/device/peer.h"
#include "tests/unit/tap.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MEGABYTE 1000000u

static const char *uri_of(const struct peer *p)
{
    static char uri[64];

    snprintf(uri, sizeof uri, "socket://127.0.0.1:%u", (unsigned)p->port);
    return uri;
}

/* ---- scripts ---- */

static void take_all(struct peer *p)
{
    if (peer_accept(p))
        peer_read(p, SIZE_MAX);
    peer_end(p);
}

static void take_all_and_talk(struct peer *p)
{
    char noise[1000];

    memset(noise, 'x', sizeof noise);
    if (!peer_accept(p))
        return;
    do
        peer_send(p, noise, sizeof noise);
    while (peer_read(p, 5000) > 0);
    peer_end(p);
}

static void take_after_gate(struct peer *p)
{
    if (peer_accept(p) && peer_pass(p))
        peer_read(p, SIZE_MAX);
    peer_end(p);
}

static void reset_at(struct peer *p)
{
    const size_t *at = p->ctx;

    if (peer_accept(p))
        peer_read(p, *at);
    peer_reset(p);
}

static void take_all_then_reset(struct peer *p)
{
    if (peer_accept(p))
        peer_read(p, SIZE_MAX);
    peer_reset(p);
}

/* Takes all and leaves the connection open until the test is over. */
static void take_all_never_end(struct peer *p)
{
    size_t *n = p->ctx;

    if (peer_accept(p))
        peer_read(p, *n);
    peer_pass(p);
}

static void hang_up_then_take_all(struct peer *p)
{
    struct peer *told = p->ctx;

    if (peer_accept(p))
        peer_reset(p);
    peer_open(told);
    take_all(p);
}

static void end_then_take_all(struct peer *p)
{
    struct peer *told = p->ctx;

    if (peer_accept(p))
        peer_end(p);
    peer_open(told);
    take_all(p);
}

/* ---- tests ---- */

static void test_delivery(size_t piece, int window, void (*script)(struct peer *),
                          const char *what)
{
    struct peer *p = peer_new(window);
    struct owner owner = {.last = DEVICE_READY};
    struct device *d = NULL;
    uint64_t writes = 0, bytes = 0;
    enum result result = RESULT_IO;

    if (p && peer_start(p, script, NULL) && (d = owner_open(&owner, uri_of(p)))) {
        result = owner_write(d, 0, MEGABYTE, piece);
        if (result == RESULT_OK)
            result = device_finish(d);
        writes = device_writes(d);
        bytes = device_bytes(d);
    }
    ok(result == RESULT_OK, "A job in pieces of %zu bytes is sent to a machine %s", piece,
       what);
    ok(bytes == MEGABYTE && writes <= MEGABYTE / 16384 + 8,
       "Its %llu bytes took %llu writes, not more than bytes / 16 KiB + 8",
       (unsigned long long)bytes, (unsigned long long)writes);
    ok(d && owner_account(&owner, d) && owner.taken == MEGABYTE &&
           device_acknowledged(d) == MEGABYTE,
       "Each call was offered its bytes before and counted after; all are acknowledged");
    device_close(d);
    if (p)
        peer_join(p);
    ok(p && p->n == MEGABYTE && owner_same(p->data, p->n), "It arrives whole and in order");
    peer_free(p);
}

static void open_gate(struct owner *owner)
{
    peer_open(owner->ctx);
}

static void test_stall(void)
{
    struct peer *p = peer_new(4096);
    struct owner owner = {.on_busy = open_gate, .ctx = p};
    struct device *d = NULL;
    enum result result = RESULT_IO;

    if (p && peer_start(p, take_after_gate, NULL) && (d = owner_open(&owner, uri_of(p)))) {
        result = owner_write(d, 0, MEGABYTE, 10000);
        if (result == RESULT_OK)
            result = device_finish(d);
    }
    ok(result == RESULT_OK, "A machine that takes nothing at first gets the job later");
    ok(owner.busy >= 1 && owner.ready >= 1 && owner.last == DEVICE_READY,
       "The owner hears that it is busy, and that it goes on");
    ok(strstr(owner.busy_said, "127.0.0.1") && strstr(owner.busy_said, "panel"),
       "The sentence names the machine and what to do: %s", owner.busy_said);
    device_close(d);
    if (p)
        peer_join(p);
    ok(p && p->n == MEGABYTE && owner_same(p->data, p->n), "The job arrives whole");
    peer_free(p);
}

static void test_reset(size_t at)
{
    struct peer *p = peer_new(4096);
    struct owner owner = {.last = DEVICE_READY};
    struct device *d = NULL;
    enum result result = RESULT_OK;
    char count[32] = "";

    if (p && peer_start(p, reset_at, &at) && (d = owner_open(&owner, uri_of(p)))) {
        result = owner_write(d, 0, MEGABYTE, 1000);
        if (result == RESULT_OK)
            result = device_finish(d);
        snprintf(count, sizeof count, " %llu bytes", (unsigned long long)device_bytes(d));
    }
    ok(result == RESULT_IO, "A reset after %zu bytes ends the job", at);
    ok(d && device_bytes(d) >= at && device_bytes(d) < MEGABYTE &&
           strstr(device_error(d), count) && owner_account(&owner, d),
       "The sentence and the account have the exact count: %s", d ? device_error(d) : "");
    ok(d && device_write(d, "x", 1) == RESULT_IO && device_finish(d) == RESULT_IO,
       "Every later call fails too");
    device_close(d);
    if (p)
        peer_join(p);
    ok(p && p->connections == 1, "It is not sent again over another connection");
    peer_free(p);
}

static void test_reset_at_end(void)
{
    struct peer *p = peer_new(0);
    struct owner owner = {.last = DEVICE_READY};
    struct device_times times = owner_times;
    struct device *d = NULL;
    enum result result = RESULT_OK;

    times.drain = 20000; /* however late the machine comes to it on a busy computer */
    if (p && peer_start(p, take_all_then_reset, NULL) && (d = owner_open(&owner, uri_of(p)))) {
        device_set_times(d, &times);
        result = owner_write(d, 0, 50000, 1000);
        ok(result == RESULT_OK, "A machine takes all bytes");
        result = device_finish(d);
    }
    ok(result == RESULT_IO && strstr(device_error(d), "50000"),
       "A reset after the last byte is noticed: %s", d ? device_error(d) : "");
    device_close(d);
    peer_free(p);
}

static void test_no_end(void)
{
    struct peer *p = peer_new(0);
    struct owner owner = {.last = DEVICE_READY};
    struct device *d = NULL;
    size_t n = 50000;
    enum result result = RESULT_IO;

    if (p && peer_start(p, take_all_never_end, &n) && (d = owner_open(&owner, uri_of(p)))) {
        result = owner_write(d, 0, n, 1000);
        if (result == RESULT_OK)
            result = device_finish(d);
    }
    ok(result == RESULT_OK, "A machine that never closes its side has the job all the same");
    device_close(d);
    if (p)
        peer_open(p);
    peer_free(p);
}

static void begin_listening(struct owner *owner)
{
    struct peer *p = owner->ctx;

    if (owner->connecting == 1)
        peer_start(p, take_all, NULL);
}

static void test_refused_first(void)
{
    struct peer *p = peer_new(0);
    struct owner owner = {.on_connecting = begin_listening, .ctx = p};
    struct device *d = p ? owner_open(&owner, uri_of(p)) : NULL;
    enum result result = RESULT_IO;

    if (d) {
        result = owner_write(d, 0, 50000, 1000);
        if (result == RESULT_OK)
            result = device_finish(d);
    }
    ok(result == RESULT_OK, "A machine that is off at first is tried again");
    ok(owner.connecting == 1 && owner.ready == 1 &&
           strstr(owner.connecting_said, "connection refused"),
       "The owner hears why and then that it goes on: %s", owner.connecting_said);
    device_close(d);
    if (p)
        peer_join(p);
    ok(p && p->n == 50000 && owner_same(p->data, p->n), "The job arrives whole");
    peer_free(p);
}

/* The machine takes the connection and drops it before the first byte. */
static void test_dropped_first(void (*script)(struct peer *), const char *how)
{
    struct peer *p = peer_new(0);
    struct peer *gate = peer_new(0); /* only its gate is used */
    struct owner owner = {.last = DEVICE_READY};
    struct device *d = NULL;
    enum result result = RESULT_IO;

    if (p && gate && peer_start(p, script, gate) && (d = owner_open(&owner, uri_of(p)))) {
        result = owner_write(d, 0, 1000, 1000); /* connects, keeps the bytes */
        if (result == RESULT_OK && peer_pass(gate))
            result = device_flush(d);
        if (result == RESULT_OK)
            result = owner_write(d, 1000, 49000, 1000);
        if (result == RESULT_OK)
            result = device_finish(d);
    }
    ok(result == RESULT_OK, "A connection %s before the first byte is made again", how);
    ok(owner.connecting == 1 && owner.ready >= 1, "The owner hears of it");
    device_close(d);
    if (p)
        peer_join(p);
    ok(p && p->connections == 2 && p->n == 50000 && owner_same(p->data, p->n),
       "The job arrives whole over the second connection");
    peer_free(gate);
    peer_free(p);
}

static void test_cancel_connecting(void)
{
    struct peer *p = peer_new(0); /* bound and not listening: refuses */
    struct owner owner = {.on_connecting = owner_cancel};
    struct device *d = p ? owner_open(&owner, uri_of(p)) : NULL;

    ok(d && owner_write(d, 0, 10, 10) == RESULT_IO && strstr(device_error(d), "Canceled"),
       "A job that waits for a connection can be canceled: %s", d ? device_error(d) : "");
    ok(d && device_bytes(d) == 0 && device_writes(d) == 0, "Nothing was sent of it");
    device_close(d);
    peer_free(p);
}

/* A machine that does not even refuse: its queue of connections is full and nobody takes any.
 */
static void test_cancel_hanging(bool from_start)
{
    struct peer *p = peer_new(0);
    struct owner owner = {.on_connecting = owner_cancel, .cancel = from_start};
    struct device_times times = owner_times;
    struct sockaddr_in address = {.sin_family = AF_INET};
    struct device *d = NULL;
    int fillers[4], i;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (i = 0; i < 4; i++) {
        fillers[i] = socket(AF_INET, SOCK_STREAM, 0);
        if (i == 0 && p && listen(p->listener, 0) == 0)
            address.sin_port = htons(p->port);
        fcntl(fillers[i], F_SETFL, O_NONBLOCK);
        connect(fillers[i], (struct sockaddr *)&address, sizeof address);
    }
    times.connect = from_start ? 3600000 : 50;
    if (p && (d = owner_open(&owner, uri_of(p))))
        device_set_times(d, &times);
    ok(d && owner_write(d, 0, 10, 10) == RESULT_IO && strstr(device_error(d), "Canceled"),
       "A connection that hangs can be canceled %s",
       from_start ? "while it does" : "after it was given up");
    ok(from_start ? owner.connecting == 0 : strstr(owner.connecting_said, "no answer") != NULL,
       "The owner hears %s", from_start ? "nothing more" : owner.connecting_said);
    device_close(d);
    for (i = 0; i < 4; i++)
        close(fillers[i]);
    peer_free(p);
}

static void test_cancel_lookup(void)
{
    struct owner owner = {.on_connecting = owner_cancel};
    struct device *d = owner_open(&owner, "socket://printer.invalid");

    ok(d && owner_write(d, 0, 10, 10) == RESULT_IO && strstr(device_error(d), "Canceled"),
       "A job to a name that nobody knows can be canceled");
    ok(strstr(owner.connecting_said, "printer.invalid") != NULL, "The owner hears the name: %s",
       owner.connecting_said);
    device_close(d);
}

static void wait_for_gate(struct peer *p)
{
    if (peer_accept(p))
        peer_pass(p);
    peer_end(p);
}

static void test_cancel_stalled(void)
{
    struct peer *p = peer_new(4096);
    struct owner owner = {.on_busy = owner_cancel};
    struct device *d = NULL;
    enum result result = RESULT_OK;

    if (p && peer_start(p, wait_for_gate, NULL) && (d = owner_open(&owner, uri_of(p))))
        result = owner_write(d, 0, 10 * MEGABYTE, 100000);
    ok(d && owner_account(&owner, d) && device_acknowledged(d) < owner.taken,
       "What a machine has of a job is less than what the system took");
    ok(result == RESULT_IO && strstr(device_error(d), "Canceled"),
       "A job that a machine does not take can be canceled: %s", d ? device_error(d) : "");
    device_close(d);
    if (p)
        peer_open(p);
    peer_free(p);
}

static void test_cancel_finishing(void)
{
    struct peer *p = peer_new(4096);
    struct owner owner = {.on_busy = owner_cancel};
    struct device *d = NULL;
    enum result result = RESULT_OK;

    if (p && peer_start(p, wait_for_gate, NULL) && (d = owner_open(&owner, uri_of(p)))) {
        result = owner_write(d, 0, 60000, 10000); /* fits our side, not the machine's */
        ok(result == RESULT_OK, "The system takes a small job for a machine that stalls");
        result = device_finish(d);
    }
    ok(result == RESULT_IO && owner.busy == 1 && strstr(device_error(d), "Canceled"),
       "Waiting for the machine to take the rest can be canceled");
    device_close(d);
    if (p)
        peer_open(p);
    peer_free(p);
}

static void take_then_wait(struct peer *p)
{
    if (peer_accept(p) && peer_read(p, 50000) == 50000 && peer_pass(p))
        peer_read(p, SIZE_MAX);
    peer_end(p);
}

static void test_acknowledged(void)
{
    struct peer *p = peer_new(0);
    struct owner owner = {.last = DEVICE_READY};
    struct device *d = p ? owner_open(&owner, uri_of(p)) : NULL;
    unsigned tries = 0;

    ok(d && device_acknowledged(d) == 0 && device_keeps_part(d),
       "Before a job's first byte nothing is acknowledged");
    if (d && peer_start(p, take_then_wait, NULL) &&
        owner_write(d, 0, 50000, 1000) == RESULT_OK && device_flush(d) == RESULT_OK)
        while (device_acknowledged(d) < 50000 && tries++ < 10000)
            poll(NULL, 0, 1);
    ok(d && device_acknowledged(d) == 50000 && device_bytes(d) == 50000,
       "In the middle of a job it is told what the machine has acknowledged");
    if (p)
        peer_open(p);
    ok(d && device_finish(d) == RESULT_OK && device_acknowledged(d) == 50000,
       "After the end all is");
    device_close(d);
    peer_free(p);
}

static void test_takes_parts(void)
{
    ok(device_takes_parts("socket://h") && device_takes_parts("usb://Canon/iR1020/1024/1025"),
       "Over socket and USB a machine has what it took of a job that breaks off");
    ok(!device_takes_parts("lpd://h/lp") && !device_takes_parts("file:///tmp") &&
           !device_takes_parts("socket://"),
       "LPD and folders get a job whole or not at all");
}

/* A canceled job's last bytes, which tell the machine that it is over, still go out. */
static void test_end_after_cancel(void)
{
    struct peer *p = peer_new(0);
    struct owner owner = {.cancel = true};
    struct device *d = NULL;
    enum result result = RESULT_IO;

    if (p && peer_start(p, take_all, NULL) && (d = owner_open(&owner, uri_of(p)))) {
        result = owner_write(d, 0, 5000, 1000);
        if (result == RESULT_OK)
            result = device_flush(d);
    }
    ok(result == RESULT_OK && device_bytes(d) == 5000,
       "The end of a canceled job is sent to a machine that takes it");
    device_close(d);
    peer_free(p);
}

static void test_nothing_written(void)
{
    struct peer *p = peer_new(0);
    struct owner owner = {.last = DEVICE_READY};
    struct device *d = p ? owner_open(&owner, uri_of(p)) : NULL;

    ok(d && device_flush(d) == RESULT_OK && device_finish(d) == RESULT_OK &&
           owner.connecting == 0,
       "A job without a byte does not connect");
    ok(d && device_write(d, "x", 1) == RESULT_IO && device_error(d)[0],
       "Writing after the end is refused with a sentence");
    device_close(d);
    peer_free(p);
}

static void test_bad_uri(void)
{
    char why[200] = "";

    ok(!device_open("socket://", NULL, why, sizeof why) && why[0],
       "A URI that is none is refused with a sentence: %s", why);
}

int main(void)
{
    static const size_t resets[] = {1, 1000, 16384, 16385, 65536, 200000};
    size_t i;

    test_delivery(100, 2048, take_all, "with a tiny receive window");
    test_delivery(16383, 2048, take_all, "with a tiny receive window");
    test_delivery(50001, 2048, take_all, "with a tiny receive window");
    test_delivery(997, 0, take_all, "that reads at once");
    test_delivery(5000, 8192, take_all_and_talk, "that talks all the time");
    test_stall();
    for (i = 0; i < sizeof resets / sizeof resets[0]; i++)
        test_reset(resets[i]);
    for (i = 20000; i < 500000; i += 48000)
        test_reset(i);
    test_reset_at_end();
    test_no_end();
    test_refused_first();
    test_dropped_first(hang_up_then_take_all, "that is reset");
    test_dropped_first(end_then_take_all, "that is closed");
    test_cancel_connecting();
    test_cancel_hanging(true);
    test_cancel_hanging(false);
    test_cancel_lookup();
    test_cancel_stalled();
    test_cancel_finishing();
    test_end_after_cancel();
    test_nothing_written();
    test_acknowledged();
    test_takes_parts();
    test_bad_uri();
    return tap_done();
}
