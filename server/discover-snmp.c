/*
 * discover-snmp.c - one question to everybody: which machine are you? Then another to those who
 * answered: which languages do you speak?
 * Effects: UDP packets.
 * Source: RFC 2790 hrDeviceDescr, RFC 1213 sysDescr, RFC 3805 prtInterpreterTable.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/device-id.h"
#include "driver/device-language.h"
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
#define RESEND_MS 300 /* a packet may get lost */

#define LANGUAGES_PART 3 /* this part of the time is for the second question */

/* Languages asked of a machine, and the columns of their table. */
#define MAX_INTERPRETERS 4
enum { FAMILY = 2, DESCRIPTION = 5 };

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
        char words[MAX_INTERPRETERS][32]; /* of languages, as it says them */
        long families[MAX_INTERPRETERS];
    } from[DISCOVER_MAX];
    int32_t ids[NUM_QUESTIONS];
    int32_t family_ids[MAX_INTERPRETERS], word_ids[MAX_INTERPRETERS];
};

static size_t interpreter_oid(uint32_t oid[SNMP_MAX_OID], uint32_t column, size_t number)
{
    const uint32_t full[] = {1, 3, 6, 1, 2, 1, 43, 15, 1, 1, column, 1, (uint32_t)number + 1};

    memcpy(oid, full, sizeof full);
    return sizeof full / sizeof full[0];
}

/* The second question, to each who answered the first. */
static void ask_languages(int fd, const struct answers *answers)
{
    uint8_t packet[256];
    uint32_t oid[SNMP_MAX_OID];

    for (size_t i = 0; i < answers->n; i++) {
        const struct sockaddr_in to = {.sin_family = AF_INET,
                                       .sin_addr = answers->from[i].address,
                                       .sin_port = answers->from[i].port};

        for (size_t j = 0; j < 2 * MAX_INTERPRETERS; j++) {
            const int32_t *ids = j % 2 ? answers->word_ids : answers->family_ids;
            size_t n = interpreter_oid(oid, j % 2 ? DESCRIPTION : FAMILY, j / 2);
            size_t length =
                snmp_encode_get(packet, sizeof packet, COMMUNITY, ids[j / 2], oid, n);

            sendto(fd, packet, length, MSG_NOSIGNAL, (const struct sockaddr *)&to, sizeof to);
        }
    }
}

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

/* The number of a machine, answers->n: it has not answered yet. */
static size_t place_of(const struct answers *answers, const struct sockaddr_in *from)
{
    size_t i = 0;

    while (i < answers->n && (answers->from[i].address.s_addr != from->sin_addr.s_addr ||
                              answers->from[i].port != from->sin_port))
        i++;
    return i;
}

static void note(struct answers *answers, const struct sockaddr_in *from, size_t question,
                 const struct snmp_value *value)
{
    size_t i = place_of(answers, from);

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

/* An answer to the second question. */
static void note_language(struct answers *answers, const struct sockaddr_in *from,
                          const uint8_t *bytes, size_t n)
{
    size_t i = place_of(answers, from);
    uint32_t oid[SNMP_MAX_OID];
    struct snmp_value value;

    for (size_t j = 0; i < answers->n && j < MAX_INTERPRETERS; j++) {
        size_t num_oid = interpreter_oid(oid, FAMILY, j);

        if (snmp_decode_reply(bytes, n, answers->family_ids[j], oid, num_oid, &value) ==
                SNMP_REPLY_VALUE &&
            value.type == SNMP_INTEGER)
            answers->from[i].families[j] = (long)value.number;
        num_oid = interpreter_oid(oid, DESCRIPTION, j);
        if (snmp_decode_reply(bytes, n, answers->word_ids[j], oid, num_oid, &value) ==
                SNMP_REPLY_VALUE &&
            value.type == SNMP_STRING)
            discover_text(answers->from[i].words[j], sizeof answers->from[i].words[j],
                          value.bytes, value.num_bytes);
    }
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
    note_language(answers, &from, bytes, (size_t)n);
}

/* n 0: the second question. */
static void collect(int fd, struct answers *answers, const struct sockaddr_in *to, size_t n,
                    unsigned ms)
{
    const int64_t deadline = net_clock_ms() + ms;
    int64_t send_at = net_clock_ms();
    int64_t now;

    while ((now = net_clock_ms()) < deadline) {
        struct pollfd p = {fd, POLLIN, 0};

        if (now >= send_at) {
            if (n > 0)
                ask(fd, answers, to, n);
            else
                ask_languages(fd, answers);
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

/* The words a machine has for its languages; where they tell nothing, those of their numbers.
 */
static void name_languages(char *command, size_t size, char words[MAX_INTERPRETERS][32],
                           const long families[MAX_INTERPRETERS])
{
    static const struct {
        unsigned language;
        const char *word;
    } numbered[] = {
        {DEVICE_PCL5,       "PCL5" },
        {DEVICE_PCLXL,      "PCLXL"},
        {DEVICE_POSTSCRIPT, "PS"   }
    };
    size_t used = 0, i, k;

    for (i = 0; i < MAX_INTERPRETERS; i++) {
        const char *word = words[i];
        unsigned by_number = device_language_family(families[i]);

        for (k = 0; !device_languages(words[i], strlen(words[i])) &&
                    k < sizeof numbered / sizeof numbered[0];
             k++)
            if (numbered[k].language == by_number)
                word = numbered[k].word;
        if (word[0] && used + strlen(word) + 2 <= size)
            used += (size_t)snprintf(command + used, size - used, "%s%s", used > 0 ? "," : "",
                                     word);
    }
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
        name_languages(machine.command, sizeof machine.command, answers->from[i].words,
                       answers->from[i].families);
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
        for (q = 0; q < MAX_INTERPRETERS; q++) {
            answers->family_ids[q] = snmp_new_request_id();
            answers->word_ids[q] = snmp_new_request_id();
        }
        collect(fd, answers, to, n, ms - ms / LANGUAGES_PART);
        if (answers->n > 0)
            collect(fd, answers, NULL, 0, ms / LANGUAGES_PART);
        add_all(list, answers, to, n, all);
    }
    if (fd >= 0)
        close(fd);
    free(answers);
}
