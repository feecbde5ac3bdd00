/*
 * test-scanner.c - which device is a queue's scanner, what is kept of it, its sensor and its
 * buttons; with scripted devices and queues.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/machine-share.h"
#include "server/scan/scanner-parts.h"
#include "server/scratch.h"
#include "tests/unit/scan-doubles.h"
#include "tests/unit/tap.h"

#include <sys/stat.h>
#include <unistd.h>

#define LT    "usb://Canon/iR1020/1024/1025%20(UFRII%20LT)"
#define PCL   "usb://Canon/iR1020/1024/1025%20(PCL5e)"
#define OTHER "usb://Canon/iR1018/1022/1023%20(UFRII%20LT)"
#define ONE   "pixma:04A926E6_ABC1"
#define TWO   "pixma:04A926E6_ABC2"

static char folder[200];
static atomic_uint told;

static void changed(void *ctx)
{
    (void)ctx;
    atomic_fetch_add(&told, 1);
}

static void start(void)
{
    struct scanners_options options = {.max_page = 1 << 20, .max_pages = 8 << 20};
    char why[512] = "";

    snprintf(options.state_file, sizeof(options.state_file), "%s/state", folder);
    snprintf(options.folder, sizeof(options.folder), "%s/scans", folder);
    if (!scanners_start(NULL, &options, why, sizeof(why)))
        diag("%s", why);
    scanners_watch(changed, NULL);
}

/* Nothing is known from before, and nothing is there. */
static void start_anew(void)
{
    char path[300];

    snprintf(path, sizeof(path), "%s/state.scanners", folder);
    (void)unlink(path);
    memset(fake_scanners, 0, sizeof(fake_scanners));
    num_fake_queues = 0;
    start();
}

static bool get(const char *name, struct scanner_facts *facts)
{
    struct scanner *s = scanner_find(name);

    memset(facts, 0, sizeof(*facts));
    if (s != NULL)
        scanner_facts(s, facts);
    return s != NULL;
}

/* For at most ten seconds. */
#define AWAIT(condition)                                                                       \
    for (int await_tries = 0; await_tries < 2000 && !(condition); await_tries++)               \
    poll(NULL, 0, 5)

static bool is_known(const char *name)
{
    struct scanner_facts facts;

    return get(name, &facts) && facts.known;
}

static bool one(void *ctx, struct scanner *s)
{
    (void)s;
    *(unsigned *)ctx += 1;
    return true;
}

static unsigned number(void)
{
    unsigned n = 0;

    scanners_each(one, &n);
    return n;
}

static bool set(const char *name, const char *device, char *why)
{
    struct scanner_settings settings = {""};

    snprintf(settings.device, sizeof(settings.device), "%s", device);
    why[0] = '\0';
    return scanner_set(name, &settings, why, 512);
}

/* ---- which device ---- */

static int match(size_t queue, const char *a, const char *b)
{
    const char *devices[] = {a, b};

    return scanner_match(fake_queues, num_fake_queues, queue, devices, b != NULL ? 2 : 1);
}

static void test_match(void)
{
    fake_queue(0, 1, "lt", LT "?serial=abc1");
    fake_queue(1, 2, "pcl", PCL "?serial=ABC1");
    fake_queue(2, 3, "net", "socket://192.0.2.1");
    ok(match(0, TWO, ONE) == 1, "The device with the serial number of the queue's URI");
    ok(match(0, TWO, NULL) == -1, "One with another serial number is another machine");
    ok(match(1, ONE, TWO) == -1, "The second queue of a machine has no scanner of its own");
    ok(match(2, ONE, NULL) == -1, "Nor has a queue of the network");
    ok(match(0, "pixma:04A926E6", NULL) == 0 && match(0, "pixma:04A926E6", TWO) == -1,
       "A device without serial number is taken if there is no other");
    fake_queue(0, 1, "lt", LT);
    fake_queue(1, 2, "pcl", PCL);
    ok(match(0, ONE, NULL) == 0, "A queue without one takes the only device");
    ok(match(0, ONE, TWO) == -1, "but not one of two");
    fake_queue(1, 2, "other", OTHER);
    ok(match(0, ONE, NULL) == -1, "nor when there are two machines");
    ok(match(0, "pixma:MF4500_192.0.2.9", "bjnp:ABC1") == -1,
       "A device in the network is no machine on USB");
}

static void test_found(void)
{
    struct scanner_facts facts;
    unsigned before;

    start_anew();
    ok(number() == 0, "Without queues there is no scanner");
    before = atomic_load(&told);
    fake_lock();
    fake_make(0, ONE);
    fake_make(1, TWO);
    fake_queue(0, 7, "office", LT "?serial=ABC2");
    fake_queue(1, 8, "office-pcl", PCL "?serial=ABC2");
    fake_unlock();
    scanners_changed();
    AWAIT(is_known("office"));
    ok(get("office", &facts) && strcmp(facts.device, TWO) == 0 && facts.printer_id == 7 &&
           strcmp(facts.settings.device, "auto") == 0,
       "A queue that is added gets its scanner by itself");
    ok(strcmp(facts.uuid, "00000000-0000-4000-8000-000000000007") == 0,
       "It has the queue's UUID");
    ok(facts.caps.has[SCAN_FEEDER_DUPLEX] && facts.caps.width[SCAN_PLATEN] == 2544 &&
           strcmp(facts.caps.model, "imageRUNNER 1020") == 0,
       "What it can do is known");
    ok(number() == 1 && scanner_find_printer(7) != NULL && scanner_find_printer(8) == NULL,
       "It is one scanner, of the first of its machine's queues");
    AWAIT(atomic_load(&told) > before + 1);
    ok(atomic_load(&told) > before + 1, "Who watches is told");
    fake_lock();
    before = fake_lists;
    fake_unlock();
    scanners_changed();
    scanners_changed();
    ok(set("office", "auto", (char[512]){""}) && number() == 1 && fake_lists == before,
       "When all are found nobody looks for more");
    scanners_stop();
}

static void test_kept(void)
{
    struct scanner_facts facts;
    struct stat info;
    char path[300];

    start_anew();
    fake_lock();
    fake_make(0, ONE)->caps.feeder_sensor = true;
    fake_scanners[0].caps.num_buttons = 2;
    fake_queue(0, 7, "office", LT "?serial=ABC1");
    fake_unlock();
    scanners_changed();
    AWAIT(is_known("office"));
    scanner_set_ports(scanner_find("office"), 8010, 8011);
    scanners_stop();
    snprintf(path, sizeof(path), "%s/state.scanners", folder);
    ok(stat(path, &info) == 0 && (info.st_mode & 0777) == 0600, "The file is this user's");
    fake_scanners[0].there = false;
    start();
    ok(get("office", &facts) && facts.known && strcmp(facts.device, ONE) == 0 &&
           facts.port == 8010 && facts.tls_port == 8011 && facts.caps.num_buttons == 2 &&
           facts.caps.feeder_sensor && facts.caps.resolutions[1] == 300 && facts.caps.color &&
           strcmp(facts.uuid, "00000000-0000-4000-8000-000000000007") == 0,
       "A scanner is known at the next start, with all it can do, while it is off");
    scanners_stop();
    fake_queue(0, 7, "office", LT "?serial=XYZ");
    start();
    ok(get("office", &facts) && !facts.known && facts.device[0] == '\0' && number() == 0,
       "but not when the queue is another machine's by then");
    scanners_stop();
    fake_queue(0, 9, "other", "socket://192.0.2.1");
    start();
    ok(scanner_find("office") == NULL, "nor when the queue is gone");
    scanners_stop();
}

static void test_plugged_in(void)
{
    start_anew();
    fake_lock();
    fake_queue(0, 7, "office", LT "?serial=ABC1");
    fake_unlock();
    scanners_changed();
    FAKE_AWAIT(fake_lists > 0);
    ok(number() == 0, "A machine that is off has no scanner yet");
    fake_lock();
    fake_make(0, ONE);
    fake_usb++;
    fake_unlock();
    AWAIT(is_known("office"));
    ok(is_known("office"), "It is found when something was plugged into USB");
    scanners_stop();
}

static void test_printing(void)
{
    struct scanner_facts facts;

    start_anew();
    (void)share_take(LT "?serial=ABC1", SHARE_PRINT, 0, NULL, NULL);
    fake_lock();
    fake_make(0, ONE);
    fake_lists = 0;
    fake_queue(0, 7, "office", LT "?serial=ABC1");
    fake_unlock();
    scanners_changed();
    AWAIT(number() == 1);
    ok(get("office", &facts) && facts.printing && facts.why[0] != '\0',
       "That its machine prints is known: %s", facts.why);
    ok(!facts.known && fake_scanners[0].opened == 0, "Its device is not touched then");
    share_release(LT "?serial=ABC1", SHARE_PRINT);
    ok(get("office", &facts) && !facts.printing, "Afterwards it can be used");
    scanners_stop();
}

/* ---- settings ---- */

static void test_set(void)
{
    struct scanner_facts facts;
    char why[512], uuid[46];
    struct scanner *s;

    start_anew();
    fake_lock();
    fake_make(0, ONE);
    fake_make(1, "epson2:usb");
    fake_queue(0, 7, "office", LT "?serial=ABC1");
    fake_queue(1, 8, "net", "socket://192.0.2.1");
    fake_unlock();
    scanners_changed();
    AWAIT(is_known("office"));
    s = scanner_find("office");
    ok(set("office", "off", why) && number() == 0 && scanner_find_printer(7) == NULL,
       "A scanner that is switched off is not shown");
    ok(set("office", "auto", why) && number() == 1 && is_known("office") &&
           scanner_find("office") == s,
       "Switched on it is the same, known at once");
    ok(!set("desk", "net:localhost:test", why) && !set("office", "escl:http://x", why),
       "A device that leads to a scanner in the network is refused: %s", why);
    ok(!set("desk", "nothing", why) && !set("desk", ":x", why), "So is what is no device: %s",
       why);
    ok(!set("desk", "auto", why) && !set("net", "auto", why),
       "Nothing is found by itself without a machine on USB: %s", why);
    ok(!set("desk", "off", why) && !set("desk", "", why), "What is not there is not set: %s",
       why);
    ok(!set("", "epson2:usb", why) && !set("a\nb", "epson2:usb", why) &&
           !set("desk", "epson2:\x01", why),
       "Names are plain text: %s", why);
    ok(!set("office", "", why), "The scanner of a queue cannot be deleted: %s", why);
    ok(set("desk", "epson2:usb", why), "Another device is set by its name");
    AWAIT(is_known("desk"));
    ok(get("desk", &facts) && facts.known && facts.printer_id == 0 && strlen(facts.uuid) == 36,
       "and has a UUID of its own");
    memcpy(uuid, facts.uuid, sizeof(uuid));
    ok(set("net", ONE, why) && get("net", &facts) && facts.printer_id == 8 &&
           strcmp(facts.uuid, "00000000-0000-4000-8000-000000000008") == 0,
       "A queue in the network may have a scanner, too, by the queue's UUID");
    scanners_stop();
    start();
    ok(get("desk", &facts) && facts.known && strcmp(facts.uuid, uuid) == 0,
       "All that is kept: the UUID");
    ok(get("net", &facts) && strcmp(facts.settings.device, ONE) == 0, "and what was set");
    ok(set("desk", "", why) && scanner_find("desk") == NULL, "It is deleted");
    scanners_stop();
    start();
    ok(scanner_find("desk") == NULL, "for good");
    scanners_stop();
}

static void test_many(void)
{
    char why[512], name[20];
    unsigned n = 0;

    start_anew();
    for (unsigned i = 0; i < 40; i++) {
        snprintf(name, sizeof(name), "scanner %u", i);
        n += set(name, "epson2:x", why);
    }
    ok(n == SCANNERS_MAX && number() == SCANNERS_MAX, "There are at most %d: %s", SCANNERS_MAX,
       why);
    ok(set("scanner 0", "", why) && set("one more", "epson2:x", why),
       "Who deletes one may add another");
    scanners_stop();
}

/* ---- the sensor ---- */

static void test_sensor(void)
{
    struct scanner_facts facts;
    struct scanner *s;
    unsigned asked;

    start_anew();
    fake_lock();
    fake_make(0, ONE)->caps.feeder_sensor = true;
    fake_scanners[0].feeder = SCAN_FEEDER_LOADED;
    fake_queue(0, 7, "office", LT "?serial=ABC1");
    fake_unlock();
    scanners_changed();
    AWAIT(is_known("office"));
    s = scanner_find("office");
    ok(scanner_look(s) == SCAN_FEEDER_UNKNOWN, "Before the first look nothing is known");
    AWAIT(get("office", &facts) && facts.feeder == SCAN_FEEDER_LOADED);
    ok(scanner_look(s) == SCAN_FEEDER_LOADED, "A look is made, and its answer kept");
    FAKE_AWAIT(fake_scanners[0].open == 0);
    for (int i = 0; i < 20; i++)
        (void)scanner_look(s);
    fake_lock();
    asked = fake_scanners[0].asked;
    fake_unlock();
    ok(asked == 1 && fake_scanners[0].open == 0, "Twenty who want to know do not make more");
    scanners_stop();
}

static void test_sensor_none(void)
{
    start_anew();
    fake_lock();
    fake_make(0, ONE);
    fake_queue(0, 7, "office", LT "?serial=ABC1");
    fake_unlock();
    scanners_changed();
    AWAIT(is_known("office"));
    FAKE_AWAIT(fake_scanners[0].open == 0);
    ok(scanner_look(scanner_find("office")) == SCAN_FEEDER_UNKNOWN &&
           fake_scanners[0].opened == 1,
       "A device that has no sensor is not opened to ask it");
    scanners_stop();
}

/* ---- buttons ---- */

static atomic_uint presses[4];

static void pressed(void *ctx, struct scanner *s, unsigned button)
{
    (void)ctx;
    (void)s;
    atomic_fetch_add(&presses[button], 1);
}

static struct scanner *start_buttons(void)
{
    struct scanner *s;

    start_anew();
    fake_lock();
    fake_make(0, ONE)->caps.num_buttons = 2;
    fake_queue(0, 7, "office", LT "?serial=ABC1");
    fake_unlock();
    scanners_changed();
    AWAIT(is_known("office"));
    FAKE_AWAIT(fake_scanners[0].open == 0);
    s = scanner_find("office");
    scanner_watch_buttons(s, pressed, NULL);
    FAKE_AWAIT(fake_scanners[0].open == 1 && fake_scanners[0].asked > 0);
    return s;
}

static void test_buttons(void)
{
    struct scanner *s = start_buttons();

    fake_lock();
    fake_scanners[0].buttons = 2;
    fake_unlock();
    AWAIT(atomic_load(&presses[2]) == 1);
    ok(atomic_load(&presses[2]) == 1 && atomic_load(&presses[1]) == 0,
       "The button that was pressed is told, once");
    FAKE_AWAIT(fake_scanners[0].open == 1);
    ok(share_take(LT "?serial=ABC1", SHARE_PRINT, 0, NULL, NULL) && fake_scanners[0].open == 0,
       "A print job gets the machine at once: the buttons let go of it");
    poll(NULL, 0, 50);
    ok(fake_scanners[0].open == 0, "and wait");
    share_release(LT "?serial=ABC1", SHARE_PRINT);
    FAKE_AWAIT(fake_scanners[0].open == 1);
    ok(fake_scanners[0].open == 1, "until it is printed");
    scanner_watch_buttons(s, NULL, NULL);
    FAKE_AWAIT(fake_scanners[0].open == 0);
    ok(fake_scanners[0].open == 0, "Nobody asks any more when nobody wants to know");
    scanner_watch_buttons(s, pressed, NULL);
    FAKE_AWAIT(fake_scanners[0].open == 1);
    scanners_stop();
    ok(fake_scanners[0].open == 0, "The end of the program closes the device");
}

static void test_button_scan(void)
{
    struct scan_settings settings = {
        .dpi = 75, .color = SCAN_GRAY, .encoding = SCAN_PNG, .area = {0, 0, 300, 160}
    };
    struct scan_handover handover = {0, 0};
    struct scan_asker asker = {"web", "", ""};
    struct scanner *s = start_buttons();
    struct scan_job *job = NULL;
    struct scan_job_info info = {.made = 0};
    char why[512] = "";

    (void)scan_job_start(s, &settings, &handover, &asker, &job, why, sizeof(why));
    if (job != NULL) {
        (void)scan_job_wait(job, 10000);
        scan_job_info(job, &info);
    }
    ok(info.state == SCAN_JOB_COMPLETED && info.made == 1,
       "A scan goes before the buttons: %s%s", why, info.why);
    scan_job_release(job);
    FAKE_AWAIT(fake_scanners[0].open == 1);
    ok(fake_scanners[0].open == 1, "which are watched again afterwards");
    scanners_stop();
}

/* ---- the file ---- */

static void test_file(void)
{
    static const char text[] = "# comment\n"
                               "scanner office\nprinter 3\nset auto\ndevice pixma:04A926E6_A\n"
                               "future words\nreach platen 2544 3472\ncolors gray\n"
                               "resolutions 75 300\n"
                               "scanner bad one\nset auto\nprinter x\n"
                               "scanner office\nset off\n"
                               "scanner \xff\nset off\n"
                               "scanner loop\nset net:a:b\n"
                               "scanner no-reach\nset epson2:a\ndevice epson2:a\ncolors gray\n"
                               "resolutions 75\n"
                               "scanner last\nset off";
    struct scanner_record records[8];
    size_t n = scanner_file_parse(text, sizeof(text) - 1, records, 8);
    char *again;

    ok(n == 3, "Records that make no sense are left out, the others kept");
    ok(strcmp(records[0].name, "office") == 0 && records[0].printer_id == 3 &&
           records[0].known && records[0].caps.height[SCAN_PLATEN] == 3472 &&
           records[0].caps.gray && !records[0].caps.color &&
           records[0].caps.num_resolutions == 2,
       "Unknown words are passed over");
    ok(strcmp(records[1].name, "no-reach") == 0 && !records[1].known,
       "Abilities with which nothing can be scanned are forgotten, what was set is not");
    ok(strcmp(records[2].name, "last") == 0, "The last line may lack its end");
    again = scanner_file_format(records, 1);
    ok(again != NULL &&
           strstr(again, "\nscanner office\nprinter 3\nset auto\n"
                         "device pixma:04A926E6_A\nreach platen 2544 3472\ncolors gray\n"
                         "resolutions 75 300\n") != NULL,
       "It is written as it is read");
    free(again);
    ok(scanner_file_parse(text, sizeof(text) - 1, records, 1) == 1,
       "No more than there is room");
}

int main(void)
{
    const char *tmp = getenv("TMPDIR");

    snprintf(folder, sizeof(folder), "%s/scanner-XXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkdtemp(folder) == NULL)
        return 1;
    test_match();
    test_found();
    test_kept();
    test_plugged_in();
    test_printing();
    test_set();
    test_many();
    test_sensor();
    test_sensor_none();
    test_buttons();
    test_button_scan();
    test_file();
    scratch_remove_folder(folder);
    return tap_done();
}
