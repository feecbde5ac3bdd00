/*
 * test-scan-fake.c - scanning by a process of its own from the fake scanner, which has what
 * SANE's test backend lacks: a feeder that turns sheets, sensors, buttons, crashes, hangs, and
 * words that are not true.
 * Effects: child processes, a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tap.h"

#include "server/scan/scan-process.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEVICE "pixma:04A926E6_0123456789AB"

static char folder[] = "/tmp/test-scan-fake-XXXXXX";

/* 300 units are an inch. The machine sends whole groups of four pixels: 75 become 76. */
static const struct scan_params gray = {
    SCAN_PLATEN, SCAN_GRAY, 75, {0, 0, 300, 300}
};
static const struct scan_params color = {
    SCAN_PLATEN, SCAN_COLOR, 75, {0, 0, 300, 300}
};

static void write_file(const char *name, const char *text)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
        printf("Bail out! %s cannot be written\n", path);
        exit(1);
    }
}

static void script(const char *text)
{
    write_file("fake", text);
}

struct page {
    struct scan_image image;
    uint32_t lines;
    uint8_t first[3]; /* pixel */
    bool even;        /* all pixels are that */
};

static enum scan_result scan_page(const struct scan_source *source,
                                  const struct scan_params *params, struct page *page)
{
    static uint8_t line[SCAN_MAX_WIDTH * 3];
    enum scan_result result;
    size_t samples;
    bool end = false;

    *page = (struct page){.even = true};
    result = source->start(source->ctx, params, &page->image);
    samples = page->image.color ? 3 : 1;
    while (result == SCAN_OK) {
        result = source->read_line(source->ctx, line, &end);
        if (result != SCAN_OK || end)
            break;
        if (page->lines++ == 0)
            memcpy(page->first, line, samples);
        for (size_t x = 0; x < page->image.width; x++)
            page->even = page->even && memcmp(line + x * samples, page->first, samples) == 0;
    }
    return result;
}

static bool is_flat(const struct page *page, unsigned red, unsigned green, unsigned blue)
{
    return page->even && page->image.color && page->first[0] == red &&
           page->first[1] == green && page->first[2] == blue;
}

static struct scan_process *open_fake(struct scan_source *source, struct scan_caps *caps)
{
    struct scan_process *process;
    char why[512];
    enum scan_result result = scan_process_open(DEVICE, &process, caps, why, sizeof why);

    if (result != SCAN_OK) {
        diag("%s: %s", scan_result_keyword(result), why);
        return NULL;
    }
    *source = scan_process_source(process);
    return process;
}

static enum scan_result scan_once(const struct scan_params *params, struct page *page,
                                  char why[512])
{
    struct scan_source source;
    struct scan_caps caps;
    struct scan_process *process = open_fake(&source, &caps);
    enum scan_result result;

    if (process == NULL)
        return SCAN_GONE;
    result = scan_page(&source, params, page);
    source.finish(source.ctx);
    snprintf(why, 512, "%s", scan_process_why(process));
    scan_process_close(process);
    return result;
}

/* Whether a line of the fake's log has this in it. */
static bool logged(const char *text)
{
    char path[256], line[512];
    bool found = false;
    FILE *file;

    snprintf(path, sizeof path, "%s/fake.log", folder);
    file = fopen(path, "r");
    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL)
        found = strstr(line, text) != NULL;
    if (file != NULL)
        fclose(file);
    return found;
}

/* ---- what it says of itself ---- */

static void test_caps(void)
{
    struct scan_source source;
    struct scan_caps caps;
    struct scan_process *process;

    script("");
    process = open_fake(&source, &caps);
    if (!ok(process != NULL, "a machine like the iR1020 is opened"))
        return;
    ok(strcmp(caps.maker, "CANON") == 0 &&
           strcmp(caps.model, "imageRUNNER 1020/1024/1025") == 0,
       "its maker is not told twice");
    ok(strcmp(caps.serial, "0123456789AB") == 0, "its serial number is that of its name");
    ok(caps.has[SCAN_PLATEN] && caps.has[SCAN_FEEDER] && caps.has[SCAN_FEEDER_DUPLEX],
       "it has a glass and a feeder that turns sheets");
    /* 636 * 868 at 75 dpi */
    ok(caps.width[SCAN_PLATEN] == 2544 && caps.height[SCAN_PLATEN] == 3472 &&
           caps.width[SCAN_FEEDER_DUPLEX] == 2544,
       "it reaches 2544 * 3472");
    ok(caps.num_resolutions == 4 && caps.resolutions[0] == 75 && caps.resolutions[1] == 150 &&
           caps.resolutions[2] == 300 && caps.resolutions[3] == 600,
       "it has four resolutions");
    ok(caps.gray && caps.color && caps.feeder_sensor && caps.num_buttons == 2,
       "it has gray, colour, a sensor in the feeder and two buttons");
    scan_process_close(process);
}

static void test_sensors(void)
{
    struct scan_source source;
    struct scan_caps caps;
    struct scan_process *process;
    struct scan_sensors s;

    script("");
    write_file("fake.feeder", "");
    write_file("fake.buttons", "");
    process = open_fake(&source, &caps);
    if (process == NULL)
        return;
    ok(scan_process_sensors(process, &s) == SCAN_OK && s.feeder == SCAN_FEEDER_EMPTY &&
           s.buttons == 0,
       "an empty feeder is empty");
    write_file("fake.feeder", "white\n");
    write_file("fake.buttons", "2\n");
    ok(scan_process_sensors(process, &s) == SCAN_OK && s.feeder == SCAN_FEEDER_LOADED &&
           s.buttons == 2,
       "paper and the second button are seen");
    ok(scan_process_sensors(process, &s) == SCAN_OK && s.buttons == 0, "a press is told once");
    script("silent\n");
    ok(scan_process_sensors(process, &s) == SCAN_OK && s.feeder == SCAN_FEEDER_UNKNOWN,
       "a sensor that does not tell is unknown");
    scan_process_close(process);
    write_file("fake.feeder", "");
}

/* ---- pages ---- */

static void test_glass(void)
{
    struct page page;
    char why[512];

    script("glass flat:C86432\n"); /* 200, 100, 50 */
    ok(scan_once(&color, &page, why) == SCAN_OK && is_flat(&page, 200, 100, 50) &&
           page.image.width == 76 && page.lines == 75,
       "red, green and blue come in this order, as wide as the machine makes it");
    ok(logged("start 1 Flatbed Color 75"), "source, mode and resolution are set");
    script("glass flat:C86432\nswapped\n");
    /* (77 * 200 + 150 * 100 + 29 * 50 + 128) / 256 = 124 */
    ok(scan_once(&gray, &page, why) == SCAN_OK && !page.image.color && page.even &&
           page.first[0] == 124,
       "gray that comes as colour is made gray");
    ok(scan_once(&color, &page, why) == SCAN_OK && page.image.color && page.even &&
           page.first[0] == page.first[1] && page.first[1] == page.first[2],
       "colour that comes as gray has three equal values");
    script("glass flat:C86432\nendless\n");
    ok(scan_once(&color, &page, why) == SCAN_OK && page.image.height == 0 && page.lines == 75,
       "a page of unknown length has an end");
    script("glass flat:C86432\ndribble 5\n");
    ok(scan_once(&color, &page, why) == SCAN_OK && is_flat(&page, 200, 100, 50) &&
           page.lines == 75,
       "a driver that gives nothing now and then is asked again");
    script("glass flat:C86432\nlines 10\n");
    ok(scan_once(&color, &page, why) == SCAN_OK && page.lines == 10,
       "lines that were not announced are left out");
    script("glass flat:C86432\nlines 100\n");
    ok(scan_once(&color, &page, why) == SCAN_OK && page.image.height == 100 && page.lines == 75,
       "lines that are missing are not made up");
}

static void test_feeder(void)
{
    struct scan_params params = color;
    struct scan_source source;
    struct scan_caps caps;
    struct scan_process *process;
    struct page page;

    script("");
    write_file("fake.feeder", "flat:010203 flat:040506\nflat:070809 flat:0A0B0C\n");
    process = open_fake(&source, &caps);
    if (process == NULL)
        return;
    params.input = SCAN_FEEDER_DUPLEX;
    for (unsigned i = 1; i <= 10; i += 3)
        ok(scan_page(&source, &params, &page) == SCAN_OK && is_flat(&page, i, i + 1, i + 2),
           "side %u of two sheets comes", i / 3 + 1);
    ok(scan_page(&source, &params, &page) == SCAN_NO_DOCS, "then there are no more");
    source.finish(source.ctx);
    params.input = SCAN_FEEDER;
    write_file("fake.feeder", "flat:010203 flat:040506\nflat:070809\njam\n");
    ok(scan_page(&source, &params, &page) == SCAN_OK && is_flat(&page, 1, 2, 3) &&
           scan_page(&source, &params, &page) == SCAN_OK && is_flat(&page, 7, 8, 9),
       "one side only is scanned when one is asked for");
    ok(scan_page(&source, &params, &page) == SCAN_JAMMED &&
           strstr(scan_process_why(process), "jammed") != NULL,
       "a jam in the stack is told, in the driver's words");
    source.finish(source.ctx);
    write_file("fake.feeder", "cover\n");
    ok(scan_page(&source, &params, &page) == SCAN_COVER_OPEN, "so is an open cover");
    source.finish(source.ctx);
    write_file("fake.feeder", "");
    script("glass flat:010203\n");
    ok(scan_page(&source, &color, &page) == SCAN_OK && is_flat(&page, 1, 2, 3),
       "the glass is scanned afterwards");
    source.finish(source.ctx);
    scan_process_close(process);
}

/* ---- what goes wrong ---- */

static void test_faults(void)
{
    static const struct {
        const char *script;
        enum scan_result result;
        const char *name;
    } all[] = {
        {"fault 20 segv\n",      SCAN_CRASHED, "a driver that crashes in a page costs the page"},
        {"fault 20 abort\n",     SCAN_CRASHED, "so does one that gives up"                     },
        {"fault 20 exit\n",      SCAN_CRASHED, "so does one that ends the process"             },
        {"fault start segv\n",   SCAN_CRASHED, "one that crashes at the start is told"         },
        {"fault 20 io\n",        SCAN_IO,      "an error in a page is told"                    },
        {"fault start busy\n",   SCAN_BUSY,    "a machine that is in use is told"              },
        {"fault start denied\n", SCAN_DENIED,  "one that may not be used is told"              },
        {"pixels 0\n",           SCAN_IO,      "a page without width is refused"               },
        {"pixels 70000\n",       SCAN_IO,      "a page wider than any is refused"              },
        {"lines 900000\n",       SCAN_IO,      "a page longer than any is refused"             },
        {"lines 0\n",            SCAN_IO,      "a page without lines is refused"               },
        {"bytes 10\n",           SCAN_IO,      "lines with fewer bytes than pixels are refused"},
        {"bytes 90000000\n",     SCAN_IO,      "lines of 90 MB are refused"                    },
        {"depth 3\n",            SCAN_IO,      "samples of three bits are refused"             },
        {"format 77\n",          SCAN_IO,      "a kind of frame that nobody knows is refused"  },
    };
    struct page page;
    char why[512];

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        enum scan_result result;

        script(all[i].script);
        result = scan_once(&color, &page, why);
        if (!ok(result == all[i].result && why[0] != '\0', "%s", all[i].name))
            diag("%s: %s", scan_result_keyword(result), why);
    }
    script("");
    ok(scan_once(&color, &page, why) == SCAN_OK, "the next one scans again");
}

static void test_open_faults(void)
{
    static const struct {
        const char *script;
        enum scan_result result;
        const char *name;
    } all[] = {
        {"unplugged\n",         SCAN_GONE,    "an unplugged machine is gone"             },
        {"fault open io\n",     SCAN_IO,      "one that fails to open is told"           },
        {"fault open busy\n",   SCAN_BUSY,    "one that somebody else has is told"       },
        {"fault open denied\n", SCAN_DENIED,  "one that may not be opened is told"       },
        {"fault open segv\n",   SCAN_CRASHED, "a driver that crashes in open is told"    },
        {"fault init segv\n",   SCAN_CRASHED, "a driver that crashes at once is told"    },
        {"fault open hang\n",   SCAN_TIMEOUT, "a driver that hangs in open is killed"    },
        {"fault list hang\n",   SCAN_TIMEOUT, "a driver that hangs in its list is killed"},
    };
    struct scan_times times = scan_default_times;
    struct scan_process *process;
    struct scan_caps caps;
    char why[512];

    times.cancel = 300;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        enum scan_result result;

        times.open = all[i].result == SCAN_TIMEOUT ? 500 : scan_default_times.open;
        scan_process_set_times(&times);
        script(all[i].script);
        result = scan_process_open(DEVICE, &process, &caps, why, sizeof why);
        if (!ok(result == all[i].result && process == NULL && why[0] != '\0', "%s",
                all[i].name))
            diag("%s: %s", scan_result_keyword(result), why);
        scan_process_close(process);
    }
    scan_process_set_times(NULL);
}

static bool count_test(void *ctx, const char *name, const char *maker, const char *model)
{
    unsigned *n = ctx;

    (void)maker;
    (void)model;
    *n += strcmp(name, "test:0") == 0;
    return true;
}

/* SANE asks one driver after the other, in one process. */
static void test_list(void)
{
    struct scan_times times = scan_default_times;
    char why[512];
    unsigned n = 0;

    write_file("dll.conf", "test\nfake\nnet\n");
    script("fault list segv\n");
    if (!ok(scan_process_list(NULL, count_test, &n, why, sizeof why) == SCAN_OK && n == 1 &&
                strncmp(why, "fake: ", 6) == 0,
            "a driver that crashes when it lists its devices does not hide other drivers'"))
        diag("%u, %s", n, why);
    times.list = 1500;
    scan_process_set_times(&times);
    n = 0;
    script("fault list hang\n");
    ok(scan_process_list(NULL, count_test, &n, why, sizeof why) == SCAN_OK && n == 1,
       "nor does one that hangs");
    ok(scan_process_list("fake", count_test, &n, why, sizeof why) == SCAN_TIMEOUT,
       "asked alone it is told");
    scan_process_set_times(NULL);
}

/* ---- cancel, hang ---- */

struct canceler {
    struct scan_source source;
    const char *when; /* in the fake's log */
};

/* At the moment when the fake says that it is there. */
static void *cancel_when(void *ctx)
{
    struct canceler *canceler = ctx;

    while (!logged(canceler->when))
        usleep(2000);
    canceler->source.cancel(canceler->source.ctx);
    return NULL;
}

/* Scan while another thread cancels; how it ended, and whether its process outlived it. */
static void cancel_case(const char *text, const char *when, bool lives, const char *name)
{
    struct canceler canceler = {.when = when};
    struct scan_caps caps;
    struct scan_process *process;
    enum scan_result result = SCAN_OK;
    struct page page;
    pthread_t thread;
    char path[256];

    snprintf(path, sizeof path, "%s/fake.log", folder);
    unlink(path);
    script(text);
    process = open_fake(&canceler.source, &caps);
    if (process != NULL && pthread_create(&thread, NULL, cancel_when, &canceler) == 0) {
        result = scan_page(&canceler.source, &color, &page);
        pthread_join(thread, NULL);
        canceler.source.finish(canceler.source.ctx);
        if (!ok(result == SCAN_CANCELED && (scan_process_pid(process) > 0) == lives, "%s",
                name))
            diag("%s, process %d", scan_result_keyword(result), (int)scan_process_pid(process));
        if (lives) {
            script("");
            ok(scan_page(&canceler.source, &color, &page) == SCAN_OK && page.lines == 75,
               "the process scans afterwards");
            canceler.source.finish(canceler.source.ctx);
        }
    } else
        ok(false, "%s", name);
    scan_process_close(process);
}

static void test_cancel(void)
{
    struct scan_times times = scan_default_times;
    struct page page;
    char why[512];

    cancel_case("hold 30\n", "hold 1", true,
                "a driver that does not come back from a read is canceled by another thread");
    cancel_case("slow 20\n", "start 1", true, "a slow page is canceled between two lines");
    times.cancel = 700;
    scan_process_set_times(&times);
    cancel_case("fault 30 hang\n", "hang", false,
                "one that does not hear the cancel is killed");
    cancel_case("fault start hang\n", "hang", false, "so is one that hangs at the start");
    times.start = times.read = 300;
    scan_process_set_times(&times);
    script("fault 30 hang\n");
    ok(scan_once(&color, &page, why) == SCAN_TIMEOUT && why[0] != '\0',
       "one that hangs in a page is killed after its time");
    script("fault start hang\n");
    ok(scan_once(&color, &page, why) == SCAN_TIMEOUT, "so is one that hangs at the start");
    times = scan_default_times;
    times.cancel = 700;
    scan_process_set_times(&times);
    script("fault close hang\n");
    ok(scan_once(&color, &page, why) == SCAN_OK, "one that hangs at its end has scanned");
    ok(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "no process is left of all of them");
    scan_process_set_times(NULL);
}

/* Beside the tests' folder. */
static bool find_fake(void)
{
    char self[1024], path[1200];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

    self[n > 0 ? n : 0] = '\0';
    for (unsigned i = 0; i < 2; i++)
        if (strrchr(self, '/') != NULL)
            *strrchr(self, '/') = '\0';
    snprintf(path, sizeof path, "%s/sane/libsane-pixma.so.1", self);
    *strrchr(path, '/') = '\0';
    setenv("LD_LIBRARY_PATH", path, 1);
    return access(path, R_OK) == 0;
}

int main(void)
{
    char path[256];

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/fake", folder);
    setenv("FAKE_SCANNER", path, 1);
    setenv("SANE_CONFIG_DIR", folder, 1);
    setenv("TMPDIR", folder, 1);
    if (ok(find_fake(), "the fake scanner is built")) {
        test_caps();
        test_sensors();
        test_glass();
        test_feeder();
        test_faults();
        test_open_faults();
        test_list();
        test_cancel();
    }
    snprintf(path, sizeof path, "rm -rf '%s'", folder);
    return system(path) == 0 ? tap_done() : 1; /* NOLINT(cert-env33-c): our own folder */
}
