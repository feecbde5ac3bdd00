/*
 * listen.h - where the server listens: the addresses, the port, the network interfaces.
 * Effects: asks the system for names, addresses and whether a port is free.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#define LISTEN_MAX_ADDRESSES  8
#define LISTEN_MAX_INTERFACES 8

/* IPP's own (RFC 8010), and those that are tried where it is not to be had. */
#define LISTEN_IPP_PORT   631u
#define LISTEN_FIRST_PORT 8000u
#define LISTEN_LAST_PORT  8999u

struct listen_address {
    char name[INET6_ADDRSTRLEN + 20]; /* as papplSystemAddListeners takes it */
    struct sockaddr_storage socket;
    socklen_t size;
};

struct listen {
    struct listen_address addresses[LISTEN_MAX_ADDRESSES];
    size_t n;
    bool everywhere; /* at every address of this computer */
};

/* listen_find - the addresses of a name; "" or "*": all, IPv4 and IPv6. False and a sentence.
 */
bool listen_find(struct listen *listen, const char *name, char *why, size_t why_size);

/* listen_can_bind - whether a port is free at one of the addresses. */
bool listen_can_bind(const struct listen *listen, size_t i, unsigned port);

/* listen_port_error - 0 when a port is free at all addresses that exist here, else errno. ctx
 * is a struct listen. */
int listen_port_error(const void *ctx, unsigned port);

/* What decides about the port when none is asked for. */
struct listen_wish {
    unsigned remembered; /* of an earlier start; 0: none */
    bool first_start;    /* no client knows this server yet */
    bool cups_here;      /* CUPS is installed and wants 631, perhaps later than we */
};

/*
 * listen_choose_port - the port to serve on: the one of earlier starts, which clients remember;
 * at the first start 631, where it may be had and CUPS does not want it; else the first free
 * one from 8000 upwards. A server of a version that remembered no port began at 8000: so it
 * does.
 *
 * error_of   as listen_port_error
 * error      out: why the remembered one is not to be had, or, for the result 0, none
 *
 * Pure but for error_of.
 */
unsigned listen_choose_port(const struct listen_wish *wish,
                            int (*error_of)(const void *ctx, unsigned port), const void *ctx,
                            int *error);

/* listen_cups_is_here - whether a CUPS server is installed. */
bool listen_cups_is_here(void);

/*
 * listen_interfaces - the numbers of the network interfaces that have the addresses.
 *
 * 0 when the server listens everywhere: then all, also those that come later.
 */
size_t listen_interfaces(const struct listen *listen, int numbers[LISTEN_MAX_INTERFACES]);

/* listen_covers - whether one listens on every interface on which the other does. */
bool listen_covers(const struct listen *one, const struct listen *other);

#endif
