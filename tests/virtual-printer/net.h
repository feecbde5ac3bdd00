/*
 * net.h - addresses and sockets of the virtual printer.
 * Effects: sockets. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_NET_H
#define VIRTUAL_PRINTER_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

struct address {
    struct sockaddr_storage storage;
    socklen_t size;
};

/*
 * address_parse - "127.0.0.1:9100", "[::1]:9100", "localhost:0", or a port alone (on
 * 127.0.0.1). False and a sentence in why otherwise.
 */
bool address_parse(const char *text, bool datagrams, struct address *address, char *why,
                   size_t why_size);

/* address_print - the way address_parse reads it. */
void address_print(const struct address *address, char *text, size_t size);

/*
 * address_listen - a socket that takes connections, or datagrams, at the address. A port of 0
 * becomes the one that was taken. -1 and errno on failure.
 */
int address_listen(struct address *address, bool datagrams);

#endif
