/*
 * discover-snmp.c - one question to everybody: which machine are you?
 * Effects: UDP packets.
 * Source: RFC 2790 hrDeviceDescr, RFC 1213 sysDescr.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/device-id.h"
#include "server/device-net.h"
#include "server/discover-list.h"
#include "server/snmp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SNMP_PORT 161
#define COMMUNITY "public"
#define RESEND_MS 500 /* a packet may get lost */

/* hrDeviceDescr is the printer's own, sysDescr sometimes its network board's. Version 1 takes
 * one question in a request: a missing object would fail both. */
enum { DEVICE_DESCR, SYSTEM_DESCR, NUM_QUESTIONS };

static const struct {
    uint32_t oid[SNMP_MAX_OID];
    size_t n;
} questions[NUM_QUESTIONS] = {
    {{1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 3, 1}, 12},
    {{1, 3, 6, 1, 2, 1, 1, 1, 0},           9 },
};

/* Who answered, and what. */
struct answers {
    size_t n;
    struct {
        struct in_addr address;
        in_port_t port;
        char text[NUM_QUESTIONS][128];
    } from[DISCOVER_MAX];
    int32_t ids[NUM_QUESTIONS];
};

static void ask(int fd, const struct answers *answers, const struct sockaddr_in *to, size_t n)
{
    uint8_t packet[256];
    size_t i, q;

    for (q = 0; q < NUM_QUESTIONS; q++) {
        size_t length = snmp_encode_get(packet, sizeof packet, COMMUNITY, answers->ids[q],
                                        questions[q].oid, questions[q].n);

        /* A network that cannot be reached is one without machines. */
        for (i = 0; i < n; i++)
            sendto(fd, packet, length, MSG_NOSIGNAL, (const struct sockaddr *)&to[i],
                   sizeof to[i]);
    }
}

static void note(struct answers *answers, const struct sockaddr_in *from, size_t question,
                 const struct snmp_value *value)
{
    size_t i = 0;

    while (i < answers->n && (answers->from[i].address.s_addr != from->sin_addr.s_addr ||
                              answers->from[i].port != from->sin_port))
        i++;
    if (i == DISCOVER_MAX)
        return;
    if (i == answers->n) {
        answers->n++;
        answers->from[i].address = from->sin_addr;
        answers->from[i].port = from->sin_port;
    }
    discover_text(answers->from[i].text[question], sizeof answers->from[i].text[question],
                  value->bytes, value->num_bytes);
}

static void receive(int fd, struct answers *answers)
{
    uint8_t bytes[SNMP_MAX_PACKET];
    struct sockaddr_in from = {.sin_family = AF_UNSPEC};
    socklen_t size = sizeof from;
    ssize_t n =
        recvfrom(fd, bytes, sizeof bytes, MSG_DONTWAIT, (struct sockaddr *)&from, &size);
    struct snmp_value value;
    size_t q;

    if (n <= 0 || size != sizeof from || from.sin_family != AF_INET)
        return;
    for (q = 0; q < NUM_QUESTIONS; q++)
        if (snmp_decode_reply(bytes, (size_t)n, answers->ids[q], questions[q].oid,
                              questions[q].n, &value) == SNMP_REPLY_VALUE &&
            value.type == SNMP_STRING)
            note(answers, &from, q, &value);
}

static void collect(int fd, struct answers *answers, const struct sockaddr_in *to, size_t n,
                    unsigned ms)
{
    const int64_t deadline = net_clock_ms() + ms;
    int64_t send_at = net_clock_ms();
    int64_t now;

    while ((now = net_clock_ms()) < deadline) {
        struct pollfd p = {fd, POLLIN, 0};

        if (now >= send_at) {
            ask(fd, answers, to, n);
            send_at = now + RESEND_MS;
        }
        if (poll(&p, 1, (int)((send_at < deadline ? send_at : deadline) - now)) > 0)
            receive(fd, answers);
    }
}

static bool is_asked_port(const struct sockaddr_in *to, size_t n, in_port_t port)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (to[i].sin_port == port)
            return true;
    return false;
}

/* The text that is one of ours, else the printer's own. NULL: not even that, so it may be
 * anything: a router has a sysDescr too. */
static const char *best_text(char text[NUM_QUESTIONS][128], bool all)
{
    size_t q;

    for (q = 0; q < NUM_QUESTIONS; q++)
        if (device_name_match(text[q]))
            return text[q];
    return all && text[DEVICE_DESCR][0] ? text[DEVICE_DESCR] : NULL;
}

static void add_all(struct discover_list *list, struct answers *answers,
                    const struct sockaddr_in *to, size_t n, bool all)
{
    size_t i;

    for (i = 0; i < answers->n; i++) {
        const char *text = best_text(answers->from[i].text, all);
        struct uri at = {.scheme = URI_SOCKET, .port = 9100, .snmp_port = SNMP_PORT};
        struct discovered machine = {.maker = ""};

        if (!text || !inet_ntop(AF_INET, &answers->from[i].address, at.host, sizeof at.host))
            continue;
        /* some answer from a port of their own */
        if (is_asked_port(to, n, answers->from[i].port))
            at.snmp_port = ntohs(answers->from[i].port);
        snprintf(machine.name, sizeof machine.name, "%s", text);
        discover_add(list, &machine, &at);
    }
}

void discover_snmp(struct discover_list *list, const struct sockaddr_in *to, size_t n, bool all,
                   unsigned ms)
{
    const int on = 1;
    struct answers *answers = calloc(1, sizeof *answers);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    size_t q;

    if (answers && fd >= 0 && n > 0) {
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        fcntl(fd, F_SETFL, O_NONBLOCK);
        setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
        for (q = 0; q < NUM_QUESTIONS; q++)
            answers->ids[q] = snmp_new_request_id();
        collect(fd, answers, to, n, ms);
        add_all(list, answers, to, n, all);
    }
    if (fd >= 0)
        close(fd);
    free(answers);
}
