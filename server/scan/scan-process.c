/*
 * scan-process.c - see scan-process.h: what the frames to and from canon-sane mean.
 *
 * A batch begins with the first start and ends with finish. While a page comes the process is
 * busy, and answers nothing else; a page that is not read to its end is canceled and drained by
 * finish, so that the next batch finds the device at rest. A process that does not do what it
 * should is killed, and its scanner answers with the reason from then on.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scan-process.h"
#include "scan-process-parts.h"

#include "server/charset.h"
#include "server/device-net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

const struct scan_times scan_default_times = {
    .open = 30000,
    .start = 120000,
    .read = 60000,
    .ask = 10000,
    .cancel = 10000,
    .list = 60000,
};

static pthread_mutex_t times_lock = PTHREAD_MUTEX_INITIALIZER;
static struct scan_times times_now = {30000, 120000, 60000, 10000, 10000, 60000};

void scan_process_set_times(const struct scan_times *times)
{
    pthread_mutex_lock(&times_lock);
    times_now = times == NULL ? scan_default_times : *times;
    pthread_mutex_unlock(&times_lock);
}

void scan_process_set_program(const char *path)
{
    scan_link_program(path);
}

bool scan_device_leads_back(const char *device)
{
    char driver[SCAN_DEVICE_SIZE];

    return scan_device_driver(device, driver, sizeof driver) && scan_driver_leads_back(driver);
}

/* ---- begin and end of a process ---- */

static void process_free(struct scan_process *p)
{
    if (p->wake >= 0)
        close(p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p->link);
    free(p);
}

struct scan_process *scan_process_new(char *why, size_t why_size)
{
    struct scan_process *p = calloc(1, sizeof *p);

    if (p == NULL) {
        snprintf(why, why_size, "%s", scan_result_text(SCAN_NO_MEMORY));
        return NULL;
    }
    pthread_mutex_init(&p->lock, NULL);
    pthread_mutex_lock(&times_lock);
    p->times = times_now;
    pthread_mutex_unlock(&times_lock);
    p->batch = 1;
    p->link = calloc(1, sizeof *p->link);
    p->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (p->link == NULL || p->wake < 0)
        snprintf(why, why_size, "%s", scan_result_text(SCAN_NO_MEMORY));
    else if (scan_link_start(p->link, why, why_size))
        return p;
    process_free(p);
    return NULL;
}

/* Its end by force. Returns result. */
static enum scan_result end_for(struct scan_process *p, enum scan_result result,
                                const char *doing)
{
    int signal;

    pthread_mutex_lock(&p->lock);
    signal = scan_link_end(p->link, 0);
    p->ended = result;
    pthread_mutex_unlock(&p->lock);
    p->busy = false;
    p->lines_left = 0;
    if (result == SCAN_TIMEOUT)
        snprintf(p->why, sizeof p->why, "The scanner's driver did not answer in time, %s.",
                 doing);
    else if (signal != 0)
        snprintf(p->why, sizeof p->why, "The scanner's driver crashed (signal %d), %s.", signal,
                 doing);
    else
        snprintf(p->why, sizeof p->why, "The scanner's driver failed and was ended, %s.",
                 doing);
    return result;
}

static enum scan_result end_for_news(struct scan_process *p, enum scan_link_news news,
                                     const char *doing)
{
    return end_for(p, news == LINK_LATE ? SCAN_TIMEOUT : SCAN_CRASHED, doing);
}

void scan_process_close(struct scan_process *process)
{
    if (process == NULL)
        return;
    if (process->ended == SCAN_OK) {
        scan_link_send(process->link, WIRE_QUIT, process->batch, NULL, 0);
        scan_link_end(process->link, process->times.cancel);
    }
    process_free(process);
}

pid_t scan_process_pid(const struct scan_process *process)
{
    return process->link->pid;
}

const char *scan_process_why(const struct scan_process *process)
{
    return process->why;
}

/* ---- questions ---- */

/* What a RESULT frame says. False: nonsense. */
static bool take_result(struct scan_process *p, const uint8_t *bytes, size_t n,
                        enum scan_result *result)
{
    struct wire_result said;

    if (!wire_get_result(bytes, n, &said))
        return false;
    charset_tidy((const uint8_t *)said.why, strlen(said.why), p->why, sizeof p->why);
    *result = said.result;
    return true;
}

enum scan_result scan_process_ask(struct scan_process *p, enum wire_type question,
                                  const uint8_t *bytes, size_t n, unsigned time,
                                  enum wire_type answer,
                                  bool (*take)(void *ctx, const uint8_t *bytes, size_t n),
                                  void *ctx, const char *doing)
{
    int64_t deadline = net_clock_ms() + time;

    if (p->ended != SCAN_OK)
        return p->ended;
    if (!scan_link_send(p->link, question, p->batch, bytes, n))
        return end_for(p, SCAN_CRASHED, doing);
    for (;;) {
        struct wire_head head;
        enum scan_result result;
        enum scan_link_news news = scan_link_receive(p->link, -1, 0, deadline, &head, &bytes);

        if (news != LINK_FRAME)
            return end_for_news(p, news, doing);
        if (head.batch != p->batch)
            return end_for(p, SCAN_CRASHED, doing);
        if (head.type == WIRE_RESULT && take_result(p, bytes, head.n, &result))
            return result;
        if (head.type != answer || take == NULL || !take(ctx, bytes, head.n))
            return end_for(p, SCAN_CRASHED, doing);
    }
}

/* ---- open, sensors ---- */

bool scan_process_plain_name(const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < n; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 0x7f)
            return false;
    return charset_utf8_length((const uint8_t *)name, n) == n;
}

struct opening {
    struct scan_caps *caps;
    bool told;
};

static void tidy(char *text, size_t size)
{
    char tidied[WIRE_NAME_SIZE];

    charset_tidy((const uint8_t *)text, strlen(text), tidied,
                 size < sizeof tidied ? size : sizeof tidied);
    memcpy(text, tidied, strlen(tidied) + 1);
}

static bool take_caps(void *ctx, const uint8_t *bytes, size_t n)
{
    struct opening *opening = ctx;

    if (opening->told || !wire_get_caps(bytes, n, opening->caps))
        return false;
    tidy(opening->caps->maker, sizeof opening->caps->maker);
    tidy(opening->caps->model, sizeof opening->caps->model);
    tidy(opening->caps->serial, sizeof opening->caps->serial);
    opening->told = true;
    return true;
}

enum scan_result scan_process_open(const char *device, struct scan_process **process,
                                   struct scan_caps *caps, char *why, size_t why_size)
{
    struct opening opening = {caps, false};
    uint8_t bytes[WIRE_MAX_SMALL];
    char driver[WIRE_NAME_SIZE];
    struct scan_process *p;
    enum scan_result result;

    *process = NULL;
    *caps = (struct scan_caps){0};
    if (why_size > 0)
        why[0] = '\0';
    if (!scan_device_driver(device, driver, sizeof driver) ||
        !scan_process_plain_name(device)) {
        snprintf(why, why_size, "that is no name of a device of SANE");
        return SCAN_INVALID;
    }
    if (scan_driver_leads_back(driver)) {
        snprintf(why, why_size, "devices of %s are scanners in the network, this server's too",
                 driver);
        return SCAN_INVALID;
    }
    p = scan_process_new(why, why_size);
    if (p == NULL)
        return SCAN_NO_MEMORY;
    result = scan_process_ask(p, WIRE_OPEN, bytes, wire_put_name(bytes, device), p->times.open,
                              WIRE_CAPS, take_caps, &opening, "opening the scanner");
    if (result == SCAN_OK && !opening.told)
        result = end_for(p, SCAN_CRASHED, "opening the scanner");
    if (result == SCAN_OK) {
        *process = p;
        return SCAN_OK;
    }
    snprintf(why, why_size, "%s", p->why);
    scan_process_close(p);
    return result;
}

struct sensing {
    struct scan_sensors *sensors;
    bool told;
};

static bool take_sensors(void *ctx, const uint8_t *bytes, size_t n)
{
    struct sensing *sensing = ctx;

    sensing->told = wire_get_sensors(bytes, n, sensing->sensors);
    return sensing->told;
}

enum scan_result scan_process_sensors(struct scan_process *process,
                                      struct scan_sensors *sensors)
{
    struct sensing sensing = {sensors, false};
    enum scan_result result;

    *sensors = (struct scan_sensors){0};
    if (process->busy) {
        snprintf(process->why, sizeof process->why, "a page is being scanned");
        return SCAN_INVALID;
    }
    result = scan_process_ask(process, WIRE_SENSORS, NULL, 0, process->times.ask, WIRE_SENSED,
                              take_sensors, &sensing, "asking its sensors");
    if (result == SCAN_OK && !sensing.told)
        return end_for(process, SCAN_CRASHED, "asking its sensors");
    return result;
}

/* ---- pages ---- */

static enum scan_result canceled(struct scan_process *p)
{
    p->why[0] = '\0';
    return SCAN_CANCELED;
}

static bool is_canceled(struct scan_process *p)
{
    bool is;

    pthread_mutex_lock(&p->lock);
    is = p->canceled;
    pthread_mutex_unlock(&p->lock);
    return is;
}

/* SCAN_OK: START was sent. */
static enum scan_result send_start(struct scan_process *p, const struct scan_params *want)
{
    uint8_t bytes[WIRE_MAX_SMALL];
    size_t n = wire_put_params(bytes, want);
    bool sent;

    pthread_mutex_lock(&p->lock);
    if (p->ended != SCAN_OK || p->canceled) {
        enum scan_result ended = p->ended;

        pthread_mutex_unlock(&p->lock);
        return ended != SCAN_OK ? ended : canceled(p);
    }
    sent = scan_link_send(p->link, WIRE_START, p->batch, bytes, n);
    p->busy = p->used = true;
    pthread_mutex_unlock(&p->lock);
    return sent ? SCAN_OK : end_for(p, SCAN_CRASHED, "starting a page");
}

/* The RESULT at the end of a page, or in its place. */
static enum scan_result take_end(struct scan_process *p, const uint8_t *bytes, size_t n,
                                 const char *doing)
{
    enum scan_result result;

    if (!take_result(p, bytes, n, &result))
        return end_for(p, SCAN_CRASHED, doing);
    p->busy = false;
    return result;
}

static enum scan_result start(void *ctx, const struct scan_params *want, struct scan_image *got)
{
    static const char doing[] = "starting a page";
    struct scan_process *p = ctx;
    int64_t deadline = net_clock_ms() + p->times.start;
    struct wire_head head;
    const uint8_t *bytes;
    enum scan_link_news news;
    enum scan_result result;

    if (p->ended == SCAN_OK && p->busy && is_canceled(p))
        return canceled(p);
    if (p->ended == SCAN_OK && p->busy) {
        snprintf(p->why, sizeof p->why, "the page before is not at its end");
        return SCAN_INVALID;
    }
    p->lines_left = 0;
    result = send_start(p, want);
    if (result != SCAN_OK)
        return result;
    news = scan_link_receive(p->link, p->wake, 0, deadline, &head, &bytes);
    if (news == LINK_WOKEN)
        return canceled(p);
    if (news != LINK_FRAME)
        return end_for_news(p, news, doing);
    if (head.batch == p->batch && head.type == WIRE_RESULT) {
        result = take_end(p, bytes, head.n, doing);
        return result == SCAN_OK ? end_for(p, SCAN_CRASHED, doing) : result;
    }
    if (head.batch != p->batch || head.type != WIRE_IMAGE ||
        !wire_get_image(bytes, head.n, &p->image))
        return end_for(p, SCAN_CRASHED, doing);
    *got = p->image;
    return SCAN_OK;
}

/* The next LINES frame with lines in it, or the end of the page. */
static enum scan_result receive_lines(struct scan_process *p, size_t line, bool *end_of_image)
{
    static const char doing[] = "reading a page";

    while (p->lines_left == 0) {
        struct wire_head head;
        const uint8_t *bytes;
        enum scan_link_news news =
            scan_link_receive(p->link, p->wake, p->times.read, INT64_MAX, &head, &bytes);

        if (news == LINK_WOKEN)
            return canceled(p);
        if (news != LINK_FRAME)
            return end_for_news(p, news, doing);
        if (head.batch == p->batch && head.type == WIRE_RESULT) {
            *end_of_image = true;
            return take_end(p, bytes, head.n, doing);
        }
        if (head.batch != p->batch || head.type != WIRE_LINES || head.n % line != 0)
            return end_for(p, SCAN_CRASHED, doing);
        p->lines = bytes;
        p->lines_left = head.n;
    }
    return SCAN_OK;
}

static enum scan_result read_line(void *ctx, uint8_t *line, bool *end_of_image)
{
    struct scan_process *p = ctx;
    size_t n = (size_t)p->image.width * (p->image.color ? 3 : 1);

    *end_of_image = false;
    if (p->ended != SCAN_OK)
        return p->ended;
    if (is_canceled(p))
        return canceled(p);
    if (!p->busy) { /* asked again after the end */
        *end_of_image = true;
        return SCAN_OK;
    }
    if (p->lines_left == 0) {
        enum scan_result result = receive_lines(p, n, end_of_image);

        if (result != SCAN_OK) {
            *end_of_image = false;
            return result;
        }
        if (*end_of_image)
            return SCAN_OK;
    }
    memcpy(line, p->lines, n);
    p->lines += n;
    p->lines_left -= n;
    return SCAN_OK;
}

/* What is left of a page that nobody wants any more. */
static void drain(struct scan_process *p, int64_t deadline)
{
    scan_link_send(p->link, WIRE_CANCEL, p->batch, NULL, 0);
    while (p->busy) {
        struct wire_head head;
        const uint8_t *bytes;
        enum scan_link_news news = scan_link_receive(p->link, -1, 0, deadline, &head, &bytes);

        if (news != LINK_FRAME)
            end_for_news(p, news, "ending a page");
        else if (head.type == WIRE_RESULT)
            take_end(p, bytes, head.n, "ending a page");
        else if (head.type != WIRE_LINES && head.type != WIRE_IMAGE)
            end_for(p, SCAN_CRASHED, "ending a page");
    }
}

/* The reason of what went before is kept: it is what the job has to tell. */
static void finish(void *ctx)
{
    struct scan_process *p = ctx;
    int64_t deadline = net_clock_ms() + p->times.cancel, left;
    char why[sizeof p->why];
    uint64_t count;

    snprintf(why, sizeof why, "%s", p->why);
    p->lines_left = 0;
    if (p->ended == SCAN_OK && p->busy)
        drain(p, deadline);
    left = deadline - net_clock_ms();
    if (p->ended == SCAN_OK && p->used)
        scan_process_ask(p, WIRE_FINISH, NULL, 0, left > 0 ? (unsigned)left : 0, WIRE_RESULT,
                         NULL, NULL, "ending a scan");
    if (p->ended == SCAN_OK || why[0] != '\0')
        snprintf(p->why, sizeof p->why, "%s", why);
    pthread_mutex_lock(&p->lock);
    p->canceled = p->used = false;
    p->batch = p->batch % 65535 + 1;
    if (read(p->wake, &count, sizeof count) < 0)
        count = 0; /* it was not awake */
    pthread_mutex_unlock(&p->lock);
}

static void cancel(void *ctx)
{
    struct scan_process *p = ctx;
    uint64_t one = 1;

    pthread_mutex_lock(&p->lock);
    if (!p->canceled) {
        p->canceled = true;
        if (write(p->wake, &one, sizeof one) < 0 || /* full: it is awake */
            !scan_link_send(p->link, WIRE_CANCEL, p->batch, NULL, 0))
            scan_link_kill(p->link);
    }
    pthread_mutex_unlock(&p->lock);
}

struct scan_source scan_process_source(struct scan_process *process)
{
    return (struct scan_source){start, read_line, finish, cancel, process};
}
