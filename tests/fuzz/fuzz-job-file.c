/*
 * fuzz-job-file.c - any bytes as the description of a job or a queue. What is read as one is
 * within what the queue can have, and comes back the same when it is kept again.
 * Effects: a temporary folder, removed at the end; aborts on a broken promise.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/job-file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/fuzz-job-file-XXXXXX";

/* Descriptions are not synced here: a run keeps thousands. */
int fsync(int fd)
{
    return fcntl(fd, F_GETFD) >= 0 ? 0 : -1;
}

static const char *path_of(const char *name)
{
    static char path[sizeof(folder) + 20];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static void stop(void)
{
    (void)unlink(path_of("a"));
    (void)unlink(path_of("b"));
    (void)rmdir(folder);
}

static bool start(void)
{
    static bool started;

    if (started)
        return true;
    started = mkdtemp(folder) != NULL;
    if (started)
        atexit(stop);
    return started;
}

static bool write_file(const uint8_t *bytes, size_t size)
{
    int fd = open(path_of("a"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool written = fd >= 0 && write(fd, bytes, size) == (ssize_t)size;

    if (fd >= 0)
        close(fd);
    return written;
}

static bool is_text(const char *text, size_t n)
{
    return memchr(text, '\0', n) != NULL;
}

static void check_job(const struct job *job, int queue)
{
    if (job->id <= 0 || queue <= 0 || job->attributes == NULL ||
        job->state < IPP_JSTATE_PENDING || job->state > IPP_JSTATE_COMPLETED ||
        job->hold > JOB_HELD_UNTIL || !is_text(job->name, sizeof(job->name)) ||
        !is_text(job->user, sizeof(job->user)) || !is_text(job->host, sizeof(job->host)) ||
        !is_text(job->format, sizeof(job->format)) ||
        !is_text(job->message, sizeof(job->message)) ||
        !is_text(job->remarks, sizeof(job->remarks)) ||
        !is_text(job->code, sizeof(job->code)) || job->proof > PROOF_RELEASED ||
        (job->gates & ~(uint32_t)(GATE_CODE | GATE_OWNER | GATE_PROOF)) != 0)
        abort();
}

static int count(ipp_t *attributes)
{
    int n = 0;

    for (ipp_attribute_t *attr = ippFirstAttribute(attributes); attr != NULL;
         attr = ippNextAttribute(attributes))
        n += ippGetName(attr) != NULL;
    return n;
}

static bool same_job(const struct job *a, const struct job *b)
{
    return a->id == b->id && strcmp(a->name, b->name) == 0 && strcmp(a->user, b->user) == 0 &&
           strcmp(a->host, b->host) == 0 && strcmp(a->format, b->format) == 0 &&
           strcmp(a->message, b->message) == 0 && strcmp(a->remarks, b->remarks) == 0 &&
           a->created == b->created && a->processing == b->processing &&
           a->completed == b->completed && a->state == b->state && a->reasons == b->reasons &&
           a->priority == b->priority && a->order == b->order && a->hold == b->hold &&
           a->hold_time == b->hold_time && a->impressions == b->impressions &&
           a->impressions_completed == b->impressions_completed && a->started == b->started &&
           a->kept == b->kept && a->gates == b->gates && a->secret == b->secret &&
           strcmp(a->code, b->code) == 0 && a->tries == b->tries &&
           a->locked_until == b->locked_until && a->proof == b->proof &&
           a->proof_copies == b->proof_copies && count(a->attributes) == count(b->attributes);
}

/* Keep the job, and read it again. */
static void keep_job(struct job *job, struct job_queue *queue)
{
    struct job again = {.id = 0};
    ipp_t *message;
    int number = 0;

    job->queue = queue;
    message = job_file_pack(job);
    if (message == NULL)
        abort();
    if (!message_write(folder, "b", message)) { /* libcups does not write all that it reads */
        ippDelete(message);
        return;
    }
    ippDelete(message);
    message = message_read(folder, "b");
    if (message != NULL && (!job_file_unpack(message, &again, &number) || number != queue->id ||
                            !same_job(job, &again)))
        abort();
    ippDelete(message);
    ippDelete(again.attributes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct job job = {.id = 0};
    struct job_queue queue = {.id = 0};
    ipp_t *message;

    if (!start() || !write_file(data, size))
        return 0;
    message = message_read(folder, "a");
    if (message == NULL)
        return 0;
    if (queue_file_unpack(message, &queue) &&
        (queue.id <= 0 || !is_text(queue.name, sizeof(queue.name))))
        abort();
    queue.id = 0;
    if (job_file_unpack(message, &job, &queue.id)) {
        check_job(&job, queue.id);
        keep_job(&job, &queue);
    }
    ippDelete(job.attributes);
    ippDelete(message);
    return 0;
}
