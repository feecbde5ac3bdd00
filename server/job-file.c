/*
 * job-file.c - see job-file.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "job-file.h"

#include "message-bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Higher than any sound description. */
#define MAX_FILE_BYTES (1 << 20)

/* Numbers larger than an IPP integer are kept as text. */
static void add_number(ipp_t *message, const char *name, uint64_t number)
{
    char text[32];

    snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
    ippAddString(message, IPP_TAG_JOB, IPP_TAG_NAME, name, NULL, text);
}

static uint64_t get_number(ipp_t *message, const char *name)
{
    ipp_attribute_t *attr = ippFindAttribute(message, name, IPP_TAG_NAME);
    const char *text = attr != NULL ? ippGetString(attr, 0, NULL) : NULL;

    return text != NULL ? strtoull(text, NULL, 10) : 0;
}

static void add_text(ipp_t *message, const char *name, const char *text)
{
    ippAddString(message, IPP_TAG_JOB, IPP_TAG_TEXT, name, NULL, text);
}

static void get_text(ipp_t *message, const char *name, char *text, size_t n)
{
    ipp_attribute_t *attr = ippFindAttribute(message, name, IPP_TAG_TEXT);
    const char *value = attr != NULL ? ippGetString(attr, 0, NULL) : NULL;

    snprintf(text, n, "%s", value != NULL ? value : "");
}

static int is_template(void *ctx, ipp_t *message, ipp_attribute_t *attr)
{
    (void)ctx;
    (void)message;
    return ippGetGroupTag(attr) == IPP_TAG_DOCUMENT;
}

ipp_t *job_file_pack(const struct job *job)
{
    ipp_t *m = ippNew();

    if (m == NULL)
        return NULL;
    add_number(m, "id", (uint64_t)job->id);
    add_number(m, "queue", (uint64_t)job->queue->id);
    add_text(m, "queue-name", job->queue->name);
    add_text(m, "name", job->name);
    add_text(m, "user", job->user);
    add_text(m, "host", job->host);
    add_text(m, "format", job->format);
    add_text(m, "message", job->message);
    add_text(m, "remarks", job->remarks);
    add_number(m, "created", (uint64_t)job->created);
    add_number(m, "processing", (uint64_t)job->processing);
    add_number(m, "completed", (uint64_t)job->completed);
    add_number(m, "state", (uint64_t)job->state);
    add_number(m, "reasons", job->reasons);
    add_number(m, "priority", (uint64_t)job->priority);
    add_number(m, "order", job->order);
    add_number(m, "hold", (uint64_t)job->hold);
    add_number(m, "hold-time", (uint64_t)job->hold_time);
    add_number(m, "impressions", job->impressions);
    add_number(m, "impressions-completed", job->impressions_completed);
    add_number(m, "dots", job->dots);
    add_number(m, "tally-sides", job->tally.sides);
    add_number(m, "tally-sheets", job->tally.sheets);
    add_number(m, "tally-copies", job->tally.copies);
    add_number(m, "tally-bytes", job->tally.bytes);
    add_number(m, "tally-two-sided", job->tally.two_sided);
    add_number(m, "tally-raw", job->tally.raw);
    add_text(m, "tally-paper", job->tally.paper);
    add_text(m, "tally-department", job->tally.department);
    add_number(m, "started", job->started);
    add_number(m, "breaks", job->breaks.times);
    add_number(m, "breaks-own", job->breaks.own);
    add_number(m, "breaks-page", job->breaks.page);
    add_number(m, "breaks-cut-from", job->breaks.cut_from);
    add_number(m, "breaks-cut-to", job->breaks.cut_to);
    add_number(m, "breaks-twice-from", job->breaks.twice_from);
    add_number(m, "breaks-twice-to", job->breaks.twice_to);
    add_number(m, "kept", job->kept);
    add_number(m, "source", job->source);
    add_number(m, "gates", job->gates);
    add_number(m, "asked", job->asked);
    add_text(m, "doubt", job->doubt);
    add_text(m, "lacks", job->lacks);
    add_text(m, "instead", job->instead);
    add_number(m, "has-source", job->has_source);
    add_text(m, "code", job->code);
    add_number(m, "secret", job->secret);
    add_number(m, "tries", job->tries);
    add_number(m, "locked-until", (uint64_t)job->locked_until);
    add_number(m, "proof", (uint64_t)job->proof);
    add_number(m, "proof-copies", job->proof_copies);
    if (job->attributes != NULL) {
        ippAddSeparator(m);
        for (ipp_attribute_t *attr = ippFirstAttribute(job->attributes); attr != NULL;
             attr = ippNextAttribute(job->attributes)) {
            ipp_attribute_t *copy = ippCopyAttribute(m, attr, 0);

            if (copy != NULL)
                ippSetGroupTag(m, &copy, IPP_TAG_DOCUMENT);
        }
    }
    return m;
}

bool job_file_unpack(ipp_t *m, struct job *job, int *queue)
{
    job->id = (int)get_number(m, "id");
    *queue = (int)get_number(m, "queue");
    get_text(m, "name", job->name, sizeof(job->name));
    get_text(m, "user", job->user, sizeof(job->user));
    get_text(m, "host", job->host, sizeof(job->host));
    get_text(m, "format", job->format, sizeof(job->format));
    get_text(m, "message", job->message, sizeof(job->message));
    get_text(m, "remarks", job->remarks, sizeof(job->remarks));
    job->created = (time_t)get_number(m, "created");
    job->processing = (time_t)get_number(m, "processing");
    job->completed = (time_t)get_number(m, "completed");
    job->state = (ipp_jstate_t)get_number(m, "state");
    job->reasons = (uint32_t)get_number(m, "reasons");
    job->priority = (int)get_number(m, "priority");
    job->order = get_number(m, "order");
    job->hold = (enum job_hold)get_number(m, "hold");
    job->hold_time = (time_t)get_number(m, "hold-time");
    job->impressions = (unsigned)get_number(m, "impressions");
    job->impressions_completed = (unsigned)get_number(m, "impressions-completed");
    job->dots = get_number(m, "dots");
    job->tally.sides = (unsigned)get_number(m, "tally-sides");
    job->tally.sheets = (unsigned)get_number(m, "tally-sheets");
    job->tally.copies = (unsigned)get_number(m, "tally-copies");
    job->tally.bytes = get_number(m, "tally-bytes");
    job->tally.two_sided = get_number(m, "tally-two-sided") != 0;
    job->tally.raw = get_number(m, "tally-raw") != 0;
    get_text(m, "tally-paper", job->tally.paper, sizeof(job->tally.paper));
    get_text(m, "tally-department", job->tally.department, sizeof(job->tally.department));
    job->breaks.times = (unsigned)get_number(m, "breaks");
    job->breaks.own = get_number(m, "breaks-own") != 0;
    job->breaks.page = (unsigned)get_number(m, "breaks-page");
    job->breaks.cut_from = (unsigned)get_number(m, "breaks-cut-from");
    job->breaks.cut_to = (unsigned)get_number(m, "breaks-cut-to");
    job->breaks.twice_from = (unsigned)get_number(m, "breaks-twice-from");
    job->breaks.twice_to = (unsigned)get_number(m, "breaks-twice-to");
    job->started = get_number(m, "started") != 0;
    job->kept = get_number(m, "kept") != 0;
    job->source = get_number(m, "source") != 0;
    job->gates = (uint32_t)get_number(m, "gates") & GATES_ALL;
    job->asked = (uint32_t)get_number(m, "asked") & GATES_ALL;
    get_text(m, "doubt", job->doubt, sizeof(job->doubt));
    get_text(m, "lacks", job->lacks, sizeof(job->lacks));
    get_text(m, "instead", job->instead, sizeof(job->instead));
    job->has_source = get_number(m, "has-source") != 0;
    get_text(m, "code", job->code, sizeof(job->code));
    job->secret = get_number(m, "secret") != 0;
    job->tries = (unsigned)get_number(m, "tries");
    job->locked_until = (time_t)get_number(m, "locked-until");
    job->proof = (enum job_proof)get_number(m, "proof");
    job->proof_copies = (unsigned)get_number(m, "proof-copies");
    job->attributes = ippNew();
    if (job->attributes != NULL) {
        ippCopyAttributes(job->attributes, m, 0, is_template, NULL);
        for (ipp_attribute_t *attr = ippFirstAttribute(job->attributes); attr != NULL;
             attr = ippNextAttribute(job->attributes))
            ippSetGroupTag(job->attributes, &attr, IPP_TAG_JOB);
    }
    return job->id > 0 && job->id < INT32_MAX && job->order < UINT64_MAX / 2 && *queue > 0 &&
           job->state >= IPP_JSTATE_PENDING && job->state <= IPP_JSTATE_COMPLETED &&
           job->hold <= JOB_HELD_UNTIL && job->proof <= PROOF_RELEASED &&
           job->attributes != NULL;
}

ipp_t *queue_file_pack(const struct job_queue *queue)
{
    ipp_t *m = ippNew();

    if (m == NULL)
        return NULL;
    add_number(m, "id", (uint64_t)queue->id);
    add_text(m, "queue-name", queue->name);
    add_number(m, "paused", queue->paused);
    add_number(m, "hold-new", queue->hold_new);
    add_number(m, "refusing", queue->refusing);
    add_number(m, "pages", queue->pages);
    add_number(m, "toner-dots", queue->toner.dots);
    add_text(m, "toner-changed", queue->toner_changed);
    return m;
}

bool queue_file_unpack(ipp_t *m, struct job_queue *queue)
{
    queue->id = (int)get_number(m, "id");
    get_text(m, "queue-name", queue->name, sizeof(queue->name));
    queue->paused = get_number(m, "paused") != 0;
    queue->hold_new = get_number(m, "hold-new") != 0;
    queue->refusing = get_number(m, "refusing") != 0;
    queue->pages = get_number(m, "pages");
    queue->toner.dots = get_number(m, "toner-dots");
    get_text(m, "toner-changed", queue->toner_changed, sizeof(queue->toner_changed));
    return queue->id > 0;
}

static bool sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return false;
    (void)fsync(fd); /* not every file system can */
    close(fd);
    return true;
}

/* Put a finished file in its place. Closes fd. */
static bool put_in_place(const char *folder, const char *fresh, const char *path, int fd,
                         bool good)
{
    int error = errno;

    if (good && fsync(fd) != 0) {
        good = false;
        error = errno;
    }
    if (close(fd) != 0 && good) {
        good = false;
        error = errno;
    }
    if (good && rename(fresh, path) != 0) {
        good = false;
        error = errno;
    }
    if (!good)
        (void)unlink(fresh);
    errno = error;
    return good && sync_folder(folder);
}

static int open_fresh(const char *folder, const char *name, char *fresh, char *path, size_t n)
{
    snprintf(path, n, "%s/%s", folder, name);
    snprintf(fresh, n, "%s/%s.new", folder, name);
    return open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static bool write_all(int fd, const uint8_t *bytes, size_t n)
{
    while (n > 0) {
        ssize_t put = write(fd, bytes, n);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes += put;
        n -= (size_t)put;
    }
    return true;
}

bool message_write(const char *folder, const char *name, ipp_t *message)
{
    char fresh[1200], path[1200];
    size_t room = ippLength(message), n = 0;
    uint8_t *bytes = malloc(room + 1);
    bool written = false;
    int fd;

    errno = ENOMEM;
    if (bytes != NULL)
        n = message_pack(message, bytes, room);
    if (n > 0 && (fd = open_fresh(folder, name, fresh, path, sizeof(path))) >= 0)
        written = put_in_place(folder, fresh, path, fd, write_all(fd, bytes, n));
    free(bytes);
    return written;
}

ipp_t *message_read(const char *folder, const char *name)
{
    char path[1200];
    ipp_t *message = NULL;
    struct stat info;
    ipp_state_t state = IPP_STATE_ERROR;
    int fd;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= MAX_FILE_BYTES &&
        (message = ippNew()) != NULL)
        while ((state = ippReadFile(fd, message)) != IPP_STATE_DATA && state != IPP_STATE_ERROR)
            ;
    close(fd);
    if (state == IPP_STATE_DATA)
        return message;
    ippDelete(message);
    return NULL;
}

bool number_write(const char *folder, const char *name, unsigned long number)
{
    char fresh[1200], path[1200], text[32];
    int fd = open_fresh(folder, name, fresh, path, sizeof(path));
    int n = snprintf(text, sizeof(text), "%lu\n", number);

    return fd >= 0 && put_in_place(folder, fresh, path, fd, write(fd, text, (size_t)n) == n);
}

unsigned long number_read(const char *folder, const char *name)
{
    char path[1200], text[32] = "";
    unsigned long number = 0;
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "re");
    if (file == NULL)
        return 0;
    if (fgets(text, sizeof(text), file) != NULL)
        number = strtoul(text, NULL, 10);
    (void)fclose(file);
    return number;
}
