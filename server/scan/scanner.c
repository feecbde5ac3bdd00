/*
 * scanner.c - see scanner.h: entries, what is known of them, and what others ask.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scanner-parts.h"

#include "machine-share.h"
#include "scanner-queues.h"

#include "server/device-net.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

/* A jam and an open cover are mended at the machine, which then tells nobody: after so long
 * they are not said any more. Clients do not even try a feeder that is said to be jammed. */
#define MENDED_MS 60000

/* What the sensor said stays true so long. */
#define SENSOR_MS 15000

/* A feeder that ran out is said to be empty so long: clients that scan again and again until it
 * is empty are to see it. */
#define EMPTY_MS 10000

/* Nobody puts paper in faster. */
#define JUST_NOW_MS 3000

/* ---- entries ---- */

bool scanner_shown(const struct scanner *s)
{
    return !s->deleted && strcmp(s->record.settings.device, "off") != 0 &&
           (s->record.device[0] != '\0' || s->record.known);
}

struct scanner *scanner_new(const char *name)
{
    struct scanner *s, **at = &registry.scanners;
    size_t n = 0;

    for (; *at != NULL; at = &(*at)->next)
        n += !(*at)->deleted;
    if (n >= SCANNERS_MAX || (s = calloc(1, sizeof(*s))) == NULL)
        return NULL;
    snprintf(s->record.name, sizeof(s->record.name), "%s", name);
    *at = s;
    return s;
}

/* With the lock. */
static struct scanner *find(const char *name)
{
    for (struct scanner *s = registry.scanners; s != NULL; s = s->next)
        if (!s->deleted && strcasecmp(s->record.name, name) == 0)
            return s;
    return NULL;
}

static struct scanner *find_printer(int printer_id)
{
    for (struct scanner *s = registry.scanners; s != NULL; s = s->next)
        if (!s->deleted && s->record.printer_id == printer_id)
            return s;
    return NULL;
}

/* RFC 4122, section 4.4. "" when the system gives no random numbers. */
static void random_uuid(char uuid[46])
{
    uint8_t b[16];
    size_t used = 0;

    uuid[0] = '\0';
    if (getrandom(b, sizeof(b), 0) != (ssize_t)sizeof(b))
        return;
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof(b); i++)
        used += (size_t)snprintf(uuid + used, 46 - used, "%s%02x",
                                 i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", b[i]);
}

/* With the lock: a scanner that is somebody's queue. True: it changed. */
static bool bind_queue(struct scanner *s, const struct scanner_queue *queue)
{
    bool changed = s->record.printer_id != queue->printer_id || strcmp(s->uri, queue->uri) != 0;

    if (queue->uuid[0] != '\0' && strcmp(queue->uuid, s->record.uuid) != 0) {
        snprintf(s->record.uuid, sizeof(s->record.uuid), "%s", queue->uuid);
        changed = true;
    }
    if (strcmp(s->record.settings.device, "auto") == 0 && s->record.device[0] != '\0' &&
        ((s->uri[0] != '\0' && !share_same(s->uri, queue->uri)) ||
         !scanner_match_may_be(queue, s->record.device))) { /* another machine */
        s->record.device[0] = '\0';
        s->record.known = false;
        changed = true;
    }
    s->record.printer_id = queue->printer_id;
    snprintf(s->uri, sizeof(s->uri), "%s", queue->uri);
    return changed;
}

/* With the lock: the queue of a scanner; NULL. */
static const struct scanner_queue *queue_of(const struct scanner *s)
{
    for (size_t i = 0; i < registry.num_queues; i++)
        if (registry.queues[i].printer_id == s->record.printer_id)
            return &registry.queues[i];
    return NULL;
}

/* With the lock: the machine of a scanner without a queue may still be one that a queue prints
 * on. */
static void find_machine(struct scanner *s)
{
    const char *serial = scanner_match_serial(s->record.device);
    char uri[1100];

    s->uri[0] = '\0';
    if (serial == NULL || serial[0] == '\0')
        return;
    snprintf(uri, sizeof(uri), "usb://x/y?serial=%.200s", serial);
    for (size_t i = 0; i < registry.num_queues; i++)
        if (strstr(registry.queues[i].uri, "serial=") != NULL &&
            share_same(registry.queues[i].uri, uri))
            snprintf(s->uri, sizeof(s->uri), "%s", registry.queues[i].uri);
}

/* With the lock. True: something changed. */
static bool follow_all(void)
{
    bool changed = false;

    for (size_t i = 0; i < registry.num_queues; i++) {
        const struct scanner_queue *queue = &registry.queues[i];
        struct scanner *s = find_printer(queue->printer_id);

        if (s == NULL && (s = find(queue->name)) == NULL && scanner_match_usb(queue) &&
            (s = scanner_new(queue->name)) != NULL)
            snprintf(s->record.settings.device, sizeof(s->record.settings.device), "auto");
        if (s != NULL)
            changed = bind_queue(s, queue) || changed;
    }
    for (struct scanner *s = registry.scanners; s != NULL; s = s->next)
        if (!s->deleted && s->record.printer_id != 0 && queue_of(s) == NULL) {
            s->deleted = true;
            changed = true;
        } else if (!s->deleted && s->record.printer_id == 0) {
            find_machine(s);
            if (s->record.uuid[0] == '\0')
                random_uuid(s->record.uuid);
        }
    return changed;
}

void scanner_follow_queues(void)
{
    struct scanner_queue *queues =
        calloc(sizeof(registry.queues) / sizeof(registry.queues[0]), sizeof(*queues));
    size_t n;
    bool changed;

    if (queues == NULL)
        return;
    n = scanner_queues(registry.system, queues,
                       sizeof(registry.queues) / sizeof(registry.queues[0]));
    registry_lock();
    memcpy(registry.queues, queues, n * sizeof(*queues));
    registry.num_queues = n;
    changed = follow_all();
    registry.notify = registry.notify || changed;
    registry.search_now = registry.search_now || changed;
    registry_tell();
    registry_unlock();
    free(queues);
    if (changed)
        registry_save();
}

/* ---- what is known ---- */

bool scanner_learn(struct scanner *s, const struct scan_caps *caps)
{
    struct scan_caps sane;
    bool changed;

    memset(&sane, 0, sizeof(sane));
    sane = *caps;
    if (!scanner_caps_sane(&sane))
        return false;
    registry_lock();
    /* texts beyond their ends may differ: what is written counts */
    {
        struct scanner_record before = s->record, after = s->record;
        char *old, *fresh;

        after.known = true;
        after.caps = sane;
        old = scanner_file_format(&before, 1);
        fresh = scanner_file_format(&after, 1);
        changed = old == NULL || fresh == NULL || strcmp(old, fresh) != 0;
        s->record = after;
        free(old);
        free(fresh);
    }
    registry.notify = registry.notify || changed;
    registry_tell();
    registry_unlock();
    if (changed)
        registry_save();
    return changed;
}

void scanner_note(struct scanner *s, enum scan_result result, const char *why)
{
    if (result == SCAN_CANCELED || result == SCAN_BUSY || result == SCAN_INVALID ||
        result == SCAN_NO_MEMORY) /* not the scanner's */
        return;
    if (result == SCAN_NO_DOCS)
        result = SCAN_OK;
    registry_lock();
    s->trouble = result;
    s->trouble_at = net_clock_ms();
    snprintf(s->why, sizeof(s->why), "%s",
             result == SCAN_OK               ? ""
             : why != NULL && why[0] != '\0' ? why
                                             : scan_result_text(result));
    registry_tell();
    registry_unlock();
}

void scanner_note_look(struct scanner *s, enum scan_result result, const char *why)
{
    enum scan_result before;

    registry_lock();
    before = s->trouble;
    registry_unlock();
    if (result != SCAN_OK || (before != SCAN_JAMMED && before != SCAN_COVER_OPEN))
        scanner_note(s, result, why);
}

enum scan_result scanner_trouble(const struct scanner *s)
{
    if ((s->trouble == SCAN_JAMMED || s->trouble == SCAN_COVER_OPEN) &&
        net_clock_ms() - s->trouble_at > MENDED_MS)
        return SCAN_OK;
    return s->trouble;
}

void scanner_note_feeder(struct scanner *s, enum scan_feeder feeder)
{
    registry_lock();
    s->feeder = feeder;
    s->looked_at = net_clock_ms();
    if (feeder != SCAN_FEEDER_UNKNOWN)
        s->empty_at = 0;
    registry_unlock();
}

void scanner_note_empty(struct scanner *s)
{
    registry_lock();
    s->empty_at = net_clock_ms();
    registry_unlock();
}

enum scan_feeder scanner_feeder(const struct scanner *s)
{
    int64_t now = net_clock_ms();

    if (s->empty_at != 0 && now - s->empty_at < EMPTY_MS)
        return SCAN_FEEDER_EMPTY;
    if (!s->record.caps.feeder_sensor || s->looked_at == 0 || now - s->looked_at > SENSOR_MS)
        return SCAN_FEEDER_UNKNOWN;
    return s->feeder;
}

bool scanner_is_empty(const struct scanner *s)
{
    int64_t now = net_clock_ms();

    return (s->empty_at != 0 && now - s->empty_at < JUST_NOW_MS) ||
           (s->looked_at != 0 && now - s->looked_at < JUST_NOW_MS &&
            s->feeder == SCAN_FEEDER_EMPTY);
}

void scanner_why_busy(const char *uri, char *why, size_t n)
{
    char sentence[512];

    share_told(uri, sentence, sizeof(sentence));
    snprintf(why, n, "The machine prints%s%.400s%s", sentence[0] != '\0' ? " and waits: " : "",
             sentence, sentence[0] != '\0' ? " Then it can scan." : "; then it can scan.");
}

/* ---- for others ---- */

size_t scanners_list(struct scanner *list[SCANNERS_MAX])
{
    size_t n = 0;

    registry_lock();
    for (struct scanner *s = registry.scanners; s != NULL && n < SCANNERS_MAX; s = s->next)
        if (scanner_shown(s))
            list[n++] = s;
    registry_unlock();
    return n;
}

void scanners_each(bool (*each)(void *ctx, struct scanner *scanner), void *ctx)
{
    struct scanner *list[SCANNERS_MAX];
    size_t n = scanners_list(list);

    for (size_t i = 0; i < n && each(ctx, list[i]); i++)
        ;
}

struct scanner *scanner_find(const char *name)
{
    struct scanner *s;

    registry_lock();
    s = find(name);
    registry_unlock();
    return s;
}

struct scanner *scanner_find_printer(int printer_id)
{
    struct scanner *s;

    registry_lock();
    s = printer_id != 0 ? find_printer(printer_id) : NULL;
    if (s != NULL && !scanner_shown(s))
        s = NULL;
    registry_unlock();
    return s;
}

void scanner_facts(struct scanner *s, struct scanner_facts *facts)
{
    char uri[1024];

    memset(facts, 0, sizeof(*facts));
    registry_lock();
    memcpy(facts->name, s->record.name, sizeof(facts->name));
    memcpy(facts->uuid, s->record.uuid, sizeof(facts->uuid));
    memcpy(facts->device, s->record.device, sizeof(facts->device));
    facts->printer_id = s->record.printer_id;
    facts->settings = s->record.settings;
    facts->caps = s->record.caps;
    facts->known = s->record.known;
    facts->port = s->record.port;
    facts->tls_port = s->record.tls_port;
    facts->scanning = s->active != NULL;
    facts->feeder = scanner_feeder(s);
    facts->trouble = scanner_trouble(s);
    if (facts->trouble != SCAN_OK)
        memcpy(facts->why, s->why, sizeof(facts->why));
    snprintf(uri, sizeof(uri), "%s", s->uri);
    registry_unlock();
    facts->printing = share_holder(uri) == SHARE_PRINT || share_wanted(uri);
    if (facts->printing && facts->why[0] == '\0')
        scanner_why_busy(uri, facts->why, sizeof(facts->why));
}

static bool refuse(char *why, size_t n, const char *sentence)
{
    snprintf(why, n, "%s", sentence);
    return false;
}

/* With the lock: whether a scanner of this name may be set so. */
static bool check_setting(const struct scanner *s, const struct scanner_queue *queue,
                          const char *device, char *why, size_t n)
{
    if (strcmp(device, "auto") == 0)
        return (queue != NULL && scanner_match_usb(queue)) ||
               refuse(
                   why, n,
                   "Only a queue whose machine is on USB finds its scanner by itself; name a "
                   "device.");
    if (device[0] == '\0')
        return (s != NULL && queue == NULL) ||
               refuse(why, n,
                      queue != NULL ? "The scanner of a queue is not deleted; set it off."
                                    : "There is no such scanner.");
    if (strcmp(device, "off") == 0)
        return s != NULL || queue != NULL || refuse(why, n, "There is no such scanner.");
    if (strchr(device, ':') == NULL || device[0] == ':' || strlen(device) >= SCAN_DEVICE_SIZE)
        return refuse(why, n,
                      "That is no device of SANE: those look like pixma:04A926E6_SERIAL; "
                      "\"scanimage -L\" lists them.");
    return !scan_device_leads_back(device) ||
           refuse(why, n,
                  "That device is a scanner of the network, perhaps of this very server; only "
                  "devices of this computer can be shared.");
}

/* With the lock. What is known stays while it is off, for later. */
static void apply_setting(struct scanner *s, const char *device)
{
    char *set = s->record.settings.device;
    bool was_own = strchr(set, ':') != NULL, is_own = strchr(device, ':') != NULL;

    if (device[0] == '\0') {
        s->deleted = true;
        return;
    }
    if ((is_own && strcmp(s->record.device, device) != 0) ||
        (was_own && strcmp(device, "auto") == 0)) {
        snprintf(s->record.device, sizeof(s->record.device), "%s", is_own ? device : "");
        s->record.known = false;
        s->looked_at = s->empty_at = 0;
    }
    snprintf(set, sizeof(s->record.settings.device), "%s", device);
    s->trouble = SCAN_OK;
}

bool scanner_set(const char *name, const struct scanner_settings *settings, char *why,
                 size_t why_size)
{
    char device[SCAN_DEVICE_SIZE];
    const struct scanner_queue *queue = NULL;
    struct scan_job *active = NULL;
    struct scanner *s;
    bool good;

    snprintf(device, sizeof(device), "%s", settings->device);
    scanner_text_clean(device);
    if (!scanner_name_valid(name) || strcmp(device, settings->device) != 0)
        return refuse(why, why_size, "The name cannot be used.");
    scanner_follow_queues();
    registry_lock();
    s = find(name);
    for (size_t i = 0; i < registry.num_queues; i++)
        if (s != NULL ? s->record.printer_id == registry.queues[i].printer_id
                      : strcasecmp(registry.queues[i].name, name) == 0)
            queue = &registry.queues[i];
    good = check_setting(s, queue, device, why, why_size);
    if (good && s == NULL && (s = scanner_new(queue != NULL ? queue->name : name)) == NULL)
        good = refuse(why, why_size, "There are too many scanners.");
    if (good) {
        apply_setting(s, device);
        if (queue != NULL)
            (void)bind_queue(s, queue);
        (void)follow_all();
        if (s->active != NULL && !scanner_shown(s))
            active = scan_job_hold(s->active);
        registry.notify = registry.search_now = true;
        registry_tell();
    }
    registry_unlock();
    if (active != NULL)
        scan_job_cancel(active, 0);
    scan_job_release(active);
    if (good)
        registry_save();
    return good;
}

/* With the lock. */
static bool is_asked(const char *name)
{
    const struct scanner *s = find(name);

    return s != NULL && scanner_shown(s) && !s->record.known && !registry.stopping;
}

void scanner_settle(const char *name, unsigned ms)
{
    int64_t end = net_clock_ms() + ms;
    unsigned before;

    registry_lock();
    /* one that goes on already may have begun before the setting */
    while (registry.search_now && is_asked(name) && net_clock_ms() < end)
        registry_wait(end - net_clock_ms());
    before = registry.searches;
    while (registry.searches == before && is_asked(name) && net_clock_ms() < end)
        registry_wait(end - net_clock_ms());
    registry_unlock();
}

void scanner_set_ports(struct scanner *s, unsigned port, unsigned tls_port)
{
    bool changed;

    registry_lock();
    changed = s->record.port != port || s->record.tls_port != tls_port;
    s->record.port = port;
    s->record.tls_port = tls_port;
    registry.notify = registry.notify || changed;
    registry_tell();
    registry_unlock();
    if (changed)
        registry_save();
}

void scanners_watch(void (*changed)(void *ctx), void *ctx)
{
    registry_lock();
    for (size_t i = 0; i < SCANNER_WATCHERS; i++)
        if (registry.watchers[i].changed == NULL) {
            registry.watchers[i].changed = changed;
            registry.watchers[i].ctx = ctx;
            break;
        }
    registry.notify = true; /* it may have missed something */
    registry_tell();
    registry_unlock();
}

void scanners_changed(void)
{
    registry_lock();
    registry.queues_changed = true;
    registry_tell();
    registry_unlock();
}
