/*
 * test-device-usb.c - jobs to a machine on a scripted bus: the right interface, claimed once,
 * short transfers, stalls, unplugging.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/device/fake-usb.h"
#include "tests/device/owner.h"
#include "tests/unit/tap.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define JOB     300000u
#define LT_ID   "MFG:Canon;MDL:iR1020/1024/1025 (UFRII LT);CMD:LIPSLX,CPCA;CLS:PRINTER;"
#define FAX_ID  "MFG:Canon;MDL:iR1020/1024/1025 (FAX);CMD:LIPSLX,CPCA;CLS:PRINTER;"
#define PCL_ID  "MFG:Canon;MDL:iR1020/1024/1025 (PCL5e);CMD:PCL;CLS:PRINTER;"
#define LT_URI  "usb://Canon/iR1020/1024/1025%20(UFRII%20LT)"
#define FAX_URI "usb://Canon/iR1020/1024/1025%20(FAX)"

static struct fake_device devices[4];

/* Scanner, fax, printer: as a trim with fax has them. */
static void make_machine(struct fake_device *d, const char *serial, uint8_t port)
{
    memset(d, 0, sizeof *d);
    d->vendor = 0x04A9;
    d->product = 0x26E6;
    d->product_name = "iR1024";
    d->serial = serial;
    d->bus = 1;
    d->port = port;
    d->plugged = true;
    d->interfaces[0].class = 0xFF;
    d->num_interfaces = 1;
    fake_printer(d, 1, FAX_ID);
    fake_printer(d, 2, LT_ID);
}

#define FAX(d)     (&(d)->interfaces[1])
#define PRINTER(d) (&(d)->interfaces[2])

static void start(unsigned n)
{
    static const char *const serials[] = {"SAA1", "SAA2", "SAA3", "SAA4"};
    unsigned i;

    for (i = 0; i < n; i++)
        make_machine(&devices[i], serials[i], (uint8_t)(i + 3));
    fake_usb_start(devices, n);
}

/* The device stays open. */
static enum result send_job(struct owner *owner, const char *uri, struct device **d)
{
    enum result result;

    *d = owner_open(owner, uri);
    if (!*d)
        return RESULT_UNSUPPORTED;
    result = owner_write(*d, 0, JOB, 10000);
    return result == RESULT_OK ? device_finish(*d) : result;
}

static char said[600]; /* the sentence of the last job that was to fail */

/* True when it failed. */
static bool fail_job(struct owner *owner, const char *uri, struct device **d)
{
    enum result result = send_job(owner, uri, d);

    snprintf(said, sizeof said, "%s", *d ? device_error(*d) : "");
    return result == RESULT_IO;
}

static bool arrived(const struct fake_interface *interface)
{
    return interface->n == JOB && owner_same(interface->data, JOB);
}

static void test_job(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;
    unsigned i, good = 0;

    start(1);
    for (i = 0; i < 3; i++) {
        PRINTER(&devices[0])->n = 0;
        good += send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[0])) &&
                device_bytes(d) == JOB && device_writes(d) <= JOB / 16384 + 8;
        device_close(d);
    }
    ok(good == 3, "Three jobs arrive whole at the printer's interface");
    ok(FAX(&devices[0])->n == 0, "The fax interface gets nothing");
    ok(devices[0].num_opened == 1 && devices[0].num_open == 1 &&
           PRINTER(&devices[0])->num_claimed == 1 && PRINTER(&devices[0])->num_detached == 1,
       "The machine is opened, and its interface detached and claimed, once for all jobs");
    ok(!FAX(&devices[0])->claimed, "The fax interface is left to others");
    ok(owner.connecting == 0 && owner.busy == 0 && devices[0].num_reset == 0,
       "The owner hears of no hindrance, and the machine is not reset");
    usb_release_idle();
    ok(devices[0].num_open == 0, "The machine is let go at the end");
    fake_usb_stop();
}

static void test_short(size_t taken)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;

    start(1);
    devices[0].max_taken = taken;
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[0])),
       "A job arrives whole through transfers of at most %zu bytes", taken);
    ok(d && owner_account(&owner, d) && device_acknowledged(d) == JOB,
       "Each transfer was offered before and counted after");
    device_close(d);
    fake_usb_stop();
}

static void test_stall(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;

    start(1);
    devices[0].stall_at = 3;
    devices[0].stalls = 2;
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[0])) &&
           devices[0].num_cleared == 2,
       "A stalled endpoint is cleared and the job goes on, nothing lost or doubled");
    device_close(d);
    fake_usb_stop();
    start(1);
    devices[0].stall_at = 3;
    devices[0].stalls = 1000;
    ok(fail_job(&owner, LT_URI, &d) && strstr(said, " 32768 bytes"),
       "One that stays stalled ends the job: %s", said);
    device_close(d);
    fake_usb_stop();
}

/* Nothing has gone out yet: tried again for ever, but not without a pause to hear the owner. */
static void test_stall_first(void)
{
    struct owner owner = {.on_connecting = owner_cancel};
    struct device *d;

    start(1);
    devices[0].stall_at = 1;
    devices[0].stalls = 1000000;
    ok(fail_job(&owner, LT_URI, &d) && strstr(said, "Canceled") && device_bytes(d) == 0,
       "One that takes not one byte is tried again until canceled: %s", owner.connecting_said);
    device_close(d);
    fake_usb_stop();
}

static void test_unplug(unsigned at)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;
    char count[40];

    start(1);
    devices[0].unplug_at = at;
    snprintf(count, sizeof count, " %u bytes", (at - 1) * 16384);
    ok(fail_job(&owner, LT_URI, &d) && strstr(said, count) && strstr(said, "unplugged"),
       "Unplugged at transfer %u: %s", at, said);
    ok(d && owner_account(&owner, d) && device_acknowledged(d) == PRINTER(&devices[0])->n,
       "The account is what the machine has");
    device_close(d);
    ok(devices[0].num_open == 0, "The machine that is gone is let go");
    fake_usb_stop();
}

/* It comes back as another device. */
static void plug_second(struct owner *owner)
{
    (void)owner;
    devices[1].plugged = true;
}

static void test_replug(bool ever_there)
{
    struct owner owner = {.on_connecting = plug_second};
    struct device *d;

    start(2);
    devices[1].serial = devices[0].serial;
    devices[1].plugged = false;
    devices[0].plugged = ever_there;
    devices[0].unplug_at = 1;
    ok(send_job(&owner, LT_URI "?serial=SAA1", &d) == RESULT_OK &&
           arrived(PRINTER(&devices[1])) && PRINTER(&devices[0])->n == 0,
       "A machine %s gets the job when it is plugged in",
       ever_there ? "unplugged before the first byte" : "not there");
    ok(owner.connecting >= 1 && owner.last == DEVICE_READY, "The owner hears it: %s",
       owner.connecting_said);
    device_close(d);
    fake_usb_stop();
}

static void test_unplugged_between(void)
{
    struct owner owner = {.on_connecting = plug_second};
    struct device *d;

    start(2);
    devices[1].plugged = false;
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK, "A job is sent");
    device_close(d);
    devices[0].plugged = false;
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[1])) &&
           devices[0].num_open == 0,
       "A machine unplugged between jobs is let go and looked for again");
    device_close(d);
    fake_usb_stop();
}

static void test_which(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;

    start(2);
    ok(send_job(&owner, LT_URI "?serial=SAA2", &d) == RESULT_OK &&
           arrived(PRINTER(&devices[1])) && PRINTER(&devices[0])->n == 0,
       "Of two machines the one with the serial number gets the job");
    device_close(d);
    fake_usb_stop();
    start(2);
    PRINTER(&devices[1])->id = LT_ID "SN:XYZ9;";
    devices[1].serial = NULL;
    ok(send_job(&owner, LT_URI "?serial=xyz9", &d) == RESULT_OK &&
           arrived(PRINTER(&devices[1])),
       "The serial number may stand in the IEEE-1284 id");
    device_close(d);
    fake_usb_stop();
    start(2);
    devices[0].serial = devices[1].serial = NULL;
    ok(send_job(&owner, LT_URI "?port=1-1.4", &d) == RESULT_OK &&
           arrived(PRINTER(&devices[1])) && PRINTER(&devices[0])->n == 0,
       "Without serial numbers the port tells them apart");
    device_close(d);
    fake_usb_stop();
}

static void test_language(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;

    start(1);
    fake_printer(&devices[0], 3, PCL_ID);
    devices[0].interfaces[1].id = PCL_ID;
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[0])),
       "Of several languages the URI's gets the job");
    device_close(d);
    fake_usb_stop();
    start(1);
    ok(send_job(&owner, "usb://canon/ir1020/1024/1025", &d) == RESULT_OK &&
           arrived(PRINTER(&devices[0])),
       "A URI without a language gets one that we speak");
    device_close(d);
    fake_usb_stop();
}

static void test_never(const char *uri, const char *what)
{
    struct owner owner = {.on_connecting = owner_cancel};
    struct device *d;

    start(1);
    ok(fail_job(&owner, uri, &d) && FAX(&devices[0])->n == 0 && PRINTER(&devices[0])->n == 0,
       "%s gets nothing: %s", what, owner.connecting_said);
    device_close(d);
    ok(devices[0].num_open == 0, "No machine is held for nothing");
    fake_usb_stop();
}

static void test_errors(void)
{
    struct owner owner = {.on_connecting = owner_cancel};
    struct device *d;

    start(1);
    devices[0].open_error = LIBUSB_ERROR_ACCESS;
    ok(fail_job(&owner, LT_URI, &d) && strstr(owner.connecting_said, "udev"),
       "A machine we may not open is told: %s", owner.connecting_said);
    device_close(d);
    fake_usb_stop();
    owner = (struct owner){.on_connecting = owner_cancel};
    start(1);
    devices[0].claim_error = LIBUSB_ERROR_BUSY;
    ok(fail_job(&owner, LT_URI, &d) && strstr(owner.connecting_said, "another program"),
       "A machine that another program uses is told: %s", owner.connecting_said);
    device_close(d);
    fake_usb_stop();
    owner = (struct owner){.on_connecting = owner_cancel};
    start(1);
    PRINTER(&devices[0])->id = NULL;
    ok(fail_job(&owner, LT_URI, &d) && FAX(&devices[0])->n == 0,
       "A machine whose printer does not tell its id gets nothing, nor does its fax");
    device_close(d);
    fake_usb_stop();
}

struct found {
    unsigned n;
    char uri[4][300];
};

static bool found(void *ctx, const char *info, const char *uri, const char *id)
{
    struct found *f = ctx;

    if (f->n < 4)
        snprintf(f->uri[f->n], sizeof f->uri[0], "%s", uri);
    f->n += info[0] && id[0];
    return false;
}

static void test_alternates(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;

    start(1);
    PRINTER(&devices[0])->alternates = true;
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[0])) &&
           PRINTER(&devices[0])->setting == 1,
       "Of two settings of an interface the bidirectional one is set");
    device_close(d);
    fake_usb_stop();
    start(1);
    PRINTER(&devices[0])->alternates = true;
    PRINTER(&devices[0])->protocol = 4; /* IPP over USB */
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[0])) &&
           PRINTER(&devices[0])->setting == 0,
       "One that speaks another protocol is not");
    device_close(d);
    fake_usb_stop();
}

static void test_no_usb(void)
{
    struct owner owner = {.on_connecting = owner_cancel};
    struct device *d;
    struct found f = {0};

    start(1);
    fake_usb_init_error = LIBUSB_ERROR_OTHER;
    ok(fail_job(&owner, LT_URI, &d) && strstr(owner.connecting_said, "cannot be used here"),
       "A system without USB is told: %s", owner.connecting_said);
    device_close(d);
    device_list(found, &f);
    ok(f.n == 0, "It lists no machine");
    fake_usb_init_error = 0;
    fake_usb_stop();
}

static void test_lengths(void)
{
    static const int lengths[] = {-(int)(sizeof LT_ID + 1), 1, 5000, 0x7FFF};
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;
    size_t i;

    for (i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        start(1);
        PRINTER(&devices[0])->id_length = lengths[i];
        ok(send_job(&owner, LT_URI, &d) == RESULT_OK,
           "An id is understood although its length says %d", lengths[i]);
        device_close(d);
        fake_usb_stop();
    }
}

static void end_hang(struct owner *owner)
{
    (void)owner;
    devices[0].hang_at = 0;
}

static void test_hang(void)
{
    struct owner owner = {.on_busy = end_hang};
    struct device *d;

    start(1);
    devices[0].hang_at = 4;
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[0])) &&
           owner.busy == 1 && owner.last == DEVICE_READY,
       "A machine that takes nothing for a while gets the rest later: %s", owner.busy_said);
    device_close(d);
    fake_usb_stop();
    owner = (struct owner){.on_busy = owner_cancel};
    start(1);
    devices[0].hang_at = 4;
    ok(fail_job(&owner, LT_URI, &d) && strstr(said, "Canceled") &&
           device_bytes(d) == PRINTER(&devices[0])->n,
       "A job that is not taken can be canceled; its bytes are counted: %s", said);
    ok(d && owner_account(&owner, d), "So is the part of the transfer that was cut off");
    device_close(d);
    ok(devices[0].num_reset == 1, "The machine is told to forget the half of it");
    PRINTER(&devices[0])->n = 0;
    devices[0].hang_at = 0;
    owner = (struct owner){.last = DEVICE_READY};
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[0])) &&
           devices[0].num_opened == 1,
       "The next job goes over the same claim");
    device_close(d);
    fake_usb_stop();
}

static void close_other(struct owner *owner)
{
    device_close(owner->ctx);
    owner->ctx = NULL;
    PRINTER(&devices[0])->n = 0;
}

static void test_two_jobs(void)
{
    struct owner first = {.last = DEVICE_READY};
    struct owner second = {.on_busy = close_other};
    struct device *a, *b;
    char id[1024], why[300];
    struct uri uri;

    start(1);
    ok(send_job(&first, LT_URI, &a) == RESULT_OK, "A job holds the machine");
    ok(uri_parse(LT_URI, &uri, why, sizeof why) &&
           usb_identify(&uri, 0, id, sizeof id, why, sizeof why) && strcmp(id, LT_ID) == 0,
       "Meanwhile the machine can be identified");
    second.ctx = a;
    ok(send_job(&second, "usb://Canon/iR1020/1024/1025", &b) == RESULT_OK &&
           arrived(PRINTER(&devices[0])) && devices[0].num_opened == 1,
       "A second job, by another URI, waits for the first: %s", second.busy_said);
    device_close(b);
    fake_usb_stop();
}

static void test_list(void)
{
    struct found f = {0};

    start(4);
    devices[1].serial = NULL;
    /* a printer of this maker that is none of ours, and one of another maker */
    devices[2].product = 0x1234;
    devices[2].product_name = "LBP9999";
    devices[3].vendor = 0x03F0;
    device_list(found, &f);
    ok(f.n == 2, "Of four machines the two of the family are listed, without their faxes");
    ok(strcmp(f.uri[0], LT_URI "?serial=SAA1") == 0, "One by its serial number: %s", f.uri[0]);
    ok(strcmp(f.uri[1], LT_URI "?port=1-1.4") == 0, "One by its port: %s", f.uri[1]);
    ok(PRINTER(&devices[2])->num_claimed == 0 && PRINTER(&devices[2])->num_detached == 0 &&
           devices[3].num_opened == 0,
       "The others' interfaces are not touched");
    ok(devices[0].num_open == 0 && devices[1].num_open == 0 && devices[2].num_open == 0,
       "Nothing is held after the listing");
    f = (struct found){0};
    usb_list(true, found, &f);
    ok(f.n == 4, "Their faxes are listed where these are asked for");
    fake_usb_stop();
}

/* A generic printer, named by its owner. */
static void test_other_maker(void)
{
    struct device_identity identity;
    char why[400];

    start(2);
    devices[0].vendor = devices[1].vendor = 0x03F0;
    devices[0].product_name = "Laser 9";
    devices[1].product_name = "Laser 10";
    PRINTER(&devices[0])->id = "MFG:Maker;MDL:Laser 9;CMD:PJL;";
    ok(device_identify("usb://Maker/Laser%209", 0, &identity, why, sizeof why) &&
           strcmp(identity.device_id, "MFG:Maker;MDL:Laser 9;CMD:PJL;") == 0,
       "A machine of another maker is found by a URI that names it");
    ok(PRINTER(&devices[1])->num_claimed == 0, "Others beside it are not touched");
    ok(!device_identify(LT_URI, 0, &identity, why, sizeof why) && devices[1].num_open == 0,
       "A URI of this maker does not look at them");
    fake_usb_stop();
}

static void test_identify(void)
{
    struct device_identity identity;
    char why[400];

    start(1);
    ok(device_identify(LT_URI, 0, &identity, why, sizeof why) &&
           strcmp(identity.device_id, LT_ID) == 0,
       "A machine on USB is identified by its IEEE-1284 id");
    ok(!device_identify(LT_URI "?serial=other", 0, &identity, why, sizeof why) &&
           strstr(why, "other"),
       "One that is not there is told: %s", why);
    ok(!device_identify(FAX_URI, 0, &identity, why, sizeof why), "A fax is not identified");
    ok(devices[0].num_open == 0, "Nothing is held after the question");
    fake_usb_stop();
}

static bool get_status(const char *text, uint8_t *byte)
{
    struct uri uri;
    char why[300];

    *byte = 0xAA;
    return uri_parse(text, &uri, why, sizeof why) && usb_port_status(&uri, 500, byte);
}

/* It is asked from the thread of the hindrance: the job's transfer is under way. */
static void ask_then_end_hang(struct owner *owner)
{
    uint8_t *byte = owner->ctx;

    get_status(LT_URI, byte);
    end_hang(owner);
}

static void test_status(void)
{
    uint8_t byte, during = 0;
    struct owner owner = {.on_busy = ask_then_end_hang, .ctx = &during};
    struct device *d;

    start(1);
    devices[0].status = USB_PORT_NO_ERROR | USB_PORT_SELECTED;
    ok(!get_status(LT_URI, &byte) && PRINTER(&devices[0])->kernel_driver &&
           devices[0].num_open == 0,
       "A machine that the kernel's driver has is not taken from it for its status");
    devices[0].hang_at = 4;
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[0])) &&
           during == 0x18 && devices[0].num_asked == 1,
       "In the middle of a job the status is told, and the job goes on");
    device_close(d);
    devices[0].status = USB_PORT_NO_PAPER;
    ok(get_status(LT_URI, &byte) && byte == 0x20 && PRINTER(&devices[0])->num_claimed == 1 &&
           devices[0].num_open == 1,
       "Between jobs it is asked over the same claim");
    ok(devices[0].status_ms > 0 && devices[0].status_ms <= 500, "The time is limited");
    devices[0].status = LIBUSB_ERROR_TIMEOUT;
    ok(!get_status(LT_URI, &byte), "No answer is no status");
    ok(!get_status(FAX_URI, &byte) && !get_status(LT_URI "?serial=none", &byte),
       "Nor has a fax one, or a machine that is not there");
    devices[0].plugged = false;
    ok(!get_status(LT_URI, &byte), "Nor one that was unplugged");
    fake_usb_stop();
}

static void test_status_not_held(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;
    uint8_t byte;

    start(1);
    devices[0].status = 0;
    PRINTER(&devices[0])->kernel_driver = FAX(&devices[0])->kernel_driver = false;
    ok(get_status(LT_URI, &byte) && byte == 0 && devices[0].num_open == 0,
       "A machine that nobody has is opened for the question and let go");
    PRINTER(&devices[0])->claimed = true;
    ok(!get_status(LT_URI, &byte) && devices[0].num_open == 0,
       "One that another program has is left to it");
    PRINTER(&devices[0])->claimed = false;
    ok(send_job(&owner, LT_URI, &d) == RESULT_OK && arrived(PRINTER(&devices[0])) &&
           devices[0].num_unclaimed == 0,
       "A job goes there afterwards");
    device_close(d);
    fake_usb_stop();
}

static void plug_same(struct owner *owner)
{
    (void)owner;
    devices[1].plugged = true;
}

/* Unplugged in the middle of a job, plugged again before the next one. */
static void test_replug_in_job(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;

    start(2);
    devices[1].serial = devices[0].serial;
    devices[1].plugged = false;
    devices[0].unplug_at = 5;
    ok(fail_job(&owner, LT_URI "?serial=SAA1", &d) && strstr(said, " 65536 bytes"),
       "A machine unplugged in the middle of a job ends it: %s", said);
    device_close(d);
    owner = (struct owner){.on_connecting = plug_same};
    ok(send_job(&owner, LT_URI "?serial=SAA1", &d) == RESULT_OK &&
           arrived(PRINTER(&devices[1])) && devices[0].num_open == 0 && owner.connecting == 1,
       "The next job waits for it and arrives whole: %s", owner.connecting_said);
    device_close(d);
    fake_usb_stop();
}

/* The machine is there, but takes no more of the job. */
static void test_reset_after_stalls(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d;

    start(1);
    devices[0].stall_at = 3;
    devices[0].stalls = 5;
    ok(fail_job(&owner, LT_URI, &d), "A job ends in stalls");
    device_close(d);
    ok(devices[0].num_reset == 1, "The machine is told to forget the half of it");
    fake_usb_stop();
}

static void test_same_serial(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct found f = {0};
    struct device *d;

    start(3);
    devices[1].serial = devices[0].serial;
    device_list(found, &f);
    ok(f.n == 3 && !strcmp(f.uri[0], LT_URI "?serial=SAA1&port=1-1.3") &&
           !strcmp(f.uri[1], LT_URI "?serial=SAA1&port=1-1.4") &&
           !strcmp(f.uri[2], LT_URI "?serial=SAA3"),
       "Machines with the same serial number are listed with their ports: %s", f.uri[1]);
    ok(send_job(&owner, f.uri[1], &d) == RESULT_OK && arrived(PRINTER(&devices[1])),
       "Which tells them apart");
    device_close(d);
    fake_usb_stop();
}

/* Jobs, questions and listings at the same time. */
static void *work(void *ctx)
{
    const char *uri = ctx;
    unsigned i, good = 0;
    struct found f = {0};
    struct device_identity identity;
    char why[400];
    uint8_t byte;

    for (i = 0; i < 5; i++) {
        struct owner owner = {.last = DEVICE_READY};
        struct device *d;

        good += send_job(&owner, uri, &d) == RESULT_OK;
        device_close(d);
        device_list(found, &f);
        get_status(uri, &byte);
        device_identify(uri, 0, &identity, why, sizeof why);
    }
    return good == 5 ? ctx : NULL;
}

static atomic_bool stop_watching;

static void *watch(void *ctx)
{
    uint8_t byte;

    while (!stop_watching) {
        get_status(ctx, &byte);
        poll(NULL, 0, 1);
    }
    return NULL;
}

static void test_threads(void)
{
    static char watched[] = LT_URI "?serial=SAA1";
    pthread_t watcher;
    static char uris[4][80] = {LT_URI "?serial=SAA1", LT_URI "?serial=SAA1",
                               LT_URI "?serial=SAA2", LT_URI};
    pthread_t threads[4];
    unsigned i, good = 0, started = 0;

    start(2);
    pthread_create(&watcher, NULL, watch, watched);
    for (i = 0; i < 4; i++)
        started += pthread_create(&threads[i], NULL, work, uris[i]) == 0;
    for (i = 0; i < started; i++) {
        void *end;

        pthread_join(threads[i], &end);
        good += end != NULL;
    }
    stop_watching = true;
    pthread_join(watcher, NULL);
    ok(good == 4 && devices[0].num_asked > 0 && devices[0].num_unclaimed == 0,
       "Four threads with two machines send twenty jobs, a fifth one "
       "watches one machine");
    ok(PRINTER(&devices[0])->n + PRINTER(&devices[1])->n == 20u * JOB &&
           FAX(&devices[0])->n + FAX(&devices[1])->n == 0,
       "All bytes of them arrive at the printers");
    fake_usb_stop();
}

int main(void)
{
    unsigned at;

    test_job();
    test_short(1);
    test_short(511);
    test_short(16000);
    test_stall();
    test_stall_first();
    for (at = 2; at < 18; at += 3)
        test_unplug(at);
    test_replug(true);
    test_replug(false);
    test_unplugged_between();
    test_which();
    test_language();
    test_never(FAX_URI, "A fax interface");
    test_never(FAX_URI "?interface=1", "A fax interface that is asked for by number");
    test_never(LT_URI "?interface=1", "A fax interface called a printer");
    test_never("usb://Canon/iR1018/1022/1023%20(UFRII%20LT)", "Another model");
    test_never(LT_URI "?serial=none", "Another machine");
    test_errors();
    test_alternates();
    test_no_usb();
    test_lengths();
    test_hang();
    test_two_jobs();
    test_list();
    test_other_maker();
    test_identify();
    test_status();
    test_status_not_held();
    test_replug_in_job();
    test_reset_after_stalls();
    test_same_serial();
    test_threads();
    return tap_done();
}
