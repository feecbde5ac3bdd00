/*
 * client-link.h - a sub-command's link to the server that runs: finding it, its queues and
 * jobs, asking it by IPP. Effects: sockets; what is wrong is said on standard error.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_LINK_H
#define SERVER_CLIENT_LINK_H

#include <cups/cups.h>
#include <stdbool.h>
#include <stddef.h>

struct link_queue {
    char name[128];
    char uri[1024];
};

struct link {
    http_t *http;
    bool elsewhere; /* another computer's, by its URI */
    struct link_queue *queues;
    size_t num_queues;
};

/*
 * link_find - the server of this user on a port, 0 for the first one; waits a moment for one
 * that has just been started.
 *
 * name   out: the name by which papplMainloop finds it
 * path   out: its domain socket
 *
 * False, and said, when there is none.
 */
bool link_find(unsigned port, char *name, size_t name_size, char *path, size_t path_size);

/* link_is_there - whether a server of this user, or root's, or the service answers now. */
bool link_is_there(void);

/* link_watch - a descriptor that tells the end of the server behind a domain socket, to be
 * closed; -1: the system has none. link_wait_end - until then; false: it has not ended. */
int link_watch(const char *path);
bool link_wait_end(int watch);

/*
 * link_open - connect, and list the queues.
 *
 * port   of link_find
 * uri    NULL, or a queue's URI on any computer: then it is the only one
 * queue  NULL for all, or a name: then it is the only one
 *
 * False and said. In any case link_close is to be called.
 */
bool link_open(struct link *link, unsigned port, const char *uri, const char *queue);
void link_close(struct link *link);

/* link_request - a request about a queue, NULL for the default one; job 0: none. */
ipp_t *link_request(ipp_op_t op, const struct link_queue *queue, int job);

/* link_path - the HTTP path of a queue's requests, in n bytes; NULL: of the default one. */
void link_path(const struct link_queue *queue, char *path, size_t n);

/* link_ask - send a request, which is freed. NULL: refused or not answered; link_error says
 * why.
 */
ipp_t *link_ask(struct link *link, const struct link_queue *queue, ipp_t *request);

/* link_ask_system - send a request about the server, such as one that makes a queue; as
 * link_ask. link_add_system_uri - the address of such a request, its first attribute. */
ipp_t *link_ask_system(struct link *link, ipp_t *request);
void link_add_system_uri(ipp_t *request);

/* link_list - the queues anew; wanted: NULL for all, or a name. False and said. */
bool link_list(struct link *link, const char *wanted);

/* link_error - a sentence for the last link_ask that failed. */
const char *link_error(void);

/* link_find_job - the queue that has a job; NULL and said. */
const struct link_queue *link_find_job(struct link *link, int job);

#endif
