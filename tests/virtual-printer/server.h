/*
 * server.h - the virtual printer on its ports.
 * Effects: sockets, files, signals, the clock, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_SERVER_H
#define VIRTUAL_PRINTER_SERVER_H

#include "tests/virtual-printer/job.h"
#include "tests/virtual-printer/machine.h"

struct server_options {
    const char *listen, *lpd, *snmp; /* addresses; NULL: not wanted */
    const char *output;
    const char *control; /* file, or NULL */
    const char *community;
    struct machine_model own_model;    /* as it was set up */
    const struct machine_model *model; /* that */
    enum pictures pictures;
    struct settings settings;
    struct scenario scenario;
    uint64_t buffer;
    unsigned idle_timeout_s; /* 0: for ever */
    struct faults faults;
};

/* server_run - until SIGTERM or SIGINT. An exit status. */
int server_run(const struct server_options *options);

#endif
