/*
 * agent.c - see agent.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/device/agent.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* The end of the object's name tells which one is asked for. */
static const char *value_for(const struct agent *agent, const uint8_t *bytes, size_t n)
{
    static const uint8_t device[] = {0x2B, 6, 1, 2, 1, 25, 3, 2, 1, 3, 1, 5, 0};
    static const uint8_t system[] = {0x2B, 6, 1, 2, 1, 1, 1, 0, 5, 0};

    if (n > sizeof device && memcmp(bytes + n - sizeof device, device, sizeof device) == 0)
        return agent->device_descr;
    if (n > sizeof system && memcmp(bytes + n - sizeof system, system, sizeof system) == 0)
        return agent->system_descr;
    for (uint8_t i = 0; i < 3; i++) {
        const uint8_t name[] = {0x2B, 6, 1, 2, 1, 43, 15, 1, 1, 5, 1, (uint8_t)(i + 1), 5, 0};

        if (n > sizeof name && memcmp(bytes + n - sizeof name, name, sizeof name) == 0)
            return agent->interpreters[i];
    }
    return NULL;
}

/* A number, for those objects that have one; 0: none. */
static uint8_t number_for(const struct agent *agent, const uint8_t *bytes, size_t n)
{
    for (uint8_t i = 0; i < 3; i++) {
        const uint8_t name[] = {0x2B, 6, 1, 2, 1, 43, 15, 1, 1, 2, 1, (uint8_t)(i + 1), 5, 0};

        if (n > sizeof name && memcmp(bytes + n - sizeof name, name, sizeof name) == 0)
            return agent->families[i];
    }
    return 0;
}

/* A reply made of the request: its bytes, with the value in the place of NULL. All lengths are
 * below 128 in these tests. */
static size_t make_reply(uint8_t *out, const uint8_t *in, size_t n, const char *value)
{
    size_t extra = value ? strlen(value) : 0;
    size_t at = 4 + 1 + 2; /* sequence, version, the community's header */
    size_t pdu;

    memcpy(out, in, n);
    pdu = at + in[6];
    out[pdu] = 0xA2;
    if (!value)
        out[pdu + 2 + 2 + in[pdu + 3] + 2] = 2; /* error status */
    out[1] = (uint8_t)(in[1] + extra);
    out[pdu + 1] = (uint8_t)(in[pdu + 1] + extra);
    at = pdu + 2 + 2 + in[pdu + 3] + 3 + 3;
    out[at + 1] = (uint8_t)(in[at + 1] + extra);
    out[at + 3] = (uint8_t)(in[at + 3] + extra);
    if (value) {
        out[n - 2] = 4;
        out[n - 1] = (uint8_t)extra;
        memcpy(out + n, value, extra);
    }
    return n + extra;
}

/* Answers until a packet of one byte comes. */
void agent_run(struct peer *p)
{
    struct agent *agent = p->ctx;
    uint8_t in[1000], out[2000];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t n;

    while ((n = recvfrom(p->fd, in, sizeof in, 0, (struct sockaddr *)&from, &size)) > 1) {
        const uint8_t number = number_for(agent, in, (size_t)n);
        const char digit[] = {(char)number, '\0'};
        const char *value = number ? digit : value_for(agent, in, (size_t)n);
        size_t length;

        agent->requests++;
        if (in[6] < sizeof agent->community) {
            memcpy(agent->community, in + 7, in[6]);
            agent->community[in[6]] = '\0';
        }
        if (agent->garbage_first || agent->only_garbage) {
            sendto(p->fd, "\x30\x82\xFF\xFF\x02", 5, 0, (struct sockaddr *)&from, size);
            length = make_reply(out, in, (size_t)n, "stranger");
            out[7 + in[6] + 2 + 2] ^= 0x55; /* another request's number */
            sendto(p->fd, out, length, 0, (struct sockaddr *)&from, size);
        }
        if (agent->only_garbage)
            continue;
        length = make_reply(out, in, (size_t)n, value);
        if (number)
            out[n - 2] = 2; /* INTEGER */
        sendto(p->fd, out, length, 0, (struct sockaddr *)&from, size);
    }
}

void agent_stop(struct peer *p)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(p->port)};

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sendto(p->fd, "", 1, 0, (struct sockaddr *)&to, sizeof to);
    peer_join(p);
}
