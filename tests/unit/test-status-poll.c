/*
 * test-status-poll.c - the poller against an SNMP agent on loopback that answers, lacks
 * objects, keeps silent, lies, waits and changes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/status.h"
#include "tests/device/peer.h"
#include "tests/unit/tap.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PATIENCE_S   30      /* for what is sure to come: never waited out */
#define NEVER_MS     3600000 /* for what must not come during a test */
#define SILENCE_MS   40      /* to be waited out where the machine is silent */

enum { INTEGER = 2, STRING = 4, COUNTER = 0x41, TICKS = 0x43 };

/* One object below 1.3.6.1.2.1; all its numbers are below 128. */
struct object {
    const char *name; /* for the tests */
    uint8_t oid[8];
    uint8_t n;
    uint8_t type;
    int32_t number;
    const char *text;
    uint8_t num_text;
    bool missing; /* noSuchName */
    bool dropped; /* no reply at all */
    unsigned asked;
};

static const struct object all_objects[] = {
    {"uptime",  {1, 3, 0},               3, TICKS,   5000,   NULL,            0,  false, false, 0},
    {"errors",  {25, 3, 5, 1, 2, 1},     6, STRING,  0,      "\0\0",          2,  false, false, 0},
    {"state",   {25, 3, 5, 1, 1, 1},     6, INTEGER, 3,      NULL,            0,  false, false, 0},
    {"device",  {25, 3, 2, 1, 5, 1},     6, INTEGER, 2,      NULL,            0,  false, false, 0},
    {"panel",   {43, 16, 5, 1, 2, 1, 1}, 7, STRING,  0,      "Ready to copy", 13, false, false, 0},
    {"life",    {43, 10, 2, 1, 4, 1, 1}, 7, COUNTER, 123456, NULL,            0,  false, false, 0},
    {"level",   {43, 11, 1, 1, 9, 1, 1}, 7, INTEGER, 3780,   NULL,            0,  false, false, 0},
    {"max",     {43, 11, 1, 1, 8, 1, 1}, 7, INTEGER, 8400,   NULL,            0,  false, false, 0},
    {"type",    {43, 11, 1, 1, 5, 1, 1}, 7, INTEGER, 3,      NULL,            0,  false, false, 0},
    {"toner",   {43, 11, 1, 1, 6, 1, 1}, 7, STRING,  0,      "Black Toner",   11, false, false, 0},
    {"sheets",  {43, 8, 2, 1, 10, 1, 1}, 7, INTEGER, -3,     NULL,            0,  false, false, 0},
    {"tray",    {43, 8, 2, 1, 11, 1, 1}, 7, INTEGER, 0,      NULL,            0,  false, false, 0},
    {"name",    {43, 8, 2, 1, 13, 1, 1}, 7, STRING,  0,      "Drawer 1",      8,  false, false, 0},
    {"unit",    {43, 8, 2, 1, 3, 1, 1},  7, INTEGER, 4,      NULL,            0,  false, false, 0},
    {"feed",    {43, 8, 2, 1, 4, 1, 1},  7, INTEGER, 297000, NULL,            0,  false, false, 0},
    {"xfeed",   {43, 8, 2, 1, 5, 1, 1},  7, INTEGER, 210000, NULL,            0,  false, false, 0},
    {"sheets2", {43, 8, 2, 1, 10, 1, 2}, 7, INTEGER, 0,      NULL,            0,  false, false, 0},
};

/* A machine and what watches it. */
struct machine {
    struct peer *peer;
    struct status *status;
    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t news;
    struct object objects[COUNT(all_objects)];
    const char *community;
    bool silent, garbage;
    bool holds; /* answers when it passes a gate */
    unsigned requests, changes;
    unsigned wrong_versions;
};

/* ---- the agent ---- */

/* The name is one of the above. */
static struct object *find(struct machine *m, const char *name)
{
    size_t i = 0;

    while (i + 1 < COUNT(all_objects) && strcmp(m->objects[i].name, name) != 0)
        i++;
    return &m->objects[i];
}

static size_t put_value(uint8_t *out, const struct object *object)
{
    uint32_t number = (uint32_t)object->number;

    out[0] = object->type;
    if (object->type == STRING) {
        out[1] = object->num_text;
        memcpy(out + 2, object->text, object->num_text);
        return 2u + object->num_text;
    }
    out[1] = 4;
    for (int i = 0; i < 4; i++)
        out[2 + i] = (uint8_t)(number >> (24 - 8 * i));
    return 6;
}

/* A request taken apart: where its PDU is and what it asks for. */
struct request {
    uint8_t *bytes;
    size_t n, pdu, list;
    const uint8_t *oid; /* below 1.3.6.1.2.1 */
    size_t num_oid;
};

/* Of the form our client sends: all lengths in one byte. */
static bool read_request(struct request *r)
{
    const uint8_t *b = r->bytes;

    if (r->n < 30 || b[1] != r->n - 2 || b[4] != 0)
        return false;
    r->pdu = 7u + b[6];
    if (r->pdu + 4 >= r->n || b[r->pdu] != 0xA0)
        return false;
    r->list = r->pdu + 4 + b[r->pdu + 3] + 6;
    if (r->list + 11 > r->n || b[r->list] != 0x30 || b[r->list + 4] != 6)
        return false;
    r->oid = b + r->list + 6 + 5;
    r->num_oid = b[r->list + 5] - 5u;
    return true;
}

static size_t make_reply(struct request *r, const struct object *object)
{
    uint8_t *b = r->bytes;
    size_t extra;

    b[r->pdu] = 0xA2;
    if (!object) {
        b[r->list - 4] = 2; /* error status: noSuchName */
        return r->n;
    }
    extra = put_value(b + r->n - 2, object) - 2;
    b[1] = (uint8_t)(b[1] + extra);
    b[r->pdu + 1] = (uint8_t)(b[r->pdu + 1] + extra);
    b[r->list + 1] = (uint8_t)(b[r->list + 1] + extra);
    b[r->list + 3] = (uint8_t)(b[r->list + 3] + extra);
    return r->n + extra;
}

static struct object *asked_object(struct machine *m, const struct request *r)
{
    for (size_t i = 0; i < COUNT(all_objects); i++)
        if (m->objects[i].n == r->num_oid && memcmp(m->objects[i].oid, r->oid, r->num_oid) == 0)
            return &m->objects[i];
    return NULL;
}

/* The reply's length in place of the request, 0 for none. Under the mutex. */
static size_t answer(struct machine *m, uint8_t *bytes, size_t n)
{
    struct request r = {.bytes = bytes, .n = n};
    struct object *object;

    m->requests++;
    if (!read_request(&r)) {
        m->wrong_versions++;
        return 0;
    }
    object = asked_object(m, &r);
    if (object)
        object->asked++;
    if (m->silent || bytes[6] != strlen(m->community) ||
        memcmp(bytes + 7, m->community, bytes[6]) != 0 || (object && object->dropped))
        return 0;
    if (m->garbage) {
        bytes[1] = 0x85;
        return n;
    }
    return make_reply(&r, object && !object->missing ? object : NULL);
}

/* Answers until a packet of one byte comes. */
static void run_agent(struct peer *p)
{
    struct machine *m = p->ctx;
    uint8_t bytes[1000];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t n;

    while ((n = recvfrom(p->fd, bytes, 500, 0, (struct sockaddr *)&from, &size)) != 1) {
        bool holds;
        size_t length;

        if (n < 0)
            break;
        pthread_mutex_lock(&m->mutex);
        length = answer(m, bytes, (size_t)n);
        holds = m->holds;
        pthread_cond_broadcast(&m->news);
        pthread_mutex_unlock(&m->mutex);
        if (holds && !peer_pass(p))
            break;
        if (length > 0)
            sendto(p->fd, bytes, length, 0, (struct sockaddr *)&from, size);
    }
}

/* ---- watching ---- */

static void changed(void *ctx)
{
    struct machine *m = ctx;

    pthread_mutex_lock(&m->mutex);
    m->changes++;
    pthread_cond_broadcast(&m->news);
    pthread_mutex_unlock(&m->mutex);
}

/* Until a counter has reached n. */
static bool wait_count(struct machine *m, const unsigned *counter, unsigned n)
{
    struct timespec until;
    bool reached;
    int error = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_S;
    pthread_mutex_lock(&m->mutex);
    while (*counter < n && error != ETIMEDOUT)
        error = pthread_cond_timedwait(&m->news, &m->mutex, &until);
    reached = *counter >= n;
    pthread_mutex_unlock(&m->mutex);
    return reached;
}

static unsigned read_count(struct machine *m, const unsigned *counter)
{
    unsigned n;

    pthread_mutex_lock(&m->mutex);
    n = *counter;
    pthread_mutex_unlock(&m->mutex);
    return n;
}

static unsigned asked(struct machine *m, const char *name)
{
    return read_count(m, &find(m, name)->asked);
}

/* Rounds only when asked for, and plenty of time for each answer. */
static const struct status_times on_demand = {
    .object_ms = PATIENCE_S * 1000,
    .printing_ms = NEVER_MS,
    .idle_ms = NEVER_MS,
    .silent_ms = NEVER_MS,
    .slow_ms = NEVER_MS,
    .missing_ms = NEVER_MS,
};

static bool machine_new(struct machine *m)
{
    memset(m, 0, sizeof *m);
    pthread_mutex_init(&m->mutex, NULL);
    pthread_cond_init(&m->news, NULL);
    memcpy(m->objects, all_objects, sizeof m->objects);
    m->community = "public";
    m->peer = peer_new_datagram();
    return m->peer != NULL;
}

static void machine_start(struct machine *m, const struct status_times *times)
{
    char uri[200];

    snprintf(uri, sizeof uri, "socket://127.0.0.1:9?snmp-port=%u&snmp-community=public",
             (unsigned)m->peer->port);
    peer_start(m->peer, run_agent, m);
    m->status = status_start_with(uri, times, changed, m);
}

static void machine_stop(struct machine *m)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(m->peer->port)};

    status_stop(m->status);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sendto(m->peer->fd, "", 1, 0, (struct sockaddr *)&to, sizeof to);
    peer_free(m->peer);
    pthread_cond_destroy(&m->news);
    pthread_mutex_destroy(&m->mutex);
}

/* One more round; what is known after it. */
static bool fresh(struct machine *m, struct device_status *out)
{
    return status_fresh(m->status, PATIENCE_S * 1000, NULL, NULL, out);
}

static void set_number(struct machine *m, const char *name, int32_t number)
{
    pthread_mutex_lock(&m->mutex);
    find(m, name)->number = number;
    pthread_mutex_unlock(&m->mutex);
}

static void set_errors(struct machine *m, const char *octets)
{
    pthread_mutex_lock(&m->mutex);
    find(m, "errors")->text = octets;
    pthread_mutex_unlock(&m->mutex);
}

static void set_flag(struct machine *m, bool *flag, bool value)
{
    pthread_mutex_lock(&m->mutex);
    *flag = value;
    pthread_mutex_unlock(&m->mutex);
}

/* ---- tests ---- */

static void check_all(const struct device_status *s)
{
    const struct supply *supply = &s->supplies[0];
    const struct tray *tray = &s->trays[0];

    ok(s->answered && s->state == MACHINE_IDLE && !s->asleep && s->reasons == 0 &&
           (s->known & REASON_MEDIA_JAM) && (s->known & REASON_OUTPUT_FULL),
       "A machine that is fine says so");
    ok(strcmp(s->panel, "Ready to copy") == 0 && s->life_count == 123456 &&
           s->uptime_ticks == 5000,
       "Its panel, its counter and its time are read");
    ok(s->num_supplies == 1 && supply->kind == SUPPLY_TONER && supply->level_percent == 45 &&
           strcmp(supply->description, "Black Toner") == 0,
       "3780 of 8400 are 45 percent of the toner");
    ok(s->num_trays == 2 && strcmp(tray->name, "Drawer 1") == 0 && tray->known &&
           !tray->empty && tray->level == -3 && tray->width_hmm == 21000 &&
           tray->length_hmm == 29700 && s->trays[1].known && s->trays[1].empty,
       "Drawer 1 has some A4, the second tray is empty");
}

static void test_all(void)
{
    struct machine m;
    struct device_status s;

    if (!machine_new(&m))
        return;
    machine_start(&m, &on_demand);
    ok(wait_count(&m, &m.changes, 1), "The first answer is a change");
    status_get(m.status, &s);
    check_all(&s);
    set_number(&m, "uptime", 6000);
    ok(fresh(&m, &s) && s.uptime_ticks == 6000, "Asked to, it asks again");
    ok(read_count(&m, &m.changes) == 1, "That time goes on is no change");
    ok(asked(&m, "errors") == 2 && asked(&m, "name") == 1,
       "What seldom changes is not asked in each round");
    set_errors(&m, "\x44\x00");
    ok(fresh(&m, &s) && s.reasons == (REASON_MEDIA_EMPTY | REASON_MEDIA_JAM) &&
           wait_count(&m, &m.changes, 2),
       "A jam is a change");
    ok(asked(&m, "name") == 2, "After it names and sizes are asked for again");
    set_errors(&m, "\x00\x00");
    ok(fresh(&m, &s) && s.reasons == 0 && (s.known & REASON_MEDIA_JAM) &&
           wait_count(&m, &m.changes, 3),
       "So is its end");
    set_number(&m, "level", -3);
    ok(fresh(&m, &s) && s.supplies[0].level_percent == -1 && s.supplies[0].some_left,
       "A level that is no longer told is not kept");
    machine_stop(&m);
    ok(m.wrong_versions == 0, "All requests are of version 1 for one object");
}

static void test_asleep(void)
{
    struct machine m;
    struct device_status s;

    if (!machine_new(&m))
        return;
    set_number(&m, "state", 1);
    machine_start(&m, &on_demand);
    ok(fresh(&m, &s) && s.asleep && s.state == MACHINE_OTHER, "A sleeping machine is asleep");
    set_number(&m, "device", 5);
    ok(fresh(&m, &s) && !s.asleep && s.reasons == REASON_ATTENTION,
       "One that is down for no reason it tells needs attention");
    machine_stop(&m);
}

static void test_missing(void)
{
    static const char *const rest[] = {"state", "panel", "life", "level", "sheets", "name"};
    struct machine m;
    struct device_status s;
    unsigned requests;

    if (!machine_new(&m))
        return;
    for (size_t i = 0; i < COUNT(all_objects); i++)
        m.objects[i].missing = strcmp(m.objects[i].name, "errors") != 0;
    machine_start(&m, &on_demand);
    ok(fresh(&m, &s) && s.answered && (s.known & REASON_MEDIA_JAM), "What it has is known");
    ok(s.state == MACHINE_UNKNOWN && s.num_supplies == 0 && s.num_trays == 0 && !s.panel[0] &&
           s.life_count == -1 && s.uptime_ticks == -1,
       "What it does not have is unknown");
    requests = read_count(&m, &m.requests);
    for (int i = 0; i < 3; i++)
        fresh(&m, &s);
    ok(read_count(&m, &m.requests) == requests + 2 * 3,
       "It is asked once, then only what the machine has and whether it is there");
    for (size_t i = 0; i < COUNT(rest); i++)
        requests += asked(&m, rest[i]) != 1;
    ok(requests + 6 == read_count(&m, &m.requests), "Each object was asked for");
    machine_stop(&m);
}

static void test_missing_again(void)
{
    struct status_times times = on_demand;
    struct machine m;
    struct device_status s;

    if (!machine_new(&m))
        return;
    times.missing_ms = 0;
    find(&m, "life")->missing = true;
    machine_start(&m, &times);
    ok(fresh(&m, &s) && s.life_count == -1, "A counter is missing");
    set_flag(&m, &find(&m, "life")->missing, false);
    ok(fresh(&m, &s) && s.life_count == 123456, "Now and then it is asked for again");
    machine_stop(&m);
}

static void test_restart(void)
{
    struct machine m;
    struct device_status s;

    if (!machine_new(&m))
        return;
    find(&m, "life")->missing = true;
    machine_start(&m, &on_demand);
    fresh(&m, &s);
    set_flag(&m, &find(&m, "life")->missing, false);
    set_number(&m, "uptime", 10);
    fresh(&m, &s);
    ok(fresh(&m, &s) && s.life_count == 123456 && s.uptime_ticks == 10,
       "A machine that was switched off and on is asked for everything again");
    machine_stop(&m);
}

static void check_unknown(const struct device_status *s, const char *name)
{
    ok(!s->answered && s->reasons == 0 && s->known == 0 && s->state == MACHINE_UNKNOWN &&
           s->num_supplies == 0 && s->num_trays == 0,
       "%s", name);
}

static void test_silence(void)
{
    struct status_times times = on_demand;
    struct machine m;
    struct device_status s;

    if (!machine_new(&m))
        return;
    times.object_ms = SILENCE_MS;
    m.silent = true;
    machine_start(&m, &times);
    ok(!fresh(&m, &s), "A silent machine does not answer");
    check_unknown(&s, "Then nothing is known");
    ok(asked(&m, "uptime") == read_count(&m, &m.requests), "It is asked for one object only");
    ok(read_count(&m, &m.changes) == 0, "That nothing is known is no news");
    machine_stop(&m);
}

/* Wait for an answer of a machine on which a packet may be late. */
static bool fresh_in_time(struct machine *m, struct device_status *out)
{
    for (int i = 0; i < 100; i++)
        if (fresh(m, out))
            return true;
    return false;
}

static void test_falls_silent(void)
{
    struct status_times times = on_demand;
    struct machine m;
    struct device_status s;

    if (!machine_new(&m))
        return;
    times.object_ms = 1000;
    set_errors(&m, "\x40\x00");
    machine_start(&m, &times);
    ok(fresh_in_time(&m, &s) && s.reasons == REASON_MEDIA_EMPTY, "A machine answers");
    set_flag(&m, &m.silent, true);
    ok(!fresh(&m, &s) && s.answered && s.reasons == REASON_MEDIA_EMPTY,
       "One round of silence may be a lost packet");
    ok(!fresh(&m, &s), "Two are silence");
    check_unknown(&s, "Then nothing is known any more");
    set_flag(&m, &m.silent, false);
    ok(fresh_in_time(&m, &s) && s.answered && s.reasons == REASON_MEDIA_EMPTY,
       "When it speaks again it is heard");
    machine_stop(&m);
}

static void test_wrong(void)
{
    struct status_times times = on_demand;
    struct machine m;
    struct device_status s;

    if (!machine_new(&m))
        return;
    times.object_ms = SILENCE_MS;
    m.community = "secret";
    machine_start(&m, &times);
    ok(!fresh(&m, &s), "A machine with another community does not answer");
    check_unknown(&s, "It tells nothing");
    pthread_mutex_lock(&m.mutex);
    m.community = "public";
    m.garbage = true;
    pthread_mutex_unlock(&m.mutex);
    ok(!fresh(&m, &s), "Garbage is no answer");
    check_unknown(&s, "Nothing is taken from it");
    machine_stop(&m);
}

static void test_dropped(void)
{
    struct status_times times = on_demand;
    struct machine m;
    struct device_status s;
    unsigned before;

    if (!machine_new(&m))
        return;
    times.object_ms = 1000;
    find(&m, "device")->dropped = true;
    machine_start(&m, &times);
    ok(fresh_in_time(&m, &s) && s.life_count == 123456 && s.state == MACHINE_IDLE,
       "An object without a reply does not keep the others away");
    fresh_in_time(&m, &s);
    before = asked(&m, "device");
    fresh_in_time(&m, &s);
    fresh_in_time(&m, &s);
    ok(before <= 2 && asked(&m, "device") == before, "After two attempts it counts as missing");
    machine_stop(&m);
}

static bool always(void *ctx)
{
    *(unsigned *)ctx += 1;
    return true;
}

static void test_slow(void)
{
    struct machine m;
    struct device_status s;
    unsigned calls = 0;

    if (!machine_new(&m))
        return;
    m.holds = true;
    machine_start(&m, &on_demand);
    wait_count(&m, &m.requests, 1);
    status_get(m.status, &s);
    check_unknown(&s, "Nobody waits for a machine that takes its time");
    ok(!status_fresh(m.status, PATIENCE_S * 1000, always, &calls, &s) && calls == 1,
       "Who does can be canceled");
    ok(!status_fresh(m.status, 1, NULL, NULL, NULL), "Or ends in time");
    set_flag(&m, &m.holds, false);
    peer_open(m.peer);
    ok(fresh(&m, &s) && s.life_count == 123456, "When the answer comes it is taken");
    set_flag(&m, &m.holds, true);
    ok(!status_fresh(m.status, 1, NULL, NULL, &s) && s.life_count == 123456,
       "What was known stays while the next one is on its way");
    set_flag(&m, &m.holds, false);
    status_stop(m.status); /* with a question open, for which there were PATIENCE_S */
    m.status = NULL;
    ok(true, "The poller can be stopped while it waits");
    peer_open(m.peer);
    machine_stop(&m);
}

static void test_busy(void)
{
    struct status_times times = on_demand;
    struct machine m;
    struct device_status s;
    unsigned before;

    if (!machine_new(&m))
        return;
    times.printing_ms = 1;
    machine_start(&m, &times);
    fresh(&m, &s);
    before = asked(&m, "uptime");
    status_busy(m.status, true);
    ok(wait_count(&m, &find(&m, "uptime")->asked, before + 5),
       "While a job prints the machine is asked often");
    status_busy(m.status, false);
    fresh(&m, &s); /* no round of before is on its way after it */
    before = read_count(&m, &m.requests);
    status_get(m.status, &s);
    ok(read_count(&m, &m.requests) == before && s.answered, "Afterwards it is left alone");
    machine_stop(&m);
}

/* ---- other schemes ---- */

static pthread_mutex_t port_mutex = PTHREAD_MUTEX_INITIALIZER;
static int port_byte; /* -1: no answer */

static bool read_port(const struct uri *uri, uint8_t *byte)
{
    int got;

    pthread_mutex_lock(&port_mutex);
    got = port_byte;
    pthread_mutex_unlock(&port_mutex);
    *byte = (uint8_t)got;
    return got >= 0 && strcmp(uri->model, "iR1024") == 0;
}

static void set_port(int byte)
{
    pthread_mutex_lock(&port_mutex);
    port_byte = byte;
    pthread_mutex_unlock(&port_mutex);
}

static void test_usb(void)
{
    struct machine m = {.mutex = PTHREAD_MUTEX_INITIALIZER, .news = PTHREAD_COND_INITIALIZER};
    struct device_status s;

    m.status = status_start_with("usb://Canon/iR1024", &on_demand, changed, &m);
    ok(m.status && !fresh(&m, &s) && !s.answered, "USB without a hook tells nothing");
    set_port(0x38);
    status_set_usb_hook(read_port);
    ok(fresh(&m, &s) && s.reasons == REASON_MEDIA_EMPTY && s.num_supplies == 0 &&
           wait_count(&m, &m.changes, 1),
       "The port's status byte is read");
    set_port(0x18);
    ok(fresh(&m, &s) && s.reasons == 0 && wait_count(&m, &m.changes, 2), "Paper came");
    set_port(-1);
    fresh(&m, &s);
    ok(!fresh(&m, &s) && !s.answered && s.known == 0, "An unplugged machine tells nothing");
    status_stop(m.status);
    status_set_usb_hook(NULL);
}

static void test_others(void)
{
    struct status *status = status_start("file:///tmp", NULL, NULL);
    struct device_status s;

    status_busy(status, true);
    ok(status && !status_fresh(status, PATIENCE_S * 1000, NULL, NULL, &s) && !s.answered,
       "A folder tells nothing, at once");
    status_stop(status);
    ok(!status_start("nonsense", NULL, NULL), "A URI that is none has no poller");
    status_stop(NULL);
    status_busy(NULL, true);
    memset(&s, 0xFF, sizeof s);
    status_get(NULL, &s);
    ok(!s.answered && s.known == 0 && s.life_count == -1, "No poller tells nothing");
    status = status_start("lpd://localhost/queue?snmp-port=9", NULL, NULL);
    ok(status && !status_fresh(status, PATIENCE_S * 1000, NULL, NULL, &s) && !s.answered,
       "A name whose machine has no SNMP is silent");
    status_stop(status);
}

int main(void)
{
    test_all();
    test_asleep();
    test_missing();
    test_missing_again();
    test_restart();
    test_silence();
    test_falls_silent();
    test_wrong();
    test_dropped();
    test_slow();
    test_busy();
    test_usb();
    test_others();
    return tap_done();
}
