/*
 * options.h - what the person who starts the program asks for.
 * Effects: reads arguments and environment; prints help.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_OPTIONS_H
#define SERVER_OPTIONS_H

#include "ways.h"

#include <pappl/pappl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define PROGRAM_NAME "canon-printer-app"

/* Exit status for arguments that make no sense. */
#define EXIT_USAGE 2

/* Where the value of an option comes from. */
enum option_from {
    OPTION_FROM_DEFAULT,
    OPTION_FROM_FILE,  /* the settings file (settings-file.h) */
    OPTION_FROM_START, /* the arguments */
};

#define OPTIONS_MAX 64

/* options-table.h has a row for each but the last. */
struct options {
    unsigned port;             /* 0: see listen_choose_port */
    char listen_hostname[256]; /* "": every address */
    char server_hostname[256]; /* "": the computer's */
    char host_aliases[1024];   /* other names clients use, with commas between them */
    char spool_folder[1024];
    char state_file[1024];
    char log_file[1024]; /* "-", "syslog" or a file */
    uint64_t max_log;    /* bytes of it before it is turned over; 0: any */
    pappl_loglevel_t log_level;
    pappl_soptions_t flags;
    bool private_server;  /* domain socket only */
    uint64_t max_storage; /* bytes of one job in the spool folder */
    uint64_t max_spool;   /* of all jobs */
    uint64_t keep_free;   /* of the disk that stay free */
    unsigned max_jobs;    /* that wait */
    unsigned max_history; /* ended jobs that are remembered */
    struct ways_options ways;
    bool web;                        /* the web page is served (site/site.h) */
    unsigned web_port, web_tls_port; /* 0: see there */
    char print_allow[1024];          /* whose addresses may print, see access-print.h */
    bool web_plain;                  /* passwords may come unencrypted from other computers */
    char web_allow[1024];            /* whose addresses may use it, see http/http-access.h */
    bool scan;                       /* scanners are served */
    unsigned scan_port;              /* of the first one; 0: see escl-http.h */
    char scan_allow[1024];           /* whose addresses may use them, see http-access.h */
    unsigned scan_mac_gamma;         /* see escl-http.h */
    unsigned char from[OPTIONS_MAX]; /* enum option_from of each row */
};

/* options_init - the defaults for this user and place (root, user, snap, container). */
void options_init(struct options *options);

/*
 * options_parse - the arguments of `server`.
 *
 * argv  argc arguments: "server", "-o" and its NAME=VALUE pairs
 * why   out: one sentence about the first that is wrong
 */
bool options_parse(struct options *options, int argc, char *const argv[], char *why,
                   size_t why_size);

/* The help page, and the one line of --version. */
void options_help(FILE *file);
void options_version(FILE *file);

/*
 * options_socket_path - the domain socket by which sub-commands find the server called name;
 * it has to be where papplMainloop looks. False when the path does not fit.
 */
bool options_socket_path(const char *name, char *path, size_t path_size);

#endif
