/*
 * test-scan-process.c - scanning by a process of its own, against SANE's test backend with its
 * faults, and against programs in the place of canon-sane that do what they should not.
 * Effects: child processes, a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tap.h"

#include "server/scan/scan-link.h"
#include "server/scan/scan-process.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/test-scan-process-XXXXXX";

/* 1 pixel is a tenth of a millimetre in 254 dpi, so a square of the grid has 100. */
#define DPI 254

/* 30 mm * 20 mm: 354.33 and 236.2 units; the device rounds to whole millimetres. */
static const struct scan_params gray = {
    SCAN_PLATEN, SCAN_GRAY, DPI, {0, 0, 354, 236}
};
static const struct scan_params color = {
    SCAN_PLATEN, SCAN_COLOR, DPI, {0, 0, 354, 236}
};
/* All the driver has, for a page that lasts. */
static const struct scan_params large = {
    SCAN_PLATEN, SCAN_COLOR, 1200, {0, 0, 3543, 3543}
};
#define WIDTH  300
#define HEIGHT 200

/* ---- tools ---- */

static void write_file(const char *name, const char *text, unsigned mode)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0 || chmod(path, mode) != 0) {
        printf("Bail out! %s cannot be written\n", path);
        exit(1);
    }
}

/* The test backend's options, with these after those that all tests want. */
static void configure(const char *more)
{
    char text[2048];

    snprintf(text, sizeof text,
             "number_of_devices 1\nmode Gray\ndepth 8\nhand-scanner false\nthree-pass false\n"
             "three-pass-order RGB\nresolution_min 1.0\nresolution_max 1200.0\n"
             "resolution_quant 1.0\nresolution 50.0\ntest-picture \"Grid\"\n"
             "geometry_min 0.0\ngeometry_max 300.0\ngeometry_quant 1.0\n"
             "tl_x 0.0\ntl_y 0.0\nbr_x 210.0\nbr_y 297.0\n%s",
             more);
    write_file("test.conf", text, 0644);
}

struct picture {
    struct scan_image image;
    uint32_t lines;
    uint8_t *bytes;
    size_t line;
};

static void picture_free(struct picture *picture)
{
    free(picture->bytes);
    *picture = (struct picture){0};
}

/* A page, without finish. */
static enum scan_result scan_page(const struct scan_source *source,
                                  const struct scan_params *params, struct picture *picture)
{
    enum scan_result result;

    *picture = (struct picture){0};
    result = source->start(source->ctx, params, &picture->image);
    picture->line = (size_t)picture->image.width * (picture->image.color ? 3 : 1);
    while (result == SCAN_OK) {
        bool end = false;

        picture->bytes = realloc(picture->bytes, (picture->lines + 1) * (picture->line + 1));
        if (picture->bytes == NULL)
            abort();
        result = source->read_line(source->ctx, picture->bytes + picture->lines * picture->line,
                                   &end);
        if (end)
            break;
        picture->lines += result == SCAN_OK;
    }
    return result;
}

/* Open, scan a page, close. */
static enum scan_result scan_once(const struct scan_params *params, struct picture *picture,
                                  char why[512])
{
    struct scan_process *process;
    struct scan_caps caps;
    enum scan_result result = scan_process_open("test:0", &process, &caps, why, 512);
    struct scan_source source;

    *picture = (struct picture){0};
    if (result != SCAN_OK)
        return result;
    source = scan_process_source(process);
    result = scan_page(&source, params, picture);
    source.finish(source.ctx);
    snprintf(why, 512, "%s", scan_process_why(process));
    scan_process_close(process);
    return result;
}

/* White where the squares are both even or both odd, ten millimetres wide. The first lines of
 * squares are left out: SANE's rounding puts them to one or the other. */
static bool is_grid(const struct picture *p, uint32_t width, uint32_t height)
{
    size_t samples = p->image.color ? 3 : 1;

    if (p->image.width != width || p->lines != height)
        return false;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width && y % 100 != 0; x++)
            for (size_t i = 0; i < samples; i++)
                if (p->bytes[y * p->line + x * samples + i] !=
                    ((x / 100 + y / 100) % 2 == 0 ? 255 : 0))
                    return false;
    return true;
}

static void note(enum scan_result result, const struct picture *p, const char *why)
{
    diag("%s: %u * %u, %u lines: %s", scan_result_keyword(result), (unsigned)p->image.width,
         (unsigned)p->image.height, (unsigned)p->lines, why);
}

/* A page of the grid with these options. */
static void good_page(const char *options, const struct scan_params *params, const char *name)
{
    struct picture picture;
    char why[512] = "";
    enum scan_result result;

    configure(options);
    result = scan_once(params, &picture, why);
    if (!ok(result == SCAN_OK && is_grid(&picture, WIDTH, HEIGHT) &&
                picture.image.color == (params->color == SCAN_COLOR),
            "%s", name))
        note(result, &picture, why);
    picture_free(&picture);
}

static unsigned count_entries(const char *path)
{
    DIR *dir = opendir(path);
    unsigned n = 0;

    while (dir != NULL && readdir(dir) != NULL)
        n++;
    if (dir != NULL)
        closedir(dir);
    return n;
}

/* ---- what it can do ---- */

static void test_caps(void)
{
    struct scan_process *process = NULL;
    struct scan_caps caps;
    struct scan_sensors sensors;
    char why[512];

    configure("");
    ok(scan_process_open("test:0", &process, &caps, why, sizeof why) == SCAN_OK,
       "a device is opened");
    ok(caps.has[SCAN_PLATEN] && caps.has[SCAN_FEEDER] && !caps.has[SCAN_FEEDER_DUPLEX],
       "it has a glass and a feeder that turns no sheets");
    /* 300 mm / 25.4 * 300 */
    ok(caps.width[SCAN_PLATEN] == 3543 && caps.height[SCAN_FEEDER] == 3543,
       "300 mm are 3543 units of 1/300 inch");
    ok(caps.gray && caps.color, "it sends gray and colour");
    ok(caps.num_resolutions == 8 && caps.resolutions[0] == 75 && caps.resolutions[7] == 1200,
       "of a range of resolutions the usual ones are offered");
    ok(strcmp(caps.maker, "Noname") == 0 && strcmp(caps.model, "frontend-tester") == 0,
       "maker and model are those of SANE's list");
    ok(caps.serial[0] == '\0' && !caps.feeder_sensor && caps.num_buttons == 0,
       "what it does not tell is not made up");
    if (process != NULL)
        ok(scan_process_sensors(process, &sensors) == SCAN_OK &&
               sensors.feeder == SCAN_FEEDER_UNKNOWN && sensors.buttons == 0,
           "a feeder without sensor is unknown");
    scan_process_close(process);
    ok(scan_process_open("test:7", &process, &caps, why, sizeof why) == SCAN_GONE &&
           process == NULL && why[0] != '\0',
       "a device that is not there is gone");
    ok(scan_process_open("nosuch:0", &process, &caps, why, sizeof why) == SCAN_GONE,
       "so is one whose driver is not there");
    ok(scan_process_open("escl:http://127.0.0.1/", &process, &caps, why, sizeof why) ==
               SCAN_INVALID &&
           scan_process_open("dll:net:localhost:test", &process, &caps, why, sizeof why) ==
               SCAN_INVALID &&
           scan_process_open("airscan", &process, &caps, why, sizeof why) == SCAN_INVALID,
       "devices that lead back to a network scanner are refused");
    ok(scan_process_open("../x:0", &process, &caps, why, sizeof why) == SCAN_INVALID &&
           scan_process_open("", &process, &caps, why, sizeof why) == SCAN_INVALID &&
           scan_process_open(":0", &process, &caps, why, sizeof why) == SCAN_INVALID,
       "names that are none are refused");
}

struct found {
    unsigned n, test;
};

static bool count_found(void *ctx, const char *name, const char *maker, const char *model)
{
    struct found *found = ctx;

    found->n++;
    found->test += strcmp(name, "test:0") == 0 && strcmp(maker, "Noname") == 0 &&
                   strcmp(model, "frontend-tester") == 0;
    return true;
}

/* What SANE's switch says of its doings meanwhile. */
static void list_loudly(char *said, size_t size)
{
    int saved = dup(2), file = open("said", O_RDWR | O_CREAT | O_TRUNC, 0600);
    struct found found = {0, 0};
    char why[512];
    ssize_t n = 0;

    setenv("SANE_DEBUG_DLL", "3", 1);
    dup2(file, 2);
    scan_process_list(NULL, count_found, &found, why, sizeof why);
    dup2(saved, 2);
    unsetenv("SANE_DEBUG_DLL");
    n = pread(file, said, size - 1, 0);
    said[n > 0 ? n : 0] = '\0';
    close(file);
    close(saved);
    unlink("said");
}

static void test_list(void)
{
    char said[65536];
    struct found found = {0, 0};
    char why[512];

    configure("");
    write_file("dll.conf", "# ours\nnet\ntest # a comment\nescl\n", 0644);
    ok(scan_process_list(NULL, count_found, &found, why, sizeof why) == SCAN_OK &&
           found.n == 1 && found.test == 1,
       "devices are listed");
    found = (struct found){0, 0};
    write_file("dll.conf", "net\n", 0644);
    write_file("dll.d/more", "test\nairscan\n", 0644);
    ok(scan_process_list(NULL, count_found, &found, why, sizeof why) == SCAN_OK &&
           found.test == 1,
       "those of drop-in files, too");
    write_file("dll.conf", "net\nescl\ndll\n", 0644);
    list_loudly(said, sizeof said);
    ok(strstr(said, "libsane-test") != NULL && strstr(said, "libsane-net") == NULL &&
           strstr(said, "libsane-escl") == NULL && strstr(said, "libsane-airscan") == NULL,
       "drivers that lead back are not even loaded");
    unlink("dll.d/more");
    found = (struct found){0, 0};
    ok(scan_process_list("test", count_found, &found, why, sizeof why) == SCAN_OK &&
           found.test == 1,
       "those of one driver, whatever is configured");
    ok(scan_process_list("net", count_found, &found, why, sizeof why) == SCAN_INVALID,
       "those of a driver that leads back are not");
}

/* ---- pictures ---- */

static void test_pictures(void)
{
    static const char *const orders[] = {"RGB", "RBG", "GBR", "GRB", "BRG", "BGR"};
    static const struct scan_params part = {
        SCAN_PLATEN, SCAN_GRAY, DPI, {118, 118, 354, 236}
    }; /* from 10 mm, 10 mm */
    struct picture picture;
    char text[128], why[512];

    good_page("", &gray, "gray comes line by line");
    good_page("", &color, "so does colour, though gray was set before");
    good_page("depth 16\n", &color, "a device that was set to 16 bits sends 8");
    good_page("depth 1\n", &gray, "one that was set to 1 bit, too");
    good_page("read-limit true\nread-limit-size 7\n", &gray,
              "a driver that gives seven bytes at a time gives the same page");
    good_page("fuzzy-parameters true\n", &gray,
              "what is announced before the start is not used");
    good_page("non-blocking true\n", &gray, "a driver that does not wait is waited for");
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        snprintf(text, sizeof text, "mode Color\nthree-pass true\nthree-pass-order %s\n",
                 orders[i]);
        good_page(text, &color, orders[i]);
    }
    configure("ppl-loss 17\n");
    ok(scan_once(&gray, &picture, why) == SCAN_OK && is_grid(&picture, WIDTH - 17, HEIGHT),
       "what lies behind the last pixel of a line is left out");
    picture_free(&picture);
    configure("");
    ok(scan_once(&part, &picture, why) == SCAN_OK && is_grid(&picture, WIDTH, HEIGHT),
       "a part that begins one square down and right begins white again");
    picture_free(&picture);
    configure("test-picture \"Solid black\"\nhand-scanner true\n");
    /* 11 cm wide, whatever is asked for. */
    if (!ok(scan_once(&gray, &picture, why) == SCAN_OK && picture.image.width == 1100 &&
                picture.image.height == 0 && picture.lines > 0 && picture.bytes[0] == 0,
            "a hand scanner's page has no known height, and an end"))
        note(SCAN_OK, &picture, why);
    picture_free(&picture);
}

/* ---- statuses, feeder ---- */

static void test_statuses(void)
{
    static const struct {
        const char *status;
        enum scan_result result;
    } all[] = {
        {"UNSUPPORTED",   SCAN_INVALID   },
        {"CANCELLED",     SCAN_CANCELED  },
        {"DEVICE_BUSY",   SCAN_BUSY      },
        {"INVAL",         SCAN_INVALID   },
        {"JAMMED",        SCAN_JAMMED    },
        {"NO_DOCS",       SCAN_NO_DOCS   },
        {"COVER_OPEN",    SCAN_COVER_OPEN},
        {"IO_ERROR",      SCAN_IO        },
        {"NO_MEM",        SCAN_NO_MEMORY },
        {"ACCESS_DENIED", SCAN_DENIED    },
    };
    struct picture picture;
    char text[128], why[512];

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        enum scan_result result;

        snprintf(text, sizeof text, "read-status-code \"SANE_STATUS_%s\"\n", all[i].status);
        configure(text);
        result = scan_once(&gray, &picture, why);
        if (!ok(result == all[i].result && why[0] != '\0', "%s in a page is told as such",
                all[i].status))
            note(result, &picture, why);
        picture_free(&picture);
    }
    configure("read-status-code \"SANE_STATUS_EOF\"\n");
    ok(scan_once(&gray, &picture, why) == SCAN_OK && picture.lines == 0,
       "a page that ends before its first line has no lines");
    picture_free(&picture);
}

static void test_feeder(void)
{
    struct scan_params params = gray;
    struct scan_process *process = NULL;
    struct scan_caps caps;
    struct scan_source source;
    struct picture picture;
    enum scan_result result = SCAN_OK;
    unsigned good = 0;
    char why[512];

    params.input = SCAN_FEEDER;
    params.dpi = 127;
    configure("");
    if (!ok(scan_process_open("test:0", &process, &caps, why, sizeof why) == SCAN_OK,
            "a device with a feeder is opened"))
        return;
    source = scan_process_source(process);
    while (good < 20 && (result = scan_page(&source, &params, &picture)) == SCAN_OK) {
        good += picture.lines == HEIGHT / 2;
        picture_free(&picture);
    }
    picture_free(&picture);
    ok(good == 10 && result == SCAN_NO_DOCS,
       "a stack of ten sheets has ten pages, then no more");
    source.finish(source.ctx);
    ok(scan_page(&source, &gray, &picture) == SCAN_OK && is_grid(&picture, WIDTH, HEIGHT),
       "the same process scans from the glass next");
    picture_free(&picture);
    ok(scan_page(&source, &gray, &picture) == SCAN_OK && is_grid(&picture, WIDTH, HEIGHT),
       "and the glass once more, without finish");
    picture_free(&picture);
    source.finish(source.ctx);
    ok(scan_page(&source, &color, &picture) == SCAN_OK && is_grid(&picture, WIDTH, HEIGHT),
       "and in colour after finish");
    picture_free(&picture);
    scan_process_close(process);
}

/* ---- cancel ---- */

static void *cancel_soon(void *ctx)
{
    const struct scan_source *source = ctx;

    source->cancel(source->ctx);
    return NULL;
}

static void test_cancel(void)
{
    struct scan_process *process = NULL;
    struct scan_caps caps;
    struct scan_source source;
    struct scan_image image;
    struct picture picture;
    uint8_t line[65535 * 3];
    bool end = false;
    pthread_t thread;
    char why[512];

    /* A buffer of 1.5 MB each 100 ms: seconds for this page. */
    configure("read-delay true\nread-delay-duration 100000\nread-limit true\n"
              "read-limit-size 100\n");
    if (!ok(scan_process_open("test:0", &process, &caps, why, sizeof why) == SCAN_OK,
            "a slow device is opened"))
        return;
    source = scan_process_source(process);
    ok(source.start(source.ctx, &large, &image) == SCAN_OK &&
           source.read_line(source.ctx, line, &end) == SCAN_OK && !end,
       "its page begins");
    if (pthread_create(&thread, NULL, cancel_soon, &source) == 0) {
        enum scan_result result;

        while ((result = source.read_line(source.ctx, line, &end)) == SCAN_OK && !end)
            ;
        ok(result == SCAN_CANCELED && !end, "a cancel of another thread ends it");
        pthread_join(thread, NULL);
    }
    ok(source.read_line(source.ctx, line, &end) == SCAN_CANCELED &&
           source.start(source.ctx, &color, &image) == SCAN_CANCELED,
       "everything is canceled up to finish");
    source.finish(source.ctx);
    ok(scan_process_pid(process) > 0, "the process was not killed for it");
    ok(source.start(source.ctx, &color, &image) == SCAN_OK &&
           source.read_line(source.ctx, line, &end) == SCAN_OK,
       "and scans again after finish");
    source.finish(source.ctx);
    ok(scan_process_pid(process) > 0, "finish in the middle of a page cancels it as well");
    source.cancel(source.ctx);
    ok(scan_page(&source, &gray, &picture) == SCAN_CANCELED,
       "a cancel before the start is not lost");
    picture_free(&picture);
    scan_process_close(process);
}

/* ---- processes that fail ---- */

/* Opened, in the middle of a page. */
static struct scan_process *in_page(struct scan_source *source)
{
    struct scan_process *process = NULL;
    struct scan_caps caps;
    struct scan_image image;
    uint8_t line[WIDTH * 3];
    bool end = false;
    char why[512];

    configure("read-delay true\nread-delay-duration 100000\nread-limit true\n"
              "read-limit-size 100\n");
    if (scan_process_open("test:0", &process, &caps, why, sizeof why) != SCAN_OK)
        return NULL;
    *source = scan_process_source(process);
    if (source->start(source->ctx, &color, &image) == SCAN_OK &&
        source->read_line(source->ctx, line, &end) == SCAN_OK && !end)
        return process;
    scan_process_close(process);
    return NULL;
}

static enum scan_result read_on(struct scan_source *source)
{
    uint8_t line[WIDTH * 3];
    enum scan_result result;
    bool end = false;

    while ((result = source->read_line(source->ctx, line, &end)) == SCAN_OK && !end)
        ;
    return result;
}

static void test_killed(void)
{
    struct scan_source source;
    struct scan_process *process = in_page(&source);
    struct scan_image image;
    struct scan_sensors sensors;
    pid_t pid;

    if (!ok(process != NULL, "a page begins"))
        return;
    pid = scan_process_pid(process);
    kill(pid, SIGKILL);
    ok(read_on(&source) == SCAN_CRASHED && scan_process_why(process)[0] != '\0',
       "kill -9 of its process in the middle of a page ends the page");
    ok(source.start(source.ctx, &color, &image) == SCAN_CRASHED &&
           scan_process_sensors(process, &sensors) == SCAN_CRASHED,
       "whatever is asked next says so");
    source.finish(source.ctx);
    ok(scan_process_why(process)[0] != '\0', "the reason outlives finish");
    ok(waitpid(pid, NULL, WNOHANG) < 0 && kill(-pid, 0) != 0,
       "neither the process nor its children are left");
    scan_process_close(process);

    process = in_page(&source);
    if (process != NULL) {
        kill(scan_process_pid(process), SIGABRT);
        ok(read_on(&source) == SCAN_CRASHED &&
               strstr(scan_process_why(process), "signal 6") != NULL,
           "a crash is told by its signal");
        scan_process_close(process);
    }
}

static void test_hanging(void)
{
    struct scan_times times = scan_default_times;
    struct scan_source source;
    struct scan_process *process;
    struct scan_sensors sensors;
    struct scan_caps caps;
    char why[512];
    pid_t pid;

    /* Long enough for a page to begin on a computer that has much to do. */
    times.read = times.cancel = times.ask = 1500;
    scan_process_set_times(&times);
    process = in_page(&source);
    if (!ok(process != NULL, "a page begins"))
        return;
    pid = scan_process_pid(process);
    kill(-pid, SIGSTOP);
    ok(read_on(&source) == SCAN_TIMEOUT && scan_process_pid(process) == 0 &&
           waitpid(pid, NULL, WNOHANG) < 0,
       "a process that hangs in a page is killed after its time");
    scan_process_close(process);

    process = in_page(&source);
    if (process != NULL) {
        kill(-scan_process_pid(process), SIGSTOP);
        source.cancel(source.ctx);
        ok(read_on(&source) == SCAN_CANCELED,
           "a cancel does not wait for a process that hangs");
        source.finish(source.ctx);
        ok(scan_process_pid(process) == 0, "finish kills it");
        scan_process_close(process);
    }
    configure("");
    if (scan_process_open("test:0", &process, &caps, why, sizeof why) == SCAN_OK) {
        kill(scan_process_pid(process), SIGSTOP);
        ok(scan_process_sensors(process, &sensors) == SCAN_TIMEOUT,
           "one that hangs when it is asked is killed");
        scan_process_close(process);
    }
    if (scan_process_open("test:0", &process, &caps, why, sizeof why) == SCAN_OK) {
        pid = scan_process_pid(process);
        kill(pid, SIGSTOP);
        scan_process_close(process);
        ok(waitpid(pid, NULL, WNOHANG) < 0, "one that hangs when it is closed is killed");
    }
}

/* A script in the place of canon-sane. */
static enum scan_result open_script(const char *script, char why[512])
{
    struct scan_process *process;
    struct scan_caps caps;
    char path[256], text[1024];
    enum scan_result result;

    snprintf(text, sizeof text, "#!/bin/sh\n%s\n", script);
    write_file("program", text, 0755);
    snprintf(path, sizeof path, "%s/program", folder);
    scan_process_set_program(path);
    result = scan_process_open("test:0", &process, &caps, why, 512);
    scan_process_close(process);
    scan_process_set_program(NULL);
    return result;
}

static void test_nonsense(void)
{
    struct scan_times times = scan_default_times;
    char why[512];

    times.cancel = 300; /* until those that do not go by themselves are killed */
    scan_process_set_times(&times);
    ok(open_script("exit 0", why) == SCAN_CRASHED, "a program that ends at once is told");
    ok(open_script("echo nonsense, a lot of it >&3; sleep 1000", why) == SCAN_CRASHED,
       "one that speaks nonsense is ended");
    /* A RESULT of batch 1 whose text is said to be longer than it is. */
    ok(open_script("printf 'F\\0\\1\\0\\6\\0\\0\\0\\0\\0\\0\\0\\377\\0' >&3; sleep 1000",
                   why) == SCAN_CRASHED,
       "so is one whose texts are longer than they are");
    /* A RESULT: all is well, but no CAPS came. */
    ok(open_script("printf 'F\\0\\1\\0\\6\\0\\0\\0\\0\\0\\0\\0\\0\\0' >&3; sleep 1000", why) ==
           SCAN_CRASHED,
       "so is one that opens a device without telling what it can do");
    /* The same of another batch. */
    ok(open_script("printf 'F\\0\\2\\0\\6\\0\\0\\0\\0\\0\\0\\0\\0\\0' >&3; sleep 1000", why) ==
           SCAN_CRASHED,
       "so is one that answers what was not asked");
    /* LINES of 4 GB. */
    ok(open_script("printf 'E\\0\\1\\0\\377\\377\\377\\377' >&3; sleep 1000", why) ==
           SCAN_CRASHED,
       "so is one whose frames are endless");
    /* JAMMED, "a" */
    ok(open_script("printf 'F\\0\\1\\0\\7\\0\\0\\0\\2\\0\\0\\0\\1\\0a' >&3; sleep 1000", why) ==
               SCAN_JAMMED &&
           strcmp(why, "a") == 0,
       "one that says what is wrong is believed");
    times.open = 300;
    scan_process_set_times(&times);
    ok(open_script("sleep 1000", why) == SCAN_TIMEOUT && why[0] != '\0',
       "one that never answers is killed after its time");
    scan_process_set_times(NULL);
    scan_process_set_program("/nonexistent/canon-sane");
    ok(scan_process_open("test:0", &(struct scan_process *){NULL}, &(struct scan_caps){0}, why,
                         sizeof why) == SCAN_NO_MEMORY ||
           why[0] != '\0',
       "a program that is not there is told");
    scan_process_set_program(NULL);
}

/* ---- many ---- */

static void test_many(void)
{
    struct scan_params params = gray;
    unsigned before = count_entries("/proc/self/fd"), good = 0;
    struct picture picture;
    char why[512];

    params.dpi = 75;
    configure("");
    for (unsigned i = 0; i < 200; i++) {
        good += scan_once(&params, &picture, why) == SCAN_OK;
        picture_free(&picture);
    }
    ok(good == 200, "a device is opened two hundred times");
    ok(count_entries("/proc/self/fd") == before, "no descriptors are left open");
    ok(waitpid(-1, NULL, WNOHANG) < 0, "no process is left");
    ok(count_entries(folder) <= 6, "no folders are left");
}

int main(void)
{
    struct scan_process *process = NULL;
    struct scan_caps caps;
    char why[512];

    if (mkdtemp(folder) == NULL || chdir(folder) != 0 || mkdir("dll.d", 0700) != 0)
        return 1;
    setenv("SANE_CONFIG_DIR", folder, 1);
    setenv("TMPDIR", folder, 1);
    write_file("dll.conf", "test\n", 0644);
    configure("");
    if (access("/usr/lib", R_OK) != 0 ||
        scan_process_open("test:0", &process, &caps, why, sizeof why) == SCAN_GONE)
        skip("SANE's test backend is not installed: %s", why);
    else {
        scan_process_close(process);
        test_caps();
        test_list();
        write_file("dll.conf", "test\n", 0644);
        test_pictures();
        test_statuses();
        test_feeder();
        test_cancel();
        test_killed();
        test_hanging();
        scan_process_set_times(NULL);
        test_nonsense();
        test_many();
    }
    unlink("test.conf");
    unlink("dll.conf");
    unlink("program");
    rmdir("dll.d");
    rmdir(folder);
    return tap_done();
}
