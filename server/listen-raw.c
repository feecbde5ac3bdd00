/*
 * listen-raw.c - raw ports (9100): what comes over a connection is one document.
 *
 * Drivers that talk both ways ask by PJL before they send, and wait: such questions are
 * answered while the document has not begun. There is no way to tell a sender that its document
 * is not printed but to break the connection; the log tells why. Effects: the connection, a
 * job. Source: HP, "Printer Job Language Technical Reference Manual".
 * SPDX-License-Identifier: Apache-2.0
 */
#include "listener.h"

#include "access-print.h"
#include "ipp-printer.h"
#include "log.h"
#include "submission.h"
#include "unwrap.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* ---- PJL before the document ---- */

struct talk {
    struct listener_client *client;
    pappl_printer_t *printer;
    uint8_t start[INPUT_PEEK_MAX]; /* what came so far and is not taken yet */
    size_t n;
    size_t answered; /* of it, up to the end of a line */
};

static const char exit_bytes[] = "\033%-12345X";

static bool answer_id(struct talk *t)
{
    char text[300];
    pappl_pr_driver_data_t driver;

    papplPrinterGetDriverData(t->printer, &driver);
    snprintf(text, sizeof(text), "@PJL INFO ID\r\n\"%s\"\r\n\f", driver.make_and_model);
    return listener_send(t->client, text, strlen(text));
}

/* The codes are those for ready, printing, and "a person has to look". */
static bool answer_status(struct talk *t)
{
    struct job_queue *queue = jobs_queue(t->client->jobs, papplPrinterGetID(t->printer));
    struct queue_view view = {.state = IPP_PSTATE_IDLE};
    char text[300];
    bool stopped;

    if (queue != NULL)
        queue_look(queue, &view);
    stopped = view.state == IPP_PSTATE_STOPPED || view.paused || !view.accepting;
    for (char *c = view.message; *c != '\0'; c++)
        if (*c == '"' || (unsigned char)*c < 0x20 || (unsigned char)*c > 0x7E)
            *c = ' ';
    snprintf(text, sizeof(text),
             "@PJL INFO STATUS\r\nCODE=%d\r\nDISPLAY=\"%.80s\"\r\nONLINE=%s\r\n\f",
             stopped                               ? 10002
             : view.state == IPP_PSTATE_PROCESSING ? 10023
                                                   : 10001,
             view.message, stopped ? "FALSE" : "TRUE");
    return listener_send(t->client, text, strlen(text));
}

/* A line behind "@PJL ", without its end. */
static bool answer_line(struct talk *t, const char *line)
{
    char text[300];

    if (strncasecmp(line, "INFO ID", 7) == 0)
        return answer_id(t);
    if (strncasecmp(line, "INFO STATUS", 11) == 0)
        return answer_status(t);
    if (strncasecmp(line, "INFO ", 5) == 0 || strncasecmp(line, "INQUIRE ", 8) == 0 ||
        strncasecmp(line, "DINQUIRE ", 9) == 0)
        snprintf(text, sizeof(text), "@PJL %.200s\r\n\"?\"\r\n\f", line);
    else if (strncasecmp(line, "ECHO", 4) == 0)
        snprintf(text, sizeof(text), "@PJL %.200s\r\n\f", line);
    else
        return true;
    return listener_send(t->client, text, strlen(text));
}

/* Answer what can be answered. True: all that came is PJL, and the document may be still to
 * come; *good false: the connection is gone. */
static bool answer_lines(struct talk *t, bool *good)
{
    while (t->answered < t->n) {
        const uint8_t *at = t->start + t->answered;
        size_t left = t->n - t->answered, length = strlen(exit_bytes);
        const uint8_t *newline = memchr(at, '\n', left);
        char line[256];

        if (*at == '\r' || *at == '\n')
            t->answered++;
        else if (memcmp(at, exit_bytes, left < length ? left : length) == 0) {
            if (left < length)
                return true;
            t->answered += length;
        } else if (strncasecmp((const char *)at, "@PJL", left < 4 ? left : 4) != 0)
            return false;
        else if (newline == NULL)
            return true;
        else {
            length = (size_t)(newline - at);
            t->answered += length + 1;
            if (length < 5)
                continue;
            length = length - 5 < sizeof(line) - 1 ? length - 5 : sizeof(line) - 1;
            memcpy(line, at + 5, length);
            line[length] = '\0';
            line[strcspn(line, "\r")] = '\0';
            if (strncasecmp(line, "ENTER", 5) == 0)
                return false;
            if (!answer_line(t, line)) {
                *good = false;
                return false;
            }
        }
    }
    return true;
}

/* Wait until there is more than what was looked at; false: there will not be. */
static bool wait_for_more(struct talk *t)
{
    struct pollfd poll_fd = {.fd = t->client->fd, .events = POLLIN};
    int low = (int)t->n + 1;
    ssize_t got;

    /* so that poll does not return for what was there already */
    (void)setsockopt(t->client->fd, SOL_SOCKET, SO_RCVLOWAT, &low, sizeof(low));
    if (poll(&poll_fd, 1, INPUT_SILENCE_MS) <= 0)
        return false;
    got = recv(t->client->fd, t->start, sizeof(t->start), MSG_PEEK | MSG_DONTWAIT);
    if (got <= 0 || (size_t)got <= t->n)
        return false;
    t->n = (size_t)got;
    return true;
}

/* Nothing but PJL: taken, to make room for more of it. */
static void drop_talk(struct talk *t)
{
    (void)!recv(t->client->fd, t->start, t->n, MSG_DONTWAIT);
    t->n = t->answered = 0;
}

/* Until a document begins. False: none does. */
static bool wait_for_document(struct talk *t)
{
    int one = 1;
    bool good = true, begun = false;

    while (!begun && good) {
        if (t->n == sizeof(t->start))
            drop_talk(t);
        good = wait_for_more(t);
        begun = good && !answer_lines(t, &good);
    }
    (void)setsockopt(t->client->fd, SOL_SOCKET, SO_RCVLOWAT, &one, sizeof(one));
    return good && begun;
}

/* ---- the document ---- */

static void print(struct talk *t)
{
    struct listener_client *client = t->client;
    struct document_input input;
    const struct unwrap_wishes *wishes;
    char name[128], why[512] = "";
    struct submission s = {.printer = t->printer, .host = client->host};
    int id = 0;

    input_from_fd(&input, client->fd, INPUT_UNKNOWN);
    wishes = &input_look(&input)->wishes;
    snprintf(name, sizeof(name), "Raw from %s", client->host);
    s.name = wishes->name[0] != '\0' ? wishes->name : name;
    s.user = wishes->user[0] != '\0' ? wishes->user : NULL;
    s.attributes = ippNew();
    if (s.attributes != NULL) {
        unwrap_apply(wishes, s.attributes);
        way_keep_possible(s.attributes, t->printer);
    }
    if (submission_print(&s, &input, &id, why, sizeof(why)) == SUBMISSION_TAKEN)
        log_say(LOG_SAY_INFO, "[Job %d] Came by port %u from %s.", id, client->at->port,
                client->host);
    else
        log_say(LOG_SAY_WARN, "A document from %s to port %u was not taken: %s", client->host,
                client->at->port, why[0] != '\0' ? why : "Canceled.");
    ippDelete(s.attributes);
}

void listen_raw(struct listener_client *client)
{
    struct talk talk = {.client = client};

    talk.printer = way_printer(client->system, client->at->queue);
    if (talk.printer == NULL)
        log_say(LOG_SAY_WARN, "There is no queue '%s' for port %u.", client->at->queue,
                client->at->port);
    else if (!access_may_print(client->host, papplPrinterGetID(talk.printer)))
        log_say(LOG_SAY_WARN, "[Access] %s may not print on %s by port %u.", client->host,
                client->at->queue, client->at->port);
    else if (wait_for_document(&talk))
        print(&talk);
}
