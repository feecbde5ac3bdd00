/*
 * listen-lpd.c - the line printer daemon's protocol, as lpr, Windows' LPR ports and many
 * programs of machines speak it.
 *
 * A document is printed when its control file, which tells title, user and copies, is there:
 * sent before it, it goes straight into the queue; sent after it, the document waits in a
 * nameless file. Each data file is a job. The answer to a document, one byte, tells whether it
 * was taken; only the log tells why not. That senders use low port numbers proves nothing any
 * more and is not asked for. Effects: the connection, jobs, temporary files. Source: RFC 1179.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "listener.h"

#include "access-print.h"
#include "document-parts.h"
#include "lpd-control.h"
#include "lpd-queue.h"
#include "log.h"
#include "scratch.h"
#include "submission.h"
#include "unwrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_LINE 1024

/* Documents of one connection that wait for their control file. */
#define MAX_WAITING 16

struct waiting {
    char name[132];
    struct scratch file;
};

struct session {
    struct listener_client *client;
    pappl_printer_t *printer;
    struct lpd_control control;
    bool has_control, ended;
    struct scratch_space space;
    struct waiting waiting[MAX_WAITING];
    size_t num_waiting;
};

/* A line without its end; false: there is none, or it is too long. */
static bool read_line(const struct listener_client *client, char *line, size_t size)
{
    for (size_t n = 0; n < size; n++) {
        if (!listener_read(client, line + n, 1))
            return false;
        if (line[n] == '\n') {
            line[n] = '\0';
            return true;
        }
    }
    return false;
}

static bool answer(struct session *s, bool good)
{
    char byte = good ? 0 : 1;

    return listener_send(s->client, &byte, 1);
}

/* ---- a document ---- */

/* False: it was not taken. */
static bool print(struct session *s, struct document_input *input, const char *data)
{
    const struct lpd_file *file = lpd_control_file(&s->control, data);
    const char *name = lpd_control_name(&s->control, file);
    struct submission submission = {.printer = s->printer, .host = s->client->host};
    struct unwrap_info info = *input_look(input);
    char other[128], why[512] = "";
    int id = 0;
    bool taken;

    if (file != NULL && file->copies > 1) {
        info.wishes.copies = (int)file->copies;
        info.wishes.collated = true;
    }
    snprintf(other, sizeof(other), "LPR from %s", s->client->host);
    submission.name = name[0] != '\0'               ? name
                      : info.wishes.name[0] != '\0' ? info.wishes.name
                                                    : other;
    submission.user = s->control.user[0] != '\0'    ? s->control.user
                      : info.wishes.user[0] != '\0' ? info.wishes.user
                                                    : NULL;
    submission.attributes = ippNew();
    if (submission.attributes != NULL) {
        unwrap_apply(&info.wishes, submission.attributes);
        way_keep_possible(submission.attributes, s->printer);
    }
    taken = submission_print(&submission, input, &id, why, sizeof(why)) == SUBMISSION_TAKEN;
    if (taken)
        log_say(LOG_SAY_INFO, "[Job %d] Came by LPD from %s.", id, s->client->host);
    else
        log_say(LOG_SAY_WARN, "A document by LPD from %s was not taken: %s", s->client->host,
                why[0] != '\0' ? why : "Canceled.");
    ippDelete(submission.attributes);
    return taken;
}

/* What waited for the control file. */
static bool print_waiting(struct session *s)
{
    bool good = true;

    for (size_t i = 0; i < s->num_waiting; i++) {
        struct document_input input;

        if (lseek(s->waiting[i].file.fd, 0, SEEK_SET) == 0) {
            input_from_fd(&input, s->waiting[i].file.fd, s->waiting[i].file.size);
            good = print(s, &input, s->waiting[i].name) && good;
        }
        scratch_close(&s->waiting[i].file);
    }
    s->num_waiting = 0;
    return good;
}

/* Into a nameless file. */
static bool keep(struct session *s, struct document_input *input, const char *name)
{
    struct waiting *w = &s->waiting[s->num_waiting];
    char piece[16384], why[256] = "";
    uint64_t at = 0;
    ssize_t n = 0;
    bool good =
        s->num_waiting < MAX_WAITING && scratch_open(&w->file, &s->space, why, sizeof(why));

    if (!good)
        return false;
    snprintf(w->name, sizeof(w->name), "%s", name);
    while (good && (n = input_read(input, piece, sizeof(piece))) > 0) {
        good = scratch_write(&w->file, at, piece, (size_t)n, why, sizeof(why));
        at += (uint64_t)n;
    }
    if (good && at > 0 && input_came_whole(input)) {
        s->num_waiting++;
        return true;
    }
    if (why[0] != '\0')
        log_say(LOG_SAY_WARN, "A document by LPD from %s was not taken: %s", s->client->host,
                why);
    scratch_close(&w->file);
    return false;
}

/* The byte behind a file, 0: all of it was sent. */
static bool read_end(struct session *s)
{
    char byte;

    return listener_read(s->client, &byte, 1) && byte == 0;
}

static void receive_data(struct session *s, const char *line)
{
    struct document_input input;
    struct lpd_size size;
    bool good, known;

    if (!lpd_size_parse(line, true, &size)) {
        s->ended = true;
        (void)answer(s, false);
        return;
    }
    if (!answer(s, true)) {
        s->ended = true;
        return;
    }
    known = size.bytes != UINT64_MAX;
    input_from_fd(&input, s->client->fd, known ? size.bytes : INPUT_UNKNOWN);
    good = s->has_control ? print(s, &input, size.name) : keep(s, &input, size.name);
    /* What is left of a document that was not taken is not read. */
    s->ended = !good || !known;
    if (good && known)
        good = read_end(s);
    s->ended = !answer(s, good) || s->ended;
}

static void receive_control(struct session *s, const char *line)
{
    uint8_t bytes[LPD_CONTROL_MAX];
    struct lpd_size size;
    bool good;

    if (!lpd_size_parse(line, false, &size) || !answer(s, true) ||
        !listener_read(s->client, bytes, size.bytes) || !read_end(s)) {
        s->ended = true;
        (void)answer(s, false);
        return;
    }
    good = lpd_control_parse(bytes, size.bytes, &s->control);
    s->has_control = good;
    if (good)
        good = print_waiting(s);
    s->ended = !answer(s, good);
}

static void drop_waiting(struct session *s)
{
    for (size_t i = 0; i < s->num_waiting; i++)
        scratch_close(&s->waiting[i].file);
    s->num_waiting = 0;
    s->has_control = false;
    memset(&s->control, 0, sizeof(s->control));
}

static bool may_print(const struct session *s)
{
    if (access_may_print(s->client->host, papplPrinterGetID(s->printer)))
        return true;
    log_say(LOG_SAY_WARN, "[Access] %s may not print on %s by LPD.", s->client->host,
            papplPrinterGetName(s->printer));
    return false;
}

/* Subcommands, until the sender ends. */
static void receive_job(struct session *s)
{
    char line[MAX_LINE];

    if (s->printer == NULL || !may_print(s)) {
        (void)answer(s, false);
        return;
    }
    s->ended = !answer(s, true);
    while (!s->ended && read_line(s->client, line, sizeof(line))) {
        if (line[0] == 1) {
            drop_waiting(s);
            s->ended = !answer(s, true);
        } else if (line[0] == 2)
            receive_control(s, line + 1);
        else if (line[0] == 3)
            receive_data(s, line + 1);
        else {
            (void)answer(s, false);
            break;
        }
    }
    if (s->num_waiting > 0)
        log_say(LOG_SAY_WARN, "%s sent documents by LPD without a control file.",
                s->client->host);
    drop_waiting(s);
}

void listen_lpd(struct listener_client *client)
{
    const struct document_limits *limits = document_limits();
    struct session *s = calloc(1, sizeof(*s));
    char line[MAX_LINE];
    char *rest;

    if (s == NULL)
        return;
    s->client = client;
    s->space = (struct scratch_space){.folder = limits->folder, .left = limits->max_temporary};
    if (read_line(client, line, sizeof(line))) {
        rest = line + 1 + strcspn(line + 1, " \t");
        if (line[0] != '\0' && *rest != '\0')
            *rest++ = '\0';
        if (line[0] != '\0')
            s->printer = way_printer(client->system, line + 1);
        if (line[0] == 2)
            receive_job(s);
        else if (line[0] == 1)
            (void)answer(s, s->printer != NULL);
        else if (line[0] == 3 || line[0] == 4)
            lpd_queue_list(client, s->printer, rest, line[0] == 4);
        else if (line[0] == 5)
            (void)answer(s, lpd_queue_remove(client, s->printer, rest));
        if (s->printer == NULL)
            log_say(LOG_SAY_WARN, "%s asked by LPD for '%s', which is no queue.", client->host,
                    line[0] != '\0' ? line + 1 : "");
    }
    listener_settle(client);
    free(s);
}
