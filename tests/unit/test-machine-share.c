/*
 * test-machine-share.c - one machine on USB, printing and scanning one after the other.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/device-net.h"
#include "server/scan/machine-share.h"
#include "tests/device/fake-usb.h"
#include "tests/device/owner.h"
#include "tests/unit/tap.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define LT     "usb://Canon/iR1020/1024/1025%20(UFRII%20LT)"
#define PCL    "usb://Canon/iR1020/1024/1025%20(PCL5e)"
#define SOCKET "socket://192.0.2.1:9100"
#define LT_ID  "MFG:Canon;MDL:iR1020/1024/1025 (UFRII LT);CMD:LIPSLX,CPCA;CLS:PRINTER;"
#define JOB    100000u

static struct fake_device machine;

static bool take(const char *uri, enum share_user user)
{
    return share_take(uri, user, 0, NULL, NULL);
}

static void test_same(void)
{
    ok(share_same(LT "?serial=A1", PCL "?serial=a1"),
       "Two languages of one serial number are one machine");
    ok(!share_same(LT "?serial=A1", LT "?serial=B2"),
       "Two serial numbers are two machines of the same model");
    ok(!share_same(LT "?port=1-2", LT "?port=1-3") && share_same(LT "?port=1-2", PCL),
       "Without serial numbers the port tells them apart, where both URIs name it");
    ok(!share_same(LT "?serial=X&port=1-2", LT "?serial=X&port=1-3"),
       "Machines that were all given one serial number are told apart by their ports");
    ok(share_same(LT "?serial=A1", LT),
       "A URI that does not name the machine closely is taken to mean it");
    ok(!share_same(SOCKET, SOCKET) && !share_same("", LT) && !share_same("nonsense", LT),
       "What is not on USB is no machine that has to be shared");
}

static void test_rules(void)
{
    ok(take(LT, SHARE_SCAN) && share_holder(LT) == SHARE_SCAN, "A scan gets a machine at rest");
    ok(!take(LT, SHARE_SCAN), "A second scan does not");
    ok(!take(PCL, SHARE_PRINT), "Nor does a job of another queue of the same machine");
    ok(take(SOCKET, SHARE_PRINT) && share_holder(SOCKET) == SHARE_NOBODY,
       "A machine in the network is printed on at any time");
    share_release(LT, SHARE_PRINT);
    ok(share_holder(LT) == SHARE_SCAN, "Only who has it gives it back");
    share_release(LT, SHARE_SCAN);
    ok(share_holder(LT) == SHARE_NOBODY && !share_wanted(LT), "Given back it is free");
    ok(take(LT, SHARE_PRINT) && take(PCL, SHARE_PRINT), "Two print jobs may have it");
    share_release(PCL, SHARE_PRINT);
    ok(!take(LT, SHARE_SCAN), "A scan has to wait for the last of them");
    share_release(LT, SHARE_PRINT);
    ok(take(LT, SHARE_SCAN), "Then it gets it");
    share_release(LT, SHARE_SCAN);
}

static void test_sentence(void)
{
    char text[512];

    share_tell(LT, "Load A4.");
    share_told(LT, text, sizeof(text));
    ok(text[0] == '\0', "Nobody waits for paper where nobody prints");
    (void)take(LT, SHARE_PRINT);
    share_tell(LT, "Load A4.");
    share_told(PCL, text, sizeof(text));
    ok(strcmp(text, "Load A4.") == 0,
       "What a print job waits for is told to who wants to scan");
    share_release(LT, SHARE_PRINT);
    (void)take(LT, SHARE_PRINT);
    share_told(LT, text, sizeof(text));
    ok(text[0] == '\0', "The next print job does not inherit it");
    share_release(LT, SHARE_PRINT);
}

/* ---- waiting ---- */

static void *print_waits(void *ctx)
{
    return share_take(LT, SHARE_PRINT, SHARE_FOR_EVER, NULL, NULL) ? ctx : NULL;
}

static void await_wanted(void)
{
    while (!share_wanted(LT))
        poll(NULL, 0, 1);
}

static void test_turns(void)
{
    pthread_t thread;
    void *result;

    (void)take(LT, SHARE_SCAN);
    pthread_create(&thread, NULL, print_waits, &machine);
    await_wanted();
    ok(!take(LT, SHARE_SCAN),
       "While a print job waits for a scan, no other scan comes between");
    share_release(LT, SHARE_SCAN);
    pthread_join(thread, &result);
    ok(result != NULL && share_holder(LT) == SHARE_PRINT,
       "The print job gets the machine when the scan is over");
    share_release(LT, SHARE_PRINT);
}

static bool at_once(void *ctx)
{
    atomic_fetch_add((atomic_uint *)ctx, 1);
    return true;
}

static void test_cancel(void)
{
    atomic_uint asked = 0;

    (void)take(LT, SHARE_SCAN);
    ok(!share_take(LT, SHARE_PRINT, SHARE_FOR_EVER, at_once, &asked) && asked == 1,
       "A wait ends when it is canceled");
    ok(!share_wanted(LT), "and is forgotten");
    share_release(LT, SHARE_SCAN);
}

static const char *let_go_uri;
static bool let_go_wanted;

static void let_go(void *ctx, const char *uri)
{
    *(unsigned *)ctx += 1;
    let_go_uri = uri;
    let_go_wanted = share_wanted(uri) && share_holder(uri) == SHARE_NOBODY;
}

static void test_let_go(void)
{
    unsigned calls = 0;

    share_on_print(let_go, &calls);
    (void)take(LT, SHARE_SCAN);
    share_release(LT, SHARE_SCAN);
    ok(calls == 0, "A scan asks nobody to let go");
    (void)take(LT, SHARE_PRINT);
    share_release(LT, SHARE_PRINT);
    ok(calls == 1 && strcmp(let_go_uri, LT) == 0 && let_go_wanted,
       "A print job does, before it has the machine but when it is known to want it");
    share_on_print(NULL, NULL);
}

#define ROUNDS 300

static atomic_int printing, scanning, wrong;

static void *many(void *ctx)
{
    enum share_user user = ctx != NULL ? SHARE_PRINT : SHARE_SCAN;
    atomic_int *mine = ctx != NULL ? &printing : &scanning;
    atomic_int *other = ctx != NULL ? &scanning : &printing;

    for (unsigned i = 0; i < ROUNDS; i++) {
        if (!share_take(i % 2 == 0 ? LT : PCL, user, SHARE_FOR_EVER, NULL, NULL)) {
            wrong++;
            continue;
        }
        if (atomic_fetch_add(mine, 1) > 0 && user == SHARE_SCAN)
            wrong++;
        if (atomic_load(other) > 0)
            wrong++;
        atomic_fetch_sub(mine, 1);
        share_release(i % 2 == 0 ? LT : PCL, user);
    }
    return NULL;
}

static void test_threads(void)
{
    pthread_t threads[6];

    for (size_t i = 0; i < 6; i++)
        pthread_create(&threads[i], NULL, many, i % 2 == 0 ? threads : NULL);
    for (size_t i = 0; i < 6; i++)
        pthread_join(threads[i], NULL);
    ok(wrong == 0 && share_holder(LT) == SHARE_NOBODY,
       "Six threads that print and scan by turns never do both at once");
}

/* ---- with jobs to a machine ---- */

static void start_bus(void)
{
    memset(&machine, 0, sizeof(machine));
    machine.vendor = 0x04A9;
    machine.product = 0x26E6;
    machine.product_name = "iR1024";
    machine.serial = "SAA1";
    machine.bus = 1;
    machine.port = 3;
    machine.plugged = true;
    fake_printer(&machine, 0, LT_ID);
    machine.num_interfaces = 1;
    fake_usb_start(&machine, 1);
}

static void end_scan(struct owner *owner)
{
    ok(strcmp(owner->busy_said, "The machine is scanning; the job waits.") == 0,
       "A job to a machine that scans says so");
    ok(machine.num_opened == 0, "and does not touch the machine");
    share_release(LT "?serial=SAA1", SHARE_SCAN);
}

static void test_job_waits(void)
{
    struct owner owner = {.last = DEVICE_READY, .on_busy = end_scan};
    struct device *d;

    start_bus();
    (void)take(LT "?serial=SAA1", SHARE_SCAN);
    d = owner_open(&owner, LT "?serial=SAA1");
    ok(d != NULL && owner_write(d, 0, JOB, 10000) == RESULT_OK &&
           device_finish(d) == RESULT_OK && machine.interfaces[0].n == JOB &&
           owner.last == DEVICE_READY,
       "It goes on by itself when the scan is over");
    ok(share_holder(LT) == SHARE_PRINT && !take(LT, SHARE_SCAN),
       "No scan comes between while the job is not closed");
    device_close(d);
    ok(share_holder(LT) == SHARE_NOBODY && machine.num_open == 1,
       "Then it may be scanned, though its printer's side is held open for the next job");
    fake_usb_stop();
}

static void test_job_canceled(void)
{
    struct owner owner = {.on_busy = owner_cancel};
    struct device *d;

    start_bus();
    (void)take(LT, SHARE_SCAN);
    d = owner_open(&owner, LT "?serial=SAA1");
    ok(d != NULL && owner_write(d, 0, JOB, 10000) == RESULT_IO && machine.num_opened == 0,
       "A job that waits for a scan can be canceled: %s", d != NULL ? device_error(d) : "");
    device_close(d);
    ok(!share_wanted(LT) && share_holder(LT) == SHARE_SCAN, "The scan goes on");
    share_release(LT, SHARE_SCAN);
    fake_usb_stop();
}

static pthread_t scan_thread;

static void *scan_waits(void *ctx)
{
    (void)share_take(LT, SHARE_SCAN, SHARE_FOR_EVER, NULL, NULL);
    return ctx;
}

static void scan_meanwhile(struct owner *owner)
{
    if (owner->connecting == 1)
        pthread_create(&scan_thread, NULL, scan_waits, NULL);
}

static void scan_came_between(struct owner *owner)
{
    pthread_join(scan_thread, NULL);
    ok(share_holder(LT) == SHARE_SCAN,
       "A job whose machine is not there keeps nobody from scanning");
    share_release(LT, SHARE_SCAN);
    owner->cancel = true;
}

static void test_job_unplugged(void)
{
    struct owner owner = {.on_connecting = scan_meanwhile, .on_busy = scan_came_between};
    struct device *d;

    start_bus();
    machine.plugged = false;
    d = owner_open(&owner, LT "?serial=SAA1");
    ok(d != NULL && owner_write(d, 0, JOB, 10000) == RESULT_IO && owner.connecting > 0,
       "It waits for its machine until it is canceled");
    device_close(d);
    machine.plugged = true;
    machine.unplug_at = 2;
    owner = (struct owner){.last = DEVICE_READY};
    d = owner_open(&owner, LT "?serial=SAA1");
    ok(d != NULL && owner_write(d, 0, JOB, 10000) == RESULT_IO, "One that breaks off fails");
    device_close(d);
    ok(share_holder(LT) == SHARE_NOBODY, "and gives the machine back");
    fake_usb_stop();
}

int main(void)
{
    test_same();
    test_rules();
    test_sentence();
    test_turns();
    test_cancel();
    test_let_go();
    test_threads();
    test_job_waits();
    test_job_canceled();
    test_job_unplugged();
    return tap_done();
}
