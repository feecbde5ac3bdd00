/*
 * detect.c - ask a machine who it is: IEEE-1284 id over USB, SNMP and PJL over the network.
 * Effects: USB, sockets, the clock.
 * Source: RFC 2790 hrDeviceDescr, RFC 1213 sysDescr, RFC 3805 prtInterpreterTable, the PJL
 * manual's INFO ID.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/detect.h"

#include "driver/device-id.h"
#include "driver/device-language.h"
#include "server/device-net.h"
#include "server/device-usb.h"
#include "server/device.h"
#include "server/snmp.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define UEL "\033%-12345X" /* universal exit language: begins and ends what is PJL */

static const uint32_t hr_device_descr[] = {1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 3, 1};
static const uint32_t sys_descr[] = {1, 3, 6, 1, 2, 1, 1, 1, 0};

#define MAX_INTERPRETERS 8

/* Text from a machine is shown to people: no control characters, no blanks around it. */
static void keep_text(char *to, size_t size, const char *from, size_t n)
{
    size_t i, used = 0;

    for (i = 0; i < n && used + 1 < size; i++) {
        unsigned char c = (unsigned char)from[i];

        if (c > ' ' && c != 0x7F)
            to[used++] = from[i];
        else if (used > 0 && to[used - 1] != ' ')
            to[used++] = ' ';
    }
    while (used > 0 && to[used - 1] == ' ')
        used--;
    to[used] = '\0';
}

static unsigned time_left(int64_t deadline)
{
    int64_t left = deadline - net_clock_ms();

    return left > 0 ? (unsigned)left : 0;
}

static bool ask_snmp_object(const struct uri *uri, const uint32_t *oid, size_t num_oid,
                            unsigned timeout_ms, struct device_identity *identity,
                            bool *answered, char *why, size_t why_size)
{
    const struct snmp_target target = {
        .host = uri->host, .port = uri->snmp_port, .community = uri->snmp_community};
    struct snmp_value value;

    if (!snmp_get(&target, oid, num_oid, timeout_ms, &value, answered, why, why_size) ||
        value.type != SNMP_STRING)
        return false;
    keep_text(identity->snmp, sizeof identity->snmp, value.bytes, value.num_bytes);
    return identity->snmp[0] != '\0';
}

/* hrDeviceDescr names the printer, sysDescr sometimes only its network board: the first that
 * is a machine of ours is taken, else the first that is anything. */
static bool ask_snmp(const struct uri *uri, int64_t deadline, struct device_identity *identity,
                     char *why, size_t why_size)
{
    struct device_identity second = {.snmp = ""};
    bool answered = false;

    if (ask_snmp_object(uri, hr_device_descr,
                        sizeof hr_device_descr / sizeof hr_device_descr[0], time_left(deadline),
                        identity, &answered, why, why_size) &&
        device_name_match(identity->snmp))
        return true;
    if (answered &&
        ask_snmp_object(uri, sys_descr, sizeof sys_descr / sizeof sys_descr[0],
                        time_left(deadline), &second, &answered, why, why_size) &&
        (!identity->snmp[0] || device_name_match(second.snmp)))
        memcpy(identity->snmp, second.snmp, sizeof identity->snmp);
    if (!identity->snmp[0] && answered)
        snprintf(why, why_size, "%s answers to SNMP but does not tell its model.", uri->host);
    return identity->snmp[0] != '\0';
}

/* One object of the interpreter with this number. */
static bool ask_interpreter(const struct uri *uri, uint32_t column, uint32_t number,
                            int64_t deadline, struct snmp_value *value)
{
    const struct snmp_target target = {
        .host = uri->host, .port = uri->snmp_port, .community = uri->snmp_community};
    const uint32_t oid[] = {1, 3, 6, 1, 2, 1, 43, 15, 1, 1, column, 1, number};
    char why[256];

    return snmp_get(&target, oid, sizeof oid / sizeof oid[0], time_left(deadline), value, NULL,
                    why, sizeof why);
}

static void add_word(char *list, size_t size, const char *word)
{
    size_t used = strlen(list);

    if (word[0] && used + strlen(word) + 2 <= size)
        snprintf(list + used, size - used, "%s%s", used > 0 ? "," : "", word);
}

/* The languages a machine names by SNMP; the rows of its table are numbered from 1 on. The
 * words tell more than the numbers: PCL 5e and PCL 6 may have one number. */
static void ask_languages(const struct uri *uri, int64_t deadline,
                          struct device_identity *identity)
{
    for (uint32_t i = 1; i <= MAX_INTERPRETERS && time_left(deadline) > 0; i++) {
        struct snmp_value value;
        char word[64] = "";
        unsigned language = 0;

        if (ask_interpreter(uri, 5, i, deadline, &value) && value.type == SNMP_STRING)
            keep_text(word, sizeof word, value.bytes, value.num_bytes);
        language = device_languages(word, strlen(word));
        if (language == 0) {
            if (!ask_interpreter(uri, 2, i, deadline, &value) || value.type != SNMP_INTEGER) {
                if (!word[0])
                    return; /* behind the last row */
            } else
                language = device_language_family((long)value.number);
        }
        identity->languages |= language;
        add_word(identity->interpreters, sizeof identity->interpreters, word);
    }
}

/* The answer is the command's echo, then the name in quotation marks on a line of its own. */
static bool find_pjl_id(const char *bytes, size_t n, char *to, size_t size)
{
    static const char echo[] = "@PJL INFO ID";
    size_t i = 0;
    const char *line, *end;

    while (i + sizeof echo - 1 <= n && memcmp(bytes + i, echo, sizeof echo - 1) != 0)
        i++;
    i += sizeof echo - 1;
    if (i >= n || !(line = memchr(bytes + i, '\n', n - i)))
        return false;
    line++;
    n -= (size_t)(line - bytes);
    end = memchr(line, '\n', n);
    if (!end)
        return false;
    n = (size_t)(end - line);
    while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == ' '))
        n--;
    if (n >= 2 && line[0] == '"' && line[n - 1] == '"') {
        line++;
        n -= 2;
    }
    keep_text(to, size, line, n);
    return to[0] != '\0';
}

/* 0, or errno: ETIMEDOUT when the answer did not come, EPIPE when the connection ended. */
static int talk_pjl(int fd, const struct net_limits *limits, struct device_identity *identity)
{
    static const char question[] = UEL "@PJL\r\n@PJL INFO ID\r\n" UEL;
    char answer[1024];
    size_t n = 0;
    short got;
    ssize_t moved;

    /* a new connection has room for this */
    moved = send(fd, question, sizeof question - 1, MSG_NOSIGNAL);
    if (moved != (ssize_t)sizeof question - 1)
        return moved < 0 ? errno : EPIPE;
    while (n < sizeof answer) {
        if (net_poll(fd, POLLIN, limits, &got) != NET_EVENT)
            return ETIMEDOUT;
        moved = recv(fd, answer + n, sizeof answer - n, MSG_DONTWAIT);
        if (moved < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (moved < 0)
            return errno;
        if (moved == 0)
            return EPIPE;
        n += (size_t)moved;
        if (find_pjl_id(answer, n, identity->pjl, sizeof identity->pjl))
            return 0;
    }
    return EMSGSIZE;
}

static bool ask_pjl(const struct uri *uri, int64_t deadline, struct device_identity *identity,
                    char *why, size_t why_size)
{
    const struct net_limits limits = {deadline, NULL, NULL};
    struct net_addresses addresses;
    int fd, error = 0;

    if (!net_resolve(uri->host, uri->port, SOCK_STREAM, &limits, &addresses, why, why_size))
        return false;
    fd = net_connect(&addresses, time_left(deadline), &limits, &error);
    if (fd >= 0) {
        error = talk_pjl(fd, &limits, identity);
        close(fd);
    }
    if (error != 0)
        snprintf(why, why_size, "%s does not answer to PJL on port %u (%s).", uri->host,
                 (unsigned)uri->port,
                 error == EMSGSIZE ? "what it sent is no answer" : net_reason(error));
    return error == 0;
}

/* Name and languages. */
static bool ask_snmp_all(const struct uri *uri, int64_t deadline,
                         struct device_identity *identity, char *why, size_t why_size)
{
    if (!ask_snmp(uri, deadline, identity, why, why_size))
        return false;
    ask_languages(uri, deadline, identity);
    return true;
}

/* SNMP first, and the data port after it with the time that is left: the data port belongs to
 * one connection at a time, and who prints there should not have to wait. */
static bool identify_socket(const struct uri *uri, unsigned timeout_ms,
                            struct device_identity *identity, char *why, size_t why_size)
{
    const int64_t start = net_clock_ms();
    char no_snmp[512] = "", no_pjl[512] = "";
    bool snmp = ask_snmp_all(uri, start + timeout_ms / 2, identity, no_snmp, sizeof no_snmp);
    bool pjl = ask_pjl(uri, start + timeout_ms, identity, no_pjl, sizeof no_pjl);

    if (!snmp && !pjl)
        snprintf(why, why_size, "%s %s", no_snmp, no_pjl);
    return snmp || pjl;
}

bool device_identify(const char *uri_text, unsigned timeout_ms,
                     struct device_identity *identity, char *why, size_t why_size)
{
    struct uri uri;

    memset(identity, 0, sizeof *identity);
    if (!uri_parse(uri_text, &uri, why, why_size))
        return false;
    switch (uri.scheme) {
    case URI_SOCKET:
        return identify_socket(&uri, timeout_ms, identity, why, why_size);
    case URI_LPD:
        return ask_snmp_all(&uri, net_clock_ms() + timeout_ms, identity, why, why_size);
    case URI_USB:
        if (!usb_identify(&uri, timeout_ms, identity->device_id, sizeof identity->device_id,
                          why, why_size))
            return false;
        identity->languages =
            device_id_languages(identity->device_id, strlen(identity->device_id));
        return true;
    case URI_FILE:
    default:
        snprintf(why, why_size, "A folder cannot tell which printer its jobs are for.");
        return false;
    }
}

const struct model *detect_choose(const struct device_identity *identity)
{
    const struct model *model =
        device_id_match(identity->device_id, strlen(identity->device_id));
    const struct model *other = NULL;

    if (model)
        return model;
    model = device_said_match(identity->snmp, identity->languages);
    /* that it answers to PJL does not tell that it has PCL */
    if (!model || device_is_generic(model))
        other = device_said_match(identity->pjl, identity->languages);
    return other && (!model || !device_is_generic(other)) ? other : model;
}

const struct model *detect_model(const char *uri, unsigned timeout_ms, char *why,
                                 size_t why_size)
{
    struct device_identity identity;
    const struct model *model;
    const char *name;

    if (!device_identify(uri, timeout_ms, &identity, why, why_size))
        return NULL;
    model = detect_choose(&identity);
    if (model)
        return model;
    name = identity.snmp[0]  ? identity.snmp
           : identity.pjl[0] ? identity.pjl
                             : identity.device_id;
    snprintf(why, why_size, "The printer calls itself \"%.200s\"; no model of ours is that.",
             name);
    return NULL;
}
