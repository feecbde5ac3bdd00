/*
 * restart.h - the server starts again in its own process: after an orderly end, by the
 * arguments it was started with. Whoever looks after it (systemd, a container, a snap) sees no
 * end; its number stays the same. Effects: replaces the program.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RESTART_H
#define SERVER_RESTART_H

#include <stdbool.h>

/* restart_remember - the arguments, first of all; kept by pointer. */
void restart_remember(char *argv[]);

/* restart_ask - when the server has ended, it is to start again. Any thread. */
void restart_ask(void);
bool restart_asked(void);

/*
 * restart_now - start the program again, the one that is installed by now. To be called at the
 * end, when all is kept; other threads end here, and files and sockets are closed.
 *
 * Returns only when it is not possible, with errno.
 */
void restart_now(void);

#endif
