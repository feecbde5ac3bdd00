/*
 * identity.c - see identity.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "identity.h"

#include "whole-file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#define FIRST_LINE "# canon-printer-app identity 1\n"
#define URN        "urn:uuid:"

#define MAX_FILE_BYTES ((size_t)1 << 20)

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards what follows */
static struct identity ours;
static char our_file[1100]; /* "": nothing is kept */

/* ---- the file ---- */

/* Eight, four, four, four and twelve digits, in small letters. */
static bool is_uuid(const char *text, size_t n)
{
    if (n != IDENTITY_UUID_SIZE - 1 || strncmp(text, URN, strlen(URN)) != 0)
        return false;
    text += strlen(URN);
    for (size_t i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? text[i] != '-' : strchr("0123456789abcdef", text[i]) == NULL)
            return false;
    }
    return true;
}

/* The name as it is compared and kept: up to the first character that would break a line. */
static void copy_name(char to[IDENTITY_NAME_SIZE], const char *name, size_t n)
{
    size_t i = 0;

    for (; i < n && i < IDENTITY_NAME_SIZE - 1 && (unsigned char)name[i] >= ' '; i++)
        to[i] = name[i];
    to[i] = '\0';
}

static struct identity_queue *add_queue(struct identity *identity)
{
    struct identity_queue *more =
        realloc(identity->queues, (identity->num_queues + 1) * sizeof(*more));

    if (more == NULL)
        return NULL;
    identity->queues = more;
    memset(&more[identity->num_queues], 0, sizeof(*more));
    return &more[identity->num_queues++];
}

/* "3 urn:uuid:... office" */
static void parse_queue(struct identity *identity, const char *line, size_t n)
{
    char *end;
    long id = strtol(line, &end, 10);
    size_t used = (size_t)(end - line) + 1;
    struct identity_queue *queue;

    if (id <= 0 || id > INT32_MAX || *end != ' ' ||
        n < used + IDENTITY_UUID_SIZE || /* with the blank behind it */
        line[used + IDENTITY_UUID_SIZE - 1] != ' ' ||
        !is_uuid(line + used, IDENTITY_UUID_SIZE - 1))
        return;
    if ((queue = add_queue(identity)) == NULL)
        return;
    queue->id = (int)id;
    memcpy(queue->uuid, line + used, IDENTITY_UUID_SIZE - 1);
    used += IDENTITY_UUID_SIZE;
    copy_name(queue->name, line + used, n - used);
}

void identity_parse(const char *text, struct identity *identity)
{
    memset(identity, 0, sizeof(*identity));
    for (const char *line = text; *line != '\0';) {
        size_t n = strcspn(line, "\n");

        if (strncmp(line, "port ", 5) == 0) {
            unsigned long port = strtoul(line + 5, NULL, 10);

            if (port > 0 && port <= 65535)
                identity->port = (unsigned)port;
        } else if (strncmp(line, "queue ", 6) == 0)
            parse_queue(identity, line + 6, n - 6);
        line += n + (line[n] == '\n');
    }
}

char *identity_format(const struct identity *identity)
{
    size_t room = 100 + identity->num_queues * (sizeof(struct identity_queue) + 32), used;
    char *text = malloc(room);

    if (text == NULL)
        return NULL;
    used = (size_t)snprintf(text, room, FIRST_LINE);
    if (identity->port != 0)
        used += (size_t)snprintf(text + used, room - used, "port %u\n", identity->port);
    for (size_t i = 0; i < identity->num_queues; i++)
        used += (size_t)snprintf(text + used, room - used, "queue %d %s %s\n",
                                 identity->queues[i].id, identity->queues[i].uuid,
                                 identity->queues[i].name);
    return text;
}

void identity_clear(struct identity *identity)
{
    free(identity->queues);
    memset(identity, 0, sizeof(*identity));
}

/* ---- the one of this server ---- */

void identity_open(const char *state_file)
{
    size_t n = 0;
    char *text;

    pthread_mutex_lock(&mutex);
    identity_clear(&ours);
    snprintf(our_file, sizeof(our_file), "%s.identity", state_file);
    if ((text = whole_file_read(our_file, MAX_FILE_BYTES, &n)) != NULL) {
        text[n] = '\0';
        identity_parse(text, &ours);
    }
    pthread_mutex_unlock(&mutex);
    free(text);
}

/* With the mutex. */
static bool save(void)
{
    char *text = identity_format(&ours);
    bool saved = our_file[0] == '\0' || (text != NULL && whole_file_replace(our_file, text));

    free(text);
    return saved;
}

unsigned identity_port(void)
{
    unsigned port;

    pthread_mutex_lock(&mutex);
    port = ours.port;
    pthread_mutex_unlock(&mutex);
    return port;
}

bool identity_keep_port(unsigned port)
{
    bool saved;

    pthread_mutex_lock(&mutex);
    ours.port = port;
    saved = save();
    pthread_mutex_unlock(&mutex);
    return saved;
}

/* RFC 4122, section 4.4. */
static void make_uuid(char uuid[IDENTITY_UUID_SIZE])
{
    uint8_t b[16];
    size_t used;

    if (getrandom(b, sizeof(b), 0) != (ssize_t)sizeof(b))
        return; /* the kernel gives so few bytes at once or none; PAPPL's one stays */
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    used = (size_t)snprintf(uuid, IDENTITY_UUID_SIZE, URN);
    for (size_t i = 0; i < sizeof(b); i++)
        used += (size_t)snprintf(uuid + used, IDENTITY_UUID_SIZE - used, "%s%02x",
                                 i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", b[i]);
}

/* The entry of a number and name; a number alone may be one of a state file that was lost. */
static struct identity_queue *find_queue(int id, const char *name)
{
    for (size_t i = 0; i < ours.num_queues; i++)
        if (ours.queues[i].id == id && strcasecmp(ours.queues[i].name, name) == 0)
            return &ours.queues[i];
    return NULL;
}

void identity_uuid(int id, const char *name, bool is_new, const char *known_as,
                   char uuid[IDENTITY_UUID_SIZE])
{
    char kept[IDENTITY_NAME_SIZE];
    struct identity_queue *queue;

    copy_name(kept, name, strlen(name));
    snprintf(uuid, IDENTITY_UUID_SIZE, "%s", known_as);
    pthread_mutex_lock(&mutex);
    queue = find_queue(id, kept);
    if (queue != NULL)
        memcpy(uuid, queue->uuid, IDENTITY_UUID_SIZE);
    else {
        if (is_new)
            make_uuid(uuid);
        if (is_uuid(uuid, strlen(uuid)) && (queue = add_queue(&ours)) != NULL) {
            queue->id = id;
            memcpy(queue->name, kept, sizeof(queue->name));
            memcpy(queue->uuid, uuid, IDENTITY_UUID_SIZE);
        }
    }
    pthread_mutex_unlock(&mutex);
}

bool identity_find(int id, char uuid[IDENTITY_UUID_SIZE])
{
    bool found = false;

    pthread_mutex_lock(&mutex);
    for (size_t i = 0; i < ours.num_queues; i++)
        if (ours.queues[i].id == id) { /* the last: one of another name was there before */
            memcpy(uuid, ours.queues[i].uuid, IDENTITY_UUID_SIZE);
            found = true;
        }
    pthread_mutex_unlock(&mutex);
    return found;
}

bool identity_keep_queues(bool (*lives)(void *ctx, int id), void *ctx)
{
    struct identity_queue *alive = NULL;
    size_t n = 0, num_alive = 0;
    bool saved;

    /* asked without the mutex: who is asked may be waiting for it */
    pthread_mutex_lock(&mutex);
    n = ours.num_queues;
    alive = calloc(n + 1, sizeof(*alive));
    if (alive != NULL && n > 0)
        memcpy(alive, ours.queues, n * sizeof(*alive));
    pthread_mutex_unlock(&mutex);
    for (size_t i = 0; alive != NULL && lives != NULL && i < n; i++)
        if (!lives(ctx, alive[i].id))
            alive[i].id = -alive[i].id;
    pthread_mutex_lock(&mutex);
    for (size_t i = 0; i < ours.num_queues; i++) {
        bool dead = false;

        for (size_t j = 0; alive != NULL && j < n; j++)
            dead = dead || alive[j].id == -ours.queues[i].id;
        if (!dead)
            ours.queues[num_alive++] = ours.queues[i];
    }
    ours.num_queues = num_alive;
    saved = save();
    pthread_mutex_unlock(&mutex);
    free(alive);
    return saved;
}
