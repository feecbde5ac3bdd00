/*
 * server-settings.h - the settings of the server that runs: what is in force, what the settings
 * file says for the next start, and changing that.
 *
 * The file is STATE.settings, beside the state file. Options that can be changed while the
 * server runs are, at once; the others wait for the next start. Effects: the file; any thread
 * once it is open.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SERVER_SETTINGS_H
#define SERVER_SERVER_SETTINGS_H

#include "settings-file.h"

/*
 * server_settings_open - read the file, into options.
 *
 * options  of the command line; kept: what is in force. Its state_file says where the file is
 *
 * A file that cannot be read or makes no sense keeps nobody from starting, see
 * server_settings_trouble.
 */
void server_settings_open(struct options *options);

/* server_settings_trouble - what is wrong with the file, sentences with '\n' behind each; "".
 */
void server_settings_trouble(char *text, size_t size);

/* server_settings_on_change - call when options that can be changed at once are, with what is
 * in force then. Before there are clients. */
void server_settings_on_change(void (*changed)(const struct options *options));

/* One option. */
struct server_setting {
    char now[SETTINGS_VALUE_SIZE];   /* in force */
    char next[SETTINGS_VALUE_SIZE];  /* after the next start */
    char usual[SETTINGS_VALUE_SIZE]; /* where nobody sets anything */
    enum option_from from;           /* of next */
    bool pending;                    /* now and next differ */
};

void server_setting_look(const struct option_row *row, struct server_setting *setting);

/* server_settings_pending - whether something waits for the next start. */
bool server_settings_pending(void);

struct server_change {
    const struct option_row *row;
    const char *value; /* "": as it is where nobody sets anything */
};

/*
 * server_settings_change - keep values, all or none.
 *
 * bad  out: which of changes is not possible; n: none of them, the file could not be written
 *
 * False and a sentence.
 */
bool server_settings_change(const struct server_change *changes, size_t n, size_t *bad,
                            char *why, size_t why_size);

/* server_options - what is in force, for members that never change while the server runs. */
const struct options *server_options(void);

#endif
